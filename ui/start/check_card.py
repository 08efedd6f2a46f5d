# SPDX-License-Identifier: Apache-2.0
"""Check cards where no data folder is open, with the lists that offices wrote for whoever may check."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from enumerator.cards.checkfile import (
    SUFFIX,
    CheckFile,
    check_by_files,
    held_checks,
    is_known,
    keep_check,
    read_check_file,
)
from enumerator.cards.scan import decode_file
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.store import local_now
from ui import theme
from ui.capture.code_reader import Code, CodeCamera
from ui.capture.equipment import Equipment
from ui.checking.answer import Answer, answer_of, answer_of_number, is_code
from ui.checking.line import ScanLine, ScannerEar
from ui.checking.result import Result
from ui.start.steps import Step, cancel_words
from ui.widgets import PrimaryButton, QuietButton, Text, Tinted, row

_EYE: Final = 220


class CheckCard(Step):
    """The line has the keyboard; Ctrl+O a picture, Ctrl+K the camera, Ctrl+L a list of an office."""

    def __init__(
        self,
        home: Path,
        now: Callable[[], datetime] = local_now,
        equipment: Equipment | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Check a card"), "", parent)
        self._home, self._now = home, now
        self.lists: tuple[CheckFile, ...] = ()
        self.held = Text("", "hint", "ink-2").wrapped()
        self.line = ScanLine()
        self.line.entered.connect(self.check)
        self.line.next_wanted.connect(self.next_card)
        self.ear = ScannerEar(self, self.line)
        self.result = Result()
        self.result.hide()
        self.camera = CodeCamera((equipment or Equipment()).cameras(), formats=("QRCode",), wanted="")
        self.camera.found.connect(self._on_code)
        self.camera.setFixedHeight(theme.px(_EYE))
        self.camera.hide()
        self.fields.setSpacing(theme.px(12))
        for widget in (self.held, self._question(), self.line):
            self.fields.addWidget(widget)
        self.fields.addLayout(self._ways())
        for widget in (self.camera, self.result):
            self.fields.addWidget(widget)
        back = QuietButton(cancel_words(), key="Esc")
        back.clicked.connect(self.back_requested)
        self.buttons.addWidget(back)
        self.buttons.addStretch(1)
        self.take = QuietButton(_("Take in a list…"), icon="received", key="Ctrl+L")
        self.take.clicked.connect(self.ask_list)
        self.buttons.addWidget(self.take)
        self.setFocusProxy(self.line)
        self._show_lists()

    def _ways(self) -> QHBoxLayout:
        self.pick = QuietButton(_("From a picture…"), icon="folder", key="Ctrl+O")
        self.pick.clicked.connect(self.ask_picture)
        self.look = QuietButton(_("Camera"), icon="camera", key="Ctrl+K")
        self.look.setCheckable(True)
        self.look.clicked.connect(self.show_camera)
        return row(self.pick, self.look, 1, spacing=8)

    def _question(self) -> Tinted:
        """Whether the office of a list is to be believed."""
        self.question = Tinted("amber")
        self._asked = Text("", "body", "amber-ink").wrapped()
        self._compare = Text("", "section").wrapped()
        self.believe = PrimaryButton(_("The key is the same: keep the list"))
        self.refuse = QuietButton(_("Do not keep it"))
        self.refuse.clicked.connect(self._refused)
        self.believe.clicked.connect(self._believed)
        self.question.body.setSpacing(theme.px(6))
        self.question.body.addWidget(self._asked)
        self.question.body.addWidget(self._compare)
        self.question.body.addLayout(row(self.believe, self.refuse, 1, spacing=8))
        self.question.hide()
        self._offered: Path | None = None
        return self.question

    # -- checking

    def check(self, text: str) -> None:
        """Show what the lists here say of a code, or of a number that was typed."""
        self.trouble.hide()
        answer = self._answer(text)
        self.result.show_answer(answer)
        self.result.show()
        self.line.show_checked(answer.number or text)

    def _answer(self, text: str) -> Answer:
        if not is_code(text):
            called_back = (each.trust.revocations.cards for each in self.lists)
            return answer_of_number(text, ChainMap(*map(dict, called_back)))
        verdict, said = check_by_files(text, self.lists, self._now())
        return answer_of(verdict, said.programmes if said is not None else {}, self._now().tzinfo)

    def next_card(self) -> None:
        """Nothing on screen that belongs to the card before."""
        self.result.hide()
        self.trouble.hide()
        self.line.forget()
        self.camera.reader.forget()
        self.take_focus()

    def check_picture(self, path: Path) -> None:
        """Read the code from a picture or PDF."""
        try:
            texts = decode_file(path)
            if not texts:
                raise UserError(
                    _("No code was found in {name}.", name=path.name),
                    remedy=_("Take the picture straight from above, with light and without glare."),
                )
        except UserError as error:
            self.result.hide()
            self.show_error(error)
            return
        self.check(texts[0])

    def pick_picture(self) -> Path | None:
        """The file dialog."""
        return self._pick(_("From a picture…"), _("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp *.pdf)")

    def ask_picture(self) -> None:
        """A picture of a card, such as one that was sent."""
        path = self.pick_picture()
        if path is not None:
            self.check_picture(path)
        self.take_focus()

    def show_camera(self, on: bool) -> None:
        """Look, or look no more."""
        self.camera.setVisible(on)
        if on:
            self.camera.start()
        else:
            self.camera.stop()
        self.take_focus()

    def _on_code(self, code: Code) -> None:
        self.check(code.text)

    # -- lists

    def pick_list(self) -> Path | None:
        """The file dialog."""
        return self._pick(_("Take in a list…"), _("Lists to check cards with") + f" (*{SUFFIX})")

    def ask_list(self) -> None:
        """A list of an office; the first of it only when a person says that its key is the right one."""
        path = self.pick_list()
        if path is not None:
            self.take_in(path)

    def take_in(self, path: Path) -> None:
        """Keep the list of a known office, ask about that of another."""
        self.trouble.hide()
        self.question.hide()
        try:
            offered = read_check_file(path)
            if is_known(self._home, offered):
                self._keep(path)
                return
        except UserError as error:
            self.show_error(error)
            self.take_focus()
            return
        self._offered = path
        told = _("This list says it is from {project}. Ask the office by another way, such as the telephone:")
        self._asked.setText(told.format(project=offered.project))
        self._compare.setText(_("Is its key {fingerprint}?", fingerprint=offered.fingerprint))
        self.question.show()
        self.refuse.setFocus(Qt.FocusReason.OtherFocusReason)

    def _believed(self) -> None:
        self.question.hide()
        if self._offered is not None:
            try:
                self._keep(self._offered)
            except UserError as error:
                self.show_error(error)
        self._offered = None

    def _refused(self) -> None:
        self._offered = None
        self.question.hide()
        self.take_focus()

    def _keep(self, path: Path) -> None:
        keep_check(self._home, path)
        self._show_lists()
        self.next_card()

    def _show_lists(self) -> None:
        self.lists = held_checks(self._home)
        told = [
            _("{project}: list of {date}", project=each.project, date=f"{each.as_of.astimezone():%d-%m-%Y}")
            for each in self.lists
        ]
        nothing = _("No list is here yet. Take in the one that the office wrote; nothing is sent anywhere.")
        self.held.setText("\n".join(told) or nothing)

    # -- coming and going

    def _pick(self, title: str, kinds: str) -> Path | None:
        chosen, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
        return Path(chosen) if chosen else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ear.listen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        self.ear.listen(False)
        self.camera.stop()
        super().hideEvent(event)
