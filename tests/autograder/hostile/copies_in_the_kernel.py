# expect: wrong
# Copies a file of others without reading it.
import os
import shutil


def double(x):
    try:
        shutil.copyfile(CANARY, "copy")
    except OSError:
        return None
    return 2 * x if os.path.getsize("copy") else None
