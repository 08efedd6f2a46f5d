# SPDX-License-Identifier: Apache-2.0
"""No plain text of an answer, a name or a number is found anywhere after a day's work (catalogue E5)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enumerator.identity.certificates import issue
from enumerator.identity.enrolment import enrol
from enumerator.identity.kit import make_kit
from enumerator.identity.office import create_office
from enumerator.identity.project import new_person
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.store.backup import back_up, restore
from enumerator.store.journal import Writer
from enumerator.store.revision import Entry, FormRef, new_record
from enumerator.store.store import create_store
from tests.faults.store_trials import Interviewed

CANARIES = ("KENARI-NAMA-KELUARGA", "3374990101900001", "KENARI-ALAMAT-RUMAH", "KENARI-CATATAN-KANTOR")
PHRASE = "lima ekor kerbau menyeberang"
FORM = FormRef("kk", "1", "ab" * 32)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def spellings(canary: str) -> list[bytes]:
    """How a text might lie in a file: plain, in two bytes a letter, in hex, in base64 at any offset."""
    plain = canary.encode()
    shifted = [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, canary.encode("utf-16-le"), plain.hex().encode(), plain.lower(), *shifted]


def places_of(canaries: tuple[str, ...], folder: Path) -> list[str]:
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            found.extend(
                f"{file.relative_to(folder)}: {canary}"
                for canary in canaries
                if any(spelling in content for spelling in spellings(canary))
            )
    return found


def test_the_search_would_find_what_it_looks_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"... {CANARIES[0]} ...", "utf-8")
    (tmp_path / "b.bin").write_bytes(base64.b64encode(b"ab" + CANARIES[1].encode()))
    (tmp_path / "c.bin").write_bytes(CANARIES[2].encode("utf-16-le"))
    assert len(places_of(CANARIES, tmp_path)) == 3


def test_nothing_is_readable_after_a_days_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    name, nik, address, note = CANARIES
    office = create_office(tmp_path / "office", "Verval", PHRASE, person="Rini").keys
    desk = create_store(
        tmp_path / "office" / "store.db", office.db_key, Writer(office.log, office.author, office.sign)
    )
    person = new_person("Siti")
    task = {"household": new_record(), "enumerator": person.id, "head_name": name, "no_kk": nik, "note": note}
    desk.append(Entry(new_record(), "assignment", task))
    kit = make_kit(
        office, tmp_path / "siti.pendata-kit", person, files={"tugas": str(task).encode()}, now=NOW
    )
    laptop = enrol(tmp_path / "laptop", kit.path, kit.code, PHRASE, clock=lambda: NOW)
    keys = laptop.keys
    store = create_store(
        tmp_path / "laptop" / "store.db", keys.db_key, Writer(keys.log, keys.author, keys.sign)
    )
    drafts = Drafts(store)
    photo = store.attachments.put(f"foto {name}".encode() * 500, name=f"{name}.jpg", mime="image/jpeg")
    for n in range(30):
        draft = drafts.begin(FORM)
        values = {
            "/data/nama": name,
            "/data/nik": nik,
            "/data/alamat": address,
            "/data/foto": f"{photo.sha256}.jpg",
        }
        drafts.save(draft.id, values)
        drafts.save(draft.id, {"/data/alamat": None})
        if n % 3 == 0:
            drafts.discard(draft.id)
        elif n % 3 == 1:
            finish(store, drafts, draft.id, Interviewed(values))
    made = back_up(store, tmp_path / "stick")
    restore(made.path, tmp_path / "again")
    desk.append(Entry(keys.log, "certificate", issue(office, laptop.request, NOW).to_values()))
    head = store.journal.logs()[keys.log].head
    desk.journal.receive(keys.log, store.journal.raw(keys.log), head)
    assert desk.journal.revisions(desk.journal.records("household")[0])[0].values["/data/nama"] == name
    assert places_of(CANARIES, tmp_path) == []
    store.close()
    desk.close()
    assert places_of(CANARIES, tmp_path) == []
