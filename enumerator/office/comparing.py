# SPDX-License-Identifier: Apache-2.0
"""Two households that may be one, side by side in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from enumerator.messages import _, dated
from enumerator.office.reading import Reading, read_household
from enumerator.office.wording import line_words
from enumerator.registry.matching import undecided
from enumerator.registry.nik import compact, mask, spaced
from enumerator.registry.people import Member
from enumerator.registry.search import Household, household, members
from enumerator.workspace import Workspace

_SHOWN = 4  # digits at either end of a masked number


@dataclass(frozen=True, slots=True)
class PairLine:
    """One thing of two households, side by side."""

    section: str
    label: str
    left: str
    right: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two households side by side; `same` counts the answers that are equal and not listed."""

    left: Household
    right: Household
    lines: tuple[PairLine, ...]
    same: int


def compare_households(workspace: Workspace, left: str, right: str) -> ComparedPair | None:
    """Two households side by side: who they are, who lives there, and which other answers differ.

    None where the registry has one of them no longer.
    """
    one, other = household(workspace.store, left), household(workspace.store, right)
    if one is None or other is None:
        return None
    lines = [*_identity(one, other), *_members(workspace, one, other)]
    same = 0
    if one.form_known and other.form_known:
        reading = read_household(workspace, left)
        form = workspace.library.get(reading.form.hash)
        told = {path for entity in form.entities for path in entity.saves.values()}
        for line in _answers(reading, read_household(workspace, right), told):
            if line.differs:
                lines.append(line)
            else:
                same += 1
    return ComparedPair(one, other, tuple(lines), same)


def open_pairs(workspace: Workspace) -> int:
    """How many pairs of households wait for a decision; counted in the tables."""
    undecided(workspace.store)  # makes the tables where they are not there yet
    (number,) = workspace.store.db.conn.execute(
        "SELECT count(*) FROM candidate_pair c LEFT JOIN pair p ON p.a = c.a AND p.b = c.b"
        " WHERE coalesce(p.verdict, '') = ''"
    ).fetchone()
    return int(number)


def masked_apart(*numbers: str) -> tuple[str, ...]:
    """Numbers masked, but for the digits in which they differ."""
    plain = [compact(number) for number in numbers]
    if len({len(number) for number in plain}) != 1 or not plain[0]:
        return tuple(mask(number) for number in numbers)
    hidden = range(_SHOWN, len(plain[0]) - _SHOWN)
    masked = {at for at in hidden if len({number[at] for number in plain}) == 1}
    return tuple(
        "".join("•" if at in masked else digit for at, digit in enumerate(number)) for number in plain
    )


def _identity(one: Household, other: Household) -> Iterator[PairLine]:
    where = _("Household")
    kk = tuple(map(spaced, masked_apart(one.no_kk, other.no_kk)))
    nik = tuple(map(spaced, masked_apart(one.head_nik, other.head_nik)))
    phone = masked_apart(one.phone, other.phone)
    yield _pair(where, _("Head of household"), one.head_name, other.head_name)
    yield _pair(where, _("No. KK"), kk[0], kk[1], compact(one.no_kk) != compact(other.no_kk))
    yield _pair(where, _("NIK of the head"), nik[0], nik[1], compact(one.head_nik) != compact(other.head_nik))
    yield _pair(where, _("Address"), one.address, other.address)
    yield _pair(where, _("RT / RW"), f"{one.rt} / {one.rw}", f"{other.rt} / {other.rw}")
    yield _pair(where, _("Telephone"), phone[0], phone[1], one.phone != other.phone)
    yield _pair(where, _("Members"), str(one.members), str(other.members))


def _members(workspace: Workspace, one: Household, other: Household) -> Iterator[PairLine]:
    """The people, each beside whoever they most likely are in the other household."""
    left, right = members(workspace.store, one.record), list(members(workspace.store, other.record))
    for number, mine in enumerate(left, start=1):
        yours = _same_person(mine, right)
        if yours is not None:
            right.remove(yours)
        label = _("Member {number}", number=number)
        words = _person(mine, yours)
        yield _pair(_("Members"), label, words[0], words[1])
    for extra, yours in enumerate(right, start=len(left) + 1):
        yield _pair(_("Members"), _("Member {number}", number=extra), "–", _person(yours, None)[0], True)


def _same_person(mine: Member, others: list[Member]) -> Member | None:
    """Whoever has the same number, else birth date and sex, else name, else is the head as well."""

    def likeness(yours: Member) -> int:
        if mine.nik and mine.nik == yours.nik:
            return 4
        if mine.birth and (mine.birth, mine.sex) == (yours.birth, yours.sex):
            return 3
        if mine.name.casefold() == yours.name.casefold():
            return 2
        return int(mine.is_head and yours.is_head)

    best = max(others, key=likeness, default=None)
    return best if best is not None and likeness(best) else None


def _person(mine: Member, yours: Member | None) -> tuple[str, str]:
    niks = masked_apart(mine.nik, yours.nik if yours else mine.nik)

    def words(of: Member, nik: str) -> str:
        number = spaced(nik).replace(" ", "\N{NO-BREAK SPACE}")
        return " · ".join(part for part in (of.name, dated(of.birth), number) if part)

    return words(mine, niks[0]), words(yours, niks[1]) if yours else "–"


def _answers(one: Reading, other: Reading, told: Collection[str]) -> Iterator[PairLine]:
    """The answers outside rosters but those `told` already; photos are never the same and are left out."""
    theirs = {line.address: line for line in other.lines}
    for section in one.sections:
        if "[" in section.address:
            continue
        for line in section.lines:
            twin = theirs.get(line.address)
            if line.kind != "answer" or line.address in told or (twin is not None and twin.kind != "answer"):
                continue
            right = line_words(twin) if twin is not None else "–"
            yield _pair(section.title, line.label, line_words(line), right)


def _pair(section: str, label: str, left: str, right: str, differs: bool | None = None) -> PairLine:
    unequal = left.strip().casefold() != right.strip().casefold() if differs is None else differs
    return PairLine(section, label, left or "–", right or "–", unequal)
