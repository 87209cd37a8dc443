"""The processes of a run, as anybody on the machine sees them."""

import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.patience import HANGS


def processes():
    """Every process: its parent, its session, its command."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
            if fields[0] not in "ZX":
                found[int(folder.name)] = (int(fields[1]), command)
    return found


def descendants(pid):
    """The processes below one, by what they are."""
    everything = processes()
    children = {p: [c for c, (parent, _) in everything.items() if parent == p] for p in everything}
    below, queue = [], list(children.get(pid, []))
    while queue:
        child = queue.pop()
        below.append(child)
        queue += children.get(child, [])
    # A zygote's children are what it forked to run a student's code. What ends one of these is
    # the student's doing as far as can be told from outside, so that they are let live here.
    zygotes = [c for c in below if is_zygote(everything, c)]
    workers = [c for c in below if everything[c][0] == pid]
    return {"worker": workers, "zygote": zygotes, "all": below}


def is_zygote(everything, pid):
    parent, command = everything[pid]
    isolated = [sys.executable.encode(), b"-I", b"-B", b"-c"]
    above = everything.get(parent, (0, b""))[1]
    return command.split(b"\0")[:4] == isolated and above.split(b"\0")[:4] != isolated


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def assert_gone(pids):
    """Each worker ends with its coordinator."""
    deadline = time.monotonic() + HANGS
    while left := [pid for pid in pids if is_alive(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.01)
