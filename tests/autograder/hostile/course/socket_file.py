# expect: not_found
# A socket named like a notebook.
import os
import socket


def hand_in(place):
    os.chdir(place.folder)  # its address may be no longer than a hundred characters
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(place.notebook.name)
    os.chdir("/")
