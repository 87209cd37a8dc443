# expect: error
# Starts a program the usual way.
import subprocess


def double(x):
    subprocess.run(["/bin/sh", "-c", f"echo changed > {CANARY}"], check=True)
    return 2 * x
