"""What the pages claim is true on other processors, which round sums in another way."""

import pytest

from scripts import processors
from scripts.processors import PROCESSORS, THIS, Loops

NEW = Loops("SkylakeX", frozenset({"X86_V3", "X86_V4", "AVX512_SPR"}))
OLD = Loops("Nehalem", frozenset())
TRACEBACK = """\
An error occurred while executing the following cell:
------------------
assert counts == [6, 20]
------------------

\x1b[31mAssertionError\x1b[39m       Traceback (most recent call last)
\x1b[36mCell\x1b[39m In[2], line 3
      1 counts = run()
\x1b[32m----> 3\x1b[39m \x1b[38;5;28;01massert\x1b[39;00m counts == [6, 20], counts

\x1b[31mAssertionError\x1b[39m: [7, 20]
"""
PAGE = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# A page

```{code-cell} ipython3
import numpy as np

extensions = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
assert "X86_V3" in extensions, extensions
```
"""


@pytest.fixture
def on(monkeypatch):
    """Pretend that NumPy and OpenBLAS take these loops, whatever they are told."""
    return lambda loops: monkeypatch.setattr(processors, "loops_of", lambda environment: loops)


def test_an_older_processor_is_this_one_without_what_it_has_more():
    assert processors.changes(PROCESSORS["with AVX2"], NEW) == {
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": "AVX512_SPR X86_V4",
    }


def test_a_newer_processor_is_left_out_and_what_lacks_is_named(on):
    on(OLD)
    assert processors.environment_of("with AVX-512") == ({}, "for this one lacks X86_V3, X86_V4")


def test_a_processor_whose_loops_are_not_taken_is_left_out(on):
    on(NEW)
    environment, reason = processors.environment_of("without AVX")
    assert not environment
    assert reason.startswith("for NumPy and OpenBLAS take the loops SkylakeX")


def test_a_failure_is_told_by_its_line_and_what_it_raised():
    told = "assert counts == [6, 20], counts\n    AssertionError: [7, 20]"
    assert processors.raised(TRACEBACK) == told


@pytest.mark.deep
@pytest.mark.slow
def test_a_page_that_holds_on_one_processor_alone_is_named(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    assert "AssertionError: []" in processors.execute([page], emulated("without AVX"))[str(page)]
    assert processors.execute([page], emulated("with AVX2")) == {}


@pytest.mark.deep
@pytest.mark.slow
@pytest.mark.parametrize("name", [THIS, *PROCESSORS])
def test_every_page_holds_as_on_another_processor(name):
    pages = processors.pages_with_code()
    assert len(pages) > 40
    assert processors.execute(pages, emulated(name)) == {}


def emulated(name):
    environment, reason = processors.environment_of(name)
    if reason:
        pytest.skip(f"{name}: left out, {reason}")
    return environment
