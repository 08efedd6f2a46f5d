# SPDX-License-Identifier: Apache-2.0
"""What this laptop can say about a card: from its code by signature, or from its number by the cards it
knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from enumerator.cards.credential import CodeError, Credential, open_code
from enumerator.cards.number import NumberError, read_number
from enumerator.cards.trust import Revocations, Trust, TrustedKey, Withdrawal
from enumerator.cards.verify import Outcome, Verdict, verify_code
from enumerator.messages import _, mark

HEADLINES: Final = {
    "green": mark("Genuine and valid"),
    "amber": mark("Take care"),
    "red": mark("Do not accept"),
}
_STATES: Final = {"revoked": Withdrawal.REVOKED, "lost": Withdrawal.LOST, "replaced": Withdrawal.REPLACED}
_LEAST_CODE: Final = 40  # a card number is far shorter, a code far longer


@dataclass(frozen=True)
class Answer:
    """`light` is "green", "amber" or "red"; `facts` are (label, value) as the card says them."""

    light: str
    headline: str
    reason: str
    facts: tuple[tuple[str, str], ...] = ()


def check_text(workspace: Any, text: str, now: datetime) -> Answer:
    """The answer for a scanned code or a typed number."""
    if len(text.replace(" ", "")) < _LEAST_CODE:
        return _by_number(workspace, text)
    verdict = verify_code(text, trust_for(workspace, text), now)
    light = verdict.light.value
    return Answer(light, _(HEADLINES[light]), verdict.reason, _facts(verdict))


def trust_for(workspace: Any, text: str) -> Trust:
    """The office's key and the cards called back, as far as this laptop has heard."""
    try:
        issuer = open_code(text).credential.iss
    except CodeError:
        issuer = ""
    key = TrustedKey(issuer, workspace.keys.project.signing)
    return Trust((key,), _revocations(workspace))


def _revocations(workspace: Any) -> Revocations:
    newest, states = "", {}
    for _position, revision in workspace.store.journal.of_kind("card"):
        newest = max(newest, revision.wall)
        states[revision.values.get("number", "")] = revision.values.get("state", "")
    withdrawn = {number: _STATES[state] for number, state in states.items() if state in _STATES}
    if workspace.role == "office":
        return Revocations(datetime.now().astimezone(), withdrawn)
    return Revocations(datetime.fromisoformat(newest) if newest else None, withdrawn)


def _facts(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    card: Credential | None = verdict.credential
    if card is None or verdict.outcome in (Outcome.FORGED, Outcome.UNKNOWN_ISSUER, Outcome.NOT_SIGNED):
        return ()
    born = f"{card.birth_date:%d-%m-%Y}" if card.birth_date else ""
    until = f"{card.expires_at:%d-%m-%Y}" if card.expires_at else ""
    told = (
        (_("Name"), card.name),
        (_("Card number"), card.number),
        (_("Born"), born),
        (_("Sex"), {"L": _("Male"), "P": _("Female")}.get(card.sex, "")),
        (_("Programmes"), ", ".join(card.programmes)),
        (_("Valid until"), until),
    )
    return tuple((label, value) for label, value in told if value)


def _by_number(workspace: Any, text: str) -> Answer:
    try:
        number = read_number(text)
    except NumberError as error:
        return Answer("red", _(HEADLINES["red"]), f"{error.what} {error.remedy}".strip())
    known = [
        revision
        for _position, revision in workspace.store.journal.of_kind("card")
        if revision.values.get("number") == number
    ]
    if not known:
        return Answer(
            "amber",
            _(HEADLINES["amber"]),
            _("The number is well formed, but this laptop does not know the card. Scan its code to be sure."),
        )
    values = known[-1].values
    state = values.get("state", "")
    facts = tuple(
        (label, value)
        for label, value in (
            (_("Name"), values.get("name", "")),
            (_("Card number"), number),
            (_("Programmes"), values.get("programmes", "").replace(" ", ", ")),
        )
        if value
    )
    if state in _STATES:
        reasons = {
            "revoked": _("The card has been revoked. Keep it and report it to the office."),
            "lost": _("The card was reported lost. Check who is holding it and report it to the office."),
            "replaced": _("The card has been replaced by a newer one. Ask for the new card."),
        }
        return Answer("red", _(HEADLINES["red"]), reasons[state], facts)
    return Answer(
        "amber",
        _(HEADLINES["amber"]),
        _(
            "The office issued this number. Only the code proves that the card in the hand is that one."
        ),
        facts,
    )
