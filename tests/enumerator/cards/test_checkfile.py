# SPDX-License-Identifier: Apache-2.0
"""The file with which anyone checks cards: what it carries, whose word it is, that it never grows older."""

from __future__ import annotations

import random
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.cards.checkfile import (
    SUFFIX,
    check_by_files,
    held_checks,
    is_known,
    keep_check,
    pack_check,
    read_check,
)
from enumerator.cards.credential import Issuer
from enumerator.cards.trust import Revocations, Trust, TrustedKey, Withdrawal
from enumerator.cards.trustlist import TrustListError, pack_trust
from enumerator.cards.verify import Outcome
from enumerator.errors import UserError

from .conftest import NOW

DAY = timedelta(days=1)


def packed(issuer: Issuer, at=NOW, cards=None, project: str = "Kota CONTOH") -> bytes:
    trust = Trust((TrustedKey.of(issuer),), Revocations(at, cards or {}))
    return pack_check(trust, issuer, at, project=project, training=False, programmes={"BLT": "Bantuan"})


def write(folder: Path, data: bytes, name: str = "a") -> Path:
    path = folder / (name + SUFFIX)
    path.write_bytes(data)
    return path


def test_it_says_whose_it_is_and_verifies_a_card(issuer: Issuer, make_card) -> None:
    card, read = make_card(), read_check(packed(issuer))
    assert (read.project, read.office_key, read.as_of) == ("Kota CONTOH", issuer.public_key, NOW)
    assert read.programmes == {"BLT": "Bantuan"}
    assert check_by_files(card.credential, [read], NOW)[0].outcome is Outcome.VALID


def test_a_card_called_back_is_refused(issuer: Issuer, make_card) -> None:
    card = make_card()
    read = read_check(packed(issuer, cards={card.number: Withdrawal.LOST}))
    assert check_by_files(card.credential, [read], NOW)[0].outcome is Outcome.LOST


def test_of_two_offices_the_one_that_issued_the_card_answers(issuer: Issuer, make_card) -> None:
    other = Issuer.of_key(issuer.iss, Ed25519PrivateKey.generate())
    files = [read_check(packed(other, project="Lain")), read_check(packed(issuer))]
    verdict, said = check_by_files(make_card().credential, files, NOW)
    assert verdict.outcome is Outcome.VALID
    assert said is not None
    assert said.project == "Kota CONTOH"


def test_without_a_list_no_card_is_accepted(make_card) -> None:
    verdict, said = check_by_files(make_card().credential, [], NOW)
    assert verdict.outcome is Outcome.UNKNOWN_ISSUER
    assert said is None


def test_an_older_list_never_takes_the_place_of_a_newer_one(issuer: Issuer, tmp_path: Path) -> None:
    new = write(tmp_path, packed(issuer, NOW))
    old = write(tmp_path, packed(issuer, NOW - DAY), "old")
    keep_check(tmp_path, new)
    with pytest.raises(UserError):
        keep_check(tmp_path, old)
    assert [each.as_of for each in held_checks(tmp_path)] == [NOW]
    keep_check(tmp_path, write(tmp_path, packed(issuer, NOW + DAY), "newer"))
    assert [each.as_of for each in held_checks(tmp_path)] == [NOW + DAY]


def test_another_office_is_not_known_until_its_list_is_kept(issuer: Issuer, tmp_path: Path) -> None:
    read = read_check(packed(issuer))
    assert not is_known(tmp_path, read)
    keep_check(tmp_path, write(tmp_path, packed(issuer)))
    assert is_known(tmp_path, read)


def test_no_altered_byte_and_no_other_file_is_taken(issuer: Issuer) -> None:
    plain = zlib.decompress(packed(issuer))
    source = random.Random(3)
    for _try in range(400):
        altered = bytearray(plain)
        altered[source.randrange(len(altered))] ^= 1 << source.randrange(8)
        try:
            read = read_check(zlib.compress(bytes(altered)))
        except TrustListError:
            continue
        assert read == read_check(packed(issuer))
    for data in (b"", b"x", zlib.compress(b"x"), pack_trust(Trust(()), issuer, NOW)):
        with pytest.raises(TrustListError):
            read_check(data)
