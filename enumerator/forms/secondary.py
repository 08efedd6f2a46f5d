# SPDX-License-Identifier: Apache-2.0
"""Secondary instances: lists and data that the form carries or reads from its media, read when first asked
for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from enumerator.errors import UserError
from enumerator.messages import _

from .definition import FormWarning
from .lists import LongList
from .markup import attribute, elements, parse_xml
from .media import Media
from .table_files import ITEMSETS_FILE, csv_table, geojson_table, itemset_tables, xml_table
from .tables import Table
from .tree import DOCUMENT, Node, from_lxml

_URL = re.compile(r"jr://([\w.-]+)/(.+)\Z")
LAST_SAVED = "jr://instance/last-saved"
NOWHERE = "jr://instance/nowhere"
_ITEMSETS = f"jr://{ITEMSETS_FILE}/"


def _file_of(source: str) -> str:
    """The file behind a source; "" where none is read."""
    if source in (LAST_SAVED, NOWHERE):
        return ""
    if source.startswith(_ITEMSETS):
        return ITEMSETS_FILE
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
            content = self.media.read(ITEMSETS_FILE)
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
