# SPDX-License-Identifier: Apache-2.0
"""The places the program ships: complete, consistent, and the same in tables and boundaries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enumerator.registry.places import KECAMATAN_BOUNDARIES, KELURAHAN_BOUNDARIES, load_places


def test_semarang_has_16_kecamatan_and_177_kelurahan() -> None:
    places = load_places()
    assert len(places.kecamatan) == 16
    assert len(places.kelurahan) == 177
    assert list(places.kelurahan) == sorted(places.kelurahan)


def test_a_kelurahan_code_begins_with_the_code_of_its_kecamatan() -> None:
    for code, place in load_places().kelurahan.items():
        assert place.code == code
        assert code.startswith(place.kecamatan.code + ".")


def test_every_kelurahan_has_a_semarang_postcode_and_a_position_in_the_city() -> None:
    for place in load_places().kelurahan.values():
        assert place.postcode.startswith("50")
        assert len(place.postcode) == 5
        assert -7.13 < place.latitude < -6.92
        assert 110.25 < place.longitude < 110.52


def test_the_kelurahan_of_a_kecamatan_are_found_and_an_unknown_code_has_none() -> None:
    places = load_places()
    assert sum(len(places.of(code)) for code in places.kecamatan) == 177
    assert {place.name for place in places.of("33.74.02")} >= {"Bandarharjo", "Tanjung Mas"}
    assert places.of("33.74.99") == ()


@pytest.mark.parametrize("path", [KECAMATAN_BOUNDARIES, KELURAHAN_BOUNDARIES], ids=lambda path: path.stem)
def test_every_place_has_a_boundary_with_the_same_code_and_name(path: Path) -> None:
    drawn = {
        feature["properties"]["kode"]: feature["properties"]["nama"]
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
    }
    places = load_places()
    known = places.kecamatan if path == KECAMATAN_BOUNDARIES else places.kelurahan
    assert drawn == {code: place.name for code, place in known.items()}
