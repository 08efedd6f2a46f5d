# SPDX-License-Identifier: Apache-2.0
"""Offices and laptops for tests and measurements: real keys, stores and files; only the clock is ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from enumerator.bundles.pack import Packed, export_bundle
from enumerator.bundles.report import Report
from enumerator.bundles.senders import Senders
from enumerator.bundles.unpack import import_bundle
from enumerator.identity.certificates import Certificate, CertificateRequest
from enumerator.identity.enrolment import enrol
from enumerator.identity.keys import Keys
from enumerator.identity.kit import make_kit
from enumerator.identity.office import create_office
from enumerator.identity.project import new_person
from enumerator.merging import view
from enumerator.store.journal import Writer
from enumerator.store.revision import Blob, Entry, Revision, new_record
from enumerator.store.store import Store

WIB = timezone(timedelta(hours=7))
PHRASE = "lima ekor kerbau menyeberang"


class Clock:
    """Moves only when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 12, 9, 0, tzinfo=WIB)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Place:
    """One data folder: an office's or a laptop's."""

    folder: Path
    keys: Keys
    store: Store
    request: CertificateRequest | None = None

    def survey(self, record: str | None = None, photo: bytes | None = None, **answers: str) -> Revision:
        """Save an interview with these answers on top of what is known of the record."""
        record = record or new_record()
        seen = view(self.store.journal.revisions(record))
        values = seen.values | {f"/kk/{name}": value for name, value in answers.items()}
        blobs: tuple[Blob, ...] = ()
        if photo is not None:
            blob = self.store.attachments.put(photo, name="foto.jpg", mime="image/jpeg")
            values["/kk/foto"] = f"{blob.sha256}.jpg"
            blobs = (blob,)
        touched = tuple(address for address in values if values[address] != seen.values.get(address))
        entry = Entry(
            record, "household", values, parents=seen.heads, touched=touched, blobs=blobs or seen.blobs
        )
        return self.store.append(entry)[0]

    def pack(self, stick: Path, to: Certificate | None = None, **options: object) -> Packed:
        """Export to the office, or to the laptop with this certificate."""
        return export_bundle(self.store, self.keys, stick, to=to, request=self.request, **options)  # type: ignore[arg-type]

    def take(self, path: Path, **options: object) -> Report:
        """Import."""
        return import_bundle(self.store, self.keys, path, **options)  # type: ignore[arg-type]

    def certificate_of(self, other: Place) -> Certificate:
        """What this office issued for the other."""
        found = Senders.of(self.store, self.keys).certificate(other.keys.log)
        assert found is not None
        return found

    def look(self, record: str) -> dict[str, str]:
        """The record as it stands here."""
        return view(self.store.journal.revisions(record)).values


def writer_of(keys: Keys) -> Writer:
    return Writer(keys.log, keys.author, keys.sign)


class Ministry:
    """Makes projects and enrols people; keys are made once for all tests, for stretching passphrases takes
    its time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: dict[tuple[str, ...], tuple[Keys, CertificateRequest | None]] = {}

    def office(self, name: str, training: bool) -> Keys:
        about = ("office", name, str(training))
        if about not in self._keys:
            folder = self._folder / f"{name}-{training}"
            made = create_office(folder, f"Survei {name}", PHRASE, training=training)
            self._keys[about] = (made.keys, None)
        return self._keys[about][0]

    def laptop(self, office: Keys, name: str) -> tuple[Keys, CertificateRequest | None]:
        about = ("laptop", office.log, name)
        if about not in self._keys:
            start = Clock()
            path = self._folder / f"{office.log}-{name}.pendata-kit"
            kit = make_kit(office, path, new_person(name), files={}, now=start())
            enrolled = enrol(self._folder / f"{office.log}-{name}", path, kit.code, PHRASE, clock=start)
            self._keys[about] = (enrolled.keys, enrolled.request)
        return self._keys[about]
