# SPDX-License-Identifier: Apache-2.0
"""A household's answers in words: sections in the form's order, numbers of people masked, notes counted."""

from __future__ import annotations

from enumerator.messages import speak
from enumerator.office.reading import by_thousands, notes_of, read_household, unmasked
from enumerator.office.revealing import KIND, note_revealed
from enumerator.workspace import Workspace
from tests.site import Site


def test_sections_follow_the_form_and_each_member_has_one(office: Workspace, site: Site) -> None:
    reading = read_household(office, site.records[0])
    titles = [section.title for section in reading.sections]
    assert titles[0].startswith("A. ")
    members = [title for title in titles if title.startswith("B. Anggota keluarga")]
    rows = reading.view.values["/data/anggota#rows"].split()
    assert len(members) == len(rows)
    assert len(set(members)) == len(members)


def test_numbers_of_people_are_masked_and_money_is_not(office: Workspace, site: Site) -> None:
    reading = read_household(office, site.records[0])
    numbers = [line for line in reading.lines if line.kind == "number"]
    assert numbers
    for line in numbers:
        assert line.value not in line.words
        assert unmasked(line).replace(" ", "") == line.value
    spent = next(line for line in reading.lines if line.address.endswith("/pangan_beras"))
    assert spent.words == by_thousands(spent.value)
    assert spent.words.replace(".", "") == spent.value


def test_thousands_are_set_apart_as_the_language_does() -> None:
    assert by_thousands("1250000") == "1.250.000"
    assert by_thousands("-1250.5") == "-1.250,5"
    assert by_thousands("950") == "950"
    assert by_thousands("12 ekor") == "12 ekor"
    speak("en")
    try:
        assert by_thousands("1250000.5") == "1,250,000.5"
    finally:
        speak("id")


def test_questions_speak_the_language_of_the_screen(office: Workspace, site: Site) -> None:
    speak("en")
    try:
        title = read_household(office, site.records[0]).sections[0].title
    finally:
        speak("id")
    assert title != read_household(office, site.records[0]).sections[0].title


def test_photos_are_named_as_such_and_not_spelt_out(office: Workspace, site: Site) -> None:
    photos = [line for line in read_household(office, site.records[0]).lines if line.kind == "photo"]
    assert photos
    assert all(line.words == "" and line.value for line in photos)


def test_notes_are_counted_without_opening_the_form(office: Workspace, site: Site) -> None:
    for record in site.records:
        lines = read_household(office, record).lines
        notes = notes_of(office, record)
        assert notes.accepted >= sum(1 for line in lines if line.reason)
        assert notes.no_answers >= sum(1 for line in lines if line.no_answer)


def test_looking_at_a_number_is_written_down_without_the_number(office: Workspace, site: Site) -> None:
    line = next(line for line in read_household(office, site.records[0]).lines if line.kind == "number")
    note_revealed(office, site.records[0], line.address, "Tinjauan")
    ((_at, entry),) = office.store.journal.of_kind(KIND)
    assert entry.values == {"household": site.records[0], "address": line.address}
    assert entry.reason == "Tinjauan"
