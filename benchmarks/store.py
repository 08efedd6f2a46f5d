# SPDX-License-Identifier: Apache-2.0
"""What saving costs, against what the disk and SQLCipher charge anybody, and what the journal takes in.

`python -m benchmarks.store [ROWS]` prints ratios of one run; ROWS (20,000 unless told) is how far the journal
grows.
"""

from __future__ import annotations

import os
import random
import resource
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import sqlcipher3.dbapi2 as bare_sqlite
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.interviews.drafts import Drafts
from enumerator.store.database import PAGE_BYTES
from enumerator.store.journal import Writer
from enumerator.store.revision import (
    Dot,
    Entry,
    FormRef,
    Revision,
    encode,
    new_log,
    new_record,
    revision_hash,
)
from enumerator.store.store import Store, create_store

KEY = secrets.token_bytes(32)
SAVES = 300
FORM = FormRef("kk", "1", "ab" * 32)
_QUESTIONS = ("nama", "nik", "umur", "sekolah", "pekerjaan", "penghasilan", "kawin", "hubungan")


def answers(chance: random.Random) -> dict[str, str]:
    """A family of five, about 2 kB; a revision of it is 5 kB, for it lists its addresses too."""
    values = {f"/data/rumah/pertanyaan_{n}": str(chance.randint(1, 5)) for n in range(25)}
    for _member in range(5):
        row = f"{chance.getrandbits(32):08x}"
        values.update({f"/data/anggota[{row}]/{q}": str(chance.randint(1, 10**6)) for q in _QUESTIONS})
    return values


def milliseconds(act: Callable[[int], object], times: int = SAVES) -> tuple[float, float]:
    """Median and 95th percentile of one call."""
    taken = []
    for n in range(times):
        start = time.perf_counter()
        act(n)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[18]


def raw_write(folder: Path) -> Iterator[Callable[[int], object]]:
    """4 KiB appended and forced to the disk: nobody can save faster."""
    handle = os.open(folder / "raw", os.O_CREAT | os.O_WRONLY)

    def act(_n: int) -> None:
        os.write(handle, bytes(4096))
        os.fdatasync(handle) if hasattr(os, "fdatasync") else os.fsync(handle)

    yield act
    os.close(handle)


def bare_commit(folder: Path) -> Iterator[Callable[[int], object]]:
    """One answer, its place and its paradata by SQLCipher alone, with the same pages and the same care."""
    db = bare_sqlite.connect(str(folder / "bare.db"), isolation_level=None)
    db.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    db.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE draft (id INTEGER PRIMARY KEY, saved TEXT, at TEXT) STRICT")
    db.execute("CREATE TABLE answer (address TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID")
    db.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, wall TEXT, what TEXT, at TEXT) STRICT")
    db.execute("INSERT INTO draft VALUES (1, '', '')")

    def act(n: int) -> None:
        address = f"/data/rumah/pertanyaan_{n % 150}"
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?)", (address, str(n)))
        db.execute("UPDATE draft SET saved = ?, at = ? WHERE id = 1", ("2026-11-24T09:00:00+07:00", address))
        db.execute(
            "INSERT INTO event (wall, what, at) VALUES (?, 'answer', ?)", ("2026-11-24T09:00:00", address)
        )
        db.execute("COMMIT")

    yield act
    db.close()


def our_save(folder: Path) -> Iterator[Callable[[int], object]]:
    """One answer by the program."""
    store = _store(folder / "save.db")
    drafts = Drafts(store)
    draft = drafts.begin(FORM)
    yield lambda n: drafts.save(draft.id, {f"/data/rumah/pertanyaan_{n % 150}": str(n)})
    store.close()


def our_append(folder: Path) -> Iterator[Callable[[int], object]]:
    """One finished interview of 2 kB: chained, signed, in the journal."""
    store, chance = _store(folder / "append.db"), random.Random(1)
    yield lambda _n: store.append(Entry(new_record(), "household", answers(chance)))
    store.close()


def saving(folder: Path) -> None:
    """Rounds of the four alternate, so that a busy moment strikes all of them."""
    opened = {make.__name__: make(folder) for make in (raw_write, bare_commit, our_save, our_append)}
    acts = {name: next(made) for name, made in opened.items()}
    for act in acts.values():
        milliseconds(act, 20)
    rounds = [{name: milliseconds(act, SAVES // 3) for name, act in acts.items()} for _round in range(3)]
    for made in opened.values():
        with suppress(StopIteration):
            next(made)
    best = {name: (min(r[name][0] for r in rounds), min(r[name][1] for r in rounds)) for name in acts}
    print(f"{'':28}{'p50 ms':>9}{'p95 ms':>9}   times bare commit   times raw write (p95)")
    for name, (middle, late) in best.items():
        ratio, slow = middle / best["bare_commit"][0], late / best["raw_write"][1]
        print(f"{name.replace('_', ' '):28}{middle:9.3f}{late:9.3f}{ratio:20.2f}{slow:24.1f}")


def taking_in(folder: Path, rows: int) -> None:
    """A slice of another's log received, read again, and received again."""
    chance = random.Random(2)
    source = _store(folder / "source.db")
    writer = source.journal.writer
    assert writer is not None
    taken = 0.0
    for done in range(0, rows, 1000):
        count = min(1000, rows - done)
        entries = [Entry(new_record(), "household", answers(chance)) for _n in range(count)]
        start = time.perf_counter()
        source.append(*entries)
        taken += time.perf_counter() - start
    print(f"\nappended in thousands     {rows / taken:9,.0f} rows/s")
    raws = list(source.journal.raw(writer.log))
    size, head = sum(map(len, raws)), source.journal.logs()[writer.log].head
    path = folder / "office.db"
    office = create_store(path, KEY)
    start = time.perf_counter()
    office.journal.receive(writer.log, raws, head)
    office.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(f"received and checked      {rows / (time.perf_counter() - start):9,.0f} rows/s")
    for name, act in (
        ("received again", lambda: office.journal.receive(writer.log, raws, head)),
        ("read, decoded", lambda: sum(1 for _row in office.journal.of_kind("household"))),
        ("verified", office.journal.verify),
    ):
        start = time.perf_counter()
        act()
        taken = time.perf_counter() - start
        print(f"{name:26}{rows / taken:9,.0f} rows/s  ({taken * 1000:,.1f} ms)")
    middle, _late = milliseconds(lambda _n: office.journal.logs(), 50)
    print(f"what is held of each log  {middle:9.3f} ms")
    record = office.journal.records("household")[rows // 2]
    middle, _late = milliseconds(lambda _n: office.journal.revisions(record), 200)
    print(f"one record's revisions    {middle:9.3f} ms")
    print(f"on disk {path.stat().st_size / size:.3f} of {size / 1e6:,.0f} MB raw;", end=" ")
    print(
        f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB (the raw rows included)"
    )
    for store in (source, office):
        store.close()


def growing(folder: Path, rows: int) -> None:
    """The same work on a journal that grows: rows of 2 kB, from logs of 5,000, made before the watch runs."""
    office, chance = create_store(folder / "grown.db", KEY), random.Random(3)
    print(f"\n{'held before':>14}{'rows/s':>12}{'CPU us a row':>14}{'one record ms':>16}{'bytes a row':>14}")
    held, taken, cpu, since = 0, 0.0, 0.0, 0
    while held < rows:
        log, raws = new_log(), []
        previous = ""
        for seq in range(1, 5001):
            values = {f"/data/q{n}": str(chance.randint(1, 10**6)) for n in range(60)}
            raws.append(
                encode(
                    Revision(
                        Dot(log, seq), previous, new_record(), "household", "save", (), f"{held + seq:016x}",
                        "2026-11-24T09:00:00+07:00", "a1", values, tuple(values),
                    )
                )
            )  # fmt: skip
            previous = revision_hash(raws[-1])
        start, started = time.perf_counter(), time.process_time()
        office.journal.receive(log, raws)
        taken, cpu = taken + time.perf_counter() - start, cpu + time.process_time() - started
        since, held = since + 5000, held + 5000
        if held in (10_000, 100_000, 300_000, 1_000_000) or held == rows:
            record = office.journal.get(Dot(log, 2500))
            assert record is not None
            one, _late = milliseconds(lambda _n, name=record.record: office.journal.revisions(name), 200)
            size = (folder / "grown.db").stat().st_size / held
            each = cpu / since * 1e6
            print(f"{held - since:14,}{since / taken:12,.0f}{each:14.1f}{one:16.3f}{size:14,.0f}", flush=True)
            taken, cpu, since = 0.0, 0.0, 0
    start = time.perf_counter()
    newest = sum(1 for _row in office.journal.of_kind("household", since=held - 100))
    print(f"the last {newest} of {held:,} found in {(time.perf_counter() - start) * 1000:.2f} ms;", end=" ")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    office.close()


def _store(path: Path) -> Store:
    return create_store(path, KEY, Writer(new_log(), "a1", Ed25519PrivateKey.generate().sign))


def main() -> int:
    """Print the tables."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory(prefix="pendata-bench-") as name:
        saving(Path(name))
        taking_in(Path(name), min(rows, 20_000))
        growing(Path(name), rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
