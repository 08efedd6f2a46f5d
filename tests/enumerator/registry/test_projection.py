# SPDX-License-Identifier: Apache-2.0
"""From the journal to households and people, step by step or all at once, with the same result."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.errors import Cancelled, UserError
from enumerator.registry.projection import Status, rebuild, refresh
from enumerator.registry.review import approve, approve_all, return_, reviews
from enumerator.registry.search import Wanted, count, holders, household, households, members, numbers
from enumerator.registry.tables import HOUSEHOLDS
from enumerator.store.journal import Writer
from enumerator.store.revision import Entry
from enumerator.store.store import create_store

TABLES = ("household", "person", "number", "review")


def rows(store):
    """All rows of the tables, without the numbers the database gave them."""
    names = dict(store.db.conn.execute("SELECT id, record FROM household").fetchall())
    found = {}
    for table in TABLES:
        described = store.db.conn.execute(f"SELECT * FROM {table}")
        columns = [column[0] for column in described.description]
        found[table] = sorted(
            tuple(
                (column, names.get(value, value) if column == "household" else value)
                for column, value in zip(columns, row, strict=True)
                if column != "id"
            )
            for row in described.fetchall()
        )
    return found


def test_a_finished_interview_becomes_a_household_with_its_people(store, forms, families):
    record = families.add(store, name="Slamet Riyadi")
    done = refresh(store, forms)
    assert done.households == (record,)
    found = household(store, record)
    assert (found.status, found.head_name, found.no_kk) == (
        Status.RECEIVED,
        "Slamet Riyadi",
        "3374991208150001",
    )
    assert (found.kelurahan, found.rw, found.rt, found.members) == ("33.74.02.1003", "5", "3", 3)
    assert (found.spending, found.latitude, found.longitude) == (310_000, -6.96, 110.41)
    assert (found.masked_kk, found.masked_nik) == ("3374••••••••0001", "3374••••••••0001")
    people = members(store, record)
    assert [each.name for each in people] == ["Slamet Riyadi", "Siti Aminah", "Budi Riyadi"]
    assert [each.is_head for each in people] == [True, False, False]
    assert people[1].birth == "1983-05-12"


def test_a_member_who_left_is_kept_but_not_counted(store, forms, families):
    record = families.add(store, **{"/data/anggota[cccc3333]/keberadaan": "3"})
    refresh(store, forms)
    assert household(store, record).members == 2
    assert [each.present for each in members(store, record)] == [True, True, False]


def test_a_refresh_reads_only_what_is_new(store, forms, families):
    first = families.add(store)
    refresh(store, forms)
    second = families.add(store, name="Joko")
    assert refresh(store, forms).households == (second,)
    assert refresh(store, forms).households == ()
    assert {each.record for each in households(store)} == {first, second}


def test_a_correction_changes_the_row_and_keeps_the_old_numbers(store, forms, families):
    record = families.add(store, no_kk="3374991208150001")
    refresh(store, forms)
    store.append(families.entry(families.values(no_kk="3374990101200007"), record, act="correct"))
    refresh(store, forms)
    assert household(store, record).no_kk == "3374990101200007"
    assert holders(store, "3374991208150001") == ((record, "", False),)
    assert holders(store, "3374990101200007") == ((record, "", True),)
    cards = [(each.number, each.current) for each in numbers(store, record) if each.kind == "kk"]
    assert cards == [("3374990101200007", True), ("3374991208150001", False)]


@pytest.mark.parametrize("empty", ["", "0", "337499", "0000000000000000"])
def test_a_number_that_is_none_is_nobodys_number(store, forms, families, empty):
    record = families.add(store, no_kk=empty)
    refresh(store, forms)
    assert holders(store, empty) == ()
    assert household(store, record) is not None


def test_rebuilding_gives_the_rows_that_refreshing_gave(store, forms, families):
    first = families.add(store)
    refresh(store, forms)
    second = families.add(store, name="Joko Widagdo", no_kk="")
    refresh(store, forms)
    approve(store, first, "Sesuai")
    (edit,) = store.append(families.entry(families.values(name="Slamet R."), first))
    refresh(store, forms)
    return_(store, second, "Lengkapi No. KK", {"/data/lokasi/kartu_keluarga/no_kk": "Lihat kartu"})
    store.append(families.entry({}, families.add(store), act="delete"))
    refresh(store, forms)
    before = rows(store)
    rebuild(store, forms)
    assert rows(store) == before
    assert edit.dot.seq > 0
    assert len(before["household"]) == 2


def test_tables_of_another_version_are_made_anew(store, forms, families):
    record = families.add(store)
    refresh(store, forms)
    with store.db.atomic():
        store.db.conn.execute("UPDATE projection SET version = -1 WHERE name = ?", (HOUSEHOLDS.name,))
        store.db.conn.execute("UPDATE household SET head_name = 'lama'")
    refresh(store, forms)
    assert household(store, record).head_name == "Slamet Riyadi"


def test_approving_and_returning_show_until_new_work_arrives(store, forms, families):
    record = families.add(store)
    refresh(store, forms)
    approve(store, record, "Sesuai KK")
    refresh(store, forms)
    assert household(store, record).status == Status.APPROVED
    assert reviews(store, record)[-1].comment == "Sesuai KK"
    store.append(families.entry(families.values(name="Slamet R."), record))
    refresh(store, forms)
    assert household(store, record).status == Status.RECEIVED
    return_(store, record, "", {"/data/lokasi/rt": "RT salah"})
    refresh(store, forms)
    assert household(store, record).status == Status.RETURNED
    assert reviews(store, record)[-1].comments == {"/data/lokasi/rt": "RT salah"}
    assert [each.verdict for each in reviews(store, record)] == ["approved", "returned"]


def test_the_later_of_two_reviews_of_the_same_person_counts(store, forms, families):
    record = families.add(store)
    refresh(store, forms)
    return_(store, record, "Foto kurang jelas")
    refresh(store, forms)
    approve(store, record, "Foto ternyata cukup")
    refresh(store, forms)
    assert household(store, record).status == Status.APPROVED


def test_of_two_offices_that_disagree_the_one_that_returns_counts(store, forms, families):
    record = families.add(store)
    refresh(store, forms)
    heads = household(store, record).heads
    for number, verdict in enumerate(("returned", "approved")):
        values = {"household": record, "heads": heads, "verdict": verdict, "comment": "", "replaces": ""}
        store.append(Entry(f"review-{number}", "review", values))
    refresh(store, forms)
    assert household(store, record).status == Status.RETURNED


def test_a_review_of_something_no_longer_there_is_refused(store, forms, families):
    record = families.add(store)
    refresh(store, forms)
    seen = household(store, record).heads
    store.append(families.entry(families.values(name="Slamet R."), record))
    with pytest.raises(UserError, match="New work"):
        approve(store, record, heads=seen)
    refresh(store, forms)
    with pytest.raises(UserError, match="New work"):
        approve(store, record, heads=seen)
    with pytest.raises(UserError, match="not in this data folder"):
        approve(store, "tidak-ada")
    with pytest.raises(UserError, match="with a reason"):
        return_(store, record, "  ")


def test_parallel_edits_of_one_answer_are_a_conflict_that_cannot_be_approved(store, forms, families):
    record = families.add(store)
    (base,) = store.journal.heads(record)
    for name in ("Slamet Riyadi SH", "Slamet Riadi"):
        entry = families.entry(families.values(name=name), record, parents=(base.dot,))
        store.append(entry)
    refresh(store, forms)
    found = household(store, record)
    assert (found.status, found.conflicts) == (Status.CONFLICT, 2)
    with pytest.raises(UserError, match="against each other"):
        approve(store, record)


def test_many_are_approved_at_once_or_none(store, forms, families):
    records = [families.add(store, name=name) for name in ("Satu Nama", "Dua Nama")]
    refresh(store, forms)
    with pytest.raises(UserError):
        approve_all(store, [*records, "tidak-ada"], "Lengkap")
    refresh(store, forms)
    assert count(store, Wanted(status="approved")) == 0
    approve_all(store, records, "Lengkap")
    refresh(store, forms)
    assert count(store, Wanted(status="approved")) == 2


def test_a_household_waits_for_its_form_and_is_read_when_it_comes(store, forms, families, form):
    record = families.add(store)
    nothing = type(forms)()
    refresh(store, nothing)
    assert (household(store, record).form_known, household(store, record).head_name) == (False, "")
    with pytest.raises(UserError):
        approve(store, record)
    store.append(Entry("form-1", "form", {"id": form.id}, form=families.ref))
    refresh(store, forms)
    assert (household(store, record).form_known, household(store, record).head_name) == (
        True,
        "Slamet Riyadi",
    )


def test_a_deleted_household_leaves_the_tables_and_comes_back_with_an_undo(store, forms, families):
    record = families.add(store)
    refresh(store, forms)
    store.append(families.entry({}, record, act="delete"))
    refresh(store, forms)
    assert household(store, record) is None
    store.append(families.entry(families.values(), record))
    refresh(store, forms)
    assert household(store, record).head_name == "Slamet Riyadi"


def test_stopping_half_way_leaves_what_was_there_and_the_next_refresh_goes_on(store, forms, families):
    record = families.add(store)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        refresh(store, forms, stop)
    assert count(store) == 0
    assert refresh(store, forms).households == (record,)


def test_the_other_branch_of_a_copied_laptop_reaches_the_tables(store, forms, families, tmp_path):
    """Both copies of a laptop corrected one household; the second copy's word arrives as a fork."""
    key = Ed25519PrivateKey.generate()
    log = "ab" * 16
    copies = [
        create_store(tmp_path / f"{name}.db", bytes(32), Writer(log, "siti", key.sign)) for name in "ab"
    ]
    first = families.entry(families.values(), "h-salinan")
    copies[0].append(first)
    raws = list(copies[0].journal.raw(log))
    copies[1].journal.receive(log, raws, copies[0].journal.logs()[log].head)
    for copy, name in zip(copies, ("Slamet Satu", "Slamet Dua"), strict=True):
        copy.append(families.entry(families.values(name=name), "h-salinan", act="correct"))
    for copy in copies:
        state = copy.journal.logs()[log]
        store.journal.receive(log, list(copy.journal.raw(log)), state.head)
        refresh(store, forms)
    assert store.journal.forks()
    found = household(store, "h-salinan")
    assert found.status == Status.CONFLICT
    assert found.conflicts >= 1
    before = rows(store)
    assert refresh(store, forms).households == ()
    rebuild(store, forms)
    assert rows(store) == before
    for copy in copies:
        copy.close()
