#!/usr/bin/env bash
# Runs feedsvc in its own environment, made on first use from the pinned requirements.
#   ./run.sh serve            read the bulletin, build feeds/, serve them and keep the schedule
#   ./run.sh test [ARGS…]     lint, types, import contracts and every test; with ARGS, pytest ARGS in place of every test
#   ./run.sh COMMAND [ARGS…]  any other command of feedsvc: ./run.sh check FILE
# Standard output belongs to the command; what this script does is said on standard error.
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
venv=${FEEDSVC_VENV:-$root/.venv}
case $venv in /*) ;; *) venv=$PWD/$venv ;; esac

say() { printf 'run.sh: %s\n' "$*" >&2; }

find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  say "no Python 3.11 or newer was found; install one, or name it: PYTHON=/path/to/python3 ./run.sh …"
  return 1
}

pip_install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" >&2; }

# What the environment was made from: it is made again when any of this differs.
stamp_of() { cat "$@" "$root/pyproject.toml" | cksum; echo "$root"; "$venv/bin/python" -V 2>&1 || true; }

take_lock() { # two commands started at once must not build one environment twice; the system frees a dead one's lock
  mkdir -p "$(dirname -- "$venv")"
  exec 9>"$venv.lock"
  if ! flock -n 9; then
    say "waiting for another run.sh that prepares $venv"
    flock 9
  fi
}

prepare() { # prepare NAME FILE…: the environment holds what FILEs pin, remembered under NAME
  local stamp=$venv/.feedsvc-$1
  shift
  if [ "$(cat "$stamp" 2>/dev/null)" = "$(stamp_of "$@")" ]; then return; fi
  take_lock
  if [ "$(cat "$stamp" 2>/dev/null)" != "$(stamp_of "$@")" ]; then
    local python started=$SECONDS
    if ! "$venv/bin/python" -c '' 2>/dev/null; then
      python=$(find_python)
      say "making the environment $venv with $python"
      "$python" -m venv "$venv" || { say "$python cannot make environments; on Debian: apt install python3-venv"; return 1; }
    fi
    say "installing pinned dependencies (about half a minute on first use)"
    pip_install --require-hashes --no-deps -r "$root/requirements-build.txt"
    local file
    for file in "$@"; do pip_install --require-hashes --no-deps --no-build-isolation -r "$file"; done
    pip_install --no-deps --no-build-isolation --editable "$root"
    stamp_of "$@" >"$stamp"
    say "environment ready after $((SECONDS - started)) s"
  fi
  exec 9>&-
}

run_tests() {
  cd "$root"
  local bin=$venv/bin
  say "lint"
  "$bin/ruff" check .
  "$bin/ruff" format --check .
  say "types"
  "$bin/mypy"
  say "import contracts"
  "$bin/lint-imports"
  if (( $# )); then
    say "tests"
    "$bin/python" -m pytest "$@"
    return
  fi
  say "tests of the pure packages, and which of their branches these take"
  "$bin/coverage" erase
  "$bin/coverage" run -m pytest tests/unit
  say "branch coverage of the pure packages: 100 %"
  "$bin/coverage" report --fail-under=100 --include='feedsvc/core/*,feedsvc/render/*,feedsvc/model/*,feedsvc/errors.py,feedsvc/snapshot.py,feedsvc/conditional.py,feedsvc/edition.py,feedsvc/proof/*'
  say "all other tests"
  "$bin/python" -m pytest --ignore tests/unit
}

case ${1:-} in
  test)
    shift
    prepare test "$root/requirements.txt" "$root/requirements-test.txt"
    run_tests "$@"
    ;;
  *)
    prepare main "$root/requirements.txt"
    exec "$venv/bin/python" -P -m feedsvc "$@" # -P: nothing of the caller's folder is imported
    ;;
esac
