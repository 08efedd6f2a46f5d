# SPDX-License-Identifier: Apache-2.0
"""Whom to believe about cards: the issuers' public keys, old and new, and which cards are no longer good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from enumerator.cards.credential import EDDSA, ES256, Issuer, key_id

LIST_GOOD_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key that may sign cards for `iss`.

    `public_key`: 32 raw bytes for Ed25519, an uncompressed point for P-256. A card must have been issued
    between `valid_from` and `valid_until` (None: no limit), so a key that is retired still vouches for its
    old cards. `withdrawn`: the secret is lost to others, nothing it signed is believed any more.
    """

    iss: str
    public_key: bytes
    kid: bytes = b""
    algorithm: int = EDDSA
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    withdrawn: bool = False
    block: int = 0

    def __post_init__(self) -> None:
        if not self.kid:
            object.__setattr__(self, "kid", key_id(self.public_key))

    @classmethod
    def of(
        cls, issuer: Issuer, *, valid_from: datetime | None = None, valid_until: datetime | None = None
    ) -> TrustedKey:
        """The public half of an issuer."""
        return cls(
            issuer.iss,
            issuer.public_key,
            issuer.kid,
            valid_from=valid_from,
            valid_until=valid_until,
            block=issuer.block,
        )

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Whether the owner of this key signed the message."""
        try:
            if self.algorithm == EDDSA:
                Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
            elif self.algorithm == ES256 and len(signature) == 64:
                point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.public_key)
                r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
                point.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
            else:
                return False
        except (InvalidSignature, ValueError):
            return False
        return True


class Withdrawal(StrEnum):
    """Why a card is no longer good though its code is genuine."""

    REVOKED = "revoked"
    LOST = "lost"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Revocations:
    """The cards no longer good, by number, as the office knew them at `as_of` (None: no list has arrived
    yet).
    """

    as_of: datetime | None = None
    cards: Mapping[str, Withdrawal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trust:
    """All that a check needs, and nothing secret. Lists older than `list_good_for` make amber of green.

    `seen` is the latest moment that is known here to have passed, as that of the journal's last word; a clock
    before it is wrong.
    """

    keys: tuple[TrustedKey, ...]
    revocations: Revocations = Revocations()
    list_good_for: timedelta = LIST_GOOD_FOR
    seen: datetime | None = None

    def latest(self) -> datetime | None:
        """The latest moment that has certainly passed: that of the list, or of something else heard."""
        return max((at for at in (self.seen, self.revocations.as_of) if at is not None), default=None)

    def ring(self, iss: str, kid: bytes | None) -> tuple[TrustedKey, ...]:
        """The keys that may have signed for `iss`: those named `kid`, or all where the code names none."""
        return tuple(key for key in self.keys if key.iss == iss and kid in (None, key.kid))
