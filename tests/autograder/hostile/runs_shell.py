# expect: error PermissionError
# Runs a shell command.
import subprocess


def double(x):
    return subprocess.check_output("id", shell=True)
