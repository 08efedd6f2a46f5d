# SPDX-License-Identifier: Apache-2.0
"""Dates typed as digits with the age beside them and a calendar to choose from; times and both together."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QShortcut, QTextCharFormat
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from enumerator.forms import Node, Question
from enumerator.messages import _, spoken_language
from ui import icons, theme
from ui.form import spelling
from ui.form.inputs.field import Asking, Field, no_answer_words
from ui.form.inputs.text import TextLine
from ui.widgets.button import IconButton
from ui.widgets.text import Text


class DateLine(TextLine):
    """A date: `17031985` becomes 17-03-1985 while it is typed. Alt+Down opens the calendar."""

    wide = False

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.line.setFont(theme.font(tabular=True))
        self.age = Text("", "body", "ink-2", self.line)
        self.opener = IconButton("calendar", _("Calendar"), parent=self.line)
        self.opener.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.opener.clicked.connect(self.open_calendar)
        inner = QHBoxLayout(self.line)
        inner.setContentsMargins(0, 0, theme.px(2), 0)
        inner.addStretch()
        inner.addWidget(self.age)
        inner.addWidget(self.opener)

    def prompt(self) -> str:
        return _("dd-mm-yyyy")

    def dress(self, value: str) -> str:
        return spelling.date_shown(value)

    def undress(self, text: str) -> str:
        return spelling.date_read(text, self._today())

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self.opener.setVisible(not node.readonly and "no-calendar" not in self.question.appearances)
        self._show_age(node.value)

    def settle(self) -> None:
        value = self.undress(self.line.text().rstrip("-").strip())
        self.line.setText(self.dress(value))
        self._show_age(value)
        if self.node is not None and value != self.node.value:
            self.give(value)

    def open_calendar(self) -> None:
        """Show the calendar under the field."""
        _Calendar(self, spelling.as_date(self.undress(self.line.text())) or self._today()).open()

    def choose(self, day: date) -> None:
        """Take a day from the calendar."""
        self.line.setText(self.dress(day.isoformat()))
        self._show_age(day.isoformat())
        self.give(day.isoformat())
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def _on_edited(self, text: str) -> None:
        self.line.retype(self.while_typing(text), str.isdigit)
        value = self.undress(self.line.text())
        born = spelling.as_date(value) if len(self.line.text()) == len(self.prompt()) else None
        self._show_age(value if born else "")
        # half a date is not an answer yet; it is given when the field is left
        if born or not text:
            self.give(value)
        elif self.node is not None and self.node.value:
            self.give(self.line.text())

    def while_typing(self, text: str) -> str:
        """What was typed so far, in its dress."""
        return spelling.date_typed(text)

    def _show_age(self, value: str) -> None:
        day = spelling.as_date(value)
        today = self._today()
        birth = any(part in self.question.name for part in ("lahir", "birth", "dob"))
        self.age.setText(
            spelling.age_words(day, today) if day and (birth or (today - day).days > 366) else ""
        )

    def _today(self) -> date:
        return self.asking.clock().date()


class MonthLine(DateLine):
    """A month of a year, `032026`; the value is its first day."""

    def prompt(self) -> str:
        return _("mm-yyyy")

    def dress(self, value: str) -> str:
        return spelling.month_shown(value)

    def undress(self, text: str) -> str:
        return spelling.month_read(text, self._today())

    def while_typing(self, text: str) -> str:
        return spelling.month_typed(text)


class YearLine(DateLine):
    """A year, `1985`; the value is its first day."""

    def prompt(self) -> str:
        return _("yyyy")

    def dress(self, value: str) -> str:
        return value[:4] if spelling.as_date(value) else value

    def undress(self, text: str) -> str:
        return spelling.year_read(text, self._today())

    def while_typing(self, text: str) -> str:
        return "".join(filter(str.isdigit, text))[:4]


class _Calendar(QFrame):
    """A month to choose a day from, over the page; Esc or a click elsewhere puts it away."""

    def __init__(self, owner: DateLine, shown: date) -> None:
        super().__init__(owner.window())
        self._owner = owner
        self.setProperty("card", True)
        self.setAutoFillBackground(True)
        self.month = QCalendarWidget()
        self.month.setMinimumSize(theme.px(300), theme.px(220))
        self.month.setLocale(QLocale("id_ID" if spoken_language() == "id" else "en_GB"))
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        weekend = QTextCharFormat()
        weekend.setForeground(theme.colour("red-ink"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(day, weekend)
        # the style's own arrows are black in every theme
        for name, icon in (("qt_calendar_prevmonth", "back"), ("qt_calendar_nextmonth", "next")):
            turn = self.month.findChild(QToolButton, name)
            if turn is not None:
                turn.setIcon(icons.icon(icon))
        palette = self.month.palette()
        palette.setColor(QPalette.ColorRole.Highlight, theme.colour("primary"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.colour("on-primary"))
        self.month.setPalette(palette)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(4), theme.px(4), theme.px(4), theme.px(4))
        layout.addWidget(self.month)
        self.month.clicked.connect(self._on_chosen)
        self.month.activated.connect(self._on_chosen)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._give_back)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def open(self) -> None:
        """Under the field, or above it where there is no room below."""
        self.adjustSize()
        window, line = self._owner.window(), self._owner.line
        corner = line.mapTo(window, QPoint(0, line.height() + theme.px(4)))
        corner.setX(max(0, min(corner.x(), window.width() - self.width())))
        if corner.y() + self.height() > window.height():
            corner.setY(max(0, corner.y() - self.height() - line.height() - theme.px(8)))
        self.move(corner)
        self.show()
        self.raise_()
        self.month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_chosen(self, day: QDate) -> None:
        self._owner.choose(date(day.year(), day.month(), day.day()))

    def _give_back(self) -> None:
        self._owner.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and self.isAncestorOf(old) and (now is None or not self.isAncestorOf(now)):
            self.hide()
            self.deleteLater()


class TimeLine(TextLine):
    """A time of day: `830` or `0830` becomes 08:30."""

    wide = False

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.line.setFont(theme.font(tabular=True))

    def prompt(self) -> str:
        return _("hh:mm")

    def dress(self, value: str) -> str:
        return spelling.time_shown(value)

    def undress(self, text: str) -> str:
        return spelling.time_read(text)

    def settle(self) -> None:
        value = spelling.time_read(self.line.text())
        self.line.setText(self.dress(value))
        if (
            self.node is not None
            and value != self.node.value
            and self.dress(value) != self.dress(self.node.value)
        ):
            self.give(value)

    def _on_edited(self, text: str) -> None:
        self.line.retype(spelling.time_typed(text), str.isdigit)
        value = spelling.time_read(self.line.text())
        if not text or value.endswith(":00.000"):
            self.give(value)


class DateTimeLine(Field):
    """A date and a time of day, side by side."""

    typed = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.day = DateLine(address, question, asking)
        self.time = TimeLine(address, question, asking)
        self.setFocusProxy(self.day.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.day, 2)
        layout.addWidget(self.time, 1)
        self.day.answered.connect(lambda _address, _value: self._join())
        self.time.answered.connect(lambda _address, _value: self._join())

    def marked(self) -> tuple[QWidget, ...]:
        return (self.day.line, self.time.line)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        words = no_answer_words(node)
        self.day.line.setPlaceholderText(words or self.day.prompt())
        self.time.line.setPlaceholderText("" if words else self.time.prompt())
        if self.giving:
            return
        day, _t, time = node.value.partition("T")
        self.day.line.setText(spelling.date_shown(day))
        self.time.line.setText(spelling.time_shown(time))

    def settle(self) -> None:
        self.day.line.setText(self.day.dress(self.day.undress(self.day.line.text())))
        self.time.line.setText(self.time.dress(self.time.undress(self.time.line.text())))
        self._join()

    def _join(self) -> None:
        day, time = self.day.undress(self.day.line.text()), self.time.undress(self.time.line.text())
        zone = self.asking.clock().strftime("%z")
        whole = f"{day}T{time}{zone[:3]}:{zone[3:]}" if day and time and zone else f"{day}T{time}".strip("T")
        if self.node is not None and whole != self.node.value and (whole or self.node.value):
            self.give(whole)
