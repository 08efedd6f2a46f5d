# SPDX-License-Identifier: Apache-2.0
"""The card designs of an office: those that are shipped, and its own, kept in the journal with their pictures
so that every computer of the office has them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageOps

from enumerator.cards.design import Template
from enumerator.cards.template import FOLDER, is_vector, read_template, template_text
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.database import writing
from enumerator.store.revision import Entry, Revision, new_record
from enumerator.store.store import Store

DESIGN = "card_design"
"""Kind of record: a design as it was saved; `pictures` are its blobs, by their names."""
DEFAULT_DESIGN = "default"
_TAKEN_AWAY = "yes"
_MOST_DOTS = 1000


@dataclass(frozen=True, slots=True)
class Design:
    """A design by its `id`: a file name without its ending for a shipped one, else its record. `source` is
    the text of the template, `pictures` the bytes of its pictures by file name, `base` the shipped design it
    began as.
    """

    id: str
    name: str
    source: str
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    shipped: bool = False
    base: str = DEFAULT_DESIGN

    def template(self) -> Template:
        """Read and checked; TemplateError with line and remedy when it is wrong."""
        return read_template(self.source, self.name, self.pictures)


def shipped_designs() -> tuple[Design, ...]:
    """The designs that come with the program, the usual one first."""
    files = sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem != DEFAULT_DESIGN, path.stem))
    return tuple(_shipped(path) for path in files)


def designs(store: Store) -> tuple[Design, ...]:
    """All that can be chosen: the office's own by name, then the shipped ones."""
    newest: dict[str, Revision] = {}
    for _position, revision in store.journal.of_kind(DESIGN):
        newest[revision.record] = revision
    own = [_own(store, each) for each in newest.values() if each.values.get("away") != _TAKEN_AWAY]
    return (*sorted(own, key=lambda design: design.name.casefold()), *shipped_designs())


def design(store: Store, chosen: str) -> Design:
    """The design of that id; the usual one where it is not here (any more)."""
    every = {each.id: each for each in designs(store)}
    return every.get(chosen) or every[DEFAULT_DESIGN]


def save_design(store: Store, made: Design, *, reason: str = "") -> Design:
    """Keep a design for the whole office, under a new id where it is a shipped one.

    TemplateError when the template is wrong, UserError when it has no name.
    """
    name = " ".join(made.name.split())
    if not name:
        raise UserError(_("The design has no name."), remedy=_("Give it one that the office knows it by."))
    template = read_template(made.source, name, made.pictures)
    record = new_record() if made.shipped or not made.id else made.id
    with writing(store.db):
        blobs = tuple(
            store.attachments.put(data, name=file, mime=_mime(data))
            for file, data in sorted(template.pictures.items())
        )
        values = {"name": name, "template": made.source, "base": made.base}
        store.append(Entry(record, DESIGN, values, act="save", reason=reason, blobs=blobs))
    return Design(record, name, made.source, template.pictures, base=made.base)


def remove_design(store: Store, gone: Design) -> None:
    """It is not offered any more; what was printed with it can still be made again."""
    if gone.shipped:
        raise UserError(_("A design that came with the program cannot be removed."), where=gone.name)
    values = {"name": gone.name, "template": gone.source, "away": _TAKEN_AWAY}
    store.append(Entry(gone.id, DESIGN, values, act="delete"))


def picture_for_card(data: bytes, name: str) -> bytes:
    """A logo or signature from any common picture, as a PNG of at most 1,000 dots a side; UserError when it
    is none.
    """
    if is_vector(data):
        raise UserError(
            _("{name} is a drawing (SVG), not a picture.", name=name),
            remedy=_("Save it as a PNG of about 1,000 dots in the program it was drawn with."),
        )
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as image:
            made = ImageOps.exif_transpose(image).convert("RGBA")
            made.thumbnail((_MOST_DOTS, _MOST_DOTS))
            made.save(out, "PNG")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(
            _("The picture {name} cannot be read.", name=name), remedy=_("Choose a PNG or JPEG picture.")
        ) from error
    return out.getvalue()


def read_design_file(path: Path) -> Design:
    """A template file and the pictures beside it, as a new design; TemplateError when it is wrong."""
    source = template_text(path)
    template = read_template(source, path.name, path.parent)
    return Design("", template.name, source, template.pictures)


def write_design_file(made: Design, path: Path) -> tuple[Path, ...]:
    """The template into `path` and its pictures beside it; the files written. UserError when refused."""
    files = {path: made.source.encode(), **{path.parent / file: data for file, data in made.pictures.items()}}
    try:
        for file, data in files.items():
            file.write_bytes(data)
    except OSError as error:
        raise UserError(
            _("The file {name} cannot be written.", name=path.name),
            where=str(error),
            remedy=_("Check that the disk has room and that the file is not open in another program."),
        ) from error
    return tuple(files)


def _shipped(path: Path) -> Design:
    source = path.read_text(encoding="utf-8")
    template = read_template(source, path.name, path.parent)
    return Design(path.stem, template.name, source, template.pictures, shipped=True, base=path.stem)


def _own(store: Store, said: Revision) -> Design:
    held = store.attachments
    pictures = {blob.name: held.read(blob.sha256) for blob in said.blobs if held.has(blob.sha256)}
    values = said.values
    base = values.get("base", DEFAULT_DESIGN)
    return Design(said.record, values["name"], values["template"], pictures, base=base)


def _mime(data: bytes) -> str:
    return "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
