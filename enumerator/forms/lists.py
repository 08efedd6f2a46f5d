# SPDX-License-Identifier: Apache-2.0
"""Long choice lists inside an XForm, taken out as columns before the XML is read at all."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

_INSTANCE = re.compile(rb'<instance id="([\w.-]+)"\s*>\s*<([A-Za-z_][\w.-]*)>')
_CELL = re.compile(rb"<([A-Za-z_][\w.-]*)>[^<]*</\1>")
_UTF8 = re.compile(rb"\s*(?:<\?xml[^>]*?(?:encoding\s*=\s*[\"']utf-?8[\"'])?[^>]*\?>)?\s*<", re.IGNORECASE)
_ENTITY = re.compile(rb"&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[0-9A-Fa-f]+);)")
LONG = 200_000
_APART = "\ue01f"


class LongList(NamedTuple):
    """A list of equal items: `columns` by name, each of `size` cells."""

    root_name: str
    item_name: str
    columns: dict[str, list[str]]
    size: int


def take_lists(xml: bytes) -> tuple[bytes, dict[str, LongList]]:
    """The XML with its long, wholly regular lists left empty, and those lists by instance id. Anything not
    exactly regular stays in the XML for the ordinary reader."""
    found: dict[str, LongList] = {}
    if len(xml) < LONG or not _UTF8.match(xml) or b"encoding" in xml[:100].lower().replace(b"utf-8", b""):
        return xml, found
    kept: list[bytes] = []
    at = 0
    for match in _INSTANCE.finditer(xml):
        start = match.end()
        end = xml.find(b"</" + match[2] + b"></instance>", start)
        if end - start < LONG:
            continue
        taken = _read(xml[start:end], match[2].decode())
        if taken is not None:
            found[match[1].decode()] = taken
            kept.append(xml[at:start])
            at = end
    return b"".join([*kept, xml[at:]]), found


def _read(content: bytes, root_name: str) -> LongList | None:
    opened = re.match(rb"<([A-Za-z_][\w.-]*)>", content)
    if opened is None or _ENTITY.search(content):
        return None
    item = opened[1]
    first = content[opened.end() : content.find(b"</" + item + b">")]
    names = [cell[1] for cell in _CELL.finditer(first)]
    if not names or len(set(names)) != len(names):
        return None
    inner = b"".join(b"<" + name + b">([^<]*)</" + name + b">" for name in names)
    rows = re.findall(b"<" + item + b">" + inner + b"</" + item + b">", content)
    cells = [list(column) for column in zip(*rows, strict=True)] if len(names) > 1 else [rows]
    marks = len(rows) * (2 * len(item) + 5 + sum(2 * len(name) + 5 for name in names))
    if sum(sum(map(len, column)) for column in cells) + marks != len(content):
        return None
    try:
        columns = {name.decode(): _texts(column) for name, column in zip(names, cells, strict=True)}
    except UnicodeDecodeError:
        return None
    return LongList(root_name, item.decode(), columns, len(rows))


def _texts(cells: list[bytes]) -> list[str]:
    joined = _APART.encode().join(cells).decode()
    return (unescape(joined) if "&" in joined else joined).split(_APART)
