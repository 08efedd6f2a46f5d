# SPDX-License-Identifier: Apache-2.0
"""The lines of the enumerator's list: what the office asks, joined with what the answers already say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from enumerator.bundles.receipts import is_received, is_sent
from enumerator.bundles.tables import prepare
from enumerator.forms.definition import Form
from enumerator.identity.signing import fingerprint
from enumerator.interviews.assignments import Row, Status, rows
from enumerator.interviews.drafts import Drafts
from enumerator.messages import _, mark
from enumerator.registry.places import load_places
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
        words = f"{_(word)} · {round(self.row.share * 100)} %" if self.status is Status.DRAFT else _(word)
        return Pill(words, icon, tone)


def short(number: str) -> str:
    """RT and RW as they stand on houses, with two digits: "003" is "03"."""
    return f"{int(number):02d}" if number.isdecimal() else number


def read_lines(workspace: Any) -> tuple[Line, ...]:
    """The whole list of whoever sits here, most urgent first."""
    store, keys = workspace.store, workspace.keys
    prepare(store.db)
    drafts = Drafts(store)
    found = rows(
        store,
        drafts,
        keys.author,
        sent=is_sent(store),
        received=is_received(store, fingerprint(keys.project.signing)),
    )
    lines = [_line(workspace, drafts, row) for row in found]
    return tuple(
        sorted(lines, key=lambda line: (ORDER.index(line.status), line.rw, line.rt, line.name.casefold()))
    )


def _line(workspace: Any, drafts: Drafts, row: Row) -> Line:
    answers = _answers(workspace, drafts, row)
    said = _said(workspace, row, answers)
    task = row.task
    kelurahan = said.get("kelurahan") or task.kelurahan
    place = load_places().kelurahan.get(kelurahan)
    name = said.get("head_name") or task.head_name or _("(no name yet)")
    no_kk = said.get("no_kk") or task.no_kk
    address = said.get("address") or task.address
    rw, rt = said.get("rw") or task.rw, said.get("rt") or task.rt
    numbers = " ".join(value for at, value in answers.items() if value.isdigit() and len(value) == 16)
    haystack = " ".join(
        (name, no_kk, numbers, address, f"rt {rt} rw {rw}", task.note, row.comment)
    ).casefold()
    return Line(
        row=row,
        name=name,
        no_kk=no_kk,
        address=address,
        rw=rw,
        rt=rt,
        kelurahan=place.name if place else kelurahan,
        members=_members(answers),
        note=_note(row),
        known={
            "kecamatan": said.get("kecamatan") or task.kecamatan,
            "kelurahan": kelurahan,
            "rw": rw,
            "rt": rt,
            "address": task.address,
            "head_name": task.head_name,
            "no_kk": task.no_kk,
        },
        haystack=haystack,
    )


def _answers(workspace: Any, drafts: Drafts, row: Row) -> Mapping[str, str]:
    if row.draft:
        return drafts.answers(row.draft)
    if row.heads:
        revision = workspace.store.journal.get(row.heads[-1])
        return revision.values if revision is not None else {}
    return {}


def _said(workspace: Any, row: Row, answers: Mapping[str, str]) -> dict[str, str]:
    """The household's properties in its answers, by the form's entity mapping."""
    if row.form is None or not answers or row.form.hash not in workspace.library:
        return {}
    form: Form = workspace.library.get(row.form.hash)
    for mapping in form.entities:
        if mapping.dataset == _HOUSEHOLD and not mapping.container.count("["):
            return {name: answers.get(path, "") for name, path in mapping.saves.items()}
    return {}


def _members(answers: Mapping[str, str]) -> int | None:
    counts = [
        len(ids.split())
        for address, ids in answers.items()
        if address.endswith("#rows") and "[" not in address
    ]
    return max(counts) if counts else None


def _note(row: Row) -> str:
    if row.status is Status.RETURNED:
        return row.comment or "; ".join(row.comments.values())
    if row.status is Status.DRAFT and row.problems:
        return _("{n} to check", n=row.problems)
    if row.status is Status.APPROVED:
        return _("Approved")
    return row.task.note


def beginning(workspace: Any, line: Line | None, *, place_only: bool = False) -> dict[str, str]:
    """Flat answers to begin an interview with: what the office knows of the household, or, for a new one,
    the place
    of the line the person stands on, so that it is not typed again for the next house."""
    if line is None:
        return {}
    newest = workspace.library.newest()
    if newest is None:
        return {}
    wanted = _PLACE if place_only else (*_PLACE, "address", "head_name", "no_kk")
    form: Form = workspace.library.get(newest.hash)
    for mapping in form.entities:
        if mapping.dataset == _HOUSEHOLD:
            return {
                mapping.saves[name]: line.known[name]
                for name in wanted
                if name in mapping.saves and line.known.get(name)
            }
    return {}
