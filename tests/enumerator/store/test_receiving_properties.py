# SPDX-License-Identifier: Apache-2.0
"""P1 to P4, P6 and P10 of the sync plan at the journal: any slices, in any order, any number of times."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from functools import cache
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from enumerator.store.journal import Journal, SignedHead, Writer
from enumerator.store.revision import Entry, encode, head_message, revision_hash
from enumerator.store.store import Store, create_store, open_store

KEY = bytes(32)
LENGTH = 12
LOGS = ("aa" * 16, "bb" * 16)
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(32))

Slice = tuple[str, int, int]
SLICES = st.lists(
    st.builds(
        lambda log, one, other: (log, min(one, other), max(one, other)),
        st.sampled_from(LOGS),
        st.integers(1, LENGTH),
        st.integers(1, LENGTH),
    ),
    min_size=1,
    max_size=12,
)


@cache
def written(log: str) -> tuple[tuple[bytes, ...], tuple[SignedHead, ...]]:
    """The bytes of a whole log, and the signed head after each of its revisions."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "a.db", KEY, Writer(log, log[:2], SIGNER.sign))
        heads = []
        for n in range(LENGTH):
            store.append(Entry(f"h{n % 4}", "household", {"/data/n": f"{log[:2]} {n}"}))
            head = store.journal.logs()[log].head
            assert head is not None
            heads.append(head)
        raws = tuple(store.journal.raw(log))
        store.close()
    return raws, tuple(heads)


def take(store: Store, piece: Slice) -> None:
    log, first, last = piece
    raws, heads = written(log)
    store.journal.receive(log, raws[first - 1 : last], heads[last - 1])


def told(journal: Journal) -> dict[str, object]:
    """Everything that does not depend on the order of arrival."""
    return {
        "logs": journal.logs(),
        "raw": {log: list(journal.raw(log)) for log in journal.logs()},
        "records": {
            name: sorted(map(encode, journal.revisions(name))) for name in journal.records("household")
        },
        "heads": {name: {head.dot for head in journal.heads(name)} for name in journal.records("household")},
    }


def without(held: set[int]) -> tuple[tuple[int, int], ...]:
    """The gaps below the highest of `held`, as first and last."""
    missing = sorted(set(range(1, max(held, default=0) + 1)) - held)
    groups = itertools.groupby(enumerate(missing), key=lambda pair: pair[1] - pair[0])
    runs = [[seq for _index, seq in group] for _key, group in groups]
    return tuple((run[0], run[-1]) for run in runs)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(SLICES, st.randoms(use_true_random=False))
def test_the_same_slices_in_any_order_and_number_make_the_same_journal(
    pieces: list[Slice], chance: Random
) -> None:
    shuffled = [*pieces, *pieces[: len(pieces) // 2]]
    chance.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        one, two = (create_store(Path(folder) / f"{name}.db", KEY) for name in "ab")
        held: dict[str, set[int]] = {log: set() for log in LOGS}
        for piece in pieces:
            take(one, piece)
            held[piece[0]].update(range(piece[1], piece[2] + 1))
            for log, state in one.journal.logs().items():
                assert state.holes == without(held[log])
                assert sum(1 for _raw in one.journal.raw(log)) == len(held[log])
        for piece in shuffled:
            take(two, piece)
        assert told(one.journal) == told(two.journal)
        for journal in (one.journal, two.journal):
            assert journal.forks() == ()
            assert journal.verify() == ()
            for state in journal.logs().values():
                for head in state.heads:
                    raws, _heads = written(head.log)
                    assert head.hash == revision_hash(raws[head.seq - 1])
                    SIGNER.public_key().verify(head.signature, head_message(head.log, head.seq, head.hash))
        one.close()
        two.close()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(range(6)))
def test_every_stretch_that_is_held_is_vouched_for_to_its_end(order: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "a.db", KEY)
        for index in order:
            take(store, (LOGS[0], index * 2 + 1, index * 2 + 2))
            state = store.journal.logs()[LOGS[0]]
            ends = [first - 1 for first, _last in state.holes if first > 1] + [state.last]
            assert [head.seq for head in state.heads] == ends
        store.close()


COMMON, PARTED = 3, 7
PIECES = st.lists(
    st.builds(
        lambda branch, one, other: (branch, min(one, other), max(one, other)),
        st.integers(0, 1),
        st.integers(1, PARTED),
        st.integers(1, PARTED),
    ),
    max_size=8,
)


@cache
def branches() -> tuple[tuple[tuple[bytes, ...], tuple[SignedHead, ...]], ...]:
    """A log of which two machines wrote the first revisions together and the others apart, with each head."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "common.db"
        writer = Writer(LOGS[0], "aa", SIGNER.sign)
        store = create_store(first, KEY, writer)
        heads = [_say(store, n, "common") for n in range(COMMON)]
        store.close()
        for name in ("left", "right"):
            copy = Path(folder) / f"{name}.db"
            shutil.copy(first, copy)
            store = open_store(copy, KEY, writer)
            own = [*heads, *(_say(store, n, name) for n in range(COMMON, PARTED))]
            found.append((tuple(store.journal.raw(LOGS[0])), tuple(own)))
            store.close()
    return tuple(found)


def _say(store: Store, n: int, words: str) -> SignedHead:
    store.append(Entry(f"h{n % 2}", "household", {"/data/n": f"{words} {n}"}))
    head = store.journal.logs()[LOGS[0]].head
    assert head is not None
    return head


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(PIECES, PIECES)
@example([(0, 5, 7), (1, 1, 4)], [])
def test_whichever_branch_of_a_log_arrives_first_every_revision_is_shown_once_and_alike(
    early: list[tuple[int, int, int]], otherwise: list[tuple[int, int, int]]
) -> None:
    whole = [(branch, 1, PARTED) for branch in (0, 1)]
    seen = []
    with tempfile.TemporaryDirectory() as folder:
        for name, pieces in (("a", [*early, *whole]), ("b", [*otherwise, *reversed(whole)])):
            store = create_store(Path(folder) / f"{name}.db", KEY)
            for branch, first, last in pieces:
                raws, heads = branches()[branch]
                store.journal.receive(LOGS[0], raws[first - 1 : last], heads[last - 1])
            said = [encode(revision) for each in ("h0", "h1") for revision in store.journal.revisions(each)]
            assert len(said) == len(set(said)) == COMMON + 2 * (PARTED - COMMON)
            ends = {head.hash for head in store.journal.branches.heads()}
            ends |= {head.hash for head in store.journal.logs()[LOGS[0]].heads}
            assert ends >= {heads[-1].hash for _raws, heads in branches()}
            assert store.journal.logs()[LOGS[0]].holes == ()
            seen.append(sorted(said))
            store.close()
    assert seen[0] == seen[1]


def test_a_hole_that_the_other_branch_has_filled_is_no_gap(tmp_path: Path) -> None:
    store = create_store(tmp_path / "a.db", KEY)
    for branch, first, last in ((0, 1, 4), (1, 6, 7), (0, 1, PARTED), (1, 1, PARTED)):
        raws, heads = branches()[branch]
        store.journal.receive(LOGS[0], raws[first - 1 : last], heads[last - 1])
    holes = store.journal.logs()[LOGS[0]].holes
    store.close()
    assert holes == ()
