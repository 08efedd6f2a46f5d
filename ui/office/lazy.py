# SPDX-License-Identifier: Apache-2.0
"""Households read page by page as they scroll into view, so that half a million open like a hundred."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, overload

from enumerator.registry.search import Household, Wanted, count, households

_PAGE = 100
_KEPT = 40


class LazyHouseholds(Sequence[Household]):
    """The households wanted, in an order of `registry.search.ORDERS`; a misspelt name finds what is
    nearest."""

    def __init__(self, store: Any, wanted: Wanted, order: str = "place") -> None:
        self._store, self._wanted, self._order = store, wanted, order
        self._pages: OrderedDict[int, tuple[Household, ...]] = OrderedDict()
        self._length = count(store, wanted)
        self.nearest = False
        if not self._length and wanted.text:
            near = households(store, wanted, limit=_PAGE)
            self.nearest = bool(near)
            self._pages[0] = near
            self._length = len(near)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> Household: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Household]: ...

    def __getitem__(self, at: int | slice) -> Household | Sequence[Household]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(self._length))]
        if not 0 <= at < self._length:
            raise IndexError(at)
        page, place = divmod(at, _PAGE)
        return self._page(page)[place]

    def _page(self, number: int) -> tuple[Household, ...]:
        if number not in self._pages:
            self._pages[number] = households(
                self._store, self._wanted, order=self._order, limit=_PAGE, offset=number * _PAGE
            )
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number]
