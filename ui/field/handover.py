# SPDX-License-Identifier: Apache-2.0
"""Send and receive: what is ready for the office, the bundle onto a stick or folder, and what the office
gives back."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from enumerator.bundles.pack import SUFFIX, Packed, export_bundle
from enumerator.bundles.report import Report
from enumerator.bundles.unpack import import_bundle
from enumerator.bundles.watch import Found, unseen_bundles
from enumerator.errors import UserError
from enumerator.interviews.assignments import Status
from enumerator.messages import _, n_
from ui import theme
from ui.field.carried import Sending, sendings
from ui.field.task_rows import Line, read_lines
from ui.reporting import News
from ui.tasks import Progress
from ui.widgets import (
    Card,
    Column,
    DataTable,
    ElidedText,
    EmptyState,
    Labelled,
    PrimaryButton,
    QuietButton,
    Screen,
    Text,
    column,
    row,
    scrolled,
)
from ui.widgets import Status as Pill
from ui.widgets.bundle_contents import look_inside
from ui.widgets.moments import moment_words
from ui.widgets.progress_panel import grouped

_NAMES_SHOWN = 3
_LOOK_MS = 3_000


class Handover(Screen):
    """Two halves, out and in, over the history of both."""

    def __init__(
        self, workspace: Any, parent: Any = None, *, now: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(workspace, _("Send and receive"), parent)
        self._now = now or workspace.store.clock
        self.setAcceptDrops(True)
        inspect = self.bar.add_action(_("Look into a bundle…"), icon="search", key="Ctrl+I")
        inspect.clicked.connect(self._ask_inspect)
        self._listed: object = None
        self._looking = QTimer(self)  # a stick that is plugged in shows by itself
        self._looking.timeout.connect(self._look_again)
        self.folder = Labelled(_("Stick or folder"), QLineEdit())
        self.folder.field.setPlaceholderText(_("Choose the stick or the shared folder"))
        self.folder.field.editingFinished.connect(self._keep_folder)
        self.pick = QuietButton(_("Choose…"), icon="folder", key="Ctrl+O")
        self.pick.clicked.connect(self._ask_folder)
        halves = row(self._out_card(), self._in_card(), spacing=14)
        halves.setStretch(0, 1)
        halves.setStretch(1, 1)
        self.history = DataTable(
            self._columns(),
            name=_("History"),
            empty=EmptyState(
                _("Nothing sent or received yet"),
                _("Every bundle is listed here, with the office's answer."),
                icon="exchange",
            ),
        )
        self.history.setMinimumHeight(theme.px(190))
        inside = QWidget()
        inside.setLayout(column(self._folder_card(), halves, spacing=14))
        inside.layout().addWidget(self.history, 1)
        self.content.addWidget(scrolled(inside, passed_by=True), 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._looking.start(_LOOK_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        self._looking.stop()
        super().hideEvent(event)

    # -- building

    def _folder_card(self) -> Card:
        card = Card(padding=14, spacing=0)
        card.body.setContentsMargins(*(theme.px(side) for side in (14, 12, 14, 2)))
        line = row(spacing=10)
        line.addWidget(self.folder, 1)
        line.addWidget(self.pick)
        card.body.addLayout(line)
        return card

    def _out_card(self) -> Card:
        card = Card(padding=18, spacing=6)
        self.ready = Text("", "figure")
        self.ready_words = Text("", "body", "ink-2")
        self.names = ElidedText("", "body")
        self.open_words = Text("", "hint", "ink-2").wrapped()
        self.send = PrimaryButton(_("Send to the office"), icon="export", key="Ctrl+Return")
        self.send.clicked.connect(self.export)
        card.body.addWidget(Text(_("To the office"), "label"))
        card.body.addLayout(row(self.ready, self.ready_words, 1, spacing=8))
        card.body.addWidget(self.names)
        card.body.addWidget(self.open_words)
        card.body.addSpacing(theme.px(4))
        card.body.addStretch(1)
        card.body.addLayout(row(self.send, 1))
        return card

    def _in_card(self) -> Card:
        card = Card(padding=18, spacing=6)
        self.found = Text("", "figure")
        self.found_words = Text("", "body", "ink-2")
        self.found_names = ElidedText("", "body")
        self.take = QuietButton(_("Receive from this folder"), icon="received", key="Ctrl+R")
        self.take.clicked.connect(self.receive_folder)
        self.take_file = QuietButton(_("From a file…"), icon="folder")
        self.take_file.clicked.connect(self._ask_files)
        card.body.addWidget(Text(_("From the office"), "label"))
        card.body.addLayout(row(self.found, self.found_words, 1, spacing=8))
        card.body.addWidget(self.found_names)
        hint = _("Receiving the same bundle twice changes nothing; you can always try again.")
        card.body.addWidget(Text(hint, "hint", "ink-2").wrapped())
        card.body.addSpacing(theme.px(4))
        card.body.addStretch(1)
        card.body.addLayout(row(self.take, self.take_file, 1, spacing=10))
        return card

    def _columns(self) -> list[Column]:
        return [
            Column(_("Status"), lambda one: _look(one).word, 190, status=_look),
            Column(
                _("Bundle"),
                lambda one: f"#{one.number}",
                76,
                strong=True,
                right=True,
                sort=lambda one: one.number,
            ),
            Column(
                _("When"),
                lambda one: moment_words(one.when, self._now()),
                160,
                sort=lambda one: one.when,
                ink="ink-2",
            ),
            Column(_("With"), lambda one: one.party, 140, 1, drop_below=700),
            Column(
                _("Contents"),
                lambda one: n_("{n} entry", "{n} entries", one.revisions) if one.revisions else "–",
                100,
                sort=lambda one: one.revisions,
            ),
            Column(_("File"), lambda one: one.file, 160, 2, ink="ink-2", drop_below=860),
        ]

    # -- showing

    def refresh(self) -> None:
        lines = read_lines(self.workspace)
        ready = [line for line in lines if line.status is Status.FINISHED]
        self.ready.setText(grouped(len(ready)))
        self.ready_words.setText(_("households ready to send"))
        self.names.setText(_names(ready))
        self.names.setVisible(bool(ready))
        waiting = [line for line in lines if line.status is Status.SENT]
        self.open_words.setText(
            n_(
                "{n} household was sent but is not confirmed yet. Keep the data here until it is.",
                "{n} households were sent but are not confirmed yet. Keep the data here until they are.",
                len(waiting),
            )
            if waiting
            else _("The office has confirmed everything that was sent.")
            if any(line.status in (Status.RECEIVED, Status.APPROVED, Status.RETURNED) for line in lines)
            else _("The bundle is sealed: only the office can open it.")
        )
        if not self.folder.field.text():
            self.folder.field.setText(self.workspace.settings.exchange_folder)
        self._show_found()
        self.history.show_rows(sendings(self.workspace))

    def _show_found(self) -> None:
        new = self._new_files()
        folder = self._folder()
        away = folder is not None and not folder.is_dir()
        self.found.setText("–" if away else str(len(new)))
        self.found_words.setText(
            _("the stick or folder is not there") if away else _("new bundles in this folder")
        )
        self.found_names.setText(", ".join(one.path.name for one in new[:_NAMES_SHOWN]))

    def _look_again(self) -> None:
        """Opening each bundle's head takes a moment, so only when other files lie there than before."""
        listed = _listing(self._folder())
        if listed != self._listed:
            self._listed = listed
            self._show_found()

    def _new_files(self) -> tuple[Found, ...]:
        """Bundles in the folder that neither went out from here nor came in already."""
        folder = self._folder()
        if folder is None or not folder.is_dir():
            return ()
        try:
            return unseen_bundles(self.workspace.store, self.workspace.keys, folder)
        except UserError:
            return ()

    def take_focus(self) -> None:
        (self.send if self.folder.field.text() else self.folder.field).setFocus()

    # -- the folder

    def _folder(self) -> Path | None:
        words = self.folder.field.text().strip().strip('"')
        return Path(words).expanduser() if words else None

    def _keep_folder(self) -> None:
        self.folder.show_problem("")
        if self.folder.field.text() != self.workspace.settings.exchange_folder:
            self.workspace.change_settings(exchange_folder=self.folder.field.text())
        if self.isVisible():  # the field also loses the keyboard when the window closes, after the store
            self._show_found()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Stick or folder"), self.folder.field.text())
        if chosen:
            self.folder.field.setText(chosen)
            self._keep_folder()

    def _checked_folder(self) -> Path | None:
        folder = self._folder()
        if folder is None:
            self.folder.show_problem(_("Choose where to: the stick or a folder."))
        elif not folder.is_dir():
            self.folder.show_problem(_("This folder is not there. Is the stick plugged in?"))
        else:
            self._keep_folder()
            return folder
        self.folder.field.setFocus()
        return None

    # -- sending

    def export(self) -> None:
        """Write the bundle for the office into the folder."""
        folder = self._checked_folder()
        if folder is None:
            return
        workspace = self.workspace

        def work(progress: Progress) -> Packed:
            with workspace.working() as own:
                return export_bundle(own.store, own.keys, folder, progress=progress)

        self.run(_("Writing the bundle for the office"), work).on_success(self._sent)

    def _sent(self, packed: Packed) -> None:
        self.refresh()
        self.data_changed.emit()
        self.noticed.emit(
            News(
                "done",
                _("Bundle #{number} is on the stick: {name}", number=packed.number, name=packed.path.name),
                _("Take the stick out only after the system says it is safe, and bring it to the office."),
            )
        )

    # -- receiving

    def receive_folder(self) -> None:
        """Take in every new bundle of the folder."""
        if self._checked_folder() is None:
            return
        files = [one.path for one in self._new_files()]
        if files:
            self.receive(files)
        else:
            self.tell("info", _("There is no new bundle in this folder."))

    def receive(self, files: list[Path]) -> None:
        """Take these bundles in, one after the other, whatever becomes of the one before."""
        workspace = self.workspace

        def work(progress: Progress) -> list[Report | UserError]:
            with workspace.working() as own:
                return [_taken(own, file, progress) for file in files]

        task = self.run(n_("Receiving the bundle", "Receiving {n} bundles", len(files)), work)
        task.on_success(self._received).on_cancel(lambda: self._received([]))

    def _received(self, outcomes: list[Report | UserError]) -> None:
        self.refresh()
        self.data_changed.emit()
        reports = [one for one in outcomes if isinstance(one, Report)]
        refused = [one for one in outcomes if isinstance(one, UserError)]
        aside = [part for report in reports for part in report.quarantined]
        new = sum(report.new for report in reports if not report.already)
        if not outcomes:
            self.tell("info", _("Stopped. Nothing is half-done; receive it again when you like."))
        elif refused:
            self.show_error(refused[0])
        elif aside:
            self.tell("warning", _("Something was kept aside."), aside[0].reason)
        elif new:
            self.tell("done", n_("{n} new entry has arrived.", "{n} new entries have arrived.", new))
        else:
            self.tell("info", _("Nothing new: all of this was here already."))

    def _ask_inspect(self) -> None:
        kinds = _("Bundles") + f" (*{SUFFIX})"
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Look into a bundle…"), self.folder.field.text(), kinds
        )
        if name:
            look_inside(self, Path(name))

    def _ask_files(self) -> None:
        kinds = _("Bundles") + f" (*{SUFFIX})"
        chosen, _kind = QFileDialog.getOpenFileNames(
            self, _("From a file…"), self.folder.field.text(), kinds
        )
        if chosen:
            self.receive([Path(name) for name in chosen])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        bundles = [file for file in files if file.name.endswith(SUFFIX)]
        if bundles:
            self.receive(bundles)


def _listing(folder: Path | None) -> object:
    """What lies in a folder, to notice a change; None when it is not there."""
    try:
        return [(entry.name, entry.stat().st_size) for entry in os.scandir(folder)] if folder else None
    except OSError:
        return None


def _taken(workspace: Any, file: Path, progress: Progress) -> Report | UserError:
    """What became of one file; one that is no good stops none of the others."""
    try:
        return import_bundle(workspace.store, workspace.keys, file, progress)
    except UserError as error:
        return error


def _names(lines: list[Line]) -> str:
    shown = ", ".join(line.name for line in lines[:_NAMES_SHOWN])
    more = len(lines) - _NAMES_SHOWN
    return shown + (" " + n_("and {n} more", "and {n} more", more) if more > 0 else "")


def _look(sending: Sending) -> Pill:
    if sending.state == "aside":
        return Pill(_("Kept aside"), "warning", "amber")
    if not sending.out:
        return Pill(_("Received here"), "received", "blue")
    if sending.confirmed:
        return Pill(_("Confirmed by the office"), "done-circle", "primary")
    return Pill(_("Sent, not confirmed"), "clock", "amber")
