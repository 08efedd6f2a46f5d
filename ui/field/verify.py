# SPDX-License-Identifier: Apache-2.0
"""Check cards without a network, one after another: held before the camera, scanned, from a picture, or by
number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from enumerator.cards.scan import decode_file
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.card_trust import CardKnowledge
from enumerator.office.cards import programmes_on_cards
from ui import theme
from ui.capture.code_reader import Code, CodeCamera
from ui.capture.equipment import CAMERA, Equipment
from ui.checking.line import ScanLine, ScannerEar
from ui.checking.result import Result
from ui.field.card_check import check_text
from ui.field.verify_tally import Tally
from ui.widgets import Card, DropDown, EmptyState, QuietButton, Screen, Text, column, row, scrolled

_CAMERA_ON: Final = "verify_camera"
_SIDE: Final = 330
_NARROW_SIDE: Final = 262
_WIDE: Final = 1000
_EYE: Final = 250
_SMALL_EYE: Final = 190


class VerifyCard(Screen):
    """The line has the keyboard all the time, so the next card can be scanned; Ctrl+K is the camera."""

    def __init__(
        self,
        workspace: Any,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        equipment: Equipment | None = None,
    ) -> None:
        super().__init__(workspace, _("Check a card"), parent)
        self._now = now or workspace.store.clock
        self._known: CardKnowledge | None = None  # reading all cards takes a while: once, when first shown
        self._equipment = equipment or Equipment(recall=self._recall, remember=self._remember)
        self.setAcceptDrops(True)
        self.line = ScanLine()
        self.line.entered.connect(self.check)
        self.line.next_wanted.connect(self.next_card)
        self.ear = ScannerEar(self, self.line)
        self.result = Result()
        self.result.hide()
        self.waiting = EmptyState(
            _("Ready for the next card"),
            _("Hold the code before the camera or under the scanner, or type the number on the card.")
            + " "
            + _("Nothing is sent anywhere: the office's public key on this laptop is enough."),
            icon="verify",
        )
        self.tally = Tally(workspace)
        left = column(self._ask(), self.waiting, self.result, spacing=14, margins=(4, 4, 4, 4))
        left.setStretch(1, 1)
        left.setStretch(2, 1)
        place = QWidget()
        place.setLayout(left)
        side = QWidget()
        side.setLayout(column(self._eye(), self.tally, 1, spacing=14, margins=(0, 4, 4, 4)))
        self._side = scrolled(side, passed_by=True)
        whole = row(spacing=10)
        whole.addWidget(scrolled(place, passed_by=True), 1)
        whole.addWidget(self._side)
        self.content.addLayout(whole, 1)

    # -- building

    def _ask(self) -> Card:
        self.pick = QuietButton(_("From a picture…"), icon="folder", key="Ctrl+O")
        self.pick.clicked.connect(self.ask_picture)
        self.programme = DropDown()
        self.programme.setAccessibleName(_("For which programme"))
        self.programme.activated.connect(lambda _at: self.take_focus())
        self.bar.add_widget(Text(_("Card for"), "label"))
        self.bar.add_widget(self.programme)
        ask = Card(padding=14, spacing=0)
        line = row(spacing=10)
        line.addWidget(self.line, 1)
        line.addWidget(self.pick)
        ask.body.addLayout(line)
        return ask

    def _eye(self) -> Card:
        eye = Card(padding=12, spacing=8)
        self.camera_button = QuietButton(_("Camera"), icon="camera", key="Ctrl+K")
        self.camera_button.setCheckable(True)
        self.camera_button.clicked.connect(self.show_camera)
        self.camera = CodeCamera(
            self._equipment.cameras(), formats=("QRCode",), wanted=self._equipment.recall(CAMERA)
        )
        self.camera.found.connect(self._on_code)
        self.camera.camera.chosen.connect(lambda key: self._equipment.remember(CAMERA, key))
        self.camera.hide()
        eye.body.addWidget(self.camera_button)
        eye.body.addWidget(self.camera)
        return eye

    # -- coming and going

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_WIDE)
        self._side.setFixedWidth(theme.px(_SIDE if wide else _NARROW_SIDE))
        self.camera.setFixedHeight(theme.px(_EYE if wide else _SMALL_EYE))

    def refresh(self) -> None:
        """What has arrived since; the programmes that a card can be for."""
        self.tally.show_day(self._now())
        chosen = self.programme.currentData()
        self.programme.clear()
        self.programme.addItem(_("any programme"), "")
        for code, name in sorted(programmes_on_cards(self.workspace).items(), key=lambda each: each[1]):
            self.programme.addItem(name, code)
        self.programme.setCurrentIndex(max(0, self.programme.findData(chosen)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ear.listen(True)
        QTimer.singleShot(0, self, self._get_ready)

    def hideEvent(self, event: QHideEvent) -> None:
        self.ear.listen(False)
        super().hideEvent(event)

    def _get_ready(self) -> None:
        """Read the cards known here before the first one is held up, and look if one looked last time."""
        if not self.isVisible():
            return
        self._knowledge()
        if self._equipment.recall(_CAMERA_ON) == "on":
            self.camera_button.setChecked(True)
            self._look()

    def take_focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- checking

    def check(self, text: str) -> None:
        """Show what is known about this code or number; "" clears."""
        if not text:
            self.next_card()
            return
        now = self._now()
        programme = str(self.programme.currentData() or "")
        answer = check_text(self.workspace, self._knowledge(), text, now, programme=programme)
        self.result.show_answer(answer)
        self.waiting.hide()
        self.result.show()
        self.tally.count(answer, now)
        self.line.show_checked(answer.number or text)
        if answer.light != "green":
            QApplication.beep()

    def next_card(self) -> None:
        """Nothing on screen that belongs to the card before."""
        self.result.hide()
        self.waiting.show()
        self.line.forget()
        self.camera.reader.forget()
        self.take_focus()

    def _knowledge(self) -> CardKnowledge:
        if self._known is None:
            self._known = CardKnowledge(self.workspace)
        else:
            self._known.refresh()
        return self._known

    # -- camera

    def show_camera(self, on: bool) -> None:
        """Look, or look no more; remembered for the next time."""
        self._equipment.remember(_CAMERA_ON, "on" if on else "off")
        if on:
            self._look()
        else:
            self.camera.stop()
            self.camera.hide()
        self.take_focus()

    def _look(self) -> None:
        self.camera.show()
        self.camera.start()

    def _on_code(self, code: Code) -> None:
        self.check(code.text)

    def _recall(self, what: str) -> str:
        return str(self.workspace.settings.equipment.get(what, ""))

    def _remember(self, what: str, choice: str) -> None:
        self.workspace.change_settings(equipment={**self.workspace.settings.equipment, what: choice})

    # -- pictures

    def check_picture(self, path: Path) -> None:
        """Read the code from a picture or PDF."""
        try:
            texts = decode_file(path)
        except UserError as error:
            self.show_error(error)
            return
        if texts:
            self.check(texts[0])
        else:
            self.tell(
                "warning",
                _("No code was found in {name}.", name=path.name),
                _("Take the picture straight from above, with light and without glare, or type the number."),
            )

    def pick_picture(self) -> Path | None:
        """The file dialog."""
        kinds = _("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp *.pdf)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("From a picture…"), "", kinds)
        return Path(chosen) if chosen else None

    def ask_picture(self) -> None:
        """A picture of a card, such as one that was sent."""
        path = self.pick_picture()
        if path is not None:
            self.check_picture(path)
        self.take_focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.check_picture(paths[0])
            self.take_focus()
