# SPDX-License-Identifier: Apache-2.0
"""`python -m benchmarks.simulate --seeds A:B`: runs a range of seeds and stops at the first that fails."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Iterator
from pathlib import Path

import benchmarks.simulate
from benchmarks.simulate.report import Figures, again
from benchmarks.simulate.run import Outcome, Size, outcome


def main(arguments: list[str] | None = None) -> int:
    """Run a range of seeds; exit code 1 at the first that fails, with its seed."""
    chosen = _chosen(arguments)
    first, _colon, last = chosen.seeds.partition(":")
    size = Size(chosen.laptops, chosen.offices, chosen.days, chosen.events)
    jobs = [(seed, size) for seed in range(int(first), int(last or int(first) + 1))]
    figures = Figures(chosen.diary)
    for done in _outcomes(jobs, chosen.jobs):
        if done.failure:
            print(done.failure, file=sys.stderr)
            print(f"seed {done.seed} failed; again: {again(done.seed, size)}")
            return 1
        figures.add(done)
        if chosen.every and figures.seeds % chosen.every == 0:
            figures.show()
    figures.show()
    return 0


def _chosen(arguments: list[str] | None) -> argparse.Namespace:
    about = (benchmarks.simulate.__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulate", description=about)
    parser.add_argument("--seeds", default="0:20", help="A:B, from A up to and without B")
    parser.add_argument("--laptops", type=int, default=50)
    parser.add_argument("--offices", type=int, default=2)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--events", type=int, default=600)
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--every", type=int, default=0, help="tell the figures after so many seeds")
    parser.add_argument("--diary", type=Path, help="a file for everything that happened, line by line")
    return parser.parse_args(arguments)


def _outcomes(jobs: list[tuple[int, Size]], processes: int) -> Iterator[Outcome]:
    if processes == 1:
        yield from map(outcome, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(outcome, jobs)


if __name__ == "__main__":
    sys.exit(main())
