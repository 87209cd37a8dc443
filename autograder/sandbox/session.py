"""One submission in one worker, as the trusted side sees it."""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from autograder.sandbox import policy, wire
from autograder.sandbox.errors import (
    Crashed,
    FunctionNotFound,
    MemoryLimit,
    SandboxError,
    SessionEnded,
    TimeLimit,
)
from autograder.sandbox.launch import ExitStatus, Zygote
from autograder.sandbox.policy import Limits
from handbook.check.observe import CallError, Observation

READY_TIMEOUT = 30.0
ENDING_TIMEOUT = 0.5  # from a closed connection to the end of a process that is ending
DEATH_TIMEOUT = 5.0  # for the kernel to end a process after SIGKILL
TOO_LARGE = {"t": "o", "v": "a value too large to be graded"}


# Answers a call of a provided function: its positional arguments and those by name.
Provided = Callable[[list[Any], dict[str, Any]], Observation]


@dataclass(frozen=True)
class CellResult:
    """What a cell did: the error that it raised, if any, and what it printed.

    `skipped` are the errors of statements that were left out so that the rest could run: imports
    that cannot work here, and what uses them.
    """

    error: CallError | None
    stdout: str
    skipped: tuple[CallError, ...] = ()


@dataclass(frozen=True)
class Defined:
    """What a submission defines: each of its callables with its parameters.

    `rebound` names those functions that were kept and whose names stand for something else now.
    """

    functions: dict[str, tuple[str, ...]]
    rebound: tuple[str, ...] = ()


class Session:
    """A worker that holds one submission. Use it in one thread at a time, and close it.

    `killed_for_memory()` tells whether the kernel has ended a process for want of memory since
    it was last asked.
    """

    def __init__(
        self, zygote: Zygote, limits: Limits, killed_for_memory: Callable[[], bool]
    ) -> None:
        self._zygote, self._limits, self._killed_for_memory = zygote, limits, killed_for_memory
        self._ended: SessionEnded | SandboxError | None = None
        self._closed = False
        self._rpc, theirs = socket.socketpair()
        self._output = os.memfd_create("submission output", os.MFD_CLOEXEC)
        self._read_to = 0
        self._provided: Mapping[str, Provided] = {}
        try:
            self._pid, self._pidfd = zygote.spawn(theirs, self._output)
        except SandboxError:
            self._rpc.close()
            os.close(self._output)
            raise
        finally:
            theirs.close()
        self._wait_until_ready()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def ended(self) -> str | None:
        """Why this session can answer no more; None while it can."""
        if self._ended is not None:
            return str(self._ended)
        return "the session was closed" if self._closed else None

    def run_cell(
        self,
        source: str,
        name: str = "cell",
        timeout: float = 10.0,
        *,
        part: policy.CellPart = "whole",
        keep: str | None = None,
    ) -> CellResult:
        """Execute a cell in the submission's namespace.

        `part` may leave out what only computes or prints. `keep` names a function that is
        remembered as this cell defines it.

        An exception of the cell, SystemExit included, is part of the result. Raises TimeLimit,
        MemoryLimit, Crashed (the session is over then) or SandboxError.
        """
        code = source.encode("utf-8", "surrogatepass")
        request = {"op": "cell", "name": name, "part": part, "keep": keep}
        reply, _ = self._ask(request, [code], timeout)
        error = self._checked(lambda: wire.unpack_error(reply.get("error")))
        skipped = self._checked(lambda: wire.unpack_errors(reply.get("skipped")))
        return CellResult(error=error, stdout=self._new_output(), skipped=skipped)

    def functions(self, timeout: float = 3.0) -> dict[str, tuple[str, ...]]:
        """The callables that the submission's own code defines, with their parameters.

        Raises as `run_cell` does.
        """
        return self.defined(timeout=timeout).functions

    def defined(self, *, restore: bool = False, timeout: float = 3.0) -> Defined:
        """What the submission defines; with `restore` functions that were kept get their names
        back first. Raises as `run_cell` does.
        """
        reply, _ = self._ask({"op": "functions", "restore": restore}, [], timeout)
        return self._checked(
            lambda: Defined(_functions(reply.get("functions")), _names(reply.get("rebound")))
        )

    def provide(self, functions: Mapping[str, Provided], timeout: float = 3.0) -> None:
        """Put functions into the submission's namespace that are answered on this side.

        Its own of the same names are replaced. While one of them is asked for, the time of the
        call that asks goes on. Raises as `run_cell` does.
        """
        self._provided = functions
        self._ask({"op": "provide", "names": list(functions)}, [], timeout)

    def call(
        self,
        function: str,
        args: Sequence[Any],
        repeat: int = 1,
        timeout: float = 3.0,
        *,
        record_side_effects: bool = True,
    ) -> Observation:
        """Call a function of the submission with plain data and say what was observed.

        Without `record_side_effects` only value or error are observed, which is cheaper.
        `Rng(seed)` becomes `np.random.default_rng(seed)` there, once for all `repeat` calls.
        Raises FunctionNotFound (the session goes on), and as `run_cell` does; MemoryLimit also
        where the function raised MemoryError. Raises ValueError for arguments that are too
        large to send.
        """
        request = {
            "op": "call",
            "function": function,
            "repeat": repeat,
            "record_side_effects": record_side_effects,
        }
        reply, buffers = self._request(request, list(args), timeout)
        seen = self._checked(lambda: wire.unpack_observation(reply, buffers, len(args)))
        return self._without_memory_error(function, seen)

    def _request(
        self, request: dict[str, Any], args: Any, timeout: float
    ) -> tuple[dict[str, Any], list[memoryview]]:
        """Ask for calls of a function; the answer, without values that are too large."""
        packer = wire.Packer()
        packed = packer.pack(args)
        reply, buffers = self._ask({**request, "args": packed}, packer.buffers, timeout)
        if reply.get("missing") is True:
            raise FunctionNotFound(f"The submission defines no function {request['function']}.")
        if sum(map(len, buffers)) > self._limits.value:
            if request["op"] == "each":
                self._end(Crashed("the values are together too large to be graded"))
            reply, buffers = {**reply, "value": TOO_LARGE}, []
        return reply, buffers

    def _without_memory_error(self, function: str, seen: Observation) -> Observation:
        if seen.error is not None and seen.error.type_name == "MemoryError":
            self._end(MemoryLimit(f"{function} raised MemoryError: {seen.error.message}"))
        return seen

    def call_each(
        self,
        function: str,
        calls: Sequence[tuple[Sequence[Any], int]],
        timeout: float = 3.0,
        *,
        record_side_effects: bool = True,
    ) -> list[Observation]:
        """Several calls in one request, each of arguments and how often; as `call` does.

        The timeout is for all of them together. Where this ends the session nobody can tell which
        call did: make them one by one in another.
        """
        data = [[list(args), repeat] for args, repeat in calls]
        reply, buffers = self._request(
            {"op": "each", "function": function, "record_side_effects": record_side_effects},
            data,
            timeout,
        )
        counts = [len(args) for args, _ in calls]
        seen = self._checked(
            lambda: wire.unpack_observations(reply.get("observations"), buffers, counts)
        )
        return [self._without_memory_error(function, each) for each in seen]

    def chain(
        self,
        function: str,
        args: Sequence[Any],
        then: Sequence[Any],
        times: int,
        timeout: float = 3.0,
    ) -> Observation:
        """A chain of calls in one request, as `handbook.check.observe.observe_chain` describes it.

        Raises as `call` does; the timeout is for all of them together.
        """
        data = [list(args), list(then), times]
        reply, buffers = self._request({"op": "chain", "function": function}, data, timeout)
        seen = self._checked(lambda: wire.unpack_observation(reply, buffers, 0))
        return self._without_memory_error(function, seen)

    @property
    def stdout(self) -> str:
        """All that the submission has printed, cut to the limit; also after its end."""
        raw = self._final_output if self._closed else self._printed()
        return raw.decode("utf-8", "replace")

    def close(self) -> None:
        """End the worker. Closing twice is no error."""
        if self._closed:
            return
        if self._ended is None:
            with contextlib.suppress(SandboxError):
                self._kill()
        self._final_output = self._printed()
        self._closed = True
        os.close(self._output)

    def _wait_until_ready(self) -> None:
        try:
            hello, _ = wire.receive_frame(self._rpc, time.monotonic() + READY_TIMEOUT)
            if hello.get("ready") is True:
                return
        except (EOFError, OSError, wire.ProtocolError):
            pass
        with contextlib.suppress(SandboxError):
            self._kill()
        lines = self.stdout.strip().splitlines()
        os.close(self._output)
        raise SandboxError(f"A worker could not be locked down: {lines[-1] if lines else 'silent'}")

    def _ask(
        self, request: dict[str, Any], buffers: Sequence[bytes | memoryview], timeout: float
    ) -> tuple[dict[str, Any], list[memoryview]]:
        """Send a request and receive its answer under one deadline; end the session otherwise."""
        if self._ended is not None:
            raise type(self._ended)(str(self._ended))
        if self._closed:
            raise ValueError("The session was closed.")
        number = secrets.token_hex(8)
        deadline = time.monotonic() + timeout
        try:
            wire.send_frame(self._rpc, {**request, "id": number}, buffers, deadline)
            reply, reply_buffers = wire.receive_frame(self._rpc, deadline)
            while "ask" in reply:
                self._answer(reply, reply_buffers, deadline)
                reply, reply_buffers = wire.receive_frame(self._rpc, deadline)
            if reply.get("id") != number:
                raise wire.ProtocolError("a reply to another request")
        except wire.TooLarge:  # nothing was sent
            raise
        except TimeoutError:
            self._end(TimeLimit(f"no answer within {timeout:g} s"))
        except (EOFError, OSError):
            self._end(None)
        except wire.ProtocolError as error:
            self._end(Crashed(f"the reply broke the protocol: {error}"))
        except BaseException:  # Ctrl-C, or a fault of ours: no half-read answer stays behind
            self._end_quietly()
            raise
        return reply, reply_buffers

    def _answer(
        self, question: dict[str, Any], buffers: Sequence[memoryview], deadline: float
    ) -> None:
        """Answer a call of a provided function. Raises ProtocolError for any other question."""
        name, given = question["ask"], wire.unpack(question.get("args"), buffers)
        answer = self._provided.get(name) if type(name) is str else None
        if answer is None or type(given) is not list or [type(g) for g in given] != [list, dict]:
            raise wire.ProtocolError("a question that nobody can answer")
        wire.send_frame(self._rpc, *wire.pack_observation(answer(*given)), deadline)

    def _checked(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except wire.ProtocolError as error:
            self._end(Crashed(f"the reply broke the protocol: {error}"))

    def _end(self, why: SessionEnded | None) -> NoReturn:
        """Kill the worker and raise why; with None it ended by itself, and its ending says why."""
        try:
            by_itself = why is None and self._has_ended()
            ending = self._kill()
            if why is None and not by_itself:
                why = Crashed("the submission closed the connection")
            self._ended = why or self._explain(ending)
        except SandboxError as error:
            self._ended = error
        raise self._ended

    def _end_quietly(self) -> None:
        with contextlib.suppress(SandboxError, SessionEnded):
            self._end(Crashed("the request was interrupted"))

    def _has_ended(self) -> bool:
        """Does the worker end by itself, now that its connection is closed?"""
        return self._pidfd < 0 or bool(select.select([self._pidfd], [], [], ENDING_TIMEOUT)[0])

    def _kill(self) -> ExitStatus:
        """End the worker if it has not ended, and learn how it did."""
        self._rpc.close()
        if self._pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            gone, _, _ = select.select([self._pidfd], [], [], DEATH_TIMEOUT)
            os.close(self._pidfd)
            self._pidfd = -1
            if not gone:
                raise SandboxError("A worker could not be killed.")
        return self._zygote.reap(self._pid)

    def _explain(self, ending: ExitStatus) -> SessionEnded:
        """Name the reason for which a worker ended that nobody here had killed."""
        if ending.signal == 0:
            return Crashed(f"the process ended itself with exit code {ending.exit}")
        known = ending.signal in set(signal.Signals)  # most real-time signals are not
        name = signal.Signals(ending.signal).name if known else f"signal {ending.signal}"
        if ending.signal in (signal.SIGKILL, signal.SIGXCPU):
            # The kernel kills for processor time or for memory, and it counts both.
            if ending.cpu >= self._limits.cpu_seconds - 1:
                return TimeLimit(f"more than {self._limits.cpu_seconds} s of processor time")
            if self._killed_for_memory():
                return MemoryLimit("the machine ran out of memory")
        return Crashed(f"the process was ended by {name}")

    def _new_output(self) -> str:
        raw = self._printed(self._read_to)
        self._read_to += len(raw)
        return raw.decode("utf-8", "replace")

    def _printed(self, start: int = 0) -> bytes:
        return os.pread(self._output, self._limits.output - start, start)


def _functions(data: Any) -> dict[str, tuple[str, ...]]:
    if type(data) is not list or len(data) > policy.MAX_FUNCTIONS:
        raise wire.ProtocolError("functions that are no table")
    found = {}
    for row in data:
        if type(row) is not list or not row:
            raise wire.ProtocolError("a function without a name")
        if any(type(text) is not str or len(text) > policy.MAX_FUNCTION_NAME for text in row):
            raise wire.ProtocolError("a function whose names are no names")
        found[row[0]] = tuple(row[1:])
    return found


def _names(data: Any) -> tuple[str, ...]:
    if type(data) is not list or len(data) > policy.MAX_FUNCTIONS:
        raise wire.ProtocolError("names that are no list")
    if any(type(name) is not str or len(name) > policy.MAX_FUNCTION_NAME for name in data):
        raise wire.ProtocolError("names that are no names")
    return tuple(data)
