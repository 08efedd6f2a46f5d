# SPDX-License-Identifier: Apache-2.0
"""One interview being held on screen: what is edited, and what its screen needs from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from enumerator.forms import Interview
from enumerator.interviews.editing import Editing
from enumerator.interviews.navigation import Progress
from enumerator.messages import _
from ui.form.inputs.field import Asking
from ui.form.outline import Outline
from ui.form.page import FormPage
from ui.form.panes import Panes
from ui.form.side_panel import Known, SidePanel


@dataclass(frozen=True)
class Sitting:
    """`saved` says how saving stands (words, and a colour role); `known` gives history and comment of an
    answer; `note` is told what happens besides edits, and at which address (paradata); `earlier` is the time
    already spent on it, in seconds.
    """

    editing: Editing
    asking: Asking
    back: str
    saved: Callable[[], tuple[str, str]] = lambda: (_("Saved"), "primary")
    known: Callable[[str], Known] = lambda _address: Known()
    note: Callable[[str, str], None] = lambda _what, _address: None
    start_at: str = ""
    earlier: float = 0.0
    began: float = field(default_factory=monotonic)


@dataclass(frozen=True)
class Parts:
    """The panes of an interview on screen, over what they show."""

    editing: Editing
    page: FormPage
    outline: Outline
    side: SidePanel
    panes: Panes

    @property
    def interview(self) -> Interview:
        """The live form."""
        return self.editing.interview

    @property
    def progress(self) -> Progress:
        """Its pages, and how far each is."""
        return self.editing.progress
