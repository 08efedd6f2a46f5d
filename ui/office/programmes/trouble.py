# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a workbook or with some rows of a file, shown in place."""

from __future__ import annotations

from collections.abc import Sequence

from enumerator.errors import UserError
from enumerator.messages import _, n_
from ui.widgets import Button, Text, Tinted, column, row

_SHOWN_ERRORS = 6


class Trouble(Tinted):
    """Hidden until there is something to say, and again when it is closed."""

    def __init__(self) -> None:
        super().__init__("red")
        self._what = Text("", "label", "red-ink").wrapped()
        self._more = Text("", "body").wrapped()
        close = Button(_("Close"), kind="plain")
        close.clicked.connect(self.hide)
        line = row(spacing=10)
        line.addLayout(column(self._what, self._more, spacing=2), 1)
        line.addWidget(close)
        self.body.addLayout(line)
        self.hide()

    def show_error(self, error: UserError) -> None:
        self.show_tone("red")
        self._what.show_ink("red-ink")
        self._say(error.what, [part for part in (error.where, error.remedy) if part])

    def show_rows(self, what: str, rows: Sequence[str]) -> None:
        """Rows that were set aside; the rest went in."""
        self.show_tone("amber")
        self._what.show_ink("amber-ink")
        shown = [row.replace("\n", " · ") for row in rows[:_SHOWN_ERRORS]]
        if len(rows) > _SHOWN_ERRORS:
            shown.append(n_("and {n} more", "and {n} more", len(rows) - _SHOWN_ERRORS))
        self._say(what, shown)

    def _say(self, what: str, more: Sequence[str]) -> None:
        self._what.setText(what)
        self._more.setText("\n".join(more))
        self._more.setVisible(bool(more))
        self.setAccessibleName("\n".join([what, *more]))
        self.show()
