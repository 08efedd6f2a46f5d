# SPDX-License-Identifier: Apache-2.0
"""Founding an office with a form and rules of its own, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.eligibility.adopting import SHIPPED, current
from enumerator.errors import UserError
from enumerator.office.prepare import check_parts, found_office, media_beside
from tests.site import PASSPHRASE

OTHER = """
| survey   |      |      |       |
|          | type | name | label |
|          | text | nama | Nama  |
| settings |      |      |       |
|          | form_id | form_title | version |
|          | lain | Lain | 1     |
"""


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "lain.md"
    path.write_text(OTHER, "utf-8")
    return path


def test_the_shipped_form_and_rules_are_there_at_once(tmp_path: Path) -> None:
    founded = found_office(tmp_path / "kantor", "Kota", PASSPHRASE)
    with founded.workspace as office:
        assert founded.form.id == "kk_miskin_ekstrem"
        assert office.store.journal.records("rules")
        assert founded.sheets.first != founded.sheets.second


def test_another_form_is_published_without_rules_that_do_not_fit_it(tmp_path: Path, other: Path) -> None:
    with found_office(tmp_path / "kantor", "Kota", PASSPHRASE, form=other).workspace as office:
        newest = office.library.newest()
        assert newest is not None
        assert newest.id == "lain"
        assert not office.store.journal.records("rules")
        assert current(office.store).programmes, "the shipped ones are still there to look at"


def test_named_rules_that_do_not_fit_are_refused_before_anything_is_made(tmp_path: Path, other: Path) -> None:
    with pytest.raises(UserError) as refused:
        check_parts(other, SHIPPED)
    assert SHIPPED.name in str(refused.value)
    with pytest.raises(UserError):
        found_office(tmp_path / "kantor", "Kota", PASSPHRASE, form=other, rules=SHIPPED)
    assert not (tmp_path / "kantor").exists()


def test_the_forms_media_lie_beside_it_by_custom(tmp_path: Path, other: Path) -> None:
    assert media_beside(other) is None
    (tmp_path / "lain-media").mkdir()
    assert media_beside(other) == tmp_path / "lain-media"
