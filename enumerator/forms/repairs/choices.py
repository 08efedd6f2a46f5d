# SPDX-License-Identifier: Apache-2.0
"""Lists that are missing, values that no choice may have, and choices written twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches

from enumerator.forms.definition import FormWarning
from enumerator.forms.sheets import Row, Sheet, Workbook
from enumerator.messages import _

from .places import LABEL, SEEN, TRUE, at, set_setting, setting


def list_name(row: Row) -> str:
    """The list that a row of the survey sheet takes its choices from; "" where it is no list."""
    words = row.get("type", "").split()
    if len(words) < 2 or words[0].lower() not in ("select_one", "select_multiple", "rank"):
        return ""
    return "" if "." in words[1] or "$" in words[1] else words[1]


def missing_lists(book: Workbook) -> Iterator[FormWarning]:
    """A list that is nowhere, where just one list has nearly its name."""
    choices, survey = book.get("choices"), book["survey"]
    if choices is None:
        return
    lists = {row["list_name"] for row in choices.rows if row.get("list_name")}
    used = {name for row in survey.rows if (name := list_name(row))}
    for missing in sorted(used - lists):
        near = [name for name in lists if missing.startswith(name) or name.startswith(missing)]
        near = near or get_close_matches(missing, lists, n=2, cutoff=0.9)
        if len(near) != 1:
            continue
        for index, row in enumerate(survey.rows):
            if list_name(row) == missing:
                row["type"] = row["type"].replace(missing, near[0])
                yield at(
                    survey,
                    index,
                    _("There is no list “{name}”; “{wanted}” is used.", name=missing, wanted=near[0]),
                )


def _name_column(choices: Sheet) -> str:
    return next((each for each in choices.header if each.lower() == "name"), "value")


def names_with_blanks(book: Workbook) -> Iterator[FormWarning]:
    """A value with a blank in it would be two values where several may be chosen. It gets an underscore,
    unless an expression asks for the value as it is written."""
    choices, survey = book.get("choices"), book["survey"]
    if choices is None:
        return
    several = {list_name(row) for row in survey.rows if row.get("type", "").lower().startswith("select_mul")}
    column = _name_column(choices)
    cells = "\n".join(text for row in survey.rows for text in row.values())
    for index, row in enumerate(choices.rows):
        value = row.get(column, "")
        if row.get("list_name") not in several or " " not in value:
            continue
        wanted = "_".join(value.split())
        if f"'{value}'" in cells or f'"{value}"' in cells:
            continue
        row[column] = wanted
        yield at(
            choices, index, _("“{name}” is no usable name; it is now “{wanted}”.", name=value, wanted=wanted)
        )


def without_a_label(book: Workbook) -> Iterator[FormWarning]:
    """A choice that says nothing shows its value."""
    choices = book.get("choices")
    if choices is None:
        return
    column = _name_column(choices)
    labels = [each for each in choices.header if LABEL.match(each)] or ["label"]
    for index, row in enumerate(choices.rows):
        if row.get(column) and row.get("list_name") and not any(SEEN.match(each) for each in row):
            row.update(dict.fromkeys(labels, row[column]))
            choices.header += [each for each in labels if each not in choices.header]
            yield at(choices, index, _("A choice has no label; its value is shown."))


def written_twice(book: Workbook) -> Iterator[FormWarning]:
    """A choice written twice counts once; one value with several meanings is what `allow_choice_duplicates`
    is for."""
    choices = book.get("choices")
    if choices is None:
        return
    column = _name_column(choices)
    by_value: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(choices.rows):
        if row.get(column) and row.get("list_name"):
            by_value[row["list_name"], row[column]].append(index)
    allowed = setting(book, "allow_choice_duplicates").lower() in TRUE
    several: list[int] = []
    for (_list, value), places in by_value.items():
        seen: list[Row] = []
        for index in places:
            row = choices.rows[index]
            if row in seen:
                choices.rows[index] = {}
                yield at(
                    choices,
                    index,
                    _("The choice “{value}” is written twice and counts once.", value=value),
                )
            elif seen:
                several.append(index)
                seen.append(row)
            else:
                seen.append(row)
    if several and not allowed:
        set_setting(book, "allow_choice_duplicates", "yes")
        yield at(
            choices,
            several[0],
            _(
                "{count} choices share their value with another of the same list; all are offered.",
                count=len(several),
            ),
        )
