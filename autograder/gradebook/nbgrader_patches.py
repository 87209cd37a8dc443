"""The one change that is made to nbgrader while it runs here.

nbgrader (0.9.6) stamps a new gradebook with the version of its tables and asks the program
`alembic` for it (`nbgrader.api.get_alembic_version`). That program takes two seconds to start, and
it is looked for on a PATH on which it need not be; the library answers at once. Import `api` from
here wherever a gradebook is opened. Not needed any more once nbgrader asks the library itself.
"""

from __future__ import annotations

from alembic.script import ScriptDirectory
from nbgrader import api
from nbgrader.dbutil import ALEMBIC_DIR

__all__ = ["api"]


def _newest_schema() -> str:
    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


api.get_alembic_version = _newest_schema
