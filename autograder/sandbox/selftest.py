"""The sandbox attacks itself: what works on this machine is found by trying, not by asking.

`attack_self` is run by every `Sandbox` before its first submission; `probe_layers` is what
`autograder doctor` shows.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import attack, policy
from autograder.sandbox.errors import SandboxError, SessionEnded
from autograder.sandbox.launch import Zygote
from autograder.sandbox.policy import Limits
from autograder.sandbox.remedies import ELSEWHERE, fix
from autograder.sandbox.session import Session
from autograder.sandbox.syscall_filter import compile_filter

HONEST = """
import statistics

import numpy as np

from handbook.check import check


def mean_of_squares(x):
    return statistics.mean((np.asarray(x) ** 2).tolist())
"""


@dataclass(frozen=True)
class Layer:
    """One layer of isolation on this machine: whether it works, else why not and what helps."""

    name: str
    works: bool
    why: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Targets:
    """What an attack aims at: files that anyone may read, folders that anyone may write, ..."""

    files: tuple[str, ...]
    folders: tuple[str, ...]
    pids: tuple[int, ...]
    port: int


@contextlib.contextmanager
def targets(zygote: Zygote) -> Iterator[Targets]:
    """Set up canaries that any process of this machine can get at unless it is kept out."""
    with contextlib.ExitStack() as stack:
        files, folders = [], []
        for parent in (Path(tempfile.gettempdir()), Path.home()):
            with contextlib.suppress(OSError):
                folder = Path(tempfile.mkdtemp(prefix=".handbook-canary-", dir=parent))
                stack.callback(_remove, folder)
                folder.chmod(0o777)
                canary = folder / "canary"
                canary.write_text("anyone may read this")
                canary.chmod(0o644)
                files.append(str(canary))
                folders.append(str(folder))
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = listener.getsockname()[1]
        yield Targets(tuple(files), tuple(folders), (os.getpid(), zygote.pid), port)


def attack_self(session: Session, aims: Targets, protected: Sequence[str]) -> list[str]:
    """Attack from within a worker, by every means at once; what succeeded.

    Raises SandboxError where an honest submission does not work either.
    """
    _run(session, HONEST)
    seen = session.call("mean_of_squares", [[1.0, 2.0, 3.0]])
    if seen.error is not None:
        raise SandboxError(f"An honest submission does not work: {seen.error.message}")
    _load_attack(session)
    written = [f"{folder}/written" for folder in aims.folders]
    attempts: list[tuple[str, list[object]]] = [
        ("read_files", [[*aims.files, *protected, "/etc/passwd", "/proc/self/status"]]),
        ("write_files", [written]),
        ("open_socket", []),
        ("reach_network", [aims.port]),
        ("start_process", []),
        ("signal_processes", [list(aims.pids)]),
    ]
    got = [success for name, args in attempts for success in _attempt(session, name, args)]
    return got + [f"wrote {path}" for path in written if os.path.exists(path)]


def _load_attack(session: Session) -> None:
    _run(session, Path(attack.__file__).read_text(encoding="utf-8"))


def _run(session: Session, source: str) -> None:
    result = session.run_cell(source, "self-test")
    if result.error is not None:
        error = result.error
        raise SandboxError(
            f"An honest cell does not run in the sandbox: {error.type_name}: {error.message} "
            f"(line {error.line})"
        )


def _attempt(session: Session, function: str, args: list[object]) -> list[str]:
    seen = session.call(function, args)
    if seen.error is not None:
        raise SandboxError(f"The self-test broke in {function}: {seen.error.message}")
    return list(seen.value)


# --- Each layer by itself, for `doctor` and for unsafe mode.


def probe_layers() -> list[Layer]:
    """Try each layer alone in a real worker, with the attack that this layer must stop."""
    if not sys.platform.startswith("linux"):
        return [Layer(name, False, "It needs Linux.", ELSEWHERE) for name in policy.LAYERS]
    found = {name: _probe(name) for name in policy.LAYERS}
    if found[policy.VIEW].works and not found[policy.NAMESPACES].works:
        # Where only bubblewrap may make namespaces, what it starts may, too.
        found[policy.NAMESPACES] = _probe(policy.NAMESPACES, [policy.VIEW, policy.NAMESPACES])
    return list(found.values())


def _probe(name: str, layers: Sequence[str] = ()) -> Layer:
    try:
        syscall_filter = compile_filter() if name == policy.SECCOMP else b""
        zygote = Zygote(layers or [name], Limits(), (), syscall_filter, preload=["numpy.random"])
    except (SandboxError, ImportError, RuntimeError, OSError) as error:
        return Layer(name, False, str(error), fix(name))
    try:
        with targets(zygote) as aims, Session(zygote, Limits(), lambda: False) as session:
            _load_attack(session)
            got = _PROOFS[name](session, aims)
    except (SandboxError, SessionEnded) as error:
        return Layer(name, False, str(error), fix(name))
    finally:
        zygote.close()
    why = f"The self-test {', '.join(got)}." if got else ""
    return Layer(name, not got, why, fix(name) if got else "")


def _prove_files(session: Session, aims: Targets) -> list[str]:
    return _attempt(session, "read_files", [list(aims.files)])


def _prove_namespaces(session: Session, aims: Targets) -> list[str]:
    got = _attempt(session, "signal_processes", [list(aims.pids)])
    return got + _attempt(session, "reach_network", [aims.port])


def _prove_seccomp(session: Session, aims: Targets) -> list[str]:
    return _attempt(session, "open_socket", []) + _attempt(session, "start_process", [])


def _prove_rlimits(session: Session, aims: Targets) -> list[str]:
    return _attempt(session, "take_memory", [2 * Limits().memory])


_PROOFS: dict[str, Callable[[Session, Targets], list[str]]] = {
    policy.VIEW: _prove_files,
    policy.NAMESPACES: _prove_namespaces,
    policy.LANDLOCK: _prove_files,
    policy.SECCOMP: _prove_seccomp,
    policy.RLIMITS: _prove_rlimits,
}


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
