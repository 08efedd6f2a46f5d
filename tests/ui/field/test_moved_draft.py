# SPDX-License-Identifier: Apache-2.0
"""A draft that goes on in a newer form: the notice leads, by keys, to what became of each answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from enumerator.interviews.drafts import Drafts
from enumerator.workspace import Workspace, create_office_workspace
from ui.field.interview import InterviewScreen
from ui.field.moved_draft import MovedDraft
from ui.reporting import News
from ui.widgets.requests import OpenInterview
from ui.widgets.text import Text

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=7)))
FORM = """
| settings | | |
| | form_id | version |
| | kk | {version} |
| survey | | | | |
| | type | name | label | required |
| | text | nama | Nama kepala keluarga | |
{more}
"""
OLD = ("| | text | dusun | Dusun | |", "| | integer | umur | Umur | |")
NEW = ("| | integer | umur | Umur menurut KTP | |", "| | text | rt | RT | yes |")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workspace]:
    with create_office_workspace(tmp_path / "kantor", "Uji", "sawah hijau pagi sekali", clock=lambda: NOW)[
        0
    ] as workspace:
        yield workspace


def publish(office: Workspace, folder: Path, version: str, rows: tuple[str, ...]) -> None:
    path = folder / f"kk-{version}.md"
    path.write_text(FORM.format(version=version, more="\n".join(rows)), "utf-8")
    office.library.publish(path)


def moved(qtbot: QtBot, office: Workspace, folder: Path) -> tuple[InterviewScreen, list[News], str]:
    publish(office, folder, "1", OLD)
    old = office.library.newest("kk")
    assert old is not None
    drafts = Drafts(office.store)
    answers = {"/data/nama": "Suparmi", "/data/dusun": "Krajan", "/data/umur": "40"}
    draft = drafts.begin(old, prefill=answers).id
    publish(office, folder, "2", NEW)
    screen, news = InterviewScreen(office), []
    screen.noticed.connect(news.append)
    qtbot.addWidget(screen)
    screen.resize(1366, 740)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    screen.arrive(OpenInterview(draft=draft))
    screen.take_focus()
    QApplication.processEvents()
    return screen, news, draft


def test_the_notice_leads_to_every_answer_and_esc_leads_back(
    qtbot: QtBot, office: Workspace, tmp_path: Path
) -> None:
    screen, news, _draft = moved(qtbot, office, tmp_path)
    told = news[-1]
    assert told.kind == "warning"
    assert told.action
    assert told.act is not None
    told.act()
    QApplication.processEvents()
    (window,) = screen.findChildren(MovedDraft)
    words = " ".join(each.text() for each in window.findChildren(Text))
    for part in ("Dusun", "Krajan", "Umur menurut KTP", "40", "RT", "Suparmi"):
        assert part in words
    assert QApplication.focusWidget() is window.close_button
    QTest.keyClick(window, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not window.isVisible()
    assert screen.desk is not None
    assert screen.desk.isAncestorOf(screen.focusWidget())


def test_the_report_is_read_on_with_the_arrow_keys(qtbot: QtBot, office: Workspace, tmp_path: Path) -> None:
    screen, news, _draft = moved(qtbot, office, tmp_path)
    screen.resize(700, 300)
    QApplication.processEvents()
    assert news[-1].act is not None
    news[-1].act()
    QApplication.processEvents()
    (window,) = screen.findChildren(MovedDraft)
    bar = window.area.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(window.close_button, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(window.close_button, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_an_answer_without_a_place_can_be_read_again_later(
    qtbot: QtBot, office: Workspace, tmp_path: Path
) -> None:
    screen, news, draft = moved(qtbot, office, tmp_path)
    screen.arrive(OpenInterview(draft=draft))
    QApplication.processEvents()
    later = news[-1]
    assert later.act is not None
    later.act()
    QApplication.processEvents()
    window = screen.findChildren(MovedDraft)[-1]
    assert [(line.label, line.words) for line in window.report.unplaced] == [("dusun", "Krajan")]
