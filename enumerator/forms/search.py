# SPDX-License-Identifier: Apache-2.0
"""The older `search()` appearance, by which a select takes its choices from a CSV file."""

from __future__ import annotations

import re

from .definition import Choice, Itemset

_SEARCH = re.compile(
    r"search\s*\(\s*'(?P<file>[^']+)'\s*"
    r"(?:,\s*'(?P<how>matches|contains|startswith|endswith)'\s*,\s*'(?P<column>[^']+)'\s*,\s*(?P<value>[^,]+?)\s*)?"
    r"(?:,\s*'(?P<filter>[^']+)'\s*,\s*(?P<wanted>[^,]+?)\s*)?\)"
)
_TESTS = {
    "matches": "{column} = {value}",
    "contains": "contains({column}, {value})",
    "startswith": "starts-with({column}, {value})",
    "endswith": "ends-with({column}, {value})",
}


def searched(appearance: str, choices: tuple[Choice, ...]) -> tuple[str, Itemset] | None:
    """The file and itemset that `search()` in an appearance stands for; None when there is none.

    Of the choices written in the form, one names the columns for value and label; those with a number for
    a value are choices of their own and come first.
    """
    match = _SEARCH.search(appearance)
    if match is None:
        return None
    named = next((choice for choice in choices if not _is_number(choice.value)), None)
    if named is None:
        return None
    conditions = []
    if match["how"]:
        conditions.append(_TESTS[match["how"]].format(column=match["column"], value=match["value"]))
    if match["filter"]:
        conditions.append(f"{match['filter']} = {match['wanted']}")
    rows = f"[{' and '.join(conditions)}]" if conditions else ""
    name = match["file"].removesuffix(".csv")
    label = "".join(part for part in named.label.words("") if isinstance(part, str)).split(",")[0].strip()
    fixed = tuple(choice for choice in choices if _is_number(choice.value))
    return name, Itemset(
        f"instance('{name}')/root/item{rows}", named.value, label or named.value, fixed=fixed
    )


def without_search(appearance: str) -> str:
    """The appearance that is left for the screen."""
    return " ".join(_SEARCH.sub("", appearance).split())


def _is_number(value: str) -> bool:
    return value.lstrip("-").isdigit()
