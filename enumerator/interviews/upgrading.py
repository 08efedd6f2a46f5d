# SPDX-License-Identifier: Apache-2.0
"""Going on with a draft in the newest version of its form: nothing is dropped, and what became of it is
told, in one line and answer by answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enumerator.forms.choices import every_choice
from enumerator.forms.definition import Form, Part, Question, Repeat
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.library import FormLibrary
from enumerator.interviews.migrate import Difference, Migration, migrate
from enumerator.messages import _, mark, n_

_HOW = {
    Difference.MOVED: mark("stands in another part of the form now"),
    Difference.REWORDED: mark("is asked in other words now"),
    Difference.TYPE: mark("takes another kind of answer now"),
    Difference.CHOICES: mark("offers other choices now"),
}
_NOTES = {
    "no-answer": mark("not answered"),
    "remark": mark("remark"),
    "reason": mark("reason"),
    "rows": mark("rows"),
}
_HIDDEN = "••••"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer or question of the report. `label` is the question's words, `row` says which row of a
    roster, `words` the answer as a person reads it, `how` what is different now."""

    label: str
    row: str
    words: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a draft, whole: `changed` answers whose question differs now, `unplaced` answers that
    the new form has no place for and that are kept beside, `required` new questions that must be answered,
    `carried` answers that mean what they meant."""

    changed: tuple[Line, ...] = ()
    unplaced: tuple[Line, ...] = ()
    required: tuple[Line, ...] = ()
    carried: tuple[Line, ...] = ()

    @property
    def lines(self) -> int:
        """How much there is to read."""
        return len(self.changed) + len(self.unplaced) + len(self.required) + len(self.carried)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A draft that was moved: the migration, and its report."""

    migration: Migration
    report: Report


def upgrade(drafts: Drafts, library: FormLibrary, draft: str) -> Upgrade | None:
    """Move the draft to the newest version; None where it stands there already, or its own form is unknown.

    NoDraftError when the draft is gone or in the bin.
    """
    held = drafts.get(draft)
    newest = library.newest(held.form.id)
    if newest is None or newest.version <= held.form.version or held.form.hash not in library:
        return None
    old, new = library.get(held.form.hash), library.get(newest.hash)
    found = migrate(drafts.open(draft), old, new)
    drafts.move_to(draft, newest, found.answers)
    return Upgrade(found, report_of(found, old, new))


def report_of(found: Migration, old: Form | None, new: Form) -> Report:
    """The migration answer by answer, in the words of the forms; without the old form, old names stand for
    its words."""
    changed: dict[str, list[str]] = {}
    for each in found.changed:
        changed.setdefault(each.address, []).append(_(_HOW[each.difference]))
    values = found.answers
    return Report(
        tuple(_line(each, values, new, ", ".join(changed[each])) for each in _in_order(changed, new)),
        tuple(_old_line(key, found.unplaced[key], old) for key in _in_order(found.unplaced, old)),
        tuple(
            Line(_label(new, path), "", "")
            for path in found.added
            if new.model.specs[path].bind.required not in ("", "false()")
        ),
        tuple(_line(each, values, new) for each in _in_order(found.carried, new) if _asked(new, each)),
    )


def unplaced_report(answers: Mapping[str, str], form: Form) -> Report:
    """The answers without a place that an interview has kept since it was moved."""
    kept = {key.removesuffix("#unplaced"): text for key, text in answers.items() if key.endswith("#unplaced")}
    return Report(unplaced=tuple(_old_line(key, text, form) for key, text in kept.items()))


def report_words(found: Upgrade) -> str:
    """What became of the answers, in one line of the user's language."""
    report, told = (
        found.report,
        [n_("{n} answer carried", "{n} answers carried", len(found.migration.carried))],
    )
    if report.changed:
        told.append(n_("{n} question differs now", "{n} questions differ now", len(report.changed)))
    if report.unplaced:
        told.append(
            n_("{n} answer has no place any more", "{n} answers have no place any more", len(report.unplaced))
        )
    if report.required:
        told.append(
            n_(
                "{n} new question must be answered",
                "{n} new questions must be answered",
                len(report.required),
            )
        )
    return "; ".join(told) + "."


def _in_order(addresses: Iterable[str], form: Form | None) -> list[str]:
    """The addresses in the order in which the form asks."""
    places = {path: place for place, path in enumerate(form.nodes)} if form is not None else {}
    return sorted(addresses, key=lambda each: places.get(_generic(each.partition("#")[0]), len(places)))


def _line(address: str, values: Mapping[str, str], form: Form, how: str = "") -> Line:
    path = _generic(address)
    part = form.nodes.get(path)
    return Line(_label(form, path), _row(address, values), _shown(form, part, values.get(address, "")), how)


def _old_line(key: str, text: str, form: Form | None) -> Line:
    address, marked, kind = key.rpartition("#")
    address = address if marked else key
    path = _generic(address)
    part = form.nodes.get(path) if form is not None else None
    label = _label(form, path) if form is not None else path.rpartition("/")[2]
    words = _shown(form, part, text) if form is not None and not marked else text
    return Line(label, "", words, _(_NOTES[kind]) if marked and kind in _NOTES else "")


def _label(form: Form, path: str) -> str:
    part = form.nodes.get(path)
    if part is None:
        return path.rpartition("/")[2]
    words = part.label.words(form.default_language) or part.label.words("")
    told = " ".join("".join(each if isinstance(each, str) else "…" for each in words).split())
    return told or part.name


def _shown(form: Form, part: Part | None, value: str) -> str:
    if not isinstance(part, Question):
        return value
    if part.sensitive:
        return _HIDDEN
    if not part.selects:
        return value
    labels = dict(every_choice(form, part) or ())
    chosen = [value] if part.type == "select_one" else value.split()
    return ", ".join(labels.get(each) or each for each in chosen)


def _row(address: str, values: Mapping[str, str]) -> str:
    """Which row of each roster around it, such as `2` or `2.1`."""
    numbers: list[str] = []
    built = ""
    for step in address.strip("/").split("/"):
        name, bracket, row = step.partition("[")
        if bracket:
            ids = values.get(f"{built}/{name}#rows", "").split()
            row = row.removesuffix("]")
            numbers.append(str(ids.index(row) + 1) if row in ids else "?")
        built = f"{built}/{step}"
    return ".".join(numbers)


def _asked(form: Form, address: str) -> bool:
    part = form.nodes.get(_generic(address))
    return isinstance(part, Question) and part.asked and not isinstance(part, Repeat)


def _generic(address: str) -> str:
    return "/".join(step.partition("[")[0] for step in address.split("/"))
