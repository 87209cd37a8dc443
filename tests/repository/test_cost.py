"""What the guide says of large classes is what the benchmarks measured."""

import json
import subprocess
import sys

SCRIPT = ["benchmarks/cost_of_a_million.py"]


def run(root, *arguments):
    command = [sys.executable, *SCRIPT, *map(str, arguments)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_the_table_follows_from_the_measured_seconds_and_the_price(root, tmp_path):
    measured = tmp_path / "grading.json"
    # 18 ms on two cores: 36 ms of one, ten hours of one core for a million.
    rounds = {"seconds_autograder": [0.3, 0.018, 0.017], "cores": 2}
    measured.write_text(json.dumps({"optimizers": rounds}))
    done = run(root, "--json", measured, "--price", "0.1")
    assert done.returncode == 0
    assert "| 2 | 5.0 h | 1.00 |" in done.stdout
    assert "| 16 | 38 min | 1.00 |" in done.stdout
    assert "36.0 ms of one core (measured), which is 10.0 core hours" in done.stdout
    assert "at 0.1 a core hour (assumed)" in done.stdout


def test_a_figure_that_was_not_measured_is_asked_for(root, tmp_path):
    done = run(root, "--json", tmp_path / "none.json")
    assert done.returncode == 1
    assert "benchmarks/grading.py writes it" in done.stderr


def test_the_guide_shows_the_table_of_the_last_benchmark(root):
    done = run(root, "--price", "0.05")
    assert done.returncode == 0
    page = (root / "book/instructor/09-scaling.md").read_text(encoding="utf-8")
    for line in filter(None, done.stdout.splitlines()):
        assert line in page


def test_the_guide_says_what_the_last_run_of_ten_thousand_needed(root):
    measured = json.loads((root / "benchmarks/results/ten_thousand.json").read_text())
    page = " ".join((root / "book/instructor/09-scaling.md").read_text(encoding="utf-8").split())
    assert (measured["lost"], measured["wrong"]) == (0, 0)
    assert f"one run of {measured['students']:,} submissions" in page
    for at in ("a_quarter", "three_quarters", "most"):
        assert f"{measured[f'coordinator_mb_at_{at}']:.0f} MB" in page
    for at in ("a_quarter", "three_quarters"):
        assert f"{measured[f'worker_mb_at_{at}']:.0f} MB" in page
    assert f"took {measured['seconds'] / 60:.0f} minutes" in page
