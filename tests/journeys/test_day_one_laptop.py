# SPDX-License-Identifier: Apache-2.0
"""The enumerator's stories E1, E2 and E4 to E13 of the first day, by keys through the window.

E3, E7, E14 to E16 and the office's stories are in `test_day_one`.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from enumerator.demo.families import Family, draw_large_family
from enumerator.forms import NoAnswer
from enumerator.interviews.visits import Outcome, visits_by_household
from enumerator.registry.assigning import Target
from enumerator.registry.places import load_places
from enumerator.store.revision import Revision
from enumerator.workspace import create_office_workspace, enrol_workspace, make_enrolment_kit
from tests.site import KELURAHAN, PASSPHRASE, Site, site, whole_site
from ui.field.note_visit import NoteVisit
from ui.form.inputs.choices import OneChoice

from .interviewing import SERIES, Interviewing
from .keyboard import Person, called
from .test_day_one import FIRST_LAPTOP, a_family, open_folder

__all__ = ["site", "whole_site"]

SitAt = Callable[[str], Person]
VILLAGES = 100_000
FORM = """
| survey | | | | | | | | | |
| | type | name | label::Bahasa Indonesia (id) | label::Basa Jawa (jv) | required | constraint | constraint_message::Bahasa Indonesia (id) | severity | allow |
| | begin_group | lokasi | A. Lokasi | A. Panggonan | | | | | |
| | text | kepala | Nama kepala keluarga | Jenenge kepala keluarga | yes | | | | |
| | select_one_from_file desa.csv | desa | Desa | Desa | yes | | | | |
| | integer | penghasilan | Penghasilan sebulan (Rp) | Pametu sasasi (Rp) | yes | . < 5000000 | Penghasilan ini tinggi sekali. | warn | refused |
| | integer | tahun | Tahun lahir kepala | Taun laire kepala | yes | | | | dont_know |
| | end_group | | | | | | | | |
| | begin_repeat | anggota | B. Anggota keluarga | B. Warga | | | | | |
| | text | nama | Nama | Jeneng | yes | | | | |
| | text | nik | NIK | NIK | yes | regex(., '^[0-9]{16}$') | NIK terdiri atas 16 angka. | block | |
| | integer | umur | Umur | Umur | | | | | |
| | end_repeat | | | | | | | | |
| | begin_group | akhir | C. Penutup | C. Panutup | | | | | |
| | text | catatan | Catatan lain | Cathetan | | | | | |
| | end_group | | | | | | | | |
"""  # noqa: E501 - a line of a form is a line
INCOME, YEAR, HEAD = "/data/lokasi/penghasilan", "/data/lokasi/tahun", "/data/lokasi/kepala"


@pytest.fixture
def small_laptop(sit_at: SitAt, tmp_path: Path) -> Person:
    """Before a laptop with the small form and its hundred thousand villages."""
    workbook, media = tmp_path / "kunjungan.md", tmp_path / "kunjungan-media"
    workbook.write_text(FORM, "utf-8")
    media.mkdir()
    rows = "\n".join(f"d{n:06},Desa {n:06} Kecamatan {n % 700:03}" for n in range(VILLAGES))
    (media / "desa.csv").write_text(f"name,label\n{rows}\n", "utf-8")
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Uji", PASSPHRASE, person="Kantor")
    with office:
        office.library.publish(workbook, media)
        kit = make_enrolment_kit(office, tmp_path, "Sri Wahyuni")
    with enrol_workspace(tmp_path / "meja" / "laptop", kit.path, kit.code, PASSPHRASE) as laptop:
        laptop.change_settings(tour_seen=True)
    person = sit_at("meja")
    person.press("1")
    person.enter(PASSPHRASE)
    person.wait_until(lambda: person.window.shell is not None)
    return person


def begin(person: Person) -> Interviewing:
    person.press("Ctrl+N")
    assert person.shell.current() == "interview"
    person.wait_until(lambda: person.page.desk is not None)
    return Interviewing(person, a_family(), {})


def finished(person: Person) -> Revision:
    """The last household in the journal of this laptop."""
    journal = person.window.workspace.store.journal
    return [head for record in journal.records("household") for head in journal.heads(record)][-1]


def test_e1_a_laptop_that_never_had_internet_is_enrolled_and_shows_its_households(
    site: Site, sit_at: SitAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kit and code, no network, a first look round, and the households by RT and RW: in three minutes."""
    kecamatan = KELURAHAN[:8]
    with site.open_office() as office:
        places = (("Wagiman", "002"), ("Painem", "001"))
        targets = [Target(name, KELURAHAN, kecamatan, rw="003", rt=rt) for name, rt in places]
        kit = make_enrolment_kit(office, tmp_path / "kit", "Dewi Lestari", targets=targets)
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    began = time.monotonic()
    laptop = sit_at("baru")
    laptop.press("1")
    laptop.enter(str(kit.path))
    laptop.enter(kit.code.replace("-", "").lower())
    laptop.enter("lima payung di halaman")
    laptop.type("lima payung di halaman")
    laptop.press("Return")
    laptop.wait_until(lambda: laptop.window.shell is not None)
    for step in range(5):
        assert laptop.shell.tour is not None, f"the tour ended at step {step}"
        laptop.press("Return")
    assert laptop.shell.tour is None
    listed = [laptop.page.table.model.row_at(n) for n in range(laptop.page.table.shown())]
    assert [(line.name, line.rw, line.rt) for line in listed] == [
        ("Painem", "003", "001"), ("Wagiman", "003", "002"),
    ]  # fmt: skip
    assert time.monotonic() - began < 180


def _no_network(*_arguments: object) -> None:
    raise AssertionError("a laptop in the field has no network")


class _Mouse(QObject):
    """Sees whether a mouse was used."""

    def __init__(self) -> None:
        super().__init__()
        self.used = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.used += event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        return False


def test_e2_a_family_of_twelve_by_keyboard_alone(site: Site, sit_at: SitAt, qapp: QApplication) -> None:
    """Up to the photos, which E12 takes; nobody touches a mouse, and all twelve are whole."""
    mouse = _Mouse()
    qapp.installEventFilter(mouse)
    laptop = open_folder(sit_at, FIRST_LAPTOP)
    family: Family = draw_large_family(12, 4, load_places().kelurahan[KELURAHAN])
    laptop.press("Ctrl+N")
    hand = Interviewing(laptop, family, {})
    hand.hold(until="foto_depan")
    qapp.removeEventFilter(mouse)
    rows = hand.desk.progress.rows(SERIES)
    assert [hand.node(f"{row}/nama").value for row in rows] == [each.name for each in family.members]
    assert not any(address.startswith(SERIES) for address in hand.desk.progress.missing())
    assert mouse.used == 0


def test_e4_e5_e6_reason_refusal_not_known_and_remark_go_with_the_answer(small_laptop: Person) -> None:
    hand = begin(small_laptop)
    small_laptop.enter("Suparmi")
    small_laptop.type("d000007")
    small_laptop.press("Return")
    small_laptop.type("9000000")
    small_laptop.press("F2")
    small_laptop.enter("Juragan kapal, dilihat slipnya")
    small_laptop.press("Return", "F7")
    assert hand.node(YEAR).no_answer is NoAnswer.DONT_KNOW
    small_laptop.press("F2")
    small_laptop.enter("tidak tahu tahunnya")
    _first_member(small_laptop, "Suparmi", "3374024101700001")
    small_laptop.press("Ctrl+Return", "Ctrl+Return")
    small_laptop.wait_for("selesai")
    told = finished(small_laptop).values
    assert (told[INCOME], told[f"{INCOME}#reason"]) == ("9000000", "Juragan kapal, dilihat slipnya")
    assert (told.get(YEAR), told[f"{YEAR}#no-answer"]) == (None, "dont_know")
    assert told[f"{YEAR}#remark"] == "tidak tahu tahunnya"


def test_e5_refused_is_another_code_than_not_known(small_laptop: Person) -> None:
    hand = begin(small_laptop)
    small_laptop.enter("Suparmi")
    small_laptop.type("d000007")
    small_laptop.press("Return", "F8")
    assert hand.node(INCOME).no_answer is NoAnswer.REFUSED
    small_laptop.press("F7")
    assert hand.node(INCOME).no_answer is NoAnswer.REFUSED
    small_laptop.wait_for("tidak menyediakan")


def test_e8_before_finishing_everything_open_is_listed_and_each_line_leads_there(
    small_laptop: Person,
) -> None:
    hand = begin(small_laptop)
    small_laptop.enter("Suparmi")
    _first_member(small_laptop, "Siti", "337402410170000")
    _add_member(small_laptop, "Bima", "")
    small_laptop.press("Ctrl+Return")
    screen = small_laptop.page
    page = screen.finish_page
    assert page is not None
    rows = hand.desk.progress.rows("/data/anggota")
    wanted = {
        "/data/lokasi/desa", INCOME, YEAR, f"{rows[0]}/nik", f"{rows[1]}/nik", f"{rows[0]}/umur",
        f"{rows[1]}/umur", "/data/akhir/catatan",
    }  # fmt: skip
    assert {link.address for link in page.links()} >= wanted
    assert not page.may_sign
    assert {"1 Siti", "2 Bima"} <= {link.where.partition(" · ")[2] or link.where for link in page.links()}
    for address in sorted(wanted):
        link = next(link for link in page.links() if link.address == address)
        small_laptop.tab_to(f"{link.title} {link.where}")
        small_laptop.press("Return")
        assert hand.at == address
        small_laptop.press("Ctrl+Return")


def test_e9_a_nik_of_fifteen_digits_or_one_used_before_is_caught_at_once(small_laptop: Person) -> None:
    number = "3374024101700001"
    hand = begin(small_laptop)
    small_laptop.enter("Suparmi")
    row = _first_member(small_laptop, "Suparmi", number[:-1])
    assert hand.trouble(f"{row}/nik") == ("problem", "NIK terdiri atas 16 angka.")
    small_laptop.press("Shift+Return", "End")
    small_laptop.type(number[-1])
    small_laptop.press("Return")
    assert hand.trouble(f"{row}/nik")[0] == ""
    _add_member(small_laptop, "Bima", number)
    small_laptop.wait_for("Nomor yang sama dua kali di keluarga ini")
    small_laptop.press("Ctrl+S")
    hand = begin(small_laptop)
    small_laptop.enter("Ngatini")
    _first_member(small_laptop, "Wati", number)
    small_laptop.wait_for("nomor sama")
    small_laptop.press("F10")
    small_laptop.wait_for("Hanya untuk dilihat")
    small_laptop.press("Escape")


def test_e10_a_village_out_of_a_hundred_thousand_is_found_as_one_types(small_laptop: Person) -> None:
    hand = begin(small_laptop)
    small_laptop.enter("Suparmi")
    small_laptop.type("Desa ")
    small_laptop.type("098765 Kec")
    small_laptop.press("Return")
    assert hand.node("/data/lokasi/desa").value == "d098765"


def test_e11_nobody_at_home_is_noted_and_the_second_visit_stands_in_the_list(
    site: Site, sit_at: SitAt
) -> None:
    household = site.give("", 0)
    site.send_back()
    laptop = open_folder(sit_at, FIRST_LAPTOP)
    assert laptop.page.table.select(household)
    laptop.press("Ctrl+K")
    (asked,) = laptop.page.findChildren(NoteVisit)
    laptop.press("1")
    laptop.tab_on(lambda: laptop.focused is asked.day, "the day")
    day = laptop.window.workspace.store.clock().date() + timedelta(days=3)
    laptop.type(f"{day:%d%m%Y}")
    laptop.press("Return")
    line = laptop.page.table.current()
    assert (line.household, line.when) == (household, day)
    assert "Tidak ada di rumah" in line.note
    laptop.window.close()
    site.send_up(0)
    site.take_in()
    with site.open_office() as office, site.open_laptop(0) as own:
        (visit,) = visits_by_household(office.store, own.keys.author)[household]
    assert (visit.outcome, visit.again) == (Outcome.ABSENT, day)


def test_e12_a_large_photo_is_made_smaller_and_belongs_to_its_question(
    site: Site, sit_at: SitAt, tmp_path: Path
) -> None:
    large = tmp_path / "IMG_2031.jpg"
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(large, quality=95)
    laptop = open_folder(sit_at, FIRST_LAPTOP)
    laptop.press("Ctrl+N")
    hand = Interviewing(laptop, a_family(), {"foto_depan": large})
    for name, digit in (("hasil", "1"), ("persetujuan", "1")):
        _go_to(laptop, name)
        assert isinstance(hand.desk.page.field(hand.at), OneChoice)
        laptop.type(digit)
    _go_to(laptop, "foto_depan")
    hand.give(hand.at, "")
    value = hand.node(hand.at).value
    attachments = laptop.window.workspace.store.attachments
    kept = attachments.read(value.partition(".")[0])
    with Image.open(BytesIO(kept)) as picture:
        assert max(picture.size) <= 1600
    assert len(kept) < large.stat().st_size / 2


def test_e13_the_language_changes_in_the_middle_of_an_interview_at_the_same_question(
    small_laptop: Person,
) -> None:
    hand = begin(small_laptop)
    small_laptop.enter("Suparmi")
    row = _first_member(small_laptop, "Siti", "3374024101700001")
    small_laptop.press("Shift+Return", "Shift+Return")
    before = hand.at
    assert hand.label(before) == "Nama"
    small_laptop.press("Ctrl+L")
    assert (hand.at, hand.label(before)) == (before, "Jeneng")
    small_laptop.press("End")
    small_laptop.type("!")
    assert hand.node(f"{row}/nama").value == "Siti!"
    assert "Warga" in small_laptop.reads() or "Warga" in called(hand.desk.outline)
    small_laptop.press("Ctrl+L")
    assert hand.label(before) == "Nama"


def _first_member(person: Person, name: str, nik: str) -> str:
    """In the row that a new interview has; the keyboard is left on the age. The row's address."""
    while not person.page.desk.place.endswith("/nama"):
        person.press("PgDown")
    return _said_of_member(person, name, nik)


def _add_member(person: Person, name: str, nik: str) -> str:
    """With Ctrl+N, the same."""
    person.press("Ctrl+N")
    return _said_of_member(person, name, nik)


def _said_of_member(person: Person, name: str, nik: str) -> str:
    person.enter(name)
    person.enter(nik)
    at: str = person.page.desk.place
    assert at.endswith("/umur")
    return at.rpartition("/")[0]


def _go_to(person: Person, name: str) -> None:
    """By F6 and the question's name."""
    person.press("F6")
    person.enter(name)
    assert person.page.desk.place.endswith(f"/{name}"), person.page.desk.place
