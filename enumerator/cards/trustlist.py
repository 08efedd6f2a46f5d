# SPDX-License-Identifier: Apache-2.0
"""The office's signed list of keys and of cards no longer good, as it travels to the laptops.

A laptop that may print in the field stands in it as one more key, with its expiry and its own block of card
numbers. The list is a COSE_Sign1 like a card, signed for this purpose alone so that neither can pass for
the other.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import cbor2

from enumerator.cards.credential import ALG, EDDSA, KID, SIGN1_TAG, Issuer
from enumerator.cards.trust import Revocations, Trust, TrustedKey, Withdrawal
from enumerator.errors import UserError
from enumerator.messages import _

_PURPOSE = b"pendata-card-trust-v1"
_MAX_SIZE = 32 * 1024 * 1024
_CODES = {Withdrawal.REVOKED: 1, Withdrawal.LOST: 2, Withdrawal.REPLACED: 3}
_WITHDRAWALS = {code: withdrawal for withdrawal, code in _CODES.items()}


class TrustListError(UserError):
    """A list is damaged or was not signed by this office."""


def pack_trust(trust: Trust, office: Issuer, at: datetime) -> bytes:
    """The list as of `at`, signed by the office. The same trust, key and time give the same bytes."""
    listed = trust.revocations.cards
    payload = cbor2.dumps(
        {
            "at": int(at.timestamp()),
            "keys": [_packed(key) for key in trust.keys],
            "cards": {number: _CODES[listed[number]] for number in sorted(listed)},
        },
        canonical=True,
    )
    protected = cbor2.dumps({ALG: EDDSA, KID: office.kid}, canonical=True)
    signature = office.sign(_to_be_signed(protected, payload))
    return zlib.compress(cbor2.dumps(cbor2.CBORTag(SIGN1_TAG, [protected, {}, payload, signature])), 9)


def read_trust(data: bytes, office_key: bytes) -> Trust:
    """The trust of a list signed with the office's raw Ed25519 key; TrustListError for any other bytes."""
    stream = zlib.decompressobj()
    try:
        message = cbor2.loads(stream.decompress(data, _MAX_SIZE), max_depth=8, allow_indefinite=False)
        protected, _unprotected, payload, signature = message.value
        genuine = TrustedKey("", office_key).signed(signature, _to_be_signed(protected, payload))
        said = cbor2.loads(payload, max_depth=8, allow_duplicate_keys=False) if genuine else None
        if isinstance(said, Mapping):
            return _trust(said)
    except Exception as error:  # whatever is wrong with it, these bytes are not a list
        raise _wrong() from error
    raise _wrong()


def _wrong() -> TrustListError:
    return TrustListError(
        _("The list of keys and revoked cards is not from this office or is damaged."),
        remedy=_("Fetch the list from the office again; the old one stays in use."),
    )


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, _PURPOSE, payload])


def _packed(key: TrustedKey) -> list[object]:
    limits = [int(limit.timestamp()) if limit else None for limit in (key.valid_from, key.valid_until)]
    return [key.iss, key.kid, key.algorithm, key.public_key, *limits, key.withdrawn, key.block]


def _trust(said: Mapping[str, object]) -> Trust:
    keys, cards, at = said["keys"], said["cards"], said["at"]
    assert isinstance(keys, Sequence)
    assert isinstance(cards, Mapping)
    assert isinstance(at, int)
    listed = {str(number): _WITHDRAWALS[code] for number, code in cards.items()}
    return Trust(tuple(_key(*entry) for entry in keys), Revocations(_time(at), listed))


def _key(
    iss: str,
    kid: bytes,
    algorithm: int,
    public_key: bytes,
    valid_from: int | None,
    valid_until: int | None,
    withdrawn: bool,
    block: int,
) -> TrustedKey:
    return TrustedKey(
        iss, public_key, kid, algorithm, _time(valid_from), _time(valid_until), withdrawn, block
    )


def _time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
