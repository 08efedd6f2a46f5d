# SPDX-License-Identifier: Apache-2.0
"""The columns of the enumerator's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from enumerator.interviews.assignments import Status
from enumerator.messages import _
from ui.field.task_rows import ORDER, Line
from ui.widgets import Column
from ui.widgets.moments import day_words, moment_words

_EARLIEST: Final = datetime.min.replace(tzinfo=datetime.now().astimezone().tzinfo)


def task_columns(now: Callable[[], datetime]) -> list[Column]:
    """From left to right; the narrower the list, the fewer."""
    return [
        Column(
            _("Status"),
            lambda line: line.pill().word,
            136,
            status=Line.pill,
            sort=lambda line: ORDER.index(line.status),
        ),
        Column(_("Head of household"), lambda line: line.name, 140, 2, strong=True),
        Column(_("No. KK"), lambda line: line.masked_kk, 174, ink=_kk_ink, drop_below=820),
        Column(
            _("Address"),
            lambda line: line.place,
            190,
            fits=True,
            stretch=1,
            sort=lambda line: (line.rw, line.rt, line.address),
        ),
        Column(
            _("Members"),
            lambda line: "?" if line.members is None else str(line.members),
            76,
            right=True,
            sort=lambda line: line.members or 0,
            drop_below=940,
        ),
        Column(
            _("Last changed"),
            lambda line: moment_words(line.changed, now()) or "–",
            150,
            ink="ink-2",
            sort=lambda line: line.changed or _EARLIEST,
            drop_below=820,
        ),
        Column(
            _("Note from the office"),
            lambda line: note_words(line, now().date()) or "–",
            138,
            3,
            wraps=True,
            ink=lambda line: _note_ink(line, now().date()),
            sort=lambda line: (line.when or date.max, line.note.casefold()),
        ),
    ]


def note_words(line: Line, today: date) -> str:
    """The note, the day on which somebody should be there before it."""
    day = visit_day(line.when, today) if line.when is not None else ""
    return ": ".join(part for part in (day, line.note) if part)


def visit_day(day: date, today: date) -> str:
    """The day of a visit, seen from today."""
    away = (day - today).days
    if away in (0, 1):
        return _("Tomorrow") if away else _("Today")
    return day_words(day, today)


def _is_late(line: Line, today: date) -> bool:
    return line.when is not None and line.when < today


def _kk_ink(line: Line) -> str:
    return "ink" if line.no_kk else "ink-2"


def _note_ink(line: Line, today: date) -> str:
    if _is_late(line, today):
        return "red-ink"
    return "ink" if line.status is Status.RETURNED or line.is_for(today) else "ink-2"
