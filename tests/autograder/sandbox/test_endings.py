"""How a session ends: too slow, too much memory, a crash, or a failure of ours."""

from __future__ import annotations

import os
import select
import signal
import threading
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox import (
    Crashed,
    Limits,
    MemoryLimit,
    Sandbox,
    SandboxError,
    Session,
    SessionEnded,
    TimeLimit,
    launch,
    policy,
)
from autograder.sandbox.launch import Zygote
from tests.autograder.sandbox.corpus import descendants
from tests.patience import HANGS

pytestmark = pytest.mark.slow

HONEST = "def f(x):\n    return x"
LOOPS = "def f(x):\n    while True:\n        pass"


def test_a_call_that_takes_too_long_is_a_time_limit(session: Session) -> None:
    session.run_cell(LOOPS)
    with pytest.raises(TimeLimit, match=r"no answer within 0\.3 s"):
        session.call("f", [1], timeout=0.3)


def test_a_cell_that_takes_too_long_is_a_time_limit(session: Session) -> None:
    with pytest.raises(TimeLimit):
        session.run_cell("import time\ntime.sleep(60)", timeout=0.3)


def test_an_ended_session_says_so_and_goes_on_saying_it(session: Session) -> None:
    assert session.ended is None
    session.run_cell("print('before')\n" + LOOPS)
    with pytest.raises(TimeLimit):
        session.call("f", [1], timeout=0.3)
    assert session.ended == "no answer within 0.3 s"
    with pytest.raises(TimeLimit, match="no answer within"):
        session.run_cell("x = 1")
    assert session.stdout == "before\n"


def test_a_closed_session_cannot_be_asked(sandbox: Sandbox) -> None:
    with sandbox.start() as session:
        session.run_cell("print('kept')")
    assert session.ended == "the session was closed"
    assert session.stdout == "kept\n"
    with pytest.raises(ValueError, match="closed"):
        session.run_cell("x = 1")


def test_the_next_session_works_at_once_after_each_ending(sandbox: Sandbox) -> None:
    endings = ["import os\nos._exit(3)", "while True: pass", "import os\nos.close(3)"]
    for source in endings:
        with sandbox.start() as session, pytest.raises(SessionEnded):
            session.run_cell(source, timeout=0.3)
        with sandbox.start() as session:
            session.run_cell(HONEST)
            assert session.call("f", [1.0]).value == 1.0


def test_more_processor_time_than_a_session_may_use_is_a_time_limit() -> None:
    with Sandbox(Limits(cpu_seconds=1)) as sandbox, sandbox.start() as session:
        session.run_cell(LOOPS)
        with pytest.raises(TimeLimit, match="more than 1 s of processor time"):
            session.call("f", [1], timeout=HANGS)


def test_an_allocation_that_fails_in_a_call_is_a_memory_limit(session: Session) -> None:
    session.run_cell("import numpy as np\ndef f(n):\n    return np.ones(n)")
    with pytest.raises(MemoryLimit, match="f raised MemoryError"):
        session.call("f", [1 << 40])
    assert session.ended is not None


def test_an_allocation_that_fails_in_a_cell_is_an_error_of_the_cell(session: Session) -> None:
    error = session.run_cell("import numpy as np\nnp.ones(1 << 40)").error
    assert error is not None
    assert error.type_name == "MemoryError"
    assert session.run_cell(HONEST).error is None


@pytest.mark.parametrize(("short_of_memory", "outcome"), [(True, MemoryLimit), (False, Crashed)])
def test_a_worker_killed_from_outside_ran_out_of_memory_only_if_the_kernel_says_so(
    short_of_memory: bool, outcome: type[SessionEnded]
) -> None:
    zygote = Zygote([policy.RLIMITS], Limits())
    try:
        with Session(zygote, Limits(), lambda: short_of_memory) as session:
            (worker,) = descendants(zygote.pid)
            os.kill(worker, signal.SIGKILL)
            with pytest.raises(outcome):
                session.run_cell("x = 1")
    finally:
        zygote.close()


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import os\nos._exit(3)", "exit code 3"),
        ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
        ("import os\nos.write(3, b'x' * 100)", "broke the protocol"),
        ("import os\nos.close(3)\nwhile True: pass", "closed the connection"),
    ],
)
def test_a_crash_says_how(session: Session, source: str, reason: str) -> None:
    with pytest.raises(Crashed, match=reason) as caught:
        session.run_cell(source)
    assert caught.value.reason == session.ended


def test_the_death_of_the_parent_process_is_ours_and_the_next_start_mends_it() -> None:
    others = set(descendants(os.getpid()))
    with Sandbox() as sandbox:
        (zygote,) = [
            pid for pid in descendants(os.getpid()) if pid not in others and _is_zygote(pid)
        ]
        session = sandbox.start()
        session.run_cell(HONEST)
        handle = os.pidfd_open(zygote)
        os.kill(zygote, signal.SIGKILL)
        assert select.select([handle], [], [], 10)[0]  # ended, and its workers with it
        os.close(handle)
        with pytest.raises(SandboxError):
            session.call("f", [1.0])
        assert session.ended is not None
        with sandbox.start() as session:
            session.run_cell(HONEST)
            assert session.call("f", [1.0]).value == 1.0


def test_workers_go_first_where_memory_runs_out(sandbox: Sandbox) -> None:
    with sandbox.start() as session:
        session.run_cell(HONEST)
        ours = Path("/proc/self/oom_score_adj").read_text()
        theirs = [
            Path(f"/proc/{pid}/oom_score_adj").read_text()
            for pid in descendants(os.getpid())
            if b"sandbox.zygote" in Path(f"/proc/{pid}/cmdline").read_bytes()
            and b"--ro-bind" not in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
    assert int(ours) < 1000
    assert len(theirs) >= 3  # the zygote, the worker, and the process between them
    assert {int(score) for score in theirs} == {1000}


@pytest.mark.skipif(os.getuid() != 0, reason="only root's workers get a user of their own")
def test_no_two_workers_alive_share_a_user() -> None:
    before = set(descendants(os.getpid()))
    with Sandbox() as sandbox:
        first = sandbox.start()
        for _ in range(2 * policy.USERS_A_ZYGOTE):  # the users come round, but for the first one's
            with sandbox.start():
                pass
        sessions = [first, *(sandbox.start() for _ in range(policy.USERS_A_ZYGOTE - 1))]
        users = [
            os.stat(f"/proc/{pid}").st_uid
            for pid in set(descendants(os.getpid())) - before
            if _is_first_of_its_namespace(pid)
        ]
        assert sorted(users) == sorted(set(users))
        assert len(users) == policy.USERS_A_ZYGOTE
        assert set(users) <= set(policy.WORKER_USERS)
        with pytest.raises(SandboxError, match="submissions at a time"):
            sandbox.start()
        sessions.pop().close()
        with sandbox.start() as session:
            assert session.run_cell(HONEST).error is None


def test_no_two_graders_that_run_share_the_users_of_their_workers() -> None:
    claims = [launch._claim_users() for _ in range(8)]
    blocks = [range(first, first + policy.USERS_A_ZYGOTE) for first, _ in claims]
    users = [user for block in blocks for user in block]
    assert len(users) == len(set(users))
    assert set(users) <= set(policy.WORKER_USERS)
    for _, claim in claims:
        assert claim is not None
        claim.close()


def test_a_sandbox_that_is_not_open_says_so() -> None:
    with pytest.raises(SandboxError, match="not open"):
        Sandbox().start()


def test_closing_the_sandbox_ends_every_session() -> None:
    before = set(descendants(os.getpid()))
    with Sandbox() as sandbox:
        sessions = [sandbox.start() for _ in range(3)]
        for session in sessions:
            session.run_cell(
                "import threading, time\nthreading.Thread(target=time.sleep, args=(60,))"
            )
    assert set(descendants(os.getpid())) <= before
    for session in sessions:
        session.close()


def test_the_sandbox_outlives_the_thread_that_opened_it() -> None:
    sandbox = Sandbox()
    opener = threading.Thread(target=sandbox.__enter__)
    opener.start()
    opener.join()
    try:
        with sandbox.start() as session:
            session.run_cell(HONEST)
            assert session.call("f", [1.0]).value == 1.0
    finally:
        sandbox.close()


def test_several_threads_work_side_by_side(sandbox: Sandbox) -> None:
    wrong: list[int] = []

    def grade(number: int) -> None:
        for _ in range(5):
            with sandbox.start() as session:
                session.run_cell(f"def f(x):\n    return x + {number}")
                if not np.array_equal(session.call("f", [np.zeros(3)]).value, np.full(3, number)):
                    wrong.append(number)
                if number == 0:
                    with pytest.raises(TimeLimit):
                        session.run_cell("while True: pass", timeout=0.1)

    threads = [threading.Thread(target=grade, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _is_first_of_its_namespace(pid: int) -> bool:
    """Is it process 1 of its own and of the zygote's namespace's child: a worker?"""
    status = Path(f"/proc/{pid}/status").read_text()
    numbers = next(line for line in status.splitlines() if line.startswith("NSpid:")).split()[1:]
    return len(numbers) >= 3 and numbers[-1] == "1"


def _is_zygote(pid: int) -> bool:
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    return b"zygote" in command and b"--ro-bind" not in command
