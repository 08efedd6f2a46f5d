# SPDX-License-Identifier: Apache-2.0
"""Saying where something is: by the GPS receiver, or by pointing at an offline map; a point, a line or a
shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from enumerator.gps.points import Point
from enumerator.messages import _, n_
from ui import theme
from ui.geo.gps_panel import GpsPanel, Terms
from ui.geo.gps_watch import GpsWatch
from ui.geo.ground_map import GroundMap
from ui.geo.outlines import Area, kelurahan_at
from ui.widgets.card import column, row, rule
from ui.widgets.pill import Status, StatusPill
from ui.widgets.sheet import Sheet
from ui.widgets.text import Text

POINT, LINE, SHAPE = "point", "line", "shape"
LEAST: Final = {POINT: 1, LINE: 2, SHAPE: 3}
SIDE: Final = 232


class PlaceSheet(Sheet):
    """`taken(tuple[Point, ...])`. The cross says where, and is moved by arrows or the mouse. Space or a click
    adds a point of a line or shape, Backspace takes the last one back, G takes the receiver's place.

    A point is taken by itself once the receiver is as sure as the form asks, if it was `by_receiver` that the
    person asked.
    """

    taken = Signal(object)

    def __init__(
        self,
        title: str,
        watch: GpsWatch,
        owner: QWidget,
        *,
        kind: str = POINT,
        points: Sequence[Point] = (),
        home: Area | None = None,
        terms: Terms = Terms(),  # noqa: B008 - frozen
        by_receiver: bool = False,
        wanted: str = "",
        measure: Callable[[Sequence[Point]], str] = lambda _points: "",
    ) -> None:
        body = QWidget()
        super().__init__(title, body, owner, close_words=_("Cancel"))
        self._kind = kind
        self._points = list(points)
        self._by_receiver = by_receiver
        # a place that was there is used as it is, unless the receiver is asked for a new one
        self._by_hand = bool(points) and not by_receiver
        self._measure = measure
        self.map = GroundMap(home, closed=kind == SHAPE)
        self.gps = GpsPanel(watch, terms, wanted)
        self._make_side(body)
        self._make_foot()
        self.map.moved.connect(self._on_moved)
        self.map.pressed.connect(self._on_pressed)
        self.gps.placed.connect(self._on_placed)
        self.gps.settled.connect(self._on_settled)
        self.closed.connect(self.gps.stop)
        self.destroyed.connect(watch.stop)
        self._show_first()

    def _make_side(self, body: QWidget) -> None:
        self.where = Text("", "body").wrapped()
        self.where.setFont(theme.font(tabular=True))
        self.outside = StatusPill()
        self.measured = Text("", "strong").wrapped()
        self.keys = Text("", "hint", "ink-2").wrapped()
        side = QWidget()
        side.setFixedWidth(theme.px(SIDE))
        side.setLayout(
            column(
                self.gps, rule(), Text(_("Under the cross"), "label"), self.where, self.outside,
                self.measured, 1, self.keys,
            )
        )  # fmt: skip
        body.setLayout(row(self.map, side, spacing=14))
        body.layout().setStretch(0, 1)
        body.setFocusProxy(self.map)
        body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        drawn = self._kind != POINT
        self.keys.setText(
            _("Arrows move the cross (Shift: farther), + and − draw nearer, Space adds a point.")
            if drawn
            else _("Arrows move the cross (Shift: farther), + and − draw nearer.")
        )

    def _make_foot(self) -> None:
        drawn = self._kind != POINT
        self.gps_button = self.offer(_("Receiver's place"), "G", icon="location")
        self.back_button = self.offer(_("Take back"), "Backspace", icon="undo")
        self.add_button = self.offer(_("Add a point"), "Space", icon="add")
        for button in (self.back_button, self.add_button):
            button.setVisible(drawn)
        words = _("Use this place") if not drawn else _("Done")
        self.use_button = self.offer(words, "Return", icon="done", primary=True)
        self.gps_button.clicked.connect(self._on_gps)
        self.back_button.clicked.connect(self._on_back)
        self.add_button.clicked.connect(self._add)
        self.use_button.clicked.connect(self._use)

    def open(self) -> None:
        super().open()
        if self._by_receiver:
            self.gps.start()

    # -- showing

    def _show_first(self) -> None:
        if self._points:
            last = self._points[-1]
            self.map.look_at(last.latitude, last.longitude, near=True)
        if self._kind == POINT:
            self._points = []
        self._show()

    def _show(self) -> None:
        latitude, longitude = self.map.cross()
        area = kelurahan_at(latitude, longitude)
        place = area.name if area is not None else _("outside the city")
        self.where.setText(f"{latitude:.6f}, {longitude:.6f}\n{place}")
        self.map.say_where(self.where.text())
        home = self.map.home
        away = home is not None and (area is None or area.code != home.code)
        self.outside.setVisible(away)
        if away and home is not None:
            self.outside.show_status(Status(_("Not in {place}", place=home.name), "warning", "amber"))
        self.map.show_marks(self._points)
        self.gps_button.setEnabled(self.gps.place is not None)
        self.back_button.setEnabled(bool(self._points))
        if self._kind == POINT:
            self.use_button.setEnabled(self._by_hand or self.gps.place is not None)
            return
        words = n_("{n} point", "{n} points", len(self._points))
        self.measured.setText(f"{words} · {self._measure(self._points)}" if len(self._points) > 1 else words)
        self.use_button.setEnabled(len(self._points) >= LEAST[self._kind])

    # -- hands

    def _on_moved(self, _latitude: float, _longitude: float) -> None:
        self._by_hand = True
        self._show()

    def _on_pressed(self) -> None:
        if self._kind != POINT:
            self._add()

    def _on_placed(self, place: Point | None) -> None:
        first = place is not None and self.map.receiver is None
        self.map.show_receiver(place)
        if place is not None and not self._by_hand:
            self.map.look_at(place.latitude, place.longitude, near=first)
        self._show()

    def _on_settled(self, place: Point) -> None:
        if self._kind == POINT and self._by_receiver and not self._by_hand:
            self._give((place,))

    def _on_gps(self) -> None:
        place = self.gps.place
        if place is None:
            return
        self.map.look_at(place.latitude, place.longitude, near=True)
        self._by_hand = False
        if self._kind != POINT:
            self._points.append(place)
        self._show()

    def _add(self) -> None:
        latitude, longitude = self.map.cross()
        self._points.append(Point(round(latitude, 7), round(longitude, 7)))
        self._show()

    def _on_back(self) -> None:
        self._points.pop()
        self._show()

    def _use(self) -> None:
        if self._kind != POINT:
            self._give(tuple(self._points))
        elif self._by_hand or self.gps.place is None:
            latitude, longitude = self.map.cross()
            self._give((Point(round(latitude, 7), round(longitude, 7)),))
        else:
            self._give((self.gps.place,))

    def _give(self, points: tuple[Point, ...]) -> None:
        self.put_away()
        self.taken.emit(points)
