# SPDX-License-Identifier: Apache-2.0
"""Revisions made ready for the store on a second thread while the first reads on, and what was so read of a
bundle while it was verified.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from enumerator.store.journal import Arrived
from enumerator.store.slices import Slice

_AHEAD = 4
_FEW = 64
_MOST_BYTES = 256 * 1024 * 1024  # as they are written; the store's rows are a sixth of that

_Pack = Callable[[list[bytes]], list[bytes]]


class Packing:
    """Makes the store's rows, a few slices behind the reader. Nothing is written."""

    def __init__(self, packer: Callable[[], _Pack]) -> None:
        self._packer = packer
        self._pack: _Pack | None = None
        self._pool = ThreadPoolExecutor(1)
        self._waiting: deque[Future[list[bytes]]] = deque()

    def add(self, arrived: Slice, raws: list[bytes]) -> Arrived:
        """Begin with the next slice; `raws` are its revisions."""
        if self._pack is None:
            self._pack = self._packer()
        if len(raws) < _FEW:
            ready = self._pack(raws)
            return Arrived(arrived, lambda: ready)
        bodies = self._begin(raws)
        self._waiting.append(bodies)
        if len(self._waiting) > _AHEAD:
            self._waiting.popleft().result()
        return Arrived(arrived, bodies.result)

    def _begin(self, raws: list[bytes]) -> Future[list[bytes]]:
        assert self._pack is not None
        try:
            return self._pool.submit(self._pack, raws)
        except RuntimeError as error:  # all that Python says when the system has no thread for us
            raise MemoryError from error

    def __enter__(self) -> Packing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What was begun is finished, unless something went wrong."""
        self._pool.shutdown(wait=error is not None, cancel_futures=error is not None)


class Kept:
    """Collects the slices of a bundle, in order, unless they are too many to hold."""

    def __init__(self, packing: Packing, *, wanted: bool) -> None:
        self._packing = packing
        self._slices: list[Arrived] = []
        self._wanted = wanted
        self._left = _MOST_BYTES

    def add(self, arrived: Slice, raws: list[bytes]) -> None:
        """Remember the next slice; `raws` are its revisions."""
        self._left -= sum(map(len, raws))
        if self._left < 0:
            self._wanted = False
            self._slices.clear()
        if self._wanted:
            self._slices.append(self._packing.add(arrived, raws))

    def arrived(self) -> tuple[Arrived, ...] | None:
        """All slices, None when they were too many."""
        return tuple(self._slices) if self._wanted else None
