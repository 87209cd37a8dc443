# expect: wrong
# Opens sockets of every family and type there is.
import contextlib
import socket


def double(x):
    opened = []
    for family in range(46):
        for kind in range(1, 7):
            with contextlib.suppress(OSError):
                opened.append(socket.socket(family, kind))
    with contextlib.suppress(OSError):
        opened += socket.socketpair()
    return 2 * x if opened else None
