# SPDX-License-Identifier: Apache-2.0
"""What the program says, in Indonesian or English, for the screens, the PDFs and the terminal alike.

The texts in the code are English; `resources/languages/id/*.po` (one file per room of the house) hold the
Indonesian, compiled into one `pendata.mo` by `make messages`. A Catalogue is a value, so a card can be
drawn in another language than the screen; `_` and `n_` speak the language of the process, set once by
`speak`.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "languages"


def folder() -> Path:
    """Where the compiled catalogues lie, one folder per language."""
    return _FOLDER


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language."""

    language: str
    _texts: gettext.NullTranslations

    def text(self, message: str, **values: object) -> str:
        """The translation of `message`, with `{names}` filled from `values`."""
        words = self._texts.gettext(message)
        return words.format(**values) if values else words

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The form for `n`, which is also available to the text as `{n}`."""
        return self._texts.ngettext(one, many, n).format(n=n, **values)


def load(language: str) -> Catalogue:
    """The catalogue of `language`; a language without one speaks English."""
    return Catalogue(language, gettext.translation("pendata", _FOLDER, [language], fallback=True))


class _Speech:
    """The one language a process speaks to its user."""

    current = load(DEFAULT_LANGUAGE)


def speak(language: str) -> None:
    """From now on `_` and `n_` answer in `language` ("id" or "en")."""
    _Speech.current = load(language)


def spoken_language() -> str:
    """The language `_` answers in now."""
    return _Speech.current.language


def _(message: str, **values: object) -> str:
    """`message` in the user's language, with `{names}` filled from `values`."""
    return _Speech.current.text(message, **values)


def n_(one: str, many: str, n: int, **values: object) -> str:
    """The form of the message for the number `n`, in the user's language."""
    return _Speech.current.plural(one, many, n, **values)


def dated(iso: str) -> str:
    """An ISO day as it is written here, "08-02-1970"; anything else as it is."""
    year, _dash, rest = iso.partition("-")
    month, _second, day = rest.partition("-")
    whole = year.isdigit() and month.isdigit() and day.isdigit()
    return f"{day}-{month}-{year}" if whole and len(iso) == len("2026-11-24") else iso


def mark(message: str) -> str:
    """Note a text for translation where it is data; it is translated later, by `_`."""
    return message
