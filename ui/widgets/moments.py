# SPDX-License-Identifier: Apache-2.0
"""Times as people say them: "Today, 08.51", "Yesterday, 15.33", "Sat 14 Nov, 10.42"; and long numbers in
groups."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from enumerator.messages import _, mark, spoken_language

DAYS: Final = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
MONTHS: Final = (
    mark("Jan"),
    mark("Feb"),
    mark("Mar"),
    mark("Apr"),
    mark("May"),
    mark("Jun"),
    mark("Jul"),
    mark("Aug"),
    mark("Sep"),
    mark("Oct"),
    mark("Nov"),
    mark("Dec"),
)


def clock_words(moment: datetime) -> str:
    """ "08.51" in Indonesian, "08:51" in English."""
    return f"{moment:%H.%M}" if spoken_language() == "id" else f"{moment:%H:%M}"


def day_words(day: date, today: date) -> str:
    """ "Sat 14 Nov", with the year when it is another than today's."""
    words = f"{_(DAYS[day.weekday()])} {day.day} {_(MONTHS[day.month - 1])}"
    return words if day.year == today.year else f"{words} {day.year}"


def moment_words(moment: datetime | None, now: datetime) -> str:
    """When something was, seen from `now`; "" for never."""
    if moment is None:
        return ""
    local = moment.astimezone(now.tzinfo)
    away = (now.date() - local.date()).days
    if away == 0:
        return _("Today, {time}", time=clock_words(local))
    if away == 1:
        return _("Yesterday, {time}", time=clock_words(local))
    return f"{day_words(local.date(), now.date())}, {clock_words(local)}"


def masked_number(digits: str) -> str:
    """A NIK or No. KK for a list: "3374 •••• •••• 0012"; one of another length shows only its end."""
    plain = "".join(sign for sign in digits if sign.isdigit())
    if not plain:
        return ""
    return f"{plain[:4]} •••• •••• {plain[-4:]}" if len(plain) == 16 else f"•••• {plain[-4:]}"
