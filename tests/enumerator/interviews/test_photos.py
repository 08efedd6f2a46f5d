# SPDX-License-Identifier: Apache-2.0
"""A photo is kept upright and small, and tells nobody where it was taken."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from enumerator.errors import UserError
from enumerator.interviews.photos import prepared

ORIENTATION, GPS = 0x0112, 0x8825


def photo(size: tuple[int, int], orientation: int = 1, kind: str = "JPEG") -> bytes:
    """Red at its left half, with a position in its EXIF."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Kamera Uji"
    exif.get_ifd(GPS)[1] = "S"
    exif.get_ifd(GPS)[2] = (6.0, 59.0, 35.0)
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def test_the_longer_side_is_no_longer_than_asked() -> None:
    kept = Image.open(io.BytesIO(prepared(photo((2000, 1000)), 800)))
    assert kept.size == (800, 400)
    assert kept.format == "JPEG"


def test_a_small_photo_is_not_blown_up() -> None:
    assert Image.open(io.BytesIO(prepared(photo((200, 100))))).size == (200, 100)


def test_position_and_camera_are_left_out() -> None:
    data = photo((400, 200))
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(GPS)
    kept = prepared(data)
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert b"Kamera" not in kept


def test_the_position_alone_stays_where_it_is_asked_for() -> None:
    kept = prepared(photo((400, 200), orientation=6), keep_position=True)
    exif = Image.open(io.BytesIO(kept)).getexif()
    assert dict(exif) == {GPS: exif[GPS]}
    assert dict(exif.get_ifd(GPS)) == {1: "S", 2: (6.0, 59.0, 35.0)}
    assert b"Kamera" not in kept


def test_a_photo_without_a_position_gets_none() -> None:
    out = io.BytesIO()
    Image.new("RGB", (50, 50)).save(out, "JPEG")
    assert not Image.open(io.BytesIO(prepared(out.getvalue(), keep_position=True))).getexif()


def test_a_photo_taken_upright_stays_upright() -> None:
    # orientation 6: the top of the scene is at the right of what the sensor wrote
    kept = Image.open(io.BytesIO(prepared(photo((400, 200), orientation=6)))).convert("RGB")
    assert kept.size == (200, 400)
    red, _green, blue = kept.getpixel((100, 50))  # type: ignore[misc]
    assert red > blue


def test_a_picture_with_a_transparent_ground_gets_a_white_one() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(prepared(out.getvalue()))).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"", b"bukan gambar", photo((400, 200))[:300]])
def test_what_is_no_picture_is_refused_with_the_next_step(data: bytes) -> None:
    with pytest.raises(UserError) as refused:
        prepared(data)
    assert refused.value.remedy
