# SPDX-License-Identifier: Apache-2.0
"""How trouble reaches the person: what they can act on as a quiet notice, a defect as a dialog with a
report to copy."""

from __future__ import annotations

import errno
import platform
import re
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from enumerator.errors import UserError
from enumerator.messages import _, mark
from ui import theme

_FAULTS: Final = {
    errno.ENOSPC: mark("The disk is full."),
    errno.EACCES: mark("This may not be opened or written."),
    errno.EPERM: mark("This may not be opened or written."),
    errno.EROFS: mark("Nothing can be written there."),
    errno.EIO: mark("The disk or stick does not answer as it should."),
    errno.ENOENT: mark("It is not there."),
    errno.ENODEV: mark("It is not there."),
    errno.EBUSY: mark("Another program is using it."),
}
"""What the system says of a disk or file, in words of our own."""


@dataclass(frozen=True)
class News:
    """One notice: `kind` is "info", "done", "warning" or "error"; `detail` says where and what to do.

    `action` is a button that does `act`, such as taking back what was just done.
    """

    kind: str
    text: str
    detail: str = ""
    action: str = ""
    act: Callable[[], None] | None = None


def news_of(error: UserError) -> News:
    """A UserError as a notice."""
    said = _place_words(error)
    ends = not said or said.endswith((".", ":", "?", "!"))
    where = said if ends else f"{said}."
    return News("error", error.what, " ".join(part for part in (where, error.remedy) if part))


def _place_words(error: UserError) -> str:
    """Where it happened; what the system says in its own language in ours, with the file it is about."""
    cause = error.__cause__
    if not isinstance(cause, OSError) or error.where != str(cause) or cause.errno not in _FAULTS:
        return error.where
    words = _(_FAULTS[cause.errno])
    return f"{words} {cause.filename}" if cause.filename else words


class Reporter(QObject):
    """Takes every exception that reaches the window and decides how it is told."""

    noticed = Signal(object)
    defect_found = Signal(object)

    def report(self, error: BaseException) -> None:
        """A UserError becomes a notice; anything else a defect dialog."""
        if isinstance(error, UserError):
            self.noticed.emit(news_of(error))
        else:
            self.defect_found.emit(error)

    def catch_all(self) -> Callable[[], None]:
        """Take over `sys.excepthook`; returns the way back."""
        before = sys.excepthook

        def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt):
                before(kind, error, trace)
                return
            if not isinstance(error, UserError):
                before(kind, error, trace)
            self.report(error)

        sys.excepthook = hook

        def give_back() -> None:
            sys.excepthook = before

        return give_back


def defect_report(error: BaseException) -> str:
    """What a developer needs; long numbers are struck out, for they could be somebody's NIK."""
    frames = traceback.TracebackException.from_exception(error, capture_locals=False)
    place = f"{platform.system()} {platform.release()} · Python {platform.python_version()} · Qt {qVersion()}"
    return f"Pendata · {place}\n\n" + re.sub(r"\d{6,}", "••••••", "".join(frames.format()))


class DefectDialog(QDialog):
    """Says that the program has a defect, that the work is kept, and offers the report."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something in the program went wrong"))
        self.resize(theme.px(640), theme.px(420))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(20),) * 4)
        layout.setSpacing(theme.px(12))
        title = QLabel(_("Something in the program went wrong"))
        title.setProperty("kind", "section")
        layout.addWidget(title)
        words = QLabel(
            _(
                "Your answers are kept: each was saved as you typed it. You can go on. "
                "Please give this report to the office."
            )
        )
        words.setWordWrap(True)
        layout.addWidget(words)
        self.text = QPlainTextEdit(defect_report(error))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Report"))
        layout.addWidget(self.text, 1)
        buttons = QHBoxLayout()
        copy = QPushButton(_("Copy the report"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        close = QPushButton(_("Go on working"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout.addLayout(buttons)
