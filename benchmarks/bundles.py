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
from enumerator.bundles.frames import MAGIC, FrameParser, Kind
from enumerator.bundles.unpack import import_bundle
from enumerator.bundles.verify import verify_bundle
from enumerator.store.compression import LEVEL, SHIPPED
from enumerator.store.database import PAGE_BYTES
from enumerator.store.revision import Entry, FormRef, new_record, revision_hash
from enumerator.store.slices import Statement
from enumerator.store.store import Store, create_store, open_store

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


def measure(rows: int, folder: Path) -> dict[str, float]:
    """One size: fill a laptop, export, import, import again; then every layer by itself on the same bytes."""
    ministry, clock = Ministry(folder / "keys"), Clock()
    office_keys = ministry.office("kantor", False)
    keys, request = ministry.laptop(office_keys, "Ani")
    stick = folder / "stick"
    stick.mkdir()
    laptop = Place(
        folder / "laptop",
        keys,
        create_store(folder / "laptop" / "p.db", keys.db_key, writer_of(keys), clock),
        request,
    )
    office = Place(
        folder / "office",
        office_keys,
        create_store(folder / "office" / "p.db", office_keys.db_key, writer_of(office_keys), clock),
    )
    laptop.store.append(Entry(new_record(), "household", family(0), parents=(), form=FORM))
    assert office.take(laptop.pack(stick).path).new == 1
    laptop.take(office.pack(stick, office.certificate_of(laptop)).path)
    fill(laptop.store, rows)
    packed, export = timed(lambda: laptop.pack(stick))
    verify = best(office, rows, lambda place: verify_bundle(packed.path, place.store, place.keys))
    taking = best(office, rows, lambda place: import_bundle(place.store, place.keys, packed.path))
    assert import_bundle(office.store, office.keys, packed.path).new == rows
    _report, again = timed(lambda: import_bundle(office.store, office.keys, packed.path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    layers = layer_sum(packed.path, office, folder / "bare.db")
    raw = sum(len(each) for each in laptop.store.journal.raw(keys.log))
    office.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = (folder / "office" / "p.db").stat().st_size
    total = Taken(sum(t.processor for t in layers.values()), sum(t.clock for t in layers.values()))
    print(f"\n{rows:,} revisions, {raw / rows:,.0f} bytes each")
    print(f"  export                {export.rate(rows)}")
    print(f"  import                {taking.rate(rows)}")
    share = total.processor / taking.processor
    print(f"  sum of the layers     {total.rate(rows)}   import is {share:.2f} of it")
    for name, taken in layers.items():
        print(f"    {name:<20}{taken.rate(rows)}")
    print(f"  reading and verifying {verify.processor / taking.processor:.0%} of the import")
    print(f"  known bundle          {again.clock * 1000:.1f} ms")
    print(f"  bundle {packed.size / raw:.2f} of raw, office database {size / raw:.2f} of raw")
    print(f"  peak memory           {peak} MB")
    return {"rows": rows, "import": rows / taking.clock, "cpu": taking.processor / rows}


def fill(store: Store, rows: int) -> None:
    """Write families to the journal, a thousand at a time."""
    for start in range(0, rows, 1000):
        some = range(start, min(rows, start + 1000))
        store.append(*(Entry(new_record(), "household", family(n), parents=(), form=FORM) for n in some))


def best(office: Place, rows: int, work: Callable[[Place], object]) -> Taken:
    """The quickest of three runs, each on a copy of the office; of one, where it takes long."""
    office.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    runs = []
    for _run in range(3 if rows <= 10_000 else 1):
        with tempfile.TemporaryDirectory(dir=office.folder.parent) as name:
            folder = Path(name) / "office"
            shutil.copytree(office.folder, folder)
            store = open_store(
                folder / "p.db", office.keys.db_key, writer_of(office.keys), office.store.clock
            )
            runs.append(timed(partial(work, Place(folder, office.keys, store)))[1])
            store.close()
    return Taken(min(run.processor for run in runs), min(run.clock for run in runs))


def layer_sum(path: Path, office: Place, bare: Path) -> dict[str, Taken]:
    """Each layer that an import cannot do without, by itself."""
    plain = bytearray()

    class Into:
        def write(self, piece: bytes) -> int:
            plain.extend(piece)
            return len(piece)

        def flush(self) -> None:
            pass

    def decrypt() -> None:
        with path.open("rb") as stream:
            stream.read(len(MAGIC))
            office.keys.open(stream, Into())

    layers: dict[str, Taken] = {}
    _nothing, layers["age"] = timed(decrypt)
    frames = [frame for frame in FrameParser().feed(bytes(plain)) if frame.kind == Kind.REVISIONS]
    bodies, layers["zstd"] = timed(lambda: [zstandard.ZstdDecompressor().decompress(f.body) for f in frames])
    raws = [raw for body in bodies for raw in body.split(b"\n")]
    _hashes, layers["SHA-256"] = timed(lambda: [revision_hash(raw) for raw in raws])
    decoder = msgspec.json.Decoder(Statement)
    _said, layers["reading JSON"] = timed(lambda: [decoder.decode(raw) for raw in raws])
    dictionary = zstandard.ZstdCompressionDict(SHIPPED.read_bytes())
    dictionary.precompute_compress(level=LEVEL)
    small = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary)
    rows, layers["zstd, a row"] = timed(lambda: [small.compress(raw) for raw in raws])
    _nothing, layers["SQLCipher"] = timed(lambda: insert(bare, rows))
    return layers


def insert(bare: Path, rows: list[bytes]) -> None:
    """The rows with their names and indexes into bare SQLCipher, in one transaction, down to the disk."""
    db = bare_sqlite.connect(str(bare), isolation_level=None)
    db.execute(f"PRAGMA key = \"x'{hashlib.sha256(b'k').hexdigest()}'\"")
    db.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -32768"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE record (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
    db.execute(
        "CREATE TABLE journal (position INTEGER PRIMARY KEY, log INTEGER, seq INTEGER, record INTEGER,"
        " kind INTEGER, body BLOB, UNIQUE (log, seq))"
    )
    db.execute("CREATE INDEX journal_record ON journal (record)")
    db.execute("CREATE INDEX journal_kind ON journal (kind)")
    names = [new_record() for _row in rows]
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT INTO record (name) VALUES (?)", [(name,) for name in names])
    db.executemany(
        "INSERT INTO journal (log, seq, record, kind, body) VALUES (1, ?, ?, 1, ?)",
        [(number, number, body) for number, body in enumerate(rows, start=1)],
    )
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


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
    first: dict[str, float] = {}
    for rows in chosen.rows:
        folder = Path(tempfile.mkdtemp(prefix="pendata-bundles-"))
        try:
            with multiprocessing.get_context("spawn").Pool(1) as fresh:  # so that memory is this size's own
                found = fresh.apply(measure, (rows, folder))
            first = first or found
            growth = found["cpu"] / first["cpu"]
            print(f"  growth                {growth:.2f} of the cost a row at {first['rows']:,}")
            if chosen.pouch:
                peer = max(pouch(chosen.pouch, rows, folder) for _run in range(3 if rows <= 10_000 else 1))
                times = found["import"] / peer
                print(f"  PouchDB, LevelDB      {peer:>9,.0f} by the clock; import is {times:.1f} times that")
        finally:
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
