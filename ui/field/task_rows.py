# SPDX-License-Identifier: Apache-2.0
"""The lines of the enumerator's list: what the office asks, joined with what the answers already say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from enumerator.bundles.receipts import is_received, is_sent
from enumerator.bundles.tables import prepare
from enumerator.forms import Context, Interview
from enumerator.forms.definition import Form
from enumerator.identity.signing import fingerprint
from enumerator.interviews.assignments import OPEN, Row, Status, rows
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.visits import Outcome, Visit
from enumerator.messages import _, mark, spoken_language
from enumerator.registry.places import load_places
from enumerator.store.revision import Dot
from enumerator.store.store import local_now
from ui.widgets import Status as Pill
from ui.widgets.moments import masked_number

# status -> word, icon, tone
LOOKS: Final = {
    Status.RETURNED: (mark("Returned"), "returned", "red"),
    Status.DRAFT: (mark("Draft"), "draft", "amber"),
    Status.NOT_STARTED: (mark("Not started"), "open", "grey"),
    Status.FINISHED: (mark("Finished"), "finished", "blue"),
    Status.SENT: (mark("Sent"), "sent", "primary"),
    Status.RECEIVED: (mark("Received"), "received", "primary"),
    Status.APPROVED: (mark("Approved"), "approved", "primary"),
}
ORDER: Final = tuple(LOOKS)
_HOUSEHOLD: Final = "household"
_PLACE_NUMBER: Final = re.compile(r"\b(rt|rw)[ ./]*(\d{1,3})\b")
_PLACE: Final = ("kecamatan", "kelurahan", "rw", "rt")


@dataclass(frozen=True)
class Line:
    """One household of the list, ready to be shown; `members` is None where nobody has counted yet."""

    row: Row
    name: str
    no_kk: str
    address: str
    rw: str
    rt: str
    kelurahan: str
    members: int | None
    note: str
    known: Mapping[str, str]
    haystack: str

    @property
    def household(self) -> str:
        return self.row.task.household

    @property
    def status(self) -> Status:
        return self.row.status

    @property
    def changed(self) -> datetime | None:
        return self.row.changed

    @property
    def when(self) -> date | None:
        """The day on which somebody should be there."""
        return self.row.when

    def is_for(self, today: date) -> bool:
        """Whether the visit is for this day, or overdue."""
        return self.when is not None and self.when <= today

    @property
    def place(self) -> str:
        """The address with RT and RW, as on the house."""
        numbers = " ".join(
            part
            for part in (
                _("RT {rt}", rt=short(self.rt)) if self.rt else "",
                _("RW {rw}", rw=short(self.rw)) if self.rw else "",
            )
            if part
        )
        return ", ".join(part for part in (self.address, numbers) if part)

    @property
    def masked_kk(self) -> str:
        return masked_number(self.no_kk) or _("none yet")

    def pill(self) -> Pill:
        """The state as icon, word and colour; a draft says how much is done."""
        word, icon, tone = LOOKS[self.status]
        words = f"{_(word)} · {round(self.row.share * 100)}%" if self.status is Status.DRAFT else _(word)
        return Pill(words, icon, tone)


def short(number: str) -> str:
    """RT and RW as they stand on houses, with two digits: "003" is "03"."""
    return f"{int(number):02d}" if number.isdecimal() else number


def sought(text: str) -> tuple[str, ...]:
    """The parts of a line's `haystack` that a search asks for; a number is found however it is grouped, and
    RT and RW by their numbers alone, with or without zeros."""
    plain = text.casefold()
    digits = "".join(sign for sign in plain if sign.isdigit())
    if digits and not plain.strip("0123456789 .-"):
        return (digits,)
    places = tuple(f"{kind} {int(number):03}" for kind, number in _PLACE_NUMBER.findall(plain))
    rest = (word.strip("/,") for word in _PLACE_NUMBER.sub(" ", plain).split())
    return (*places, *(word for word in rest if word))


def _three(number: str) -> str:
    return f"{int(number):03}" if number.isdecimal() else number


@dataclass(frozen=True)
class Said:
    """What a household's answers say about it; `numbers` are the NIK and No. KK in them, for the search.

    `outcome` is the result of the visit in the form's words, blank where the interview was held as planned.
    """

    properties: Mapping[str, str]
    members: int | None
    numbers: str
    outcome: str = ""


_NOTHING: Final = Said({}, None, "")
_COMPLETE: Final = "1"


class LineReader:
    """Reads the list of whoever sits here; what a finished interview says is read only once."""

    def __init__(self, workspace: Any) -> None:
        self._workspace = workspace
        self._finished: dict[Dot, Said] = {}

    def read(self) -> tuple[Line, ...]:
        """The whole list, most urgent first."""
        drafts = Drafts(self._workspace.store)
        lines = [_line(row, self._said(drafts, row)) for row in read_rows(self._workspace)]
        return tuple(
            sorted(
                lines,
                key=lambda line: (
                    ORDER.index(line.status),
                    line.when or date.max,
                    line.rw,
                    line.rt,
                    line.name.casefold(),
                ),
            )
        )

    def _said(self, drafts: Drafts, row: Row) -> Said:
        if row.draft:
            return _said(self._form(row), drafts.answers(row.draft))
        if not row.heads:
            return _NOTHING
        dot = row.heads[-1]
        if dot not in self._finished:
            revision = self._workspace.store.journal.get(dot)
            self._finished[dot] = _said(self._form(row), revision.values if revision is not None else {})
        return self._finished[dot]

    def _form(self, row: Row) -> Form | None:
        library = self._workspace.library
        return library.get(row.form.hash) if row.form is not None and row.form.hash in library else None


def read_rows(workspace: Any) -> tuple[Row, ...]:
    """The list as the core tells it, without what the answers say."""
    store, keys = workspace.store, workspace.keys
    prepare(store.db)
    return rows(
        store,
        Drafts(store),
        keys.author,
        sent=is_sent(store),
        received=is_received(store, fingerprint(keys.project.signing)),
    )


def read_lines(workspace: Any) -> tuple[Line, ...]:
    """The whole list of whoever sits here, most urgent first."""
    return LineReader(workspace).read()


def _said(form: Form | None, answers: Mapping[str, str]) -> Said:
    return Said(
        _properties(form, answers),
        _members(answers),
        " ".join(value for value in answers.values() if len(value) == 16 and value.isdigit()),
        _outcome(form, answers),
    )


def name_in(form: Form | None, answers: Mapping[str, str]) -> str:
    """The head of household as the answers say, "" where they do not yet."""
    return _properties(form, answers).get("head_name", "")


def _outcome(form: Form | None, answers: Mapping[str, str]) -> str:
    """Why there was no whole interview, such as nobody being there, in the words of the form."""
    for mapping in form.entities if form is not None else ():
        path = mapping.saves.get("visit_result", "") if mapping.dataset == _HOUSEHOLD else ""
        if form is not None and answers.get(path, _COMPLETE) not in ("", _COMPLETE):
            held = Interview.resume(form, answers, Context(clock=local_now))
            spoken = f"({spoken_language()})"
            for language in form.languages:
                if language.endswith(spoken):
                    held.set_language(language)
            return held.node(path).shown_value
    return ""


def _properties(form: Form | None, answers: Mapping[str, str]) -> dict[str, str]:
    """The household's properties in its answers, by the form's entity mapping."""
    for mapping in form.entities if form is not None else ():
        if mapping.dataset == _HOUSEHOLD:
            return {name: answers.get(path, "") for name, path in mapping.saves.items()}
    return {}


def _members(answers: Mapping[str, str]) -> int | None:
    """The rows of the longest roster that is not inside another."""
    counts = [
        len(ids.split())
        for address, ids in answers.items()
        if address.endswith("#rows") and "[" not in address
    ]
    return max(counts) if counts else None


def _line(row: Row, said: Said) -> Line:
    task, told = row.task, said.properties
    kelurahan = told.get("kelurahan") or task.kelurahan
    place = load_places().kelurahan.get(kelurahan)
    name = told.get("head_name") or task.head_name or _("(no name yet)")
    no_kk = told.get("no_kk") or task.no_kk
    address = told.get("address") or task.address
    rw, rt = told.get("rw") or task.rw, told.get("rt") or task.rt
    village = place.name if place else kelurahan
    numbers = f"rt {_three(rt)} rw {_three(rw)}"
    words = (name, no_kk, said.numbers, address, numbers, village, task.note, row.comment)
    return Line(
        row=row,
        name=name,
        no_kk=no_kk,
        address=address,
        rw=rw,
        rt=rt,
        kelurahan=village,
        members=said.members,
        note=_note(row, said.outcome),
        known={
            "kecamatan": told.get("kecamatan") or task.kecamatan,
            "kelurahan": kelurahan,
            "rw": rw,
            "rt": rt,
            "address": task.address,
            "head_name": task.head_name,
            "no_kk": task.no_kk,
        },
        haystack=" ".join(words).casefold(),
    )


# outcome of a visit -> what the list says of it
VISITS: Final = {
    Outcome.ABSENT: mark("Nobody at home"),
    Outcome.MOVED: mark("Moved away"),
    Outcome.REFUSED: mark("Refused"),
    Outcome.EMPTY: mark("Empty house"),
    Outcome.APPOINTMENT: mark("Appointment"),
}


def _note(row: Row, outcome: str) -> str:
    visited = _visits_words(row.visits) if _was_in_vain(row) else ""
    if row.status is Status.RETURNED or (row.status is Status.DRAFT and (row.comment or row.comments)):
        said = row.comment or "; ".join(row.comments.values())
        return f"{said} · {visited}" if visited else said
    if visited:
        return visited
    if outcome:
        return outcome
    if row.status is Status.DRAFT and row.problems:
        return _("{n} to check", n=row.problems)
    if row.status is Status.APPROVED:
        return _("Approved")
    return row.task.note


def _was_in_vain(row: Row) -> bool:
    """Whether the last that was done for a household still to be interviewed is a visit without result."""
    if row.status not in OPEN or not row.visits:
        return False
    return row.changed is None or row.visits[-1].when >= row.changed


def _visits_words(visits: Sequence[Visit]) -> str:
    last = visits[-1]
    words = _(VISITS[last.outcome])
    been = sum(1 for visit in visits if visit.outcome is not Outcome.APPOINTMENT)
    if been > 1:
        words = _("{outcome}, {n} visits", outcome=words, n=been)
    return f"{words} · {last.note}" if last.note else words


def beginning(line: Line | None, *, place_only: bool = False) -> dict[str, str]:
    """What an interview begins with, by property: what the office knows of the household, or, for a new one,
    the place of the line the person stands on, so that it is not typed again for the next house."""
    wanted = _PLACE if place_only else (*_PLACE, "address", "head_name", "no_kk")
    return {name: line.known[name] for name in wanted if line.known.get(name)} if line is not None else {}
