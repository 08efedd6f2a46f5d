# SPDX-License-Identifier: Apache-2.0
"""Several laptops at work at the same time, in processes of their own, with one count of what is done."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from multiprocessing.sharedctypes import Synchronized
from types import TracebackType
from typing import TypeVar

from enumerator.demo.fieldwork import Day, Done, work
from enumerator.messages import speak, spoken_language

Progress = Callable[[int, int], None]
_LOOK_EVERY_SECONDS = 0.3
_Result = TypeVar("_Result")


class _Process:
    """What a worker process shares with the one that started it."""

    done: Synchronized[int]


def _begin(done: Synchronized[int], language: str) -> None:
    _Process.done = done
    speak(language)


def tick() -> None:
    """One more done, told by a worker."""
    with _Process.done.get_lock():
        _Process.done.value += 1


def _work(day: Day) -> Done:
    return work(day, tick)


class Team:
    """Processes that stay for the whole run, since starting one costs more than a second."""

    def __init__(self, processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.processes = processes
        self._done: Synchronized[int] = context.Value("q", 0)
        self._pool = ProcessPoolExecutor(processes, context, _begin, (self._done, spoken_language()))

    def __enter__(self) -> Team:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def work(self, days: Sequence[Day], progress: Progress) -> list[Done]:
        """Every laptop's day; `progress` counts households over all of them."""
        return self.run(_work, days, sum(len(day.calls) for day in days), progress)

    def run(
        self, task: Callable[..., _Result], items: Sequence[object], total: int, progress: Progress
    ) -> list[_Result]:
        """`task` on each item, in order; the first exception ends them all. A task calls `tick`."""
        before = self._done.value
        futures: list[Future[_Result]] = [self._pool.submit(task, item) for item in items]
        while wait(futures, _LOOK_EVERY_SECONDS, FIRST_EXCEPTION).not_done:
            progress(self._done.value - before, total)
            if any(future.done() and future.exception() for future in futures):
                break
        return [future.result() for future in futures]
