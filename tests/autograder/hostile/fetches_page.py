# expect: error URLError
# Sends the input to a server.
from urllib.request import urlopen


def double(x):
    urlopen("http://127.0.0.1:8000/", data=bytes(x)).read()
