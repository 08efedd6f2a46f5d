# SPDX-License-Identifier: Apache-2.0
"""The offices of the project: a kit for another one, and bundles between them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.bundles.pack import Packed
from enumerator.errors import UserError
from enumerator.identity.kit import MadeKit
from enumerator.messages import _, n_
from enumerator.office.offices import Office, export_to_office, make_office_kit, offices, revoke_office
from enumerator.office.staffing import area_words
from enumerator.registry.places import load_places
from enumerator.workspace import is_project_office
from ui.office.asking import AskWords, Wish, ask_folder
from ui.office.look import when_words
from ui.office.staff.enumerators import area_options
from ui.tasks import Progress
from ui.widgets import Column, DataTable, EmptyState, QuietButton, Screen, Status, Text, column, row


class OfficesView(QWidget):
    """Works for its page. `changed` after a write, `kit_made(MadeKit, name)` when a code is to be shown."""

    changed = Signal()
    kit_made = Signal(object, str)

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page, self._now = page, page.workspace.store.clock
        self.table = DataTable(
            [
                Column(_("Status"), lambda each: office_status(each).word, 190, status=office_status),
                Column(_("Name"), lambda each: each.name, 180, 2, strong=True),
                Column(
                    _("Area"),
                    lambda each: area_words(each.area, load_places()) or _("everywhere"),
                    150,
                    2,
                    ink="ink-2",
                    drop_below=640,
                ),
                Column(
                    _("Last heard of"),
                    lambda each: when_words(each.heard, self._now()) if each.heard else "–",
                    160,
                    sort=lambda each: each.heard,
                ),
                Column(
                    _("Bundle"),
                    lambda each: f"#{each.number}" if each.number else "–",
                    90,
                    right=True,
                    sort=lambda each: each.number,
                    drop_below=720,
                ),
                Column(_("Journal"), lambda each: each.log[:8], 110, ink="ink-2", drop_below=860),
            ],
            name=_("Offices"),
            identity=lambda each: each.log,
            empty=EmptyState(_("Only this office"), icon="household"),
        )
        self.table.chosen.connect(lambda _row: self._show_actions())
        self.send = QuietButton(_("Write a bundle for this office…"), icon="exchange", key="Ctrl+B")
        self.send.clicked.connect(self.ask_send)
        self.make = QuietButton(_("Kit for another office…"), icon="key")
        self.make.clicked.connect(self.ask_kit)
        self.revoke = QuietButton(_("Revoke…"), icon="lock")
        self.revoke.setToolTip(_("Revoke this office"))
        self.revoke.clicked.connect(self.ask_revoke)
        hint = Text(
            _(
                "Offices of one project hold the same. What arrives at one reaches the other with a bundle; "
                "take it in under Incoming bundles."
            ),
            "hint",
            "ink-2",
        ).wrapped()
        whole = column(spacing=12)
        whole.addWidget(hint)
        whole.addWidget(self.table, 1)
        whole.addLayout(row(self.send, self.make, self.revoke, 1, spacing=8))
        self.setLayout(whole)

    def refresh(self) -> int:
        """Read again; how many there are."""
        found = offices(self._page.workspace)
        self.table.show_rows(found)
        self.make.setEnabled(is_project_office(self._page.workspace.keys))
        needs = _("Only the office that founded the project can make another office.")
        self.make.setToolTip("" if self.make.isEnabled() else needs)
        self._show_actions()
        return len(found)

    def take_focus(self) -> None:
        self.table.take_focus()

    def _show_actions(self) -> None:
        chosen: Office | None = self.table.current()
        other = chosen is not None and not chosen.here and not chosen.revoked
        self.send.setEnabled(other)
        self.revoke.setEnabled(other and is_project_office(self._page.workspace.keys))

    # -- bundles

    def pick_folder(self, title: str) -> Path | None:
        """The folder or stick."""
        return ask_folder(self, title, self._page.workspace.settings.exchange_folder)

    def ask_send(self) -> None:
        """Where the bundle for the office chosen goes."""
        chosen: Office | None = self.table.current()
        folder = self.pick_folder(_("Folder or stick for the bundle")) if chosen is not None else None
        if chosen is None or folder is None:
            return
        workspace = self._page.workspace

        def work(_progress: Progress) -> Packed:
            with workspace.working() as own:
                return export_to_office(own, chosen, folder)

        task = self._page.run(_("Writing the bundle"), work, can_cancel=False)
        task.on_success(lambda packed: self._sent(packed, chosen.name))

    def _sent(self, packed: Packed, name: str) -> None:
        self.changed.emit()
        self._page.tell(
            "done",
            n_(
                "{n} entry is written for {name}: {file}",
                "{n} entries are written for {name}: {file}",
                packed.revisions,
                name=name,
                file=packed.path.name,
            ),
            _("Bring it there and take it in under Incoming bundles. Then bring their bundle back here."),
        )

    # -- an office no longer believed

    def ask_revoke(self) -> None:
        """Why the office is no longer believed."""
        chosen: Office | None = self.table.current()
        if chosen is None:
            return
        AskWords(
            self,
            _("Revoke the office {name}?", name=chosen.name),
            _(
                "What has arrived from it stays, and so do the laptops that it let in until now. What comes "
                "later is kept aside until a person has looked at it. This cannot be taken back; a new "
                "computer gets a new kit."
            ),
            [Wish("reason", _("What happened"), _("Write what happened, such as lost or stolen."))],
            yes=_("Revoke the office"),
            danger=True,
        ).then(lambda told: self._revoke(chosen, told["reason"]))

    def _revoke(self, office: Office, reason: str) -> None:
        try:
            revoke_office(self._page.workspace, office, reason)
        except UserError as error:
            self._page.show_error(error)
            return
        self.changed.emit()
        self._page.tell(
            "done",
            _("The office {name} is revoked.", name=office.name),
            _("Other offices and laptops hear of it with their next bundle."),
        )

    # -- kits

    def ask_kit(self) -> None:
        """The other office's name and area; then where the file goes."""
        AskWords(
            self,
            _("Kit for another office"),
            _(
                "With it and its code a computer becomes another office of this project: it takes bundles "
                "in, reviews, and enrols enumerators of its own."
            ),
            [
                Wish("name", _("Name of the office, such as its kecamatan"), _("Write the name.")),
                Wish("area", _("Area"), options=area_options()),
            ],
            yes=_("Choose the folder…"),
        ).then(lambda told: self._kit_into(told["name"], told["area"]))

    def _kit_into(self, name: str, area: str) -> None:
        folder = self.pick_folder(_("Folder or stick for the kit"))
        if folder is None:
            return
        workspace = self._page.workspace

        def work(_progress: Progress) -> MadeKit:
            with workspace.working() as own:
                return make_office_kit(own, folder, name, area=area)

        task = self._page.run(_("Making the enrolment kit"), work, can_cancel=False)
        task.on_success(lambda made: self._made(made, name))

    def _made(self, made: MadeKit, name: str) -> None:
        self.changed.emit()
        self.kit_made.emit(made, name)


def office_status(office: Office) -> Status:
    """This one, one that is known, or one that has never been heard of."""
    if office.here:
        return Status(_("This office"), "done-circle", "primary")
    if office.revoked:
        return Status(_("Revoked"), "lock", "red")
    if office.heard:
        return Status(_("Exchanges bundles"), "exchange", "blue")
    return Status(_("Not heard of yet"), "clock", "amber")
