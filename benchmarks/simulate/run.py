# SPDX-License-Identifier: Apache-2.0
"""One seed, from the first day to the last check."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.simulate.chance import names_drawn
from benchmarks.simulate.checks import check
from benchmarks.simulate.founding import equip, found
from benchmarks.simulate.months import come_home, live
from benchmarks.simulate.world import World


@dataclass(frozen=True)
class Size:
    """How large a run is."""

    laptops: int
    offices: int
    days: int
    events: int


@dataclass(frozen=True)
class Outcome:
    """What became of a seed: its figures, what happened, and the failure's traceback ("" for none)."""

    seed: int
    tally: Counter[str] = field(default_factory=Counter)
    diary: tuple[str, ...] = ()
    fingerprint: str = ""
    failure: str = ""


@contextmanager
def lived(seed: int, size: Size) -> Iterator[World]:
    """The world of a seed when everybody has come home, to be checked; it is gone afterwards."""
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="pendata-simulation-", dir=where) as name:
        with names_drawn(seed):
            world = found(seed, Path(name), size.laptops, size.offices)
            equip(world)
            live(world, size.days, size.events)
            come_home(world)
        try:
            yield world
        finally:
            world.close()


def simulate(seed: int, size: Size) -> World:
    """One run, checked; LostError, or any other exception, when something is wrong. Its files are gone, its
    figures and diary are there.
    """
    with lived(seed, size) as world:
        check(world)
    return world


def outcome(job: tuple[int, Size]) -> Outcome:
    """As `simulate`, with whatever is wrong as text, so that it can cross from process to process."""
    seed, size = job
    try:
        world = simulate(seed, size)
    except Exception:
        return Outcome(seed, failure=traceback.format_exc())
    return Outcome(seed, world.tally, tuple(world.diary.lines), world.diary.fingerprint())
