# SPDX-License-Identifier: Apache-2.0
"""Drawn pictures in place of photographs of house, card and head; each says CONTOH (sample)."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

from enumerator.demo.families import Answers, Family, Member

SECTION = "/data/penutup"
_SAMPLE = "CONTOH"
_PHOTO = (400, 300)
_PORTRAIT = (240, 320)
_SIGNATURE = (320, 140)
_QUALITY = 70

_WALLS = {"1": "#d9d2c3", "2": "#cdbf9f", "3": "#a98258", "4": "#c6a867", "6": "#b7a05d"}
_ROOFS = {"2": "#a4492f", "3": "#8d979c", "4": "#9aa39f"}
_FLOORS = {"8": "#7d6448", "6": "#a9a59d", "2": "#d8d4cc", "4": "#c3b49d", "5": "#94704b", "7": "#bda66a"}
_SKIN = ("#8d5f43", "#a06e4d", "#b07d59", "#7c5239")
_CLOTH = ("#2f5d8a", "#7a3b52", "#3f6b4f", "#8a6a2f", "#4d4f7a", "#6b6f74")
_HAIR, _GREY_HAIR, _SCARF = "#1f1b19", "#b9b6b1", ("#5a7d9a", "#9a6f86", "#6f8f76", "#8d7b5c", "#3e4a5c")


def photos_for(family: Family) -> Mapping[str, bytes]:
    """The pictures of a family by question path: four JPEG and a PNG signature, always the same bytes."""
    rng = Random(f"{family.seed}:photos")
    return {
        f"{SECTION}/foto_depan": _jpeg(_house(rng, family.answers)),
        f"{SECTION}/foto_dalam": _jpeg(_room(rng, family.answers)),
        f"{SECTION}/foto_kk": _jpeg(_card(family), stamp="#b3261e"),
        f"{SECTION}/foto_kepala": _jpeg(_portrait(rng, family.head)),
        f"{SECTION}/tanda_tangan": _png(_signature(rng)),
    }


def _house(rng: Random, answers: Answers) -> Image.Image:
    width, height = _PHOTO
    image = Image.new("RGB", _PHOTO, rng.choice(("#bcd3e2", "#c9d6da", "#aecbdd")))
    draw = ImageDraw.Draw(image)
    ground = int(height * 0.74)
    draw.rectangle((0, ground, width, height), rng.choice(("#8d7d62", "#9a9183", "#7f8a63")))
    left, right = rng.randint(60, 90), width - rng.randint(60, 90)
    eaves = int(height * rng.uniform(0.4, 0.46))
    draw.rectangle((left, eaves, right, ground + 8), _WALLS.get(str(answers["dinding"]), "#cfc6b4"))
    if answers["dinding"] in ("3", "4", "6"):
        for x in range(left, right, 14):
            draw.line((x, eaves, x, ground + 8), "#8a7146")
    ridge = (left + right) // 2 + rng.randint(-24, 24)
    roof = _ROOFS.get(str(answers["atap"]), "#8f8a80")
    draw.polygon(((left - 24, eaves), (ridge, eaves - rng.randint(56, 78)), (right + 24, eaves)), roof)
    door = left + rng.randint(30, 60)
    draw.rectangle((door, ground - 78, door + 46, ground + 8), "#5b4230")
    draw.rectangle((right - 92, ground - 74, right - 40, ground - 30), "#41525c", outline="#ece6da", width=3)
    return image


def _room(rng: Random, answers: Answers) -> Image.Image:
    width, height = _PHOTO
    image = Image.new("RGB", _PHOTO, _WALLS.get(str(answers["dinding"]), "#cfc6b4"))
    draw = ImageDraw.Draw(image)
    floor = _FLOORS.get(str(answers["lantai"]), "#a39b8d")
    draw.polygon(((0, height), (70, 200), (width - 70, 200), (width, height)), floor)
    draw.rectangle((110, 150, 110 + rng.randint(120, 160), 215), rng.choice(_CLOTH))
    draw.rectangle((width - 120, 90, width - 78, 205), "#6b4f37", outline="#4a3525", width=2)
    if answers["penerangan"] != "4":
        draw.ellipse((width // 2 - 8, 20, width // 2 + 8, 40), "#fff4c2")
        draw.line((width // 2, 0, width // 2, 20), "#4b4b4b")
    return image


def _card(family: Family) -> Image.Image:
    image = Image.new("RGB", _PHOTO, "#7b6f60")
    draw = ImageDraw.Draw(image)
    draw.rectangle((18, 24, 382, 276), "#f4f1e6", outline="#9fb6a4", width=3)
    draw.text((120, 34), "KARTU KELUARGA", "#2a2a2a", font=_font(18))
    draw.text((128, 56), f"No. {family.no_kk}", "#2a2a2a", font=_font(13))
    for row, member in enumerate(family.members[:9]):
        y = 86 + row * 20
        draw.line((30, y + 17, 370, y + 17), "#b9b3a3")
        draw.text((34, y), f"{row + 1}", "#3a3a3a", font=_font(12))
        draw.text((56, y), member.name[:24], "#3a3a3a", font=_font(12))
        draw.text((238, y), member.nik, "#3a3a3a", font=_font(12))
    return image


def _portrait(rng: Random, head: Member) -> Image.Image:
    width, height = _PORTRAIT
    image = Image.new("RGB", _PORTRAIT, rng.choice(("#b3392f", "#2f6fb3")))
    draw = ImageDraw.Draw(image)
    skin, cloth = rng.choice(_SKIN), rng.choice(_CLOTH)
    middle = width // 2
    draw.ellipse((middle - 96, height - 96, middle + 96, height + 96), cloth)
    draw.rectangle((middle - 22, 176, middle + 22, 240), skin)
    scarf = head.sex == "2" and rng.random() < 0.7
    hair = rng.choice(_SCARF) if scarf else _GREY_HAIR if head.age >= 60 else _HAIR
    if scarf:
        draw.ellipse((middle - 74, 56, middle + 74, 250), hair)
    else:
        drop = 34 if head.sex == "1" else 90
        draw.ellipse((middle - 62, 62, middle + 62, 150 + drop), hair)
    draw.ellipse((middle - 54, 80, middle + 54, 212), skin)
    return image


def _signature(rng: Random) -> Image.Image:
    width, height = _SIGNATURE
    image = Image.new("L", _SIGNATURE, 255)
    swing, speed, lean = rng.uniform(18, 34), rng.uniform(0.16, 0.3), rng.uniform(-0.2, 0.2)
    points = [
        (x, height / 2 + math.sin(x * speed) * swing * (1 - x / width) + (x - width / 2) * lean)
        for x in range(30, width - 30, 3)
    ]
    ImageDraw.Draw(image).line(points, 20, width=3, joint="curve")
    return image


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@cache
def _stamp(size: tuple[int, int]) -> tuple[Image.Image, tuple[int, int]]:
    """The word CONTOH for a picture of this size, as a mask, and the corner where it goes."""
    mask = Image.new("L", size, 0)
    place = (size[0] / 2, size[1] * 0.86)
    ImageDraw.Draw(mask).text(place, _SAMPLE, 200, font=_font(size[0] // 6), anchor="mm")
    box = mask.getbbox() or (0, 0, *size)
    return mask.crop(box), (box[0], box[1])


def _jpeg(image: Image.Image, stamp: str = "#ffffff") -> bytes:
    mask, corner = _stamp(image.size)
    image.paste(stamp, (*corner, corner[0] + mask.width, corner[1] + mask.height), mask)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    ImageDraw.Draw(image).text((image.width - 6, image.height - 6), _SAMPLE, 150, font=_font(12), anchor="rs")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
