"""Fuzz the readers of untrusted bytes: answers of a worker, and files handed in as notebooks.

    python scripts/fuzz.py --minutes 10
    python scripts/fuzz.py --minutes 60 --target frame --engine atheris

Hypothesis makes the inputs; where Atheris is installed (`python -m pip install atheris`, Linux) it
follows the branches that are reached and starts from tests/fuzz/corpus. An input that breaks a
reader is written to tests/fuzz/corpus/<target>, where the tests find it; the script then returns 1.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "fuzz" / "corpus"
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Share the time among the targets; return 1 if an input broke one."""
    parser = argparse.ArgumentParser(
        description="Fuzz the readers of untrusted bytes.",
        epilog="example: python scripts/fuzz.py --minutes 10",
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="in all (default 10)")
    parser.add_argument("--target", choices=("frame", "notebook"), help="only this reader")
    has_atheris = importlib.util.find_spec("atheris") is not None
    parser.add_argument(
        "--engine",
        choices=("hypothesis", "atheris"),
        default="atheris" if has_atheris else "hypothesis",
    )
    parser.add_argument(
        "--keep", action="store_true", help="add to the corpus what reached a new branch (atheris)"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.inside:
        run_atheris(options.target, rest)  # does not return
    if options.engine == "atheris" and not has_atheris:
        parser.error("Atheris is not installed: python -m pip install atheris")
    chosen = [options.target] if options.target else ["frame", "notebook"]
    seconds = options.minutes * 60 / len(chosen)
    if options.engine == "atheris":
        broken = [target for target in chosen if not start_atheris(target, seconds, options.keep)]
    else:
        broken = [target for target in chosen if not run_hypothesis(target, seconds)]
    if broken:
        print(f"fuzz: broken: {', '.join(broken)}; the inputs are kept in {CORPUS}")
        return 1
    print("fuzz: nothing found")
    return 0


def run_hypothesis(target: str, seconds: float) -> bool:
    """Run a target on made inputs for so long; whether all held."""
    from hypothesis import HealthCheck, Phase, given, settings

    from tests.fuzz import strategies, targets

    tried = 0
    last = b""
    end = time.monotonic() + seconds

    @settings(
        max_examples=2_000,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies.inputs(target))
    def holds(data: bytes) -> None:
        nonlocal tried, last
        tried += 1
        last = data
        targets.TARGETS[target](data)

    while time.monotonic() < end:
        try:
            holds()
        except Exception as error:
            path = CORPUS / target / hashlib.sha256(last).hexdigest()[:16]
            path.write_bytes(last)
            print(f"fuzz: {target}: {type(error).__name__}: {error}\n  input: {path}")
            return False
    print(f"fuzz: {target}: {tried:,} inputs in {seconds:.0f} s")
    return True


def start_atheris(target: str, seconds: float, keep: bool) -> bool:
    """Run Atheris, which ends its process, in one of its own; whether all held."""
    from tests.fuzz import targets

    with tempfile.TemporaryDirectory() as found:
        for number, seed in enumerate(targets.seeds(target)):
            Path(found, f"seed-{number}").write_bytes(seed)
        fuzzer = [sys.executable, __file__, "--inside", "--target", target, "-max_len=2048"]
        limits = [f"-max_total_time={seconds:.0f}", "-timeout=20", "-rss_limit_mb=4096"]
        limits += [f"-artifact_prefix={CORPUS / target}/", "-print_final_stats=1"]
        done = subprocess.run([*fuzzer, *limits, found, str(CORPUS / target)], check=False)
        if keep:
            subprocess.run([*fuzzer, "-merge=1", str(CORPUS / target), found], check=True)
        return done.returncode == 0


def run_atheris(target: str, arguments: list[str]) -> None:
    """Fuzz one target until its time is over; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["autograder", "handbook"]):
        from tests.fuzz import targets

    def run(data: bytes) -> None:
        targets.TARGETS[target](data)
        if target == "frame":  # few changed frames keep lengths that fit
            targets.frame(targets.with_right_lengths(data))

    targets._graded()
    # To merge, the library starts the program again by the first of these words.
    again = shlex.join([sys.executable, __file__, "--inside", "--target", target])
    atheris.Setup([again, *arguments], run)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
