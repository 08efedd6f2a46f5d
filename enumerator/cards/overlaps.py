# SPDX-License-Identifier: Apache-2.0
"""What would lie on what: nothing on the code, nothing on a photo, a bar code or a number unless it says that
it is background."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from enumerator.cards.design import Barcode, Code, Element, Marks, Photo, Stack, Template, Text
from enumerator.cards.pdf import MM
from enumerator.cards.typeface import CAP_HEIGHT
from enumerator.messages import _

Place = tuple[str | int, ...]
"""Where an entry stands, as ("front", 2, "items", 0, "style")."""
Reach = tuple[float, float, float, float]
"""The left, top, right and bottom of an element, in millimetres."""
TOUCHING = 0.15
"""So many millimetres two elements may share: heights of letters are not known better."""
_PLACED = (Text, Stack, Photo, Barcode, Marks)
_NUMBER = re.compile(r"\{(number|number_plain|nik|kk)\}")


def overlaps(template: Template) -> Iterator[tuple[Place, str]]:
    """What lies where it must not, in the template's own order: the place, and what is the matter. Only what
    is shown counts; boxes, drawings, patterns and pictures lie below everything that is read.
    """
    yield from _on_the_code(template)
    for side in ("front", "back"):
        placed = [
            (number, each, reach)
            for where, number, each in template.elements()
            if where == side and isinstance(each, _PLACED) and template.is_shown(each.when)
            and not each.background and (reach := reach_of(template, each)) is not None
        ]  # fmt: skip
        for (_first, under, taken), (number, over, reach) in combinations(placed, 2):
            if (_is_firm(under) or _is_firm(over)) and not _are_apart(reach, taken):
                told = _(
                    "it lies over {what}, from {x} and {y} to {right} and {bottom} mm; move one of them, or "
                    "write background = true in the one that may lie below",
                    what=_named(under), x=f"{taken[0]:.1f}", y=f"{taken[1]:.1f}",
                    right=f"{taken[2]:.1f}", bottom=f"{taken[3]:.1f}",
                )  # fmt: skip
                yield (side, number, "x"), told


def _on_the_code(template: Template) -> Iterator[tuple[Place, str]]:
    """A code is read by machines: not even a background may lie on it or on its quiet zone."""
    for code_side, _number, code in template.elements():
        if not isinstance(code, Code):
            continue
        left, top, right, bottom = code.with_quiet_zone()
        for side, number, element in template.elements():
            reach = reach_of(template, element) if isinstance(element, _PLACED) else None
            if reach is None or side != code_side or not template.is_shown(element.when):
                continue
            if not _are_apart(reach, (left, top, right, bottom)):
                told = _("it lies on the code, which takes {w} mm from {x} and {y}",
                         w=f"{right - left:.1f}", x=f"{left:.1f}", y=f"{top:.1f}")  # fmt: skip
                yield (side, number, "x"), told


def reach_of(template: Template, element: Element) -> Reach | None:
    """How far an element reaches that must keep clear of the cut; None for one that may be cut.

    Texts are as high as their capitals at full size, on as many lines as they may take.
    """
    if isinstance(element, Text) and element.style in template.styles:
        style = template.styles[element.style]
        above = style.size * CAP_HEIGHT / MM
        below = (element.lines - 1) * style.size * style.leading / MM
        return element.x, element.y - above, element.x + element.w, element.y + below
    return element.reach()


def _is_firm(element: Element) -> bool:
    """Whether it is of no use once something lies on it."""
    return isinstance(element, Photo | Barcode) or _holds_number(element)


def _holds_number(element: Element) -> bool:
    match element:
        case Text():
            return _NUMBER.search(element.text) is not None
        case Stack():
            return any(_NUMBER.search(item.text) for item in element.items)
    return False


def _named(element: Element) -> str:
    match element:
        case Photo():
            return _("the photo")
        case Barcode():
            return _("the bar code")
        case Marks():
            return _("the marks of the programmes")
    return _("the number") if _holds_number(element) else _("a text")


def _are_apart(one: Reach, other: Reach) -> bool:
    return (
        one[0] >= other[2] - TOUCHING
        or one[2] <= other[0] + TOUCHING
        or one[1] >= other[3] - TOUCHING
        or one[3] <= other[1] + TOUCHING
    )
