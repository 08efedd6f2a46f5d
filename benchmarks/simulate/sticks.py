# SPDX-License-Identifier: Apache-2.0
"""What travels: bundles that are written, carried, brought again, lost and damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.simulate.faults import LostError
from benchmarks.simulate.machines import attempt
from benchmarks.simulate.places import Place
from benchmarks.simulate.world import World
from enumerator.bundles import applying, verify
from enumerator.bundles.applying import Applying
from enumerator.bundles.pack import LARGEST_VOLUME, export_bundle
from enumerator.bundles.report import Report
from enumerator.bundles.unpack import import_bundle
from enumerator.bundles.verify import peek
from enumerator.errors import UserError

SMALL_VOLUME = 20_000
"""Bytes of a volume where an export is split."""
_LEFT_LYING = 0.3
_LARGE = 0.2
_SMALL_BATCH = 3


def send(world: World, sender: Place, receiver: Place) -> None:
    """Write a bundle to a stick; it lies there until somebody carries it, if ever."""
    to = world.certificates.get(receiver.keys.device)
    limit = SMALL_VOLUME if world.chance.happens(0.2) else LARGEST_VOLUME
    packed = attempt(
        world,
        sender,
        lambda p: export_bundle(sender.store, sender.keys, world.sticks, to=to, limit=limit, progress=p),
        4,
    )
    if packed is not None:
        world.mail += [(path, receiver) for path in packed.paths]
        world.tally["bundles"] += 1
        sizes = [f"{path.name}:{path.stat().st_size}" for path in packed.paths]
        world.diary.note("sent", sender.name, receiver.name, packed.revisions, packed.attachments, *sizes)


def carry(world: World) -> None:
    """Bring any of the bundles to its receiver, and perhaps leave it lying about to be brought again."""
    if not world.mail:
        return
    number = world.chance.randrange(len(world.mail))
    path, receiver = world.mail[number]
    receive(world, path, receiver)
    if world.chance.happens(_LEFT_LYING):
        world.tally["repeated"] += 1
    else:
        del world.mail[number]


def receive(world: World, path: Path, receiver: Place) -> Report | None:
    """Import; a report that does not tell the truth is a failure. None when the machine stopped."""
    before, late = receiver.store.journal.position(), late_work(world, receiver)
    with perhaps_in_batches(world, receiver):
        report = attempt(world, receiver, lambda p: import_bundle(receiver.store, receiver.keys, path, p), 16)
    world.tally["imports"] += 1
    if more := late_work(world, receiver) - late:
        raise LostError(
            f"{receiver.name}: took in late work of a laptop whose word was taken away: {min(more)}"
        )
    if report is None:
        if receiver.store.journal.position() != before and not is_noted(receiver, path):
            raise LostError(f"{receiver.name}: a part of {path.name} was left by a crash")
        return None
    world.diary.note("took", receiver.name, path.name, *told(report))
    if not report.already:
        world.tally["set aside"] += len(report.quarantined)
        world.tally["gaps"] += len(report.holes)
        check_gaps(report, receiver, frozenset(part.log for part in peek(path, receiver.keys).parts))
    return report


@contextmanager
def perhaps_in_batches(world: World, receiver: Place) -> Iterator[None]:
    """Sometimes a bundle counts as too large for one transaction, and the power may fail before each batch:
    what it leaves is finished when the folder is opened again.
    """
    if not world.chance.happens(_LARGE):
        yield
        return
    world.tally["in batches"] += 1
    keep = Applying._keep

    def kept(self: Applying, *batch: Any) -> None:
        world.power.step(receiver, "batch")
        keep(self, *batch)

    with (
        patch.object(verify, "_SMALL_REVISIONS", 0),
        patch.object(applying, "_BATCH", _SMALL_BATCH),
        patch.object(Applying, "_keep", kept),
    ):
        yield


def is_noted(receiver: Place, path: Path) -> bool:
    """Whether the receiver knows that it has taken the bundle in."""
    rows = receiver.store.db.execute(
        "SELECT 1 FROM bundle WHERE id = ? AND way = 'in' AND state != 'begun'",
        (peek(path, receiver.keys).bundle,),
    )
    return rows.fetchone() is not None


def exchange(world: World, sender: Place, receiver: Place) -> None:
    """One export in small volumes, carried at once; what is set aside is believed."""
    to = world.certificates.get(receiver.keys.device)
    packed = export_bundle(sender.store, sender.keys, world.sticks, to=to, limit=SMALL_VOLUME)
    for path in packed.paths:
        report = import_bundle(receiver.store, receiver.keys, path)
        if report.quarantined:
            import_bundle(receiver.store, receiver.keys, path, believe=True)
        world.tally["imports"] += 1
        world.diary.note("home", sender.name, receiver.name, *told(report))


def told(report: Report) -> tuple[object, ...]:
    """The figures of a report, as the diary has them."""
    return (
        "again" if report.already else f"{report.new}+{report.known}+{report.forked}",
        f"photos {report.attachments} awaiting {report.awaiting}",
        f"differ {[(found.record, *found.addresses) for found in report.conflicts]}",
        f"gaps {[(gap.log[:8], gap.first, gap.last) for gap in report.holes]}",
        f"aside {[(aside.log[:8], aside.first, aside.last) for aside in report.quarantined]}",
    )


def check_gaps(report: Report, receiver: Place, carried: frozenset[str]) -> None:
    """The gaps told of the logs that came are exactly what is missing below the last one held. LostError."""
    for log in sorted(carried):
        held = numbers_held(receiver, log)
        missing = set(range(1, max(held, default=0))) - held
        said = {n for gap in report.holes if gap.log == log for n in range(gap.first, gap.last + 1)}
        if said != missing:
            told_of = f"{receiver.name}, log {log[:8]}"
            raise LostError(f"{told_of}: {sorted(missing)} are missing, not {sorted(said)}")


def late_work(world: World, receiver: Place) -> set[tuple[str, int]]:
    """What the first office holds of revoked laptops beyond what it believes."""
    if receiver is not world.root:
        return set()
    held = ((log, cut, numbers_held(receiver, log)) for log, cut in world.cuts.items())
    return {(log, seq) for log, cut, numbers in held for seq in numbers if seq > cut}


def numbers_held(place: Place, log: str) -> set[int]:
    """The numbers of a log that are really there."""
    rows = place.store.db.execute(
        "SELECT seq FROM journal WHERE log = (SELECT id FROM log WHERE name = ?)", (log,)
    )
    return {seq for (seq,) in rows}


def lose(world: World) -> None:
    """A stick is gone."""
    if world.mail:
        path, _receiver = world.mail.pop(world.chance.randrange(len(world.mail)))
        world.tally["lost sticks"] += 1
        world.diary.note("lost", path.name)


def damage(world: World) -> None:
    """A copy that is cut, flipped or lengthened on its way must be refused and change nothing."""
    if not world.mail:
        return
    path, receiver = world.chance.choice(world.mail)
    bad = world.sticks / "bad.pendata"
    bad.write_bytes(_damaged(world, path.read_bytes()))
    before = receiver.store.journal.position()
    try:
        report = import_bundle(receiver.store, receiver.keys, bad)
    except UserError:
        world.tally["refused"] += 1
        world.diary.note("refused", receiver.name, path.name)
    else:
        world.diary.note("known", receiver.name, path.name)
        if not report.already:
            raise LostError("a damaged bundle was taken in")
    if receiver.store.journal.position() != before:
        raise LostError("a refused bundle left something behind")


def _damaged(world: World, content: bytes) -> bytes:
    how, at = world.chance.randrange(3), world.chance.place_in(len(content))
    bit = world.chance.randrange(8)
    if how == 0:
        return content[:at]
    if how == 1:
        return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]
    return content + b"\0"
