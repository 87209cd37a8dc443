"""A hostile submission: what the sandbox runs against itself before it runs anyone else's.

It is sent to a worker as source, like a cell, and only imports the standard library. Each
function tries one thing and returns what it got hold of; an empty list means that it failed.
"""

from __future__ import annotations

import os
import socket


def read_files(paths: list[str]) -> list[str]:
    """Read these files, or list these folders; what is empty has been covered."""
    got = []
    for path in paths:
        try:
            if os.path.isdir(path):
                found = bool(os.listdir(path))
            else:
                with open(path, "rb") as file:
                    found = bool(file.read(1))
        except OSError:
            continue
        if found:
            got.append(f"read {path}")
    return got


def write_files(paths: list[str]) -> list[str]:
    """Create these files."""
    got = []
    for path in paths:
        try:
            with open(path, "wb"):
                pass
        except OSError:
            continue
        got.append(f"wrote {path}")
    return got


def open_socket() -> list[str]:
    """Get hold of a socket of the usual kinds."""
    got = []
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family, socket.SOCK_STREAM).close()
        except OSError:
            continue
        got.append(f"opened a socket ({family.name})")
    return got


def reach_network(port: int) -> list[str]:
    """Connect to a listening port of this machine."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            connection.connect(("127.0.0.1", port))
    except OSError:
        return []
    return ["connected to this machine"]


def start_process() -> list[str]:
    """Fork, and run a program."""
    got = []
    try:
        child = os.fork()
    except OSError:
        pass
    else:
        if child == 0:
            os._exit(0)
        got.append("forked")
    try:
        os.execv("/usr/bin/true", ["true"])
    except OSError:
        return got


def signal_processes(pids: list[int]) -> list[str]:
    """Send the harmless signal 0 to these processes."""
    got = []
    for pid in pids:
        try:
            os.kill(pid, 0)
        except OSError:
            continue
        got.append(f"signalled process {pid}")
    return got


def take_memory(size: int) -> list[str]:
    """Allocate more than the limit."""
    try:
        taken = bytearray(size)
    except MemoryError:
        return []
    return [f"took {len(taken)} bytes"]
