# SPDX-License-Identifier: Apache-2.0
"""External choice lists (`select_one_external`), put into the XForm so that it stands alone."""

from __future__ import annotations

import csv
import io
import re
from xml.sax.saxutils import escape

_OTHER = re.compile(r"[^\w.-]")


def column_name(written: str) -> str:
    """A column's name as XML allows it: `label::Bahasa (id)` is `label__Bahasa__id_`."""
    name = _OTHER.sub("_", written)
    return name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"


def with_lists(xform: str, itemsets: str) -> str:
    """The XForm with every list of `itemsets.csv` as a secondary instance of its own."""
    lists: dict[str, list[str]] = {}
    for row in csv.DictReader(io.StringIO(itemsets, newline="")):
        name = row.get("list_name") or row.get("list name") or ""
        cells = "".join(
            f"<{column_name(column)}>{escape(text or '')}</{column_name(column)}>"
            for column, text in row.items()
            if column and column not in ("list_name", "list name")
        )
        lists.setdefault(name, []).append(f"<item>{cells}</item>")
    made = "".join(
        f'<instance id="{escape(name)}"><root>{"".join(items)}</root></instance>'
        for name, items in lists.items()
        if name and f'<instance id="{name}"' not in xform
    )
    head, found, tail = xform.partition("</instance>")
    return f"{head}{found}{made}{tail}" if found else xform
