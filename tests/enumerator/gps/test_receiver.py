# SPDX-License-Identifier: Apache-2.0
"""A receiver on a real serial line (a pair of pseudo-terminals): found, read, silent, damaged, pulled out."""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from enumerator.gps.receiver import Lost, Receiver, ports
from enumerator.gps.tracking import Seen
from tests.sky import GST, NO_FIX, Line, gga

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


class Ear:
    """What a receiver told."""

    def __init__(self) -> None:
        self.seen: queue.Queue[Seen] = queue.Queue()
        self.lost: queue.Queue[Lost] = queue.Queue()

    def receiver(self, device: str, patience: float = 0.4, silence: float = 0.4) -> Receiver:
        return Receiver(device, self.seen.put, self.lost.put, patience=patience, silence=silence)


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.pull_out()


def test_a_place_is_read_with_its_accuracy(line: Line) -> None:
    ear = Ear()
    receiver = ear.receiver(line.device, patience=5, silence=5)
    receiver.start()
    assert line.answer_to(ear.seen, NO_FIX).fix is None
    line.say(GST, gga())
    fix = ear.seen.get(timeout=3).fix
    assert fix is not None
    assert (round(fix.latitude, 5), round(fix.longitude, 5), fix.accuracy) == (-6.99307, 110.4203, 2.5)
    receiver.stop()
    assert ear.lost.empty()


def test_a_sentence_that_comes_in_pieces_or_damaged_does_no_harm(line: Line) -> None:
    ear = Ear()
    receiver = ear.receiver(line.device, patience=5, silence=5)
    receiver.start()
    whole = gga()
    assert line.answer_to(ear.seen, NO_FIX).read == 1
    line.say(b"\xff\x00half a word\n", whole.replace(b"110", b"119"), whole[:20])
    assert ear.seen.get(timeout=3).damaged == 1
    assert ear.seen.get(timeout=3).fix is None
    line.say(whole[20:])
    assert ear.seen.get(timeout=3).fix is not None
    receiver.stop()


def test_pulling_it_out_midway_is_said_once_with_what_to_do(line: Line) -> None:
    ear = Ear()
    receiver = ear.receiver(line.device, patience=5, silence=5)
    receiver.start()
    assert line.answer_to(ear.seen, gga()).fix is not None
    line.pull_out()
    lost = ear.lost.get(timeout=3)
    assert "tercabut" in lost.what
    assert lost.remedy
    receiver.stop()
    assert ear.lost.empty()


def test_a_port_where_nobody_speaks_is_given_up_after_every_speed(line: Line) -> None:
    ear = Ear()
    receiver = ear.receiver(line.device, patience=0.1)
    receiver.start()
    assert "Tidak ada penerima GPS" in ear.lost.get(timeout=5).what
    receiver.stop()


def test_a_receiver_that_falls_silent_is_given_up(line: Line) -> None:
    ear = Ear()
    receiver = ear.receiver(line.device, patience=5, silence=0.5)
    receiver.start()
    line.answer_to(ear.seen, gga())
    assert "tidak mengirim" in ear.lost.get(timeout=5).what


def test_a_port_that_is_not_there_says_so(tmp_path: Path) -> None:
    ear = Ear()
    ear.receiver(str(tmp_path / "ttyUSB9")).start()
    assert "belum terpasang" in ear.lost.get(timeout=3).what


def test_stopping_lets_go_of_the_port_at_once(line: Line) -> None:
    ear = Ear()
    receiver = ear.receiver(line.device, patience=5)
    receiver.start()
    line.answer_to(ear.seen, gga())
    receiver.stop()
    assert not any(thread.name == "gps" for thread in threading.enumerate())
    again = ear.receiver(line.device, patience=5)
    again.start()
    assert line.answer_to(ear.seen, gga()).fix is not None
    again.stop()
    with contextlib.suppress(queue.Empty):
        pytest.fail(str(ear.lost.get_nowait()))


def test_the_ports_of_this_computer_can_be_listed() -> None:
    assert all(port.device and port.name for port in ports())
