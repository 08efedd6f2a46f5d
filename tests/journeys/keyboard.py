# SPDX-License-Identifier: Apache-2.0
"""A person before the program's window, who has a keyboard, eyes, and no mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt, QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from ui import tasks
from ui.app import Window
from ui.shell import Shell, pages_for
from ui.widgets import Screen

PATIENCE = 20_000
LOOK = 20
FARTHEST = 60


class Chooser:
    """Stands in for the system's file dialogs: gives the path that was laid out, once."""

    def __init__(self) -> None:
        self._next: Path | None = None
        self.opened: list[str] = []

    def lay_out(self, path: Path) -> None:
        """The next file dialog is answered with this path."""
        self._next = path

    def folder(self, *_args: object, **_named: object) -> str:
        return str(self._taken())

    def file(self, *_args: object, **_named: object) -> tuple[str, str]:
        return str(self._taken()), ""

    def files(self, *_args: object, **_named: object) -> tuple[list[str], str]:
        return [str(self._taken())], ""

    def open_with(self, url: QUrl) -> bool:
        """In place of the system's program for a file: the file is noted."""
        self.opened.append(url.toLocalFile())
        return True

    def _taken(self) -> Path:
        path, self._next = self._next, None
        assert path is not None, "a file dialog opened that nobody expected"
        return path

    def replaces(self) -> dict[str, Callable[..., object]]:
        """What to put in place of the statics of QFileDialog."""
        return {
            QFileDialog.getExistingDirectory.__name__: self.folder,
            QFileDialog.getOpenFileName.__name__: self.file,
            QFileDialog.getSaveFileName.__name__: self.file,
            QFileDialog.getOpenFileNames.__name__: self.files,
        }


class Person:
    """Presses keys on whatever widget has the keyboard; a press while nothing has it is a failure."""

    def __init__(self, window: Window, chooser: Chooser, pictures: Path | None = None) -> None:
        self.window, self.chooser = window, chooser
        self._pictures = pictures

    def sit_down(self) -> None:
        """Turn to this window."""
        self.window.activateWindow()
        self.wait_until(self.window.isActiveWindow)

    def _is_mine(self, widget: QWidget | None) -> bool:
        while widget is not None and widget is not self.window:
            widget = widget.parentWidget()
        return widget is not None

    def _turn_back(self) -> None:
        """When a dialog has closed: here is no window manager that turns to the window behind it."""
        if QApplication.activeWindow() is None:
            self.sit_down()

    # -- keys

    @property
    def focused(self) -> QWidget:
        self._turn_back()
        widget = QApplication.focusWidget()
        assert widget is not None, f"nothing has the keyboard at {self.where()}"
        assert widget.isVisible(), f"{widget} has the keyboard and is not seen, at {self.where()}"
        assert self._is_mine(widget), f"{widget} is in another window"
        return widget

    def press(self, *keys: str) -> None:
        """Press keys by their names, such as "Ctrl+Return"."""
        for name in keys:
            combination = QKeySequence(name)[0]
            QTest.keyClick(self.focused, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type, sign by sign; a sign goes where the keyboard is by then."""
        for sign in text:
            QTest.keyClicks(self.focused, sign)
        QApplication.processEvents()

    def enter(self, text: str = "") -> None:
        self.type(text)
        self.press("Return")

    def tab_to(self, words: str) -> None:
        """Press Tab until the keyboard is on something called so."""
        self.tab_on(lambda: words in called(self.focused), repr(words))

    def tab_on(self, there: Callable[[], bool], what: str) -> None:
        """Press Tab until it is there."""
        for _step in range(FARTHEST):
            if there():
                return
            self.press("Tab")
        raise AssertionError(f"{what} cannot be reached by Tab at {self.where()}")

    def go(self, page: str) -> Screen:
        """To a page of the rail by its Alt key; past the ninth, by Tab to the rail, arrows and Enter."""
        shell = self.shell
        on_rail = [each.key for each in pages_for(shell.workspace.role) if each.rail]
        number = on_rail.index(page) + 1
        if number < 10:
            self.press(f"Alt+{number}")
        else:
            self.tab_on(lambda: self.focused is shell.rail.items[shell.current()], "the rail")
            for _each in on_rail[on_rail.index(shell.current()) : number - 1]:
                self.press("Down")
            self.press("Return")
        assert shell.current() == page
        return shell.screen(page)

    # -- eyes

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    @property
    def page(self) -> Screen:
        return self.shell.screen(self.shell.current())

    def where(self) -> str:
        if self.window.shell is not None:
            return f"page {self.window.shell.current()}"
        step = self.window.start.step if self.window.start is not None else None
        return f"start, {type(step).__name__ if step is not None else 'choice'}"

    def reads(self) -> str:
        """Every word of the labels on screen."""
        shown = [label for label in self.window.findChildren(QLabel) if label.isVisible()]
        return "\n".join(label.text() for label in shown)

    def wait_until(self, condition: Callable[[], bool], what: str = "") -> None:
        """As a person waits: looking again and again, but not for ever."""
        clock = QElapsedTimer()
        clock.start()
        while not condition():
            assert clock.elapsed() < PATIENCE, f"waited in vain at {self.where()} {what}"
            QTest.qWait(LOOK)

    def wait_for(self, words: str) -> None:
        """Until these words are on screen."""
        self.wait_until(lambda: words in self.reads(), f"for {words!r}")

    def picture(self, name: str) -> None:
        """What the person sees now, for people to look at afterwards."""
        if self._pictures is None:
            return
        tasks.wait_for_all(PATIENCE)
        QApplication.processEvents()
        self._turn_back()
        seen = QApplication.activeModalWidget() or self.window
        seen.grab().save(str(self._pictures / f"{name}.png"))


def called(widget: QWidget) -> str:
    """What a screen reader calls the widget."""
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (str(text()) if callable(text) else "")


def hold_mouse_over(widget: QWidget, *way: tuple[int, int]) -> None:
    """A stroke with the mouse, for what no key can draw."""
    first, *rest = (widget.rect().topLeft() + type(widget.rect().topLeft())(x, y) for x, y in way)
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=first)
    for point in rest:
        QTest.mouseMove(widget, point)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=rest[-1])
