# SPDX-License-Identifier: Apache-2.0
"""My assignments: every household to visit, how far each is, and the way into its interview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from enumerator.interviews.assignments import Status
from enumerator.interviews.drafts import Drafts
from enumerator.messages import _, n_
from ui import theme
from ui.field.carried import Sending, last_sending
from ui.field.task_rows import LOOKS, ORDER, Line, LineReader, beginning, read_rows, short
from ui.widgets import (
    Button,
    Column,
    DataTable,
    EmptyState,
    OpenInterview,
    QuietButton,
    Screen,
    StatTile,
    row,
)
from ui.widgets.ask import Ask
from ui.widgets.moments import day_words, moment_words

DONE: Final = frozenset({Status.FINISHED, Status.SENT, Status.RECEIVED, Status.APPROVED})
_TILES_FROM: Final = 540  # below this height the list matters more than the figures
_EARLIEST: Final = datetime.min.replace(tzinfo=datetime.now().astimezone().tzinfo)


class Filters(QWidget):
    """All, or one state; each button says how many. `chosen(status or None)`."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[Status | None, Button] = {}
        self._line = row(spacing=8)
        for status in (None, *ORDER):
            button = QuietButton("")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _on, status=status: self.chosen.emit(status))
            self.buttons[status] = button
            self._line.addWidget(button)
        self._line.addStretch(1)
        self.bin = QuietButton("", icon="remove")
        self._line.addWidget(self.bin)
        self.setLayout(self._line)
        self.buttons[None].setChecked(True)

    def show_counts(self, lines: Sequence[Line]) -> None:
        for status, button in self.buttons.items():
            count = sum(1 for line in lines if status is None or line.status is status)
            word = _("All") if status is None else _(LOOKS[status][0])
            button.setText(f"{word}  {count}")
            button.setHidden(status is not None and not count and not button.isChecked())
            button.updateGeometry()

    def show_discarded(self, count: int) -> None:
        """The way to the bin, where something lies in it."""
        self.bin.setText(n_("Discarded  {n}", "Discarded  {n}", count))
        self.bin.setHidden(not count)
        self.bin.updateGeometry()

    def value(self) -> Status | None:
        return next((status for status, button in self.buttons.items() if button.isChecked()), None)


class Assignments(Screen):
    """The enumerator's home. Enter opens the chosen household, Ctrl+N begins a new one, Ctrl+F searches."""

    def __init__(
        self, workspace: Any, parent: QWidget | None = None, *, now: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(workspace, _("My assignments"), parent)
        self._now = now or workspace.store.clock
        self._reader = LineReader(workspace)
        self._offered = False
        self._lines: tuple[Line, ...] = ()
        self._words: tuple[str, ...] = ()
        self.search = self.bar.add_search(_("Search name, NIK, KK, address"))
        self.search.searched.connect(self._on_searched)
        self.new = self.bar.set_primary(_("New interview"), key="Ctrl+N")
        self.new.clicked.connect(self._begin_new)
        self.done = StatTile(_("Finished"))
        self.returned = StatTile(_("To be corrected"))
        self.ready = StatTile(_("Ready to send"))
        self.last = StatTile(_("Last sending"))
        self._tiles = QWidget()
        self._tiles.setLayout(row(self.done, self.returned, self.ready, self.last, spacing=14))
        self.filters = Filters()
        self.filters.chosen.connect(lambda _status: self._keep())
        self.filters.bin.clicked.connect(lambda: self.go_requested.emit("bin", None))
        self.table = DataTable(
            self._columns(),
            name=_("My assignments"),
            identity=lambda line: line.household,
            type_ahead=lambda line: line.name,
            empty=EmptyState(
                _("No assignments yet"),
                _("Receive a bundle from the office (Send and receive), or begin with a household you find."),
                icon="tasks",
            ),
        )
        self.table.opened.connect(self.open_line)
        discard = QShortcut(QKeySequence("Ctrl+Del"), self)
        discard.activated.connect(self.discard)
        self.search.left_down.connect(self.table.take_focus)
        self.content.addWidget(self._tiles)
        self.content.addWidget(self.filters)
        self.content.addWidget(self.table, 1)

    def _columns(self) -> list[Column]:
        return [
            Column(
                _("Status"),
                lambda line: line.pill().word,
                136,
                status=Line.pill,
                sort=lambda line: ORDER.index(line.status),
            ),
            Column(_("Head of household"), lambda line: line.name, 132, 2, strong=True),
            Column(_("No. KK"), lambda line: line.masked_kk, 174, ink=_kk_ink, drop_below=820),
            Column(
                _("Address"),
                lambda line: line.place,
                190,
                fits=True,
                stretch=1,
                sort=lambda line: (line.rw, line.rt, line.address),
            ),
            Column(
                _("Members"),
                lambda line: "?" if line.members is None else str(line.members),
                76,
                right=True,
                sort=lambda line: line.members or 0,
                drop_below=940,
            ),
            Column(
                _("Last changed"),
                lambda line: moment_words(line.changed, self._now()) or "–",
                150,
                ink="ink-2",
                sort=lambda line: line.changed or _EARLIEST,
                drop_below=700,
            ),
            Column(_("Note from the office"), lambda line: line.note or "–", 120, 3, ink=_note_ink),
        ]

    # -- showing

    @staticmethod
    def waiting(workspace: Any) -> int:
        return sum(1 for one in read_rows(workspace) if one.status is Status.RETURNED)

    def refresh(self) -> None:
        self._lines = self._reader.read()
        self.filters.show_counts(self._lines)
        self.filters.show_discarded(len(Drafts(self.workspace.store).bin()))
        self.table.show_rows(self._lines)
        self._keep()
        self._show_tiles(last_sending(self.workspace))
        self._show_context()
        self.count_changed.emit(self._count(Status.RETURNED))
        self._offer_to_go_on()

    def _count(self, *wanted: Status) -> int:
        return sum(1 for line in self._lines if line.status in wanted)

    def _show_tiles(self, sending: Sending | None) -> None:
        total, done, returned = len(self._lines), self._count(*DONE), self._count(Status.RETURNED)
        self.done.show_value(
            str(done), _("of {n} households", n=total), share=done / total if total else None
        )
        self.returned.show_value(str(returned), _("returned by the office"), ink="red" if returned else "ink")
        self.ready.show_value(str(self._count(Status.FINISHED)), _("not at the office yet"))
        if sending is None:
            self.last.show_value("–", _("nothing sent yet"))
            return
        today = self._now().date()
        state = _("received") if sending.confirmed else _("not confirmed yet")
        self.last.show_value(day_words(sending.when.date(), today), f"#{sending.number} · {state}")

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

    # -- choosing

    def _on_searched(self, text: str) -> None:
        plain = text.casefold()
        digits = "".join(sign for sign in plain if sign.isdigit())
        # a number is found however it is grouped
        self._words = (digits,) if digits and not plain.strip("0123456789 .-") else tuple(plain.split())
        self._keep()

    def _keep(self) -> None:
        status, words = self.filters.value(), self._words

        def wanted(line: Line) -> bool:
            return (status is None or line.status is status) and all(word in line.haystack for word in words)

        self.table.keep(wanted if words or status is not None else None)

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
        known = beginning(self.workspace, line) if line.status is Status.NOT_STARTED else {}
        address = next(iter(line.row.comments), "")
        self.go_requested.emit("interview", OpenInterview(line.row.draft, line.household, known, address))

    def _offer_to_go_on(self) -> None:
        """Once, when the data folder has been opened: the interview that was broken off last."""
        drafts = [line for line in self._lines if line.row.draft and line.changed is not None]
        last = max(drafts, key=lambda line: line.changed or _EARLIEST, default=None)
        if self._offered or last is None:
            return
        self._offered = True
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

    def _read_again(self) -> None:
        self.refresh()
        self.data_changed.emit()

    def _begin_new(self) -> None:
        known = beginning(self.workspace, self.table.current(), place_only=True)
        self.go_requested.emit("interview", OpenInterview(known=known))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tiles.setHidden(self.height() < theme.px(_TILES_FROM))


def _kk_ink(line: Line) -> str:
    return "ink" if line.no_kk else "ink-2"


def _note_ink(line: Line) -> str:
    return "ink" if line.status is Status.RETURNED else "ink-2"
