# SPDX-License-Identifier: Apache-2.0
"""The enrolment kit: one file that turns a bare laptop into an enumerator's, opened once with a code.

The file and the code go separate ways. Inside are the project, the person, whatever files the office adds
(forms, places, assignments), and a secret by which the laptop later shows that it was let in.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import cbor2
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pydantic import BaseModel, ConfigDict, ValidationError

from enumerator.identity import symbols
from enumerator.identity.certificates import Certificate, KitTerms, enrolment_secret, is_genuine
from enumerator.identity.faults import IdentityError
from enumerator.identity.files import write_whole
from enumerator.identity.keys import Keys
from enumerator.identity.passphrase import Stretch, stretched
from enumerator.identity.project import Person, Project, Role
from enumerator.identity.signing import verify
from enumerator.messages import _

SUFFIX = ".pendata-kit"
_MAGIC = b"PENDATA-KIT-1\n"
_SIGNED = b"pendata-kit-v1\0"
_CODE_BYTES = 8
LARGEST_KIT = 512 * 1024 * 1024


class KitFace(BaseModel):
    """What can be read on a kit without the code."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_bytes="hex", val_json_bytes="hex")

    format: Literal[1] = 1
    kit: str
    project: str
    training: bool
    expires: str
    salt: bytes
    stretch: Stretch


@dataclass(frozen=True)
class Kit:
    """A kit, opened. `office` is the certificate of the office that made it, None for the project's own."""

    project: Project
    terms: KitTerms
    secret: str
    files: Mapping[str, bytes]
    office: Certificate | None = None


@dataclass(frozen=True)
class MadeKit:
    """Where the kit lies, its code (to be handed over another way), and its terms."""

    path: Path
    code: str
    terms: KitTerms


def make_kit(
    keys: Keys,
    path: Path,
    person: Person,
    *,
    files: Mapping[str, bytes],
    now: datetime,
    area: str = "",
    valid: timedelta = timedelta(days=14),
    role: Role = Role.ENUMERATOR,
    office: Certificate | None = None,
) -> MadeKit:
    """Write a kit for one person, or with `role` for another office. `files` are carried as they are: name
    to content. `office` is our certificate where we are not the project's own office.

    The code is shown once and stored nowhere.
    """
    terms = KitTerms(secrets.token_hex(8), person, (now + valid).isoformat(timespec="seconds"), area, role)
    code = secrets.token_bytes(_CODE_BYTES)
    face = KitFace(
        kit=terms.kit,
        project=keys.project.name,
        training=keys.project.training,
        expires=terms.expires,
        salt=secrets.token_bytes(16),
        stretch=Stretch(),
    )
    content = cbor2.dumps(
        {
            "project": keys.project.model_dump_json(),
            "kit": terms.kit,
            "person": person.model_dump_json(),
            "expires": terms.expires,
            "area": area,
            "role": role.value,
            "office": office.to_values() if office is not None else None,
            "secret": enrolment_secret(keys, terms),
            "files": dict(files),
        }
    )
    inside = cbor2.dumps({"content": content, "signature": keys.sign(_SIGNED + content)})
    shown = face.model_dump_json().encode() + b"\n"
    nonce = secrets.token_bytes(12)
    body = ChaCha20Poly1305(_key(code, face)).encrypt(nonce, zstandard.compress(inside, 9), _MAGIC + shown)
    write_whole(path, _MAGIC + shown + nonce + body)
    return MadeKit(path, symbols.written(code, "kit"), terms)


def kit_face(path: Path) -> KitFace:
    """What a kit says without its code; IdentityError when the file is none."""
    return _parted(path)[0]


def open_kit(path: Path, code: str, *, clock: Callable[[], datetime]) -> Kit:
    """IdentityError when the file is no kit, damaged, expired, or the code is mistyped or another's."""
    face, shown, sealed = _parted(path)
    try:
        typed = symbols.read(code, _CODE_BYTES, "kit")
    except symbols.SlipError as error:
        raise IdentityError(
            _("The code was not typed as it was given."),
            remedy=_("It has {n} letters and digits in groups of four. Compare it and type it again.", n=15),
        ) from error
    if clock() > datetime.fromisoformat(face.expires):
        raise IdentityError(
            _("This kit expired on {date}.", date=face.expires[:10]),
            remedy=_("Check the date of this laptop; if it is right, ask the office for a new kit."),
        )
    try:
        packed = ChaCha20Poly1305(_key(typed, face)).decrypt(sealed[:12], sealed[12:], _MAGIC + shown)
    except InvalidTag as error:
        raise IdentityError(
            _("The code does not open this kit, or the kit is damaged."),
            remedy=_("Check that file and code belong together, or ask the office for a new kit."),
        ) from error
    return _unpacked(packed)


def _parted(path: Path) -> tuple[KitFace, bytes, bytes]:
    no_kit = IdentityError(
        _("{name} is not an enrolment kit.", name=path.name),
        where=str(path),
        remedy=_("Choose the file whose name ends in {suffix}.", suffix=SUFFIX),
    )
    try:
        if path.stat().st_size > LARGEST_KIT:
            raise no_kit
        content = path.read_bytes()
    except OSError as error:
        raise IdentityError(_("{name} cannot be read.", name=path.name), where=str(path)) from error
    if not content.startswith(_MAGIC):
        raise no_kit
    shown, newline, sealed = content[len(_MAGIC) :].partition(b"\n")
    try:
        return KitFace.model_validate_json(shown), shown + newline, sealed
    except ValidationError as error:
        raise no_kit from error


def _unpacked(packed: bytes) -> Kit:
    if zstandard.get_frame_parameters(packed).content_size > LARGEST_KIT:
        raise IdentityError(_("The kit is larger than a kit may be."))
    inside = cbor2.loads(zstandard.decompress(packed, max_output_size=LARGEST_KIT))
    content = inside["content"]
    told = cbor2.loads(content)
    project = Project.model_validate_json(told["project"])
    office = Certificate.from_values(told["office"]) if told.get("office") else None
    by_office = office is None or (office.role is Role.OFFICE and is_genuine(office, project.signing))
    signing = project.signing if office is None else office.signing
    if not by_office or not verify(signing, _SIGNED + content, inside["signature"]):
        raise IdentityError(_("The kit was not signed by the office it names."))
    person = Person.model_validate_json(told["person"])
    role = Role(told.get("role", Role.ENUMERATOR))
    terms = KitTerms(told["kit"], person, told["expires"], told["area"], role)
    return Kit(project, terms, told["secret"], told["files"], office)


def _key(code: bytes, face: KitFace) -> bytes:
    return stretched(json.dumps(["kit", code.hex()]), face.salt, face.stretch)
