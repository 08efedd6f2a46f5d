# SPDX-License-Identifier: Apache-2.0
"""The journal: what is appended, received, refused and found again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.store.forks import is_own_name
from enumerator.store.journal import ChainError, Received, SignedHead, Writer
from enumerator.store.revision import Dot, Entry, encode, head_message, new_log, new_record, revision_hash
from enumerator.store.sqlite import DatabaseError, IntegrityError
from enumerator.store.store import Store, create_store, open_store

KEY = bytes(range(32))


class Clock:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def writer(author: str = "a1") -> Writer:
    return Writer(new_log(), author, Ed25519PrivateKey.generate().sign)


def store(folder: Path, author: str = "a1", clock: Clock | None = None) -> Store:
    return create_store(folder / f"{secrets.token_hex(4)}.db", KEY, writer(author), clock or Clock())


def survey(record: str, **answers: str) -> Entry:
    return Entry(record, "household", {f"/data/{name}": value for name, value in answers.items()})


def append_and_fail(one: Store, *entries: Entry) -> None:
    with one.db.atomic():
        for entry in entries:
            one.append(entry)
        raise RuntimeError


def log_of(one: Store) -> str:
    assert one.journal.writer is not None
    return one.journal.writer.log


def head_of(one: Store) -> SignedHead:
    head = one.journal.logs()[log_of(one)].head
    assert head is not None
    return head


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Store]:
    opened = store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    opened = store(tmp_path, "office")
    yield opened
    opened.close()


def test_what_is_appended_is_found_again_after_reopening(tmp_path: Path) -> None:
    who = writer()
    first = create_store(tmp_path / "a.db", KEY, who)
    record = new_record()
    said = first.append(survey(record, nama="Siti"), survey(new_record(), nama="Budi"))
    first.close()
    again = open_store(tmp_path / "a.db", KEY, who)
    assert again.journal.revisions(record) == said[:1]
    assert again.journal.get(said[1].dot) == said[1]
    assert again.journal.records("household") == (record, said[1].record)
    assert again.journal.position() == 2
    again.close()


def test_each_revision_names_the_hash_of_the_one_before(laptop: Store) -> None:
    one, two, three = laptop.append(*(survey(new_record(), n=str(n)) for n in range(3)))
    assert [r.dot.seq for r in (one, two, three)] == [1, 2, 3]
    assert one.prev == ""
    assert two.prev == revision_hash(encode(one))
    assert three.prev == revision_hash(encode(two))


def test_the_head_is_signed_by_the_device_at_each_append(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    one = create_store(tmp_path / "a.db", KEY, Writer(new_log(), "a1", key.sign), Clock())
    for n in range(3):
        one.append(survey(new_record(), n=str(n)))
        head = head_of(one)
        assert head.seq == n + 1
        key.public_key().verify(head.signature, head_message(head.log, head.seq, head.hash))
    assert len(one.journal.logs()[log_of(one)].heads) == 1
    one.close()


def test_a_later_save_is_made_from_the_heads_and_knows_what_it_changed(laptop: Store) -> None:
    record = new_record()
    (first,) = laptop.append(survey(record, nama="Siti", umur="30", rt="001"))
    (second,) = laptop.append(survey(record, nama="Siti", umur="31"))
    assert first.touched == ()  # a first revision says all it holds
    assert second.parents == (first.dot,)
    assert second.touched == ("/data/rt", "/data/umur")
    assert laptop.journal.heads(record) == (second,)


def test_a_settlement_touches_what_differs_from_either_side(laptop: Store) -> None:
    record = new_record()
    (base,) = laptop.append(survey(record, nama="Siti", umur="30"))
    (left,) = laptop.append(
        Entry(record, "household", {"/data/nama": "Sitti", "/data/umur": "30"}, parents=(base.dot,))
    )
    (right,) = laptop.append(
        Entry(record, "household", {"/data/nama": "Siti", "/data/umur": "31"}, parents=(base.dot,))
    )
    assert laptop.journal.heads(record) == (left, right)
    (settled,) = laptop.append(survey(record, nama="Sitti", umur="31"))
    assert settled.parents == tuple(sorted((left.dot, right.dot)))
    assert settled.touched == ("/data/nama", "/data/umur")


@pytest.mark.parametrize("statement", ["UPDATE journal SET body = x'00'", "DELETE FROM journal"])
def test_the_database_itself_refuses_to_change_the_journal(laptop: Store, statement: str) -> None:
    laptop.append(survey(new_record(), nama="Siti"))
    with pytest.raises(DatabaseError, match="never"):
        laptop.db.conn.execute(statement)
    assert laptop.journal.position() == 1


def test_replacing_a_journal_row_is_refused_too(laptop: Store) -> None:
    laptop.append(survey(new_record(), nama="Siti"))
    with pytest.raises((DatabaseError, IntegrityError)):
        laptop.db.conn.execute("INSERT OR REPLACE INTO journal VALUES (1, 1, 1, 1, 1, x'00')")
    assert len(laptop.journal.verify()) == 0


def test_an_append_inside_a_transaction_that_fails_leaves_nothing(laptop: Store) -> None:
    laptop.append(survey(new_record(), n="0"))
    with pytest.raises(RuntimeError):
        append_and_fail(laptop, survey(new_record(), n="1"), Entry(new_record(), "review", {}))
    assert laptop.journal.position() == 1
    (next_one,) = laptop.append(Entry(new_record(), "review", {"verdict": "approved"}))
    assert next_one.dot.seq == 2
    assert laptop.journal.verify() == ()


def test_the_first_append_of_all_may_fail_and_the_next_one_still_reads(laptop: Store) -> None:
    with pytest.raises(RuntimeError):
        append_and_fail(laptop, survey(new_record(), n="1"))
    (said,) = laptop.append(survey(new_record(), n="2"))
    assert laptop.journal.get(said.dot) == said


def test_only_later_revisions_of_the_asked_kinds_are_told_in_order_of_arrival(laptop: Store) -> None:
    laptop.append(survey("h1", n="1"), Entry("r1", "review", {}))
    laptop.append(survey("h2", n="2"), Entry("a1", "assignment", {}))
    journal = laptop.journal
    assert [(p, r.record) for p, r in journal.of_kind("household")] == [(1, "h1"), (3, "h2")]
    assert [(p, r.record) for p, r in journal.of_kind("household", since=1)] == [(3, "h2")]
    assert [r.record for _p, r in journal.of_kind("review", "assignment")] == ["r1", "a1"]
    assert [r.record for _p, r in journal.of_kind()] == ["h1", "r1", "h2", "a1"]
    assert list(journal.of_kind("card")) == []


def test_a_kind_is_swept_at_once_with_its_heads_or_in_outline(laptop: Store) -> None:
    (first,) = laptop.append(survey("h1", n="1"))
    (other,) = laptop.append(survey("h2", n="1"))
    (second,) = laptop.append(survey("h1", n="2"))
    assert laptop.journal.heads_by_record("household") == {"h1": (second,), "h2": (other,)}
    outlines = laptop.journal.outlines("household")
    assert [outline.dot for outline in outlines["h1"]] == [first.dot, second.dot]
    newest = outlines["h1"][1]
    for name in ("record", "kind", "act", "parents", "hlc", "wall", "author", "form"):
        assert getattr(newest, name) == getattr(second, name)
    assert laptop.journal.outlines("card") == laptop.journal.heads_by_record("card") == {}


def test_exact_bytes_go_from_one_store_to_another(laptop: Store, office: Store) -> None:
    laptop.append(*(survey(new_record(), n=str(n)) for n in range(1100)))
    log = log_of(laptop)
    raws = list(laptop.journal.raw(log))
    counts = office.journal.receive(log, raws, head_of(laptop))
    assert counts == Received(new=1100)
    assert list(office.journal.raw(log)) == raws
    assert office.journal.logs()[log] == laptop.journal.logs()[log]
    assert office.journal.verify() == ()


def test_receiving_again_changes_nothing(laptop: Store, office: Store) -> None:
    laptop.append(*(survey(new_record(), n=str(n)) for n in range(5)))
    log = log_of(laptop)
    office.journal.receive(log, laptop.journal.raw(log), head_of(laptop))
    before = office.journal.logs()
    assert office.journal.receive(log, laptop.journal.raw(log), head_of(laptop)) == Received(known=5)
    laptop.append(survey(new_record(), n="6"))
    counts = office.journal.receive(log, laptop.journal.raw(log, 3), head_of(laptop))
    assert counts == Received(new=1, known=3)
    assert before[log].contiguous == 5
    assert office.journal.logs()[log].contiguous == 6


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_slices_may_come_in_any_order_and_the_gap_shows_meanwhile(
    laptop: Store, office: Store, order: tuple[int, ...]
) -> None:
    log = log_of(laptop)
    slices = []
    for start in (1, 4, 7):
        laptop.append(*(survey(new_record(), n=str(n)) for n in range(3)))
        slices.append((list(laptop.journal.raw(log, start)), head_of(laptop)))
    held: set[int] = set()
    for index in order:
        office.journal.receive(log, *slices[index])
        held.update(range(index * 3 + 1, index * 3 + 4))
        state = office.journal.logs()[log]
        missing = {seq for first, last in state.holes for seq in range(first, last + 1)}
        assert missing == set(range(1, max(held) + 1)) - held
        assert office.journal.position() == len(held)
    assert office.journal.logs() == laptop.journal.logs()
    assert set(office.journal.records("household")) == set(laptop.journal.records("household"))
    assert office.journal.verify() == ()


def test_a_stretch_behind_a_gap_keeps_its_own_signed_head(laptop: Store, office: Store) -> None:
    log = log_of(laptop)
    heads = []
    for n in range(3):
        laptop.append(survey(new_record(), n=str(n)))
        heads.append(head_of(laptop))
    office.journal.receive(log, laptop.journal.raw(log, 3, 3), heads[2])
    office.journal.receive(log, laptop.journal.raw(log, 1, 1), heads[0])
    state = office.journal.logs()[log]
    assert state.heads == (heads[0], heads[2])
    assert (state.contiguous, state.last, state.holes) == (1, 3, ((2, 2),))


def test_a_broken_slice_is_refused_whole(laptop: Store, office: Store) -> None:
    laptop.append(*(survey(new_record(), n=str(n)) for n in range(1000)))
    log = log_of(laptop)
    raws = list(laptop.journal.raw(log))
    for bad in (
        raws[:700] + raws[701:],
        [*raws[:700], raws[700].replace(b'"values"', b'"valves"'), *raws[701:]],
        [*raws[:700], b"{}", *raws[701:]],
        [*raws[:700], b"\xff", *raws[701:]],
    ):
        with pytest.raises(ChainError):
            office.journal.receive(log, bad)
        assert office.journal.position() == 0
        assert office.journal.logs() == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [("hlc", "zz"), ("hlc", "5"), ("hlc", "f" * 17), ("record", ""), ("record", "x" * 300), ("kind", "")],
)
def test_a_revision_with_senseless_names_or_times_is_refused(
    laptop: Store, office: Store, field: str, value: str
) -> None:
    (said,) = laptop.append(survey("h", n="1"))
    with pytest.raises(ChainError):
        office.journal.receive(log_of(laptop), [encode(replace(said, **{field: value}))])  # type: ignore[arg-type]
    assert office.journal.logs() == {}


@pytest.mark.parametrize("value", [None, 1, b"x"])
def test_a_record_holds_text_only(laptop: Store, value: object) -> None:
    with pytest.raises(TypeError, match="text only"):
        laptop.append(Entry("h", "household", {"/data/n": value}))  # type: ignore[dict-item]
    assert laptop.journal.position() == 0


@pytest.mark.parametrize("log", ["", "x", "../" * 11, "A" * 32])
def test_a_log_has_a_proper_name(office: Store, log: str) -> None:
    with pytest.raises(ChainError):
        office.journal.receive(log, [])


def test_revisions_of_another_log_are_refused(laptop: Store, office: Store) -> None:
    laptop.append(survey(new_record(), n="1"))
    with pytest.raises(ChainError):
        office.journal.receive(new_log(), laptop.journal.raw(log_of(laptop)))


def test_a_log_written_on_two_machines_is_kept_apart_as_proof(tmp_path: Path, office: Store) -> None:
    who = writer()
    one = create_store(tmp_path / "one.db", KEY, who, Clock())
    two = create_store(tmp_path / "two.db", KEY, who, Clock())
    shared = one.append(survey("h0", n="0"))
    two.journal.receive(who.log, one.journal.raw(who.log))
    one.append(survey("h1", n="left"), survey("h2", n="left"))
    two.append(survey("h1", n="right"), survey("h2", n="right"))
    office.journal.receive(who.log, one.journal.raw(who.log), head_of(one))
    counts = office.journal.receive(who.log, two.journal.raw(who.log), head_of(two))
    assert counts == Received(known=1, forked=2)
    assert [dot for dot, _raw in office.journal.forks()] == [Dot(who.log, 2), Dot(who.log, 3)]
    both = office.journal.revisions("h1")
    assert [r.values for r in both] == [{"/data/n": "left"}, {"/data/n": "right"}]
    assert all(is_own_name(r.dot) and office.journal.get(r.dot) == r for r in both)
    assert office.journal.receive(who.log, two.journal.raw(who.log)) == Received(known=1, forked=2)
    assert len(office.journal.forks()) == 2
    assert office.journal.revisions("h0") == shared
    assert office.journal.verify() == ()
    one.close()
    two.close()


def test_a_filler_of_a_gap_that_does_not_fit_is_set_aside(tmp_path: Path, office: Store) -> None:
    who = writer()
    one = create_store(tmp_path / "one.db", KEY, who, Clock())
    two = create_store(tmp_path / "two.db", KEY, who, Clock())
    one.append(*(survey(f"h{n}", n="left") for n in range(3)))
    two.append(*(survey(f"h{n}", n="right") for n in range(2)))
    office.journal.receive(who.log, one.journal.raw(who.log, 3), head_of(one))
    assert office.journal.receive(who.log, two.journal.raw(who.log), head_of(two)) == Received(forked=2)
    assert office.journal.receive(who.log, one.journal.raw(who.log), head_of(one)) == Received(new=2, known=1)
    assert office.journal.logs()[who.log] == one.journal.logs()[who.log]
    one.close()
    two.close()


def test_a_signed_head_for_what_is_not_held_is_not_kept(laptop: Store, office: Store) -> None:
    laptop.append(survey("h", n="1"), survey("h", n="2"))
    log = log_of(laptop)
    office.journal.receive(log, laptop.journal.raw(log, 1, 1), head_of(laptop))
    assert office.journal.logs()[log].heads == ()


def test_the_clock_of_the_journal_never_runs_backwards_and_says_when_it_doubts(tmp_path: Path) -> None:
    clock = Clock()
    one = store(tmp_path, clock=clock)
    readings = []
    for change in (timedelta(), timedelta(hours=1), timedelta(days=-3), timedelta(), timedelta(days=-20000)):
        clock.now += change
        readings.extend(one.append(survey("h", n="1")))
    assert [r.hlc for r in readings] == sorted({r.hlc for r in readings})
    assert [r.clock_suspect for r in readings] == [False, False, True, True, True]
    one.close()


def test_a_clock_in_the_future_does_not_pull_others_along(tmp_path: Path, office: Store) -> None:
    clock = Clock()
    clock.now = datetime(2099, 1, 1, tzinfo=UTC)
    ahead = store(tmp_path, clock=clock)
    ahead.append(survey("h", n="1"))
    office.journal.receive(log_of(ahead), ahead.journal.raw(log_of(ahead)))
    (said,) = office.append(survey("h2", n="1"))
    assert not said.clock_suspect
    ahead.close()


def test_rows_are_small_on_disk(laptop: Store) -> None:
    answers = {f"pertanyaan_{n}": str(n % 7) for n in range(100)}
    laptop.append(*(survey(new_record(), **answers) for _n in range(50)))
    raw = sum(map(len, laptop.journal.raw(log_of(laptop))))
    kept = laptop.db.conn.execute("SELECT sum(length(body)) FROM journal").fetchone()[0]
    assert kept < raw / 4
