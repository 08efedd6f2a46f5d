# SPDX-License-Identifier: Apache-2.0
"""A camera is chosen, seen and let go of; codes held before it are told once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from enumerator.errors import UserError
from ui.capture.camera import Camera, jpeg_bytes
from ui.capture.code_reader import Code, CodeCamera, CodeReader, codes_in
from ui.capture.multimedia import multimedia
from ui.capture.sources import Device, Devices, FrameSource
from ui.capture.webcams import Webcam, Webcams

from .cameras import FIRST, SECOND, Plugged, drawn, plain


def test_the_picture_is_live_and_a_still_is_taken(qtbot: QtBot) -> None:
    source = Plugged()
    camera = Camera(Devices({FIRST: lambda: source}))
    qtbot.addWidget(camera)
    camera.show()
    camera.start()
    assert source.used
    assert camera.trouble.text() == "Kamera sedang dinyalakan…"
    with qtbot.waitSignal(camera.live_changed):
        source.frame.emit(plain(Qt.GlobalColor.red))
    assert camera.trouble.isHidden()
    assert jpeg_bytes(camera.still()).startswith(b"\xff\xd8")
    camera.hide()
    assert not source.used
    assert camera.still().isNull()


def test_another_camera_is_chosen_by_key_and_remembered(qtbot: QtBot) -> None:
    first, second = Plugged(), Plugged()
    camera = Camera(Devices({FIRST: lambda: first, SECOND: lambda: second}))
    qtbot.addWidget(camera)
    camera.show()
    camera.start()
    camera.devices.setFocus()
    with qtbot.waitSignal(camera.chosen) as told:
        QTest.keyClick(camera.devices, Qt.Key.Key_Down)
    assert told.args == ["dua"]
    assert (first.used, second.used) == (False, True)
    again = Camera(Devices({FIRST: lambda: first, SECOND: lambda: second}), wanted="dua")
    qtbot.addWidget(again)
    again.start()
    assert again.devices.currentText() == "Kamera USB"


def test_without_a_camera_it_says_so_and_looks_again_when_one_is_plugged_in(qtbot: QtBot) -> None:
    source = Plugged()
    devices = Devices()
    camera = Camera(devices)
    qtbot.addWidget(camera)
    camera.show()
    camera.start()
    assert "Tidak ada kamera" in camera.trouble.text()
    assert camera.again_button.isVisible()
    devices.sources[FIRST] = lambda: source
    devices.changed.emit()
    assert source.used


def test_a_camera_pulled_out_midway_leaves_its_reason_and_a_way_back(qtbot: QtBot) -> None:
    source = Plugged()
    camera = Camera(Devices({FIRST: lambda: source}))
    qtbot.addWidget(camera)
    camera.show()
    camera.start()
    source.frame.emit(plain(Qt.GlobalColor.red))
    source.failed.emit("Kamera berhenti.")
    assert not camera.live
    assert camera.trouble.text() == "Kamera berhenti."
    camera.again_button.click()
    assert source.used


def test_where_the_system_lacks_a_part_the_remedy_is_said(qtbot: QtBot) -> None:
    class Lacking(Devices):
        def found(self) -> tuple[Device, ...]:
            raise UserError("Kamera tidak dapat dipakai.", remedy="Lampirkan berkas.")

    camera = Camera(Lacking())
    qtbot.addWidget(camera)
    camera.start()
    assert camera.trouble.text() == "Kamera tidak dapat dipakai. Lampirkan berkas."


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)  # the offscreen platform has no graphics card
def test_a_frame_of_qt_multimedia_is_passed_on_but_not_too_many(qtbot: QtBot) -> None:
    try:
        qt = multimedia()
    except UserError as problem:
        pytest.skip(problem.what)
    webcam = Webcam.__new__(Webcam)
    FrameSource.__init__(webcam)
    webcam._last = 0.0
    given: list[QImage] = []
    webcam.frame.connect(given.append)
    for _n in range(3):
        webcam.take(qt.QVideoFrame(plain(Qt.GlobalColor.blue)))
    assert [(each.width(), each.height()) for each in given] == [(64, 48)]


def test_the_cameras_of_this_computer_can_be_looked_for(qtbot: QtBot) -> None:
    try:
        multimedia()
    except UserError:
        with pytest.raises(UserError, match="sistem operasi"):
            Webcams().found()
    else:
        assert all(device.key and device.name for device in Webcams().found())


@pytest.mark.parametrize("kind", ["QRCode", "DataMatrix", "Code128", "PDF417"])
def test_text_and_bytes_of_a_code_are_read(kind: str) -> None:
    assert codes_in(drawn("PKH-0042", kind)) == (Code("PKH-0042", b"PKH-0042", kind),)


def test_bytes_that_are_no_text_are_handed_over_whole() -> None:
    assert codes_in(drawn(bytes(range(200))))[0].data == bytes(range(200))


def test_a_code_held_still_is_told_once_and_again_after_it_was_gone(qtbot: QtBot) -> None:
    now = [100.0]
    reader = CodeReader(clock=lambda: now[0])
    told: list[str] = []
    reader.found.connect(lambda code: told.append(code.text))

    def see(picture: QImage) -> None:
        with qtbot.waitSignal(reader.read):
            reader.look(picture)

    for _n in range(3):
        see(drawn("A-1"))
    assert told == ["A-1"]
    assert reader.in_sight
    see(drawn("B-2"))
    assert told == ["A-1", "B-2"]
    now[0] += 3
    see(drawn("A-1"))
    assert told == ["A-1", "B-2", "A-1"]


def test_stripes_count_when_two_frames_agree(qtbot: QtBot) -> None:
    reader = CodeReader()
    told: list[str] = []
    reader.found.connect(lambda code: told.append(code.text))
    for expected in ([], ["KK-77"]):
        with qtbot.waitSignal(reader.read):
            reader.look(drawn("KK-77", "Code128"))
        assert told == expected


def test_frames_that_come_while_one_is_read_are_let_go(qtbot: QtBot) -> None:
    reader = CodeReader()
    read: list[None] = []
    reader.read.connect(lambda: read.append(None))
    for _n in range(5):
        reader.look(drawn("A-1"))
    assert reader.busy
    qtbot.waitUntil(lambda: not reader.busy)
    qtbot.wait(50)
    assert len(read) == 1


def test_a_code_held_before_the_camera_is_found(qtbot: QtBot) -> None:
    source = Plugged()
    view = CodeCamera(Devices({FIRST: lambda: source}))
    qtbot.addWidget(view)
    view.show()
    view.start()
    with qtbot.waitSignal(view.found) as told:
        source.frame.emit(drawn("SMG-1"))
    assert told.args[0].text == "SMG-1"
    assert view.camera.live
    view.stop()
    assert not source.used
