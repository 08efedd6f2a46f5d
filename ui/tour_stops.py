# SPDX-License-Identifier: Apache-2.0
"""What the first look round shows and says, in the field and in the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from enumerator.messages import _, mark
from ui.tour import Stop
from ui.widgets.screen import Screen

FIELD_TOUR: Final = (
    (
        mark("The households to visit"),
        mark("Arrows choose, Enter opens. What came back from the office stands first, with its words."),
    ),
    (
        mark("A family that is not in the list"),
        mark("Ctrl+N begins a new interview anywhere, in the place of the household that is chosen."),
    ),
    (mark("Find a household"), mark("Ctrl+F, then a name, a number or an address: the list follows.")),
    (
        mark("At the end of the day"),
        mark("Sends what is finished to the office by stick or folder, and takes in what the office gives."),
    ),
    (
        mark("Whenever you do not know a key"),
        mark("F1 shows all keys on one page. There you find this tour again, and families to practise on."),
    ),
)
OFFICE_TOUR: Final = (
    (mark("Incoming bundles"), mark("What the laptops bring comes in here; what is missing is told.")),
    (mark("Review"), mark("Read what came, approve it, or send it back with your words.")),
    (mark("Eligibility"), mark("The rules propose with their reasons; people decide.")),
    (mark("Assistance cards"), mark("Issue, print, reprint and call back cards.")),
    (mark("Help and keys"), mark("F1 shows all keys on one page, and this tour again.")),
)
_OFFICE_PAGES: Final = ("inbox", "review", "programmes", "cards", "help")


def stops(role: str, screen: Screen, item: Callable[[str], QWidget | None]) -> tuple[Stop, ...]:
    """The five steps over `screen`, the first page; `item` finds a page's place on the rail."""
    if role == "office":
        parts = [lambda key=key: item(key) for key in _OFFICE_PAGES]
        said = OFFICE_TOUR
    else:
        parts = [
            screen.begin_here,
            lambda: screen.bar.primary,
            lambda: screen.bar.search,
            lambda: item("handover"),
            lambda: item("help"),
        ]
        said = FIELD_TOUR
    return tuple(Stop(part, _(title), _(words)) for part, (title, words) in zip(parts, said, strict=True))
