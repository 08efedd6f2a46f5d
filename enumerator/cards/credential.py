# SPDX-License-Identifier: Apache-2.0
"""The signed statement inside a card's code: MOSIP Claim 169 in a CWT, COSE_Sign1, zlib, base45.

Sources: MOSIP "169 QR code specification" 1.2 (the claim), RFC 8392 (CWT), RFC 9052 (COSE), RFC 9285
(base45). Keys of the claim: 1 card number, 2 version, 4 name, 8 birth date YYYYMMDD, 9 sex (1 man, 2
woman), 21 kelurahan code. A private map beside it (CWT key -65537) holds 1 programme codes, 2 the serial of
the household's card, 3 a tag of the household, 4 true in a training project. There is no NIK, No. KK or
desil in it.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from io import BytesIO

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.cards import base45
from enumerator.cards.holder import CardHolder
from enumerator.errors import UserError
from enumerator.messages import _

CLAIM_169, PRIVATE = 169, -65537
ISS, EXP, NBF, IAT = 1, 4, 5, 6
ALG, KID, EDDSA, ES256 = 1, 4, -8, -7
SIGN1_TAG, ENCRYPT0_TAG, CWT_TAG = 18, 16, 61
CLAIM_VERSION = "1"

MAX_TEXT = 4_296
"""Symbols of the largest QR code in alphanumeric mode."""
MAX_DECOMPRESSED = 65_536
MAX_DEPTH = 128
"""Both from the reference library of Claim 169."""
TARGET_TEXT = 376
"""Symbols of a version 14 code at level Q, the largest a card has room for."""

_SHORTEST_NAME = 12
_SEX = {"L": 1, "P": 2}
_HOUSEHOLD_DOMAIN = b"pendata-card-household-v1\0"


def key_id(public_key: bytes) -> bytes:
    """The `kid` of a key: the first four bytes of the SHA-256 of its 32 raw bytes."""
    return hashlib.sha256(public_key).digest()[:4]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs cards: `iss` as DINSOS-SMG, the raw Ed25519 public key, and a function that signs with its
    secret.

    `kid` names the key in the code; "" derives it from the key. `block` is the block of card numbers that
    goes with the key (0 for the office).
    """

    iss: str
    public_key: bytes
    sign: Callable[[bytes], bytes] = field(repr=False)
    kid: bytes = b""
    block: int = 0

    def __post_init__(self) -> None:
        if not self.kid:
            object.__setattr__(self, "kid", key_id(self.public_key))

    @classmethod
    def of_key(cls, iss: str, key: Ed25519PrivateKey, *, block: int = 0) -> Issuer:
        """An issuer that signs with `key`."""
        return cls(iss, key.public_key().public_bytes_raw(), key.sign, block=block)


class Flaw(StrEnum):
    """Why a text is not a credential at all."""

    TOO_LARGE = "too_large"
    NOT_BASE45 = "not_base45"
    NOT_ZLIB = "not_zlib"
    NOT_COSE = "not_cose"
    ENCRYPTED = "encrypted"
    NOT_CWT = "not_cwt"
    NO_CLAIM = "no_claim"


class CodeError(ValueError):
    """The text cannot be opened; `flaw` says at which layer."""

    def __init__(self, flaw: Flaw, detail: str = "") -> None:
        super().__init__(f"{flaw}: {detail}" if detail else str(flaw))
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Credential:
    """What the code says. Nothing of it may be believed before the signature has been checked.

    Texts are "" and dates None where the code does not say. `claim` is the whole Claim 169 map.
    """

    iss: str
    issued_at: datetime | None
    expires_at: datetime | None
    not_before: datetime | None
    number: str
    name: str
    birth_date: date | None
    sex: str
    kelurahan_code: str
    programmes: tuple[str, ...]
    serial: int
    household_tag: bytes
    training: bool
    claim: Mapping[object, object] = field(repr=False)

    def last_day(self, zone: tzinfo | None = None) -> date | None:
        """The last day on which it is valid, as it is printed on the card; `zone` None is this computer's."""
        if self.expires_at is None:
            return None
        return (self.expires_at - timedelta(seconds=1)).astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Opened:
    """A code taken apart: the credential, and what the signature was made over."""

    credential: Credential
    algorithm: int | None
    kid: bytes | None
    signature: bytes
    signed: bytes


def household_tag(iss: str, household: str) -> bytes:
    """Eight bytes by which the office recognises the household, and nobody else can name it."""
    return hashlib.sha256(_HOUSEHOLD_DOMAIN + f"{iss}\0{household}".encode()).digest()[:8]


def make_credential(
    holder: CardHolder,
    number: str,
    issuer: Issuer,
    *,
    issued_at: datetime,
    expires_at: datetime,
    serial: int = 1,
    training: bool = False,
) -> str:
    """The text of the code for a card, at most `TARGET_TEXT` symbols; the same input gives the same text.

    A name that would make the code too large for the card is cut after a whole word, and says so with "…".
    UserError when even then the codes of the programmes do not fit.
    """
    name = holder.name.strip()
    while True:
        claim: dict[int, object] = {1: number, 2: CLAIM_VERSION, 4: name}
        if holder.birth_date:
            claim[8] = holder.birth_date.strftime("%Y%m%d")
        if holder.sex:
            claim[9] = _SEX[holder.sex]
        if holder.kelurahan_code:
            claim[21] = holder.kelurahan_code.replace(".", "")
        private: dict[int, object] = {
            1: [programme.code for programme in holder.programmes],
            2: serial,
            3: household_tag(issuer.iss, holder.household),
        }
        if training:
            private[4] = True
        text = seal_claims(
            {
                ISS: issuer.iss,
                EXP: int(expires_at.timestamp()),
                IAT: int(issued_at.timestamp()),
                CLAIM_169: claim,
                PRIVATE: private,
            },
            issuer,
        )
        if len(text) <= TARGET_TEXT:
            return text
        if len(name) < _SHORTEST_NAME:
            raise UserError(
                _("The code of the card for {name} has no room for its programmes.", name=holder.name),
                remedy=_("Give the programmes shorter codes."),
            )
        name = _shorter(name)


def seal_claims(claims: Mapping[int, object], issuer: Issuer) -> str:
    """Sign a CWT claim set and wrap it for the code.

    The deflate stream holds the bytes as they are: a card's credential is too small to shrink, and so the
    text does not depend on the version of zlib.
    """
    protected = cbor2.dumps({ALG: EDDSA, KID: issuer.kid}, canonical=True)
    payload = cbor2.dumps(claims, canonical=True)
    signature = issuer.sign(_to_be_signed(protected, payload))
    message = cbor2.dumps(cbor2.CBORTag(SIGN1_TAG, [protected, {}, payload, signature]))
    return base45.encode(zlib.compress(message, 0))


def open_code(text: str) -> Opened:
    """Take the text of a code apart; CodeError when it is not one. The signature is not checked here."""
    message = _cose(_inflate(_bytes(text)))
    protected, unprotected, payload, signature = message
    header = _map(protected) if protected else {}
    claims = _claims(payload)
    kid = header.get(KID, unprotected.get(KID))
    algorithm = header.get(ALG)
    return Opened(
        credential=_credential(claims),
        algorithm=algorithm if isinstance(algorithm, int) else None,
        kid=kid if isinstance(kid, bytes) else None,
        signature=signature,
        signed=_to_be_signed(protected, payload),
    )


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _bytes(text: str) -> bytes:
    if len(text) > MAX_TEXT:
        raise CodeError(Flaw.TOO_LARGE)
    try:
        return base45.decode(text)
    except ValueError as error:
        raise CodeError(Flaw.NOT_BASE45, str(error)) from None


def _inflate(data: bytes) -> bytes:
    """The bytes of a zlib stream that ends where the data ends and hides nothing in its padding."""
    stream = zlib.decompressobj()
    try:
        inflated = stream.decompress(data, MAX_DECOMPRESSED + 1)
    except zlib.error as error:
        raise CodeError(Flaw.NOT_ZLIB, str(error)) from None
    if len(inflated) > MAX_DECOMPRESSED:
        raise CodeError(Flaw.TOO_LARGE)
    if not stream.eof or stream.unused_data or (data[2] & 0b110 == 0 and data[2] >> 3):
        raise CodeError(Flaw.NOT_ZLIB)
    return inflated


def _loads(data: bytes) -> object:
    # Data from outside: no nesting bombs, no duplicate keys that two readers would understand differently.
    stream = BytesIO(data)
    decoder = cbor2.CBORDecoder(
        stream, read_size=1, max_depth=MAX_DEPTH, allow_indefinite=False, allow_duplicate_keys=False
    )
    value: object = decoder.decode()
    if stream.tell() != len(data):
        raise ValueError("bytes after the end")
    return value


def _cose(data: bytes) -> tuple[bytes, Mapping[object, object], bytes, bytes]:
    try:
        message = _loads(data)
    except Exception as error:  # cbor2 raises what it met; whatever it is, this is not a COSE message
        raise CodeError(Flaw.NOT_COSE, str(error)) from None
    while isinstance(message, cbor2.CBORTag) and message.tag in (CWT_TAG, SIGN1_TAG, ENCRYPT0_TAG):
        if message.tag == ENCRYPT0_TAG:
            raise CodeError(Flaw.ENCRYPTED)
        message = message.value
    match message:
        case [bytes() as protected, Mapping() as unprotected, bytes() as payload, bytes() as signature]:
            return protected, unprotected, payload, signature
    raise CodeError(Flaw.NOT_COSE)


def _map(data: bytes) -> Mapping[object, object]:
    try:
        value = _loads(data)
    except Exception as error:
        raise CodeError(Flaw.NOT_CWT, str(error)) from None
    if not isinstance(value, Mapping):
        raise CodeError(Flaw.NOT_CWT)
    return value


def _claims(payload: bytes) -> Mapping[object, object]:
    claims = _map(payload)
    if not isinstance(claims.get(CLAIM_169), Mapping):
        raise CodeError(Flaw.NO_CLAIM)
    return claims


def _credential(claims: Mapping[object, object]) -> Credential:
    claim = claims[CLAIM_169]
    assert isinstance(claim, Mapping)
    private = claims.get(PRIVATE)
    private = private if isinstance(private, Mapping) else {}
    codes, serial, tag = private.get(1), private.get(2), private.get(3)
    return Credential(
        iss=_text(claims.get(ISS)),
        issued_at=_time(claims.get(IAT)),
        expires_at=_time(claims.get(EXP)),
        not_before=_time(claims.get(NBF)),
        number=_text(claim.get(1)),
        name=_text(claim.get(4)),
        birth_date=_date(claim.get(8)),
        sex="L" if claim.get(9) == 1 else "P" if claim.get(9) == 2 else "",
        kelurahan_code=_text(claim.get(21)),
        programmes=tuple(_text(code) for code in codes) if isinstance(codes, Sequence) else (),
        serial=serial if isinstance(serial, int) else 0,
        household_tag=tag if isinstance(tag, bytes) else b"",
        training=private.get(4) is True,
        claim=claim,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _time(value: object) -> datetime | None:
    """A CWT NumericDate; one that no calendar can hold makes the code unreadable."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CodeError(Flaw.NOT_CWT, "a date is not a number")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        raise CodeError(Flaw.NOT_CWT, "a date is out of range") from None


def _date(value: object) -> date | None:
    digits = _text(value).replace("-", "")
    try:
        return datetime.strptime(digits, "%Y%m%d").date() if len(digits) == 8 else None  # noqa: DTZ007
    except ValueError:
        return None


def _shorter(name: str) -> str:
    words = name.removesuffix("…").split()
    return (" ".join(words[:-1]) if len(words) > 1 else words[0][:-2]) + "…"
