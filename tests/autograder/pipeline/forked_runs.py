"""A server of runs: what `autograder` imports is imported once, and each run is a fork of it.

A test that needs a hundred runs would else spend its time on imports. The server reads one JSON
line a request, `{"start": [arguments], "output": file, "clock": null}` or `{"wait": pid}`, and
answers with a number: the process id of the run, which leads a process group of its own, or how
it ended.
"""

import contextlib
import importlib
import itertools
import json
import multiprocessing
import os
import subprocess
import sys
import time
import traceback

from tests.patience import HANGS

# What `autograder` itself loads only when a command needs it.
LOADED = (
    *(
        "autograder.gradebook.replay",
        "autograder.gradebook.late_penalties",
        "autograder.authoring.synthetic_class",
        "autograder.pipeline",
    ),
    *(
        "autograder.pages.publisher",
        "autograder.pages.report",
        "autograder.gradebook.policies",
        "autograder.gradebook.regrade_preview",
    ),
    *("alembic.script", "nbgrader.api", "nbgrader.preprocessors", "typer._adapters"),
)


class Runs:
    """The server as a test sees it. Use it in a `with` statement."""

    def __init__(self):
        command = [sys.executable, "-m", "tests.autograder.pipeline.forked_runs"]
        self._server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._server.stdout.readline() == "ready\n"

    def start(self, arguments, output, clock=None):
        """Start a run; its process id. `clock` are seconds by which the time jumps, in turn."""
        return self._ask(
            {"start": [str(a) for a in arguments], "output": str(output), "clock": clock}
        )

    def wait(self, pid):
        """Wait for a run; its exit code, or the signal that ended it as a negative number."""
        return self._ask({"wait": pid})

    def _ask(self, request):
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.stdin.close()
        self._server.wait(HANGS)
        self._server.stdout.close()


def run(command, arguments, output, clock):
    """The command line in this process, which does not come back."""
    if clock:
        jumps, real = itertools.cycle(clock), time.time
        time.time = lambda: real() + next(jumps)
    os.setsid()
    os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
    os.dup2(1, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    code = 1
    try:
        command.main(arguments, prog_name="autograder")
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def load_everything():
    """Load what commands load, and let workers be forks of the command, too."""
    import nbformat
    from sqlalchemy.orm import configure_mappers

    from autograder.batch import process_pool
    from autograder.cli import grade
    from autograder.pages import feedback

    for name in LOADED:
        importlib.import_module(name)
    nbformat.validate(nbformat.v4.new_notebook())
    configure_mappers()
    for name in ("feedback.html", "report.html"):
        feedback.environment().get_template(name)
    # Workers are forks, too, instead of fresh interpreters.
    process_pool.start_server = grade.start_server = lambda: None
    process_pool.get_context = lambda _: multiprocessing.get_context("fork")


def serve():
    from typer.main import get_command

    from autograder.cli import app as cli

    load_everything()
    command = get_command(cli.app)
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            _, status = os.waitpid(request["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        elif (pid := os.fork()) == 0:
            run(command, request["start"], request["output"], request["clock"])
        else:
            print(pid, flush=True)


if __name__ == "__main__":
    serve()
