# SPDX-License-Identifier: Apache-2.0
"""The QR symbol: its size, and two other writers that agree with it module for module."""

from __future__ import annotations

import random

import pytest
import segno
import zxingcpp
from PIL import Image

from enumerator.cards import code
from enumerator.cards.base45 import ALPHABET
from enumerator.cards.code import CAPACITY, Symbol, draw_symbol, number_bars, symbol_size_mm
from enumerator.cards.scan import decode_image


def texts(count: int) -> list[str]:
    source = random.Random(13)
    lengths = [source.choice((40, 315, 340, 352, 353, 376)) for _ in range(count)]
    return ["".join(source.choice(ALPHABET) for _ in range(length)) for length in lengths]


def picture(symbol: Symbol, scale: int = 4) -> Image.Image:
    width = (symbol.side + 7) // 8
    inverted = bytes(byte ^ 0xFF for byte in symbol.rows)
    image = Image.frombytes("1", (width * 8, symbol.side), inverted).crop((0, 0, symbol.side, symbol.side))
    framed = Image.new("1", (symbol.side + 8, symbol.side + 8), 1)
    framed.paste(image, (4, 4))
    return framed.resize((framed.width * scale, framed.height * scale)).convert("L")


def packed(rows: list[list[bool]]) -> bytes:
    side = len(rows)
    width = (side + 7) // 8
    return b"".join(
        (int("".join("1" if dark else "0" for dark in row), 2) << (width * 8 - side)).to_bytes(width, "big")
        for row in rows
    )


def test_version_13_is_30_8_millimetres_with_its_quiet_zone() -> None:
    assert symbol_size_mm(13) == pytest.approx(30.8)
    assert draw_symbol("A" * 352).size_mm == pytest.approx(30.8)


def test_short_texts_have_the_same_size_as_long_ones() -> None:
    assert draw_symbol("A").side == draw_symbol("A" * 352).side == 69


def test_one_symbol_more_takes_the_next_version() -> None:
    assert draw_symbol("A" * 353).side == 73
    assert draw_symbol("A" * CAPACITY[14]).size_mm == pytest.approx(32.4)
    with pytest.raises(ValueError, match="377"):
        draw_symbol("A" * 377)


@pytest.mark.parametrize("text", texts(12))
def test_the_mask_is_the_one_the_writer_would_choose(text: str) -> None:
    symbol = draw_symbol(text)
    own = zxingcpp.create_barcode(
        text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q", version=(symbol.side - 17) // 4
    ).to_image(scale=1, add_quiet_zones=False)
    pixels = bytes(own)
    rows = [
        [pixel < 128 for pixel in pixels[start : start + symbol.side]]
        for start in range(0, symbol.side**2, symbol.side)
    ]
    assert symbol.rows == packed(rows)


@pytest.mark.parametrize("text", texts(4))
def test_segno_draws_the_same_modules_at_every_mask(text: str) -> None:
    version = 13 if len(text) <= 352 else 14
    for mask in range(8):
        expected = segno.make(
            text, error="q", version=version, mask=mask, boost_error=False, mode="alphanumeric"
        )
        ours = code._grid(text, version, mask)
        assert ours.packed() == packed([[bool(dark) for dark in row] for row in expected.matrix])


@pytest.mark.parametrize("text", texts(6))
def test_the_symbol_says_what_it_was_given(text: str) -> None:
    assert decode_image(picture(draw_symbol(text))) == [text]


def test_level_q_is_kept() -> None:
    found = zxingcpp.read_barcodes(picture(draw_symbol("A" * 300)))
    assert found[0].ec_level == "Q"


def test_a_one_line_scanner_reads_the_number() -> None:
    row, modules = number_bars("SMG7K4M29QX3")
    bars = [not (row[n // 8] >> (7 - n % 8)) & 1 for n in range(modules)]
    image = Image.new("L", ((modules + 20) * 3, 60), 255)
    for n, light in enumerate(bars):
        if not light:
            image.paste(0, ((n + 10) * 3, 0, (n + 11) * 3, 60))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == ["SMG7K4M29QX3"]
