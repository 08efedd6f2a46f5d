# SPDX-License-Identifier: Apache-2.0
"""The words that pyxform itself puts into a form for `or_other`: English in every form, shown in the language
the form is asked in."""

from __future__ import annotations

from typing import Final

from enumerator.messages import load, mark, spoken_language

VALUE: Final = "other"
CHOICE: Final = mark("Other")
LABEL: Final = mark("Specify other.")
_UNNAMED: Final = "default"  # what pyxform calls the language of a column that has none


def choice_words(value: str, label: str, language: str) -> str:
    """The label of a choice; only that of the added one is ever another than the form's."""
    return _said(label, language) if value == VALUE and label == CHOICE else label


def label_words(label: str, language: str) -> str:
    """The label of a question; only that of the added one is ever another than the form's."""
    return _said(label, language) if label == LABEL else label


def _said(words: str, language: str) -> str:
    """`language` is the form's own name for it; what a form does not name is shown as the screens are."""
    code = language.rpartition("(")[2].rstrip(")") if language.endswith(")") else ""
    if not code and "indonesia" in language.casefold():
        code = "id"
    if not code and language in ("", _UNNAMED):
        code = spoken_language()
    return load(code).text(words) if code else words
