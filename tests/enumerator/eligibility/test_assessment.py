# SPDX-License-Identifier: Apache-2.0
"""A household against the shipped rules: the count, the line, the desil, each programme, and the reasons."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import pytest

from enumerator.eligibility.adopting import SHIPPED
from enumerator.eligibility.assessment import BoundRules, Desil
from enumerator.eligibility.rules import load
from enumerator.forms.interview import Context, Interview, NoAnswer

TODAY = date(2026, 11, 24)
POOR = {
    "luas_lantai": "15", "lantai": "8", "dinding": "4", "bab": "6", "penerangan": "4", "air_minum": "8",
    "bahan_bakar": "10", "lauk_mingguan": "0", "pakaian_setahun": "1", "makan_sehari": "2",
    "sanggup_berobat": "2", "penghasilan_kepala": "500000", "tabungan_500": "2", "barang_500": "2",
    "prog_a": "2", "prog_b": "2", "prog_c": "2", "minat_usaha": "1", "minat_pelatihan": "1 3",
    "butuh_kesehatan": "0", "butuh_pendidikan": "1", "butuh_prasarana": "2", "setuju_rujukan": "1",
}  # fmt: skip
SPENDING = ("pangan_beras", "pangan_hewani", "pangan_nabati", "pangan_sayur", "pangan_bumbu", "pangan_jadi",
            "pangan_rokok", "biaya_sewa", "biaya_listrik", "biaya_air", "biaya_bahan_bakar", "biaya_transpor",
            "biaya_pulsa", "biaya_sekolah", "biaya_kesehatan", "biaya_kebersihan", "biaya_iuran",
            "biaya_lain", "tahunan_pakaian", "tahunan_rumah", "tahunan_acara")  # fmt: skip


@pytest.fixture(scope="module")
def rules(form):
    return BoundRules(load(SHIPPED), form)


class Talk:
    """An interview answered by the names of the questions."""

    def __init__(self, form):
        self.form = form
        self.interview = Interview.begin(form, Context(clock=lambda: datetime(2026, 11, 24, 9, tzinfo=UTC)))

    def address(self, name, row=""):
        path = next(path for path, node in self.form.nodes.items() if node.name == name)
        return path.replace("/data/anggota", f"/data/anggota[{row}]") if row else path

    def answer(self, name, value, row=""):
        self.interview.answer(self.address(name, row), value)

    def choices(self, name, row=""):
        address = self.address(name, row)
        if not self.interview.node(address).definition.type.startswith("select"):
            return []
        return [choice.value for choice in self.interview.choices(address)]

    def open(self, members=2):
        for name, value in (("hasil", "1"), ("persetujuan", "1"), ("no_kk", "3374991208150001")):
            self.answer(name, value)
        rows = []
        for number in range(members):
            there = self.interview.children("/data/anggota")
            address = (
                there[number] if number < len(there) else self.interview.add_repeat("/data/anggota").created
            )
            row = address.rpartition("[")[2].rstrip("]")
            rows.append(row)
            for name, value in (
                ("nama", f"Orang {number}"), ("keberadaan", "1"), ("jk", "1"), ("tgl_lahir", "1970-05-05"),
                ("hubungan", "1" if number == 0 else "3"), ("sekolah", "3"), ("ijazah", "3"),
                ("bekerja", "2"),
            ):  # fmt: skip
                self.answer(name, value, row)
        return rows

    def answers(self):
        return self.interview.finished_answers()


def poor_family(form, **other):
    talk = Talk(form)
    talk.open()
    for name, value in {**POOR, **dict.fromkeys(SPENDING, "10000"), **other}.items():
        talk.answer(name, value)
    return talk.answers()


def test_a_poor_family_meets_the_criteria_and_is_proposed_for_what_it_needs(rules, form):
    found = rules.assess("kk-1", poor_family(form), on=TODAY)
    assert (found.fewest, found.most) == (14, 14)
    assert found.score_words == "14"
    assert (found.poor, found.poor_by_criteria, found.poor_by_line) == ("yes", True, True)
    assert found.line.period == "2025-01"
    assert {each.programme: each.eligible for each in found.programmes} == {
        "blt": "yes", "pangan": "yes", "pelatihan": "yes", "modal": "yes", "kesehatan": "no",
        "pendidikan": "yes", "prasarana": "yes",
    }  # fmt: skip
    assert "No toilet of their own: yes" in [each.words for each in found.criteria]
    assert found.proposal("kesehatan").reasons[1] == "Needs a health service: no"


def test_missing_answers_give_a_range_and_are_named(rules, form):
    values = poor_family(form, bab=None, lantai=None, makan_sehari=NoAnswer.DONT_KNOW)
    found = rules.assess("kk-1", values, on=TODAY)
    assert (found.fewest, found.most) == (11, 14)
    assert found.score_words == "11 to 14"
    floor = next(each for each in found.criteria if each.code == "kriteria_02")
    assert floor.met is None
    assert floor.missing == ("/data/perumahan/lantai", "/data/perumahan/lantai_murah")
    assert floor.words.startswith("Floor of earth, bamboo or cheap wood: not known (no answer: ")


def test_a_missing_answer_that_decides_leaves_the_programme_uncertain(rules, form):
    values = poor_family(form, prog_b=NoAnswer.DONT_KNOW)
    found = rules.assess("kk-1", values, on=TODAY)
    assert found.proposal("blt").eligible == "uncertain"
    assert found.proposal("pangan").eligible == "yes"


def test_the_range_decides_as_soon_as_it_can(rules, form):
    rich = {
        "luas_lantai": "80", "lantai": "2", "dinding": "1", "dinding_plester": "1", "bab": "1",
        "penerangan": "1", "air_minum": "3", "bahan_bakar": "4",
    }  # fmt: skip
    found = rules.assess("kk-1", poor_family(form, **rich), on=TODAY)
    assert (found.fewest, found.most) == (7, 7)
    assert found.poor_by_criteria is False
    unsure = rules.assess("kk-1", poor_family(form, **{**rich, "lantai": None}), on=TODAY)
    assert (unsure.fewest, unsure.most, unsure.poor_by_criteria) == (7, 8, False)


def test_spending_with_a_gap_is_not_spending_without_it(rules, form):
    values = poor_family(form, biaya_lain=NoAnswer.REFUSED)
    found = rules.assess("kk-1", values, on=TODAY)
    assert (found.spending, found.poor_by_line) == (None, None)


def test_the_line_is_that_of_the_day(rules, form):
    values = poor_family(form, pangan_beras="150000")
    assert rules.assess("kk-1", values, on=date(2020, 1, 1)).line is None
    now = rules.assess("kk-1", values, on=TODAY)
    assert now.poor_by_line == (now.spending < 391_000)


def test_where_the_screens_disagree_it_is_said(rules, form):
    values = poor_family(form, biaya_sewa="2000000")
    told = rules.assess("kk-1", values, on=TODAY, desil=Desil(6, "2026-09-30", "DTSEN"))
    assert told.disagreements == (
        "Poor by the criteria (14), but spending lies above the line.",
        "Desil 6, but our own screens say poor.",
    )
    agreed = rules.assess("kk-1", poor_family(form), on=TODAY, desil=Desil(1, "2026-09-30", "DTSEN"))
    assert agreed.disagreements == ()


def test_a_family_that_was_not_interviewed_is_not_assessed(rules, form):
    talk = Talk(form)
    talk.answer("hasil", "4")
    assert not rules.assesses(talk.answers(), on=TODAY)
    assert rules.assesses(poor_family(form), on=TODAY)


def test_nobody_is_put_ahead_for_what_is_not_known(rules, form):
    known = rules.assess("kk-1", poor_family(form), on=TODAY).proposal("blt")
    gap = rules.assess("kk-2", poor_family(form, bab=None), on=TODAY).proposal("blt")
    assert gap.priority < known.priority


def test_reasons_follow_the_language_of_the_user(rules, form):
    from enumerator.messages import speak

    speak("id")
    found = rules.assess("kk-1", poor_family(form), on=TODAY)
    assert found.criteria[3].words == "Tidak memiliki tempat buang air besar sendiri: ya"


ASKED = [*POOR, "lantai_murah", "dinding_plester", "dinding_murah", "punya_lahan", "luas_lahan"]
ROWS_ASKED = ("sekolah", "ijazah", "bekerja", "status_kerja", "lapangan_usaha")


@pytest.mark.parametrize("seed", range(25))
def test_the_count_is_the_one_that_the_questionnaire_works_out_by_itself(rules, form, seed):
    """The form counts the criteria by its own calculations: the rules written twice, which must agree."""
    chance = random.Random(seed)
    talk = Talk(form)
    rows = talk.open(members=chance.randint(1, 3))
    for name in ASKED:
        options = talk.choices(name) or [str(chance.choice([0, 1, 2, 5, 12, 40, 500, 501, 600000, 700000]))]
        if chance.random() < 0.8:
            talk.answer(name, chance.choice(options))
    for row in rows:
        for name in ROWS_ASKED:
            talk.answer(name, chance.choice(talk.choices(name, row)) if chance.random() < 0.8 else None, row)
    values = talk.answers()
    found = rules.assess("kk", values, on=TODAY)
    assert (found.fewest, found.most) == (
        float(values["/data/n_kriteria_min"]),
        float(values["/data/n_kriteria_max"]),
    ), [each.words for each in found.criteria]
