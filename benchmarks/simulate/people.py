# SPDX-License-Identifier: Apache-2.0
"""What people do in front of a screen: survey, settle differences, take something back."""

from __future__ import annotations

from collections.abc import Collection

from benchmarks.simulate.faults import LostError
from benchmarks.simulate.machines import append, say
from benchmarks.simulate.places import Place
from benchmarks.simulate.world import World
from enumerator.errors import UserError
from enumerator.merging import WHOLE_RECORD, View, open_conflicts, settle, undo, view
from enumerator.store.revision import Blob, Dot, Entry, Revision

QUESTIONS = ("lantai", "air", "dinding", "listrik", "kerja", "pangan")
ROSTER = "/kk/anggota"
PHOTOS = 0.15


def survey(world: World, place: Place) -> None:
    """Answer a few questions of a household."""
    chance = world.chance
    household = _household(world, place)
    seen = view(place.store.journal.revisions(household))
    values = dict(seen.values)
    for question in chance.sample(QUESTIONS, k=chance.randint(1, 3)):
        values[f"/kk/{question}"] = f"{chance.randint(1, 4)}"
    _change_rows(world, values)
    save(world, place, household, seen, values, "delete" if chance.happens(0.01) else "save")


def _household(world: World, place: Place) -> str:
    """A new one, one of the person's own, or one that others work on too, known here or not."""
    chance, own = world.chance, world.assigned.get(place.keys.device, [])
    if chance.happens(0.1):
        world.households.append(world.name())
        return world.households[-1]
    if own and chance.happens(0.4):
        return chance.choice(own)
    return chance.choice(world.households[:12] if chance.happens(0.6) else world.households)


def _change_rows(world: World, values: dict[str, str]) -> None:
    chance = world.chance
    rows = values.get(f"{ROSTER}#rows", "").split()
    what = chance.random()
    if what < 0.25:
        row = chance.hex(8)
        rows.insert(chance.randint(0, len(rows)), row)
        values[f"{ROSTER}[{row}]/nama"] = f"orang {row}"
    elif what < 0.4 and rows:
        row = rows.pop(chance.randrange(len(rows)))
        for address in [address for address in values if address.startswith(f"{ROSTER}[{row}]")]:
            del values[address]
    elif what < 0.65 and rows:
        values[f"{ROSTER}[{chance.choice(rows)}]/umur"] = f"{chance.randint(0, 90)}"
    elif what < 0.7:
        chance.shuffle(rows)
    if rows or f"{ROSTER}#rows" in values:
        values[f"{ROSTER}#rows"] = " ".join(rows)


def save(
    world: World, place: Place, record: str, seen: View, values: dict[str, str], act: str = "save"
) -> None:
    """Finish an interview that began from `seen`."""
    touched = [a for a in values.keys() | seen.values.keys() if values.get(a) != seen.values.get(a)]
    append(
        world,
        place,
        Entry(
            record,
            "household",
            values,
            act=act,
            parents=seen.heads,
            touched=tuple(sorted(touched)),
            blobs=_photo(world, place),
        ),
    )


def _photo(world: World, place: Place) -> tuple[Blob, ...]:
    """Sometimes one is taken."""
    if not world.chance.happens(PHOTOS):
        return ()
    photo = world.chance.randbytes(world.chance.randint(500, 40_000))
    return (place.store.attachments.put(photo, mime="image/jpeg"),)


def decide(world: World, office: Place) -> None:
    """Settle some differences of one record, or take a revision back."""
    waiting = open_conflicts(office.store)
    if waiting and world.chance.happens(0.8):
        _settle(world, office, world.chance.choice(waiting).record)
        return
    revisions = office.store.journal.revisions(world.chance.choice(world.households))
    if not revisions:
        return
    target = world.chance.choice(sorted(revisions, key=lambda revision: revision.dot)).dot
    try:
        made = say(world, office, lambda: _undo(office, target))
    except UserError:
        return
    world.tally["undone"] += made is not None


def _undo(office: Place, target: Dot) -> Revision:
    return undo(office.store.journal, target, "simulasi")


def _settle(world: World, office: Place, record: str) -> None:
    chance = world.chance
    conflicts = view(office.store.journal.revisions(record)).conflicts
    chosen = chance.sample(conflicts, k=chance.randint(1, len(conflicts)))
    outer = [c for c in chosen if not any(c.address.startswith(o.address) for o in chosen if o is not c)]
    choices = {conflict.address: chance.choice(conflict.sides) for conflict in outer}
    made = say(world, office, lambda: settle(office.store.journal, record, choices, "simulasi"))
    if made is None:
        return
    world.tally["settled"] += len(choices)
    after = {c.address for c in view(office.store.journal.revisions(record)).conflicts}
    check_settled({c.address for c in conflicts}, choices.keys(), after)


def check_settled(before: Collection[str], chosen: Collection[str], after: Collection[str]) -> None:
    """A settlement ends the differences it names, and no other (but of an order, which may hang on a row that
    was settled too). LostError.
    """
    if still := set(chosen) & set(after):
        raise LostError(f"{sorted(still)} were settled and still differ")
    rest = {a for a in before if not any(a.startswith(c) for c in chosen) and not a.endswith("#rows")}
    if WHOLE_RECORD not in chosen and not rest <= set(after):
        raise LostError(f"{sorted(rest - set(after))} went away with another settlement")
