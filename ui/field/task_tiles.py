# SPDX-License-Identifier: Apache-2.0
"""The figures over the enumerator's list: the week's target, what came back, what is ready, the last
sending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtWidgets import QWidget

from enumerator.interviews.assignments import Status
from enumerator.messages import _
from ui.field.carried import Sending
from ui.field.task_rows import Line
from ui.widgets import StatTile, row
from ui.widgets.moments import day_words
from ui.widgets.progress_panel import grouped

DONE: Final = frozenset({Status.FINISHED, Status.SENT, Status.RECEIVED, Status.APPROVED})


class Tiles(QWidget):
    """Four figures."""

    def __init__(self) -> None:
        super().__init__()
        self.done = StatTile(_("Finished"))
        self.returned = StatTile(_("To be corrected"))
        self.ready = StatTile(_("Ready to send"))
        self.last = StatTile(_("Last sending"))
        self.setLayout(row(self.done, self.returned, self.ready, self.last, spacing=14))

    def show_lines(self, lines: Sequence[Line], target: int, now: datetime) -> None:
        """How the work stands; with a `target` the first figure is that of this week."""
        returned, ready = _count(lines, Status.RETURNED), _count(lines, Status.FINISHED)
        if target:
            done, of = finished_this_week(lines, now), target
            self.done.show_label(_("Target this week"))
        else:
            done, of = _count(lines, *DONE), len(lines)
            self.done.show_label(_("Finished"))
        words = _("of {n} households", n=grouped(of)) if of else _("nothing assigned yet")
        self.done.show_value(grouped(done), words, share=done / of if of else None)
        self.returned.show_value(
            grouped(returned), _("returned by the office"), ink="red" if returned else "ink"
        )
        self.ready.show_value(grouped(ready), _("not at the office yet"))

    def show_sending(self, sending: Sending | None, today: date) -> None:
        """The last bundle that went out."""
        if sending is None:
            self.last.show_value("–", _("nothing sent yet"))
            return
        state = _("received") if sending.confirmed else _("not confirmed yet")
        self.last.show_value(day_words(sending.when.date(), today), f"#{sending.number} · {state}")


def finished_this_week(lines: Sequence[Line], now: datetime) -> int:
    """Households finished since Monday, whatever has become of them since; one taken up again waits."""
    monday = now.date() - timedelta(days=now.weekday())
    return sum(
        1
        for line in lines
        if line.status in DONE
        and line.row.finished is not None
        and line.row.finished.astimezone(now.tzinfo).date() >= monday
    )


def _count(lines: Sequence[Line], *wanted: Status) -> int:
    return sum(1 for line in lines if line.status in wanted)
