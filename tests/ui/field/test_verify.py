# SPDX-License-Identifier: Apache-2.0
"""A card is checked by scanner, by number and by picture, and the answer can be seen from across the room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from enumerator.demo.midway import Midway
from enumerator.office.cards import card_office, programmes_on_cards
from tests.ui.capture.cameras import Plugged, drawn, one, plain
from ui.capture.equipment import Equipment
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


@pytest.fixture
def camera() -> Plugged:
    return Plugged()


@pytest.fixture
def looking(qtbot, samples: Samples, camera: Plugged) -> Iterator[VerifyCard]:
    """The page of an office with a camera."""
    kept: dict[str, str] = {}
    equipment = Equipment(
        cameras=lambda: one(camera),
        recall=lambda what: kept.get(what, ""),
        remember=lambda what, choice: kept.__setitem__(what, choice),
    )
    made = VerifyCard(samples.office, equipment=equipment)
    qtbot.addWidget(made)
    made.resize(1150, 720)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    made.take_focus()
    yield made
    made.hide()


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
    page.line.clear()
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


def test_cards_held_up_one_after_another_are_checked_without_a_key(
    qtbot, looking: VerifyCard, camera: Plugged, samples: Samples
) -> None:
    qtbot.keyClick(looking, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert camera.used
    for light, words in (("green", "Asli dan berlaku"), ("red", "Jangan diterima")):
        camera.frame.emit(drawn(samples.codes[light]))
        qtbot.waitUntil(lambda words=words: looking.result.headline.text() == words, timeout=5_000)
        camera.frame.emit(plain(Qt.GlobalColor.white))
        qtbot.waitUntil(lambda: not looking.camera.reader.busy, timeout=5_000)
    assert looking.line.hasFocus()
    qtbot.keyClick(looking, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not camera.used


def test_the_camera_looks_again_when_the_page_comes_back(qtbot, looking: VerifyCard, camera: Plugged) -> None:
    qtbot.keyClick(looking, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    looking.hide()
    assert not camera.used
    looking.show()
    qtbot.waitUntil(lambda: camera.used, timeout=5_000)
    qtbot.keyClick(looking, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def test_nothing_of_a_scanned_code_is_lost_wherever_the_keyboard_is(
    qtbot, page: VerifyCard, samples: Samples
) -> None:
    page.pick.setFocus()
    code = samples.codes["green"]
    QTest.keyClicks(page.pick, code)
    QTest.keyClick(page.pick, Qt.Key.Key_Return)
    assert page.result.headline.text() == "Asli dan berlaku"
    assert page.line.text() == page.result.facts.itemAt(2).itemAt(1).widget().text()


def test_a_second_code_scanned_elsewhere_is_not_joined_to_the_first(
    qtbot, page: VerifyCard, samples: Samples
) -> None:
    scan(qtbot, page, samples.codes["red"])
    page.programme.setFocus()
    qtbot.wait(200)
    QTest.keyClicks(page.programme, samples.codes["green"])
    QTest.keyClick(page.programme, Qt.Key.Key_Return)
    assert page.result.headline.text() == "Asli dan berlaku"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_space_or_enter_makes_ready_for_the_next_card(
    qtbot, page: VerifyCard, samples: Samples, key: Qt.Key
) -> None:
    scan(qtbot, page, samples.codes["green"])
    qtbot.keyClick(page.line, key)
    assert not page.result.isVisible()
    assert page.waiting.isVisible()
    assert page.line.text() == ""


def test_a_dropped_picture_is_read(page: VerifyCard, samples: Samples, tmp_path: Path) -> None:
    code = zxingcpp.create_barcode(samples.codes["amber"], zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4)).save(tmp_path / "kartu.png")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "kartu.png"))])
    page.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert page.result.headline.text() == "Periksa dulu"


def test_what_was_checked_today_is_counted_and_remembered(
    qtbot, page: VerifyCard, samples: Samples
) -> None:
    page.tally.show_day(samples.office.store.clock())
    before = {light: int(figure.text()) for light, figure in page.tally.figures.items()}
    for light in ("green", "green", "red"):
        scan(qtbot, page, samples.codes[light])
        qtbot.keyClick(page.line, Qt.Key.Key_Space)
    after = {light: int(figure.text()) for light, figure in page.tally.figures.items()}
    assert {light: after[light] - before[light] for light in after} == {"green": 2, "amber": 0, "red": 1}
    again = VerifyCard(samples.office)
    qtbot.addWidget(again)
    again.refresh()
    assert again.tally.figures["green"].text() == str(after["green"])


def test_a_card_for_another_programme_is_refused(qtbot, page: VerifyCard, samples: Samples) -> None:
    page.refresh()
    others = [code for code in programmes_on_cards(samples.office) if code not in ("BLT", "PGN")]
    page.programme.setCurrentIndex(page.programme.findData(others[-1]))
    scan(qtbot, page, samples.codes["green"])
    assert page.result.headline.text() == "Jangan diterima"
    page.programme.setCurrentIndex(0)
    scan(qtbot, page, samples.codes["green"])
    assert page.result.headline.text() == "Asli dan berlaku"


def test_the_photo_on_record_is_shown_where_it_is_here(qtbot, midway: Midway) -> None:
    office = midway.office
    card = next(each for each in card_office(office).register if each.values.get("photo"))
    made = VerifyCard(office)
    qtbot.addWidget(made)
    made.check(card.values["credential"])
    assert not made.result.photo.picture.isNull()
    made.check(card.number)
    assert not made.result.photo.picture.isNull()


def test_a_check_takes_under_a_second(qtbot, page: VerifyCard, samples: Samples) -> None:
    qtbot.wait(50)  # the cards known here are read when the page appears
    for light in ("green", "amber", "red"):
        began = perf_counter()
        page.check(samples.codes[light])
        page.result.repaint()
        assert perf_counter() - began < 1.0
