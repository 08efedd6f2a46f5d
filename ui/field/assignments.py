# SPDX-License-Identifier: Apache-2.0
"""My assignments: every household to visit, how far each is, and the way into its interview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from enumerator.errors import UserError
from enumerator.interviews.assignments import Status, asked_per_week
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.visits import FINAL, note_visit
from enumerator.messages import _
from ui import theme
from ui.field.carried import last_sending
from ui.field.note_visit import Noted, NoteVisit
from ui.field.task_columns import task_columns, visit_day
from ui.field.task_filters import Filters
from ui.field.task_rows import Line, LineReader, beginning, read_rows, short, sought
from ui.field.task_tiles import DONE, Tiles
from ui.widgets import DataTable, EmptyState, OpenInterview, Screen
from ui.widgets.ask import Ask
from ui.widgets.moments import moment_words

_WORDS_FROM: Final = 1000  # below this width the bar has room for the most important words only
_TILES_FROM: Final = 540  # below this height the list matters more than the figures
_EARLIEST: Final = datetime.min.replace(tzinfo=datetime.now().astimezone().tzinfo)


class Assignments(Screen):
    """The enumerator's home. Enter opens the chosen household, Ctrl+N begins a new one, Ctrl+F searches."""

    def __init__(
        self, workspace: Any, parent: QWidget | None = None, *, now: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(workspace, _("My assignments"), parent)
        self._now = now or workspace.store.clock
        self._reader = LineReader(workspace)
        self._offered = False
        self._latest: datetime | None = None
        self._lines: tuple[Line, ...] = ()
        self._words: tuple[str, ...] = ()
        self.search = self.bar.add_search(_("Search name, NIK, KK, address"))
        self.search.searched.connect(self._on_searched)
        self.visit = self.bar.add_action(_("Note a visit"), key="Ctrl+K", icon="calendar")
        self.visit.clicked.connect(self.note_visit)
        self.visit.setAccessibleName(_("Note a visit"))
        self.visit.setToolTip(_("Note a visit"))
        # else its longest words would keep the window from becoming narrow
        self.bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.new = self.bar.set_primary(_("New interview"), key="Ctrl+N")
        self.new.clicked.connect(self._begin_new)
        self.tiles = Tiles()
        self.filters = Filters()
        self.filters.chosen.connect(self._keep)
        self.filters.bin.clicked.connect(lambda: self.go_requested.emit("bin", None))
        self.table = DataTable(
            task_columns(self._now),
            name=_("My assignments"),
            identity=lambda line: line.household,
            type_ahead=lambda line: line.name,
            empty=self._empty_state(),
        )
        self.table.opened.connect(self.open_line)
        QShortcut(QKeySequence("Ctrl+Del"), self).activated.connect(self.discard)
        for number in range(len(self.table.model.columns)):
            by_key = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
            by_key.activated.connect(lambda number=number: self.table.turn_by(number))
        self.search.left_down.connect(self.table.take_focus)
        self.content.addWidget(self.tiles)
        self.content.addWidget(self.filters)
        self.content.addWidget(self.table, 1)

    # -- showing

    @staticmethod
    def waiting(workspace: Any) -> int:
        return sum(1 for one in read_rows(workspace) if one.status is Status.RETURNED)

    def refresh(self) -> None:
        self._lines = self._reader.read()
        self.filters.show_counts(self._lines, self._now().date())
        drafts = Drafts(self.workspace.store)
        drafts.empty_old_bin()
        discarded = len(drafts.bin())
        self.filters.show_discarded(discarded)
        self.filters.setVisible(bool(self._lines) or bool(discarded))
        self.table.show_rows(self._lines)
        self._keep()
        self._stand_at_latest()
        self.tiles.show_lines(self._lines, self._target(), self._now())
        self.tiles.show_sending(last_sending(self.workspace), self._now().date())
        self._show_context()
        self.count_changed.emit(sum(1 for line in self._lines if line.status is Status.RETURNED))
        self._offer_to_go_on()

    def _stand_at_latest(self) -> None:
        """On the household that was worked on since the last look: its place goes on to the next one."""
        latest = self._worked_on_last()
        moment = latest.changed if latest is not None else None
        if latest is not None and self._latest is not None and moment and moment > self._latest:
            self.table.select(latest.household)
        self._latest = moment or self._latest or _EARLIEST

    def _worked_on_last(self) -> Line | None:
        return max(self._lines, key=lambda line: line.changed or _EARLIEST, default=None)

    def _target(self) -> int:
        """What is to be finished in a week: the office's word, else the person's own."""
        asked = asked_per_week(line.row.task for line in self._lines)
        return asked or int(self.workspace.settings.week_target)

    def _show_context(self) -> None:
        kelurahan = sorted({line.kelurahan for line in self._lines if line.kelurahan})
        rw = sorted({line.rw for line in self._lines if line.rw})
        chips = []
        if kelurahan:
            more = f" +{len(kelurahan) - 1}" if len(kelurahan) > 1 else ""
            chips.append(_("Kel. {name}", name=kelurahan[0]) + more)
        if rw:
            chips.append(f"RW {short(rw[0])}" if len(rw) == 1 else f"RW {short(rw[0])}–{short(rw[-1])}")
        self.bar.show_chips(*chips)

    def take_focus(self) -> None:
        self.table.take_focus()

    def begin_here(self) -> QWidget | None:
        """The list; where there is none yet, the way to get one."""
        return self.table if self._lines else self._empty.button

    # -- choosing

    def _on_searched(self, text: str) -> None:
        self._words = sought(text)
        self._keep()

    def _keep(self) -> None:
        kept, words = self.filters.wanted(self._now().date()), self._words

        def wanted(line: Line) -> bool:
            return (kept is None or kept(line)) and all(word in line.haystack for word in words)

        self._say_why_empty(" ".join(words))
        self.table.keep(wanted if words or kept is not None else None)

    def _empty_state(self) -> EmptyState:
        self._empty = EmptyState(
            _("No assignments yet"),
            _("Receive the office's bundle, or begin with a household you find."),
            icon="tasks",
            action=_("Send and receive"),
        )
        self._empty.acted.connect(lambda: self.go_requested.emit("handover", None))
        return self._empty

    def _say_why_empty(self, searched: str) -> None:
        """Nothing was assigned, or nothing is kept of what was."""
        if not self._lines:
            self._empty.show_words(
                _("No assignments yet"),
                _("Receive the office's bundle, or begin with a household you find."),
                "tasks",
            )
        elif searched:
            self._empty.show_words(
                _("Nobody found for “{words}”", words=self.search.text().strip()),
                _("Try a part of the name, or the last digits of NIK or KK. Esc shows all again."),
                "search",
            )
        else:
            all_words = _("“All” shows every household.")
            self._empty.show_words(_("No household in this state"), all_words, "tasks")
        self._empty.offer(not self._lines)

    def open_line(self, line: Line) -> None:
        """Into the interview; a finished one is asked about first, as it becomes a draft again."""
        if line.status in DONE:
            Ask(
                self,
                _("Open {name} again?", name=line.name),
                _("It becomes a draft that you can correct. What was sent stays until you finish it again."),
                yes=_("Open again"),
                no=_("Leave it"),
            ).then(lambda: self._open(line))
        else:
            self._open(line)

    def _open(self, line: Line) -> None:
        known = beginning(line) if line.status is Status.NOT_STARTED else {}
        request = OpenInterview(line.row.draft, line.household, known, name=line.name)
        self.go_requested.emit("interview", request)

    def _offer_to_go_on(self) -> None:
        """When the data folder has been opened, and not again: the interview that was broken off last."""
        if self._offered:
            return
        self._offered = True
        drafts = [line for line in self._lines if line.row.draft and line.changed is not None]
        last = max(drafts, key=lambda line: line.changed or _EARLIEST, default=None)
        if last is None:
            return
        self.tell(
            "info",
            _("The interview with {name} is not finished.", name=last.name),
            _("Last saved: {when}. Nothing was lost.", when=moment_words(last.changed, self._now())),
            action=_("Go on with it"),
            act=lambda: self._open(last),
        )

    def discard(self) -> None:
        """Put the chosen draft into the bin, after a question; the notice takes it back."""
        line = self.table.current()
        if line is None or not line.row.draft:
            self.tell("info", _("Only a draft can be discarded."))
            return
        Ask(
            self,
            _("Discard the draft of {name}?", name=line.name),
            _("It stays in the bin for 30 days. What was finished before is not touched."),
            yes=_("Discard"),
            no=_("Keep it"),
            danger=True,
        ).then(lambda: self._discard(line))

    def _discard(self, line: Line) -> None:
        drafts = Drafts(self.workspace.store)
        drafts.discard(line.row.draft)

        def take_back() -> None:
            drafts.take_back(line.row.draft)
            self._read_again()
            self.table.select(line.household)

        self._read_again()
        self.tell(
            "done",
            _("The draft of {name} is in the bin.", name=line.name),
            action=_("Take it back"),
            act=take_back,
        )

    def note_visit(self) -> None:
        """Ask what came of a visit to the chosen household, and when somebody comes again."""
        line = self.table.current()
        if line is None or line.status in DONE:
            self.tell("info", _("A visit is noted for a household that is still to be interviewed."))
            return
        NoteVisit(self, line.name, self._now().date()).then(lambda noted: self._note_visit(line, noted))

    def _note_visit(self, line: Line, noted: Noted) -> None:
        try:
            note_visit(
                self.workspace.store, line.household, noted.outcome, again=noted.again, note=noted.note
            )
        except UserError as problem:
            self.show_error(problem)
            return
        self._read_again()
        self.table.select(line.household)
        again = noted.again
        detail = _("Again on {day}.", day=visit_day(again, self._now().date())) if again else ""
        if noted.outcome in FINAL and again is None:
            self.tell(
                "done",
                _("The visit to {name} is noted.", name=line.name),
                _("Finish the interview with that result as well."),
                action=_("Open the interview"),
                act=lambda: self._open(line),
            )
        else:
            self.tell("done", _("The visit to {name} is noted.", name=line.name), detail)

    def _read_again(self) -> None:
        self.refresh()
        self.data_changed.emit()

    def _begin_new(self) -> None:
        known = beginning(self.table.current() or self._worked_on_last(), place_only=True)
        self.go_requested.emit("interview", OpenInterview(known=known))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.visit.setText(_("Note a visit") if self.width() >= theme.px(_WORDS_FROM) else "")
        self.visit.updateGeometry()
        self.tiles.setHidden(self.height() < theme.px(_TILES_FROM))

