"""Notebooks of earlier years: nbgrader's older metadata, and tests that import nose.

nbgrader refuses metadata of an older version until `nbgrader update` has renewed them. They are
read here as that command would write them; the files stay as they are. `nose` does not run on
today's Python. Its `nose.tools` are the methods of `unittest.TestCase` under other names.
"""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Mapping
from typing import Any
from unittest import TestCase

SCHEMA = 3  # of nbgrader's metadata
ROLES = ("grade", "solution", "locked", "task")
KEYS = ("grade", "grade_id", "solution", "locked", "points", "checksum", "cell_type", "task")
# Names of nose that are not a method's with other letters.
OF_NOSE = {
    "eq_": "assertEqual",
    "ok_": "assertTrue",
    "assert_equals": "assertEqual",
    "assert_not_equals": "assertNotEqual",
    "assert_almost_equals": "assertAlmostEqual",
    "assert_items_equal": "assertCountEqual",
    "assert_raises_regexp": "assertRaisesRegex",
    "assert_regexp_matches": "assertRegex",
}


def newer_metadata(about: Mapping[str, Any]) -> dict[str, Any] | None:
    """The metadata of a cell in nbgrader's present form; None where they say nothing.

    Those of the present version, or of one that is not known, stay as they are.
    """
    version = about.get("schema_version", 0)
    if not about.get("grade_id") and not any(about.get(key) for key in ROLES):
        return None
    if version not in range(SCHEMA):
        return dict(about)
    made = {key: about[key] for key in KEYS if key in about}
    for key in ROLES:
        made[key] = bool(made.get(key, False))
    if version == 0 and not (made["grade"] or made["solution"] or made["locked"]):
        return None
    if made["grade"] or made["task"]:
        made["points"] = _points(made.get("points"))
    else:
        made.pop("points", None)
    return made | {"schema_version": SCHEMA}


def _points(stated: Any) -> float:
    try:
        return max(0.0, float(stated))
    except (TypeError, ValueError):  # an empty field was saved as a text
        return 0.0


def has_nose() -> bool:
    return importlib.util.find_spec("nose") is not None


def without_nose(source: str) -> str:
    """The same cell with `from nose.tools import …` as unittest; its lines keep their numbers."""
    if "nose" not in source:
        return source
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a notebook's own syntax
        return source
    lines = source.split("\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "nose.tools":
            made = ["from unittest import TestCase"]
            for one in node.names:
                method = _method(one.name)
                if method is None:
                    break
                made.append(f"{one.asname or one.name} = TestCase().{method}")
            else:
                first, last = node.lineno - 1, node.end_lineno or node.lineno
                before = lines[first].encode()[: node.col_offset].decode()
                after = lines[last - 1].encode()[node.end_col_offset :].decode()
                lines[first:last] = [before + "; ".join(made) + after] + [""] * (last - first - 1)
    return "\n".join(lines)


def _method(name: str) -> str | None:
    """The method of TestCase that a name of nose.tools stands for."""
    known = {re.sub("([A-Z])", r"_\1", m).lower(): m for m in dir(TestCase) if "assert" in m}
    return OF_NOSE.get(name, known.get(name))
