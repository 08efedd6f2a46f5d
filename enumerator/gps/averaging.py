# SPDX-License-Identifier: Apache-2.0
"""Several fixes of one place made into one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from enumerator.gps.points import Point, distance
from enumerator.gps.tracking import Fix

KEPT: Final = 60
JUMP: Final = 4.0
"""So many times its accuracy away from the others, a fix means that the receiver was carried off."""
AS_SURE: Final = 2.0


class Averaging:
    """Fixes weighted by how sure they are. The accuracy said is that of a usual fix among them, not less:
    what one receiver gets wrong within a minute, it gets wrong alike each time."""

    def __init__(self, *, allow_made_up: bool = False) -> None:
        self._fixes: list[Fix] = []
        self._allow_made_up = allow_made_up

    @property
    def number(self) -> int:
        """How many fixes it is made of."""
        return len(self._fixes)

    def add(self, fix: Fix) -> Fix | None:
        """The place so far; None while only made-up positions come and they are not allowed."""
        if fix.made_up and not self._allow_made_up:
            return None
        if self._fixes and self._carried_off(fix):
            self._fixes.clear()
        self._fixes = sorted([*self._fixes, fix], key=lambda each: each.accuracy)[:KEPT]
        # a receiver that wakes up is far off at first, which says nothing once it is sure
        best = self._fixes[0].accuracy
        self._fixes = [each for each in self._fixes if each.accuracy <= AS_SURE * best]
        return mean(self._fixes)

    def _carried_off(self, fix: Fix) -> bool:
        worst = max(fix.accuracy, *(each.accuracy for each in self._fixes))
        return apart(mean(self._fixes), fix) > JUMP * worst

    def forget(self) -> None:
        """Begin anew."""
        self._fixes.clear()


def mean(fixes: Sequence[Fix]) -> Fix:
    """The weighted mean of fixes that lie near each other."""
    weights = [1.0 / (fix.accuracy * fix.accuracy) for fix in fixes]
    whole = sum(weights)
    weighed = list(zip(fixes, weights, strict=True))
    high = [(fix.altitude, weight) for fix, weight in weighed if fix.altitude is not None]
    altitude = sum(up * weight for up, weight in high) / sum(weight for _up, weight in high) if high else None
    return Fix(
        sum(fix.latitude * weight for fix, weight in weighed) / whole,
        sum(fix.longitude * weight for fix, weight in weighed) / whole,
        altitude,
        math.sqrt(len(fixes) / whole),
        any(fix.made_up for fix in fixes),
    )


def apart(one: Fix, other: Fix) -> float:
    """Metres between two fixes."""
    return distance(Point(one.latitude, one.longitude), Point(other.latitude, other.longitude))
