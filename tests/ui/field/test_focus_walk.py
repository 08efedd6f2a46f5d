# SPDX-License-Identifier: Apache-2.0
"""Every page of the field walked through by Tab: all that can be pressed is reached, has a name that is read
out, comes in the order in which it stands, and nothing keeps the keyboard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from enumerator.interviews.drafts import Drafts
from ui import tasks, theme
from ui.reporting import Reporter
from ui.samples import Samples
from ui.shell import Shell, pages_for
from ui.widgets.requests import OpenInterview

MOST = 400
PAGES = [page.key for page in pages_for("enumerator") if page.key != "interview"]
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shell(qtbot: QtBot, samples: Samples) -> Shell:
    made = Shell(samples.laptop, Reporter())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    made.notice.close_notice()
    return made


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def name_of(widget: QWidget) -> str:
    """What a screen reader says of it."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


def walk(shell: Shell, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[QWidget]:
    """Tab, or Shift+Tab, until the keyboard is where it began."""
    seen = [focused()]
    for _step in range(MOST):
        QTest.keyClick(focused(), Qt.Key.Key_Backtab if modifiers else Qt.Key.Key_Tab, modifiers)
        QApplication.processEvents()
        if isinstance(focused(), QTextBrowser) and focused() is seen[-1]:
            continue  # from link to link within a text
        if focused() is seen[0]:
            return seen
        assert focused() not in seen, f"Tab goes in a small circle at {name_of(focused())!r}"
        seen.append(focused())
    raise AssertionError(f"Tab does not come back to {name_of(seen[0])!r}")


def is_reached_otherwise(widget: QWidget, seen: list[QWidget]) -> bool:
    """One of a group that Tab enters once and arrows go through, or the skin of what has the keyboard."""
    if isinstance(widget, QAbstractButton) and (widget.autoExclusive() or widget.group() is not None):
        parent = widget.parentWidget()
        return any(isinstance(each, QAbstractButton) and each.parentWidget() is parent for each in seen)
    proxy = widget.focusProxy()
    return proxy is not None and (proxy in seen or is_reached_otherwise(proxy, seen))


def reachable(shell: Shell) -> list[QWidget]:
    """What Tab should come to on the page on screen."""
    page = shell.screen(shell.current())
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        # a window over the page has the keyboard to itself
        and widget.window() is page.window()
    ]


def check(shell: Shell) -> None:
    seen = walk(shell)
    nameless = [repr(widget) for widget in seen if not name_of(widget)]
    assert nameless == [], f"without a name on {shell.current()}"
    missed = [
        f"{type(widget).__name__} {name_of(widget)!r}"
        for widget in reachable(shell)
        if widget not in seen and not is_reached_otherwise(widget, seen)
    ]
    assert missed == [], f"not reached on {shell.current()}"
    back = walk(shell, SHIFT)
    assert set(back) == set(seen), "Shift+Tab goes another way"
    page = shell.screen(shell.current())
    tops = [each.mapTo(page, QPoint()).y() for each in seen if page.isAncestorOf(each)]
    climbs = sum(1 for one, other in pairwise(tops) if other < one - theme.px(80))
    # from the foot to the head of the next column or pane, and once round from where the keyboard began
    assert climbs <= 4, f"the order jumps about on {shell.current()}: {tops}"


@pytest.mark.parametrize("key", PAGES)
def test_all_of_a_page_is_reached_by_tab_by_name_and_in_order(shell: Shell, key: str) -> None:
    shell.go(key)
    tasks.wait_for_all(10_000)
    QApplication.processEvents()
    check(shell)


@pytest.mark.parametrize("page_downs", [0, 1, 2, 7])
def test_an_interview_is_walked_through_by_tab(shell: Shell, samples: Samples, page_downs: int) -> None:
    draft = Drafts(samples.laptop.store).list()[-1]
    shell.go("interview", OpenInterview(draft=draft.id))
    tasks.wait_for_all(10_000)
    QApplication.processEvents()
    for _time in range(page_downs):
        QTest.keyClick(focused(), Qt.Key.Key_PageDown)
        QApplication.processEvents()
    seen = walk(shell)
    assert [repr(widget) for widget in seen if not name_of(widget)] == []
    assert any(shell.screen("interview").isAncestorOf(widget) for widget in seen)


def test_the_finish_page_is_walked_through_by_tab(shell: Shell, samples: Samples) -> None:
    draft = Drafts(samples.laptop.store).list()[-1]
    shell.go("interview", OpenInterview(draft=draft.id))
    QApplication.processEvents()
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    check(shell)
