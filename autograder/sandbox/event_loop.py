"""The event loop in which `await` at the top of a cell runs, as it does in a notebook.

asyncio's own wakes itself through a pair of sockets, which a submission may not open; this one
does so through a pipe.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any


class _PipeEnd:
    """One end of a pipe, with those methods of a socket that the loop uses."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        os.set_blocking(descriptor, False)

    def fileno(self) -> int:
        return self._descriptor

    def recv(self, size: int) -> bytes:
        return os.read(self._descriptor, size)

    def send(self, data: bytes) -> int:
        return os.write(self._descriptor, data)

    def close(self) -> None:
        os.close(self._descriptor)


class PipeEventLoop(asyncio.SelectorEventLoop):
    """A selector event loop that needs no socket."""

    def _make_self_pipe(self) -> None:
        reader, writer = os.pipe()
        own: Any = self
        own._ssock, own._csock = _PipeEnd(reader), _PipeEnd(writer)
        own._internal_fds += 1
        own._add_reader(reader, own._read_from_self)


class _Policy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = PipeEventLoop


def notebook_loop() -> asyncio.AbstractEventLoop:
    """A new loop for all cells of a notebook; from now on asyncio makes loops of this kind."""
    asyncio.set_event_loop_policy(_Policy())
    loop = PipeEventLoop()
    asyncio.set_event_loop(loop)
    return loop
