# SPDX-License-Identifier: Apache-2.0
"""Certificates: the office's word that a device and its log belong to a person, and the word that takes it
back.

Both travel as records of the journal, as flat text, and carry the office's own signature as well, so that an
office further up can check them without the journal they came in.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from enumerator.identity.faults import IdentityError
from enumerator.identity.keys import Keys
from enumerator.identity.project import Person, Role
from enumerator.identity.signing import verify
from enumerator.messages import _

_CONFIG = ConfigDict(frozen=True, extra="ignore", ser_json_bytes="hex", val_json_bytes="hex")


class _Flat(BaseModel):
    """A statement whose fields are all text, signed over all of them but the signature."""

    model_config = _CONFIG

    def to_values(self) -> dict[str, str]:
        """The fields as a record of the journal holds them."""
        return {name: str(value) for name, value in json.loads(self.model_dump_json()).items()}

    @classmethod
    def from_values(cls, values: dict[str, str]) -> Self:
        """The way back; IdentityError when a field is missing or senseless."""
        try:
            return cls.model_validate_json(json.dumps(values))
        except ValidationError as error:
            raise IdentityError(_("A certificate cannot be read.")) from error

    def message(self, purpose: str, *without: str) -> bytes:
        """The bytes that are signed."""
        values = {name: text for name, text in self.to_values().items() if name not in without}
        return f"{purpose}\0".encode() + json.dumps(values, sort_keys=True, ensure_ascii=True).encode()


class CertificateRequest(_Flat):
    """What a new device asks in its first bundle. `proof` shows that it opened the kit with the code;
    `signature` that it holds the signing key."""

    kit: str
    project: str
    person: str
    name: str
    log: str
    signing: bytes = Field(min_length=32, max_length=32)
    sealing: str
    area: str = ""
    made: str
    expires: str
    role: str = ""
    proof: str = ""
    signature: bytes = b""

    def message(self, purpose: str, *without: str) -> bytes:
        """A laptop's request says nothing of a role, as it always did; another office's does."""
        return super().message(purpose, *without, *(() if self.role else ("role",)))


class Certificate(_Flat):
    """Device `log` with these keys is this person's, from `issued` on, for `area` ("" is everywhere)."""

    project: str
    role: Role
    log: str
    person: str
    name: str
    signing: bytes = Field(min_length=32, max_length=32)
    sealing: str
    area: str = ""
    issued: str
    kit: str = ""
    signature: bytes = b""


class Revocation(_Flat):
    """What is written in `log` after revision `last_trusted` is not believed until a person has looked at it.

    When `log` is the one a certificate names, the device's other logs are not believed at all, unless
    revocations of theirs say how far.
    """

    project: str
    log: str
    last_trusted: str
    revoked: str
    reason: str
    signature: bytes = b""

    @property
    def cut(self) -> int:
        """The last revision that is still believed."""
        return int(self.last_trusted)


class LogOpening(_Flat):
    """A certified device's own word that it also writes `log`, and why: a restored backup, a log for one
    recipient.
    """

    project: str
    device: str
    log: str
    reason: str
    opened: str
    signature: bytes = b""


@dataclass(frozen=True)
class KitTerms:
    """What the office fixed when it made a kit: for whom, until when (ISO date and time), for which area,
    and whether a laptop or another office comes of it.
    """

    kit: str
    person: Person
    expires: str
    area: str = ""
    role: Role = Role.ENUMERATOR


def enrolment_secret(keys: Keys, terms: KitTerms) -> str:
    """The secret that lies inside the kit: the office can make it again, nobody else can without the code."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pendata-enrolment-v1").derive(
        keys.secrets.signing
    )
    about = [keys.project.id, terms.kit, terms.person.id, terms.person.name, terms.expires, terms.area]
    if terms.role is not Role.ENUMERATOR:
        about.append(terms.role.value)
    return hmac.new(key, json.dumps(about).encode(), hashlib.sha256).hexdigest()


def proof_of(request: CertificateRequest, secret: str) -> str:
    """What `proof` must be when the requester knows the kit's secret."""
    message = request.message("pendata-request-proof-v1", "proof", "signature")
    return hmac.new(bytes.fromhex(secret), message, hashlib.sha256).hexdigest()


def request_message(request: CertificateRequest) -> bytes:
    """What the device signs."""
    return request.message("pendata-request-v1", "signature")


def issue(
    keys: Keys,
    request: CertificateRequest,
    now: datetime,
    *,
    used: frozenset[str] = frozenset(),
    vouched: bool = False,
) -> Certificate:
    """The certificate for a request that proves itself; `used` are the kits that certificates were issued
    for. `vouched`: a person who compared the fingerprint stands in for the kit, for a laptop only.

    IdentityError, in words the office can act on, when the request is another project's, expired, used
    before, or does not know the kit's secret.
    """
    _check(request.project == keys.project.id, _("The request belongs to another project."))
    _check(
        verify(request.signing, request_message(request), request.signature), _("The request was altered.")
    )
    role = Role.OFFICE if request.role == Role.OFFICE else Role.ENUMERATOR
    if not (vouched and role is Role.ENUMERATOR):
        _check_kit(keys, request, role, used)
    return _signed(
        keys,
        Certificate(
            project=keys.project.id,
            role=role,
            log=request.log,
            person=request.person,
            name=request.name,
            signing=request.signing,
            sealing=request.sealing,
            area=request.area,
            issued=now.isoformat(timespec="seconds"),
            kit=request.kit,
        ),
    )


def _check_kit(keys: Keys, request: CertificateRequest, role: Role, used: frozenset[str]) -> None:
    """The kit is ours, unused and not expired."""
    person = Person(id=request.person, name=request.name)
    terms = KitTerms(request.kit, person, request.expires, request.area, role)
    expected = proof_of(request, enrolment_secret(keys, terms))
    _check(
        hmac.compare_digest(expected, request.proof),
        _("The request does not come from a kit of this office."),
    )
    _check(
        request.kit not in used, _("The kit of {name} was used on another laptop already.", name=request.name)
    )
    _check(
        datetime.fromisoformat(request.made) <= datetime.fromisoformat(request.expires),
        _("The kit of {name} had expired when it was used.", name=request.name),
    )


def office_certificate(keys: Keys, now: datetime) -> Certificate:
    """The office's certificate for itself, the root that others hang from."""
    return _signed(
        keys,
        Certificate(
            project=keys.project.id,
            role=Role.OFFICE,
            log=keys.device,
            person=keys.person.id,
            name=keys.project.name,
            signing=keys.public,
            sealing=keys.recipient,
            area=keys.area,
            issued=now.isoformat(timespec="seconds"),
        ),
    )


def is_genuine(certificate: Certificate, office: bytes) -> bool:
    """Whether the office with that public key signed it."""
    return verify(office, certificate.message("pendata-certificate-v1", "signature"), certificate.signature)


def open_log(keys: Keys, log: str, now: datetime, reason: str) -> LogOpening:
    """Vouch for another log of ours with the key that our certificate names."""
    opening = LogOpening(
        project=keys.project.id,
        device=keys.device,
        log=log,
        reason=reason,
        opened=now.isoformat(timespec="seconds"),
    )
    message = opening.message("pendata-log-v1", "signature")
    return opening.model_copy(update={"signature": keys.sign(message)})


def is_genuine_opening(opening: LogOpening, device: Certificate) -> bool:
    """Whether the device with that certificate opened the log."""
    return opening.device == device.log and verify(
        device.signing, opening.message("pendata-log-v1", "signature"), opening.signature
    )


def revoke(keys: Keys, log: str, last_trusted: int, now: datetime, reason: str) -> Revocation:
    """Take the word back: what came before stays valid, what comes later waits for a person."""
    revocation = Revocation(
        project=keys.project.id,
        log=log,
        last_trusted=str(last_trusted),
        revoked=now.isoformat(timespec="seconds"),
        reason=reason,
    )
    message = revocation.message("pendata-revocation-v1", "signature")
    return revocation.model_copy(update={"signature": keys.sign(message)})


def is_genuine_revocation(revocation: Revocation, office: bytes) -> bool:
    """Whether the office with that public key signed it."""
    return verify(office, revocation.message("pendata-revocation-v1", "signature"), revocation.signature)


def _signed(keys: Keys, certificate: Certificate) -> Certificate:
    message = certificate.message("pendata-certificate-v1", "signature")
    return certificate.model_copy(update={"signature": keys.sign(message)})


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise IdentityError(what, remedy=_("Make a new kit for this person and enrol the laptop again."))
