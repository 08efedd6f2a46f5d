# SPDX-License-Identifier: Apache-2.0
"""Interviews being held: each accepted edit is on the disk, in its own transaction, before the next one."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.database import writing
from enumerator.store.revision import Dot, FormRef, new_record
from enumerator.store.store import Store

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
KEPT_IN_BIN = timedelta(days=30)


class FormName(Protocol):
    """Whatever names a form exactly: a Form or a FormRef."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def hash(self) -> str: ...


class NoDraftError(UserError):
    """The draft is not there: it was finished or thrown away."""


class DraftTakenError(UserError):
    """The draft was opened in another place since; two hands never write into one draft."""


@dataclass(frozen=True)
class Draft:
    """A draft as the list shows it. `done` of `total` questions are answered, with `problems` open;
    `parents` are the revisions it corrects, none for a first interview."""

    id: str
    household: str
    form: FormRef
    parents: tuple[Dot, ...]
    begun: datetime
    saved: datetime
    binned: datetime | None
    last_address: str
    done: int
    total: int
    problems: int

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True)
class Event:
    """Paradata: what happened when, by the wall clock and in seconds since the draft was opened this time.

    `was` and `value` are the answer before and after, only where the form asks to track changes.
    """

    wall: datetime
    elapsed: float
    what: str
    address: str
    was: str = ""
    value: str = ""


_COLUMNS = (
    "name, household, form_id, form_version, form_hash, parents, begun, saved, binned,"
    " last_address, done, total, problems"
)


class Drafts:
    """The drafts of one store, for one editor: opening a draft here takes it from wherever it was open
    before.
    """

    def __init__(self, store: Store, *, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._db = store.db
        self._elapsed = elapsed
        self._editor = secrets.token_hex(8)
        self._opened: dict[str, float] = {}

    def begin(
        self,
        form: FormName,
        household: str | None = None,
        prefill: Mapping[str, str] | None = None,
        parents: Iterable[Dot] = (),
    ) -> Draft:
        """A new draft, of a new household when none is named. `prefill` are flat answers to start from."""
        name, now = new_record(), self._now()
        with writing(self._db):
            self._db.conn.execute(
                "INSERT INTO draft"
                " (name, household, form_id, form_version, form_hash, parents, begun, saved, editor)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    name,
                    household or new_record(),
                    form.id,
                    form.version,
                    form.hash,
                    " ".join(map(str, parents)),
                    now,
                    now,
                    self._editor,
                ),
            )
            number = self._number(name)
            self._put(number, prefill or {})
            self._opened[name] = self._elapsed()
            self._tell(number, name, "begin", "")
        return self.get(name)

    def open(self, draft: str) -> dict[str, str]:
        """Go on with a draft where it was left (`get(draft).last_address`): its flat answers.

        NoDraftError when it is gone or in the bin.
        """
        with writing(self._db):
            number = self._number(draft)
            self._db.conn.execute("UPDATE draft SET editor = ? WHERE id = ?", (self._editor, number))
            self._opened[draft] = self._elapsed()
            self._tell(number, draft, "open", "")
        return self.answers(draft)

    def answers(self, draft: str) -> dict[str, str]:
        """The flat answers, only to be looked at; NoDraftError."""
        number = self._number(draft, binned=True)
        return dict(
            self._db.conn.execute(
                "SELECT address, value FROM draft_answer WHERE draft = ? ORDER BY address", (number,)
            ).fetchall()
        )

    def save(
        self,
        draft: str,
        changes: Mapping[str, str | None],
        *,
        address: str = "",
        what: str = "answer",
        tracked: bool = False,
    ) -> datetime:
        """Write one accepted edit; None takes a line out. When this returns, it is on the disk.

        `address` is where the person is; `tracked` notes what the answer there was and became. Returns the
        time of saving. DraftTakenError, NoDraftError, StorageError.
        """
        now = self._now()
        with writing(self._db):
            number = self._mine(draft)
            at = address or next(iter(changes), "")
            tracked = tracked and at in changes
            was = self._held(number, at) if tracked else ""
            self._put(number, changes)
            self._db.conn.execute(
                "UPDATE draft SET saved = ?, last_address = ? WHERE id = ?", (now, at, number)
            )
            self._tell(number, draft, what, at, was, (changes[at] or "") if tracked else "")
        return datetime.fromisoformat(now)

    def move_to(self, draft: str, form: FormName, answers: Mapping[str, str]) -> Draft:
        """Go on with an open draft in another version of its form, with `answers` in place of its own."""
        with writing(self._db):
            number = self._mine(draft)
            self._db.conn.execute(
                "UPDATE draft SET form_id = ?, form_version = ?, form_hash = ? WHERE id = ?",
                (form.id, form.version, form.hash, number),
            )
            self._db.conn.execute("DELETE FROM draft_answer WHERE draft = ?", (number,))
            self._put(number, answers)
            self._tell(number, draft, "form version", "")
        return self.get(draft)

    def note_event(self, draft: str, what: str, address: str = "") -> None:
        """Paradata that is no edit: a page shown, a language changed, the interview interrupted."""
        with writing(self._db):
            self._tell(self._mine(draft), draft, what, address)

    def note_progress(self, draft: str, *, done: int, total: int, problems: int, address: str) -> None:
        """What the list shows, and where to go on."""
        with writing(self._db):
            number = self._mine(draft)
            self._db.conn.execute(
                "UPDATE draft SET done = ?, total = ?, problems = ?, last_address = ? WHERE id = ?",
                (done, total, problems, address, number),
            )

    def note_place(self, draft: str, address: str, *, done: int, total: int, problems: int) -> None:
        """The keyboard came to a question: paradata, and where to go on should nothing be closed."""
        with writing(self._db):
            self.note_event(draft, "question", address)
            self.note_progress(draft, done=done, total=total, problems=problems, address=address)

    def get(self, draft: str) -> Draft:
        """One draft, in the bin or not; NoDraftError."""
        row = self._db.conn.execute(f"SELECT {_COLUMNS} FROM draft WHERE name = ?", (draft,)).fetchone()
        if row is None:
            raise _gone()
        return _draft(row)

    def list(self) -> tuple[Draft, ...]:
        """The open drafts, the one saved last first."""
        return self._listed("binned IS NULL ORDER BY saved DESC, id DESC")

    def of_household(self, household: str) -> tuple[Draft, ...]:
        """The open drafts of a household, the one saved last first."""
        return self._listed("binned IS NULL AND household = ? ORDER BY saved DESC, id DESC", household)

    def bin(self) -> tuple[Draft, ...]:
        """What was thrown away in the last 30 days, the latest first."""
        return self._listed("binned IS NOT NULL ORDER BY binned DESC, id DESC")

    def discard(self, draft: str) -> None:
        """Throw a draft into the bin, from which it can be taken back for 30 days."""
        with writing(self._db):
            number = self._number(draft)
            self._db.conn.execute("UPDATE draft SET binned = ? WHERE id = ?", (self._now(), number))

    def take_back(self, draft: str) -> Draft:
        """Out of the bin; a draft of the same household that was begun since goes there in its place, as a
        household has one at a time."""
        with writing(self._db):
            number = self._number(draft, binned=True)
            since = self.of_household(self.get(draft).household)
            for other in since:
                if other.id != draft:
                    self.discard(other.id)
            self._db.conn.execute("UPDATE draft SET binned = NULL WHERE id = ?", (number,))
        return self.get(draft)

    def empty_old_bin(self) -> int:
        """Remove for good what has lain in the bin for 30 days; how many that were."""
        limit = self._store.clock() - KEPT_IN_BIN
        old = [draft.id for draft in self.bin() if draft.binned is not None and draft.binned < limit]
        with writing(self._db):
            self._db.conn.executemany("DELETE FROM draft WHERE name = ?", [(name,) for name in old])
        return len(old)

    def close(self, draft: str) -> None:
        """Remove a draft that has become a revision; inside the transaction that writes the revision."""
        with writing(self._db):
            self._db.conn.execute("DELETE FROM draft WHERE id = ?", (self._mine(draft),))
        self._opened.pop(draft, None)

    def events(self, draft: str) -> tuple[Event, ...]:
        """The paradata of a draft, in order; NoDraftError."""
        rows = self._db.conn.execute(
            "SELECT wall, elapsed, what, address, was, value FROM draft_event WHERE draft = ? ORDER BY id",
            (self._number(draft, binned=True),),
        )
        return tuple(Event(datetime.fromisoformat(wall), *rest) for wall, *rest in rows)

    def _listed(self, where: str, *values: str) -> tuple[Draft, ...]:
        return tuple(
            map(_draft, self._db.conn.execute(f"SELECT {_COLUMNS} FROM draft WHERE {where}", values))
        )

    def _number(self, draft: str, *, binned: bool = False) -> int:
        row = self._db.conn.execute("SELECT id, binned FROM draft WHERE name = ?", (draft,)).fetchone()
        if row is None or (row[1] is not None and not binned):
            raise _gone()
        return int(row[0])

    def _mine(self, draft: str) -> int:
        number = self._number(draft)
        editor = self._db.conn.execute("SELECT editor FROM draft WHERE id = ?", (number,)).fetchone()[0]
        if editor != self._editor:
            raise DraftTakenError(
                _("This interview is open in another place."),
                remedy=_("Close it here and go on there, or open it here again. Everything saved is kept."),
            )
        return number

    def _put(self, number: int, changes: Mapping[str, str | None]) -> None:
        for address, value in changes.items():
            if value is not None:
                _refuse_unwritable(address, value)
        self._db.conn.executemany(
            "INSERT INTO draft_answer (draft, address, value) VALUES (?, ?, ?)"
            " ON CONFLICT (draft, address) DO UPDATE SET value = excluded.value",
            [(number, address, value) for address, value in changes.items() if value is not None],
        )
        self._db.conn.executemany(
            "DELETE FROM draft_answer WHERE draft = ? AND address = ?",
            [(number, address) for address, value in changes.items() if value is None],
        )

    def _held(self, number: int, address: str) -> str:
        row = self._db.conn.execute(
            "SELECT value FROM draft_answer WHERE draft = ? AND address = ?", (number, address)
        ).fetchone()
        return str(row[0]) if row is not None else ""

    def _tell(
        self, number: int, draft: str, what: str, address: str, was: str = "", value: str = ""
    ) -> None:
        elapsed = self._elapsed()
        since = round(elapsed - self._opened.setdefault(draft, elapsed), 3)
        self._db.conn.execute(
            "INSERT INTO draft_event (draft, wall, elapsed, what, address, was, value)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, self._now(), since, what, address, was, value),
        )

    def _now(self) -> str:
        return self._store.clock().isoformat(timespec="milliseconds")


def _draft(row: tuple[Any, ...]) -> Draft:
    name, household, form_id, form_version, form_hash, parents, begun, saved, binned, *rest = row
    return Draft(
        name,
        household,
        FormRef(form_id, form_version, form_hash),
        tuple(Dot.parse(text) for text in parents.split()),
        datetime.fromisoformat(begun),
        datetime.fromisoformat(saved),
        datetime.fromisoformat(binned) if binned else None,
        *rest,
    )


def _refuse_unwritable(address: str, value: str) -> None:
    """Half characters and control characters cannot be carried in XML; tabs and line ends can."""
    if _UNWRITABLE.search(value):
        raise UserError(
            _("This answer holds a character that cannot be kept."),
            where=address,
            remedy=_("Type the answer again instead of pasting it."),
        )


def _gone() -> NoDraftError:
    return NoDraftError(
        _("This draft is not there any more."),
        remedy=_("Look in the list of finished interviews, or in the bin."),
    )
