# SPDX-License-Identifier: Apache-2.0
"""A piece of XML as the nodes that expressions read."""

from __future__ import annotations

from lxml import etree

from enumerator.forms.tree import DOCUMENT, Node, from_lxml


def document_of(xml: str) -> Node:
    """The document node over the XML."""
    document = Node(DOCUMENT, "", None)
    document.adopt(from_lxml(etree.fromstring(xml), document))
    return document
