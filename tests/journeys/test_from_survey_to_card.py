# SPDX-License-Identifier: Apache-2.0
"""The main job through the window, by keys alone: from an empty computer to a card whose code is true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from enumerator.cards.register import CardRecord
from enumerator.cards.render import page_count
from enumerator.cards.scan import decode_page
from enumerator.demo.families import Family, draw_family
from enumerator.demo.photos import photos_for
from enumerator.forms import NoAnswer
from enumerator.interviews.assignments import Status
from enumerator.registry.places import load_places
from ui.start.create import CreateOffice
from ui.start.enrol import Enrol
from ui.start.sheets import KeepSheets

from .interviewing import Interviewing
from .keyboard import Person

FORM = Path(__file__).resolve().parents[2] / "resources" / "forms" / "kk_miskin_ekstrem.xlsx"
OFFICE_SECRET, LAPTOP_SECRET = "tiga kerbau biru berenang", "lima payung di halaman"
KELURAHAN = "33.74.02.1001"

SitAt = Callable[[str], Person]


def a_poor_family() -> Family:
    """A couple and a child. They own a motorcycle, and nothing that can be sold: a soft check doubts it."""
    family = draw_family(563, load_places().kelurahan[KELURAHAN], on=date.today())  # noqa: DTZ011
    assert len(family.members) == 3
    assert (family.answers["aset_i"], family.answers["barang_500"]) == ("1", "2")
    return family


def create_the_office(office: Person) -> None:
    office.picture("01-start")
    office.press("2")
    assert isinstance(office.window.start.step, CreateOffice)
    office.enter("Latihan Semarang 2026")
    office.enter("Rini Astuti")
    office.enter(OFFICE_SECRET)
    office.type(OFFICE_SECRET)
    office.tab_to("Proyek latihan")
    office.press("Space")
    office.picture("02-create")
    office.press("Return")
    office.wait_until(lambda: isinstance(office.window.start.step, KeepSheets))
    office.picture("03-sheets")
    office.tab_to("Kedua lembar")
    office.press("Space", "Return")
    office.wait_until(lambda: office.window.shell is not None)
    office.picture("04-office")


def publish_the_form(office: Person) -> None:
    office.go("staff")
    office.picture("05-staff-empty")
    office.chooser.lay_out(FORM)
    office.press("Ctrl+P")
    office.wait_for("sudah terbit")
    office.picture("06-form-published")


def make_a_kit(office: Person, stick: Path) -> str:
    """The code as it stands on screen."""
    office.chooser.lay_out(stick)
    office.press("Ctrl+N")
    office.enter("Siti Aminah")
    office.picture("07-kit-asked")
    office.press("Return")
    page = office.page
    office.wait_until(page.code.isVisible)
    office.picture("08-kit-code")
    code = page.code.code.text()
    office.press("Escape")
    return code


def give_out_a_list(office: Person, family: Family, folder: Path) -> None:
    prelist = folder / "tugas.csv"
    prelist.write_text(
        "kepala_keluarga,kelurahan,rw,rt,alamat,no_kk\n"
        f'{family.head.name},{KELURAHAN},{family.rw},{family.rt},"{family.address}",\n'
        f"Wagiman,{KELURAHAN},{family.rw},{family.rt},Gg. Kenanga 8,\n",
        encoding="utf-8",
    )
    office.chooser.lay_out(prelist)
    office.press("Ctrl+T")
    office.wait_for("2 keluarga")
    office.picture("09-assigned")


def enrol(laptop: Person, kit: Path, code: str) -> None:
    laptop.press("1")
    assert isinstance(laptop.window.start.step, Enrol)
    laptop.enter(str(kit))
    laptop.enter(code.replace("-", "").lower())
    laptop.enter(LAPTOP_SECRET)
    laptop.type(LAPTOP_SECRET)
    laptop.picture("10-enrol")
    laptop.press("Return")
    laptop.wait_until(lambda: laptop.window.shell is not None)
    laptop.picture("11-first-look-round")
    laptop.press("Escape")
    laptop.picture("11-laptop")


def send(laptop: Person, stick: Path) -> None:
    laptop.go("handover")
    laptop.chooser.lay_out(stick)
    laptop.press("Ctrl+O", "Ctrl+Return")
    laptop.wait_for("ada di flashdisk")


def take_in(office: Person, stick: Path) -> None:
    office.go("inbox")
    office.chooser.lay_out(stick)
    office.press("Ctrl+Shift+O")
    office.wait_for("paket kirim: ")


def give_back(office: Person, stick: Path) -> None:
    office.go("inbox")
    office.chooser.lay_out(stick)
    office.press("Ctrl+E")
    office.wait_for("Untuk Siti Aminah")


def receive(laptop: Person) -> None:
    laptop.go("handover")
    laptop.press("Ctrl+R")
    laptop.wait_for("baru sudah diterima")


def mistype_the_nik(hand: Interviewing, address: str) -> bool:
    """One digit short: the form says so as soon as the field is left, and F9 leads back to it."""
    right = hand.answer_to(address)
    hand.person.type(str(right)[:-1])
    hand.person.press("Return")
    tone, words = hand.trouble(address)
    assert (tone, "NIK tidak sah" in words) == ("problem", True)
    hand.person.picture("15-wrong-nik")
    hand.go_to_problem(address)
    hand.person.type(str(right))
    assert hand.node(address).problem is None
    return True


def say_dont_know(hand: Interviewing, address: str) -> bool:
    hand.person.press("F7")
    assert hand.node(address).no_answer is NoAnswer.DONT_KNOW
    hand.person.picture("14-dont-know")
    return True


def write_a_remark(hand: Interviewing, address: str) -> bool:
    hand.person.press("F2")
    hand.person.enter("menurut fotokopi KK")
    assert hand.node(address).remark == "menurut fotokopi KK"
    assert hand.at == address
    return False


def take_it_back_and_do_it_again(hand: Interviewing, address: str) -> bool:
    hand.give(address, hand.answer_to(address))
    before = hand.node(address).value
    hand.person.press("Ctrl+Z")
    assert hand.node(address).value != before
    hand.person.press("Ctrl+Y")
    assert hand.node(address).value == before
    assert hand.at == address
    return True


def change_the_language(hand: Interviewing, address: str) -> bool:
    indonesian = hand.label(address)
    hand.person.press("Ctrl+L")
    assert hand.label(address) != indonesian
    hand.person.picture("16-english")
    hand.person.press("Ctrl+L")
    assert hand.label(address) == indonesian
    assert hand.at == address
    return False


def give_a_reason(hand: Interviewing, address: str) -> bool:
    """What looks odd is true: the answer stays, with why."""
    hand.give(address, hand.answer_to(address))
    hand.person.press("F2")
    hand.person.picture("17-reason")
    hand.person.enter(hand.family.reasons["barang_500"])
    assert hand.node(address).reason == hand.family.reasons["barang_500"]
    return True


def hold_the_interview(laptop: Person, family: Family, camera: Path) -> Interviewing:
    """The whole form by keys, and the mouse for the signature alone."""
    photos = {}
    for path, data in photos_for(family).items():
        name = path.rpartition("/")[2]
        photos[name] = camera / f"{name}.jpg"
        photos[name].write_bytes(data)
    laptop.go("assignments")
    laptop.picture("12-assignments")
    laptop.type(family.head.name[:4])
    laptop.press("Return")
    assert laptop.shell.current() == "interview"
    laptop.wait_until(lambda: laptop.page.desk is not None)
    hand = Interviewing(laptop, family, photos)
    hand.aside = {
        "no_kk": write_a_remark,
        "telepon": say_dont_know,
        "nik": mistype_the_nik,
        "kawin": change_the_language,
        "lantai": take_it_back_and_do_it_again,
        "barang_500": give_a_reason,
    }
    laptop.picture("13-interview")
    hand.hold()
    assert not hand.aside
    laptop.picture("18-last-question")
    return hand


def finish(laptop: Person) -> None:
    laptop.press("Ctrl+Return")
    laptop.picture("19-finish")
    laptop.press("Ctrl+Return")
    laptop.wait_for("selesai")
    assert laptop.shell.current() == "assignments"
    laptop.picture("20-finished")


def look_and_approve(office: Person, family: Family) -> None:
    """Over the answers with the keyboard, and a yes."""
    office.go("review")
    assert family.head.name in office.page.table.current().household.head_name
    office.press("Return", "F9")
    office.picture("23-review")
    office.press("Ctrl+Return")
    office.wait_for("disetujui")
    assert office.page.table.shown() == 0
    office.picture("24-approved")


def assess_and_decide(office: Person) -> None:
    office.go("programmes")
    office.press("F5")
    office.wait_for("1 keluarga dinilai")
    office.picture("25-assessed")
    office.press("Ctrl+2")
    office.picture("26-proposals")
    office.press("Ctrl+Return")
    office.picture("27-decision-asked")
    office.press("Return")
    office.picture("28-decided")
    office.press("Ctrl+3")
    assert office.page.due.shown() == 1
    office.picture("29-due")


def print_the_card(office: Person, printed: Path) -> CardRecord:
    office.go("cards")
    office.wait_until(lambda: office.page.due.table.shown() == 1, "for a card that is due")
    office.picture("30-card-waits")
    office.press("Ctrl+P")
    office.wait_until(lambda: office.shell.current() == "card-print", "for the preview of the pages")
    office.wait_until(lambda: office.page.pages.count == 2, "for a front and a back")
    office.picture("30-pages-looked-at")
    office.press("Ctrl+P")
    office.wait_until(lambda: office.shell.current() == "card-batch", "for the issued card")
    office.chooser.lay_out(printed)
    office.press("Ctrl+S")
    office.wait_for(f"Kartu ada di {printed.name}")
    office.picture("30-printed")
    office.go("cards")
    office.press("Ctrl+2")
    office.wait_until(lambda: office.page.register.table.shown() == 1, "for the card in the register")
    office.picture("31-card")
    card: CardRecord = office.page.register.table.current()
    return card


def code_on(printed: Path) -> str:
    """The code as a scanner reads it from the page."""
    codes = [text for page in range(page_count(printed)) for text in decode_page(printed, page, 200)]
    (code,) = codes
    return code


def check_the_card(person: Person, code: str, *facts: str) -> None:
    """A scanner types the code and presses Enter."""
    person.go("verify")
    person.enter(code)
    shown = person.reads()
    assert "Periksa dulu" in shown
    assert "proyek latihan" in shown
    assert [fact for fact in facts if fact not in shown] == []


def test_a_family_is_surveyed_by_keys_and_leaves_with_its_card(sit_at: SitAt, tmp_path: Path) -> None:
    family, stick, camera = a_poor_family(), tmp_path / "stick", tmp_path / "camera"
    stick.mkdir()
    camera.mkdir()
    office = sit_at("kantor")
    create_the_office(office)
    publish_the_form(office)
    code = make_a_kit(office, stick)
    give_out_a_list(office, family, tmp_path)
    (kit,) = stick.glob("*.pendata-kit")
    laptop = sit_at("laptop")
    enrol(laptop, kit, code)
    send(laptop, stick)
    office.sit_down()
    take_in(office, stick)
    give_back(office, stick)
    laptop.sit_down()
    receive(laptop)
    hold_the_interview(laptop, family, camera)
    finish(laptop)
    send(laptop, stick)
    laptop.picture("21-sent")
    office.sit_down()
    take_in(office, stick)
    office.picture("22-taken-in")
    assert "2 paket kirim: 1 data baru" in office.reads()
    look_and_approve(office, family)
    assess_and_decide(office)
    printed = tmp_path / "kartu.pdf"
    card = print_the_card(office, printed)
    give_back(office, stick)
    office.picture("32-given-back")
    laptop.sit_down()
    receive(laptop)
    laptop.picture("33-received")
    laptop.go("assignments")
    line = laptop.page.table.current()
    assert (line.name, line.status) == (family.head.name, Status.APPROVED)
    laptop.picture("34-approved")
    on_the_card = code_on(printed)
    check_the_card(laptop, on_the_card, family.head.name, card.number, f"{card.valid_until:%d-%m-%Y}")
    laptop.picture("35-checked")
