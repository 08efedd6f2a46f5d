# SPDX-License-Identifier: Apache-2.0
"""Incoming bundles: drop files or a folder, see what became of each, what is missing, and send to the
laptops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from enumerator.bundles.pack import SUFFIX, Packed
from enumerator.bundles.report import Report
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.inbox import bundles_in, export_to_laptops, import_bundles
from enumerator.office.received import Carried, accept_aside, carried, kept_aside, missing
from enumerator.registry.staff import enumerators
from ui import theme
from ui.office.asking import ask_folder
from ui.office.facts import Facts
from ui.office.inbox_rows import Arrival, Line, lines_of, summary
from ui.office.panes import Panes
from ui.tasks import Progress
from ui.widgets import (
    Card,
    Column,
    DataTable,
    EmptyState,
    Glyph,
    QuietButton,
    Screen,
    Text,
    Tinted,
    column,
    row,
    scrolled,
)
from ui.widgets.ask import Ask
from ui.widgets.moments import moment_words

_HINT_FROM = 860


class DropZone(QFrame):
    """Where files and folders may be dropped; the buttons beside it do the same by keyboard."""

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._over = False
        self.files = QuietButton(_("Choose files …"), icon="add", key="Ctrl+O")
        self.folder = QuietButton(_("Choose a folder …"), icon="folder", key="Ctrl+Shift+O")
        words = Text(_("Drop bundles, or a whole stick, here"), "strong").wrapped()
        hint = _("Every bundle may come twice: nothing is taken in twice, nothing is lost.")
        line = row(Glyph("inbox", "primary", 28), spacing=14, margins=(18, 12, 14, 12))
        self._hint = Text(hint, "hint", "ink-2").wrapped()
        line.addLayout(column(words, self._hint, spacing=2), 1)
        line.addWidget(self.files)
        line.addWidget(self.folder)
        self.setLayout(line)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.dropped.emit(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setHidden(self.width() < theme.px(_HINT_FROM))

    def _show_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("primary-soft" if self._over else "panel"))
        pen = QPen(theme.colour("primary" if self._over else "line-strong"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))


class Detail(Card):
    """One bundle: its figures, its gaps, and what was kept aside, with the person's way to take it in."""

    accepted = Signal(object)

    def __init__(self) -> None:
        super().__init__(padding=18, spacing=8)
        self._line: Line | None = None
        self.title = Text("", "section").wrapped()
        self.when = Text("", "body", "ink-2").wrapped()
        self.trouble = Tinted("amber")
        self.trouble_words = Text("", "body").wrapped()
        self.trouble.body.addWidget(self.trouble_words)
        self.facts = Facts()
        self.accept = QuietButton(_("Take it in all the same …"), icon="received")
        self.accept.clicked.connect(lambda: self.accepted.emit(self._line))
        inside = QWidget()
        inside.setLayout(column(self.title, self.when, self.trouble, self.accept, self.facts, 1, spacing=10))
        self.body.addWidget(scrolled(inside), 1)

    def show_line(self, line: Line | None, now: datetime) -> None:
        self._line = line
        self.setEnabled(line is not None)
        if line is None:
            self.title.setText(_("Nothing chosen"))
            self.when.setText("")
            self.trouble.hide()
            self.accept.hide()
            self.facts.show_facts(())
            return
        named = line.party if line.refusal is None else line.file
        self.title.setText(f"{named} · #{line.number}" if line.number else named)
        self.when.setText(moment_words(line.when, now))
        trouble = _trouble(line)
        self.trouble.show_tone("red" if line.refusal else "amber")
        self.trouble_words.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.accept.setVisible(line.aside)
        self.facts.show_facts(_facts(line))


class Inbox(Screen):
    """Ctrl+O takes files in, Ctrl+E sends to the laptops."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Incoming bundles"), parent)
        self._now = workspace.store.clock
        self._refused: list[tuple[Path, UserError, datetime]] = []
        self._again: set[str] = set()
        self.send = self.bar.set_primary(_("Send to the laptops …"), icon="export", key="Ctrl+E")
        self.send.clicked.connect(self.ask_export)
        self.zone = DropZone()
        self.zone.dropped.connect(self.receive)
        self.zone.files.clicked.connect(self._ask_files)
        self.zone.folder.clicked.connect(self._ask_folder)
        self.gaps = Tinted("amber")
        self._gaps_words = Text("", "body").wrapped()
        line = row(Glyph("warning", "amber-ink", 20), spacing=10)
        line.addWidget(self._gaps_words, 1)
        self.gaps.body.addLayout(line)
        self.gaps.hide()
        self._nothing = EmptyState("", icon="inbox", action=_("Go to Staff and forms"))
        self._nothing.acted.connect(lambda: self.go_requested.emit("staff", None))
        self.table = DataTable(
            self._columns(),
            name=_("Bundles"),
            identity=lambda line: line.key,
            type_ahead=lambda line: line.party,
            empty=self._nothing,
        )
        self.detail = Detail()
        self.detail.accepted.connect(self.ask_accept)
        self.table.chosen.connect(lambda line: self.detail.show_line(line, self._now()))
        self.content.addWidget(self.zone)
        self.content.addWidget(self.gaps)
        self.content.addWidget(Panes(self.table, self.detail, 0.68), 1)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Status"), lambda line: line.status().word, 164, status=Line.status),
            Column(_("From or to"), lambda line: line.party, 140, 1, strong=True),
            Column(
                _("No."),
                lambda line: f"#{line.number}" if line.number else "–",
                64,
                right=True,
                sort=lambda line: line.number,
            ),
            Column(_("What was in it"), Line.contents, 180, 3, drop_below=460),
            Column(
                _("When"),
                lambda line: moment_words(line.when, self._now()),
                150,
                ink="ink-2",
                sort=lambda line: line.when,
                drop_below=620,
            ),
        ]

    # -- showing

    @staticmethod
    def waiting(workspace: Any) -> int:
        return kept_aside(workspace)

    def refresh(self) -> None:
        history = carried(self.workspace)
        self._show_next_step()
        self.table.show_rows(lines_of(history, self._refused, self._again))
        holes = missing(self.workspace)
        self._gaps_words.setText(
            _(
                "Not arrived yet. {gaps}. Ask for the earlier bundle; the laptop still has it.",
                gaps="; ".join(map(str, holes)),
            )
        )
        self.gaps.setVisible(bool(holes))
        aside = sum(1 for one in history if one.state == "aside")
        received = sum(1 for one in history if not one.out)
        chips = [n_("{n} received", "{n} received", received)]
        if aside:
            chips.append(n_("{n} kept aside", "{n} kept aside", aside))
        self.bar.show_chips(*chips)
        self.count_changed.emit(aside)
        self.detail.show_line(self.table.current(), self._now())

    def _show_next_step(self) -> None:
        """Before the first kit nobody can bring a bundle: the way leads to the kits."""
        begun = bool(enumerators(self.workspace.store))
        if begun:
            self._nothing.show_words(
                _("No bundle yet"), _("When an enumerator brings the stick, drop its folder above.")
            )
        else:
            self._nothing.show_words(
                _("First give every enumerator a kit"),
                _(
                    "Under Staff and forms: publish the form and make an enrolment kit for each person. "
                    "What they bring back is taken in here."
                ),
                "staff",
            )
        button = self._nothing.button
        assert button is not None
        button.setHidden(begun)
        self._nothing.setFocusProxy(None if begun else button)  # type: ignore[arg-type]

    def take_focus(self) -> None:
        button = self._nothing.button
        if self.table.shown() or (button is not None and not button.isHidden()):
            self.table.take_focus()
        else:
            self.zone.files.setFocus()

    # -- taking in

    def _ask_files(self) -> None:
        kinds = _("Bundles") + f" (*{SUFFIX})"
        folder = self.workspace.settings.exchange_folder
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Choose files …"), folder, kinds)
        if chosen:
            self.receive([Path(name) for name in chosen])

    def _ask_folder(self) -> None:
        folder = self.pick_folder()
        if folder is not None:
            self.receive([folder])

    def pick_folder(self) -> Path | None:
        """The stick or folder, remembered for the next time."""
        found = ask_folder(self, _("Stick or folder"), self.workspace.settings.exchange_folder)
        if found is not None:
            self.workspace.change_settings(exchange_folder=str(found))
        return found

    def receive(self, paths: Sequence[Path]) -> None:
        """Take in these files and folders; one that is no good stops none of the others."""
        files = bundles_in(paths)
        if not files:
            self.tell("info", _("There is no bundle in this folder."))
            return
        workspace = self.workspace
        arrivals: list[Arrival] = []

        def work(progress: Progress) -> list[Arrival]:
            with workspace.working() as own:
                for path, outcome in import_bundles(own, paths, progress):
                    arrivals.append(Arrival(path, outcome))
            return arrivals

        task = self.run(n_("Taking in {n} bundle", "Taking in {n} bundles", len(files)), work)
        task.on_success(self._received).on_cancel(lambda: self._received(arrivals, whole=False))

    def _received(self, arrivals: Sequence[Arrival], *, whole: bool = True) -> None:
        now = self._now()
        for one in arrivals:
            if isinstance(one.outcome, UserError):
                self._refused.append((one.path, one.outcome, now))
            elif one.outcome.already:
                self._again.add(one.outcome.bundle_id)
            else:
                self._again.discard(one.outcome.bundle_id)
        self.refresh()
        self.data_changed.emit()
        if arrivals:
            self.tell(*summary(arrivals))
            self._choose_first(arrivals)
        elif whole:
            self.tell("info", _("There is no new bundle in this folder."))

    def _choose_first(self, arrivals: Sequence[Arrival]) -> None:
        """The one that needs the person most."""

        def urgency(one: Arrival) -> int:
            if isinstance(one.outcome, UserError):
                return 0
            if one.outcome.quarantined:
                return 1
            return 2 if one.outcome.holes else 4 if one.outcome.already else 3

        first = min(arrivals, key=urgency)
        key = str(first.path) if isinstance(first.outcome, UserError) else first.outcome.bundle_id
        self.table.select(key)

    def ask_accept(self, line: Line) -> None:
        """Taking in what was kept aside is a person's decision."""
        Ask(
            self,
            _("Take in the bundle of {name}?", name=line.party),
            _(
                "It was kept aside: {reason} Take it in only when you know that {name} wrote it. It "
                "stays in the "
                "journal who decided so.",
                reason=_trouble(line),
                name=line.party,
            ),
            yes=_("Take it in"),
            no=_("Leave it aside"),
            danger=True,
        ).then(lambda: self._accept(line.carried))

    def _accept(self, bundle: Carried | None) -> None:
        workspace = self.workspace
        if bundle is None:
            return

        def work(progress: Progress) -> Report:
            with workspace.working() as own:
                return accept_aside(own, bundle, progress)

        self.run(_("Taking in what was kept aside"), work).on_success(
            lambda report: self._received([Arrival(Path(bundle.file), report)])
        )

    # -- sending

    def ask_export(self) -> None:
        """One bundle for every laptop, into one folder or onto one stick."""
        folder = self.pick_folder()
        if folder is not None:
            self.export(folder)

    def export(self, folder: Path) -> None:
        """Write the laptops' bundles."""
        workspace = self.workspace

        def work(progress: Progress) -> tuple[Packed, ...]:
            with workspace.working() as own:
                return export_to_laptops(own, folder, progress)

        self.run(_("Writing a bundle for every laptop"), work).on_success(
            lambda packed: self._sent(packed, folder)
        )

    def _sent(self, packed: Sequence[Packed], folder: Path) -> None:
        self.refresh()
        self.data_changed.emit()
        if not packed:
            self.tell("info", _("No laptop is enrolled yet."))
            return
        names = ", ".join(dict.fromkeys(one.receiver for one in packed))
        self.tell(
            "done",
            n_(
                "{n} bundle is in {folder}",
                "{n} bundles are in {folder}",
                len(packed),
                folder=folder.name or str(folder),
            ),
            _("For {names}. Each can be opened on its own laptop only.", names=names),
        )


def _trouble(line: Line) -> str:
    if line.refusal is not None:
        return "\n".join(part for part in (line.refusal.what, line.refusal.remedy) if part)
    report = line.report
    if report is None:
        return ""
    parts = [part.reason for part in report.quarantined]
    parts += [str(gap) for gap in report.holes]
    if report.forked:
        parts.append(_("The laptop's folder was copied: two laptops wrote under one name."))
    return "\n".join(dict.fromkeys(parts))


def _facts(line: Line) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    report = line.report
    if report is not None:
        facts += [
            (_("New entries"), str(report.new)),
            (_("Known already"), str(report.known)),
            (_("Households that differ"), str(len(report.conflicts))),
            (_("Photos and files"), str(report.attachments)),
        ]
        if report.awaiting:
            facts.append((_("Photos still to come"), str(report.awaiting)))
        if report.admitted:
            facts.append((_("New laptop let in"), report.admitted))
    sent = line.carried.sent if line.carried else None
    if sent is not None:
        facts += [(_("Entries"), str(sent.revisions)), (_("Photos and files"), str(sent.attachments))]
    facts.append((_("File"), line.file))
    return facts
