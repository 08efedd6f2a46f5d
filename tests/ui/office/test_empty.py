# SPDX-License-Identifier: Apache-2.0
"""Every page of an office that has just been founded, before form, rules and data: it opens and says the
next step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from enumerator.messages import speak
from enumerator.workspace import Workspace, create_office_workspace
from ui.office.asking import AskWords
from ui.office.inbox import Inbox
from ui.office.staff import Staff
from ui.shell import pages_for, screen_class
from ui.widgets import EmptyState

PAGES = [page for page in pages_for("office") if page.screen.startswith("ui.office")]
NEVER_EMPTY = {"programmes", "staff", "audit", "card-design"}  # rules and a design come with the program
BROUGHT = {"card-print", "card-batch"}  # they open with what another page gives them


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    office, _sheets = create_office_workspace(
        tmp_path_factory.mktemp("bare") / "kantor", "Kota Semarang", "tiga kerbau biru", person="Budi"
    )
    with office:
        yield office


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_it_opens_empty_and_nothing_breaks(qtbot, bare: Workspace, opened, page, language: str) -> None:
    speak(language)
    screen = opened(screen_class(page)(bare))
    assert type(screen).waiting(bare) == 0
    qtbot.wait(60)
    if page.key not in NEVER_EMPTY | BROUGHT:
        assert any(each.isVisible() for each in screen.findChildren(EmptyState))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_the_keyboard_alone_reaches_every_button(qtbot, bare: Workspace, opened, page) -> None:
    screen = opened(screen_class(page)(bare))
    buttons = {
        each
        for each in screen.findChildren(QPushButton)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    reached = set()
    at = screen.focusWidget() or screen
    for _step in range(400):
        at = at.nextInFocusChain()
        reached.add(at)
    assert buttons <= reached


def test_every_icon_and_name_of_the_rail_is_there(tmp_path: Path) -> None:
    icons = Path(__file__).resolve().parents[3] / "resources" / "icons"
    for page in PAGES:
        assert (icons / f"{page.icon}.svg").is_file(), page.key


def test_the_inbox_of_a_new_office_leads_to_the_kits_by_one_key(qtbot, bare: Workspace, opened) -> None:
    page = opened(Inbox(bare))
    page.take_focus()
    with qtbot.waitSignal(page.go_requested) as told:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    assert told.args == ["staff", None]


def test_without_enumerators_the_next_step_is_a_kit(qtbot, bare: Workspace, opened) -> None:
    page = opened(Staff(bare))
    page.take_focus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    (asked,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    assert set(asked.fields) == {"name", "area"}
