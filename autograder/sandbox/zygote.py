"""The warm parent of all workers: loads the libraries once and forks one worker a submission.

It is started before any hidden test is loaded, with a clean environment and, in full mode,
inside a view that holds Python and the handbook alone. It never runs student code itself.
Over the control socket it takes `spawn` (with two descriptors: the worker's socket and its
output file) and `reap PID`; every answer is JSON.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import tempfile
import traceback
from collections import deque
from typing import Any

import msgpack

from autograder.sandbox import policy, worker
from autograder.sandbox.lockdown import RPC_FD, Lockdown, enter, set_dumpable
from autograder.sandbox.policy import Limits

MAX_MESSAGE = 1 << 16


def main(control_fd: int) -> None:
    """Serve until the trusted side closes the control socket."""
    # Ctrl-C is the trusted side's to handle; it closes the socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=control_fd)
    rules, modules, first_user = _read_rules(control)
    with tempfile.TemporaryDirectory(prefix="handbook-sandbox-") as settings:
        os.environ["MPLCONFIGDIR"] = settings  # Matplotlib writes its list of fonts there
        for module in modules:
            with contextlib.suppress(ModuleNotFoundError):
                importlib.import_module(module)
        worker.prepare_figures()
    worker.warm_up()
    os.environ["MPLCONFIGDIR"] = policy.SCRATCH  # for a worker that loads it after all
    # What exists now is never collected, so workers do not copy its pages to look for garbage.
    gc.collect()
    gc.freeze()
    _be_first_to_go()
    set_dumpable(False)
    _answer(control, {"ready": os.getpid()})
    users = Users(first_user)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MAX_MESSAGE, 2)
        if not message:
            os._exit(0)
        if message.startswith(b"reap "):
            child = int(message[5:])
            _answer(control, _reap(child))
            users.release(child)
        else:
            _spawn(control, rules, descriptors, users)


class Users:
    """The users that workers run as where this is root; one in use is not given out again."""

    def __init__(self, first: int) -> None:
        self._free = deque(range(first, first + policy.USERS_A_ZYGOTE))
        self._of: dict[int, int] = {}

    def peek(self) -> int | None:
        """The user that the next worker takes; None where all are in use."""
        return self._free[0] if self._free else None

    def take(self, child: int) -> None:
        self._of[child] = self._free.popleft()

    def release(self, child: int) -> None:
        if child in self._of:
            self._free.append(self._of.pop(child))


def _be_first_to_go() -> None:
    """Where the machine runs out of memory the kernel ends a worker, not the grader.

    Workers inherit it. Anyone may raise this number of his own process; where that is refused
    all the same nothing else depends on it.
    """
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def _read_rules(control: socket.socket) -> tuple[Lockdown, list[str], int]:
    data = msgpack.unpackb(control.recv(MAX_MESSAGE))
    rules = Lockdown(
        layers=frozenset(data["layers"]),
        readable=tuple(data["readable"]),
        syscall_filter=data["filter"],
        limits=Limits(**data["limits"]),
    )
    return rules, data["preload"], data["first_user"]


def _answer(control: socket.socket, answer: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
    socket.send_fds(control, [json.dumps(answer).encode()], fds)


def _spawn(control: socket.socket, rules: Lockdown, descriptors: list[int], users: Users) -> None:
    """Fork a worker and answer with its handles: the pid to reap, and a pidfd to kill it by."""
    rpc, output = descriptors
    user = users.peek()
    if user is None:
        _answer(control, {"failed": f"more than {policy.USERS_A_ZYGOTE} submissions at a time"})
        for descriptor in descriptors:
            os.close(descriptor)
        return
    ready, ready_end = os.pipe()
    set_dumpable(True)  # else the child may not write its own uid_map
    try:
        child = os.fork()
    except OSError as error:
        child = -1
        _answer(control, {"failed": f"fork: {error.strerror}"})
    if child == 0:
        _become_worker(rules, rpc, output, ready_end, user)
    set_dumpable(False)
    os.close(ready_end)
    if child > 0:
        users.take(child)
        # With namespaces the worker is a grandchild; it tells its own number.
        number_text = os.read(ready, 20)
        handle: tuple[int, ...] = ()
        try:
            handle = (os.pidfd_open(int(number_text)),)
        except (OSError, ValueError):
            os.kill(child, signal.SIGKILL)  # without a handle nobody else could
        _answer(control, {"pid": child}, handle)
        descriptors.extend(handle)
    for descriptor in (ready, *descriptors):
        os.close(descriptor)


def _become_worker(rules: Lockdown, rpc: int, output: int, ready: int, user: int) -> None:
    try:
        enter(rules, rpc, output, ready, user)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=RPC_FD)
        worker.serve(connection, rules.limits.output)
    except BaseException:
        # Before student code this is our fault, and the trusted side tells it apart because
        # the worker has not yet reported that it is ready.
        with contextlib.suppress(OSError):
            os.write(1, traceback.format_exc().encode())
    finally:
        os._exit(worker.EXIT_OURS)


def _reap(child: int) -> dict[str, Any]:
    """Wait for a worker that has been killed or has ended: how, and what it used."""
    try:
        _, status, usage = os.wait4(child, 0)
    except ChildProcessError:
        return {"failed": f"no worker {child}"}
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * 1024,
    }
