# SPDX-License-Identifier: Apache-2.0
"""Workbooks of tests, made of those that are shipped."""

from __future__ import annotations

from pathlib import Path

import openpyxl


def lasting_rules(shipped: Path, folder: Path) -> Path:
    """The rules, with programmes that do not end with the year they were made for."""
    book = openpyxl.load_workbook(shipped)
    sheet = book["program"]
    (column,) = (cell.column for cell in sheet[1] if cell.value == "berlaku_sampai")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column).value = None
    path = folder / "aturan.xlsx"
    book.save(path)
    return path
