"""`autograder doctor`: what this machine can do to isolate student code."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import typer
from rich.console import Console

from autograder.cli.common import EXIT_FAILURE, out, report_expected_errors
from autograder.sandbox import Layer, Sandbox, SandboxError, policy, probe_layers
from autograder.text import clean

WIDTH = 80
DOES = {
    policy.VIEW: "only Python and the handbook exist (bubblewrap)",
    policy.NAMESPACES: "no other process, user or network can be named",
    policy.LANDLOCK: "files, TCP and signals by an allow-list of the kernel",
    policy.SECCOMP: "system calls by an allow-list of the kernel",
    policy.RLIMITS: "memory, processor time, threads and file sizes have limits",
}
NEXT = {
    "full": "Nothing is missing: this is the strongest mode.",
    "container": "The layers below would raise it to full.",
}


def print_diagnosis(out: Console) -> bool:
    """Print the mode that this machine gets, each layer, and how to get what is missing.

    True where grading can run.
    """
    layers = probe_layers()
    mode, says = _mode()
    for line in diagnosis(mode, says, layers):
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    return mode in policy.MODE_LAYERS


def _mode() -> tuple[str, str]:
    try:
        with Sandbox() as sandbox:
            return str(sandbox.mode), sandbox.says
    except SandboxError as error:
        return "none", str(error).splitlines()[0]


def diagnosis(mode: str, says: str, layers: Sequence[Layer]) -> Iterator[str]:
    """The lines of the diagnosis, none longer than a narrow terminal but for commands."""
    yield f"mode: {mode}"
    yield from _wrapped(says)
    missing = [layer for layer in layers if not layer.works]
    if mode in NEXT and (mode != "full" or not missing):
        yield from _wrapped(NEXT[mode])
    elif mode == "none":
        yield from _wrapped(
            "Grading is refused. The layers below are missing; `autograder grade --unsafe` runs "
            "without them, and stamps every page NOT ISOLATED."
        )
    yield ""
    yield "layer       works  what it does"
    for layer in layers:
        yield f"{layer.name:<11} {'yes' if layer.works else 'no':<6} {DOES[layer.name]}"
    for fix, same in _grouped(missing):
        yield ""
        yield f"To get {' and '.join(layer.name for layer in same)}:"
        for reason in dict.fromkeys(layer.why for layer in same if layer.why):
            yield from _wrapped(f"Here: {clean(reason)}", "  ")
        for line in fix.splitlines():
            yield from [f"  {line}"] if line.startswith("    ") else _wrapped(line, "  ")


def _grouped(missing: Sequence[Layer]) -> list[tuple[str, list[Layer]]]:
    """The missing layers by what helps."""
    groups: dict[str, list[Layer]] = {}
    for layer in missing:
        groups.setdefault(layer.fix, []).append(layer)
    return list(groups.items())


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


@report_expected_errors
def doctor() -> None:
    """Which isolation works on this machine, what is missing, and how to get it."""
    if not print_diagnosis(out):
        raise typer.Exit(EXIT_FAILURE)
