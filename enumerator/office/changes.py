# SPDX-License-Identifier: Apache-2.0
"""What happened to a household: every answer changed, every review, in words, with who, when, where and
why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from enumerator.bundles.senders import Senders
from enumerator.forms import Form
from enumerator.forms.definition import Question
from enumerator.merging.addresses import is_row, question_of
from enumerator.merging.history import Change, history
from enumerator.merging.view import Answer
from enumerator.messages import _, n_
from enumerator.office.reading import Reading, line_of, opened, read_household, spoken_form_language
from enumerator.office.wording import is_asked
from enumerator.registry.review import reviews
from enumerator.registry.search import household
from enumerator.registry.staff import names_by_person
from enumerator.reports.tables import Cell, write_table
from enumerator.store.revision import Revision
from enumerator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history. `wall` is ISO with offset, `suspect` that the clock was doubtful;
    `in_force` False where it was taken back; `address` the answer's, blank where it is about more than one.
    Numbers of people are masked."""

    wall: str
    author: str
    log: str
    what: str
    before: str
    after: str
    why: str
    suspect: bool = False
    in_force: bool = True
    address: str = ""


def write_happenings(workspace: Workspace, path: Path, record: str, address: str = "") -> int:
    """What `happenings` tells as .csv or .xlsx, the earliest first; how many rows."""
    names = {**names_by_person(workspace.store), workspace.keys.author: workspace.keys.person.name}
    senders = Senders.of(workspace.store, workspace.keys)
    header = [
        _("When"), _("Name"), _("Laptop"), _("Answer"), _("Before"), _("After"), _("Reason"),
        _("Clock doubtful"), _("Taken back"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            each.wall, names.get(each.author, each.author), senders.name(each.log) if each.log else "",
            each.what, each.before, each.after, each.why, _("yes") if each.suspect else _("no"),
            _("no") if each.in_force else _("yes"),
        ]
        for each in reversed(happenings(workspace, record, address))
    ]  # fmt: skip
    return write_table(path, header, iter(rows), title=_("History"))


def happenings(workspace: Workspace, record: str, address: str = "") -> tuple[Happening, ...]:
    """Everything that happened to a household, the latest first; with `address` to one answer alone.

    The first interview is one line; after that every answer that changed is one.
    """
    known = household(workspace.store, record)
    if known is None or not known.form_known:
        return ()
    reading = read_household(workspace, record)
    words = _Words(workspace, workspace.library.get(reading.form.hash), reading)
    revisions = workspace.store.journal.revisions(record)
    found = [*words.of_changes(history(revisions)), *_reviews(workspace, record)]
    if address:
        found = list(words.of_answer(history(revisions, address)))
    return tuple(sorted(found, key=lambda each: each.wall, reverse=True))


class _Words:
    """Words answers by the form, in the language spoken now."""

    def __init__(self, workspace: Workspace, form: Form, reading: Reading) -> None:
        self._form = form
        self._language = spoken_form_language(form)
        self._labels: Mapping[str, str] = {line.address: line.label for line in reading.lines}
        self._interview = opened(form, reading.view.values, workspace)
        self._choices: dict[str, dict[str, str]] = {}

    def of_answer(self, changes: tuple[Change, ...]) -> Iterator[Happening]:
        """Every writing of one answer, the first one too."""
        return (self._changed(change) for change in changes)

    def of_changes(self, changes: tuple[Change, ...]) -> Iterator[Happening]:
        begun: dict[str, list[Change]] = {}
        for change in changes:
            if not change.revision.parents:
                begun.setdefault(str(change.revision.dot), []).append(change)
            elif is_asked(self._form, change.address) or "#" in change.address:
                yield self._changed(change)
        for group in begun.values():
            answers = sum(1 for change in group if is_asked(self._form, change.address))
            words = n_("{n} answer", "{n} answers", answers)
            yield _happening(group[0].revision, _("First interview"), "", words, group[0].in_force)

    def _changed(self, change: Change) -> Happening:
        befores, after = self._apart(change)
        why = change.revision.reason or change.after.reason
        label = self._label(change.address)
        return replace(
            _happening(change.revision, label, " / ".join(befores), after, change.in_force, why),
            address=change.address,
        )

    def _apart(self, change: Change) -> tuple[list[str], str]:
        """What was and what is; where both look the same because they are masked, it is said that they
        differ."""
        words = [self._answer(change.address, answer) for answer in (*change.before, change.after)]
        if len(words) > 1 and words[-1] in words[:-1] and "•" in words[-1]:
            words[-1] = _("{number}, other digits", number=words[-1])
        return words[:-1], words[-1]

    def _label(self, address: str) -> str:
        question, remark, _kind = address.partition("#")
        label = self._labels.get(question) or self._plain_label(question)
        return _("Remark: {label}", label=label) if remark else label

    def _plain_label(self, address: str) -> str:
        node = self._form.nodes.get(question_of(address))
        words = node.label.words(self._language) if node is not None else ()
        plain = "".join(part for part in words if isinstance(part, str)).strip()
        return plain or address.rpartition("/")[2]

    def _answer(self, address: str, answer: Answer) -> str:
        if answer.no_answer:
            return _("Don't know") if answer.no_answer == "dont_know" else _("Refused")
        if not answer.value:
            return "–"
        node = self._form.nodes.get(question_of(address))
        if "#" in address or is_row(address) or not isinstance(node, Question):
            return answer.value
        shown = self._chosen(address, answer.value) if node.selects else ""
        line = line_of(node, address, "", answer.value, shown)
        return _("photo {name}", name=answer.value[:8]) if line.kind == "photo" else line.words

    def _chosen(self, address: str, value: str) -> str:
        """The labels of what was chosen, by the choices there are now."""
        if address not in self._choices:
            try:
                views = self._interview.choices(address)
            except KeyError:  # the row is gone
                views = ()
            self._choices[address] = {each.value: each.label for each in views}
        labels = self._choices[address]
        return ", ".join(labels.get(each, each) for each in value.split())


def _happening(
    revision: Revision, what: str, before: str, after: str, in_force: bool, why: str = ""
) -> Happening:
    return Happening(
        revision.wall,
        revision.author,
        revision.dot.log,
        what,
        before,
        after,
        why or revision.reason,
        revision.clock_suspect,
        in_force,
    )


def _reviews(workspace: Workspace, record: str) -> Iterator[Happening]:
    for each in reviews(workspace.store, record):
        verdict = _("approved") if each.verdict == "approved" else _("returned")
        comments = " · ".join(each.comments.values())
        why = " · ".join(part for part in (each.comment, comments) if part)
        yield Happening(each.wall, each.author, "", _("Review"), "", verdict, why)
