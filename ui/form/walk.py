# SPDX-License-Identifier: Apache-2.0
"""Going about in an interview: to the next question, another page, the next problem, a pane and back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from enumerator.forms import Repeat
from enumerator.interviews.naming import plain_name
from enumerator.interviews.navigation import asks
from enumerator.interviews.pages import Kind, Page
from enumerator.messages import _
from ui.form.outline import crumb
from ui.form.sitting import Parts
from ui.reporting import News


class Walk(QObject):
    """`place` is the address with the keyboard, "" for none. `turned` says that another page is shown,
    `jumped` that one leaves this question for another one that is not next to it, `at_end` that there is
    nothing after this question."""

    turned = Signal()
    jumped = Signal(str)
    at_end = Signal()
    noticed = Signal(object)

    def __init__(self, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._interview = parts.interview
        self._progress = parts.progress
        self._page = parts.page
        self.place = ""

    # -- pages -----------------------------------------------------------------------------------------------

    def start(self, place: str) -> None:
        """To a question, or to the first page that is not whole."""
        page = self._progress.page_of(place) if place else None
        if page is None or not self._progress.applies(page):
            shown = self._progress.shown()
            page = next((p for p in shown if self._is_open(p)), shown[0] if shown else None)
            place = ""
        if page is not None:
            self.show_page(page, place or None)

    def _is_open(self, page: Page) -> bool:
        tally = self._progress.tally(page.key)
        return tally.answered < tally.asked

    def show_page(self, page: Page, place: str | None = None) -> None:
        """Turn to a page and put the keyboard on `place`, or on the first open question."""
        self._page.show_page(page, crumb(self._interview, self._progress, page), self._way_on(page))
        self._parts.outline.refresh()
        stop = place or self._progress.first_stop(page)
        if stop is None or not self._page.go_to(stop):
            self.place = ""
            self._parts.side.show_question("")
            self._page.setFocus()
        # a drawer that goes with the keyboard in it would throw the keyboard anywhere
        self._parts.panes.close_drawer()
        self.turned.emit()

    def _way_on(self, page: Page) -> str:
        """Under a row: how to add the next one, for whoever has just answered its last question."""
        if page.kind is not Kind.ROW or not may_add(self._parts, page.series):
            return ""
        name = plain_name(self._interview.node(page.series).label) or _("a row")
        return _("Enter goes on · Ctrl+N: add {name}", name=name)

    def open_page(self, key: str) -> None:
        """Turn to a page by its key."""
        page = self._progress.page(key)
        if page is not None:
            self.show_page(page)

    def open_row(self, row: str) -> None:
        """Turn to a row of a roster."""
        page = self._progress.page_of(row)
        if page is not None:
            self.show_page(page)

    def next_page(self) -> None:
        """To the next section or row; after the last one to the finish page."""
        page = self.neighbour(1)
        if page is not None:
            self.show_page(page)
        else:
            self.at_end.emit()

    def previous_page(self) -> None:
        """To the section or row before."""
        page = self.neighbour(-1)
        if page is not None:
            self.show_page(page)

    def neighbour(self, step: int) -> Page | None:
        """The page that many steps from this one, None where there is none."""
        shown = self._progress.shown()
        current = self._page.page
        keys = [page.key for page in shown]
        if current is None or current.key not in keys:
            return shown[0] if shown else None
        at = keys.index(current.key) + step
        return shown[at] if 0 <= at < len(shown) else None

    # -- questions -------------------------------------------------------------------------------------------

    def go_to(self, address: str) -> bool:
        """Put the keyboard on a question, on whichever page it is; False if it is not to be seen now."""
        page = self._progress.page_of(address)
        if page is None or not self._progress.applies(page):
            return False
        if self._page.page is None or self._page.page.key != page.key:
            self.show_page(page, address)
        else:
            self._page.go_to(address)
            self._parts.panes.close_drawer()
        return self.place == address

    def jump_to(self, address: str) -> bool:
        """Go to a question out of its turn."""
        self.jumped.emit(self.place)
        return self.go_to(address)

    def jump_to_page(self, key: str) -> None:
        """Turn to a page out of its turn."""
        self.jumped.emit(self.place)
        self.open_page(key)

    def go_near(self, address: str) -> None:
        """To where a step happened; a row that is gone is looked for in its roster."""
        page = self._progress.page_of(address)
        if page is not None and page.container == address:
            self.show_page(page)
        elif page is not None:
            self.go_to(address)
        else:
            self.go_to(address.rpartition("[")[0])

    def go_next(self) -> None:
        """To the next question; at the very end to the finish page."""
        after = self._progress.after(self.place) if self.place else None
        if after is not None:
            self.go_to(after)
        elif self._page.page is not None and not self.place:
            self.next_page()
        else:
            self.at_end.emit()

    def go_back(self) -> None:
        """To the question before."""
        before = self._progress.before(self.place) if self.place else None
        if before is not None:
            self.go_to(before)
        elif self.place:
            self._page.go_to(self.place)

    def next_problem(self) -> None:
        """To the next problem after this question, round the end."""
        self._page.leave()
        address = self._progress.next_problem(self.place)
        if address is None:
            words = _("Nothing to check: no problem is left, and nothing needed is missing.")
            self.noticed.emit(News("done", words, ""))
            self.return_to_question()
        else:
            self.jump_to(address)

    # -- panes -----------------------------------------------------------------------------------------------

    def return_to_question(self) -> None:
        """The keyboard back to the question it came from."""
        if self.place:
            self._page.go_to(self.place, again=True)
        self._parts.panes.close_drawer()

    def toggle_outline(self) -> None:
        """To the outline with the keyboard, and back."""
        outline = self._parts.outline
        if outline.hasFocus():
            self.return_to_question()
            return
        self._parts.panes.open_drawer("outline")
        outline.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_side(self) -> None:
        """To the side panel with the keyboard, and back."""
        panes, side = self._parts.panes, self._parts.side
        focused = panes.window().focusWidget()
        if ("side" in panes.folded and panes.is_open("side")) or (focused and side.isAncestorOf(focused)):
            self.return_to_question()
            return
        panes.open_drawer("side")
        side.take_keyboard()

    def write_remark(self) -> None:
        """To the remark of this question, or to the reason that its warning asks for."""
        if self.place and asks(self._interview.node(self.place).definition):
            self._page.leave()
            self._parts.side.refresh()
            self._parts.panes.open_drawer("side")
            self._parts.side.take_keyboard()


def may_add(parts: Parts, series: str) -> bool:
    """Whether a person may add rows to a roster, and take rows out."""
    node = parts.interview.node(series)
    definition = node.definition
    return (
        node.relevant
        and isinstance(definition, Repeat)
        and not definition.no_add_remove
        and definition.count is None
    )
