"""The trusted side's door to the sandbox: choose a mode, prove it, hand out sessions."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox import policy, selftest, view
from autograder.sandbox.errors import SandboxError, SessionEnded
from autograder.sandbox.launch import Zygote
from autograder.sandbox.policy import Limits, Mode
from autograder.sandbox.remedies import ELSEWHERE, fix
from autograder.sandbox.session import Session
from autograder.sandbox.syscall_filter import compile_filter


class Sandbox:
    """Runs submissions apart from tests, solutions and grades.

        with Sandbox(protected=[suites, solutions, course]) as sandbox:
            with sandbox.start() as session:
                session.run_cell("def double(x): return 2 * x")
                session.call("double", [3.0]).value

    On entry it starts in the strongest mode that this machine allows (or the one asked for)
    and attacks itself once; it refuses to work, with SandboxError, where an attack succeeds.
    `unsafe=True` then runs with the layers that there are. One a process; safe to use from
    several threads, each with its own sessions.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        protected: Sequence[Path | str] = (),
        mode: Mode | None = None,
        unsafe: bool = False,
    ) -> None:
        if mode == "unsafe" and not unsafe:
            raise ValueError("mode='unsafe' must be asked for twice: add unsafe=True")
        self._limits = limits or Limits()
        self._protected = view.protected_paths(protected)
        self._wanted, self._unsafe = mode, unsafe
        self._lock = threading.Lock()
        # By whether they have loaded what only few submissions need.
        self._zygotes: dict[bool, Zygote] = {}
        self._open = False
        self._deaths_for_memory = 0
        # Known once it is open.
        self.mode: Mode
        self.layers: tuple[str, ...]
        self.missing: tuple[selftest.Layer, ...] = ()

    def __enter__(self) -> Sandbox:
        if not sys.platform.startswith("linux"):
            raise SandboxError(f"The sandbox needs Linux. {ELSEWHERE}")
        self._deaths_for_memory = _deaths_for_memory()
        self._zygotes[False] = self._choose_mode()
        self._open = True
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the sandbox and every session of it."""
        self._open = False
        while self._zygotes:
            self._zygotes.popitem()[1].close()

    @property
    def says(self) -> str:
        """One sentence on what the mode in force keeps out."""
        return policy.MODE_SAYS[self.mode]

    def start(self, *, with_figures: bool = False) -> Session:
        """A new session: one locked-down worker for one submission.

        `with_figures` says that it will want Matplotlib or a notebook's magics: they are then
        loaded already. Where the sandbox's parent process has died it is started again once.
        Raises SandboxError.
        """
        zygote = self._running_zygote(with_figures)
        try:
            return self._session(zygote)
        except SandboxError:
            if zygote.alive():
                raise
        return self._session(self._running_zygote(with_figures))

    def _session(self, zygote: Zygote) -> Session:
        return Session(zygote, self._limits, self._killed_for_memory)

    def _running_zygote(self, with_figures: bool) -> Zygote:
        with self._lock:
            if not self._open:
                raise SandboxError(
                    "The sandbox is not open: use it as `with Sandbox() as sandbox`."
                )
            zygote = self._zygotes.get(with_figures)
            if zygote is not None and not zygote.alive():
                self._zygotes.pop(with_figures).close()
                zygote = None
            if zygote is None:
                zygote = self._zygotes[with_figures] = self._start(self.mode, with_figures)
            return zygote

    def _choose_mode(self) -> Zygote:
        modes: tuple[Mode, ...] = (self._wanted,) if self._wanted else ("full", "container")
        refusals: dict[Mode, str] = {}
        for mode in modes:
            if mode == "unsafe":
                continue
            try:
                zygote = self._start_surely(mode)
            except SandboxError as error:
                refusals[mode] = str(error)
                continue
            self.missing = tuple(
                selftest.Layer(name, False, refusals.get("full", "not asked for"), fix(name))
                for name in policy.LAYERS
                if name not in self.layers
            )
            return zygote
        self.missing = tuple(layer for layer in selftest.probe_layers() if not layer.works)
        if self._unsafe:
            return self._start("unsafe")
        why = [f"{mode} mode: {reason}" for mode, reason in refusals.items()]
        helps = [f"The layer {layer.name} is missing. {layer.fix}" for layer in self.missing]
        raise SandboxError(
            "\n".join(["Submitted code cannot be isolated on this machine.", *why, *helps])
        )

    def _start_surely(self, mode: Mode) -> Zygote:
        """Start in this mode, in two attempts.

        A zygote that something killed while it started says nothing about the machine; it must
        not be the reason for a weaker mode.
        """
        try:
            return self._start(mode)
        except SandboxError:
            return self._start(mode)

    def _start(self, mode: Mode, with_figures: bool = False) -> Zygote:
        """Start in this mode and prove it. Raises SandboxError."""
        layers = policy.MODE_LAYERS.get(mode) or self._layers_that_work()
        if mode == "container":
            view.refuse_exposed(self._protected, policy.visible_roots())
            view.refuse_unreadable(policy.visible_roots())
        preload = policy.PRELOADED + (policy.PRELOADED_FOR_FEW if with_figures else ())
        zygote = Zygote(layers, self._limits, self._protected, _filter_for(layers), preload)
        try:
            if mode != "unsafe":
                self._prove(zygote)
        except BaseException:
            zygote.close()
            raise
        self.mode, self.layers = mode, tuple(layers)
        return zygote

    def _prove(self, zygote: Zygote) -> None:
        try:
            with selftest.targets(zygote) as aims, self._session(zygote) as session:
                got = selftest.attack_self(session, aims, self._protected)
        except SessionEnded as error:
            raise SandboxError(f"The self-test did not finish: {error}") from None
        if got:
            raise SandboxError(f"The self-test broke out: it {', '.join(got)}.")

    def _layers_that_work(self) -> tuple[str, ...]:
        missing = {layer.name for layer in self.missing}
        return tuple(name for name in policy.LAYERS if name not in missing)

    def _killed_for_memory(self) -> bool:
        """Has the kernel killed for memory since the last time this was asked?"""
        before, self._deaths_for_memory = self._deaths_for_memory, _deaths_for_memory()
        return self._deaths_for_memory > before


def _filter_for(layers: Sequence[str]) -> bytes:
    if policy.SECCOMP not in layers:
        return b""
    try:
        return compile_filter()
    except (ImportError, RuntimeError, OSError) as error:
        raise SandboxError(f"The system call filter cannot be made: {error}") from None


def _deaths_for_memory() -> int:
    """How many processes the kernel has killed for want of memory since it started."""
    with open("/proc/vmstat") as file:
        counts = dict(line.split() for line in file)
    return int(counts.get("oom_kill", 0))
