# SPDX-License-Identifier: Apache-2.0
"""The pages of an interview, in the order of the form.

A page is one section of the form (a top group) or one row of a roster; what stands after a roster in its
section is a page of its own, so that pages follow the order of the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

from enumerator.forms import Group, Question, Repeat

LONGEST: Final = 60  # a section with more questions than this is shown on several pages
_INSTANCE = re.compile(r"\[[^\]]*\]")

RowsOf: TypeAlias = Callable[[str], tuple[str, ...]]  # a roster's series -> its rows in order


class Kind(StrEnum):
    """What a page shows."""

    SECTION = "section"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on a page: a question, the heading of an inner group, or the table of a roster (its
    series)."""

    address: str
    kind: str  # "question" | "heading" | "series"


@dataclass(frozen=True, slots=True)
class Page:
    """`key` names the page for as long as its rows live; `container` is the group or the row it shows.

    `depth` is 0 for a section, 1 for a row of its roster, and so on. `part` counts the pages of one
    container from 0.
    """

    key: str
    kind: Kind
    container: str
    series: str
    depth: int
    part: int
    items: tuple[Item, ...]


def generic(address: str) -> str:
    """The path in the form of an address in the interview."""
    return _INSTANCE.sub("", address)


def within(address: str, container: str) -> bool:
    """Whether an address is a container or something inside it."""
    return address == container or address.startswith((container + "/", container + "["))


def lay_out(root: Group, rows_of: RowsOf) -> Iterator[Page]:
    """The pages of the form: one for each top group, and one for each run of questions outside any
    group. `rows_of` is asked once for each roster there is."""
    anchor = _Anchor(root.path, root.path)
    run: list[Question] = []
    for child in root.children:
        if isinstance(child, Question):
            run.append(child)
            continue
        yield from _loose(run, anchor)
        run = []
        if isinstance(child, Repeat):
            # a roster at the top is a section by itself: its table, then its rows
            series = anchor.address_of(child)
            yield Page(series, Kind.SECTION, series, series, 0, 0, (Item(series, "series"),))
            yield from _row_pages(series, child, 1, rows_of)
        else:
            place = anchor.address_of(child)
            yield from _container(child, Page(place, Kind.SECTION, place, "", 0, 0, ()), anchor, rows_of)
    yield from _loose(run, anchor)


def _loose(run: list[Question], anchor: _Anchor) -> Iterator[Page]:
    items = [Item(question.path, "question") for question in run if question.asked]
    for part in range(0, len(items), LONGEST):
        key = f"{anchor.address}#{items[part].address}"
        shown = tuple(items[part : part + LONGEST])
        yield Page(key, Kind.SECTION, anchor.address, "", 0, part // LONGEST, shown)


def _row_pages(series: str, repeat: Repeat, depth: int, rows_of: RowsOf) -> Iterator[Page]:
    for row in rows_of(series):
        empty = Page(row, Kind.ROW, row, series, depth, 0, ())
        yield from _container(repeat, empty, _Anchor(row, repeat.path), rows_of)


def _container(group: Group, first: Page, anchor: _Anchor, rows_of: RowsOf) -> Iterator[Page]:
    """The pages of the container that `first` names: what stands before each inner roster, the rows of that
    roster, and what follows."""
    items: list[Item] = []
    part = 0

    def filled() -> Page:
        key = f"{first.container}#{part}" if part else first.container
        return replace(first, key=key, part=part, items=tuple(items))

    for item, repeat in _items(group, anchor):
        items.append(item)
        if repeat is not None or len(items) >= LONGEST:
            yield filled()
            items, part = [], part + 1
        if repeat is not None:
            yield from _row_pages(item.address, repeat, first.depth + 1, rows_of)
    if any(item.kind != "heading" for item in items):
        yield filled()


def _items(group: Group, anchor: _Anchor) -> Iterator[tuple[Item, Repeat | None]]:
    for child in group.children:
        here = anchor.address_of(child)
        if isinstance(child, Question):
            if child.asked:
                yield Item(here, "question"), None
        elif isinstance(child, Repeat):
            yield Item(here, "series"), child
        else:
            yield Item(here, "heading"), None
            yield from _items(child, anchor)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The nearest row (or the root) above something: its address, and its path in the form."""

    address: str
    path: str

    def address_of(self, part: Question | Group) -> str:
        return self.address + part.path[len(self.path) :]
