# SPDX-License-Identifier: Apache-2.0
"""Double data: what is put forward and why, what is not, and that every decision can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enumerator.errors import UserError
from enumerator.registry import matching
from enumerator.registry.matching import (
    Profile,
    birth_likeness,
    candidates,
    compare,
    keys,
    name_likeness,
)
from enumerator.registry.pairs import (
    decide_different,
    merge,
    merged_into,
    pair,
    shown_for,
    unmerge,
)
from enumerator.registry.people import Member
from enumerator.registry.projection import rebuild, refresh
from enumerator.registry.search import Wanted, count
from enumerator.store.revision import Entry

HEAD_NIK = "/data/anggota[aaaa1111]/nik"
HEAD_BIRTH = "/data/anggota[aaaa1111]/tgl_lahir"
HEAD_NAME = "/data/anggota[aaaa1111]/nama"
WIFE = "/data/anggota[bbbb2222]"
CHILD = "/data/anggota[cccc3333]"
OTHERS = {
    f"{WIFE}/nik": "3374996206850009", f"{WIFE}/nama": "Wahyuni", f"{WIFE}/tgl_lahir": "1985-06-22",
    f"{CHILD}/nik": "3374990101150008", f"{CHILD}/nama": "Agus", f"{CHILD}/tgl_lahir": "2015-01-01",
}  # fmt: skip


def look(store, forms):
    refresh(store, forms)
    matching.refresh(store)
    return candidates(store)


def other_answers(**more):
    """A family with nothing in common with the first but what `more` says."""
    return {
        "name": "Paijo Kartolo", "no_kk": "3374990101100077", HEAD_NIK: "3374990404700077",
        "alamat": "Gg. Rawa 1", HEAD_BIRTH: "1970-04-04", "rw": "9", "rt": "9", **OTHERS, **more,
    }  # fmt: skip


def another(families, store, **more):
    return families.add(store, **other_answers(**more))


def test_strangers_are_not_put_forward(store, forms, families):
    families.add(store)
    another(families, store)
    assert look(store, forms) == ()


def test_the_same_nik_is_put_forward_with_the_reason(store, forms, families):
    first = families.add(store)
    second = another(families, store, **{HEAD_NIK: "3374991703800001"})
    (found,) = look(store, forms)
    assert ({found.a, found.b}, found.kind) == ({first, second}, "nik")
    left, right = ("Slamet Riyadi", "Paijo Kartolo")[:: 1 if found.a == first else -1]
    assert found.reasons[0].words == f"Same NIK 3374••••••••0001: {left} and {right}"
    assert found.reasons[-1].code == "other_name"
    assert found.score == 0.85


def test_the_same_family_card_is_put_forward(store, forms, families):
    families.add(store)
    another(families, store, no_kk="3374991208150001")
    (found,) = look(store, forms)
    assert (found.kind, found.reasons[0].words) == ("kk", "Same No. KK 3374••••••••0001")


@pytest.mark.parametrize("number", ["", "0", "337499", "3374990000000000", "0000000000000000", "-"])
def test_what_stands_for_no_number_joins_nobody(store, forms, families, number):
    families.add(store, no_kk=number, **{HEAD_NIK: number})
    another(families, store, no_kk=number, **{HEAD_NIK: number})
    assert look(store, forms) == ()


def test_one_family_in_two_spellings_without_numbers_is_found(store, forms, families):
    none = {HEAD_NIK: "", f"{WIFE}/nik": "", f"{CHILD}/nik": ""}
    families.add(store, name="Muhammad Djoko Soesilo", no_kk="", **none)
    families.add(store, name="Moh. Joko Susilo", no_kk="", alamat="Jln Melati 12", **none)
    (found,) = look(store, forms)
    assert found.kind == "near"
    assert [each.code for each in found.reasons] == ["name", "birth", "place", "address", "members"]
    assert found.score > 0.95


def test_a_common_name_alone_is_not_enough(store, forms, families):
    families.add(store)
    another(families, store, name="Slamet Riyadi")
    assert look(store, forms) == ()


def test_neighbours_with_one_surname_and_other_birth_dates_are_not_enough(store, forms, families):
    families.add(store)
    another(families, store, name="Slamet Riyanto", rw="5", rt="3")
    assert look(store, forms) == ()


def test_a_correction_takes_the_pair_away(store, forms, families):
    families.add(store)
    second = another(families, store, no_kk="3374991208150001")
    assert len(look(store, forms)) == 1
    store.append(families.entry(families.values(**other_answers()), second))
    assert look(store, forms) == ()


def test_one_by_one_finds_what_all_at_once_finds(store, forms, families):
    for number in range(6):
        families.add(
            store,
            name=["Slamet Riyadi", "Slamet Riyadhi"][number % 2],
            no_kk=f"337499120815000{number % 4 + 1}",
        )
        look(store, forms)
    step_by_step = candidates(store)
    with store.db.atomic():
        store.db.conn.execute("UPDATE projection SET version = -1 WHERE name = 'matching'")
    matching.refresh(store)
    assert candidates(store) == step_by_step
    assert len(step_by_step) == 15


def test_a_pair_said_to_be_different_is_not_put_forward_again(store, forms, families):
    first, second = families.add(store), families.add(store)
    look(store, forms)
    decide_different(store, first, second, "Dua keluarga satu rumah, KK berbeda")
    assert look(store, forms) == ()
    (found,) = candidates(store, decided=True)
    assert found.verdict == "different"
    assert count(store) == 2


def test_merging_shows_one_for_both_and_taking_apart_restores_both(store, forms, families):
    first, second = families.add(store), families.add(store)
    look(store, forms)
    merge(store, first, second, "Dicocokkan dengan KK")
    refresh(store, forms)
    assert (count(store), count(store, Wanted(merged=True))) == (1, 2)
    assert (shown_for(store, second), merged_into(store, first)) == (first, (second,))
    assert candidates(store, decided=True)[0].survivor == first
    unmerge(store, first, second, "Ternyata anak yang pecah KK")
    refresh(store, forms)
    assert count(store) == 2
    assert shown_for(store, second) == second
    assert len(candidates(store)) == 1


def test_a_chain_of_merges_ends_in_one_household(store, forms, families):
    first, second, third = (families.add(store) for _number in range(3))
    refresh(store, forms)
    merge(store, second, third, "sama")
    merge(store, first, second, "sama")
    refresh(store, forms)
    assert {shown_for(store, each) for each in (first, second, third)} == {first}
    merge(store, third, first, "sama")
    refresh(store, forms)
    assert len({shown_for(store, each) for each in (first, second, third)}) == 1
    before = store.db.conn.execute("SELECT * FROM merged ORDER BY household").fetchall()
    rebuild(store, forms)
    assert store.db.conn.execute("SELECT * FROM merged ORDER BY household").fetchall() == before


def test_two_offices_that_decide_differently_leave_the_pair_open(store, forms, families):
    first, second = families.add(store), families.add(store)
    refresh(store, forms)
    revision = merge(store, first, second, "sama")
    for verdict, survivor in (("different", ""), ("same", first)):
        values = {"a": min(first, second), "b": max(first, second), "verdict": verdict, "survivor": survivor}
        kept = {key: text for key, text in values.items() if text}
        store.append(Entry(revision.record, "pair", kept, parents=(revision.dot,), touched=tuple(values)))
    refresh(store, forms)
    found = pair(store, first, second)
    assert (found.contested, found.verdict, found.merged) == (True, "", False)
    assert count(store) == 2


def test_a_decision_needs_a_reason_and_two_households(store, families):
    with pytest.raises(UserError, match="reason"):
        merge(store, "a", "b", " ")
    with pytest.raises(UserError, match="itself"):
        merge(store, "a", "a", "x")
    refresh(store, {})
    with pytest.raises(UserError, match="not merged"):
        unmerge(store, "a", "b", "x")


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Slamet Riyadi", "Slamet Riyadi", 1, 1),
        ("Riyadi Slamet", "Slamet Riyadi", 1, 1),
        ("Slamet Riyadi", "Slamet Riyadhi", 0.9, 1),
        ("Siti Aminah", "St. Aminah", 1, 1),
        ("Siti Nur Aminah", "Siti Aminah", 0.9, 0.95),
        ("Slamet Riyadi", "Joko Widagdo", 0, 0.6),
        ("Siti", "Siti Aminah", 0, 0.8),
        ("", "", 0, 0),
    ],
)
def test_names_are_alike_as_far_as_people_would_say_so(one, other, least, most):
    assert least <= name_likeness(one, other) <= most


def test_birth_dates_are_alike_by_the_slips_people_make():
    assert birth_likeness("1980-03-12", "1980-03-12") == 1
    assert birth_likeness("1980-03-12", "1980-12-03") == 0.9
    assert birth_likeness("1980-03-12", "1980-03-13") == 0.75
    assert birth_likeness("1980-03-12", "1992-07-25") == 0
    assert birth_likeness("", "1980-03-12") is None


names = st.sampled_from(["Slamet Riyadi", "Siti Aminah", "Moh. Ali", "Muhammad Ali", "Tukiyem", ""])
numbers = st.sampled_from(["", "0", "3374991703800001", "3374991703800002"])
people = st.builds(
    Member,
    row=st.just("x"),
    name=names,
    nik=numbers,
    sex=st.sampled_from(["1", "2"]),
    birth=st.sampled_from(["", "1980-03-17", "1981-03-17"]),
    relation=st.sampled_from(["1", "3"]),
    present=st.just(True),
)
profiles = st.builds(
    Profile,
    record=st.uuids().map(str),
    no_kk=numbers,
    head_name=names,
    head_birth=st.sampled_from(["", "1980-03-17"]),
    kecamatan=st.just("33.74.02"),
    kelurahan=st.sampled_from(["33.74.02.1001", "33.74.02.1002"]),
    rw=st.sampled_from(["1", "2"]),
    rt=st.sampled_from(["1", "2"]),
    address=st.sampled_from(["Jl. Melati 1", "Gg. Rawa 3", ""]),
    members=st.lists(people, max_size=4).map(tuple),
)


@given(profiles, profiles)
def test_comparing_is_the_same_from_both_sides_and_found_through_a_key(one, other):
    found, back = compare(one, other), compare(other, one)
    assert (found is None) == (back is None)
    if found and back:
        assert (found.score, found.kind) == (back.score, back.kind)
        assert 0.8 <= found.score <= 1
        if found.kind != "near":
            assert keys(one) & keys(other)


@given(profiles, profiles)
def test_a_common_number_is_always_a_real_number(one, other):
    found = compare(one, other)
    if found and found.kind != "near":
        assert all(len(each.number) == 16 for each in found.reasons if each.code in ("nik", "kk"))
