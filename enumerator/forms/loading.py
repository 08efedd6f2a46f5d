# SPDX-License-Identifier: Apache-2.0
"""A form from a file of any kind, with the media beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from enumerator.errors import UserError
from enumerator.messages import _

from .collecting import LARGE, uncollected
from .definition import Form, FormWarning
from .limits import LARGEST_FILE, too_large
from .media import media_of
from .xform import parse_form


def load_form(path: Path, *, media: Path | None = None, cache: Path | None = None) -> Form:
    """The form at `path` (.xlsx, .xls, .csv, .md or .xml).

    Its files are read from `media`, by default the folder `NAME-media` or `NAME_media` beside it; nothing
    outside that folder is ever read. With a `cache` folder the compiled form is kept there by the hash of
    the file.
    """
    path = Path(path)
    if media is None:
        media = next(
            (folder for end in ("-media", "_media") if (folder := path.with_name(path.stem + end)).is_dir()),
            None,
        )
    content = _content(path)
    with uncollected(lasting=len(content) > LARGE):
        return _kept_or_read(path, content, media, cache)


def _kept_or_read(path: Path, content: bytes, media: Path | None, cache: Path | None) -> Form:
    if cache is None:
        return _read(path, content, media)
    from .compiled import keep, kept, key_of  # only those who keep forms need its decoder

    place = cache / f"{key_of(content, path.name)}.form"
    found = kept(place, media_of(media))
    if found is not None:
        return found
    form = _read(path, content, media)
    keep(form, place)
    return form


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise too_large(path)
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            _("The file “{name}” cannot be opened.", name=path.name),
            where=str(path),
            remedy=_("Check that the file is there and may be read."),
        ) from error


def _read(path: Path, content: bytes, media: Path | None) -> Form:
    """The form in the file; a refusal names the file, for several may be read at once."""
    try:
        return _form_of(path, content, media)
    except UserError as error:
        if path.name in f"{error.what} {error.where}":
            raise
        where = f"{path.name}, {error.where}" if error.where else path.name
        raise UserError(error.what, where=where, remedy=error.remedy) from error


def _form_of(path: Path, content: bytes, media: Path | None) -> Form:
    if path.suffix.lower() == ".xml":
        return parse_form(content, media=media)
    from .xlsform import xform_of  # pyxform takes long to load

    converted = xform_of(path, content)
    try:
        form = parse_form(converted.xml, media=media)
    except UserError as error:
        raise UserError(error.what, where=converted.placed(error.where), remedy=error.remedy) from error
    found = [FormWarning(each.what, converted.placed(each.where)) for each in form.warnings]
    return replace(form, warnings=(*converted.warnings, *found))
