# SPDX-License-Identifier: Apache-2.0
"""While an interview opens: whose it is at once, how far when it takes long, Esc back to the list, and the
keyboard on the right question when it is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from enumerator.interviews.drafts import Drafts
from enumerator.interviews.library import FormLibrary
from enumerator.workspace import (
    Workspace,
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
    open_workspace,
)
from ui import tasks
from ui.entrance import doors
from ui.field.interview import InterviewScreen
from ui.field.opening import LARGE, LATE_MS, OpeningPage
from ui.reporting import Reporter
from ui.shell import Shell
from ui.widgets.requests import OpenInterview

SECRET = "sawah hijau pagi sekali"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=7)))
FORM = """
| survey | | | | |
| | type | name | label | save_to |
| | begin_group | lokasi | A. Lokasi | |
| | text | kepala | Nama kepala keluarga | head_name |
| | integer | umur | Umur | |
{more}
| | end_group | | | |
| entities | | | |
| | list_name | label | entity_id |
| | household | ${{kepala}} | |
"""


class Gate:
    """Holds the making ready of forms until it is opened."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.threads: list[threading.Thread] = []


def laptop_of(tmp_path: Path, more: str = "") -> Workspace:
    """A laptop whose one draft, of Suparmi, was left at the second question; opened as in the morning."""
    workbook = tmp_path / "kunjungan.md"
    workbook.write_text(FORM.format(more=more), "utf-8")
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Uji", SECRET, clock=lambda: NOW)
    with office:
        office.library.publish(workbook)
        kit = make_enrolment_kit(office, tmp_path, "Sri Wahyuni")
    folder = tmp_path / "laptop"
    with enrol_workspace(folder, kit.path, kit.code, SECRET, clock=lambda: NOW) as workspace:
        drafts, newest = Drafts(workspace.store), workspace.library.newest()
        assert newest is not None
        draft = drafts.begin(newest, prefill={"/data/lokasi/kepala": "Suparmi"})
        drafts.note_progress(draft.id, done=1, total=2, problems=0, address="/data/lokasi/umur")
        workspace.change_settings(tour_seen=True)
    return open_workspace(folder, SECRET, clock=lambda: NOW)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Workspace]:
    with laptop_of(tmp_path) as workspace:
        yield workspace
        put_away()


def put_away() -> None:
    """As the window does before its workspace is closed."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Shell):
            window.put_down()
            window.hide()
    tasks.end_all()


@pytest.fixture
def gate(laptop: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()
    ready: Callable[..., object] = FormLibrary._ready

    def wait_and_make(library: FormLibrary, files: object) -> object:
        made.threads.append(threading.current_thread())
        assert made.open.wait(20)
        return ready(library, files)

    monkeypatch.setattr(FormLibrary, "_ready", wait_and_make)
    yield made
    made.open.set()


def test_the_list_finds_the_forms_of_its_drafts_read_when_the_folder_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENDATA_HOME", str(tmp_path / "home"))
    with laptop_of(tmp_path) as closed:
        (draft,) = Drafts(closed.store).list()
    with doors().open(tmp_path / "laptop", SECRET) as workspace:
        assert workspace.library.is_ready(draft.form.hash)


def shell_of(qtbot: QtBot, workspace: Workspace) -> Shell:
    made = Shell(workspace, Reporter())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    made.notice.close_notice()
    return made


def begin(shell: Shell, workspace: Workspace) -> InterviewScreen:
    """Enter on the list, as if its form had not been needed there."""
    workspace.library._parsed.clear()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    screen = shell.screen("interview")
    assert isinstance(screen, InterviewScreen)
    return screen


def test_whose_it_is_stands_there_at_once_and_the_rest_follows_at_the_question_left(
    qtbot: QtBot, laptop: Workspace, gate: Gate
) -> None:
    gate.open.set()
    shell = shell_of(qtbot, laptop)
    gate.open.clear()
    screen = begin(shell, laptop)
    assert shell.current() == "interview"
    assert screen.desk is None
    assert screen.opening.isVisible()
    assert screen.opening.bar.title.text() == "Keluarga Suparmi"
    assert QApplication.focusWidget() is screen.opening
    assert not screen.opening.is_telling
    gate.open.set()
    qtbot.waitUntil(lambda: screen.desk is not None)
    assert gate.threads[-1] is not threading.main_thread()
    assert screen.desk is not None
    assert not screen.opening.isVisible()
    assert screen.desk.place == "/data/lokasi/umur"
    QTest.keyClicks(QApplication.focusWidget(), "41")
    assert Drafts(laptop.store).answers(screen.room.draft.id)["/data/lokasi/umur"] == "41"


def test_what_takes_long_says_so_and_what_does_not_shows_no_line(
    qtbot: QtBot, laptop: Workspace, gate: Gate
) -> None:
    gate.open.set()
    shell = shell_of(qtbot, laptop)
    gate.open.clear()
    screen = begin(shell, laptop)
    QApplication.processEvents()
    place = screen.opening.bar.title.geometry()
    qtbot.waitUntil(lambda: screen.opening.is_telling, timeout=LATE_MS + 2_000)
    assert screen.opening.bar.title.geometry() == place
    assert "Menyiapkan kuesioner" in screen.opening._doing.text()
    gate.open.set()
    qtbot.waitUntil(lambda: screen.desk is not None)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert shell.current() == "assignments"
    # the form is at hand now: no page in between, and the keyboard is in the question
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert screen.desk is not None
    assert not screen.opening.is_telling
    assert screen.desk.isAncestorOf(QApplication.focusWidget())


def test_esc_leads_back_to_the_list_and_nothing_is_begun(qtbot: QtBot, laptop: Workspace, gate: Gate) -> None:
    gate.open.set()
    shell = shell_of(qtbot, laptop)
    gate.open.clear()
    laptop.library._parsed.clear()
    before = Drafts(laptop.store).list()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    screen = shell.screen("interview")
    assert isinstance(screen, InterviewScreen)
    assert screen.opening.bar.title.text() == "Keluarga baru"
    qtbot.waitUntil(lambda: bool(gate.threads))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert shell.current() == "assignments"
    gate.open.set()
    qtbot.wait(100)
    assert shell.current() == "assignments"
    assert screen.desk is None
    assert [draft.id for draft in Drafts(laptop.store).list()] == [draft.id for draft in before]
    # and the next time it opens
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.desk is not None)


def test_another_page_called_meanwhile_stays(qtbot: QtBot, laptop: Workspace, gate: Gate) -> None:
    gate.open.set()
    shell = shell_of(qtbot, laptop)
    gate.open.clear()
    screen = begin(shell, laptop)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    assert shell.current() == "help"
    here = QApplication.focusWidget()
    gate.open.set()
    qtbot.wait(100)
    assert shell.current() == "help"
    assert QApplication.focusWidget() is here
    assert screen.desk is None


def test_a_change_of_language_meanwhile_opens_the_same_interview(
    qtbot: QtBot, laptop: Workspace, gate: Gate
) -> None:
    gate.open.set()
    shell = shell_of(qtbot, laptop)
    gate.open.clear()
    screen = begin(shell, laptop)
    memory = screen.memory()
    assert isinstance(memory, OpenInterview)
    assert memory.draft
    assert memory.name == "Suparmi"


def test_a_form_that_cannot_be_read_says_so_on_the_list(
    qtbot: QtBot, laptop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from enumerator.errors import UserError

    shell = shell_of(qtbot, laptop)

    def refuse(_library: FormLibrary, _files: object) -> object:
        raise UserError("Kuesioner ini rusak.")

    monkeypatch.setattr(FormLibrary, "_ready", refuse)
    screen = begin(shell, laptop)
    qtbot.waitUntil(lambda: shell.current() == "assignments")
    assert shell.notice.text() == "Kuesioner ini rusak."
    assert screen.desk is None


def test_a_long_form_at_hand_is_announced_before_it_is_laid_out(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = "\n".join(f"| | text | s{n} | Soal {n} | |" for n in range(LARGE))
    with laptop_of(tmp_path, more) as workspace:
        shell = shell_of(qtbot, workspace)
        painted: list[bool] = []
        paint = OpeningPage.repaint
        monkeypatch.setattr(
            OpeningPage, "repaint", lambda page: (painted.append(page.is_telling), paint(page))
        )
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        screen = shell.screen("interview")
        assert isinstance(screen, InterviewScreen)
        assert painted == [True]
        assert screen.desk is not None
        assert screen.desk.place == "/data/lokasi/umur"
        assert screen.desk.isAncestorOf(QApplication.focusWidget())
        put_away()
