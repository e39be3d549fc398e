#!/usr/bin/env bash
# Pins every dependency with hashes: tools/pin.sh [--upgrade]. Needs uv. Writes the three requirements files, which
# hold names, versions and hashes, and no address to download from.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
pin() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-emit-find-links --no-annotate --custom-compile-command tools/pin.sh "$@"
}
pin requirements-build.in -o requirements-build.txt ${1:+"$1"}
pin pyproject.toml -o requirements.txt "$@"
pin pyproject.toml --group test -o requirements-test.txt -c requirements.txt "$@"
