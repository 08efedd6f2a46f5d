# SPDX-License-Identifier: Apache-2.0
"""Bundles by those who have no right to send them, or who change what others sent. Rows C1 to C12 and D1 to
D3.
"""

from __future__ import annotations

import itertools
import json
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import zstandard

from benchmarks.places import Place
from enumerator.bundles.frames import Chunk, Frame, Kind, Packer
from enumerator.bundles.manifest import read_manifest
from enumerator.bundles.refusals import BundleError, SealedToOthersError, own_bundle
from enumerator.identity.certificates import revoke
from enumerator.identity.signing import new_signing_key, public_of, sign
from enumerator.store.lock import LOCK_NAME
from enumerator.store.revision import Entry, decode, encode, head_message, new_record, revision_hash

from .bundle_forge import frames_of, sealed, signed

FORGED = "forged.pendata"


@pytest.fixture
def bundle(ani: Place, stick: Path) -> Path:
    ani.survey(lantai="tanah", photo=b"z" * 5000)
    ani.survey(lantai="semen")
    return ani.pack(stick).path


def refused(office: Place, path: Path) -> BundleError:
    before = {log: list(office.store.journal.raw(log)) for log in office.store.journal.logs()}
    with pytest.raises(BundleError) as told:
        office.take(path)
    assert {log: list(office.store.journal.raw(log)) for log in office.store.journal.logs()} == before
    assert told.value.remedy
    return told.value


def test_c1_a_laptop_nobody_knows_is_set_aside_with_its_fingerprint(
    office: Place, ani: Place, bundle: Path, stick: Path
) -> None:
    frames = frames_of(bundle, office.keys)
    keyless = Packer().compressed(Kind.KEYS, b'{"certificates":[],"request":null,"revocations":[]}')
    manifest = msgspec.structs.replace(read_manifest(frames[0]), bundle="e" * 32)
    strange = signed([manifest.frame(), keyless, *frames[2:]], ani.keys.sign)
    report = office.take(sealed(stick / FORGED, strange, office.keys.recipient))
    (aside,) = report.quarantined
    assert report.sender.key in aside.reason
    assert (report.new, office.store.journal.records("household")) == (0, ())
    assert list((office.folder / "inbox" / "aside").iterdir())
    assert office.take(bundle).new == 2
    assert office.take(stick / FORGED).known == 2  # set aside is not for ever: now the laptop is known


def test_c1_a_request_that_no_kit_stands_behind_is_set_aside(
    office: Place, ani: Place, bundle: Path, stick: Path
) -> None:
    frames = frames_of(bundle, office.keys)
    keys = json.loads(frames[1].content())
    keys["request"]["proof"] = "00" * 32
    forged = [frames[0], Packer().compressed(Kind.KEYS, json.dumps(keys).encode()), *frames[2:]]
    report = office.take(sealed(stick / FORGED, signed(forged, ani.keys.sign), office.keys.recipient))
    assert report.quarantined
    assert report.new == 0


def test_c2_what_a_revoked_laptop_wrote_before_is_taken_what_came_later_waits_for_a_person(
    office: Place, ani: Place, bundle: Path, stick: Path
) -> None:
    office.take(bundle)
    word = revoke(office.keys, ani.keys.log, 3, office.store.clock(), "hilang")
    office.store.append(Entry(new_record(), "revocation", word.to_values()))
    for floor in ("ubin", "kayu", "bambu"):
        ani.survey(lantai=floor)
    later = ani.pack(stick).path
    report = office.take(later)
    assert (report.new, report.known) == (1, 2)
    assert [(a.first, a.last) for a in report.quarantined] == [(4, 5)]
    assert office.take(later).already
    decided = office.take(later, believe=True)
    assert (decided.new, decided.quarantined) == (2, ())


def test_c3_changed_counts_names_and_numbers_break_the_signature(
    office: Place, bundle: Path, stick: Path
) -> None:
    frames = frames_of(bundle, office.keys)
    manifest = json.loads(frames[0].content())
    for name, value in (
        ("made", "2030-01-01T00:00:00+07:00"),
        ("number", 99),
        ("purpose", "backup"),
        ("volume", 7),
    ):
        changed = Packer().compressed(Kind.HEADER, json.dumps(manifest | {name: value}).encode())
        refused(office, sealed(stick / FORGED, [changed, *frames[1:]], office.keys.recipient))


def test_c3_another_devices_signature_is_not_the_senders(
    office: Place, budi: Place, bundle: Path, stick: Path
) -> None:
    frames = signed(frames_of(bundle, office.keys), budi.keys.sign)
    refused(office, sealed(stick / FORGED, frames, office.keys.recipient))


def test_c4_a_bundle_sealed_anew_for_another_office_is_refused_there(
    office: Place, make_office: Callable[..., Place], bundle: Path, stick: Path
) -> None:
    other = make_office("demak")
    frames = frames_of(bundle, office.keys)
    refused(other, sealed(stick / FORGED, frames, other.keys.recipient))
    same_project = replace(other.keys, project=office.keys.project)
    thief = Place(other.folder, same_project, other.store)
    assert "not name" in refused(thief, sealed(stick / FORGED, frames, other.keys.recipient)).where


def test_a_bundle_for_another_office_does_not_open(make_office: Callable[..., Place], bundle: Path) -> None:
    with pytest.raises(SealedToOthersError):
        make_office("demak").take(bundle)


def test_e7_another_project_and_a_training_project_are_told_apart(
    office: Place, make_office: Callable[..., Place], bundle: Path, stick: Path
) -> None:
    frames = frames_of(bundle, office.keys)
    other, training = make_office("demak"), make_office("latihan", training=True)
    told = refused(other, sealed(stick / FORGED, frames, other.keys.recipient))
    assert "Survei kantor" in told.what
    told = refused(training, sealed(stick / FORGED, frames, training.keys.recipient))
    assert "Survei kantor" not in told.what


def test_c5_a_copied_laptop_shows_both_branches_are_kept_and_the_log_waits_for_a_person(
    office: Place, ani: Place, bundle: Path, stick: Path, tmp_path: Path
) -> None:
    from .test_bundle_transport import copy_of

    office.take(bundle)
    twin = copy_of(ani, tmp_path / "twin")
    ani.survey(lantai="ubin")
    twin.survey(lantai="kayu")
    office.take(ani.pack(stick).path)
    report = office.take(twin.pack(stick).path)
    assert (report.forked, report.new) == (1, 0)
    kept = [decode(raw).values["/kk/lantai"] for _dot, raw in office.store.journal.forks()]
    assert kept == ["kayu"]
    ani.survey(lantai="batu")
    waiting = office.take(ani.pack(stick).path)
    assert [(a.first, a.last) for a in waiting.quarantined] == [(3, 4)]


def test_c6_the_office_confirms_more_than_a_restored_laptop_holds(
    office: Place, ani: Place, bundle: Path, stick: Path, tmp_path: Path
) -> None:
    from enumerator.bundles.receipts import needs_new_log

    from .test_bundle_transport import copy_of

    old = copy_of(ani, tmp_path / "backup")
    ani.survey(lantai="ubin")
    office.take(ani.pack(stick).path)
    receipt = office.pack(stick, office.certificate_of(ani)).path
    ani.take(receipt)
    assert not needs_new_log(ani.store, ani.keys)
    old.take(receipt)
    assert needs_new_log(old.store, old.keys)


def test_c7_a_rewritten_log_does_not_replace_what_the_office_has(
    office: Place, ani: Place, bundle: Path, stick: Path
) -> None:
    office.take(bundle)
    before = list(office.store.journal.raw(ani.keys.log))
    path = rewritten(ani, office, bundle, stick, lambda values: values | {"/kk/lantai": "emas"})
    report = office.take(path)
    assert (report.new, report.forked) == (0, 2)
    assert list(office.store.journal.raw(ani.keys.log)) == before


def rewritten(
    laptop: Place,
    office: Place,
    bundle: Path,
    stick: Path,
    change: Callable[[dict[str, str]], dict[str, str]],
    **fields: str,
) -> Path:
    """The bundle with another history, chained and signed as only the laptop itself can."""
    frames = frames_of(bundle, office.keys)
    prev, raws = "", []
    for raw in next(f for f in frames if f.kind == Kind.REVISIONS).content().split(b"\n"):
        revision = replace(decode(raw), prev=prev, **fields)  # type: ignore[arg-type]
        raws.append(encode(replace(revision, values=change(revision.values))))
        prev = revision_hash(raws[-1])
    log, seq = laptop.keys.log, len(raws)
    head = [[log, seq, prev, laptop.keys.sign(head_message(log, seq, prev)).hex()]]
    replaced = {Kind.REVISIONS: b"\n".join(raws), Kind.HEADS: json.dumps(head).encode()}
    again = [
        Packer().compressed(Kind(f.kind), replaced[Kind(f.kind)]) if f.kind in replaced else f for f in frames
    ]
    manifest = read_manifest(frames[0])
    part = msgspec.structs.replace(manifest.parts[0], end=prev)
    manifest = msgspec.structs.replace(manifest, bundle="f" * 32, parts=(part,))
    again[0] = manifest.frame()
    return sealed(stick / FORGED, signed(again, laptop.keys.sign), office.keys.recipient)


@pytest.mark.parametrize(
    "poison",
    [
        b'{"values":{"/kk/umur":7}}',
        b'{"values":["x"]}',
        b'{"touched":"x"}',
        b'{"parents":[{"log":"x"}]}',
        b'{"blobs":[{"sha256":1}]}',
        b'{"hlc":"soon"}',
        b'{"record":""}',
        b'{"values":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"values":{"a":1e999}}',
    ],
)
def test_d8_a_revision_that_no_reader_could_read_never_enters_the_journal(
    office: Place, ani: Place, bundle: Path, stick: Path, poison: bytes
) -> None:
    """Even from a laptop that signs it: the journal cannot forget what it once holds."""
    frames = frames_of(bundle, office.keys)
    whole = next(f for f in frames if f.kind == Kind.REVISIONS).content().split(b"\n")[0]
    name = json.loads(poison[: poison.index(b":")] + b":0}")
    kept = {k: v for k, v in json.loads(whole).items() if k not in name}
    raw = json.dumps(kept, separators=(",", ":")).encode()[:-1] + b"," + poison[1:]
    head = [[ani.keys.log, 1, revision_hash(raw), ""]]
    head[0][3] = ani.keys.sign(head_message(ani.keys.log, 1, revision_hash(raw))).hex()
    manifest = read_manifest(frames[0])
    part = msgspec.structs.replace(manifest.parts[0], last=1, end=revision_hash(raw))
    manifest = msgspec.structs.replace(manifest, parts=(part,))
    forged = [
        manifest.frame(),
        frames[1],
        Packer().compressed(Kind.HEADS, json.dumps(head).encode()),
        Packer().compressed(Kind.REVISIONS, raw),
    ]
    refused(office, sealed(stick / FORGED, signed(forged, ani.keys.sign), office.keys.recipient))


@pytest.mark.parametrize(
    ("field", "value"), [("author", "0123456789abcdef"), ("kind", "decision"), ("kind", "certificate")]
)
def test_c8_a_laptop_cannot_speak_for_others_or_for_the_office(
    office: Place, ani: Place, bundle: Path, stick: Path, field: str, value: str
) -> None:
    path = rewritten(ani, office, bundle, stick, lambda values: values, **{field: value})
    report = office.take(path)
    assert report.quarantined
    assert report.new == 0
    assert office.store.journal.records("household") == ()


def test_c8_a_laptop_cannot_carry_anothers_log(
    office: Place, ani: Place, budi: Place, bundle: Path, stick: Path
) -> None:
    budi.survey(lantai="tanah")
    of_budi = frames_of(budi.pack(stick).path, office.keys)
    office.take(stick / budi.pack(stick).path.name)
    mine = frames_of(bundle, office.keys)
    manifest = msgspec.structs.replace(read_manifest(mine[0]), parts=read_manifest(of_budi[0]).parts)
    mixed = [manifest.frame(), mine[1], *[f for f in of_budi if f.kind in (Kind.HEADS, Kind.REVISIONS)]]
    refused(office, sealed(stick / FORGED, signed(mixed, ani.keys.sign), office.keys.recipient))


def test_a_laptop_cannot_send_an_extract_for_which_nobody_else_vouches(
    office: Place, ani: Place, bundle: Path, stick: Path
) -> None:
    frames = frames_of(bundle, office.keys)
    revisions = next(f for f in frames if f.kind == Kind.REVISIONS)
    manifest = msgspec.structs.replace(read_manifest(frames[0]), parts=(), extract=2)
    extract = [manifest.frame(), frames[1], Frame(Kind.EXTRACT, revisions.body, revisions.real_length)]
    refused(office, sealed(stick / FORGED, signed(extract, ani.keys.sign), office.keys.recipient))


def test_c12_a_signature_made_for_something_else_does_not_close_a_bundle(
    office: Place, ani: Place, bundle: Path, stick: Path
) -> None:
    def as_head(message: bytes) -> bytes:
        return ani.keys.sign(b"pendata-head-v1\0" + message.partition(b"\0")[2])

    refused(
        office, sealed(stick / FORGED, signed(frames_of(bundle, office.keys), as_head), office.keys.recipient)
    )


def test_b10_c11_an_older_or_newer_format_is_not_guessed_at(
    office: Place, ani: Place, bundle: Path, stick: Path
) -> None:
    frames = frames_of(bundle, office.keys)
    newer = msgspec.structs.replace(read_manifest(frames[0]), format=2)
    told = refused(
        office,
        sealed(stick / FORGED, signed([newer.frame(), *frames[1:]], ani.keys.sign), office.keys.recipient),
    )
    assert FORGED in told.what


def test_p15_no_signature_but_the_senders_over_every_frame_passes(
    office: Place, bundle: Path, stick: Path
) -> None:
    frames = frames_of(bundle, office.keys)
    secret = new_signing_key()
    assert public_of(secret) != office.keys.public
    for number, frame in itertools.product(range(len(frames)), [b"\0", b""]):
        changed = [replace(f, body=f.body[:-1] + frame) if i == number else f for i, f in enumerate(frames)]
        changed = [
            replace(f, real_length=len(f.body)) if f.kind in (Kind.BLOB, Kind.TRAILER) else f for f in changed
        ]
        if changed == frames:
            continue
        refused(office, sealed(stick / FORGED, changed, office.keys.recipient))
        refused(
            office, sealed(stick / FORGED, signed(changed, lambda m: sign(secret, m)), office.keys.recipient)
        )


def bomb(size: int) -> bytes:
    """A zstd frame of zeros that announces its true size."""
    return zstandard.ZstdCompressor(level=19).compress(b"\0" * size)


@pytest.mark.parametrize("kind", [Kind.KEYS, Kind.HEADS, Kind.REVISIONS, Kind.EXTRACT])
def test_d1_a_decompression_bomb_never_gets_its_memory(
    office: Place, ani: Place, bundle: Path, stick: Path, kind: Kind
) -> None:
    """With a true, a lying and a missing size, and as several frames in one."""
    huge = bomb(256 * 1024 * 1024)
    unsized = zstandard.ZstdCompressor(level=19, write_content_size=False).compress(b"\0" * 10_000_000)
    twice = zstandard.compress(b"{}") + zstandard.compress(b"{}")
    bodies = [
        (huge, 256 * 1024 * 1024),
        (huge, 100),
        (unsized, 10_000_000),
        (unsized, 100),
        (twice, 2),
        (twice, 4),
    ]
    frames = frames_of(bundle, office.keys)
    for body, promised in bodies:
        forged = [frames[0], frames[1], Frame(kind, body, promised), *frames[2:]]
        refused(office, sealed(stick / FORGED, signed(forged, ani.keys.sign), office.keys.recipient))


def test_d1_a_frame_that_announces_gigabytes_is_refused_before_it_is_read(
    office: Place, bundle: Path, stick: Path
) -> None:
    frames = frames_of(bundle, office.keys)
    tail = struct.pack(">BII", Kind.BLOB, 0xFFFFFFFF, 0xFFFFFFFF) + b"x" * 100
    refused(office, sealed(stick / FORGED, frames[:2], office.keys.recipient, after=tail))


def test_d3_an_attachment_is_what_its_hash_says_or_is_refused(
    office: Place, ani: Place, bundle: Path, stick: Path
) -> None:
    frames = frames_of(bundle, office.keys)
    at = next(i for i, f in enumerate(frames) if f.kind == Kind.BLOB)
    chunk = Chunk.read(frames[at])
    wrong = [
        replace(chunk, body=b"y" * 5000),
        replace(chunk, size=6000),
        replace(chunk, offset=1, size=5001),
        replace(chunk, size=3 * 1024**3),
    ]
    for forged in wrong:
        changed = [*frames[:at], forged.frame(), *frames[at + 1 :]]
        refused(office, sealed(stick / FORGED, signed(changed, ani.keys.sign), office.keys.recipient))


@pytest.mark.parametrize(
    "name", ["../../x", "C:\\x", "\\\\srv\\x", "CON", "a.txt:ads", "x" * 300, "titik.", "spasi "]
)
def test_d2_an_attachments_name_is_never_a_path(office: Place, ani: Place, stick: Path, name: str) -> None:
    blob = ani.store.attachments.put(b"isi", name=name, mime="image/jpeg")
    ani.store.append(Entry(new_record(), "household", {"/kk/foto": name}, blobs=(blob,)))
    before = set(office.folder.parent.rglob("*"))
    path = ani.pack(stick).path
    office.take(path)
    assert office.store.attachments.read(blob.sha256) == b"isi"
    fresh = set(office.folder.parent.rglob("*")) - before - {path}
    assert fresh <= {office.folder / "inbox", office.folder / "inbox" / LOCK_NAME, ani.folder / "sent.json"}


def test_b11_p13_fields_of_a_later_program_are_kept_as_they_came_and_passed_on(
    office: Place, ani: Place, bundle: Path, stick: Path
) -> None:
    """And what they add to the manifest does no harm."""
    frames = frames_of(bundle, office.keys)
    whole = next(f for f in frames if f.kind == Kind.REVISIONS).content().split(b"\n")[0]
    raw = whole[:-1] + b',"weather":{"rain":true}}'
    digest = revision_hash(raw)
    manifest = json.loads(frames[0].content()) | {"parts": [[ani.keys.log, 1, 1, digest]], "mood": "good"}
    head = [[ani.keys.log, 1, digest, ani.keys.sign(head_message(ani.keys.log, 1, digest)).hex()]]
    later = [
        Packer().compressed(Kind.HEADER, json.dumps(manifest).encode()),
        frames[1],
        Packer().compressed(Kind.HEADS, json.dumps(head).encode()),
        Packer().compressed(Kind.REVISIONS, raw),
    ]
    office.take(sealed(stick / FORGED, signed(later, ani.keys.sign), office.keys.recipient))
    assert list(office.store.journal.raw(ani.keys.log)) == [raw]


def test_ones_own_bundle_is_recognised(ani: Place, bundle: Path) -> None:
    assert refused(ani, bundle).what == own_bundle().what
