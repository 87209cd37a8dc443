#!/usr/bin/env bash
# Installs what grading needs. Gradescope runs this once, as root, while it builds the image.
#
#   GRADER_ROOT      where Gradescope's folders are, /autograder by default
#   GRADER_PYTHON    a Python that has all packages already; where that is true nothing is installed
set -euo pipefail

root=${GRADER_ROOT:-/autograder}
source=$root/source
grader=$source/grader
needed='import autograder.cli.app, nbgrader.api, msgpack, pytest, numpy, pyseccomp'

# Submissions run as a user of their own, who must reach Python and the handbook, and nothing else.
chmod o+rx "$root" "$source" "$grader"
compile() {  # nothing is written when grading, and compiling 80 modules for each run takes a second
    "$1" -m compileall -q "$grader/handbook" "$grader/autograder"
    chmod -R o+rX "$grader/handbook" "$grader/autograder"
}
chmod -R o+rX "$grader/handbook" "$grader/autograder"
chmod -R go-rwx "$grader/suites" "$grader/solutions" "$grader/course"

if [ -n "${GRADER_PYTHON:-}" ] && PYTHONPATH=$grader "$GRADER_PYTHON" -c "$needed"; then
    echo "setup: $GRADER_PYTHON has everything; nothing is installed"
    compile "$GRADER_PYTHON"
    exit 0
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update

# The strongest isolation needs bubblewrap. Without it, or where the container forbids namespaces,
# grading uses the kernel's filters for files and system calls.
apt-get install -y --no-install-recommends bubblewrap ||
    echo "setup: bubblewrap could not be installed; grading goes on with the container mode"

# The newest Python of 3.11 to 3.13 that can make an environment.
find_python() {
    local python
    for python in python3.13 python3.12 python3.11 python3; do
        if "$python" -c 'import ensurepip, sys, venv
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    return 1
}
if ! find_python; then
    for version in 3.13 3.12 3.11; do
        if apt-get install -y --no-install-recommends "python$version" "python$version-venv"; then
            break
        fi
    done
fi
if ! python=$(find_python); then
    echo "setup: no Python from 3.11 to 3.13 could be installed; choose a newer base image" >&2
    exit 1
fi

"$python" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --disable-pip-version-check --no-cache-dir \
    --require-hashes -r "$grader/requirements.txt"
chmod -R o+rX "$root/venv"
compile "$root/venv/bin/python"
PYTHONPATH=$grader "$root/venv/bin/python" -c "$needed"

# For the build log: which isolation the machine that builds the image offers. What counts is the
# machine that grades; each run tells its own.
PYTHONPATH=$grader "$root/venv/bin/python" -m autograder doctor || true
