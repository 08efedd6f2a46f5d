# SPDX-License-Identifier: Apache-2.0
"""The demo checks itself: every count must tie from step to step."""

from __future__ import annotations

from dataclasses import dataclass, field

from enumerator.messages import _


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold: what was found and what it should be."""

    what: str
    found: object
    expected: object

    @property
    def holds(self) -> bool:
        """Whether it does."""
        return self.found == self.expected


@dataclass
class Checks:
    """All checks of one run, in order."""

    made: list[Check] = field(default_factory=list)

    def tie(self, what: str, found: object, expected: object) -> None:
        """Note one check."""
        self.made.append(Check(what, found, expected))

    @property
    def failed(self) -> tuple[Check, ...]:
        """Those that do not hold."""
        return tuple(check for check in self.made if not check.holds)

    def lines(self) -> list[str]:
        """One line each: what, and how it stands."""
        return [_line(check) for check in self.made]


def _line(check: Check) -> str:
    """What holds by itself needs no number; what does not is told with what it should be."""
    told = check.what if check.found is True else f"{check.what}: {check.found}"
    if check.holds:
        return f"  ✓ {told}"
    return f"  ✗ {check.what}: {check.found} " + _("(expected {number})", number=check.expected)
