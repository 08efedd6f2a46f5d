# SPDX-License-Identifier: Apache-2.0
"""The guide, page by page, in the language of the screens; its links lead from page to page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from enumerator.messages import _, spoken_language
from ui import theme
from ui.widgets import Card, Screen

FOLDER: Final = theme.RESOURCES / "help"
FIRST: Final = "README.md"


class Guide(Screen):
    """Read only; it opens nothing but the guide's own files."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Guide"), parent)
        self._home = FOLDER / spoken_language()
        self.contents = self.bar.add_action(_("Contents"))
        self.contents.clicked.connect(lambda: self.open_page(FIRST))
        self.bar.add_action(_("Back"), key="Esc").clicked.connect(self.close_requested)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setFont(theme.font("body"))
        self.text.document().setDocumentMargin(theme.px(8))
        self.text.setAccessibleName(_("Guide"))
        self.text.anchorClicked.connect(self._follow)
        card = Card(padding=18)
        card.body.addWidget(self.text, 1)
        self.content.addWidget(card, 1)
        self.open_page(FIRST)

    def open_page(self, name: str) -> None:
        """Show one file of the guide; anything else is passed over."""
        page = self._home / Path(name).name
        if page.is_file():
            self.text.setSource(QUrl.fromLocalFile(str(page)), QTextDocument.ResourceType.MarkdownResource)

    def _follow(self, link: QUrl) -> None:
        if link.path().endswith(".md"):
            self.open_page(link.path())
        elif link.hasFragment():
            self.text.scrollToAnchor(link.fragment())

    def take_focus(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
