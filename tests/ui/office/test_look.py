# SPDX-License-Identifier: Apache-2.0
"""Days and numbers as people here write them."""

from __future__ import annotations

from datetime import date

import pytest

from enumerator.messages import speak
from ui.office.look import date_words, grouped_number, period_words


@pytest.mark.parametrize(
    ("language", "words"), [("id", "8 Desember 2026"), ("en", "8 December 2026")], ids=["id", "en"]
)
def test_a_day_is_written_with_its_month_in_words(language: str, words: str) -> None:
    speak(language)
    assert date_words("2026-12-08T09:00:00+07:00") == words
    assert date_words("2026-12-08") == words
    assert date_words(date(2026, 12, 8)) == words
    assert date_words("") == date_words(None) == "–"


def test_a_masked_number_stands_in_groups_of_four() -> None:
    assert grouped_number("3374••••••••2006") == "3374 •••• •••• 2006"
    assert grouped_number("") == "–"


def test_a_turn_is_a_month_in_words_and_otherwise_as_it_is() -> None:
    speak("id")
    assert period_words("2026-11") == "November 2026"
    assert period_words("2026-08") == "Agustus 2026"
    assert period_words("2026-T4") == "2026-T4"
    assert period_words("2026") == "2026"
    assert period_words("") == "–"
