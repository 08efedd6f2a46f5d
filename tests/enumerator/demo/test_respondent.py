# SPDX-License-Identifier: Apache-2.0
"""Invented families answer the real form completely, and what is mistyped is caught and mended."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from random import Random

import pytest
from PIL import Image

from enumerator.demo.corrections import apply_corrections, draw_corrections
from enumerator.demo.families import Family, draw_family, draw_large_family
from enumerator.demo.mistakes import slip
from enumerator.demo.photos import photos_for
from enumerator.demo.respondent import Filling, answer_family
from enumerator.forms.interview import Interview
from enumerator.registry.places import load_places

Begin = Callable[[], Interview]
PLACES = tuple(load_places().kelurahan.values())
SEEDS = range(120)


def visit(begin: Begin, seed: int, *, share: float = 0.0) -> tuple[Interview, Family, Filling]:
    family = draw_family(seed, PLACES[seed % len(PLACES)])
    interview = begin()
    mistakes = Random(f"{seed}:mistakes") if share else None
    return interview, family, answer_family(interview, family, mistakes=mistakes, share=share)


@pytest.fixture(scope="module")
def visits(begin: Begin) -> list[tuple[Interview, Family, Filling]]:
    return [visit(begin, seed, share=0.5) for seed in SEEDS]


def test_all_that_is_required_is_answered_and_nothing_is_wrong_at_the_end(
    visits: list[tuple[Interview, Family, Filling]],
) -> None:
    assert [filling.problems for _, _, filling in visits if filling.problems] == []
    assert min(filling.answered for _, _, filling in visits) > 120


def test_the_form_knows_the_family_as_it_was_drawn(visits: list[tuple[Interview, Family, Filling]]) -> None:
    for interview, family, _ in visits:
        answers = interview.finished_answers()
        rows = answers["/data/anggota#rows"].split()
        present = [member for member in family.members if member.present]
        assert len(rows) == len(family.members)
        assert answers["/data/jumlah_tinggal"] == str(len(present))
        assert answers["/data/nama_kepala"] == family.head.name
        for row, member in zip(rows, family.members, strict=True):
            assert answers[f"/data/anggota[{row}]/nama"] == member.name
            if member.present:
                assert answers[f"/data/anggota[{row}]/umur"] == str(member.age)


def test_about_three_in_four_spend_less_than_the_extreme_line(
    visits: list[tuple[Interview, Family, Filling]],
) -> None:
    spending = [
        int(interview.node("/data/pengeluaran/pengeluaran_kapita").value or "0") for interview, _, _ in visits
    ]
    known = [each for each in spending if each]
    assert len(known) > 0.9 * len(spending)
    assert 0.6 < sum(each < 391_000 for each in known) / len(known) < 0.9


def test_the_checks_catch_most_typing_errors_and_the_right_answer_stands_in_the_end(
    visits: list[tuple[Interview, Family, Filling]],
) -> None:
    caught = [(interview, each) for interview, _, filling in visits for each in filling.caught]
    missed = [each for _, _, filling in visits for each in filling.missed]
    assert len(caught) > 60
    assert len(missed) <= len(caught) * 0.05
    assert len({each.kind for _, each in caught}) >= 8
    for interview, each in caught:
        assert each.message
        assert each.wrong != each.right
        assert interview.node(each.address).value == each.right


def test_some_answers_are_refused_or_unknown_some_have_remarks_and_reasons(
    visits: list[tuple[Interview, Family, Filling]],
) -> None:
    keys = [key for interview, _, _ in visits for key in interview.finished_answers()]
    assert sum(key.endswith("#no-answer") for key in keys) > 20
    assert sum(key.endswith("#remark") for key in keys) > 5
    assert sum(key.endswith("#reason") for key in keys) > 0


def test_the_same_seed_gives_the_same_answers(begin: Begin) -> None:
    def values() -> list[str]:
        interview, _, _ = visit(begin, 11, share=1.0)
        answers = interview.answers()
        return [
            text
            for key, text in answers.items()
            if "#rows" not in key and "/@id" not in key and "instanceID" not in key
        ]

    assert values() == values()


def test_a_large_family_is_answered_too(begin: Begin) -> None:
    for size in (12, 20):
        interview = begin()
        family = draw_large_family(size, 3, PLACES[40])
        assert answer_family(interview, family).problems == ()
        assert interview.node("/data/jumlah_tinggal").value == str(size)


def test_two_laptops_correct_the_same_question_differently_and_each_something_of_its_own(
    begin: Begin,
) -> None:
    for seed in range(20):
        family = draw_family(seed, PLACES[seed])
        first, second = (draw_corrections(family, laptop) for laptop in (0, 1))
        assert first[0].path == second[0].path
        assert first[0].value != second[0].value
        assert first[1].path != second[1].path


def test_corrections_leave_the_interview_without_problems(begin: Begin) -> None:
    for seed in range(20):
        for laptop in (0, 1):
            interview, family, _ = visit(begin, seed)
            corrections = draw_corrections(family, laptop)
            touched = apply_corrections(interview, corrections)
            assert [interview.node(address).value for address in touched] == [
                each.value for each in corrections
            ]
            assert all(interview.node(address).remark for address in touched)
            assert interview.problems() == ()


def test_pictures_are_small_the_same_every_time_and_named_by_their_hash(begin: Begin) -> None:
    interview, family, filling = visit(begin, 4)
    again = photos_for(family)
    assert sorted(again.values()) == sorted(filling.photos.values())
    for name, data in filling.photos.items():
        assert name.partition(".")[0] == hashlib.sha256(data).hexdigest()
        assert len(data) < 30_000
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.format == ("PNG" if name.endswith(".png") else "JPEG")
    front = interview.node("/data/penutup/foto_depan").value
    assert filling.photos[front] == again["/data/penutup/foto_depan"]


def test_nobody_mistypes_a_question_without_a_check() -> None:
    assert slip(Random(1), "alamat", "Gang Mawar 3", {}) is None
