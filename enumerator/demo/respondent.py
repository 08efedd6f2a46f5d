# SPDX-License-Identifier: Apache-2.0
"""Respondent and enumerator in one: goes through the live form, answers, mends what is mistyped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from enumerator.demo.families import Answers, Family
from enumerator.demo.mistakes import Mistake, slip
from enumerator.demo.photos import photos_for
from enumerator.forms.definition import Group, Question, Repeat
from enumerator.forms.interview import Interview, NoAnswer, Node
from enumerator.forms.validation import Problem

SERIES = "/data/anggota"


@dataclass(frozen=True, slots=True)
class Caught:
    """A mistake that the form objected to, in its own words, before it was put right."""

    address: str
    kind: str
    wrong: str
    right: str
    message: str


@dataclass(frozen=True, slots=True)
class Filling:
    """How the interview went. `photos` are the bytes by the file name that the answers give."""

    answered: int
    caught: tuple[Caught, ...]
    missed: tuple[Mistake, ...]
    accepted: tuple[str, ...]
    problems: tuple[Problem, ...]
    photos: Mapping[str, bytes] = field(repr=False)


def answer_family(
    interview: Interview, family: Family, *, mistakes: Random | None = None, share: float = 0.25
) -> Filling:
    """Answer every relevant question of `interview` for `family`, in the order of the form.

    With `mistakes`, about `share` of the families have one answer mistyped first; when the form objects, its
    words are kept and the answer is put right, as an enumerator would. A mistake that nothing objected to is
    in `missed`, and is put right all the same. The clock of the interview must say the day `family.surveyed`.
    """
    return _Sitting(interview, family, mistakes, share).fill()


class _Sitting:
    """One interview being answered."""

    def __init__(self, interview: Interview, family: Family, mistakes: Random | None, share: float) -> None:
        self._interview = interview
        self._family = family
        self._mistakes = mistakes
        self._slips_at = self._choose_slip(mistakes, share)
        pictures = photos_for(family)
        self._photos = {_file_name(path, data): data for path, data in pictures.items()}
        self._pictured = {path.rpartition("/")[2]: _file_name(path, data) for path, data in pictures.items()}
        self._answered = 0
        self._caught: list[Caught] = []
        self._missed: list[Mistake] = []
        self._accepted: list[str] = []
        self._earlier: dict[str, str] = {}

    def fill(self) -> Filling:
        self._fill_group("", self._family.answers)
        return Filling(
            answered=self._answered,
            caught=tuple(self._caught),
            missed=tuple(self._missed),
            accepted=tuple(self._accepted),
            problems=self._interview.problems(),
            photos=self._photos,
        )

    def _fill_group(self, address: str, answers: Answers) -> None:
        for child in self._interview.children(address):
            node = self._interview.node(child)
            if not node.relevant:
                continue
            if isinstance(node.definition, Repeat):
                self._fill_members(child)
            elif isinstance(node.definition, Group):
                self._fill_group(child, answers)
            elif _is_asked(node.definition):
                self._answer(node, answers)

    def _fill_members(self, series: str) -> None:
        rows = list(self._interview.children(series))
        for position, member in enumerate(self._family.members):
            if position == len(rows):
                created = self._interview.add_repeat(series).created
                assert created is not None
                rows.append(created)
            self._fill_group(rows[position], member.answers)

    def _answer(self, node: Node, answers: Answers) -> None:
        name = node.definition.name
        right = self._pictured.get(name) or answers.get(name, "")
        if right in ("", node.value):
            return  # nothing to say, or a default that is right
        if self._slips_at == name and not isinstance(right, NoAnswer):
            self._mistype(node.address, name, right)
        self._interview.answer(node.address, right)
        self._answered += 1
        if name in self._family.remarks:
            self._interview.remark(node.address, self._family.remarks[name])
        if isinstance(right, NoAnswer):
            return
        self._earlier[name] = right
        if name in self._family.reasons:
            self._explain(node.address, self._family.reasons[name])

    def _mistype(self, address: str, name: str, right: str) -> None:
        assert self._mistakes is not None
        mistake = slip(self._mistakes, name, right, self._earlier)
        if mistake is None:
            return
        self._slips_at = ""
        self._interview.answer(address, mistake.wrong)
        shows_at = address.removesuffix(name) + mistake.shows_at
        message = self._objection(shows_at, name == mistake.shows_at)
        if message is None:
            self._missed.append(mistake)
        else:
            self._caught.append(Caught(address, mistake.kind, mistake.wrong, right, message))

    def _objection(self, address: str, same_question: bool) -> str | None:
        """What the form says there: a problem's message, or the check question that has appeared."""
        node = self._interview.node(address)
        if same_question:
            return node.problem.message if node.problem else None
        return node.label if node.relevant else None

    def _explain(self, address: str, reason: str) -> None:
        problem = self._interview.node(address).problem
        if problem is not None and problem.severity == "warn":
            self._interview.accept(address, reason)
            self._accepted.append(address)

    @staticmethod
    def _choose_slip(mistakes: Random | None, share: float) -> str:
        """The question to be mistyped once; "" for a family typed without fault."""
        if mistakes is None or mistakes.random() >= share:
            return ""
        return mistakes.choices(list(_SLIPS), list(_SLIPS.values()))[0]


_SLIPS = {
    "nik": 40,
    "tgl_lahir": 16,
    "jk": 12,
    "no_kk": 10,
    "hubungan": 6,
    "luas_lantai": 6,
    "pangan_beras": 4,
    "pangan_hewani": 3,
    "telepon": 3,
}


def _is_asked(definition: object) -> bool:
    return isinstance(definition, Question) and definition.asked and definition.type != "note"


def _file_name(path: str, data: bytes) -> str:
    suffix = "png" if path.endswith("tanda_tangan") else "jpg"
    return f"{hashlib.sha256(data).hexdigest()}.{suffix}"
