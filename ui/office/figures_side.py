# SPDX-License-Identifier: Apache-2.0
"""The cards beside the map: how many families are left and how that went, aid, programmes, the survey."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from enumerator.messages import _
from enumerator.office.monitoring import Monitoring
from enumerator.office.overview import Overview
from enumerator.reports.months import month_before
from ui import theme
from ui.office.look import household_status, number_words, period_words, share_words
from ui.office.trend import Mark, Trend
from ui.widgets import Card, StatusPill, Text, clear, column, row, rule, scrolled


class Figures(Card):
    """A few lines: words, a number, and more words."""

    def __init__(self, title: str) -> None:
        super().__init__(padding=16, spacing=10)
        self.body.addWidget(Text(title, "label").wrapped())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(7))
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self.rows: dict[str, str] = {}

    def show_rows(self, rows: list[tuple[QWidget | str, str, str]]) -> None:
        clear(self._grid)
        self.rows = {}
        for number, (what, value, more) in enumerate(rows):
            if number:
                self._grid.addWidget(rule(), 2 * number - 1, 0, 1, 3)
            label = Text(what, "body").wrapped() if isinstance(what, str) else what
            self._grid.addWidget(label, 2 * number, 0, Qt.AlignmentFlag.AlignVCenter)
            figure = Text(value, "strong")
            figure.setFont(theme.font("strong", tabular=True))
            self._grid.addWidget(figure, 2 * number, 1, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(Text(more, "hint", "ink-2"), 2 * number, 2)
            self.rows[what if isinstance(what, str) else what.accessibleName()] = value


class Side(QWidget):
    """`show_month(Monitoring)`; `month_wanted(month)` when one is chosen on the line."""

    month_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.poor = Card(padding=16, spacing=2)
        self.poor_figure = Text("–", "display")
        self.poor_words = Text("", "hint", "ink-2").wrapped()
        self.poor.body.addWidget(Text(_("Extremely poor families, verified"), "body", "ink-2").wrapped())
        self.change = Text("", "strong").wrapped()
        self.poor.body.addLayout(_beside(self.poor_figure, self.change))
        self.poor.body.addWidget(self.poor_words)
        self.trend = Trend(_("Extremely poor families, verified"))
        self.trend.chosen.connect(self.month_wanted)
        self.poor.body.addSpacing(theme.px(4))
        self.poor.body.addWidget(self.trend)
        self.accuracy = Figures(_("Does aid reach those meant?"))
        self.programmes = Figures(_("Programmes"))
        self.handed = Figures(_("Handed over"))
        self.states = Figures(_("The survey"))
        inside = QWidget()
        inside.setLayout(
            column(
                self.poor,
                self.accuracy,
                self.programmes,
                self.handed,
                self.states,
                1,
                spacing=14,
                margins=(0, 0, 4, 0),
            )
        )
        area = scrolled(inside)
        area.setAccessibleName(_("Figures"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(area, spacing=0))

    def show_month(self, told: Monitoring) -> None:
        """The figures of one month."""
        self._show_poor(told)
        self._show_accuracy(told.figures, told.point.graduated)
        self.programmes.show_rows(
            [
                (
                    str(each.wording),
                    number_words(each.within_quota),
                    _("of {n} eligible", n=number_words(each.proposed_yes)),
                )
                for each in told.figures.programmes
            ]
        )
        self._show_handed(told)
        self._show_states(told)

    def _show_poor(self, told: Monitoring) -> None:
        found, change = told.figures, told.change
        self.poor_figure.setText(number_words(found.poor))
        self.poor_words.setText(
            _(
                "of {assessed} assessed · {unsure} not certain",
                assessed=number_words(found.assessed),
                unsure=number_words(found.unsure),
            )
        )
        ink = "primary-ink" if change is None or change <= 0 else "amber-ink"
        self.change.setText(
            "" if change is None else _change_words(change, period_words(month_before(told.month)))
        )
        self.change.show_ink(ink)
        self.trend.show_marks([Mark(each.month, each.poor) for each in told.points], told.month, told.target)

    def _show_accuracy(self, found: Overview, graduated: int) -> None:
        told = found.accuracy
        meant = told.served + told.waiting
        self.accuracy.show_rows(
            [
                (_("Eligible, card in hand"), number_words(told.served), share_words(told.served, meant)),
                (
                    _("Eligible, not reached yet"),
                    number_words(told.waiting),
                    share_words(told.waiting, meant),
                ),
                (_("Card in hand, no longer eligible"), number_words(told.not_eligible), ""),
                (_("Left the programmes"), number_words(graduated), ""),
            ]
        )

    def _show_handed(self, told: Monitoring) -> None:
        rows: list[tuple[QWidget | str, str, str]] = [
            (
                _("Cards handed over this month"),
                number_words(told.point.handed),
                _("{n} in all", n=number_words(told.ever)),
            )
        ]
        rows += [(name, number_words(count), "") for name, count in told.handed.items()]
        self.handed.show_rows(rows)

    def _show_states(self, told: Monitoring) -> None:
        found = told.figures
        total = found.totals.households
        rows: list[tuple[QWidget | str, str, str]] = [
            (_("Families"), number_words(total), _("{n} people", n=number_words(found.totals.people)))
        ]
        for status, count in found.totals.statuses.items():
            rows.append(
                (StatusPill(household_status(status)), number_words(count), share_words(count, total))
            )
        if told.is_now:
            doubles = found.totals.possible_doubles
            rows.append((_("In possible duplicates"), number_words(doubles), share_words(doubles, total)))
            rows.append((_("Screens that disagree"), number_words(found.totals.disagreements), ""))
        self.states.show_rows(rows)


def _beside(figure: QWidget, words: QWidget) -> QHBoxLayout:
    """Words that take what the figure leaves."""
    made = row(figure, spacing=8)
    made.addWidget(words, 1)
    return made


def _change_words(change: int, month: str) -> str:
    """How the count moved since the month before."""
    if change == 0:
        return _("as many as in {month}", month=month)
    if change < 0:
        return "▼ " + _("{n} fewer than in {month}", n=number_words(-change), month=month)
    return "▲ " + _("{n} more than in {month}", n=number_words(change), month=month)
