# SPDX-License-Identifier: Apache-2.0
"""What carrying costs: exporting and importing bundles, against the sum of the layers they are made of, and
PouchDB.

python -m benchmarks.bundles [ROWS ...] [--pouch FOLDER]

ROWS are 1,000 and 10,000 unless told; 100,000 and 1,000,000 show the growth. Rates are rows a second of
processor time (other work on the machine does not count) and, in brackets, by the clock. Up to 10,000 rows
ours and theirs are the best of three, for a single one says as much about the machine's other work. FOLDER
holds `pouch.js` with its packages installed; PouchDB then replicates the same number of records of the same
families. The office has taken in a bundle of one family before.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec
import sqlcipher3.dbapi2 as bare_sqlite
import zstandard

from benchmarks.places import Clock, Ministry, Place, writer_of
from enumerator.bundles.frames import MAGIC, Kind
from enumerator.bundles.streams import opened_frames
from enumerator.bundles.unpack import import_bundle
from enumerator.bundles.verify import verify_bundle
from enumerator.store.compression import LEVEL, SHIPPED
from enumerator.store.database import PAGE_BYTES
from enumerator.store.revision import Entry, FormRef, new_record, revision_hash
from enumerator.store.slices import Statement
from enumerator.store.store import Store, create_store, open_store

_QUICK = 10_000
FORM = FormRef("kk", "1", "ab" * 32)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Taken:
    """Seconds of processor time and by the clock."""

    processor: float
    clock: float

    def rate(self, rows: int) -> str:
        """Rows a second, both ways."""
        return f"{rows / self.processor:>9,.0f} ({rows / self.clock:,.0f})"


def timed(work: Callable[[], _T]) -> tuple[_T, Taken]:
    """What the work gives, and what it took."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, Taken(time.process_time() - processor, time.perf_counter() - clock)


def family(number: int) -> dict[str, str]:
    """A family of five: about 2 kB as the nested JSON that PouchDB gets, as flat answers here."""
    chance = random.Random(number)

    def digits(count: int) -> str:
        return "".join(chance.choices("0123456789", k=count))

    def date() -> str:
        return f"{chance.randint(1940, 2024)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"

    words = ("Siti", "Budi", "Agus", "Dewi", "Sri", "Wahyu", "Eko", "Nur", "Rudi", "Ratna", "Joko", "Ani")
    values = {
        "/data/kk": digits(16),
        "/data/alamat": f"Jl. {chance.choice(words)} No. {chance.randint(1, 400)}",
    }
    rows = [f"{chance.getrandbits(32):08x}" for _member in range(5)]
    values["/data/anggota#rows"] = " ".join(rows)
    for row in rows:
        at = f"/data/anggota[{row}]"
        values |= {
            f"{at}/nik": digits(16),
            f"{at}/nama": " ".join(chance.choices(words, k=3)),
            f"{at}/kelamin": chance.choice("12"),
            f"{at}/lahir": date(),
            f"{at}/hubungan": str(chance.randint(1, 8)),
            f"{at}/sekolah": str(chance.randint(1, 6)),
            f"{at}/kerja": str(chance.randint(1, 6)),
            f"{at}/ibu": " ".join(chance.choices(words, k=2)),
            f"{at}/telepon": "08" + digits(10),
            f"{at}/kawin": str(chance.randint(1, 4)),
        }
    values |= {f"/data/rumah/t{n}": str(chance.randint(0, 9)) for n in range(10)}
    values |= {f"/data/aset/t{n}": str(chance.randint(0, 3)) for n in range(10)}
    values |= {f"/data/belanja/t{n}": str(chance.randint(0, 5000) * 1000) for n in range(6)}
    return values | {"/data/catatan": " ".join(chance.choices(words, k=30))}


@dataclass(frozen=True)
class Measured:
    """One size: what each step took, and the sizes in bytes."""

    rows: int
    export: Taken
    taking: Taken
    verify: Taken
    again: Taken
    layers: dict[str, Taken]
    raw: int
    bundle: int
    database: int
    peak: int

    @property
    def layer_sum(self) -> Taken:
        """All layers together."""
        parts = self.layers.values()
        return Taken(sum(part.processor for part in parts), sum(part.clock for part in parts))

    def show(self) -> None:
        """All of it, for people."""
        rows, total = self.rows, self.layer_sum
        share = total.processor / self.taking.processor
        print(f"\n{rows:,} revisions, {self.raw / rows:,.0f} bytes each")
        print(f"  export                {self.export.rate(rows)}")
        print(f"  import                {self.taking.rate(rows)}   {self.taking.clock:,.2f} s")
        print(f"  sum of the layers     {total.rate(rows)}   import is {share:.2f} of it")
        for name, taken in self.layers.items():
            print(f"    {name:<20}{taken.rate(rows)}")
        print(f"  reading and verifying {self.verify.processor / self.taking.processor:.0%} of the import")
        print(f"  known bundle          {self.again.clock * 1000:.1f} ms")
        for name, size in (("bundle", self.bundle), ("office database", self.database)):
            print(f"  {name:<20}{size / 1e6:>8,.1f} MB, {size / self.raw:.2f} of raw")
        print(f"  peak memory           {self.peak} MB", flush=True)


def measure(rows: int, folder: Path) -> Measured:
    """Fill a laptop, export, import, import again; then every layer by itself on the same bytes."""
    laptop, office, stick = places(folder)
    fill(laptop.store, rows)
    packed, export = timed(lambda: laptop.pack(stick))
    office.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _verified, verify = timed(lambda: verify_bundle(packed.path, office.store, office.keys))
    tried = tried_twice(office, packed.path) if rows <= _QUICK else ()
    report, taking = timed(lambda: import_bundle(office.store, office.keys, packed.path))
    assert report.new == rows
    _report, again = timed(lambda: import_bundle(office.store, office.keys, packed.path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    office.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Measured(
        rows=rows,
        export=export,
        taking=min((taking, *tried), key=lambda each: each.clock),
        verify=verify,
        again=again,
        layers=layer_sum(packed.path, office, folder / "bare.db"),
        raw=sum(len(each) for each in laptop.store.journal.raw(laptop.keys.log)),
        bundle=packed.size,
        database=(office.folder / "p.db").stat().st_size,
        peak=peak,
    )


def places(folder: Path) -> tuple[Place, Place, Path]:
    """A laptop and an office that know each other, and a stick."""
    ministry, clock = Ministry(folder / "keys"), Clock()
    office_keys = ministry.office("kantor", False)
    keys, request = ministry.laptop(office_keys, "Ani")
    stick = folder / "stick"
    stick.mkdir()
    laptop, office = (
        Place(folder / name, own, create_store(folder / name / "p.db", own.db_key, writer_of(own), clock))
        for name, own in (("laptop", keys), ("office", office_keys))
    )
    laptop.request = request
    laptop.store.append(Entry(new_record(), "household", family(0), parents=(), form=FORM))
    assert office.take(laptop.pack(stick).path).new == 1
    laptop.take(office.pack(stick, office.certificate_of(laptop)).path)
    return laptop, office, stick


def fill(store: Store, rows: int) -> None:
    """Write families to the journal, a thousand at a time."""
    for start in range(0, rows, 1000):
        some = range(start, min(rows, start + 1000))
        store.append(*(Entry(new_record(), "household", family(n), parents=(), form=FORM) for n in some))


def tried_twice(office: Place, bundle: Path) -> tuple[Taken, ...]:
    """Imports into copies of the office: a short one alone says as much about the machine's other work."""
    runs = []
    for _run in range(2):
        with tempfile.TemporaryDirectory(dir=office.folder.parent) as name:
            folder = Path(name) / "office"
            shutil.copytree(office.folder, folder)
            store = open_store(
                folder / "p.db", office.keys.db_key, writer_of(office.keys), office.store.clock
            )
            runs.append(timed(partial(import_bundle, store, office.keys, bundle))[1])
            store.close()
    return tuple(runs)


def layer_sum(path: Path, office: Place, bare: Path) -> dict[str, Taken]:
    """Each layer that an import cannot do without, by itself, frame by frame, so that a bundle may be larger
    than the memory.
    """

    class Nowhere:
        def write(self, piece: bytes) -> int:
            return len(piece)

        def flush(self) -> None:
            pass

    def decrypt() -> None:
        with path.open("rb") as stream:
            stream.read(len(MAGIC))
            office.keys.open(stream, Nowhere())

    layers = {"age": timed(decrypt)[1]}

    def layer(name: str, work: Callable[[], _T]) -> _T:
        result, taken = timed(work)
        before = layers.get(name, Taken(0, 0))
        layers[name] = Taken(before.processor + taken.processor, before.clock + taken.clock)
        return result

    decoder = msgspec.json.Decoder(Statement)
    dictionary = zstandard.ZstdCompressionDict(SHIPPED.read_bytes())
    dictionary.precompute_compress(level=LEVEL)
    small = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary)
    sink = Bare(bare)
    with opened_frames(path, office.keys.open) as frames:
        for frame in (frame for frame in frames if frame.kind == Kind.REVISIONS):
            body = layer("zstd", partial(zstandard.ZstdDecompressor().decompress, frame.body))
            raws = body.split(b"\n")
            layer("SHA-256", lambda: [revision_hash(raw) for raw in raws])  # noqa: B023 - run at once
            layer("reading JSON", lambda: all(decoder.decode(raw) for raw in raws))  # noqa: B023 - not kept
            rows = layer("zstd, a row", lambda: [small.compress(raw) for raw in raws])  # noqa: B023
            layer("SQLCipher", partial(sink.insert, rows))
    layer("SQLCipher", sink.close)
    return layers


class Bare:
    """Bare SQLCipher with the names and indexes of the journal, filled in one transaction."""

    def __init__(self, path: Path) -> None:
        self._db = bare_sqlite.connect(str(path), isolation_level=None)
        self._db.execute(f"PRAGMA key = \"x'{hashlib.sha256(b'k').hexdigest()}'\"")
        self._db.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -32768"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute("CREATE TABLE record (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
        self._db.execute(
            "CREATE TABLE journal (position INTEGER PRIMARY KEY, log INTEGER, seq INTEGER, record INTEGER,"
            " kind INTEGER, body BLOB, UNIQUE (log, seq))"
        )
        self._db.execute("CREATE INDEX journal_record ON journal (record)")
        self._db.execute("CREATE INDEX journal_kind ON journal (kind)")
        self._db.execute("BEGIN IMMEDIATE")
        self._next = 1

    def insert(self, rows: list[bytes]) -> None:
        """Further rows, each of a record of its own."""
        self._db.executemany("INSERT INTO record (name) VALUES (?)", [(new_record(),) for _row in rows])
        self._db.executemany(
            "INSERT INTO journal (log, seq, record, kind, body) VALUES (1, ?, ?, 1, ?)",
            [(number, number, body) for number, body in enumerate(rows, start=self._next)],
        )
        self._next += len(rows)

    def close(self) -> None:
        """End the transaction, and have everything in the file."""
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()


def pouch(folder: Path, rows: int, work: Path) -> float:
    """Rows a second that PouchDB (LevelDB) replicates, by the clock."""
    lines = work / "rows.jsonl"
    with lines.open("w") as out:
        for number in range(rows):
            out.write(json.dumps(nested(number)) + "\n")
    command = ["node", "pouch.js", "leveldb", str(rows), str(lines), str(work)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)["replicate_rows_s"])


def nested(number: int) -> dict[str, object]:
    """The family as a document with lists, as an application of PouchDB would keep it."""
    flat = family(number)
    members = [
        {address.rpartition("/")[2]: text for address, text in flat.items() if f"[{row}]" in address}
        for row in flat["/data/anggota#rows"].split()
    ]
    rest = {address[6:]: text for address, text in flat.items() if "anggota" not in address}
    return {**rest, "anggota": members}


def main() -> int:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bundles")
    parser.add_argument("rows", nargs="*", type=int, default=[1000, 10_000])
    parser.add_argument("--pouch", type=Path)
    chosen = parser.parse_args()
    first: Measured | None = None
    for rows in chosen.rows:
        folder = Path(tempfile.mkdtemp(prefix="pendata-bundles-"))
        try:
            with multiprocessing.get_context("spawn").Pool(1) as fresh:  # so that memory is this size's own
                found = fresh.apply(measure, (rows, folder))
            found.show()
            first = first or found
            growth = found.taking.processor / rows / (first.taking.processor / first.rows)
            print(f"  growth                {growth:.2f} of the cost a row at {first.rows:,}")
            if chosen.pouch:
                peer = max(pouch(chosen.pouch, rows, folder) for _run in range(3 if rows <= _QUICK else 1))
                times = rows / found.taking.clock / peer
                print(f"  PouchDB, LevelDB      {peer:>9,.0f} by the clock; import is {times:.1f} times that")
        finally:
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
