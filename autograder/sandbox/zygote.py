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
import random
import signal
import socket
import tempfile
import traceback
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
    rules, modules = _read_rules(control)
    with tempfile.TemporaryDirectory(prefix="handbook-sandbox-") as settings:
        os.environ["MPLCONFIGDIR"] = settings  # Matplotlib writes its list of fonts there
        for module in modules:
            with contextlib.suppress(ModuleNotFoundError):
                importlib.import_module(module)
        worker.prepare_figures()
    # What exists now is never collected, so workers do not copy its pages to look for garbage.
    gc.collect()
    gc.freeze()
    set_dumpable(False)
    _answer(control, {"ready": os.getpid()})
    spawned = random.SystemRandom().randrange(len(policy.WORKER_USERS))
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MAX_MESSAGE, 2)
        if not message:
            os._exit(0)
        if message.startswith(b"reap "):
            _answer(control, _reap(int(message[5:])))
        else:
            spawned += 1
            _spawn(control, rules, descriptors, spawned)


def _read_rules(control: socket.socket) -> tuple[Lockdown, list[str]]:
    data = msgpack.unpackb(control.recv(MAX_MESSAGE))
    rules = Lockdown(
        layers=frozenset(data["layers"]),
        readable=tuple(data["readable"]),
        syscall_filter=data["filter"],
        limits=Limits(**data["limits"]),
    )
    return rules, data["preload"]


def _answer(control: socket.socket, answer: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
    socket.send_fds(control, [json.dumps(answer).encode()], fds)


def _spawn(control: socket.socket, rules: Lockdown, descriptors: list[int], number: int) -> None:
    """Fork a worker and answer with its handles: the pid to reap, and a pidfd to kill it by."""
    rpc, output = descriptors
    ready, ready_end = os.pipe()
    set_dumpable(True)  # else the child may not write its own uid_map
    try:
        child = os.fork()
    except OSError as error:
        child = -1
        _answer(control, {"failed": f"fork: {error.strerror}"})
    if child == 0:
        user = policy.WORKER_USERS[number % len(policy.WORKER_USERS)]
        _become_worker(rules, rpc, output, ready_end, user)
    set_dumpable(False)
    os.close(ready_end)
    if child > 0:
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
