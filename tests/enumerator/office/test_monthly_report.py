# SPDX-License-Identifier: Apache-2.0
"""The monthly report says what the page says, and nothing of any person."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from enumerator.eligibility.adopting import SHIPPED
from enumerator.messages import speak
from enumerator.office.assessing import adopt_rules, assess_households
from enumerator.office.monthly_report import change_words, month_words, write_report
from enumerator.office.reviewing import review_households
from enumerator.registry.projection import refresh
from enumerator.registry.search import households, members
from enumerator.workspace import Workspace
from tests.site import Site
from tests.workbooks import lasting_rules


@pytest.fixture
def verified(office: Workspace, site: Site, tmp_path: Path) -> Workspace:
    adopt_rules(office, lasting_rules(SHIPPED, tmp_path))
    review_households(office, site.records, "Lengkap.")
    assess_households(office)
    return office


def read(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_report_tells_the_figures_of_the_month(verified: Workspace, site: Site, tmp_path: Path) -> None:
    speak("id")
    path = tmp_path / "laporan.pdf"
    pages = write_report(verified, path)
    text = read(path)
    assert "Laporan pemantauan bulanan" in text
    assert f"dari {len(site.records)} terdata" in text
    assert "Semarang Utara" in text
    assert f"Halaman 1 dari {pages}" in text
    assert "untuk umum" not in text.casefold()


def test_there_is_nothing_of_any_person_in_it(verified: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    write_report(verified, path)
    text = read(path)
    refresh(verified.store, verified.library)
    found = households(verified.store, limit=100)
    named = {person.name for each in found for person in members(verified.store, each.record)}
    assert found
    for told in {*named, *(each.address for each in found), *(each.head_name for each in found)} - {""}:
        assert told not in text
    assert not re.search(r"\d{16}", text.replace(" ", "").replace(".", ""))


def test_the_report_for_the_public_hides_small_counts(verified: Workspace, tmp_path: Path) -> None:
    speak("en")
    path = tmp_path / "public.pdf"
    write_report(verified, path, public=True)
    text = read(path)
    assert "For the public" in text
    assert "Counts under 3 are written <3" in text
    table = text[text.index("By kecamatan") : text.index("This report holds")]
    assert not re.findall(r"(?<![\d.,<])[12](?![\d.,])", table)


def test_months_and_changes_are_worded() -> None:
    speak("id")
    assert month_words("2026-05") == "Mei 2026"
    assert change_words(-16) == "16 lebih sedikit daripada bulan lalu"
    assert change_words(0) == "sama dengan bulan lalu"
    assert change_words(None) == "bulan pertama"
    speak("en")
    assert month_words("2026-12") == "December 2026"
    assert change_words(3) == "3 more than the month before"
