# SPDX-License-Identifier: Apache-2.0
"""Work runs off the GUI thread, one piece at a time, and its outcome comes back on it."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QObject

from enumerator.errors import UserError
from ui.tasks import Progress, Task


def test_the_result_comes_back_on_the_gui_thread(qtbot, qapp) -> None:
    seen: list[tuple[int, bool]] = []
    owner = QObject()
    ran_on: list[int] = []

    def work(progress: Progress) -> int:
        ran_on.append(threading.get_ident())
        progress(1, 2)
        return 42

    Task(owner, work).on_success(
        lambda n: seen.append((n, threading.current_thread() is threading.main_thread()))
    ).start()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, True)]
    assert ran_on != [threading.get_ident()]


def test_pieces_of_work_wait_for_each_other(qtbot) -> None:
    owner, order = QObject(), []

    def work(name: str):
        def inner(_progress: Progress) -> None:
            order.append(f"{name} begins")
            time.sleep(0.02)
            order.append(f"{name} ends")

        return inner

    done: list[object] = []
    Task(owner, work("a")).on_success(done.append).start()
    Task(owner, work("b")).on_success(done.append).start()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert order == ["a begins", "a ends", "b begins", "b ends"]


def test_a_failure_is_handed_over_whole(qtbot) -> None:
    owner, failures = QObject(), []

    def work(_progress: Progress) -> None:
        raise UserError("The stick is full.")

    Task(owner, work).on_failure(failures.append).start()
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], UserError)
    assert failures[0].what == "The stick is full."


def test_cancel_stops_at_the_next_report_of_progress(qtbot) -> None:
    owner, outcome, steps = QObject(), [], []
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        progress(1, 1000)
        go_on.wait(5)
        for step in range(2, 1000):
            progress(step, 1000)
            steps.append(step)

    task = (
        Task(owner, work)
        .on_success(lambda _r: outcome.append("done"))
        .on_cancel(lambda: outcome.append("cancelled"))
    )
    task.start()
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(outcome))
    assert outcome == ["cancelled"]
    assert steps == []


def test_work_may_outlive_the_window_that_asked(qtbot, qapp) -> None:
    owner = QObject()
    go_on, ended = threading.Event(), threading.Event()

    def work(_progress: Progress) -> None:
        go_on.wait(5)
        ended.set()

    Task(owner, work).start()
    owner.deleteLater()
    del owner
    qapp.processEvents()
    go_on.set()
    qtbot.waitUntil(ended.is_set)
