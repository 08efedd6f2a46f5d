# SPDX-License-Identifier: Apache-2.0
"""What a template must agree on with itself: that names exist, that nothing comes near the cut, that there is
a code to check; what would lie on what is `overlaps`."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from enumerator.cards.design import (
    CARD_FIELDS,
    GIVEN,
    Code,
    Drawing,
    Element,
    Stack,
    Template,
    Text,
)
from enumerator.cards.overlaps import Place, Reach, overlaps, reach_of
from enumerator.cards.shapes import svg_path
from enumerator.messages import _

_HAIR = 0.001
_OFFICIAL = ("official.name", "official.id")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def disagreements(template: Template) -> Iterator[tuple[Place, str]]:
    """What is wrong in the template, in its own order: the place, and what is the matter."""
    for name, code in template.colours.items():
        if not template.is_colour(code):
            told = _("write #rrggbb, or another colour and its share, as “primary 12%”")
            yield ("colours", name), told
    for side, number, element in template.elements():
        for place, problem in _of_element(template, element):
            yield (side, number, *place), problem
    for language, letter in template.letter.items():
        for key in ("subject", "body", "closing", "cut"):
            for problem in _of_text(template, getattr(letter, key)):
                yield ("letter", language, key), problem
    for name, style in template.styles.items():
        if not template.is_colour(style.colour):
            yield ("styles", name, "colour"), not_among(style.colour, "colours", template.colours)
    for language, words in template.words.items():
        for word, text in words.items():
            if _CONTROL.search(text):
                yield ("words", language, word), _("there is a letter in it that cannot be printed")
    for language in template.language.split("+"):
        if language not in template.words:
            yield ("language",), _("there is no table {table}", table=f"[words.{language}]")
    yield from _of_the_code(template)
    yield from overlaps(template)


def _of_element(template: Template, element: Element) -> Iterator[tuple[Place, str]]:
    for key in ("fill", "stroke", "colour"):
        colour = getattr(element, key, "")
        if colour and not template.is_colour(colour):
            yield (key,), not_among(colour, "colours", template.colours)
    for key in ("style", "label"):
        style = getattr(element, key, "")
        if style and style not in template.styles:
            yield (key,), not_among(style, "styles", template.styles)
    yield from _of_switch(template, element.when)
    match element:
        case Stack():
            for number, item in enumerate(element.items):
                for place, problem in _of_switch(template, item.when):
                    yield ("items", number, *place), problem
                if item.style not in template.styles:
                    yield ("items", number, "style"), not_among(item.style, "styles", template.styles)
                for key, text in (("label", item.label), ("text", item.text)):
                    for problem in _of_text(template, text):
                        yield ("items", number, key), problem
        case Text():
            for problem in _of_text(template, element.text):
                yield ("text",), problem
        case Drawing():
            try:
                svg_path(element.d, 0, 0, 1)
            except ValueError as error:
                yield ("d",), str(error)
    reach = reach_of(template, element)
    if reach and not _is_safe(template, reach):
        yield ("x",), _("it comes closer to the cut than {n} mm", n=template.card.safe)


def _of_switch(template: Template, when: str) -> Iterator[tuple[Place, str]]:
    name = when.removeprefix("!")
    if when and name not in template.shown and name not in GIVEN:
        yield ("when",), not_among(name, "shown", (*template.shown, *GIVEN))


def _of_text(template: Template, text: str) -> Iterator[str]:
    if _CONTROL.search(text):
        yield _("there is a letter in it that cannot be printed")
        return
    try:
        parts = tuple(string.Formatter().parse(text))
    except ValueError:
        yield _("a brace is not closed")
        return
    for _literal, name, spec, conversion in parts:
        if name is None:
            continue
        if spec or conversion:
            told = _braced(name, spec, conversion)
            yield _("in braces stands the name of a field alone, not {text}", text=told)
            continue
        group, _dot, word = name.partition(".")
        if group == "word" and _dot:
            missing = [language for language, words in template.words.items() if word not in words]
            if missing:
                yield _("the word “{word}” is missing in {table}", word=word, table=f"[words.{missing[0]}]")
        elif name not in CARD_FIELDS and name not in _OFFICIAL:
            told = _("there is no field {field}", field="{" + name + "}")
            yield told + _meant(name, (*CARD_FIELDS, *_OFFICIAL))


def _braced(name: str, spec: str | None, conversion: str | None) -> str:
    return "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"


def _of_the_code(template: Template) -> Iterator[tuple[Place, str]]:
    if not any(isinstance(each, Code) for _side, _number, each in template.elements()):
        yield ("front",), _("there is no element with draw = “code”; without it nobody can check the card")


def _is_safe(template: Template, reach: Reach) -> bool:
    left, top, right, bottom = reach
    card, safe = template.card, template.card.safe - _HAIR
    return left >= safe and top >= safe and right <= card.width - safe and bottom <= card.height - safe


def not_among(name: str, table: str, names: Iterable[str]) -> str:
    """That there is no such name in the table, and which one was perhaps meant."""
    return _("“{name}” is not among {table}", name=name, table=f"[{table}]") + _meant(name, names)


def _meant(name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, list(names), 1)
    return "; " + _("did you mean “{name}”?", name=near[0]) if near else ""
