# SPDX-License-Identifier: Apache-2.0
"""Photos, signatures and codes: made ready, kept in the encrypted store, shown again from it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from enumerator.store.journal import Writer
from enumerator.store.revision import new_log
from enumerator.store.store import Store, create_store
from ui.form.inputs.attachment import Attachment
from ui.form.inputs.barcode import Barcode
from ui.form.inputs.signature import Signature

from .conftest import CTRL, Hand, Hold

FORM = """
| survey | | | | | |
| | type | name | label | appearance | parameters |
| | image | foto | Foto rumah | | max-pixels=300 |
| | image | tanda | Tanda tangan | signature | |
| | file | berkas | Berkas | | |
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


def field(hand: Hand, name: str) -> object:
    return hand.desk.page.field(f"/data/{name}")


def a_photo(path: Path) -> Path:
    Image.new("RGB", (1200, 600), "green").save(path)
    return path


def test_a_photo_is_made_small_and_kept_under_its_hash(hold: Hold, store: Store, tmp_path: Path) -> None:
    hand = hold(FORM, attachments=store.attachments)
    photo = field(hand, "foto")
    assert isinstance(photo, Attachment)
    photo.take_file(a_photo(tmp_path / "IMG_1.jpg"))
    name = hand.draft["/data/foto"]
    kept = Image.open(io.BytesIO(store.attachments.read(name.removesuffix(".jpg"))))
    assert kept.size == (300, 150)
    assert photo.remove_button.isVisible()
    photo.remove_button.click()
    assert "/data/foto" not in hand.draft
    hand.desk.answers.undo()
    assert hand.draft["/data/foto"] == name


def test_a_picture_is_pasted(hold: Hold, store: Store) -> None:
    hand = hold(FORM, attachments=store.attachments)
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    hand.press(Qt.Key.Key_V, CTRL)
    assert hand.draft["/data/foto"].endswith(".jpg")
    assert hand.at == "foto"


def test_what_is_no_picture_is_said_in_place_and_nothing_is_kept(
    hold: Hold, store: Store, tmp_path: Path
) -> None:
    hand = hold(FORM, attachments=store.attachments)
    wrong = tmp_path / "surat.jpg"
    wrong.write_bytes(b"bukan gambar")
    photo = field(hand, "foto")
    assert isinstance(photo, Attachment)
    photo.take_file(wrong)
    assert "tidak dapat dibaca" in photo._words.text()
    photo.take_file(tmp_path / "tidak-ada.jpg")
    assert "tidak-ada.jpg" in photo._words.text()
    assert "/data/foto" not in hand.draft


def test_any_file_is_kept_as_it_is(hold: Hold, store: Store, tmp_path: Path) -> None:
    hand = hold(FORM, attachments=store.attachments)
    letter = tmp_path / "surat.PDF"
    letter.write_bytes(b"%PDF-1.7 surat")
    holder = field(hand, "berkas")
    assert isinstance(holder, Attachment)
    holder.take_file(letter)
    name = hand.draft["/data/berkas"]
    assert name.endswith(".pdf")
    assert store.attachments.read(name.removesuffix(".pdf")) == b"%PDF-1.7 surat"


def test_a_signature_is_drawn_kept_and_cleared(hold: Hold, store: Store) -> None:
    hand = hold(FORM, attachments=store.attachments, start_at="/data/tanda")
    pad = field(hand, "tanda")
    assert isinstance(pad, Signature)
    QTest.mousePress(pad.pad, Qt.MouseButton.LeftButton, pos=QPoint(30, 60))
    for x in range(40, 200, 10):
        QTest.mouseMove(pad.pad, QPoint(x, 40 + x % 30))
    QTest.mouseRelease(pad.pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 70))
    name = hand.draft["/data/tanda"]
    kept = Image.open(io.BytesIO(store.attachments.read(name.removesuffix(".png")))).convert("L")
    darkest, _lightest = kept.getextrema()
    assert isinstance(darkest, int)
    assert darkest < 100
    hand.press(Qt.Key.Key_Delete)
    assert "/data/tanda" not in hand.draft
    assert hand.at == "tanda"


def test_a_code_is_read_from_a_picture(hold: Hold, store: Store, tmp_path: Path) -> None:
    hand = hold(FORM, attachments=store.attachments)
    code = zxingcpp.create_barcode("PKH-0042", zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(code.to_image(scale=4)).save(tmp_path / "kode.png")
    reader = field(hand, "kode")
    assert isinstance(reader, Barcode)
    reader.take_picture(a_photo(tmp_path / "kosong.png"))
    assert "kosong.png" in reader.line.placeholderText()
    reader.take_picture(tmp_path / "kode.png")
    assert hand.draft["/data/kode"] == "PKH-0042"


def test_without_a_store_a_photo_is_not_offered(hold: Hold) -> None:
    hand = hold(FORM)
    photo = field(hand, "foto")
    assert isinstance(photo, Attachment)
    assert not photo.choose_button.isEnabled()
