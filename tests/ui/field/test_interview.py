# SPDX-License-Identifier: Apache-2.0
"""The interview over a real encrypted store: saved at every key, resumed, taken up again, finished and
signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from enumerator.errors import UserError
from enumerator.forms import NoAnswer
from enumerator.interviews.audit import audit_lines
from enumerator.interviews.drafts import Drafts, Event
from enumerator.settings import Settings
from enumerator.store.revision import Entry, new_record
from enumerator.workspace import Workspace, create_office_workspace, enrol_workspace, make_enrolment_kit
from ui import tasks
from ui.app import Window
from ui.entrance import doors
from ui.field.interview import InterviewScreen
from ui.field.interview_room import time_spent
from ui.field.other_household import OtherHousehold
from ui.reporting import News
from ui.widgets.requests import OpenInterview

SECRET = "sawah hijau pagi sekali"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=7)))
CTRL = Qt.KeyboardModifier.ControlModifier
FORM = """
| survey | | | | | | | |
| | type | name | label | required | constraint | constraint_message | save_to |
| | begin_group | lokasi | A. Lokasi | | | | |
| | text | kepala | Nama kepala keluarga | yes | | | head_name |
| | integer | umur | Umur | yes | . < 120 | Umur tidak mungkin. | |
| | image | foto | Foto rumah | | | | |
| | end_group | | | | | | |
| | begin_repeat | anggota | B. Anggota keluarga | | | | |
| | text | nama | Nama | yes | | | |
| | end_repeat | | | | | | |
| entities | | | |
| | list_name | label | entity_id |
| | household | ${kepala} | |
"""


@pytest.fixture
def hours() -> list[datetime]:
    """The time on the laptop, to be moved on."""
    return [NOW]


@pytest.fixture
def laptop(tmp_path: Path, hours: list[datetime]) -> Iterator[Workspace]:
    """An enrolled laptop that knows the form."""
    workbook = tmp_path / "kunjungan.md"
    workbook.write_text(FORM, "utf-8")
    office, _sheets = create_office_workspace(
        tmp_path / "kantor", "Uji", SECRET, person="Kantor", clock=lambda: NOW
    )
    with office:
        office.library.publish(workbook)
        kit = make_enrolment_kit(office, tmp_path, "Sri Wahyuni")
    folder = tmp_path / "laptop"
    with enrol_workspace(folder, kit.path, kit.code, SECRET, clock=lambda: hours[0]) as workspace:
        yield workspace


PEOPLE = """
| survey | | | | |
| | type | name | label | save_to |
| | begin_group | lokasi | A. Lokasi | |
| | text | kepala | Nama kepala keluarga | household#head_name |
| | end_group | | | |
| | begin_repeat | anggota | B. Anggota keluarga | |
| | text | nama | Nama | member#full_name |
| | date | lahir | Tanggal lahir | member#birth_date |
| | end_repeat | | | |
| entities | | | |
| | list_name | label | repeat |
| | household | ${kepala} | |
| | member | ${nama} | ${anggota} |
"""


def learned(qtbot: QtBot) -> None:
    """Until what this laptop knows of other households has been read."""
    qtbot.wait(20)
    assert tasks.wait_for_all(5_000)
    QApplication.processEvents()


class Seat:
    """The interview screen, and a person who presses keys."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.workspace = workspace
        self.screen = InterviewScreen(workspace)
        self.news: list[News] = []
        self.states: list[tuple[str, str]] = []
        self.closed: list[bool] = []
        self.screen.noticed.connect(self.news.append)
        self.screen.state_changed.connect(lambda words, role: self.states.append((words, role)))
        self.screen.close_requested.connect(lambda: self.closed.append(True))
        qtbot.addWidget(self.screen)
        self.screen.resize(1366, 740)
        with qtbot.waitExposed(self.screen):
            self.screen.show()
        self.screen.activateWindow()
        QApplication.processEvents()

    def open(self, request: OpenInterview | None = None) -> Seat:
        self.screen.arrive(request or OpenInterview())
        self.screen.take_focus()
        QApplication.processEvents()
        return self

    def type(self, text: str) -> Seat:
        for sign in text:
            widget = QApplication.focusWidget()
            assert widget is not None
            QTest.keyClicks(widget, sign)
        QApplication.processEvents()
        return self

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Seat:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifiers)
        QApplication.processEvents()
        return self

    def enter(self, text: str = "") -> Seat:
        return self.type(text).press(Qt.Key.Key_Return)

    @property
    def at(self) -> str:
        assert self.screen.desk is not None
        return self.screen.desk.place.rpartition("/")[2]

    @property
    def draft(self) -> str:
        assert self.screen.room is not None
        return self.screen.room.draft.id

    def on_disk(self) -> dict[str, str]:
        """What another look at the same file finds."""
        return Drafts(self.workspace.store).answers(self.draft)


@pytest.fixture
def seat(qtbot: QtBot, laptop: Workspace) -> Seat:
    return Seat(qtbot, laptop)


def finished_family(seat: Seat) -> str:
    """A whole family, entered by keys and signed; its household."""
    seat.open().enter("Agus Riyanto").enter("41").press(Qt.Key.Key_PageDown).enter()
    assert seat.at == "nama"
    seat.type("Agus Riyanto").press(Qt.Key.Key_N, CTRL).type("Sri Lestari")
    assert seat.screen.room is not None
    household = seat.screen.room.draft.household
    seat.press(Qt.Key.Key_Return, CTRL)
    assert seat.screen.finish_page is not None
    assert seat.screen.finish_page.may_sign
    seat.press(Qt.Key.Key_Return, CTRL)
    return household


def test_each_key_is_on_the_disk_before_the_next(seat: Seat) -> None:
    seat.open()
    for upto in range(1, 5):
        seat.type("Agus"[upto - 1])
        assert seat.on_disk()["/data/lokasi/kepala"] == "Agus"[:upto]
    assert seat.states[-1] == ("Tersimpan pukul 09.30", "primary")


def test_a_new_interview_begins_with_what_is_known(seat: Seat) -> None:
    seat.open(
        OpenInterview(household="rumah-1", known={"/data/lokasi/kepala": "Suparmi", "/data/tidak/ada": "x"})
    )
    assert seat.screen.desk is not None
    assert seat.screen.desk.title() == "Keluarga Suparmi"
    assert seat.at == "umur"
    assert seat.on_disk()["/data/lokasi/kepala"] == "Suparmi"


def test_after_a_flat_battery_one_lands_on_the_same_question(seat: Seat, qtbot: QtBot) -> None:
    seat.open().enter("Agus").type("41")
    draft = seat.draft
    # nothing was closed: another screen opens what the disk holds
    again = Seat(qtbot, seat.workspace).open(OpenInterview(draft=draft))
    assert again.at == "umur"
    assert again.screen.desk is not None
    assert again.screen.desk.interview.node("/data/lokasi/umur").value == "41"


def test_after_a_flat_battery_one_lands_where_the_keyboard_was_though_nothing_was_typed_there(
    seat: Seat, qtbot: QtBot
) -> None:
    seat.open().enter("Agus").enter("41")
    assert seat.at == "foto"
    draft = Drafts(seat.workspace.store).get(seat.draft)
    assert (draft.last_address, draft.done) == ("/data/lokasi/foto", 2)
    again = Seat(qtbot, seat.workspace).open(OpenInterview(draft=seat.draft))
    assert again.at == "foto"


def test_two_screens_cannot_edit_one_draft(seat: Seat, qtbot: QtBot) -> None:
    seat.open().type("Agus")
    other = Seat(qtbot, seat.workspace).open(OpenInterview(draft=seat.draft))
    other.screen.activateWindow()
    assert seat.screen.desk is not None
    field = seat.screen.desk.page.field("/data/lokasi/kepala")
    assert field is not None
    field.give("Agus R")
    assert seat.states[-1][1] == "red"
    assert "BELUM tersimpan" in seat.states[-1][0]
    assert not seat.screen.may_leave()
    assert seat.on_disk()["/data/lokasi/kepala"] == "Agus"


def test_what_could_not_be_written_is_written_with_the_next_edit(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.open().type("A")
    full = UserError("Cakram penuh.", remedy="Kosongkan cakram.")

    def refuse(*_args: object, **_named: object) -> datetime:
        raise full

    with monkeypatch.context() as broken:
        broken.setattr(Drafts, "save", refuse)
        seat.type("g")
        assert seat.states[-1] == ("BELUM tersimpan: Cakram penuh.", "red")
        assert not seat.screen.may_leave()
        assert seat.news[-1].kind == "error"
    seat.enter("us").enter("41")
    assert seat.on_disk()["/data/lokasi/kepala"] == "Agus"
    assert seat.states[-1][1] == "primary"
    assert seat.screen.may_leave()


def test_save_and_close_keeps_the_draft_with_its_share_and_place(seat: Seat) -> None:
    seat.open().enter("Agus").press(Qt.Key.Key_S, CTRL)
    assert seat.closed == [True]
    (draft,) = Drafts(seat.workspace.store).list()
    assert (draft.done, draft.total) == (1, 4)
    assert draft.last_address == "/data/lokasi/umur"


def test_a_family_is_entered_and_signed_by_keyboard_alone(seat: Seat) -> None:
    household = finished_family(seat)
    (revision,) = seat.workspace.store.journal.revisions(household)
    assert revision.act == "save"
    assert revision.values["/data/lokasi/kepala"] == "Agus Riyanto"
    assert len(revision.values["/data/anggota#rows"].split()) == 2
    assert Drafts(seat.workspace.store).list() == ()
    assert seat.closed == [True]
    assert "selesai" in seat.news[-1].text


def test_the_finish_page_lists_everything_as_links_and_blocks_signing(seat: Seat) -> None:
    seat.open().enter("Agus").enter("400").press(Qt.Key.Key_Return, CTRL)
    page = seat.screen.finish_page
    assert page is not None
    assert [link.title for link in page.links()] == ["Umur tidak mungkin.", "Nama", "Foto rumah"]
    assert not page.may_sign
    seat.press(Qt.Key.Key_Return, CTRL)
    assert seat.closed == []
    seat.press(Qt.Key.Key_Return)
    assert seat.at == "umur"
    seat.type("40").press(Qt.Key.Key_Return, CTRL)
    assert [link.title for link in page.links()] == ["Nama", "Foto rumah"]
    seat.press(Qt.Key.Key_Escape)
    assert seat.at == "umur"


def test_the_finish_page_shows_all_of_a_long_list_by_key(seat: Seat) -> None:
    seat.open().enter("Agus").enter("40").press(Qt.Key.Key_PageDown)
    assert seat.screen.room is not None
    for _each in range(70):
        seat.screen.room.editing.add_row("/data/anggota")
    seat.press(Qt.Key.Key_Return, CTRL)
    page = seat.screen.finish_page
    assert page is not None
    names = len([link for link in page.links() if link.address.endswith("/nama")])
    assert names == 60
    for _step in range(80):
        if isinstance(QApplication.focusWidget(), QAbstractButton):
            break
        seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Space)
    missing = [link.address for link in page.links() if link.address.endswith("/nama")]
    assert len(missing) >= 70
    seat.press(Qt.Key.Key_Return)
    assert seat.screen.desk is not None
    assert seat.screen.desk.place == missing[60]


def test_the_finish_page_leads_to_answers_withheld_reasons_and_remarks(qtbot: QtBot, tmp_path: Path) -> None:
    workbook = tmp_path / "kunjungan.md"
    area = "| | integer | luas | Luas lantai | | . < 500 | Luas sekali. | | warn |"
    form = FORM.replace("save_to |", "save_to | severity |")
    workbook.write_text(form.replace("| | image | foto | Foto rumah | | | | |", area), "utf-8")
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Uji", SECRET, clock=lambda: NOW)
    with office:
        office.library.publish(workbook)
        kit = make_enrolment_kit(office, tmp_path, "Sri")
    with enrol_workspace(tmp_path / "laptop", kit.path, kit.code, SECRET, clock=lambda: NOW) as workspace:
        seat = Seat(qtbot, workspace).open()
        assert seat.screen.room is not None
        editing = seat.screen.room.editing
        editing.remark("/data/lokasi/kepala", "Bernama kecil Gus")
        editing.answer("/data/lokasi/umur", NoAnswer.REFUSED)
        editing.answer("/data/lokasi/luas", "5000")
        editing.accept("/data/lokasi/luas", "Rumah joglo")
        seat.press(Qt.Key.Key_Return, CTRL)
        page = seat.screen.finish_page
        assert page is not None
        told = {link.where: link for link in page.links()}
        assert told["Menolak · A. Lokasi"].address == "/data/lokasi/umur"
        assert told["Catatan: Bernama kecil Gus · A. Lokasi"].title == "Nama kepala keluarga"
        assert told["Alasan: Rumah joglo · A. Lokasi"].title == "Luas lantai"
        page.go_requested.emit("/data/lokasi/umur")
        assert seat.at == "umur"


def test_a_household_finished_before_is_taken_up_again_with_its_history(seat: Seat) -> None:
    household = finished_family(seat)
    seat.open(OpenInterview(household=household, address="/data/lokasi/umur"))
    assert seat.at == "umur"
    assert seat.screen.room is not None
    seat.type("42")
    known = seat.screen.room.known("/data/lokasi/umur")
    assert [(past.words, past.who) for past in known.history] == [("41", "Sri Wahyuni")]
    seat.press(Qt.Key.Key_Return, CTRL)
    assert seat.screen.finish_page is not None
    seat.screen.finish_page.reason.setFocus()
    seat.type("umur salah").press(Qt.Key.Key_Return, CTRL)
    first, second = seat.workspace.store.journal.revisions(household)
    assert (second.act, second.reason, second.values["/data/lokasi/umur"]) == ("correct", "umur salah", "42")
    assert second.parents == (first.dot,)


def test_returned_work_opens_at_the_commented_answer_with_the_comment_beside(seat: Seat) -> None:
    household = finished_family(seat)
    store = seat.workspace.store
    (head,) = store.journal.heads(household)
    store.append(
        Entry(
            new_record(),
            "review",
            {
                "household": household,
                "heads": str(head.dot),
                "verdict": "returned",
                "comment": "Periksa umur",
                "comment:/data/lokasi/umur": "Umur tidak cocok dengan KK",
            },
        )
    )
    seat.open(OpenInterview(household=household))
    assert seat.at == "umur"
    assert seat.screen.desk is not None
    assert "Umur tidak cocok dengan KK" in seat.screen.desk.side._comment._line.text()
    assert seat.screen.desk.side._comment.isVisible()
    seat.press(Qt.Key.Key_S, CTRL)
    seat.screen.resize(911, 480)
    seat.open(OpenInterview(household=household))
    assert seat.screen.desk.side._comment.isVisible()
    assert seat.at == "umur"


def test_returned_work_goes_on_where_it_was_left_once_somebody_has_worked_on_it(
    seat: Seat, qtbot: QtBot, hours: list[datetime]
) -> None:
    laptop = seat.workspace
    household = finished_family(seat)
    (head,) = laptop.store.journal.heads(household)
    said = {"household": household, "heads": str(head.dot), "verdict": "returned"}
    laptop.store.append(Entry(new_record(), "review", {**said, "comment:/data/lokasi/umur": "Tidak cocok"}))
    hours[0] += timedelta(hours=1)
    seat.open(OpenInterview(household=household))
    assert seat.at == "umur"
    seat.type("42").press(Qt.Key.Key_PageDown).enter()
    assert seat.at == "nama"
    again = Seat(qtbot, laptop).open(OpenInterview(household=household))
    assert again.at == "nama"


def test_a_laptop_without_a_questionnaire_says_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Uji", SECRET, clock=lambda: NOW)
    with office:
        kit = make_enrolment_kit(office, tmp_path, "Sri")
    with enrol_workspace(tmp_path / "laptop", kit.path, kit.code, SECRET, clock=lambda: NOW) as workspace:
        seat = Seat(qtbot, workspace)
        seat.screen.arrive(OpenInterview())
        assert seat.closed == [True]
        assert "kuesioner" in seat.news[-1].text


def test_a_change_of_language_comes_back_to_the_same_question(seat: Seat, qtbot: QtBot) -> None:
    seat.open().enter("Agus")
    memory = seat.screen.memory()
    again = Seat(qtbot, seat.workspace)
    again.screen.arrive(memory)
    again.screen.take_focus()
    assert again.at == "umur"


def test_a_number_met_in_another_household_is_said_while_it_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    workbook = tmp_path / "kunjungan.md"
    workbook.write_text(FORM.replace("| | image | foto | Foto rumah |", "| | text | nik | NIK |"), "utf-8")
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Uji", SECRET, clock=lambda: NOW)
    with office:
        office.library.publish(workbook)
        kit = make_enrolment_kit(office, tmp_path, "Sri")
    with enrol_workspace(tmp_path / "laptop", kit.path, kit.code, SECRET, clock=lambda: NOW) as workspace:
        seat = Seat(qtbot, workspace).open()
        seat.enter("Karto Wiyono").enter("78").enter("3374050101480001").press(Qt.Key.Key_S, CTRL)
        seat.open().enter("Agus").enter("41").type("337405010148000")
        learned(qtbot)
        assert seat.screen.desk is not None
        assert seat.screen.desk.side.problems.links() == ()
        seat.type("1")
        (link,) = seat.screen.desk.side.problems.links()
        assert (link.title, link.where) == ("Mungkin sudah terdata", "Karto Wiyono · nomor sama")
        seat.press(Qt.Key.Key_Return, CTRL)
        assert seat.screen.finish_page is not None
        assert "Karto Wiyono · nomor sama" in [link.where for link in seat.screen.finish_page.links()]


def test_somebody_known_from_another_household_is_said_when_the_hand_rests_and_moves_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    workbook = tmp_path / "kunjungan.md"
    workbook.write_text(PEOPLE, "utf-8")
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Uji", SECRET, clock=lambda: NOW)
    with office:
        office.library.publish(workbook)
        kit = make_enrolment_kit(office, tmp_path, "Sri")
    with enrol_workspace(tmp_path / "laptop", kit.path, kit.code, SECRET, clock=lambda: NOW) as workspace:
        seat = Seat(qtbot, workspace).open()
        seat.enter("Karto Wiyono").press(Qt.Key.Key_PageDown).enter("Karto Wiyono").enter("02031948")
        seat.press(Qt.Key.Key_S, CTRL)
        seat.open()
        learned(qtbot)
        desk = seat.screen.desk
        assert desk is not None
        seat.enter("Agus").press(Qt.Key.Key_PageDown).type("Kartowijono")
        view = desk.page.view(desk.place)
        assert view is not None
        before = [each.geometry() for each in view.widgets()]
        seat.enter("").type("02031948")
        qtbot.waitUntil(lambda: bool(desk.side.problems.links()), timeout=3_000)
        (link,) = desk.side.problems.links()
        assert link.where.startswith("Karto Wiyono, 1948 · kemiripan 0,")
        assert "Karto Wiyono" in view.trouble.aside
        assert [each.geometry() for each in view.widgets()] == before
        seat.press(Qt.Key.Key_F10)
        (shown,) = seat.screen.findChildren(OtherHousehold)
        assert shown.people == ["1. Karto Wiyono · 02-03-1948"]
        assert not shown.findChildren(QLineEdit)
        seat.press(Qt.Key.Key_Escape)
        assert seat.at == "lahir"


def test_the_time_spent_is_that_of_all_sittings() -> None:
    events = [
        Event(NOW, 0.0, "begin", ""),
        Event(NOW, 60.0, "answer", "/data/a"),
        Event(NOW, 0.0, "open", ""),
        Event(NOW, 90.0, "question", "/data/b"),
        Event(NOW, 30.0, "answer", "/data/b"),
    ]
    assert time_spent(events) == 150.0


class Ticks:
    """A monotonic clock that is moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("rests", [False, True])
def test_the_time_stands_still_while_the_screen_is_locked(
    qtbot: QtBot, laptop: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rests: bool
) -> None:
    monkeypatch.setenv("PENDATA_HOME", str(tmp_path / "home"))
    window, ticks = Window(doors(), Settings(), tmp_path / "home"), Ticks()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.open(laptop)
    window.workspace = None  # the fixture closes it
    screen = window.shell.screen("interview")
    screen._drafts = Drafts(laptop.store, elapsed=ticks)
    window.workspace = laptop
    window.shell.go("interview", OpenInterview())
    QApplication.processEvents()
    desk, draft = screen.desk, screen.room.draft.id
    desk.rests.watch.clock, desk.rests.watch.began = ticks, ticks.now
    QTest.keyClicks(QApplication.focusWidget(), "Agus")
    place = desk.place
    ticks.now += 20
    if rests:
        desk.rest()
    window.lock_now()
    window.lock_now()  # by the key, and by the time: one rest
    assert desk.rests.is_taken is rests
    ticks.now += 3_000
    window.lock.passphrase.field.line.setFocus()
    QTest.keyClicks(window.lock.passphrase.field.line, SECRET)
    QTest.keyClick(window.lock.passphrase.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.lock is None, timeout=20_000)
    QApplication.processEvents()
    if rests:
        assert desk.rests.is_taken
        QTest.keyClick(desk.rests.cover, Qt.Key.Key_Return)
    assert desk.place == place
    ticks.now += 5
    desk.save_and_close()
    window.workspace = None
    events = Drafts(laptop.store).events(draft)
    assert [e.what for e in events if e.what in ("pause", "resume")] == ["pause", "resume"]
    assert time_spent(events) == pytest.approx(25)
    assert desk.rests.watch.seconds() == pytest.approx(25)
    lines = audit_lines(events, {})
    assert "form exit" in [line.event for line in lines]
    spent = [line.end - line.start for line in lines if line.end and line.node == "/data/lokasi/kepala"]
    assert sum(spent) == pytest.approx(25_000)
