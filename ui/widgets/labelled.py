# SPDX-License-Identifier: Apache-2.0
"""A field with its label, hint and a line kept free for a problem, so that an error moves nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.messages import _
from ui import theme
from ui.widgets.button import IconButton
from ui.widgets.card import column, row
from ui.widgets.text import Text


class Labelled(QWidget):
    """`field` under a label; `show_problem("...")` reddens it and says why, `show_problem("")` calms it."""

    def __init__(self, label: str, field: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.label = Text(label, "label")
        self.label.setBuddy(field)
        self.hint = Text(hint, "hint", "ink-2").wrapped()
        if not hint:
            self.hint.hide()
        self.problem = Text(" ", "hint", "red").wrapped()
        self.setLayout(column(self.label, self.hint, field, self.problem, spacing=3))
        self.setFocusProxy(field)
        field.setAccessibleName(label)
        if hint:
            field.setAccessibleDescription(hint)

    def show_problem(self, words: str) -> None:
        self.problem.setText(words or " ")
        line = getattr(self.field, "line", self.field)
        theme.set_property(line, "problem", bool(words))
        line.setAccessibleDescription(words or self.hint.text())


class Passphrase(QWidget):
    """A line for a secret, with a button that shows what was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = IconButton("eye", _("Show what I type"))
        self.eye.setCheckable(True)
        self.eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.eye.toggled.connect(self._show_plain)
        self.setLayout(row(self.line, self.eye, spacing=4))
        self.setFocusProxy(self.line)

    def text(self) -> str:
        return self.line.text()

    def clear(self) -> None:
        self.line.clear()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def _show_plain(self, plain: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if plain else QLineEdit.EchoMode.Password)
        self.eye.show_icon("eye-off" if plain else "eye")
