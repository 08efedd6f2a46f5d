# SPDX-License-Identifier: Apache-2.0
"""Several writers who edit one record with and without knowing of each other, in memory, through the real
view.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from enumerator.merging import view
from enumerator.store.revision import Dot, Entry, Revision

RECORD = "0193f0a0-0000-7000-8000-000000000001"


class Notebook:
    """One writer's copy of the record: what they have, and one log they append to."""

    def __init__(self, name: str, *, hour: int = 0) -> None:
        self.log = (name * 32)[:32]
        self.name = name
        self.known: dict[Dot, Revision] = {}
        self._next = 1
        self._hour = hour

    def revisions(self, record: str = RECORD) -> tuple[Revision, ...]:
        return tuple(revision for revision in self.known.values() if revision.record == record)

    def get(self, dot: Dot) -> Revision | None:
        return self.known.get(dot)

    def append(self, *entries: Entry) -> tuple[Revision, ...]:
        made = []
        for entry in entries:
            assert entry.parents is not None
            revision = Revision(
                dot=Dot(self.log, self._next),
                prev="",
                record=entry.record,
                kind=entry.kind,
                act=entry.act,
                parents=entry.parents,
                hlc=f"{self._hour + self._next:016x}",
                wall=f"2026-11-12T{(self._hour + self._next) % 24:02d}:00:00+07:00",
                author=self.name,
                values=dict(entry.values),
                touched=entry.touched or (),
                reason=entry.reason,
                form=entry.form,
                blobs=entry.blobs,
            )
            self._next += 1
            self.known[revision.dot] = revision
            made.append(revision)
        return tuple(made)

    def save(self, changes: Mapping[str, str | None], *, act: str = "save", reason: str = "") -> Revision:
        """Change answers (None clears one) on top of everything known."""
        standing = view(self.revisions())
        values = dict(standing.values)
        for address, value in changes.items():
            values.pop(address, None)
            if value is not None:
                values[address] = value
        touched = [
            a for a in values.keys() | standing.values.keys() if values.get(a) != standing.values.get(a)
        ]
        entry = Entry(
            RECORD,
            "household",
            values,
            act=act,
            reason=reason,
            parents=standing.heads,
            touched=tuple(sorted(touched)),
        )
        return self.append(entry)[0]

    def hear(self, *others: Notebook) -> None:
        """Receive everything the others have."""
        for other in others:
            self.known.update(other.known)

    def look(self) -> dict[str, str]:
        return view(self.revisions()).values


def everything(writers: Iterable[Notebook]) -> list[Revision]:
    found: dict[Dot, Revision] = {}
    for writer in writers:
        found.update(writer.known)
    return list(found.values())


@pytest.fixture
def pair() -> tuple[Notebook, Notebook]:
    """Two writers who both have the first interview of a household with two members."""
    first, second = Notebook("a"), Notebook("b", hour=3)
    first.save(
        {
            "/kk/lantai": "tanah",
            "/kk/air": "sumur",
            "/kk/anggota#rows": "11111111 22222222",
            "/kk/anggota[11111111]/nama": "Suparmi",
            "/kk/anggota[22222222]/nama": "Tukiman",
            "/kk/anggota[22222222]/kerja": "tidak",
        }
    )
    second.hear(first)
    return first, second
