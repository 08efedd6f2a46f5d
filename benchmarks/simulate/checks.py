# SPDX-License-Identifier: Apache-2.0
"""What must be true in the end, one function for each thing; LostError names the first that is not."""

from __future__ import annotations

from collections import Counter

from benchmarks.simulate.faults import LostError
from benchmarks.simulate.oracle import read, reading_of
from benchmarks.simulate.places import Place
from benchmarks.simulate.world import World
from enumerator.merging import View, open_conflicts, view
from enumerator.store.forks import is_own_name, own_name, plain_name
from enumerator.store.revision import Dot, decode, revision_hash


def check(world: World) -> None:
    """Everything, then the figures that are only known now."""
    for office in world.offices:
        chains_are_whole(office)
        held = holdings(office)
        everything_said_is_there(world, office, held)
        nothing_else_is_there(world, office, held)
        photos_are_there(world, office)
        records_are_complete(world, office, held)
        branches_keep_their_past(world, office, held)
        differences_are_listed(world, office)
    views_are_what_was_said(world)
    offices_see_the_same(world)
    laptops_see_what_the_office_sees(world)
    _count(world)


def chains_are_whole(office: Place) -> None:
    """Every log from its first revision on, each naming the hash of the one before."""
    if broken := office.store.journal.verify():
        raise LostError(f"{office.name}: the chain is broken at {broken[0]}")
    for log, state in office.store.journal.logs().items():
        if state.holes:
            raise LostError(f"{office.name}: log {log[:8]} still has gaps {state.holes}")


def everything_said_is_there(world: World, office: Place, held: set[tuple[Dot, str]]) -> None:
    """P5: what a person was told is saved."""
    if missing := world.said.keys() - held:
        raise LostError(f"{office.name}: {len(missing)} acknowledged revisions are gone, as {min(missing)}")


def nothing_else_is_there(world: World, office: Place, held: set[tuple[Dot, str]]) -> None:
    """P6: nothing that nobody wrote."""
    if phantoms := held - world.said.keys() - world.untold.keys():
        raise LostError(f"{office.name}: {len(phantoms)} revisions that nobody wrote, as {min(phantoms)}")


def photos_are_there(world: World, office: Place) -> None:
    """Each photo of an acknowledged revision, byte for byte."""
    attachments = office.store.attachments
    absent = [name for name in world.photos if not attachments.has(name) or not attachments.is_whole(name)]
    if absent:
        raise LostError(f"{office.name}: {len(absent)} photos are not there, as {min(absent)}")


def records_are_complete(world: World, office: Place, held: set[tuple[Dot, str]]) -> None:
    """A record shows every revision that speaks of it, once, and no other."""
    about: dict[str, Counter[Dot]] = {}
    for revision in held:
        record = world.said.get(revision) or world.untold[revision]
        about.setdefault(record, Counter())[revision[0]] += 1
    for record in world.households:
        shown = Counter(plain_name(revision.dot) for revision in office.store.journal.revisions(record))
        if shown != about.get(record, Counter()):
            raise LostError(f"{office.name}: {record} does not show all that was said of it")


def branches_keep_their_past(world: World, office: Place, held: set[tuple[Dot, str]]) -> None:
    """A revision in a log that was written twice follows the one that its writer had before him."""
    hashes: dict[Dot, list[str]] = {}
    for dot, digest in held:
        hashes.setdefault(dot, []).append(digest)
    for record in world.households:
        for revision in office.store.journal.revisions(record):
            if not is_own_name(revision.dot):
                continue
            at = plain_name(revision.dot)
            (digest,) = (digest for digest in hashes[at] if own_name(at, digest) == revision.dot)
            for seq, known in world.built_upon[digest].items():
                place = Dot(at.log, seq)
                forked = len(hashes[place]) > 1
                names = {own_name(place, known)} | (set() if forked else {place})
                if not names & set(revision.parents):
                    raise LostError(f"{office.name}: {revision.dot} does not follow {place}")


def differences_are_listed(world: World, office: Place) -> None:
    """P12: the list of differences says what the records say."""
    listed = {found.record: found.addresses for found in open_conflicts(office.store)}
    for record in world.households:
        seen = view(office.store.journal.revisions(record))
        if listed.pop(record, ()) != tuple(conflict.address for conflict in seen.conflicts):
            raise LostError(f"{office.name}: the list of differences is not what {record} says")
    if listed:
        raise LostError(f"{office.name}: differences of {min(listed)}, which is no household")


def views_are_what_was_said(world: World) -> None:
    """P5, P8 and P9, for every answer: the program's view is that of the second reading."""
    for record in world.households:
        revisions = world.root.store.journal.revisions(record)
        seen, due = reading_of(view(revisions)), read(revisions)
        if seen != due:
            raise LostError(f"{record}: {_difference(seen, due)}")


def _difference(seen: object, due: object) -> str:
    told = []
    for name, value in vars(due).items():
        if vars(seen)[name] != value:
            told.append(f"{name} is {vars(seen)[name]}, not {value}")
    return "; ".join(told)


def offices_see_the_same(world: World) -> None:
    """P4: convergence."""
    root, *others = world.offices
    for record in world.households:
        here = essence(view(root.store.journal.revisions(record)))
        for other in others:
            if essence(view(other.store.journal.revisions(record))) != here:
                raise LostError(f"{record}: {other.name} sees something else")


def laptops_see_what_the_office_sees(world: World) -> None:
    """An enumerator's own households, on every laptop that never was two. (A copied one takes nothing from
    outside into the log that it writes.)
    """
    for laptop in world.laptops:
        if laptop.keys.device in world.forked:
            continue
        for record in world.assigned[laptop.keys.device]:
            revisions = world.root.store.journal.revisions(record)
            if any(is_own_name(revision.dot) for revision in revisions):
                continue
            if essence(view(laptop.store.journal.revisions(record))) != essence(view(revisions)):
                raise LostError(f"{record}: {laptop.name} does not see what the office sees")
            world.tally["down"] += 1


def holdings(office: Place) -> set[tuple[Dot, str]]:
    """Every revision an office keeps, in its journal or as the other branch of a copied log."""
    journal = office.store.journal
    main = (raw for log in journal.logs() for raw in journal.raw(log))
    branches = (raw for _dot, raw in journal.forks())
    return {(decode(raw).dot, revision_hash(raw)) for raw in (*main, *branches)}


def essence(seen: View) -> object:
    """A view without the order in which sides are listed."""
    return (
        seen.values,
        seen.heads,
        seen.deleted,
        {
            (c.address, c.base, frozenset((s.answer, frozenset(r.dot for r in s.revisions)) for s in c.sides))
            for c in seen.conflicts
        },
    )


def _count(world: World) -> None:
    root = world.root
    world.tally["photos"] += len(world.photos)
    world.tally["forked"] += len(root.store.journal.forks())
    world.tally["conflicts"] += sum(len(found.addresses) for found in open_conflicts(root.store))
    for office in world.offices:
        for log, state in sorted(office.store.journal.logs().items()):
            world.diary.note("holds", office.name, log, state.last, state.runs[-1].hash if state.runs else "")
    world.diary.note("figures", *sorted(world.tally.items()))
