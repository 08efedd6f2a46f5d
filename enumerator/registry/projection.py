# SPDX-License-Identifier: Apache-2.0
"""From the journal to the tables of households and people: what is new, or everything again.

A household stands as its merged view says, by the form it was held with. Its status is `conflict` while
answers stand against each other, `returned` or `approved` where a review of exactly these heads says so, and
`received` otherwise: new work on an approved household has to be looked at again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from enumerator.forms.definition import Form
from enumerator.merging.addresses import question_of
from enumerator.merging.custodians import Custodians
from enumerator.merging.view import View, view
from enumerator.registry import recalculation
from enumerator.registry.folding import fold, fold_address
from enumerator.registry.forgetting import forget
from enumerator.registry.nik import compact, joins
from enumerator.registry.pairs import note_merged, note_pair
from enumerator.registry.people import Family, number_paths, read_family
from enumerator.registry.places import load_places
from enumerator.registry.tables import BRANCHES, HOUSEHOLDS, clear, move, position
from enumerator.store.database import writing
from enumerator.store.erasing import is_erased
from enumerator.store.revision import Revision
from enumerator.store.sqlite import Database
from enumerator.store.store import Store

Progress = Callable[[int, int], None]
_BATCH = 2_000
_KINDS = ("household", "review", "pair", "form", "assignment", "erasure")


class Status(StrEnum):
    """How far a household is."""

    RECEIVED = "received"
    CONFLICT = "conflict"
    RETURNED = "returned"
    APPROVED = "approved"


class Forms(Protocol):
    """The forms known here, by the hash of their XForm (interviews.library.FormLibrary)."""

    def __contains__(self, form_hash: object) -> bool: ...

    def get(self, form_hash: str) -> Form: ...


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: the households it read anew, in no order, and the journal position reached."""

    households: tuple[str, ...] = ()
    position: int = 0


def refresh(store: Store, forms: Forms, progress: Progress | None = None) -> Refreshed:
    """Read what has arrived since the last time. `progress` counts revisions; Cancelled loses nothing."""
    done = position(store.db, HOUSEHOLDS)
    total = store.journal.position() - done
    touched: dict[str, None] = {}
    start = done
    for batch in _batches(store, done):
        with writing(store.db):
            touched.update(dict.fromkeys(_apply(store, forms, [revision for _at, revision in batch])))
            done = batch[-1][0]
            move(store.db, HOUSEHOLDS, done)
            if progress is not None:
                progress(done - start, total)
    touched.update(dict.fromkeys(_read_branches(store, forms, anew=start == 0)))
    return Refreshed(tuple(touched), done)


def _read_branches(store: Store, forms: Forms, *, anew: bool) -> set[str]:
    """Read what is said in the other branches of logs written twice, which have no position of their own:
    again whenever there is more of it. The households concerned.
    """
    branches = store.journal.branches
    version = branches.version()
    if version == (0 if anew else position(store.db, BRANCHES)):
        return set()
    households = branches.records("household")
    said = [variant.revision for variant in branches.all() if variant.revision.kind in _KINDS]
    with writing(store.db):
        touched = _apply(store, forms, said, anew=households)
        position(store.db, BRANCHES)
        move(store.db, BRANCHES, version)
    return touched


def rebuild(store: Store, forms: Forms, progress: Progress | None = None) -> Refreshed:
    """Throw the tables away and read the whole journal; the same rows as any order of refreshes gives."""
    position(store.db, HOUSEHOLDS)
    with writing(store.db):
        clear(store.db, HOUSEHOLDS)
    return refresh(store, forms, progress)


def heads_text(heads: Iterable[object]) -> str:
    """Dots as a review names them: sorted, space-separated."""
    return " ".join(sorted(map(str, heads)))


def _batches(store: Store, since: int) -> Iterator[list[tuple[int, Revision]]]:
    batch: list[tuple[int, Revision]] = []
    for found in store.journal.of_kind(*_KINDS, since=since):
        batch.append(found)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _apply(
    store: Store, forms: Forms, revisions: list[Revision], *, anew: Collection[str] = ()
) -> set[str]:
    """Bring the rows of everything these revisions concern up to date, and the households `anew`; the
    households concerned.
    """
    db = store.db
    fresh: dict[str, list[Revision]] = {}
    judged: set[str] = set()
    arrived: set[str] = set()
    paired: set[str] = set()
    given: set[str] = set()
    erased: set[str] = set()
    for revision in revisions:
        if revision.kind == "household":
            fresh.setdefault(revision.record, []).append(revision)
        elif revision.kind == "review":
            judged.add(_note_review(db, revision))
        elif revision.kind == "pair":
            paired.add(revision.record)
        elif revision.kind == "erasure":
            erased.add(revision.values.get("household", ""))
        elif revision.kind == "assignment":
            given.add(revision.values.get("household", ""))
        elif revision.form is not None:
            arrived.add(revision.form.hash)
    custodians = Custodians(store)
    moved = set(custodians.moved())
    waiting = _waiting_for(db, arrived) | _known(db, given & moved) | set(anew)
    projector = _Projector(db, forms)
    known = _known(db, fresh) | moved | waiting
    for record, said in fresh.items():
        projector.put(record, custodians.accepted(record, None if record in known else said))
    for record in waiting - fresh.keys():
        projector.put(record, custodians.accepted(record))
    projector.flush()
    for record in judged | waiting | fresh.keys():
        _settle_status(db, record)
    for record in paired:
        note_pair(db, store.journal.revisions(record))
    gone = [record for record in erased if record and is_erased(db, record)]
    for record in gone:
        projector.put(record, store.journal.revisions(record))
        forget(db, record)
    if paired or gone:
        note_merged(db)
    return judged | waiting | fresh.keys()


def _note_review(db: Database, revision: Revision) -> str:
    values = revision.values
    comments = {
        key.removeprefix("comment:"): text for key, text in values.items() if key.startswith("comment:")
    }
    db.conn.execute(
        "INSERT OR REPLACE INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            revision.record,
            values.get("household", ""),
            heads_text(values.get("heads", "").split()),
            values.get("verdict", ""),
            values.get("comment", ""),
            json.dumps(comments, ensure_ascii=False, sort_keys=True),
            values.get("replaces", ""),
            revision.author,
            revision.wall,
        ),
    )
    return values.get("household", "")


def _waiting_for(db: Database, hashes: set[str]) -> set[str]:
    """Households that could not be read because their form had not arrived."""
    return {
        record
        for each in hashes
        for (record,) in db.conn.execute(
            "SELECT record FROM household WHERE form_known = 0 AND form_hash = ?", (each,)
        )
    }


def _known(db: Database, records: Iterable[str]) -> set[str]:
    """Records read before, deleted ones too: their older revisions count as well."""
    known = (
        "SELECT 1 FROM household WHERE record = ?1"
        " UNION ALL SELECT 1 FROM deleted_household WHERE record = ?1"
    )
    return {record for record in records if db.conn.execute(known, (record,)).fetchone()}


def _settle_status(db: Database, record: str) -> None:
    """The status from the reviews of exactly the heads that stand, as far as no other review replaces them.

    Where two offices say different things of the same heads, returned counts: nobody gets aid by accident.
    """
    row = db.conn.execute("SELECT heads, conflicts FROM household WHERE record = ?", (record,)).fetchone()
    if row is None:
        return
    heads, conflicts = row
    reviews = db.conn.execute(
        "SELECT record, verdict, replaces FROM review WHERE household = ? AND heads = ?", (record, heads)
    ).fetchall()
    replaced = {name for _record, _verdict, replaces in reviews for name in replaces.split()}
    verdicts = {verdict for name, verdict, _replaces in reviews if name not in replaced}
    status = Status.RECEIVED
    if conflicts:
        status = Status.CONFLICT
    elif Status.RETURNED in verdicts:
        status = Status.RETURNED
    elif Status.APPROVED in verdicts:
        status = Status.APPROVED
    db.conn.execute("UPDATE household SET status = ? WHERE record = ?", (status.value, record))


class _Projector:
    """Puts households into the tables, many statements at a time."""

    def __init__(self, db: Database, forms: Forms) -> None:
        self._db = db
        self._forms = forms
        self._calculated: dict[str, frozenset[str]] = {}
        self._kinds: dict[str, dict[str, str]] = {}
        self._people: list[tuple[object, ...]] = []
        self._numbers: list[tuple[object, ...]] = []
        self._words: list[tuple[int, str]] = []
        self._names: list[tuple[int, str]] = []

    def put(self, record: str, revisions: Sequence[Revision]) -> None:
        """One household, made of all its revisions; a deleted one leaves the tables, and so does one of
        which there is only late work yet.
        """
        if not revisions:
            self._clear(record)
            self._db.conn.execute("DELETE FROM household WHERE record = ?", (record,))
            return
        form = self._form(revisions)
        standing = recalculation.standing(form, revisions, self._computed(form)) if form else view(revisions)
        number = self._clear(record)
        if standing.deleted:
            self._db.conn.execute("DELETE FROM household WHERE record = ?", (record,))
            self._db.conn.execute("INSERT OR IGNORE INTO deleted_household VALUES (?)", (record,))
            return
        family = read_family(form, standing.values) if form else None
        number = self._insert(number, record, revisions, standing, family)
        if form is None or family is None:
            return
        self._people += (
            (
                number, each.row, each.name, fold(each.name), each.nik, each.sex, each.birth, each.relation,
                int(each.present), json.dumps(each.properties, ensure_ascii=False, sort_keys=True),
            )
            for each in family.members
        )  # fmt: skip
        self._numbers += (
            (text, kind, row, int(current), number)
            for (text, kind, row), current in _numbers(self._kinds[form.hash], standing, revisions).items()
        )
        self._words.append((number, " ".join(_search_words(family))))
        names = dict.fromkeys(fold(name) for name in (family.head_name, *(m.name for m in family.members)))
        self._names.append((number, " ".join(names)))

    def flush(self) -> None:
        """Write what has gathered."""
        execute = self._db.conn.executemany
        execute(
            "INSERT INTO person (household, row, name, name_folded, nik, sex, birth, relation, present,"
            " properties) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._people,
        )
        execute(
            "INSERT INTO number (number, kind, row, current, household) VALUES (?, ?, ?, ?, ?)",
            self._numbers,
        )
        execute("INSERT INTO household_search (rowid, words) VALUES (?, ?)", self._words)
        execute("INSERT INTO name_search (rowid, names) VALUES (?, ?)", self._names)

    def _form(self, revisions: Sequence[Revision]) -> Form | None:
        """The form of the newest revisions, as the view takes it; None when it has not arrived."""
        with_form = view(revisions).form if len(revisions) > 1 else revisions[0].form
        if with_form is None or with_form.hash not in self._forms:
            return None
        return self._forms.get(with_form.hash)

    def _computed(self, form: Form) -> frozenset[str]:
        if form.hash not in self._calculated:
            self._calculated[form.hash] = recalculation.calculated(form)
            self._kinds[form.hash] = number_paths(form)
        return self._calculated[form.hash]

    def _clear(self, record: str) -> int | None:
        row = self._db.conn.execute("SELECT id FROM household WHERE record = ?", (record,)).fetchone()
        if row is None:
            self._db.conn.execute("DELETE FROM deleted_household WHERE record = ?", (record,))
            return None
        for statement in (
            "DELETE FROM person WHERE household = ?",
            "DELETE FROM number WHERE household = ?",
            "DELETE FROM household_search WHERE rowid = ?",
            "DELETE FROM name_search WHERE rowid = ?",
        ):
            self._db.conn.execute(statement, row)
        return int(row[0])

    def _insert(
        self,
        number: int | None,
        record: str,
        revisions: Sequence[Revision],
        standing: View,
        family: Family | None,
    ) -> int:
        newest = max(revisions, key=lambda revision: (revision.hlc, revision.dot))
        oldest = min(revisions, key=lambda revision: (revision.hlc, revision.dot))
        found = family or _NOTHING_KNOWN
        form_hash = standing.form.hash if standing.form else ""
        row = (
            number, record, Status.RECEIVED.value, found.no_kk, found.head_name, found.head_nik,
            fold(found.head_name), found.address, fold_address(found.address), found.kecamatan,
            found.kelurahan, found.rw, found.rt, found.phone,
            sum(1 for each in found.members if each.present),
            found.spending, found.latitude, found.longitude, found.photo, found.visit,
            heads_text(standing.heads), len(standing.conflicts), form_hash, int(family is not None),
            newest.author, newest.dot.log, newest.wall, oldest.wall,
            json.dumps(found.properties, ensure_ascii=False, sort_keys=True),
        )  # fmt: skip
        marks = ", ".join("?" * len(row))
        self._db.conn.execute(f"INSERT OR REPLACE INTO household VALUES ({marks})", row)
        (put,) = self._db.conn.execute("SELECT id FROM household WHERE record = ?", (record,)).fetchone()
        return int(put)


_NOTHING_KNOWN = Family(
    no_kk="", head_name="", head_nik="", address="", kecamatan="", kelurahan="", rw="", rt="", phone="",
    spending=None, latitude=None, longitude=None, photo="", visit="", members=(), properties={},
)  # fmt: skip


def _numbers(
    kinds: Mapping[str, str], standing: View, revisions: Sequence[Revision]
) -> dict[tuple[str, str, str], bool]:
    """(number, kind, row id) of every number a revision ever gave -> whether it still stands.

    `kinds` are the paths of the questions that hold numbers, with what they hold.
    """
    names = {path.rpartition("/")[2] for path in kinds}
    found: dict[tuple[str, str, str], bool] = {}
    snapshots = [(revision.values, False) for revision in revisions] if len(revisions) > 1 else []
    for values, current in (*snapshots, (standing.values, True)):
        for address, text in values.items():
            if address.rpartition("/")[2] not in names:
                continue
            kind = kinds.get(question_of(address))
            if kind is None or not joins(text):
                continue
            row = address.rpartition("[")[2].partition("]")[0] if "[" in address else ""
            key = (compact(text), kind, row)
            found[key] = found.get(key, False) or current
    return found


def _search_words(family: Family) -> Iterator[str]:
    """What a household is found by: names as written and folded, numbers, their last four, address, place."""
    for name in dict.fromkeys((family.head_name, *(member.name for member in family.members))):
        yield name
        yield fold(name)
    for number in dict.fromkeys((family.no_kk, family.head_nik, *(member.nik for member in family.members))):
        if number:
            yield number
            yield number[-4:]
    yield family.address
    yield fold_address(family.address)
    kelurahan = load_places().kelurahan.get(family.kelurahan)
    if kelurahan is not None:
        yield kelurahan.name
