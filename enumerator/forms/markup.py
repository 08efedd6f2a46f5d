# SPDX-License-Identifier: Apache-2.0
"""XML read safely: no document types, no entities, no network, and the namespaces of XForms."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from enumerator.errors import UserError
from enumerator.messages import _

HTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ODK = "http://www.opendatakit.org/xforms"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
PENDATA = "https://pendata.id/xforms"
PREFIXES = {
    "h": HTML,
    "jr": JAVAROSA,
    "orx": OPENROSA,
    "odk": ODK,
    "entities": ENTITIES,
    "pendata": PENDATA,
    "xhtml": HTML,
}


def parse_xml(content: bytes, name: str) -> etree._Element:
    """The root element of `content`; UserError when it is not XML or carries a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UserError(
            _("“{name}” is not well-formed XML.", name=name),
            where=str(error)[:200],
            remedy=_("Ask for the file again, or convert the form anew."),
        ) from error
    if getattr(root.getroottree().docinfo, "doctype", "") or any(True for _entity in root.iter(etree.Entity)):
        raise UserError(
            _("“{name}” declares entities, which a form may not.", name=name),
            remedy=_("Remove the DOCTYPE from the file."),
        )
    return root


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def elements(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The child elements, only those of the given local names where names are given."""
    for child in parent:
        tag = child.tag
        if isinstance(tag, str) and (not names or tag.rpartition("}")[2] in names):
            yield child


def first(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child element of a local name."""
    return next(elements(parent, name), None)


def line_of(element: etree._Element) -> str:
    """Where an element stands in its file, in words."""
    return _("line {line}: {name}", line=element.sourceline or 1, name=local(element))


def attribute(element: etree._Element, name: str, namespace: str = "") -> str:
    """An attribute's text without surrounding blanks; "" when absent."""
    found = element.get(f"{{{namespace}}}{name}" if namespace else name)
    return str(found).strip() if found else ""
