# SPDX-License-Identifier: Apache-2.0
"""A card's design as data: the schema of `resources/cards/*.toml`. What a template must agree on besides is
`agreement`.

Lengths are millimetres from the upper left corner of the trimmed card, text sizes points. What `[[front]]`
and `[[back]]` list is drawn in that order, except that everything which is the same on every card lies
below what changes from card to card. `resources/cards/README.md` explains the schema to whoever designs a
card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from enumerator.cards.code import LARGEST_VERSION, MODULE_MM, QUIET_MODULES, symbol_size_mm
from enumerator.cards.typeface import FontName

CARD_FIELDS = (
    "name",
    "kk_name",
    "number",
    "number_plain",
    "birth_date",
    "sex",
    "address",
    "kelurahan",
    "kelurahan_code",
    "kecamatan",
    "nik",
    "kk",
    "programmes",
    "issued",
    "valid_until",
    "serial",
)
"""What `{braces}` in a text may name besides `word.*` and `official.*`. `kk_name` is blank when it equals
`name`.
"""

SIGNATURE = "{official.signature}"
LOGO = "{office.logo}"
GIVEN = ("logo", "signature")
"""Switches that nobody sets: each is on when its picture is given."""
LANGUAGES = ("id", "en")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TINT = re.compile(r"(?P<name>\S+) (?P<share>\d{1,2}(?:\.\d+)?)%")
At = Annotated[float, Field(ge=-50, le=250)]
Length = Annotated[float, Field(gt=0, le=300)]
Reach = tuple[float, float, float, float]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Format(_Model):
    """The card: ID-1 of ISO/IEC 7810, with what is printed beyond the cut and kept free inside it."""

    width: float = Field(default=85.60, gt=20, le=200)
    height: float = Field(default=53.98, gt=20, le=200)
    corner: float = Field(default=3.18, ge=0, le=10)
    bleed: float = Field(default=2.0, ge=0, le=5)
    safe: float = Field(default=3.0, ge=0, le=10)


class Office(_Model):
    """Who issues the card: a picture of the office's logo beside the template, if any."""

    logo: str = ""


class Official(_Model):
    """Who signs: the name under the signature, and a picture of the signature beside the template, if any."""

    name: str = ""
    id: str = ""
    signature: str = ""


class Style(_Model):
    """How a text is set. `smallest` (points) and `narrowest` (share of the width) bound how it is made to
    fit.
    """

    font: FontName = "regular"
    size: float = Field(gt=3, le=40)
    colour: str = "ink"
    spacing: float = Field(default=0.0, ge=-1, le=5)
    leading: float = Field(default=1.22, ge=0.9, le=3)
    smallest: float | None = Field(default=None, gt=2)
    narrowest: float = Field(default=0.84, ge=0.6, le=1)


class _Switched(_Model):
    when: str = ""
    """A switch of `[shown]`, or one of GIVEN; "!" before it means when it is off. "" is always."""


class _Placed(_Switched):
    x: At
    y: At
    background: bool = False
    """Whether something may lie on it, or it on something."""

    def reach(self) -> Reach | None:
        """The left, top, right and bottom of what must keep clear of the cut; None when it may be cut."""
        return None


class Box(_Placed):
    """A rectangle. One that reaches an edge of the card is continued into the bleed."""

    draw: Literal["box"]
    w: Length
    h: Length
    fill: str = ""
    stroke: str = ""
    thick: float = Field(default=0.2, gt=0)
    radius: float = Field(default=0.0, ge=0)


class Drawing(_Placed):
    """A drawing: `d` as in SVG (M L H V C Q Z, large or small), made `w` wide from `view` units."""

    draw: Literal["path"]
    d: str
    w: Length
    view: float = Field(gt=0)
    fill: str = ""
    stroke: str = ""
    thick: float = Field(default=0.2, gt=0)


class Pattern(_Placed):
    """Fine wavy lines as on documents of value, from edge to edge of the rectangle."""

    draw: Literal["pattern"]
    w: Length
    h: Length
    colour: str
    lines: int = Field(default=14, ge=1, le=60)
    waves: float = Field(default=3.0, gt=0, le=20)
    thick: float = Field(default=0.08, gt=0)


class Picture(_Placed):
    """A PNG or JPEG beside the template, fitted into the rectangle; {office.logo} and {official.signature}
    are those named at the top.
    """

    draw: Literal["picture"]
    w: Length
    h: Length
    file: str


class Text(_Placed):
    """A text in a column `w` wide whose first line stands on `y`. It is left out when all its fields are
    blank.
    """

    draw: Literal["text"]
    w: Length
    text: str
    style: str
    align: Literal["left", "centre", "right"] = "left"
    lines: int = Field(default=1, ge=1, le=20)
    wrap: bool = False
    second: Literal["behind", "below"] = "behind"

    def reach(self) -> Reach | None:
        return self.x, self.y, self.x + self.w, self.y


class Item(_Switched):
    """One block of a stack: a label and below it a text; left out when the fields of the text are all
    blank. `second`: where the second language stands, behind " / " or on a line below. `hang`: so far behind
    the edge stand all lines of a text that begins with a number, and the number before them.
    """

    text: str
    style: str
    label: str = ""
    lines: int = Field(default=1, ge=1, le=20)
    wrap: bool = False
    second: Literal["behind", "below"] = "behind"
    hang: float = Field(default=0.0, ge=0, le=10)


class Stack(_Placed):
    """Blocks one below the other from the top of a rectangle; the gaps, then the texts, give way where it
    is full.
    """

    draw: Literal["stack"]
    w: Length
    h: Length
    label: str = "label"
    gap: float = Field(default=1.4, ge=0)
    items: tuple[Item, ...]

    def reach(self) -> Reach | None:
        return self.x, self.y, self.x + self.w, self.y + self.h


class Photo(_Placed):
    """The portrait, cut to the shape of the rectangle; a silhouette where there is none."""

    draw: Literal["photo"]
    w: Length
    h: Length
    radius: float = Field(default=0.8, ge=0)
    fill: str = "blank"
    colour: str = "ink3"

    def reach(self) -> Reach | None:
        return self.x, self.y, self.x + self.w, self.y + self.h


class Code(_Placed):
    """The signed code, 30.8 mm square (32.4 for long names) with its white quiet zone, against the corner
    (x, y).
    """

    draw: Literal["code"]
    corner: Literal["top-left", "top-right"] = "top-right"

    def reach(self) -> Reach | None:
        left, top, right, bottom = self.with_quiet_zone()
        quiet = QUIET_MODULES * MODULE_MM
        return left + quiet, top + quiet, right - quiet, bottom - quiet

    def with_quiet_zone(self) -> Reach:
        """The left, top, right and bottom of the largest symbol with the white around it."""
        size = symbol_size_mm(LARGEST_VERSION)
        left = self.x - size if self.corner == "top-right" else self.x
        return left, self.y, left + size, self.y + size


class Barcode(_Placed):
    """The number as Code 128 for one-line scanners, with its quiet zones, in a rectangle."""

    draw: Literal["barcode"]
    w: float = Field(gt=30)
    h: float = Field(gt=3)

    def reach(self) -> Reach | None:
        quiet = self.w * 0.05
        return self.x + quiet, self.y, self.x + self.w - quiet, self.y + self.h


class Marks(_Placed):
    """A rounded mark for each programme, flowing through a rectangle; "+2" where more do not fit."""

    draw: Literal["marks"]
    w: Length
    h: Length
    style: str
    fill: str
    gap: float = Field(default=0.8, ge=0)

    def reach(self) -> Reach | None:
        return self.x, self.y, self.x + self.w, self.y + self.h


Element = Annotated[
    Box | Drawing | Pattern | Picture | Text | Stack | Photo | Code | Barcode | Marks,
    Field(discriminator="draw"),
]


class Letter(_Model):
    """The letter a card is sent with, in one language. A blank line in `body` parts paragraphs."""

    subject: str
    body: str
    closing: str
    cut: str


class Template(_Model):
    """A whole design. `pictures` are the bytes of the pictures it names, `source` the text it was read from;
    `words` are by language, `language` says which of them stand on the card, `shown` are its switches.
    """

    template: int = Field(ge=1, le=1)
    name: str
    language: Literal["id", "en", "id+en", "en+id"] = "id"
    pictures: Mapping[str, bytes] = Field(default_factory=dict, exclude=True, repr=False)
    source: str = Field(default="", exclude=True, repr=False)
    card: Format = Format()
    office: Office = Office()
    official: Official = Official()
    shown: dict[str, bool] = Field(default_factory=dict)
    colours: dict[str, str]
    styles: dict[str, Style]
    words: dict[str, dict[str, str]]
    letter: dict[str, Letter] = Field(default_factory=dict)
    front: tuple[Element, ...]
    back: tuple[Element, ...] = ()

    def elements(self) -> Iterator[tuple[str, int, Element]]:
        """Every element with its side and its place there, from 0."""
        for side in ("front", "back"):
            for number, element in enumerate(getattr(self, side)):
                yield side, number, element

    def is_shown(self, when: str) -> bool:
        """Whether what bears this `when` is drawn."""
        name = when.removeprefix("!")
        given = {"logo": bool(self.office.logo), "signature": bool(self.official.signature)}
        on = given.get(name, self.shown.get(name, True))
        return on is not when.startswith("!") if when else True

    def colour(self, name: str) -> tuple[float, float, float]:
        """Red, green and blue from 0 to 1 of a named colour, #rrggbb, or a share of a colour on white."""
        code = self.colours.get(name, name)
        share = 1.0
        if tint := _TINT.fullmatch(code):
            code, share = self.colours.get(tint["name"], tint["name"]), float(tint["share"]) / 100
        red, green, blue = (1 - share * (1 - int(code[n : n + 2], 16) / 255) for n in (1, 3, 5))
        return red, green, blue

    def is_colour(self, name: str) -> bool:
        """Whether `colour` knows what that is."""
        code = self.colours.get(name, name)
        if tint := _TINT.fullmatch(code):
            code = self.colours.get(tint["name"], tint["name"])
        return _COLOUR.fullmatch(code) is not None
