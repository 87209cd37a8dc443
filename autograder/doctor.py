"""`autograder doctor`: what this machine can do to isolate student code."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from autograder.sandbox import Sandbox, SandboxError, probe_layers

MEANING = {
    "full": "full: its own files, processes, network and user; every layer below is in force",
    "container": (
        "container: no namespaces here; files, network and system calls are restricted, but "
        "names, sizes and dates of files can be seen"
    ),
}


def print_diagnosis(out: Console) -> bool:
    """Print each layer, whether it works and how to get it; True where grading can run."""
    table = Table(box=None, pad_edge=False)
    for heading in ("layer", "works", "why it matters"):
        table.add_column(heading, overflow="fold")
    layers = probe_layers()
    for layer in layers:
        table.add_row(layer.name, "yes" if layer.works else "no", layer.why)
    out.print(table)
    for layer in layers:
        if not layer.works:
            out.print(f"{layer.name}: {layer.fix}", markup=False, highlight=False, soft_wrap=True)
    try:
        with Sandbox() as sandbox:
            mode = str(sandbox.mode)
    except SandboxError as error:
        out.print(f"mode: none. {error}", markup=False, highlight=False, soft_wrap=True)
        return False
    out.print(f"mode: {MEANING.get(mode, mode)}", markup=False, highlight=False, soft_wrap=True)
    return True
