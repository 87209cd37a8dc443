# expect: error
# Asks a name server, which tells somebody that it was here.
import socket


def double(x):
    socket.getaddrinfo("example.org", 80)
    return 2 * x
