# SPDX-License-Identifier: Apache-2.0
"""A card is checked by scanner, by number and by picture, and the answer can be seen from across the room."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt

from ui.field.verify import VerifyCard
from ui.samples import Samples


@pytest.fixture
def page(qtbot, samples: Samples) -> VerifyCard:
    made = VerifyCard(samples.office)
    qtbot.addWidget(made)
    made.resize(1150, 720)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.take_focus()
    return made


def scan(qtbot, page: VerifyCard, text: str) -> None:
    """As a scanner-keyboard does: all keys, then Enter."""
    qtbot.keyClicks(page.line, text)
    qtbot.keyClick(page.line, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("light", "headline", "tone"),
    [
        ("green", "Asli dan berlaku", "primary"),
        ("amber", "Periksa dulu", "amber"),
        ("red", "Jangan diterima", "red"),
    ],
)
def test_a_scanned_code_gets_its_light(
    qtbot, page: VerifyCard, samples: Samples, light: str, headline: str, tone: str
) -> None:
    scan(qtbot, page, samples.codes[light])
    assert page.result.isVisible()
    assert page.result.headline.text() == headline
    assert page.result.band.property("tone") == tone


def test_the_next_card_can_be_scanned_at_once(qtbot, page: VerifyCard, samples: Samples) -> None:
    scan(qtbot, page, samples.codes["green"])
    scan(qtbot, page, samples.codes["red"])
    assert page.line.hasFocus()
    assert page.result.headline.text() == "Jangan diterima"
    qtbot.keyClick(page.line, Qt.Key.Key_Escape)
    assert not page.result.isVisible()
    assert page.line.text() == ""


def test_a_laptop_without_the_list_of_revoked_cards_says_so(qtbot, samples: Samples) -> None:
    laptop = VerifyCard(samples.laptop)
    qtbot.addWidget(laptop)
    laptop.check(samples.codes["green"])
    assert laptop.result.headline.text() == "Periksa dulu"


def test_an_altered_code_shows_nothing_of_what_it_claims(qtbot, page: VerifyCard, samples: Samples) -> None:
    code = samples.codes["green"]
    at = len(code) - 20
    altered = code[:at] + ("A" if code[at] != "A" else "B") + code[at + 1 :]
    scan(qtbot, page, altered)
    assert page.result.headline.text() == "Jangan diterima"
    assert page.result.facts.count() == 0


def test_a_typed_number_alone_never_turns_green(qtbot, page: VerifyCard, samples: Samples) -> None:
    known = next(record for record in samples.cards.register)
    scan(qtbot, page, known.number.lower().replace("-", " "))
    assert page.result.headline.text() == "Periksa dulu"
    scan(qtbot, page, known.number[:-1] + ("2" if known.number[-1] != "2" else "3"))
    assert page.result.headline.text() == "Jangan diterima"


def test_a_code_is_read_from_a_picture(page: VerifyCard, samples: Samples, tmp_path: Path) -> None:
    drawn = zxingcpp.create_barcode(samples.codes["green"], zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(zxingcpp.write_barcode_to_image(drawn, scale=4)).save(tmp_path / "kartu.png")
    page.check_picture(tmp_path / "kartu.png")
    assert page.result.headline.text() == "Asli dan berlaku"


def test_a_picture_without_a_code_is_named(qtbot, page: VerifyCard, tmp_path: Path) -> None:
    Image.new("L", (200, 200), 255).save(tmp_path / "kosong.png")
    with qtbot.waitSignal(page.noticed) as told:
        page.check_picture(tmp_path / "kosong.png")
    assert "kosong.png" in told.args[0].text
