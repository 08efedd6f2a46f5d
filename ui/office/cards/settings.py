# SPDX-License-Identifier: Apache-2.0
"""How cards are issued, asked in a sheet: the name that signs, how numbers begin, how long a card is good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from enumerator.cards.designs import designs
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.card_keys import rotate_card_key
from enumerator.office.card_settings import CardSettings, card_settings, save_card_settings
from ui.office.asking import AskWords, Wish

_SAME, _NEW, _STOLEN = "same", "new", "stolen"


def ask_settings(
    parent: QWidget, workspace: Any, refused: Callable[[Exception], None], saved: Callable[[], None]
) -> AskWords:
    """Ask, keep, and `saved()`; what cannot be used is said by `refused(error)` and asked again."""
    held = card_settings(workspace)
    return _asked(parent, workspace, held, refused, saved)


def _asked(
    parent: QWidget,
    workspace: Any,
    start: CardSettings,
    refused: Callable[[Exception], None],
    saved: Callable[[], None],
) -> AskWords:
    needed = _("This is needed.")

    def keep(told: dict[str, str]) -> None:
        chosen = CardSettings(
            told["issuer"].upper(),
            told["prefix"].upper(),
            told["design"],
            int(told["months"]) if told["months"].isdigit() else 0,
        )
        try:
            save_card_settings(workspace, chosen)
        except UserError as error:
            refused(error)
            _asked(parent, workspace, chosen, refused, saved)
            return
        saved()
        if told["key"] != _SAME:
            _ask_key(parent, workspace, told["key"] == _STOLEN, refused, saved)

    return AskWords(
        parent,
        _("How cards are issued"),
        _("Holds for new cards, on all computers of the office. Cards issued before stay good."),
        [
            Wish(
                "issuer",
                _("Issuer, as it stands in the code"),
                needed,
                hint=_("Capital letters, digits and hyphens"),
                start=start.issuer,
            ),
            Wish(
                "prefix",
                _("Numbers begin with"),
                needed,
                hint=_("Three letters or digits, without 0, 1, I, L and O"),
                start=start.prefix,
            ),
            Wish("months", _("A card is good for so many months"), needed, start=str(start.months)),
            Wish(
                "design",
                _("Design"),
                options=[(each.id, each.name) for each in designs(workspace.store)],
                start=start.design,
            ),
            Wish(
                "key",
                _("Key that cards are signed with"),
                options=[
                    (_SAME, _("The same as before")),
                    (_NEW, _("A new one from now on; old cards stay good")),
                    (_STOLEN, _("The old one was stolen: believe none of its cards")),
                ],
                start=_SAME,
            ),
        ],
        yes=_("Keep"),
    ).then(keep)


def _ask_key(
    parent: QWidget,
    workspace: Any,
    stolen: bool,
    refused: Callable[[Exception], None],
    saved: Callable[[], None],
) -> AskWords:
    words = (
        _("Every card signed with the old key is refused from now on and has to be replaced.")
        if stolen
        else _("Cards signed with the old key stay good until their last day.")
    )

    def change(told: dict[str, str]) -> None:
        try:
            rotate_card_key(workspace, told["reason"], withdraw=stolen)
        except UserError as error:
            refused(error)
            return
        saved()

    return AskWords(
        parent,
        _("A new key for cards"),
        words,
        [Wish("reason", _("Why"), _("Write it in a few words."))],
        yes=_("Change the key"),
        danger=stolen,
    ).then(change)
