# SPDX-License-Identifier: Apache-2.0
"""The keys that work everywhere in an interview: one table, from which they are bound and the help prints
its map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from enumerator.messages import mark


@dataclass(frozen=True)
class Key:
    """`keys` do the act named `act`; `words` are for the key map, where keys with the same words share a
    line. Without an act the page itself listens: it is only to be told."""

    keys: tuple[str, ...]
    act: str
    words: str


KEYS: Final = (
    Key(("Return",), "", mark("Next question")),
    Key(("Shift+Return",), "", mark("Question before")),
    Key(("1", "9"), "", mark("Choose an answer")),
    Key(("PgDown",), "next_page", mark("Next section, section before")),
    Key(("PgUp",), "previous_page", mark("Next section, section before")),
    Key(("F2",), "write_remark", mark("Remark on this question")),
    Key(("F3",), "toggle_outline", mark("Outline")),
    Key(("F4",), "toggle_side", mark("Side panel: problems, remarks, history")),
    Key(("F6",), "open_go_to", mark("Go to a question")),
    Key(("F7",), "dont_know", mark("Don't know")),
    Key(("F8",), "refused", mark("Refused")),
    Key(("F9",), "next_problem", mark("Next problem")),
    Key(("F10",), "see_double", mark("Look at the other family that may be the same")),
    Key(("Ctrl+N",), "add_row_here", mark("Add a row, for example a household member")),
    Key(("Ctrl+Del",), "remove_row_here", mark("Remove the row (Ctrl+Z brings it back)")),
    Key(("Alt+Up", "Alt+Down"), "", mark("In a table: move the row")),
    Key(("Alt+Down",), "", mark("Open the calendar, the camera, GPS or map, or the picture of a choice")),
    Key(("Ctrl+Z",), "undo", mark("Undo, redo")),
    Key(("Ctrl+Y", "Ctrl+Shift+Z"), "redo", mark("Undo, redo")),
    Key(("Ctrl+L",), "next_language", mark("Language of the questions")),
    Key(("Ctrl+J", "Pause"), "rest", mark("Rest: cover the screen, stop the time")),
    Key(("Ctrl+S",), "save_and_close", mark("Save and close")),
    Key(("Ctrl+Return", "Ctrl+Enter"), "finish", mark("Finish, or confirm")),
)


def bind_keys(widget: QWidget, acts: Mapping[str, Callable[[], object]]) -> list[QShortcut]:
    """Let every key of the table do its act while the keyboard is inside `widget`."""
    bound = []
    for key in KEYS:
        for combination in key.keys if key.act else ():
            shortcut = QShortcut(QKeySequence(combination), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(acts[key.act])
            bound.append(shortcut)
    return bound
