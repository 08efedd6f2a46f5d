# SPDX-License-Identifier: Apache-2.0
"""Garbage is collected on the GUI thread alone: elsewhere an animation of Qt would end the
program."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject, QVariantAnimation
from PySide6.QtWidgets import QApplication

from ui.sweeping import Sweeper
from ui.tasks import Progress, Task


@pytest.fixture
def sweeper(qapp: QApplication) -> Iterator[Sweeper]:
    made = Sweeper(qapp)
    yield made
    made.stop()
    made.deleteLater()


class _Circle:
    """An object that only the collector can take away."""

    def __init__(self) -> None:
        self.me = self


def _litter(number: int) -> None:
    for _each in range(number):
        _Circle()


def _collected_on() -> tuple[list[int], object]:
    threads: list[int] = []

    def note(phase: str, _info: object) -> None:
        if phase == "start":
            threads.append(threading.get_ident())

    gc.callbacks.append(note)
    return threads, note


def test_a_worker_that_makes_much_garbage_never_collects_it(qtbot, sweeper: Sweeper) -> None:
    threads, note = _collected_on()
    owner, done = QObject(), []

    def work(_progress: Progress) -> int:
        for _turn in range(20):
            animation = QVariantAnimation()
            animation.me = animation  # type: ignore[attr-defined]
            _litter(2_000)
        return threading.get_ident()

    try:
        Task(owner, work).on_success(done.append).start()
        qtbot.waitUntil(lambda: bool(done))
        sweeper.sweep()
    finally:
        gc.callbacks.remove(note)
    assert done != [threading.get_ident()]
    assert set(threads) == {threading.get_ident()}


def test_little_garbage_waits_and_much_is_swept_between_events(qtbot, sweeper: Sweeper) -> None:
    gc.collect()
    threads, note = _collected_on()
    try:
        sweeper.sweep()
        assert threads == []
        _litter(5_000)
        qtbot.waitUntil(lambda: bool(threads))
    finally:
        gc.callbacks.remove(note)


def test_whole_collections_take_a_small_part_of_the_time(qapp) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 1.0  # so a collection takes a second
        return now[0]

    whole: list[float] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            whole.append(now[0])

    sweeper = Sweeper(qapp, clock)
    limits = gc.get_threshold()
    gc.set_threshold(10, 0, 0)
    gc.callbacks.append(note)
    try:
        for _turn in range(200):
            _litter(20)
            sweeper.sweep()
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*limits)
        sweeper.stop()
        sweeper.deleteLater()
    assert len(whole) >= 2
    assert all(later - earlier > 50 for earlier, later in pairwise(whole))


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was_found(qapp, was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    sweeper = Sweeper(qapp)
    assert not gc.isenabled()
    sweeper.stop()
    sweeper.deleteLater()
    assert gc.isenabled() is was_on
