# SPDX-License-Identifier: Apache-2.0
"""The office's round: import desil, assess what is approved, decide, and see who decided what and why."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from enumerator.eligibility.adopting import SHIPPED
from enumerator.eligibility.assessing import assess_all, assessment_of
from enumerator.eligibility.deciding import decide, decide_all, decisions
from enumerator.eligibility.desil import desil_of, import_desil
from enumerator.eligibility.rules import load
from enumerator.errors import Cancelled, UserError
from enumerator.registry.pairs import merge
from enumerator.registry.projection import refresh
from enumerator.registry.review import approve_all
from enumerator.store.revision import Entry

RULES = load(SHIPPED)


NINE = {
    "lantai": "8", "dinding": "4", "bab": "6", "penerangan": "4", "air_minum": "8", "bahan_bakar": "10",
    "lauk_mingguan": "0", "pakaian_setahun": "1", "makan_sehari": "2",
    "prog_a": "2", "prog_b": "2", "prog_c": "2", "minat_usaha": "2",
}  # fmt: skip
"""Answers that meet nine criteria, and leave five open."""


@pytest.fixture
def office(store, forms, families):
    """Three approved families."""
    records = [
        families.add(store, name=name, no_kk=f"337499120815000{number}", **NINE)
        for number, name in enumerate(("Slamet Riyadi", "Joko Widagdo", "Tukiyem"), start=1)
    ]  # fmt: skip
    refresh(store, forms)
    approve_all(store, records, "Lengkap")
    refresh(store, forms)
    return records


def test_only_approved_households_are_assessed_and_only_once(store, forms, families, office):
    families.add(store, name="Belum Disetujui")
    refresh(store, forms)
    first = assess_all(store, forms, RULES)
    assert (first.assessed, first.unchanged, first.not_met) == (3, 0, 0)
    again = assess_all(store, forms, RULES)
    assert (again.assessed, again.unchanged) == (0, 3)
    assert assess_all(store, forms, RULES, status="").assessed == 1


def test_an_assessment_is_kept_whole(store, forms, office):
    assess_all(store, forms, RULES)
    kept = assessment_of(store, office[0])
    assert kept.household == office[0]
    assert kept.rules_version == RULES.version
    assert len(kept.criteria) == 14
    assert (kept.fewest, kept.most) == (9, 14)
    assert kept.criteria[3].words == "No toilet of their own: yes"
    assert assessment_of(store, "tidak-ada") is None


def test_new_answers_and_new_desil_are_assessed_anew(store, forms, families, office, tmp_path):
    assess_all(store, forms, RULES)
    store.append(families.entry(families.values(bab="1"), office[0]))
    refresh(store, forms)
    assert assess_all(store, forms, RULES).assessed == 0
    assert assessment_of(store, office[0]) is None
    approve_all(store, [office[0]], "Sudah dibetulkan")
    refresh(store, forms)
    path = tmp_path / "desil.csv"
    path.write_text("no_kk,desil\n3374991208150002,1\n", "utf-8")
    import_desil(store, path, source="DTSEN", day=date(2026, 9, 30))
    done = assess_all(store, forms, RULES)
    assert (done.assessed, done.unchanged) == (2, 1)
    assert assessment_of(store, office[1]).desil.desil == 1


def test_a_merged_household_is_not_assessed_twice(store, forms, office):
    assess_all(store, forms, RULES)
    merge(store, office[0], office[1], "Sama")
    refresh(store, forms)
    done = assess_all(store, forms, RULES)
    assert (done.assessed, done.unchanged) == (0, 2)
    assert assessment_of(store, office[1]) is None


def test_a_family_that_refused_is_counted_and_left_out(store, forms, families):
    record = families.add(store, hasil="4", wawancara="0")
    refresh(store, forms)
    approve_all(store, [record], "Menolak")
    refresh(store, forms)
    assert assess_all(store, forms, RULES).not_met == 1
    assert assessment_of(store, record) is None


def test_stopping_keeps_what_was_there_before(store, forms, office):
    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        assess_all(store, forms, RULES, progress=stop)
    assert assessment_of(store, office[0]) is None


def test_a_decision_says_who_why_and_by_which_rules(store, forms, office):
    assess_all(store, forms, RULES)
    revision = decide(store, office[0], "blt", "yes", "Musyawarah kelurahan 12 November", by="Bu Lurah")
    (found,) = decisions(store, office[0])
    assert (found.programme, found.eligible, found.decided_by) == ("blt", "yes", "Bu Lurah")
    assert (found.reason, found.rules_version) == ("Musyawarah kelurahan 12 November", RULES.version)
    assert (found.contested, found.stale) == (False, False)
    assert revision.values["proposed"] == "yes"
    assert revision.values["criteria_min"] == "9"
    assert revision.values["line"] == "391000.00"
    assert "Does not yet receive PKH or BLT: yes" in revision.values["reasons"]
    decide(store, office[0], "blt", "no", "Sudah pindah", by="Bu Lurah")
    assert [each.eligible for each in decisions(store, office[0])] == ["no"]
    assert len(store.journal.revisions(revision.record)) == 2


def test_a_decision_goes_stale_when_the_answers_change(store, forms, families, office):
    assess_all(store, forms, RULES)
    decide(store, office[0], "blt", "yes", "Layak")
    store.append(families.entry(families.values(bab="1"), office[0]))
    refresh(store, forms)
    assert decisions(store, office[0])[0].stale is True


def test_a_decision_needs_a_reason_and_an_assessment(store, forms, office):
    with pytest.raises(UserError, match="has not been assessed"):
        decide(store, office[0], "blt", "yes", "Layak")
    assess_all(store, forms, RULES)
    with pytest.raises(UserError, match="needs a reason"):
        decide(store, office[0], "blt", "yes", " ")
    with pytest.raises(ValueError, match="mungkin"):
        decide(store, office[0], "blt", "mungkin", "x")


def test_proposals_are_followed_in_bulk_once_and_people_are_not_overruled(store, forms, office):
    assess_all(store, forms, RULES)
    decide(store, office[0], "blt", "no", "Anak sudah bekerja tetap")
    done = decide_all(
        store, "Usulan program, rapat 20 November", by="Kepala bidang", programmes={"blt", "modal"}
    )
    assert done == 5
    assert decide_all(store, "Lagi", programmes={"blt", "modal"}) == 0
    found = {each.programme: each.eligible for each in decisions(store, office[0])}
    assert found == {"blt": "no", "modal": "no"}
    assert {each.programme: each.eligible for each in decisions(store, office[1])} == {
        "blt": "yes",
        "modal": "no",
    }


def test_what_is_uncertain_stays_open_unless_asked_for(store, forms, families, office):
    assess_all(store, forms, RULES)
    decide_all(store, "Usulan")
    assert "kesehatan" not in {each.programme for each in decisions(store, office[0])}
    decide_all(store, "Usulan", verdicts=("uncertain",))
    assert {each.programme: each.eligible for each in decisions(store, office[0])}["kesehatan"] == "uncertain"


def test_two_offices_that_decide_differently_decide_nothing(store, forms, office):
    assess_all(store, forms, RULES)
    first = decide(store, office[0], "blt", "yes", "Layak")
    for eligible in ("yes", "no"):
        values = {**first.values, "eligible": eligible}
        store.append(Entry(first.record, "decision", values, parents=(first.dot,), touched=tuple(values)))
    (found,) = decisions(store, office[0])
    assert (found.eligible, found.contested) == ("uncertain", True)
    decide(store, office[0], "blt", "no", "Diputuskan bersama")
    assert [(each.eligible, each.contested) for each in decisions(store, office[0])] == [("no", False)]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_desil_are_read_from_csv_with_what_is_wrong_set_aside(store, forms, office, tmp_path, delimiter):
    path = tmp_path / "dtsen.csv"
    lines = [
        "NIK,NO_KK,Desil,Tanggal,Sumber",
        "3374991703800001,,2,2026-09-30,DTSEN TW3",
        ",3374991208150002,7,30-09-2026,DTSEN TW3",
        "0,,1,2026-09-30,DTSEN TW3",
        "3374991703800001,,11,2026-09-30,DTSEN TW3",
        "3374991703800009,,1,,DTSEN TW3",
    ]
    path.write_text("\ufeff" + "\n".join(line.replace(",", delimiter) for line in lines), "utf-8")
    done = import_desil(store, path)
    assert (done.new, done.known, len(done.skipped)) == (2, 0, 3)
    assert "row 4" in done.skipped[0]
    assert "usable NIK" in done.skipped[0]
    assert "1 to 10" in done.skipped[1]
    assess_all(store, forms, RULES)
    assert desil_of(store, office[1]).desil == 7
    again = import_desil(store, path)
    assert (again.new, again.known) == (0, 2)


def test_the_latest_desil_counts_whatever_the_order_of_import(store, forms, office, tmp_path):
    for day, desil in (("2026-09-30", 3), ("2026-06-30", 1)):
        book = openpyxl.Workbook()
        book.active.append(["no_kk", "desil", "date", "source"])
        book.active.append(["3374991208150001", desil, day, "DTSEN"])
        book.save(tmp_path / "desil.xlsx")
        import_desil(store, tmp_path / "desil.xlsx")
    assess_all(store, forms, RULES)
    found = desil_of(store, office[0])
    assert (found.desil, found.date, found.source) == (3, "2026-09-30", "DTSEN")


def test_a_file_that_is_no_list_of_desil_is_refused(store, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("nama,nilai\na,1\n", "utf-8")
    with pytest.raises(UserError, match="no columns nik or no_kk"):
        import_desil(store, path)
    path.write_bytes(b"nik,desil\n\xff\xfe,1\n")
    with pytest.raises(UserError, match="UTF-8"):
        import_desil(store, path)
    with pytest.raises(UserError, match="cannot be opened"):
        import_desil(store, tmp_path / "tidak-ada.csv")
