# SPDX-License-Identifier: Apache-2.0
"""The office's answers as files: tables masked, submissions only in full and written down."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from enumerator.errors import UserError
from enumerator.forms import Context, parse_form
from enumerator.forms.submission import from_xml
from enumerator.office.auditing import Filter, entries
from enumerator.office.exporting import export_answers, forms_with_answers
from enumerator.office.reading import read_household
from enumerator.workspace import Workspace
from tests.site import Site


def test_tables_hold_every_household_and_no_number_in_full(
    office: Workspace, site: Site, tmp_path: Path
) -> None:
    ((form, count),) = forms_with_answers(office)
    seen: list[tuple[int, int]] = []
    path = tmp_path / "jawaban.xlsx"
    assert export_answers(office, path, form, progress=lambda *at: seen.append(at)) == count > 0
    assert seen[-1] == (count, count)
    cells = [
        str(cell)
        for sheet in load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    numbers = [line.value for line in read_household(office, site.records[0]).lines if line.kind == "number"]
    assert numbers
    assert not [cell for cell in cells if any(number in cell for number in numbers)]
    assert site.records[0] in cells


def test_submissions_open_again_to_the_same_answers(office: Workspace, site: Site, tmp_path: Path) -> None:
    ((form, count),) = forms_with_answers(office)
    path = tmp_path / "jawaban.zip"
    with pytest.raises(UserError):
        export_answers(office, path, form)
    assert not path.exists()
    assert export_answers(office, path, form, in_full=True) == count
    with zipfile.ZipFile(path) as archive:
        again = parse_form(archive.read("form.xml"))
        xml = archive.read(f"{site.records[0]}/submission.xml")
    held = from_xml(again, xml, Context(clock=office.store.clock)).answers()
    reading = read_household(office, site.records[0])
    asked = {line.address: line.value for line in reading.lines}
    assert {address: held.get(address, "") for address in asked} == asked
    assert site.records[0] in entries(office, Filter(kind="reveal"))[0].household
