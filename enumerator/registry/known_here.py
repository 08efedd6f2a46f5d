# SPDX-License-Identifier: Apache-2.0
"""The people this laptop knows in other households, and who among them may be the person being typed.

Known are the finished interviews (its own, and what the office's extract brought), the other drafts, and the
households that stand assigned. All of it is read once, off the key presses; a question costs one scan over
folded names in C.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz, process

from enumerator.forms import Form
from enumerator.interviews.assignments import tasks_of
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import KIND
from enumerator.interviews.library import FormLibrary
from enumerator.registry.folding import fold
from enumerator.registry.matching import birth_likeness, name_likeness
from enumerator.registry.nik import LENGTH, compact, joins
from enumerator.registry.people import Family, read_family
from enumerator.store.revision import FormRef
from enumerator.store.store import Store

ALIKE: Final = 0.86
"""From this score on somebody is shown as perhaps the same person."""
_SAME_NAME: Final = 0.94  # what a name alone must reach, where a birth date is not known
_SCANNED: Final = 72  # of 100, for the first look over all names
_LOOKED_AT: Final = 40
_NAME, _BIRTH = 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Other:
    """Another household as it is known here: `values` are its answers, blank where it is only assigned."""

    household: str
    name: str
    no_kk: str = ""
    address: str = ""
    rw: str = ""
    rt: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    form: FormRef | None = None


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of another household; `born` is an ISO date or blank."""

    name: str
    born: str
    other: Other


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody who may be the person asked about; `score` 0 to 1."""

    somebody: Somebody
    score: float


class KnownHere:
    """What is known, ready to be asked."""

    def __init__(self, people: Iterable[Somebody] = (), numbers: Mapping[str, Other] | None = None) -> None:
        self.people = tuple(people)
        self.numbers = dict(numbers or {})
        self._folded = [_in_order(each.name) for each in self.people]
        self._born: dict[str, list[int]] = {}
        for at, each in enumerate(self.people):
            if each.born:
                self._born.setdefault(each.born, []).append(at)

    def alike(
        self, name: str, born: str = "", *, near: tuple[str, str] = ("", ""), limit: int = 3
    ) -> list[Likeness]:
        """Who may be the person with this name and birth date, the likeliest first.

        `near` are RW and RT of the household at hand: a name of one word alone speaks only among neighbours.
        """
        found = {}
        for at in self._candidates(name, born):
            somebody = self.people[at]
            score = likeness(name, born, somebody, near)
            if score >= ALIKE:
                found[at] = Likeness(somebody, round(score, 2))
        return sorted(found.values(), key=lambda each: -each.score)[:limit]

    def _candidates(self, name: str, born: str) -> set[int]:
        folded = _in_order(name)
        if len(folded) < 3:
            return set()
        near = process.extract(
            folded, self._folded, scorer=fuzz.ratio, score_cutoff=_SCANNED, limit=_LOOKED_AT
        )
        return {at for _name, _score, at in near} | set(self._born.get(born, ())[:_LOOKED_AT])


def likeness(name: str, born: str, somebody: Somebody, near: tuple[str, str] = ("", "")) -> float:
    """How likely two people are one, 0 to 1: by name and birth date where both are known, else by name."""
    names = name_likeness(name, somebody.name)
    births = birth_likeness(born, somebody.born)
    if births is not None:
        return _NAME * names + _BIRTH * births if names >= 0.6 else 0.0
    if names < _SAME_NAME:
        return 0.0
    neighbours = all(near) and _bare(near) == _bare((somebody.other.rw, somebody.other.rt))
    return names * 0.95 if neighbours or len(fold(name).split()) > 1 else 0.0


def known_here(store: Store, library: FormLibrary, household: str, enumerator: str) -> KnownHere:
    """Everybody this data folder knows outside `household`; a form that has not arrived tells nothing."""
    people: list[Somebody] = []
    numbers: dict[str, Other] = {}
    met: set[str] = {household}
    for other, family in _families(store, library, household):
        met.add(other.household)
        people += (Somebody(each.name, each.birth, other) for each in family.members if each.name)
        if not any(each.name == family.head_name for each in family.members) and family.head_name:
            people.append(Somebody(family.head_name, "", other))
        written = (text for text in other.values.values() if len(text) == LENGTH)
        for number in (family.no_kk, *(compact(each.nik) for each in family.members), *written):
            if joins(number):
                numbers[number] = other
    for name, task in tasks_of(store, enumerator).items():
        if name not in met and task.head_name:
            other = Other(name, task.head_name, task.no_kk, task.address, task.rw, task.rt)
            people.append(Somebody(task.head_name, "", other))
            if joins(task.no_kk):
                numbers[compact(task.no_kk)] = other
    return KnownHere(people, numbers)


def _families(store: Store, library: FormLibrary, household: str) -> Iterator[tuple[Other, Family]]:
    for record, heads in store.journal.heads_by_record(KIND).items():
        if record != household and heads:
            head = heads[-1]
            yield from _family(record, head.values, head.form, library)
    drafts = Drafts(store)
    for draft in drafts.list():
        if draft.household != household:
            yield from _family(draft.household, drafts.answers(draft.id), draft.form, library)


def _family(
    record: str, values: Mapping[str, str], ref: FormRef | None, library: FormLibrary
) -> Iterator[tuple[Other, Family]]:
    if ref is None or ref.hash not in library:
        return
    form: Form = library.get(ref.hash)
    family = read_family(form, values)
    other = Other(record, family.head_name, family.no_kk, family.address, family.rw, family.rt, values, ref)
    yield other, family


def _in_order(name: str) -> str:
    """A folded name with its words in one order."""
    return " ".join(sorted(fold(name).split()))


def _bare(place: tuple[str, str]) -> tuple[str, str]:
    return place[0].lstrip("0"), place[1].lstrip("0")
