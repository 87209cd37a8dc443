"""What holds for the repository as a whole: who imports whom, what is tracked, what is pinned."""

import ast
import json
import re
import subprocess
import tomllib
from hashlib import sha256
from importlib import metadata
from pathlib import Path

import jupytext
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
OURS = {
    "autograder",
    "benchmarks",
    "book",
    "exercises",
    "handbook",
    "scripts",
    "solutions",
    "tests",
}

MEGABYTE = 2**20
LINES = 1000

# The registries' hosts by their digests, so that this file does not name them.
HOST = re.compile(r"(?=\b([\w-]+\.(?:org|com))\b)")
HOSTS = {
    "a4aa2ac280bb8d1a",
    "8b5bb5eb9d758455",
    "8743857e3ea00fd1",
    "3ca29e55be4befa4",
}
MACHINE_PATH = re.compile(
    "(?<![\\w.~-])/(" + "|".join(["work", "farm", "home/[a-z]+", r"root/\.pyenv"]) + ")/"
)


def names_registry(line: str) -> bool:
    hosts = HOST.findall(line.lower())
    return any(sha256(host.encode()).hexdigest()[:16] in HOSTS for host in hosts)


def tracked_files() -> list[Path]:
    """Every file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    files = (ROOT / name for name in listed.split("\0") if name)
    return sorted(path for path in files if path.is_file())


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str | None:
    """The text of a file, or None where it holds something else."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def code_of(path: Path) -> str:
    """The Python of a module, or of all code cells of a notebook or page, without magics."""
    if path.suffix == ".py":
        return path.read_text(encoding="utf-8")
    notebook = jupytext.read(path, fmt="md:myst" if path.suffix == ".md" else None)
    cells = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return "\n".join(re.sub(r"(?m)^\s*[%!].*$", "", source) for source in cells)


def imported_by(path: Path) -> set[str]:
    """The top-level names of everything a file imports, in whichever form and depth."""
    names = set()
    for node in ast.walk(ast.parse(code_of(path), filename=str(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return {str(name).split(".")[0] for name in names}


def files_below(folder: str) -> list[Path]:
    """The tracked files of a folder that hold Python."""
    return [
        path
        for path in tracked_files()
        if path.is_relative_to(ROOT / folder) and path.suffix in {".py", ".ipynb", ".md"}
    ]


@pytest.mark.parametrize(
    ("folder", "may_import"),
    [
        ("handbook", {"handbook"}),
        ("book", {"handbook"}),
        ("exercises", {"handbook"}),
        ("solutions", {"handbook"}),
        ("autograder", {"autograder", "handbook"}),
    ],
)
def test_arrows_run_one_way(folder, may_import):
    files = files_below(folder)
    assert files, f"{folder}/ holds no Python"
    wrong = {relative(path): imported_by(path) & (OURS - may_import) for path in files}
    assert not {path: names for path, names in wrong.items() if names}


# The folders of autograder/, the later stages first: each imports those below it, never back.
STAGES = (
    "cli",
    "pipeline",
    "export",
    "authoring",
    "pages",
    "gradebook",
    "journal",
    "batch",
    "grading",
    "bank",
    "ingest",
    "course",
    "sandbox",
    "log",
    "results",
    "files",
    "errors",
    "text",
)
SUITES = "suites"  # exercises: they import the bank's and the tests' helpers, and nobody them


def stages_imported_by(path: Path) -> set[str]:
    """The parts of autograder/ that a file imports, at its head or inside of a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in names]
    return {part[1] for part in parts if part[0] == "autograder" and len(part) > 1} & {
        *STAGES,
        SUITES,
    }


def stage_of(path: Path) -> str:
    return path.relative_to(ROOT / "autograder").parts[0].removesuffix(".py")


def test_every_module_of_the_autograder_belongs_to_a_stage():
    found = {stage_of(path) for path in files_below("autograder") if path.suffix == ".py"}
    assert found - {"__init__", "__main__", SUITES} == set(STAGES)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_stages_below_it(stage):
    below = {*STAGES[STAGES.index(stage) :]}
    files = [p for p in files_below("autograder") if p.suffix == ".py" and stage_of(p) == stage]
    wrong = {relative(path): stages_imported_by(path) - below for path in files}
    assert not {path: names for path, names in wrong.items() if names}


def module_imports(folder: Path) -> dict[str, set[str]]:
    """For each module of a package the modules of the project that it imports."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in folder.rglob("*.py")
        if SUITES not in path.parts and "files" not in path.parts
    }
    graph = {}
    for name, path in modules.items():
        used: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                full = {f"{node.module}.{alias.name}" for alias in node.names}
                used |= {name if name in modules else node.module for name in full}
        graph[name] = (used & modules.keys()) - {name}
    return graph


def test_no_two_modules_of_the_autograder_import_each_other_in_a_circle():
    left = module_imports(ROOT / "autograder")
    while free := {name for name, used in left.items() if not used & left.keys()}:
        left = {name: used for name, used in left.items() if name not in free}
    assert not {name: sorted(used & left.keys()) for name, used in left.items()}


@pytest.mark.parametrize("package", ["autograder", "handbook"])
def test_the_tests_of_a_stage_lie_in_a_folder_of_its_name(package):
    """`tests/autograder/<stage>/` is of `autograder/<stage>/`."""
    tested = ROOT / "tests" / package
    folders = {p.name for p in tested.iterdir() if p.is_dir() and any(p.glob("test_*.py"))}
    known = {p.name for p in (ROOT / package).iterdir() if p.is_dir()}
    # Runs of the whole way are tests of pipeline.py, which is one module.
    assert folders - {"pipeline"} <= known


IMPORTING = {
    "page.md": """\
---
kernelspec: {display_name: Python 3, language: python, name: python3}
---

```{code-cell} ipython3
import autograder
```
""",
    "inside_a_function.py": "def f():\n    from autograder.grading.grader import grade\n",
    "by_its_name.py": "import importlib\nimportlib.import_module('autograder.grading.grader')\n",
}


@pytest.mark.parametrize("name", IMPORTING)
def test_an_import_is_seen_wherever_it_stands(tmp_path, name):
    (tmp_path / name).write_text(IMPORTING[name], encoding="utf-8")
    assert "autograder" in imported_by(tmp_path / name)


def test_an_import_is_seen_in_a_notebook_with_magics(tmp_path):
    cells = [
        "%matplotlib inline\nimport numpy",
        "!ls\nimport autograder.course.directory as course",
    ]
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    jupytext.write(notebook, tmp_path / "notebook.ipynb")
    assert imported_by(tmp_path / "notebook.ipynb") == {"numpy", "autograder"}


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine():
    found = []
    for path in tracked_files():
        for number, line in enumerate((text_of(path) or "").splitlines(), 1):
            if names_registry(line) or MACHINE_PATH.search(line):
                found.append(f"{relative(path)}:{number}: {line.strip()[:100]}")
    assert not found


def test_no_tracked_file_is_larger_than_a_megabyte():
    assert not [relative(path) for path in tracked_files() if path.stat().st_size > MEGABYTE]


def test_every_python_file_is_short_enough_to_read():
    too_long = [
        relative(path)
        for path in tracked_files()
        if path.suffix == ".py" and len(path.read_text(encoding="utf-8").splitlines()) >= LINES
    ]
    assert not too_long


def test_what_is_built_or_belongs_to_a_course_is_not_tracked():
    never = {".venv", "_build", "node_modules", "__pycache__", "submitted", "autograded"}
    found = [
        relative(path) for path in tracked_files() if never & set(path.relative_to(ROOT).parts)
    ]
    found += [relative(path) for path in tracked_files() if path.name.startswith("gradebook.db")]
    assert not found


# The lock ---------------------------------------------------------------------------------------


def entries(lock: str) -> list[tuple[Requirement, list[str]]]:
    """The pinned packages of a lock file, each with its hashes."""
    joined = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line.split("--hash=") for line in joined.splitlines())
    return [(Requirement(pin), [h.strip() for h in hashes]) for pin, *hashes in lines]


def name_of(requirement: Requirement) -> str:
    return canonicalize_name(requirement.name)


def holds_here(requirement: Requirement, extras: set[str]) -> bool:
    """Whether a requirement's marker is true on this machine, for any of these extras."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": e}) for e in extras | {""})


def pyproject_requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"].values()
    return [Requirement(text) for texts in [project["dependencies"], *optional] for text in texts]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-bootstrap.txt"])
def test_every_package_of_the_lock_has_one_version_and_hashes(lock):
    assert entries(lock)
    for pin, hashes in entries(lock):
        assert [s.operator for s in pin.specifier] == ["=="], f"{pin} is not pinned"
        assert hashes, f"{pin} has no hash"
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", h) for h in hashes), f"{pin}: {hashes}"


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-bootstrap.txt"])
def test_the_lock_names_no_index(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(
        r"(?m)^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b", text
    )


def test_the_web_lock_names_no_index_and_has_hashes():
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))[
        "packages"
    ]
    installed = {name: package for name, package in packages.items() if name}
    assert installed
    assert not [name for name, package in installed.items() if "resolved" in package]
    assert not [name for name, package in installed.items() if "integrity" not in package]


def test_the_lock_holds_what_pyproject_asks_for():
    pins = [pin for pin, _ in entries("requirements.txt")]
    for wanted in pyproject_requirements():
        versions = [str(p.specifier)[2:] for p in pins if name_of(p) == name_of(wanted)]
        assert versions, f"{wanted} is not in requirements.txt; run scripts/compile_requirements.sh"
        for version in versions:
            assert wanted.specifier.contains(version), (
                f"pyproject.toml asks for {wanted}, requirements.txt holds {version}; "
                "run scripts/compile_requirements.sh"
            )


def test_the_lock_holds_nothing_else_and_all_of_it_is_installed():
    """Follow the requirements of what is installed from pyproject.toml: that must be the lock."""
    pins = {
        name_of(p): str(p.specifier)[2:]
        for p, _ in entries("requirements.txt")
        if holds_here(p, set())
    }
    reached: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [r for r in pyproject_requirements() if holds_here(r, set())]
    while waiting:
        wanted = waiting.pop()
        key = (name_of(wanted), str(sorted(wanted.extras)))
        if key in seen:
            continue
        seen.add(key)
        reached[name_of(wanted)] = metadata.version(wanted.name)
        needs = [Requirement(text) for text in metadata.requires(wanted.name) or []]
        waiting += [need for need in needs if holds_here(need, set(wanted.extras))]
    assert reached == pins
