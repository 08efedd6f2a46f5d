# SPDX-License-Identifier: Apache-2.0
"""What the GPS receiver says: which port, whether it sees the sky, how sure it is, and its place averaged."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QWidget

from enumerator.gps.averaging import Averaging
from enumerator.gps.points import Point
from enumerator.gps.receiver import Lost
from enumerator.gps.tracking import Fix, Seen
from enumerator.messages import _, n_
from ui.geo.gps_watch import GpsWatch
from ui.widgets.button import QuietButton
from ui.widgets.card import column
from ui.widgets.drop_down import DropDown
from ui.widgets.text import Text

ENOUGH = 3  # fixes before a place counts as settled


@dataclass(frozen=True)
class Terms:
    """What the form asks of a position, in metres: taken by itself at `capture`, a warning above `warn`
    (ODK's capture-accuracy and warning-accuracy with their defaults); whether simulated ones are taken."""

    capture: float = 5.0
    warn: float = 100.0
    allow_made_up: bool = False


class GpsPanel(QWidget):
    """`placed(Point)` at each reading, `settled(Point)` once it is as sure as the form asks; `chosen(str)`
    the port a person picked."""

    placed = Signal(object)
    settled = Signal(object)
    chosen = Signal(str)

    def __init__(self, watch: GpsWatch, terms: Terms, wanted: str) -> None:
        super().__init__()
        self.watch = watch
        self._terms = terms
        self._wanted = wanted
        self._average = Averaging(allow_made_up=terms.allow_made_up)
        self._settled = False
        self.place: Point | None = None
        self.ports = DropDown()
        self.ports.setAccessibleName(_("Port of the GPS receiver"))
        self.ports.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.accuracy = Text("", "figure")
        self.state = Text("", "hint", "ink-2").wrapped()
        self.again_button = QuietButton(_("Look for a receiver"), icon="search")
        self.setLayout(
            column(
                Text(_("GPS receiver"), "label"), self.ports, self.accuracy, self.state, self.again_button,
                spacing=6,
            )
        )  # fmt: skip
        self.ports.activated.connect(self._on_chosen)
        self.again_button.clicked.connect(self.start)
        watch.seen.connect(self._on_seen)
        watch.lost.connect(self._on_lost)
        for part in (self.ports, self.accuracy):
            part.hide()
        self._say(_("Not in use."), again=True)

    def start(self) -> None:
        """Look for a receiver and listen to the likeliest."""
        found = self.watch.ports()
        with QSignalBlocker(self.ports):
            self.ports.clear()
            for port in found:
                self.ports.addItem(port.name, port.device)
        self.ports.setVisible(bool(found))
        if not found:
            self._say(
                _("No GPS receiver is plugged in. Point at the map, or type the position."), again=True
            )
            return
        at = next((n for n, port in enumerate(found) if port.device == self._wanted), 0)
        self.ports.setCurrentIndex(at)
        self._listen(found[at].device)

    def stop(self) -> None:
        """Let go of the receiver."""
        self.watch.stop()

    def _listen(self, device: str) -> None:
        self._average.forget()
        self._settled, self.place = False, None
        self.accuracy.hide()
        self._say(_("Listening to the receiver…"))
        self.watch.start(device)

    def _on_chosen(self, at: int) -> None:
        self._wanted = self.ports.itemData(at)
        self.chosen.emit(self._wanted)
        self._listen(self._wanted)

    def _on_seen(self, seen: Seen) -> None:
        if seen.fix is None:
            if self.place is None:
                self._say(self._waiting_words(seen))
            return
        made = self._average.add(seen.fix)
        if made is None:
            self._say(_("The receiver gives a simulated position, which this question does not take."))
            return
        self.place = place_of(made)
        self.accuracy.setText(f"± {made.accuracy:.0f} m")
        self.accuracy.show()
        readings = n_("{n} reading", "{n} readings", self._average.number)
        satellites = n_("{n} satellite", "{n} satellites", seen.satellites)
        words = f"{readings} · {satellites}"
        if made.accuracy > self._terms.capture:
            words += "\n" + _("Waiting for ± {most} m.", most=f"{self._terms.capture:g}")
        self._say(words)
        self.placed.emit(self.place)
        if not self._settled and self._average.number >= ENOUGH and made.accuracy <= self._terms.capture:
            self._settled = True
            self.settled.emit(self.place)

    @staticmethod
    def _waiting_words(seen: Seen) -> str:
        if seen.damaged > seen.read:
            return _("What comes from this port cannot be read. Is it the receiver's?")
        satellites = n_("{n} satellite", "{n} satellites", seen.satellites)
        return _("No position yet ({satellites}). Go outside, under the open sky.", satellites=satellites)

    def _on_lost(self, lost: Lost) -> None:
        self.place = None
        self.accuracy.hide()
        self._say(f"{lost.what} {lost.remedy}", again=True)
        self.placed.emit(None)

    def _say(self, words: str, *, again: bool = False) -> None:
        self.state.setText(words)
        self.again_button.setVisible(again)


def place_of(fix: Fix) -> Point:
    """A fix as a point to keep."""
    return Point(fix.latitude, fix.longitude, fix.altitude or 0.0, fix.accuracy)
