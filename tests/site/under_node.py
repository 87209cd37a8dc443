"""JavaScript of the site, evaluated under node."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.patience import HANGS

from .conftest import ROOT

NODE = Path(sys.executable).parent / "node"


def evaluate(figure: str, expression: str, **values: Any) -> Any:
    """The value of an expression over the exports `o` of a figure's module, as plain data.

    The expression may use the names of `values`, which are plain data.

    The module is loaded as on a page that has no place for the figure, so that nothing is drawn.
    """
    return evaluate_module(f"play/{figure}", expression, **values)


def evaluate_module(name: str, expression: str, **values: Any) -> Any:
    """The same for any module in `book/_static`, on a page that has nothing for it."""
    module = ROOT / "book" / "_static" / f"{name}.js"
    program = (
        "globalThis.window = {addEventListener: () => {}};"
        "globalThis.document = {querySelectorAll: () => [], querySelector: () => null};"
        f"const o = await import({json.dumps(module.as_uri())});"
        f"const {{{', '.join(values)}}} = {json.dumps(values)};"
        f"process.stdout.write(JSON.stringify({expression}));"
    )
    command = [str(NODE), "--no-warnings", "--input-type=module", "--eval", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANGS)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
