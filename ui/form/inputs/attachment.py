# SPDX-License-Identifier: Apache-2.0
"""Any file of a person's: chosen or dropped, and kept in the encrypted store under its hash. Photos and
recordings build on it."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from enumerator.errors import UserError
from enumerator.forms import Node, Question
from enumerator.messages import _
from ui import theme
from ui.form import spelling
from ui.form.inputs.field import Asking, Field, no_answer_words
from ui.form.inputs.flow import Flow
from ui.widgets.button import Button, QuietButton
from ui.widgets.text import Text

LARGEST: Final = 100_000_000  # bytes; a bundle has to fit on a stick beside many others
_STEPS: Final = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1,
}  # fmt: skip


class Attachment(Field):
    """The value is the name of the file in the store: its hash and its ending.

    Each way to get a file is a button with a digit, as choices are; Delete takes the file away, and undo
    brings it back, for the store forgets nothing that was an answer.
    """

    pattern = "*"

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.offers: list[Button] = []
        self._holder = QWidget(self)
        self._flow = Flow(self._holder)
        self._words = Text("", "hint", "ink-2").wrapped()
        self.setAcceptDrops(True)
        self.side = QHBoxLayout()
        self.side.setSpacing(theme.px(12))
        self.body = QVBoxLayout()
        self.body.addWidget(self._holder)
        self.body.addWidget(self._words)
        self.body.addStretch()
        self.side.addLayout(self.body, 1)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.addLayout(self.side)
        self.make_offers()
        self.choose_button = self.offer(_("Choose a file…"), "folder", self.ask_file)
        self.make_more_offers()
        self.remove_button = QuietButton(_("Remove"), icon="remove", key="Del", key_works=False)
        self.remove_button.clicked.connect(self._on_remove)
        self._flow.addWidget(self.remove_button)
        self.setFocusProxy(self.offers[0])

    def make_offers(self) -> None:
        """The ways to get a file, beside choosing one."""

    def make_more_offers(self) -> None:
        """What can be done with a file that is there."""

    def offer(self, words: str, icon: str, act: Callable[[], None]) -> Button:
        """One way, as a button with the next digit."""
        button = QuietButton(words, icon=icon, key=str(len(self.offers) + 1), key_works=False)
        button.clicked.connect(act)
        self.offers.append(button)
        self._flow.addWidget(button)
        return button

    def name_for_readers(self, label: str, hint: str) -> None:
        for button in (*self.offers, self.remove_button):
            button.setAccessibleName(f"{button.text()}, {label}")
            button.setAccessibleDescription(hint)

    # -- showing ---------------------------------------------------------------------------------------------

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        data = self.kept()
        open_ = not node.readonly and self.asking.attachments is not None
        for button in self.offers:
            button.setEnabled(open_)
        self.remove_button.setVisible(bool(node.value) and not node.readonly)
        self._words.setText(self.state_words(node, data))
        self._words.show_ink("ink-2")
        self.show_kept(data)
        self._flow.invalidate()
        self._holder.updateGeometry()

    def kept(self) -> bytes | None:
        """The file itself; None where there is none, or it is on another laptop."""
        store = self.asking.attachments
        value = self.node.value if self.node is not None else ""
        sha256 = Path(value).stem
        return store.read(sha256) if value and store is not None and store.has(sha256) else None

    def show_kept(self, data: bytes | None) -> None:
        """Show the file that is kept."""

    def state_words(self, node: Node, data: bytes | None) -> str:
        """What stands under the buttons."""
        if node.no_answer is not None:
            return no_answer_words(node)
        if data is not None:
            return f"{self.kept_words()} {size_words(len(data))}"
        if node.value:
            return _("The file {name} is not on this laptop.", name=node.value)
        return self.empty_words()

    def kept_words(self) -> str:
        """What is said of a file that is here."""
        return _("Kept on this laptop, encrypted.")

    def empty_words(self) -> str:
        """What is said where there is none yet."""
        return _("A digit chooses how; a file can also be dropped here.")

    # -- taking ----------------------------------------------------------------------------------------------

    def take_file(self, path: Path) -> None:
        """Keep the file; what cannot be read is said under the field."""
        try:
            if path.stat().st_size > LARGEST:
                self.say(_("{name} is larger than {most}.", name=path.name, most=size_words(LARGEST)))
                return
            data = path.read_bytes()
        except OSError as problem:
            self.say(_("{name} cannot be read: {why}", name=path.name, why=problem.strerror or str(problem)))
            return
        self.take_bytes(data, path.name)

    def take_bytes(self, data: bytes, name: str) -> None:
        """Keep these bytes."""
        store = self.asking.attachments
        if store is None:
            return
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        try:
            data, name, mime = self.made_ready(data, name, mime)
            store.put(data, name=name, mime=mime)
        except UserError as problem:
            self.say(f"{problem.what} {problem.remedy}")
            return
        self.give(hashlib.sha256(data).hexdigest() + Path(name).suffix.lower())

    def made_ready(self, data: bytes, name: str, mime: str) -> tuple[bytes, str, str]:
        """Bytes, name and type as they are kept; UserError when they cannot be."""
        return data, name, mime

    def say(self, words: str) -> None:
        """Say under the buttons why nothing was kept."""
        self._words.setText(words)
        self._words.show_ink("red-ink")

    def ask_file(self) -> None:
        """Choose a file."""
        name, _filter = QFileDialog.getOpenFileName(
            self, self.choose_button.text().rstrip("…"), "", f"{self.pattern} ({self.pattern})"
        )
        if name:
            self.take_file(Path(name))

    def _on_remove(self) -> None:
        # the button goes away under the keyboard
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.give("")

    # -- keys and mouse --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in _STEPS:
            self._step(_STEPS[Qt.Key(event.key())])
        elif button := next((b for b in self.offers if b.key == event.text() and not b.isHidden()), None):
            if button.isEnabled():
                button.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if not self.remove_button.isHidden():
                self.remove_button.click()
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        stops = [b for b in (*self.offers, self.remove_button) if not b.isHidden() and b.isEnabled()]
        here = next((n for n, button in enumerate(stops) if button.hasFocus()), None)
        if here is not None and 0 <= here + step < len(stops):
            stops[here + step].setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if path:
            self.take_file(Path(path))


def size_words(size: int) -> str:
    """`1234567` as `1,2 MB`."""
    kilo, mega = size / 1_000, size / 1_000_000
    words = f"{mega:.1f} MB" if mega >= 1 else f"{max(1, round(kilo))} kB"
    return words.replace(".", spelling.marks().point)


def png_bytes(picture: QImage) -> bytes:
    """The picture as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())
