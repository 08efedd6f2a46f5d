# SPDX-License-Identifier: Apache-2.0
"""What people want to do on their first day, by the numbers of the list of stories: E for enumerators, O for
the office.

E1, E2 and E4 to E13 by keys: `test_day_one_laptop`.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from enumerator.bundles import medium
from enumerator.bundles.pack import export_bundle
from enumerator.bundles.report import Report
from enumerator.demo.families import Family, draw_family
from enumerator.demo.respondent import SERIES, answer_family
from enumerator.errors import UserError
from enumerator.forms import Context, Interview, NoAnswer
from enumerator.interviews.assignments import Status
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.merging.history import history
from enumerator.office.inbox import import_bundles
from enumerator.office.settling import difference, settle_household
from enumerator.registry import matching
from enumerator.registry.pairs import merge, merged_into, unmerge
from enumerator.registry.places import load_places
from enumerator.registry.projection import refresh
from enumerator.registry.review import return_
from enumerator.registry.search import count, household
from enumerator.store.revision import Entry, new_record
from tests.site import KELURAHAN, PASSPHRASE, Site, correct, form_of, site, survey, whole_site
from ui.field.task_rows import read_rows

from .interviewing import Interviewing
from .keyboard import Person

__all__ = ["site", "whole_site"]

ROOT = Path(__file__).resolve().parents[2]
PLACE = "/data/lokasi/"
PHONE, FAMILY_CARD = PLACE + "responden_keluarga/telepon", PLACE + "kartu_keluarga/no_kk"
INCOME = "/data/aset/keuangan/penghasilan_kepala"
FLOOR = "/data/perumahan/luas_lantai"
RICE = "/data/pengeluaran/pangan_mingguan/pangan_beras"
OFFICE, FIRST_LAPTOP = "1", "2"

SitAt = Callable[[str], Person]


def a_family() -> Family:
    """Three people."""
    return draw_family(1, load_places().kelurahan[KELURAHAN])


def open_folder(sit_at: SitAt, digit: str) -> Person:
    """Before the window of one of the site's data folders, which stand on the first screen by number."""
    person = sit_at("site")
    person.press(digit)
    person.enter(PASSPHRASE)
    person.wait_until(lambda: person.window.shell is not None)
    return person


def test_e3_after_a_dead_battery_one_lands_on_the_same_question(site: Site, sit_at: SitAt) -> None:
    cut_off = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.until_the_battery_dies", FIRST_LAPTOP, PASSPHRASE],
        cwd=ROOT,
        env={**os.environ, "PENDATA_HOME": str(site.folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert cut_off.stdout is not None
    with cut_off:
        told = cut_off.stdout.readline()
        cut_off.kill()
    place, typed = json.loads(told)
    assert place.startswith(f"{SERIES}[")
    laptop = open_folder(sit_at, FIRST_LAPTOP)
    laptop.wait_for("belum selesai")
    laptop.press("Alt+Return")
    hand = Interviewing(laptop, a_family(), {})
    assert (hand.at, hand.node(place).value) == (place, typed)
    laptop.type(str(a_family().members[1].nik))
    assert hand.node(place).problem is None


def test_e4_e5_e6_what_was_said_and_what_was_not_reach_the_office(site: Site) -> None:
    """A true but odd answer with its reason, a don't-know, a refusal, and a remark: four different things."""
    with site.open_laptop(0) as laptop:
        drafts, form = Drafts(laptop.store), form_of(laptop)
        draft = drafts.begin(form)
        interview = Interview.begin(form, Context(clock=laptop.store.clock))
        filling = answer_family(interview, a_family())
        interview.answer(FLOOR, "300")
        interview.accept(FLOOR, "Bekas gudang, diukur dua kali")
        interview.answer(PHONE, NoAnswer.DONT_KNOW)
        interview.answer(INCOME, NoAnswer.REFUSED)
        interview.remark(FAMILY_CARD, "menurut fotokopi KK")
        for name, data in filling.photos.items():
            laptop.store.attachments.put(data, name=name)
        drafts.save(draft.id, interview.answers())
        record = finish(laptop.store, drafts, draft.id, interview).record
    site.send_up(0)
    site.take_in()
    with site.open_office() as office:
        (held,) = office.store.journal.revisions(record)
    assert (held.values[FLOOR], held.values[f"{FLOOR}#reason"]) == ("300", "Bekas gudang, diukur dua kali")
    assert held.values[f"{PHONE}#no-answer"] == "dont_know"
    assert held.values[f"{INCOME}#no-answer"] == "refused"
    assert not {PHONE, INCOME} & held.values.keys()
    assert held.values[f"{FAMILY_CARD}#remark"] == "menurut fotokopi KK"


def test_e7_one_stops_half_way_with_errors_and_starts_the_next_house(site: Site, sit_at: SitAt) -> None:
    laptop = open_folder(sit_at, FIRST_LAPTOP)
    laptop.press("Ctrl+N")
    hand = Interviewing(laptop, a_family(), {})
    hand.aside["no_kk"] = lambda hand, _address: bool(hand.person.type("123")) or True
    hand.hold(until="jumlah_anggota")
    laptop.press("Ctrl+S")
    assert laptop.shell.current() == "assignments"
    row = next(line.row for line in laptop.page._lines if line.row.draft)
    assert (row.status, row.problems) == (Status.DRAFT, 1)
    assert 0 < row.share < 1
    laptop.press("Ctrl+N")
    assert laptop.shell.current() == "interview"
    laptop.wait_until(lambda: laptop.page.desk is not None)
    assert hand.node(FAMILY_CARD).value == ""


def test_e14_a_full_stick_is_told_costs_nothing_and_another_one_takes_it(
    site: Site, sit_at: SitAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.open_laptop(0) as workspace:
        survey(workspace, 21)
    full, empty = tmp_path / "penuh", tmp_path / "kosong"
    full.mkdir()
    empty.mkdir()
    laptop = open_folder(sit_at, FIRST_LAPTOP)
    laptop.go("handover")
    ready = laptop.page.ready.text()
    laptop.chooser.lay_out(full)
    with monkeypatch.context() as crowded:
        crowded.setattr(medium.CountingFile, "write", _no_room)
        laptop.press("Ctrl+O", "Ctrl+Return")
        laptop.wait_until(lambda: laptop.shell.notice.isVisible())
    assert "penuh" in laptop.shell.notice.accessibleName().casefold()
    assert list(full.iterdir()) == []
    assert laptop.page.ready.text() == ready
    laptop.chooser.lay_out(empty)
    laptop.press("Ctrl+O", "Ctrl+Return")
    laptop.wait_for("ada di flashdisk")
    assert len(list(empty.iterdir())) == 1
    assert laptop.page.ready.text() == "0"


def _no_room(*_arguments: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_e15_e16_the_stick_comes_back_and_a_returned_household_is_put_right(
    site: Site, sit_at: SitAt
) -> None:
    """Each state is seen; the interview opens at the answer that the office spoke of; the history stays."""
    returned, received = site.records[:2]
    site.give("", 0)
    with site.open_office() as office:
        return_(office.store, returned, "Cek beras", {RICE: "Sebulan atau seminggu?"})
    site.send_back()
    laptop = open_folder(sit_at, FIRST_LAPTOP)
    states = {row.task.household: row.status for row in read_rows(laptop.window.workspace)}
    assert (states[returned], states[received]) == (Status.RETURNED, Status.RECEIVED)
    assert list(states.values()).count(Status.NOT_STARTED) == 1
    assert laptop.page.table.select(returned)
    laptop.press("Return")
    hand = Interviewing(laptop, a_family(), {})
    assert hand.at == RICE
    assert "Sebulan atau seminggu?" in laptop.reads()
    laptop.type("35000")
    laptop.press("Ctrl+Return")
    laptop.type("Seminggu, menurut struk.")
    laptop.press("Ctrl+Return")
    laptop.wait_for("selesai")
    laptop.window.close()
    site.send_up(0)
    site.take_in()
    with site.open_office() as office:
        told = history(office.store.journal.revisions(returned), RICE)
        standing = household(office.store, returned)
    assert standing is not None
    assert standing.status == "received"
    assert [(each.after.value, each.revision.act) for each in told][1:] == [("35000", "correct")]
    assert told[-1].before == (told[0].after,)
    assert told[-1].revision.reason == "Seminggu, menurut struk."


def test_o20_of_forty_bundles_two_come_twice_and_one_is_corrupt(site: Site, tmp_path: Path) -> None:
    heap = tmp_path / "tumpukan"
    heap.mkdir()
    records = []
    for number in (0, 1):
        with site.open_laptop(number) as laptop:
            for _evening in range(20):
                (held,) = laptop.store.append(Entry(new_record(), "household", {"/data/nama": "Sri"}))
                records.append(held.record)
                export_bundle(laptop.store, laptop.keys, heap)
    files = sorted(heap.iterdir())
    assert len(files) == 40
    for file in files[:2]:
        shutil.copy(file, heap / f"salinan-{file.name}")
    damaged = heap / f"rusak-{files[2].name}"
    damaged.write_bytes(files[2].read_bytes()[:-100])
    with site.open_office() as office:
        outcomes = dict(import_bundles(office, [heap]))
        assert {record for record in records if office.store.journal.heads(record)} == set(records)
        position = office.store.journal.position()
        again = dict(import_bundles(office, [heap]))
        assert office.store.journal.position() == position
    refused = {path for path, outcome in outcomes.items() if isinstance(outcome, UserError)}
    reports = [outcome for outcome in outcomes.values() if isinstance(outcome, Report)]
    assert refused == {damaged}
    assert (len(reports), sum(bool(report.already) for report in reports)) == (42, 2)
    assert all(outcome.already for outcome in again.values() if isinstance(outcome, Report))


def test_o21_two_laptops_edited_the_same_family(site: Site) -> None:
    """A person chooses, seeing both; what was not chosen stays in the history, with who wrote it."""
    record = site.records[0]
    for number, rice in enumerate(("91000", "35000")):
        with site.open_laptop(number) as laptop:
            correct(laptop, record, {RICE: rice})
        site.send_up(number)
    site.take_in()
    with site.open_office() as office:
        (conflict,) = difference(office, record).view.conflicts
        assert (conflict.address, {side.value for side in conflict.sides}) == (RICE, {"91000", "35000"})
        chosen = next(side for side in conflict.sides if side.value == "35000")
        settle_household(office, record, {RICE: chosen}, "Dicocokkan dengan struk.")
        assert difference(office, record).view.conflicts == ()
        told = history(office.store.journal.revisions(record), RICE)
    assert {"91000", "35000"} <= {each.after.value for each in told}
    assert len({each.revision.dot.log for each in told if each.after.value in ("91000", "35000")}) >= 2


def test_o22_two_laptops_registered_the_same_family_under_two_ids(site: Site) -> None:
    """Found with reasons; joined into one; and taken apart again."""
    records = []
    for number in (0, 1):
        with site.open_laptop(number) as laptop:
            records.append(survey(laptop, 21).record)
        site.send_up(number)
    site.take_in()
    with site.open_office() as office:
        store, before = office.store, count(office.store)
        matching.refresh(store)
        (pair,) = (each for each in matching.candidates(store) if {each.a, each.b} == set(records))
        assert pair.kind == "nik"
        assert all(reason.words for reason in pair.reasons)
        merge(store, *records, "KK yang sama.")
        refresh(store, office.library)
        assert count(store) == before - 1
        assert merged_into(store, records[0]) == (records[1],)
        unmerge(store, *records, "Ternyata dua keluarga serumah.")
        refresh(store, office.library)
        assert count(store) == before
