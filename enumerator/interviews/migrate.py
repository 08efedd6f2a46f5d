# SPDX-License-Identifier: Apache-2.0
"""A draft begun on one version of a form, taken to another: what was carried, what changed meaning, what
has no place. Nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from enumerator.forms.answers import typed
from enumerator.forms.choices import every_choice
from enumerator.forms.definition import Form, Part, Question, Repeat
from enumerator.forms.model import Spec

_DRAFT_KINDS = ("rows", "shelf", "no-answer", "remark", "reason", "withheld", "edited", "unread", "unplaced")


class Difference(StrEnum):
    """Why an answer may mean something else now."""

    MOVED = "moved"
    REWORDED = "reworded"
    TYPE = "type"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that was carried, and how its question differs. `address` is in the new form, `was` in the
    old."""

    address: str
    was: str
    value: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class Migration:
    """`answers` open in the new form. `carried` are new addresses with an answer that means what it meant;
    `unplaced` the answers, by old address, that the new form has no place for: they stay in `answers` under
    `ADDRESS#unplaced`. `added` are paths of questions that the old form did not ask."""

    answers: Mapping[str, str]
    carried: tuple[str, ...]
    changed: tuple[Changed, ...]
    unplaced: Mapping[str, str]
    added: tuple[str, ...]


def migrate(answers: Mapping[str, str], old: Form, new: Form) -> Migration:
    """The flat answers of a draft of `old`, for `new`.

    A question is found again by its path, else by its name where both forms have just one question of that
    name in the same rows.
    """
    return _Migrating(old, new).run(answers)


class _Migrating:
    def __init__(self, old: Form, new: Form) -> None:
        self._old = old
        self._new = new
        self._paths = _matched(old, new)
        self._answers: dict[str, str] = {}
        self._carried: list[str] = []
        self._changed: list[Changed] = []
        self._unplaced: dict[str, str] = {}

    def run(self, answers: Mapping[str, str]) -> Migration:
        for key, text in answers.items():
            address, mark, kind = key.rpartition("#")
            if mark and kind in _DRAFT_KINDS:
                self._note(key, address, kind, text)
            else:
                self._answer(key, text)
        kept = {**self._answers, **{f"{key}#unplaced": text for key, text in self._unplaced.items()}}
        reached = set(self._paths.values())
        added = [path for path, part in self._new.nodes.items() if _asked(part) and path not in reached]
        for path in added:
            spec = self._new.model.specs[path]
            if spec.default and not _in_rows(spec):
                kept.setdefault(path, spec.default)
        return Migration(kept, tuple(self._carried), tuple(self._changed), self._unplaced, tuple(added))

    def _note(self, key: str, address: str, kind: str, text: str) -> None:
        if kind == "unplaced":
            self._unplaced[address] = text
            return
        there = self._address(address)
        part = self._new.nodes.get(_generic(there)) if there else None
        if part is None or (kind in ("rows", "shelf") and not isinstance(part, Repeat)):
            if text:
                self._unplaced[key] = text
            return
        refused = kind == "no-answer" and isinstance(part, Question) and text not in part.allow
        if refused:
            self._unplaced[key] = text
        else:
            self._answers[f"{there}#{kind}"] = text

    def _answer(self, address: str, text: str) -> None:
        there = self._address(address)
        path = _generic(there) if there else ""
        spec = self._new.model.specs.get(path)
        if spec is None or not spec.leaf:
            self._unplaced[address] = text
            return
        kept = typed(text, spec.bind.type)
        one, other = self._old.nodes.get(_generic(address)), spec.definition
        if kept is None or not _offered(other, text, self._new):
            self._unplaced[address] = text
            return
        self._answers[there] = kept
        differences = list(self._differences(address, there, one, other))
        self._changed += [Changed(there, address, kept, each) for each in differences]
        if not differences:
            self._carried.append(there)

    def _differences(
        self, address: str, there: str, one: Part | None, other: Part | None
    ) -> Iterator[Difference]:
        if not isinstance(one, Question) or not isinstance(other, Question):
            return
        if one.parent.rpartition("/")[2] != other.parent.rpartition("/")[2] and _generic(address) != _generic(
            there
        ):
            yield Difference.MOVED
        if one.type != other.type or one.bind_type != other.bind_type:
            yield Difference.TYPE
        if _plain(one, self._old) != _plain(other, self._new):
            yield Difference.REWORDED
        if one.selects and every_choice(self._old, one) != every_choice(self._new, other):
            yield Difference.CHOICES

    def _address(self, address: str) -> str:
        """The address in the new form, "" when there is none: ids follow their repeats."""
        steps = address.strip("/").split("/")
        ids: dict[str, str] = {}
        path = ""
        for step in steps:
            name, bracket, row = step.partition("[")
            path = f"{path}/{name}"
            if bracket:
                ids[self._paths.get(path, "")] = row.removesuffix("]")
        target = self._paths.get(path)
        if target is None:
            return ""
        found = built = ""
        for name in target.strip("/").split("/"):
            built = f"{built}/{name}"
            spec = self._new.model.specs.get(built)
            found = f"{found}/{name}"
            if spec is not None and spec.repeat and (built != target or built in ids):
                if built not in ids:
                    return ""
                found = f"{found}[{ids.pop(built)}]"
        return "" if any(ids) else found


def _matched(old: Form, new: Form) -> dict[str, str]:
    """Old paths to new ones. The root answers to the root, whatever it is called."""
    roots = old.model.root.path, new.model.root.path
    paths: dict[str, str] = {}
    names: dict[tuple[str, bool], list[str]] = {}
    for path, spec in new.model.specs.items():
        names.setdefault((spec.name, spec.leaf), []).append(path)
    counts: dict[tuple[str, bool], int] = {}
    for spec in old.model.specs.values():
        key = (spec.name, spec.leaf)
        counts[key] = counts.get(key, 0) + 1
    for path, spec in old.model.specs.items():
        same = roots[1] + path[len(roots[0]) :]
        there = new.model.specs.get(same)
        if there is not None and there.leaf == spec.leaf and there.repeat == spec.repeat:
            paths[path] = same
            continue
        found = names.get((spec.name, spec.leaf), [])
        alone = len(found) == 1 and counts[spec.name, spec.leaf] == 1
        if alone and new.model.specs[found[0]].repeat == spec.repeat:
            paths[path] = found[0]
    return paths


def _generic(address: str) -> str:
    return "/".join(step.partition("[")[0] for step in address.split("/"))


def _in_rows(spec: Spec) -> bool:
    above: Spec | None = spec
    while above is not None:
        if above.repeat:
            return True
        above = above.parent
    return False


def _asked(part: Part) -> bool:
    return isinstance(part, Question) and part.asked


def _plain(question: Question, form: Form) -> str:
    """The label's own words in the form's default language, outputs left out."""
    words = question.label.words(form.default_language) or question.label.words("", "long")
    return " ".join("".join(part for part in words if isinstance(part, str)).split())


def _offered(part: Part | None, text: str, form: Form) -> bool:
    """Whether a choice question still has all of an answer's choices."""
    if not isinstance(part, Question) or not part.selects:
        return True
    choices = every_choice(form, part)
    if choices is None:
        return True
    values = {value for value, _label in choices}
    return text in values if part.type == "select_one" else values >= set(text.split())
