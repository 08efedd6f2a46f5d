# SPDX-License-Identifier: Apache-2.0
"""Train the dictionary that makes journal rows small, on records that are made up from a seed.

A dictionary carries fragments of what it was trained on, so nothing real may ever go in here.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import zstandard

from enumerator.store.compression import LEVEL, SHIPPED
from enumerator.store.revision import Dot, FormRef, Revision, encode

SEED = 20260801
DICTIONARY_BYTES = 64 * 1024
SAMPLES = 4000

_NAMES = (
    "Siti",
    "Budi",
    "Sri",
    "Agus",
    "Wahyu",
    "Dewi",
    "Slamet",
    "Rini",
    "Joko",
    "Ani",
    "Eko",
    "Yuli",
    "Suyono",
    "Kasmi",
)
_HOUSING = (
    "status_rumah",
    "jenis_lantai",
    "jenis_dinding",
    "jenis_atap",
    "sumber_air",
    "penerangan",
    "daya_listrik",
    "bahan_bakar",
    "fasilitas_bab",
    "kloset",
    "tinja",
    "luas_lantai",
    "luas_lahan",
)
_ASSETS = (
    "lemari_es",
    "tabung_gas",
    "ac",
    "pemanas_air",
    "telepon",
    "televisi",
    "emas",
    "komputer",
    "motor",
    "sepeda",
    "mobil",
    "perahu",
    "sapi",
    "kambing",
    "ayam",
    "lahan",
    "rumah_lain",
)
_SPENDING = (
    "belanja_beras",
    "belanja_lauk",
    "belanja_sayur",
    "belanja_rokok",
    "belanja_listrik",
    "belanja_sekolah",
    "belanja_kesehatan",
    "belanja_pulsa",
    "sewa_rumah",
    "pengeluaran_per_kapita",
)
_MEMBER = (
    "nama",
    "nik",
    "jenis_kelamin",
    "tanggal_lahir",
    "umur",
    "hubungan",
    "status_kawin",
    "sekolah",
    "jenjang_pendidikan",
    "ijazah",
    "bekerja",
    "lapangan_usaha",
    "status_pekerjaan",
    "penghasilan",
    "melihat",
    "mendengar",
    "berjalan",
    "mengingat",
    "mengurus_diri",
    "berkomunikasi",
    "penyakit_kronis",
    "jaminan_kesehatan",
)
_PROGRAMMES = (
    "bpnt",
    "pkh",
    "blt_desa",
    "subsidi_listrik",
    "kip",
    "kis",
    "bantuan_pemda",
    "pelatihan",
    "modal_usaha",
)


def household(chance: random.Random) -> dict[str, str]:
    """The flat answers of a family that does not exist."""
    rw, rt = chance.randint(1, 12), chance.randint(1, 9)
    values = {
        "/data/lokasi/kecamatan": f"33749{chance.randint(0, 9)}",
        "/data/lokasi/kelurahan": f"33749{chance.randint(0, 9)}100{chance.randint(0, 9)}",
        "/data/lokasi/rw": f"{rw:03}",
        "/data/lokasi/rt": f"{rt:03}",
        "/data/lokasi/alamat": f"Jalan Contoh {chance.choice(('Raya', 'Dalam'))} No. {chance.randint(1, 99)}",
        "/data/lokasi/titik": f"-6.{chance.randint(950000, 999999)} 110.4{chance.randint(1000, 9999)} 12 4.5",
        "/data/persetujuan/setuju": "1",
        "/data/no_kk": f"337499{chance.randint(10**9, 10**10 - 1)}",
        "/data/kepala_keluarga": _name(chance),
    }
    for section, names in (("rumah", _HOUSING), ("aset", _ASSETS), ("program", _PROGRAMMES)):
        values.update(
            {f"/data/{section}/{name}": str(chance.randint(1, 5)) for name in names if chance.random() < 0.9}
        )
    values.update({f"/data/pengeluaran/{name}": str(chance.randint(1, 90) * 10_000) for name in _SPENDING})
    rows = [f"{chance.getrandbits(32):08x}" for _row in range(chance.randint(1, 7))]
    values["/data/anggota#rows"] = " ".join(rows)
    for row in rows:
        values.update(
            {
                f"/data/anggota[{row}]/{name}": _member(chance, name)
                for name in _MEMBER
                if chance.random() < 0.85
            }
        )
    if chance.random() < 0.3:
        values["/data/pengeluaran/belanja_rokok#no-answer"] = chance.choice(("dont_know", "refused"))
    if chance.random() < 0.3:
        values["/data/aset/motor#remark"] = "Motor milik adik, dipakai bersama"
    return values


def _date(chance: random.Random, first: int, last: int) -> str:
    return f"{chance.randint(first, last)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _name(chance: random.Random) -> str:
    return " ".join(chance.sample(_NAMES, chance.randint(1, 3)))


def _member(chance: random.Random, name: str) -> str:
    match name:
        case "nama":
            return _name(chance)
        case "nik":
            return f"337499{chance.randint(10**9, 10**10 - 1)}"
        case "tanggal_lahir":
            return _date(chance, 1940, 2025)
        case "penghasilan":
            return str(chance.randint(0, 300) * 10_000)
        case "umur":
            return str(chance.randint(0, 90))
        case _:
            return str(chance.randint(1, 6))


def revision(chance: random.Random, seq: int) -> Revision:
    """A revision of a kind drawn by how often it is seen."""
    log = f"{chance.getrandbits(128):032x}"
    record = (
        f"019{chance.getrandbits(20):05x}-{chance.getrandbits(16):04x}-7abc-8def-{chance.randbytes(6).hex()}"
    )
    common = {
        "dot": Dot(log, seq),
        "prev": f"{chance.getrandbits(256):064x}",
        "record": record,
        "hlc": f"{0x19A000000000 + chance.getrandbits(36):012x}{chance.randint(0, 9):04x}",
        "wall": f"{_date(chance, 2026, 2026)}T{chance.randint(7, 20):02}:{chance.randint(0, 59):02}:00+07:00",
        "author": f"{chance.getrandbits(64):016x}",
    }
    kind = chance.choices(("household", "assignment", "review", "decision"), (70, 15, 10, 5))[0]
    if kind == "household":
        values = household(chance)
        form = FormRef("kk_miskin_ekstrem", "2026080101", f"{chance.getrandbits(256):064x}")
        return Revision(
            kind=kind,
            act="save",
            parents=(),
            values=values,
            touched=tuple(sorted(values)),
            form=form,
            **common,
        )
    if kind == "assignment":
        values = {
            "household": record,
            "enumerator": common["author"],
            "kecamatan": "Semarang Contoh",
            "kelurahan": "Contoh Lor",
            "rw": f"{chance.randint(1, 12):03}",
            "rt": f"{chance.randint(1, 9):03}",
            "head_name": _name(chance),
            "no_kk": f"337499{chance.randint(10**9, 10**10 - 1)}",
            "address": "Jalan Contoh No. 1",
            "note": "",
            "due": "2026-12-01",
        }
        return Revision(
            kind=kind, act="assign", parents=(), values=values, touched=tuple(sorted(values)), **common
        )
    if kind == "review":
        values = {
            "household": record,
            "heads": f"{log}:{seq}",
            "verdict": chance.choice(("approved", "returned")),
            "comment": "Mohon periksa kembali umur kepala keluarga",
        }
        return Revision(
            kind=kind, act="save", parents=(), values=values, touched=tuple(sorted(values)), **common
        )
    values = {
        "household": record,
        "programme": chance.choice(("blt", "pangan", "pelatihan", "modal_usaha")),
        "eligible": chance.choice(("yes", "no", "uncertain")),
        "rules_version": "2026.1",
        "criteria_min": "9",
        "criteria_max": "11",
        "spending": "412000",
        "line": "663081",
        "desil": "1",
        "reasons": "",
        "decided_by": common["author"],
    }
    return Revision(kind=kind, act="save", parents=(), values=values, touched=tuple(sorted(values)), **common)


def main() -> int:
    """Write the dictionary and say how small it makes rows it has not seen."""
    chance = random.Random(SEED)
    samples = [encode(revision(chance, seq)) for seq in range(1, SAMPLES + 1)]
    dictionary = zstandard.train_dictionary(DICTIONARY_BYTES, samples)  # numbered by its content
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    target.write_bytes(dictionary.as_bytes())
    unseen = [encode(revision(chance, seq)) for seq in range(500)]
    writer = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary)
    small = sum(len(writer.compress(raw)) for raw in unseen)
    plain = sum(len(zstandard.ZstdCompressor(level=LEVEL).compress(raw)) for raw in unseen)
    print(f"{target}: {sum(map(len, unseen))} -> {small} bytes (without a dictionary {plain})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
