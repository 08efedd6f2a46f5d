# SPDX-License-Identifier: Apache-2.0
"""One section or one roster row on screen. An answer goes out by a signal; what it changes comes back and
is redrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from enumerator.forms import Changes, Interview
from enumerator.interviews.navigation import Progress
from enumerator.interviews.pages import Page, generic, within
from ui.form.body import Body
from ui.form.inputs.field import Asking, Field, Line
from ui.form.question import QuestionView, Shows
from ui.form.roster import Roster
from ui.form.sight import Sight

KEPT: Final = 8  # pages that are kept as they are, for turning back


class FormPage(QScrollArea):
    """`answered` carries each answer up; `arrived` says which question has the keyboard now."""

    answered = Signal(str, object)
    arrived = Signal(str)
    departed = Signal(str)
    next_requested = Signal(str)
    back_requested = Signal(str)
    row_open_requested = Signal(str)
    row_add_requested = Signal(str)
    row_remove_requested = Signal(str)
    row_move_requested = Signal(str, int)
    rows_pasted = Signal(str, int, int, str)

    def __init__(self, interview: Interview, progress: Progress, asking: Asking) -> None:
        super().__init__()
        self.interview = interview
        self.progress = progress
        self.asking = asking
        self.visited: set[str] = set()
        self._asides: Mapping[str, str] = {}
        self.here = ""
        self._bodies: dict[str, Body] = {}
        self._body: Body | None = None
        self._owners: dict[int, QuestionView] = {}
        self._sight = Sight(self)
        self._canvas = QWidget()
        self._canvas.setProperty("surface", "none")
        self._only = QVBoxLayout(self._canvas)
        self._only.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._canvas)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    # -- showing ---------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page on screen."""
        return self._body.page if self._body is not None else None

    def show_page(self, page: Page, crumb: str, way_on: str = "") -> None:
        """Turn to `page`. The answers are filled in anew, without counting as edits.

        `crumb` stands over it, `way_on` under it.
        """
        self._leave_here()
        body = self._body_for(page)
        if self._body is not None and self._body is not body:
            # only hidden: a body that changed its parent would be styled all over again
            self._only.removeWidget(self._body)
            self._body.hide()
        turned = self._body is not body
        self._body = body
        body.bind(page)
        body.crumb.setText(crumb)
        body.way_on.setText(way_on)
        body.way_on.setVisible(bool(way_on))
        made = body.place()
        for address in body.views:
            if address not in made:
                self.refresh(address)
        if turned:
            self._only.addWidget(body)
            body.show()
        while len(self._bodies) > KEPT:
            oldest = next(key for key, kept in self._bodies.items() if kept is not body)
            self._drop(self._bodies.pop(oldest))
        self.verticalScrollBar().setValue(0)

    def prepare(self, page: Page) -> None:
        """Build the widgets of a page while the person thinks, so that turning to it is quick."""
        if self._key(page) in self._bodies or not self.isVisible():
            return
        body = self._body_for(page)
        body.place()
        for widget in body.findChildren(QWidget):
            widget.ensurePolished()

    @staticmethod
    def _key(page: Page) -> str:
        return f"{generic(page.container)}#{page.part}#{page.items[0].address if page.depth == 0 else ''}"

    def _body_for(self, page: Page) -> Body:
        """The widgets for a page of this shape, new or as they were left."""
        key = self._key(page)
        body = self._bodies.pop(key, None)
        if body is not None and len(body.page.items) != len(page.items):
            self._drop(body)
            body = None
        if body is None:
            body = Body(page, self)
            body.hide()
            body.setParent(self._canvas)
        self._bodies[key] = body
        return body

    def show_crumb(self, crumb: str) -> None:
        """The page's name changed."""
        if self._body is not None:
            self._body.crumb.setText(crumb)

    def show_changes(self, changes: Changes) -> None:
        """Redraw what an answer changed on this page; what one is looking at does not move."""
        body = self._body
        if body is None:
            return
        named = (
            changes.values,
            changes.relevance,
            changes.required,
            changes.readonly,
            changes.choices,
            changes.labels,
            changes.problems,
        )
        touched = frozenset().union(*named)
        shown = {item.address: at for at, item in enumerate(body.page.items)}
        moved = [at for address in touched for at in self._places(shown, address)]
        held = self._sight.hold(self._body) if moved and min(moved) < shown.get(self.here, 0) else None
        renamed = changes.labels.difference(*(part for part in named if part is not changes.labels))
        asides = {item.address for item in body.page.items if item.kind != "question"}
        if body.has_stale_rosters() or (moved and (changes.relevance or asides & changes.labels)):
            body.place()
        for address in touched:
            if address in body.views:
                if address in renamed:
                    body.views[address].show_label(self.interview.node(address))
                else:
                    self.refresh(address)
        for roster in body.rosters.values():
            roster.show_changes(changes)
        self._sight.restore(self._body, held)

    def _places(self, shown: dict[str, int], address: str) -> list[int]:
        """Where on this page something is that changed, or that stands inside what changed."""
        if address in shown:
            return [shown[address]]
        if self.progress.is_question(address):
            return []
        return [at for inner, at in shown.items() if within(inner, address)]

    def show_all(self) -> None:
        """Redraw the page: the language has changed, or rows have come and gone."""
        if self._body is not None:
            held = self._sight.hold(self._body)
            self._body.place()
            for address in self._body.views:
                self.refresh(address)
            self._sight.restore(self._body, held)

    def refresh(self, address: str, body: Body | None = None) -> None:
        """Show one question anew."""
        body = body or self._body
        if body is not None and address in body.views:
            body.views[address].show_node(self.interview.node(address), self._shows(address))

    def go_to(self, address: str, *, again: bool = False) -> bool:
        """Give the keyboard to a question or roster of this page; False if it is not on it.

        What stands in a field is selected, so that typing replaces it, unless one comes back to it `again`.
        """
        body = self._body
        if body is None:
            return False
        if address in body.rosters:
            self.here = address
            body.rosters[address].take_keyboard()
            self._sight.show_beginning(body, body.rosters[address])
            self.arrived.emit(address)
            return True
        view = body.views.get(address)
        if view is None or view.field is None or not view.relevant:
            return False
        keyboard = view.field.keyboard()
        keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(keyboard, Line) and not again:
            keyboard.selectAll()
        self._arrive(view)
        self._sight.show_whole(self._body, view)
        return True

    def show_asides(self, asides: Mapping[str, str]) -> None:
        """Say something under these questions, in the line kept free for what is wrong."""
        changed = {a for a in (*asides, *self._asides) if asides.get(a) != self._asides.get(a)}
        self._asides = asides
        for address in changed:
            view = self.view(address)
            if view is not None:
                view.trouble.say_aside(asides.get(address, ""))

    def field(self, address: str) -> Field | None:
        """The input of a question of this page."""
        view = self._body.views.get(address) if self._body is not None else None
        return view.field if view is not None else None

    def view(self, address: str) -> QuestionView | None:
        """The widgets of a question of this page."""
        return self._body.views.get(address) if self._body is not None else None

    def roster(self, address: str) -> Roster | None:
        """The table of a roster of this page."""
        return self._body.rosters.get(address) if self._body is not None else None

    # -- wiring ----------------------------------------------------------------------------------------------

    def wire(self, view: QuestionView) -> None:
        """Listen to a new question."""
        if view.field is not None:
            view.field.answered.connect(self.answered)
            view.field.go_on.connect(lambda: self.next_requested.emit(view.address))
            self._owners[id(view.field)] = view

    def wire_roster(self, roster: Roster) -> None:
        """Listen to a new roster table."""
        roster.open_requested.connect(self.row_open_requested)
        roster.add_requested.connect(self.row_add_requested)
        roster.remove_requested.connect(self.row_remove_requested)
        roster.move_requested.connect(self.row_move_requested)
        roster.answered.connect(self.answered)
        roster.pasted.connect(self.rows_pasted)
        roster.arrived.connect(self._on_roster)
        roster.table.stepped.connect(lambda row: self._sight.follow(self._body, roster.table, row))

    def leave(self) -> None:
        """Count the question that has the keyboard as left: its answer is tidied, its problem shown."""
        self._leave_here()

    def forget(self) -> None:
        """What is on screen is no longer in the interview: nothing there is to be left or saved."""
        self.here = ""

    # -- inside ----------------------------------------------------------------------------------------------

    def _drop(self, body: Body) -> None:
        for view in body.views.values():
            self._owners.pop(id(view.field), None)
        if body is self._body:
            self._only.removeWidget(body)
            self._body = None
        body.hide()
        body.deleteLater()

    def _shows(self, address: str) -> Shows:
        here = address == self.here
        answered = bool(self.interview.node(address).value)
        return Shows(
            address in self.visited or (answered and not here),
            here,
            self.progress.waits(address),
            self._asides.get(address, ""),
        )

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if not self.isVisible() or now is None or not self.isAncestorOf(now):
            return
        view = self._view_of(now)
        if view is not None and view.address != self.here:
            self._leave_here()
            self._arrive(view)
            self._sight.show_whole(self._body, view)

    def _on_roster(self, address: str) -> None:
        if address != self.here:
            self._leave_here()
            self.here = address
            self.arrived.emit(address)

    def _view_of(self, widget: QWidget | None) -> QuestionView | None:
        while widget is not None and widget is not self:
            if id(widget) in self._owners:
                return self._owners[id(widget)]
            widget = widget.parentWidget()
        return None

    def _arrive(self, view: QuestionView) -> None:
        if self.here == view.address:
            return
        self._leave_here()
        self.here = view.address
        self.arrived.emit(view.address)

    def _leave_here(self) -> None:
        address, self.here = self.here, ""
        body = self._body
        if not address or body is None or address not in body.views:
            return
        self.visited.add(address)
        view = body.views[address]
        if view.field is not None:
            view.field.settle()
        if address in body.views:
            node = self.interview.node(address)
            held = self._sight.hold(self._body)
            view.show_problem(node, self._shows(address))
            self._sight.restore(self._body, held)
        self.departed.emit(address)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        view = self._body.views.get(self.here) if self._body is not None else None
        if view is not None:
            self._sight.show_whole(self._body, view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if enter and modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            back = modifiers == Qt.KeyboardModifier.ShiftModifier
            # settle first: what leaving the field changes decides what comes next
            here = self.here
            self._leave_here()
            (self.back_requested if back else self.next_requested).emit(here)
            event.accept()
        else:
            event.ignore()
