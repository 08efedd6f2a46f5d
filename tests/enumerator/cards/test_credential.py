# SPDX-License-Identifier: Apache-2.0
"""The credential: the published vectors, an independent reader, and what must not be in it."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import cbor2
import claim169
import pytest

from enumerator.cards import base45
from enumerator.cards.code import CAPACITY, LARGEST_VERSION
from enumerator.cards.credential import (
    CodeError,
    Credential,
    Flaw,
    Issuer,
    household_tag,
    make_credential,
    open_code,
    seal_claims,
)
from enumerator.cards.holder import CardHolder, Programme
from enumerator.errors import UserError

from .conftest import EXPIRES, ISSUED, VECTORS, holder

NUMBER = "SMG-7K4M-29QX-3"
needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="the Claim 169 vectors are not beside this checkout"
)


def vectors(group: str) -> list[Path]:
    return sorted((VECTORS / group).glob("*.json"))


def sealed(issuer: Issuer, of: CardHolder | None = None) -> str:
    return make_credential(of or holder(), NUMBER, issuer, issued_at=ISSUED, expires_at=EXPIRES)


def wrapped(message: object) -> str:
    return base45.encode(zlib.compress(message if isinstance(message, bytes) else cbor2.dumps(message), 9))


def flaw_of(text: str) -> Flaw:
    with pytest.raises(CodeError) as caught:
        open_code(text)
    return caught.value.flaw


@needs_vectors
@pytest.mark.parametrize("file", [*vectors("valid"), *vectors("edge")], ids=lambda file: file.stem)
def test_the_published_vectors_read_as_they_say(file: Path) -> None:
    vector: dict[str, Any] = json.loads(file.read_text("utf-8"))
    if "encryption_key" in vector:
        assert flaw_of(vector["qr_data"]) is Flaw.ENCRYPTED
        return
    credential = open_code(vector["qr_data"]).credential
    claim, meta = vector["expected_claim169"], vector["expected_cwt_meta"]
    assert credential.number == claim["id"]
    assert credential.name == claim["fullName"]
    assert credential.iss == meta["issuer"]
    assert credential.expires_at is not None
    assert credential.expires_at.timestamp() == meta["expiresAt"]


@needs_vectors
@pytest.mark.parametrize(
    ("name", "flaw"),
    [
        ("bad-base45", Flaw.NOT_BASE45),
        ("bad-zlib", Flaw.NOT_ZLIB),
        ("not-cose", Flaw.NOT_COSE),
        ("missing-169", Flaw.NO_CLAIM),
    ],
)
def test_the_invalid_vectors_fail_where_they_say(name: str, flaw: Flaw) -> None:
    vector = json.loads((VECTORS / "invalid" / f"{name}.json").read_text("utf-8"))
    assert flaw_of(vector["qr_data"]) is flaw


def test_an_independent_reader_verifies_our_credential(issuer: Issuer) -> None:
    read = claim169.decode_with_ed25519(sealed(issuer), issuer.public_key)
    assert read.claim169.id == NUMBER
    assert read.claim169.full_name == "CONTOH SUPARMI"
    assert read.claim169.date_of_birth == "19610402"
    assert read.claim169.gender == 2
    assert read.claim169.location_code == "3374031005"
    assert read.cwt_meta.issuer == "DINSOS-SMG"
    assert read.cwt_meta.expires_at == int(EXPIRES.timestamp())


def test_we_read_what_an_independent_writer_wrote(issuer: Issuer) -> None:
    claim = claim169.Claim169Input(id=NUMBER, full_name="CONTOH")
    text = claim169.encode_with_ed25519(
        claim, claim169.CwtMetaInput(issuer="DINSOS-SMG", expires_at=1_900_000_000), bytes(range(32))
    )
    assert open_code(text).credential.name == "CONTOH"


def test_what_goes_in_comes_out(issuer: Issuer) -> None:
    of = holder()
    assert open_code(sealed(issuer)).credential == Credential(
        iss="DINSOS-SMG",
        issued_at=ISSUED,
        expires_at=EXPIRES,
        not_before=None,
        number=NUMBER,
        name=of.name,
        birth_date=of.birth_date,
        sex="P",
        kelurahan_code="3374031005",
        programmes=("BLT", "PANGAN"),
        serial=1,
        household_tag=household_tag("DINSOS-SMG", "h1"),
        training=False,
        claim=open_code(sealed(issuer)).credential.claim,
    )


def test_neither_nik_nor_kk_nor_address_nor_household_is_in_the_code(issuer: Issuer) -> None:
    of = holder(household="018f-unique-household", address="Jalan Rahasia")
    message = zlib.decompress(base45.decode(sealed(issuer, of)))
    for secret in (of.nik, of.kk, of.nik[-4:], "Rahasia", "018f-unique", of.kecamatan):
        assert secret.encode() not in message


def test_the_same_card_gives_the_same_text(issuer: Issuer) -> None:
    assert sealed(issuer) == sealed(issuer)


def test_an_ordinary_card_fits_version_13(issuer: Issuer) -> None:
    three = tuple(Programme(code, code) for code in ("BLT", "PANGAN", "LATIH"))
    assert len(sealed(issuer, holder(name="CONTOH SITI NUR AISYAH", programmes=three))) <= CAPACITY[13]


def test_a_name_too_long_for_the_code_is_cut_after_a_word_and_says_so(issuer: Issuer) -> None:
    name = "RADEN " + "KUSUMANINGRAT " * 12
    text = sealed(issuer, holder(name=name))
    told = open_code(text).credential.name
    assert len(text) <= CAPACITY[LARGEST_VERSION]
    assert told.endswith("KUSUMANINGRAT…")
    assert name.startswith(told[:-1])


def test_seven_programmes_fit_beside_a_long_name(issuer: Issuer) -> None:
    many = tuple(Programme(f"PR{n}", f"Program {n}") for n in range(7))
    text = sealed(issuer, holder(name="CONTOH RADEN AYU KUSUMANINGRAT WIDYOPUSPITO", programmes=many))
    assert len(text) <= CAPACITY[LARGEST_VERSION]
    assert len(open_code(text).credential.programmes) == 7


def test_programmes_beyond_all_room_are_refused_before_anything_is_printed(issuer: Issuer) -> None:
    many = tuple(Programme(f"PROGRAM-{n}", f"Program {n}") for n in range(20))
    with pytest.raises(UserError, match="CONTOH SUPARMI"):
        sealed(issuer, holder(programmes=many))


def test_a_household_is_recognised_only_by_who_knows_it() -> None:
    tag = household_tag("DINSOS-SMG", "h1")
    assert len(tag) == 8
    assert tag not in (household_tag("DINSOS-SMG", "h2"), household_tag("DINSOS-X", "h1"))


def test_a_decompression_bomb_is_refused() -> None:
    assert flaw_of(wrapped(b"\0" * 10_000_000)) is Flaw.TOO_LARGE


def test_a_text_longer_than_any_qr_code_is_refused() -> None:
    assert flaw_of("A" * 4_299) is Flaw.TOO_LARGE


def test_a_nesting_bomb_is_refused() -> None:
    assert flaw_of(wrapped(b"\x81" * 5_000 + b"\x01")) is Flaw.NOT_COSE


def test_bytes_after_the_message_are_refused(issuer: Issuer) -> None:
    message = zlib.decompress(base45.decode(sealed(issuer)))
    assert flaw_of(wrapped(message + b"\0")) is Flaw.NOT_COSE
    assert flaw_of(base45.encode(base45.decode(sealed(issuer)) + b"\0")) is Flaw.NOT_ZLIB


def test_hidden_bits_in_the_padding_are_refused(issuer: Issuer) -> None:
    data = bytearray(base45.decode(sealed(issuer)))
    data[2] |= 0b1000
    assert flaw_of(base45.encode(bytes(data))) is Flaw.NOT_ZLIB


def test_a_key_said_twice_is_refused(issuer: Issuer) -> None:
    payload = b"\xa2\x01\x61a\x01\x61b"
    assert flaw_of(wrapped(cbor2.CBORTag(18, [b"", {}, payload, b""]))) is Flaw.NOT_CWT


@pytest.mark.parametrize("when", ["soon", 10**30, float("nan"), True])
def test_a_date_that_is_none_is_refused(issuer: Issuer, when: object) -> None:
    claims = {1: "DINSOS-SMG", 4: when, 6: int(ISSUED.timestamp()), 169: {1: NUMBER, 4: "X"}}
    assert flaw_of(seal_claims(claims, issuer)) is Flaw.NOT_CWT
