# SPDX-License-Identifier: Apache-2.0
"""NIK and No. KK that this laptop has met in another household: said while the number is typed, without a
network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from enumerator.forms import Changes, Interview
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import KIND
from enumerator.interviews.library import FormLibrary, UnknownFormError
from enumerator.interviews.navigation import naming_paths
from enumerator.store.revision import FormRef
from enumerator.store.store import Store

LENGTH: Final = 16


def numbers_elsewhere(store: Store, drafts: Drafts, library: FormLibrary, household: str) -> dict[str, str]:
    """Each 16-digit number in the finished interviews and drafts of other households -> the name of that
    family,
    "" where nobody has said it."""
    met: dict[str, str] = {}
    for record in store.journal.records(KIND):
        if record != household:
            for head in store.journal.heads(record):
                _meet(met, head.values, library, head.form)
    for draft in drafts.list():
        if draft.household != household:
            _meet(met, drafts.answers(draft.id), library, draft.form)
    return met


def _meet(met: dict[str, str], values: Mapping[str, str], library: FormLibrary, form: FormRef | None) -> None:
    numbers = [value for value in values.values() if is_number(value)]
    if numbers:
        met.update(dict.fromkeys(numbers, _family(values, library, form)))


def _family(values: Mapping[str, str], library: FormLibrary, ref: FormRef | None) -> str:
    if ref is None:
        return ""
    try:
        form = library.get(ref.hash)
    except UnknownFormError:
        return ""
    return next((values[path] for path in naming_paths(form, form.root.path) if values.get(path)), "")


def is_number(value: str) -> bool:
    """Whether a value has the shape of a NIK or No. KK."""
    return len(value) == LENGTH and value.isdigit()


class Doubles:
    """The answers of one interview that hold a number met elsewhere; kept up to date by what each edit
    changed."""

    def __init__(self, interview: Interview, met: Mapping[str, str]) -> None:
        self._interview = interview
        self._met = met
        self._found: dict[str, str] = {}
        if met:
            self._look(interview.answers())

    def update(self, changes: Changes) -> bool:
        """Take in an edit; whether anything about doubles has changed."""
        if not self._met:
            return False
        before = dict(self._found)
        for address in changes.answers:
            self._found.pop(address, None)
        self._look(changes.answers)
        return self._found != before

    def found(self) -> tuple[tuple[str, str], ...]:
        """Address and name of the other family, of answers that apply now."""
        return tuple((a, family) for a, family in self._found.items() if self._interview.node(a).relevant)

    def _look(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            if "#" in address:
                continue
            try:
                value = self._interview.node(address).value
            except (KeyError, IndexError):  # went with its row
                continue
            if is_number(value) and value in self._met:
                self._found[address] = self._met[value]
