# SPDX-License-Identifier: Apache-2.0
"""Read a card template from its TOML text, or say at which line it is wrong and what to do about it."""

from __future__ import annotations

import io
import re
import tomllib
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from pydantic import ValidationError

from enumerator.cards.agreement import disagreements
from enumerator.cards.design import LOGO, SIGNATURE, Picture, Template
from enumerator.cards.overlaps import Place
from enumerator.errors import UserError
from enumerator.messages import _

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "cards"
DEFAULT = FOLDER / "default.toml"

_TABLE = re.compile(r"^\s*\[(?P<many>\[)?(?P<name>[^\[\]]+)\]")
_KEY = re.compile(r"^\s*(?P<key>[A-Za-z0-9_-]+)\s*=")
_SYNTAX_LINE = re.compile(r"at line (\d+)")
_QUOTED = re.compile(r"'([^']*)'")
MOST_DOTS = 4000
"""A picture of a template has at most so many dots a side: more is never seen on a card."""

Pictures = Path | Mapping[str, bytes]
"""The folder in which a template's pictures lie, and nowhere else, or the pictures themselves by name."""


class TemplateError(UserError):
    """A template cannot be used; `where` names the file, the line and the place in it; `line` counts from 1,
    0 where no line is to blame.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "", line: int = 0) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.line = line


def load_template(path: Path = DEFAULT) -> Template:
    """The template in the file; pictures it names are looked for in the same folder and nowhere else."""
    return read_template(template_text(path), path.name, path.parent)


def template_text(path: Path) -> str:
    """The text of a template file, without the mark some editors put before UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TemplateError(
            _("The card template {name} cannot be read.", name=path.name),
            where=str(error),
            remedy=_("Choose a file that ends in .toml and was written out by this program."),
        ) from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TemplateError(
            _("The card template {name} is not text in UTF-8.", name=path.name),
            where=_("{name}, line {line}", name=path.name, line=line),
            remedy=_("Open it in a text editor and save it as UTF-8."),
            line=line,
        ) from error


def read_template(text: str, name: str, pictures: Pictures, *, printed: bool = False) -> Template:
    """The template in the text; `name` is what errors call it. One that was `printed` with is taken as it is:
    what a later version of the program finds wrong in it must not keep its cards from being made again.
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _SYNTAX_LINE.search(str(error))
        raise _wrong(name, int(line[1]) if line else len(text.splitlines()), "", _slip(str(error))) from error
    lines = entry_lines(text)
    try:
        template = Template.model_validate({**data, "pictures": {}, "source": text})
    except ValidationError as error:
        problem = error.errors()[0]
        place = _without_kinds(problem["loc"])
        message = _told(problem["type"], place, problem.get("ctx", {}))
        raise _wrong(name, _line_of(place, lines), _spoken(place), message) from error
    for place, message in () if printed else disagreements(template):
        raise _wrong(name, _line_of(place, lines), _spoken(place), message)
    return template.model_copy(update={"pictures": _pictures(template, name, lines, pictures)})


def _without_kinds(place: Place) -> Place:
    """The place as it stands in the text: pydantic names the kind of an element behind its number."""
    if len(place) > 2 and place[0] in ("front", "back") and isinstance(place[1], int):
        return (*place[:2], *place[3:])
    return place


def _slip(message: str) -> str:
    """What a reader of TOML stumbled on, in our words."""
    if message.startswith(("Cannot", "Duplicate")):
        return _("this entry or table stands in the template twice")
    if message.startswith(("Invalid value", "Invalid date", "Invalid hex")):
        return _("this value cannot be read; a text stands in quotes")
    if message.startswith(("Illegal character", "Unterminated", "Expected '\"'", "Expected \"'\"")):
        return _("a text is not closed with a quote, or holds a letter that may not stand in it")
    return _("this line cannot be read: it is no entry, no [table] and no # remark")


def _told(kind: str, place: Place, context: Mapping[str, Any]) -> str:
    """What pydantic found, in our words."""
    if place == ("template",) and kind == "less_than_equal":
        return _("it was made for a newer version of this program")
    if kind == "extra_forbidden":
        return _("there is no such entry")
    if kind == "missing":
        return _("an entry is missing here")
    if kind == "union_tag_not_found":
        return _("the entry {entry} is missing, which says what is drawn", entry="draw")
    if kind in ("literal_error", "union_tag_invalid"):
        choices = _QUOTED.findall(context.get("expected") or context.get("expected_tags") or "")
        return _("choose one of: {choices}", choices=", ".join(choices))
    limits = {"greater_than": ">", "greater_than_equal": "≥", "less_than": "<", "less_than_equal": "≤"}
    if kind in limits:
        (limit,) = context.values()
        return _("the number must be {limit}", limit=f"{limits[kind]} {limit}")
    return _("this is not the kind of value that belongs here")


def _pictures(
    template: Template, name: str, lines: Mapping[Place, int], where: Pictures
) -> dict[str, bytes]:
    """The bytes of every picture that is named."""
    named: list[tuple[Place, str]] = [
        (("office", "logo"), template.office.logo),
        (("official", "signature"), template.official.signature),
    ]
    named += [
        ((side, n, "file"), e.file)
        for side, n, e in template.elements()
        if isinstance(e, Picture) and e.file not in (SIGNATURE, LOGO)
    ]
    found = {}
    for place, file in named:
        if not file:
            continue
        data = _picture(file, where)
        told = ""
        if data is None:
            told = _("the picture {file} is not in the folder of the template", file=file)
        elif is_vector(data):
            told = _("{file} is a drawing (SVG); save it as a PNG of about 1,000 dots instead", file=file)
        elif not is_picture(data):
            told = _("{file} is not a PNG or JPEG picture", file=file)
        elif is_too_large(data):
            told = _("{file} is larger than {n} dots a side; make it smaller", file=file, n=MOST_DOTS)
        if data is None or told:
            raise _wrong(name, _line_of(place, lines), _spoken(place), told)
        found[file] = data
    return found


def _picture(file: str, where: Pictures) -> bytes | None:
    if Path(file).name != file:
        return None
    if isinstance(where, Path):
        path = where / file
        return path.read_bytes() if path.is_file() else None
    return where.get(file)


def is_vector(data: bytes) -> bool:
    """Whether the bytes are an SVG drawing, which no reader of pictures here draws."""
    return b"<svg" in data[:4_096]


def is_picture(data: bytes) -> bool:
    """Whether the bytes are a PNG or JPEG that can be drawn."""
    if is_too_large(data):
        return True
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            image.load()
    except (OSError, SyntaxError):
        return False
    return True


def is_too_large(data: bytes) -> bool:
    """Whether it is a PNG or JPEG of more dots than are decoded here; only its head is read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                return max(image.size) > MOST_DOTS
    except Image.DecompressionBombError:
        return True
    except (OSError, SyntaxError):
        return False


def _wrong(name: str, line: int, place: str, message: str) -> TemplateError:
    where = _("{name}, line {line}", name=name, line=line)
    return TemplateError(
        _("The card template is wrong: {problem}", problem=message),
        where=f"{where} ({place})" if place else where,
        remedy=_("Correct this line, or start again from the design as it was shipped."),
        line=line,
    )


def entry_lines(text: str) -> dict[Place, int]:
    """The line (from 1) of every table and key, by its place."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = ()
            parts = header["name"].strip().split(".")
            for depth, part in enumerate(parts, 1):
                table += (part,)
                if header["many"] and depth == len(parts):
                    counts[table] = counts.get(table, -1) + 1
                if table in counts:
                    table += (counts[table],)
            lines[table] = number
        elif key := _KEY.match(line):
            lines.setdefault((*table, key["key"]), number)
    return lines


def _line_of(place: Place, lines: Mapping[Place, int]) -> int:
    """The line of the place, or of the nearest table around it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _spoken(place: Place) -> str:
    """The place as a designer counts: front 3, items 1, style."""
    words: list[str] = []
    for part in place:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words)
