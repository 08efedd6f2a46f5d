# SPDX-License-Identifier: Apache-2.0
"""Change single values in the text of a card template and leave all else as somebody wrote it, comments
included."""

from __future__ import annotations

import json
import re
import tomllib

from enumerator.cards.template import entry_lines

_VALUE = re.compile(r"(?P<key>\s*[A-Za-z0-9_-]+\s*=\s*)(?P<rest>.*)")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[^#\s"\']+')


def with_value(text: str, table: str, key: str, value: str | bool) -> str:
    """The text with `key` of the plain table `[table]` ("" for the top) set to the value.

    A key that is not there is added at the end of its table, a table that is not there before the first
    element. A value over several lines is replaced whole.
    """
    written = _written(value)
    lines = text.split("\n")
    places = entry_lines(text)
    place = (*table.split("."), key) if table else (key,)
    if place in places:
        at = places[place] - 1
        found = _VALUE.match(lines[at])
        assert found is not None
        end = _last_line(lines, at)
        comment = _comment(found["rest"]) if end == at else ""
        return "\n".join([*lines[:at], f"{found['key']}{written}{comment}", *lines[end + 1 :]])
    entry = f"{key} = {written}"
    if not table:
        first = min((n for place, n in places.items() if len(place) > 1), default=len(lines) + 1)
        head = next((n for n in range(len(lines)) if lines[n].lstrip().startswith("[")), first - 1)
        return "\n".join([*lines[:head], entry, *lines[head:]])
    home = tuple(table.split("."))
    if home in places:
        inside = [n for at, n in places.items() if at[: len(home)] == home and len(at) <= len(home) + 1]
        at = _last_line(lines, max(inside) - 1) + 1
        return "\n".join([*lines[:at], entry, *lines[at:]])
    elements = [n for place, n in places.items() if place[0] in ("front", "back")]
    at = min(elements, default=len(lines) + 1) - 1
    return "\n".join([*lines[:at], f"[{table}]", entry, "", *lines[at:]])


def _written(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(rest: str) -> str:
    """What follows the value on its line."""
    found = _TEXT.match(rest)
    behind = rest[found.end() :] if found else ""
    return behind.rstrip() if behind.strip().startswith("#") else ""


def _last_line(lines: list[str], at: int) -> int:
    """The line (from 0) on which the entry that begins at `at` ends."""
    for end in range(at, len(lines)):
        try:
            tomllib.loads("\n".join(lines[at : end + 1]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return at
