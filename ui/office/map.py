# SPDX-License-Identifier: Apache-2.0
"""A map of places drawn by hand: a scale of one colour, names and numbers that never lie over one another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from enumerator.messages import _
from ui import theme
from ui.geo.outlines import Area, areas
from ui.office.look import number_words

_STEPS: Final = 5
_GRID: Final = 13
_LEGEND: Final = 34
_MOSTLY: Final = 0.62
_LOW: Final = 330
_CONTRAST: Final = 4.5


@dataclass
class Label:
    """Where a name and its number stand; `leader` is the point in the place that a line leads to, `whole`
    that it stands on its place alone."""

    code: str
    box: QRectF
    lines: tuple[str, ...]
    leader: QPointF | None = None
    whole: bool = True


@dataclass
class Laid:
    """The map at one size."""

    paths: dict[str, QPainterPath] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)


class Map(QWidget):
    """`show_values({code: number}, ...)`. `opened(code)` at a click or Enter, `left()` at Esc; arrows
    move."""

    opened = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas: tuple[Area, ...] = ()
        self._values: dict[str, int] = {}
        self._laid = Laid()
        self._hover = ""
        self._at = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(220), theme.px(160))
        theme.news().changed.connect(self._lay_out)

    def show_values(self, values: Mapping[str, int], kecamatan: str = "") -> None:
        """The numbers by code, on the city or on one kecamatan."""
        self._areas = areas(kecamatan)
        self._values = {area.code: values.get(area.code, 0) for area in self._areas}
        if self._at not in self._values:
            self._at = next(iter(self._values), "")
        told = "; ".join(f"{area.name} {self._values[area.code]}" for area in self._areas)
        self.setAccessibleName(_("Map: {places}", places=told))
        self._lay_out()

    def current(self) -> str:
        """The place the keyboard is on."""
        return self._at

    def labels(self) -> Sequence[Label]:
        """Where names stand, for whoever checks that none lies over another."""
        return self._laid.labels

    # -- layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(theme.px(8), theme.px(8), -theme.px(8), -theme.px(_LEGEND))

    def _bounds(self) -> QRectF:
        """Where names may stand: all but the line of the legend."""
        return QRectF(self.rect()).adjusted(2, 2, -2, -theme.px(_LEGEND) + 4)

    def _lay_out(self) -> None:
        self._laid = Laid()
        room = self._room()
        if not self._areas or room.width() <= 0 or room.height() <= 0:
            self.update()
            return
        whole = QRectF()
        for area in self._areas:
            whole = whole.united(area.outline.boundingRect())
        scale = min(room.width() / whole.width(), room.height() / whole.height())
        move = QTransform()
        move.translate(
            room.center().x() - whole.center().x() * scale, room.center().y() - whole.center().y() * scale
        )
        move.scale(scale, scale)
        self._laid.paths = {area.code: move.map(area.outline) for area in self._areas}
        self._laid.labels = list(self._placed())
        self.update()

    def _placed(self) -> list[Label]:
        """The largest places first; what does not fit inside stands beside, with a line to its place."""
        names = {area.code: area.name for area in self._areas}
        order = sorted(self._laid.paths, key=lambda code: -_size(self._laid.paths[code]))
        placed: list[Label] = []
        outside: list[str] = []
        for code in order:
            label = self._inside(code, names[code], placed)
            if label is None:
                outside.append(code)
            else:
                placed.append(label)
        for code in outside:
            label = self._beside(code, names[code], placed)
            if label is not None:
                placed.append(label)
        return _untangled(placed, self._bounds())

    def _lines(self, code: str, name: str, *, broken: bool = False) -> tuple[tuple[str, ...], QSizeF]:
        """The name, broken into two lines or not, and the number."""
        number = number_words(self._values[code])
        first, space, last = name.rpartition(" ")
        names = (first, last) if broken and space else (name,)
        small, strong = QFontMetricsF(theme.font("key")), QFontMetricsF(theme.font("small"))
        width = max(*(small.horizontalAdvance(each) for each in names), strong.horizontalAdvance(number))
        return (*names, number), QSizeF(width + theme.px(6), len(names) * small.height() + strong.height())

    def _inside(self, code: str, name: str, placed: Sequence[Label]) -> Label | None:
        """On its place: whole, else mostly, on a ground of the place's own colour."""
        path = self._laid.paths[code]
        points = _deepest(path)
        for whole in (True, False):
            for broken in (False, True):
                lines, size = self._lines(code, name, broken=broken)
                for point in points if whole else points[:8]:
                    box = QRectF(QPointF(0, 0), size)
                    box.moveCenter(point)
                    if any(_near(box, other.box) for other in placed):
                        continue
                    if path.contains(box) if whole else _share_inside(path, box) >= _MOSTLY:
                        return Label(code, box, lines, whole=whole)
        return self._number_alone(code, points, placed) if self._room().height() < theme.px(_LOW) else None

    def _number_alone(self, code: str, points: Sequence[QPointF], placed: Sequence[Label]) -> Label | None:
        """On a low map lines to names would cross all of it: the number alone, the name as tooltip and in
        the table."""
        number = number_words(self._values[code])
        metrics = QFontMetricsF(theme.font("small"))
        size = QSizeF(metrics.horizontalAdvance(number) + theme.px(4), metrics.height())
        for point in points[:12]:
            box = QRectF(QPointF(0, 0), size)
            box.moveCenter(point)
            if not any(_near(box, other.box) for other in placed):
                return Label(code, box, (number,), whole=False)
        return None

    def _beside(self, code: str, name: str, placed: Sequence[Label]) -> Label | None:
        """Nearest free room around the place: first off the map, then over places, on a ground of its own."""
        path = self._laid.paths[code]
        heart = _deepest(path)[0]
        lines, size = self._lines(code, name)
        land = list(self._laid.paths.values())
        bounds = self._bounds()
        second: Label | None = None
        for ring in range(1, 26):
            distance = theme.px(14) * ring
            for step in range(24):
                angle = math.tau * step / 24
                point = heart + QPointF(math.cos(angle), math.sin(angle)) * distance
                box = QRectF(QPointF(0, 0), size)
                box.moveCenter(point)
                if not bounds.contains(box) or any(_near(box, other.box) for other in placed):
                    continue
                if any(_cuts(box, heart, other.box) for other in placed):
                    continue
                if not any(other.intersects(box) for other in land):
                    return Label(code, box, lines, heart)
                if second is None and not box.contains(heart):
                    second = Label(code, box, lines, heart)
            if second is not None and ring > 16:
                return second
        return second

    # -- painting

    def _top(self) -> int:
        return max(self._values.values(), default=0)

    def _step(self, value: int) -> int:
        return step_of(value, self._top())

    def _colour(self, step: int) -> QColor:
        """From the ground of the theme to its main colour."""
        if not step:
            return theme.colour("chip")
        share = 0.18 + 0.82 * step / _STEPS
        made = _mixed(theme.colour("panel"), theme.colour("primary"), share)
        while _readable(made) < _CONTRAST and share > 0:
            share -= 0.02  # a tone in the middle on which no ink of the theme can be read
            made = _mixed(theme.colour("panel"), theme.colour("primary"), share)
        return made

    @staticmethod
    def _ink(ground: QColor) -> QColor:
        """Whichever of the theme's inks reads better on that ground."""
        return max(_inks(), key=lambda ink: theme.contrast(ink.name(), ground.name()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for code, path in self._laid.paths.items():
            painter.setPen(QPen(theme.colour("panel"), 1.5))
            painter.setBrush(self._colour(self._step(self._values.get(code, 0))))
            painter.drawPath(path)
        for label in self._laid.labels:
            self._paint_ground(painter, label)
        for code in (self._hover, self._at if self.hasFocus() else ""):
            if code in self._laid.paths:
                painter.setPen(QPen(theme.colour("ink"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(self._laid.paths[code])
        for label in self._laid.labels:
            self._paint_words(painter, label)
        self._paint_legend(painter)

    def _paint_ground(self, painter: QPainter, label: Label) -> None:
        """What a label stands on where it is not its own place, and the line to it."""
        if label.leader is not None:
            start = _edge(label.box, label.leader)
            painter.setPen(QPen(theme.colour("panel"), 3))  # so that the line is seen on a dark place too
            painter.drawLine(start, label.leader)
            painter.setPen(QPen(theme.colour("ink-2"), 1))
            painter.drawLine(start, label.leader)
            painter.setBrush(theme.colour("ink-2"))
            painter.drawEllipse(label.leader, 2, 2)
        if not self._stands_inside(label):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ground(label))
            painter.drawRoundedRect(label.box, 4, 4)

    def _paint_words(self, painter: QPainter, label: Label) -> None:
        """The name and the number; the outline of the chosen place may run behind them, so letters that
        do not stand inside their place carry an edge in the colour they stand on."""
        ground = self._ground(label)
        edge = QPen(ground, theme.px(3), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        ink = theme.colour("ink") if label.leader is not None else self._ink(ground)
        top = label.box.top()
        for number, words in enumerate(label.lines):
            last = number == len(label.lines) - 1
            painter.setFont(theme.font("small", tabular=True) if last else theme.font("key"))
            metrics = QFontMetricsF(painter.font())
            if not self._stands_inside(label):
                letters = QPainterPath()
                left = label.box.center().x() - metrics.horizontalAdvance(words) / 2
                letters.addText(QPointF(left, top + metrics.ascent()), painter.font(), words)
                painter.strokePath(letters, edge)
            painter.setPen(ink)
            line = QRectF(label.box.left(), top, label.box.width(), metrics.height())
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
            top += metrics.height()

    @staticmethod
    def _stands_inside(label: Label) -> bool:
        return label.leader is None and label.whole

    def _ground(self, label: Label) -> QColor:
        """The colour that the words of a label stand on."""
        if label.leader is not None:
            return theme.colour("panel")
        return self._colour(self._step(self._values[label.code]))

    def _paint_legend(self, painter: QPainter) -> None:
        """The steps of the scale with the numbers they stand for."""
        top = self._top()
        painter.setFont(theme.font("key"))
        metrics = QFontMetricsF(painter.font())
        x, side = float(theme.px(8)), float(theme.px(12))
        y = self.height() - theme.px(18)
        for step, words in legend(top):
            painter.setPen(QPen(theme.colour("line-strong"), 1))
            painter.setBrush(self._colour(step))
            painter.drawRoundedRect(QRectF(x, y, side, side), 3, 3)
            painter.setPen(theme.colour("ink-2"))
            width = metrics.horizontalAdvance(words)
            place = QRectF(x + side + theme.px(5), y - 3, width + 2, side + 6)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
            x += side + width + theme.px(20)

    # -- hands

    def _under(self, point: QPointF) -> str:
        return next((code for code, path in self._laid.paths.items() if path.contains(point)), "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        code = self._under(event.position())
        if code != self._hover:
            self._hover = code
            self.setCursor(Qt.CursorShape.PointingHandCursor if code else Qt.CursorShape.ArrowCursor)
            name = next((area.name for area in self._areas if area.code == code), "")
            words = f"{name}: {number_words(self._values[code])}" if code else ""
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        code = self._under(event.position())
        if code:
            self._at = code
            self.opened.emit(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        codes = list(self._values)
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up) and codes:
            step = 1 if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
            self._at = codes[(codes.index(self._at) + step) % len(codes)]
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at:
            self.opened.emit(self._at)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _inks() -> list[QColor]:
    return [theme.colour(role) for role in ("ink", "on-primary", "panel")]


def _readable(ground: QColor) -> float:
    """How well the best ink reads on a ground, as WCAG counts contrast."""
    return max(theme.contrast(ink.name(), ground.name()) for ink in _inks())


def _mixed(low: QColor, high: QColor, share: float) -> QColor:
    pairs = zip(low.getRgb()[:3], high.getRgb()[:3], strict=True)
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))


def step_of(value: int, top: int) -> int:
    """The step of the scale, 1 to 5, of a number, the highest for `top`; 0 for none."""
    return 0 if not value or not top else -(-value * _STEPS // top)


def legend(top: int) -> list[tuple[int, str]]:
    """The steps of the scale up to `top`, each with the numbers it stands for."""
    found = [(0, "0")]
    first = 1
    for step in range(1, _STEPS + 1):
        last = step * top // _STEPS
        if first <= last:
            low, high = number_words(first), number_words(last)
            found.append((step, low if low == high else f"{low}–{high}"))
            first = last + 1
    return found


def _size(path: QPainterPath) -> float:
    box = path.boundingRect()
    return box.width() * box.height()


def _deepest(path: QPainterPath) -> list[QPointF]:
    """Points inside, those farthest from the outline first."""
    box = path.boundingRect()
    edge = list(_along(path, max(box.width(), box.height()) / (2 * _GRID)))
    inside = []
    for across in range(1, _GRID):
        for down in range(1, _GRID):
            point = QPointF(
                box.left() + box.width() * across / _GRID, box.top() + box.height() * down / _GRID
            )
            if path.contains(point):
                depth = min((point.x() - at.x()) ** 2 + ((point.y() - at.y()) * 2.2) ** 2 for at in edge)
                inside.append((depth, point))
    inside.sort(key=lambda pair: -pair[0])
    return [point for _depth, point in inside] or [box.center()]


def _along(path: QPainterPath, step: float) -> Iterator[QPointF]:
    """Points of the outline, those between the ends of a long straight edge too."""
    before = QPointF()
    for n in range(path.elementCount()):
        element = path.elementAt(n)
        point = QPointF(element.x, element.y)
        if not element.isMoveTo():
            way = point - before
            parts = max(1, math.ceil(math.hypot(way.x(), way.y()) / step))
            for part in range(1, parts):
                yield before + way * (part / parts)
        yield point
        before = point


def _untangled(labels: Sequence[Label], bounds: QRectF) -> list[Label]:
    """Labels whose lines cross take each other's place, where both fit within `bounds`."""
    found = list(labels)
    for one in range(len(found)):
        for two in range(one + 1, len(found)):
            first, second = found[one], found[two]
            if not _crossing(first, second):
                continue
            left, right = _moved(first, second.box.center()), _moved(second, first.box.center())
            others = [label.box for at, label in enumerate(found) if at not in (one, two)]
            free = all(
                bounds.contains(new.box)
                and not any(_near(new.box, box) or _cuts(new.box, new.leader, box) for box in others)
                for new in (left, right)
            )
            if free and not _near(left.box, right.box) and not _crossing(left, right):
                found[one], found[two] = left, right
    return found


def _moved(label: Label, middle: QPointF) -> Label:
    box = QRectF(label.box)
    box.moveCenter(middle)
    return replace(label, box=box)


def _crossing(one: Label, two: Label) -> bool:
    """Whether the lines of two labels cross."""
    if one.leader is None or two.leader is None:
        return False
    line, other = QLineF(one.box.center(), one.leader), QLineF(two.box.center(), two.leader)
    return line.intersects(other)[0] == QLineF.IntersectionType.BoundedIntersection


def _share_inside(path: QPainterPath, box: QRectF) -> float:
    """How much of a box lies on a place, by a few points of it."""
    points = [
        QPointF(box.left() + box.width() * across / 6, box.top() + box.height() * down / 4)
        for across in range(7)
        for down in range(5)
    ]
    return sum(path.contains(point) for point in points) / len(points)


def _cuts(box: QRectF, heart: QPointF | None, other: QRectF) -> bool:
    """Whether the line from a label to its place runs through another label."""
    if heart is None:
        return False
    line = QLineF(_edge(box, heart), heart)
    around = other.adjusted(-2, -2, 2, 2)
    corners = (around.topLeft(), around.topRight(), around.bottomRight(), around.bottomLeft())
    sides = zip(corners, (*corners[1:], corners[0]), strict=True)
    bounded = QLineF.IntersectionType.BoundedIntersection
    return any(line.intersects(QLineF(*side))[0] == bounded for side in sides)


def _near(box: QRectF, other: QRectF) -> bool:
    return box.adjusted(-3, -2, 3, 2).intersects(other)


def _edge(box: QRectF, towards: QPointF) -> QPointF:
    """Where a line from the middle of a box leaves it."""
    middle = box.center()
    away = towards - middle
    if not away.x() and not away.y():
        return middle
    share = min(
        (box.width() / 2) / abs(away.x()) if away.x() else math.inf,
        (box.height() / 2) / abs(away.y()) if away.y() else math.inf,
    )
    return middle + away * min(1.0, share)
