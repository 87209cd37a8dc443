"""The command that builds the site: what it keeps, what it forgets, when it tries again."""

import shutil
import subprocess
import sys

import pytest
from jupyter_cache import get_cache
from myst_nb.core.read import read_myst_markdown_notebook

from .conftest import ROOT


@pytest.fixture
def build_site(script, tmp_path, monkeypatch):
    """The script, working on a small checkout of its own."""
    module = script("build_site")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "BUILD", tmp_path / "_build")
    for name in (
        "handbook/figures/matplotlib_style.py",
        "book/_ext/quiz.py",
        "book/page.md",
        "requirements.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("first", encoding="utf-8")
    return module


@pytest.fixture
def runs(build_site, monkeypatch):
    """Answer for jupyter-book with these codes and outputs, in this order; the commands it got."""
    commands = []

    def answer(*results):
        waiting = iter(results)

        def run_and_show(command):
            commands.append(command)
            code, output = next(waiting)
            if code == 0:
                page = build_site.BUILD / "html" / "index.html"
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text("built", encoding="utf-8")
            return code, output

        monkeypatch.setattr(build_site, "run_and_show", run_and_show)
        return commands

    return answer


def cached(build_site):
    folder = build_site.BUILD / ".jupyter_cache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize(
    "name", ["handbook/figures/matplotlib_style.py", "book/_ext/quiz.py", "requirements.txt"]
)
def test_executed_notebooks_are_forgotten_when_code_changes(build_site, tmp_path, name):
    build_site.forget_if_code_changed(build_site.BUILD)
    cache = cached(build_site)
    (tmp_path / name).write_text("second", encoding="utf-8")
    build_site.forget_if_code_changed(build_site.BUILD)
    assert not cache.exists()


def test_executed_notebooks_are_kept_when_only_a_page_changes(build_site, tmp_path):
    build_site.forget_if_code_changed(build_site.BUILD)
    cache = cached(build_site)
    (tmp_path / "book/page.md").write_text("second", encoding="utf-8")
    build_site.forget_if_code_changed(build_site.BUILD)
    assert cache.is_dir()


def test_a_site_is_fresh_until_a_source_changes(build_site, runs, tmp_path):
    assert not build_site.is_fresh()
    runs((0, "done"))
    assert build_site.build_site() == 0
    assert build_site.is_fresh()
    (tmp_path / "book/page.md").write_text("second", encoding="utf-8")
    assert not build_site.is_fresh()


def test_where_nothing_has_changed_nothing_is_done(build_site, runs, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["build_site.py"])
    commands = runs((0, "done"), (0, "done"), (0, "done"))
    assert build_site.main() == build_site.main() == 0
    assert len(commands) == 1
    assert "nothing has changed" in capsys.readouterr().out
    (tmp_path / "book/page.md").write_text("second", encoding="utf-8")
    assert build_site.main() == 0
    shutil.rmtree(build_site.BUILD / "html")
    assert build_site.main() == 0
    assert len(commands) == 3


def test_a_build_that_fails_leaves_no_fresh_site(build_site, runs):
    runs((0, "done"), (1, "a warning"))
    build_site.build_site()
    assert build_site.build_site() == 1
    assert not build_site.is_fresh()


def test_warnings_are_errors(build_site, runs):
    commands = runs((0, "done"))
    build_site.build_site()
    assert {"-W", "-n", "--keep-going"} <= set(commands[0])


def test_a_lost_race_for_a_port_is_run_once_more(build_site, runs):
    race = (1, f"RuntimeError: {build_site.PORT_RACE} to kernel_info")
    commands = runs(race, (0, "done"))
    assert build_site.build_site() == 0
    assert len(commands) == 2
    commands = runs(race, race)
    assert build_site.build_site() == 1


def test_another_failure_is_not_run_again(build_site, runs):
    commands = runs((1, "undefined label"))
    assert build_site.build_site() == 1
    assert len(commands) == 1


def test_the_output_is_shown_as_it_comes_and_the_code_is_given(build_site, capfd):
    code, output = build_site.run_and_show(["python", "-c", "print('seen'); raise SystemExit(3)"])
    assert code == 3
    assert output == "seen\n"
    assert capfd.readouterr().out == "seen\n"


def test_what_a_failed_build_leaves_running_is_ended(build_site):
    leaves_a_sleeper = "import subprocess; subprocess.Popen(['sleep', '600'])"
    code, output = build_site.run_and_show(["python", "-c", leaves_a_sleeper])
    assert (code, output) == (0, "")


def test_figures_are_not_lost_to_a_backend_chosen_elsewhere(build_site, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    asks = "import os; print(os.environ.get('MPLBACKEND'))"
    assert build_site.run_and_show(["python", "-c", asks]) == (0, "None\n")


def test_a_page_that_is_not_there_is_refused(build_site, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["build_site.py", "--page", "book/absent.md"])
    with pytest.raises(SystemExit) as ended:
        build_site.main()
    assert ended.value.code == 2
    assert "there is no page book/absent.md" in capsys.readouterr().err


def test_pages_are_executed_on_all_cores_before_they_are_rendered(build_site, tmp_path, runs):
    (tmp_path / "_toc.yml").write_text(
        "root: book/intro\nparts:\n- chapters: [{file: book/page}, {file: book/gone}]\n"
    )
    commands = runs((0, ""), (0, ""))
    assert build_site.build_site() == 0
    execute, render = commands
    assert execute[1].endswith("scripts/execute_pages.py")
    assert execute[2:] == [str(tmp_path / "_build/.jupyter_cache"), str(tmp_path / "book/page.md")]
    assert render[:2] == ["jupyter-book", "build"]


def test_an_executed_page_is_found_by_the_build_and_its_seconds_are_known(script, tmp_path):
    page = tmp_path / "book" / "page.md"
    page.parent.mkdir()
    kernel = "kernelspec: {display_name: Python 3, language: python, name: python3}"
    cell = "```{code-cell} ipython3\nx = 1\nx\n```"
    page.write_text(f"---\n{kernel}\n---\n\n# A page\n\n{cell}\n")
    (tmp_path / "book" / "words.md").write_text("# Words\n")
    cache = tmp_path / "cache"
    command = [sys.executable, ROOT / "scripts" / "execute_pages.py", cache]
    command += [page, page.with_name("words.md")]
    said = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2)
    ]
    assert said[0] == "1 pages with code: 1 executed, 0 failed, the others have not changed\n"
    assert said[1] == "1 pages with code: 0 executed, 0 failed, the others have not changed\n"
    assert list(script("costs").executed(cache / "global.db")) == ["book/page"]

    notebook = read_myst_markdown_notebook(page.read_text())  # as the build reads it
    found = get_cache(str(cache)).match_cache_notebook(notebook)
    assert found.uri == str(page)
