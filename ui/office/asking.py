# SPDX-License-Identifier: Apache-2.0
"""Short questions of the office's screens: words that are needed for a decision, in a sheet over the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from enumerator.messages import _
from ui import theme
from ui.widgets import Button, DropDown, Labelled, Passphrase, QuietButton, Text, column, row, scrolled
from ui.widgets.ask import fit_to_words

_WIDTH = 460
_MANY = 4
_FRAME = 40  # what the system puts round a window


@dataclass(frozen=True)
class Wish:
    """A field of the sheet: `name` keys the answer; `needed` says what is missing while it is blank;
    `options` are (value, words) to choose from; `start` stands there at first; `secret` shows dots."""

    name: str
    label: str
    needed: str = ""
    hint: str = ""
    start: str = ""
    options: Sequence[tuple[str, str]] = ()
    secret: bool = False


class AskWords(QDialog):
    """`AskWords(self, title, words, [Wish(...)], yes=_("Return")).then(lambda told: ...)`; told is {name:
    text}.

    Enter in the last field and Ctrl+Enter answer yes; Esc changes nothing. `check` says what is wrong with
    what was told, by field.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        words: str,
        wishes: Sequence[Wish],
        *,
        yes: str,
        danger: bool = False,
        check: Callable[[dict[str, str]], Mapping[str, str]] = lambda _told: {},
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty("surface", "panel")
        self.setMinimumWidth(theme.px(_WIDTH))
        self._wishes = list(wishes)
        self._check = check
        self.fields: dict[str, Labelled] = {}
        whole = column(Text(title, "section").wrapped(), spacing=8)
        if words:
            whole.addWidget(Text(words, "body", "ink-2").wrapped())
        whole.addSpacing(theme.px(6))
        asked = column(spacing=8)
        for wish in self._wishes:
            field = Labelled(wish.label, self._field(wish), wish.hint)
            self.fields[wish.name] = field
            asked.addWidget(field)
        self._area = self._scrolled_where_many(asked, whole)
        self.yes = Button(yes, kind="danger" if danger else "primary", key="Ctrl+Return")
        self.no = QuietButton(_("Cancel"), key="Esc", key_works=False)
        self.yes.setAutoDefault(False)
        self.no.setAutoDefault(False)
        self.yes.clicked.connect(self._answer)
        self.no.clicked.connect(self.reject)
        whole.addLayout(row(1, self.no, self.yes, spacing=10))
        whole.setContentsMargins(*(theme.px(22),) * 4)
        self.setLayout(whole)
        self._act: Callable[[dict[str, str]], None] = lambda _told: None
        if self._wishes:
            self.fields[self._wishes[0].name].field.setFocus()

    def _scrolled_where_many(self, asked: QLayout, whole: QVBoxLayout) -> QScrollArea | None:
        """More fields than a low screen has room for stand in a scroll area, so that the buttons stay in
        sight.
        """
        if len(self._wishes) < _MANY:
            whole.addLayout(asked)
            return None
        holder = QWidget()
        asked.setContentsMargins(*(theme.px(3),) * 4)  # the ring of the focus
        holder.setLayout(asked)
        area = scrolled(holder)
        whole.addWidget(area, 1)
        return area

    def _fit(self) -> None:
        """As high as the fields want and the screen allows."""
        if self._area is None:
            fit_to_words(self)
        else:
            hidden = self._area.widget().sizeHint().height() - self._area.sizeHint().height()
            room = self.screen().availableGeometry().height() - theme.px(_FRAME)
            self.resize(self.sizeHint().width(), min(self.sizeHint().height() + hidden, room))

    def _go_to(self, name: str) -> None:
        field = self.fields[name]
        field.setFocus()
        if self._area is None:
            fit_to_words(self)  # a problem may take more than its line
        else:
            self._area.ensureWidgetVisible(field)

    def _field(self, wish: Wish) -> QWidget:
        if wish.options:
            box = DropDown()
            for value, words in wish.options:
                box.addItem(words, value)
            box.setCurrentIndex(max(0, box.findData(wish.start)))
            return box
        if wish.secret:
            secret = Passphrase()
            secret.line.textEdited.connect(lambda _text: self.fields[wish.name].show_problem(""))
            return secret
        line = QLineEdit(wish.start)
        line.textEdited.connect(lambda _text: self.fields[wish.name].show_problem(""))
        return line

    def told(self) -> dict[str, str]:
        """What stands in the fields."""
        found = {}
        for name, labelled in self.fields.items():
            field = labelled.field
            text = field.currentData() if isinstance(field, DropDown) else field.text()
            found[name] = str(text).strip()
        return found

    def then(self, act: Callable[[dict[str, str]], None]) -> AskWords:
        """Show it; `act(told)` when the answer is yes."""
        self._act = act
        self.finished.connect(lambda _result: self.deleteLater())
        self._fit()
        self.open()
        return self

    def _answer(self) -> None:
        told = self.told()
        for wish in self._wishes:
            if wish.needed and not told[wish.name]:
                self.fields[wish.name].show_problem(wish.needed)
                self._go_to(wish.name)
                return
        problems = self._check(told)
        for name, words in problems.items():
            self.fields[name].show_problem(words)
        if problems:
            self._go_to(next(iter(problems)))
            return
        self.accept()
        self._act(told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            fields = [self.fields[wish.name].field for wish in self._wishes]
            at = next((number for number, field in enumerate(fields) if field.hasFocus()), -1)
            if at >= 0 and at + 1 < len(fields):
                self._go_to(self._wishes[at + 1].name)
            else:
                self._answer()
            return
        super().keyPressEvent(event)


def ask_file(parent: QWidget, title: str, kinds: str, folder: str = "") -> Path | None:
    """One file to read; `kinds` as "*.xlsx *.csv"."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, folder, kinds)
    return Path(chosen) if chosen else None


def ask_target(parent: QWidget, title: str, kinds: str, name: str) -> Path | None:
    """A file to write."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name, kinds)
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, title: str, folder: str = "") -> Path | None:
    """A folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, folder)
    return Path(chosen) if chosen else None
