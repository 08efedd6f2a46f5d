# SPDX-License-Identifier: Apache-2.0
"""Codes of cards that have been in a wallet, photographed by hand: creased, stained, worn, turned and badly
lit; by the program's reader, and by zbar, which shares nothing with the writer.

`python -m benchmarks.cards --codes 1024` gives the rates of a whole run.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.card_codes import (
    RESOLUTIONS,
    WEAR,
    Crop,
    Wear,
    all_a_little,
    by_zbar,
    by_zbar_again,
    crops,
    draw_codes,
    is_read,
    readers,
    whole_pages,
)
from enumerator.cards.design import Template
from enumerator.cards.holder import Card
from enumerator.cards.scan import decode_image

COUNT = 16
needs_zbar = pytest.mark.skipif("zbar" not in readers(), reason="zbar is not installed (libzbar0)")
Drawn = tuple[Path, list[Card], Template]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    pdf = tmp_path_factory.mktemp("codes") / "codes.pdf"
    return pdf, *draw_codes(pdf, COUNT)


def worn(drawn: Drawn, wear: Wear, dpi: int) -> list[Crop]:
    chance = random.Random(30)
    found = crops(*drawn, dpi, COUNT)
    return [Crop(wear(crop.image, dpi / 25.4, chance), crop.credential) for crop in found]


@needs_zbar
@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_every_code_is_read_from_the_page_by_a_reader_that_did_not_write_it(drawn: Drawn, dpi: int) -> None:
    pdf, cards, _template = drawn
    assert whole_pages(pdf, cards, by_zbar, dpi)[0] == COUNT


@pytest.mark.parametrize("wear", WEAR, ids=lambda wear: wear.__name__)
@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_a_worn_code_is_still_read(drawn: Drawn, wear: Wear, dpi: int) -> None:
    read = [is_read(decode_image, crop.image, crop.credential) for crop in worn(drawn, wear, dpi)]
    assert sum(read) >= COUNT - (dpi < 200)


@needs_zbar
@pytest.mark.parametrize("wear", [w for w in WEAR if w is not all_a_little], ids=lambda w: w.__name__)
def test_a_reader_that_did_not_write_it_reads_a_worn_code_too(drawn: Drawn, wear: Wear) -> None:
    read = [is_read(by_zbar_again, crop.image, crop.credential) for crop in worn(drawn, wear, 300)]
    assert sum(read) >= COUNT - 1
