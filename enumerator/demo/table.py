# SPDX-License-Identifier: Apache-2.0
"""What the demo ends with: who lives where, what became of them, who is due what, and how long each step
took.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from enumerator.demo.run import Outcome
from enumerator.messages import _

_GAP = "   "


def lines_of(outcome: Outcome, seconds: Mapping[str, float]) -> list[str]:
    """The whole summary, line by line."""
    return [
        *_places(outcome),
        "",
        *_statuses(outcome),
        "",
        *_programmes(outcome),
        "",
        *_field(outcome),
        "",
        *_times(seconds),
        "",
        _("Checks"),
        *outcome.checks.lines(),
    ]


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Columns as wide as they need; the first to the left, numbers to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]

    def line(row: Sequence[str]) -> str:
        first = row[0].ljust(widths[0])
        return _GAP.join(
            [first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )

    return ["  " + line(row) for row in (list(header), *cells)]


def _places(outcome: Outcome) -> list[str]:
    rows = sorted(outcome.by_kecamatan.items())
    total = [sum(row[key] for _name, row in rows) for key in ("families", "people")]
    return _table(
        (_("Kecamatan"), _("families"), _("people")),
        [*((name, row["families"], row["people"]) for name, row in rows), (_("Together"), *total)],
    )


def _statuses(outcome: Outcome) -> list[str]:
    words = {
        "approved": _("approved"),
        "received": _("received"),
        "returned": _("returned"),
        "conflict": _("with differences"),
    }
    return _table(
        (_("Status"), _("families")),
        [(words.get(status, status), number) for status, number in sorted(outcome.statuses.items())],
    )


def _programmes(outcome: Outcome) -> list[str]:
    assessed = outcome.assessed
    if assessed is None:
        return []
    return _table(
        (_("Programme"), _("eligible"), _("not known"), _("not eligible")),
        [(name, n["yes"], n["uncertain"], n["no"]) for name, n in assessed.by_programme.items()],
    )


def _field(outcome: Outcome) -> list[str]:
    caught: Counter[str] = Counter()
    for day in outcome.days:
        caught.update(day.caught)
    kinds = ", ".join(f"{_(kind)} {number}" for kind, number in caught.most_common())
    return [
        _("Answers saved one by one: {n}", n=sum(day.answers for day in outcome.days)),
        _("Typing errors caught by checks: {n} ({kinds})", n=sum(caught.values()), kinds=kinds or "–"),
        _("Typing errors that no check could see: {n}", n=sum(day.missed for day in outcome.days)),
        _(
            "Differences settled: {n} answers; {joined} parallel edits joined by themselves",
            n=outcome.conflicts,
            joined=outcome.joined,
        ),
        _(
            "Duplicates merged: {n} of {pairs} pairs put forward",
            n=outcome.duplicates,
            pairs=outcome.candidates,
        ),
        _("Cards printed: {n} on {pages} pages", n=outcome.cards, pages=outcome.pages),
    ]


def _times(seconds: Mapping[str, float]) -> list[str]:
    rows = [(name, f"{took:.1f}") for name, took in seconds.items()]
    return _table((_("Step"), _("seconds")), [*rows, (_("Together"), f"{sum(seconds.values()):.1f}")])
