# SPDX-License-Identifier: Apache-2.0
"""Workbooks that mean something plain in another spelling: repaired, each repair told by sheet and row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from enumerator.errors import UserError
from enumerator.forms import Form, Interview, Question

Make = Callable[..., Form]


def told(form: Form, words: str) -> str:
    """Where the warning with these words says the repair was made."""
    return next(warning.where for warning in form.warnings if words in warning.what)


def test_a_choice_written_twice_counts_once(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | |
        | | type | name | label |
        | | select_one yn | q | Q |
        | choices | | | |
        | | list_name | name | label |
        | | yn | y | Ya |
        | | yn | t | Tidak |
        | | yn | y | Ya |
        """
    )
    assert [choice.value for choice in Interview.begin(form).choices("/data/q")] == ["y", "t"]
    assert "choices" in told(form, "y")
    assert "4" in told(form, "y")


def test_one_value_with_two_meanings_stays_two_choices(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | | |
        | | type | name | label | choice_filter |
        | | select_one kota | kota | Kota | |
        | | select_one desa | desa | Desa | kota = ${kota} |
        | choices | | | | |
        | | list_name | name | label | kota |
        | | kota | a | A | |
        | | kota | b | B | |
        | | desa | lain | Lain di A | a |
        | | desa | lain | Lain di B | b |
        """
    )
    interview = Interview.begin(form)
    interview.answer("/data/kota", "b")
    assert [choice.label for choice in interview.choices("/data/desa")] == ["Lain di B"]
    assert "5" in told(form, "1")


def test_hidden_strings_become_what_they_do(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | | |
        | | type | name | label | calculation |
        | | text | a | A | |
        | | hidden string | b | | concat(${a}, '!') |
        | | hidden string | c | | |
        """
    )
    interview = Interview.begin(form)
    interview.answer("/data/a", "x")
    assert interview.answers()["/data/b"] == "x!"
    assert "3" in told(form, "hidden string")


def test_a_group_named_meta_gets_another_name(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | |
        | | type | name | label |
        | | begin_group | meta | Data |
        | | text | a | A |
        | | end_group | | |
        """
    )
    assert "/data/meta_/a" in form.nodes
    assert "2" in told(form, "meta")


def test_two_questions_of_one_name_are_both_asked(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | |
        | | type | name | label |
        | | text | a | Pertama |
        | | text | a | Kedua |
        """
    )
    assert Interview.begin(form).children() == ("/data/a", "/data/a_2")
    assert "3" in told(form, "a_2")


def test_a_single_colon_before_the_language(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | | |
        | | type | name | label::Indonesia (id) | label:English (en) |
        | | text | a | Nama | Name |
        """
    )
    assert form.languages == ("Indonesia (id)", "English (en)")
    assert "1" in told(form, "label:English (en)")


def test_a_reference_that_is_never_closed_is_text(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | |
        | | type | name | label |
        | | text | nama | Nama |
        | | text | b | Halo ${nama}, isi ${tanda |
        """
    )
    interview = Interview.begin(form)
    interview.answer("/data/nama", "Siti")
    assert interview.node("/data/b").label.replace("\u200b", "") == "Halo Siti, isi ${tanda"


def test_a_list_with_nearly_its_name(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | |
        | | type | name | label |
        | | select_one ternak_nama | q | Q |
        | choices | | | |
        | | list_name | name | label |
        | | ternak | s | Sapi |
        """
    )
    assert [choice.value for choice in Interview.begin(form).choices("/data/q")] == ["s"]
    assert "2" in told(form, "ternak_nama")


def test_a_list_that_is_nowhere_is_refused(xlsform: Make) -> None:
    with pytest.raises(UserError) as refused:
        xlsform(
            """
            | survey | | | |
            | | type | name | label |
            | | select_one pulau | q | Q |
            | choices | | | |
            | | list_name | name | label |
            | | warna | m | Merah |
            """
        )
    assert "pulau" in refused.value.what
    assert "2" in refused.value.where


def test_search_reads_its_file(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | | |
        | | type | name | label | appearance |
        | | text | kota | Kota | |
        | | select_one desa | desa | Desa | minimal search('desa', 'matches', 'kota', ${kota}) |
        | choices | | | | |
        | | list_name | name | label | |
        | | desa | kode | nama | |
        | | desa | 99 | Lainnya | |
        """,
        media={"desa.csv": "kode,nama,kota\nk,Krajan,a\nl,Lor,b\n"},
    )
    question = form.nodes["/data/desa"]
    assert isinstance(question, Question)
    assert question.appearance == "minimal"
    interview = Interview.begin(form)
    interview.answer("/data/kota", "b")
    offered = [(choice.value, choice.label) for choice in interview.choices("/data/desa")]
    assert offered == [("99", "Lainnya"), ("l", "Lor")]


def test_external_lists_stand_in_the_form(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | | |
        | | type | name | label::Indonesia (id) | choice_filter |
        | | text | kota | Kota | |
        | | select_one_external desa | desa | Desa | kota=${kota} |
        | external_choices | | | | |
        | | list_name | name | label::Indonesia (id) | kota |
        | | desa | k | Krajan | a |
        | | desa | l | Lor | b |
        """
    )
    interview = Interview.begin(form)
    interview.answer("/data/kota", "a")
    assert [(choice.value, choice.label) for choice in interview.choices("/data/desa")] == [("k", "Krajan")]
    assert b"Krajan" in form.xml


def test_a_surplus_parenthesis_at_the_end(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | | |
        | | type | name | label | relevant |
        | | integer | a | A | |
        | | text | b | B | (${a} > 3)) |
        """
    )
    interview = Interview.begin(form)
    interview.answer("/data/a", "4")
    assert interview.node("/data/b").relevant
    assert "3" in told(form, "relevant")
