# SPDX-License-Identifier: Apache-2.0
"""Who is due what: decided, in order, within the quota; and out of it again by graduation or merging."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enumerator.eligibility.adopting import SHIPPED
from enumerator.eligibility.assessing import assess_all
from enumerator.eligibility.deciding import decide, decide_all
from enumerator.eligibility.rules import load
from enumerator.errors import UserError
from enumerator.programmes.catalogue import amount_words, catalogue
from enumerator.programmes.due import due, entitled, period_of
from enumerator.programmes.graduation import graduate, readmit, standing
from enumerator.registry import matching
from enumerator.registry.pairs import decide_different, merge
from enumerator.registry.projection import refresh
from enumerator.registry.review import approve_all

RULES = load(SHIPPED)
TODAY = date(2026, 11, 24)
NINE = {
    "lantai": "8", "dinding": "4", "bab": "6", "penerangan": "4", "air_minum": "8", "bahan_bakar": "10",
    "lauk_mingguan": "0", "pakaian_setahun": "1", "makan_sehari": "2",
    "prog_a": "2", "prog_b": "2", "prog_c": "2", "minat_usaha": "2",
}  # fmt: skip


def with_quota(quota):
    return replace(
        RULES,
        programmes=tuple(replace(p, quota=quota if p.code == "blt" else p.quota) for p in RULES.programmes),
    )


@pytest.fixture
def three(store, forms, families):
    """Three decided families; the second meets one criterion more, the third lives elsewhere."""
    wife = "/data/anggota[bbbb2222]"
    records = [
        families.add(store, name="Slamet Riyadi", no_kk="3374991208150001", **NINE),
        families.add(
            store, name="Joko Widagdo", no_kk="3374991208150002", sanggup_berobat="2", **NINE,
            **{"/data/anggota[aaaa1111]/nik": "3374990101700001", f"{wife}/nik": "3374995101700002",
               "/data/anggota[cccc3333]/nik": "3374990101150003"},
        ),
        families.add(
            store, name="Tukiyem", no_kk="3374991208150003", kecamatan="33.74.10",
            kelurahan="33.74.10.1001", **NINE,
            **{"/data/anggota[aaaa1111]/nik": "3374990101600004", f"{wife}/nik": "3374995101600005",
               "/data/anggota[cccc3333]/nik": "3374990101160006"},
        ),
    ]  # fmt: skip
    refresh(store, forms)
    approve_all(store, records, "Lengkap")
    refresh(store, forms)
    assess_all(store, forms, RULES, on=TODAY)
    decide_all(store, "Usulan program", by="Kepala bidang")
    return records


def test_the_list_is_in_order_of_priority_and_says_what_is_due(store, three):
    found = due(store, RULES, on=TODAY, programme="blt")
    assert [each.household for each in found] == [three[1], three[0], three[2]]
    assert [each.rank for each in found] == [1, 2, 3]
    first = found[0]
    assert (first.amount, first.unit, first.period, first.decided_by) == (
        300_000,
        "rupiah",
        "2026-11",
        "Kepala bidang",
    )
    assert (first.masked_kk, first.masked_nik) == ("3374••••••••0002", "3374••••••••0001")


def test_beyond_the_quota_is_a_waiting_list(store, three):
    found = due(store, with_quota(2), on=TODAY, programme="blt")
    assert [each.within_quota for each in found] == [True, True, False]
    assert set(entitled(store, with_quota(1), on=TODAY)) >= {three[1]}
    assert "blt" not in entitled(store, with_quota(1), on=TODAY).get(three[0], ())


def test_a_place_narrows_the_list_but_not_the_order(store, three):
    (found,) = due(store, RULES, on=TODAY, programme="blt", kelurahan="33.74.10.1001")
    assert (found.household, found.rank) == (three[2], 3)
    assert due(store, RULES, on=TODAY, kecamatan="33.74.16") == ()


def test_a_programme_that_does_not_run_owes_nothing(store, three):
    assert due(store, RULES, on=date(2030, 1, 1)) == ()
    assert due(store, RULES, on=date(2026, 12, 31), programme="blt") != ()


def test_a_decision_against_takes_a_household_off(store, three):
    decide(store, three[0], "blt", "no", "Sudah mampu")
    assert [each.household for each in due(store, RULES, on=TODAY, programme="blt")] == [three[1], three[2]]


def test_a_possible_double_is_served_until_people_decide(store, forms, families, three):
    double = families.add(store, name="Slamet Riyadi", no_kk="3374991208150001", **NINE)
    refresh(store, forms)
    matching.refresh(store)
    found = {each.household: each for each in due(store, RULES, on=TODAY, programme="blt")}
    assert found[three[0]].doubtful is True
    assert found[three[1]].doubtful is False
    decide_different(store, three[0], double, "Dua keluarga")
    refresh(store, forms)
    assert not due(store, RULES, on=TODAY, programme="blt")[1].doubtful
    merge(store, double, three[0], "Satu keluarga")
    refresh(store, forms)
    assert three[0] not in {each.household for each in due(store, RULES, on=TODAY)}


def test_changed_answers_are_marked_until_decided_again(store, forms, families, three):
    store.append(families.entry(families.values(name="Slamet R.", **NINE), three[0]))
    refresh(store, forms)
    found = {each.household: each.stale for each in due(store, RULES, on=TODAY, programme="blt")}
    assert found == {three[0]: True, three[1]: False, three[2]: False}


def test_graduation_ends_what_is_due_and_readmission_brings_it_back(store, three):
    graduate(store, three[0], "Anak bekerja tetap, pengeluaran di atas garis")
    assert three[0] not in entitled(store, RULES, on=TODAY)
    assert (standing(store, three[0]).state, standing(store, three[0]).times) == ("graduated", 1)
    readmit(store, three[0], "Terkena PHK")
    back = standing(store, three[0])
    assert (back.state, back.times, back.reason) == ("active", 1, "Terkena PHK")
    assert three[0] in entitled(store, RULES, on=TODAY)
    graduate(store, three[0], "Bekerja lagi")
    assert standing(store, three[0]).times == 2
    assert standing(store, three[1]) is None


def test_who_never_graduated_cannot_be_readmitted(store, three):
    with pytest.raises(UserError, match="not graduated"):
        readmit(store, three[0], "x")
    with pytest.raises(UserError, match="needs a reason"):
        graduate(store, three[0], "")


@pytest.mark.parametrize(
    ("schedule", "period"),
    [("once", ""), ("monthly", "2026-11"), ("quarterly", "2026-T4"), ("yearly", "2026")],
)
def test_a_turn_is_named_after_its_schedule(schedule, period):
    assert period_of(schedule, TODAY) == period


def test_the_catalogue_tells_programmes_in_words():
    offers = {each.code: each for each in catalogue(RULES, TODAY)}
    assert (offers["blt"].name, offers["blt"].gives) == ("Cash assistance (BLT)", "Rp300,000 every month")
    assert offers["blt"].running
    assert not catalogue(RULES, date(2030, 1, 1))[0].running
    assert amount_words(1, "package") == "1 package"
