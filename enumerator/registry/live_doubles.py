# SPDX-License-Identifier: Apache-2.0
"""While an interview is held: which of its people and numbers are perhaps in another household already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enumerator.forms import Changes, Interview, Question
from enumerator.interviews.pages import generic
from enumerator.registry.known_here import KnownHere, Other
from enumerator.registry.nik import LENGTH, compact, joins
from enumerator.registry.people import HOUSEHOLD_DATASETS, MEMBER_DATASETS, number_paths


@dataclass(frozen=True, slots=True)
class Double:
    """An answer that may be about somebody known elsewhere. `other` is that household, None for this one.

    `kind` is "number" or "likeness", with the `score` and the other's `name` and birth date.
    """

    address: str
    kind: str
    other: Other | None
    name: str = ""
    born: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where a form asks for a person: paths of name and birth date in one container, blank without one."""

    container: str
    name: str
    born: str


class LiveDoubles:
    """`note` takes in an edit and costs next to nothing; `look` does the comparing, in a pause at the
    keyboard."""

    def __init__(self, interview: Interview, known: KnownHere | None = None) -> None:
        self._interview = interview
        self._numbers = number_paths(interview.form)
        self._people = tuple(_asked(interview))
        self._parts = {path: each for each in self._people for path in (each.name, each.born) if path}
        self._place = _place_paths(interview)
        self._stale: set[str] = set()
        self._alike: dict[str, tuple[Double, ...]] = {}
        self._held: dict[str, str] = {}
        self._known = known or KnownHere()
        self.learn(self._known)

    def learn(self, known: KnownHere) -> None:
        """From now on compare with these people."""
        self._known = known
        self._alike = {}
        self._held = {}
        self._take(self._interview.answers())

    def note(self, changes: Changes) -> bool:
        """Take in an edit: numbers at once, names at the next `look`. Whether numbers say more or less."""
        before = dict(self._held)
        for address in changes.answers:
            self._held.pop(address, None)
        self._take(changes.answers)
        return before != self._held

    @property
    def waits(self) -> bool:
        """Whether somebody's name or birth date was typed since the last look."""
        return bool(self._stale)

    def look(self) -> bool:
        """Compare who was typed since the last time; whether what is found has changed."""
        before = dict(self._alike)
        for container in self._stale:
            found = self._compare(container)
            if found:
                self._alike[container] = found
            else:
                self._alike.pop(container, None)
        self._stale.clear()
        return before != self._alike

    def found(self) -> tuple[Double, ...]:
        """What is found now, of answers that apply: numbers first."""
        twice = self._twice()
        numbers = [
            Double(address, "number", self._known.numbers.get(number))
            for address, number in self._held.items()
            if number in self._known.numbers or number in twice
        ]
        alike = sorted((double for each in self._alike.values() for double in each), key=lambda d: -d.score)
        # one household is told once, for the strongest of what speaks for it
        told: dict[object, Double] = {}
        for double in (*numbers, *alike):
            if self._applies(double.address):
                told.setdefault(double.other.household if double.other else double.address, double)
        return tuple(told.values())

    # -- inside ----------------------------------------------------------------------------------------------

    def _take(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            if "#" in address:
                continue
            path = generic(address)
            asked = self._parts.get(path)
            if asked is not None:
                self._stale.add(address[: len(address) - len(path) + len(asked.container)])
            number = self._number(address, path)
            if joins(number):
                self._held[address] = number

    def _number(self, address: str, path: str) -> str:
        """A NIK or No. KK that a person wrote here: where the form maps one, or whatever has its shape."""
        question = self._interview.form.nodes.get(path)
        if not isinstance(question, Question) or question.type != "text" or question.calculated:
            return ""
        value = self._value(address)
        return compact(value) if path in self._numbers or len(value) == LENGTH else ""

    def _twice(self) -> set[str]:
        """Numbers that stand with two people of this household."""
        seen: set[tuple[str, str]] = set()
        twice: set[str] = set()
        for address, number in self._held.items():
            key = generic(address), number
            if key in seen:
                twice.add(number)
            seen.add(key)
        return twice

    def _compare(self, container: str) -> tuple[Double, ...]:
        path = generic(container)
        asked = next(each for each in self._people if each.container == path)
        name = self._value(container + asked.name[len(path) :])
        born = self._value(container + asked.born[len(path) :]) if asked.born else ""
        near = self._value(self._place.get("rw", "")), self._value(self._place.get("rt", ""))
        address = container + asked.name[len(path) :]
        return tuple(
            Double(address, "likeness", who.other, who.name, who.born, each.score)
            for each in self._known.alike(name, born, near=near)
            for who in (each.somebody,)
        )

    def _value(self, address: str) -> str:
        try:
            return self._interview.node(address).value if address else ""
        except (KeyError, IndexError):  # went with its row
            return ""

    def _applies(self, address: str) -> bool:
        try:
            return self._interview.node(address).relevant
        except (KeyError, IndexError):
            return False


def _asked(interview: Interview) -> Iterable[_Asked]:
    for mapping in interview.form.entities:
        names = ("full_name", "name") if mapping.dataset in MEMBER_DATASETS else ("head_name",)
        if mapping.dataset not in (*MEMBER_DATASETS, *HOUSEHOLD_DATASETS):
            continue
        name = next((mapping.saves[each] for each in names if each in mapping.saves), "")
        born = mapping.saves.get("birth_date", "")
        question = interview.form.nodes.get(name)
        if isinstance(question, Question) and not question.calculated:
            yield _Asked(mapping.container, name, born)


def _place_paths(interview: Interview) -> Mapping[str, str]:
    for mapping in interview.form.entities:
        if mapping.dataset in HOUSEHOLD_DATASETS:
            return mapping.saves
    return {}
