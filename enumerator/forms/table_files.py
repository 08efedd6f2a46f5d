# SPDX-License-Identifier: Apache-2.0
"""Tables out of what a form brings along: CSV, `itemsets.csv`, GeoJSON, and lists written as XML."""

from __future__ import annotations

import csv
import io
import json
import re

from lxml import etree

from enumerator.errors import UserError
from enumerator.messages import _

from .external import column_name
from .markup import elements, local
from .tables import Table

ITEMSETS_FILE = "itemsets.csv"
_XML_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")
_LONE_RETURN = "\ue00d"
_FEW = 200


def csv_table(content: bytes, name: str) -> Table:
    """A CSV file as `root/item`: UTF-8 with or without BOM, parted by `,` `;` `|` or tab, names first."""
    rows = _csv_rows(decoded_text(content, name), name)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        return Table("root", "item", {}, 0)
    columns = rows[0]
    body = rows[1:]
    width = len(columns)
    surplus = (number for number, row in enumerate(body, start=2) if len(row) > width and any(row[width:]))
    padded = [row if len(row) >= width else row + [""] * (width - len(row)) for row in body]
    cells = {column: [row[place] for row in padded] for place, column in enumerate(columns) if column}
    table = Table("root", "item", cells, len(body))
    table.ragged = next(surplus, 0)
    return table


def itemset_tables(content: bytes) -> dict[str, Table]:
    """The lists of `itemsets.csv` by name: one row for a choice, its list in the column `list_name`."""
    whole = csv_table(content, ITEMSETS_FILE)
    lists = whole.column("list_name") or whole.column("list name") or []
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(lists):
        rows.setdefault(name, []).append(row)
    return {
        name: Table(
            "root",
            "item",
            {
                column_name(column): [cells[row] for row in places]
                for column in whole.names()
                if (cells := whole.column(column)) is not None
            },
            len(places),
        )
        for name, places in rows.items()
    }


def decoded_text(content: bytes, name: str) -> str:
    """The text of a file, which has to be UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            _("“{name}” is not UTF-8 text.", name=name),
            where=_("byte {at}", at=error.start),
            remedy=_("Save the file as CSV UTF-8 and add it again."),
        ) from error


def _csv_rows(text: str, name: str) -> list[list[str]]:
    """The cells of each line. A carriage return that ends no line is part of its cell (trap 36)."""
    lone = "\n" in text and "\r" in text.replace("\r\n", "\n")
    if lone:
        text = text.replace("\r\n", "\n").replace("\r", _LONE_RETURN)
    head = re.split(r"[\r\n]", text, maxsplit=1)[0]
    separator = max(",;\t|", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UserError(
            _("“{name}” is not a CSV file.", name=name),
            where=str(error),
            remedy=_("Save the file as CSV UTF-8."),
        ) from error
    return [[cell.replace(_LONE_RETURN, "\r") for cell in row] for row in rows] if lone else rows


def geojson_table(content: bytes, name: str) -> Table:
    """A GeoJSON feature collection as `root/item`: the properties, `id`, and `geometry` as ODK writes it."""
    try:
        features = json.loads(content)["features"]
        items = [_feature(feature) for feature in features]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise UserError(
            _("“{name}” is not a GeoJSON feature collection.", name=name),
            remedy=_("Export the map data as GeoJSON and add it again."),
        ) from error
    columns = dict.fromkeys(key for item in items for key in item if _XML_NAME.match(key))
    return Table("root", "item", {key: [item.get(key, "") for item in items] for key in columns}, len(items))


def _feature(feature: dict[str, object]) -> dict[str, str]:
    item: dict[str, str] = {}
    geometry = feature.get("geometry")
    if isinstance(geometry, dict):
        item["geometry"] = _geometry(geometry)
    if "id" in feature:
        item["id"] = str(feature["id"])
    properties = feature.get("properties") or {}
    if isinstance(properties, dict):
        item.update({str(key): "" if value is None else _plain(value) for key, value in properties.items()})
    return item


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def _geometry(geometry: dict[str, object]) -> str:
    coordinates = geometry["coordinates"]
    kind = geometry["type"]
    if not isinstance(coordinates, list):
        raise TypeError(kind)
    if kind == "Point":
        return _place(coordinates)
    if kind == "LineString":
        return "; ".join(map(_place, coordinates))
    if kind == "Polygon":
        return "; ".join(map(_place, coordinates[0]))
    return ""


def _place(coordinates: list[float]) -> str:
    east, north = coordinates[0], coordinates[1]
    return f"{north} {east} 0 0"


_CELLS = etree.XSLT(
    etree.XML(
        """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
        <xsl:output method="text"/>
        <xsl:template match="/*"><xsl:for-each select="*"><xsl:for-each select="*"
          ><xsl:value-of select="local-name()"/>&#xE01F;<xsl:value-of select="."/>&#xE01F;</xsl:for-each
        >&#xE01E;</xsl:for-each></xsl:template></xsl:stylesheet>"""
    )
)
_PLAIN = etree.XPath("not(*/@* | */*/@* | */*/* | */text()[normalize-space()]) and count(*) > 0")
_CELL_END, _ROW_END = "\ue01f", "\ue01e"


def xml_table(root: etree._Element) -> Table | None:
    """A list written as XML, if all items have one name and only plain children, each once; None for any
    other tree. The cells are taken out by a stylesheet, which visits a hundred thousand items in a tenth
    of the time."""
    if not _PLAIN(root):
        return None
    names = {local(item) for item in elements(root)} if len(root) < _FEW else _item_names(root)
    if len(names) != 1:
        return None
    columns = _cells(str(_CELLS(root)), len(root))
    return None if columns is None else Table(local(root), names.pop(), *columns)


_NAMES = etree.XPath("count(*[local-name() != $name])")


def _item_names(root: etree._Element) -> set[str]:
    name = local(next(elements(root)))
    return {name} if _NAMES(root, name=name) == 0 else {name, ""}


def _cells(written: str, most: int) -> tuple[dict[str, list[str]], int] | None:
    """The columns and the number of rows in the stylesheet's text."""
    size = written.count(_ROW_END)
    first = written.partition(_ROW_END)[0].split(_CELL_END)[:-1]
    names, width = first[::2], len(first)
    if not names or len(set(names)) != len(names) or size > most:
        return None
    parts = written.replace(_ROW_END, "").split(_CELL_END)
    if len(parts) == width * size + 1:
        columns = {name: parts[2 * place + 1 :: width] for place, name in enumerate(names)}
        if all(parts[2 * place :: width].count(name) >= size for place, name in enumerate(names)):
            return {name: cells[:size] for name, cells in columns.items()}, size
    return _uneven(written.split(_ROW_END)[:-1], size)


def _uneven(rows: list[str], size: int) -> tuple[dict[str, list[str]], int] | None:
    """Rows that do not all have the same cells in the same order."""
    columns: dict[str, list[str]] = {}
    for place, row in enumerate(rows):
        parts = row.split(_CELL_END)[:-1]
        if len(set(parts[::2])) != len(parts) // 2:
            return None
        for name, cell in zip(parts[::2], parts[1::2], strict=True):
            columns.setdefault(name, [""] * size)[place] = cell
    return columns, size
