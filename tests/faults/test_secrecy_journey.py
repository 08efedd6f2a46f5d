# SPDX-License-Identifier: Apache-2.0
"""A full journey with real interviews, then a search for every name, number and text that anybody gave, in
every spelling, through every file that the journey left anywhere (catalogue E5).
"""

from __future__ import annotations

import base64
import logging
import shutil
import tempfile
from pathlib import Path

import pytest

from enumerator.bundles.unpack import import_bundle
from enumerator.errors import Cancelled
from enumerator.interviews.drafts import Drafts
from enumerator.office.aside import reject
from enumerator.office.inbox import import_bundles
from enumerator.office.received import carried
from enumerator.office.staffing import revoke_laptop
from enumerator.registry.assigning import Target, assign
from enumerator.registry.staff import enumerators
from enumerator.store.backup import backups, restore
from enumerator.workspace import Workspace, make_enrolment_kit
from tests.site import KELURAHAN, NAMES, Site, correct, form_of, site, survey, whole_site

__all__ = ["site", "whole_site"]

LEAST = 7
TYPED = "Sumarni Kenari Wulandari"
TYPED_NIK = "3374126502870009"
REMARK = "Kenari bertengger di pagar bambu"


def spellings(text: str) -> set[bytes]:
    """How a text might lie in a file: as it is, in other letters, in two bytes a letter, as digits, in base64
    at any offset.
    """
    plain = text.encode()
    shifted = {base64.b64encode(b"xyz"[:shift] + plain)[4 if shift else 0 : -4] for shift in range(3)}
    wide = {text.encode("utf-16-le"), text.encode("utf-16-be")}
    return {plain, text.upper().encode(), text.lower().encode(), plain.hex().encode(), *wide, *shifted}


def secrets_of(workspace: Workspace) -> set[str]:
    """Every text that somebody gave: answers, remarks, reasons, what an assignment says of its household."""
    found: set[str] = set()
    for _at, revision in workspace.store.journal.of_kind("household", "assignment", "review"):
        found.update(revision.values.values())
        found.add(revision.reason)
    for (value,) in workspace.store.db.execute("SELECT value FROM draft_answer").fetchall():
        found.add(value)
    return {text for text in found if len(text) >= LEAST and is_telling(text)} - set(NAMES)


def is_telling(text: str) -> bool:
    """Whether the text says something about somebody: no codes, dates, or names of files."""
    if text.startswith(KELURAHAN[:5]) or text[:4] in ("2026", "uuid") or "." in text[-5:]:
        return False
    return any(letter.isupper() for letter in text) or (text.isdigit() and len(text) >= 10) or " " in text


def street_of(laptop: Workspace, household: str) -> str:
    """Where the household says in which street it lives."""
    values = laptop.store.journal.revisions(household)[0].values
    return next(address for address in values if address.endswith("alamat"))


def found_in(secrets: set[str], *folders: Path) -> list[str]:
    needles = {spelling: text for text in secrets for spelling in spellings(text)}
    found = []
    for folder in folders:
        for file in (path for path in folder.rglob("*") if path.is_file()):
            content = file.read_bytes()
            found += [f"{file.name}: {text}" for needle, text in needles.items() if needle in content]
            found += [f"{file.name} is called so" for text in secrets if text.lower() in file.name.lower()]
    return found


def test_no_answer_name_or_number_is_found_anywhere_after_a_full_journey(
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Kits, drafts typed letter by letter, discarded and finished interviews with photos, bundles up and
    down, one kept aside and one whose import broke off, backups and a restored one, while everything is open
    and when it is closed.
    """
    caplog.set_level(logging.DEBUG)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    laptop = site.open_laptop(0)
    drafts = Drafts(laptop.store)
    for keep in (True, False):
        draft = drafts.begin(form_of(laptop), None)
        for end in range(1, len(TYPED) + 1):
            drafts.save(draft.id, {"/data/anggota[aa11bb22]/nama": TYPED[:end]})
        drafts.save(draft.id, {"/data/anggota[aa11bb22]/nik": TYPED_NIK, "/data/nama#remark": REMARK})
        if not keep:
            drafts.discard(draft.id)
    survey(laptop, 21)
    correct(laptop, site.records[0], {street_of(laptop, site.records[0]): REMARK})
    laptop.change_settings(backup_folder=str(site.folder / "cadangan"))
    (site.folder / "cadangan").mkdir()
    laptop.back_up()
    secrets = secrets_of(laptop) | {TYPED, TYPED_NIK, REMARK}
    up = site.stick / "besok.pendata"
    laptop.close()
    site.send_up(0).rename(up)

    office = site.open_office()
    person = next(each for each in enumerators(office.store) if each.name == NAMES[1])
    assign(office.store, [Target(TYPED, KELURAHAN, KELURAHAN[:8], note=REMARK)], person.person)
    make_enrolment_kit(
        office, site.folder / "kits", "Rahayu", targets=[Target(TYPED, KELURAHAN, KELURAHAN[:8])]
    )
    broken = []

    def stop(done: int, total: int) -> None:
        broken.append(found_in({TYPED, TYPED_NIK, REMARK}, site.office, temporary))
        if done > total * 2 // 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_bundle(office.store, office.keys, up, stop)
    assert broken
    assert [found for each in broken for found in each] == []
    for _path, outcome in import_bundles(office, [up]):
        assert not isinstance(outcome, Exception)
    revoke_laptop(office, next(e for e in enumerators(office.store) if e.name == NAMES[0]).laptops[0], REMARK)
    list(import_bundles(office, [site.unread]))
    for one in carried(office):
        if one.state == "aside":
            reject(office, one, REMARK)
    office.change_settings(backup_folder=str(site.folder / "cadangan-kantor"))
    (site.folder / "cadangan-kantor").mkdir()
    office.back_up()
    secrets |= secrets_of(office)
    place = office.backup_place()
    assert place is not None
    restore(backups(place)[0].path, site.folder / "pulih")
    assert len(secrets) > 60
    assert any(text.isdigit() and len(text) == 16 for text in secrets)
    assert found_in(secrets, site.folder, temporary) == []
    office.close()
    site.send_back()
    assert found_in(secrets, site.folder, temporary) == []
    said = caplog.text + "".join(capfd.readouterr())
    assert [text for text in secrets if text in said] == []


def test_the_search_of_the_journey_finds_what_is_there(site: Site, tmp_path: Path) -> None:
    """In whichever spelling it lies."""
    with site.open_office() as office:
        secrets = secrets_of(office)
    text = max(secrets, key=len)
    for number, spelling in enumerate(sorted(spellings(text))):
        folder = tmp_path / f"plain-{number}"
        shutil.copytree(site.back(0), folder)
        next(folder.iterdir()).write_bytes(b"\0" * 1000 + b"ab" + spelling + b"\0" * 1000)
        assert found_in(secrets, folder), spelling
