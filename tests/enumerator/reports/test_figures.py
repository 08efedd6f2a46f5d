# SPDX-License-Identifier: Apache-2.0
"""Counts tie: places add up to the whole, programmes to what was decided."""

from __future__ import annotations

from datetime import date

from enumerator.eligibility.adopting import SHIPPED
from enumerator.eligibility.assessing import assess_all
from enumerator.eligibility.deciding import decide_all
from enumerator.eligibility.rules import load
from enumerator.registry import matching
from enumerator.registry.pairs import merge
from enumerator.registry.places import load_places
from enumerator.registry.projection import refresh
from enumerator.registry.review import approve_all, return_
from enumerator.reports.figures import by_kecamatan, by_kelurahan, by_programme, totals

RULES = load(SHIPPED)
NINE = {
    "lantai": "8", "dinding": "4", "bab": "6", "penerangan": "4", "air_minum": "8", "bahan_bakar": "10",
    "lauk_mingguan": "0", "pakaian_setahun": "1", "makan_sehari": "2",
    "prog_a": "2", "prog_b": "2", "prog_c": "2", "minat_usaha": "2",
}  # fmt: skip


def office(store, forms, families):
    """Five families in two kecamatan: three approved, one returned, one double that was merged."""
    records = [families.add(store, name=f"Nama {number}", no_kk="", **NINE) for number in "ABC"]
    records.append(
        families.add(store, name="Nama D", no_kk="", kecamatan="33.74.10", kelurahan="33.74.10.1001", **NINE)
    )
    records.append(families.add(store, name="Nama E", no_kk="3374990101990009", kelurahan="kosong"))
    refresh(store, forms)
    approve_all(store, [records[0], records[1], records[3]], "Lengkap")
    return_(store, records[2], "Foto tidak jelas")
    merge(store, records[0], records[4], "Sama")
    refresh(store, forms)
    matching.refresh(store)
    assess_all(store, forms, RULES, on=date(2026, 11, 24))
    decide_all(store, "Usulan")
    return records


def test_places_add_up_to_the_whole(store, forms, families):
    office(store, forms, families)
    places = load_places()
    rows = by_kecamatan(store, places)
    assert len(rows) == 16
    assert [row.name for row in rows][:2] == ["Semarang Tengah", "Semarang Utara"]
    north = next(row for row in rows if row.code == "33.74.02")
    assert (north.households, north.people, north.approved, north.returned, north.poor) == (3, 9, 2, 1, 2)
    assert north.eligible == {"blt": 2, "pangan": 2}
    whole = totals(store)
    assert whole.households == sum(row.households for row in rows) == 4
    assert whole.people == sum(row.people for row in rows)
    assert whole.statuses == {"received": 0, "conflict": 0, "returned": 1, "approved": 3}
    assert whole.merged == 1
    assert sum(whole.statuses.values()) == whole.households


def test_a_kecamatan_opens_into_its_kelurahan(store, forms, families):
    office(store, forms, families)
    rows = by_kelurahan(store, load_places(), "33.74.10")
    assert sum(row.households for row in rows) == 1
    assert next(row for row in rows if row.code == "33.74.10.1001").eligible["blt"] == 1


def test_programmes_count_what_is_proposed_and_what_is_decided(store, forms, families):
    office(store, forms, families)
    found = {row.code: row for row in by_programme(store, RULES)}
    blt = found["blt"]
    assert (blt.proposed_yes, blt.decided_yes, blt.within_quota, blt.budget) == (3, 3, 3, 900_000)
    assert found["modal"].decided_yes == 0
    assert found["kesehatan"].proposed_uncertain == 3
    assert found["kesehatan"].decided_yes == 0


def test_an_empty_office_has_figures_too(store):
    assert totals(store).households == 0
    assert len(by_kecamatan(store, load_places())) == 16
    assert all(row.decided_yes == 0 for row in by_programme(store, RULES))
