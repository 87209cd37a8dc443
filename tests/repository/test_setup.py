"""What `make setup` says and does when the machine is not as hoped."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A made-up machine: a folder of programs, and who is asking."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(sys, "platform", "linux")
    return programs


def add_program(folder, name, text="exit 0"):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def see_to_packages(script, monkeypatch):
    """Run system_packages.py; gives its exit status."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["system_packages.py", *arguments])
        packages = script("system_packages")
        monkeypatch.setattr(packages, "POSTGRESQL", "/nowhere/postgresql/[0-9]*/bin")
        return packages.main()

    return run


# apt-get that knows no package until its lists are fetched, and then installs empty programs.
APT_GET = """
log="${0%/*}/../apt.log"
echo "$*" >> "$log"
case "$*" in
    *update*) echo fetched > "${0%/*}/../lists" ;;
    *install*)
        [ -f "${0%/*}/../lists" ] || { echo "E: Unable to locate package"; exit 100; }
        for program in bwrap chromium initdb; do
            echo '#!/bin/sh' > "${0%/*}/$program"
            /bin/chmod +x "${0%/*}/$program"
        done ;;
esac"""


def test_an_unsupported_python_is_refused_in_one_sentence(script):
    setup = script("setup")
    for version in [(3, 6), (3, 10), (3, 14)]:
        with pytest.raises(
            setup.SetupError, match=r"^Python 3.11 to 3.13 is needed, this is .*\.$"
        ):
            setup.check_python(version)
    for version in [(3, 11), (3, 12), (3, 13)]:
        setup.check_python(version)


def test_setup_can_be_read_by_an_old_python(root):
    """Otherwise an old Python shows a syntax error instead of the sentence."""
    ast.parse((root / "scripts" / "setup.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_step_without_its_stamp_is_not_done(script, tmp_path):
    setup = script("setup")
    assert not setup.is_done(tmp_path / "stamp", "key")


def test_a_step_is_repeated_when_a_source_changes(script, tmp_path):
    setup = script("setup")
    stamp = tmp_path / "stamp"
    stamp.write_text(setup.fingerprint("3.11", b"numpy==2.4.6"))
    assert setup.is_done(stamp, setup.fingerprint("3.11", b"numpy==2.4.6"))
    assert not setup.is_done(stamp, setup.fingerprint("3.11", b"numpy==2.5.5"))
    assert not setup.is_done(stamp, setup.fingerprint("3.12", b"numpy==2.4.6"))


def test_text_moved_from_one_source_to_the_next_counts_as_a_change(script):
    setup = script("setup")
    assert setup.fingerprint("ab", "c") != setup.fingerprint("a", "bc")


def test_an_environment_whose_python_is_gone_does_not_run(script, tmp_path):
    setup = script("setup")
    (tmp_path / "python").symlink_to(tmp_path / "uninstalled")
    assert not setup.runs(tmp_path / "python")
    assert setup.runs(Path(sys.executable))


def test_a_user_is_told_what_is_missing_and_the_command(machine, capsys, see_to_packages):
    add_program(machine, "apt-get", "exit 1")
    assert see_to_packages() == 0
    said = capsys.readouterr().err
    assert "bubblewrap is not installed" in said
    assert "chromium is not installed" in said
    assert "sudo apt-get install bubblewrap chromium" in said


def test_a_needed_package_that_is_missing_is_a_failure(machine, capsys, see_to_packages):
    add_program(machine, "bwrap")
    assert see_to_packages("--need", "bubblewrap") == 0
    assert see_to_packages("--need", "bubblewrap", "chromium") == 1
    said = capsys.readouterr().err
    assert "bubblewrap is not installed" not in said
    assert "cannot go on without chromium" in said


def test_any_browser_of_the_family_will_do(machine, see_to_packages):
    add_program(machine, "bwrap")
    add_program(machine, "google-chrome")
    assert see_to_packages("--need", "bubblewrap", "chromium") == 0


def test_root_gets_the_packages_and_the_lists_are_fetched_when_they_are_stale(
    machine, monkeypatch, tmp_path, see_to_packages
):
    add_program(machine, "apt-get", APT_GET)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert see_to_packages("--need", "bubblewrap", "chromium") == 0
    calls = (tmp_path / "apt.log").read_text().splitlines()
    assert ["install" in call for call in calls] == [True, False, True]


def test_root_with_fresh_lists_does_not_fetch_them(machine, monkeypatch, tmp_path, see_to_packages):
    add_program(machine, "apt-get", APT_GET)
    (tmp_path / "lists").touch()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert see_to_packages() == 0
    assert len((tmp_path / "apt.log").read_text().splitlines()) == 1


def test_the_newest_server_is_found_where_debian_keeps_it(script, machine, monkeypatch, tmp_path):
    for version in ("9", "15"):
        folder = tmp_path / "postgresql" / version / "bin"
        folder.mkdir(parents=True)
        add_program(folder, "initdb")
    packages = script("system_packages")
    monkeypatch.setattr(packages, "POSTGRESQL", f"{tmp_path}/postgresql/[0-9]*/bin")
    assert packages.find("initdb") == str(tmp_path / "postgresql" / "15" / "bin" / "initdb")
    assert "postgresql" not in packages.missing()


def test_a_machine_without_apt_get_is_told_the_names(machine, capsys, see_to_packages):
    assert see_to_packages() == 0
    assert "the packages bubblewrap chromium" in capsys.readouterr().err


def test_make_without_a_target_lists_the_targets(root):
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    listed = {line.split()[1] for line in shown.splitlines()}
    assert listed == {
        "help", "setup", "demo", "test", "quick", "deep", "lint", "site", "serve", "release",
        "audit",
        "bench", "pictures", "clean",
    }  # fmt: skip
