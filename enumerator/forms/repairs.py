# SPDX-License-Identifier: Apache-2.0
"""What is plainly meant in a workbook but not as the standard says it: repaired, and said so by sheet and row."""

from __future__ import annotations

from .definition import FormWarning
from .sheets import Workbook


def repair(book: Workbook, name: str) -> list[FormWarning]:
    """Repair the sheets in place; one warning for each repair."""
    return []
