# SPDX-License-Identifier: Apache-2.0
"""Points, lines and shapes: typed, by a receiver on a serial line, on the offline map; all by keyboard."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from enumerator.gps.points import point_of, points_of
from enumerator.gps.receiver import Lost, Port, Receiver
from enumerator.gps.tracking import Seen
from tests.sky import GST, NO_FIX, Line, gga
from ui.capture.equipment import RECEIVER, Equipment
from ui.form.inputs.position import Point, Points
from ui.geo.gps_watch import GpsWatch
from ui.geo.outlines import kelurahan_at, kelurahan_of, on_ground, on_plane
from ui.geo.place_sheet import PlaceSheet

from .conftest import ALT, CTRL, SHIFT, Hand, Hold

FORM = """
| survey | | | | | |
| | type | name | label | appearance | parameters |
| | geopoint | titik | Titik rumah | | capture-accuracy=8 warning-accuracy=20 |
| | geopoint | peta | Titik di peta | placement-map | |
| | geopoint | coba | Titik latihan | | allow-mock-accuracy=true |
| | geotrace | jalur | Jalan | | |
| | geoshape | petak | Petak | | |
| | text | akhir | Akhir | | |
"""
MIROTO = "33.74.01.1001"
IN_MIROTO = "-6.983 110.418 0.0 0.0"
unix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.pull_out()


def patient(device: str, heard: Callable[[Seen], None], lost: Callable[[Lost], None]) -> Receiver:
    return Receiver(device, heard, lost, patience=20, silence=20)


def plugged(line: Line | None, kept: dict[str, str] | None = None) -> Equipment:
    """A computer with this receiver, or with none."""
    kept = {} if kept is None else kept
    ports = (Port("/dev/tidak-ada", "Modem"), Port(line.device, "u-blox 7")) if line is not None else ()
    return Equipment(
        gps=lambda: GpsWatch(lambda: ports[1:] if RECEIVER not in kept else ports, patient),
        recall=lambda what: kept.get(what, ""),
        remember=kept.__setitem__,
    )


def sheet_of(hand: Hand, name: str) -> PlaceSheet:
    field = hand.desk.page.field(f"/data/{name}")
    assert isinstance(field, Point | Points)
    assert field.ways.sheet is not None
    return field.ways.sheet


def hear(qtbot: QtBot, line: Line, sheet: PlaceSheet, *sentences: bytes) -> None:
    """Say it until the sheet has heard it."""
    heard: list[object] = []
    sheet.gps.watch.seen.connect(heard.append)
    for _time in range(40):
        line.say(*sentences)
        qtbot.wait(60)
        if heard:
            return
    raise AssertionError("nothing was heard")


@unix_only
def test_the_receivers_place_is_taken_by_itself_once_it_is_sure_enough(
    hold: Hold, line: Line, qtbot: QtBot
) -> None:
    hand = hold(FORM, equipment=plugged(line))
    hand.press(Qt.Key.Key_Down, ALT)
    sheet = sheet_of(hand, "titik")
    hear(qtbot, line, sheet, NO_FIX)
    assert "langit terbuka" in sheet.gps.state.text()
    assert not sheet.use_button.isEnabled()
    hear(qtbot, line, sheet, gga(dilution="4.0"))
    assert sheet.gps.accuracy.text() == "± 20 m"
    assert "/data/titik" not in hand.draft
    for _time in range(3):
        line.say(GST, gga())
        qtbot.wait(80)
    qtbot.waitUntil(lambda: "/data/titik" in hand.draft)
    place = point_of(hand.draft["/data/titik"])
    assert place is not None
    assert (round(place.latitude, 5), round(place.longitude, 5)) == (-6.99307, 110.4203)
    assert (place.altitude, place.accuracy) == (12.3, 2.5)
    assert hand.at == "titik"
    assert hand.shown("/data/titik") == "-6.9930667, 110.4203 ± 2,5 m"
    hand.press(Qt.Key.Key_Return)
    assert hand.at == "peta"
    assert point_of(hand.draft["/data/titik"]) == place, "leaving the field keeps the height"


@unix_only
def test_enter_takes_what_the_receiver_has_and_an_unsure_place_is_warned_of(
    hold: Hold, line: Line, qtbot: QtBot
) -> None:
    hand = hold(FORM, equipment=plugged(line))
    hand.press(Qt.Key.Key_Down, ALT)
    hear(qtbot, line, sheet_of(hand, "titik"), gga(dilution="6.0"))
    hand.press(Qt.Key.Key_Return)
    place = point_of(hand.draft["/data/titik"])
    assert place is not None
    assert place.accuracy == 30.0
    field = hand.desk.page.field("/data/titik")
    assert isinstance(field, Point)
    assert "20 m" in field._words.text()
    assert field._words.isVisible()


@unix_only
def test_a_receiver_pulled_out_midway_is_said_and_the_map_is_still_there(
    hold: Hold, line: Line, qtbot: QtBot
) -> None:
    hand = hold(FORM, equipment=plugged(line))
    hand.press(Qt.Key.Key_Down, ALT)
    sheet = sheet_of(hand, "titik")
    hear(qtbot, line, sheet, gga(dilution="4.0"))
    line.pull_out()
    qtbot.waitUntil(lambda: "tercabut" in sheet.gps.state.text())
    assert sheet.gps.again_button.isVisible()
    assert not sheet.gps.watch.listening
    hand.press(Qt.Key.Key_Right).press(Qt.Key.Key_Return)
    assert point_of(hand.draft["/data/titik"]) is not None


@unix_only
def test_a_simulated_place_is_taken_only_where_the_form_lets_it(hold: Hold, line: Line, qtbot: QtBot) -> None:
    hand = hold(FORM, equipment=plugged(line))
    hand.press(Qt.Key.Key_Down, ALT)
    sheet = sheet_of(hand, "titik")
    hear(qtbot, line, sheet, gga(quality=8))
    assert "tiruan" in sheet.gps.state.text()
    assert not sheet.use_button.isEnabled()
    hand.press(Qt.Key.Key_Escape)
    hand.desk.go_to("/data/coba")
    hand.press(Qt.Key.Key_Down, ALT)
    hear(qtbot, line, sheet_of(hand, "coba"), gga(quality=8))
    hand.press(Qt.Key.Key_Return)
    assert "/data/coba" in hand.draft


@unix_only
def test_the_port_chosen_is_remembered_and_the_port_is_let_go_on_escape(
    hold: Hold, line: Line, qtbot: QtBot
) -> None:
    kept = {RECEIVER: "/dev/tidak-ada"}
    hand = hold(FORM, equipment=plugged(line, kept))
    hand.press(Qt.Key.Key_Down, ALT)
    sheet = sheet_of(hand, "titik")
    qtbot.waitUntil(lambda: "belum terpasang" in sheet.gps.state.text())
    sheet.gps.ports.setFocus()
    hand.press(Qt.Key.Key_Down)
    assert kept[RECEIVER] == line.device
    hear(qtbot, line, sheet, gga(dilution="9.0"))
    hand.press(Qt.Key.Key_Escape)
    assert not sheet.gps.watch.listening
    assert "/data/titik" not in hand.draft
    assert hand.at == "titik"


def test_without_a_receiver_the_other_ways_are_named(hold: Hold) -> None:
    hand = hold(FORM, equipment=plugged(None))
    hand.press(Qt.Key.Key_Down, ALT)
    assert "Tunjuk di peta" in sheet_of(hand, "titik").gps.state.text()
    hand.press(Qt.Key.Key_Escape)
    hand.enter("-6.99, 110.42")
    assert hand.draft["/data/titik"] == "-6.99 110.42 0.0 0.0"


def test_the_cross_is_moved_by_arrows_and_enter_takes_its_place(hold: Hold) -> None:
    hand = hold(FORM, {"/data/peta": IN_MIROTO}, start_at="/data/peta", equipment=plugged(None))
    hand.press(Qt.Key.Key_Down, ALT)
    hand.press(Qt.Key.Key_Plus)
    hand.press(Qt.Key.Key_Up).press(Qt.Key.Key_Right, SHIFT).press(Qt.Key.Key_Return)
    place = point_of(hand.draft["/data/peta"])
    assert place is not None
    assert -6.983 < place.latitude < -6.982
    assert 110.418 < place.longitude < 110.419
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.draft["/data/peta"] == IN_MIROTO


def test_a_click_puts_the_cross_there_and_dragging_only_moves_the_map(hold: Hold) -> None:
    hand = hold(FORM, {"/data/peta": IN_MIROTO}, start_at="/data/peta", equipment=plugged(None))
    hand.press(Qt.Key.Key_Down, ALT)
    map_ = sheet_of(hand, "peta").map
    before = map_.cross()
    middle = map_.rect().center()
    QTest.mousePress(map_, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(map_, middle + QPoint(90, 0))
    QTest.mouseRelease(map_, Qt.MouseButton.LeftButton, pos=middle + QPoint(90, 0))
    assert map_.cross() == before
    QTest.mouseClick(map_, Qt.MouseButton.LeftButton, pos=middle + QPoint(90, 0))
    # the place that was in the middle is 90 pixels to the right now
    assert map_.cross() == pytest.approx(before, abs=2e-5)


def test_a_place_outside_the_kelurahan_of_the_household_is_said_on_map_and_in_field(hold: Hold) -> None:
    hand = hold(FORM, equipment=plugged(None), kelurahan=MIROTO)
    hand.enter("-6.9830, 110.4180").press(Qt.Key.Key_Return, SHIFT)
    field = hand.desk.page.field("/data/titik")
    assert isinstance(field, Point)
    assert not field._words.isVisible()
    hand.press(Qt.Key.Key_A, CTRL)
    hand.enter("-7.05, 110.42")
    assert "bukan di Miroto" in field._words.text()
    assert field._words.isVisible()
    hand.desk.go_to("/data/titik")
    field.ways.open(by_receiver=False)
    sheet = sheet_of(hand, "titik")
    assert "Miroto" in sheet.outside.accessibleName() or sheet.outside.isVisible()
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_A, CTRL)
    hand.enter("0, 0")
    assert "di luar kota" in field._words.text()


def test_a_line_is_drawn_point_by_point_and_the_last_is_taken_back(hold: Hold) -> None:
    hand = hold(FORM, start_at="/data/jalur", equipment=plugged(None), kelurahan=MIROTO)
    hand.press(Qt.Key.Key_Down, ALT)
    sheet = sheet_of(hand, "jalur")
    hand.type(" ")
    assert not sheet.use_button.isEnabled(), "one point is no line"
    hand.press(Qt.Key.Key_Right, SHIFT).type(" ").press(Qt.Key.Key_Down, SHIFT).type(" ")
    hand.press(Qt.Key.Key_Backspace)
    assert "2 titik" in sheet.measured.text()
    hand.press(Qt.Key.Key_Return)
    points = points_of(hand.draft["/data/jalur"])
    assert len(points) == 2
    assert points[0].latitude == pytest.approx(points[1].latitude, abs=1e-6)
    assert points[0].longitude < points[1].longitude
    assert hand.at == "jalur"


def test_a_shape_is_closed_and_goes_on_where_it_was(hold: Hold) -> None:
    hand = hold(FORM, start_at="/data/petak", equipment=plugged(None), kelurahan=MIROTO)
    hand.press(Qt.Key.Key_Down, ALT)
    hand.type(" ").press(Qt.Key.Key_Right, SHIFT).type(" ").press(Qt.Key.Key_Down, SHIFT).type(" ")
    hand.press(Qt.Key.Key_Return)
    points = points_of(hand.draft["/data/petak"])
    assert len(points) == 4
    assert points[0] == points[-1]
    field = hand.desk.page.field("/data/petak")
    assert isinstance(field, Points)
    assert len(field.paper.toPlainText().splitlines()) == 3
    assert "3 titik · " in field._words.text()
    hand.press(Qt.Key.Key_Down, ALT)
    hand.press(Qt.Key.Key_Left, SHIFT).type(" ").press(Qt.Key.Key_Return)
    assert len(points_of(hand.draft["/data/petak"])) == 5


def test_a_shape_that_is_typed_is_closed_when_it_is_left(hold: Hold) -> None:
    hand = hold(FORM, start_at="/data/petak", equipment=plugged(None))
    for at, typed in enumerate(("-6.99, 110.42", "-6.99, 110.43", "-7.00, 110.43")):
        if at:
            hand.press(Qt.Key.Key_Return, ALT)
        hand.type(typed)
    hand.press(Qt.Key.Key_Return)
    assert len(points_of(hand.draft["/data/petak"])) == 4
    assert hand.trouble("/data/petak")[0] == ""


def test_the_map_knows_where_kelurahan_are() -> None:
    area = kelurahan_of("3374011001")
    assert area is not None
    assert area.name == "Miroto"
    assert kelurahan_at(-6.9837, 110.4187) == area
    assert kelurahan_at(0.0, 0.0) is None
    assert kelurahan_of("") is None
    assert on_ground(on_plane(-6.99, 110.42)) == pytest.approx((-6.99, 110.42))
