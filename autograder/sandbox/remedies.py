"""What an instructor can do to get a layer that is missing, said for the machine at hand.

A fix is one sentence or two; lines of it that are indented are commands to be typed.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from autograder.sandbox import policy

ELSEWHERE = "On macOS and Windows grade in a Linux container, or in WSL2."
KERNEL = Path("/proc/sys")
SECURITY = Path("/sys/kernel/security/lsm")
CONTAINER_MARKS = ("/.dockerenv", "/run/.containerenv")

IN_CONTAINER = """\
A container refuses this by default, and container mode does without it. To get full mode start \
the container with these options, as an ordinary user in it (they make the container itself \
weaker):
    docker run --user 1000 --security-opt seccomp=unconfined \\
        --security-opt apparmor=unconfined \\
        --security-opt systempaths=unconfined …"""
APPARMOR = """\
AppArmor forbids user namespaces here (Ubuntu 23.10 and later). Allow them to bubblewrap alone, \
as root:
    apparmor_parser -R /etc/apparmor.d/bwrap-userns-restrict
    rm /etc/apparmor.d/bwrap-userns-restrict
    cat > /etc/apparmor.d/bwrap <<END
    abi <abi/4.0>,
    include <tunables/global>
    profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }
    END
    systemctl reload apparmor
The first two lines are for machines that have that file. Allowing them to every program is \
simpler and weaker:
    sysctl kernel.apparmor_restrict_unprivileged_userns=0"""
SWITCHED_OFF = """\
User namespaces are switched off here. As root:
    sysctl {switch}
A file in /etc/sysctl.d with the line `{switch}` keeps it so."""
LANDLOCK = """\
Use Linux 6.2 or later with Landlock switched on: this is Linux {release}, and {found}. \
`landlock` must stand in `lsm=…` on the kernel's command line; on Debian and Ubuntu put it into \
/etc/default/grub, then as root:
    update-grub
    reboot"""
BUBBLEWRAP = """\
Install bubblewrap. On Debian and Ubuntu, as root:
    apt install bubblewrap"""
SECCOMP = """\
Install libseccomp and the Python package pyseccomp. On Debian and Ubuntu:
    apt install libseccomp2
    python -m pip install pyseccomp"""


def fix(layer: str) -> str:
    """What helps to get this layer on this machine."""
    if layer in (policy.VIEW, policy.NAMESPACES):
        return _fix_namespaces(layer)
    if layer == policy.LANDLOCK:
        return _fix_landlock()
    if layer == policy.SECCOMP:
        return SECCOMP
    return "Use a machine whose kernel limits the memory of a process."


def _fix_namespaces(layer: str) -> str:
    if layer == policy.VIEW and shutil.which("bwrap") is None:
        return BUBBLEWRAP
    if in_container():
        return IN_CONTAINER
    if _reads(KERNEL / "kernel/apparmor_restrict_unprivileged_userns") == "1":
        return APPARMOR
    if _reads(KERNEL / "kernel/unprivileged_userns_clone") == "0":
        return SWITCHED_OFF.format(switch="kernel.unprivileged_userns_clone=1")
    if _reads(KERNEL / "user/max_user_namespaces") == "0":
        return SWITCHED_OFF.format(switch="user.max_user_namespaces=10000")
    return f"What refuses it here is not known; in a container this is usual. {IN_CONTAINER}"


def _fix_landlock() -> str:
    modules = _reads(SECURITY)
    if modules and "landlock" not in modules.split(","):
        found = f"the modules in force are {modules}"
    elif in_container():
        found = "the container may refuse it (Docker 23 and later do not)"
    else:
        found = "its Landlock is older or refused"
    return LANDLOCK.format(release=os.uname().release, found=found)


def in_container() -> bool:
    """Does this look like the inside of a container?"""
    return any(os.path.exists(mark) for mark in CONTAINER_MARKS) or "container" in os.environ


def _reads(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
