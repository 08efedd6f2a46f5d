# SPDX-License-Identifier: Apache-2.0
"""Rules over answers that may be missing: what is known decides, what is missing never counts as a no."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enumerator.eligibility.answers import Answers, Place
from enumerator.eligibility.expression import compile_expression, scalar, truth
from enumerator.eligibility.values import UNKNOWN, Range
from enumerator.forms.expressions.faults import ExpressionError

NODES = {
    "/data": "group",
    "/data/luas": "number",
    "/data/lantai": "text",
    "/data/bab": "text",
    "/data/kloset": "text",
    "/data/anggota": "roster",
    "/data/anggota/umur": "number",
    "/data/anggota/kerja": "text",
    "/data/anggota/gaji": "number",
    "/data/anggota/anak": "roster",
    "/data/anggota/anak/umur_anak": "number",
}
TWO = {"/data/anggota#rows": "aa bb"}


class Sketch:
    """A form of a few nodes, and one name of the rules."""

    def path_of(self, name):
        found = [path for path in NODES if path.rpartition("/")[2] == name]
        return found[0] if found else None

    def is_named(self, name):
        return name in ("batas", "takhingga")

    def has(self, path):
        return path in NODES

    def is_roster(self, path):
        return NODES[path] == "roster"

    def is_number(self, path):
        return NODES[path] == "number"


def household(values, not_asked=()):
    return Answers(
        values=values,
        applies=lambda _answers, place: place.path not in not_asked,
        derives=lambda _answers, _place: None,
        named={"batas": 8.0, "takhingga": UNKNOWN}.__getitem__,
        today=date(2026, 11, 24),
    )


def ask(expression, values, not_asked=()):
    """The truth of an expression over these answers."""
    answers = household(values, not_asked)
    compiled = compile_expression(expression, Sketch(), "/data")
    return truth(compiled(answers, Place("/data"), Place("/data")), answers, Sketch())


def value(expression, values, not_asked=()):
    answers = household(values, not_asked)
    compiled = compile_expression(expression, Sketch(), "/data")
    return scalar(compiled(answers, Place("/data"), Place("/data")), answers)


@pytest.mark.parametrize(
    ("expression", "values", "expected"),
    [
        ("${luas} < ${batas}", {"/data/luas": "7"}, True),
        ("${luas} < ${batas}", {"/data/luas": "8"}, False),
        ("${luas} < ${batas}", {}, None),
        ("${luas} div 2 < ${batas}", {"/data/luas": "15"}, True),
        ("selected('7 8', ${lantai})", {"/data/lantai": "8"}, True),
        ("selected('7 8', ${lantai})", {}, None),
        ("${lantai} = '8' or ${luas} < 8", {"/data/luas": "7"}, True),
        ("${lantai} = '8' or ${luas} < 8", {"/data/luas": "9"}, None),
        ("${lantai} = '8' and ${luas} < 8", {"/data/luas": "9"}, False),
        ("not(${lantai} = '8')", {}, None),
        ("${lantai} != '8'", {}, None),
        ("if(${lantai} = '8', ${luas} < 8, false())", {"/data/luas": "9"}, False),
        ("if(${lantai} = '8', 1, 3) > 0", {}, True),
        ("coalesce(${luas}, 0) < 8", {}, None),
        ("coalesce(${luas}, ${lantai}) = '8'", {"/data/lantai": "8"}, None),
        ("${takhingga} > 3", {}, None),
        ("true()", {}, True),
    ],
)
def test_a_missing_answer_is_neither_yes_nor_no(expression, values, expected):
    assert ask(expression, values) is expected


def test_a_question_that_was_not_asked_is_blank_and_known():
    assert ask("${kloset} = '4'", {"/data/bab": "6"}, not_asked={"/data/kloset"}) is False
    assert ask("${kloset} = '4'", {"/data/bab": "6"}) is None


@pytest.mark.parametrize(
    ("expression", "members", "expected"),
    [
        ("count(${anggota}[${umur} < 5]) > 0", {"aa": "3", "bb": ""}, True),
        ("count(${anggota}[${umur} < 5]) > 0", {"aa": "9", "bb": ""}, None),
        ("count(${anggota}[${umur} < 5]) > 0", {"aa": "9", "bb": "8"}, False),
        ("count(${anggota}[./umur < 5]) = 2", {"aa": "3", "bb": "2"}, True),
        ("count(${anggota}[umur < 5]) = 2", {"aa": "3", "bb": ""}, None),
        ("sum(${umur}) > 10", {"aa": "11", "bb": ""}, None),
        ("sum(${umur}) = 12", {"aa": "11", "bb": "1"}, True),
        ("max(${umur}) >= 60", {"aa": "61", "bb": "4"}, True),
        ("min(${umur}) < 5", {"aa": "61", "bb": "4"}, True),
        ("${umur} = 61", {"aa": "61", "bb": ""}, True),
        ("${anggota}[1]/umur = 61", {"aa": "61", "bb": ""}, True),
        ("${anggota}[2]/umur = 61", {"aa": "61", "bb": "4"}, False),
        ("count(${anggota}) = 2", {"aa": "", "bb": ""}, True),
        ("count-non-empty(${umur}) = 1", {"aa": "", "bb": "3"}, True),
        ("count(${umur} | ${gaji}) = 4", {"aa": "", "bb": "3"}, True),
    ],
)
def test_rows_are_counted_as_far_as_they_are_known(expression, members, expected):
    values = TWO | {f"/data/anggota[{row}]/umur": age for row, age in members.items() if age}
    assert ask(expression, values) is expected


def test_a_count_with_a_gap_lies_between_a_fewest_and_a_most():
    values = TWO | {"/data/anggota[aa]/umur": "3"}
    assert value("count(${anggota}[${umur} < 5])", values) == Range(1, 2)
    assert ask("count(${anggota}[${umur} < 5]) < 3", values) is True


def test_nested_rows_belong_to_their_own_row():
    values = TWO | {
        "/data/anggota[aa]/anak#rows": "c1 c2",
        "/data/anggota[bb]/anak#rows": "c3",
        "/data/anggota[aa]/anak[c1]/umur_anak": "1",
        "/data/anggota[aa]/anak[c2]/umur_anak": "2",
        "/data/anggota[bb]/anak[c3]/umur_anak": "3",
    }
    assert value("sum(${umur_anak})", values) == 6
    assert value("count(${anggota}[sum(${umur_anak}) = 3])", values) == 2
    assert value("count(${anggota}[count(${anak}) = 2])", values) == 1


def test_the_missing_answers_and_those_read_are_noted_by_address():
    values = TWO | {"/data/anggota[aa]/umur": "9"}
    answers = household(values)
    compiled = compile_expression("count(${anggota}[${umur} < 5]) > 0", Sketch(), "/data")
    compiled(answers, Place("/data"), Place("/data"))
    assert list(answers.missing) == ["/data/anggota[bb]/umur"]
    assert answers.read == {"/data/anggota[aa]/umur": "9"}


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        ("${tidak_ada} = 1", "tidak_ada"),
        ("/data/salah = 1", "/data/salah"),
        ("pulldata('a', 'b', 'c', 'd') = 1", "pulldata"),
        ("${luas} <", ""),
        ("if(${luas} = 1, 2)", "if"),
        ("count(${anggota}, 1)", "count"),
        ("//luas = 1", ""),
    ],
)
def test_what_the_rules_cannot_use_is_refused_with_its_name(expression, word):
    with pytest.raises(ExpressionError) as told:
        compile_expression(expression, Sketch(), "/data")
    assert word in str(told.value)


EXPRESSIONS = [
    "${luas} < 8",
    "${luas} div 2 >= 4 or ${lantai} = '8'",
    "not(${luas} < 8 and ${lantai} = '7')",
    "count(${anggota}[${umur} < 5]) > 0",
    "count(${anggota}[${umur} < 5 or ${kerja} = '1']) >= 2",
    "sum(${gaji}) div count(${anggota}) < 4",
    "if(${lantai} = '8', ${luas} > 3, ${luas} > 5)",
    "max(${umur}) - min(${umur}) > 3",
    "sum(${anggota}[${kerja} = '1']/gaji) > 6",
    "selected('7 8', ${lantai}) and count(${anggota}[${kerja} != '1']) = 1",
    "abs(${luas} - 5) * 2 > 4",
    "round(${luas} div 3) = 2",
]
ADDRESSES = {
    "/data/luas": "0123456789",
    "/data/lantai": "678",
    **{f"/data/anggota[{row}]/umur": "0123456789" for row in ("aa", "bb")},
    **{f"/data/anggota[{row}]/kerja": "12" for row in ("aa", "bb")},
    **{f"/data/anggota[{row}]/gaji": "0123456789" for row in ("aa", "bb")},
}
complete = st.fixed_dictionaries(
    {address: st.sampled_from(list(said)) for address, said in ADDRESSES.items()}
)


@given(complete, st.sets(st.sampled_from(list(ADDRESSES))), st.sampled_from(EXPRESSIONS))
def test_a_decision_made_with_gaps_stands_whatever_the_gaps_turn_out_to_be(answers, gaps, expression):
    with_gaps = ask(
        expression, TWO | {address: said for address, said in answers.items() if address not in gaps}
    )
    whole = ask(expression, TWO | answers)
    assert whole is not None
    assert with_gaps in (None, whole)
