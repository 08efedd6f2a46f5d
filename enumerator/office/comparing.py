# SPDX-License-Identifier: Apache-2.0
"""Evidence side by side, in words: what laptops answered differently, and two households that may be one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from enumerator.forms import Form, Interview
from enumerator.forms.definition import Question
from enumerator.merging.addresses import enclosing_rows, instance_of, is_row, question_of, series_of
from enumerator.merging.view import WHOLE_RECORD, Conflict, Joined, Side
from enumerator.messages import _
from enumerator.office.reading import Line, Reading, line_of, opened, read_household
from enumerator.office.settling import Difference
from enumerator.registry.matching import undecided
from enumerator.registry.nik import compact, mask
from enumerator.registry.people import Member
from enumerator.registry.search import Household, household, members
from enumerator.store.revision import Revision
from enumerator.workspace import Workspace

_FILES = ("image", "audio", "video", "file")
_SHOWN = 4  # digits at either end of a masked number


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote one side: a log, the person's id, and when (ISO with offset)."""

    log: str
    author: str
    wall: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one writer says; `side` is what is chosen with it, `photo` the file where it is a picture."""

    words: str
    side: Side
    photo: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One answer, roster row or the whole household. `said` is by log; `open` while a person has to choose.

    `outcome` is what came together by itself, where `open` is False. `other` says that a person may give
    another answer than those of the sides, `base_photo` the file where what was before is a picture.
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


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A household with differences, ready to be looked at. `base` is who wrote what all sides knew."""

    record: str
    household: Household | None
    writers: tuple[Writer, ...]
    base: Writer | None
    conflicts: tuple[DifferenceLine, ...]
    joined: tuple[DifferenceLine, ...]


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


def is_asked(form: Form, address: str) -> bool:
    """Whether a person answers it, and the form does not compute it."""
    node = form.nodes.get(question_of(address))
    return is_row(address) or (isinstance(node, Question) and node.asked and not node.calculated)


def joined_count(difference: Difference) -> int:
    """How many answers came together by themselves, without those the form computes."""
    return sum(1 for each in difference.view.joined if is_asked(difference.form, each.address))


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


class _Words:
    """Opens the form over each revision that has a say, and reads addresses in it."""

    def __init__(self, workspace: Workspace, difference: Difference) -> None:
        self._workspace = workspace
        self._form = difference.form
        self._view = difference.view
        self._standing = opened(self._form, difference.view.values, workspace)
        self._read: dict[str, Interview] = {}
        self._writers: dict[str, Writer] = {}

    def writers(self) -> tuple[Writer, ...]:
        """All who have a say, in the order in which they wrote."""
        return tuple(sorted(self._writers.values(), key=lambda writer: (writer.wall, writer.log)))

    def conflict(self, conflict: Conflict) -> DifferenceLine:
        said = self._said(conflict.address, conflict.sides)
        base = self._value(conflict.address, conflict.base_revision) if conflict.base_revision else "–"
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
        )

    def _may_be_other(self, address: str) -> bool:
        """Whether a person can type or choose another answer here."""
        node = self._form.nodes.get(question_of(address))
        if address == WHOLE_RECORD or is_row(address) or not isinstance(node, Question):
            return False
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
                found[log] = Said(self._side(address, side, revision), side, photo)
        return found

    def _apart(self, address: str, said: dict[str, Said]) -> dict[str, Said]:
        """Masked numbers show the digits in which they differ, or nobody could choose."""
        line = _line_at(self._standing, address)
        values = [one.side.value or "" for one in said.values()]
        if line is None or line.kind != "number" or not all(value.isdigit() for value in values):
            return said
        apart = masked_apart(*values)
        return {log: Said(words, one.side) for (log, one), words in zip(said.items(), apart, strict=True)}

    def _note(self, revision: Revision) -> None:
        log = revision.dot.log
        known = self._writers.get(log)
        if known is None or known.wall < revision.wall:
            self._writers[log] = Writer(log, revision.author, revision.wall)

    def _side(self, address: str, side: Side, revision: Revision) -> str:
        if address == WHOLE_RECORD:
            return _("keeps the household") if side.value is not None else _("deletes the household")
        if is_row(address):
            return _("keeps and edits the row") if side.value is not None else _("removes the row")
        return self._value(address, revision)

    def _value(self, address: str, revision: Revision) -> str:
        if address == WHOLE_RECORD or is_row(address):
            return _("there")
        if "#" in address:
            return revision.values.get(address, "") or "–"
        line = _line_at(self._interview(revision), address)
        return _words(line) if line is not None else "–"

    def _plain(self, address: str, value: str) -> str:
        """A value that no revision here holds whole, as far as it can be worded."""
        if is_row(address):
            return _("there")
        if "#" in address:
            return value
        values = {**self._view.values, address: value}
        line = _line_at(opened(self._form, values, self._workspace), address)
        return _words(line) if line is not None else value

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
        question, remark, _kind = of.address.partition("#")
        line = _line_at(self._standing, question)
        sides = of.sides if isinstance(of, Conflict) else (of.side,)
        for side in sides:
            if line is None:
                line = _line_at(self._interview(side.revisions[0]), question)
        label = line.label if line is not None else question.rpartition("/")[2]
        return _("Remark: {label}", label=label) if remark else label

    def _section(self, address: str) -> str:
        """The section of the form, and the roster row by its name."""
        title = section_title(self._standing, address)
        rows = [row for row in enclosing_rows(address) if row != address]
        return " · ".join(part for part in (title, self._row_name(rows[-1]) if rows else "") if part)

    def _row_name(self, row: str) -> str:
        return row_name(self._form, self._view.values, row)


def section_title(interview: Interview, address: str) -> str:
    """The section of the form in which a question stands, in the form's words."""
    try:
        return interview.node("/".join(question_of(address).split("/")[:3])).label
    except KeyError:
        return ""


def row_name(form: Form, values: Mapping[str, str], row: str) -> str:
    """A roster row by its number and the name of the person in it."""
    ids = values.get(series_of(row) + "#rows", "").split()
    number = ids.index(instance_of(row)) + 1 if instance_of(row) in ids else 0
    name = ""
    for entity in form.entities:
        path = entity.saves.get("full_name", "")
        if entity.container == question_of(row) and path:
            name = values.get(row + path[len(entity.container) :], "")
    numbered = _("Member {number}", number=number) if number else _("Member")
    return " ".join(part for part in (numbered, name) if part)


def answer_words(interview: Interview, address: str) -> str:
    """An answer as it may be shown; "–" where there is none."""
    line = _line_at(interview, address)
    return (_words(line) if line is not None else "") or "–"


def _line_at(interview: Interview, address: str) -> Line | None:
    try:
        node = interview.node(address)
    except KeyError:
        return None
    if not isinstance(node.definition, Question):
        return None
    no_answer = node.no_answer.value if node.no_answer else ""
    return line_of(
        node.definition,
        address,
        node.label,
        node.value,
        node.shown_value,
        no_answer,
        node.remark,
        node.reason,
    )


def _words(line: Line) -> str:
    if line.no_answer:
        return _("Don't know") if line.no_answer == "dont_know" else _("Refused")
    if line.kind == "photo":
        return _("photo {name}", name=line.value[:8])
    return line.words or "–"


def _identity(one: Household, other: Household) -> Iterator[PairLine]:
    where = _("Household")
    kk = masked_apart(one.no_kk, other.no_kk)
    nik = masked_apart(one.head_nik, other.head_nik)
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
        return " · ".join(part for part in (of.name, of.birth, nik) if part)

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
            right = _words(twin) if twin is not None else "–"
            yield _pair(section.title, line.label, _words(line), right)


def _pair(section: str, label: str, left: str, right: str, differs: bool | None = None) -> PairLine:
    unequal = left.strip().casefold() != right.strip().casefold() if differs is None else differs
    return PairLine(section, label, left or "–", right or "–", unequal)
