"""An exercise is a folder; this module reads it.

`suites/<assignment>/<function>/` holds `exercise.toml`, `probes.py`, `test_<function>.py`,
`wrong.py` and `right.py`. Nothing else names an exercise: points, checks, feedback and report
are derived from the folders found here.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import sys
import textwrap
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.bank.errors import ExerciseError
from handbook.check.diagnosis import Exercise, Probe, Wrong, agrees, summarize
from handbook.check.observe import Observation, observe

SUITES = Path(__file__).parents[1] / "suites"
FILES = ("exercise.toml", "probes.py", "wrong.py", "right.py")
REQUIRED_KEYS = ("title", "points", "section", "topics", "returns", "hints")
OPTIONAL_KEYS = ("requires", "tolerance", "forbidden", "time_limit", "survivors", "few_tests")
PAGE_KEYS = ("live", "name_mistakes")  # also in an assignment's own settings
KNOWN_KEYS = (*REQUIRED_KEYS, *OPTIONAL_KEYS, *PAGE_KEYS)
ASSIGNMENT_SETTINGS = "assignment.toml"
DEFAULT_TOLERANCE = {"rtol": 1e-6, "atol": 1e-9}


@dataclass(frozen=True)
class Version:
    """A wrong or alternative version of an exercise's function.

    `source` is the function without its decorator, ready to stand in a submission.
    """

    name: str
    says: str
    function: Callable[..., Any]
    shows_on: Mapping[str, Any] | None = None
    convention: str | None = None

    @property
    def source(self) -> str:
        return _bare_source(self.function)


@dataclass(frozen=True)
class Folder:
    """One exercise as its folder states it.

    `few_tests` is the reason why it has fewer hidden tests than the audit asks for, or "".
    `live` lets it be solved on a page of the book; `name_mistakes` lets the visible checks name the
    mistakes they know.
    """

    assignment: str
    function: str
    path: Path
    title: str
    points: float
    section: str
    topics: tuple[str, ...]
    returns: tuple[str, ...]
    hints: tuple[str, ...]
    requires: tuple[str, ...] = ()
    rtol: float = DEFAULT_TOLERANCE["rtol"]
    atol: float = DEFAULT_TOLERANCE["atol"]
    forbidden: tuple[str, ...] = ()
    time_limit: float = 3.0
    survivors: tuple[tuple[str, str], ...] = ()
    few_tests: str = ""
    live: bool = True
    name_mistakes: bool = True

    @property
    def tests(self) -> Path:
        return self.path / f"test_{self.function}.py"

    def probes(self) -> ModuleType:
        return _load_module(self.path / "probes.py")

    def visible(self) -> list[Probe]:
        return _checked_probes(self, self.probes().visible(), "visible()")

    def hidden(self, rng: np.random.Generator) -> list[Probe]:
        return _checked_probes(self, self.probes().hidden(rng), "hidden(rng)")

    def summary(self) -> Callable[..., Any] | None:
        return getattr(self.probes(), "summary", None)

    def summary_source(self) -> str | None:
        summary = self.summary()
        return None if summary is None else textwrap.dedent(inspect.getsource(summary))

    def wrong(self) -> list[Version]:
        return _versions(self, "wrong.py")

    def right(self) -> list[Version]:
        return _versions(self, "right.py")


@dataclass
class _Mark:
    name: str
    says: str
    shows_on: Mapping[str, Any] | None = None
    convention: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


# The decorators note the versions of the module being loaded here, in order of definition.
_collected: list[tuple[_Mark, Callable[..., Any]]] = []


def wrong(
    name: str,
    *,
    says: str,
    shows_on: Mapping[str, Any],
    convention: str | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function as a named wrong version.

    `says` names the difference, neutrally; `shows_on` is the smallest input, by parameter name,
    on which it shows; `convention` names the place where this version is the right one.
    """
    return _marker(_Mark(name, says, shows_on, convention))


def right(name: str, *, says: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function as an alternative right version; `says` tells what is different."""
    return _marker(_Mark(name, says))


def _marker(mark: _Mark) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def note(function: Callable[..., Any]) -> Callable[..., Any]:
        _collected.append((mark, function))
        return function

    return note


def assignments(root: Path = SUITES) -> list[str]:
    """The names of the assignments that have suites."""
    if not root.is_dir():
        raise ExerciseError(f"no folder of suites at {root}")
    return sorted(p.name for p in root.iterdir() if any(p.glob("*/exercise.toml")))


def load_assignment(assignment: str, root: Path = SUITES) -> list[Folder]:
    """All exercises of an assignment, each after those it requires.

    Raises ExerciseError for an unknown assignment or a folder that is not as it must be.
    """
    if assignment not in assignments(root):
        known = ", ".join(assignments(root)) or "none"
        raise ExerciseError(f"no assignment named {assignment!r}; there are: {known}")
    paths = sorted(p.parent for p in (root / assignment).glob("*/exercise.toml"))
    return _in_order([load_folder(path) for path in paths])


def load_folder(path: Path) -> Folder:
    """Read and check one exercise folder."""
    function, assignment = path.name, path.parent.name
    for name in (*FILES, f"test_{function}.py"):
        if not (path / name).is_file():
            raise ExerciseError(f"{path}: {name} is missing; `autograder new` writes a template")
    try:
        data = tomllib.loads((path / "exercise.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError(f"{path}/exercise.toml: {error}") from error
    missing = [key for key in REQUIRED_KEYS if key not in data]
    unknown = [key for key in data if key not in KNOWN_KEYS]
    if missing or unknown:
        problem = f"missing {missing}" if missing else f"unknown {unknown}"
        raise ExerciseError(f"{path}/exercise.toml: {problem}; known keys: {list(KNOWN_KEYS)}")
    if len(data["hints"]) != 3:
        raise ExerciseError(
            f"{path}/exercise.toml: three hints are needed, {len(data['hints'])} given"
        )
    tolerance = DEFAULT_TOLERANCE | data.get("tolerance", {})
    page = page_settings(path.parent) | {key: data[key] for key in PAGE_KEYS if key in data}
    return Folder(
        assignment=assignment,
        function=function,
        path=path,
        title=data["title"],
        points=float(data["points"]),
        section=data["section"],
        topics=tuple(data["topics"]),
        returns=tuple(data["returns"]),
        hints=tuple(data["hints"]),
        requires=tuple(data.get("requires", ())),
        rtol=tolerance["rtol"],
        atol=tolerance["atol"],
        forbidden=tuple(data.get("forbidden", ())),
        time_limit=float(data.get("time_limit", 3.0)),
        survivors=tuple((s["mutant"], s["reason"]) for s in data.get("survivors", ())),
        few_tests=data.get("few_tests", ""),
        live=bool(page.get("live", True)),
        name_mistakes=bool(page.get("name_mistakes", True)),
    )


def page_settings(assignment: Path) -> dict[str, Any]:
    """What an assignment's folder says for all its exercises, if it says anything."""
    path = assignment / ASSIGNMENT_SETTINGS
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError(f"{path}: {error}") from error
    unknown = [key for key in data if key not in PAGE_KEYS]
    if unknown:
        raise ExerciseError(f"{path}: unknown {unknown}; known keys: {list(PAGE_KEYS)}")
    return data


def _in_order(folders: Sequence[Folder]) -> list[Folder]:
    """Stable order in which each exercise follows its prerequisites."""
    by_name = {f.function: f for f in folders}
    done: dict[str, Folder] = {}

    def place(folder: Folder, trail: tuple[str, ...]) -> None:
        if folder.function in trail:
            raise ExerciseError(f"prerequisites in a circle: {' → '.join(trail)}")
        for name in folder.requires:
            if name in by_name and name not in done:
                place(by_name[name], (*trail, folder.function))
        done.setdefault(folder.function, folder)

    for folder in folders:
        place(folder, ())
    return list(done.values())


@cache
def _load_module(path: Path) -> ModuleType:
    name = "autograder_suites_" + "_".join([*path.parent.parts[-2:], path.stem])
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ExerciseError(f"{path} cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # inspect.getsource needs it
    spec.loader.exec_module(module)
    return module


@cache
def _versions_of(path: Path) -> tuple[tuple[_Mark, Callable[..., Any]], ...]:
    _collected.clear()
    _load_module(path)
    found = tuple(_collected)
    _collected.clear()
    return found


def _versions(folder: Folder, file_name: str) -> list[Version]:
    path = folder.path / file_name
    versions = []
    for mark, function in _versions_of(path):
        if function.__name__ != folder.function:
            raise ExerciseError(
                f"{path}: the version {mark.name!r} defines {function.__name__}, "
                f"not {folder.function}"
            )
        versions.append(Version(mark.name, mark.says, function, mark.shows_on, mark.convention))
    names = [v.name for v in versions]
    if len(set(names)) < len(names):
        raise ExerciseError(f"{path}: two versions share a name among {names}")
    return versions


def _bare_source(function: Callable[..., Any]) -> str:
    """A function's source without decorators."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    return ast.unparse(definition) + "\n"


def _checked_probes(folder: Folder, probes: object, what: str) -> list[Probe]:
    if not isinstance(probes, list) or not all(isinstance(p, Probe) for p in probes):
        raise ExerciseError(f"{folder.path}/probes.py: {what} must return a list of Probe")
    return probes


def bind(reference: Callable[..., Any], args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments in the order of the reference's signature, its defaults filled in.

    Raises TypeError where they do not fit the signature.
    """
    bound = inspect.signature(reference).bind(**args)
    bound.apply_defaults()
    return dict(bound.arguments)


def build_exercise(
    folder: Folder, reference: Callable[..., Any], probes: Sequence[Probe]
) -> Exercise:
    """Run the reference and every wrong version on the probes: the data of the diagnosis."""
    probes = [Probe(bind(reference, p.args), p.repeat, p.label) for p in probes]
    bare = Exercise(
        function=folder.function,
        title=folder.title,
        parameters=tuple(inspect.signature(reference).parameters),
        returns=folder.returns,
        rtol=folder.rtol,
        atol=folder.atol,
        probes=tuple(probes),
        expected=(),
        hints=folder.hints,
        points=folder.points,
        section=folder.section,
        summary=folder.summary(),
        forbidden=folder.forbidden,
    )
    return Exercise(
        **{
            **vars(bare),
            "expected": _outcomes(bare, reference),
            "wrong": tuple(_as_data(bare, reference, version) for version in folder.wrong()),
        }
    )


def first_probes(exercise: Exercise, count: int) -> Exercise:
    """The exercise with the first `count` of its probes alone."""
    wrong = tuple(replace(w, outcomes=w.outcomes[:count]) for w in exercise.wrong)
    return replace(
        exercise,
        probes=exercise.probes[:count],
        expected=exercise.expected[:count],
        wrong=wrong,
    )


def _outcomes(exercise: Exercise, function: Callable[..., Any]) -> tuple[Observation, ...]:
    return tuple(
        summarize(exercise, p, observe(function, list(p.args.values()), p.repeat))
        for p in exercise.probes
    )


def _as_data(exercise: Exercise, reference: Callable[..., Any], version: Version) -> Wrong:
    shows = None
    if version.shows_on is not None:
        repeat = int(version.shows_on.get("repeat", 1))
        args = bind(reference, {k: v for k, v in version.shows_on.items() if k != "repeat"})
        expected = observe(reference, list(args.values()), repeat)
        got = observe(version.function, list(args.values()), repeat)
        if _looks_alike(exercise, expected, got):
            raise ExerciseError(
                f"wrong.py of {exercise.function}: {version.name!r} does not show on its shows_on"
            )
        note = "" if not agrees(exercise, got, expected) else _side_effect(list(args), got)
        shows = (args, _shown(expected), _shown(got), note)
    return Wrong(
        name=version.name,
        says=version.says,
        outcomes=_outcomes(exercise, version.function),
        shows=shows,
        convention=version.convention,
    )


def _looks_alike(exercise: Exercise, expected: Observation, got: Observation) -> bool:
    side_effects = (got.changed, got.floating, got.global_random)
    return agrees(exercise, got, expected) and side_effects == (
        expected.changed,
        expected.floating,
        expected.global_random,
    )


def _side_effect(names: Sequence[str], got: Observation) -> str:
    """What a call did whose value is right."""
    if got.changed:
        return f"the call changes {', '.join(names[i] for i in got.changed)}"
    if got.global_random:
        return "the call draws from NumPy's global generator"
    return f"on the way: {', '.join(got.floating)}"


def _shown(observation: Observation) -> Any:
    """What a student sees of an outcome: the value, or the error's name."""
    return observation.value if observation.error is None else observation.error.type_name
