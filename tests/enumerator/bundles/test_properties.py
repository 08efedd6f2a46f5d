# SPDX-License-Identifier: Apache-2.0
"""What is true of bundles whatever is in them and however they travel: P6, P10, P11, P13 and P15 to P17 of
the sync plan. The table of all properties is in `enumerator/bundles/PROOF.md`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.places import Clock, Ministry, writer_of
from benchmarks.places import Place as Folder
from benchmarks.simulate.checks import essence, holdings
from benchmarks.simulate.founding import found
from benchmarks.simulate.machines import restart
from benchmarks.simulate.people import save
from benchmarks.simulate.places import Crash, Place
from benchmarks.simulate.sticks import exchange
from benchmarks.simulate.world import World
from enumerator.bundles.frames import Frame, Kind, Packer
from enumerator.bundles.manifest import Holdings
from enumerator.bundles.pack import export_bundle
from enumerator.bundles.receipts import peer
from enumerator.bundles.report import gaps
from enumerator.bundles.senders import Senders
from enumerator.bundles.tables import prepare
from enumerator.bundles.unpack import import_bundle
from enumerator.bundles.verify import verify_bundle
from enumerator.errors import UserError
from enumerator.identity.signing import fingerprint
from enumerator.merging import view
from enumerator.store.database import writing
from enumerator.store.revision import Dot, Entry, head_message, new_record, revision_hash
from enumerator.store.store import create_store
from tests.faults.bundle_forge import frames_of, sealed, signed

FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(max_examples=18, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def world(laptops: int, offices: int) -> Iterator[World]:
    """Places of the simulator, in which nothing goes wrong by itself."""
    with tempfile.TemporaryDirectory(prefix="pendata-properties-") as name:
        made = found(0, Path(name), laptops, offices, crashes=0.0)
        try:
            yield made
        finally:
            made.close()


def write(made: World, place: Place, households: list[int]) -> None:
    """One change of each of these households."""
    for number, household in enumerate(households):
        record = made.households[household % len(made.households)]
        seen = view(place.store.journal.revisions(record))
        values = seen.values | {f"/kk/{place.name}": f"{number}"}
        save(made, place, record, seen, values)


def claim(sender: Place, receiver: Place, upto: int) -> None:
    """Let the sender believe that the receiver holds its log up to there: a bundle between was lost behind
    the receipt.
    """
    log = sender.keys.log
    end = revision_hash(next(sender.store.journal.raw(log, upto, upto)))[:16] if upto else ""
    told = json.dumps({"runs": {log: [[1, upto, end]]} if upto else {}, "lacks": []})
    key = fingerprint(receiver.keys.public)
    with writing(sender.store.db):
        sender.store.db.execute("DELETE FROM peer WHERE key = ?", (key,))
        sender.store.db.execute(
            "INSERT INTO peer (key, id, name, role, log, number, holdings, heard)"
            " VALUES (?, '', '', 'office', ?, 0, ?, '')",
            (key, receiver.keys.log, told),
        )


@FEW
@given(st.lists(st.integers(1, 3), min_size=2, max_size=6), st.data())
def test_p10_the_gaps_told_are_exactly_what_is_missing(sizes: list[int], data: st.DataObject) -> None:
    with world(laptops=1, offices=1) as made:
        (office,), (laptop,) = made.offices, made.laptops
        pieces = []
        first = 1
        for size in sizes:
            write(made, laptop, [0] * size)
            prepare(laptop.store.db)
            claim(laptop, office, first - 1)
            path = export_bundle(laptop.store, laptop.keys, made.sticks).path
            pieces.append((range(first, first + size), path))
            first += size
        held: set[int] = set()
        for numbers, path in data.draw(st.permutations(pieces)):
            if data.draw(st.booleans()):
                continue
            report = import_bundle(office.store, office.keys, path)
            held |= set(numbers)
            missing = set(range(1, max(held) + 1)) - held
            told = {n for gap in report.holes for n in range(gap.first, gap.last + 1)}
            assert told == missing
            assert told == {n for g in gaps_of(office) for n in range(g.first, g.last + 1)}
        claim(laptop, office, 0)
        assert import_bundle(
            office.store, office.keys, export_bundle(laptop.store, laptop.keys, made.sticks).path
        )
        assert gaps_of(office) == ()


def gaps_of(office: Place) -> tuple[object, ...]:
    return gaps(office.store, Senders.of(office.store, office.keys))


@SOME
@given(st.integers(1, 40), st.booleans())
def test_p11_a_crash_at_any_step_and_a_second_try_end_as_without_it(step: int, large: bool) -> None:
    with world(laptops=2, offices=2) as made, pytest.MonkeyPatch.context() as patched:
        if large:
            patched.setattr("enumerator.bundles.verify._SMALL_REVISIONS", 3)
            patched.setattr("enumerator.bundles.applying._BATCH", 2)
        office, spared = made.offices
        for laptop in made.laptops:
            write(made, laptop, [0, 1, 0, 1, 0])
        paths = [export_bundle(laptop.store, laptop.keys, made.sticks).path for laptop in made.laptops]
        to = made.certificates[spared.keys.device]
        import_bundle(
            spared.store, spared.keys, export_bundle(office.store, office.keys, made.sticks, to=to).path
        )
        others = [
            export_bundle(laptop.store, laptop.keys, made.sticks, to=to).path for laptop in made.laptops
        ]
        for path in paths:
            made.power.steps_left = step
            try:
                import_bundle(
                    office.store, office.keys, path, lambda _d, _t: made.power.step(office, "progress")
                )
            except Crash:
                restart(made, office)
            made.power.steps_left = 0
            import_bundle(office.store, office.keys, path)
        for path in others:
            import_bundle(spared.store, spared.keys, path)
        logs = [laptop.keys.log for laptop in made.laptops]
        assert [list(office.store.journal.raw(log)) for log in logs] == [
            list(spared.store.journal.raw(log)) for log in logs
        ]
        assert office.store.journal.verify() == ()
        for record in made.households:
            assert essence(view(office.store.journal.revisions(record))) == essence(
                view(spared.store.journal.revisions(record))
            )


@settings(SOME, max_examples=8)  # each makes four laptops and four offices
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2)), min_size=4, max_size=4),
    st.permutations(range(4)),
    st.booleans(),
)
def test_p17_by_way_of_any_offices_in_any_grouping_it_is_the_same_as_directly(
    ways: list[tuple[int, int]], order: list[int], twice: bool
) -> None:
    """Laptops go to the first office directly, or to one of two others that pass on what they have."""
    with world(laptops=4, offices=3) as made:
        root, *others = made.offices
        for office in others:  # they hear who is who
            exchange(made, root, office)
        for number, laptop in enumerate(made.laptops):
            write(made, laptop, [number, 0, 1])
        for number in order:
            goes, through = ways[number]
            laptop = made.laptops[number]
            if goes == 0:
                exchange(made, laptop, root)
                continue
            exchange(made, laptop, made.offices[through])
            if goes > 1:
                exchange(made, made.offices[through], root)
            if goes > 2:
                exchange(made, made.offices[through], made.offices[3 - through])
        for office in others * (2 if twice else 1):
            exchange(made, office, root)
        direct = made.twin(root)
        for laptop in made.laptops:
            exchange(made, laptop, direct)
        try:
            assert holdings(root) == holdings(direct)
            assert made.said.keys() <= holdings(root)
            for record in made.households:
                assert essence(view(root.store.journal.revisions(record))) == essence(
                    view(direct.store.journal.revisions(record))
                )
        finally:
            direct.store.close()


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
EXTRA = st.dictionaries(
    st.text("ghjkmnpqxyz", min_size=3, max_size=8),
    st.one_of(TEXT, st.integers(-(2**53), 2**53), st.booleans(), st.lists(TEXT, max_size=3)),
    min_size=1,
    max_size=3,
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Folder, Folder, Path]]:
    """An office, a laptop it knows, and a bundle with one short interview that the office has not seen."""
    folder = tmp_path_factory.mktemp("pair")
    ministry, clock = Ministry(folder / "keys"), Clock()
    office_keys = ministry.office("kantor", False)
    keys, request = ministry.laptop(office_keys, "Ani")
    office, laptop = (
        Folder(folder / name, own, create_store(folder / name / "p.db", own.db_key, writer_of(own), clock))
        for name, own in (("kantor", office_keys), ("ani", keys))
    )
    laptop.request = request
    (folder / "stick").mkdir()
    laptop.survey(lantai="tanah")
    office.take(laptop.pack(folder / "stick").path)
    laptop.take(office.pack(folder / "stick", office.certificate_of(laptop)).path)
    laptop.survey(lantai="semen")
    yield office, laptop, laptop.pack(folder / "stick").path
    office.store.close()
    laptop.store.close()


@SOME
@given(EXTRA)
def test_p13_fields_of_a_later_program_go_through_unchanged(
    pair: tuple[Folder, Folder, Path], extra: dict[str, object]
) -> None:
    """Exactly the bytes that came are kept, whatever a later program has added to a revision."""
    office, laptop, bundle = pair
    frames = frames_of(bundle, office.keys)
    raw = next(frame for frame in frames if frame.kind == Kind.REVISIONS).content()
    later = raw[:-1] + b"," + json.dumps(extra, ensure_ascii=False).encode()[1:]
    digest, seq = revision_hash(later), json.loads(raw)["dot"]["seq"]
    log = laptop.keys.log
    manifest = json.loads(frames[0].content()) | {"parts": [[log, seq, seq, digest]], "later": extra}
    head = [[log, seq, digest, laptop.keys.sign(head_message(log, seq, digest)).hex()]]
    forged = [
        Packer().compressed(Kind.HEADER, json.dumps(manifest).encode()),
        frames[1],
        Packer().compressed(Kind.HEADS, json.dumps(head).encode()),
        Packer().compressed(Kind.REVISIONS, later),
    ]
    path = sealed(bundle.with_name("nanti.pendata"), signed(forged, laptop.keys.sign), office.keys.recipient)
    verified = verify_bundle(path, office.store, office.keys)
    assert verified.arrived is not None
    with suppress(Undone), writing(office.store.db):
        office.store.journal.keep(log, verified.arrived, verified.heads[digest])
        assert list(office.store.journal.raw(log, seq)) == [later]
        read = office.store.journal.get(Dot(log, seq))
        assert read is not None
        assert read.values == json.loads(raw)["values"]
        raise Undone


class Undone(Exception):  # noqa: N818 - leaves the transaction without a trace
    """Nothing of this example may stay for the next."""


def refuses(office: Folder, path: Path) -> bool:
    try:
        verify_bundle(path, office.store, office.keys)
    except UserError:
        return True
    return False


def test_p15_every_changed_byte_of_the_file_is_noticed(pair: tuple[Folder, Folder, Path]) -> None:
    office, _laptop, bundle = pair
    content = bundle.read_bytes()
    changed = bundle.with_name("ubah.pendata")
    passed = []
    for at in range(len(content)):
        changed.write_bytes(content[:at] + bytes([content[at] ^ (1 << at % 8)]) + content[at + 1 :])
        if not refuses(office, changed):
            passed.append(at)
    assert passed == []
    assert len(content) > 1500


def test_p6_p15_every_changed_byte_inside_is_noticed_though_sealed_anew(
    pair: tuple[Folder, Folder, Path],
) -> None:
    """What somebody without the sender's key can do: open it with the office's, change a byte, seal it."""
    office, _laptop, bundle = pair
    frames = frames_of(bundle, office.keys)
    changed = bundle.with_name("segel.pendata")
    tried = 0
    for number, frame in enumerate(frames):
        for at in range(0, len(frame.body), 2):
            body = frame.body[:at] + bytes([frame.body[at] ^ (1 << at % 8)]) + frame.body[at + 1 :]
            other = Frame(frame.kind, body, frame.real_length)
            sealed(changed, [*frames[:number], other, *frames[number + 1 :]], office.keys.recipient)
            assert refuses(office, changed), (frame.kind, at)
            tried += 1
    assert tried > 500


def test_p16_a_revision_costs_no_more_statements_in_a_larger_bundle(
    tmp_path: Path, pair: tuple[Folder, Folder, Path]
) -> None:
    """Counted, not timed, so that it is the same on every machine; `benchmarks.bundles` has the times."""
    office, laptop, _bundle = pair
    costs = []
    for size in (300, 1200):
        laptop.store.append(
            *(Entry(new_record(), "household", {"/kk/n": str(n)}, parents=()) for n in range(size))
        )
        path = laptop.pack(tmp_path).path
        statements: list[str] = []
        office.store.db.conn.set_trace_callback(statements.append)
        report = office.take(path)
        office.store.db.conn.set_trace_callback(None)
        laptop.take(office.pack(tmp_path, office.certificate_of(laptop)).path)
        assert report.new >= size
        costs.append(len(statements) / report.new)
    assert costs[1] <= costs[0] * 1.05
    assert isinstance(peer(laptop.store, fingerprint(office.keys.public)).holdings, Holdings)
