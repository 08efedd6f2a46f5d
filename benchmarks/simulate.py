# SPDX-License-Identifier: Apache-2.0
"""Months of a survey in seconds: laptops, offices and sticks with everything that goes wrong, through the
real code.

python -m benchmarks.simulate --seeds 0:100 [--jobs 2]

One seed is one run: people, clocks, faults, names and the order of everything are drawn from it. Now and
then two runs of a seed part ways all the same, for age adds random bytes to its headers, and a crash is drawn
by the step of the work, which counts bytes.
What is real: journals in SQLCipher, signatures, bundles on disk, merging. At the end everything
that was ever acknowledged to a person, photos too, must be at both offices, exactly, or set aside where a
person finds it; nothing else may be there; and both offices must see the same records and the same
differences. A failure prints its seed and stops. Seeds run by themselves, so that a range may be cut into
pieces.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import random
import secrets as drawn_names
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from enumerator.bundles.pack import LARGEST_VOLUME, export_bundle
from enumerator.bundles.report import Report
from enumerator.bundles.senders import OPENING, certificate_entry
from enumerator.bundles.unpack import import_bundle, resume_imports
from enumerator.errors import UserError
from enumerator.identity import bech32
from enumerator.identity.certificates import Certificate, office_certificate, open_log, revoke
from enumerator.identity.keys import Keys
from enumerator.identity.project import Person, Project, Role
from enumerator.identity.sealing import recipient_of
from enumerator.identity.signing import public_of
from enumerator.identity.vault import Secrets
from enumerator.merging import View, open_conflicts, settle, undo, view
from enumerator.store.journal import Writer
from enumerator.store.revision import Blob, Dot, Entry, Revision, encode, revision_hash
from enumerator.store.store import Store, create_store, open_store

WIB = timezone(timedelta(hours=7))
START = datetime(2026, 3, 2, 8, 0, tzinfo=WIB)
DB_KEY = bytes(range(32))
QUESTIONS = ("lantai", "air", "dinding", "listrik", "kerja", "pangan")
CRASHES = 0.12
PHOTOS = 0.15

_T = TypeVar("_T")


class Crash(BaseException):
    """The machine stops here; what is on its disk at this moment is all that is left."""


class LostError(AssertionError):
    """Something that must never happen did."""


@dataclass
class Place:
    """One data folder with its person: an office or a laptop. `offset` is how wrong its clock is."""

    name: str
    keys: Keys
    folder: Path
    store: Store
    offset: timedelta = timedelta()


class World:
    """Everything that exists in one run."""

    def __init__(
        self, seed: int, folder: Path, template: Path, laptops: int, offices: int, crashes: float = CRASHES
    ) -> None:
        self.chance = random.Random(seed)
        self.crashes = crashes
        self.folder = folder
        self.template = template
        self.now = START
        self.tally: Counter[str] = Counter()
        self.mail: list[tuple[Path, Place]] = []
        self.backups: dict[str, Place] = {}
        self.retired: list[Place] = []
        self.said: dict[tuple[Dot, str], str] = {}
        self.photos: set[str] = set()
        self.households: list[str] = []
        self._folders = 0
        self._steps_left = 0
        self._image = folder
        self._names = 0
        self.sticks = folder / "sticks"
        self.sticks.mkdir()
        signing, sealing, log = self._secret(), self._sealing(), self._hex(32)
        self.project = Project(
            id=self._hex(32), name="Simulasi", training=False, signing=public_of(signing),
            sealing=recipient_of(sealing), recovery=recipient_of(self._sealing()), log=log,
        )  # fmt: skip
        root = self._keys(
            Role.OFFICE, "office-0", log, Secrets(db_key=DB_KEY, signing=signing, sealing=sealing)
        )
        self.offices = [self._place("office-0", root)]
        self._write(self.offices[0], certificate_entry(office_certificate(root, self.now)))
        self.certificates: dict[str, Certificate] = {}
        self.offices += [self._enrol(f"office-{number}", Role.OFFICE) for number in range(1, offices)]
        self.laptops = [self._enrol(f"laptop-{number:02d}", Role.ENUMERATOR) for number in range(laptops)]
        self.forked: set[str] = set()
        for number in range(laptops * 2):
            self._assign(self.laptops[number % laptops])

    # -- people and places

    def _enrol(self, name: str, role: Role) -> Place:
        secrets = Secrets(db_key=DB_KEY, signing=self._secret(), sealing=self._sealing())
        keys = self._keys(role, name, self._hex(32), secrets)
        root = self.offices[0]
        unsigned = Certificate(
            project=self.project.id,
            role=role,
            log=keys.log,
            person=keys.author,
            name=name,
            signing=keys.public,
            sealing=keys.recipient,
            issued=self.now.isoformat(timespec="seconds"),
        )
        word = root.keys.sign(unsigned.message("pendata-certificate-v1", "signature"))
        certificate = unsigned.model_copy(update={"signature": word})
        self.certificates[keys.log] = certificate
        self._write(root, certificate_entry(certificate))
        return self._place(name, keys)

    def _keys(self, role: Role, name: str, log: str, secrets: Secrets) -> Keys:
        person = Person(id=self._hex(16), name=name)
        return Keys(role, self.project, person, log, log, "", secrets)

    def _assign(self, laptop: Place) -> None:
        household = self.name()
        self.households.append(household)
        values = {"household": household, "enumerator": laptop.keys.author}
        self._write(self.offices[0], Entry(self.name(), "assignment", values, act="assign"))

    def _place(self, name: str, keys: Keys) -> Place:
        place = Place(name, keys, self._new_folder(), None)  # type: ignore[arg-type]
        shutil.copyfile(self.template, place.folder / "pendata.db")
        return self.open(place)

    def open(self, place: Place) -> Place:
        """Open the folder's store, with the clock of the place."""

        def sign(message: bytes) -> bytes:
            self._step(place)
            return place.keys.sign(message)

        writer = Writer(place.keys.log, place.keys.author, sign)
        place.store = open_store(place.folder / "pendata.db", DB_KEY, writer, lambda: self.now + place.offset)
        return place

    def twin(self, place: Place) -> Place:
        """A copy of a data folder as its disk is now."""
        copy = replace(place, name=f"{place.name}'", folder=self._new_folder())
        shutil.copytree(place.folder, copy.folder, dirs_exist_ok=True)
        return self.open(copy)

    def _new_folder(self) -> Path:
        self._folders += 1
        folder = self.folder / f"{self._folders:03d}"
        folder.mkdir()
        return folder

    # -- chance

    def name(self) -> str:
        """A record's name."""
        self._names += 1
        return f"record-{self._names:06d}"

    def _hex(self, digits: int) -> str:
        return f"{self.chance.getrandbits(4 * digits):0{digits}x}"

    def _secret(self) -> bytes:
        return self.chance.randbytes(32)

    def _sealing(self) -> str:
        return bech32.encode("age-secret-key-", self._secret()).upper()

    # -- crashes

    def _step(self, place: Place) -> None:
        """Count down; at zero keep what is on the disk and stop the machine."""
        if self._steps_left > 0:
            self._steps_left -= 1
            if self._steps_left == 0:
                self._image = self._new_folder()
                shutil.copytree(place.folder, self._image, dirs_exist_ok=True)
                raise Crash

    def run(self, place: Place, work: Callable[[Callable[[int, int], None]], _T], steps: int) -> _T | None:
        """Do some work, in which the machine may stop at any step; then it starts again from its disk.

        None when it stopped.
        """
        self._steps_left = self.chance.randint(1, steps) if self.chance.random() < self.crashes else 0
        try:
            return work(lambda _done, _total: self._step(place))
        except Crash:
            self.tally["crashes"] += 1
            place.store.close()
            shutil.rmtree(place.folder)
            place.folder = self._image
            self.open(place)
            resume_imports(place.store, place.keys)
            return None
        finally:
            self._steps_left = 0

    # -- words

    def _write(self, place: Place, entry: Entry) -> None:
        """Write while nothing goes wrong."""
        (revision,) = place.store.append(entry)
        self.acknowledge(revision)

    def _say(self, place: Place, entry: Entry) -> None:
        """Write, unless the machine stops; only what is written is acknowledged."""
        said = self.run(place, lambda _progress: place.store.append(entry), 2)
        if said is not None:
            self.acknowledge(said[0])

    def acknowledge(self, revision: Revision) -> None:
        """A person was told that this is saved."""
        self.said[revision.dot, revision_hash(encode(revision))] = revision.record
        self.photos.update(blob.sha256 for blob in revision.blobs)
        self.tally["edits"] += 1

    # -- what people do

    def survey(self, place: Place) -> None:
        """Answer a few questions of a household: one that others work on too, or a new one."""
        chance = self.chance
        if chance.random() < 0.1:
            self.households.append(self.name())
            household = self.households[-1]
        else:
            household = chance.choice(self.households[-12:] if chance.random() < 0.6 else self.households)
        seen = view(place.store.journal.revisions(household))
        values = dict(seen.values)
        for question in chance.sample(QUESTIONS, k=chance.randint(1, 3)):
            values[f"/kk/{question}"] = f"{chance.randint(1, 4)}"
        self._change_rows(values)
        self._save(place, household, seen, values, "delete" if chance.random() < 0.01 else "save")

    def _change_rows(self, values: dict[str, str]) -> None:
        chance = self.chance
        rows = values.get("/kk/anggota#rows", "").split()
        what = chance.random()
        if what < 0.2:
            row = self._hex(8)
            rows.insert(chance.randint(0, len(rows)), row)
            values[f"/kk/anggota[{row}]/nama"] = f"orang {row}"
        elif what < 0.3 and rows:
            row = rows.pop(chance.randrange(len(rows)))
            for address in [address for address in values if address.startswith(f"/kk/anggota[{row}]")]:
                del values[address]
        elif what < 0.5 and rows:
            values[f"/kk/anggota[{chance.choice(rows)}]/umur"] = f"{chance.randint(0, 90)}"
        if rows or "/kk/anggota#rows" in values:
            values["/kk/anggota#rows"] = " ".join(rows)

    def _save(self, place: Place, record: str, seen: View, values: dict[str, str], act: str) -> None:
        touched = [a for a in values.keys() | seen.values.keys() if values.get(a) != seen.values.get(a)]
        blobs = self._photo(place)
        entry = Entry(
            record,
            "household",
            values,
            act=act,
            parents=seen.heads,
            touched=tuple(sorted(touched)),
            blobs=blobs,
        )
        self._say(place, entry)

    def _photo(self, place: Place) -> tuple[Blob, ...]:
        """Sometimes one is taken."""
        if self.chance.random() >= PHOTOS:
            return ()
        photo = self.chance.randbytes(self.chance.randint(500, 40_000))
        return (place.store.attachments.put(photo, mime="image/jpeg"),)

    def decide(self, office: Place) -> None:
        """Settle some differences of one record, or take a revision back."""
        waiting = open_conflicts(office.store)
        if waiting and self.chance.random() < 0.8:
            record = self.chance.choice(waiting).record
            conflicts = view(office.store.journal.revisions(record)).conflicts
            chosen = self.chance.sample(conflicts, k=self.chance.randint(1, len(conflicts)))
            outer = [
                c for c in chosen if not any(c.address.startswith(o.address) for o in chosen if o is not c)
            ]
            choices = {conflict.address: self.chance.choice(conflict.sides) for conflict in outer}
            made = self.run(office, lambda _p: settle(office.store.journal, record, choices, "simulasi"), 2)
            self.tally["settled"] += len(choices) if made else 0
        else:
            revisions = office.store.journal.revisions(self.chance.choice(self.households))
            if not revisions:
                return
            target = self.chance.choice(revisions)
            try:
                made = self.run(office, lambda _p: undo(office.store.journal, target.dot, "simulasi"), 2)
            except UserError:
                return
            self.tally["undone"] += made is not None
        if made is not None:
            self.acknowledge(made)

    # -- what travels

    def send(self, sender: Place, receiver: Place) -> None:
        """Write a bundle to a stick; it lies there until somebody carries it, if ever."""
        to = self.certificates.get(receiver.keys.device)
        limit = SMALL_VOLUME if self.chance.random() < 0.2 else LARGEST_VOLUME
        packed = self.run(
            sender,
            lambda p: export_bundle(sender.store, sender.keys, self.sticks, to=to, limit=limit, progress=p),
            3,
        )
        if packed is not None:
            self.mail += [(path, receiver) for path in packed.paths]
            self.tally["bundles"] += 1

    def carry(self) -> None:
        """Bring any of the bundles to its receiver, and perhaps leave it lying about to be brought again."""
        if not self.mail:
            return
        number = self.chance.randrange(len(self.mail))
        path, receiver = self.mail[number]
        self.receive(path, receiver)
        if self.chance.random() < 0.7:
            del self.mail[number]
        else:
            self.tally["repeated"] += 1

    def receive(self, path: Path, receiver: Place, *, believe: bool = False) -> Report | None:
        """Import; a report that does not tell the truth is a failure."""
        report = self.run(
            receiver, lambda p: import_bundle(receiver.store, receiver.keys, path, p, believe=believe), 12
        )
        self.tally["imports"] += 1
        if report is not None and not report.already:
            self.tally["set aside"] += len(report.quarantined)
            for gap in report.holes:
                held = {seq for (seq,) in seqs_of(receiver, gap.log)}
                if any(seq in held for seq in range(gap.first, gap.last + 1)):
                    raise LostError(f"gap {gap} is none")
        return report

    def damage(self) -> None:
        """A copy that is cut, flipped or lengthened on its way must be refused and change nothing."""
        if not self.mail:
            return
        path, receiver = self.chance.choice(self.mail)
        content = bytearray(path.read_bytes())
        how = self.chance.randrange(3)
        if how == 0:
            del content[self.chance.randrange(len(content)) :]
        elif how == 1:
            content[self.chance.randrange(len(content))] ^= 1 << self.chance.randrange(8)
        else:
            content += b"\0"
        bad = self.folder / "bad.pendata"
        bad.write_bytes(content)
        before = receiver.store.journal.position()
        try:
            report = import_bundle(receiver.store, receiver.keys, bad)
        except UserError:
            self.tally["refused"] += 1
        else:
            if not report.already:
                raise LostError("a damaged bundle was taken in")
        if receiver.store.journal.position() != before:
            raise LostError("a refused bundle left something behind")

    # -- what goes wrong

    def lose(self) -> None:
        """A stick is gone."""
        if self.mail:
            del self.mail[self.chance.randrange(len(self.mail))]
            self.tally["lost sticks"] += 1

    def turn_clock(self) -> None:
        """Somebody's clock jumps."""
        place = self.chance.choice(self.laptops)
        days = self.chance.choice([-20000, -400, -1, 0, 1, 30, 9000])
        place.offset = timedelta(days=days, minutes=self.chance.randint(-90, 90))
        self.tally["clock jumps"] += 1

    def clone(self) -> None:
        """A laptop's data folder is copied to another machine, and both work on."""
        place = self.chance.choice(self.laptops)
        self.laptops.append(self.twin(place))
        self.forked.add(place.keys.log)
        self.tally["clones"] += 1

    def restore(self) -> None:
        """A laptop breaks; last week's copy of its folder goes on in its place."""
        index = self.chance.randrange(len(self.laptops))
        place = self.laptops[index]
        if place.name in self.backups:
            self.retired.append(place)
            self.laptops[index] = self._restored(self.backups.pop(place.name), place.name)
            self.tally["restores"] += 1
        else:
            self.backups[place.name] = self.twin(place)

    def _restored(self, backup: Place, name: str) -> Place:
        """The copy goes on, in a new log, for which the device's own key vouches."""
        place = self.twin(backup)
        opening = open_log(place.keys, self._hex(32), self.now, "simulasi")
        place.store.close()
        place.name, place.keys = name, replace(place.keys, log=opening.log)
        self.open(place)
        self._write(place, Entry(opening.log, OPENING, opening.to_values(), act="open"))
        return place

    def revoke(self) -> None:
        """The office no longer believes a laptop beyond what it has now."""
        office, place = self.offices[0], self.chance.choice(self.laptops)
        state = office.store.journal.logs().get(place.keys.log)
        last = state.contiguous if state else 0
        word = revoke(office.keys, place.keys.log, last, self.now, "simulasi")
        self._say(office, Entry(self.name(), "revocation", word.to_values(), act="revoke"))
        self.tally["revoked"] += 1

    # -- the run

    def live(self, days: int, events: int) -> None:
        """So many events over so many days."""
        chance = self.chance
        acts: list[tuple[float, Callable[[], None]]] = [
            (38, lambda: self.survey(chance.choice(self.laptops))),
            (4, lambda: self.survey(chance.choice(self.offices))),
            (6, lambda: self.decide(chance.choice(self.offices))),
            (14, lambda: self.send(chance.choice(self.laptops), chance.choice(self.offices))),
            (8, lambda: self.send(self.offices[0], chance.choice(self.laptops))),
            (4, lambda: self.send(*chance.sample(self.offices, k=2)) if len(self.offices) > 1 else None),
            (22, self.carry),
            (2, self.lose),
            (3, self.damage),
            (2, self.turn_clock),
            (0.4, self.clone),
            (0.8, self.restore),
            (0.3, self.revoke),
        ]
        weights = [weight for weight, _act in acts]
        for _event in range(events):
            self.now += timedelta(days=days * chance.expovariate(1) / events)
            chance.choices([act for _weight, act in acts], weights)[0]()

    def come_home(self) -> None:
        """No more faults: everybody brings everything to the first office, a person decides about what was
        set aside, and the offices tell each other.
        """
        root = self.offices[0]
        for place in [*self.laptops, *self.retired, *self.backups.values()]:
            self._exchange(place, root)
        if awaited(root):  # the laptops hear what the office lacks, and send it again
            for place in [*self.laptops, *self.retired, *self.backups.values()]:
                self._exchange(root, place)
                self._exchange(place, root)
        for _round in range(3):
            for office in self.offices[1:]:
                self._exchange(office, root)
                self._exchange(root, office)

    def _exchange(self, sender: Place, receiver: Place) -> None:
        to = self.certificates.get(receiver.keys.device)
        for path in export_bundle(sender.store, sender.keys, self.sticks, to=to).paths:
            report = import_bundle(receiver.store, receiver.keys, path)
            if report.quarantined:
                import_bundle(receiver.store, receiver.keys, path, believe=True)
            self.tally["imports"] += 1


def awaited(place: Place) -> int:
    """How many photos are spoken of there that have not arrived."""
    return int(place.store.db.execute("SELECT count(*) FROM awaited").fetchone()[0])


def seqs_of(place: Place, log: str) -> list[tuple[int]]:
    """The numbers of a log that are really there."""
    return place.store.db.execute(
        "SELECT seq FROM journal WHERE log = (SELECT id FROM log WHERE name = ?)", (log,)
    ).fetchall()  # type: ignore[no-any-return]


def check(world: World) -> None:
    """What must be true in the end. LostError names the first thing that is not."""
    root, *others = world.offices
    for office in world.offices:
        if office.store.journal.verify() != ():
            raise LostError(f"{office.name}: the chain is broken")
    held = holdings(root)
    missing = world.said.keys() - held
    if missing:
        raise LostError(f"{len(missing)} acknowledged revisions are gone, as {min(missing)}")
    for office in world.offices:
        absent = [sha256 for sha256 in world.photos if not office.store.attachments.has(sha256)]
        if absent:
            raise LostError(f"{office.name}: {len(absent)} photos are not there, as {min(absent)}")
    phantoms = held - world.said.keys()
    if phantoms:
        raise LostError(f"{len(phantoms)} revisions that nobody wrote, as {min(phantoms)}")
    for log, state in root.store.journal.logs().items():
        if state.holes:
            raise LostError(f"log {log[:8]} still has gaps {state.holes}")
    world.tally["photos"] += len(world.photos)
    world.tally["forked"] += len(root.store.journal.forks())
    world.tally["conflicts"] += sum(len(found.addresses) for found in open_conflicts(root.store))
    listed = {found.record: found.addresses for found in open_conflicts(root.store)}
    for record in world.households:
        here = view(root.store.journal.revisions(record))
        addresses = tuple(conflict.address for conflict in here.conflicts)
        if listed.get(record, ()) != addresses:
            raise LostError(f"{record}: the list of differences is not what the record says")
        for other in others:
            if essence(view(other.store.journal.revisions(record))) != essence(here):
                raise LostError(f"{record}: {other.name} sees something else")


def holdings(office: Place) -> set[tuple[Dot, str]]:
    """Every revision an office keeps, in its journal or as the other branch of a copied log."""
    journal = office.store.journal
    found = {
        (Dot(log, state.contiguous and seq), revision_hash(raw))
        for log, state in journal.logs().items()
        for seq, raw in enumerate(journal.raw(log), start=1)
    }
    return found | {(dot, revision_hash(raw)) for dot, raw in journal.forks()}


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


@dataclass(frozen=True)
class Size:
    """How large a run is."""

    laptops: int
    offices: int
    days: int
    events: int


SMALL_VOLUME = 20_000
"""Bytes of a volume where an export is split."""


@contextmanager
def names_drawn(seed: int) -> Iterator[None]:
    """Names of bundles and records come from the seed too, or their order would differ from run to run."""
    chance, ticks = random.Random(f"{seed}:names"), itertools.count(1_750_000_000_000_000_000, 1_000_000)
    with (
        patch.object(drawn_names, "token_hex", lambda size=32: chance.randbytes(size).hex()),
        patch.object(drawn_names, "randbits", chance.getrandbits),
        patch.object(time, "time_ns", lambda: next(ticks)),
    ):
        yield


def simulate(seed: int, size: Size) -> Counter[str]:
    """One run; LostError, or any other exception, when something is wrong."""
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="pendata-simulation-", dir=where) as name:
        folder = Path(name)
        template = folder / "template.db"
        create_store(template, DB_KEY).close()
        with names_drawn(seed):
            world = World(seed, folder, template, size.laptops, size.offices)
            world.live(size.days, size.events)
            world.come_home()
            check(world)
            return world.tally


def _one(job: tuple[int, Size]) -> tuple[int, Counter[str], str]:
    seed, size = job
    try:
        return seed, simulate(seed, size), ""
    except Exception:
        return seed, Counter(), traceback.format_exc()


def main(arguments: list[str] | None = None) -> int:
    """Run a range of seeds; exit code 1 at the first that fails, with its seed."""
    about = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulate", description=about)
    parser.add_argument("--seeds", default="0:20", help="A:B, from A up to and without B")
    parser.add_argument("--laptops", type=int, default=50)
    parser.add_argument("--offices", type=int, default=2)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--events", type=int, default=600)
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--every", type=int, default=0, help="tell the figures after so many seeds")
    chosen = parser.parse_args(arguments)
    first, _colon, last = chosen.seeds.partition(":")
    size = Size(chosen.laptops, chosen.offices, chosen.days, chosen.events)
    jobs = [(seed, size) for seed in range(int(first), int(last or int(first) + 1))]
    tally: Counter[str] = Counter()
    started = time.perf_counter()
    for seed, counts, failure in _results(jobs, chosen.jobs):
        if failure:
            print(failure, file=sys.stderr)
            again = f"python -m benchmarks.simulate --seeds {seed}:{seed + 1} {_size(size)}"
            print(f"seed {seed} failed; again: {again}")
            return 1
        tally.update(counts)
        tally["seeds"] += 1
        if chosen.every and tally["seeds"] % chosen.every == 0:
            show(tally, time.perf_counter() - started)
    show(tally, time.perf_counter() - started)
    return 0


def show(tally: Counter[str], seconds: float) -> None:
    """The figures of all seeds so far, none of which lost anything."""
    for name in ("seeds", *sorted(tally.keys() - {"seeds"})):
        print(f"{name:>12} {tally[name]:>9,}")
    print(f"{'losses':>12} {0:>9}")
    print(f"{'seconds':>12} {seconds:>9.1f}", flush=True)


def _results(jobs: list[tuple[int, Size]], processes: int) -> Iterator[tuple[int, Counter[str], str]]:
    if processes == 1:
        yield from map(_one, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(_one, jobs)


def _size(size: Size) -> str:
    return f"--laptops {size.laptops} --offices {size.offices} --days {size.days} --events {size.events}"


if __name__ == "__main__":
    sys.exit(main())
