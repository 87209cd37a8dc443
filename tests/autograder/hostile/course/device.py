# expect: not_found
# A device that never ends; where none can be made, a link to one.
import os
import stat


def hand_in(place):
    try:
        os.mknod(place.notebook, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        place.notebook.symlink_to("/dev/zero")
