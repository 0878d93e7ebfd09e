#!/usr/bin/env bash
# Makes the checkout's own Python environment, with uv in it.
set -euo pipefail
python=$1 venv=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  echo "make: Python 3.11 or later is wanted and '$python' is not it: install python3, or name another with PYTHON=" >&2
  exit 1
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  minor=$("$python" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python$minor-venv" >/dev/null
  else
    echo "make: Python's venv is missing: run 'sudo apt-get install python$minor-venv' and then make again" >&2
    exit 1
  fi
fi
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
# uv itself comes from the same hashed lock as everything else.
wanted=$(mktemp)
trap 'rm -f "$wanted"' EXIT
awk '/^uv==/ {on = 1} on {print} on && !/\\$/ {exit}' requirements.lock > "$wanted"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$wanted"
