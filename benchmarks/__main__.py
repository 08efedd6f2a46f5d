# SPDX-License-Identifier: Apache-2.0
"""`make bench`: everything that is measured, one after the other, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

# module, and the arguments that keep the whole under half an hour on two cores
RUNS = (
    ("forms", ()),
    ("store", ()),
    ("bundles", ("1000", "10000", "100000")),
    ("simulate", ("--seeds", "0:2000", "--laptops", "6", "--events", "120", "--jobs", "2")),
    ("simulate", ("--seeds", "2000:2040", "--jobs", "2")),
    ("cards", ()),
    ("interview", ()),
)


def main() -> int:
    """Run all, or those named on the command line; the number of those that failed."""
    chosen = set(sys.argv[1:])
    failed = []
    for name, arguments in RUNS:
        if chosen and name not in chosen:
            continue
        print(f"\n== {name} ==", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
