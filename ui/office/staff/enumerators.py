# SPDX-License-Identifier: Apache-2.0
"""Enumerators and their laptops: kits, lists of work, work given on, laptops revoked, passphrases lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.errors import UserError
from enumerator.identity.kit import MadeKit
from enumerator.identity.remote_recovery import WISH_SUFFIX, read_wish
from enumerator.identity.remote_recovery import Wish as Request
from enumerator.messages import _, n_
from enumerator.office.field_work import Week, weeks
from enumerator.office.late import give_work, work_of
from enumerator.office.recovering import answer_path, answer_request
from enumerator.office.revoking import moment_from
from enumerator.office.staffing import area_words, assign_list, laptops_of, revoke_laptop
from enumerator.registry.assigning import set_week_target
from enumerator.registry.places import load_places
from enumerator.registry.staff import Enumerator, Laptop, enumerators
from enumerator.workspace import make_enrolment_kit
from ui.office.asking import AskWords, Wish, ask_file, ask_folder
from ui.office.look import when_words
from ui.office.turning import Turning
from ui.tasks import Progress
from ui.widgets import Column, DataTable, EmptyState, QuietButton, Screen, Status, column, row

Row = tuple[Enumerator, Laptop | None]
_MOST = 999


class EnumeratorsView(QWidget):
    """Works for its page, which runs what is long and tells the news. `changed` after a write,
    `kit_made(MadeKit, name)` when a code is to be shown.
    """

    changed = Signal()
    kit_made = Signal(object, str)

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page, self._now = page, page.workspace.store.clock
        self._weeks: dict[str, Week] = {}
        nobody = EmptyState(
            _("No enumerators yet"),
            _("Make a kit for each person. With it and its code a laptop becomes theirs, without a network."),
            icon="staff",
            action=_("Make an enrolment kit"),
        )
        nobody.acted.connect(self.ask_kit)
        self.table = DataTable(
            self._columns(),
            name=_("Enumerators"),
            identity=lambda row: (row[0].person, row[1].certificate.log if row[1] else ""),
            empty=nobody,
        )
        self.table.chosen.connect(lambda _row: self._show_actions())
        self.assign = QuietButton(_("Give a list…"), icon="tasks", key="Ctrl+T")
        self.assign.clicked.connect(self.ask_list)
        self.give = QuietButton(_("Give on…"), icon="exchange", key="Ctrl+G")
        self.give.clicked.connect(self.ask_give)
        self.target = QuietButton(_("Week's target…"), icon="calendar")
        self.target.clicked.connect(self.ask_target)
        self.again = QuietButton(_("Another laptop…"), icon="key")
        self.again.clicked.connect(self.ask_kit_again)
        self.revoke = QuietButton(_("Revoke…"), icon="lock")
        self.revoke.setToolTip(_("Revoke this laptop"))
        self.revoke.clicked.connect(self.ask_revoke)
        self.help = QuietButton(_("Passphrase lost…"), icon="lock")
        self.help.clicked.connect(self.ask_request)
        whole = column(spacing=12)
        whole.addWidget(self.table, 1)
        foot = Turning(
            row(self.assign, self.give, self.target, 1, spacing=8),
            row(self.again, self.revoke, 1, self.help, spacing=8),
            spacing=8,
        )
        whole.addWidget(foot.stretch_part(1))
        self.setLayout(whole)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Status"), lambda row: laptop_status(row).word, 150, status=laptop_status),
            Column(_("Name"), lambda row: row[0].name, 150, 1, strong=True, wraps=True),
            Column(
                _("Area"),
                lambda row: area_words(row[0].area, load_places()) or _("everywhere"),
                180,
                3,
                ink="ink-2",
                drop_below=760,
                wraps=True,
            ),
            Column(
                _("Assigned"),
                lambda row: str(row[0].assigned),
                96,
                right=True,
                sort=lambda row: row[0].assigned,
            ),
            Column(
                _("This week"),
                lambda row: self._weeks[row[0].person].words,
                94,
                right=True,
                sort=lambda row: self._weeks[row[0].person].done,
                drop_below=700,
            ),
            Column(
                _("Last heard of"),
                lambda row: when_words(row[1].heard, self._now()) if row[1] and row[1].heard else "–",
                140,
                sort=lambda row: row[1].heard if row[1] else "",
            ),
            Column(
                _("Bundle"),
                lambda row: f"#{row[1].number}" if row[1] and row[1].number else "–",
                76,
                right=True,
                sort=lambda row: row[1].number if row[1] else 0,
                drop_below=640,
            ),
            Column(
                _("Laptop"),
                lambda row: row[1].certificate.log[:8] if row[1] else "–",
                100,
                ink="ink-2",
                drop_below=980,
            ),
        ]

    def refresh(self) -> tuple[Row, ...]:
        """Read again; the rows shown."""
        rows = laptops_of(enumerators(self._page.workspace.store))
        self._weeks = weeks(self._page.workspace, {person.person for person, _laptop in rows})
        self.table.show_rows(rows)
        self._show_actions()
        return rows

    def take_focus(self) -> None:
        self.table.take_focus()

    def _chosen(self) -> Row | None:
        row: Row | None = self.table.current()
        return row

    def _show_actions(self) -> None:
        chosen = self._chosen()
        self.assign.setEnabled(chosen is not None)
        self.give.setEnabled(chosen is not None and chosen[0].assigned > 0)
        self.target.setEnabled(chosen is not None and chosen[0].assigned > 0)
        self.again.setEnabled(chosen is not None)
        self.revoke.setEnabled(chosen is not None and chosen[1] is not None and not chosen[1].revoked)

    # -- the week's target

    def ask_target(self) -> None:
        """How many households a week; blank or 0 asks for none."""
        chosen = self._chosen()
        if chosen is None:
            return
        person = chosen[0]
        held = self._weeks[person.person].target
        AskWords(
            self,
            _("Week's target of {name}", name=person.name),
            _("The enumerator sees it over the list of assignments after the next bundle."),
            [
                Wish(
                    "number",
                    _("Households a week"),
                    start=str(held) if held else "",
                    hint=_("Left blank, there is no target."),
                )
            ],
            yes=_("Set the target"),
            check=_target_problem,
        ).then(lambda told: self._set_target(person, int(told["number"].strip() or 0)))

    def _set_target(self, person: Enumerator, number: int) -> None:
        try:
            set_week_target(self._page.workspace.store, person.person, number)
        except UserError as error:
            self._page.show_error(error)
            return
        self.changed.emit()
        self._page.tell("done", _("{name} gets it with the next bundle.", name=person.name))

    # -- kits

    def ask_kit(self) -> None:
        """For whom, and for which area; then where the file goes."""
        AskWords(
            self,
            _("Enrolment kit"),
            _(
                "A file for the new laptop, and a code that you tell the person. Both together let the "
                "laptop in."
            ),
            [
                Wish("name", _("Name of the enumerator"), _("Write the name.")),
                Wish("area", _("Area"), options=area_options()),
            ],
            yes=_("Choose the folder…"),
        ).then(lambda told: self._kit_into(told["name"], told["area"], ""))

    def ask_kit_again(self) -> None:
        """Another laptop for somebody who is known."""
        chosen = self._chosen()
        if chosen is not None:
            self._kit_into(chosen[0].name, chosen[0].area, chosen[0].person)

    def pick_folder(self) -> Path | None:
        """The folder or stick for the kit."""
        return ask_folder(
            self, _("Folder or stick for the kit"), self._page.workspace.settings.exchange_folder
        )

    def _kit_into(self, name: str, area: str, again: str) -> None:
        folder = self.pick_folder()
        if folder is not None:
            self.make_kit(folder, name, area, again)

    def make_kit(self, folder: Path, name: str, area: str = "", again: str = "") -> None:
        """Write the kit and show its code."""
        workspace = self._page.workspace

        def work(_progress: Progress) -> MadeKit:
            with workspace.working() as own:
                return make_enrolment_kit(own, folder, name, area=area, again=again)

        task = self._page.run(_("Making the enrolment kit"), work, can_cancel=False)
        task.on_success(lambda made: self._made(made, name))

    def _made(self, made: MadeKit, name: str) -> None:
        self.changed.emit()
        self.table.select((made.terms.person.id, ""))
        self.kit_made.emit(made, name)

    # -- work

    def ask_list(self) -> None:
        """A list of households for the person chosen."""
        chosen = self._chosen()
        if chosen is None:
            return
        path = self.pick_list(chosen[0].name)
        if path is not None:
            self.assign_from(path, chosen[0])

    def pick_list(self, name: str) -> Path | None:
        """The CSV or XLSX list."""
        return ask_file(self, _("List of households for {name}", name=name), "*.xlsx *.csv")

    def assign_from(self, path: Path, person: Enumerator) -> None:
        """Give the households of a list to a person."""
        workspace = self._page.workspace

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return assign_list(own, path, person.person)

        task = self._page.run(_("Reading the list"), work, can_cancel=False)
        task.on_success(lambda count: self._assigned(count, person.name))

    def _assigned(self, count: int, name: str) -> None:
        self.changed.emit()
        self._page.tell(
            "done",
            n_(
                "{n} household is assigned to {name}.",
                "{n} households are assigned to {name}.",
                count,
                name=name,
            ),
            _("It reaches the laptop with the next bundle: Incoming bundles, Send to the laptops."),
        )

    def ask_give(self) -> None:
        """To whom the work of the person chosen goes, how much of it, and why."""
        chosen = self._chosen()
        if chosen is None:
            return
        person = chosen[0]
        others = [each for each in enumerators(self._page.workspace.store) if each.person != person.person]
        if not others:
            self._page.tell("info", _("There is no other enumerator yet."), _("Make a kit for one first."))
            return
        AskWords(
            self,
            _("Give the work of {name} on", name=person.name),
            _(
                "What {name} has sent stays. What {name} still sends without knowing of this waits on the "
                "page Conflicts, as late work, until somebody decides.",
                name=person.name,
            ),
            [
                Wish("to", _("To whom"), options=[(each.person, each.name) for each in others]),
                Wish(
                    "what",
                    _("Which households"),
                    options=[("open", _("only those nothing has arrived of")), ("all", _("all of them"))],
                ),
                Wish("reason", _("Reason"), _("Write why, such as illness.")),
            ],
            yes=_("Give it on"),
        ).then(
            lambda told: self.give_on(
                person, told["to"], told["reason"], unvisited=told["what"] == "open"
            )
        )

    def give_on(self, person: Enumerator, to: str, reason: str, *, unvisited: bool) -> None:
        """Give the work of one person to another."""
        workspace = self._page.workspace

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return give_work(own, work_of(own, person.person, unvisited=unvisited), to, reason)

        task = self._page.run(_("Giving the work on"), work, can_cancel=False)
        task.on_success(lambda count: self._given(count, person.name, to))

    def _given(self, count: int, name: str, to: str) -> None:
        self.changed.emit()
        people = {each.person: each.name for each in enumerators(self._page.workspace.store)}
        self._page.tell(
            "done",
            n_(
                "{n} household of {name} is now assigned to {to}.",
                "{n} households of {name} are now assigned to {to}.",
                count,
                name=name,
                to=people.get(to, to),
            ),
            _("Both laptops hear of it with their next bundle."),
        )

    # -- laptops

    def ask_revoke(self) -> None:
        """Why the laptop is no longer believed."""
        chosen = self._chosen()
        if chosen is None or chosen[1] is None:
            return
        laptop, example = chosen[1], f"{self._now():%d-%m-%Y %H:%M}"
        AskWords(
            self,
            _("Revoke the laptop of {name}?", name=chosen[0].name),
            _(
                "What has arrived from it stays. What comes later is kept aside until a person has "
                "looked at it. "
                "This cannot be taken back; a new laptop gets a new kit."
            ),
            [
                Wish("reason", _("What happened"), _("Write what happened, such as lost or stolen.")),
                Wish(
                    "until",
                    _("When was it last in good hands?"),
                    hint=_("Day and time, such as {example}; blank is now.", example=example),
                ),
            ],
            yes=_("Revoke the laptop"),
            danger=True,
        ).then(lambda told: self._revoke(laptop, told["reason"], told["until"]))

    def _revoke(self, laptop: Laptop, reason: str, until: str) -> None:
        try:
            revoke_laptop(self._page.workspace, laptop, reason, moment_from(until, self._now()))
        except UserError as error:
            self._page.show_error(error)
            return
        self.changed.emit()
        self._page.tell(
            "done",
            _("The laptop of {name} is revoked.", name=laptop.certificate.name),
            _("The other laptops hear of it with their next bundle."),
        )

    # -- forgotten passphrases

    def ask_request(self) -> None:
        """The request of a laptop whose passphrase was forgotten, and the office's two sheets."""
        path = self.pick_request()
        if path is None:
            return
        try:
            wish = read_wish(path)
        except UserError as error:
            self._page.show_error(error)
            return
        AskWords(
            self,
            _("A new passphrase for {name}?", name=wish.person),
            _(
                "First make sure, by voice, that {name} asks. The answer opens only that laptop; the sheets "
                "stay here.",
                name=wish.person,
            ),
            [
                Wish("first", _("Sheet {n}", n=1), _("Type what stands on this sheet.")),
                Wish("second", _("Sheet {n}", n=2), _("Type what stands on this sheet.")),
            ],
            yes=_("Write the answer"),
        ).then(lambda told: self._answer(wish, path, told["first"], told["second"]))

    def pick_request(self) -> Path | None:
        """The file that the laptop wrote."""
        return ask_file(self, _("Request of a laptop"), f"*{WISH_SUFFIX}")

    def _answer(self, wish: Request, path: Path, first: str, second: str) -> None:
        answer = answer_path(path)
        try:
            answer_request(self._page.workspace, wish, first, second, answer)
        except UserError as error:
            self._page.show_error(error)
            return
        self.changed.emit()
        self._page.tell(
            "done",
            _("The answer for {name} is written: {file}", name=wish.person, file=answer.name),
            _("Send it back. On the laptop: Passphrase forgotten, ask the office by file."),
        )


def area_options() -> list[tuple[str, str]]:
    """Everywhere, or one kecamatan."""
    places = [(each.code, each.name) for each in load_places().kecamatan.values()]
    return [("", _("everywhere")), *places]


def laptop_status(row: Row) -> Status:
    """A laptop at work, one that is revoked, or a person whose laptop has not been heard of."""
    laptop = row[1]
    if laptop is None:
        return Status(_("Not enrolled yet"), "clock", "amber")
    if laptop.revoked:
        return Status(_("Revoked"), "lock", "red")
    return Status(_("At work"), "done-circle", "primary")


def _target_problem(told: dict[str, str]) -> dict[str, str]:
    text = told["number"].strip()
    if not text or (text.isdecimal() and int(text) <= _MOST):
        return {}
    return {"number": _("A whole number from 0 to {most}.", most=_MOST)}
