"""See to the programs that do not come from Python: bubblewrap, browsers, nginx, PostgreSQL.

    python3 scripts/system_packages.py                    install them if possible, or say how
    python3 scripts/system_packages.py --need chromium    fail if it is still missing then

Root on Debian or Ubuntu gets them installed. Anybody else is told what is missing, what it is for,
and the command; nothing asks for a password.
"""

import argparse
import glob
import os
import shutil
import subprocess
import sys

# Package: the programs any one of which will do, and what they are for.
PACKAGES = {
    "bubblewrap": (
        ("bwrap",),
        "it isolates submitted code; without it grading falls back to a "
        "weaker mode or refuses, see `autograder doctor`",
    ),
    "chromium": (
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        "the tests look at the site with it",
    ),
    "firefox-esr": (
        ("firefox-esr", "firefox"),
        "the tests walk a learner's path in it",
    ),
    "webkit2gtk-driver": (
        ("WebKitWebDriver",),
        "the tests walk a learner's path in Safari's engine",
    ),
    "xvfb": (
        ("Xvfb",),
        "WebKit's window in the tests needs a screen",
    ),
    "nginx-light": (
        ("nginx",),
        "the tests serve the site with the lines that the guide gives for it",
    ),
    "postgresql": (
        ("initdb",),
        "the tests of `grade --db postgresql://…` start a server of their own",
    ),
}

POSTGRESQL = "/usr/lib/postgresql/[0-9]*/bin"  # its server's programs are not on the path


def main() -> int:
    """Install or report what is missing; return 1 if a needed package is still missing."""
    parser = argparse.ArgumentParser(description="See to programs not from Python.")
    parser.add_argument("--need", nargs="+", default=[], choices=PACKAGES, metavar="PACKAGE")
    needed = parser.parse_args().need
    if missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing())
    for package in missing():
        print(f"{package} is not installed: {PACKAGES[package][1]}.", file=sys.stderr)
    if missing():
        print(advice(missing()), file=sys.stderr)
    lacking = [package for package in needed if package in missing()]
    if lacking:
        print(f"This cannot go on without {' and '.join(lacking)}.", file=sys.stderr)
    return 1 if lacking else 0


def missing() -> list[str]:
    """The packages none of whose programs is found."""
    return [p for p, (programs, _) in PACKAGES.items() if not any(map(find, programs))]


def find(program: str) -> str | None:
    """Where a program is: on the path, or where Debian keeps servers, newest first."""
    folders = sorted(glob.glob(POSTGRESQL), key=lambda path: int(path.split("/")[-2]), reverse=True)
    places = (None, *folders, "/usr/sbin")
    return next(filter(None, (shutil.which(program, path=place) for place in places)), None)


def advice(packages: list[str]) -> str:
    """The command that installs these packages here, as far as it is known."""
    names = " ".join(packages)
    if shutil.which("apt-get"):
        return f"To install: sudo apt-get install {names}"
    if sys.platform != "linux":
        return f"Missing: {names}. Grading is isolated on Linux only; a container or WSL2 serves."
    return f"To install: the packages {names}, with this system's package manager."


def install(packages: list[str]) -> None:
    """Install with apt-get; fetch its package lists only if the present ones do not serve."""
    print(f"setup: installing {' and '.join(packages)} …", flush=True)
    command = ("install", "--yes", "--no-install-recommends", *packages)
    if apt_get(*command).returncode != 0:
        apt_get("update")
        again = apt_get(*command)
        if again.returncode != 0:
            print(again.stdout, file=sys.stderr)


def apt_get(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run apt-get without questions, waiting where another process holds its lock."""
    return subprocess.run(
        ["apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=300", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


if __name__ == "__main__":
    sys.exit(main())
