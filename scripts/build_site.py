"""Build the site into _build/html, with warnings as errors.

    python scripts/build_site.py                      the whole site
    python scripts/build_site.py --page book/notation.md     one page, while writing it

Installs the pinned fonts and style sheets (web/) when they are missing, and forgets executed
notebooks when the code they ran has changed. Exit code 0 when the site was built, else 1.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
# Two kernels can be given the same port when the machine is busy; the second then never answers.
PORT_RACE = "Kernel died before replying"


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Build the site into _build/html, with warnings as errors.",
        epilog="example: python scripts/build_site.py --page book/notation.md",
    )
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="only this page, into _build/page-<name>/html"
    )
    parser.add_argument("--clean", action="store_true", help="forget earlier builds first")
    options = parser.parse_args()
    if options.page and not options.page.is_file():
        parser.error(f"there is no page {options.page}")
    install_web_packages()
    if options.page:
        return build_page(options.page.resolve())
    return build_site(BUILD, clean=options.clean)


def build_site(build: Path = BUILD, clean: bool = False) -> int:
    """Build the whole site into `build`/html; return the exit code."""
    if clean:
        forget(build)
    forget_if_changed(build)
    command = ["build", str(ROOT), "--path-output", str(build.parent), "-W", "-n", "--keep-going"]
    return jupyter_book(command)


def build_page(page: Path) -> int:
    """Build one page with its own table of contents; links to other pages are only warned of."""
    build = BUILD / f"page-{page.stem}"
    build.mkdir(parents=True, exist_ok=True)
    forget_if_changed(build)
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    extensions = config["sphinx"]["local_extensions"]
    config["sphinx"]["local_extensions"] = {n: str(ROOT / p) for n, p in extensions.items()}
    config["sphinx"]["config"]["booksite_partial"] = True
    toc = {"format": "jb-book", "root": page.relative_to(ROOT).with_suffix("").as_posix()}
    for name, content in (("_config.yml", config), ("_toc.yml", toc)):
        (build / name).write_text(yaml.safe_dump(content), encoding="utf-8")
    files = ["--config", str(build / "_config.yml"), "--toc", str(build / "_toc.yml")]
    # jupyter-book puts its own _build below the folder it is given.
    code = jupyter_book(["build", str(ROOT), "--path-output", str(build), *files])
    print(f"page: {(build / '_build' / 'html').relative_to(ROOT)}")
    return code


def jupyter_book(arguments: list[str]) -> int:
    """Run jupyter-book, once more if a kernel lost the race for its port."""
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
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return process.returncode, "".join(lines)


def environment() -> dict[str, str]:
    """This environment's programs (jupyter-book, node, npm) go before the machine's."""
    programs = str(Path(sys.executable).parent)
    return os.environ | {
        "PATH": programs + os.pathsep + os.environ.get("PATH", ""),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "NO_COLOR": "1",
    }


def install_web_packages() -> None:
    """Run `npm ci` when web/node_modules is missing or older than the lock file."""
    web = ROOT / "web"
    installed = web / "node_modules" / ".package-lock.json"
    if (
        installed.exists()
        and installed.stat().st_mtime >= (web / "package-lock.json").stat().st_mtime
    ):
        return
    print("installing the site's fonts and style sheets (npm ci in web/)", flush=True)
    done = subprocess.run(["npm", "ci"], cwd=web, env=environment())
    if done.returncode != 0:
        raise SystemExit("npm ci failed in web/: is the network reachable? See the lines above.")


def forget_if_changed(build: Path) -> None:
    """Forget executed notebooks and parsed pages when code they depend on has changed.

    The caches see changes of a page, not of the library its cells import, of the extensions that
    render it, or of the versions installed.
    """
    mark = build / ".fingerprint"
    now = fingerprint()
    if mark.exists() and mark.read_text(encoding="utf-8") == now:
        return
    forget(build)
    build.mkdir(parents=True, exist_ok=True)
    mark.write_text(now, encoding="utf-8")


def forget(build: Path) -> None:
    for output in (build, build / "_build"):
        for name in (".jupyter_cache", ".doctrees", "html", "jupyter_execute"):
            shutil.rmtree(output / name, ignore_errors=True)


def fingerprint() -> str:
    """A hash of the code that the pages run or are rendered by."""
    digest = hashlib.sha256(sys.version.encode())
    for path in code_files():
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def code_files() -> Iterator[Path]:
    yield ROOT / "requirements.txt"
    for folder in (ROOT / "handbook", ROOT / "book" / "_ext"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


if __name__ == "__main__":
    sys.exit(main())
