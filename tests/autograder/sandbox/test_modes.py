"""Which mode is chosen, what each hides, and what is refused."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import handbook
from autograder.sandbox import Layer, Sandbox, SandboxError, Session, policy, probe_layers, view
from autograder.sandbox.launch import Zygote
from autograder.sandbox.policy import Limits
from tests.autograder.sandbox import elsewhere

pytestmark = pytest.mark.slow

CHOICE = Path(__file__).with_name("choice.py")


@pytest.fixture
def protected_folder() -> Iterator[Path]:
    """A folder that any user may read, with a file in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "grades.csv").write_text("s0001,10")
        yield folder


def test_the_strongest_mode_is_chosen_and_says_what_it_does(sandbox: Sandbox) -> None:
    assert sandbox.mode == "full"
    assert sandbox.layers == policy.LAYERS
    assert sandbox.missing == ()
    assert "no network" in sandbox.says


def test_a_submission_sees_python_the_handbook_and_nothing_else(session: Session) -> None:
    session.run_cell(
        "import os\n"
        "def listing(path):\n    return sorted(os.listdir(path))\n"
        "def exists(path):\n    return os.path.exists(path)\n"
    )
    project = Path(handbook.__file__).parents[1]
    assert "adam_step" not in str(session.call("listing", [str(project / "handbook")]).value)
    for hidden in (
        project / "pyproject.toml",
        project / "solutions",
        project / "autograder/suites",
        project / "autograder/grading/grader.py",
        project / "tests",
        Path(__file__),
        Path("/etc/passwd"),
        Path("/proc/1"),
        Path.home() / ".bashrc",
        Path("/var"),
    ):
        assert session.call("exists", [str(hidden)]).value is False, hidden
    for visible in (project / "handbook/check/plain_data.py", Path(sys.prefix), Path(os.__file__)):
        assert session.call("exists", [str(visible)]).value is True, visible


def test_a_submission_sees_its_own_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_COURSE", "1")
    with Sandbox() as sandbox, sandbox.start() as session:
        session.run_cell("import os\ndef names():\n    return list(os.environ)")
        names = set(session.call("names", []).value)
    assert "SECRET_OF_THE_COURSE" not in names
    assert names <= {*policy.ENVIRONMENT, "MPLCONFIGDIR", "PWD", "LC_CTYPE"}


def test_a_worker_holds_nothing_of_the_trusted_side(session: Session) -> None:
    session.run_cell("import sys\ndef loaded():\n    return sorted(sys.modules)")
    loaded = session.call("loaded", []).value
    ours = {name for name in loaded if name.split(".")[0] == "autograder"}
    worker_side = (
        "cell_statements",
        "ipython_magics",
        "lockdown",
        "policy",
        "wire",
        "worker",
        "zygote",
    )
    assert ours <= {
        "autograder",
        "autograder.sandbox",
        *(f"autograder.sandbox.{name}" for name in worker_side),
    }
    assert not {"pytest", "nbgrader", "sqlite3", "pyseccomp"} & set(loaded)


def test_a_submission_writes_only_to_its_own_scratch_folder(sandbox: Sandbox) -> None:
    source = (
        "import os\n"
        "def keep():\n"
        "    seen = os.listdir('.')\n"
        "    with open('weights.txt', 'w') as file:\n        file.write('1.0')\n"
        "    return seen\n"
    )
    for _ in range(2):  # the second sees nothing of the first
        with sandbox.start() as session:
            session.run_cell(source)
            assert session.call("keep", []).value == []


def test_a_protected_folder_elsewhere_is_out_of_sight(protected_folder: Path) -> None:
    with Sandbox(protected=[protected_folder]) as sandbox, sandbox.start() as session:
        session.run_cell("import os\ndef exists(path):\n    return os.path.exists(path)")
        assert session.call("exists", [str(protected_folder)]).value is False


def test_a_protected_folder_in_sight_is_covered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    suites = tmp_path / "course/suites"
    suites.mkdir(parents=True)
    (suites / "suite.py").write_text("secret")
    (tmp_path / "course/notes.txt").write_text("seen")
    monkeypatch.setattr(policy, "visible_roots", _roots_and(tmp_path / "course"))
    with Sandbox(protected=[suites]) as sandbox, sandbox.start() as session:
        session.run_cell("import os\ndef listing(path):\n    return sorted(os.listdir(path))")
        assert session.call("listing", [str(suites)]).value == []
        seen = session.call("listing", [str(tmp_path / "course")]).value
        assert seen == ["notes.txt", "suites"]


def test_a_protected_file_in_sight_is_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(__file__).parent
    monkeypatch.setattr(policy, "visible_roots", _roots_and(folder))
    with Sandbox(protected=[folder / "corpus.py"]) as sandbox, sandbox.start() as session:
        session.run_cell(
            "def read(path):\n    with open(path) as file:\n        return file.read()"
        )
        assert not session.call("read", [str(folder / "corpus.py")]).value
        assert session.call("read", [str(folder / "elsewhere.py")]).value


def test_where_the_package_is_installed_in_sight_its_suites_are_covered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = Path(view.__file__).parents[1]
    monkeypatch.setattr(policy, "visible_roots", _roots_and(package))
    with Sandbox() as sandbox, sandbox.start() as session:
        session.run_cell("import os\ndef listing(path):\n    return os.listdir(path)")
        assert session.call("listing", [str(package / "suites")]).value == []
        session.run_cell(
            "def read(path):\n    with open(path) as file:\n        return file.read()"
        )
        assert not session.call("read", [str(package / "cli.py")]).value


def test_a_protected_path_in_sight_that_does_not_exist_yet_is_refused() -> None:
    later = Path(handbook.__file__).parent / "gradebook.db"
    with pytest.raises(SandboxError, match=r"gradebook\.db .* does not exist yet"):
        Sandbox(protected=[later], mode="full").__enter__()


def test_container_mode_refuses_a_protected_path_in_sight() -> None:
    folder = Path(handbook.__file__).parent
    with pytest.raises(SandboxError, match=f"The protected path {folder} lies in a folder"):
        Sandbox(protected=[folder], mode="container").__enter__()


def test_roots_are_resolved_and_none_lies_in_another() -> None:
    roots = policy.visible_roots()
    assert os.path.realpath(sys.base_prefix) in roots or "/usr" in roots
    for root in roots:
        assert not any(policy.is_below(root, other) for other in roots)


def test_the_repository_itself_is_no_root() -> None:
    project = Path(handbook.__file__).parents[1]
    for hidden in ("solutions", "exercises", "autograder/suites", "autograder/cli/app.py", "tests"):
        assert view.exposed([str(project / hidden)], policy.visible_roots()) == ()


def test_without_linux_it_refuses_and_says_where_to_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxError, match=r"needs Linux.*container"):
        Sandbox(unsafe=True).__enter__()
    assert not any(layer.works for layer in probe_layers())


def test_unsafe_mode_must_be_asked_for_twice() -> None:
    with pytest.raises(ValueError, match="unsafe=True"):
        Sandbox(mode="unsafe")


def test_unsafe_mode_is_named_so_even_where_every_layer_works() -> None:
    with Sandbox(mode="unsafe", unsafe=True) as sandbox, sandbox.start() as session:
        assert sandbox.mode == "unsafe"
        assert sandbox.says.startswith("NOT ISOLATED")
        session.run_cell("def f(x):\n    return x")
        assert session.call("f", [1.0]).value == 1.0


def test_permission_to_be_unsafe_changes_nothing_where_isolation_works() -> None:
    with Sandbox(unsafe=True) as sandbox:
        assert sandbox.mode == "full"


def test_every_layer_works_here_by_itself() -> None:
    layers = probe_layers()
    assert [layer.name for layer in layers] == list(policy.LAYERS)
    assert [layer for layer in layers if not layer.works] == []


def test_a_layer_that_lets_an_attack_through_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(policy, "visible_roots", lambda: ("/",))
    (landlock,) = [layer for layer in probe_layers() if layer.name == policy.LANDLOCK]
    assert not landlock.works
    assert "read" in landlock.why
    assert landlock.fix


def test_a_sandbox_that_can_be_broken_out_of_does_not_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Path(__file__).parent
    monkeypatch.setattr(policy, "visible_roots", _roots_and(folder))
    monkeypatch.setattr(view, "exposed", lambda _protected, _roots: ())  # a check that fails
    with pytest.raises(SandboxError, match=rf"The self-test broke out: it read {folder}"):
        Sandbox(protected=[folder], mode="full").__enter__()


def test_a_worker_that_cannot_be_locked_down_is_ours_and_runs_nothing() -> None:
    zygote = Zygote([policy.SECCOMP], Limits(), (), b"no filter")
    try:
        with pytest.raises(SandboxError, match=r"could not be locked down: .*filter"):
            Session(zygote, Limits(), lambda: False)
    finally:
        zygote.close()


# --- Elsewhere.


@pytest.mark.parametrize("place", [place for place in elsewhere.places() if "docker" in place])
def test_inside_docker_container_mode_is_chosen_and_says_what_is_missing(place: str) -> None:
    choice = _choice(place)
    assert choice["mode"] == "container"
    assert choice["layers"] == [policy.LANDLOCK, policy.SECCOMP, policy.RLIMITS]
    assert [layer["name"] for layer in choice["missing"]] == [policy.VIEW, policy.NAMESPACES]
    assert "sizes and dates" in choice["says"]


def test_without_landlock_it_refuses_and_names_the_layer_and_its_fix() -> None:
    choice = _choice(f"{elsewhere.ORDINARY},nolandlock")
    assert "The layer landlock is missing. Use Linux 6.2 or later" in choice["refused"]


def test_with_permission_it_runs_unsafe_and_lists_what_is_missing() -> None:
    choice = _choice(f"{elsewhere.ORDINARY_IN_DOCKER},nolandlock", "unsafe")
    assert choice["mode"] == "unsafe"
    assert choice["layers"] == [policy.SECCOMP, policy.RLIMITS]
    missing = [policy.VIEW, policy.NAMESPACES, policy.LANDLOCK]
    assert [layer["name"] for layer in choice["missing"]] == missing


@pytest.mark.parametrize("place", ["here", elsewhere.ORDINARY_IN_DOCKER])
def test_a_grader_that_is_killed_leaves_no_process_behind(place: str) -> None:
    assert _choice(place, "killed") == {"left": 0}


def _choice(place: str, *arguments: str) -> dict[str, Any]:
    answer = elsewhere.run(place, CHOICE, *arguments)
    assert isinstance(answer, dict)
    return answer


def _roots_and(folder: Path) -> Callable[[], tuple[str, ...]]:
    roots = policy.visible_roots()
    return lambda: (*roots, str(folder))


def test_a_layer_says_why_and_what_helps() -> None:
    layer = Layer("view", False, "Bubblewrap is not installed.", "Install bubblewrap.")
    assert (layer.why, layer.fix) == ("Bubblewrap is not installed.", "Install bubblewrap.")
