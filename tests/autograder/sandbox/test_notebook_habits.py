"""What runs in a notebook runs here: `await` in a cell, IPython's shell, imports of Colab."""

from __future__ import annotations

import pytest

from autograder.sandbox import Sandbox, Session


@pytest.mark.parametrize(
    "source",
    [
        "import asyncio\nawait asyncio.sleep(0)\ndone = True",
        "import asyncio\nasync def one():\n    return 1\nassert await one() == 1\ndone = True",
        "async def two():\n    yield 1\n    yield 2\n"
        "assert [n async for n in two()] == [1, 2]\ndone = True",
        "import asyncio\nasync with asyncio.timeout(5):\n    await asyncio.sleep(0)\ndone = True",
        "import asyncio\nassert await asyncio.to_thread(lambda: 3) == 3\ndone = True",
        "import asyncio\nasync def one():\n    return 1\n"
        "assert asyncio.run(one()) == 1\ndone = True",
    ],
)
def test_a_cell_may_await(session: Session, source: str) -> None:
    assert session.run_cell(source).error is None
    assert session.run_cell("assert done").error is None


def test_a_task_that_one_cell_starts_can_be_awaited_in_the_next(session: Session) -> None:
    session.run_cell("import asyncio\nasync def one():\n    return 1")
    assert session.run_cell("task = asyncio.create_task(one())").error is None
    assert session.run_cell("assert await task == 1").error is None


def test_an_error_after_an_await_has_its_line_in_the_cell(session: Session) -> None:
    error = session.run_cell("import asyncio\nawait asyncio.sleep(0)\n1 / 0").error
    assert error is not None
    assert (error.type_name, error.line, error.source_line) == ("ZeroDivisionError", 3, "1 / 0")


@pytest.mark.parametrize("with_figures", [False, True])
@pytest.mark.parametrize(
    "source",
    [
        "from IPython import get_ipython\nget_ipython().run_line_magic('matplotlib', 'inline')",
        "import IPython\nIPython.get_ipython().magic('%matplotlib inline')",
        "from IPython.core.getipython import get_ipython\nget_ipython().system('ls')",
        "get_ipython().ast_node_interactivity\nget_ipython().kernel.do_shutdown(True)",
        "get_ipython().events.register('post_execute', print)",
        "if 'google.colab' in str(get_ipython()):\n    import google.colab",
        "get_ipython().user_ns['done'] = 1\nassert done == 1",
        "get_ipython().run_cell('done = 2')\nassert done == 2",
        "from IPython import get_ipython\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])",
    ],
)
def test_the_shell_of_ipython_can_be_asked_for(
    sandbox: Sandbox, source: str, with_figures: bool
) -> None:
    with sandbox.start(with_figures=with_figures) as session:
        result = session.run_cell(f"{source}\nimport numpy as np")
        assert result.error is None
        assert result.skipped == ()
        assert session.run_cell("np.zeros(1)").error is None


@pytest.mark.parametrize(
    "source",
    [
        "from google.colab import drive\nimport numpy as np",
        "from google.colab import drive\ndrive.mount('/content/drive')\nimport numpy as np",
        "import google.colab, numpy as np",
        "from kaggle_secrets import UserSecretsClient\nsecrets = UserSecretsClient()\n"
        "key = secrets.get_secret('key')\nimport numpy as np",
        "import not_installed as ni; import numpy as np",
        "from my_own_helpers import *\nimport numpy as np",
        "if True:\n    import google.colab\nimport numpy as np",
        "if True:\n    import google.colab\n    import numpy as np",
        "if False:\n    pass\nelse:\n    if True:\n        import google.colab, numpy as np",
        "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n"
        "    import seaborn as sns\n    sns.set_theme()\n    import numpy as np",
        "%%time\nimport google.colab\nimport numpy as np",
        "%matplotlib inline\nimport google.colab\nimport numpy as np",
    ],
)
def test_an_import_that_cannot_work_here_is_left_out_and_said(
    session: Session, source: str
) -> None:
    result = session.run_cell(source)
    assert result.error is None
    assert result.skipped[0].type_name == "ModuleNotFoundError"
    assert "import" in result.skipped[0].source_line
    assert session.run_cell("np.zeros(1)").error is None


def test_of_several_names_those_that_exist_are_imported(session: Session) -> None:
    result = session.run_cell("from numpy import array, no_such_name, zeros")
    assert [s.source_line for s in result.skipped] == ["from numpy import no_such_name"]
    assert "/" not in result.skipped[0].message
    assert session.run_cell("array([1]), zeros(1)").error is None


def test_what_was_left_out_is_missing_where_it_is_needed(session: Session) -> None:
    session.run_cell("import not_installed\ndef f(x):\n    return not_installed.f(x)")
    error = session.call("f", [1]).error
    assert error is not None
    assert error.message == "name 'not_installed' is not defined"


def test_nothing_else_is_left_out(session: Session) -> None:
    result = session.run_cell("import numpy as np\nx = missing\ny = 1")
    assert result.error is not None
    assert result.error.line == 2
    assert result.skipped == ()
    assert session.run_cell("y").error is not None


def test_an_import_that_is_caught_is_the_notebooks_own_affair(session: Session) -> None:
    source = (
        "try:\n    import google.colab\n    COLAB = True\nexcept ImportError:\n    COLAB = False"
    )
    result = session.run_cell(source)
    assert (result.error, result.skipped) == (None, ())
    assert session.run_cell("assert not COLAB").error is None


def test_the_definitions_of_a_cell_can_be_run_alone(session: Session) -> None:
    source = (
        "import time\nRATE = 2\nstarted = time.time()\nclass Step:\n    pass\n"
        "def f(x):\n    return RATE * x\nslow = f(1)\nfor _ in range(9):\n    1 / 0\n"
        "square = lambda x: x * x\nwhile True:\n    pass"
    )
    for cell in (source, f"%%time\n{source}"):
        assert session.run_cell(cell, part="definitions").error is None
        assert set(session.functions()) == {"Step", "f", "square"}
        assert session.call("f", [3]).value == 6
        assert session.run_cell("slow").error is not None


def test_a_function_that_was_kept_gets_its_name_back(session: Session) -> None:
    session.run_cell("def f(x):\n    return x", keep="f")
    session.run_cell("f = f(1)")
    assert session.defined().functions == {}
    assert session.defined(restore=True).rebound == ("f",)
    assert session.call("f", [7]).value == 7


def test_the_functions_of_a_cell_can_be_run_alone(session: Session) -> None:
    source = "import math\nrows = [0] * 10**12\nsquare = lambda x: x * x\ndef f(x):\n    return x"
    assert session.run_cell(source, part="functions").error is None
    assert set(session.functions()) == {"f", "square"}
    assert session.run_cell("math.pi").error is None
