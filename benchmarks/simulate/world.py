# SPDX-License-Identifier: Apache-2.0
"""Everything that exists in one run: places, sticks, and what people were told."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from benchmarks.simulate.chance import Chance
from benchmarks.simulate.diary import Diary
from benchmarks.simulate.places import DB_KEY, Place, Power
from enumerator.identity.certificates import Certificate
from enumerator.identity.keys import Keys
from enumerator.store.forks import plain_name
from enumerator.store.journal import Writer
from enumerator.store.revision import Dot, Entry, Revision, encode, revision_hash
from enumerator.store.store import create_store, open_store

START = datetime(2026, 3, 2, 8, 0, tzinfo=timezone(timedelta(hours=7)))
CRASHES = 0.12


class World:
    """One run's state, and opening, copying and writing in it; what happens in it is told by the other
    modules.

    `said` is what a person was told is saved: (place in its log, hash). `untold` was written too, but the
    machine stopped before it could say so. `built_upon` has, by a revision's hash, the number and hash of
    each of its parents in its own log, as its writer had them. `cuts` has, by log, the last revision that the
    first office believes of a laptop whose word it took away.
    """

    def __init__(self, seed: int, folder: Path, crashes: float = CRASHES) -> None:
        self.chance = Chance(seed)
        self.diary = Diary()
        self.crashes = crashes
        self.now = START
        self.tally: Counter[str] = Counter()
        self.offices: list[Place] = []
        self.laptops: list[Place] = []
        self.retired: list[Place] = []
        self.backups: dict[str, Place] = {}
        self.certificates: dict[str, Certificate] = {}
        self.households: list[str] = []
        self.assigned: dict[str, list[str]] = {}
        self.mail: list[tuple[Path, Place]] = []
        self.said: dict[tuple[Dot, str], str] = {}
        self.untold: dict[tuple[Dot, str], str] = {}
        self.photos: set[str] = set()
        self.built_upon: dict[str, dict[int, str]] = {}
        self.forked: set[str] = set()
        self.cuts: dict[str, int] = {}
        self.power = Power(self.new_folder)
        self._folder = folder
        self._folders = self._names = 0
        self._template = folder / "template.db"
        create_store(self._template, DB_KEY).close()
        self.sticks = folder / "sticks"
        self.sticks.mkdir()

    @property
    def root(self) -> Place:
        """The project's own office."""
        return self.offices[0]

    def everywhere(self) -> Iterator[Place]:
        """All data folders there are."""
        yield from (*self.offices, *self.laptops, *self.retired, *self.backups.values())

    def place(self, name: str, keys: Keys) -> Place:
        """A new data folder."""
        place = Place(name, keys, self.new_folder())
        shutil.copyfile(self._template, place.folder / "pendata.db")
        return self.open(place)

    def open(self, place: Place) -> Place:
        """Open the folder's store, with the clock of the place."""

        def sign(message: bytes) -> bytes:
            self.power.step(place, "sign")
            return place.keys.sign(message)

        def clock() -> datetime:
            self.power.step(place, "clock")
            return self.now + place.offset

        writer = Writer(place.keys.log, place.keys.author, sign)
        place.store = open_store(place.folder / "pendata.db", DB_KEY, writer, clock)
        return place

    def twin(self, place: Place) -> Place:
        """A copy of a data folder as its disk is now."""
        copy = replace(place, name=f"{place.name}'", folder=self.new_folder())
        shutil.copytree(place.folder, copy.folder, dirs_exist_ok=True)
        return self.open(copy)

    def new_folder(self) -> Path:
        """An empty one."""
        self._folders += 1
        folder = self._folder / f"{self._folders:03d}"
        folder.mkdir()
        return folder

    def name(self) -> str:
        """A record's name."""
        self._names += 1
        return f"record-{self._names:06d}"

    def write(self, place: Place, entry: Entry) -> Revision:
        """Write while nothing goes wrong."""
        (revision,) = place.store.append(entry)
        self.acknowledge(place, revision)
        return revision

    def acknowledge(self, place: Place, revision: Revision) -> None:
        """A person was told that this is saved."""
        digest = self._remember(place, revision)
        self.said[revision.dot, digest] = revision.record
        self.photos.update(blob.sha256 for blob in revision.blobs)
        self.tally["edits"] += 1
        self.diary.note("said", revision.dot, revision.record, revision.act, digest)

    def written_untold(self, place: Place, revision: Revision) -> None:
        """This is on the disk, but nobody was told."""
        digest = self._remember(place, revision)
        self.untold[revision.dot, digest] = revision.record
        self.tally["untold"] += 1
        self.diary.note("untold", revision.dot, digest)

    def _remember(self, place: Place, revision: Revision) -> str:
        log, digest = revision.dot.log, revision_hash(encode(revision))
        before = (parent.seq for parent in revision.parents if plain_name(parent).log == log)
        raws = {seq: next(place.store.journal.raw(log, seq, seq)) for seq in before}
        self.built_upon[digest] = {seq: revision_hash(raw) for seq, raw in raws.items()}
        return digest

    def close(self) -> None:
        """Let go of all files."""
        for place in self.everywhere():
            place.store.close()
