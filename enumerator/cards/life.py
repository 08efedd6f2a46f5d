# SPDX-License-Identifier: Apache-2.0
"""The life of a card: which state may follow which, what leads there, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping

from enumerator.cards.register import State
from enumerator.messages import _

NEXT: Mapping[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.APPROVED, State.REPLACED, State.REVOKED}),
    State.APPROVED: frozenset({State.PRINTED, State.REPLACED, State.REVOKED, State.EXPIRED}),
    State.PRINTED: frozenset(
        {State.PRINTED, State.DELIVERED, State.LOST, State.REPLACED, State.REVOKED, State.EXPIRED}
    ),
    State.DELIVERED: frozenset({State.LOST, State.REPLACED, State.REVOKED, State.EXPIRED}),
    State.LOST: frozenset({State.REPLACED, State.REVOKED}),
    State.EXPIRED: frozenset({State.REPLACED}),
    State.REPLACED: frozenset(),
    State.REVOKED: frozenset(),
}
ACTS = {
    State.REQUESTED: "request",
    State.APPROVED: "approve",
    State.PRINTED: "print",
    State.DELIVERED: "deliver",
    State.EXPIRED: "expire",
    State.LOST: "lose",
    State.REPLACED: "replace",
    State.REVOKED: "revoke",
}
"""The act with which the journal says that a card is in a state."""


def spoken_state(state: State) -> str:
    """The state in words, in the language spoken now."""
    match state:
        case State.REQUESTED:
            return _("requested")
        case State.APPROVED:
            return _("approved")
        case State.PRINTED:
            return _("printed")
        case State.DELIVERED:
            return _("delivered")
        case State.EXPIRED:
            return _("expired")
        case State.LOST:
            return _("lost")
        case State.REPLACED:
            return _("replaced")
        case State.REVOKED:
            return _("revoked")
