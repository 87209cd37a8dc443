# expect: error
# Makes a link to a file and writes through it.
import os


def double(x):
    os.symlink(CANARY, "link")
    with open("link", "w") as file:
        file.write("changed")
    return 2 * x
