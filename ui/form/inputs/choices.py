# SPDX-License-Identifier: Apache-2.0
"""A few choices as numbered buttons: one of them, several, or all put in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from enumerator.forms import ChoiceView, Node, Question
from ui.form.inputs.choice_button import ChoiceButton
from ui.form.inputs.field import Asking, Field
from ui.form.inputs.flow import MANY, Flow
from ui.form.media_bar import open_media
from ui.widgets.sheet import Sheet

ROW: Final = 99  # all of them beside each other, if there is room
GRID: Final = 56  # the narrowest column of a grid, whose words stand over it once
PAUSE_MS: Final = 700  # two digits typed closer together than this are one number
_ARROWS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


def caps_of(values: Sequence[str]) -> list[str]:
    """The digits that choose each value: the codes of the form where they are short numbers, else 1, 2, 3."""
    if (
        values
        and all(value.isdigit() and len(value) <= 2 for value in values)
        and len(set(map(int, values))) == len(values)
    ):
        return [str(int(value)) for value in values]
    return [str(at + 1) for at in range(len(values))]


def columns_of(question: Question) -> int:
    """In how many equal columns the form wants its choices; 0 where they may stand as they fit."""
    for wish in question.appearances:
        found = re.fullmatch(r"(?:columns|compact|quickcompact|horizontal)-(\d+)", wish)
        if found:
            return int(found[1])
    if {"columns", "compact", "quickcompact"} & question.appearances:
        return MANY
    in_a_row = {"likert", "list", "label", "list-nolabel"} & question.appearances
    return ROW if in_a_row else 0


def _media_icon(media: Mapping[str, str]) -> str:
    """The sign for what a choice has to hear or see beside its picture."""
    signs = (("audio", "play"), ("video", "video"), ("big-image", "eye"))
    return next((icon for kind, icon in signs if media.get(kind)), "")


class Choices(Field):
    """The buttons, the digits and arrows that work them; what choosing means is said by the kinds below.

    Focus lies on one button at a time, so that Tab leaves the question and a screen reader names the choice.
    """

    several = False

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.buttons: list[ChoiceButton] = []
        self._shown: tuple[tuple[str, str], ...] = ()
        self._flow = Flow(self)
        self._bare = "list-nolabel" in question.appearances
        self._flow.stacked = "vertical" in question.appearances
        self._flow.columns = columns_of(question)
        if self._bare or "label" in question.appearances:
            self._flow.narrowest = GRID
        self._typed = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._forget)
        self._label = ""
        self._mark = ""
        self._media: dict[str, Mapping[str, str]] = {}
        self.sheet: Sheet | None = None

    # -- showing ---------------------------------------------------------------------------------------------

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self._show_choices(self.asking.interview.choices(node.address))
        self.show_chosen(node.value.split() if self.several else [node.value] if node.value else [])
        for button in self.buttons:
            button.setEnabled(not node.readonly)

    def show_chosen(self, values: Sequence[str]) -> None:
        """Mark the chosen buttons."""
        for button in self.buttons:
            button.setChecked(button.value in values)
        if not any(button.hasFocus() for button in self.buttons):
            self._rove(
                next((b for b in self.buttons if b.isChecked()), self.buttons[0] if self.buttons else None)
            )

    def marked(self) -> tuple[QWidget, ...]:
        return ()

    def show_state(self, state: str) -> None:
        self._mark = state
        for button in self.buttons:
            if button.property("problem") != (state == "problem"):
                button.setProperty("problem", state == "problem")
                button.update()

    def name_for_readers(self, label: str, hint: str) -> None:
        self._label = label
        self.setAccessibleName(label)
        for at, button in enumerate(self.buttons):
            button.setAccessibleDescription(f"{label} · {at + 1}/{len(self.buttons)}")

    def keyboard(self) -> QWidget:
        return next((b for b in self.buttons if b.focusPolicy() == Qt.FocusPolicy.StrongFocus), self)

    def _show_choices(self, choices: Sequence[ChoiceView]) -> None:
        offered = tuple((choice.value, choice.label) for choice in choices)
        if offered == self._shown:
            return
        held = any(button.hasFocus() for button in self.buttons)
        if [value for value, _words in offered] == [value for value, _words in self._shown]:
            for button, (_value, words) in zip(self.buttons, offered, strict=True):
                button.setText(words)
                button.setAccessibleName(words)
                button.updateGeometry()
        else:
            self._rebuild(offered)
            for button, choice in zip(self.buttons, choices, strict=True):
                if choice.media.get("image"):
                    button.show_picture(self.asking.picture(choice.media["image"]))
                button.show_media(_media_icon(choice.media))
                button.media_wanted.connect(lambda b=button, c=choice: self.open_media(b, c.media))
            self._media = {choice.value: choice.media for choice in choices}
        self._shown = offered
        self._flow.invalidate()
        self.updateGeometry()
        if held:
            self.keyboard().setFocus(Qt.FocusReason.OtherFocusReason)

    def _rebuild(self, offered: tuple[tuple[str, str], ...]) -> None:
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        caps = caps_of([value for value, _words in offered])
        self.buttons = [
            ChoiceButton(value, words, cap, several=self.several, parent=self, bare=self._bare)
            for (value, words), cap in zip(offered, caps, strict=True)
        ]
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(lambda _checked=False, b=button: self._on_clicked(b))
            button.installEventFilter(self)
            self._flow.addWidget(button)
            button.show()
        self._rove(self.buttons[0] if self.buttons else None)
        self.show_state(self._mark)
        if self._label:
            self.name_for_readers(self._label, "")

    # -- keys ------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, ChoiceButton)
        ):
            return self._on_key(watched, event)
        return False

    def open_media(self, button: ChoiceButton, media: Mapping[str, str]) -> None:
        """Hear or see what belongs to a choice."""
        self.sheet = open_media(media, self.asking.media, button, button.text())

    def _on_key(self, button: ChoiceButton, event: QKeyEvent) -> bool:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Down and button.media_icon:
            self.open_media(button, self._media.get(button.value, {}))
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._step(button, _ARROWS[key])
            return True
        if event.text().isdigit() and event.text().isascii():
            self._on_digit(event.text())
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._forget()
            self.clear()
            return True
        if event.text().isalpha():
            self._on_letter(button, event.text())
            return True
        return False

    def _on_digit(self, digit: str) -> None:
        """`1` chooses 1 at once, and `12` typed together chooses 12."""
        for typed in (self._typed + digit, digit):
            button = next((b for b in self.buttons if b.cap == typed), None)
            if button is not None:
                before, self._typed = self._typed, typed
                self._pause.start()
                if self.several and before and typed != digit:
                    self.take_back(before)
                self._focus(button)
                self.choose(button)
                return
        self._typed = digit
        self._pause.start()

    def _on_letter(self, button: ChoiceButton, letter: str) -> None:
        """Go to the next choice that begins with the letter."""
        start = self.buttons.index(button) + 1
        order = self.buttons[start:] + self.buttons[:start]
        found = next((b for b in order if b.text().casefold().startswith(letter.casefold())), None)
        if found is not None:
            self._focus(found)

    def _forget(self) -> None:
        self._typed = ""

    def _step(self, button: ChoiceButton, step: int) -> None:
        at = self.buttons.index(button) + step
        if 0 <= at < len(self.buttons):
            self._focus(self.buttons[at])

    def _focus(self, button: ChoiceButton) -> None:
        self._rove(button)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rove(self, button: ChoiceButton | None) -> None:
        for other in self.buttons:
            strong = other is button
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)

    def _on_clicked(self, button: ChoiceButton) -> None:
        self._rove(button)
        self.choose(button)

    # -- what choosing means ---------------------------------------------------------------------------------

    def choose(self, button: ChoiceButton) -> None:
        """A button was pressed or its digit typed."""
        self.show_chosen([button.value])
        self.give(button.value)

    def take_back(self, cap: str) -> None:
        """The first digit of a two-digit code was taken for a whole one: undo that."""

    def clear(self) -> None:
        """Take every choice back."""
        self.show_chosen([])
        self.give("")


class OneChoice(Choices):
    """One of a few; Delete clears it."""

    def choose(self, button: ChoiceButton) -> None:
        super().choose(button)
        if "quick" in self.question.appearances:
            self.go_on.emit()


class SeveralChoices(Choices):
    """Any number of them, each on and off by its digit."""

    several = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self._chosen: list[str] = []

    def show_chosen(self, values: Sequence[str]) -> None:
        self._chosen = list(values)
        super().show_chosen(values)

    def choose(self, button: ChoiceButton) -> None:
        self._toggle(button.value)

    def take_back(self, cap: str) -> None:
        button = next((b for b in self.buttons if b.cap == cap), None)
        if button is not None:
            self._toggle(button.value)

    def _toggle(self, value: str) -> None:
        chosen = set(self._chosen) ^ {value}
        # in the order of the form, so that the same choices are always the same value
        ordered = [button.value for button in self.buttons if button.value in chosen]
        self.show_chosen(ordered)
        self.give(" ".join(ordered))
