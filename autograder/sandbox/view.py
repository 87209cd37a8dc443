"""What the zygote, and so every submission, can see of the file system."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox import policy
from autograder.sandbox.errors import SandboxError

SHOWN = ("__init__.py", "__pycache__", "sandbox")
SYSTEM_LINKS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")


def protected_paths(given: Sequence[Path | str]) -> tuple[str, ...]:
    """The paths to keep from submissions: those given, and all of this package but the sandbox.

    The package holds the hidden suites and their reference values. Where it is installed among
    other packages it would be in sight with them.
    """
    own = [path for path in policy.package_folders()[0].iterdir() if path.name not in SHOWN]
    return tuple(dict.fromkeys(os.path.realpath(path) for path in [*given, *own]))


def exposed(protected: Sequence[str], roots: Sequence[str]) -> tuple[str, ...]:
    """The protected paths that a submission would see: those that are, or lie below, a root."""
    return tuple(
        path
        for path in protected
        if any(path == root or policy.is_below(path, root) for root in roots)
    )


def refuse_exposed(protected: Sequence[str], roots: Sequence[str]) -> None:
    """Raise SandboxError if nothing would keep a protected path out of sight."""
    for path in exposed(protected, roots):
        raise SandboxError(
            f"The protected path {path} lies in a folder that submissions can read. Move it "
            "elsewhere, or grade on a machine with bubblewrap, which can hide it."
        )


def refuse_unreadable(roots: Sequence[str]) -> None:
    """Raise SandboxError if workers with a user of their own could not read Python itself."""
    if os.getuid() != 0:
        return
    for root in roots:
        for folder in Path(root, "x").parents:
            if not folder.stat().st_mode & stat.S_IXOTH and folder.is_dir():
                raise SandboxError(
                    f"Python or the handbook lies in {folder}, which only its owner can enter, "
                    "and root's submissions run as a user of their own. Install it elsewhere, "
                    "or grade as an ordinary user."
                )


def bubblewrap_command(protected: Sequence[str], info_fd: int) -> list[str]:
    """The command that starts a program inside the view; the program's words follow it.

    Raises SandboxError where bubblewrap is missing or a protected path cannot be hidden.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError("Bubblewrap is not installed.")
    roots = policy.visible_roots()
    command = [program, "--info-fd", str(info_fd), "--new-session"]
    # The zygote is process 1: when it ends, the kernel ends every worker. The option
    # --die-with-parent would end it with the thread that started it, which is too early.
    command += ["--unshare-pid", "--as-pid-1", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    if os.getuid() == 0:  # enough to give each worker a user of its own
        command += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    for link in SYSTEM_LINKS:
        if os.path.islink(link):
            command += ["--symlink", os.readlink(link), link]
    command += ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--dir", policy.SCRATCH]
    for root in roots:  # after /tmp, where a checkout may lie
        for parent in reversed(Path(root).parents[:-1]):
            # Readable for all: a worker need not be the user who owns the real folder.
            command += ["--perms", "0755", "--dir", str(parent)]
        command += ["--ro-bind", root, root]
    for path in exposed(protected, roots):
        command += _hide(path, roots)
    return [*command, "--chdir", "/"]


def _hide(path: str, roots: Sequence[str]) -> list[str]:
    if path in roots:
        raise SandboxError(f"The protected path {path} is needed by every submission.")
    if os.path.isdir(path):
        return ["--tmpfs", path]
    if os.path.isfile(path):
        return ["--ro-bind", "/dev/null", path]
    raise SandboxError(
        f"The protected path {path} lies in a folder that submissions can read and cannot be "
        "hidden there, because it does not exist yet. Create it first, or move it elsewhere."
    )
