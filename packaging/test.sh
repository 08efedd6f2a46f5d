#!/usr/bin/env bash
# Runs the tests. Most of their files live for a second: where memory serves as a disk and there is plenty, they
# are kept there, and a slow disk keeps nobody waiting.
set -euo pipefail
SHM=/dev/shm PLENTY_KB=12000000

free_in_memory() { df -Pk "$SHM" 2>/dev/null | awk 'NR == 2 { print $4 }'; }
available() { awk '/^MemAvailable/ { print $2 }' /proc/meminfo 2>/dev/null; }

if [ "$(free_in_memory || true)" -ge "$PLENTY_KB" ] 2>/dev/null && [ "$(available)" -ge "$PLENTY_KB" ] 2>/dev/null; then
	PYTEST_DEBUG_TEMPROOT=$(mktemp -d -p "$SHM" pendata-tests.XXXXXX)
	export PYTEST_DEBUG_TEMPROOT
	trap 'rm -rf "$PYTEST_DEBUG_TEMPROOT"' EXIT
fi
"${BIN:-.venv/bin}/pytest" -q -n auto "$@"
