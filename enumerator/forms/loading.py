# SPDX-License-Identifier: Apache-2.0
"""A form from a file of any kind, with the media beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from enumerator.errors import UserError
from enumerator.messages import _

from .definition import Form
from .xform import parse_form


def load_form(path: Path, *, media: Path | None = None, cache: Path | None = None) -> Form:
    """The form at `path` (.xlsx, .xls, .csv, .md or .xml). Its files are read from `media`, by default the
    folder `NAME-media` or `NAME_media` beside it; nothing outside that folder is ever read."""
    path = Path(path)
    if media is None:
        media = next(
            (folder for end in ("-media", "_media") if (folder := path.with_name(path.stem + end)).is_dir()),
            None,
        )
    if path.suffix.lower() == ".xml":
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UserError(
                _("The file “{name}” cannot be opened.", name=path.name), where=str(path),
                remedy=_("Check that the file is there and may be read."),
            ) from error  # fmt: skip
        return parse_form(content, media=media)
    from .xlsform import xform_of  # pyxform costs a second to import, and a laptop may never need it

    converted = xform_of(path)
    form = parse_form(converted.xml, media=media)
    return replace(form, warnings=(*converted.warnings, *form.warnings))
