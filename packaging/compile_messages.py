# SPDX-License-Identifier: Apache-2.0
"""Joins the catalogues of a language (`resources/languages/id/*.po`) into the one .mo file the program
reads.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_PLURALS = "nplurals=1; plural=0;"
LANGUAGES = Path(__file__).resolve().parent.parent / "resources" / "languages"


def joined(folder: Path) -> Catalog:
    """All texts of one language; ValueError when two rooms translate one text differently."""
    # what gettext looks up is the same on every machine and day, so the file must be as well
    whole = Catalog(locale=folder.name, domain="pendata", creation_date=_NO_DAY, revision_date=_NO_DAY)
    whole.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", _PLURALS)]
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=folder.name, abort_invalid=True)
        for message in part:
            if not message.id:
                continue
            known = whole.get(message.id)
            if known is not None and known.string != message.string:
                both = f"{known.string!r}, {message.string!r}"
                raise ValueError(f"{path.name}: {message.id!r} is translated in two ways: {both}")
            whole.add(message.id, message.string)
    return whole


def write(folder: Path) -> Path:
    """Write the .mo of one language folder and say where."""
    target = folder / "LC_MESSAGES" / "pendata.mo"
    target.parent.mkdir(exist_ok=True)
    whole, part = joined(folder), target.with_suffix(".part")
    with part.open("wb") as file:
        write_mo(file, whole)
    part.replace(target)  # a program that starts just now reads the one or the other
    return target


if __name__ == "__main__":
    for language in sorted(path for path in LANGUAGES.iterdir() if path.is_dir()):
        try:
            print(write(language).relative_to(LANGUAGES))
        except ValueError as problem:
            sys.exit(str(problem))
