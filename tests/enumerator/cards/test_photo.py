# SPDX-License-Identifier: Apache-2.0
"""Portraits: cut to shape, upright, small, and with nothing of the camera left in them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from enumerator.cards.photo import Portraits

from .conftest import portrait

SIZE = (184, 246)


@pytest.fixture
def portraits() -> Portraits:
    return Portraits(15.6, 20.8)


def test_a_photo_of_the_right_size_goes_in_as_it_is(portraits: Portraits) -> None:
    picture = portrait()
    made = portraits.make(picture)
    assert made is not None
    assert made.jpeg == picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(4000, 3000), (480, 640), (90, 60)])
def test_any_other_is_made_300_dots_an_inch(portraits: Portraits, kind: str, size: tuple[int, int]) -> None:
    made = portraits.make(portrait(3, size, kind))
    assert made is not None
    assert (made.width, made.height) == SIZE
    assert Image.open(io.BytesIO(made.jpeg)).size == SIZE


@pytest.mark.parametrize("size", [(768, 1024), (1024, 768), (1024, 1024)])
def test_a_photo_as_the_program_keeps_it_is_printed_whole_and_fine_enough(
    portraits: Portraits, size: tuple[int, int]
) -> None:
    made = portraits.make(portrait(3, size))
    assert made is not None
    assert SIZE[0] <= made.width <= SIZE[0] * 1.25
    assert made.width / made.height == pytest.approx(SIZE[0] / SIZE[1], abs=0.01)


def test_a_picture_is_cut_and_never_squeezed(portraits: Portraits) -> None:
    image = Image.new("RGB", (300, 250), "white")
    image.paste((200, 0, 0), (100, 0, 200, 250))
    out = io.BytesIO()
    image.save(out, "PNG")
    made = portraits.make(out.getvalue())
    assert made is not None
    cut = Image.open(io.BytesIO(made.jpeg)).convert("L")
    dark = sum(cut.getpixel((x, cut.height // 2)) < 150 for x in range(cut.width))
    assert dark / cut.width == pytest.approx(100 / 187.5, abs=0.02)


@pytest.mark.parametrize("more", [{"comment": b"Jl. Mawar"}, {"progressive": True}])
def test_a_comment_or_another_coding_is_not_passed_on(portraits: Portraits, more: dict[str, object]) -> None:
    out = io.BytesIO()
    Image.open(io.BytesIO(portrait())).save(out, "JPEG", **more)
    made = portraits.make(out.getvalue())
    assert made is not None
    again = Image.open(io.BytesIO(made.jpeg))
    assert b"Mawar" not in made.jpeg
    assert not again.info.get("progressive")


def test_place_and_camera_are_taken_out(portraits: Portraits) -> None:
    image = Image.open(io.BytesIO(portrait()))
    exif = Image.Exif()
    exif[0x010F] = "CAMERA"
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    made = portraits.make(out.getvalue())
    assert made is not None
    assert not Image.open(io.BytesIO(made.jpeg)).getexif()
    assert b"CAMERA" not in made.jpeg


def test_a_photo_taken_sideways_is_turned_upright(portraits: Portraits) -> None:
    image = Image.new("RGB", (640, 480), "white")
    image.paste((200, 0, 0), (0, 0, 320, 480))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    made = portraits.make(out.getvalue())
    assert made is not None
    upright = Image.open(io.BytesIO(made.jpeg)).convert("RGB")
    top, bottom = upright.getpixel((92, 20)), upright.getpixel((92, 226))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[1] < 60
    assert bottom[1] > 200


def test_a_grey_photo_stays_grey(portraits: Portraits) -> None:
    out = io.BytesIO()
    Image.open(io.BytesIO(portrait(1, (480, 640)))).convert("L").save(out, "JPEG")
    made = portraits.make(out.getvalue())
    assert made is not None
    assert made.grey


def test_what_is_no_picture_gives_none(portraits: Portraits) -> None:
    assert portraits.make(b"not a picture") is None
    assert portraits.make(portrait(1, (480, 640))[:900]) is None
