"""Build the site into _build/html, with warnings as errors.

    python scripts/build_site.py                             the whole site
    python scripts/build_site.py --page book/notation.md     one page, while writing it

Executed notebooks are kept and run again when the page, or the code it runs, has changed. Where
nothing has changed since the last build, nothing is done; `make clean` forgets it. Exit code 0 when
the site is built, else 1.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import yaml

from scripts.contents import names_of_pages

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"

# What the caches do not see: the library that the pages run, the extensions that render them, and
# the versions installed.
CODE = ("requirements.txt", "handbook", "book/_ext")
# What the site is made of besides.
SOURCES = (
    *CODE,
    *("_config.yml", "_toc.yml", "book"),
    *("web/package-lock.json", "web/runtime.json", "web/freeze.mjs", "web/src"),
    *("autograder/suites", "exercises", "solutions"),
    *("pyproject.toml", "LICENSE", "scripts/build_site.py", "scripts/execute_pages.py"),
)

# On a busy machine two kernels can be given the same port, and the second never answers.
PORT_RACE = "Kernel died before replying"
# Each kernel says so; the pages' kernels are reached from this machine only.
NOT_SHOWN = "Kernel is running over TCP without encryption"


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Build the site into _build/html, with warnings as errors.",
        epilog="example: python scripts/build_site.py --page book/notation.md",
    )
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="only this page, into _build/page-<name>"
    )
    options = parser.parse_args()
    if options.page and not options.page.is_file():
        parser.error(f"there is no page {options.page}")
    if options.page:
        return build_page(options.page.resolve())
    if is_fresh():
        print(f"nothing has changed since {BUILD.name}/html was built")
        return 0
    return build_site()


def build_site() -> int:
    """Build the whole site; return the exit code."""
    with lock():
        before = fingerprint(SOURCES)
        stamp().unlink(missing_ok=True)
        forget_if_code_changed(BUILD)
        execute_pages()
        code = jupyter_book(["build", str(ROOT), "-W", "-n", "--keep-going"])
        if code == 0:
            stamp().write_text(before, encoding="utf-8")
        return code


def is_fresh() -> bool:
    """Whether there is a built site, made of the sources as they are now."""
    if not (stamp().is_file() and (BUILD / "html" / "index.html").is_file()):
        return False
    return stamp().read_text(encoding="utf-8") == fingerprint(SOURCES)


def stamp() -> Path:
    """The file that says of which sources a finished site was made."""
    return BUILD / ".site-made-of"


def build_page(page: Path) -> int:
    """Build one page with its own table of contents; links to other pages are only warned of."""
    build = BUILD / f"page-{page.stem}"
    build.mkdir(parents=True, exist_ok=True)
    forget_if_code_changed(build / "_build")
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    extensions = config["sphinx"]["local_extensions"]
    config["sphinx"]["local_extensions"] = {n: str(ROOT / p) for n, p in extensions.items()}
    config["sphinx"]["config"]["booksite_partial"] = True
    toc = {"format": "jb-book", "root": page.relative_to(ROOT).with_suffix("").as_posix()}
    for name, content in (("_config.yml", config), ("_toc.yml", toc)):
        (build / name).write_text(yaml.safe_dump(content), encoding="utf-8")
    files = ["--config", str(build / "_config.yml"), "--toc", str(build / "_toc.yml")]
    return jupyter_book(["build", str(ROOT), "--path-output", str(build), *files])


def execute_pages() -> None:
    """Execute the pages that have changed on all cores; jupyter-book finds them in its cache."""
    if pages := pages_of_contents():
        program = [sys.executable, str(Path(__file__).with_name("execute_pages.py"))]
        run_and_show([*program, str(BUILD / ".jupyter_cache"), *map(str, pages)])


def pages_of_contents() -> list[Path]:
    """The files of the pages that _toc.yml names."""
    return [page for name in names_of_pages(ROOT) if (page := ROOT / f"{name}.md").is_file()]


def jupyter_book(arguments: list[str]) -> int:
    """Run jupyter-book, once more if a kernel lost the race for its port; 0 or 1."""
    code, output = run_and_show(["jupyter-book", *arguments])
    if code != 0 and PORT_RACE in output:
        print("a kernel did not start; building once more", flush=True)
        code, output = run_and_show(["jupyter-book", *arguments])
    return 1 if code else 0


def run_and_show(command: list[str]) -> tuple[int, str]:
    """Run a program of this environment, showing its output as it comes; return code and output."""
    lines = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        # A helper that outlives a failed build would hold the output open for ever.
        threading.Thread(target=end_group_after, args=[process], daemon=True).start()
        for line in process.stdout or ():
            if NOT_SHOWN not in line:
                print(line, end="", flush=True)
                lines.append(line)
    return process.returncode, "".join(lines)


def end_group_after(process: subprocess.Popen[str]) -> None:
    """When a program has ended, end what it started and left behind."""
    process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def environment() -> dict[str, str]:
    """This environment's programs go before the machine's; figures go into the page."""
    programs = str(Path(sys.executable).parent)
    path = programs + os.pathsep + os.environ.get("PATH", "")
    # A backend that was chosen for another purpose would keep the pages' figures out of them.
    kept = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return kept | {"PATH": path, "NO_COLOR": "1"}


def forget_if_code_changed(output: Path) -> None:
    """Forget executed notebooks and parsed pages when the code they depend on has changed."""
    mark = output / ".code"
    now = fingerprint(CODE)
    if mark.is_file() and mark.read_text(encoding="utf-8") == now:
        return
    for name in (".jupyter_cache", ".doctrees", "html", "jupyter_execute"):
        shutil.rmtree(output / name, ignore_errors=True)
    output.mkdir(parents=True, exist_ok=True)
    mark.write_text(now, encoding="utf-8")


def fingerprint(sources: tuple[str, ...]) -> str:
    """A hash over the names and contents of files, all those of a folder."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted({file for source in sources for file in files_of(ROOT / source)}):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def files_of(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
    for path in source.rglob("*"):
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts):
            yield path


@contextmanager
def lock() -> Iterator[None]:
    """One build of the whole site at a time; another one waits."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
