# SPDX-License-Identifier: Apache-2.0
"""Read a card template from its TOML text, or say at which line it is wrong and what to do about it."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from pydantic import ValidationError

from enumerator.cards.design import LOGO, SIGNATURE, Picture, Template
from enumerator.errors import UserError
from enumerator.messages import _

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "cards"
DEFAULT = FOLDER / "default.toml"

_TABLE = re.compile(r"^\s*\[(?P<many>\[)?(?P<name>[^\[\]]+)\]")
_KEY = re.compile(r"^\s*(?P<key>[A-Za-z0-9_-]+)\s*=")
_SYNTAX_LINE = re.compile(r"at line (\d+)")


Place = tuple[str | int, ...]
"""Where an entry stands, as ("front", 2, "items", 0, "style")."""
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
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(
            _("The card template {name} cannot be read.", name=path.name), where=str(error)
        ) from error
    return read_template(text, path.name, path.parent)


def read_template(text: str, name: str, pictures: Pictures) -> Template:
    """The template in the text; `name` is what errors call it."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _SYNTAX_LINE.search(str(error))
        raise _wrong(name, int(line[1]) if line else len(text.splitlines()), "", str(error)) from error
    lines = entry_lines(text)
    try:
        template = Template.model_validate({**data, "pictures": {}, "source": text})
    except ValidationError as error:
        problem = error.errors()[0]
        place = tuple(part for part in problem["loc"] if part not in _KINDS)
        message = _told(problem["type"], problem["msg"], problem.get("ctx", {}))
        if not place:  # our own checks name the place themselves
            named, _colon, message = message.partition(": ")
            place = tuple(int(part) if part.isdigit() else part for part in named.split("."))
            key, colon, rest = message.partition(": ")
            if colon and " " not in key:
                place += tuple(int(part) if part.isdigit() else part for part in key.split("."))
                message = rest
        raise _wrong(name, _line_of(place, lines), _spoken(place), message) from error
    return template.model_copy(update={"pictures": _pictures(template, name, lines, pictures)})


_KINDS = {"box", "path", "pattern", "picture", "text", "stack", "photo", "code", "barcode", "marks"} - {
    "text"
}


def _told(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """What pydantic found, in our words."""
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    if kind == "extra_forbidden":
        return _("there is no such entry")
    if kind == "missing":
        return _("an entry is missing here")
    if kind in ("literal_error", "union_tag_invalid"):
        choices = context.get("expected") or context.get("expected_tags")
        return _("choose one of: {choices}", choices=choices)
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
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            image.load()
    except (OSError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _wrong(name: str, line: int, place: str, message: str) -> TemplateError:
    where = _("{name}, line {line}", name=name, line=line)
    return TemplateError(
        _("The card template is wrong: {problem}", problem=message),
        where=f"{where} ({place})" if place else where,
        remedy=_(
            "Correct this line, or start again from the design as it was shipped."
        ),
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
