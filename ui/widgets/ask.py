# SPDX-License-Identifier: Apache-2.0
"""A question where the person must choose now: the verb on the button says what happens, Esc changes
nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLayout, QWidget

from ui import theme
from ui.widgets.button import Button, QuietButton
from ui.widgets.card import column, row
from ui.widgets.text import Text


class Ask(QDialog):
    """`Ask(self, title, words, yes=_("Discard"), no=_("Keep"), danger=True).then(act)`; it does not block."""

    def __init__(
        self, parent: QWidget, title: str, words: str, *, yes: str, no: str, danger: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty("surface", "panel")
        self.setMinimumWidth(theme.px(420))
        self.yes = Button(yes, kind="danger" if danger else "primary")
        self.no = QuietButton(no, key="Esc", key_works=False)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        buttons = row(1, self.no, self.yes, spacing=10)
        whole = column(Text(title, "section").wrapped(), Text(words, "body", "ink-2").wrapped(), spacing=8)
        whole.addSpacing(theme.px(10))
        whole.addLayout(buttons)
        whole.setContentsMargins(*(theme.px(22),) * 4)
        self.setLayout(whole)
        (self.no if danger else self.yes).setDefault(True)
        (self.no if danger else self.yes).setFocus()

    def then(self, act: Callable[[], None]) -> Ask:
        """Show it; `act()` when the answer is yes."""
        self.accepted.connect(act)
        self.finished.connect(lambda _result: self.deleteLater())
        fit_to_words(self)
        self.open()
        return self


def fit_to_words(dialog: QDialog) -> None:
    """As high as what is in it needs at its width: by itself Qt reckons with words broken narrower, and
    leaves gaps between them.
    """
    layout = dialog.layout()
    if layout is None:
        return
    for part in (dialog, *dialog.findChildren(QWidget)):
        part.ensurePolished()
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    layout.invalidate()
    width = max(dialog.minimumWidth(), dialog.sizeHint().width(), dialog.width() * dialog.isVisible())
    height = min(layout.totalHeightForWidth(width), dialog.screen().availableGeometry().height())
    dialog.setMinimumHeight(height)
    dialog.resize(width, height)
