# SPDX-License-Identifier: Apache-2.0
"""A passphrase that is chosen: typed twice, long enough."""

from __future__ import annotations

from collections.abc import Callable

from enumerator.identity.passphrase import SHORTEST
from enumerator.messages import _
from ui.widgets import Labelled, Passphrase


class NewPassphrase:
    """Two fields, `first` and `again`, for a step to lay out."""

    def __init__(self, label: str, hint: str) -> None:
        self.first = Labelled(label, Passphrase(), hint)
        self.again = Labelled(_("The passphrase once more"), Passphrase())

    def lead_to(self, then: Callable[[], object]) -> None:
        """Enter goes from the first to the second, and from there on."""
        self.first.field.line.returnPressed.connect(self.again.setFocus)
        self.again.field.line.returnPressed.connect(then)

    def text(self) -> str:
        """What was typed first."""
        found: str = self.first.field.text()
        return found

    def problems(self) -> dict[Labelled, str]:
        """What is wrong beside each field, "" for nothing."""
        short = "" if len(self.text()) >= SHORTEST else _("Use at least {n} characters.", n=SHORTEST)
        same = self.again.field.text() == self.text()
        return {
            self.first: short,
            self.again: "" if same else _("The two passphrases differ. Type them again."),
        }
