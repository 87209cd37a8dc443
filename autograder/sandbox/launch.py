"""The trusted side's handle on a zygote: start it, have workers forked and reaped, end it."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import msgpack

from autograder.sandbox import policy, view
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.policy import Limits

START_TIMEOUT = 60.0  # a cold disk on a busy machine; a warm start takes under a second
ANSWER_TIMEOUT = 30.0
MAX_MESSAGE = 1 << 16

# Isolated mode knows nothing of a checkout; where it knows another one, ours comes first.
BOOTSTRAP = """
import sys
sys.path[:0] = [path for path in sys.argv[2:] if path not in sys.path]
from autograder.sandbox.zygote import main
main(int(sys.argv[1]))
"""


@dataclass(frozen=True)
class ExitStatus:
    """How a worker ended: by a signal or with an exit code, and what it had used."""

    signal: int
    exit: int
    cpu: float  # seconds
    memory: int  # bytes resident at the most


class Zygote:
    """A running zygote with the given layers. Safe to use from several threads.

    `preload` are the modules that it loads for its workers. Raises SandboxError if it does not
    start, with what it said last.
    """

    def __init__(
        self,
        layers: Collection[str],
        limits: Limits,
        protected: Sequence[str] = (),
        syscall_filter: bytes = b"",
        preload: Sequence[str] = policy.PRELOADED,
    ) -> None:
        self._lock = threading.Lock()
        self._broken = False
        first_user, self._claim = _claim_users()
        self._said = os.memfd_create("sandbox messages", os.MFD_CLOEXEC)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        info, info_end = os.pipe()
        try:
            self._process = self._launch(policy.VIEW in layers, protected, theirs, info_end)
        except SandboxError:
            os.close(info)
            self._release()
            raise
        finally:
            theirs.close()
            os.close(info_end)
        rules = {
            "layers": sorted(layers),
            "readable": policy.visible_roots(),
            "filter": syscall_filter,
            "limits": dataclasses.asdict(limits),
            "preload": list(preload),
            "first_user": first_user,
        }
        started = self._shake_hands(rules)
        # Where bubblewrap stands between, the zygote is its child.
        self._pid = _pid_from(info) or self._process.pid
        if not started:
            said = self._last_words()
            self.close()
            raise SandboxError(f"The sandbox did not start: {said or 'no answer'}")

    def _shake_hands(self, rules: dict[str, Any]) -> bool:
        try:
            self._control.settimeout(START_TIMEOUT)
            self._control.send(msgpack.packb(rules))
            ready = self._control.recv(MAX_MESSAGE)
        except OSError:
            return False
        self._control.settimeout(ANSWER_TIMEOUT)
        return bool(ready)

    def _launch(
        self, in_view: bool, protected: Sequence[str], control: socket.socket, info: int
    ) -> subprocess.Popen[bytes]:
        parents = [str(folder.parent) for folder in policy.package_folders()]
        command = [sys.executable, "-I", "-B", "-c", BOOTSTRAP, str(control.fileno()), *parents]
        if in_view:
            command = view.bubblewrap_command(protected, info) + command
        try:
            return subprocess.Popen(
                command,
                env=policy.ENVIRONMENT,
                cwd="/",
                pass_fds=[control.fileno(), *([info] if in_view else [])],
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
                start_new_session=True,  # out of reach of Ctrl-C in the terminal
            )
        except OSError as error:
            raise SandboxError(f"The sandbox did not start: {error}") from None

    @property
    def pid(self) -> int:
        """The process id of the zygote, as this process sees it."""
        return self._pid

    def alive(self) -> bool:
        """Is it still running, and has it answered every question so far?"""
        return not self._broken and self._process.poll() is None

    def spawn(self, rpc: socket.socket, output: int) -> tuple[int, int]:
        """Fork a worker that answers on `rpc`: (number to reap it by, pidfd or -1).

        The caller owns the pidfd; -1 means that the worker ended while it was set up. Raises
        SandboxError.
        """
        answer, descriptors = self._ask(b"spawn", [rpc.fileno(), output])
        return answer["pid"], descriptors[0] if descriptors else -1

    def reap(self, pid: int) -> ExitStatus:
        """Wait for a worker that has ended or was killed. Raises SandboxError."""
        answer, _ = self._ask(b"reap %d" % pid, [])
        return ExitStatus(**answer)

    def _ask(self, question: bytes, descriptors: list[int]) -> tuple[dict[str, Any], list[int]]:
        why = "it has ended"
        with self._lock:
            try:
                socket.send_fds(self._control, [question], descriptors)
                raw, received, _, _ = socket.recv_fds(self._control, MAX_MESSAGE, 1)
            except OSError as error:
                raw, why = b"", str(error)
            if not raw:
                # A late answer would be taken for the next one, so this one is not asked again.
                self._broken = True
                raise SandboxError(f"The sandbox's parent process does not answer: {why}.")
        for descriptor in received:
            os.set_inheritable(descriptor, False)
        answer = json.loads(raw)
        if "failed" in answer:
            raise SandboxError(f"The sandbox could not do its work: {answer['failed']}.")
        return answer, received

    def _last_words(self) -> str:
        """The last line that the zygote or bubblewrap wrote before it gave up."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        lines = os.pread(self._said, MAX_MESSAGE, 0).decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def close(self) -> None:
        """End the zygote and every worker of it."""
        self._control.close()  # it ends by itself when it sees this
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            for pid in (self._pid, self._process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait()
        self._release()

    def _release(self) -> None:
        self._control.close()
        if self._claim is not None:
            self._claim.close()
        os.close(self._said)


def _claim_users() -> tuple[int, socket.socket | None]:
    """The first of the users that a zygote's workers run as where this is root, and the claim.

    Whoever holds the socket of this name has them to itself, on the whole machine; the kernel
    gives it back when the process ends. Where all are taken some are shared.
    """
    blocks = len(policy.WORKER_USERS) // policy.USERS_A_ZYGOTE
    own = os.getpid() % blocks
    for block in (*range(own, blocks), *range(own)):
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            claim.bind(f"\0handbook-workers-{block}")
        except OSError:
            claim.close()
            continue
        return policy.WORKER_USERS[block * policy.USERS_A_ZYGOTE], claim
    return policy.WORKER_USERS[own * policy.USERS_A_ZYGOTE], None


def _pid_from(info: int) -> int | None:
    """The pid of the program that bubblewrap started; None where it has started none."""
    os.set_blocking(info, False)
    try:
        return int(json.loads(os.read(info, 4096))["child-pid"])
    except (OSError, ValueError, KeyError):
        return None
    finally:
        os.close(info)
