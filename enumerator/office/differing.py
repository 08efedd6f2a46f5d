# SPDX-License-Identifier: Apache-2.0
"""What laptops answered differently, in words: each answer with what was known before and what each says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from enumerator.forms import Interview
from enumerator.forms.definition import Question
from enumerator.merging.addresses import ROWS, enclosing_rows, is_row, question_of
from enumerator.merging.view import WHOLE_RECORD, Conflict, Joined, Side
from enumerator.messages import _, n_
from enumerator.office.comparing import masked_apart
from enumerator.office.reading import opened
from enumerator.office.settling import Difference
from enumerator.office.wording import (
    is_asked,
    label_of,
    line_at,
    line_words,
    name_in_row,
    row_name,
    section_title,
)
from enumerator.registry.search import Household, household
from enumerator.store.revision import Revision
from enumerator.workspace import Workspace

BETWEEN = " · "
_FILES = ("image", "audio", "video", "file")
_SECTION = 3  # parts of the path of a section
_EDITS = 2  # answers named of those that were changed in a row or a household others removed


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote one side: a log, the person's id, and when (ISO with offset)."""

    log: str
    author: str
    wall: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one writer says and when (ISO with offset); `side` is what is chosen with it, `photo` the file
    where it is a picture.
    """

    words: str
    side: Side
    photo: str = ""
    wall: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One answer, roster row or the whole household. `said` is by log; `open` while a person has to choose.

    `outcome` is what came together by itself, where `open` is False. `other` says that a person may give
    another answer than those of the sides, `base_photo` the file where what was before is a picture, `order`
    that the words are the rows of a roster by name, with BETWEEN between them.
    """

    address: str
    label: str
    section: str
    base: str
    said: Mapping[str, Said]
    open: bool
    outcome: str = ""
    other: bool = False
    base_photo: str = ""
    order: bool = False


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A household with differences, ready to be looked at. `base` is who wrote what all sides knew."""

    record: str
    household: Household | None
    writers: tuple[Writer, ...]
    base: Writer | None
    conflicts: tuple[DifferenceLine, ...]
    joined: tuple[DifferenceLine, ...]


def show_difference(workspace: Workspace, difference: Difference) -> ShownDifference:
    """The differences of one household in words. It opens the form once for every revision that speaks."""
    words = _Words(workspace, difference)
    conflicts = tuple(words.conflict(each) for each in difference.view.conflicts)
    joined = tuple(
        words.joined(each) for each in difference.view.joined if is_asked(difference.form, each.address)
    )
    bases = [each.base_revision for each in difference.view.conflicts if each.base_revision]
    base = max(bases, key=lambda revision: revision.hlc, default=None)
    return ShownDifference(
        difference.record,
        household(workspace.store, difference.record),
        words.writers(),
        Writer(base.dot.log, base.author, base.wall) if base else None,
        conflicts,
        joined,
    )


def joined_count(difference: Difference) -> int:
    """How many answers came together by themselves, without those the form computes."""
    return sum(1 for each in difference.view.joined if is_asked(difference.form, each.address))


class _Words:
    """Opens the form over each revision that has a say, and reads addresses in it."""

    def __init__(self, workspace: Workspace, difference: Difference) -> None:
        self._workspace = workspace
        self._form = difference.form
        self._view = difference.view
        self._standing = opened(self._form, difference.view.values, workspace)
        self._read: dict[str, Interview] = {}
        self._latest: dict[str, Revision] = {}

    def writers(self) -> tuple[Writer, ...]:
        """All who have a say, in the order in which they wrote."""
        latest = sorted(self._latest.values(), key=lambda revision: (revision.hlc, revision.dot))
        return tuple(Writer(each.dot.log, each.author, each.wall) for each in latest)

    def conflict(self, conflict: Conflict) -> DifferenceLine:
        said = self._said(conflict.address, conflict.sides)
        base = self._base(conflict)
        said = self._apart(conflict.address, said)
        return DifferenceLine(
            conflict.address,
            self._label(conflict),
            self._section(conflict.address),
            base,
            said,
            open=True,
            other=self._may_be_other(conflict.address),
            base_photo=self._photo(conflict.address, conflict.base or ""),
            order=conflict.address.endswith(ROWS),
        )

    def _may_be_other(self, address: str) -> bool:
        """Whether a person can type or choose another answer here."""
        node = self._form.nodes.get(question_of(address))
        if address == WHOLE_RECORD or is_row(address) or not isinstance(node, Question):
            return False  # nor is an order, whose address is that of its roster
        return "#" in address or node.type not in _FILES

    def _photo(self, address: str, value: str) -> str:
        node = self._form.nodes.get(question_of(address))
        is_photo = "#" not in address and isinstance(node, Question) and node.type == "image"
        return value if is_photo else ""

    def joined(self, joined: Joined) -> DifferenceLine:
        said = self._said(joined.address, (joined.side,))
        before = "–" if joined.base is None else self._plain(joined.address, joined.base)
        outcome = next(iter(said.values())).words
        return DifferenceLine(
            joined.address,
            self._label(joined),
            self._section(joined.address),
            before,
            said,
            open=False,
            outcome=outcome,
        )

    def _said(self, address: str, sides: Iterable[Side]) -> dict[str, Said]:
        found: dict[str, Said] = {}
        for side in sides:
            for revision in side.revisions:
                log = revision.dot.log
                self._note(revision)
                photo = self._photo(address, side.value or "")
                found[log] = Said(self._side(address, side, revision), side, photo, revision.wall)
        return found

    def _apart(self, address: str, said: dict[str, Said]) -> dict[str, Said]:
        """Masked numbers show the digits in which they differ, or nobody could choose."""
        line = line_at(self._standing, address)
        values = [one.side.value or "" for one in said.values()]
        if line is None or line.kind != "number" or not all(value.isdigit() for value in values):
            return said
        apart = masked_apart(*values)
        return {
            log: replace(one, words=words) for (log, one), words in zip(said.items(), apart, strict=True)
        }

    def _note(self, revision: Revision) -> None:
        log = revision.dot.log
        known = self._latest.get(log)
        if known is None or known.hlc < revision.hlc:
            self._latest[log] = revision

    def _side(self, address: str, side: Side, revision: Revision) -> str:
        if address == WHOLE_RECORD:
            kept = side.value is not None
            words = _("keeps the household") if kept else _("deletes the household")
            return _told(words, self._edits(revision, "/") if kept else revision.reason)
        if is_row(address):
            kept = side.value is not None
            words = _("keeps and edits the row") if kept else _("removes the row")
            return _told(words, self._edits(revision, f"{address}/") if kept else revision.reason)
        if address.endswith(ROWS):
            return self._order(address, side.value or "")
        return self._value(address, revision)

    def _base(self, conflict: Conflict) -> str:
        if conflict.base_revision is None:
            return "–"
        if conflict.address.endswith(ROWS):
            return self._order(conflict.address, conflict.base or "")
        return self._value(conflict.address, conflict.base_revision)

    def _order(self, address: str, ids: str) -> str:
        """The rows by name, numbered as they would stand."""
        series = address[: -len(ROWS)]
        rows = [f"{series}[{instance}]" for instance in ids.split()]
        names = [
            name_in_row(self._form, self._view.values, row) or self._row_name(row).lower() for row in rows
        ]
        return BETWEEN.join(f"{number}\N{NO-BREAK SPACE}{name}" for number, name in enumerate(names, start=1))

    def _edits(self, revision: Revision, within: str) -> str:
        """What a revision changed there, in words: the first answers, and how many others."""
        asked = [
            address
            for address in revision.touched
            if address.startswith(within) and "#" not in address and not is_row(address)
            if is_asked(self._form, address)
        ]
        if not asked:
            return ""
        interview = self._interview(revision)
        lines = [line for address in asked if (line := line_at(interview, address)) is not None]
        told = [f"{line.label}: {line_words(line)}" for line in lines[:_EDITS]]
        rest = len(lines) - len(told)
        return "; ".join([*told, n_("{n} more", "{n} more", rest)] if rest else told)

    def _value(self, address: str, revision: Revision) -> str:
        if address == WHOLE_RECORD or is_row(address):
            return _("there")
        if "#" in address:
            return revision.values.get(address, "") or "–"
        line = line_at(self._interview(revision), address)
        return line_words(line) if line is not None else "–"

    def _plain(self, address: str, value: str) -> str:
        """A value that no revision here holds whole, as far as it can be worded."""
        if is_row(address):
            return _("there")
        if "#" in address:
            return value
        values = {**self._view.values, address: value}
        line = line_at(opened(self._form, values, self._workspace), address)
        return line_words(line) if line is not None else value

    def _interview(self, revision: Revision) -> Interview:
        name = str(revision.dot)
        if name not in self._read:
            self._read[name] = opened(self._form, revision.values, self._workspace)
        return self._read[name]

    def _label(self, of: Conflict | Joined) -> str:
        if of.address == WHOLE_RECORD:
            return _("The whole household")
        if is_row(of.address):
            return self._row_name(of.address)
        if of.address.endswith(ROWS):
            return _("Order of the rows")
        question, remark, _kind = of.address.partition("#")
        line = line_at(self._standing, question)
        sides = of.sides if isinstance(of, Conflict) else (of.side,)
        for side in sides:
            if line is None:
                line = line_at(self._interview(side.revisions[0]), question)
        label = line.label if line is not None else question.rpartition("/")[2]
        return _("Remark: {label}", label=label) if remark else label

    def _section(self, address: str) -> str:
        """The section of the form, and the roster row by its name."""
        title = section_title(self._standing, address)
        if address.endswith(ROWS) and len(question_of(address).split("/")) > _SECTION:
            title = " · ".join(filter(None, (title, label_of(self._standing, address[: -len(ROWS)]))))
        rows = [row for row in enclosing_rows(address) if row != address]
        return " · ".join(part for part in (title, self._row_name(rows[-1]) if rows else "") if part)

    def _row_name(self, row: str) -> str:
        return row_name(self._form, self._view.values, row)


def _told(words: str, more: str) -> str:
    return f"{words}. {more}" if more else words
