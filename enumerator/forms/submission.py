# SPDX-License-Identifier: Apache-2.0
"""A live interview as OpenRosa XML, and back."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from lxml import etree

from enumerator.errors import UserError
from enumerator.messages import _

from .definition import Form, Question
from .interview import Interview
from .live import Live
from .markup import PENDATA, elements, local, parse_xml
from .model import Spec
from .notes import SUBMITTED, Notes
from .world import Context

_OURS = f"{{{PENDATA}}}"
_NOTES = ("no-answer", "remark", "reason")
_ROW_ID = re.compile(r"[\w-]{1,64}\Z")


def to_xml(interview: Interview, *, ours: bool = True) -> bytes:
    """The submission: relevant nodes only, in the order and the namespaces of the form.

    With `ours`, attributes in our own namespace keep what OpenRosa has no place for: `no-answer`
    (`dont_know`, `refused`), `remark`, `reason`, `sensitive`, and `row`, the id of a roster row. Other tools
    ignore them. A node that is not relevant is absent, one not answered is an empty element.
    """
    element = _element(interview.tree.root, None, interview.notes if ours else None)
    return etree.tostring(element, encoding="utf-8", xml_declaration=True)


def _note(element: etree._Element, node: Live, notes: Notes) -> None:
    flat: dict[str, str] = {}
    notes.write(node.address, flat)
    for kind in _NOTES:
        text = flat.get(f"{node.address}#{kind}")
        if text:
            element.set(f"{_OURS}{kind}", text)
    if node.row:
        element.set(f"{_OURS}row", node.row)
    definition = node.spec.definition
    if isinstance(definition, Question) and definition.sensitive:
        element.set(f"{_OURS}sensitive", "yes")


def _element(node: Live, parent: etree._Element | None, notes: Notes | None) -> etree._Element:
    spec = node.spec
    tag = f"{{{spec.namespace}}}{spec.name}" if spec.namespace else spec.name
    nsmap: dict[Any, str] = {"pendata": PENDATA} if parent is None and notes is not None else {}
    if spec.namespace:
        nsmap[spec.prefix] = spec.namespace
    for attribute in node.attributes.values():
        if attribute.namespace and attribute.prefix:
            nsmap[attribute.prefix] = attribute.namespace
    if parent is None:
        element = etree.Element(tag, nsmap=nsmap)
    else:
        element = etree.SubElement(parent, tag, nsmap=nsmap)
    for attribute in node.attributes.values():
        if attribute.relevant and (attribute.text or parent is None):
            key = f"{{{attribute.namespace}}}{attribute.name}" if attribute.namespace else attribute.name
            element.set(key, attribute.text)
    if notes is not None:
        _note(element, node, notes)
    if spec.leaf:
        if node.text:
            element.text = unicodedata.normalize("NFC", node.text)
        return element
    for child in node.children:
        if isinstance(child, Live) and child.relevant and not (child.spec.implied and not child.text):
            _element(child, element, notes)
    return element


def from_xml(form: Form, xml: bytes, context: Context | None = None, *, edit: bool = False) -> Interview:
    """The interview that `xml` was written from. `edit` gives it a new instanceID and keeps the old one as
    the deprecatedID (trap 35). UserError when the XML is of another form or holds answers the form has no
    place for."""
    return Interview.resume(form, read_answers(form, xml, context, edit=edit), context)


def read_answers(
    form: Form, xml: bytes, context: Context | None = None, *, edit: bool = False
) -> dict[str, str]:
    """The flat answers in a submission of `form`."""
    root = parse_xml(xml, _("The answers"))
    reading = _Answers(form, context or Context())
    if local(root) != form.model.root.name:
        raise UserError(
            _("The answers are of another form: “{name}”.", name=local(root)),
            remedy=_("Open them with the form they were made with."),
        )
    reading.read(root, form.model.root, form.model.root.path)
    if edit:
        reading.renew()
    return reading.answers


class _Answers:
    def __init__(self, form: Form, context: Context) -> None:
        self._form = form
        self._context = context
        self.answers: dict[str, str] = {}

    def read(self, element: etree._Element, spec: Spec, address: str) -> None:
        for kind in _NOTES:
            if note := element.get(f"{_OURS}{kind}"):
                self.answers[f"{address}#{kind}"] = str(note)
        for key, value in element.attrib.items():
            if str(key).startswith(_OURS):
                continue
            held = spec.attributes.get(etree.QName(str(key)).localname)
            if held is not None and held.answered and value:
                self.answers[f"{address}/@{held.name}"] = str(value)
        if spec.leaf:
            text = "".join(str(part) for part in element.itertext())
            if text:
                self.answers[address] = text
            if spec.asked and spec.calculate is not None:
                self.answers[f"{address}#edited"] = SUBMITTED
            return
        present = {local(child) for child in elements(element)}
        for missing in spec.children:
            if missing.name not in present:
                self._default(missing, f"{address}/{missing.name}")
        rows: dict[str, list[str]] = {child.name: [] for child in spec.children if child.repeat}
        for child in elements(element):
            below = spec.named.get(local(child))
            if below is None:
                raise UserError(
                    _(
                        "The answers hold “{name}”, which the form does not ask.",
                        name=f"{spec.path}/{local(child)}",
                    ),
                    remedy=_("Open them with the version of the form they were made with."),
                )
            step = f"{address}/{below.name}"
            if below.repeat:
                row = str(child.get(f"{_OURS}row", ""))
                if not _ROW_ID.match(row) or row in rows[below.name]:
                    row = self._context.new_id()
                rows[below.name].append(row)
                step = f"{step}[{row}]"
            self.read(child, below, step)
        for name, ids in rows.items():
            self.answers[f"{address}/{name}#rows"] = " ".join(ids)

    def _default(self, spec: Spec, address: str) -> None:
        """What a submission leaves out, because it was not relevant, has the form's own value again."""
        if spec.repeat:
            return
        if spec.leaf:
            if spec.default:
                self.answers[address] = spec.default
            return
        for child in spec.children:
            self._default(child, f"{address}/{child.name}")

    def renew(self) -> None:
        """A new instanceID; the old one is the deprecatedID."""
        for spec in self._form.model.specs.values():
            if spec.name == "instanceID" and spec.parent is not None and spec.parent.name == "meta":
                old = self.answers.pop(spec.path, "")
                other = spec.parent.named.get("deprecatedID")
                if other is not None and old:
                    self.answers[other.path] = old
