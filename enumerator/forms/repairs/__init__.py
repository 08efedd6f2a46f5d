# SPDX-License-Identifier: Apache-2.0
"""What is plainly meant in a workbook but not as the standard says it: repaired, and said so by sheet and
row. One module per topic; `repair` runs them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enumerator.forms.definition import FormWarning
from enumerator.forms.sheets import Workbook

from . import choices, columns, formulas, matrices, names, types

_IN_ORDER: tuple[Callable[[Workbook], Iterator[FormWarning]], ...] = (
    columns.named_sheets,
    columns.spelling,
    columns.headers,
    columns.foreign_columns,
    types.rows_that_ask_nothing,
    types.spelled_otherwise,
    types.ends_of_another_kind,
    matrices.expanded,
    types.other_dialects,
    types.calculations_that_calculate_nothing,
    types.words_for_yes_and_no,
    names.reserved,
    names.not_given,
    names.unusable,
    names.the_same_twice,
    names.references_in_another_spelling,
    types.questions_without_a_label,
    formulas.filters_without_choices,
    formulas.open_references,
    formulas.operators_of_other_languages,
    formulas.bare_names,
    formulas.surplus_parentheses,
    choices.missing_lists,
    choices.names_with_blanks,
    choices.written_twice,
    choices.without_a_label,
)


def repair(book: Workbook) -> list[FormWarning]:
    """Repair the sheets in place; one warning for each repair."""
    found: list[FormWarning] = []
    for each in _IN_ORDER:
        found += each(book)
    return found
