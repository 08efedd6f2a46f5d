# SPDX-License-Identifier: Apache-2.0
"""Several laptops at work at the same time, each in its own process, with one count of households done."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from multiprocessing.sharedctypes import Synchronized
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


def _tick() -> None:
    with _Process.done.get_lock():
        _Process.done.value += 1


def _work(day: Day) -> Done:
    return work(day, _tick)


def work_together(days: Sequence[Day], processes: int, progress: Progress) -> list[Done]:
    """Every laptop's day; `progress` counts households over all of them."""
    total = sum(len(day.calls) for day in days)
    return run_together(_work, days, processes, lambda done: progress(done, total))


def run_together(
    task: Callable[..., _Result], items: Sequence[object], processes: int, progress: Callable[[int], None]
) -> list[_Result]:
    """`task` on each item in processes of their own, in order; the first exception ends them all."""
    context = multiprocessing.get_context("spawn")
    count: Synchronized[int] = context.Value("q", 0)
    with ProcessPoolExecutor(processes, context, _begin, (count, spoken_language())) as pool:
        futures: list[Future[_Result]] = [pool.submit(task, item) for item in items]
        while wait(futures, _LOOK_EVERY_SECONDS, FIRST_EXCEPTION).not_done:
            progress(count.value)
            if any(future.done() and future.exception() for future in futures):
                pool.shutdown(wait=False, cancel_futures=True)
        progress(count.value)
        return [future.result() for future in futures]
