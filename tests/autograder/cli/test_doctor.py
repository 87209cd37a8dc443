"""`doctor`: the mode of this machine, what is missing, and what would raise it."""

import io
import os
import shutil
import sys

import pytest
from rich.console import Console

from autograder.cli.doctor import WIDTH, diagnosis, print_diagnosis
from autograder.sandbox import Layer, SandboxError, client, policy, remedies

WORKS = [Layer(name, True) for name in policy.LAYERS]


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine outside a container, with bubblewrap, whose kernel has the given switches."""
    monkeypatch.setattr(remedies, "KERNEL", tmp_path)
    monkeypatch.setattr(remedies, "SECURITY", tmp_path / "lsm")
    monkeypatch.setattr(remedies, "CONTAINER_MARKS", ())
    monkeypatch.delenv("container", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/bwrap")

    def switch(**values):
        for name, value in values.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{value}\n")

    return switch


def text(mode, layers, says="What it says."):
    return "\n".join(diagnosis(mode, says, layers))


def without(*names):
    return [
        Layer(name, name not in names, "It was refused.", remedies.fix(name))
        for name in policy.LAYERS
    ]


def test_where_all_works_it_says_so_and_offers_nothing():
    shown = text("full", WORKS)
    assert shown.startswith("mode: full\n")
    assert "Nothing is missing" in shown
    assert "To get" not in shown


def test_container_mode_says_what_would_raise_it(machine):
    shown = text("container", without(policy.VIEW, policy.NAMESPACES))
    assert "would raise it to full" in shown
    assert shown.count("To get view and namespaces:") == 1
    assert shown.count("Here: It was refused.") == 1


def test_without_a_mode_it_says_what_unsafe_would_do(machine):
    shown = text("none", without(policy.LANDLOCK))
    assert "Grading is refused" in shown
    assert "--unsafe" in shown
    assert "NOT ISOLATED" in shown


def test_apparmor_is_named_with_the_profile_that_mends_it(machine):
    machine(kernel__apparmor_restrict_unprivileged_userns=1)
    for layer in (policy.VIEW, policy.NAMESPACES):
        advice = remedies.fix(layer)
        assert "profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }" in advice
        assert "systemctl reload apparmor" in advice
        assert "kernel.apparmor_restrict_unprivileged_userns=0" in advice


@pytest.mark.parametrize(
    ("switch", "command"),
    [
        ("kernel__unprivileged_userns_clone", "sysctl kernel.unprivileged_userns_clone=1"),
        ("user__max_user_namespaces", "sysctl user.max_user_namespaces=10000"),
    ],
)
def test_a_switch_of_the_kernel_is_named_with_its_command(machine, switch, command):
    machine(**{switch: 0})
    assert f"    {command}\n" in remedies.fix(policy.NAMESPACES)


def test_inside_a_container_the_options_of_docker_are_named(machine, monkeypatch, tmp_path):
    (tmp_path / "mark").touch()
    monkeypatch.setattr(remedies, "CONTAINER_MARKS", (str(tmp_path / "mark"),))
    machine(kernel__apparmor_restrict_unprivileged_userns=1)  # the host's; nothing to mend in here
    advice = remedies.fix(policy.VIEW)
    for option in ("seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined"):
        assert f"--security-opt {option}" in advice


def test_a_missing_bubblewrap_is_the_first_thing_to_mend(machine, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    machine(kernel__apparmor_restrict_unprivileged_userns=1)
    assert "apt install bubblewrap" in remedies.fix(policy.VIEW)


def test_landlock_left_out_at_boot_is_told_from_an_old_kernel(machine):
    machine(lsm="lockdown,yama,apparmor")
    assert "the modules in force are lockdown,yama,apparmor" in remedies.fix(policy.LANDLOCK)
    machine(lsm="lockdown,landlock")
    advice = remedies.fix(policy.LANDLOCK)
    assert f"this is Linux {os.uname().release}" in advice
    assert "older or refused" in advice


def test_another_system_is_sent_to_a_container_or_wsl2(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    console = Console(file=io.StringIO(), width=WIDTH)
    assert not print_diagnosis(console)
    shown = console.file.getvalue()
    assert "mode: none" in shown
    assert "Linux container, or in WSL2" in shown
    with pytest.raises(SandboxError, match="WSL2"):
        client.Sandbox().__enter__()


@pytest.mark.parametrize("mode", ["full", "container", "none"])
def test_no_line_is_wider_than_a_narrow_terminal(machine, mode):
    machine(kernel__apparmor_restrict_unprivileged_userns=1, lsm="lockdown,yama,integrity")
    for container in (False, True):
        if container:
            remedies.CONTAINER_MARKS = ("/",)
        missing = [] if mode == "full" else policy.LAYERS
        for line in diagnosis(
            mode, policy.MODE_SAYS.get(mode, "It is refused."), without(*missing)
        ):
            assert len(line) <= WIDTH, line


def test_this_machine_is_diagnosed():
    console = Console(file=io.StringIO(), width=WIDTH)
    assert print_diagnosis(console)
    assert console.file.getvalue().startswith(("mode: full", "mode: container"))
