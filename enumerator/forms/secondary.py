# SPDX-License-Identifier: Apache-2.0
"""Secondary instances: lists and data that the form carries or reads from its media, read when first asked
for."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable

from lxml import etree

from enumerator.errors import UserError
from enumerator.messages import _

from .definition import FormWarning
from .external import column_name
from .lists import LongList
from .markup import attribute, elements, local, parse_xml
from .media import Media
from .tree import DOCUMENT, ELEMENT, Node, from_lxml

_URL = re.compile(r"jr://([\w.-]+)/(.+)\Z")
LAST_SAVED = "jr://instance/last-saved"
NOWHERE = "jr://instance/nowhere"
_ITEMSETS_FILE = "itemsets.csv"
_ITEMSETS = f"jr://{_ITEMSETS_FILE}/"
_XML_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")
_LONE_RETURN = "\ue00d"


class Table:
    """Rows of text with named columns under `root_name/item_name`; an index per column is built when first
    used. `ragged` is the first line of a file that has more cells than columns, 0 for none."""

    def __init__(self, root_name: str, item_name: str, columns: dict[str, list[str]], size: int) -> None:
        self.root_name = root_name
        self.item_name = item_name
        self.ragged = 0
        self._columns = columns
        self._size = size
        self._indexes: dict[str, dict[str, list[int]]] = {}
        self._nodes: dict[int, Node] = {}
        self._document: Node | None = None

    def size(self) -> int:
        """The number of rows."""
        return self._size

    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._columns)

    def column(self, name: str) -> list[str] | None:
        """The cells of a column, or None."""
        return self._columns.get(name)

    def frozen(self) -> tuple[str, str, int, dict[str, list[str]]]:
        """All of it as plain data."""
        return self.root_name, self.item_name, self._size, self._columns

    def matching(self, column: str, texts: list[str]) -> list[int]:
        """The rows whose cell is one of `texts`, in order."""
        if texts == [""] and column not in self._indexes and "" not in self._columns.get(column, ()):
            return []
        index = self._index(column)
        if len(texts) == 1:
            return index.get(texts[0], [])
        return sorted({row for text in texts for row in index.get(text, ())})

    def _index(self, column: str) -> dict[str, list[int]]:
        index = self._indexes.get(column)
        if index is None:
            index = self._indexes[column] = {}
            for row, cell in enumerate(self._columns.get(column, ())):
                found = index.get(cell)
                if found is None:
                    index[cell] = [row]
                else:
                    found.append(row)
        return index

    def node(self, row: int) -> Node:
        """The item of a row as a node."""
        node = self._nodes.get(row)
        if node is None:
            node = Node(ELEMENT, self.item_name, self._root())
            for name, cells in self._columns.items():
                node.adopt(Node(ELEMENT, name, node, cells[row]))
            self._nodes[row] = node
        return node

    def _root(self) -> Node:
        if self._document is None:
            self._document = Node(DOCUMENT, "", None)
            self._document.adopt(Node(ELEMENT, self.root_name, self._document))
        return self._document.children[0]

    def document(self) -> list[Node]:
        """All of it as nodes, for expressions that are not a filter of rows."""
        root = self._root()
        if len(root.children) != self._size:
            root.children, root.named = [], {}
            for row in range(self._size):
                root.adopt(self.node(row))
        return [root.parent] if root.parent is not None else []


def _file_of(source: str) -> str:
    """The file behind a source; "" where none is read."""
    if source in (LAST_SAVED, NOWHERE):
        return ""
    if source.startswith(_ITEMSETS):
        return _ITEMSETS_FILE
    match = _URL.match(source)
    return match[2] if match else ""


class Secondary:
    """The secondary instances of one form by id."""

    def __init__(self, model: etree._Element, media: Media, taken: dict[str, LongList] | None = None) -> None:
        self.media = media
        self._inline: dict[str, etree._Element] = {}
        self._sources: dict[str, str] = {}
        self._taken = {
            name: Table(held.root_name, held.item_name, held.columns, held.size)
            for name, held in (taken or {}).items()
        }
        self._tables: dict[str, Table | None] = {**self._taken}
        self._documents: dict[str, list[Node]] = {}
        self._external: dict[str, Table] | None = None
        self._heads: dict[str, tuple[str, ...]] = {}
        self.warnings: list[FormWarning] = []
        for place, element in enumerate(elements(model, "instance")):
            name, source = attribute(element, "id"), attribute(element, "src")
            if place == 0 or not name:
                continue
            content = next(elements(element), None)
            if source:
                self._sources[name] = source
            if content is not None:
                self._inline[name] = content
        self.names = frozenset((*self._sources, *self._inline, *self._taken))

    def sources(self) -> dict[str, str]:
        """Where the instances that are not in the form come from, by id."""
        return dict(self._sources)

    def frozen(self) -> tuple[dict[str, bytes], dict[str, tuple[str, str, int, dict[str, list[str]]]]]:
        """What the form itself carries, as plain data: XML by id, and the lists that were taken out of it."""
        inline = {name: etree.tostring(root, with_tail=False) for name, root in self._inline.items()}
        tables = {name: table.frozen() for name, table in self._taken.items()}
        return inline, tables

    @classmethod
    def thawed(
        cls,
        media: Media,
        sources: dict[str, str],
        inline: dict[str, etree._Element],
        tables: dict[str, tuple[str, str, int, dict[str, list[str]]]],
    ) -> Secondary:
        """The instances that `sources` and `frozen` described."""
        taken = {
            name: LongList(root, item, columns, size) for name, (root, item, size, columns) in tables.items()
        }
        made = cls(etree.Element("model"), media, taken)
        made._sources.update(sources)
        made._inline.update(inline)
        made.names = frozenset((*sources, *inline, *tables))
        return made

    def expect(self, name: str) -> None:
        """A CSV file that a `search()` appearance reads, declared by no instance of the form."""
        if name not in self.names:
            self._sources[name] = f"jr://file-csv/{name}.csv"
            self.names = self.names | {name}

    def expect_nothing(self, name: str) -> None:
        """Data that another program would fill in: declared, and blank."""
        self._sources[name] = NOWHERE
        self.names = self.names | {name}

    def expect_list(self, name: str) -> None:
        """A list of `itemsets.csv`, the file beside older XForms in which `select_one_external` has its
        choices."""
        if name not in self.names:
            self._sources[name] = f"{_ITEMSETS}{name}"
            self.names = self.names | {name}

    def check(self, name: str, columns: Iterable[str], path: str, *, strict: bool = True) -> None:
        """Look at a list before anyone answers: UserError when a column that is read is missing; only a
        warning where not `strict`."""
        match = _URL.match(self._sources.get(name, ""))
        if not match or not match[2].lower().endswith(".csv"):
            return
        head = self._heads.get(name)
        if head is None:
            content = self.media.read(match[2])
            if content is None:
                return
            table = csv_table(content, match[2])
            head = self._heads[name] = table.names()
            if table.ragged:
                what = _(
                    "“{name}” has a row with more cells than columns; the rest is left out.", name=match[2]
                )
                self.warnings.append(FormWarning(what, _("row {row}", row=table.ragged)))
        for column in columns:
            if column in head:
                continue
            if column in {each.strip() for each in head}:
                what = _("“{name}” has blanks around the column “{column}”.", name=match[2], column=column)
                self.warnings.append(FormWarning(what, path))
                continue
            what = _("“{name}” has no column “{column}”.", name=match[2], column=column)
            if not strict:
                self.warnings.append(FormWarning(what, path))
                continue
            raise UserError(
                what,
                where=path,
                remedy=_("Add the column to the file, or name another in the form."),
            )

    def missing_files(self) -> list[FormWarning]:
        """The files that are not there; their lists are empty."""
        files = dict.fromkeys(_file_of(source) for source in self._sources.values())
        return [
            FormWarning(_("The file “{name}” is missing.", name=file))
            for file in files
            if file and self.media.read(file) is None
        ]

    def is_last_saved(self, name: str) -> bool:
        """Whether the instance is the answers of the interview saved last."""
        return self._sources.get(name) == LAST_SAVED

    def table(self, name: str) -> Table | None:
        """The instance as rows, if it is a plain list."""
        if name not in self._tables:
            self._tables[name] = self._read_table(name)
        return self._tables[name]

    def document(self, name: str) -> list[Node] | None:
        """The instance as the node above its root; None when the form has none of that name."""
        if name not in self._documents:
            if name not in self.names:
                return None
            table = self.table(name)
            self._documents[name] = self._read_document(name) if table is None else table.document()
        return self._documents[name]

    def _read_table(self, name: str) -> Table | None:
        source = self._sources.get(name, "")
        if source.startswith(_ITEMSETS):
            return self._external_lists().get(name)
        match = _URL.match(source)
        if match and match[2].lower().endswith(".csv"):
            content = self.media.read(match[2])
            return None if content is None else csv_table(content, match[2])
        if match and match[2].lower().endswith(".geojson"):
            content = self.media.read(match[2])
            return None if content is None else geojson_table(content, match[2])
        root = self._xml_root(name)
        return None if root is None else xml_table(root)

    def _external_lists(self) -> dict[str, Table]:
        if self._external is None:
            content = self.media.read(_ITEMSETS_FILE)
            self._external = {} if content is None else itemset_tables(content)
        return self._external

    def _xml_root(self, name: str) -> etree._Element | None:
        source = self._sources.get(name, "")
        match = _URL.match(source)
        content = self.media.read(match[2]) if match else None
        if content is not None and match is not None:
            return parse_xml(content, match[2])
        return self._inline.get(name)

    def _read_document(self, name: str) -> list[Node]:
        document = Node(DOCUMENT, "", None)
        root = self._xml_root(name)
        if root is not None:
            document.adopt(from_lxml(root, document))
        return [document]


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
    whole = csv_table(content, _ITEMSETS_FILE)
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


_FEW = 200
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
