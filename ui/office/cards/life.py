# SPDX-License-Identifier: Apache-2.0
"""What is asked before something is done with a card: why it is lost, revoked or replaced, how it is known to
be handed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from enumerator.cards.register import CardRecord
from enumerator.messages import _, mark
from ui.office.asking import AskWords, Wish, ask_file
from ui.widgets import QuietButton, row

Act = Callable[[CardRecord, str], None]
HOW: Final = {
    "signed": mark("Signature or thumbprint on the list"),
    "photo": mark("Photo of the handing over"),
    "letter": mark("Letter of authority of whoever took it"),
    "seen": mark("Handed over personally"),
}


def ask_why(
    parent: QWidget, card: CardRecord, title: str, words: str, yes: str, act: Act, *, danger: bool = False
) -> AskWords:
    """A reason, then `act(card, reason)`."""
    named = {"name": card.name, "number": card.number}
    wish = Wish("reason", _("Why"), _("Write it in a few words."))
    asked = AskWords(parent, title.format(**named), words.format(**named), [wish], yes=yes, danger=danger)
    return asked.then(lambda told: act(card, told["reason"]))


def ask_lost(parent: QWidget, card: CardRecord, act: Act) -> AskWords:
    """The holder does not have it any more."""
    return ask_why(
        parent,
        card,
        _("Card {number} of {name} is lost"),
        _("Whoever checks it from now on is told so. A new card is given with Replace."),
        _("Report as lost"),
        act,
    )


def ask_revoke(parent: QWidget, card: CardRecord, act: Act) -> AskWords:
    """It gives no right to anything any more."""
    return ask_why(
        parent,
        card,
        _("Revoke card {number} of {name}?"),
        _("This cannot be taken back. The household can get a new card."),
        _("Revoke the card"),
        act,
        danger=True,
    )


def ask_replace(parent: QWidget, card: CardRecord, act: Act) -> AskWords:
    """A new card with what the registry says now."""
    return ask_why(
        parent,
        card,
        _("A new card for {name}"),
        _("Card {number} is no longer good from now on; the new one waits to be printed."),
        _("Replace the card"),
        act,
    )


def ask_second(parent: QWidget, card: CardRecord, act: Act) -> AskWords:
    """Two cards for one household, which only a supervisor allows."""
    return ask_why(
        parent,
        card,
        _("A second card for the household of {name}"),
        _("Card {number} stays good beside it. A supervisor answers for that, and the reason is kept."),
        _("Go on to printing"),
        act,
    )


class AskProof(AskWords):
    """How it is known that a card reached its holder, and a photo that shows it, if there is one."""

    def __init__(self, parent: QWidget, card: CardRecord) -> None:
        super().__init__(
            parent,
            _("Card {number} handed over to {name}", number=card.number, name=card.name),
            _("From now on the card counts as being in the hands of its holder."),
            [
                Wish("how", _("How it is known"), options=[(key, _(words)) for key, words in HOW.items()]),
                Wish("who", _("To whom, when and where"), _("Write it in a few words.")),
            ],
            yes=_("Enter the handing over"),
        )
        self.photo: Path | None = None
        self.photo_button = QuietButton(_("Photo as proof…"), icon="camera")
        self.photo_button.setAutoDefault(False)
        self.photo_button.clicked.connect(self._on_photo)
        whole = self.layout()
        whole.insertLayout(whole.count() - 1, row(self.photo_button, 1))  # type: ignore[attr-defined]

    def pick_photo(self) -> Path | None:
        """A picture of the signed list or of the handing over."""
        return ask_file(self, _("Photo as proof"), _("Pictures") + " (*.jpg *.jpeg *.png *.webp)")

    def _on_photo(self) -> None:
        self.photo = self.pick_photo() or self.photo
        if self.photo is not None:
            self.photo_button.setText(self.photo.name)

    def proof(self, told: dict[str, str]) -> str:
        """In one line, as the register keeps it."""
        return f"{_(HOW[told['how']])}: {told['who']}"
