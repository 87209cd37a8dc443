# expect: error PermissionError
# Sends the grader an open descriptor.
import socket

RPC = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=3)


def double(x):
    socket.send_fds(RPC, [b"x"], [0])
    return 2 * x
