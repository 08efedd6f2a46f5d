# SPDX-License-Identifier: Apache-2.0
"""Texts of an XForm: itext, inline labels and their outputs."""

from __future__ import annotations

import re

from lxml import etree

from .definition import NO_TEXT, Output, Text, Words
from .markup import attribute, elements, first, local

_ITEXT = re.compile(r"jr:itext\(\s*(?:'(.*)'|\"(.*)\")\s*\)\s*\Z", re.DOTALL)
_MEDIA = re.compile(r"jr://[\w-]+/")


class Translations:
    """The itext of a form: languages in order, the default one, and every text by id."""

    def __init__(self, model: etree._Element) -> None:
        self.languages: list[str] = []
        self.default = ""
        self.texts: dict[str, Text] = {}
        itext = first(model, "itext")
        gathered: dict[str, dict[str, dict[str, Words]]] = {}
        for translation in elements(itext, "translation") if itext is not None else ():
            language = attribute(translation, "lang")
            self.languages.append(language)
            if translation.get("default") is not None and not self.default:
                self.default = language
            for text in elements(translation, "text"):
                gathered.setdefault(attribute(text, "id"), {})[language] = _forms(text)
        self.default = self.default or (self.languages[0] if self.languages else "")
        self.texts = {text_id: Text(_without_gaps(forms)) for text_id, forms in gathered.items()}

    def of(self, element: etree._Element | None) -> Text:
        """The text of a label, hint or similar element."""
        if element is None:
            return NO_TEXT
        return self.referred(attribute(element, "ref"), element)

    def referred(self, reference: str, element: etree._Element | None = None) -> Text:
        """The text behind `jr:itext('id')`, a path whose value is shown, or the element's own words."""
        if reference:
            match = _ITEXT.match(reference)
            if match:
                return self.texts.get(match[1] or match[2] or "", NO_TEXT)
            return Text({"": {"long": (Output(reference),)}})
        words = pieces(element) if element is not None else ()
        return Text({"": {"long": words}}) if words else NO_TEXT

    def message(self, written: str) -> Text:
        """A constraint or required message: literal words or an itext reference."""
        match = _ITEXT.match(written)
        if match:
            return self.texts.get(match[1] or match[2] or "", NO_TEXT)
        return Text({"": {"long": (written,)}}) if written else NO_TEXT


def _without_gaps(forms: dict[str, dict[str, Words]]) -> dict[str, dict[str, Words]]:
    """pyxform writes `-` where a translation is missing; another language is shown there instead."""
    if all(each.get("long", _GAP) == _GAP for each in forms.values()):
        return forms
    return {
        language: {form: words for form, words in each.items() if words != _GAP or form != "long"}
        for language, each in forms.items()
    }


_GAP: Words = ("-",)


def _forms(text: etree._Element) -> dict[str, Words]:
    forms: dict[str, Words] = {}
    for value in elements(text, "value"):
        form = attribute(value, "form") or "long"
        words = pieces(value)
        if form in ("image", "big-image", "audio", "video"):
            words = tuple(_MEDIA.sub("", part) if isinstance(part, str) else part for part in words)
        forms[form] = words
    return forms


def pieces(element: etree._Element) -> Words:
    """The words of an element, outputs kept apart."""
    if not len(element):
        text = (element.text or "").strip()
        return (text,) if text else ()
    found: list[str | Output] = []
    _add(found, element.text)
    for child in element:
        if local(child) == "output":
            found.append(Output(attribute(child, "value") or attribute(child, "ref")))
        elif isinstance(child.tag, str):
            found += pieces(child)
        _add(found, child.tail)
    if len(found) == 1 and isinstance(found[0], str):
        return (found[0].strip(),) if found[0].strip() else ()
    return tuple(part for part in found if part != "")


def _add(found: list[str | Output], text: str | None) -> None:
    if text:
        found.append(text)
