# SPDX-License-Identifier: Apache-2.0
"""Recording sound or a film: begin, end, hear or see it, use it or record again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from enumerator.errors import UserError
from enumerator.messages import _, spoken_language
from ui import theme
from ui.capture.camera import Camera
from ui.capture.equipment import CAMERA, MICROPHONE, Equipment
from ui.capture.player import Player, time_words
from ui.capture.recording import Plan, Recording
from ui.capture.sources import Device, FrameSource, SoundSource
from ui.widgets.card import column, row
from ui.widgets.drop_down import DropDown
from ui.widgets.sheet import Sheet
from ui.widgets.text import Text

BARS: Final = 48
FALL_MS: Final = 60
QUIET: Final = 0.02
PATIENCE_S: Final = 3.0


class Level(QWidget):
    """How loud it was lately, so that one sees whether anything is heard."""

    def __init__(self) -> None:
        super().__init__()
        self.levels = [0.0] * BARS
        self._now = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._fall = QTimer(self, interval=FALL_MS)
        self._fall.timeout.connect(self._step)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.px(110))

    def run(self, on: bool) -> None:
        """Go on drawing, or stand still."""
        if on:
            self.levels = [0.0] * BARS
            self._fall.start()
        else:
            self._fall.stop()

    def take(self, level: float) -> None:
        """The loudness of now, 0 to 1."""
        self._now = max(self._now, level)

    def _step(self) -> None:
        self.levels = [*self.levels[1:], self._now]
        self._now = 0.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary"))
        step = self.width() / BARS
        middle = self.height() / 2
        for at, level in enumerate(self.levels):
            # the root, for ears hear so; a line where it is quiet
            half = max(1.5, (level**0.5) * (middle - theme.px(4)))
            painter.drawRoundedRect(QRectF(at * step + step * 0.2, middle - half, step * 0.6, 2 * half), 2, 2)


class _Seen(FrameSource):
    """What the camera on screen sees, for the recording."""

    def __init__(self, camera: Camera) -> None:
        super().__init__(camera)
        camera.frame.connect(self.frame)


class RecordSheet(Sheet):
    """`taken(bytes)` is the file, `file_wanted` when the person rather chooses one. Enter begins, ends, and
    uses; Backspace records again; Space plays."""

    taken = Signal(object)
    file_wanted = Signal()

    def __init__(self, title: str, plan: Plan, equipment: Equipment, owner: QWidget) -> None:
        body = QWidget()
        super().__init__(title, body, owner, close_words=_("Cancel"))
        if not plan.film:
            self.largest = QSize(560, 340)
        self._plan = plan
        self._equipment = equipment
        self._data = b""
        self._microphones = equipment.microphones()
        self.recording: Recording | None = None
        self.camera = Camera(equipment.cameras(), wanted=equipment.recall(CAMERA)) if plan.film else None
        self.level = Level()
        self.player = Player(film=plan.film, key="Space")
        self.elapsed = Text("0:00", "display")
        self.state = Text("", "hint", "ink-2").wrapped()
        self.sources = DropDown()
        self.sources.setAccessibleName(_("Microphone"))
        self._make(body)
        self.again_button = self.offer(_("Record again"), "Backspace", icon="redo")
        self.file_button = self.offer(_("Use a file instead…"), "F", icon="folder")
        self.start_button = self.offer(_("Record"), "Return", icon="record", primary=True)
        self.stop_button = self.offer(_("Stop recording"), "Return", icon="stop", primary=True)
        self.use_button = self.offer(_("Use this recording"), "Return", icon="done", primary=True)
        self.again_button.clicked.connect(self._again)
        self.file_button.clicked.connect(self._on_file)
        self.start_button.clicked.connect(self._start)
        self.stop_button.clicked.connect(self._stop)
        self.use_button.clicked.connect(self._use)
        self.sources.activated.connect(self._on_chosen)
        self._microphones.changed.connect(self._look)
        if self.camera is not None:
            self.camera.chosen.connect(lambda key: equipment.remember(CAMERA, key))
            self.camera.live_changed.connect(self._show_step)
        self.closed.connect(self._let_go)
        self.bind("Space", self.player.button)

    def _make(self, body: QWidget) -> None:
        # a stack without a parent would show its first page as a window of its own
        holder = QWidget(body)
        self._views = QStackedLayout(holder)
        taking = QWidget(holder)
        top = [self.camera] if self.camera is not None else []
        taking.setLayout(column(*top, self.level, spacing=8))
        taking.layout().setStretch(0, 1)
        self.level.setMaximumHeight(theme.px(44 if self.camera is not None else 220))
        self._views.addWidget(taking)
        self._views.addWidget(self.player)
        line = row(self.elapsed, self.state, spacing=16)
        line.setStretch(1, 1)
        body.setLayout(column(holder, self.sources, line))
        body.layout().setStretch(0, 1)

    def open(self) -> None:
        super().open()
        if self.camera is not None:
            self.camera.start()
        self._look()

    # -- steps

    def _look(self) -> None:
        """Which microphones are there."""
        if self.recording is not None or self._data:
            return
        found: Sequence[Device] = ()
        words = ""
        try:
            found = self._microphones.found()
        except UserError as problem:
            words = f"{problem.what} {problem.remedy}"
        self.sources.clear()
        for device in found:
            self.sources.addItem(device.name, device.key)
        wanted = self._equipment.recall(MICROPHONE)
        at = next((n for n, device in enumerate(found) if device.key == wanted), 0)
        self.sources.setCurrentIndex(at if found else -1)
        self.sources.setVisible(len(found) > 1)
        self.state.setText(words or self._ready_words(bool(found)))
        self._show_step()

    def _ready_words(self, heard: bool) -> str:
        if heard:
            return _("Enter begins.")
        if self._plan.film:
            return _("No microphone is connected: the film will be silent.")
        return _("No microphone is connected. Plug one in, or use a file instead.")

    def _ready(self) -> bool:
        if self.camera is not None:
            return self.camera.live
        return self.sources.count() > 0

    def _show_step(self) -> None:
        running, done = self.recording is not None, bool(self._data)
        self.start_button.setVisible(not running and not done)
        self.start_button.setEnabled(self._ready())
        self.file_button.setVisible(not running and not done)
        self.stop_button.setVisible(running)
        self.again_button.setVisible(done)
        self.use_button.setVisible(done)
        self.sources.setEnabled(not running)
        self._views.setCurrentIndex(1 if done else 0)
        self.player.button.setVisible(done)

    def _start(self) -> None:
        key = self.sources.currentData()
        try:
            sound: SoundSource | None = self._microphones.open(key) if key else None
        except KeyError:  # pulled out since the list was made
            self._look()
            return
        frames = _Seen(self.camera) if self.camera is not None else None
        recording = Recording(self._plan, sound, frames, self)
        recording.level.connect(self.level.take)
        recording.went_on.connect(self._on_went_on)
        recording.finished.connect(self._on_finished)
        recording.failed.connect(self._on_failed)
        self.recording = recording
        self.state.show_ink("ink-2")
        self.level.run(True)
        recording.start()
        self._show_step()

    def _stop(self) -> None:
        if self.recording is not None:
            self.stop_button.setEnabled(False)
            self.recording.stop()

    def _on_went_on(self, seconds: float, size: int) -> None:
        self.elapsed.setText(time_words(seconds))
        point = "," if spoken_language() == "id" else "."
        mega = f"{size / 1_000_000:.1f}".replace(".", point), f"{self._plan.most / 1_000_000:.0f}"
        words = _("Recording · {size} of {most} MB", size=mega[0], most=mega[1])
        deaf = self.sources.count() and seconds > PATIENCE_S and max(self.level.levels) < QUIET
        hint = _("Nothing is heard: is the microphone switched on?")
        self.state.setText(f"{words}\n{hint}" if deaf else words)

    def _on_finished(self, data: bytes) -> None:
        self.recording = None
        self.level.run(False)
        self.stop_button.setEnabled(True)
        self._data = data
        if self.camera is not None:
            self.camera.stop()
        self.player.load(data, f"rekaman{self._plan.ending}")
        if data:
            self.state.setText(_("Space plays it. Enter uses it."))
        self._show_step()

    def _on_failed(self, words: str) -> None:
        self.state.setText(words)
        self.state.show_ink("red-ink")

    def _again(self) -> None:
        self._data = b""
        self.player.stop()
        self.elapsed.setText(time_words(0))
        if self.camera is not None:
            self.camera.start()
        self._look()

    def _use(self) -> None:
        data = self._data
        self.put_away()
        self.taken.emit(data)

    def _on_file(self) -> None:
        self.put_away()
        self.file_wanted.emit()

    def _on_chosen(self, at: int) -> None:
        self._equipment.remember(MICROPHONE, self.sources.itemData(at))

    def _let_go(self) -> None:
        self.player.stop()
        if self.recording is not None:
            self.recording.cancel()
