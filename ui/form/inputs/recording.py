# SPDX-License-Identifier: Apache-2.0
"""Sound and films: recorded here or chosen as a file, played back, kept encrypted."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent

from enumerator.forms import Node, Question
from enumerator.messages import _
from ui.capture.play_sheet import PlaySheet
from ui.capture.player import Player
from ui.capture.record_sheet import RecordSheet
from ui.capture.recording import Plan
from ui.form.inputs.attachment import Attachment
from ui.form.inputs.field import Asking
from ui.widgets.sheet import Sheet

_FILMS = "*.mp4 *.webm *.mov *.mkv *.3gp"
_SOUNDS = "*.mp3 *.m4a *.wav *.ogg *.opus *.amr"


class Recording(Attachment):
    """`quality` of the form sets how large a minute of sound is."""

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        self._film = question.type == "video"
        self.pattern = _FILMS if self._film else _SOUNDS
        self.sheet: Sheet | None = None
        super().__init__(address, question, asking)
        self.player = Player()
        self.player.button.hide()
        self.player.playing_changed.connect(self._on_playing)
        self.player.troubled.connect(self.player.show)
        self.whole.addWidget(self.player)
        self.player.hide()

    def make_offers(self) -> None:
        words, icon = (_("Record a film…"), "video") if self._film else (_("Record…"), "microphone")
        self.record_button = self.offer(words, icon, self.open_recorder)

    def make_more_offers(self) -> None:
        self.play_button = self.offer(_("Play"), "play", self.play)

    def show_kept(self, data: bytes | None) -> None:
        self.play_button.setVisible(data is not None)
        self.play_button.setEnabled(True)
        if data is None:
            self.player.stop()
        elif not self._film:
            self.player.load(data, self.node.value if self.node is not None else "")
        # the bar comes with the first playing
        self.player.setVisible(data is not None and self.player.playing)

    def show_node(self, node: Node) -> None:
        if self.node is not None and node.value != self.node.value:
            self.player.stop()
        super().show_node(node)

    def open_recorder(self) -> None:
        """Record."""
        plan = Plan(self._film, self.question.parameters.get("quality", "normal"))
        title = _("Record a film") if self._film else _("Record sound")
        sheet = RecordSheet(title, plan, self.asking.equipment, self)
        sheet.taken.connect(lambda data: self.take_bytes(data, f"rekaman{plan.ending}"))
        sheet.file_wanted.connect(self.ask_file)
        self.sheet = sheet
        sheet.open()

    def play(self) -> None:
        """Hear it, or see it."""
        data = self.kept()
        if data is None or self.node is None:
            return
        if not self._film:
            self.player.toggle()
            return
        sheet = PlaySheet(_("Film"), data, self.node.value, self)
        self.sheet = sheet
        sheet.open()

    def _on_playing(self, playing: bool) -> None:
        if playing:
            self.player.show()
        self.play_button.setText(_("Pause") if playing else _("Play"))
        self.play_button.show_icon("pause" if playing else "play")

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.player.stop()
        super().hideEvent(event)
