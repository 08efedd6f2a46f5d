# SPDX-License-Identifier: Apache-2.0
"""Nothing readable on the way (catalogue E5): searched at every step of writing, carrying and taking in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from benchmarks.places import Place
from enumerator.store.revision import Entry, new_record
from tests.faults.test_secrecy import CANARIES, places_of


def test_nothing_is_readable_at_any_step_of_the_way(
    office: Place, ani: Place, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stick, inbox, databases with their journals, and the system's temporary folder, whole and half-
    written.
    """
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    name, nik, address, note = CANARIES
    for number in range(120):
        ani.survey(nama=name, nik=nik, alamat=f"{address} {number}", photo=f"{name} {number}".encode() * 200)
    found: list[str] = []
    steps = 0

    def search(_done: int, _total: int) -> None:
        nonlocal steps
        steps += 1
        if steps % 7 == 1:
            found.extend(places_of(CANARIES, tmp_path))

    up = ani.pack(stick, progress=search)
    report = office.take(up.path, progress=search)
    assert report.new == 120
    record = office.store.journal.records("household")[0]
    task = {"household": record, "enumerator": ani.keys.author, "note": note, "head_name": name}
    office.store.append(Entry(new_record(), "assignment", task))
    down = office.pack(stick, office.certificate_of(ani), progress=search)
    ani.take(down.path, progress=search)
    found.extend(places_of(CANARIES, tmp_path))
    assert steps > 20
    assert found == []
    assert not [path for path in stick.iterdir() if "ani" in path.name.lower()]
