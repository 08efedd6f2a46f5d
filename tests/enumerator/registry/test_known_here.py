# SPDX-License-Identifier: Apache-2.0
"""Who among the people a laptop knows may be the one being typed."""

from __future__ import annotations

import time

import pytest

from enumerator.registry.known_here import KnownHere, Likeness, Other, Somebody

HERE = Other("h1", "Karto Wiyono", rw="003", rt="005")
KNOWN = KnownHere(
    [
        Somebody("Karto Wiyono", "1948-03-02", HERE),
        Somebody("Suparmi", "1970-01-01", HERE),
        Somebody("Siti Nurjanah", "", HERE),
        Somebody("Ngatini", "", HERE),
    ]
)


def names(found: list[Likeness]) -> list[str]:
    return [each.somebody.name for each in found]


@pytest.mark.parametrize(
    ("typed", "born", "found"),
    [
        ("Karto Wiyono", "1948-03-02", ["Karto Wiyono"]),
        ("Wijono Karto", "1948-03-02", ["Karto Wiyono"]),
        ("Karto Wiyono", "1948-02-03", ["Karto Wiyono"]),  # day and month the other way round
        ("Karto Wiyono", "", ["Karto Wiyono"]),
        ("Karto Wiyono", "1985-11-20", []),
        ("Hj. Sitti Noerdjanah", "", ["Siti Nurjanah"]),
        ("Agus Riyanto", "1948-03-02", []),
        ("Ka", "", []),
        ("", "1948-03-02", []),
    ],
)
def test_people_are_found_by_a_name_like_theirs_and_a_birth_date(
    typed: str, born: str, found: list[str]
) -> None:
    assert names(KNOWN.alike(typed, born)) == found


def test_a_name_of_one_word_speaks_only_among_neighbours_or_with_a_birth_date() -> None:
    assert names(KNOWN.alike("Ngatini")) == []
    assert names(KNOWN.alike("Ngatini", near=("3", "5"))) == ["Ngatini"]
    assert names(KNOWN.alike("Ngatini", near=("3", "6"))) == []
    assert names(KNOWN.alike("Suparmi", "1970-01-01")) == ["Suparmi"]


def test_the_likelier_one_comes_first_and_no_more_than_asked_for() -> None:
    crowd = KnownHere(
        Somebody(f"Siti Aminah {sign}", "1980-05-05", HERE) for sign in ("", "Ra", "Rah", "Raha")
    )
    found = crowd.alike("Siti Aminah", "1980-05-05", limit=2)
    assert names(found)[0].strip() == "Siti Aminah"
    assert len(found) == 2


def test_one_look_among_twenty_thousand_people_takes_less_than_a_frame() -> None:
    crowd = KnownHere(Somebody(f"Nama{n % 977} Orang{n % 1213}", "", HERE) for n in range(20_000))
    crowd.alike("Nama5 Orang7")
    began = time.process_time()
    for _again in range(5):
        crowd.alike("Nama12 Orang300", "1980-01-01")
    assert (time.process_time() - began) / 5 < 1 / 60
