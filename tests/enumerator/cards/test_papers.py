# SPDX-License-Identifier: Apache-2.0
"""The papers beside the cards: letters, lists to sign, and the register of a batch."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from enumerator.cards.holder import Card
from enumerator.cards.letter import draw_letters
from enumerator.cards.lists import draw_counterfoils, draw_distribution_list
from enumerator.cards.scan import decode_page
from enumerator.cards.template import load_template
from enumerator.errors import UserError

from .conftest import holder


def pages(data: bytes) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(data)]


@pytest.fixture
def cards(make_card: Callable[..., Card]) -> list[Card]:
    places = [("Tambakrejo", "Gayamsari")] * 26 + [("Sukorejo", "Gunungpati")] * 2
    return [
        make_card(holder(f"l{n}", f"CONTOH {n:02}", kelurahan=kelurahan, kecamatan=kecamatan, photo=None))
        for n, (kelurahan, kecamatan) in enumerate(places)
    ]


def test_a_letter_names_the_household_and_carries_its_card(cards: list[Card]) -> None:
    out = io.BytesIO()
    result = draw_letters(cards[:2], load_template(), out, place_and_date="Semarang, 24 November 2026")
    told = pages(out.getvalue())
    assert (result.cards, result.pages, len(told)) == (2, 2, 2)
    for card, text in zip(cards, told, strict=False):
        assert card.holder.name in text
        assert card.number in text
        assert "Semarang, 24 November 2026" in text
    assert decode_page(out.getvalue(), 0) == [cards[0].credential]


def test_a_letter_speaks_one_language_and_the_card_on_it_two(cards: list[Card]) -> None:
    out = io.BytesIO()
    draw_letters(cards[:1], load_template(), out, language="id+en")
    (told,) = pages(out.getvalue())
    assert "Hormat kami" in told
    assert "Yours sincerely" not in told
    assert "Kartu Bantuan Keluarga / Family Assistance Card" in told


def test_a_template_without_a_letter_says_how_to_get_one(cards: list[Card]) -> None:
    bare = load_template().model_copy(update={"letter": {}})
    with pytest.raises(UserError) as caught:
        draw_letters(cards, bare, io.BytesIO(), language="id")
    assert "[letter.id]" in caught.value.remedy


def test_each_kelurahan_has_its_own_list_in_the_order_of_names(cards: list[Card]) -> None:
    out = io.BytesIO()
    count = draw_distribution_list(reversed(cards), out, office="DINAS SOSIAL", language="en")
    told = pages(out.getvalue())
    assert count == len(told) == 3
    assert "Tambakrejo" in told[0]
    assert "Page 1 of 2" in told[0]
    assert told[0].index("CONTOH 00") < told[0].index("CONTOH 01")
    assert "26 cards" in told[1]
    assert "Sukorejo" in told[2]
    assert "2 cards" in told[2]


def test_every_card_is_on_the_list_once(cards: list[Card]) -> None:
    out = io.BytesIO()
    draw_distribution_list(cards, out, office="DINAS SOSIAL")
    whole = " ".join(pages(out.getvalue()))
    assert all(whole.count(card.number) == 1 for card in cards)


def test_the_list_of_a_training_project_says_so(cards: list[Card]) -> None:
    out = io.BytesIO()
    draw_distribution_list(
        [replace(card) for card in cards[:1]], out, office="X", language="en", training=True
    )
    assert "SAMPLE" in pages(out.getvalue())[0]


def test_the_register_of_a_batch_keeps_the_order_of_the_sheet(cards: list[Card], tmp_path: Path) -> None:
    target = tmp_path / "register.pdf"
    count = draw_counterfoils(
        cards,
        target,
        office="DINAS SOSIAL",
        batch="b-17",
        printed_by="Operator",
        printed_at="24-11-2026 08.00",
        pdf_sha256="ab12" * 16,
        language="en",
    )
    told = pages(target.read_bytes())
    assert count == len(told)
    whole = " ".join(told)
    places = [whole.index(card.number) for card in cards]
    assert places == sorted(places)
    assert "b-17" in told[0]
    assert "ab12 ab12" in told[0]


def test_an_empty_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        draw_distribution_list([], tmp_path / "list.pdf", office="X")
    assert list(tmp_path.iterdir()) == []
