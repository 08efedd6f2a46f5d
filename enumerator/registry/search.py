# SPDX-License-Identifier: Apache-2.0
"""Finding households: by place and status, and by name, number or address while it is being typed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from enumerator.registry.folding import fold
from enumerator.registry.nik import mask
from enumerator.registry.people import Member
from enumerator.registry.tables import ready
from enumerator.store.store import Store

ORDERS = {
    "name": "h.name_folded, h.id",
    "place": "h.kelurahan, h.rw, h.rt, h.name_folded, h.id",
    "newest": "h.wall DESC, h.id",
    "oldest": "h.wall, h.id",
    "spending": "h.spending IS NULL, h.spending, h.id",
}
_LIKE_ENOUGH = 75.0
_CANDIDATES = 300
_COLUMNS = (
    "record, status, no_kk, head_name, head_nik, address, kecamatan, kelurahan, rw, rt, phone, members,"
    " spending, latitude, longitude, photo, visit, heads, conflicts, form_hash, form_known, author, log,"
    " wall, first_wall, properties"
)
_NAMES = tuple(column.strip() for column in _COLUMNS.split(","))
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Household:
    """One row of the registry. `spending` is Rp per person per month; `photo` the file of the head's face.

    `heads` are the revisions it is made of (a review must name the same); `author`, `log` and `wall` (ISO,
    with offset) are of the newest one.
    """

    record: str
    status: str
    no_kk: str
    head_name: str
    head_nik: str
    address: str
    kecamatan: str
    kelurahan: str
    rw: str
    rt: str
    phone: str
    members: int
    spending: float | None
    latitude: float | None
    longitude: float | None
    photo: str
    visit: str
    heads: str
    conflicts: int
    form_hash: str
    form_known: bool
    author: str
    log: str
    wall: str
    first_wall: str
    properties: Mapping[str, str]

    @property
    def kk_name(self) -> str:
        """The head's name as on the Kartu Keluarga, which may differ from the name on the KTP."""
        return self.properties.get("head_name", "") or self.head_name

    @property
    def masked_kk(self) -> str:
        """The No. KK as lists show it."""
        return mask(self.no_kk)

    @property
    def masked_nik(self) -> str:
        """The head's NIK as lists show it."""
        return mask(self.head_nik)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows. Blank means all; `text` is what is being typed.

    A household that was merged into another is shown only with `merged`.
    """

    text: str = ""
    status: str = ""
    kecamatan: str = ""
    kelurahan: str = ""
    author: str = ""
    merged: bool = False


EVERYTHING = Wanted()


def households(
    store: Store, wanted: Wanted = EVERYTHING, *, order: str = "place", limit: int = 200, offset: int = 0
) -> tuple[Household, ...]:
    """The households wanted, in an order of ORDERS. A text that finds nothing is tried as a misspelt name."""
    condition, values = _condition(wanted)
    rows = _select(store, condition, values, ORDERS[order], limit, offset)
    if rows or not wanted.text or offset:
        return rows
    return _like(store, wanted, limit)


def count(store: Store, wanted: Wanted = EVERYTHING) -> int:
    """How many households are wanted."""
    ready(store.db)
    condition, values = _condition(wanted)
    row = store.db.conn.execute(f"SELECT count(*) FROM household h WHERE {condition}", values).fetchone()
    return int(row[0])


def household(store: Store, record: str) -> Household | None:
    """One household, None where the registry does not have it."""
    found = _select(store, "h.record = ?", [record], "h.id", 1, 0)
    return found[0] if found else None


def members(store: Store, record: str) -> tuple[Member, ...]:
    """The people of a household, in the order of the roster."""
    ready(store.db)
    rows = store.db.conn.execute(
        "SELECT p.row, p.name, p.nik, p.sex, p.birth, p.relation, p.present, p.properties FROM person p"
        " JOIN household h ON h.id = p.household WHERE h.record = ? ORDER BY p.id",
        (record,),
    )
    return tuple(
        Member(row, name, nik, sex, birth, relation, bool(present), json.loads(properties))
        for row, name, nik, sex, birth, relation, present, properties in rows.fetchall()
    )


@dataclass(frozen=True, slots=True)
class Number:
    """A NIK ("nik") or No. KK ("kk") of a household, now or before; `row` is the member's, else blank."""

    number: str
    kind: str
    row: str
    current: bool


def numbers(store: Store, record: str) -> tuple[Number, ...]:
    """Every number ever recorded of a household, those that stand first."""
    ready(store.db)
    rows = store.db.conn.execute(
        "SELECT n.number, n.kind, n.row, n.current FROM number n JOIN household h ON h.id = n.household"
        " WHERE h.record = ? ORDER BY n.current DESC, n.kind, n.row, n.number",
        (record,),
    )
    return tuple(Number(number, kind, row, bool(current)) for number, kind, row, current in rows)


def holders(store: Store, number: str) -> tuple[tuple[str, str, bool], ...]:
    """Who has or had this NIK or No. KK: (household, row id or blank, whether it still stands)."""
    ready(store.db)
    rows = store.db.conn.execute(
        "SELECT h.record, n.row, n.current FROM number n JOIN household h ON h.id = n.household"
        " WHERE n.number = ? ORDER BY n.current DESC, h.id",
        (number,),
    )
    return tuple((record, row, bool(current)) for record, row, current in rows)


def _select(
    store: Store, condition: str, values: Sequence[object], order: str, limit: int, offset: int
) -> tuple[Household, ...]:
    ready(store.db)
    columns = ", ".join(f"h.{column}" for column in _NAMES)
    rows = store.db.conn.execute(
        f"SELECT {columns} FROM household h WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?",
        (*values, limit, offset),
    ).fetchall()
    return tuple(_household(row) for row in rows)


def _household(row: Sequence[object]) -> Household:
    values = dict(zip(_NAMES, row, strict=True))
    values["form_known"] = bool(values["form_known"])
    values["properties"] = json.loads(str(values["properties"]))
    return Household(**values)  # type: ignore[arg-type]


def _condition(wanted: Wanted) -> tuple[str, list[object]]:
    conditions, values = _filters(wanted)
    words = _query(wanted.text)
    if words:
        conditions.append("h.id IN (SELECT rowid FROM household_search WHERE household_search MATCH ?)")
        values.append(words)
    return " AND ".join(conditions) or "1", values


def _filters(wanted: Wanted) -> tuple[list[str], list[object]]:
    conditions = [] if wanted.merged else ["h.record NOT IN (SELECT household FROM merged)"]
    values: list[object] = []
    for column in ("status", "kecamatan", "kelurahan", "author"):
        if value := getattr(wanted, column):
            conditions.append(f"h.{column} = ?")
            values.append(value)
    return conditions, values


def _query(text: str) -> str:
    """What is typed as a full-text query: every word, as written or folded, at the start of a word."""
    parts = []
    for word in _WORDS.findall(text):
        spellings = dict.fromkeys((word.lower(), *fold(word).split()))
        parts.append("(" + " OR ".join(f'"{spelling}"*' for spelling in spellings) + ")")
    return " AND ".join(parts)


def _like(store: Store, wanted: Wanted, limit: int) -> tuple[Household, ...]:
    """Households with a name spelt nearly so, best first."""
    asked = fold(wanted.text)
    pieces = {asked[at : at + 3] for at in range(len(asked) - 2) if " " not in asked[at : at + 3]}
    if not pieces:
        return ()
    conditions, values = _filters(wanted)
    where = "".join(f" AND {condition}" for condition in conditions)
    rows = store.db.conn.execute(
        "SELECT h.record, h.name_folded, (SELECT group_concat(p.name_folded, '|') FROM person p"
        " WHERE p.household = h.id) FROM name_search s JOIN household h ON h.id = s.rowid"
        f" WHERE name_search MATCH ?{where} ORDER BY s.rank LIMIT {_CANDIDATES}",
        (" OR ".join(f'"{piece}"' for piece in sorted(pieces)), *values),
    ).fetchall()
    scored = []
    for record, head, others in rows:
        names = {head, *(others or "").split("|")} - {""}
        score = max((_likeness(asked, name) for name in names), default=0.0)
        if score >= _LIKE_ENOUGH:
            scored.append((-score, record))
    best = [record for _score, record in sorted(scored)[:limit]]
    found = {each: household(store, each) for each in best}
    return tuple(each for each in found.values() if each is not None)


def _likeness(asked: str, name: str) -> float:
    """How well each word asked for is found in the name, on average, 0 to 100."""
    asked_words, words = asked.split(), name.split()
    return sum(max(fuzz.ratio(each, word) for word in words) for each in asked_words) / len(asked_words)
