# expect: error PermissionError
# Opens a socket.
import socket


def double(x):
    socket.socket(socket.AF_INET, socket.SOCK_STREAM)
