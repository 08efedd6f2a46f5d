# SPDX-License-Identifier: Apache-2.0
"""P18 of the sync plan at the journal: what is erased is gone everywhere, in whatever order it was heard of,
and every chain still leads to its signed head.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enumerator.merging import view
from enumerator.store.erasing import KIND, enact, is_erased
from enumerator.store.journal import SignedHead, Writer
from enumerator.store.revision import Entry, head_message, is_stub, revision_hash
from enumerator.store.store import Store, create_store

KEY = bytes(32)
LENGTH = 10
LOGS = ("aa" * 16, "bb" * 16)
OFFICE = "cc" * 16
HOUSEHOLDS = ("h0", "h1", "h2")
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(32))

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("log"), st.sampled_from(LOGS), st.integers(1, LENGTH)),
        st.tuples(st.just("erase"), st.sampled_from(HOUSEHOLDS), st.just(0)),
        st.tuples(st.just("meet"), st.just(""), st.just(0)),
    ),
    max_size=14,
)


@cache
def written(log: str) -> tuple[tuple[bytes, ...], tuple[SignedHead, ...]]:
    """A laptop's log: interviews, and tasks that name the household, each with a secret in it."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "a.db", KEY, Writer(log, log[:2], SIGNER.sign))
        heads = []
        for n in range(LENGTH):
            household = HOUSEHOLDS[n % 3]
            if n % 4 == 3:
                entry = Entry(f"task-{log[:2]}-{n}", "note", {"household": household, "text": f"rahasia {n}"})
            else:
                entry = Entry(household, "household", {"/data/n": f"rahasia {log[:2]} {n}"}, reason="rahasia")
            store.append(entry)
            head = store.journal.logs()[log].head
            assert head is not None
            heads.append(head)
        raws = tuple(store.journal.raw(log))
        store.close()
    return raws, tuple(heads)


def take(store: Store, log: str, last: int) -> None:
    raws, heads = written(log)
    store.journal.receive(log, raws[:last], heads[last - 1])
    enact(store, lambda log: log == OFFICE)


def pass_on(one: Store, other: Store) -> None:
    """Everything that one store holds, as a bundle between offices carries it."""
    for log, state in one.journal.logs().items():
        if state.head is not None:
            other.journal.receive(log, list(one.journal.raw(log, 1, state.head.seq)), state.head)
    enact(other, lambda log: log == OFFICE)


def is_good(store: Store) -> bool:
    """Every log leads, hash by hash, to a head that its key signed."""
    for log, state in store.journal.logs().items():
        digest = ""
        for raw in store.journal.raw(log):
            digest = revision_hash(raw)
        head = state.head
        if head is None or head.hash != digest:
            return False
        SIGNER.public_key().verify(head.signature, head_message(log, head.seq, digest))
    return store.journal.verify() == ()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS, STEPS)
def test_what_is_erased_is_gone_at_both_offices_and_the_chains_hold(
    first: list[tuple[str, str, int]], second: list[tuple[str, str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one = create_store(Path(folder) / "a.db", KEY, Writer(OFFICE, "kantor", SIGNER.sign))
        other = create_store(Path(folder) / "b.db", KEY)
        asked: set[str] = set()
        for store, steps in ((one, first), (other, second)):
            for what, name, number in steps:
                if what == "log":
                    take(store, name, number)
                elif what == "meet":
                    pass_on(one, other)
                    pass_on(other, one)
                elif store is one:
                    one.append(Entry(f"e-{len(asked)}-{name}", KIND, {"household": name}))
                    enact(one, lambda log: log == OFFICE)
                    asked.add(name)
        for log in LOGS:
            take(one, log, LENGTH)
        pass_on(one, other)
        pass_on(other, one)
        for store in (one, other):
            assert is_good(store)
            for name in HOUSEHOLDS:
                assert is_erased(store.db, name) == (name in asked)
                assert view(store.journal.revisions(name)).deleted == (name in asked)
            for log in LOGS:
                for raw, plain in zip(store.journal.raw(log), written(log)[0], strict=True):
                    about = next(name for name in HOUSEHOLDS if f'"{name}"'.encode() in plain)
                    assert is_stub(raw) == (about in asked)
                    assert (b"rahasia" in raw) == (about not in asked)
                    assert revision_hash(raw) == revision_hash(plain)
        assert [list(one.journal.raw(log)) for log in LOGS] == [
            list(other.journal.raw(log)) for log in LOGS
        ]
        one.close()
        other.close()


def test_only_an_office_can_have_something_erased() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "a.db", KEY, Writer("dd" * 16, "ani", SIGNER.sign))
        take(store, LOGS[0], LENGTH)
        store.append(Entry("e", KIND, {"household": "h0"}))
        assert enact(store, lambda log: log == OFFICE) == ()
        assert not view(store.journal.revisions("h0")).deleted
        store.close()
