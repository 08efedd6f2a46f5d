# SPDX-License-Identifier: Apache-2.0
"""Choosing from many, up to a hundred thousand: type a few letters or the code, and the list narrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from enumerator.forms import ChoiceView, Node, Question
from enumerator.messages import _, n_
from ui import icons, theme
from ui.form.inputs.choice_button import ChoiceButton
from ui.form.inputs.field import Asking, Field, Line, no_answer_words
from ui.form.inputs.flow import Flow
from ui.form.inputs.suggestions import Suggestions, choice_words

LIMIT: Final = 50
PAGE: Final = 7
_LIST_KEYS: Final = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Escape)
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class _PickLine(Line):
    """The line with the mark that a list opens below it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.px(16)
        icons.paint(
            QPainter(self), "down", "ink-2", QRect(self.width() - side - theme.px(12), 0, side, self.height())
        )


class Pick(Field):
    """One of many. Enter takes the choice under the cursor and goes on; Esc leaves everything as it was."""

    wide = False

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.line = _PickLine()
        self.line.setTextMargins(0, 0, theme.px(24), 0)
        self.setFocusProxy(self.line)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(6))
        self.column.addWidget(self.line)
        self._list: Suggestions | None = None
        self.line.textEdited.connect(self._on_edited)
        self.line.installEventFilter(self)

    # -- showing ---------------------------------------------------------------------------------------------

    def marked(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        if not (self.is_open() and self.line.hasFocus()):
            self.line.setText(self.words())
        self.line.setReadOnly(node.readonly)
        self.line.setPlaceholderText(no_answer_words(node) or _("Type to choose"))

    def words(self) -> str:
        """What the closed field says."""
        if self.node is None or not self.node.value:
            return ""
        return choice_words(ChoiceView(self.node.value, self.node.shown_value or self.node.value))

    def is_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    # -- the list --------------------------------------------------------------------------------------------

    def found(self, text: str) -> Sequence[ChoiceView]:
        """The choices that match, an exact code first."""
        interview = self.asking.interview
        if not text.strip():
            return interview.choices(self.address)
        matches = list(interview.search_choices(self.address, text.strip(), limit=LIMIT))
        exact = [choice for choice in matches if choice.value == text.strip()]
        return exact + [choice for choice in matches if choice.value != text.strip()]

    def open(self, text: str = "") -> None:
        """Open the list, narrowed to `text`."""
        if self._list is None or self._list.window() is not self.window():
            self._list = Suggestions(self.line)
            self._list.chosen.connect(self._on_clicked)
        choices = self.found(text)
        more = text.strip() and len(choices) >= LIMIT
        self._list.offer(
            choices,
            self.node.value if self.node else "",
            _("Type more letters to narrow the list.") if more else "",
        )

    def close_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def settle(self) -> None:
        if self.is_open() and self.line.isModified() and self.line.text().strip():
            choices = self.found(self.line.text())
            if len(choices) == 1:
                self.take(choices[0])
        elif (
            self.line.isModified()
            and not self.line.text().strip()
            and self.node is not None
            and self.node.value
        ):
            self.give("")
        self.close_list()
        self.line.setText(self.words())

    def take(self, choice: ChoiceView) -> None:
        """The choice is made."""
        self.close_list()
        self.line.setText(choice_words(choice))
        self.give(choice.value)

    def _on_edited(self, text: str) -> None:
        if not text.strip():
            self.give("")
        self.open(text)

    def _on_clicked(self, choice: ChoiceView) -> None:
        self.take(choice)
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    # -- keys ------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.is_open()
            and event.key() in _LIST_KEYS
        ):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if self.is_open():
                self.close_list()
            elif not self.line.isReadOnly():
                self.line.selectAll()
                self.open()
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Move):
            self.close_list()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS and not self.line.isReadOnly():
            if self.is_open() and self._list is not None:
                self._list.step(_STEPS[key])
            else:
                self.open()
            return True
        if not self.is_open() or self._list is None:
            return False
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._list.step(PAGE if key == Qt.Key.Key_PageDown else -PAGE)
            return True
        if key == Qt.Key.Key_Escape:
            self.close_list()
            self.line.setText(self.words())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            choice = self._list.current()
            if choice is not None and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.take(choice)
        return False


class PickSeveral(Pick):
    """Several of many: what is chosen stands below the field; Backspace in the empty field takes the last
    away."""

    wide = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self._chosen: list[str] = []
        self._below = QWidget()
        self._flow = Flow(self._below)
        self.column.addWidget(self._below)

    def words(self) -> str:
        return ""

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self._chosen = node.value.split()
        self.line.setPlaceholderText(
            no_answer_words(node)
            or n_("{n} chosen · type to add", "{n} chosen · type to add", len(self._chosen))
        )
        self._show_chips()

    def take(self, choice: ChoiceView) -> None:
        self.line.clear()
        self.close_list()
        chosen = set(self._chosen) ^ {choice.value}
        self.give(" ".join(c.value for c in self.asking.interview.choices(self.address) if c.value in chosen))

    def _on_edited(self, text: str) -> None:
        self.open(text)

    def settle(self) -> None:
        self.close_list()
        self.line.clear()

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._chosen:
            self.give(" ".join(self._chosen[:-1]))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_open():
            super()._on_key(event)
            return True  # one may add another
        return super()._on_key(event)

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        labels = {
            c.value: c.label
            for c in self.asking.interview.choices(self.address)
            if c.value in set(self._chosen)
        }
        for value in self._chosen:
            chip = ChoiceButton(value, labels.get(value, value), "", several=True, parent=self._below)
            chip.setChecked(True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(
                lambda _on=False, v=value: self.give(" ".join(c for c in self._chosen if c != v))
            )
            self._flow.addWidget(chip)
            chip.show()
        self._below.setVisible(bool(self._chosen))
        self._below.updateGeometry()
