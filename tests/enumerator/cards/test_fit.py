# SPDX-License-Identifier: Apache-2.0
"""How names are made to fit: smaller, narrower, more lines; and never cut without a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enumerator.cards.fit import Fitted, Room, fit
from enumerator.cards.typeface import text_width, unknown_letters

ROOM = Room(width=86.0, lines=3, smallest=7.6, narrowest=0.84)


def widest(fitted: Fitted) -> float:
    return max(text_width(line, "bold", fitted.size) for line in fitted.lines) * fitted.stretch


def test_a_short_name_keeps_its_size() -> None:
    assert fit("SUPARMI", "bold", 9.2, 0.0, ROOM) == Fitted(("SUPARMI",), 9.2, 1.0)


def test_a_longer_name_shrinks_before_it_is_narrowed() -> None:
    fitted = fit("ENDANG SUPARMIN", "bold", 9.2, 0.0, ROOM)
    assert len(fitted.lines) == 1
    assert 7.6 <= fitted.size < 9.2
    assert fitted.stretch == 1.0


def test_a_still_longer_one_is_narrowed_on_one_line() -> None:
    fitted = fit("ENDANG SUPARMINAHI", "bold", 9.2, 0.0, ROOM)
    assert len(fitted.lines) == 1
    assert 0.84 <= fitted.stretch < 1.0


def test_then_it_takes_a_second_line_at_full_size() -> None:
    fitted = fit("ENDANG SUPARMI RAHAYU", "bold", 9.2, 0.0, ROOM)
    assert fitted.lines == ("ENDANG SUPARMI", "RAHAYU")
    assert fitted.size == 9.2


def test_an_address_is_broken_before_it_shrinks() -> None:
    room = Room(86.0, 3, 5.4, 0.84, wrap_first=True)
    fitted = fit("Jl. Purwosari Raya Dalam IV No. 12", "regular", 6.2, 0.0, room)
    assert (len(fitted.lines), fitted.size) == (2, 6.2)


def test_words_joined_by_a_no_break_space_stay_together() -> None:
    room = Room(60.0, 3, 5.4, 0.84, wrap_first=True)
    fitted = fit("Jl. Purwosari RT\u00a002\u00a0RW\u00a003", "regular", 6.2, 0.0, room)
    assert fitted.lines == ("Jl. Purwosari", "RT\u00a002\u00a0RW\u00a003")


def test_what_cannot_fit_is_cut_with_an_ellipsis_and_says_so() -> None:
    fitted = fit("W" * 400, "bold", 9.2, 0.0, ROOM)
    assert fitted.cut
    assert fitted.lines[-1].endswith("…")
    assert widest(fitted) <= ROOM.width + 0.01


@given(
    st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ'.", min_size=1, max_size=18), min_size=1, max_size=9),
    st.floats(40, 160),
)
def test_nothing_is_wider_than_its_room_and_no_letter_is_lost(words: list[str], width: float) -> None:
    text = " ".join(words)
    fitted = fit(text, "bold", 9.2, 0.0, Room(width, 3, 7.6, 0.84))
    assert widest(fitted) <= width + 0.01
    assert len(fitted.lines) <= 3
    if not fitted.cut:
        assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "name", ["Ngurah Dewi", "Sašo Ćirić", "Nguyễn Văn Đức", "Siti ‘Āisyah", "Mũller Ḥasan"]
)
def test_the_font_has_the_letters_of_indonesian_and_foreign_names(name: str) -> None:
    assert unknown_letters(name, "bold") == ""


def test_letters_without_a_shape_are_named() -> None:
    assert unknown_letters("Sri ꦱ", "bold") == "ꦱ"
