# SPDX-License-Identifier: Apache-2.0
"""What a duty does not allow is grey on every page of the office, and says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from enumerator.demo.midway import Midway
from enumerator.identity.project import Duty
from ui.office.conflicts import Conflicts
from ui.office.duplicates import Duplicates
from ui.office.households import Households
from ui.office.programmes.page import Programmes
from ui.office.review import Review
from ui.office.staff.page import Staff
from ui.widgets import QuietButton

# page, the buttons that need a duty, the least duty that may use all of them
PAGES: list[tuple[type, Callable[[Any], list[QWidget]], Duty]] = [
    (Review, lambda page: [page.approve, page.back, page.clean], Duty.SUPERVISOR),
    (Conflicts, lambda page: [page.save, page.back, page.done.back], Duty.SUPERVISOR),
    (Duplicates, lambda page: [page.keep_left, page.keep_right, page.different], Duty.SUPERVISOR),
    (
        Programmes,
        lambda page: [page.proposals.why.yes, page.proposals.why.no, page.adopt],
        Duty.ADMINISTRATOR,
    ),
    (
        Staff,
        lambda page: [page.make, page.enumerators.revoke, page.colleagues.add, page.forms.publish],
        Duty.ADMINISTRATOR,
    ),
    (Households, lambda page: [page.deeds.erase], Duty.SUPERVISOR),
    (Households, lambda page: [page.deeds.leave], Duty.APPROVER),
]


@pytest.mark.parametrize(("page", "buttons", "needed"), PAGES, ids=lambda each: getattr(each, "__name__", ""))
def test_an_operator_sees_in_grey_what_is_not_his(
    midway: Midway, opened, monkeypatch, page: type, buttons: Callable[[Any], list[QWidget]], needed: Duty
) -> None:
    keys = midway.office.keys
    monkeypatch.setattr(midway.office, "keys", _as(keys, Duty.OPERATOR))
    made = opened(page(midway.office))
    made.refresh()
    for button in buttons(made):
        button.setEnabled(True)  # whatever the page comes to think of it
        assert not button.isEnabled()
        assert "wewenang" in button.toolTip() or "tugas" in button.toolTip()
        assert button.accessibleDescription() == button.toolTip()
    monkeypatch.setattr(midway.office, "keys", keys)


def _as(keys: Any, duty: Duty) -> Any:
    """The same keys in the hands of somebody with another duty."""
    return replace(keys, duty=duty) if hasattr(keys, "__dataclass_fields__") else SimpleNamespace(duty=duty)


def test_who_may_is_not_held_back(midway: Midway, opened) -> None:
    page = opened(Review(midway.office))
    assert page.approve.isEnabled()
    assert isinstance(page.back, QuietButton)
    assert not page.back.accessibleDescription()
