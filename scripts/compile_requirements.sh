#!/usr/bin/env bash
# Compile requirements.txt from pyproject.toml, and the pin of uv itself, with hashes.
#
#   scripts/compile_requirements.sh             keep the present versions wherever they still fit
#   scripts/compile_requirements.sh --upgrade   take the newest versions that fit together
#
# Two more are what `autograder export` hands out: the packages a grader needs elsewhere, and those a
# student's repository needs. Their versions are those of requirements.txt.
#
# One file serves Python 3.11 to 3.13 on Linux, macOS and Windows (--universal). It names no index,
# so that any mirror can serve it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header "$@"
}

compile --all-extras pyproject.toml --output-file requirements.txt "$@"
echo uv | compile - --output-file requirements-bootstrap.txt "$@"

handed_out() {
    # The pins of the first file, for the packages that these extras need.
    local target="autograder/export/files/$1"
    shift
    compile pyproject.toml --constraint requirements.txt --output-file "$target" "$@"
}

handed_out requirements-grader.txt --extra autograder
handed_out requirements-student.txt
