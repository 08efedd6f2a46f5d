# SPDX-License-Identifier: Apache-2.0
"""A seeded random respondent: answers every relevant question to the end."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from enumerator.forms.definition import Question, Repeat
from enumerator.forms.interview import Interview
from enumerator.forms.notes import NoAnswer

_NUMERAL = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS = [
    "ayam",
    "batu",
    "cahaya",
    "dahan",
    "embun",
    "fajar",
    "gula",
    "hujan",
    "ikan",
    "jalan",
    "kayu",
    "laut",
    "madu",
    "nasi",
    "obor",
    "padi",
]
_TODAY = date(2026, 11, 23)
_PASSES = 6
_TRIES = 40


@dataclass
class Answered:
    """What a respondent did: questions answered, rows added, and answers no try made acceptable."""

    questions: int = 0
    rows: int = 0
    unacceptable: int = 0


class Respondent:
    """The same seed gives the same answers to the same form."""

    def __init__(self, seed: int, *, most_rows: int = 3, leave_blank: float = 0.0) -> None:
        self._chance = random.Random(seed)
        self._most_rows = most_rows
        self._leave_blank = leave_blank

    def fill(self, interview: Interview) -> Answered:
        """Walk the form in order, again while answers bring up new questions."""
        done = Answered()
        seen: set[str] = set()
        for _turn in range(_PASSES):
            before = done.questions
            for address in self._questions(interview, interview.form.root.path, done):
                if address not in seen:
                    seen.add(address)
                    self._answer(interview, address, done)
            if done.questions == before:
                break
        return done

    def _questions(self, interview: Interview, top: str, done: Answered) -> Iterator[str]:
        for address in interview.children(top):
            node = interview.node(address)
            if not node.relevant:
                continue
            definition = node.definition
            if isinstance(definition, Question):
                if not node.readonly and definition.type not in ("note", "calculate"):
                    yield address
            elif isinstance(definition, Repeat) and not address.endswith("]"):
                self._add_rows(interview, address, definition, done)
                for row in interview.children(address):
                    if interview.node(row).relevant:
                        yield from self._questions(interview, row, done)
            else:
                yield from self._questions(interview, address, done)

    def _add_rows(self, interview: Interview, series: str, definition: Repeat, done: Answered) -> None:
        if definition.count or definition.no_add_remove:
            return
        wanted = self._chance.randint(1, self._most_rows)
        if len(interview.children(series)) > 1:
            return
        while len(interview.children(series)) < wanted:
            interview.add_repeat(series)
            done.rows += 1

    def _answer(self, interview: Interview, address: str, done: Answered) -> None:
        node = interview.node(address)
        question = node.definition
        if not isinstance(question, Question) or node.value:
            return
        if self._leave_blank and not node.required and self._chance.random() < self._leave_blank:
            return
        if question.allow and self._chance.random() < 0.1:
            interview.answer(address, NoAnswer(self._chance.choice(sorted(question.allow))))
            done.questions += 1
            return
        if question.selects:
            self._choose(interview, address, question, done)
            return
        done.questions += 1
        for _try in range(_TRIES):
            interview.answer(address, self._value(interview, question))
            problem = interview.node(address).problem
            if problem is None:
                return
        done.unacceptable += 1
        if interview.node(address).problem is not None and question.severity == "warn":
            interview.accept(address, "diperiksa")

    def _choose(self, interview: Interview, address: str, question: Question, done: Answered) -> None:
        choices = interview.choices(address)
        if not len(choices):
            return
        for _try in range(_TRIES):
            if question.type == "rank":
                values = [choice.value for choice in choices]
                self._chance.shuffle(values)
            elif question.type == "select_one":
                values = [choices[self._chance.randrange(len(choices))].value]
            else:
                count = min(len(choices), self._chance.randint(1, 3))
                values = [choices[self._chance.randrange(len(choices))].value for _value in range(count)]
            interview.answer(address, " ".join(dict.fromkeys(values)))
            if interview.node(address).problem is None:
                break
        else:
            done.unacceptable += 1
        done.questions += 1

    def _value(self, interview: Interview, question: Question) -> str:
        make = _MAKERS.get(question.type) or _MAKERS.get(question.bind_type) or _text
        target = interview.form.model.specs[question.path].constraint
        return make(self._chance, question, target.source if target is not None else "")


Maker = Callable[[random.Random, Question, str], str]


def _text(chance: random.Random, question: Question, constraint: str) -> str:
    digits = re.search(r"\[0-9\]\{(\d+)", constraint) or re.search(
        r"string-length\([^)]*\)\s*=\s*(\d+)", constraint
    )
    if digits and int(digits[1]) < 60:
        return "".join(chance.choice("123456789") for _digit in range(int(digits[1])))
    if "numbers" in question.appearance or re.search(r"\[0-9\]", constraint):
        return str(chance.randint(1, 10 ** chance.randint(1, 12)))
    return " ".join(chance.choice(_WORDS) for _word in range(chance.randint(1, 3)))


def _integer(chance: random.Random, question: Question, constraint: str) -> str:
    return str(int(_number(chance, question, constraint)))


def _decimal(chance: random.Random, question: Question, constraint: str) -> str:
    return f"{_number(chance, question, constraint):.2f}"


def _number(chance: random.Random, _question: Question, constraint: str) -> float:
    """A number near those the constraint speaks of."""
    spoken = [float(each) for each in _NUMERAL.findall(constraint)]
    if not spoken or chance.random() < 0.2:
        return chance.choice([0, 1, 2, 5, 17, 18, 30, 65, 99]) + chance.random()
    near = chance.choice(spoken) + chance.choice([-1, 0, 1])
    if len(spoken) > 1 and chance.random() < 0.6:
        low, high = sorted(chance.sample(spoken, 2))
        near = chance.uniform(low, high)
    return max(-1.0e6, min(near, 1.0e9))


def _day(chance: random.Random, _question: Question, constraint: str) -> str:
    spoken = [date.fromisoformat(each) for each in _DATE.findall(constraint) if _is_day(each)]
    around = chance.choice(spoken) if spoken and chance.random() < 0.7 else _TODAY
    return (
        around + timedelta(days=chance.choice([-20_000, -9_000, -3_000, -400, -30, -1, 0, 1, 30, 200]))
    ).isoformat()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _moment(chance: random.Random, question: Question, constraint: str) -> str:
    at = datetime.fromisoformat(_day(chance, question, constraint)).replace(tzinfo=UTC)
    return (at + timedelta(minutes=chance.randrange(1440))).isoformat(timespec="milliseconds")


def _clock(chance: random.Random, _question: Question, _constraint: str) -> str:
    return f"{chance.randrange(24):02d}:{chance.randrange(60):02d}:00.000+07:00"


def _range(chance: random.Random, question: Question, _constraint: str) -> str:
    start, end = float(question.parameters.get("start", 0)), float(question.parameters.get("end", 10))
    step = abs(float(question.parameters.get("step", 1))) or 1.0
    value = start + (1 if end >= start else -1) * step * chance.randrange(int(abs(end - start) / step) + 1)
    return str(int(value)) if question.bind_type == "int" else str(value)


def _place(chance: random.Random, _question: Question, _constraint: str) -> str:
    return f"{-7 - chance.random() / 10:.6f} {110.3 + chance.random() / 5:.6f} 12.0 4.5"


def _line(chance: random.Random, question: Question, constraint: str) -> str:
    return "; ".join(_place(chance, question, constraint) for _point in range(3))


def _area(chance: random.Random, question: Question, constraint: str) -> str:
    points = [_place(chance, question, constraint) for _point in range(3)]
    return "; ".join([*points, points[0]])


def _file(ending: str) -> Maker:
    return lambda chance, _question, _constraint: f"{chance.getrandbits(256):064x}.{ending}"


_MAKERS: dict[str, Maker] = {
    "integer": _integer,
    "int": _integer,
    "decimal": _decimal,
    "date": _day,
    "dateTime": _moment,
    "time": _clock,
    "range": _range,
    "geopoint": _place,
    "geotrace": _line,
    "geoshape": _area,
    "image": _file("jpg"),
    "audio": _file("m4a"),
    "video": _file("mp4"),
    "file": _file("pdf"),
    "barcode": lambda chance, _question, _constraint: str(chance.getrandbits(40)),
    "acknowledge": lambda _chance, _question, _constraint: "OK",
    "boolean": lambda chance, _question, _constraint: chance.choice("01"),
}
