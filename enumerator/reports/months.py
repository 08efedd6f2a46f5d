# SPDX-License-Identifier: Apache-2.0
"""Months as the monitoring counts them, and how every household stood when each of them ended.

All of it is pure: from what happened, in order, to who stood where.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

WRITTEN, REVIEWED, DECIDED, GRADUATED, CARD = "written", "reviewed", "decided", "graduated", "card"
APPROVED, RECEIVED, DELIVERED = "approved", "received", "delivered"
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that changed how a household stands.

    `day` is the ISO day on the writer's clock. `said` is what: the verdict of a review, yes or no of a
    decision, the state of a card or of a graduation. `about` is what it speaks of: the heads that were
    reviewed, the programme decided on, the number of the card.
    """

    what: str
    household: str
    day: str
    said: str = ""
    about: str = ""


@dataclass
class Standing:
    """Where the households stood at the end of a day; each map is by household."""

    status: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    decided: dict[tuple[str, str], str] = field(default_factory=dict)
    graduated: set[str] = field(default_factory=set)
    cards: dict[str, tuple[str, str]] = field(default_factory=dict)
    delivered: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take(self, each: Happening) -> None:
        """Let one thing happen."""
        match each.what:
            case "written":
                self.status[each.household] = RECEIVED
            case "reviewed":
                self.status[each.household], self.heads[each.household] = each.said, each.about
            case "decided":
                self.decided[each.household, each.about] = each.said
            case "graduated":
                change = self.graduated.add if each.said == GRADUATED else self.graduated.discard
                change(each.household)
            case "card":
                self.cards[each.about] = (each.household, each.said)
                if each.said == DELIVERED:
                    self.delivered.setdefault(each.about, (each.household, each.day))

    def copy(self) -> Standing:
        """As it is now, while more happens."""
        return Standing(
            dict(self.status), dict(self.heads), dict(self.decided), set(self.graduated), dict(self.cards),
            dict(self.delivered),
        )  # fmt: skip

    def approved(self) -> Iterator[tuple[str, str]]:
        """(household, heads that were approved)."""
        return ((each, self.heads[each]) for each, said in self.status.items() if said == APPROVED)

    def holders(self) -> set[str]:
        """The households with a card in hand."""
        return {household for household, state in self.cards.values() if state == DELIVERED}


def month_of(day: date) -> str:
    """ "2026-11"."""
    return f"{day:%Y-%m}"


def month_before(month: str, back: int = 1) -> str:
    """The month `back` months earlier."""
    year, number = map(int, month.split("-"))
    at = year * _YEAR + number - 1 - back
    return f"{at // _YEAR:04}-{at % _YEAR + 1:02}"


def last_day(month: str) -> date:
    """The day on which it ends."""
    year, number = map(int, month.split("-"))
    return date(year, number, calendar.monthrange(year, number)[1])


def months_between(first: str, last: str) -> tuple[str, ...]:
    """All months from the first to the last, both of them too; the last alone where it is the earlier."""
    found = [last]
    while found[-1] > first:
        found.append(month_before(found[-1]))
    return tuple(reversed(found))


def standings(happenings: Iterable[Happening], months: Sequence[str]) -> dict[str, Standing]:
    """How it stood at the end of each of the months, which are given in order.

    `happenings` come in the order in which they were written; one with a day out of order counts from where
    it stands in it, as nobody could know of it before.
    """
    now, found, ahead = Standing(), {}, list(months)
    for each in happenings:
        while ahead and each.day[:7] > ahead[0]:
            found[ahead.pop(0)] = now.copy()
        now.take(each)
    found.update((month, now.copy()) for month in ahead)
    return found
