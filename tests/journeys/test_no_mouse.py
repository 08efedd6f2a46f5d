# SPDX-License-Identifier: Apache-2.0
"""Every page is had without a mouse, and Tab goes round it, to all that can be pressed and to the rail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from tests.site import PASSPHRASE, Site, site, whole_site
from ui.shell import pages_for
from ui.widgets.rail import RailItem

from .keyboard import FARTHEST, Person, called

__all__ = ["site", "whole_site"]

SitAt = Callable[[str], Person]


def walk(person: Person) -> list[QWidget]:
    """Where Tab leads, until it is back where it began."""
    found = [person.focused]
    for _step in range(FARTHEST):
        person.press("Tab")
        if person.focused is found[0]:
            return found
        assert person.focused is not found[-1], f"Tab is stuck on {called(found[-1])!r} at {person.where()}"
        found.append(person.focused)
    raise AssertionError(
        f"Tab does not come round at {person.where()}: {[called(each) for each in found[-6:]]}"
    )


def pressable(person: Person) -> list[QWidget]:
    """What is on the page and wants a person, so that a key must lead there or do it."""
    return [
        widget
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for widget in person.page.findChildren(kind)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy().value & 1
    ]


@pytest.mark.parametrize(("digit", "role"), [("1", "office"), ("2", "enumerator")])
def test_tab_goes_round_every_page_and_misses_nothing(
    site: Site, sit_at: SitAt, digit: str, role: str
) -> None:
    person = sit_at("site")
    person.press(digit)
    person.enter(PASSPHRASE)
    person.wait_until(lambda: person.window.shell is not None)
    for page in pages_for(role):
        if not page.rail:
            continue
        person.go(page.key)
        person.picture(f"{role}-{page.key}")
        visited = walk(person)
        assert any(isinstance(each, RailItem) for each in visited), (
            f"Tab does not reach the rail from {page.key}"
        )
        missed = [called(each) for each in pressable(person) if each not in visited]
        assert missed == [], f"Tab passes over {missed} on {page.key}"
