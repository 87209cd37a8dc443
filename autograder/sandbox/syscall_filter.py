"""Compiles the list of allowed system calls to the kernel's filter language (seccomp BPF).

This happens once, on the trusted side, where libseccomp is at hand; workers load the bytes.
"""

from __future__ import annotations

import contextlib
import errno
import tempfile

from autograder.sandbox import policy


def compile_filter() -> bytes:
    """The filter of `policy`, as an array of BPF instructions.

    Raises RuntimeError or ImportError where libseccomp is missing.
    """
    import pyseccomp  # here, because importing it fails without the library

    unknown_call = pyseccomp.ERRNO(errno.ENOSYS)
    refused = pyseccomp.ERRNO(errno.EPERM)
    syscalls = pyseccomp.SyscallFilter(unknown_call)

    def rule(action: int, name: str, *arguments: object) -> None:
        with contextlib.suppress(OSError):  # this processor has no such call
            syscalls.add_rule(action, name, *arguments)

    for names in policy.ALLOWED_CALLS.values():
        for name in names.split():
            rule(pyseccomp.ALLOW, name)
    for names in policy.REFUSED_CALLS.values():
        for name in names.split():
            rule(refused, name)
    for name, position, values in policy.ALLOWED_WITH:
        for value in values:
            rule(pyseccomp.ALLOW, name, pyseccomp.Arg(position, pyseccomp.EQ, value))
    # The socket it answers on.
    for name, position in policy.WITHOUT_URGENT:
        not_urgent = pyseccomp.Arg(position, pyseccomp.MASKED_EQ, policy.MSG_OOB, 0)
        rule(pyseccomp.ALLOW, name, not_urgent)
    thread = policy.CLONE_THREAD
    flags = thread | policy.NAMESPACE_FLAGS
    is_thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flags, thread)
    is_process = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, thread, 0)
    rule(pyseccomp.ALLOW, "clone", is_thread)
    rule(refused, "clone", is_process)
    # `clone3` stays unknown: its flags lie in memory, out of the filter's sight.

    with tempfile.TemporaryFile() as file:
        syscalls.export_bpf(file)
        file.seek(0)
        return file.read()
