# SPDX-License-Identifier: Apache-2.0
"""Bundles under violence, each round in a process of its own: killed at any moment, out of room, short of
memory.

Run as `python bundle_trials.py TRIAL FOLDER ROUNDS SEED`; prints what happened as JSON.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.places import Clock, Ministry, Place, writer_of
from enumerator.bundles import applying, verify
from enumerator.bundles.pack import SUFFIX, export_bundle
from enumerator.bundles.unpack import import_bundle, resume_imports
from enumerator.bundles.verify import verify_bundle
from enumerator.errors import UserError
from enumerator.store.lock import LOCK_NAME
from enumerator.store.revision import Entry, new_record
from enumerator.store.store import create_store, open_store

INTERVIEWS = 1500
PHOTO = 40_000


class World:
    """An office, a laptop with interviews and photos, and its bundle; each round works on fresh copies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        ministry = Ministry(folder / "keys")
        self.office_keys = ministry.office("kantor", False)
        self.keys, self.request = ministry.laptop(self.office_keys, "Ani")
        self.stick = folder / "stick"
        self.stick.mkdir()
        create_store(folder / "office" / "pendata.db", self.office_keys.db_key, clock=self.clock).close()
        laptop = Place(
            folder / "laptop",
            self.keys,
            create_store(
                folder / "laptop" / "pendata.db", self.keys.db_key, writer_of(self.keys), self.clock
            ),
            self.request,
        )
        photos = [
            laptop.store.attachments.put(os.urandom(PHOTO), mime="image/jpeg")
            for _ in range(INTERVIEWS // 100)
        ]
        laptop.store.append(
            *(
                Entry(
                    new_record(),
                    "household",
                    {"/kk/nomor": str(number), "/kk/catatan": "tetap utuh " * 20},
                    parents=(),
                    blobs=(photos[number // 100],) if number % 100 == 0 else (),
                )
                for number in range(INTERVIEWS)
            )
        )
        self.bundle = laptop.pack(self.stick).path
        laptop.store.close()

    def office(self, name: str, *, fresh: bool = True) -> Place:
        folder = self.folder / name
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(self.folder / "office", folder)
        keys = self.office_keys
        return Place(
            folder, keys, open_store(folder / "pendata.db", keys.db_key, writer_of(keys), self.clock)
        )

    def laptop(self, name: str, *, fresh: bool = True) -> Place:
        folder = self.folder / name
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(self.folder / "laptop", folder)
        store = open_store(folder / "pendata.db", self.keys.db_key, writer_of(self.keys), self.clock)
        return Place(folder, self.keys, store, self.request)


def sound(place: Place) -> bool:
    """The file and every chain in it are whole."""
    broken = place.store.db.execute("PRAGMA cipher_integrity_check").fetchall()
    return place.store.journal.verify() == () and not broken


def held(world: World, place: Place) -> int:
    state = place.store.journal.logs().get(world.keys.log)
    return state.last if state else 0


def attachments(place: Place) -> int:
    return int(place.store.db.execute("SELECT count(*) FROM attachment").fetchone()[0])


def left_in_inbox(place: Place) -> list[Path]:
    inbox = place.folder / "inbox"
    return [path for path in inbox.rglob("*") if path.is_file() and path.name != LOCK_NAME]


def in_child(work: Callable[[], None], *, kill_after: float | None = None) -> int:
    """Run in a child process; its exit status, negative when it was killed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_import(folder: Path, rounds: int, chance: random.Random, *, small: bool) -> dict[str, int]:
    """An import killed at a random moment; then again, to the end. `small` decides: one transaction, or
    batches.
    """
    world = World(folder)
    if not small:
        verify._SMALL_REVISIONS, applying._BATCH = 0, 100
    started = time.perf_counter()
    import_bundle(world.office("reference").store, world.office_keys, world.bundle)
    whole = time.perf_counter() - started
    counts = {"kills": 0, "nothing": 0, "all": 0, "partly": 0, "wrong": 0}
    for number in range(rounds):
        name = f"round-{number % 2}"
        world.office(name).store.close()

        def work(name: str = name) -> None:
            import_bundle(world.office(name, fresh=False).store, world.office_keys, world.bundle)

        counts["kills"] += in_child(work, kill_after=chance.uniform(0, 1.2 * whole)) == -signal.SIGKILL
        office = world.office(name, fresh=False)
        had = held(world, office)
        counts["nothing" if had == 0 else "all" if had == INTERVIEWS else "partly"] += 1
        whole_batches = had in (0, INTERVIEWS) if small else had % 100 == 0
        good = sound(office) and whole_batches
        reports = resume_imports(office.store, office.keys)
        if not small and 0 < had < INTERVIEWS:
            good = good and bool(reports) and held(world, office) == INTERVIEWS
        office.take(world.bundle)
        good = good and held(world, office) == INTERVIEWS and attachments(office) == INTERVIEWS // 100
        good = good and not left_in_inbox(office)
        counts["wrong"] += not (good and sound(office))
        office.store.close()
    return counts


def killed_export(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """An export killed at a random moment: no file under its name, or a whole one."""
    world = World(folder)
    office = world.office("reader")
    out = folder / "out"
    out.mkdir()
    laptop = world.laptop("fast")
    started = time.perf_counter()
    laptop.pack(out)
    whole = time.perf_counter() - started
    laptop.store.close()
    counts = {"kills": 0, "none": 0, "whole": 0, "wrong": 0}
    for _round in range(rounds):
        shutil.rmtree(out)
        out.mkdir()

        def work() -> None:
            place = world.laptop("fast", fresh=False)
            export_bundle(place.store, place.keys, out, request=place.request)

        counts["kills"] += in_child(work, kill_after=chance.uniform(0, 1.2 * whole)) == -signal.SIGKILL
        finished = [path for path in out.iterdir() if path.name.endswith(SUFFIX)]
        for path in finished:
            verify_bundle(path, office.store, office.keys)
        counts["whole" if finished else "none"] += 1
        place = world.laptop("fast", fresh=False)
        good = sound(place) and place.pack(out).revisions == INTERVIEWS
        counts["wrong"] += not good
        place.store.close()
    return counts


def out_of_room(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """A file-size limit at any place stands for a full disk or stick: in words, nothing half-written, then
    it works.
    """
    world = World(folder)
    counts = {"refused_import": 0, "refused_export": 0, "passed": 0, "wrong": 0}
    size = world.bundle.stat().st_size
    for number in range(rounds):
        limit = int(chance.uniform(0.01, 2.5) * size)
        name = f"round-{number % 2}"
        world.office(name).store.close()
        out = folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()

        def refused(work: Callable[[], object], limit: int = limit) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            try:
                work()
            except UserError as error:
                os._exit(7 if error.remedy else 8)

        def import_it(name: str = name) -> None:
            office = world.office(name, fresh=False)
            refused(lambda: office.take(world.bundle))

        def export_it(out: Path = out) -> None:
            laptop = world.laptop("exporter", fresh=False)
            refused(lambda: laptop.pack(out))

        status = in_child(import_it)
        office = world.office(name, fresh=False)
        good = status in (0, 7) and sound(office) and held(world, office) in (0, INTERVIEWS)
        office.take(world.bundle)
        good = good and held(world, office) == INTERVIEWS
        office.store.close()
        counts["refused_import"] += status == 7
        counts["passed"] += status == 0

        world.laptop("exporter").store.close()
        status = in_child(export_it)
        left = list(out.iterdir())
        good = good and (status == 0 or (status == 7 and left == []))
        counts["refused_export"] += status == 7
        counts["wrong"] += not good
    return counts


def really_full(folder: Path, _rounds: int, _chance: random.Random) -> dict[str, int]:
    """`folder / "small"` is a file system of a few megabytes: first as the stick, then as the disk of the
    office.
    """
    world = World(folder)
    small = folder / "small"
    laptop, office = world.laptop("fast"), world.office("reference")
    filler = small / "music"
    counts = {"refused_export": 0, "refused_import": 0, "left": 0, "wrong": 0}
    free = shutil.disk_usage(small).free
    filler.write_bytes(b"0" * (free - world.bundle.stat().st_size // 2))
    try:
        laptop.pack(small)
    except UserError as error:
        counts["refused_export"] += bool(error.remedy)
    counts["left"] += len(list(small.iterdir())) - 1
    filler.unlink()
    written = laptop.pack(small).path
    counts["wrong"] += office.take(written).new != INTERVIEWS
    written.unlink()

    tight = world.office("small/office")
    free = shutil.disk_usage(small).free
    filler.write_bytes(b"0" * (free - int(world.bundle.stat().st_size * 1.2)))
    try:
        tight.take(world.bundle)
    except UserError as error:
        counts["refused_import"] += bool(error.remedy)
    counts["wrong"] += not sound(tight) or held(world, tight) != 0
    counts["left"] += len(left_in_inbox(tight))
    filler.unlink()
    counts["wrong"] += tight.take(world.bundle).new != INTERVIEWS
    return counts


def little_memory(folder: Path, rounds: int, _chance: random.Random) -> dict[str, int]:
    """`rounds` megabytes of photos, out and in: the peak memory of each side in megabytes."""
    folder.joinpath("x").mkdir()
    clock = Clock()
    ministry = Ministry(folder / "keys")
    office_keys = ministry.office("kantor", False)
    keys, request = ministry.laptop(office_keys, "Ani")
    stick = folder / "stick"
    stick.mkdir()
    create_store(folder / "office" / "pendata.db", office_keys.db_key, clock=clock).close()
    create_store(folder / "laptop" / "pendata.db", keys.db_key, clock=clock).close()

    def peak_of(work: Callable[[], None], name: str) -> None:
        work()
        (folder / name).write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))

    def survey() -> None:
        store = open_store(folder / "laptop" / "pendata.db", keys.db_key, writer_of(keys), clock)
        place = Place(folder / "laptop", keys, store, request)
        for _photo in range(rounds // 8):
            place.survey(photo=os.urandom(8 * 1024 * 1024))

    def send() -> None:
        store = open_store(folder / "laptop" / "pendata.db", keys.db_key, writer_of(keys), clock)
        Place(folder / "laptop", keys, store, request).pack(stick)

    def receive() -> None:
        store = open_store(
            folder / "office" / "pendata.db", office_keys.db_key, writer_of(office_keys), clock
        )
        report = Place(folder / "office", office_keys, store).take(next(stick.glob(f"*{SUFFIX}")))
        assert report.attachments == rounds // 8

    assert in_child(survey) == 0
    assert in_child(lambda: peak_of(send, "send")) == 0
    assert in_child(lambda: peak_of(receive, "receive")) == 0
    return {name: int((folder / name).read_text()) for name in ("send", "receive")}


def short_of_memory(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """An import in a process that may take so much memory and no more: done, or nothing done, never half."""
    world = World(folder)
    counts = {"done": 0, "refused": 0, "wrong": 0}
    for number in range(rounds):
        name = f"round-{number % 2}"
        world.office(name).store.close()

        def work(name: str = name, more: int = int(chance.uniform(2, 24) * 1024 * 1024)) -> None:
            office = world.office(name, fresh=False)
            used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (used + more, resource.RLIM_INFINITY))
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, 2)  # what a library says when it dies of this is not what is looked at
            office.take(world.bundle)

        status = in_child(work)
        office = world.office(name, fresh=False)
        had = held(world, office)
        good = sound(office) and had == (INTERVIEWS if status == 0 else had) and had in (0, INTERVIEWS)
        resume_imports(office.store, office.keys)
        office.take(world.bundle)
        good = good and held(world, office) == INTERVIEWS and not left_in_inbox(office)
        counts["done" if status == 0 else "refused"] += 1
        counts["wrong"] += not good
        office.store.close()
    return counts


def asleep(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """An import that is stopped at a random moment for a while, as by a closed lid, and then goes on."""
    world = World(folder)
    started = time.perf_counter()
    import_bundle(world.office("reference").store, world.office_keys, world.bundle)
    whole = time.perf_counter() - started
    counts = {"slept": 0, "wrong": 0}
    for number in range(rounds):
        name = f"round-{number % 2}"
        world.office(name).store.close()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                import_bundle(world.office(name, fresh=False).store, world.office_keys, world.bundle)
                status = 0
            finally:
                os._exit(status)
        time.sleep(chance.uniform(0, whole))
        os.kill(child, signal.SIGSTOP)
        stopped = os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1])
        counts["slept"] += stopped
        if stopped:
            time.sleep(0.3)
            os.kill(child, signal.SIGCONT)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            counts["wrong"] += status != 0
        office = world.office(name, fresh=False)
        counts["wrong"] += not (sound(office) and held(world, office) == INTERVIEWS)
        office.store.close()
    return counts


TRIALS: dict[str, Callable[[Path, int, random.Random], dict[str, int]]] = {
    "killed-import": lambda *about: killed_import(*about, small=True),
    "killed-import-in-batches": lambda *about: killed_import(*about, small=False),
    "killed-export": killed_export,
    "out-of-room": out_of_room,
    "really-full": really_full,
    "little-memory": little_memory,
    "short-of-memory": short_of_memory,
    "asleep": asleep,
}

if __name__ == "__main__":
    trial, place, count, seed = sys.argv[1:]
    print(json.dumps(TRIALS[trial](Path(place), int(count), random.Random(int(seed)))))
