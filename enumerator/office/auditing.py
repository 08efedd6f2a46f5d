# SPDX-License-Identifier: Apache-2.0
"""The journal as an auditor reads it: who did what, when, on which laptop and why; filtered, and as a
file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from enumerator.bundles.senders import Senders
from enumerator.messages import _, mark
from enumerator.registry.search import Wanted as WantedHouseholds
from enumerator.registry.search import households
from enumerator.registry.staff import names_by_person
from enumerator.registry.tables import ready
from enumerator.reports.tables import Cell, write_table
from enumerator.store.revision import Revision
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]
_NAMED = 200
_WINDOW = 2_000

KINDS = {
    "household": mark("Household"),
    "review": mark("Review"),
    "pair": mark("Duplicates"),
    "decision": mark("Decision"),
    "card": mark("Card"),
    "card_batch": mark("Printed batch"),
    "card_design": mark("Card design"),
    "card_output": mark("Printing of cards"),
    "card_settings": mark("How cards are issued"),
    "assignment": mark("Assignment"),
    "visit": mark("Visit"),
    "desil": mark("Desil"),
    "rules": mark("Rules"),
    "form": mark("Form"),
    "kit": mark("Enrolment kit"),
    "arrival": mark("Bundle kept aside"),
    "certificate": mark("Laptop"),
    "revocation": mark("Revocation"),
    "recovery": mark("Recovery"),
    "staff": mark("People of the office"),
    "erasure": mark("Erasure"),
    "log": mark("Continued journal"),
    "card_key": mark("Card key"),
    "card_list": mark("List of cards called back"),
    "reveal": mark("Number looked at"),
    "graduation": mark("Graduation"),
    "delivery": mark("Delivery"),
    "report": mark("Citizen report"),
}
ACTS = {
    "save": mark("saved"),
    "correct": mark("corrected"),
    "resolve": mark("difference settled"),
    "delete": mark("deleted"),
    "merge": mark("merged"),
    "unmerge": mark("taken apart"),
    "decide": mark("decided"),
    "choose": mark("chosen"),
    "approved": mark("approved"),
    "returned": mark("returned"),
    "assign": mark("assigned"),
    "adopt": mark("adopted"),
    "import": mark("imported"),
    "request": mark("requested"),
    "approve": mark("approved"),
    "print": mark("printed"),
    "deliver": mark("delivered"),
    "expire": mark("expired"),
    "recover": mark("passphrase recovered"),
    "list": mark("listed"),
    "begin": mark("begun"),
    "accept": mark("taken in"),
    "reject": mark("left aside"),
    "retire": mark("retired"),
    "withdraw": mark("withdrawn"),
    "lose": mark("lost"),
    "replace": mark("replaced"),
    "revoke": mark("revoked"),
    "enrol": mark("enrolled"),
    "make": mark("made"),
    "open": mark("begun"),
    "graduated": mark("graduated"),
    "active": mark("active again"),
    "reveal": mark("shown in full"),
    "undo": mark("taken back"),
    "take_in": mark("late work taken in"),
    "leave": mark("late work left aside"),
    "erase": mark("erased for good"),
    "found": mark("founded"),
    "add": mark("entered"),
    "change": mark("changed"),
    "pin": mark("new PIN"),
    "return": mark("taken back onto the list"),
    "finish": mark("finished"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; blank is everything. `since` and `until` are ISO days, both inclusive; `households`
    are record names, None for all."""

    kind: str = ""
    author: str = ""
    since: str = ""
    until: str = ""
    households: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One revision of the journal. `subject` is the household's head or what else it is about; `touched` how
    many answers it changed; `suspect` that the writer's clock was doubtful."""

    dot: str
    wall: str
    author: str
    laptop: str
    kind: str
    act: str
    record: str
    household: str
    subject: str
    touched: int
    reason: str
    suspect: bool


def found_households(workspace: Workspace, text: str) -> frozenset[str] | None:
    """The households that a typed name, number or address means; None for a blank text."""
    if not text.strip():
        return None
    found = households(workspace.store, WantedHouseholds(text=text, merged=True), limit=_NAMED)
    return frozenset(each.record for each in found)


def entries(
    workspace: Workspace, wanted: Filter, limit: int = 2_000, progress: Progress | None = None
) -> tuple[AuditEntry, ...]:
    """The latest entries that are wanted, the newest first. `progress` counts revisions looked at.

    The journal is read backwards, window by window, until there are enough.
    """
    found: list[AuditEntry] = []
    reader = _Reader(workspace)
    total = until = workspace.store.journal.position()
    while until > 0 and len(found) < limit:
        since = max(0, until - _WINDOW)
        found += reversed(list(reader.read(wanted, since, until)))
        until = since
        if progress is not None:
            progress(total - until, total)
    return tuple(found[:limit])


def write_entries(workspace: Workspace, path: Path, wanted: Filter, progress: Progress | None = None) -> int:
    """All wanted entries as .csv or .xlsx, in the order in which they arrived; how many rows."""
    header = [
        _("When"), _("Name"), _("Laptop"), _("Kind"), _("What was done"), _("About"), _("Household"),
        _("Answers changed"), _("Reason"), _("Clock doubtful"), _("Revision"),
    ]  # fmt: skip
    rows: Iterator[list[Cell]] = (
        [
            each.wall, each.author, each.laptop, kind_words(each.kind), act_words(each.act), each.subject,
            each.household, each.touched, each.reason, _("yes") if each.suspect else _("no"), each.dot,
        ]
        for each in _all(workspace, wanted, progress)
    )  # fmt: skip
    return write_table(path, header, rows, title=_("Audit trail"))


def kind_words(kind: str) -> str:
    """A kind of record in words."""
    return _(KINDS[kind]) if kind in KINDS else kind


def act_words(act: str) -> str:
    """What was done, in words."""
    return _(ACTS[act]) if act in ACTS else act


def authors(workspace: Workspace) -> dict[str, str]:
    """Everybody who may have written, by id."""
    return {**names_by_person(workspace.store), workspace.keys.author: workspace.keys.person.name}


def _all(workspace: Workspace, wanted: Filter, progress: Progress | None) -> Iterator[AuditEntry]:
    reader = _Reader(workspace)
    total = workspace.store.journal.position()
    for since in range(0, total, _WINDOW):
        yield from reader.read(wanted, since, since + _WINDOW)
        if progress is not None:
            progress(min(total, since + _WINDOW), total)


class _Reader:
    """Words revisions: names of people, laptops and households are looked up once."""

    def __init__(self, workspace: Workspace) -> None:
        store = workspace.store
        ready(store.db)
        self._store = store
        self._names = authors(workspace)
        self._senders = Senders.of(store, workspace.keys)
        self._laptops: dict[str, str] = {}
        self._heads: dict[str, str] = {}

    def read(self, wanted: Filter, since: int, until: int) -> Iterator[AuditEntry]:
        """The wanted entries after position `since`, up to `until`, in the order of arrival."""
        kinds = (wanted.kind,) if wanted.kind else ()
        for position, revision in self._store.journal.of_kind(*kinds, since=since):
            if position > until:
                return
            if _is_wanted(revision, wanted):
                yield self._entry(revision)

    def _entry(self, revision: Revision) -> AuditEntry:
        about = _households_of(revision)
        subject = ", ".join(dict.fromkeys(self._head(each) for each in about))
        return AuditEntry(
            dot=str(revision.dot),
            wall=revision.wall,
            author=self._names.get(revision.author, revision.author),
            laptop=self._laptop(revision.dot.log),
            kind=revision.kind,
            act=revision.act,
            record=revision.record,
            household=" ".join(about),
            subject=subject or _subject(revision),
            touched=len(revision.touched),
            reason=revision.reason,
            suspect=revision.clock_suspect,
        )

    def _laptop(self, log: str) -> str:
        if log not in self._laptops:
            self._laptops[log] = self._senders.name(log)
        return self._laptops[log]

    def _head(self, record: str) -> str:
        if record not in self._heads:
            row = self._store.db.conn.execute(
                "SELECT head_name FROM household WHERE record = ?", (record,)
            ).fetchone()
            self._heads[record] = (str(row[0]) if row else "") or record[:8]
        return self._heads[record]


def _is_wanted(revision: Revision, wanted: Filter) -> bool:
    day = revision.wall[:10]
    if wanted.author and revision.author != wanted.author:
        return False
    if (wanted.since and day < wanted.since) or (wanted.until and day > wanted.until):
        return False
    return wanted.households is None or _concerns(revision, wanted.households)


def _concerns(revision: Revision, records: Collection[str]) -> bool:
    return any(each in records for each in _households_of(revision))


def _households_of(revision: Revision) -> tuple[str, ...]:
    values = revision.values
    if revision.kind == "household":
        return (revision.record,)
    if revision.kind == "pair":
        return tuple(each for each in (values.get("a", ""), values.get("b", "")) if each)
    return (values["household"],) if values.get("household") else ()


def _subject(revision: Revision) -> str:
    """What a revision without a household is about."""
    values = revision.values
    return values.get("name") or values.get("title") or values.get("version") or values.get("file") or ""
