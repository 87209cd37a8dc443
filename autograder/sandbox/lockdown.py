"""What a worker does to itself between its fork and the first byte of student code.

The order matters and each step says why. Everything is a plain system call, made through
ctypes where Python has none; a step that fails raises OSError, and then no student code runs.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
from dataclasses import dataclass
from typing import Any, NoReturn

from autograder.sandbox import policy
from autograder.sandbox.policy import Limits

# Descriptors of a worker: 0 nothing to read, 1 and 2 the output file, and these two.
RPC_FD = 3
READY_FD = 4

# linux/prctl.h
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3, HIGHEST_CAPABILITY = 0x20080522, 63

# linux/sched.h
NEW_NAMESPACES = (
    0x10000000  # user
    | 0x00020000  # mount
    | 0x08000000  # ipc
    | 0x20000000  # pid
    | 0x40000000  # net
    | 0x04000000  # uts
    | 0x02000000  # cgroup
)

RLIMIT_SIGPENDING = 11  # asm-generic/resource.h; Python has no name for it

# sys/mount.h
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 0x4000, 1 << 18

# linux/landlock.h; the system calls have these numbers on every processor
LANDLOCK_CREATE, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_MIN_ABI = 3  # older ones cannot stop truncate(); a read-only view can
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # how many there are, by version; later ones have 16
WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG, TRUNCATE = 1 << 4, 1 << 5, 1 << 7, 1 << 8, 1 << 14
READ = READ_FILE | READ_DIR
READ_AND_WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | TRUNCATE
OF_FILES = READ_FILE | WRITE_FILE | TRUNCATE  # the rights that make sense for a single file

CLOSE_RANGE = 436  # on every processor, too

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Lockdown:
    """What a zygote tells its workers: layers in force, readable roots, filter, limits."""

    layers: frozenset[str]
    readable: tuple[str, ...]
    syscall_filter: bytes
    limits: Limits

    @property
    def has_scratch(self) -> bool:
        """Only a private mount can be written: elsewhere nothing bounds how much."""
        return {policy.VIEW, policy.NAMESPACES} <= self.layers


def enter(rules: Lockdown, rpc: int, output: int, ready: int, user: int) -> None:
    """Lock this freshly forked process down for good.

    `rpc` is the socket it answers on, `output` the file that its output goes to, `ready` a
    pipe that receives the worker's process id, `user` the uid to take where this is root.
    Returns in the worker alone; the process between zygote and worker never returns.
    """
    zygote = os.getppid()
    # A session of its own: no terminal, no process group shared with the grader.
    os.setsid()
    # Nothing inherited: an open descriptor is a way in that no path rule sees.
    _keep_only(rpc, output, ready)
    # Root is exempt from limits on processes, so root becomes a user of its own.
    own_user = os.getuid() == 0
    if own_user:
        _become(user)
    if policy.NAMESPACES in rules.layers:
        _new_namespaces()
        if rules.has_scratch:
            _mount_scratch(rules.limits.scratch)
        # The child is process 1 of its namespace: when it ends, everything it started ends.
        _fork_first_process(zygote)
        _drop_capabilities()
    else:
        os.write(READY_FD, b"%d" % os.getpid())
    os.close(READY_FD)
    # Not earlier: a change of user or capabilities clears it.
    _prctl("die with the parent", PR_SET_PDEATHSIG, signal.SIGKILL)
    # No program can give privileges back; Landlock and seccomp demand this.
    _prctl("no new privileges", PR_SET_NO_NEW_PRIVS, 1)
    if policy.LANDLOCK in rules.layers:
        _restrict_files(rules)
    if policy.RLIMITS in rules.layers:
        _limit_resources(rules.limits, own_user or policy.NAMESPACES in rules.layers)
    # Nobody with the same uid may trace it or read its memory.
    _prctl("not dumpable", PR_SET_DUMPABLE, 0)
    # Last, because it forbids the calls above.
    if policy.SECCOMP in rules.layers:
        _load_filter(rules.syscall_filter)


def set_dumpable(dumpable: bool) -> None:
    """Allow or refuse other processes of this user to look into this one."""
    _prctl("dumpable", PR_SET_DUMPABLE, int(dumpable))


def landlock_abi() -> int:
    """The version of Landlock in this kernel; 0 where there is none or it is switched off."""
    return max(0, libc.syscall(LANDLOCK_CREATE, None, 0, 1))


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _prctl(what: str, option: int, argument: Any) -> None:
    _check(libc.prctl(option, argument, 0, 0, 0), what)


def _keep_only(rpc: int, output: int, ready: int) -> None:
    null = os.open("/dev/null", os.O_RDONLY)
    # By way of high numbers, so that no source is overwritten before it is copied.
    for source, high in ((null, 30), (output, 31), (rpc, 32), (ready, 33)):
        os.dup2(source, high)
    for high, target in ((30, 0), (31, 1), (31, 2), (32, RPC_FD), (33, READY_FD)):
        os.dup2(high, target)
    _check(libc.syscall(CLOSE_RANGE, READY_FD + 1, 0xFFFFFFFF, 0), "close what was inherited")


def _become(user: int) -> None:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    # The change made it undumpable, and an undumpable process may not write its own uid_map.
    set_dumpable(True)


def _new_namespaces() -> None:
    user, group = os.getuid(), os.getgid()
    _check(libc.unshare(NEW_NAMESPACES), "new namespaces")
    # Without this an ordinary user may not map its group.
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"1000 {user} 1")
    _write("/proc/self/gid_map", f"1000 {group} 1")
    # Mounts made here stay here.
    _mount(None, "/", None, MS_REC | MS_PRIVATE)


def _mount_scratch(size: int) -> None:
    options = f"size={size},nr_inodes=256,mode=700"
    _mount("tmpfs", policy.SCRATCH, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)
    os.chdir(policy.SCRATCH)
    # /proc tells about the machine and the zygote; nothing in a submission needs it.
    flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC
    _mount("tmpfs", "/proc", "tmpfs", flags, "size=4k,mode=555")


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str = ""
) -> None:
    result = libc.mount(
        source and source.encode(),
        target.encode(),
        kind and kind.encode(),
        flags,
        options.encode() or None,
    )
    _check(result, f"mount on {target}")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def _fork_first_process(zygote: int) -> None:
    worker = os.fork()
    if worker == 0:
        return
    try:
        os.write(READY_FD, b"%d" % worker)
    finally:
        _wait_between(worker, zygote)


def _wait_between(worker: int, zygote: int) -> NoReturn:
    """Wait for the worker and end as it ended; run no student code, hold nothing open."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # it ends as the worker did, but leaves no core
    if os.getppid() != zygote:  # it ended before the lines above
        os._exit(1)
    os.closerange(0, READY_FD + 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    status = os.waitpid(worker, 0)[1]
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.WEXITSTATUS(status))


def _drop_capabilities() -> None:
    # In the new user namespace the process has all of them.
    for capability in range(HIGHEST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails above the kernel's last one
    header = struct.pack("<Ii", CAPABILITY_VERSION_3, 0)
    _check(libc.capset(header, bytes(24)), "drop capabilities")


def _restrict_files(rules: Lockdown) -> None:
    abi = landlock_abi()
    oldest = 1 if policy.VIEW in rules.layers else LANDLOCK_MIN_ABI
    if abi < oldest:
        raise OSError(f"Landlock version {abi} is older than {oldest}")
    file_rights = (1 << FILE_RIGHTS.get(abi, 16)) - 1
    tcp, scopes = 0b11, 0b11  # bind and connect; abstract sockets and signals
    known = 8 if abi < 4 else 16 if abi < 6 else 24  # bytes of the structure this kernel knows
    attributes = struct.pack("<QQQ", file_rights, tcp, scopes)[:known]
    ruleset = _check(
        libc.syscall(LANDLOCK_CREATE, attributes, len(attributes), 0), "Landlock ruleset"
    )
    for path in (*rules.readable, "/dev/urandom"):
        _allow(ruleset, path, READ & file_rights)
    _allow(ruleset, "/dev/null", OF_FILES & file_rights)
    if rules.has_scratch:
        _allow(ruleset, policy.SCRATCH, READ_AND_WRITE & file_rights)
    _check(libc.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0), "Landlock")
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):  # what it cannot reach needs no rule
        return
    if not os.path.isdir(path):
        rights &= OF_FILES
    rule = struct.pack("<Qi", rights, descriptor)
    _check(libc.syscall(LANDLOCK_ADD_RULE, ruleset, 1, rule, 0), f"Landlock rule for {path}")
    os.close(descriptor)


def _limit_resources(limits: Limits, counted_alone: bool) -> None:
    values = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_STACK: limits.stack,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        RLIMIT_SIGPENDING: limits.signals,
    }
    if counted_alone:
        # Counted by user: where the grader runs as the same one, its own threads would count.
        # There the address space bounds the number of threads, each of which takes a stack.
        values[resource.RLIMIT_NPROC] = limits.threads
    for kind, value in values.items():
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:  # a stricter limit of this account stays
            value = min(value, hard)
        resource.setrlimit(kind, (value, value))


def _load_filter(program: bytes) -> None:
    class Program(ctypes.Structure):  # struct sock_fprog
        _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]

    instruction = 8  # bytes
    filled = Program(len(program) // instruction, program)
    result = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filled), 0, 0)
    _check(result, "system call filter")
