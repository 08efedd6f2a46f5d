# SPDX-License-Identifier: Apache-2.0
"""Differences, double households, the audit trail and laptops from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.merging.open_conflicts import open_conflicts, refresh
from enumerator.office.reading import read_household
from enumerator.registry.pairs import merged_into
from enumerator.registry.staff import enumerators
from tests.enumerator.cli.conftest import Run
from tests.site import NAMES, Site, correct

STREET = "/data/lokasi/alamat"
SAID = ("Jalan Melati 1", "Jalan Mawar 2")


@pytest.fixture
def differing(site: Site) -> Site:
    """A site whose two laptops wrote down another street of the first household."""
    for number, street in enumerate(SAID):
        with site.open_laptop(number) as laptop:
            correct(laptop, site.records[0], {STREET: street})
        site.send_up(number)
    site.take_in()
    return site


def open_ones(site: Site) -> list[str]:
    with site.open_office() as office:
        refresh(office.store, office.library)
        return [each.record for each in open_conflicts(office.store, office.library)]


def street(site: Site) -> str:
    with site.open_office() as office:
        return next(
            line.words for line in read_household(office, site.records[0]).lines if line.address == STREET
        )


def test_a_difference_is_listed_settled_and_opened_again(run: Run, differing: Site) -> None:
    record = differing.records[0]
    code, out, err = run("office", "conflicts", differing.office)
    assert code == 0, err
    assert record in out
    assert all(word in out for word in (*SAID, *NAMES, STREET))
    words = ("--household", record, "--take", NAMES[1], "--reason", "Sudah ditanyakan")
    code, out, err = run("office", "conflicts", differing.office, *words)
    assert code == 0, err
    assert open_ones(differing) == []
    code, out, err = run("office", "conflicts", differing.office, "--settled")
    assert "Sudah ditanyakan" in out
    dot = out.split()[0]
    code, _out, err = run(
        "office", "conflicts", differing.office, "--take-back", dot, "--reason", "Ternyata pindah"
    )
    assert code == 0, err
    assert open_ones(differing) == [record]
    words = ("--household", record, "--answer", STREET, "--value", "Jalan Kenanga 3", "--reason", "Dicek")
    code, _out, err = run("office", "conflicts", differing.office, *words)
    assert code == 0, err
    assert street(differing) == "Jalan Kenanga 3"


def test_a_difference_that_is_not_there_and_a_person_who_did_not_answer_are_named(
    run: Run, differing: Site
) -> None:
    code, _out, err = run("office", "conflicts", differing.office, "--household", "x", "--take", NAMES[0])
    assert code != 0
    assert "x" in err
    code, _out, err = run(
        "office", "conflicts", differing.office, "--household", differing.records[0], "--take", "Orang Lain"
    )
    assert code != 0
    assert "Orang Lain" in err
    assert NAMES[0] in err


def test_two_households_are_merged_and_taken_apart(run: Run, site: Site) -> None:
    one, other = site.records[:2]
    reason = ("--reason", "Satu rumah")
    code, _out, err = run("office", "duplicates", site.office, "--pair", one, other, "--merge", *reason)
    assert code == 0, err
    with site.open_office() as office:
        assert merged_into(office.store, one) == (other,)
    code, _out, err = run("office", "duplicates", site.office, "--pair", one, other, "--apart", *reason)
    assert code == 0, err
    with site.open_office() as office:
        assert merged_into(office.store, one) == ()
    code, _out, err = run("office", "duplicates", site.office, "--pair", one, "tidak-ada", "--merge", *reason)
    assert code != 0
    assert "tidak-ada" in err
    code, _out, err = run("office", "duplicates", site.office, "--merge", *reason)
    assert code != 0
    assert "--pair" in err


def test_the_audit_trail_tells_who_changed_an_answer_on_screen_and_as_a_file(
    run: Run, differing: Site, tmp_path: Path
) -> None:
    answer = ("--household", differing.records[0], "--answer", STREET)
    code, out, err = run("office", "audit", differing.office, *answer)
    assert code == 0, err
    assert all(word in out for word in (*SAID, *NAMES))
    code, out, err = run("office", "audit", differing.office, tmp_path / "jejak.csv", *answer)
    assert code == 0, err
    assert SAID[0] in (tmp_path / "jejak.csv").read_text("utf-8-sig")
    code, out, err = run("office", "audit", differing.office, "--person", NAMES[0], "--kind", "household")
    assert code == 0, err
    assert NAMES[0] in out
    assert NAMES[1] not in out
    code, out, err = run("office", "audit", differing.office, tmp_path / "semua.csv")
    assert code == 0, err
    lines = (tmp_path / "semua.csv").read_text("utf-8-sig").splitlines()
    assert str(len(lines) - 1) in out
    code, _out, err = run("office", "audit", differing.office, "--answer", STREET)
    assert code != 0
    assert "--household" in err


def test_a_laptop_is_listed_and_revoked_with_a_reason(run: Run, site: Site) -> None:
    code, out, err = run("office", "laptops", site.office)
    assert code == 0, err
    assert all(name in out for name in NAMES)
    code, _out, err = run("office", "laptops", site.office, "--revoke", NAMES[0])
    assert code != 0, "a reason is asked for"
    code, out, err = run("office", "laptops", site.office, "--revoke", NAMES[0], "--reason", "Hilang")
    assert code == 0, err
    with site.open_office() as office:
        (person,) = [each for each in enumerators(office.store) if each.name == NAMES[0]]
        assert all(laptop.revoked for laptop in person.laptops)
    code, _out, err = run("office", "laptops", site.office, "--revoke", "siapa", "--reason", "Hilang")
    assert code != 0
    assert "siapa" in err
