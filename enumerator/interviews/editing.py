# SPDX-License-Identifier: Apache-2.0
"""An interview under the hands of a person: every edit goes to the engine, to the undo history and to the
draft."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from enumerator.forms import Changes, Interview, NoAnswer
from enumerator.interviews.navigation import Progress, Shift
from enumerator.interviews.undo import (
    AddRow,
    History,
    MoveRow,
    PutAnswer,
    PutReason,
    PutRemark,
    RemoveRow,
    Step,
)

# Writes the changed lines of a draft (None: no longer held), with where the person is and what was done.
Save = Callable[[Mapping[str, str | None], str, str], None]
_DEEDS = {
    PutRemark: "remark",
    PutReason: "accept",
    AddRow: "add row",
    RemoveRow: "remove row",
    MoveRow: "move row",
}


# Pasted along unseen: they turn the order of the letters round, so that one text looks like another.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def one_spelling(text: str) -> str:
    """The text as everybody writes it: letters with marks as one character (NFC), nothing that turns it
    round.
    """
    return unicodedata.normalize("NFC", text.translate(_TURNING))


@dataclass(frozen=True, slots=True)
class Edit:
    """What one edit did: to the answers, to the outline, and where the eye should be."""

    changes: Changes
    shift: Shift
    address: str


class Editing:
    """`save` is called once for each accepted edit, with every line of the draft that it changes."""

    def __init__(self, interview: Interview, save: Save) -> None:
        self.interview = interview
        self.progress = Progress(interview)
        self.history = History(interview)
        self._save = save

    def answer(self, address: str, value: str | NoAnswer | None) -> Edit:
        """Answer a question; None clears it."""
        text = value if value is None or isinstance(value, NoAnswer) else one_spelling(value)
        return self._do(PutAnswer(address, text))

    def remark(self, address: str, text: str) -> Edit:
        """Write a remark beside an answer."""
        return self._do(PutRemark(address, one_spelling(text)))

    def accept(self, address: str, reason: str) -> Edit:
        """Say why a doubtful answer stands; "" takes it back."""
        return self._do(PutReason(address, reason.strip()))

    def add_row(self, series: str, at: int | None = None) -> Edit:
        """Add a row; the edit's address is the new row."""
        return self._do(AddRow(series, at))

    def remove_row(self, row: str) -> Edit:
        """Remove a row with all that was answered in it."""
        return self._do(RemoveRow(row))

    def move_row(self, row: str, to: int) -> Edit:
        """Give a row another place."""
        return self._do(MoveRow(row, to))

    def undo(self) -> Edit | None:
        """Take the last edit back; None when there is none."""
        done = self.history.undo()
        return self._settle(*done, "undo") if done else None

    def redo(self) -> Edit | None:
        """Do again what was undone last; None when there is nothing."""
        done = self.history.redo()
        return self._settle(*done, "redo") if done else None

    def _do(self, step: Step) -> Edit:
        return self._settle(step, self.history.do(step), _DEEDS.get(type(step), "answer"))

    def _settle(self, step: Step, changes: Changes, deed: str) -> Edit:
        shift = self.progress.update(changes)
        address = changes.created if isinstance(step, AddRow) and changes.created else step.address
        if changes.answers:
            self._save(changes.answers, address, deed)
        return Edit(changes, shift, address)
