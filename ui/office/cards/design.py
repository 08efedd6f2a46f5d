# SPDX-License-Identifier: Apache-2.0
"""The design of the card: a form, its text, and both sides drawn as one types; kept for the whole office."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from enumerator.cards.design import Template
from enumerator.cards.designs import Design, designs, remove_design, save_design
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.card_settings import card_settings, save_card_settings
from ui.office.asking import ask_file, ask_target
from ui.office.cards.design_choice import DesignChoice
from ui.office.cards.design_draft import changed, from_file, shipped_for, to_file, with_picture
from ui.office.cards.design_form import DesignForm, shape_of
from ui.office.cards.design_view import DesignView
from ui.office.cards.late import LateDrawing
from ui.office.cards.source import SourceEdit
from ui.office.panes import Panes
from ui.office.segments import Segments
from ui.widgets import (
    Card,
    IconButton,
    Labelled,
    QuietButton,
    Screen,
    clear,
    column,
    row,
    scrolled,
)

_KIND: Final = "TOML (*.toml)"
_REST_MS: Final = 180


class CardDesign(Screen):
    """Ctrl+S keeps the design. What is typed stays until it is kept or another design is chosen."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Card design"), parent)
        self._now = workspace.store.clock
        self._known: dict[str, Design] = {}
        self._made: Design | None = None
        self._kept: Design | None = None
        self._form: DesignForm | None = None
        self.back = self.bar.add_back(_("Cards"), key="Alt+Left")
        self.back.clicked.connect(self.close_requested)
        self.take_in = IconButton("folder", _("Take in a file…"))
        self.take_in.clicked.connect(self.ask_take_in)
        self.write_out = IconButton("export", _("Write to a file…"))
        self.write_out.clicked.connect(self.ask_write_out)
        for button in (self.take_in, self.write_out):
            self.bar.add_widget(button)
        self.save = self.bar.set_primary(_("Keep the design"), icon="save", key="Ctrl+S")
        self.save.clicked.connect(self.save_now)
        self.content.addWidget(Panes(self._left(), self._right(), 0.54), 1)
        self._late = LateDrawing(self, self._draw, _REST_MS)

    def _left(self) -> Card:
        left = Card(padding=16, spacing=10)
        self.choice = DesignChoice()
        self.choice.activated.connect(lambda _at: self.choose(self.choice.currentData()))
        self.name = QLineEdit()
        self.name.textEdited.connect(self._on_name)
        self.use = QuietButton(_("Use it"), icon="done")
        self.use.clicked.connect(self.use_now)
        self.reset = QuietButton(_("As it was shipped"), icon="undo")
        self.reset.clicked.connect(self.reset_now)
        self.away = QuietButton(_("Remove"), icon="remove")
        self.away.clicked.connect(self.remove_now)
        which = row(spacing=10)
        which.addWidget(Labelled(_("Design"), self.choice), 11)
        which.addWidget(Labelled(_("Name of the design"), self.name), 9)
        left.body.addLayout(which)
        left.body.addLayout(row(self.use, self.reset, self.away, 1, spacing=8))
        self.views = Segments()
        self._form_place = column(spacing=0)
        place = QWidget()
        place.setLayout(self._form_place)
        self.form_area: QScrollArea = scrolled(place)
        self.source = SourceEdit()
        self.source.edited.connect(self._on_source)
        self.views.add("form", _("Form"), self.form_area)
        self.views.add("text", _("Text"), self.source)
        left.body.addWidget(self.views, 1)
        return left

    def _right(self) -> DesignView:
        self.shown = DesignView()
        self.shown.sample_chosen.connect(self._draw)
        self.shown.drawn.connect(self._on_right)
        self.shown.wrong.connect(self.source.mark_line)
        self.shown.go_wanted.connect(self.go_to_line)
        return self.shown

    # -- which design

    def refresh(self) -> None:
        """The designs there are; what is being changed stays as it is."""
        self._known = {each.id: each for each in designs(self.workspace.store)}
        used = card_settings(self.workspace).design
        self.choice.show_designs(self._known.values(), used)
        if self._made is None or (self._made.id and self._made.id not in self._known):
            self.choose(used if used in self._known else next(iter(self._known)))
        else:
            self._tell()

    def choose(self, chosen: str) -> None:
        """Another design; what was changed in the one before and not kept can be brought back."""
        left = self._made if self.is_changed() else None
        kept = self._kept
        self._open(self._known[chosen], self._known[chosen])
        if left is not None:
            self.tell(
                "info",
                _("The changes to “{name}” were not kept.", name=left.name),
                action=_("Bring them back"),
                act=lambda: self._open(left, kept),
            )

    def _open(self, made: Design, kept: Design | None) -> None:
        self._made, self._kept = made, kept
        self.name.setText(made.name)
        self.source.show_text(made.source)
        self.choice.setCurrentIndex(self.choice.findData(made.id))
        self._tell()
        self._draw()

    def is_changed(self) -> bool:
        """Whether something is not kept yet."""
        return self._made is not None and self._made != self._kept

    def memory(self) -> object:
        return (self._made, self._kept) if self.is_changed() else None

    def arrive(self, argument: object) -> None:
        """What was being changed before the window was built anew."""
        if isinstance(argument, tuple):
            self._open(*argument)

    def take_focus(self) -> None:
        self.choice.setFocus()

    # -- changing

    def _on_name(self, name: str) -> None:
        if self._made is not None:
            self._change(name=name)

    def _on_source(self, text: str) -> None:
        self._change(source=text)

    def set_value(self, table: str, key: str, value: str | bool) -> None:
        """One value from the form."""
        if self._made is not None:
            self._put(changed(self._made, table, key, value))

    def set_picture(self, key: str, path: Path | None) -> None:
        """The logo or signature from a file, or none."""
        if self._made is None:
            return
        try:
            self._put(with_picture(self._made, key, path))
        except UserError as error:
            self.show_error(error)

    def _put(self, made: Design) -> None:
        self.source.show_text(made.source)
        self._change(source=made.source, pictures=made.pictures)

    def _change(self, **changes: object) -> None:
        if self._made is not None:
            self._made = replace(self._made, **changes)  # type: ignore[arg-type]
            self._tell()
            self._late.soon()

    def _tell(self) -> None:
        made = self._made
        if made is None:
            return
        changed = self.is_changed()
        used = card_settings(self.workspace).design
        if changed:
            self.shown.state.setText(_("Not kept yet"))
        else:
            self.shown.state.setText(_("Came with the program") if made.shipped else _("The office's own"))
        self.save.setEnabled(changed)
        self.use.setEnabled(not changed and bool(made.id) and made.id != used)
        self.away.setEnabled(bool(made.id) and not made.shipped)
        self.reset.setEnabled(shipped_for(self._made).source != made.source)

    # -- as it looks

    def _draw(self) -> None:
        if self._made is not None:
            prefix = card_settings(self.workspace).prefix
            self.shown.draw(self._made, prefix, self._now().date())

    def _on_right(self, template: Template) -> None:
        self.source.mark_line(0)
        self._show_form(template)

    def _show_form(self, template: Template) -> None:
        if self._form is None or self._form.shape != shape_of(template):
            clear(self._form_place)
            self._form = DesignForm(template)
            self._form.changed.connect(self.set_value)
            self._form.picture_wanted.connect(self.set_picture)
            self._form_place.addWidget(self._form)
        else:
            self._form.show_template(template)

    def go_to_line(self, line: int) -> None:
        """Into the line of the text that is wrong."""
        if line:
            self.views.show_view("text")
            self.source.go_to_line(line)

    # -- keeping

    def save_now(self) -> None:
        """Keep it for the office; a shipped one becomes the office's own."""
        made = self._made
        if made is None or not self.is_changed():
            return
        if made.shipped and made.name == self._known[made.id].name:
            office = self.workspace.project_name
            made = replace(made, name=_("{name}, {office}", name=made.name, office=office))
        try:
            kept = save_design(self.workspace.store, made)
        except UserError as error:
            self.show_error(error)
            return
        self._made = self._kept = kept
        self.refresh()
        self._open(kept, kept)
        self.data_changed.emit()
        used = card_settings(self.workspace).design
        self.tell(
            "done",
            _("The design “{name}” is kept for the whole office.", name=kept.name),
            action=_("Use it from now on") if used != kept.id else "",
            act=self.use_now if used != kept.id else None,
        )

    def use_now(self) -> None:
        """New cards look like this from now on."""
        made = self._made
        if made is None or not made.id:
            return
        try:
            save_card_settings(self.workspace, replace(card_settings(self.workspace), design=made.id))
        except UserError as error:
            self.show_error(error)
            return
        self.refresh()
        self.choice.setCurrentIndex(self.choice.findData(made.id))
        self.data_changed.emit()
        self.tell("done", _("New cards are printed with “{name}”.", name=made.name))

    def reset_now(self) -> None:
        """Text and pictures as the program brought them; the name stays, and nothing is kept yet."""
        made, shipped = self._made, shipped_for(self._made)
        if made is None:
            return
        kept = self._kept
        self._open(replace(made, source=shipped.source, pictures=dict(shipped.pictures)), kept)
        self.tell(
            "info",
            _("This is the design as it came with the program."),
            action=_("Bring the changes back"),
            act=lambda: self._open(made, kept),
        )

    def remove_now(self) -> None:
        """Offer it no more; what was printed with it can still be made again."""
        made = self._made
        if made is None or made.shipped:
            return
        try:
            remove_design(self.workspace.store, made)
        except UserError as error:
            self.show_error(error)
            return
        self._made = self._kept = None
        self.refresh()
        self.data_changed.emit()
        self.tell(
            "done",
            _("The design “{name}” is removed.", name=made.name),
            action=_("Bring it back"),
            act=lambda: self._open(made, None),
        )

    # -- files

    def pick_file(self) -> Path | None:
        """A template to take in."""
        return ask_file(self, _("Take in a file…"), _KIND)

    def pick_target(self, name: str) -> Path | None:
        """Where a template goes."""
        return ask_target(self, _("Write to a file…"), _KIND, name)

    def ask_take_in(self) -> None:
        """A template file, which is looked at before it is kept; a wrong one is opened at its line."""
        path = self.pick_file()
        if path is None:
            return
        try:
            made, wrong = from_file(path)
        except UserError as error:
            self.show_error(error)
            return
        before, kept = self._made, self._kept
        self._open(made, None)
        if wrong is not None:
            self.views.show_view("text")
            self.source.go_to_line(max(1, wrong.line))
            self.tell(
                "error",
                wrong.what,
                f"{wrong.where}. {wrong.remedy}",
                action=_("Back to the design before") if before is not None else "",
                act=(lambda: self._open(before, kept)) if before is not None else None,
            )

    def ask_write_out(self) -> None:
        """The template and its pictures into files, for another office."""
        made = self._made
        target = self.pick_target("kartu.toml") if made is not None else None
        if made is None or target is None:
            return
        try:
            files = to_file(made, target)
        except UserError as error:
            self.show_error(error)
            return
        self.tell("done", _("Written: {files}", files=files))
