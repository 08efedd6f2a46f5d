# SPDX-License-Identifier: Apache-2.0
"""Check a card's code without a network: who signed it, for how long, and whether it has been called back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from enumerator.cards.credential import CodeError, Credential, Flaw, Opened, open_code
from enumerator.cards.trust import Trust, TrustedKey, Withdrawal
from enumerator.messages import _, mark


class Outcome(StrEnum):
    """What a check found, best first."""

    VALID = "valid"
    VALID_LIST_OLD = "valid_list_old"
    VALID_LIST_MISSING = "valid_list_missing"
    CLOCK_WRONG = "clock_wrong"
    TRAINING = "training"
    OTHER_PROGRAMME = "other_programme"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    LOST = "lost"
    REPLACED = "replaced"
    KEY_RETIRED = "key_retired"
    KEY_WITHDRAWN = "key_withdrawn"
    UNKNOWN_KEY = "unknown_key"
    UNKNOWN_ISSUER = "unknown_issuer"
    NOT_SIGNED = "not_signed"
    FORGED = "forged"
    NOT_A_CARD = "not_a_card"


class Light(StrEnum):
    """The colour of the answer; screens show it with an icon and words as well."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


TOLERATED = timedelta(minutes=10)
"""By how much two clocks may differ before one of them counts as wrong; the same as in the journal."""
LONGEST_REST = timedelta(days=400)
"""A clock so far ahead of the latest word known here is doubted; the same as in the journal."""

_AMBER = {Outcome.VALID_LIST_OLD, Outcome.VALID_LIST_MISSING, Outcome.CLOCK_WRONG, Outcome.TRAINING}
_REASONS = {
    Outcome.VALID: mark("The card is genuine and valid. Compare the photo and name with the person."),
    Outcome.VALID_LIST_OLD: mark(
        "The card is genuine, but the list of revoked cards here is old ({date}). Fetch the newest list."
    ),
    Outcome.VALID_LIST_MISSING: mark(
        "The card is genuine, but there is no list of revoked cards here. Fetch it from the office."
    ),
    Outcome.CLOCK_WRONG: mark(
        "The card is genuine, but the clock of this laptop cannot be right: it says {date}. Set it, then"
        " check the card again."
    ),
    Outcome.TRAINING: mark("This is a card of a training project. It gives no right to anything."),
    Outcome.OTHER_PROGRAMME: mark("The card is genuine, but it is not for this programme."),
    Outcome.EXPIRED: mark("The card has expired ({date}). Send the person to the kelurahan for a new one."),
    Outcome.NOT_YET_VALID: mark("The card is valid only from {date}."),
    Outcome.REVOKED: mark("The card has been revoked. Keep it and report it to the office."),
    Outcome.LOST: mark("The card was reported lost. Check who is holding it and report it to the office."),
    Outcome.REPLACED: mark("The card has been replaced by a newer one. Ask for the new card."),
    Outcome.KEY_RETIRED: mark(
        "The card was signed with a key that was no longer or not yet in use. Report it to the office."
    ),
    Outcome.KEY_WITHDRAWN: mark("The key that signed this card has been withdrawn. Report it to the office."),
    Outcome.UNKNOWN_KEY: mark(
        "The key that signed this card is not known here. Do not accept the card until the newest list has"
        " come from the office."
    ),
    Outcome.UNKNOWN_ISSUER: mark("The issuer of this card is not known here. Do not accept it."),
    Outcome.NOT_SIGNED: mark("The code is not signed. Do not accept the card."),
    Outcome.FORGED: mark(
        "The code is not genuine: the signature is wrong. Keep the card and report it to the office."
    ),
    Outcome.NOT_A_CARD: mark("This is not the code of an assistance card."),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a check.

    `credential` is what the code says; it is None, and nothing may be shown, unless the signature is right.
    `day` is the date the reason speaks of.
    """

    outcome: Outcome
    credential: Credential | None = None
    day: datetime | None = None
    flaw: Flaw | None = None

    @property
    def light(self) -> Light:
        """Green only where the card may be accepted without a further question."""
        if self.outcome is Outcome.VALID:
            return Light.GREEN
        return Light.AMBER if self.outcome in _AMBER else Light.RED

    @property
    def accepted(self) -> bool:
        """Whether help may be handed out on it: genuine, in force, and not called back as far as is known
        here.
        """
        return self.outcome in (Outcome.VALID, Outcome.VALID_LIST_OLD, Outcome.VALID_LIST_MISSING)

    @property
    def reason(self) -> str:
        """The answer in words, in the language spoken now."""
        return _(_REASONS[self.outcome], date=f"{self.day:%d-%m-%Y}" if self.day else "")


def verify_code(text: str, trust: Trust, now: datetime, *, programme: str = "") -> Verdict:
    """Check the text of a code at the time `now` (aware). With `programme`, the card must be for that
    programme.
    """
    try:
        opened = open_code(text)
    except CodeError as error:
        return Verdict(Outcome.NOT_A_CARD, flaw=error.flaw)
    if not opened.signature:
        return Verdict(Outcome.NOT_SIGNED)
    ring = trust.ring(opened.credential.iss, opened.kid)
    if not ring:
        known = any(key.iss == opened.credential.iss for key in trust.keys)
        return Verdict(Outcome.UNKNOWN_KEY if known else Outcome.UNKNOWN_ISSUER)
    key = _signer(opened, ring)
    if key is None:
        return Verdict(Outcome.FORGED)
    if key.withdrawn:
        return Verdict(Outcome.KEY_WITHDRAWN)
    return _judge(opened.credential, key, trust, now, programme)


def _signer(opened: Opened, ring: tuple[TrustedKey, ...]) -> TrustedKey | None:
    for key in ring:
        if key.algorithm == opened.algorithm and key.signed(opened.signature, opened.signed):
            return key
    return None


def _judge(credential: Credential, key: TrustedKey, trust: Trust, now: datetime, programme: str) -> Verdict:
    listed = trust.revocations
    withdrawal = listed.cards.get(credential.number)
    outcome, day = _in_force(credential, key, trust, now)
    if outcome in (Outcome.VALID, Outcome.CLOCK_WRONG):
        if withdrawal is not None:
            outcome = _WITHDRAWN[withdrawal]
        elif programme and programme not in credential.programmes:
            outcome = Outcome.OTHER_PROGRAMME
        elif credential.training:
            outcome = Outcome.TRAINING
        elif outcome is Outcome.CLOCK_WRONG:
            pass
        elif listed.as_of is None:
            outcome = Outcome.VALID_LIST_MISSING
        elif now - listed.as_of > trust.list_good_for:
            outcome, day = Outcome.VALID_LIST_OLD, listed.as_of
    return Verdict(outcome, credential, day.astimezone(now.tzinfo) if day else None)


_WITHDRAWN = {
    Withdrawal.REVOKED: Outcome.REVOKED,
    Withdrawal.LOST: Outcome.LOST,
    Withdrawal.REPLACED: Outcome.REPLACED,
}


def _in_force(
    credential: Credential, key: TrustedKey, trust: Trust, now: datetime
) -> tuple[Outcome, datetime | None]:
    """Whether the card is in force at `now`, as far as the clock can be believed: a moment that is known to
    have passed, such as that of the list or of the signature, has passed whatever the clock says.
    """
    issued, expires = credential.issued_at, credential.expires_at
    if issued is None or expires is None:
        return Outcome.EXPIRED, expires
    if (key.valid_from and issued < key.valid_from) or (key.valid_until and issued > key.valid_until):
        return Outcome.KEY_RETIRED, issued
    passed = trust.latest()
    last_day = (expires - timedelta(seconds=1)).astimezone(now.tzinfo)
    is_behind = now + TOLERATED < max(passed or issued, issued)
    # a word dated years ahead says as much against the office's clock as against this one
    if is_behind and passed and passed >= expires and passed - now <= LONGEST_REST:
        return Outcome.EXPIRED, last_day
    is_far_ahead = passed is not None and now - passed > LONGEST_REST
    if is_behind or (is_far_ahead and now >= expires):
        return Outcome.CLOCK_WRONG, now
    if credential.not_before and now < credential.not_before:
        return Outcome.NOT_YET_VALID, credential.not_before
    if now >= expires:
        return Outcome.EXPIRED, last_day
    return Outcome.VALID, None
