# SPDX-License-Identifier: Apache-2.0
"""A file with which anyone checks a project's cards without a data folder: the office's public keys, the
cards called back, the names of the programmes; signed by the office, and nothing secret in it.

Whoever takes in the first file of an office compares its fingerprint with the office; every later one must be
signed with the same key and be no older.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import cbor2

from enumerator.cards.credential import ALG, EDDSA, KID, SIGN1_TAG, Issuer
from enumerator.cards.trust import Trust, TrustedKey
from enumerator.cards.trustlist import TrustListError, pack_trust, read_trust
from enumerator.cards.verify import Outcome, Verdict, verify_code
from enumerator.disk import put_in_place
from enumerator.errors import UserError
from enumerator.messages import _

SUFFIX = ".pendata-check"
_PURPOSE = b"pendata-card-check-v1"
_MAX_SIZE = 33 * 1024 * 1024
_FOLDER = "checks"
_ORDER = {outcome: place for place, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class CheckFile:
    """What a check needs of a project: `trust` with its date, `programmes` names by the code on a card."""

    project: str
    training: bool
    office_key: bytes
    programmes: Mapping[str, str]
    trust: Trust

    @property
    def fingerprint(self) -> str:
        """Of the office's key, to be compared by eye: 4F2A-90C1-77DE-0B35."""
        digest = hashlib.sha256(self.office_key).hexdigest()[:16].upper()
        return "-".join(digest[at : at + 4] for at in range(0, 16, 4))

    @property
    def as_of(self) -> datetime:
        """When the office wrote it."""
        at = self.trust.revocations.as_of
        assert at is not None
        return at


def pack_check(
    trust: Trust, office: Issuer, at: datetime, *, project: str, training: bool, programmes: Mapping[str, str]
) -> bytes:
    """The file as of `at`, signed by the office. The same input gives the same bytes."""
    said = {
        "project": project,
        "training": training,
        "key": office.public_key,
        "programmes": dict(programmes),
        "list": pack_trust(trust, office, at),
    }
    payload = cbor2.dumps(said, canonical=True)
    protected = cbor2.dumps({ALG: EDDSA, KID: office.kid}, canonical=True)
    signature = office.sign(_to_be_signed(protected, payload))
    return zlib.compress(cbor2.dumps(cbor2.CBORTag(SIGN1_TAG, [protected, {}, payload, signature])), 9)


def read_check(data: bytes) -> CheckFile:
    """A file that agrees with itself; whether its office is to be believed, a person decides.

    TrustListError for any other bytes.
    """
    try:
        message = cbor2.loads(zlib.decompressobj().decompress(data, _MAX_SIZE), max_depth=8).value
        protected, _unprotected, payload, signature = message
        said = cbor2.loads(payload, max_depth=8, allow_duplicate_keys=False)
        key = said["key"]
        if TrustedKey("", key).signed(signature, _to_be_signed(protected, payload)):
            return CheckFile(
                str(said["project"]),
                said["training"] is True,
                key,
                {str(code): str(name) for code, name in said["programmes"].items()},
                read_trust(said["list"], key),
            )
    except UserError:
        raise
    except Exception as error:  # whatever is wrong with it, these bytes are no such file
        raise _damaged() from error
    raise _damaged()


def read_check_file(path: Path) -> CheckFile:
    """As `read_check`, from a file; UserError when it cannot be read."""
    return read_check(_bytes_of(path))


def keep_check(home: Path, path: Path) -> CheckFile:
    """Take a file in for this computer; UserError when a newer one of that office is here already."""
    data = _bytes_of(path)
    taken = read_check(data)
    held = home / _FOLDER / (taken.fingerprint + SUFFIX)
    if any(each.office_key == taken.office_key and each.as_of > taken.as_of for each in held_checks(home)):
        raise UserError(
            _("A newer list of this office is here already."),
            where=path.name,
            remedy=_("Fetch the newest list from the office."),
        )
    held.parent.mkdir(parents=True, exist_ok=True)
    part = held.with_name(held.name + ".part")
    part.write_bytes(data)
    put_in_place(part, held)
    return taken


def is_known(home: Path, taken: CheckFile) -> bool:
    """Whether a file of that office was taken in here before."""
    return any(each.office_key == taken.office_key for each in held_checks(home))


def check_by_files(text: str, files: Iterable[CheckFile], now: datetime) -> tuple[Verdict, CheckFile | None]:
    """The best that the lists of several offices say of a code, and whose list says it."""
    asked = [(verify_code(text, each.trust, now), each) for each in files]
    if not asked:
        return verify_code(text, Trust(()), now), None
    return min(asked, key=lambda pair: _ORDER[pair[0].outcome])


def held_checks(home: Path) -> tuple[CheckFile, ...]:
    """The files taken in on this computer, by the names of their projects; what is damaged is left out."""
    found = []
    for path in sorted((home / _FOLDER).glob("*" + SUFFIX)):
        try:
            found.append(read_check_file(path))
        except UserError:
            continue
    return tuple(sorted(found, key=lambda each: each.project.casefold()))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            _("The file {name} cannot be read.", name=path.name),
            where=str(error),
            remedy=_("Choose the file whose name ends in {suffix}.", suffix=SUFFIX),
        ) from error


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, _PURPOSE, payload])


def _damaged() -> TrustListError:
    return TrustListError(
        _("This is not a list to check cards with, or it is damaged."),
        remedy=_("Fetch it from the office again; the old one stays in use."),
    )
