# SPDX-License-Identifier: Apache-2.0
"""Work runs off the GUI thread, one piece at a time, and its outcome comes back on it."""

from __future__ import annotations

import gc
import threading
import time
import weakref

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from enumerator.errors import UserError
from ui.tasks import Progress, Task, end_all, wait_for_all


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


def test_a_window_closed_in_the_middle_hears_nothing_more(qtbot, qapp) -> None:
    told: list[object] = []
    for _turn in range(30):
        owner, go_on = QObject(), threading.Event()

        def work(progress: Progress, go_on: threading.Event = go_on) -> str:
            go_on.wait(5)
            for step in range(100):
                progress(step, step)
            return "done"

        Task(owner, work).on_success(told.append).on_progress(lambda *step: told.append(step)).start()
        owner.deleteLater()
        go_on.set()  # it reports while its window is being deleted
        QApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    assert wait_for_all(5_000)
    qapp.processEvents()
    assert told == []


def test_what_the_work_holds_is_let_go_on_the_gui_thread(qtbot, qapp) -> None:
    class Held:
        """Stands for a part of a window."""

    let_go: list[int] = []
    go_on = threading.Event()
    owner, held = QObject(), Held()
    weakref.finalize(held, lambda: let_go.append(threading.get_ident()))

    def work(_progress: Progress, held: Held = held) -> None:
        go_on.wait(5)
        raise ValueError(held)

    Task(owner, work).start()
    owner.deleteLater()
    QApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    del work, held, owner
    go_on.set()
    assert wait_for_all(5_000)
    time.sleep(0.05)  # the worker's thread has let go of what it will
    assert let_go == []
    qapp.processEvents()
    gc.collect()
    assert let_go == [threading.get_ident()]


def test_when_the_workspace_is_closed_nobody_is_told(qtbot, qapp) -> None:
    owner, told, ran = QObject(), [], []
    Task(owner, lambda _progress: ran.append("started")).on_success(told.append).start()
    Task(owner, lambda _progress: ran.append("not yet")).on_success(told.append).start_soon()
    end_all()
    qapp.processEvents()
    qtbot.wait(20)
    assert ran == ["started"]
    assert told == []
