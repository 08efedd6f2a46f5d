# SPDX-License-Identifier: Apache-2.0
"""Enumerators and forms: kits, laptops and when they were heard of, work given out, and the forms that
are asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from enumerator.errors import UserError
from enumerator.identity.kit import MadeKit
from enumerator.identity.remote_recovery import WISH_SUFFIX, read_wish
from enumerator.identity.remote_recovery import Wish as Request
from enumerator.messages import _, n_
from enumerator.office.recovering import answer_path, answer_request
from enumerator.office.revoking import moment_from
from enumerator.office.staffing import (
    PublishedForm,
    area_words,
    assign_list,
    forms,
    laptops_of,
    revoke_laptop,
)
from enumerator.registry.places import load_places
from enumerator.registry.staff import Enumerator, Laptop, enumerators
from enumerator.store.revision import FormRef
from enumerator.workspace import make_enrolment_kit
from ui import theme
from ui.office.asking import AskWords, Wish, ask_file, ask_folder
from ui.office.look import date_words, when_words
from ui.office.segments import Segments
from ui.tasks import Progress
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    QuietButton,
    Screen,
    Status,
    Text,
    Tinted,
    column,
    row,
)

Row = tuple[Enumerator, Laptop | None]
_NEVER = "9999"


_ROOM_FOR_BOTH = 520


class KitCode(Tinted):
    """The code of a kit that was just made, large, for once: it is kept nowhere."""

    def __init__(self) -> None:
        super().__init__("primary", padding=18)
        self._title = Text("", "section").wrapped()
        self.code = Text("", "display", "primary-ink")
        self._words = Text("", "body", "ink-2").wrapped()
        self.copy = QuietButton(_("Copy the code"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.code.text()))
        self.done = QuietButton(_("I have written it down"), key="Esc")
        self.done.clicked.connect(self.forget)
        line = row(spacing=10)
        line.addLayout(column(self._title, self.code, self._words, spacing=4), 1)
        line.addLayout(column(self.copy, self.done, 1, spacing=8))
        self.body.addLayout(line)
        self.hide()

    def show_kit(self, made: MadeKit, name: str) -> None:
        self._title.setText(_("Code for {name}", name=name))
        self.code.setText(made.code)
        self._words.setText(
            _(
                "Tell {name} this code, apart from the file {file}. It is shown only now and kept "
                "nowhere. The kit "
                "is good until {date}.",
                name=name,
                file=made.path.name,
                date=date_words(made.terms.expires),
            )
        )
        self.show()
        self.done.setFocus()

    def forget(self) -> None:
        self.code.setText("")
        self.hide()


class Staff(Screen):
    """Ctrl+N makes a kit, Ctrl+T gives out a list, Ctrl+P publishes a form."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Staff and forms"), parent)
        self._now = workspace.store.clock
        self.make = self.bar.set_primary(_("Make an enrolment kit"), icon="key", key="Ctrl+N")
        self.make.clicked.connect(self.ask_kit)
        self.code = KitCode()
        self.code.done.clicked.connect(self._make_room)
        self.code.done.clicked.connect(self.take_focus)
        nobody = EmptyState(
            _("No enumerators yet"),
            _("Make a kit for each person. With it and its code a laptop becomes theirs, without a network."),
            icon="staff",
            action=_("Make an enrolment kit"),
        )
        nobody.acted.connect(self.ask_kit)
        self.people = DataTable(
            self._people_columns(),
            name=_("Enumerators"),
            identity=lambda row: (row[0].person, row[1].certificate.log if row[1] else ""),
            empty=nobody,
        )
        self.people.chosen.connect(lambda _row: self._show_actions())
        no_form = EmptyState(
            _("No form yet"),
            _("Publish an XLSForm workbook. Errors are told by sheet and row."),
            icon="form",
            action=_("Publish a form …"),
        )
        no_form.acted.connect(self.ask_form)
        self.forms = DataTable(
            self._form_columns(),
            name=_("Forms"),
            identity=lambda form: form.ref.hash,
            empty=no_form,
        )
        self.trouble = Tinted("red")
        self._trouble_what = Text("", "label", "red-ink").wrapped()
        self._trouble_where = Text("", "strong").wrapped()
        self._trouble_remedy = Text("", "body").wrapped()
        for words in (self._trouble_what, self._trouble_where, self._trouble_remedy):
            self.trouble.body.addWidget(words)
        self.trouble.hide()
        self.views = Segments()
        self.views.add("people", _("Enumerators"), self._people_view())
        self.views.add("forms", _("Forms"), self._forms_view())
        self.views.shown.connect(lambda _key: self.take_focus())
        self.content.addWidget(self.code)
        self.content.addWidget(self.views, 1)

    # -- building

    def _people_view(self) -> QWidget:
        self.assign = QuietButton(_("Assign a list …"), icon="tasks", key="Ctrl+T")
        self.assign.clicked.connect(self.ask_list)
        self.again = QuietButton(_("Kit for another laptop …"), icon="key")
        self.again.clicked.connect(self.ask_kit_again)
        self.revoke = QuietButton(_("Revoke this laptop …"), icon="lock")
        self.revoke.clicked.connect(self.ask_revoke)
        self.help = QuietButton(_("Forgotten passphrase …"), icon="lock")
        self.help.clicked.connect(self.ask_request)
        view = QWidget()
        whole = column(spacing=12)
        whole.addWidget(self.people, 1)
        whole.addLayout(row(self.assign, self.again, self.revoke, 1, self.help, spacing=10))
        view.setLayout(whole)
        return view

    def _forms_view(self) -> QWidget:
        self.publish = QuietButton(_("Publish a form …"), icon="form", key="Ctrl+P", key_works=False)
        # the key works from the other view as well, where the button is not on screen
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.publish.click)
        self.publish.clicked.connect(self.ask_form)
        hint = Text(
            _("New interviews use the newest version; households already visited keep theirs."),
            "hint",
            "ink-2",
        ).wrapped()
        view = QWidget()
        whole = column(spacing=12)
        whole.addWidget(self.trouble)
        whole.addWidget(self.forms, 1)
        line = row(self.publish, spacing=14)
        line.addWidget(hint, 1)
        whole.addLayout(line)
        view.setLayout(whole)
        return view

    def _people_columns(self) -> list[Column]:
        return [
            Column(_("Status"), lambda row: laptop_status(row).word, 176, status=laptop_status),
            Column(_("Name"), lambda row: row[0].name, 170, 2, strong=True),
            Column(
                _("Area"),
                lambda row: area_words(row[0].area, load_places()) or _("everywhere"),
                150,
                3,
                ink="ink-2",
                drop_below=860,
            ),
            Column(
                _("Assigned"),
                lambda row: str(row[0].assigned),
                100,
                right=True,
                sort=lambda row: row[0].assigned,
            ),
            Column(
                _("Last heard of"),
                lambda row: when_words(row[1].heard, self._now()) if row[1] and row[1].heard else "–",
                160,
                sort=lambda row: row[1].heard if row[1] else "",
            ),
            Column(
                _("Bundle"),
                lambda row: f"#{row[1].number}" if row[1] and row[1].number else "–",
                90,
                right=True,
                sort=lambda row: row[1].number if row[1] else 0,
                drop_below=640,
            ),
            Column(
                _("Laptop"),
                lambda row: row[1].certificate.log[:8] if row[1] else "–",
                110,
                ink="ink-2",
                drop_below=980,
            ),
        ]

    def _form_columns(self) -> list[Column]:
        return [
            Column(_("Status"), lambda form: form_status(form).word, 150, status=form_status),
            Column(_("Title"), lambda form: form.title or form.ref.id, 200, 3, strong=True),
            Column(_("Version"), lambda form: form.ref.version, 130),
            Column(
                _("Published"),
                lambda form: when_words(form.wall, self._now()),
                160,
                sort=lambda form: form.wall,
            ),
            Column(
                _("Households"),
                lambda form: str(form.households),
                110,
                right=True,
                sort=lambda form: form.households,
            ),
            Column(_("Fingerprint"), lambda form: form.ref.hash[:12], 130, ink="ink-2", drop_below=800),
        ]

    # -- showing

    def refresh(self) -> None:
        rows = laptops_of(enumerators(self.workspace.store))
        self.people.show_rows(rows)
        found = forms(self.workspace)
        self.forms.show_rows(found)
        self.views.show_count("people", len({person.person for person, _laptop in rows}))
        self.views.show_count("forms", len(found))
        revoked = sum(1 for _person, laptop in rows if laptop is not None and laptop.revoked)
        chips = [n_("{n} laptop", "{n} laptops", sum(1 for _person, laptop in rows if laptop))]
        if revoked:
            chips.append(n_("{n} revoked", "{n} revoked", revoked))
        self.bar.show_chips(*chips)
        self._show_actions()

    def _show_actions(self) -> None:
        chosen: Row | None = self.people.current()
        self.assign.setEnabled(chosen is not None)
        self.again.setEnabled(chosen is not None)
        self.revoke.setEnabled(chosen is not None and chosen[1] is not None and not chosen[1].revoked)

    def take_focus(self) -> None:
        if self.code.isVisible():
            self.code.done.setFocus()
        else:
            (self.people if self.views.current() == "people" else self.forms).take_focus()

    def _make_room(self) -> None:
        """On a low screen the lists step back while a code stands there: it is shown only once."""
        self.views.setHidden(not self.code.isHidden() and self.height() < theme.px(_ROOM_FOR_BOTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    # -- kits

    def ask_kit(self) -> None:
        """For whom, and for which area; then where the file goes."""
        everywhere = [("", _("everywhere"))]
        places = [(each.code, each.name) for each in load_places().kecamatan.values()]
        AskWords(
            self,
            _("Enrolment kit"),
            _(
                "A file for the new laptop, and a code that you tell the person. Both together let the "
                "laptop in."
            ),
            [
                Wish("name", _("Name of the enumerator"), _("Write the name.")),
                Wish("area", _("Area"), options=[*everywhere, *places]),
            ],
            yes=_("Choose the folder …"),
        ).then(lambda told: self._kit_into(told["name"], told["area"], ""))

    def ask_kit_again(self) -> None:
        """Another laptop for somebody who is known."""
        chosen: Row | None = self.people.current()
        if chosen is not None:
            self._kit_into(chosen[0].name, chosen[0].area, chosen[0].person)

    def pick_folder(self) -> Path | None:
        """The folder or stick for the kit."""
        return ask_folder(self, _("Folder or stick for the kit"), self.workspace.settings.exchange_folder)

    def _kit_into(self, name: str, area: str, again: str) -> None:
        folder = self.pick_folder()
        if folder is not None:
            self.make_kit(folder, name, area, again)

    def make_kit(self, folder: Path, name: str, area: str = "", again: str = "") -> None:
        """Write the kit and show its code."""
        workspace = self.workspace

        def work(_progress: Progress) -> MadeKit:
            with workspace.working() as own:
                return make_enrolment_kit(own, folder, name, area=area, again=again)

        self.run(_("Making the enrolment kit"), work, can_cancel=False).on_success(
            lambda made: self._kit_made(made, name)
        )

    def _kit_made(self, made: MadeKit, name: str) -> None:
        self.views.show_view("people")
        self.refresh()
        self.people.select((made.terms.person.id, ""))
        self.data_changed.emit()
        self.code.show_kit(made, name)
        self._make_room()

    # -- work and laptops

    def ask_list(self) -> None:
        """A list of households for the person chosen."""
        chosen: Row | None = self.people.current()
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
        workspace = self.workspace

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return assign_list(own, path, person.person)

        self.run(_("Reading the list"), work, can_cancel=False).on_success(
            lambda count: self._assigned(count, person.name)
        )

    def _assigned(self, count: int, name: str) -> None:
        self.refresh()
        self.data_changed.emit()
        self.tell(
            "done",
            n_(
                "{n} household is assigned to {name}.",
                "{n} households are assigned to {name}.",
                count,
                name=name,
            ),
            _("It reaches the laptop with the next bundle: Incoming bundles, Send to the laptops."),
        )

    def ask_revoke(self) -> None:
        """Why the laptop is no longer believed."""
        chosen: Row | None = self.people.current()
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
            revoke_laptop(self.workspace, laptop, reason, moment_from(until, self._now()))
        except UserError as error:
            self.show_error(error)
            return
        self.refresh()
        self.data_changed.emit()
        self.tell(
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
            self.show_error(error)
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
            answer_request(self.workspace, wish, first, second, answer)
        except UserError as error:
            self.show_error(error)
            return
        self.data_changed.emit()
        self.tell(
            "done",
            _("The answer for {name} is written: {file}", name=wish.person, file=answer.name),
            _("Send it back. On the laptop: Passphrase forgotten, ask the office by file."),
        )

    # -- forms

    def ask_form(self) -> None:
        """The workbook to publish."""
        path = self.pick_form()
        if path is not None:
            self.publish_form(path)

    def pick_form(self) -> Path | None:
        """An XLSForm workbook or XForm."""
        return ask_file(self, _("Form to publish"), "*.xlsx *.xls *.xml *.md *.csv")

    def publish_form(self, path: Path) -> None:
        """Compile it and make it a form of the project; what is wrong is shown in place, by sheet and row."""
        workspace = self.workspace
        self.trouble.hide()
        self.views.show_view("forms")

        def work(_progress: Progress) -> FormRef:
            with workspace.working() as own:
                media = path.with_suffix("").with_name(path.stem + "-media")
                return own.library.publish(path, media if media.is_dir() else None)

        task = self.run(_("Checking and publishing the form"), work, can_cancel=False)
        task.on_success(self._published).on_failure(self._not_published)

    def _published(self, ref: FormRef) -> None:
        self.refresh()
        self.data_changed.emit()
        self.forms.select(ref.hash)
        self.tell(
            "done", _("The form {name}, version {version}, is published.", name=ref.id, version=ref.version)
        )

    def _not_published(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        for label, words in (
            (self._trouble_what, error.what),
            (self._trouble_where, error.where),
            (self._trouble_remedy, error.remedy),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self.trouble.setAccessibleName(str(error))
        self.trouble.show()


def laptop_status(row: Row) -> Status:
    """A laptop at work, one that is revoked, or a person whose laptop has not been heard of."""
    laptop = row[1]
    if laptop is None:
        return Status(_("Not enrolled yet"), "clock", "amber")
    if laptop.revoked:
        return Status(_("Revoked"), "lock", "red")
    return Status(_("At work"), "done-circle", "primary")


def form_status(form: PublishedForm) -> Status:
    """The version new interviews use, or an earlier one."""
    if form.newest:
        return Status(_("In use"), "done-circle", "primary")
    return Status(_("Earlier version"), "history", "grey")
