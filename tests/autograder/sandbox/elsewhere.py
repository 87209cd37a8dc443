"""Runs a Python program as it would run elsewhere: as an ordinary user, in a container, ...

    python elsewhere.py user,docker program.py arguments…

The places are made with what root may do on Linux: a private mount table, a change of user,
and a filter that refuses the system calls that the place refuses.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.patience import HANGS

PROJECT = Path(__file__).resolve().parents[3]
NOBODY = 54321  # a user that no account has

# What Docker's default profile refuses to a container without extra capabilities.
DOCKER_REFUSES = ("unshare", "setns", "mount", "umount2", "pivot_root", "ptrace", "bpf", "keyctl")
NAMESPACE_FLAGS = (1 << 17, 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 29, 1 << 30)
# CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, SETPCAP, NET_BIND_SERVICE, NET_RAW,
# SYS_CHROOT, MKNOD, AUDIT_WRITE, SETFCAP
DOCKER_CAPABILITIES = (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31)

libc = ctypes.CDLL(None, use_errno=True)


def run(place: str, program: Path, *arguments: str, timeout: float = HANGS) -> object:
    """Run a program at a place and return the JSON that it prints last.

    `place` joins any of `here`, `readable`, `user`, `docker`, `nolandlock` by commas. A place
    other than `here` has Python where every user can read it, as it is in most images.
    """
    home = Path(tempfile.mkdtemp(prefix="handbook-home-"))
    home.chmod(0o755)
    if os.getuid() == 0 and "user" in place:
        os.chown(home, NOBODY, NOBODY)
    command = [sys.executable, str(Path(__file__).resolve()), place, str(program), *arguments]
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=timeout
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if done.returncode != 0:
        raise RuntimeError(f"{program.name} at {place}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def places() -> list[str]:
    """The places that this process can make; only root can also become somebody else."""
    here = ["here", "docker"]
    return [*here, "user", "user,docker"] if os.getuid() == 0 else here


ORDINARY = "user" if os.getuid() == 0 else "here"
ORDINARY_IN_DOCKER = "user,docker" if os.getuid() == 0 else "docker"


def _check(result: int, what: str) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def _make_readable(folders: list[str]) -> None:
    """Show these folders to every user, in a mount table of this process alone."""
    _check(libc.unshare(1 << 17), "unshare")
    _check(libc.mount(None, b"/", None, 0x4000 | 1 << 18, None), "private mounts")
    hidden: dict[str, dict[str, int]] = {}
    for folder in folders:
        for parent in reversed(Path(folder).parents):
            if not parent.stat().st_mode & 0o001:
                hidden.setdefault(str(parent), {})[folder] = os.open(folder, os.O_PATH)
                break
    for parent, needed in hidden.items():
        _check(libc.mount(b"t", parent.encode(), b"tmpfs", 0, b"mode=755"), f"cover {parent}")
        for folder, descriptor in needed.items():
            os.makedirs(folder, exist_ok=True)
            source = f"/proc/self/fd/{descriptor}".encode()
            _check(libc.mount(source, folder.encode(), None, 0x1000, None), f"show {folder}")
            os.close(descriptor)


def _refuse(place: str) -> None:
    import pyseccomp

    syscalls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    refused = pyseccomp.ERRNO(errno.EPERM)
    if "docker" in place:
        for name in DOCKER_REFUSES:
            syscalls.add_rule(refused, name)
        for flag in NAMESPACE_FLAGS:
            masked = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag)
            syscalls.add_rule(refused, "clone", masked)
        syscalls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    if "nolandlock" in place:
        syscalls.add_rule(pyseccomp.ERRNO(errno.EOPNOTSUPP), "landlock_create_ruleset")
    syscalls.load()


def _keep_docker_capabilities() -> None:
    for capability in range(64):
        if capability not in DOCKER_CAPABILITIES:
            libc.prctl(24, capability, 0, 0, 0)
    kept = sum(1 << capability for capability in DOCKER_CAPABILITIES)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)
    _check(libc.capset(header, data), "capset")


def main(place: str, *command: str) -> None:
    os.chdir("/")
    root = os.getuid() == 0
    if place != "here" and root:
        _make_readable([sys.prefix, sys.base_prefix, str(PROJECT)])
    if "docker" in place or "nolandlock" in place:
        _refuse(place)
    if "docker" in place and root:
        _keep_docker_capabilities()
    if "user" in place:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    os.execv(sys.executable, [sys.executable, *command])


if __name__ == "__main__":
    main(*sys.argv[1:])
