# SPDX-License-Identifier: Apache-2.0
"""Households that may be one: found by number or by likeness, scored, with reasons, for a person to decide.

Until somebody decides, each stays a household of its own and stays served. Households are compared only with
those that share a key (a number; a birth date and the sound of a name; a neighbourhood and the sound of a
name), so that one more household costs what its keys hold, not the size of the registry.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from enumerator.messages import _, dated, mark
from enumerator.registry.folding import fold, fold_address, sound
from enumerator.registry.nik import joins, mask
from enumerator.registry.people import Member
from enumerator.registry.tables import Projection, position, ready
from enumerator.store.database import writing
from enumerator.store.store import Store

Progress = Callable[[int, int], None]

NEAR_ENOUGH = 0.82
"""From this score on two households without a common number are put forward."""
_LARGEST_BLOCK = 300
_BATCH = 500
_REMEMBERED = 20_000
_WEIGHTS = {"name": 0.40, "birth": 0.25, "place": 0.15, "address": 0.10, "members": 0.10}
_NAME_LIKE = 0.80
_MEMBER_LIKE = 0.85

MATCHING = Projection(
    name="matching",
    version=1,
    schema="""
        CREATE TABLE matched (household TEXT PRIMARY KEY, heads TEXT NOT NULL) STRICT;
        CREATE TABLE block (key TEXT NOT NULL, household TEXT NOT NULL, PRIMARY KEY (key, household))
            STRICT, WITHOUT ROWID;
        CREATE INDEX block_household ON block (household);
        CREATE TABLE candidate_pair (
            a TEXT NOT NULL, b TEXT NOT NULL, score REAL NOT NULL, kind TEXT NOT NULL, reasons TEXT NOT NULL,
            PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
        CREATE INDEX candidate_pair_b ON candidate_pair (b)""",
)
"""`matched.heads` is what a household was when it was last compared."""

_WORDS = {
    "nik": mark("Same NIK {number}: {left} and {right}"),
    "kk": mark("Same No. KK {number}"),
    "name": mark("Name of the head nearly the same: {left} and {right}"),
    "birth": mark("Same birth date of the head: {left}"),
    "place": mark("Same kelurahan, RW and RT"),
    "address": mark("Address nearly the same: {left} and {right}"),
    "members": mark("Same members: {left}"),
    "other_name": mark("But the names differ: {left} and {right}"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing two households have in common (or that speaks against it), with the text of `a` and `b`."""

    code: str
    left: str = ""
    right: str = ""
    number: str = ""

    @property
    def words(self) -> str:
        """The reason in the user's language; numbers are masked."""
        left = dated(self.left) if self.code == "birth" else self.left
        return _(_WORDS[self.code], left=left, right=self.right, number=mask(self.number))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two households that may be one: `kind` is nik, kk or near, `score` 0 to 1, `verdict` as was decided."""

    a: str
    b: str
    score: float
    kind: str
    reasons: tuple[Reason, ...]
    verdict: str = ""
    survivor: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a household is compared."""

    record: str
    no_kk: str
    head_name: str
    head_birth: str
    kecamatan: str
    kelurahan: str
    rw: str
    rt: str
    address: str
    members: tuple[Member, ...]


def refresh(store: Store, progress: Progress | None = None) -> int:
    """Compare what is new or changed since the last time with everything; how many households that were."""
    ready(store.db)
    position(store.db, MATCHING)
    changed = [
        record
        for (record,) in store.db.conn.execute(
            "SELECT h.record FROM household h LEFT JOIN matched m ON m.household = h.record"
            " WHERE h.form_known = 1 AND (m.heads IS NULL OR m.heads != h.heads) ORDER BY h.id"
        )
    ]
    _forget_absent(store)
    profiles: dict[str, Profile | None] = {}
    for at in range(0, len(changed), _BATCH):
        with writing(store.db):
            _compare_some(store, changed[at : at + _BATCH], profiles)
            if progress is not None:
                progress(min(at + _BATCH, len(changed)), len(changed))
    return len(changed)


def candidates(store: Store, *, decided: bool = False, limit: int = 1_000) -> tuple[Candidate, ...]:
    """Pairs that may be one, most likely first: those nobody decided on, or with `decided` the others."""
    ready(store.db)
    position(store.db, MATCHING)
    rows = store.db.conn.execute(
        "SELECT c.a, c.b, c.score, c.kind, c.reasons, coalesce(p.verdict, ''), coalesce(p.survivor, '')"
        " FROM candidate_pair c LEFT JOIN pair p ON p.a = c.a AND p.b = c.b"
        f" WHERE coalesce(p.verdict, '') {'!=' if decided else '='} ''"
        " ORDER BY c.score DESC, c.a, c.b LIMIT ?",
        (limit,),
    )
    return tuple(_candidate(*row) for row in rows.fetchall())


def undecided(store: Store) -> set[str]:
    """The households that are part of an open pair."""
    ready(store.db)
    position(store.db, MATCHING)
    rows = store.db.conn.execute(
        "SELECT c.a, c.b FROM candidate_pair c LEFT JOIN pair p ON p.a = c.a AND p.b = c.b"
        " WHERE coalesce(p.verdict, '') = ''"
    )
    return {record for both in rows for record in both}


def profile(store: Store, record: str) -> Profile | None:
    """A household as it is compared, with those who live there now; None where the registry has it not."""
    row = store.db.conn.execute(
        "SELECT id, no_kk, head_name, kecamatan, kelurahan, rw, rt, address FROM household WHERE record = ?",
        (record,),
    ).fetchone()
    if row is None:
        return None
    number, no_kk, head_name, kecamatan, kelurahan, rw, rt, address = row
    people = tuple(
        Member(row_id, name, nik, sex, born, relation, True)
        for row_id, name, nik, sex, born, relation in store.db.conn.execute(
            "SELECT row, name, nik, sex, birth, relation FROM person WHERE household = ? AND present = 1"
            " ORDER BY id",
            (number,),
        )
    )
    birth = next((each.birth for each in people if each.is_head), "")
    neighbourhood = rw.lstrip("0"), rt.lstrip("0")
    return Profile(record, no_kk, head_name, birth, kecamatan, kelurahan, *neighbourhood, address, people)


def compare(one: Profile, other: Profile) -> Candidate | None:
    """Two households held against each other; None where too little speaks for their being one."""
    if one.record > other.record:
        one, other = other, one
    names = name_likeness(one.head_name, other.head_name)
    shared_nik = _shared_nik(one, other)
    same_kk = joins(one.no_kk) and one.no_kk == other.no_kk
    likeness = _likeness(one, other, names)
    known = {part: score for part, score in likeness.items() if score is not None}
    score = sum(_WEIGHTS[part] * each for part, each in known.items()) / sum(_WEIGHTS[part] for part in known)
    reasons = tuple(_reasons(one, other, likeness))
    if not shared_nik and not same_kk and not (score >= NEAR_ENOUGH and _is_near(likeness)):
        return None
    numbers = [Reason("nik", mine.name, yours.name, mine.nik) for mine, yours in shared_nik]
    if same_kk:
        numbers.append(Reason("kk", number=one.no_kk))
    kind = "nik" if shared_nik else ("kk" if same_kk else "near")
    if kind != "near":
        # A number in common weighs most; one that stands beside other names may be a slip of the pen.
        score = max(score, 0.97 if names >= _NAME_LIKE else 0.85)
        if names < _NAME_LIKE:
            reasons = (*reasons, Reason("other_name", one.head_name, other.head_name))
    return Candidate(one.record, other.record, round(score, 4), kind, (*numbers, *reasons))


def name_likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1, in whatever order and spelling; a short form counts half a word."""
    left, right = fold(one), fold(other)
    if not left or not right:
        return 0.0
    spelt = fuzz.token_sort_ratio(left, right)
    heard = fuzz.token_sort_ratio(sound(one), sound(other))
    inside = 0.0
    if min(len(left.split()), len(right.split())) >= 2:
        inside = fuzz.token_set_ratio(left, right) * 0.93
    return max(spelt, heard * 0.98, inside) / 100


def birth_likeness(one: str, other: str) -> float | None:
    """How alike two birth dates are, 0 to 1; None where one is not known."""
    try:
        left, right = date.fromisoformat(one), date.fromisoformat(other)
    except ValueError:
        return None
    if left == right:
        return 1.0
    if left.year == right.year and (left.month, left.day) == (right.day, right.month):
        return 0.9
    same = (left.year == right.year) + (left.month == right.month) + (left.day == right.day)
    return 0.75 if same == 2 else (0.3 if left.year == right.year else 0.0)


def keys(of: Profile) -> set[str]:
    """What a household is looked up by. Without a usable number or name there is none."""
    found: set[str] = set()
    if joins(of.no_kk):
        found.add(f"k:{of.no_kk}")
    for each in of.members:
        if joins(each.nik):
            found.add(f"n:{each.nik}")
        heard = sound(each.name)
        if each.birth and heard:
            found.update(f"b:{each.birth}:{word[:3]}" for word in heard.split())
    heard = sound(of.head_name)
    for word in heard.split():
        if len(word) > 2:
            found.add(f"p:{of.kelurahan}:{of.rw}:{word[:4]}")
    if heard:
        found.add(f"a:{of.kecamatan}:{' '.join(sorted(heard.split()))}")
    return found


def _compare_some(store: Store, records: Iterable[str], profiles: dict[str, Profile | None]) -> None:
    db = store.db.conn
    if len(profiles) > _REMEMBERED:
        profiles.clear()

    def profile_of(record: str) -> Profile | None:
        if record not in profiles:
            profiles[record] = profile(store, record)
        return profiles[record]

    for record in records:
        db.execute("DELETE FROM block WHERE household = ?", (record,))
        db.execute("DELETE FROM candidate_pair WHERE a = ? OR b = ?", (record, record))
        mine = profile_of(record)
        if mine is None:
            continue
        own = keys(mine)
        for other in _others(store, own):
            yours = profile_of(other)
            found = compare(mine, yours) if yours is not None else None
            if found is not None:
                _put(store, found)
        db.executemany("INSERT INTO block VALUES (?, ?)", [(key, record) for key in sorted(own)])
        (heads,) = db.execute("SELECT heads FROM household WHERE record = ?", (record,)).fetchone()
        db.execute("INSERT OR REPLACE INTO matched VALUES (?, ?)", (record, heads))


def _others(store: Store, own: set[str]) -> set[str]:
    """Households that share a key. One that very many share (a common name) tells nothing; a number does."""
    found: set[str] = set()
    for key in own:
        sharing = [
            record
            for (record,) in store.db.conn.execute(
                "SELECT household FROM block WHERE key = ? LIMIT ?", (key, _LARGEST_BLOCK + 1)
            )
        ]
        if len(sharing) <= _LARGEST_BLOCK or key[:2] in ("n:", "k:"):
            found.update(sharing)
    return found


def _forget_absent(store: Store) -> None:
    """Households that left the registry leave their pairs too."""
    gone = store.db.conn.execute(
        "SELECT m.household FROM matched m LEFT JOIN household h ON h.record = m.household WHERE h.id IS NULL"
    ).fetchall()
    with writing(store.db):
        for (record,) in gone:
            store.db.conn.execute("DELETE FROM block WHERE household = ?", (record,))
            store.db.conn.execute("DELETE FROM candidate_pair WHERE a = ? OR b = ?", (record, record))
            store.db.conn.execute("DELETE FROM matched WHERE household = ?", (record,))


def _put(store: Store, found: Candidate) -> None:
    reasons = [[each.code, each.left, each.right, each.number] for each in found.reasons]
    store.db.conn.execute(
        "INSERT OR REPLACE INTO candidate_pair VALUES (?, ?, ?, ?, ?)",
        (found.a, found.b, found.score, found.kind, json.dumps(reasons, ensure_ascii=False)),
    )


def _candidate(
    a: str, b: str, score: float, kind: str, reasons: str, verdict: str, survivor: str
) -> Candidate:
    return Candidate(
        a, b, score, kind, tuple(Reason(*each) for each in json.loads(reasons)), verdict, survivor
    )


def _likeness(one: Profile, other: Profile, names: float) -> dict[str, float | None]:
    addresses: float | None = None
    if one.address and other.address:
        addresses = fuzz.token_set_ratio(fold_address(one.address), fold_address(other.address)) / 100
    return {
        "name": names,
        "birth": birth_likeness(one.head_birth, other.head_birth),
        "place": _place_likeness(one, other),
        "address": addresses,
        "members": _members_likeness(one, other),
    }


def _place_likeness(one: Profile, other: Profile) -> float | None:
    if not one.kelurahan or not other.kelurahan:
        return None
    if one.kelurahan != other.kelurahan:
        return 0.3 if one.kecamatan == other.kecamatan else 0.0
    if one.rw != other.rw:
        return 0.6
    return 1.0 if one.rt == other.rt else 0.8


def _members_likeness(one: Profile, other: Profile) -> float | None:
    """The share of the smaller household found in the other, heads apart."""
    left = [each for each in one.members if not each.is_head]
    right = [each for each in other.members if not each.is_head]
    if not left or not right:
        return None
    return len(_same_members(left, right)) / min(len(left), len(right))


def _same_members(left: Iterable[Member], right: Iterable[Member]) -> list[tuple[Member, Member]]:
    waiting = list(right)
    found: list[tuple[Member, Member]] = []
    for mine in left:
        for yours in waiting:
            alike = mine.birth and mine.birth == yours.birth
            if alike and name_likeness(mine.name, yours.name) >= _MEMBER_LIKE:
                found.append((mine, yours))
                waiting.remove(yours)
                break
    return found


def _shared_nik(one: Profile, other: Profile) -> list[tuple[Member, Member]]:
    theirs = {each.nik: each for each in other.members if joins(each.nik)}
    return [(each, theirs[each.nik]) for each in one.members if each.nik in theirs]


def _is_near(likeness: dict[str, float | None]) -> bool:
    """A like name alone is not enough: a birth date, the members, or the very address must say so too."""
    if (likeness["name"] or 0.0) < _NAME_LIKE:
        return False
    birth, shared = likeness["birth"], likeness["members"]
    if (birth or 0.0) >= 0.75 or (shared or 0.0) >= 0.5:
        return True
    return birth is None and (likeness["place"] or 0.0) >= 0.8 and (likeness["address"] or 0.0) >= 0.9


def _reasons(one: Profile, other: Profile, likeness: dict[str, float | None]) -> Iterator[Reason]:
    if (likeness["name"] or 0.0) >= _NAME_LIKE:
        yield Reason("name", one.head_name, other.head_name)
    if likeness["birth"] == 1.0:
        yield Reason("birth", one.head_birth)
    if likeness["place"] == 1.0:
        yield Reason("place")
    if (likeness["address"] or 0.0) >= 0.85:
        yield Reason("address", one.address, other.address)
    shared = _same_members(
        [each for each in one.members if not each.is_head],
        [each for each in other.members if not each.is_head],
    )
    if shared:
        yield Reason("members", ", ".join(mine.name for mine, _yours in shared))
