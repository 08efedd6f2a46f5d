# SPDX-License-Identifier: Apache-2.0
"""Fixtures for whoever tests what travels: an office, two laptops, a stick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.places import Clock, Ministry, Place, writer_of
from enumerator.bundles.senders import certificate_entry
from enumerator.identity.certificates import office_certificate
from enumerator.store.store import create_store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def ministry(tmp_path_factory: pytest.TempPathFactory) -> Ministry:
    return Ministry(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def make_office(tmp_path: Path, clock: Clock, ministry: Ministry) -> Callable[..., Place]:
    def make(name: str = "kantor", *, training: bool = False) -> Place:
        keys = ministry.office(name, training)
        folder = tmp_path / name
        store = create_store(folder / "pendata.db", keys.db_key, writer_of(keys), clock)
        store.append(certificate_entry(office_certificate(keys, clock())))
        return Place(folder, keys, store)

    return make


@pytest.fixture
def make_laptop(tmp_path: Path, clock: Clock, ministry: Ministry) -> Callable[..., Place]:
    def make(office: Place, name: str) -> Place:
        keys, request = ministry.laptop(office.keys, name)
        folder = tmp_path / f"laptop-{name}"
        store = create_store(folder / "pendata.db", keys.db_key, writer_of(keys), clock)
        return Place(folder, keys, store, request)

    return make


@pytest.fixture
def office(make_office: Callable[..., Place]) -> Place:
    return make_office()


@pytest.fixture
def ani(office: Place, make_laptop: Callable[..., Place]) -> Place:
    return make_laptop(office, "Ani")


@pytest.fixture
def budi(office: Place, make_laptop: Callable[..., Place]) -> Place:
    return make_laptop(office, "Budi")
