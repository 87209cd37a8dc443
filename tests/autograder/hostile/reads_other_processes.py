# expect: wrong
# Reads what /proc tells of others: their memory, folders, commands.
import os


def double(x):
    found = []
    for pid in (1, GRADER, os.getppid() or 1):
        for name in ("environ", "cmdline", "mem", "maps", "root/etc/passwd", "cwd/.", "fd/0"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    found.append(file.read(1))
            except OSError:
                pass
    return 2 * x if any(found) else None
