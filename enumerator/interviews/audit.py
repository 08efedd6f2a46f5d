# SPDX-License-Identifier: Apache-2.0
"""Paradata in the layout of ODK's audit.csv: what happened in an interview, where, from when to when.

The layout is that of the ODK XForms sub-specification "Client Audit Logs". Times are milliseconds since
1970: the clock at the start of a sitting plus the monotonic seconds since then, so that a clock set in
between moves nothing; that it was set is a line of its own, `clock changed`, from the time counted to the
time shown.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from enumerator.forms import Form, Question
from enumerator.interviews.drafts import Event

NAME = "audit.csv"
CLOCK_SLACK = 2.0  # seconds by which the two clocks may drift apart before one of them was set
_ODK = "{http://www.opendatakit.org/xforms}"
_XFORMS = "{http://www.w3.org/2002/xforms}"
_ROW = re.compile(r"([^\[\]]*)\[([^\]]+)\]")

# what a draft notes -> the event in the layout; what is not here has no line
_MOMENTS = {
    "begin": "form start",
    "open": "form resume",
    "resume": "form resume",
    "pause": "form exit",
    "close": "form exit",
    "save": "form save",
    "jump": "jump",
    "add row": "add repeat",
    "remove row": "delete repeat",
    "constraint error": "constraint error",
    "finish error": "finalize error",
    "finish": "form finalize",
}
_INTERVALS = {"question": "question", "finish page": "end screen"}
_SITTINGS = ("begin", "open")
_PLACED = ("jump", "add row", "remove row")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form's `audit` question asks to be logged beside the times; `path` is that question's."""

    path: str
    location: bool = False
    changes: bool = False
    user: bool = False
    reasons: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log; `start` and `end` in milliseconds since 1970, `end` None for a moment."""

    event: str
    node: str
    start: int
    end: int | None = None
    was: str = ""
    value: str = ""
    reason: str = ""


def wish_of(form: Form) -> Wish | None:
    """What a form asks for, None where it has no `audit` question."""
    asked = (n for n in form.nodes.values() if isinstance(n, Question) and n.type == "audit")
    question = next(asked, None)
    if question is None:
        return None
    root = etree.fromstring(form.xml, etree.XMLParser(resolve_entities=False, no_network=True))
    binds = (each for each in root.iter(f"{_XFORMS}bind") if each.get("nodeset") == question.path)
    bind = next(binds, None)
    said = bind.attrib if bind is not None else {}
    return Wish(
        question.path,
        location=f"{_ODK}location-priority" in said,
        changes=said.get(f"{_ODK}track-changes") == "true",
        user=said.get(f"{_ODK}identify-user") == "true",
        reasons=bool(said.get(f"{_ODK}track-changes-reasons")),
    )


def audit_lines(
    events: Iterable[Event], answers: Mapping[str, str], *, reason: str = ""
) -> tuple[Line, ...]:
    """The log of one interview from its events; `answers` tell the place of each row in its roster.

    `reason` is why a finished interview was changed.
    """
    log = _Log(answers)
    for event in events:
        log.take(event)
    log.end()
    lines = sorted(log.lines, key=lambda line: line.start)
    if reason and lines:
        lines.append(Line("change reason", "", lines[-1].end or lines[-1].start, reason=reason))
    return tuple(lines)


def audit_csv(lines: Iterable[Line], wish: Wish, user: str) -> bytes:
    """The file, with the columns the form asks for. Positions are blank: a laptop has none by itself."""
    header = ["event", "node", "start", "end"]
    header += ["latitude", "longitude", "accuracy"] if wish.location else []
    header += ["old-value", "new-value"] if wish.changes else []
    header += ["user"] if wish.user else []
    header += ["change-reason"] if wish.reasons else []
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(header)
    for line in lines:
        if line.event == "change reason" and not wish.reasons:
            continue
        said = {
            "event": line.event,
            "node": line.node,
            "start": line.start,
            "end": "" if line.end is None else line.end,
            "old-value": line.was,
            "new-value": line.value,
            "user": user,
            "change-reason": line.reason,
        }
        writer.writerow([said.get(column, "") for column in header])
    return table.getvalue().encode()


class _Log:
    """Joins events into lines: a question lasts until something else begins."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._places = _places(answers)
        self._base: datetime | None = None
        self._ahead = 0.0
        self._now = 0
        self._open: Line | None = None
        self._at = ""
        self._before = ""
        self.lines: list[Line] = []

    def take(self, event: Event) -> None:
        again = event.what == "open" and self._before == "begin"
        if event.what in _SITTINGS and not again:
            self._close()
            self._base, self._ahead = event.wall, 0.0
        self._tell_time(event)
        if event.what in _INTERVALS:
            self._close()
            self._at = event.address
            self._open = Line(_INTERVALS[event.what], self._node(event.address), self._now)
        elif event.what in _MOMENTS and not again:
            self._note(event)
        elif self._open is not None and event.address == self._at and (event.was or event.value):
            first = self._open.was if (self._open.was or self._open.value) else event.was
            self._open = replace(self._open, was=first, value=event.value)
        self._before = event.what

    def end(self) -> None:
        self._close()

    def _note(self, event: Event) -> None:
        line = Line(_MOMENTS[event.what], self._node(event.address), self._now)
        if event.what == "constraint error":  # the question goes on: it may be put right at once
            self.lines.append(line)
            return
        self._close()
        self.lines.append(line if event.what in _PLACED else replace(line, node=""))

    def _close(self) -> None:
        if self._open is None:
            return
        line = replace(self._open, end=self._now)
        if line.was == line.value:
            line = replace(line, was="", value="")
        self.lines.append(line)
        self._open, self._at = None, ""

    def _tell_time(self, event: Event) -> None:
        if self._base is None:
            self._base = event.wall
        self._now = round((self._base.timestamp() + event.elapsed) * 1000)
        ahead = event.wall.timestamp() - self._base.timestamp() - event.elapsed
        if abs(ahead - self._ahead) > CLOCK_SLACK:
            shown = round(event.wall.timestamp() * 1000)
            self.lines.append(Line("clock changed", "", self._now, shown))
            self._ahead = ahead

    def _node(self, address: str) -> str:
        """`/data/anggota[a3f1c2d4]/nama` as `/data/anggota[1]/nama`."""
        series = ""

        def numbered(found: re.Match[str]) -> str:
            nonlocal series
            series += found[1]
            place = self._places.get((series, found[2]))
            series += f"[{found[2]}]"
            return found[1] + (f"[{place}]" if place else "")

        return _ROW.sub(numbered, address)


def _places(answers: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """(address of a roster, id of a row) -> its place from 1."""
    return {
        (address.removesuffix("#rows"), row): place
        for address, rows in answers.items()
        if address.endswith("#rows")
        for place, row in enumerate(rows.split(), start=1)
    }


def read_paradata(table: bytes) -> tuple[Event, ...]:
    """The events of a finished interview, from the file that went along with it."""
    return tuple(
        Event(
            datetime.fromisoformat(row["wall"]),
            float(row["elapsed"]),
            row["what"],
            row["address"],
            row.get("was") or "",
            row.get("value") or "",
        )
        for row in csv.DictReader(io.StringIO(table.decode()))
    )
