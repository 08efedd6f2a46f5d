# SPDX-License-Identifier: Apache-2.0
"""Pictures, sounds and films that labels, hints and choices name, and that are not beside the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from enumerator.messages import _

from .definition import FormWarning, Text
from .media import Media

_KINDS = ("image", "big-image", "audio", "video")


def missing_illustrations(texts: Mapping[str, Text], media: Media) -> list[FormWarning]:
    """A warning for each such file, at the first text that names it; a name put together from answers is
    passed over.
    """
    named: dict[str, str] = {}
    for text_id, text in texts.items():
        for name in _files(text):
            named.setdefault(name, text_id)
    return [
        FormWarning(_("The file “{name}” is missing.", name=name), _place(text_id))
        for name, text_id in named.items()
        if not media.has(name)
    ]


def _files(text: Text) -> Iterator[str]:
    for forms in text.forms.values():
        for kind in _KINDS:
            words = [word for word in forms.get(kind, ()) if isinstance(word, str)]
            if len(words) == len(forms.get(kind, ())) == 1 and words[0] not in ("", "-"):
                yield words[0]


def _place(text_id: str) -> str:
    """The question a text belongs to, as a path; pyxform calls the text of a choice LIST-N."""
    if text_id.startswith("/"):
        return text_id.partition(":")[0]
    name, _dash, number = text_id.rpartition("-")
    return _("choice list {name}", name=name) if name and number.isdigit() else ""
