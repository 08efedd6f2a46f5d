# SPDX-License-Identifier: Apache-2.0
"""The monthly report of the monitoring as a PDF: figures, the line over the months, programmes, what was
handed out, and every kecamatan and kelurahan.

It holds totals and nothing of any person. The version for the public hides counts under three.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from enumerator.cards.layout import A4
from enumerator.cards.output import appearing
from enumerator.cards.pdf import MM, PdfWriter
from enumerator.cards.pen import INK, QUIET, Pen
from enumerator.cards.typeface import text_width
from enumerator.eligibility.adopting import current
from enumerator.messages import _, n_, spoken_language
from enumerator.office.monitoring import Monitoring, Months, Point
from enumerator.office.report_paper import FAINT, LEFT, PRIMARY, RIGHT, ROW, SOFT, WIDTH, Letterhead, Paper
from enumerator.office.small_counts import LEAST, SMALL, Cell, hidden
from enumerator.reports.figures import PlaceFigures, ProgrammeFigures
from enumerator.workspace import Workspace

_MARKS = 7
"""At most so many months are named below the line."""

Districts = Sequence[tuple[PlaceFigures, Sequence[PlaceFigures]]]
_COLUMNS: tuple[tuple[str, Callable[[PlaceFigures], int]], ...] = (
    ("households", lambda place: place.households),
    ("people", lambda place: place.people),
    ("approved", lambda place: place.approved),
    ("poor", lambda place: place.poor),
    ("not_poor", lambda place: place.not_poor),
    ("unsure", lambda place: place.unsure),
)
_PARTS = (3, 4, 5)
"""Extremely poor, not poor and not certain are the verified families."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is made of: the month's figures, and every kecamatan with its kelurahan.

    `made` says when and by whom, `public` that small counts are hidden; `in_rupiah` are the programmes whose
    budget is money.
    """

    office: str
    found: Monitoring
    districts: Districts
    made: str
    in_rupiah: frozenset[str] = frozenset()
    public: bool = False
    training: bool = False


def write_report(workspace: Workspace, path: Path, month: str = "", *, public: bool = False) -> int:
    """The report of a month ("2026-10"; "" is the present one) in the language spoken now; its pages."""
    months = Months(workspace)
    found = months.monitoring(month)
    now = workspace.store.clock()
    report = Report(
        workspace.keys.project.name,
        found,
        tuple(months.districts(found.month)),
        f"{_long_day(now.date().isoformat())} · {workspace.keys.person.name}",
        frozenset(each.code for each in current(workspace.store).programmes if each.unit == "rupiah"),
        public,
        workspace.training,
    )
    months.keep()
    return draw_report(report, path)


def draw_report(report: Report, target: Path | BinaryIO) -> int:
    """Draw it; how many pages."""
    total = _drawn(report, io.BytesIO())
    with appearing(target) as out:
        return _drawn(report, out, total)


def _drawn(report: Report, out: BinaryIO, total: int = 0) -> int:
    """How many pages there are is known only once they have been drawn, so it is done twice."""
    title = _("Monthly monitoring report, {month}", month=month_words(report.found.month))
    writer = PdfWriter(out, title=title, language=spoken_language(), author=report.office)
    paper = Paper(Pen(writer, A4[1]), _letterhead(report, title), total)
    _Parts(paper, report).draw()
    writer.close()
    return paper.number


def _letterhead(report: Report, title: str) -> Letterhead:
    return Letterhead(
        office=report.office,
        heading=_("Monthly monitoring report"),
        title=title,
        facts=(
            (_("Month"), month_words(report.found.month)),
            (_("As of"), _long_day(report.found.day)),
            (_("Made"), report.made),
        ),
        mark=_("SAMPLE") if report.training else _("For the public") if report.public else "",
        alarming=report.training,
    )


def month_words(month: str) -> str:
    """ "November 2026"."""
    year, number = month.split("-")
    return f"{_month_names()[int(number) - 1]} {year}"


def number_words(number: float) -> str:
    """1024 as "1.024" in Indonesian, "1,024" in English."""
    text = f"{number:,.0f}"
    return text.replace(",", ".") if spoken_language() == "id" else text


def change_words(change: int | None) -> str:
    """How the count moved since the month before."""
    if change is None:
        return _("first month")
    if change == 0:
        return _("as many as the month before")
    if change < 0:
        return n_("{n} fewer than the month before", "{n} fewer than the month before", -change)
    return n_("{n} more than the month before", "{n} more than the month before", change)


def _month_names() -> tuple[str, ...]:
    return (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
        _("August"), _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip


def _long_day(iso: str) -> str:
    return f"{int(iso[8:10])} {month_words(iso[:7])}"


def _column_names() -> dict[str, str]:
    return {
        "households": _("Families"),
        "people": _("People"),
        "approved": _("Verified"),
        "poor": _("Extremely poor"),
        "not_poor": _("Not poor"),
        "unsure": _("Not certain"),
    }


def _counts(place: PlaceFigures) -> tuple[int, ...]:
    return tuple(count(place) for _key, count in _COLUMNS)


def _written(row: int, counts: Sequence[int], gone: Mapping[Cell, str]) -> tuple[str, ...]:
    return tuple(gone.get((row, column)) or number_words(count) for column, count in enumerate(counts))


class _Parts:
    """The parts of a report, one below the other."""

    def __init__(self, paper: Paper, report: Report) -> None:
        self._paper, self._report = paper, report

    def draw(self) -> None:
        """All of it."""
        self._paper.begin()
        self._tiles()
        self._line_of_months()
        self._accuracy()
        self._programmes()
        self._handed()
        self._places()
        self._notes()
        self._paper.end()

    def _count(self, number: int) -> str:
        return SMALL if self._report.public and 0 < number < LEAST else number_words(number)

    def _tiles(self) -> None:
        found, pen = self._report.found, self._paper.pen
        told = found.figures.accuracy
        meant = told.served + told.waiting
        tiles = (
            (_("Extremely poor families, verified"), self._count(found.figures.poor), self._change()),
            (
                _("Families verified"),
                self._count(found.point.approved),
                _("of {n} surveyed", n=self._count(found.point.households)),
            ),
            (
                _("Eligible, card in hand"),
                self._count(told.served),
                _("of {n} eligible", n=self._count(meant)),
            ),
            (
                _("Cards handed over this month"),
                self._count(found.point.handed),
                _("{n} since the beginning", n=self._count(found.ever)),
            ),
        )
        width = (WIDTH - 3 * 3) / 4
        for at, (label, figure, more) in enumerate(tiles):
            x = LEFT + at * (width + 3)
            pen.area(x, self._paper.y, width, 27, SOFT if at == 0 else FAINT)
            pen.text(label, x + 3, self._paper.y + 6, width - 6, size=7.5, colour=QUIET, lines=2, leading=1.2)
            pen.text(figure, x + 3, self._paper.y + 18.5, width - 6, font="figures-bold", size=17)
            pen.text(more, x + 3, self._paper.y + 24, width - 6, size=7, colour=QUIET)
        self._paper.y += 29

    def _change(self) -> str:
        change = self._report.found.change
        if self._report.public and change is not None and 0 < abs(change) < LEAST:
            return _("changed by less than {n}", n=LEAST)
        return change_words(change)

    def _line_of_months(self) -> None:
        found = self._report.found
        self._paper.title(_("Extremely poor families, month by month"), self._goal(), keep=45)
        height = 38.0
        left, top = LEFT + 10, self._paper.y + 5
        wide = WIDTH - 16
        points = found.points
        highest = max((each.poor for each in points), default=0) or 1
        base = top + height - 8
        pen = self._paper.pen
        for part in (0.0, 0.5, 1.0):
            y = base - part * (base - top)
            pen.line(left, y, left + wide, y, thick=0.4)
            if part != 0.5 or highest > 1:
                pen.text(
                    number_words(highest * part), LEFT, y + 1, 8, size=7, colour=QUIET, align="right",
                    font="figures",
                )  # fmt: skip
        step = wide / max(len(points) - 1, 1)
        places = [
            (left + at * step, base - each.poor / highest * (base - top)) for at, each in enumerate(points)
        ]
        for (x1, y1), (x2, y2) in pairwise(places):
            pen.line(x1, y1, x2, y2, thick=1.6, colour=PRIMARY)
        self._marks(points, places, base)
        self._paper.y = base + 7

    def _marks(self, points: Sequence[Point], places: Sequence[tuple[float, float]], base: float) -> None:
        """Which month is which, as many as have room, and the dot of the report's own."""
        pen = self._paper.pen
        every = -(-len(points) // _MARKS)
        for at, (each, (x, y)) in enumerate(zip(points, places, strict=True)):
            mine = each.month == self._report.found.month
            if mine or (len(points) - 1 - at) % every == 0:
                size = 1.1 if mine else 0.7
                pen.area(x - size, y - size, 2 * size, 2 * size, PRIMARY)
                name = f"{_month_names()[int(each.month[5:]) - 1][:3]} {each.month[2:4]}"
                pen.text(name, x - 10, base + 4.5, 20, size=7, colour=INK if mine else QUIET, align="centre")
            if mine:
                words = self._count(each.poor)
                wide = text_width(words, "figures-semibold", 8) / MM
                at_x = min(max(x - wide / 2, LEFT), RIGHT - wide)
                pen.text(words, at_x, y - 2, wide + 1, font="figures-semibold", size=8)

    def _goal(self) -> str:
        target = self._report.found.target
        return _("Goal: zero in {month}", month=month_words(target)) if target else ""

    def _accuracy(self) -> None:
        told = self._report.found.figures.accuracy
        self._paper.title(_("Does aid reach those meant?"))
        self._facts(
            (
                (_("Eligible, card in hand"), told.served),
                (_("Eligible, not reached yet"), told.waiting),
                (_("Card in hand, no longer eligible"), told.not_eligible),
                (_("Families that have left the programmes"), self._report.found.point.graduated),
            )
        )

    def _facts(self, rows: Iterable[tuple[str, int]]) -> None:
        for words, number in rows:
            self._paper.room(ROW)
            self._paper.pen.text(words, LEFT + 1.5, self._paper.y + 4.3, 130, size=8.5)
            self._paper.pen.text(
                self._count(number), RIGHT - 42, self._paper.y + 4.3, 40, font="figures-semibold", size=8.5,
                align="right",
            )  # fmt: skip
            self._paper.pen.line(LEFT, self._paper.y + ROW, RIGHT, self._paper.y + ROW, thick=0.4)
            self._paper.y += ROW

    def _programmes(self) -> None:
        self._paper.title(_("Programmes"), keep=30)
        columns = (
            (_("Programme"), 70.0),
            (_("Decided"), 24.0),
            (_("Within quota"), 28.0),
            (_("Quota"), 20.0),
            (_("Budget a turn"), 38.0),
        )
        self._paper.headings(columns)
        for each in self._report.found.figures.programmes:
            if self._paper.room(ROW):
                self._paper.headings(columns)
            cells = (
                str(each.wording),
                self._count(each.decided_yes),
                self._count(each.within_quota),
                number_words(each.quota) if each.quota is not None else "–",
                self._budget(each),
            )
            self._paper.cells(cells, [width for _words, width in columns])

    def _budget(self, of: ProgrammeFigures) -> str:
        """A dash where it is not money, or would tell a small count."""
        small = self._report.public and of.within_quota < LEAST
        if not of.budget or small or of.code not in self._report.in_rupiah:
            return "–"
        return f"Rp{number_words(of.budget)}"

    def _handed(self) -> None:
        found = self._report.found
        self._paper.title(_("Handed over in {month}", month=month_words(found.month)))
        if not found.handed:
            self._paper.y += 5
            self._paper.pen.text(
                _("No card was handed over in this month."), LEFT + 1.5, self._paper.y, WIDTH, size=8.5,
                colour=QUIET,
            )  # fmt: skip
            return
        self._facts(found.handed.items())

    def _places(self) -> None:
        names = _column_names()
        columns = ((_("Place"), 54.0), *((names[key], 21.0) for key, _count in _COLUMNS))
        self._paper.title(_("By kecamatan and kelurahan"), keep=40)
        self._paper.headings(columns)
        widths = [width for _words, width in columns]
        rows = self._districts()
        for at, (name, bold, cells) in enumerate(rows):
            ahead = ROW * (3 if bold and at + 1 < len(rows) else 1)
            if self._paper.room(ahead):
                self._paper.headings(columns)
            if bold:
                self._paper.pen.area(LEFT, self._paper.y, WIDTH, ROW, FAINT)
            self._paper.cells((name, *cells), widths, bold=bold, inset=0 if bold else 4)
        self._paper.pen.line(LEFT, self._paper.y, RIGHT, self._paper.y, thick=0.8, colour=QUIET)

    def _districts(self) -> list[tuple[str, bool, tuple[str, ...]]]:
        """(name, whether a kecamatan, figures): the places with a family, and at last the whole."""
        told = [(district, villages) for district, villages in self._report.districts if district.households]
        counts = [_counts(district) for district, _villages in told]
        gone = self._gone(counts)
        rows: list[tuple[str, bool, tuple[str, ...]]] = []
        for at, (district, villages) in enumerate(told):
            rows.append((district.name, True, _written(at, counts[at], gone)))
            lived = [each for each in villages if each.households]
            inside = [_counts(each) for each in lived]
            below = self._gone(inside, {column for row, column in gone if row == at})
            rows += [(each.name, False, _written(n, inside[n], below)) for n, each in enumerate(lived)]
        whole = tuple(self._count(sum(column)) for column in zip(*counts, strict=True))
        return [*rows, (_("Whole"), True, whole or ("0",) * len(_COLUMNS))]

    def _gone(self, counts: Sequence[Sequence[int]], whole: Collection[int] = ()) -> dict[Cell, str]:
        return hidden(counts, [_PARTS], whole) if self._report.public else {}

    def _notes(self) -> None:
        self._paper.room(24)
        self._paper.y += 4
        for words in self._note_words():
            self._paper.y = self._paper.pen.text(
                words, LEFT, self._paper.y + 3, WIDTH, size=7.5, colour=QUIET, lines=3, leading=1.35
            )

    def _note_words(self) -> Iterable[str]:
        yield _(
            "This report holds totals only, and nothing of any person. Places without a family are left out."
        )
        if not self._report.found.is_now:
            yield _(
                "The figures are those at the end of the month, by the rules and lines of that month; "
                "households found to be double since are counted once."
            )
        if self._report.public:
            yield _(
                "Counts under {n} are written {small}; where one alone would be hidden in a group, the next "
                "smallest is hidden too.",
                n=LEAST,
                small=SMALL,
            )
