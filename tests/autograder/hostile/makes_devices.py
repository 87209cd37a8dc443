# expect: wrong
# Makes devices, pipes and hard links.
import os
import stat


def double(x):
    made = []
    for make in (
        lambda: os.mknod("null", stat.S_IFCHR | 0o666, os.makedev(1, 3)),
        lambda: os.mkfifo("pipe"),
        lambda: os.link(CANARY, "link"),
        lambda: os.symlink("/", "all"),
        lambda: os.chown(".", 0, 0),
        lambda: os.utime(CANARY),
        lambda: os.setxattr(CANARY, "user.mark", b"1"),
    ):
        try:
            make()
            made.append(make)
        except OSError:
            pass
    return 2 * x if made else None
