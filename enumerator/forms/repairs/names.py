# SPDX-License-Identifier: Apache-2.0
"""Names that are reserved, missing, unusable or given twice, and references in another spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from enumerator.forms.definition import FormWarning
from enumerator.forms.external import column_name
from enumerator.forms.sheets import Workbook
from enumerator.messages import _

from .places import BEGIN, END, at, disabled

_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")
_REFERENCE = re.compile(r"\$\{\s*(?P<saved>last-saved#)?\s*(?P<name>[^{}]*?)\s*\}")


def reserved(book: Workbook) -> Iterator[FormWarning]:
    """A group called `meta` would be taken for the form's own metadata."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        if row.get("name") == "meta":
            row["name"] = "meta_"
            yield at(
                survey,
                index,
                _("The name “{name}” is reserved; it is now “{wanted}”.", name="meta", wanted="meta_"),
            )


def not_given(book: Workbook) -> Iterator[FormWarning]:
    """Groups and notes hold no answer of their own, so any name will do for them."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        kind = row.get("type", "")
        begins = BEGIN.match(kind)
        if row.get("name") or not (begins or kind.lower() == "note"):
            continue
        plain = begins[1].lower() if begins else "note"
        row["name"] = row.get("$autoname") or f"{plain}_{survey.row_number(index)}"
        yield at(survey, index, _("The row has no name; it is now “{wanted}”.", wanted=row["name"]))


def unusable(book: Workbook) -> Iterator[FormWarning]:
    """Blanks and signs that no name may have become underscores, in references too."""
    survey = book["survey"]
    taken = {row["name"] for row in survey.rows if row.get("name")}
    renamed: dict[str, str] = {}
    for index, row in enumerate(survey.rows):
        name = row.get("name", "")
        if not name or _NAME.match(name) or END.match(row.get("type", "")):
            continue
        wanted = renamed.get(name) or column_name(name)
        if wanted in taken and name not in renamed:
            continue
        renamed[name] = row["name"] = wanted
        taken.add(wanted)
        yield at(
            survey,
            index,
            _("“{name}” is no usable name; it is now “{wanted}”.", name=name, wanted=wanted),
        )
    if renamed:
        _refer_anew(book, lambda name: renamed.get(name, name))


def the_same_twice(book: Workbook) -> Iterator[FormWarning]:
    """Two questions of one name in one group: the later one gets a name of its own."""
    survey = book["survey"]
    taken: list[set[str]] = [set()]
    for index, row in enumerate(survey.rows):
        kind, name = row.get("type", ""), row.get("name", "")
        if disabled(row):
            continue
        if END.match(kind):
            if len(taken) > 1:
                taken.pop()
            continue
        if name and kind:
            if name in taken[-1]:
                number = 2
                while f"{name}_{number}" in taken[-1]:
                    number += 1
                row["name"] = f"{name}_{number}"
                yield at(
                    survey,
                    index,
                    _(
                        "There are two questions named “{name}” here; this one is now “{wanted}”,"
                        " and references to “{name}” mean the first.",
                        name=name,
                        wanted=row["name"],
                    ),
                )
            taken[-1].add(row["name"])
        if BEGIN.match(kind):
            taken.append(set())


def references_in_another_spelling(book: Workbook) -> Iterator[FormWarning]:
    """`${ nama }`, and `${nama}` where the one question of that name is `Nama`."""
    survey = book["survey"]
    by_lower: dict[str, set[str]] = defaultdict(set)
    for row in survey.rows:
        if row.get("name") and row.get("type"):
            by_lower[row["name"].lower()].add(row["name"])
    exact = {name for names in by_lower.values() for name in names}

    def meant(name: str) -> str:
        found = by_lower.get(name.lower(), set())
        return name if name in exact or len(found) != 1 else next(iter(found))

    yield from _refer_anew(book, meant)


def _refer_anew(book: Workbook, meant: Callable[[str], str]) -> list[FormWarning]:
    """Write every reference as it is meant; a warning for each cell that changes."""
    found: list[FormWarning] = []
    for sheet in (book.get(name) for name in ("survey", "choices", "entities")):
        if sheet is None:
            continue
        for index, row in enumerate(sheet.rows):
            for column, text in row.items():
                if "${" not in text:
                    continue
                wanted = _REFERENCE.sub(lambda each: f"${{{each['saved'] or ''}{meant(each['name'])}}}", text)
                if wanted != text:
                    row[column] = wanted
                    words = _("“{text}” is read as “{wanted}”.", text=text[:60], wanted=wanted[:60])
                    found.append(at(sheet, index, words))
    return found
