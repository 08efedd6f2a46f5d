# SPDX-License-Identifier: Apache-2.0
"""What is set aside, and what a person's word does about it: late work of a revoked laptop, a laptop without
a fitting kit, work in another's name; and what nobody's word does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.places import Place, writer_of
from enumerator.bundles.frames import Kind, Packer
from enumerator.bundles.refusals import BundleError
from enumerator.bundles.senders import Senders
from enumerator.identity.certificates import CertificateRequest, request_message, revoke
from enumerator.identity.project import Role, new_person
from enumerator.store.revision import Entry, new_record
from enumerator.store.store import open_store
from tests.faults.bundle_forge import frames_of, sealed, signed


def revoked(office: Place, laptop: Place, last: int) -> None:
    """Take the laptop's word back after its revision `last`."""
    word = revoke(office.keys, laptop.keys.log, last, office.store.clock(), "hilang")
    office.store.append(Entry(new_record(), "revocation", word.to_values(), act="revoke"))


def with_request(place: Place, frames: list[object], **changes: str) -> list[object]:
    """The bundle with another request in it, rightly signed by the laptop itself."""
    keys = json.loads(frames[1].content())
    asked = CertificateRequest.from_values(keys["request"]).model_copy(update=changes)
    signature = place.keys.sign(request_message(asked))
    keys["request"] = asked.model_copy(update={"signature": signature}).to_values()
    return [frames[0], Packer().compressed(Kind.KEYS, json.dumps(keys).encode()), *frames[2:]]


def test_a_laptop_without_a_fitting_kit_comes_in_by_a_persons_word_only(
    office: Place, ani: Place, stick: Path
) -> None:
    told = ani.survey(lantai="tanah")
    frames = with_request(ani, frames_of(ani.pack(stick).path, office.keys), kit="ffff")
    forged = sealed(stick / "lain.pendata", signed(frames, ani.keys.sign), office.keys.recipient)
    report = office.take(forged)
    assert report.quarantined
    assert (report.new, report.admitted) == (0, "")
    decided = office.take(forged, believe=True)
    assert (decided.new, decided.admitted, decided.quarantined) == (1, "Ani", ())
    assert office.look(told.record)["/kk/lantai"] == "tanah"
    assert not list((office.folder / "inbox" / "aside").iterdir())


def test_nobodys_word_makes_an_office_of_a_laptop(office: Place, ani: Place, stick: Path) -> None:
    ani.survey(lantai="tanah")
    frames = with_request(ani, frames_of(ani.pack(stick).path, office.keys), kit="ffff", role="office")
    forged = sealed(stick / "lain.pendata", signed(frames, ani.keys.sign), office.keys.recipient)
    assert office.take(forged, believe=True).quarantined
    found = Senders.of(office.store, office.keys).find(ani.keys.log)
    assert found is None or found.role is Role.ENUMERATOR


def test_work_in_anothers_name_comes_in_by_a_persons_word(office: Place, ani: Place, stick: Path) -> None:
    """Two people shared a laptop for a day."""
    ani.survey(lantai="tanah")
    office.take(ani.pack(stick).path)
    keys = replace(ani.keys, person=new_person("Budi"))
    ani.store.close()
    store = open_store(ani.folder / "pendata.db", keys.db_key, writer_of(keys), ani.store.clock)
    shared = Place(ani.folder, keys, store, ani.request)
    shared.survey(lantai="semen")
    path = shared.pack(stick).path
    assert office.take(path).quarantined
    assert office.take(path, believe=True).new == 1


def test_nobodys_word_lets_a_laptop_decide_for_the_office(office: Place, ani: Place, stick: Path) -> None:
    ani.store.append(Entry(new_record(), "decision", {"household": "x", "programme": "pkh"}))
    path = ani.pack(stick).path
    for believe in (False, True):
        report = office.take(path, believe=believe)
        assert report.quarantined
        assert report.new == 0


def test_a_revocation_hides_nothing_that_an_office_holds_already(
    office: Place, ani: Place, make_laptop: Callable[..., Place], stick: Path
) -> None:
    """Importing never takes a value away (P7): the word of a revoked laptop that was taken in stays until a
    person changes it. What comes later waits, and joins it when a person says so.
    """
    first = ani.survey(lantai="tanah")
    second = ani.survey(record=first.record, lantai="semen")
    office.take(ani.pack(stick).path)
    revoked(office, ani, first.dot.seq)
    assert office.look(first.record)["/kk/lantai"] == "semen"
    ani.survey(record=first.record, lantai="ubin")
    late = ani.pack(stick).path
    report = office.take(late)
    assert [(part.first, part.last) for part in report.quarantined] == [(second.dot.seq, 3)]
    assert office.look(first.record)["/kk/lantai"] == "semen"
    assert office.take(late, believe=True).new == 1
    assert office.look(first.record)["/kk/lantai"] == "ubin"


def test_late_work_of_a_replaced_laptop_waits_and_then_joins_what_the_new_one_wrote(
    office: Place, ani: Place, make_laptop: Callable[..., Place], stick: Path
) -> None:
    house = ani.survey(lantai="tanah").record
    office.take(ani.pack(stick).path)
    ani.survey(record=house, air="sumur")
    late = ani.pack(stick).path
    revoked(office, ani, 1)
    again = make_laptop(office, "Ani (pengganti)")
    again.survey(record=new_record(), lantai="ubin")
    assert office.take(again.pack(stick).path).new == 1
    report = office.take(late)
    assert [(part.name, part.first, part.last) for part in report.quarantined] == [("Ani", 2, 2)]
    assert "/kk/air" not in office.look(house)
    assert office.take(late, believe=True).new == 1
    assert office.look(house)["/kk/air"] == "sumur"


def test_one_missing_number_is_named_with_its_laptop(office: Place, ani: Place, stick: Path) -> None:
    ani.survey(lantai="1")
    office.take(ani.pack(stick).path)
    ani.survey(lantai="2")
    ani.pack(stick)
    ani.take(office.pack(stick, office.certificate_of(ani)).path)
    ani.survey(lantai="3")
    whole = ani.pack(stick).path
    manifest = json.loads(frames_of(whole, office.keys)[0].content())
    assert manifest["parts"][0][1:3] == [2, 3]
    other = frames_of(whole, office.keys)
    last = next(f for f in other if f.kind == Kind.REVISIONS).content().split(b"\n")[1]
    manifest["parts"][0][1] = 3
    manifest["bundle"] = "0" * 32
    alone = [
        Packer().compressed(Kind.HEADER, json.dumps(manifest).encode()),
        *(f for f in other[1:] if f.kind in (Kind.KEYS, Kind.HEADS)),
        Packer().compressed(Kind.REVISIONS, last),
    ]
    report = office.take(sealed(stick / "tiga.pendata", signed(alone, ani.keys.sign), office.keys.recipient))
    assert [str(gap) for gap in report.holes] == ["Ani: nomor 2 belum ada"]
    assert office.take(whole).holes == ()


@pytest.mark.parametrize(
    "name", ["../../luar", "/tmp/luar", "a" * 7, "x" * 32, "0" * 31 + "\n", "", "." * 32]
)
def test_a_bundles_name_is_never_a_path(office: Place, ani: Place, stick: Path, name: str) -> None:
    """The receiver's copy is named after it before anything is proven."""
    ani.survey(lantai="tanah")
    frames = frames_of(ani.pack(stick).path, office.keys)
    manifest = json.loads(frames[0].content()) | {"bundle": name}
    forged = [Packer().compressed(Kind.HEADER, json.dumps(manifest).encode()), *frames[1:]]
    before = set(office.folder.parent.rglob("*"))
    path = sealed(stick / "jahat.pendata", signed(forged, ani.keys.sign), office.keys.recipient)
    with pytest.raises(BundleError):
        office.take(path)
    assert set(office.folder.parent.rglob("*")) - before <= {path}
