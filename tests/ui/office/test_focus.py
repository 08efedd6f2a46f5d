# SPDX-License-Identifier: Apache-2.0
"""Every page of the office by Tab alone: all that takes the keyboard has a name, is reached, and lets go."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from enumerator.demo.midway import Midway
from ui import tasks
from ui.office.audit import Audit
from ui.office.conflicts import Conflicts
from ui.office.dashboard import Dashboard
from ui.office.duplicates import Duplicates
from ui.office.households import Households
from ui.office.inbox import Inbox
from ui.office.programmes import Programmes
from ui.office.review import Review
from ui.office.staff import Staff
from ui.widgets import Screen

PAGES = (Inbox, Review, Conflicts, Duplicates, Households, Programmes, Dashboard, Staff, Audit)
_MOST = 200
_BAR = 60


def stops(page: QWidget) -> list[QWidget]:
    """All on screen that Tab is to come to."""
    return [
        each
        for each in page.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and each.isEnabled()
        and each.focusProxy() is None
        and not _is_shut(each)
    ]


def _is_shut(widget: QWidget) -> bool:
    """Part of a widget that handles the keyboard for it, as the list of a drop-down does."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractItemView):
            return True
        above = above.parentWidget()
    return False


def walked(qtbot: Any, page: Screen, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Where the keyboard goes until it comes to a place for the second time."""
    found: list[QWidget] = []
    for _step in range(_MOST):
        now = QApplication.focusWidget()
        assert now is not None
        if now in found:
            break
        found.append(now)
        qtbot.keyClick(now, key, Qt.KeyboardModifier.NoModifier)
    return found


def name_of(widget: QWidget) -> str:
    """What a screen reader says it is."""
    told = widget.accessibleName()
    if not told and isinstance(widget, QAbstractButton):
        told = widget.text() or widget.toolTip()
    if not told and isinstance(widget, QLineEdit | QPlainTextEdit):
        told = widget.placeholderText()
    return told.strip()


def ready(page: Screen) -> None:
    for _round in range(3):
        tasks.wait_for_all(30_000)
        QApplication.processEvents()
    page.take_focus()
    QApplication.processEvents()


@pytest.fixture(params=PAGES, ids=lambda page: page.__name__)
def page(request, midway: Midway, opened) -> Screen:
    made = opened(request.param(midway.office))
    ready(made)
    return made


def views_of(page: Screen) -> list[str]:
    views = getattr(page, "views", None)
    return list(views.buttons) if views is not None else [""]


def test_by_tab_one_comes_to_everything_and_back(qtbot, page: Screen) -> None:
    for view in views_of(page):
        if view:
            page.views.show_view(view)
            ready(page)
        wanted = stops(page)
        there = walked(qtbot, page)
        missed = [f"{type(each).__name__} {name_of(each)!r}" for each in wanted if each not in there]
        assert not missed, (view, missed)
        back = walked(qtbot, page, Qt.Key.Key_Backtab)
        assert {id(each) for each in back} >= {id(each) for each in wanted}, view


def test_whatever_takes_the_keyboard_has_a_name(page: Screen) -> None:
    for view in views_of(page):
        if view:
            page.views.show_view(view)
            ready(page)
        nameless = [type(each).__name__ for each in stops(page) if not name_of(each)]
        assert not nameless, (view, nameless)


def test_tab_goes_through_the_bar_in_the_order_one_reads_it(qtbot, page: Screen) -> None:
    there = [each for each in walked(qtbot, page) if page.bar.isAncestorOf(each)]
    across = [each.mapTo(page, QPoint()).x() for each in there]
    first = across.index(min(across)) if across else 0
    assert [*across[first:], *across[:first]] == sorted(across)
