# SPDX-License-Identifier: Apache-2.0
"""What every page of the window is: how it is told to refresh, and how it speaks to the shell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.errors import UserError
from ui.reporting import News, news_of
from ui.tasks import Task, Work
from ui.widgets.bar import Bar
from ui.widgets.card import column
from ui.widgets.progress_panel import ProgressPanel


class Screen(QWidget):
    """One page. Subclasses build in `__init__(workspace)` and fill in `refresh`; they know no other page.

    Signals up: `noticed` news for the notice; `count_changed` for the rail; `go_requested(page, argument)`
    for another page; `data_changed` after a write, so that the other pages refresh when shown;
    `state_changed(words, role)`, `detail_changed` and `right_changed` for the status line;
    `close_requested` back to where the person came from; `look_requested(settings)`, `leave_requested`,
    `lock_requested`, `tour_requested` and `practice_requested` for the window.
    """

    noticed = Signal(object)
    count_changed = Signal(int)
    go_requested = Signal(str, object)
    close_requested = Signal()
    data_changed = Signal()
    state_changed = Signal(str, str)
    detail_changed = Signal(str)
    right_changed = Signal(str)
    look_requested = Signal(dict)
    leave_requested = Signal()
    lock_requested = Signal()
    tour_requested = Signal()
    practice_requested = Signal()

    # a page that covers the rail as well, as the interview does
    takes_whole_window = False

    def __init__(self, workspace: Any, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setProperty("surface", "ground")
        self.bar = Bar(title)
        self.content = column(spacing=14, margins=(20, 16, 20, 16))
        self.setLayout(column(self.bar, self.content, spacing=0))
        self.layout().setStretch(1, 1)
        self.setAccessibleName(title)

    @staticmethod
    def waiting(workspace: Any) -> int:
        """How much waits for the person on this page, for the badge on the rail; cheap, asked after
        every write."""
        return 0

    def refresh(self) -> None:
        """Read again what is shown; called before the page is shown and after data changed elsewhere."""

    def arrive(self, argument: object) -> None:
        """Called after `refresh` when another page sent the person here with an argument."""

    def take_focus(self) -> None:
        """The keyboard to where work begins."""
        self.setFocus()

    def begin_here(self) -> QWidget | None:
        """The part of the page where work begins, to be shown to somebody new."""
        return None

    def may_leave(self) -> bool:
        """False keeps the person here (and the page has said why); everything typed must be saved either
        way."""
        return True

    def can_wait(self) -> bool:
        """Whether this page, which takes the whole window, is come back to after a look into the help."""
        return False

    def stand_still(self) -> None:
        """The window is being locked over this page, or help is looked up: time that is counted stops,
        what is typed is saved."""

    def go_on(self) -> None:
        """The person who works here is back."""

    def memory(self) -> object:
        """What to hand to `arrive` of a new instance after a change of language or size; None for nothing."""
        return None

    def tell(
        self,
        kind: str,
        text: str,
        detail: str = "",
        *,
        action: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """A quiet notice: kind "info", "done", "warning" or "error"; `action` is a button that does `act`."""
        self.noticed.emit(News(kind, text, detail, action, act))

    def show_error(self, error: Exception) -> None:
        """A UserError as a notice; anything else goes on as the defect it is."""
        if not isinstance(error, UserError):
            raise error
        self.noticed.emit(news_of(error))

    def run(self, what: str, work: Work, *, can_cancel: bool = True) -> Task:
        """Do long work under a progress panel; chain `.on_success(...)`; it starts by itself at the next
        event."""
        task = Task(self, work)
        panel = ProgressPanel(what, self, can_cancel=can_cancel)
        panel.cancelled.connect(task.cancel)
        task.on_progress(panel.show_progress)
        task.ended.connect(panel.finish)
        task.on_failure(self.show_error)
        return task.start_soon()
