# SPDX-License-Identifier: Apache-2.0
"""Incoming bundles: drop files or a folder, see what became of each, what is missing, and send to the
laptops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from enumerator.bundles.pack import SUFFIX, Packed
from enumerator.bundles.report import Report
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.aside import accept, decisions, reject, undecided
from enumerator.office.inbox import bundles_in, export_to_laptops, import_bundles
from enumerator.office.received import Carried, carried, missing
from enumerator.registry.staff import enumerators
from ui.office.asking import AskWords, Wish, ask_folder
from ui.office.inbox_detail import Detail, trouble_words
from ui.office.inbox_rows import Arrival, Line, lines_of, summary
from ui.office.inbox_zone import DropZone, WatchLine
from ui.office.panes import Panes
from ui.tasks import Progress
from ui.widgets import Column, DataTable, EmptyState, Glyph, Screen, Text, Tinted, row
from ui.widgets.bundle_contents import look_inside
from ui.widgets.moments import moment_words


class Inbox(Screen):
    """Ctrl+O takes files in, Ctrl+I looks into one, Ctrl+E sends to the laptops."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Incoming bundles"), parent)
        self._now = workspace.store.clock
        self._refused: list[tuple[Path, UserError, datetime]] = []
        self._again: set[str] = set()
        self.inspect = self.bar.add_action(_("Look into a bundle…"), icon="search", key="Ctrl+I")
        self.inspect.clicked.connect(self._ask_inspect)
        self.send = self.bar.set_primary(_("Send to the laptops…"), icon="export", key="Ctrl+E")
        self.send.clicked.connect(self.ask_export)
        self.zone = DropZone()
        self.zone.dropped.connect(self.receive)
        self.zone.files.clicked.connect(self._ask_files)
        self.zone.folder.clicked.connect(self._ask_folder)
        self.watch = WatchLine()
        self.watch.choose.clicked.connect(self._ask_watched)
        self.watch.leave.clicked.connect(lambda: self.watch_folder(None))
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
        self.detail.rejected.connect(self.ask_reject)
        self.detail.looked.connect(self._look_inside)
        self.table.chosen.connect(lambda line: self.detail.show_line(line, self._now()))
        self.content.addWidget(self.zone)
        self.content.addWidget(self.watch)
        self.content.addWidget(self.gaps)
        self.content.addWidget(Panes(self.table, self.detail, 0.68), 1)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Status"), lambda line: line.status().word, 152, status=Line.status),
            Column(_("From or to"), lambda line: line.party, 132, 1, strong=True, wraps=True),
            Column(
                _("No."),
                lambda line: f"#{line.number}" if line.number else "–",
                52,
                right=True,
                sort=lambda line: line.number,
            ),
            Column(_("What was in it"), Line.contents, 180, 5, drop_below=460, wraps=True),
            Column(
                _("When"),
                lambda line: moment_words(line.when, self._now()),
                124,
                ink="ink-2",
                sort=lambda line: line.when,
                drop_below=620,
            ),
        ]

    # -- showing

    @staticmethod
    def waiting(workspace: Any) -> int:
        return undecided(workspace)

    def refresh(self) -> None:
        history = carried(self.workspace)
        lines = lines_of(history, self._refused, self._again, decisions(self.workspace))
        self._show_next_step()
        self.watch.show_folder(self.workspace.settings.watched_folder)
        self.table.show_rows(lines)
        holes = missing(self.workspace)
        self._gaps_words.setText(
            _(
                "Not arrived yet. {gaps}. Ask for the earlier bundle; the laptop still has it.",
                gaps="; ".join(map(str, holes)),
            )
        )
        self.gaps.setVisible(bool(holes))
        aside = sum(1 for line in lines if line.waits)
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
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Choose files…"), folder, kinds)
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

    def note(self, arrivals: Sequence[Arrival]) -> None:
        """Remember what became of these files, in this sitting, and show it."""
        now = self._now()
        for one in arrivals:
            self._refused = [known for known in self._refused if known[0] != one.path]
            if isinstance(one.outcome, UserError):
                self._refused.append((one.path, one.outcome, now))
            elif one.outcome.already:
                self._again.add(one.outcome.bundle_id)
            else:
                self._again.discard(one.outcome.bundle_id)
        self.refresh()

    def _received(self, arrivals: Sequence[Arrival], *, whole: bool = True) -> None:
        self.note(arrivals)
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

    # -- what was kept aside

    def ask_accept(self, line: Line) -> None:
        """Taking in what was kept aside is a person's decision."""
        AskWords(
            self,
            _("Take in the bundle of {name}?", name=line.party),
            _(
                "It was kept aside: {reason} Take it in only when you know that {name} wrote it. The journal "
                "keeps who decided so, and why.",
                reason=trouble_words(line),
                name=line.party,
            ),
            [Wish("reason", _("Why"), _("Say how you know that it is genuine."))],
            yes=_("Take it in"),
            danger=True,
        ).then(lambda told: self._accept(line.carried, told["reason"]))

    def _accept(self, bundle: Carried | None, reason: str) -> None:
        workspace = self.workspace
        if bundle is None:
            return

        def work(progress: Progress) -> Report:
            with workspace.working() as own:
                return accept(own, bundle, reason, progress)

        self.run(_("Taking in what was kept aside"), work).on_success(
            lambda report: self._received([Arrival(Path(bundle.file), report)])
        )

    def ask_reject(self, line: Line) -> None:
        """To leave it aside for good is one too."""
        AskWords(
            self,
            _("Leave the bundle of {name} aside for good?", name=line.party),
            _("It no longer waits for you. The file is kept, and you can still take it in later."),
            [Wish("reason", _("Why"), _("Say why it is not taken in."))],
            yes=_("Leave it aside"),
        ).then(lambda told: self._reject(line.carried, told["reason"]))

    def _reject(self, bundle: Carried | None, reason: str) -> None:
        if bundle is None:
            return
        reject(self.workspace, bundle, reason)
        self.refresh()
        self.data_changed.emit()
        self.tell("done", _("The bundle of {name} stays aside.", name=bundle.party))

    # -- looking inside

    def _look_inside(self, line: Line) -> None:
        path = line.carried.kept if line.carried is not None else line.refused_path
        if path is not None:
            look_inside(self, path)

    def _ask_inspect(self) -> None:
        kinds = _("Bundles") + f" (*{SUFFIX})"
        folder = self.workspace.settings.exchange_folder
        name, _kind = QFileDialog.getOpenFileName(self, _("Look into a bundle…"), folder, kinds)
        if name:
            look_inside(self, Path(name))

    # -- the watched folder

    def _ask_watched(self) -> None:
        folder = ask_folder(self, _("Watch a folder…"), self.workspace.settings.watched_folder)
        if folder is not None:
            self.watch_folder(folder)

    def watch_folder(self, folder: Path | None) -> None:
        """From now on take in by itself what arrives there; None stops that."""
        self.workspace.change_settings(watched_folder=str(folder) if folder is not None else "")
        self.watch.show_folder(self.workspace.settings.watched_folder)

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
