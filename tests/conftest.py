"""What holds for every test of the project: one thread, no display, reproducible examples."""

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

# Before NumPy and Matplotlib are loaded. Two workers share two cores: a thread pool in each would
# make them wait for one another.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(threads, "1")
os.environ["MPLBACKEND"] = "Agg"

# The same examples every time, and no verdict from the clock: a failure can be repeated.
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def script(root: Path) -> Callable[[str], ModuleType]:
    """Give a fresh module made from a file of scripts/, by its name."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(
            f"scripts_{name}", root / f"scripts/{name}.py"
        )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
