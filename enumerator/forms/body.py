# SPDX-License-Identifier: Apache-2.0
"""The body of an XForm: controls become Questions, groups Groups, repeats Repeats, in the order they are
shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from enumerator.errors import UserError
from enumerator.messages import _

from .definition import NO_TEXT, Choice, FormWarning, Group, Itemset, Part, Question, Repeat, Setting, Text
from .markup import JAVAROSA, PENDATA, attribute, elements, first, line_of, local
from .model import Spec
from .placing import groups_in, misplaced, not_asked, without
from .search import searched, without_search
from .skeleton import Skeleton, extras, plain_path
from .wording import Translations

CONTROLS = frozenset(
    {"input", "secret", "textarea", "select1", "select", "upload", "trigger", "range", "rank"}
)
_INPUTS = {
    "string": "text",
    "int": "integer",
    "binary": "file",
    "intent": "text",
    "boolean": "text",
}
_UPLOADS = {"image": "image", "audio": "audio", "video": "video"}
_SIMPLE = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "trigger": "acknowledge",
    "range": "range",
}
_SELECTS = frozenset({"select1", "select", "rank"})
_PRELOADS = {
    ("timestamp", "start"): "start",
    ("timestamp", "end"): "end",
    ("date", "today"): "today",
    ("property", "deviceid"): "deviceid",
    ("property", "username"): "username",
    ("property", "email"): "email",
    ("property", "phonenumber"): "phonenumber",
    ("property", "phone number"): "phonenumber",
    ("uid", ""): "uid",
}
_EVENTS = {"xforms-ready": "odk-instance-first-load"}
_OUR_NAMES = frozenset({"ref", "bind", "appearance", "nodeset", "class"})
_RELATIVE_PATH = re.compile(r"(?:current\(\)|\.\.|[^\W\d][\w.-]*)(?:/(?:\.\.|[\w.-]+))*\Z")
_LIST_OF_QUERY = re.compile(r"\s*instance\(\s*['\"]([^'\"]+)['\"]\s*\)")
_SEEN_ELSEWHERE = frozenset({"label", "hint", "repeat", "help", "alert"})
_ACTIONS = ("setvalue", "setgeopoint", "recordaudio")


@dataclass
class Extras:
    """What the bind elements say beyond what the engine evaluates."""

    by_path: dict[str, tuple[str, frozenset[str], bool]] = field(default_factory=dict)
    constraint_message: dict[str, Text] = field(default_factory=dict)
    required_message: dict[str, Text] = field(default_factory=dict)
    parameters: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, written: Mapping[str, str], path: str, translations: Translations) -> None:
        """Remember the attributes of one bind element."""
        for key, text in written.items():
            if key in _PLAIN_BINDS:
                continue
            name = key.rpartition("}")[2]
            if name == "constraintMsg":
                self.constraint_message[path] = translations.message(text.strip())
            elif name == "requiredMsg":
                self.required_message[path] = translations.message(text.strip())
            elif name in _BIND_PARAMETERS:
                self.parameters.setdefault(path, {})[name] = text
            elif key.startswith(_OURS):
                self.by_path[path] = extras(written)


_OURS = f"{{{PENDATA}}}"
_PLAIN_BINDS = frozenset(["nodeset", "type", "relevant", "calculate", "required", "readonly", "constraint"])
_BIND_PARAMETERS = frozenset(
    [
        "max-pixels",
        "quality",
        "background-recording-type",
        "allow-mock-accuracy",
        "track-changes",
        "track-changes-reasons",
        "identify-user",
        "location-priority",
        "location-min-interval",
        "location-max-age",
    ]
)


class Body:
    """Reads the body once; `root` is everything shown, `nodes` every part by path."""

    def __init__(
        self,
        body: etree._Element,
        skeleton: Skeleton,
        translations: Translations,
        extra: Extras,
        binds: Mapping[str, str],
    ) -> None:
        self._skeleton = skeleton
        self._translations = translations
        self._extra = extra
        self._binds = binds
        self._screens = 0
        self.nodes: dict[str, Part] = {}
        self.warnings: list[FormWarning] = []
        self.settings: list[Setting] = []
        self.searched: set[str] = set()
        self.queried: set[str] = set()
        root = skeleton.root.path
        self.root = Group(root, skeleton.root.name, "", children=tuple(self._parts(body, root, root)))
        self._leave_out(misplaced(self.root, skeleton.specs))
        self.nodes[root] = self.root
        for spec in skeleton.specs.values():
            if spec.path not in self.nodes and (spec.answered or spec.names[-1][0] != "@"):
                self._add_unasked(spec)
        for path, part in self.nodes.items():
            if path in skeleton.specs:
                skeleton.specs[path].definition = part

    def _leave_out(self, hidden: frozenset[str]) -> None:
        if hidden:
            self.root = without(self.root, hidden)
            self.nodes.update({each.path: each for each in groups_in(self.root)})
            self.warnings += [not_asked(path) for path in sorted(hidden)]

    def _path(self, element: etree._Element, inherited: str) -> str:
        reference = str(element.get("ref", ""))
        if reference[:1] == "/" and reference in self._skeleton.specs and element.get("bind") is None:
            return reference
        bind = attribute(element, "bind")
        if bind:
            if bind not in self._binds:
                raise UserError(
                    _("The form has a control for “{name}”, which is not bound.", name=bind),
                    where=line_of(element),
                    remedy=_("Correct the name, or add the bind."),
                )
            return self._binds[bind]
        written = attribute(element, "ref") or attribute(element, "nodeset")
        path = plain_path(written, inherited)
        self._skeleton.find(path, element)
        return path

    def _parts(self, parent: etree._Element, inherited: str, shown_in: str) -> list[Part]:
        parts: list[Part] = []
        for element in elements(parent):
            name = local(element)
            if name == "group":
                parts.append(self._group(element, inherited, shown_in))
            elif name == "repeat":
                parts.append(self._repeat(element, None, inherited, shown_in))
            elif name in CONTROLS:
                parts.append(self._question(element, inherited, shown_in))
            elif name in _ACTIONS:
                self.settings.append(self._setting(element, inherited))
            elif name not in _SEEN_ELSEWHERE:
                what = _("“{name}” in the form is not shown: it is no kind of question here.", name=name)
                self.warnings.append(FormWarning(what, inherited))
        return parts

    def _group(self, element: etree._Element, inherited: str, shown_in: str) -> Group:
        referred = bool(
            attribute(element, "ref") or attribute(element, "bind") or attribute(element, "nodeset")
        )
        path = self._path(element, inherited) if referred else ""
        repeat = first(element, "repeat")
        if repeat is not None and next(elements(element, "group", *CONTROLS), None) is None:
            repeated = self._path(repeat, inherited)
            if not path or path == repeated:
                return self._repeat(repeat, element, inherited, shown_in)
        if not path or path in self.nodes:
            self._screens += 1
            base = path or inherited
            path = f"{base}#{self._screens}"
            inherited = base
        else:
            inherited = path
        group = Group(
            path,
            path.rpartition("/")[2],
            shown_in,
            self._translations.of(first(element, "label")),
            self._translations.of(first(element, "hint")),
            attribute(element, "appearance"),
            children=tuple(self._parts(element, inherited, path)),
        )
        self.nodes[path] = group
        return group

    def _repeat(
        self, element: etree._Element, wrapper: etree._Element | None, inherited: str, shown_in: str
    ) -> Repeat:
        path = self._path(element, inherited)
        label = first(element, "label")
        if label is None and wrapper is not None:
            label = first(wrapper, "label")
        appearance = attribute(element, "appearance")
        if wrapper is not None:
            appearance = " ".join(filter(None, (appearance, attribute(wrapper, "appearance"))))
        repeat = Repeat(
            path,
            path.rpartition("/")[2],
            shown_in,
            self._translations.of(label),
            NO_TEXT,
            appearance,
            children=tuple(self._parts(element, path, path)),
            count=_count(attribute(element, "count", JAVAROSA), inherited if wrapper is None else path),
            no_add_remove=attribute(element, "noAddRemove", JAVAROSA).lower() in ("true", "true()"),
        )
        self.nodes[path] = repeat
        return repeat

    def _question(self, element: etree._Element, inherited: str, shown_in: str) -> Question:
        path = self._path(element, inherited)
        spec = self._skeleton.find(path)
        spec.asked = True
        control = local(element)
        parts: dict[str, list[etree._Element]] = {}
        for child in element:
            tag = child.tag
            if isinstance(tag, str):
                parts.setdefault(tag.rpartition("}")[2], []).append(child)
        of = self._translations.of
        choices = self._choices(element) if "item" in parts or "choices" in parts else ()
        if control == "range" and "itemset" in parts:
            what = _("The words on the scale (tick_labelset) are not shown; the numbers are.")
            self.warnings.append(FormWarning(what, path))
        itemset = self._itemset(element) if control in _SELECTS or element.get("query") else None
        appearance = attribute(element, "appearance")
        if "search" in appearance and (search := searched(appearance, choices)):
            self.searched.add(search[0])
            choices, itemset, appearance = (), search[1], without_search(appearance)
        question = self._described(
            spec,
            shown_in,
            control=control,
            kind=_type(control, spec, element),
            label=of(parts["label"][0]) if "label" in parts else NO_TEXT,
            hint=of(parts["hint"][0]) if "hint" in parts else NO_TEXT,
            appearance=appearance,
            parameters=_parameters(element),
            choices=choices,
            itemset=itemset,
            settings=self._nested(parts, path),
        )
        self.nodes[path] = question
        return question

    def _nested(self, parts: Mapping[str, list[etree._Element]], path: str) -> tuple[Setting, ...]:
        """The actions inside a control; hardly any has one."""
        if parts.keys().isdisjoint(_ACTIONS):
            return ()
        return tuple(self._setting(each, path) for name in _ACTIONS for each in parts.get(name, ()))

    def _described(
        self,
        spec: Spec,
        shown_in: str,
        *,
        control: str,
        kind: str,
        label: Text,
        hint: Text,
        appearance: str,
        parameters: dict[str, str],
        choices: tuple[Choice, ...],
        itemset: Itemset | None,
        settings: tuple[Setting, ...],
    ) -> Question:
        severity, allow, sensitive = self._extra.by_path.get(spec.path, ("block", frozenset[str](), False))
        return Question(
            spec.path,
            spec.name,
            shown_in,
            label,
            hint,
            appearance,
            type=kind,
            bind_type=spec.bind.type,
            control=control,
            parameters={**self._extra.parameters.get(spec.path, {}), **parameters},
            choices=choices,
            itemset=itemset,
            settings=settings,
            severity=severity,
            allow=allow,
            sensitive=sensitive,
            constraint_message=self._extra.constraint_message.get(spec.path, NO_TEXT),
            required_message=self._extra.required_message.get(spec.path, NO_TEXT),
            calculated=bool(spec.bind.calculate),
            save_to=spec.bind.save_to,
        )

    def _add_unasked(self, spec: Spec) -> None:
        """A node without a control: a group of such nodes, a calculation, metadata or a hidden value."""
        parent = spec.parent.path if spec.parent is not None else ""
        if not spec.leaf:
            make = Repeat if spec.repeat else Group
            self.nodes[spec.path] = make(spec.path, spec.name, parent)
            return
        kind = _PRELOADS.get((spec.bind.preload, spec.bind.preload_parameter), "hidden")
        if spec.bind.calculate:
            kind = "calculate"
        elif spec.name == "audit" and spec.parent is not None and spec.parent.name == "meta":
            kind = "audit"
        self.nodes[spec.path] = self._described(
            spec,
            parent,
            control="",
            kind=kind,
            label=NO_TEXT,
            hint=NO_TEXT,
            appearance="",
            parameters={},
            choices=(),
            itemset=None,
            settings=(),
        )

    def _choices(self, element: etree._Element) -> tuple[Choice, ...]:
        found: list[Choice] = []
        for item in _items(element):
            value = first(item, "value")
            written = (value.text or "").strip() if value is not None else ""
            found.append(Choice(written, self._translations.of(first(item, "label"))))
        return tuple(found)

    def _itemset(self, element: etree._Element) -> Itemset | None:
        query = attribute(element, "query")
        if query:
            if listed := _LIST_OF_QUERY.match(query):
                self.queried.add(listed[1])
            return Itemset(query, "name", "label")
        itemset = next((each for each in element.iter() if local(each) == "itemset"), None)
        if itemset is None:
            return None
        value, label = first(itemset, "value"), first(itemset, "label")
        written = attribute(label, "ref") if label is not None else ""
        translated = written.startswith("jr:itext(")
        if translated:
            written = written[len("jr:itext(") :].rstrip().removesuffix(")").strip()
        return Itemset(
            attribute(itemset, "nodeset"),
            attribute(value, "ref") if value is not None else "name",
            written,
            translated,
        )

    def _setting(self, element: etree._Element, inherited: str) -> Setting:
        return read_setting(element, self._path(element, inherited))


def _count(written: str, inherited: str) -> str | None:
    """A relative path as count is meant from the enclosing group, where no row stands yet."""
    if _RELATIVE_PATH.match(written):
        return plain_path(written, inherited)
    return written or None


def read_setting(element: etree._Element, target: str) -> Setting:
    """One setvalue, setgeopoint or recordaudio action."""
    events = tuple(_EVENTS.get(event, event) for event in attribute(element, "event").split())
    written = attribute(element, "ref")
    return Setting(
        target,
        events,
        attribute(element, "value"),
        (element.text or "").strip(),
        local(element),
        written if "[" in written else "",
    )


def _items(element: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for child in elements(element, "item", "choices"):
        found += [child] if local(child) == "item" else _items(child)
    return found


def _parameters(element: etree._Element) -> dict[str, str]:
    return {
        name: str(value)
        for key, value in element.items()
        if (name := str(key).rpartition("}")[2]) not in _OUR_NAMES
    }


def _type(control: str, spec: Spec, element: etree._Element) -> str:
    if control == "upload":
        return _UPLOADS.get(attribute(element, "mediatype").partition("/")[0], "file")
    if element.get("query"):
        return "select_one"
    if control in _SIMPLE:
        return _SIMPLE[control]
    bind = spec.bind
    if bind.type == "string" and bind.readonly.replace(" ", "") == "true()" and not bind.calculate:
        return "note"
    return _INPUTS.get(bind.type, bind.type)
