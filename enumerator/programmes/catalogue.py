# SPDX-License-Identifier: Apache-2.0
"""The programmes of an office in words: what they give, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enumerator.eligibility.rules import Programme, Rules
from enumerator.messages import _, mark, n_, spoken_language

_SCHEDULES = {
    "once": mark("once"),
    "monthly": mark("every month"),
    "quarterly": mark("every quarter"),
    "yearly": mark("every year"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One programme as a list shows it: `gives` is in the user's language."""

    code: str
    name: str
    gives: str
    running: bool
    source: str


def catalogue(rules: Rules, on: date) -> tuple[Offer, ...]:
    """All programmes of the rules, those that run on that day marked."""
    return tuple(
        Offer(
            code=each.code,
            name=str(each.wording),
            gives=gives(each),
            running=each.runs_on(on),
            source=each.source,
        )
        for each in rules.programmes
    )


def gives(programme: Programme) -> str:
    """What one turn brings: "Rp300.000 every month"."""
    schedule = _(_SCHEDULES[programme.schedule])
    return _("{amount} {schedule}", amount=amount_words(programme.amount, programme.unit), schedule=schedule)


def amount_words(amount: float | None, unit: str) -> str:
    """An amount with its unit, as the language writes it: Rp300.000, 1 paket; Rp300,000, 1 package."""
    if unit == "rupiah":
        written = f"{amount or 0:,.0f}"
        return "Rp" + (written.replace(",", ".") if spoken_language() == "id" else written)
    if unit == "package":
        return n_("{n} package", "{n} packages", int(amount or 1))
    return _("service or referral")
