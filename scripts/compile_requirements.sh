#!/usr/bin/env bash
# Compile requirements.txt from pyproject.toml, and the pin of uv itself, with hashes.
#
#   scripts/compile_requirements.sh             keep the present versions wherever they still fit
#   scripts/compile_requirements.sh --upgrade   take the newest versions that fit together
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
