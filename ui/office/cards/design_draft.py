# SPDX-License-Identifier: Apache-2.0
"""A design while it is being changed: values, pictures and files of it, without a window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from enumerator.cards.designs import (
    Design,
    picture_for_card,
    read_design_file,
    shipped_designs,
    write_design_file,
)
from enumerator.cards.retouch import with_value
from enumerator.cards.template import TemplateError, is_vector
from enumerator.errors import UserError
from enumerator.messages import _
from ui.office.cards.vector import picture_of_svg

LOGO: Final = "logo"
_TABLES: Final = {LOGO: "office", "signature": "official"}
_PICTURES: Final = (".png", ".jpg", ".jpeg")


def changed(made: Design, table: str, key: str, value: str | bool) -> Design:
    """With one value of its text."""
    return replace(made, source=with_value(made.source, table, key, value))


def with_picture(made: Design, key: str, path: Path | None) -> Design:
    """With the logo or signature from a file, or none; UserError when it is no picture."""
    if path is None:
        return changed(made, _TABLES[key], key, "")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(_("The picture {name} cannot be read.", name=path.name), where=str(error)) from error
    drawn = picture_of_svg(data, path.name) if is_vector(data) else data
    name = f"{key}.png"
    pictures = {**made.pictures, name: picture_for_card(drawn, path.name)}
    return changed(replace(made, pictures=pictures), _TABLES[key], key, name)


def shipped_for(made: Design | None) -> Design:
    """The design of the program that it comes from."""
    every = {each.id: each for each in shipped_designs()}
    return every.get(made.base if made is not None else "") or next(iter(every.values()))


def from_file(path: Path) -> tuple[Design, TemplateError | None]:
    """The design of a template file; with what is wrong with it, to be mended. UserError when unreadable."""
    try:
        return read_design_file(path), None
    except TemplateError as error:
        try:
            source = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise error from None
        return Design("", path.stem, source, _pictures_beside(path)), error


def to_file(made: Design, target: Path) -> str:
    """The template and its pictures beside each other, for another office; the names of the files."""
    files = write_design_file(replace(made, pictures=made.template().pictures), target)
    return ", ".join(path.name for path in files)


def _pictures_beside(path: Path) -> Mapping[str, bytes]:
    return {
        each.name: each.read_bytes() for each in path.parent.iterdir() if each.suffix.lower() in _PICTURES
    }
