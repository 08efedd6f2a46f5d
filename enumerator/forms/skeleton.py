# SPDX-License-Identifier: Apache-2.0
"""The primary instance of an XForm: its Specs, its binds, and the Seed a new interview grows from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from lxml import etree

from .markup import ENTITIES, JAVAROSA, OPENROSA, PENDATA, elements, line_of
from .model import NO_BIND, Bind, Seed, Spec
from .pointing import nothing_there

_PRELOAD = f"{{{JAVAROSA}}}preload"
_PRELOAD_PARAMETERS = f"{{{JAVAROSA}}}preloadParams"
_SAVE_TO = f"{{{ENTITIES}}}saveto"
_TEMPLATE = f"{{{JAVAROSA}}}template"
TEXT_TYPES = frozenset(("select1", "select", "rank", "odk:rank", "integer", "xsd:string", "xsd:decimal", ""))
_TYPES = {"select1": "string", "select": "string", "rank": "string", "odk:rank": "string", "integer": "int"}
KNOWN_TYPES = frozenset(
    [
        "string",
        "int",
        "boolean",
        "decimal",
        "date",
        "time",
        "dateTime",
        "geopoint",
        "geotrace",
        "geoshape",
        "binary",
        "barcode",
        "intent",
    ]
)


class Skeleton:
    """Specs by path, and the seed. `repeats` are the paths that the body repeats."""

    def __init__(self, root: etree._Element, repeats: set[str]) -> None:
        self._repeats = repeats
        self._binds: dict[tuple[tuple[str, str], ...], Bind] = {}
        self.specs: dict[str, Spec] = {}
        self.root = self._spec(root, None)
        self.seed = self._seed(root, self.root)
        for path in repeats:
            spec = self.specs.get(path)
            if spec is not None:
                spec.repeat = True

    def _spec(self, element: etree._Element, parent: Spec | None) -> Spec:
        namespace, _brace, name = str(element.tag).rpartition("}")
        spec = parent.named.get(name) if parent is not None else None
        if spec is None:
            spec = Spec(name, parent)
            spec.namespace, spec.prefix = namespace[1:], element.prefix
            self.specs[spec.path] = spec
            if parent is not None:
                parent.children.append(spec)
                parent.named[spec.name] = spec
        return spec

    def _seed(self, element: etree._Element, spec: Spec) -> Seed:
        """The seed of an element; templates become the template of their Spec and leave no seed."""
        seed = Seed(spec, "" if len(element) else element.text or "")
        spec.default = spec.default or seed.text.strip()
        for key, value in element.items():
            if key == _TEMPLATE:
                continue
            name = etree.QName(str(key))
            held = self._attribute(spec, name, element)
            seed.attributes.append(Seed(held, str(value)))
            spec.fixed.setdefault(held.name, str(value))
        for child in elements(element):
            made = self._seed(child, self._spec(child, spec))
            if made.spec.path in self._repeats:
                is_template = child.get(_TEMPLATE) is not None
                if is_template or made.spec.template is None:
                    made.spec.template = made
                if is_template:
                    continue
            seed.children.append(made)
        return seed

    def _attribute(self, spec: Spec, name: etree.QName, element: etree._Element) -> Spec:
        held = spec.attributes.get(name.localname)
        if held is None:
            held = Spec(name.localname, spec, attribute=True)
            held.namespace = name.namespace or ""
            held.prefix = next(
                (prefix for prefix, uri in element.nsmap.items() if uri == held.namespace), None
            )
            spec.attributes[name.localname] = held
            self.specs[held.path] = held
        return held

    def bind(self, written: Mapping[str, str], element: etree._Element) -> Spec:
        """Put the attributes of one bind element on its Spec."""
        path = written.get("nodeset", "")
        spec = self.specs.get(path) or self.find(plain_path(path), element)
        spec.answered = True
        said = tuple(item for item in written.items() if item[0] != "nodeset")
        bind = self._binds.get(said)
        if bind is None:  # most binds of a form differ in nothing but their nodeset
            bind = self._binds[said] = _bind(written)
        spec.bind = bind
        return spec

    def complete_meta(self) -> None:
        """Every interview has an instanceID and room for a deprecatedID; what the form leaves out is
        added, in the namespace of its meta, or of OpenRosa where there is none."""
        root, meta = self.root, self.root.named.get("meta")
        if meta is None:
            meta = Spec("meta", root)
            meta.namespace, meta.prefix = OPENROSA, "orx"
            self._graft(meta, self.seed)
        seed = next(child for child in self.seed.children if child.spec is meta)
        if meta.repeat or seed.text:
            return
        for name, bind in (("instanceID", replace(NO_BIND, preload="uid")), ("deprecatedID", NO_BIND)):
            if name not in meta.named:
                spec = Spec(name, meta)
                spec.namespace, spec.prefix = meta.namespace, meta.prefix
                spec.bind, spec.implied = bind, True
                self._graft(spec, seed)

    def _graft(self, spec: Spec, seed: Seed) -> None:
        self.specs[spec.path] = spec
        if spec.parent is not None:
            spec.parent.children.append(spec)
            spec.parent.named[spec.name] = spec
        seed.children.append(Seed(spec, ""))

    def find(self, path: str, element: etree._Element | None = None) -> Spec:
        """The Spec at a generic path, to which `element` refers; UserError when there is none."""
        spec = self.specs.get(path)
        if spec is None and "/@" in path:
            parent, _at, name = path.rpartition("/@")
            owner = self.specs.get(parent)
            if owner is not None:
                spec = Spec(name, owner, attribute=True)
                owner.attributes[name] = spec
                self.specs[path] = spec
        if spec is None:
            raise nothing_there(path, self.specs, "" if element is None else line_of(element))
        return spec


def _bind(written: Mapping[str, str]) -> Bind:
    get = written.get
    kind = get("type", "string").strip().removeprefix("xsd:").removeprefix("xs:")
    kind = _TYPES.get(kind, kind)
    return Bind(
        kind if kind in KNOWN_TYPES else "string",
        get("relevant", "").strip(),
        get("calculate", "").strip(),
        get("required", "").strip(),
        get("readonly", "").strip(),
        get("constraint", "").strip(),
        get(_PRELOAD, "").strip(),
        get(_PRELOAD_PARAMETERS, "").strip(),
        get(_SAVE_TO, "").strip(),
    )


@lru_cache(maxsize=20_000)
def plain_path(written: str, inherited: str = "") -> str:
    """A nodeset or ref as a generic path: blanks removed, relative ones joined, prefixes dropped."""
    path = "".join(written.split())
    if not path.startswith("/"):
        path = f"{inherited}/{path}" if inherited else f"/{path}"
    names: list[str] = []
    for step in path.strip("/").split("/"):
        if step == "..":
            names = names[:-1]
        elif step not in (".", "", "current()"):
            at = "@" if step.startswith("@") else ""
            names.append(at + step.removeprefix("@").split("[", 1)[0].rpartition(":")[2])
    return "/" + "/".join(names)


def extras(written: Mapping[str, str]) -> tuple[str, frozenset[str], bool]:
    """Our own columns on a bind: severity, the no-answers allowed, and whether the answer is sensitive."""
    severity = written.get(f"{{{PENDATA}}}severity", "").strip().lower()
    allowed = re.split(r"[\s,;]+", written.get(f"{{{PENDATA}}}allow", "").lower().replace("-", "_"))
    sensitive = written.get(f"{{{PENDATA}}}sensitive", "").strip().lower()
    return (
        "warn" if severity in ("warn", "warning", "soft") else "block",
        frozenset(allowed) & {"dont_know", "refused"},
        sensitive in ("yes", "true", "true()", "1", "ya"),
    )
