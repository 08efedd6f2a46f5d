# SPDX-License-Identifier: Apache-2.0
"""Enumerators, the people of the office, the offices and the forms of a project, each in its view."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from enumerator.identity.kit import MadeKit
from enumerator.messages import _, n_
from ui import theme
from ui.office.duty import keep_to_duty
from ui.office.segments import Segments
from ui.office.staff.colleagues import ColleaguesView
from ui.office.staff.enumerators import EnumeratorsView
from ui.office.staff.forms import FormsView
from ui.office.staff.kit_code import KitCode
from ui.office.staff.offices import OfficesView
from ui.office.staff.visits import VisitsView
from ui.widgets import Screen

_ROOM_FOR_BOTH = 520


class Staff(Screen):
    """Ctrl+N makes a kit, Ctrl+T gives out a list, Ctrl+G gives work on, Ctrl+K enters a colleague, Ctrl+B
    writes a bundle for another office, Ctrl+P publishes a form.
    """

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Staff and forms"), parent)
        self.make = self.bar.set_primary(_("Make an enrolment kit"), icon="key", key="Ctrl+N")
        self.code = KitCode()
        self.enumerators = EnumeratorsView(self)
        self.visits = VisitsView(self)
        self.colleagues = ColleaguesView(self)
        self.offices = OfficesView(self)
        self.forms = FormsView(self)
        self.make.clicked.connect(self.enumerators.ask_kit)
        keep_to_duty(workspace, "kit", self.make, self.enumerators.again)
        keep_to_duty(workspace, "revocation", self.enumerators.revoke)
        keep_to_duty(workspace, "form", self.forms.publish)
        self.code.forgotten.connect(self._make_room)
        self.code.forgotten.connect(self.take_focus)
        self.code.failed.connect(self.show_error)
        self.visits.opened.connect(lambda record: self.go_requested.emit("households", record))
        self.forms.wanted.connect(lambda: self.views.show_view("forms"))
        # the key works from the other views as well, where the button is not on screen
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.forms.publish.click)
        for view in (self.enumerators, self.colleagues, self.offices, self.forms):
            view.changed.connect(self._on_changed)
        for key, maker in (("people", self.enumerators), ("offices", self.offices)):
            maker.kit_made.connect(lambda made, name, key=key: self._show_code(key, made, name))
        self.views = Segments()
        self.views.add("people", _("Enumerators"), self.enumerators)
        self.views.add("visits", _("Visits"), self.visits)
        self.views.add("colleagues", _("People of the office"), self.colleagues)
        self.views.add("offices", _("Offices"), self.offices)
        self.views.add("forms", _("Forms"), self.forms)
        self.views.shown.connect(lambda _key: self.take_focus())
        self.content.addWidget(self.code)
        self.content.addWidget(self.views, 1)

    def refresh(self) -> None:
        rows = self.enumerators.refresh()
        self.views.show_count("people", len({person.person for person, _laptop in rows}))
        self.views.show_count("visits", self.visits.refresh())
        self.views.show_count("colleagues", self.colleagues.refresh())
        self.views.show_count("offices", self.offices.refresh())
        self.views.show_count("forms", self.forms.refresh())
        revoked = sum(1 for _person, laptop in rows if laptop is not None and laptop.revoked)
        chips = [n_("{n} laptop", "{n} laptops", sum(1 for _person, laptop in rows if laptop))]
        if revoked:
            chips.append(n_("{n} revoked", "{n} revoked", revoked))
        self.bar.show_chips(*chips)

    def _on_changed(self) -> None:
        self.refresh()
        self.data_changed.emit()

    def take_focus(self) -> None:
        views = {
            "people": self.enumerators,
            "visits": self.visits,
            "colleagues": self.colleagues,
            "offices": self.offices,
            "forms": self.forms,
        }
        if self.code.isVisible():
            self.code.done.setFocus()
        else:
            views[self.views.current()].take_focus()

    def memory(self) -> object:
        return self.views.current()

    def arrive(self, argument: object) -> None:
        if isinstance(argument, str) and argument in self.views.buttons:
            self.views.show_view(argument)

    def _show_code(self, key: str, made: MadeKit, name: str) -> None:
        self.views.show_view(key)
        self.code.show_kit(made, name)
        self._make_room()

    def _make_room(self) -> None:
        """On a low screen the lists step back while a code stands there: it is shown only once."""
        self.views.setHidden(not self.code.isHidden() and self.height() < theme.px(_ROOM_FOR_BOTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
