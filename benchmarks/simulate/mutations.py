# SPDX-License-Identifier: Apache-2.0
"""`python -m benchmarks.simulate.mutations`: breaks the program on purpose, in one way after the other, and
tells at which seed the simulator notices, and by which words.

A mutation that no seed notices is a hole in the simulator; the exit code says so.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any
from unittest.mock import patch

from benchmarks.simulate import machines, mishaps
from benchmarks.simulate.faults import LostError
from benchmarks.simulate.run import Size, simulate
from enumerator.bundles import pack, receipts, unpack
from enumerator.bundles.applying import Applying
from enumerator.merging import order
from enumerator.store.forks import Forks
from enumerator.store.journal import Journal
from enumerator.store.keeping import Keeping

# functions of the same names stand before these modules in their package
view, settle = (import_module(f"enumerator.merging.{name}") for name in ("view", "settle"))
SIZE = Size(laptops=6, offices=2, days=90, events=240)
LARGE = Size(laptops=30, offices=2, days=120, events=600)  # for what is rare
Patch = AbstractContextManager[Any]


@dataclass(frozen=True)
class Mutation:
    """What is broken, in a few words, and how."""

    name: str
    patches: Callable[[], tuple[Patch, ...]]
    size: Size = SIZE


def _last_writer_wins() -> tuple[Patch, ...]:
    real = view._sides

    def newest(address: str, latest: list[Any]) -> Any:
        return real(address, [max(latest, key=lambda revision: revision.hlc)])

    return (patch.object(view, "_sides", newest),)


def _removal_wins() -> tuple[Patch, ...]:
    real = view._Reading._existence

    def existence(self: Any, address: str, name: str, kept: Any, removed: Any) -> bool:
        return real(self, address, name, [], removed) if removed else False

    return (patch.object(view._Reading, "_existence", existence),)


def _one_order_wins() -> tuple[Patch, ...]:
    real = order.Orders.read
    return (
        patch.object(
            order.Orders, "read", lambda self, *about: replace(real(self, *about), sides=(), base=None)
        ),
    )


def _a_parent_is_dropped() -> tuple[Patch, ...]:
    real = Journal._parents
    return (patch.object(Journal, "_parents", lambda self, entry: real(self, entry)[:1]),)


def _a_settlement_settles_all() -> tuple[Patch, ...]:
    real = settle.settlement

    def all_of_it(revisions: Any, standing: Any, *rest: Any) -> Any:
        entry = real(revisions, standing, *rest)
        others = tuple(c.address for c in standing.conflicts if c.address and c.address not in entry.touched)
        return replace(entry, touched=(*entry.touched, *others))

    return (patch.object(settle, "settlement", all_of_it),)


def _an_undoing_is_not_heard() -> tuple[Patch, ...]:
    return (patch.object(view, "taken_back", lambda graph: set()),)


def _sent_counts_as_received() -> tuple[Patch, ...]:
    real, sent = pack.content_for, set[tuple[object, ...]]()

    def content(store: Any, keys: Any, senders: Any, destination: Any, *rest: Any) -> Any:
        found = real(store, keys, senders, destination, *rest)
        about = {part: (keys.log, destination.key, part.log, part.end) for part in found.parts}
        parts = tuple(part for part in found.parts if about[part] not in sent)
        sent.update(about.values())
        ends = {part.end for part in parts}
        heads = tuple(head for head in found.heads if head.hash in ends)
        return replace(found, parts=parts, heads=heads)

    return (patch.object(pack, "content_for", content),)


def _gaps_are_kept_quiet() -> tuple[Patch, ...]:
    return (patch.object(unpack, "gaps", lambda *_about: ()),)


def _photos_are_not_asked_for() -> tuple[Patch, ...]:
    real = receipts.own_holdings

    def holdings(*about: Any) -> Any:
        found = real(*about)
        return type(found)(found.runs, (), found.branches)

    return (patch.object(pack, "own_holdings", holdings),)


def _quarantine_is_forgotten() -> tuple[Patch, ...]:
    return (patch.object(Applying, "_trusted_up_to", lambda self, part: part.last),)


def _other_branches_are_dropped() -> tuple[Patch, ...]:
    return (patch.object(Keeping, "_set_aside", lambda self, log, piece: None),)


def _imports_are_no_transaction() -> tuple[Patch, ...]:
    return (patch.object(unpack, "writing", lambda _db: nullcontext()),)


def _broken_off_stays_broken_off() -> tuple[Patch, ...]:
    return (patch.object(machines, "resume_imports", lambda *_about: ()),)


def _any_history_counts_as_ours() -> tuple[Patch, ...]:
    return (
        patch.object(
            receipts, "confirmed", lambda _store, _log, theirs: [(first, last) for first, last, _ in theirs]
        ),
    )


def _a_restored_machine_is_not_heard() -> tuple[Patch, ...]:
    real = receipts.hear

    def hear(store: Any, manifest: Any) -> None:
        row = store.db.execute("SELECT number FROM peer WHERE key = ?", (manifest.sender.key,)).fetchone()
        if row is None or row[0] < manifest.number:
            real(store, manifest)

    return (patch.object(unpack, "hear", hear),)


def _a_restored_machine_goes_on_in_its_log() -> tuple[Patch, ...]:
    def restored(world: Any, backup: Any, name: str) -> Any:
        place = world.twin(backup)
        backup.store.close()
        place.name = name
        return place

    return (patch.object(mishaps, "restored", restored),)


def _holes_count_as_held() -> tuple[Patch, ...]:
    def unknown(first: int, last: int, known: list[tuple[int, int]]) -> int | None:
        at = max((end for _begin, end in known), default=first - 1) + 1
        return at if at <= last else None

    return (patch.object(receipts, "_first_unknown", unknown),)


def _ends_of_branches_are_dropped() -> tuple[Patch, ...]:
    real = Keeping.keep_head

    def keep(self: Any, log: int, head: Any) -> None:
        run = self._runs.holding(log, head.seq)
        if run is not None and self._hash_at(log, head.seq) == head.hash:
            real(self, log, head)

    return (patch.object(Keeping, "keep_head", keep),)


def _branches_forget_their_past() -> tuple[Patch, ...]:
    return (patch.object(Forks, "_on_the_way_to", lambda self, seq, digest, parent: parent),)


def _missing_photos_are_not_noted() -> tuple[Patch, ...]:
    return (patch.object(Applying, "_await", lambda *_about: None),)


MUTATIONS = (
    Mutation("the last writer wins", _last_writer_wins),
    Mutation("who removes a row or a record wins over who edits it", _removal_wins),
    Mutation("of two orders of rows one wins", _one_order_wins, LARGE),
    Mutation("only one of several parents is written down", _a_parent_is_dropped),
    Mutation("a settlement settles the other differences too", _a_settlement_settles_all),
    Mutation("an undoing is not heard", _an_undoing_is_not_heard),
    Mutation("what was sent counts as received", _sent_counts_as_received),
    Mutation("gaps are kept quiet", _gaps_are_kept_quiet, LARGE),
    Mutation("missing photos are not asked for", _photos_are_not_asked_for),
    Mutation("late work of a revoked laptop is taken in", _quarantine_is_forgotten),
    Mutation("the other branch of a copied log is dropped", _other_branches_are_dropped),
    Mutation("an import is not one transaction", _imports_are_no_transaction),
    Mutation("a large import that was broken off is not finished", _broken_off_stays_broken_off),
    Mutation("any history of a log counts as ours", _any_history_counts_as_ours),
    Mutation("what a restored machine holds is not heard", _a_restored_machine_is_not_heard),
    Mutation("a restored machine goes on in its former log", _a_restored_machine_goes_on_in_its_log),
    Mutation("holes count as held", _holes_count_as_held, LARGE),
    Mutation("the signed ends of branches are dropped", _ends_of_branches_are_dropped),
    Mutation("a branch does not follow its own past", _branches_forget_their_past),
    Mutation("photos that have not arrived are not noted", _missing_photos_are_not_noted),
)


def noticed(mutation: Mutation, seeds: int) -> tuple[int, str] | None:
    """The first seed that notices, and its words; None when none of them does."""
    for seed in range(seeds):
        with ExitStack() as broken:
            for each in mutation.patches():
                broken.enter_context(each)
            try:
                simulate(seed, mutation.size)
            except LostError as error:
                return seed, str(error)
            except Exception as error:  # the program itself stumbled, which no run may do either
                return seed, f"{type(error).__name__}: {error}"
    return None


def main(arguments: list[str] | None = None) -> int:
    """Tell of each mutation where it is noticed; exit code 1 when one is not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulate.mutations")
    parser.add_argument("--seeds", type=int, default=30, help="how many seeds each gets at most")
    parser.add_argument("--only", default="", help="those whose name holds this")
    chosen = parser.parse_args(arguments)
    missed = 0
    print("| broken | seed | noticed as |\n|---|---|---|")
    for mutation in MUTATIONS:
        if chosen.only in mutation.name:
            found = noticed(mutation, chosen.seeds)
            missed += found is None
            seed, words = found or ("none", "not noticed")
            print(f"| {mutation.name} | {seed} | {' '.join(words.split())[:120]} |", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
