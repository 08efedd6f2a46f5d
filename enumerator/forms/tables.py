# SPDX-License-Identifier: Apache-2.0
"""A list as rows with named columns; a row becomes a node only when an expression wants one."""

from __future__ import annotations

from .tree import DOCUMENT, ELEMENT, Node


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
