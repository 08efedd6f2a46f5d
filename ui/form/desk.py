# SPDX-License-Identifier: Apache-2.0
"""An interview on screen: bars, outline, page and side panel put together, and what each edit redraws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from enumerator.interviews.cross_checks import RosterChecks
from enumerator.interviews.editing import Edit
from enumerator.interviews.pages import Page
from ui.form.answering import Answering
from ui.form.double_watch import DoubleWatch
from ui.form.go_to import GoTo
from ui.form.keys import bind_keys
from ui.form.outline import Outline, crumb, page_title
from ui.form.page import FormPage
from ui.form.panes import Panes
from ui.form.pause import Rest, Stopwatch
from ui.form.row_work import RowWork
from ui.form.side_panel import SidePanel
from ui.form.sitting import Parts, Sitting
from ui.form.standing import Standing
from ui.form.strips import Foot, TopStrip
from ui.form.walk import Walk
from ui.widgets.moments import clock_words

PAUSE_MS: Final = 700  # of rest at the keyboard


class Desk(QWidget):
    """Everything typed is saved before it is shown as saved; leaving loses nothing."""

    close_requested = Signal()
    finish_requested = Signal()
    noticed = Signal(object)
    state_changed = Signal(str, str)
    detail_changed = Signal(str)
    right_changed = Signal(str)
    other_requested = Signal(object)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.setProperty("enter", "goes on")  # so it presses no button
        self.sitting = sitting
        self.editing = sitting.editing
        self.interview = sitting.editing.interview
        self.progress = sitting.editing.progress
        self._roster_checks = RosterChecks(self.interview.form)
        self.page = FormPage(self.interview, self.progress, sitting.asking)
        self.outline = Outline(self.interview, self.progress)
        self.side = SidePanel(self.interview, self.progress, sitting.known)
        self.panes = Panes(self.outline, self.page, self.side)
        self.go_to_box = GoTo(self.interview, self.progress, self)
        self.rests = Rest(self, Stopwatch(sitting.earlier, sitting.began))
        self.bar = TopStrip(sitting.back, self.interview.form.languages)
        self.foot = Foot()
        parts = Parts(self.editing, self.page, self.outline, self.side, self.panes)
        self.walk = Walk(parts, self)
        self.doubles = DoubleWatch(parts, self.walk, self)
        self.standing = Standing(parts, self.walk, self.bar, self.rests.watch, self)
        self.answers = Answering(parts, self.walk, self)
        self.rows = RowWork(parts, self.walk, lambda: sitting.asking.clock().date(), self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.panes, 1)
        whole.addWidget(self.foot)
        self._connect_page()
        self._connect_panes()
        self._connect_strips()
        self.keys = bind_keys(self, self._acts())
        self.bar.show_language(self.interview.language)
        self.outline.refresh()
        self._show_problems()
        self.standing.show_progress()
        self.standing.show_duration()
        self._started = False
        self._came_back = False
        self._quiet = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._quiet.timeout.connect(self._prepare_next)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._started:
            # only now are the sizes known that scrolling needs
            self._started = True
            self.panes.adopt_size()
            self.walk.start(self.sitting.start_at)

    def _prepare_next(self) -> None:
        following = self.walk.neighbour(1)
        if following is not None:
            self.page.prepare(following)

    # -- joining the parts -----------------------------------------------------------------------------------

    def _connect_page(self) -> None:
        page, walk, rows, answers = self.page, self.walk, self.rows, self.answers
        page.answered.connect(answers.take)
        page.arrived.connect(self._on_arrived)
        page.departed.connect(self._on_departed)
        page.next_requested.connect(lambda _place: walk.go_next())
        page.back_requested.connect(lambda _place: walk.go_back())
        page.row_open_requested.connect(walk.open_row)
        page.row_add_requested.connect(rows.add)
        page.row_remove_requested.connect(rows.remove)
        page.row_move_requested.connect(rows.move)
        page.rows_pasted.connect(rows.paste)
        for work in (rows, answers):
            work.edited.connect(self._show_edit)
            work.noticed.connect(self.noticed)
        walk.noticed.connect(self.noticed)
        walk.turned.connect(self._on_turned)
        walk.jumped.connect(lambda address: self.sitting.note("jump", address))
        walk.at_end.connect(self.finish)

    def _connect_panes(self) -> None:
        side, walk = self.side, self.walk
        self.outline.page_requested.connect(walk.jump_to_page)
        self.outline.add_requested.connect(self.rows.add)
        self.outline.left.connect(walk.return_to_question)
        side.go_requested.connect(walk.jump_to)
        side.problems.go_requested.connect(lambda _address: self.panes.close_drawer())
        side.problems.other_requested.connect(self.other_requested)
        self.doubles.other_requested.connect(self.other_requested)
        self.doubles.noticed.connect(self.noticed)
        self.doubles.changed.connect(self._show_problems)
        side.remarked.connect(self.answers.remark)
        side.accepted.connect(self.answers.accept)
        side.no_answer_requested.connect(self.answers.withhold)
        side.left.connect(walk.return_to_question)
        self.go_to_box.chosen.connect(walk.jump_to)
        self.go_to_box.closed.connect(walk.return_to_question)
        self.panes.folds_changed.connect(self._show_folds)
        self.rests.ended.connect(self._on_rested)
        self.standing.detail_changed.connect(self.detail_changed)
        self.standing.right_changed.connect(self.right_changed)

    def _connect_strips(self) -> None:
        bar, foot = self.bar, self.foot
        bar.back_button.clicked.connect(self.save_and_close)
        bar.go_button.clicked.connect(self.open_go_to)
        bar.sections_button.clicked.connect(self.walk.toggle_outline)
        bar.check_button.clicked.connect(self.walk.toggle_side)
        bar.language_chosen.connect(self.speak)
        foot.save_button.clicked.connect(self.save_and_close)
        foot.previous_button.clicked.connect(self.walk.previous_page)
        foot.next_button.clicked.connect(self.walk.next_page)

    def _acts(self) -> dict[str, Callable[[], object]]:
        """What the keys of `ui.form.keys` do."""
        return {
            "next_page": self.walk.next_page,
            "previous_page": self.walk.previous_page,
            "write_remark": self.walk.write_remark,
            "toggle_outline": self.walk.toggle_outline,
            "toggle_side": self.walk.toggle_side,
            "open_go_to": self.open_go_to,
            "dont_know": lambda: self.answers.withhold("dont_know"),
            "refused": lambda: self.answers.withhold("refused"),
            "next_problem": self.walk.next_problem,
            "see_double": self.doubles.see,
            "add_row_here": self.rows.add_here,
            "remove_row_here": self.rows.remove_here,
            "undo": self.answers.undo,
            "redo": self.answers.redo,
            "next_language": self.next_language,
            "rest": self.rest,
            "save_and_close": self.save_and_close,
            "finish": self.finish,
        }

    # -- going about -----------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """The address of the question that has the keyboard, "" for none."""
        return self.walk.place

    def show_page(self, page: Page, place: str | None = None) -> None:
        """Turn to a page."""
        self.walk.show_page(page, place)

    def go_to(self, address: str) -> bool:
        """Put the keyboard on a question; False if it is not to be seen now."""
        return self.walk.go_to(address)

    def return_to_question(self) -> None:
        """The keyboard back to the question it came from, or to the cover of a rest."""
        if self.rests.is_taken:
            self.rests.cover.setFocus()
            return
        self.walk.return_to_question()
        if not self._came_back and self.place and self.sitting.known(self.place).comment:
            # where the side panel is folded the office's words would be out of sight
            self.panes.open_drawer("side")
        self._came_back = True

    def open_go_to(self) -> None:
        """Choose a question to go to."""
        self.go_to_box.open(self.place)

    # -- languages -------------------------------------------------------------------------------------------

    def next_language(self) -> None:
        """The next language of the form, at the same question."""
        names = self.interview.form.languages
        if len(names) > 1:
            at = names.index(self.interview.language) if self.interview.language in names else -1
            self.speak(names[(at + 1) % len(names)])

    def speak(self, language: str) -> None:
        """Ask in another language of the form, at the same question."""
        self.progress.update(self.interview.set_language(language))
        page = self.page.page
        if page is not None:
            self.page.show_crumb(crumb(self.interview, self.progress, page))
        self.page.show_all()
        self.outline.refresh()
        self._show_current()
        self._show_problems()
        self.side.show_question(self.place)
        self.bar.show_language(language)

    # -- resting and leaving ---------------------------------------------------------------------------------

    def rest(self) -> None:
        """Cover the interview and stop its time."""
        self.page.leave()
        self.side.show_question(self.place)
        self.sitting.note("pause", self.place)
        self.rests.begin(clock_words(self.sitting.asking.clock()), (*self.keys, self.panes))

    def _on_rested(self) -> None:
        self.sitting.note("resume", self.place)
        self.standing.show_duration()
        self.return_to_question()

    def stand_still(self) -> None:
        """The window is locked: a rest without its cover, since the lock covers everything."""
        if self.rests.is_taken:
            return  # it rests already, and goes on resting behind the lock
        self.page.leave()
        self.side.show_question(self.place)
        self.sitting.note("pause", self.place)
        self.rests.watch.rest()

    def go_on(self) -> None:
        """The lock was opened; a rest taken before it lasts until it is ended itself."""
        if self.rests.is_taken or not self.rests.watch.stands:
            return
        self.rests.watch.go_on()
        self.sitting.note("resume", self.place)
        self.standing.show_duration()

    def save_and_close(self) -> None:
        """Everything is saved already; go."""
        self.page.leave()
        self.side.show_question(self.place)
        self.sitting.note("save", self.place)
        self.close_requested.emit()

    def finish(self) -> None:
        """To the finish page."""
        self.page.leave()
        self.finish_requested.emit()

    # -- showing ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        """Whose interview it is."""
        return self.standing.title()

    def tell_all(self) -> None:
        """Say everything for the status line again, for one who listens only now."""
        self.state_changed.emit(*self.sitting.saved())
        self.standing.show_number()
        self.standing.show_duration()

    def _show_edit(self, edit: Edit) -> None:
        current = self.page.page
        if edit.shift.structure and current is not None and self.progress.page(current.key) is None:
            # the row on screen is gone; whoever removed it says where to go
            self.page.forget()
            self.walk.place = ""
            self.side.forget()
        else:
            self.page.show_changes(edit.changes)
        if edit.shift.structure:
            self._let_wait()
            self.outline.refresh()
            self._show_current()
        else:
            self._show_named(edit)
        if self._quiet.isActive():
            self._quiet.start()
        doubled = self.doubles.note(edit.changes)
        if edit.changes.problems or edit.shift.pages or edit.changes.labels or doubled:
            self._show_problems()
        self.side.refresh()
        self.standing.show_progress()
        self.state_changed.emit(*self.sitting.saved())

    def _show_named(self, edit: Edit) -> None:
        """On the outline the pages whose counts an answer changed, and the one that it names."""
        named = self.progress.page_of(edit.address) if self.progress.names(edit.address) else None
        self.outline.update_pages(edit.shift.pages | ({named.key} if named is not None else frozenset()))
        if named is not None and self.page.page is not None:
            self.page.show_crumb(crumb(self.interview, self.progress, self.page.page))

    def _let_wait(self) -> None:
        """Hold back what a roster being filled will explain, tell what it no longer does."""
        shift = self.progress.let_wait(self._roster_checks.waiting(self.progress, self.page.page))
        if shift.pages:
            self.outline.update_pages(shift.pages)
            self._show_problems()

    def tell_everything(self) -> None:
        """Hold nothing back any more: the interview is to be finished."""
        self.outline.update_pages(self.progress.let_wait(frozenset()).pages)

    def _on_turned(self) -> None:
        self._let_wait()
        self._show_current()
        self._quiet.start()
        self._show_folds()

    def _on_arrived(self, address: str) -> None:
        self.walk.place = address
        self.side.show_question(address)
        self.standing.show_number()
        self._show_problems()
        self.sitting.note("question", address)

    def _on_departed(self, address: str) -> None:
        self.editing.history.seal()
        problem = self.interview.node(address).problem if self.progress.is_asked(address) else None
        if problem is not None and problem.severity == "block" and problem.kind != "required":
            self.sitting.note("constraint error", address)
        self._show_problems()

    def _show_problems(self) -> None:
        here = self.page.here
        hidden = here if here and here not in self.page.visited else ""
        self.side.problems.refresh(hidden, self.doubles.links())
        self.doubles.show_asides()
        self._show_folds()

    def _show_current(self) -> None:
        page, following = self.page.page, self.walk.neighbour(1)
        self.outline.show_current(page.key if page is not None else "")
        self.foot.show_way(
            page_title(self.interview, self.progress, following) if following is not None else "",
            has_before=self.walk.neighbour(-1) is not None,
        )

    def _show_folds(self) -> None:
        to_check = len(self.progress.problems()) + len(self.doubles.found())
        self.bar.show_folds(self.panes.folded, to_check)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_folds()
