# SPDX-License-Identifier: Apache-2.0
"""Where something is: by a GPS receiver, on the offline map, or typed as a phone or a map shows it; one
point, a line or a shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from enumerator.forms import Node, Question
from enumerator.gps.points import Point as Place
from enumerator.gps.points import area, length, points_of, value_of_point, value_of_points
from enumerator.messages import _, n_
from ui import theme
from ui.capture.equipment import RECEIVER
from ui.form import spelling
from ui.form.coordinates import area_words, length_words, position_read, position_shown
from ui.form.inputs.field import Asking
from ui.form.inputs.text import TextBlock, TextLine
from ui.widgets.button import QuietButton
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.geo.gps_panel import Terms
    from ui.geo.place_sheet import PlaceSheet

class Ways:
    """The buttons beside a position, and the sheet they open; Alt+Down opens the first."""

    def __init__(self, field: Point | Points, kind: str) -> None:
        self._field = field
        self._kind = kind
        self.sheet: PlaceSheet | None = None
        self.gps_button = QuietButton(_("GPS…"), icon="location")
        self.map_button = QuietButton(_("Map…"), icon="map")
        self.first, self.second = self.gps_button, self.map_button
        if "placement-map" in field.question.appearances or kind != "point":
            self.first, self.second = self.second, self.first
        self.first.key = "Alt+Down"
        self.gps_button.clicked.connect(lambda: self.open(by_receiver=True))
        self.map_button.clicked.connect(lambda: self.open(by_receiver=False))

    def show_readonly(self, readonly: bool) -> None:
        """Whether they can be used."""
        for button in (self.first, self.second):
            button.setEnabled(not readonly)

    def open(self, *, by_receiver: bool) -> None:
        """Say where on the map, or let the receiver say it."""
        # only here, because most interviews are done with what is typed
        from ui.geo.outlines import kelurahan_of
        from ui.geo.place_sheet import PlaceSheet

        field, equipment = self._field, self._field.asking.equipment
        node = field.node
        points = points_of(node.value) if node is not None else ()
        sheet = PlaceSheet(
            _("Where is it?"),
            equipment.gps(),
            field.keyboard(),
            kind=self._kind,
            points=opened(points) if self._kind == "shape" else points,
            home=kelurahan_of(field.asking.kelurahan()),
            terms=terms_of(field.question),
            by_receiver=by_receiver,
            wanted=equipment.recall(RECEIVER),
            measure=lambda marked: measured(self._kind, marked),
        )
        sheet.gps.chosen.connect(lambda device: equipment.remember(RECEIVER, device))
        sheet.taken.connect(self._on_taken)
        self.sheet = sheet
        sheet.open()

    def _on_taken(self, points: tuple[Place, ...]) -> None:
        if self._kind == "point":
            self._field.put(value_of_point(points[0]))
        else:
            self._field.put(value_of_points(points, closed=self._kind == "shape"))

    def on_key(self, event: QKeyEvent) -> bool:
        """Whether the key was for these buttons."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() == Qt.Key.Key_Down and self.first.isEnabled():
            self.first.click()
            return True
        return False


class Point(TextLine):
    """One position: `-6.9932, 110.4203` or `6°59'35"S 110°25'13"E`."""

    wide = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.line.setFont(theme.font(tabular=True))
        self.ways = Ways(self, "point")
        self._words = Text("", "hint", "amber-ink").wrapped()
        inner = self.layout()
        if isinstance(inner, QHBoxLayout):
            inner.setSpacing(theme.px(8))
            inner.addWidget(self.ways.first)
            inner.addWidget(self.ways.second)
            beside = QVBoxLayout()
            # the words stand under the line, which the layout of a plain text line has no room for
            inner.removeWidget(self.line)
            beside.addWidget(self.line)
            beside.addWidget(self._words)
            inner.insertLayout(0, beside, 1)
            inner.setAlignment(self.ways.first, Qt.AlignmentFlag.AlignTop)
            inner.setAlignment(self.ways.second, Qt.AlignmentFlag.AlignTop)
        self._words.hide()

    def prompt(self) -> str:
        return _("Latitude, longitude, as on the phone's map: -6.9932, 110.4203")

    def dress(self, value: str) -> str:
        return position_shown(value, spelling.marks())

    def undress(self, text: str) -> str:
        return position_read(text)

    def put(self, value: str) -> None:
        """Take a position that was not typed."""
        self.line.setText(self.dress(value))
        self.give(value)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self.ways.show_readonly(node.readonly)
        words = doubts(points_of(node.value), terms_of(self.question), self.asking.kelurahan())
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def settle(self) -> None:
        value = position_read(self.line.text())
        if self.node is not None and self.line.text() == self.dress(self.node.value):
            return  # as it stands, with the height that is not shown
        self.line.setText(self.dress(value))
        if self.node is not None and value != self.node.value:
            self.give(value)

    def _on_edited(self, text: str) -> None:
        value = position_read(text)
        if not text or len(value.split()) == 4:
            self.give(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.ways.on_key(event):
            super().keyPressEvent(event)


class Points(TextBlock):
    """A line or a shape: drawn on the map, by walking with the receiver, or typed, one position to a line."""

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self._shape = question.type == "geoshape"
        self._kind = "shape" if self._shape else "line"
        self.ways = Ways(self, self._kind)
        self._words = Text("", "hint", "ink-2").wrapped()
        self._doubts = Text("", "hint", "amber-ink").wrapped()
        inner = QHBoxLayout()
        inner.setSpacing(theme.px(8))
        inner.addWidget(self.ways.first)
        inner.addWidget(self.ways.second)
        inner.addWidget(self._words, 1)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addLayout(inner)
            column.addWidget(self._doubts)
        self._doubts.hide()

    def put(self, value: str) -> None:
        """Take positions that were not typed."""
        self.paper.fill(self.dress(value))
        self.give(value)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self.ways.show_readonly(node.readonly)
        if node.no_answer is None:
            self.paper.setPlaceholderText(_("One position to a line (Alt+Enter), as: -6.9932, 110.4203"))
        points = points_of(node.value)
        shown = opened(points) if self._shape else points
        count = n_("{n} point", "{n} points", len(shown))
        self._words.setText(f"{count} · {measured(self._kind, shown)}" if len(shown) > 1 else "")
        words = doubts(points, terms_of(self.question), self.asking.kelurahan())
        self._doubts.setText(words)
        self._doubts.setVisible(bool(words))

    def dress(self, value: str) -> str:
        lines = [position_shown(point.strip(), spelling.marks()) for point in value.split(";")]
        # where a shape begins it ends, which nobody needs to read twice
        return "\n".join(lines[:-1] if self._shape and len(lines) > 3 and lines[0] == lines[-1] else lines)

    def undress(self, text: str) -> str:
        return "; ".join(position_read(line) for line in text.splitlines() if line.strip())

    def settle(self) -> None:
        """A shape that was typed ends where it began."""
        value = self.undress(self.paper.toPlainText())
        parts = value.split("; ")
        if self._shape and len(parts) > 2 and len(points_of(value)) == len(parts) and parts[0] != parts[-1]:
            value = "; ".join([*parts, parts[0]])
        if self.node is None or value == self.node.value:
            return
        if _rounded(value) != _rounded(self.node.value):
            self.give(value)
            if self.node is not None:
                self.paper.fill(self.dress(self.node.value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.ways.on_key(event):
            super().keyPressEvent(event)


def opened(points: Sequence[Place]) -> tuple[Place, ...]:
    """A shape without the point that closes it."""
    whole = tuple(points)
    return whole[:-1] if len(whole) > 1 and whole[0] == whole[-1] else whole


def _rounded(value: str) -> tuple[tuple[float, float], ...]:
    """What is shown of a line, for heights are not."""
    return tuple((point.latitude, point.longitude) for point in points_of(value))


def measured(kind: str, points: Sequence[Place]) -> str:
    """How long a line is, how large a shape."""
    if kind == "shape":
        return area_words(area(points), spelling.marks())
    return length_words(length(points), spelling.marks())


def terms_of(question: Question) -> Terms:
    """What the form asks of a position."""
    from ui.geo.gps_panel import Terms

    usual = Terms()
    asked = question.parameters
    return Terms(
        _metres(asked.get("accuracyThreshold", ""), usual.capture),
        _metres(asked.get("unacceptableAccuracyThreshold", ""), usual.warn),
        asked.get("allow-mock-accuracy", "") == "true",
    )


def _metres(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise


def doubts(points: Sequence[Place], terms: Terms, kelurahan: str) -> str:
    """Why a position may be wrong: unsure, or not in the kelurahan of the household; "" where nothing is."""
    from ui.geo.outlines import kelurahan_at, kelurahan_of

    if not points:
        return ""
    found = []
    worst = max(point.accuracy for point in points)
    if worst > terms.warn:
        found.append(
            _(
                "Only within {metres} m; the form asks for {most} m.",
                metres=f"{worst:.0f}",
                most=f"{terms.warn:g}",
            )
        )
    home = kelurahan_of(kelurahan) if kelurahan else None
    if home is not None:
        where = [kelurahan_at(point.latitude, point.longitude) for point in points]
        strange = next((area for area in where if area is None or area.code != home.code), home)
        if strange is None:
            found.append(_("This place is outside the city, not in {place}.", place=home.name))
        elif strange is not home:
            found.append(
                _("This place is in {found}, not in {place}.", found=strange.name, place=home.name)
            )
    return " ".join(found)
