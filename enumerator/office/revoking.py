# SPDX-License-Identifier: Apache-2.0
"""How far a laptop's word is taken when it was lost at a certain moment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.journal import Journal
from enumerator.store.revision import Dot

_WRITTEN = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ ,]+(\d{1,2})[.:](\d{2}))?")


def last_trusted(journal: Journal, log: str, own: Iterable[str], until: datetime) -> int:
    """The last revision of `log` that was certainly or by its own clock written by `until`; 0 for none.

    Certain is what had arrived here before a revision of one of our `own` logs that we wrote by then,
    whatever the laptop's clock said. Beyond that its hybrid clock decides: it never runs backwards, so a
    clock that is set back after the loss makes nothing look older than what came before it.
    """
    limit = int(until.timestamp() * 1000)
    arrived = [
        journal.arrived_before(log, Dot(each, seq))
        for each in own
        if (seq := _written_by(journal, each, limit))
    ]
    return max(_written_by(journal, log, limit), *arrived, 0)


def moment_from(text: str, now: datetime) -> datetime:
    """ "24-11-2026 14:00" as a moment in our time zone; a day alone is its beginning, blank is now.

    UserError when it is no day, or lies ahead.
    """
    if not text.strip():
        return now
    found = _WRITTEN.fullmatch(text.strip())
    try:
        day, month, year, hour, minute = (int(part or 0) for part in found.groups()) if found else (0,) * 5
        moment = datetime(year, month, day, hour, minute, tzinfo=now.tzinfo)
    except ValueError as error:
        raise UserError(
            _("{text} is not a day and time.", text=text.strip()),
            remedy=_("Write it like {example}.", example=f"{now:%d-%m-%Y %H:%M}"),
        ) from error
    if moment > now:
        raise UserError(
            _("{text} has not come yet.", text=text.strip()), remedy=_("Leave it blank to say: from now on.")
        )
    return moment


def _written_by(journal: Journal, log: str, limit: int) -> int:
    """The last revision of a log's unbroken beginning whose hybrid clock is not later than `limit`."""
    state = journal.logs().get(log)
    if state is None:
        return 0
    numbers = range(1, state.contiguous + 1)

    def clock(seq: int) -> int:
        revision = journal.get(Dot(log, seq))
        assert revision is not None  # contiguous: all of them are here
        return int(revision.hlc, 16) >> 16

    return bisect_right(numbers, limit, key=clock)
