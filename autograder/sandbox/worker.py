"""Runs one submission: its cells in one namespace, then calls of its functions.

Everything here shares a process with student code, which can change all of it. So nothing
here is relied on: the trusted side checks every byte that comes back.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import inspect
import io
import linecache
import os
import random
import socket
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.sandbox import cell_statements, ipython_magics, policy, wire
from handbook.check.observe import CallError, Observation, call_error, observe, observe_chain
from handbook.check.plain_data import Rng, plain

EXIT_OURS = 70
MAX_PARAMETERS = 64
CELL_FILE = "<{}>"
WANT_LOOP = frozenset(("create_task", "ensure_future", "get_running_loop"))
AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # as in a notebook
WARM_UP = 20  # calls after which Python has specialized their code


def prepare_figures() -> None:
    """Done once in the zygote, where Matplotlib is loaded: figures without a screen."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return

    def show(*_args: object, **_kwargs: object) -> None:
        """Does nothing: there is no screen."""

    pyplot.show = show  # type: ignore[attr-defined]
    pyplot.figure()  # loads the font and the rest of what a first figure needs
    pyplot.close("all")


def warm_up() -> None:
    """Done once in the zygote: what every worker does first is done here before the fork.

    Python compiles and specializes code in its first calls, and NumPy loads parts of itself; each
    worker would pay for it again.
    """
    arguments = [np.ones((2, 3)), [np.arange(3)], {"w": 1.5, "name": "w"}, (1, True, None), Rng(0)]

    # No matrix product: it would reserve a large buffer in every worker.
    def function(*args: Any) -> tuple[Any, ...]:
        return args[0] * args[0], args[1], args[2], args[3], args[4].normal(size=3)

    here, there = socket.socketpair()
    with here, there:
        for i in range(WARM_UP):
            packer = wire.Packer()
            wire.send_frame(here, {"id": i, "args": packer.pack(arguments)}, packer.buffers)
            request, buffers = wire.receive_frame(there)
            given = wire.unpack(request["args"], buffers, allow_rng=True)
            for record_side_effects in (True, False):
                seen = observe(function, given, record_side_effects=record_side_effects)
                wire.send_frame(there, *wire.pack_observation(seen))
                wire.unpack_observation(*wire.receive_frame(here), len(given))


def serve(rpc: socket.socket, output_limit: int) -> None:
    """Answer requests until the trusted side closes the socket."""
    random.seed(0)
    np.random.seed(0)
    output = _capture_output(output_limit)
    submission = Submission(rpc)
    wire.send_frame(rpc, {"ready": True})
    while True:
        try:
            request, buffers = wire.receive_frame(rpc)
        except EOFError:
            os._exit(0)
        reply, reply_buffers = submission.answer(request, buffers)
        with contextlib.suppress(ValueError):  # the submission has closed it
            output.flush()
        wire.send_frame(rpc, {**reply, "id": request["id"]}, reply_buffers)


class Provided:
    """A function that is answered from outside: its source is not in this process."""

    def __init__(self, name: str, rpc: socket.socket) -> None:
        self.__name__, self._rpc = name, rpc

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        packer = wire.Packer()
        packed = packer.pack(plain([list(args), kwargs]))
        question = {"ask": self.__name__, "args": packed}
        wire.send_frame(self._rpc, question, packer.buffers)
        seen = wire.unpack_observation(*wire.receive_frame(self._rpc), 0)
        if seen.error is not None:
            raise RuntimeError(f"{self.__name__}: {seen.error.message}")
        return seen.value


class Submission:
    """The namespace in which the cells of a notebook run."""

    def __init__(self, rpc: socket.socket) -> None:
        self._rpc = rpc
        self.module = types.ModuleType("__main__")
        self.namespace = self.module.__dict__
        self.files: set[str] = set()
        # As in a notebook, and so that classes defined there find their module.
        sys.modules["__main__"] = self.module
        shell = ipython_magics.Shell(self._execute, self.namespace)
        self.namespace["get_ipython"] = ipython_magics.provide_shell(shell)
        self._part: policy.CellPart = "whole"  # of the cell that is being run
        self._skipped: list[CallError] = []  # of its statements
        self._skipped_names: set[str] = set()
        self._kept: dict[str, Callable[..., Any]] = {}
        self._loop: Any = None
        builtins.display = print  # type: ignore[attr-defined]  # notebooks have it
        # The usual ones close standard input too, for all cells that follow.
        builtins.exit = builtins.quit = sys.exit  # type: ignore[assignment]

    def answer(
        self, request: dict[str, Any], buffers: Sequence[memoryview]
    ) -> tuple[dict[str, Any], Sequence[bytes | memoryview]]:
        """Do what is asked; the reply's header without its id, and its buffers."""
        try:
            return self._do(request, buffers)
        except BaseException as error:  # out of memory while packing; or we have been patched
            return wire.pack_observation(Observation(error=_error(error)))

    def _do(
        self, request: dict[str, Any], buffers: Sequence[memoryview]
    ) -> tuple[dict[str, Any], Sequence[bytes | memoryview]]:
        operation = request["op"]
        if operation == "cell":
            source = str(buffers[0], "utf-8", "surrogatepass")
            self._part = request["part"]
            error, skipped = self.run_cell(source, request["name"])
            self._keep(request["keep"])
            return {"error": wire.pack_error(error), "skipped": wire.pack_errors(skipped)}, ()
        if operation == "functions":
            rebound = self._rebound()
            if request["restore"]:
                self.namespace.update({name: self._kept[name] for name in rebound})
            return {"functions": self.functions(), "rebound": rebound}, ()
        if operation == "provide":
            self.namespace.update({name: Provided(name, self._rpc) for name in request["names"]})
            return {}, ()
        function = self.function(request["function"])
        if function is None:
            return {"missing": True}, ()
        arguments = wire.unpack(request["args"], buffers, allow_rng=True)
        if operation == "chain":
            return wire.pack_observation(_safely(observe_chain, function, *arguments))
        record_side_effects = request["record_side_effects"]
        if operation == "call":
            return wire.pack_observation(
                _safely(
                    observe,
                    function,
                    arguments,
                    request["repeat"],
                    record_side_effects=record_side_effects,
                )
            )
        seen = [
            _safely(observe, function, args, n, record_side_effects=record_side_effects)
            for args, n in arguments
        ]
        headers, reply_buffers = wire.pack_observations(seen)
        return {"observations": headers}, reply_buffers

    def run_cell(self, source: str, name: str) -> tuple[CallError | None, list[CallError]]:
        """Execute a cell.

        Returns the error that ended it, if any, with its line in the cell; and those of the
        statements that were left out: imports that cannot work here, and what uses them.
        """
        file = CELL_FILE.format(name)
        self.files.add(file)
        # With no time given, the entry is never looked for on disk.
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        self._skipped = []
        error: CallError | None = None
        try:
            self._run_source(source, file)
        except SyntaxError as raised:
            error = _syntax_error(raised) if raised.filename in (file, None) else _error(raised)
        except BaseException as raised:
            error = _in_cell(_error(_without_our_frames(raised)), raised, file)
        finally:
            _close_figures()
        return error, self._skipped

    def _run_source(self, source: str, file: str) -> None:
        """Run code of a cell, leaving out what cannot work here."""
        code, python = _compile(source, file)
        body: Sequence[ast.stmt] | None = None
        if self._part != "whole":
            is_own = self._is_own_function if self._part == "definitions" else None
            body = cell_statements.only_definitions(ast.parse(python).body, is_own)
            code = _compile_statements(body, code)
        while True:
            try:
                self._exec(code)
                return
            except Exception as error:
                body = ast.parse(python).body if body is None else body
                rest = self._after_skipping(error, code, body)
                if rest is None:
                    raise
                body = rest
                code = _compile_statements(body, code)

    def _after_skipping(
        self, error: Exception, code: types.CodeType, body: Sequence[ast.stmt]
    ) -> Sequence[ast.stmt] | None:
        """The statements that are left after the one that failed; None where it has to count.

        An import that cannot work here is left out, as that of a module that is not installed. So
        is a statement that fails for want of what was left out.
        """
        place = cell_statements.place_of_error(code, error.__traceback__)
        number = None if place is None else cell_statements.statement_at(body, place)
        if place is None or number is None or len(self._skipped) == policy.MAX_SKIPPED:
            return None
        failed, after = body[number], body[number + 1 :]
        for_want = isinstance(error, NameError) and error.name in self._skipped_names
        if not for_want and not cell_statements.is_import_at(failed, place):
            return None
        parts = cell_statements.one_by_one(failed)
        if len(parts) == 1:
            parts = cell_statements.opened(failed, place)
        if parts != [failed]:
            return [*parts, *after]
        self._skipped_names |= cell_statements.bound_names(failed)
        text, seen = ast.unparse(failed).partition("\n")[0], _error(error)
        message = seen.message.partition(" (/")[0]  # where a library lies is nobody's business
        self._skipped.append(CallError(seen.type_name, message, failed.lineno, text[:200]))
        return after

    def _exec(self, code: types.CodeType) -> None:
        """Execute a cell's code; where it awaits something, in the notebook's event loop."""
        awaits = code.co_flags & inspect.CO_COROUTINE
        if self._loop is None and (awaits or "asyncio" in code.co_names):
            from autograder.sandbox.event_loop import notebook_loop  # few submissions need it

            self._loop = notebook_loop()
        if not awaits and (self._loop is None or WANT_LOOP.isdisjoint(code.co_names)):
            exec(code, self.namespace)
            return

        async def run() -> None:
            made = eval(code, self.namespace)
            if awaits:
                await made

        self._loop.run_until_complete(run())

    def _is_own_function(self, name: str) -> bool:
        return self.function(name) is not None

    def _keep(self, name: str | None) -> None:
        """Remember the function that the cell of an exercise has just defined."""
        function = self.function(name) if name is not None else None
        if name is not None and function is not None:
            self._kept[name] = function

    def _rebound(self) -> list[str]:
        """The functions whose names have come to stand for something else since."""
        return [name for name, kept in self._kept.items() if self.namespace.get(name) is not kept]

    def functions(self) -> list[list[str]]:
        """Name and parameters of each callable that the submission's own code defines.

        The first thousand of them: no notebook has more.
        """
        found: list[list[str]] = []
        for name in list(self.namespace):
            if len(found) == policy.MAX_FUNCTIONS:
                break
            function = self.function(name)
            if function is not None and len(name) <= policy.MAX_FUNCTION_NAME:
                found.append([name, *_parameters(function)])
        return found

    def function(self, name: str) -> Callable[..., Any] | None:
        """A callable that the submission defines under this name; imported ones do not count."""
        value = self.namespace.get(name)
        if not callable(value) or name.startswith("__"):
            return None
        if isinstance(value, types.FunctionType):
            return value if value.__code__.co_filename in self.files else None
        if isinstance(value, type):
            return value if value.__module__ == "__main__" else None
        if isinstance(value, types.MethodType):
            code = getattr(value.__func__, "__code__", None)
            return value if code and code.co_filename in self.files else None
        # Made from another function here and now; `functools.cache` and the submission's own
        # classes say where they come from.
        if isinstance(value, functools.partial | np.vectorize):
            return value
        return value if getattr(value, "__module__", None) == "__main__" else None

    def _execute(self, source: str, below: int) -> None:
        """Run what a magic such as `%%time` wraps, that many lines below the magic's own."""
        frame = inspect.currentframe()
        while frame and frame.f_code.co_filename not in self.files:
            frame = frame.f_back
        file, line = (frame.f_code.co_filename, frame.f_lineno) if frame else ("<magic>", 1)
        self._run_source("\n" * (line - 1 + below) + source, file)


def _compile(source: str, file: str) -> tuple[types.CodeType, str]:
    """Compile a cell; only one that is not plain Python pays for IPython's syntax.

    Returns the Python that was compiled, too.
    """
    try:
        return compile(source, file, "exec", AWAIT, dont_inherit=True), source
    except SyntaxError:
        python = ipython_magics.as_python(source)
        if python == source:
            raise
    return compile(python, file, "exec", AWAIT, dont_inherit=True), python


def _compile_statements(body: Sequence[ast.stmt], whole: types.CodeType) -> types.CodeType:
    """Compile some statements of a cell as they are compiled within the whole of it."""
    module = ast.fix_missing_locations(ast.Module(list(body), []))
    flags = AWAIT | whole.co_flags & annotations.compiler_flag
    code: types.CodeType = compile(module, whole.co_filename, "exec", flags, dont_inherit=True)
    return code


def _safely(observer: Callable[..., Observation], *args: Any, **kwargs: Any) -> Observation:
    try:
        return observer(*args, **kwargs)
    except BaseException as error:  # SystemExit, KeyboardInterrupt; or `str` of an error fails
        return Observation(error=_error(error))


def _error(error: BaseException) -> CallError:
    try:
        return call_error(error)
    except BaseException:
        return CallError(type_name=type(error).__name__, message="")


def _without_our_frames(error: BaseException) -> BaseException:
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_globals is globals():
        trace = trace.tb_next
    return error.with_traceback(trace)


def _in_cell(error: CallError, raised: BaseException, file: str) -> CallError:
    """The error of a cell at its last line of this cell: a function it calls may be another's."""
    line, trace = None, raised.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    if line is None or line == error.line:
        return error
    text = linecache.getline(file, line).strip()[:200]
    return CallError(error.type_name, error.message, line, text)


def _syntax_error(error: SyntaxError) -> CallError:
    line = (error.text or "").strip()
    return CallError(type(error).__name__, str(error.msg), error.lineno, line)


def _parameters(function: Callable[..., Any]) -> list[str]:
    inner = getattr(function, "pyfunc", function)  # np.vectorize has no signature of its own
    try:
        names = [str(name) for name in inspect.signature(inner).parameters][:MAX_PARAMETERS]
        return [name[: policy.MAX_FUNCTION_NAME] for name in names]
    except Exception:  # a signature can be anything that the submission says
        return []


def _close_figures() -> None:
    # As in a notebook: a figure does not outlive its cell.
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        pyplot.close("all")


class _CappedOutput(io.RawIOBase):
    """Writes to descriptor 1 up to a limit and swallows the rest: printing never fails."""

    def __init__(self, limit: int) -> None:
        self._room = limit

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, data: Any) -> int:
        kept = bytes(data[: self._room])
        self._room -= len(kept)
        with contextlib.suppress(OSError):  # the submission has closed it
            os.write(1, kept)
        return len(data)


def _capture_output(limit: int) -> io.TextIOWrapper:
    output = io.TextIOWrapper(
        io.BufferedWriter(_CappedOutput(limit)),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )
    sys.stdout = sys.stderr = output
    sys.__stdout__ = sys.__stderr__ = output  # type: ignore[misc]
    return output
