# SPDX-License-Identifier: Apache-2.0
"""What was read of a bundle while it was verified, made ready for the store on a second thread meanwhile."""

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


class Kept:
    """Collects the slices of a bundle, in order, unless they are too many to hold. Nothing is written."""

    def __init__(self, packer: Callable[[], _Pack], *, wanted: bool) -> None:
        self._slices: list[Arrived] = []
        self._wanted = wanted
        self._left = _MOST_BYTES
        self._pool = ThreadPoolExecutor(1)
        self._packer = packer
        self._pack: _Pack | None = None
        self._waiting: deque[Future[list[bytes]]] = deque()

    def add(self, arrived: Slice, raws: list[bytes]) -> None:
        """Remember the next slice; `raws` are its revisions."""
        self._left -= sum(map(len, raws))
        if self._left < 0:
            self._wanted = False
            self._slices.clear()
        if not self._wanted:
            return
        if self._pack is None:
            self._pack = self._packer()
        if len(raws) < _FEW:
            ready = self._pack(raws)
            self._slices.append(Arrived(arrived, lambda: ready))
            return
        bodies = self._pool.submit(self._pack, raws)
        self._slices.append(Arrived(arrived, bodies.result))
        self._waiting.append(bodies)
        if len(self._waiting) > _AHEAD:
            self._waiting.popleft().result()

    def arrived(self) -> tuple[Arrived, ...] | None:
        """All slices, None when they were too many."""
        return tuple(self._slices) if self._wanted else None

    def __enter__(self) -> Kept:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What was added is finished, unless something went wrong."""
        self._pool.shutdown(wait=error is not None, cancel_futures=error is not None)
