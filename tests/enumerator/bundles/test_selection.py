# SPDX-License-Identifier: Apache-2.0
"""Which records a laptop gets."""

from __future__ import annotations

from pathlib import Path

from benchmarks.places import Place
from enumerator.bundles.selection import for_enumerator
from enumerator.merging.custody import reassign
from enumerator.store.revision import Entry, new_record


def chosen(office: Place, laptop: Place) -> set[str]:
    return set(for_enumerator(office.store, office.certificate_of(laptop)))


def test_a_household_given_to_another_goes_to_the_other_and_the_first_learns_that_it_is_gone(
    office: Place, ani: Place, budi: Place, stick: Path
) -> None:
    for laptop in (ani, budi):
        office.take(laptop.pack(stick).path)
    household = office.survey(nama="Suparmi").record
    task = office.store.append(
        Entry(
            new_record(), "assignment", {"household": household, "enumerator": ani.keys.author}, act="assign"
        )
    )[0].record
    assert {task, household} <= chosen(office, ani)
    assert not {task, household} & chosen(office, budi)
    reassign(office.store.journal, task, budi.keys.author, "Ani sakit")
    assert {task, household} <= chosen(office, budi)
    assert task in chosen(office, ani)
    assert household not in chosen(office, ani)


def test_who_surveyed_a_household_gets_its_reviews_even_without_an_assignment(
    office: Place, ani: Place, budi: Place, stick: Path
) -> None:
    told = ani.survey(nama="Kasmini")
    for laptop in (ani, budi):
        office.take(laptop.pack(stick).path)
    review = office.store.append(
        Entry(
            new_record(), "review", {"household": told.record, "heads": str(told.dot), "verdict": "returned"}
        )
    )[0].record
    assert {review, told.record} <= chosen(office, ani)
    assert not {review, told.record} & chosen(office, budi)


def test_everybody_gets_forms_and_only_their_own_revocation(
    office: Place, ani: Place, budi: Place, stick: Path
) -> None:
    for laptop in (ani, budi):
        office.take(laptop.pack(stick).path)
    form, word = office.store.append(
        Entry(new_record(), "form", {"id": "kk", "hash": "ab"}),
        Entry(new_record(), "revocation", {"log": ani.keys.log}),
    )
    assert form.record in chosen(office, ani) & chosen(office, budi)
    assert word.record in chosen(office, ani)
    assert word.record not in chosen(office, budi)
    assert budi.keys.log not in chosen(office, ani)


def test_the_caller_may_choose_otherwise(office: Place, ani: Place, stick: Path) -> None:
    office.take(ani.pack(stick).path)
    extra = office.survey(nama="Parto").record
    packed = office.pack(stick, office.certificate_of(ani), select=lambda _store, _to: [extra])
    assert packed.revisions == 1
    ani.take(packed.path)
    assert ani.look(extra)["/kk/nama"] == "Parto"
