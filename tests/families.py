# SPDX-License-Identifier: Apache-2.0
"""A real encrypted store, the shipped questionnaire, and families to put into it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.forms.definition import Form
from enumerator.forms.loading import load_form
from enumerator.messages import speak
from enumerator.store.journal import Writer
from enumerator.store.revision import Entry, FormRef, new_log, new_record
from enumerator.store.store import Store, create_store

ROOT = Path(__file__).resolve().parents[1]
QUESTIONNAIRE = ROOT / "resources" / "forms" / "kk_miskin_ekstrem.xlsx"
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that moves one second at each look."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Known:
    """The forms a test knows, by hash."""

    forms: dict[str, Form] = field(default_factory=dict)

    def __contains__(self, form_hash: object) -> bool:
        return form_hash in self.forms

    def get(self, form_hash: str) -> Form:
        return self.forms[form_hash]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("id")


@pytest.fixture(scope="session")
def form() -> Form:
    return load_form(QUESTIONNAIRE)


@pytest.fixture
def forms(form: Form) -> Known:
    return Known({form.hash: form})


def laptop(folder: Path, author: str = "petugas-1") -> Store:
    """A store of its own, written by `author` with a key of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    return create_store(
        folder / "store.db",
        hashlib.sha256(author.encode()).digest(),
        Writer(new_log(), author, key.sign),
        Clock(),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = laptop(tmp_path / "kantor", "kantor")
    yield opened
    opened.close()


class Families:
    """Makes the flat answers of families, and puts them into a store as finished interviews."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.ref = FormRef(form.id, form.version, form.hash)

    def values(
        self, name: str = "Slamet Riyadi", no_kk: str = "3374991208150001", **more: str
    ) -> dict[str, str]:
        """A family of a man, his wife and their child. `more` replaces answers by the question's name."""
        answers = {
            "/data/lokasi/kecamatan": "33.74.02",
            "/data/lokasi/kelurahan": "33.74.02.1003",
            "/data/lokasi/rw": "5",
            "/data/lokasi/rt": "3",
            "/data/lokasi/alamat": "Jl. Melati No. 12",
            "/data/lokasi/nama_kk": name,
            "/data/lokasi/hasil": "1",
            "/data/lokasi/responden_keluarga/persetujuan": "1",
            "/data/lokasi/responden_keluarga/telepon": "081234567890",
            "/data/lokasi/kartu_keluarga/no_kk": no_kk,
            "/data/wawancara": "1",
            "/data/anggota#rows": "aaaa1111 bbbb2222 cccc3333",
            "/data/pengeluaran/pengeluaran_kapita": "310000",
            "/data/penutup/titik_lokasi": "-6.96 110.41 0 5",
        }
        people = (
            ("aaaa1111", name, "3374991703800001", "1", "1980-03-17", "1"),
            ("bbbb2222", "Siti Aminah", "3374995205830002", "2", "1983-05-12", "2"),
            ("cccc3333", "Budi Riyadi", "3374990908220003", "1", "2022-08-09", "3"),
        )
        for row, full_name, nik, sex, birth, relation in people:
            address = f"/data/anggota[{row}]"
            answers |= {
                f"{address}/nama": full_name,
                f"{address}/nik": nik,
                f"{address}/keberadaan": "1",
                f"{address}/jk": sex,
                f"{address}/tgl_lahir": birth,
                f"{address}/hubungan": relation,
            }
        answers |= {self.path(key): text for key, text in more.items()}
        return {address: text for address, text in answers.items() if text}

    def path(self, name: str) -> str:
        """The path of the one question of that name; a ready address is left alone."""
        return (
            name
            if name.startswith("/")
            else next(p for p, node in self.form.nodes.items() if node.name == name)
        )

    def entry(self, values: dict[str, str], record: str = "", **more: object) -> Entry:
        return Entry(record or new_record(), "household", values, form=self.ref, **more)  # type: ignore[arg-type]

    def add(self, store: Store, *, record: str = "", **answers: str) -> str:
        """Put a family into the journal; the household's id."""
        (revision,) = store.append(self.entry(self.values(**answers), record))
        return revision.record


@pytest.fixture
def families(form: Form) -> Families:
    return Families(form)
