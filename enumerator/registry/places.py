# SPDX-License-Identifier: Apache-2.0
"""The kecamatan and kelurahan of Kota Semarang, by Kemendagri code, with postcode and position."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "wilayah"
KECAMATAN_BOUNDARIES = FOLDER / "kecamatan.geojson"
KELURAHAN_BOUNDARIES = FOLDER / "kelurahan.geojson"


@dataclass(frozen=True, slots=True)
class Kecamatan:
    """A district: code such as "33.74.02", name, centroid in degrees (WGS 84)."""

    code: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Kelurahan:
    """A village in town: code such as "33.74.02.1005", name, its kecamatan, postcode, centroid in degrees."""

    code: str
    name: str
    kecamatan: Kecamatan
    postcode: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Places:
    """All places of the city, each in the order of the codes."""

    kecamatan: Mapping[str, Kecamatan]
    kelurahan: Mapping[str, Kelurahan]

    def of(self, kecamatan: str) -> tuple[Kelurahan, ...]:
        """The kelurahan of the kecamatan with this code; none for a code that does not exist."""
        return tuple(place for place in self.kelurahan.values() if place.kecamatan.code == kecamatan)


def read_places(folder: Path) -> Places:
    """The places in `folder`.

    `kecamatan.csv` has code, name, latitude, longitude; `kelurahan.csv` has kecamatan and postcode as well.
    """
    districts = {
        row["code"]: Kecamatan(row["code"], row["name"], float(row["latitude"]), float(row["longitude"]))
        for row in _rows(folder / "kecamatan.csv")
    }
    villages = {
        row["code"]: Kelurahan(
            code=row["code"],
            name=row["name"],
            kecamatan=districts[row["kecamatan"]],
            postcode=row["postcode"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for row in _rows(folder / "kelurahan.csv")
    }
    return Places(MappingProxyType(districts), MappingProxyType(villages))


@cache
def load_places() -> Places:
    """The places the program ships with (sources in `resources/wilayah/SOURCES.md`)."""
    return read_places(FOLDER)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
