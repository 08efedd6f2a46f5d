# SPDX-License-Identifier: Apache-2.0
"""The guide opens from the help page, in the language of the screens, and its links lead on."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from enumerator.messages import spoken_language
from enumerator.settings import Settings
from ui.field.guide import FIRST, FOLDER, Guide
from ui.field.help import Help


class _Workspace:
    role = "enumerator"
    settings = Settings()


def test_the_help_page_leads_to_the_guide_by_key(qtbot: QtBot) -> None:
    page = Help(_Workspace())
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.go_requested) as asked:
        page.guide.setFocus()
        qtbot.keyClick(page.guide, Qt.Key.Key_Space)
    assert asked.args == ["guide", None]


def test_it_begins_with_the_contents_and_every_link_there_opens_a_page(qtbot: QtBot) -> None:
    guide = Guide(_Workspace())
    qtbot.addWidget(guide)
    text = (FOLDER / spoken_language() / FIRST).read_text("utf-8")
    links = re.findall(r"\]\((\w+\.md)\)", text)
    assert len(links) >= 5
    for link in links:
        guide.text.anchorClicked.emit(QUrl(link))
        assert guide.text.source().fileName() == link
        assert len(guide.text.toPlainText()) > 200


def test_a_link_to_elsewhere_opens_nothing(qtbot: QtBot) -> None:
    guide = Guide(_Workspace())
    qtbot.addWidget(guide)
    before = guide.text.source()
    guide.text.anchorClicked.emit(QUrl("https://example.org/page.html"))
    guide.text.anchorClicked.emit(QUrl("../../../secret.md"))
    assert guide.text.source() == before
