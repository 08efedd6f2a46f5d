# SPDX-License-Identifier: Apache-2.0
"""The line kept free under a field says whole parts, however narrow it is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.form.trouble import Trouble

WORDS = "Mungkin sudah tercatat (F10): Karto Wiyono, 1948, RT 05 RW 03 · kemiripan 0,93"


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_who_is_perhaps_known_already_is_never_cut_within_a_part(
    qtbot: QtBot, qapp: QApplication, scale: float
) -> None:
    theme.apply_theme(qapp, "light", scale)
    trouble = Trouble()
    qtbot.addWidget(trouble)
    trouble.say_aside(WORDS)
    assert trouble.toolTip() == WORDS
    shown = []
    for width in (1200, 480, 420, 330):
        trouble.resize(theme.px(width), trouble.heightForWidth(theme.px(width)))
        shown.append(trouble.aside_shown())
    assert shown[0] == WORDS
    for words in shown:
        assert WORDS.startswith(words)
        assert WORDS[len(words) :][:2] in ("", " ·", ", ")
    assert len(shown[-1]) < len(WORDS)
    assert shown[-1].endswith("Karto Wiyono, 1948")
