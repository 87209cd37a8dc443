"""An exercise is a folder; this module reads it.

`suites/<assignment>/<function>/` holds `exercise.toml`, `probes.py`, `test_<function>.py` and
`versions.py`. Nothing else names an exercise: points, checks, feedback and report are derived from
the folders found here.
"""

from __future__ import annotations

import inspect
import textwrap
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.bank.contract import Contract, contract_probes, read_contract
from autograder.bank.errors import ExerciseError
from autograder.bank.groups import TITLES
from autograder.bank.loading import load_module
from handbook.check.exercise_data import Probe

SUITES = Path(__file__).parents[1] / "suites"
FILES = ("exercise.toml", "probes.py")
VERSIONS = (("versions.py",), ("wrong.py", "right.py"))  # one file, or one for each kind
REQUIRED_KEYS = ("title", "points", "section", "topics", "returns", "hints")
KINDS = ("function", "derivation", "debug")
OPTIONAL_KEYS = (
    *("kind", "lines", "blocks"),
    *("requires", "state", "contract", "wrong", "tolerance", "tolerance_reason", "forbidden"),
    *("time_limit", "survivors", "few_tests"),
)
# These may stand in an assignment's own settings, too.
SHARED_KEYS = ("live", "name_mistakes", "solutions", "no_section")
KNOWN_KEYS = (*REQUIRED_KEYS, *OPTIONAL_KEYS, *SHARED_KEYS)
ASSIGNMENT_SETTINGS = "assignment.toml"
DEFAULT_TOLERANCE = {"rtol": 1e-6, "atol": 1e-9}
SOLUTIONS = ("offered", "withheld")  # on a site that shows solutions, once an exercise has passed
VISIBLE_SEED = 2026  # of the inputs that `check` shows; the hidden ones have the course's
VISIBLE_DIGITS = 1


@dataclass(frozen=True)
class StandardWrong:
    """Which standard wrong versions an exercise has; see `autograder.bank.versions`.

    `ascent` and `stale` name returned values that are parameters, too; `swapped` pairs of
    parameters; `in_place` the parameters that a careless answer overwrites; `generator` a parameter
    whose random numbers an answer takes from elsewhere.
    """

    ascent: tuple[str, ...] = ()
    swapped: tuple[tuple[str, str], ...] = ()
    stale: tuple[str, ...] = ()
    in_place: tuple[str, ...] = ()
    generator: str = ""


@dataclass(frozen=True)
class Folder:
    """One exercise as its folder states it.

    `groups` holds the points of each group of tests; it is empty where `points` is a number, and
    each test then is a group of its own. `state` names the returned values that the next call
    takes up. `few_tests` is the reason why it has fewer hidden tests than the audit asks for, or
    "". `no_section` is the reason why no section of the book teaches it where `section` is "".
    `live` lets it be solved on a page of the book; `name_mistakes` lets the visible checks name the
    mistakes they know. `lines` holds the names that each line of a derivation may use; it is empty
    for every other kind. `blocks` names the blocks of columns in the returned values that
    `block_values` lists, so that a message can say which of them is wrong.
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
    tolerance_reason: str = ""
    forbidden: tuple[str, ...] = ()
    time_limit: float = 3.0
    survivors: tuple[tuple[str, str], ...] = ()
    few_tests: str = ""
    no_section: str = ""
    live: bool = True
    name_mistakes: bool = True
    groups: Mapping[str, float] = field(default_factory=dict)
    state: tuple[str, ...] = ()
    contract: Contract = field(default_factory=Contract)
    standard_wrong: StandardWrong = field(default_factory=StandardWrong)
    kind: str = "function"
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blocks: tuple[str, ...] = ()
    block_values: tuple[str, ...] = ()

    @property
    def tests(self) -> Path:
        return self.path / f"test_{self.function}.py"

    def probes(self) -> ModuleType:
        return load_module(self.path / "probes.py")

    def visible(self) -> list[Probe]:
        """The inputs that `check` shows: those of `visible()`, then those of the contract."""
        given = self._checked(self.probes().visible(), "visible()")
        return [*given, *self._contract(np.random.default_rng(VISIBLE_SEED), VISIBLE_DIGITS)]

    def hidden(self, rng: np.random.Generator) -> list[Probe]:
        """Inputs drawn from a seed: those of `hidden(rng)`, then those of the contract."""
        given = self._checked(self.probes().hidden(rng), "hidden(rng)")
        return [*given, *self._contract(rng, None)]

    def summary(self) -> Callable[..., Any] | None:
        return getattr(self.probes(), "summary", None)

    def summary_source(self) -> str | None:
        summary = self.summary()
        return None if summary is None else textwrap.dedent(inspect.getsource(summary))

    def _contract(self, rng: np.random.Generator, digits: int | None) -> list[Probe]:
        if not self.contract.has_inputs:
            return []
        draw = getattr(self.probes(), "draw", None)
        if draw is None:
            raise ExerciseError(
                f"{self.path}/probes.py: the contract of exercise.toml needs `draw(rng, shape)`, "
                "which returns the arguments of one call"
            )
        return contract_probes(self.contract, draw, rng, digits)

    def _checked(self, probes: object, what: str) -> list[Probe]:
        if not isinstance(probes, list) or not all(isinstance(p, Probe) for p in probes):
            raise ExerciseError(f"{self.path}/probes.py: {what} must return a list of Probe")
        if not probes:
            raise ExerciseError(
                f"{self.path}/probes.py: {what} returns no input; at least one is required"
            )
        return probes


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
    if not any(all((path / name).is_file() for name in names) for names in VERSIONS):
        raise ExerciseError(f"{path}: versions.py is missing; `autograder new` writes a template")
    where = f"{path}/exercise.toml"
    try:
        data = tomllib.loads((path / "exercise.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError(f"{where}: {error}") from error
    missing = [key for key in REQUIRED_KEYS if key not in data]
    unknown = [key for key in data if key not in KNOWN_KEYS]
    if missing or unknown:
        problem = f"missing {missing}" if missing else f"unknown {unknown}"
        raise ExerciseError(f"{where}: {problem}; known keys: {list(KNOWN_KEYS)}")
    if len(data["hints"]) != 3:
        raise ExerciseError(f"{where}: three hints are required, {len(data['hints'])} given")
    returns, state = tuple(data["returns"]), tuple(data.get("state", ()))
    if strangers := set(state) - set(returns):
        raise ExerciseError(f"{where}: state names {sorted(strangers)}, which are not in returns")
    tolerance = DEFAULT_TOLERANCE | data.get("tolerance", {})
    shared = shared_settings(path.parent) | {key: data[key] for key in SHARED_KEYS if key in data}
    if shared.get("solutions", SOLUTIONS[0]) not in SOLUTIONS:
        raise ExerciseError(f'{where}: solutions must be "offered" or "withheld"')
    groups = _groups(where, data["points"])
    return Folder(
        assignment=assignment,
        function=function,
        path=path,
        title=data["title"],
        points=sum(groups.values()) if groups else float(data["points"]),
        section=data["section"],
        topics=tuple(data["topics"]),
        returns=returns,
        hints=tuple(data["hints"]),
        requires=tuple(data.get("requires", ())),
        rtol=tolerance["rtol"],
        atol=tolerance["atol"],
        tolerance_reason=data.get("tolerance_reason", ""),
        forbidden=tuple(data.get("forbidden", ())),
        time_limit=float(data.get("time_limit", 3.0)),
        survivors=tuple((s["mutant"], s["reason"]) for s in data.get("survivors", ())),
        few_tests=data.get("few_tests", ""),
        no_section=shared.get("no_section", ""),
        live=bool(shared.get("live", True)),
        name_mistakes=bool(shared.get("name_mistakes", True)),
        groups=groups,
        state=state,
        contract=read_contract(where, data.get("contract", {})),
        standard_wrong=_standard_wrong(where, data.get("wrong", {}), returns),
        kind=data.get("kind", "function"),
        lines=_lines(where, data, returns),
        **_blocks(where, data.get("blocks", {}), returns),
    )


def _blocks(where: str, data: object, returns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The names of blocks of columns, and the returned values that consist of them."""
    if data == {}:
        return {}
    given = data if isinstance(data, dict) else {}
    names, values = given.get("names"), given.get("of")
    if not (isinstance(names, list) and isinstance(values, list) and names and values):
        raise ExerciseError(f'{where}: [blocks] must be names = ["i", "f"] and of = ["dW", "db"]')
    if strangers := set(values) - set(returns):
        raise ExerciseError(f"{where}: [blocks] of: {sorted(strangers)} are not in returns")
    return {"blocks": tuple(names), "block_values": tuple(values)}


def _lines(where: str, data: Mapping[str, Any], returns: Sequence[str]) -> dict[str, Any]:
    """The names that each line of a derivation may use; {} for another kind of exercise."""
    kind = data.get("kind", "function")
    if kind not in KINDS:
        raise ExerciseError(f"{where}: no kind {kind!r} of exercises; known: {', '.join(KINDS)}")
    if kind != "derivation":
        if "lines" in data:
            raise ExerciseError(f'{where}: [lines] belongs to kind = "derivation"; remove it')
        return {}
    count = len(returns)
    if list(returns) != [f"line {k + 1}" for k in range(count)] or not 2 <= count <= 9:
        raise ExerciseError(
            f'{where}: a derivation returns two to nine lines, returns = ["line 1", "line 2", …]'
        )
    expected = [f"line_{k + 1}" for k in range(count)]
    lines = data.get("lines", {})
    if list(lines) != expected or not all(isinstance(names, list) for names in lines.values()):
        raise ExerciseError(
            f"{where}: [lines] must list the names that each line may use, in order: "
            f'{expected[0]} = ["x", "total"], …, {expected[-1]}'
        )
    return {line: tuple(names) for line, names in lines.items()}


def _groups(where: str, points: object) -> dict[str, float]:
    """The points of each group; {} where one number stands for all tests."""
    if isinstance(points, int | float) and not isinstance(points, bool):
        if points < 0:
            raise ExerciseError(f"{where}: points may not be negative")
        return {}
    if not isinstance(points, dict) or not points:
        raise ExerciseError(
            f"{where}: points must be a number, or a table such as {{ value = 3, edges = 2 }}"
        )
    for name, worth in points.items():
        if name not in TITLES:
            raise ExerciseError(f"{where}: no group {name!r} of points; known: {', '.join(TITLES)}")
        if not isinstance(worth, int | float) or worth <= 0 or worth * 2 % 1:
            raise ExerciseError(f"{where}: the points of {name} must be halves: 0.5, 1, 1.5, …")
    return {name: float(points[name]) for name in TITLES if name in points}


def _standard_wrong(where: str, data: Mapping[str, Any], returns: Sequence[str]) -> StandardWrong:
    known = StandardWrong.__dataclass_fields__
    if unknown := set(data) - set(known):
        raise ExerciseError(f"{where}: [wrong] has unknown {sorted(unknown)}; known: {list(known)}")
    for key in ("ascent", "stale"):
        if strangers := set(data.get(key, ())) - set(returns):
            raise ExerciseError(f"{where}: [wrong] {key}: {sorted(strangers)} are not in returns")
    return StandardWrong(
        ascent=tuple(data.get("ascent", ())),
        swapped=tuple((first, second) for first, second in data.get("swapped", ())),
        stale=tuple(data.get("stale", ())),
        in_place=tuple(data.get("in_place", ())),
        generator=data.get("generator", ""),
    )


def shared_settings(assignment: Path) -> dict[str, Any]:
    """What an assignment's folder says for all its exercises, if it says anything."""
    path = assignment / ASSIGNMENT_SETTINGS
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError(f"{path}: {error}") from error
    unknown = [key for key in data if key not in SHARED_KEYS]
    if unknown:
        raise ExerciseError(f"{path}: unknown {unknown}; known keys: {list(SHARED_KEYS)}")
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
