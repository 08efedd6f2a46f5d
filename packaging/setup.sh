#!/bin/sh
# Makes a machine with only Python 3.11+ ready: virtual environment, pinned packages, Qt's system libraries.
set -eu
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Pendata needs Python 3.11 or newer; $PYTHON is $("$PYTHON" --version 2>&1). Run: make PYTHON=/path/to/python3.11 setup" >&2; exit 1; }
[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV" || {
  echo "Python's venv module is missing. Run: sudo apt-get install python3-venv" >&2; exit 1; }

echo "Installing packages into $VENV ..."
"$VENV/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
"$VENV/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .

# Qt loads these when the first window is made, even where nothing is shown.
[ "$(uname -s)" = Linux ] || exit 0
missing=$("$VENV/bin/python" packaging/linux/qt_libraries.py)
[ -n "$missing" ] || exit 0
install="apt-get install -y --no-install-recommends $missing"
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing Qt's system libraries: $missing"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive $install -qq >/dev/null
elif command -v apt-get >/dev/null && command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  echo "Installing Qt's system libraries: $missing"
  sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive $install -qq >/dev/null
else
  echo "Qt's system libraries are missing. Run this, then try again:" >&2
  echo "  sudo $install" >&2
  exit 1
fi
