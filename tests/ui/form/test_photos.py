# SPDX-License-Identifier: Apache-2.0
"""A photo by webcam, from the phone or a card, drawn on, looked at, removed and brought back; all by
keyboard."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from enumerator.store.journal import Writer
from enumerator.store.revision import new_log
from enumerator.store.store import Store, create_store
from tests.ui.capture.cameras import FIRST, SECOND, Plugged, drawn, one, plain
from ui.capture.code_sheet import CodeSheet
from ui.capture.equipment import CAMERA, PHOTO_FOLDER, Equipment
from ui.capture.photo_sheet import PhotoSheet
from ui.capture.picture_folders import camera_folders, newest
from ui.capture.picture_sheet import PictureSheet
from ui.capture.sources import Devices
from ui.form.inputs.barcode import Barcode
from ui.form.inputs.mark_sheet import MarkSheet
from ui.form.inputs.photo import Photo
from ui.form.inputs.signature import Drawing, Signature

from .conftest import ALT, CTRL, Hand, Hold

FORM = """
| survey | | | | | |
| | type | name | label | appearance | parameters |
| | image | foto | Foto rumah | | max-pixels=300 |
| | image | tetap | Foto dengan posisi | keep-position | |
| | image | baru | Foto baru | new | |
| | image | tandai | Foto bertanda | annotate | |
| | image | ttd | Tanda tangan | signature | |
| | image | denah | Denah | draw | |
| | barcode | kode | Kode | | |
| | text | akhir | Akhir | | |
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(
        tmp_path / "pendata.db",
        bytes(32),
        Writer(new_log(), "uji", lambda _m: b""),
        lambda: datetime.now().astimezone(),
    )
    yield made
    made.close()


class Kept(dict[str, str]):
    """What the laptop remembers of its equipment."""

    def with_camera(self, source: Plugged) -> Equipment:
        return Equipment(
            cameras=lambda: one(source), recall=lambda what: self.get(what, ""), remember=self.__setitem__
        )


def field(hand: Hand, name: str) -> object:
    return hand.desk.page.field(f"/data/{name}")


def image_of(store: Store, name: str) -> Image.Image:
    return Image.open(io.BytesIO(store.attachments.read(Path(name).stem)))


def colours(store: Store, name: str) -> set[tuple[int, int, int]]:
    """Every colour of a kept picture."""
    counted = image_of(store, name).convert("RGB").getcolors(1_000_000) or []
    return {colour for _number, colour in counted}  # type: ignore[misc]


def take(hand: Hand, source: Plugged) -> Hand:
    """Aim, take, use."""
    hand.type("1")
    source.frame.emit(plain(Qt.GlobalColor.darkGreen, 1200, 600))
    return hand.press(Qt.Key.Key_Return).press(Qt.Key.Key_Return)


def test_a_photo_is_taken_by_webcam_with_three_keys_and_made_small(hold: Hold, store: Store) -> None:
    source = Plugged()
    hand = hold(FORM, attachments=store.attachments, equipment=Kept().with_camera(source))
    take(hand, source)
    assert image_of(store, hand.draft["/data/foto"]).size == (300, 150)
    assert not source.used
    assert hand.at == "foto"
    photo = field(hand, "foto")
    assert isinstance(photo, Photo)
    assert "300 × 150" in photo._words.text()
    hand.press(Qt.Key.Key_Return)
    assert hand.at == "tetap"


def test_a_photo_that_is_no_good_is_taken_again_and_escape_keeps_the_answer(hold: Hold, store: Store) -> None:
    source = Plugged()
    hand = hold(FORM, attachments=store.attachments, equipment=Kept().with_camera(source))
    hand.type("1")
    hand.press(Qt.Key.Key_Return)
    photo = field(hand, "foto")
    assert isinstance(photo, Photo)
    assert isinstance(photo.sheet, PhotoSheet)
    assert not photo.sheet.use_button.isVisible(), "there is nothing to take before the camera sees"
    source.frame.emit(plain(Qt.GlobalColor.red))
    hand.press(Qt.Key.Key_Return)
    assert photo.sheet.use_button.isVisible()
    assert not source.used
    hand.press(Qt.Key.Key_Backspace)
    assert source.used
    source.frame.emit(plain(Qt.GlobalColor.blue))
    hand.press(Qt.Key.Key_Escape)
    assert not source.used
    assert "/data/foto" not in hand.draft
    assert hand.at == "foto"


def test_the_keys_of_the_page_rest_while_a_photo_is_taken(hold: Hold, store: Store) -> None:
    source = Plugged()
    hand = hold(FORM, attachments=store.attachments, equipment=Kept().with_camera(source))
    hand.type("1")
    for key, modifiers in (
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, CTRL),
        (Qt.Key.Key_S, CTRL),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
    ):
        hand.press(key, modifiers)
    photo = field(hand, "foto")
    assert isinstance(photo, Photo)
    assert photo.sheet is not None
    assert photo.sheet.isVisible()
    assert photo.sheet.isAncestorOf(hand.desk.focusWidget())
    hand.press(Qt.Key.Key_Escape)
    assert hand.at == "foto"


def test_a_photo_is_removed_with_delete_and_undo_brings_it_back(hold: Hold, store: Store) -> None:
    source = Plugged()
    hand = hold(FORM, attachments=store.attachments, equipment=Kept().with_camera(source))
    take(hand, source)
    name = hand.draft["/data/foto"]
    hand.press(Qt.Key.Key_Delete)
    assert "/data/foto" not in hand.draft
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.draft["/data/foto"] == name
    photo = field(hand, "foto")
    assert isinstance(photo, Photo)
    assert photo.preview.picture.width() == 300


def test_arrows_go_from_way_to_way_and_space_opens(hold: Hold, store: Store) -> None:
    hand = hold(FORM, attachments=store.attachments, equipment=Equipment(Devices))
    photo = field(hand, "foto")
    assert isinstance(photo, Photo)
    assert photo.camera_button.hasFocus()
    hand.press(Qt.Key.Key_Right)
    assert photo.folder_button.hasFocus()
    hand.press(Qt.Key.Key_Left).press(Qt.Key.Key_Space)
    assert isinstance(photo.sheet, PhotoSheet)
    assert "Tidak ada kamera" in photo.sheet.camera.trouble.text()


def card(tmp_path: Path) -> Path:
    """A phone's folder with three pictures, one of them far below, and what is no picture."""
    folder = tmp_path / "KARTU" / "DCIM"
    for at, name in enumerate(("100APPLE/IMG_1.JPG", "100APPLE/IMG_2.jpg", "IMG_3.png")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (400, 300), ("red", "green", "blue")[at]).save(path)
        os.utime(path, (1_795_000_000 + at * 60,) * 2)
    (folder / "IMG_4.mp4").write_bytes(b"film")
    (folder / "kosong.jpg").touch()
    return folder


def test_the_pictures_of_a_card_are_found_newest_first(tmp_path: Path) -> None:
    folder = card(tmp_path)
    assert camera_folders((tmp_path / "KARTU", tmp_path / "tidak-ada")) == (folder,)
    assert [each.path.name for each in newest(folder)] == ["IMG_3.png", "IMG_2.jpg", "IMG_1.JPG"]
    assert [each.path.name for each in newest(folder, 1)] == ["IMG_3.png"]
    assert newest(tmp_path / "tidak-ada") == ()


def test_the_newest_picture_of_the_phone_is_taken_with_two_keys(
    hold: Hold, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    kept = Kept({PHOTO_FOLDER: str(card(tmp_path))})
    hand = hold(FORM, attachments=store.attachments, equipment=kept.with_camera(Plugged()))
    hand.type("2")
    photo = field(hand, "foto")
    assert isinstance(photo, Photo)
    sheet = photo.sheet
    assert isinstance(sheet, PictureSheet)
    qtbot.waitUntil(lambda: sheet.grid.count() == 3)
    hand.press(Qt.Key.Key_Return)
    red, green, blue = image_of(store, hand.draft["/data/foto"]).convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    assert blue > 200 > red + green
    assert hand.at == "foto"


def test_a_picture_that_comes_while_one_looks_is_shown_first_and_the_choice_stays(
    hold: Hold, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = card(tmp_path)
    kept = Kept({PHOTO_FOLDER: str(folder)})
    hand = hold(FORM, attachments=store.attachments, equipment=kept.with_camera(Plugged()))
    hand.type("2")
    photo = field(hand, "foto")
    assert isinstance(photo, Photo)
    sheet = photo.sheet
    assert isinstance(sheet, PictureSheet)
    qtbot.waitUntil(lambda: sheet.grid.count() == 3 and not sheet.grid.item(2).icon().isNull())
    hand.press(Qt.Key.Key_Right)
    Image.new("RGB", (40, 30)).save(folder / "IMG_9.jpg")
    sheet.look()
    qtbot.waitUntil(lambda: sheet.grid.count() == 4)
    assert sheet.grid.item(0).toolTip() == "IMG_9.jpg"
    assert sheet.grid.currentItem().toolTip() == "IMG_2.jpg"
    hand.press(Qt.Key.Key_Escape)


def test_without_phone_or_card_the_next_step_is_said_and_a_folder_is_remembered(
    hold: Hold, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    kept = Kept()
    hand = hold(FORM, attachments=store.attachments, equipment=kept.with_camera(Plugged()))
    owner = field(hand, "foto")
    assert isinstance(owner, Photo)
    sheet = PictureSheet(
        "Foto", owner.asking.equipment, owner, clock=owner.asking.clock, plugged=lambda: ()
    )
    sheet.open()
    qtbot.waitUntil(lambda: "Colokkan" in sheet.words.text())
    assert not sheet.take_button.isEnabled()
    sheet.choose_folder(card(tmp_path))
    qtbot.waitUntil(lambda: sheet.grid.count() == 3)
    assert kept[PHOTO_FOLDER].endswith("DCIM")
    hand.press(Qt.Key.Key_Escape)


def test_the_camera_chosen_is_remembered(hold: Hold, store: Store) -> None:
    kept = Kept()
    devices = Devices({FIRST: Plugged, SECOND: Plugged})
    equipment = Equipment(
        cameras=lambda: devices, recall=lambda what: kept.get(what, ""), remember=kept.__setitem__
    )
    hand = hold(FORM, attachments=store.attachments, equipment=equipment)
    hand.type("1")
    photo = field(hand, "foto")
    assert isinstance(photo, Photo)
    assert isinstance(photo.sheet, PhotoSheet)
    hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Down)
    assert kept == {CAMERA: "dua"}


def test_a_position_stays_only_where_the_form_asks_for_it(hold: Hold, store: Store, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "S"
    Image.new("RGB", (50, 50)).save(tmp_path / "a.jpg", exif=exif)
    hand = hold(FORM, attachments=store.attachments)
    for name in ("foto", "tetap"):
        photo = field(hand, name)
        assert isinstance(photo, Photo)
        photo.take_file(tmp_path / "a.jpg")
    assert not image_of(store, hand.draft["/data/foto"]).getexif()
    assert image_of(store, hand.draft["/data/tetap"]).getexif().get_ifd(0x8825)[1] == "S"


def test_a_new_photo_is_not_taken_from_a_file(hold: Hold, store: Store) -> None:
    hand = hold(FORM, attachments=store.attachments, start_at="/data/baru")
    photo = field(hand, "baru")
    assert isinstance(photo, Photo)
    assert photo.camera_button.isVisible()
    assert not photo.choose_button.isVisible()
    assert not photo.folder_button.isVisible()


def test_lines_drawn_on_a_photo_become_part_of_it(hold: Hold, store: Store) -> None:
    source = Plugged()
    hand = hold(
        FORM, attachments=store.attachments, equipment=Kept().with_camera(source), start_at="/data/tandai"
    )
    take(hand, source)
    before = hand.draft["/data/tandai"]
    photo = field(hand, "tandai")
    assert isinstance(photo, Photo)
    hand.type(photo.mark_button.key)
    sheet = photo.sheet
    assert isinstance(sheet, MarkSheet)
    assert not sheet.use_button.isEnabled()
    middle = sheet.canvas.rect().center()
    for down in (-20, 20):
        QTest.mousePress(sheet.canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(-60, down))
        QTest.mouseMove(sheet.canvas, middle + QPoint(60, down))
        QTest.mouseRelease(sheet.canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, down))
    hand.press(Qt.Key.Key_Backspace)
    assert len(sheet.canvas.strokes) == 1
    hand.press(Qt.Key.Key_Return)
    assert hand.draft["/data/tandai"] != before
    assert any(red > 150 > green for red, green, _blue in colours(store, hand.draft["/data/tandai"]))


def scribble(pad: object, down: int) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(30, down))
    QTest.mouseMove(pad, QPoint(150, down))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(150, down))


@pytest.mark.parametrize(("name", "kind"), [("ttd", Signature), ("denah", Drawing)])
def test_undo_takes_one_line_of_a_drawing_back(
    hold: Hold, store: Store, name: str, kind: type[Signature]
) -> None:
    hand = hold(FORM, attachments=store.attachments, start_at=f"/data/{name}")
    pad = field(hand, name)
    assert type(pad) is kind
    scribble(pad.pad, 60)
    first = hand.draft[f"/data/{name}"]
    scribble(pad.pad, 90)
    assert hand.draft[f"/data/{name}"] != first
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.draft[f"/data/{name}"] == first
    assert pad.pad.strokes == []
    assert not pad.pad.picture.isNull()
    hand.press(Qt.Key.Key_Delete)
    assert f"/data/{name}" not in hand.draft
    assert pad.pad.picture.isNull()


def test_a_digit_chooses_the_ink_of_a_drawing(hold: Hold, store: Store) -> None:
    hand = hold(FORM, attachments=store.attachments, start_at="/data/denah")
    hand.type("2")
    pad = field(hand, "denah")
    assert isinstance(pad, Drawing)
    scribble(pad.pad, 60)
    assert (196, 22, 28) in colours(store, hand.draft["/data/denah"])


def test_a_code_held_before_the_webcam_is_the_answer(hold: Hold, store: Store, qtbot: QtBot) -> None:
    source = Plugged()
    hand = hold(
        FORM, attachments=store.attachments, equipment=Kept().with_camera(source), start_at="/data/kode"
    )
    hand.press(Qt.Key.Key_Down, ALT)
    reader = field(hand, "kode")
    assert isinstance(reader, Barcode)
    assert isinstance(reader.sheet, CodeSheet)
    with qtbot.waitSignal(reader.sheet.read):
        source.frame.emit(drawn("PKH-0042"))
    assert hand.draft["/data/kode"] == "PKH-0042"
    assert hand.shown("/data/kode") == "PKH-0042"
    assert not source.used
    assert hand.at == "kode"
    hand.press(Qt.Key.Key_Return)
    assert hand.at == "akhir"


def test_a_scanner_types_the_code_and_its_enter_goes_on(hold: Hold, store: Store) -> None:
    hand = hold(FORM, attachments=store.attachments, start_at="/data/kode")
    hand.enter("8991102380111")
    assert hand.draft["/data/kode"] == "8991102380111"
    assert hand.at == "akhir"
