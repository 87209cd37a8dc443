"""Make this checkout ready for work: the Python environment, the project itself, web packages.

    python3 scripts/setup.py        (`make setup` runs this, then scripts/system_packages.py)

Needs Python 3.11, 3.12 or 3.13 and nothing else. The environment is made with the Python that runs
this script. Each step writes the hash of what it was made from beside its result, last of all: the
step is skipped while that hash stands, and a half-made result has none, so it is made again.

The syntax stays readable for any Python 3, so that an old one gets a sentence and not a traceback.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
import venv
from contextlib import contextmanager
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WEB = ROOT / "web"


class SetupError(Exception):
    """Something is missing or failed; the message says what to do."""


def main() -> int:
    """Run every step that is not done yet; return the exit status."""
    try:
        check_python(sys.version_info[:2])
        with lock():
            make_environment()
            install_project()
            install_web_packages()
    except (SetupError, OSError) as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    return 0


def check_python(version: tuple) -> None:
    """Refuse a Python that the pinned packages do not support."""
    if not OLDEST <= version <= NEWEST:
        raise SetupError(
            "Python {}.{} to {}.{} is needed, this is {}.{}; name another one with "
            "`make setup PYTHON=python3.12`.".format(*OLDEST, *NEWEST, *version)
        )


def make_environment() -> None:
    """Make .venv with exactly the pinned packages; remake it when it is broken or out of date."""
    bootstrap, requirements = ROOT / "requirements-bootstrap.txt", ROOT / "requirements.txt"
    # The place belongs to the key because the scripts of an environment do not survive a move.
    key = fingerprint(
        f"{sys.version_info[:2]} {VENV}", bootstrap.read_bytes(), requirements.read_bytes()
    )
    stamp = VENV / ".made-environment"
    if is_done(stamp, key) and runs(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError(
            "this Python cannot make virtual environments; install its venv package (on Debian "
            "and Ubuntu: apt-get install python3-venv), or name another Python with PYTHON=."
        )
    with step("Python packages (.venv)"):
        remove(VENV)
        try:
            venv.create(VENV, symlinks=True, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise SetupError(f"{VENV} could not be made: {error}") from error
        pip("--require-hashes", "-r", bootstrap)
        # Compiled here, once: imports cost three times as much where nothing can be written later.
        uv("--require-hashes", "--compile-bytecode", "-r", requirements)
        stamp.write_text(key)


def install_project() -> None:
    """Install `handbook` and `autograder` so that they are imported from this checkout."""
    pyproject = ROOT / "pyproject.toml"
    key = fingerprint(pyproject.read_bytes())
    stamp = VENV / ".made-project"
    if is_done(stamp, key):
        return
    with step("this project"):
        uv("--no-deps", "--no-build-isolation", "-e", ROOT)
        stamp.write_text(key)


def install_web_packages() -> None:
    """Install what the site serves from web/package-lock.json, with the environment's own npm."""
    sources = [WEB / name for name in ("package.json", "package-lock.json", ".npmrc")]
    key = fingerprint(*(source.read_bytes() for source in sources))
    stamp = WEB / "node_modules" / ".made"
    if is_done(stamp, key):
        return
    with step("web packages (web/node_modules)"):
        run(VENV / "bin" / "npm", "ci", "--loglevel=error", cwd=WEB)
        stamp.write_text(key)


@contextmanager
def lock():
    """Hold this checkout; wait while another setup, or an installer it left behind, holds it.

    Installers inherit the lock: it is free once the last of them has ended, killed or not.
    """
    held = os.open(str(ROOT), os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("setup: waiting for another setup of this checkout …", flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        os.set_inheritable(held, True)
        yield
    finally:
        os.close(held)


def fingerprint(*parts) -> str:
    """One hash over texts and the contents of files."""
    digests = (hashlib.sha256(p.encode() if isinstance(p, str) else p).hexdigest() for p in parts)
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()


def is_done(stamp: Path, key: str) -> bool:
    """Whether a step was finished, and from the same sources."""
    return stamp.is_file() and stamp.read_text() == key


def runs(python: Path) -> bool:
    """Whether an environment's Python starts, and is the version the environment was made for."""
    test = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    try:
        return subprocess.run([str(python), "-c", test], check=False).returncode == 0
    except OSError:
        return False


def remove(path: Path) -> None:
    """Remove a file, link or folder if there is one."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(str(path))


def pip(*arguments) -> None:
    """Run `pip install` in .venv."""
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def uv(*arguments) -> None:
    """Run `uv pip install` on .venv, whichever environment is active."""
    run(VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON, *arguments)


def run(*command, cwd: Path = ROOT) -> None:
    """Run a command with the environment's programs first; its own output explains a failure."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    environment["VIRTUAL_ENV"] = str(VENV)
    environment["PATH"] = str(VENV / "bin") + os.pathsep + environment.get("PATH", os.defpath)
    words = [str(word) for word in command]
    # close_fds=False hands the lock on.
    done = subprocess.run(
        words, cwd=str(cwd), env=environment, stdin=subprocess.DEVNULL, close_fds=False
    )
    if done.returncode != 0:
        raise SetupError(f"`{' '.join(words)}` failed, see above; then run `make setup` again.")


@contextmanager
def step(what: str):
    """Say what is being installed, and how long it took once it is."""
    start = time.monotonic()
    print(f"setup: installing {what} …", flush=True)
    yield
    print(f"setup: {what}: {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
