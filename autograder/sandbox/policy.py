"""What a submission may do, as data: limits, system calls, folders, layers, each with its reason.

Nothing here acts. `lockdown` applies it in the worker, `syscall_filter` compiles it, `view`
turns the folders into mounts.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import handbook

Mode = Literal["full", "container", "unsafe"]
# What of a cell is run: all of it; imports, definitions and simple values; or no values either.
CellPart = Literal["whole", "definitions", "functions"]

# The layers, in the order in which they take hold.
VIEW = "view"  # bubblewrap: only some folders exist at all
NAMESPACES = "namespaces"  # own users, processes, network, mounts: nothing outside can be named
LANDLOCK = "landlock"  # the kernel's allow-list of files, TCP and signals for one process
SECCOMP = "seccomp"  # the kernel's allow-list of system calls
RLIMITS = "rlimits"  # memory, processor time, file size, threads
LAYERS = (VIEW, NAMESPACES, LANDLOCK, SECCOMP, RLIMITS)

MODE_LAYERS: dict[Mode, tuple[str, ...]] = {
    "full": LAYERS,
    # Inside Docker's default profile namespaces are refused; these three work.
    "container": (LANDLOCK, SECCOMP, RLIMITS),
}

MODE_SAYS: dict[Mode, str] = {
    "full": "Submitted code sees only Python and the handbook, and has no network.",
    "container": "Submitted code reads only Python and the handbook, writes no file and has no "
    "network; names, sizes and dates of other files can be asked for.",
    "unsafe": "NOT ISOLATED: submitted code may read files or reach the network.",
}


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Sizes in bytes."""

    memory: int = 2 << 30  # address space; the interpreter with its libraries takes 0.2 GiB of it
    cpu_seconds: int = 60  # over the whole session; each call has its own shorter deadline
    file_size: int = 1 << 20
    open_files: int = 64
    threads: int = 32
    stack: int = 8 << 20  # of each thread
    scratch: int = 16 << 20  # the only folder that can be written, in memory
    output: int = 64 << 10  # kept of what is printed; the rest is dropped in silence
    signals: int = 256  # queued ones, and timers: each takes memory of the kernel
    # Arrays and bytes of one answer. The tests compute with answers on the trusted side, which
    # refuses what two of them would make where it is far larger (`grading.student_proxy`).
    value: int = 8 << 20


# What may come back (and go in): more is a value that cannot be graded, or a broken protocol.
MAX_HEADER = 1 << 20
MAX_BUFFERS = 64 << 20
MAX_ITEMS = 1 << 17  # in all lists, tuples and dicts of one value together
MAX_DEPTH = 40  # a little above the depth at which `plain` stops, so that its answer passes
MAX_DICT = 4096
MAX_DIMENSIONS = 16
MAX_INT_BITS = 8192
MAX_FUNCTIONS, MAX_FUNCTION_NAME = 1000, 200
MAX_SKIPPED = 50  # statements of one cell that are left out
ARRAY_TYPES = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8"]
    + ["<c8", "<c16"]
)

# As root every worker gets a user of its own: root is exempt from limits on processes. A zygote
# has a block of them to itself, so that no two workers alive share one, and their limits with it.
WORKER_USERS = range(64000, 65024)
USERS_A_ZYGOTE = 32

SCRATCH = "/scratch"

# One thread: a submission is one process on a machine that grades several at a time, and the
# kernel lets only a process of one thread enter a new user namespace.
ENVIRONMENT = {
    "PATH": "/usr/bin",
    "LANG": "C.UTF-8",
    "HOME": SCRATCH,
    "TMPDIR": SCRATCH,
    "USER": "student",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Freed arrays stay with the process: giving each back to the kernel costs 2 ms a megabyte.
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MPLBACKEND": "Agg",
    "HANDBOOK_GRADING": "1",  # `handbook.check` is silent
}

# Loaded once, before any submission; a submission that imports them waits for nothing. To fork a
# process costs by the memory that it holds, so what few submissions need is held by a zygote of
# its own, which starts with the first that does.
PRELOADED = (
    "numpy",
    "numpy.fft",
    "numpy.linalg",
    "numpy.ma",  # which np.median, np.quantile and others load in their first call
    "numpy.random",
    "handbook.check",
    "handbook.check.observe",
)
PRELOADED_FOR_FEW = ("matplotlib.pyplot", "IPython.core.inputtransformer2")


def package_folders() -> tuple[Path, Path]:
    """The folders of the packages `autograder` and `handbook`, wherever they are installed."""
    return Path(__file__).resolve().parents[1], Path(handbook.__file__).resolve().parent


def visible_roots() -> tuple[str, ...]:
    """The files and folders that submissions can read, as named and as resolved.

    The system's libraries, this Python with its packages, the handbook, and of the autograder
    the sandbox alone. A root below another one is left out.
    """
    autograder, handbook = package_folders()
    ours = [autograder / "__init__.py", autograder / "sandbox", handbook]
    named = ["/usr", sys.prefix, sys.base_prefix, *map(str, ours)]
    named += [lib for lib in ("/lib", "/lib32", "/lib64", "/libx32") if _is_real_folder(lib)]
    both = {os.path.abspath(path) for path in named} | {os.path.realpath(path) for path in named}
    return tuple(sorted(root for root in both if not any(is_below(root, r) for r in both)))


def is_below(path: str, folder: str) -> bool:
    """Is `path` inside `folder`? Both absolute; a folder is not inside itself."""
    return path != folder and os.path.commonpath([path, folder]) == folder


def _is_real_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


# --- System calls. Whatever is in neither list does not exist for a submission (ENOSYS), so
# that libraries fall back on older calls. Names that a processor lacks are passed over.

ALLOWED_CALLS: dict[str, str] = {
    "files that Landlock lets it open": "read write readv writev pread64 pwrite64 lseek close "
    "close_range dup dup2 dup3 fstat stat lstat newfstatat statx access faccessat faccessat2 "
    "readlink readlinkat getcwd getdents64 open openat statfs fstatfs ftruncate umask mkdir "
    "mkdirat unlink unlinkat rename renameat2",
    "waiting": "poll ppoll select pselect6 epoll_create1 epoll_ctl epoll_wait epoll_pwait pipe "
    "pipe2 eventfd2",
    "memory": "mmap munmap mprotect mremap madvise brk membarrier",
    "threads": "futex set_robust_list rseq set_tid_address sched_yield sched_getaffinity "
    "sched_getparam sched_getscheduler getcpu",
    "its own end": "exit exit_group",
    "its own signals": "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait "
    "sigaltstack restart_syscall",
    "who it is": "getpid getppid gettid getuid geteuid getgid getegid getgroups getresuid "
    "getresgid getpgrp getpgid getsid uname sysinfo getrusage getrlimit times",
    "time": "clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time setitimer "
    "getitimer alarm timer_create timer_settime timer_gettime timer_delete",
    "random numbers": "getrandom",
}

# Refused with EPERM rather than ENOSYS: Python then raises a clear PermissionError.
REFUSED_CALLS: dict[str, str] = {
    "network and new descriptors from others": "socket socketpair connect bind listen accept "
    "accept4 sendmsg recvmsg sendmmsg recvmmsg",
    "new processes and programs": "fork vfork execve execveat",
    "other processes": "kill tkill tgkill ptrace process_vm_readv process_vm_writev pidfd_open "
    "pidfd_getfd pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo setsid setpgid",
    "parts of the kernel with a history of holes": "io_uring_setup bpf userfaultfd "
    "perf_event_open keyctl add_key request_key",
    "mounts and namespaces": "mount umount2 pivot_root chroot unshare setns",
    "memory that outlives it or is shared": "memfd_create shmget msgget semget mq_open",
    "owners, modes, dates and links of files": "chmod fchmod fchmodat fchmodat2 chown fchown "
    "lchown fchownat setxattr fsetxattr lsetxattr utime utimes utimensat futimesat link linkat "
    "symlink symlinkat mknod mknodat",
    "users and capabilities": "setuid setgid setresuid setresgid setgroups capset personality",
    "priorities": "sched_setaffinity setpriority",
}

# Allowed only with these values of one argument: (call, position of the argument, values).
ALLOWED_WITH: tuple[tuple[str, int, tuple[int, ...]], ...] = (
    ("prlimit64", 2, (0,)),  # new limits: none, so it can only read them
    ("prctl", 0, (3, 15, 16, 21, 0x53564D41)),  # dumpable?, thread names, seccomp?, memory names
    ("fcntl", 1, (0, 1, 2, 3, 4, 1030)),  # duplicate, flags; no locks, leases or seals
    ("ioctl", 1, (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)),  # is it a terminal?, bytes, blocking
)
CLONE_THREAD = 0x10000  # `clone` with this flag starts a thread, without it a process
NAMESPACE_FLAGS = 0x7E020080  # every CLONE_NEW…: no thread takes a namespace along

# Urgent data on local sockets has a history of holes, and nobody needs it.
MSG_OOB = 1
WITHOUT_URGENT: tuple[tuple[str, int], ...] = (("recvfrom", 3), ("sendto", 3))
