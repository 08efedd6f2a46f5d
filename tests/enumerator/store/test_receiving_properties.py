# SPDX-License-Identifier: Apache-2.0
"""P1 to P4, P6 and P10 of the sync plan at the journal: any slices, in any order, any number of times."""

from __future__ import annotations

import itertools
import tempfile
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enumerator.store.journal import Journal, SignedHead, Writer
from enumerator.store.revision import Entry, encode, head_message, revision_hash
from enumerator.store.store import Store, create_store

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
    pieces: list[Slice], chance: object
) -> None:
    shuffled = [*pieces, *pieces[: len(pieces) // 2]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
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
