# SPDX-License-Identifier: Apache-2.0
"""Runs an engine-neutral corpus of XPath cases and form scenarios, and says what passed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from xml.dom import minidom

from lxml import etree

from enumerator.errors import UserError

from .definition import Form
from .expressions.compiler import Compiler
from .expressions.context import Context as Place
from .expressions.context import World
from .expressions.faults import ExpressionError
from .expressions.parser import parse
from .expressions.values import Value, number, text, truth
from .interview import Interview
from .live import Live
from .markup import PREFIXES
from .submission import from_xml, read_answers, to_xml
from .tree import ATTRIBUTE, COMMENT, DOCUMENT, ELEMENT, INSTRUCTION, TEXT, Node, contents, descendants
from .world import Context
from .xform import parse_form

_ZONES = {"GMT": timezone.utc, "UTC": timezone.utc, "America/Phoenix": timezone(timedelta(hours=-7))}  # noqa: UP017
_PHOENIX = _ZONES["America/Phoenix"]
_EXPONENT = re.compile(r"-?\d\.\d+E-?\d+\Z")
_STEP = re.compile(r"(?P<name>[^\[]+?)(?:\[(?P<place>\d+)\])?\Z")
_UNSTATED = {"relevant": True, "readonly": False, "required": False, "valid": "ok"}


@dataclass
class Tally:
    """How many of how many passed."""

    passed: int = 0
    total: int = 0

    def add(self, passed: bool) -> None:
        self.total += 1
        self.passed += passed


@dataclass
class Outcome:
    """What a run found. `faults` says for each failed case what was expected and what came."""

    consensus: Tally = field(default_factory=Tally)
    single: Tally = field(default_factory=Tally)
    disputed: Tally = field(default_factory=Tally)
    scenarios: Tally = field(default_factory=Tally)
    expectations: Tally = field(default_factory=Tally)
    faults: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The figures by tier, and the ids that failed; disputed cases are reported and not counted."""
        return {
            "consensus": {"passed": self.consensus.passed, "total": self.consensus.total},
            "single": {"passed": self.single.passed, "total": self.single.total},
            "disputed": {"passed": self.disputed.passed, "total": self.disputed.total},
            "scenarios": {
                "passed": self.scenarios.passed,
                "total": self.scenarios.total,
                "expectations_passed": self.expectations.passed,
                "expectations_total": self.expectations.total,
            },
            "failed": sorted(self.faults),
        }


def run_corpus(folder: Path, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Run every case under `folder` (xpath.jsonl, contexts.json, scenarios.jsonl)."""
    outcome = Outcome()
    cases, scenarios = list(read_cases(folder)), list(read_scenarios(folder))
    contexts = read_contexts(folder)
    total = len(cases) + len(scenarios)
    for done, case in enumerate(cases):
        fault = xpath_fault(case, contexts)
        {"consensus": outcome.consensus, "single": outcome.single}.get(case["tier"], outcome.disputed).add(
            not fault
        )
        if fault and case["tier"] != "disputed":
            outcome.faults[case["id"]] = fault
        if progress and done % 50 == 0:
            progress(done, total)
    for done, scenario in enumerate(scenarios, len(cases)):
        replay = Replay(folder, scenario)
        faults = replay.run()
        outcome.scenarios.add(not faults)
        outcome.expectations.total += replay.asserted
        outcome.expectations.passed += replay.held
        if faults:
            outcome.faults[scenario["id"]] = "; ".join(faults[:6])
        if progress and done % 10 == 0:
            progress(done, total)
    return outcome


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    yield json.loads(line)


def read_cases(folder: Path) -> Iterator[dict[str, Any]]:
    """The XPath cases of a corpus."""
    return _lines(folder / "xpath.jsonl")


def read_scenarios(folder: Path) -> Iterator[dict[str, Any]]:
    """The form scenarios of a corpus."""
    return _lines(folder / "scenarios.jsonl")


def read_contexts(folder: Path) -> dict[str, str]:
    """The XML of each context by its id."""
    path = folder / "contexts.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


# XPath cases


class _CaseWorld(World):
    """The lists and texts that an XPath case finds in its own document."""

    def __init__(self, case: Mapping[str, Any], document: Node) -> None:
        self.zone: tzinfo | None = _ZONES.get(case.get("tz", "America/Phoenix"), _PHOENIX)
        self.namespaces = {**PREFIXES, "mathml": "http://www.w3.org/1998/Math/MathML"}
        spoken = _SPOKEN.search(case.get("title", ""))
        self._language = spoken[1] if spoken else ""
        self._clock = case.get("needs_clock")
        self._document = document

    def now(self) -> datetime:
        if self._clock:
            return datetime.fromisoformat(self._clock)
        return datetime.now(self.zone)

    def instance(self, name: str) -> list[Node] | None:
        found = self._all("instance", name)
        return found[:1] or None

    def translation(self, text_id: str) -> str:
        translations = [node for node in descendants(self._document) if node.name == "translation"]
        named = (node for node in translations if self._language and _lang(node) == self._language)
        marked = (node for node in translations if "default" in node.attributes)
        chosen = next(named, None) or next(marked, None)
        for node in descendants(chosen or translations[0]) if translations else ():
            if node.name == "text" and node.attributes["id"].text == text_id:
                values = node.named.get("value", [])
                return next((value.value() for value in values if "form" not in value.attributes), "")
        return ""

    def _all(self, name: str, wanted: str) -> list[Node]:
        return [
            node
            for node in descendants(self._document)
            if node.name == name and "id" in node.attributes and node.attributes["id"].text == wanted
        ]


_SPOKEN = re.compile(r"in language '([^']+)'")
"""Cases with texts say in their title which language was active."""


def _lang(translation: Node) -> str:
    held = translation.attributes.get("lang")
    return "" if held is None else held.text


def xpath_fault(case: Mapping[str, Any], contexts: Mapping[str, str]) -> str:
    """What went otherwise than the case expects; "" when it passed."""
    document = read_document(contexts[case["context"]])
    world = _CaseWorld(case, document)
    try:
        node = locate(document, case.get("context_node", "/"))
        root = locate(document, case["root_node"]) if "root_node" in case else document
        value = Compiler(world).value(parse(case["expression"]))(Place(node, root, world))
    except ExpressionError as error:
        return "" if case["type"] == "error" else f"{case['expression']}: {error}"
    if case["type"] == "error":
        return f"{case['expression']}: no error but {value!r}"
    return _compared(case, value, document, world)


def read_document(xml: str) -> Node:
    """The tree as the reference engines' DOM had it: a CDATA section is a text node of its own."""
    document = Node(DOCUMENT, "", None)
    for child in minidom.parseString(xml.encode()).childNodes:
        if child.nodeType != child.DOCUMENT_TYPE_NODE:
            document.adopt(_dom(child, document))
    return document


def _dom(item: Any, parent: Node) -> Node:
    if item.nodeType in (item.TEXT_NODE, item.CDATA_SECTION_NODE):
        return Node(TEXT, "", parent, item.data)
    if item.nodeType == item.COMMENT_NODE:
        return Node(COMMENT, "", parent, item.data)
    if item.nodeType == item.PROCESSING_INSTRUCTION_NODE:
        return Node(INSTRUCTION, item.target, parent, item.data)
    node = Node(ELEMENT, item.localName, parent)
    node.namespace, node.prefix = item.namespaceURI or "", item.prefix or None
    for attribute in item.attributes.values():
        if attribute.name == "xmlns" or attribute.prefix == "xmlns":
            node.declared = {
                **node.declared,
                attribute.localName if attribute.prefix else "": attribute.value,
            }
            continue
        held = Node(ATTRIBUTE, attribute.localName, node, attribute.value)
        held.namespace, held.prefix = attribute.namespaceURI or "", attribute.prefix or None
        node.attributes[attribute.name] = held
    children = item.childNodes
    if len(children) == 1 and children[0].nodeType == item.TEXT_NODE:
        node.text = children[0].data
        return node
    for child in children:
        node.adopt(_dom(child, node))
    return node


def _compared(case: Mapping[str, Any], value: Value, document: Node, world: World) -> str:
    kind, expected = case["type"], case["expected"]
    found: Any
    if kind == "number":
        found = number(value, world.zone)
        same = _same_number(float(found), expected, case.get("round_factor"))
    elif kind == "boolean":
        found = truth(value)
        same = found is expected
    elif kind == "string":
        found = text(value)
        same = found == expected
    elif kind == "string-length":
        found = len(text(value))
        same = found == expected
    elif kind == "string-matches":
        found = text(value)
        same = re.search(expected, found) is not None
    elif not isinstance(value, list):
        return f"{case['expression']}: no nodes but {value!r}"
    elif kind == "node":
        found = [node_path(node) for node in value[:1]]
        same = found == ([expected] if isinstance(expected, str) else expected or [])
    else:
        found = sorted(node_path(node) for node in value)
        same = found == sorted(expected)
    if same and "expected_text" in case and isinstance(value, list):
        texts = case["expected_text"]
        wanted = [each or "" for each in ([texts] if isinstance(texts, str) else texts)]
        found = ["" if node.kind == DOCUMENT else node.value() for node in value]
        same = sorted(found) == sorted(wanted)
        expected = wanted
    return "" if same else f"{case['expression']}: expected {expected!r}, found {found!r}"


def _same_number(found: float, expected: Any, factor: float | None) -> bool:
    wanted = float(expected)
    if math.isnan(wanted) or math.isnan(found):
        return math.isnan(wanted) and math.isnan(found)
    if factor:
        return abs(math.floor(found * factor + 0.5) / factor - wanted) <= 1e-9 * max(1.0, abs(wanted))
    return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-12)


_KINDS = {TEXT: "text()", COMMENT: "comment()", INSTRUCTION: "processing-instruction()"}


def node_path(node: Node) -> str:
    """The path by which the corpus names a node."""
    if node.parent is None:
        return "/"
    above = node_path(node.parent).rstrip("/")
    if node.kind == 2:
        return f"{above}/@{node.prefix + ':' if node.prefix else ''}{node.name}"
    if node.kind == 6:
        return f"{above}/@xmlns:{node.name}" if node.name else f"{above}/@xmlns"
    alike = [each for each in contents(node.parent) if each.kind == node.kind]
    place = next(index for index, each in enumerate(alike, 1) if each is node or each == node)
    return f"{above}/{_KINDS.get(node.kind, '*')}[{place}]"


def locate(document: Node, path: str) -> Node:
    """The node that the corpus names by `path`."""
    node = document
    for step in path.strip("/").split("/") if path != "/" else ():
        node = _step(node, step)
    return node


def _step(node: Node, step: str) -> Node:
    if step.startswith("@"):
        return node.attributes[step[1:]]
    name, _bracket, place = step.rstrip("]").partition("[")
    kind = next((kind for kind, written in _KINDS.items() if written == name), None)
    alike = [child for child in contents(node) if (child.kind == kind if kind else child.kind == 1)]
    return alike[int(place or 1) - 1]


# Scenarios


class Replay:
    """One scenario being replayed; `run` gives what went wrong."""

    def __init__(self, folder: Path, scenario: Mapping[str, Any]) -> None:
        self._folder = folder
        self._scenario = scenario
        self._faults: list[str] = []
        self._known: dict[str, dict[str, Any]] = {}
        self._first = True
        self.asserted = 0
        self.held = 0

    def run(self) -> list[str]:
        """Replay every step; the faults in the order they were met."""
        expected = sum(
            len(fields) for step in self._scenario["steps"] for fields in step.get("nodes", {}).values()
        )
        try:
            self._form = self._load()
            for step in self._scenario["steps"]:
                getattr(self, f"_{step['op']}")(step)
        except Exception as error:  # a run goes on with the next scenario whatever happened in this one
            self._faults.append(f"{type(error).__name__}: {error}"[:300])
        self.asserted = expected
        return self._faults

    def _load_context(self) -> Context:
        preload = self._scenario.get("preload") or {}
        return Context(
            clock=lambda: datetime.now(_PHOENIX),
            properties={str(k): str(v) for k, v in preload.items()},
            seed=7,
        )

    def _load(self, _step: Mapping[str, Any] | None = None) -> Form:
        if _step is None:
            media = {
                url.partition("://")[2].partition("/")[2]: (self._folder / entry["file"]).read_bytes()
                for url, entry in self._scenario.get("resources", {}).items()
            }
            return parse_form((self._folder / self._scenario["form"]).read_bytes(), media=media)
        self._begin()
        return self._form

    def _begin(self) -> None:
        edit = self._scenario.get("edit_instance")
        if edit:
            self._interview = from_xml(self._form, edit.encode(), self._load_context(), edit=True)
        else:
            self._interview = Interview.begin(self._form, self._load_context())
        self._known = {}
        self._first = True

    def _set(self, step: Mapping[str, Any]) -> None:
        try:
            self._interview.answer(self._find(step["path"]).address, step["value"])
        except (KeyError, UserError):
            if "engine_rejected" not in step:
                raise

    def _add_repeat(self, step: Mapping[str, Any]) -> None:
        self._interview.add_repeat(self._series(step["path"]))

    def _remove_repeat(self, step: Mapping[str, Any]) -> None:
        self._interview.remove_repeat(self._find(step["path"]).address)
        series = step["path"].rpartition("[")[0]
        self._known = {path: held for path, held in self._known.items() if not path.startswith(f"{series}[")}

    def _set_language(self, step: Mapping[str, Any]) -> None:
        self._interview.set_language(step["value"])

    def _new_instance(self, _step: Mapping[str, Any]) -> None:
        self._interview = Interview.begin(self._form, self._load_context())
        self._known = {}

    def _save_restore(self, _step: Mapping[str, Any]) -> None:
        answers = read_answers(self._form, to_xml(self._interview, ours=False))
        self._interview = Interview.resume(self._form, answers, self._load_context())
        self._known = {}

    def _edit_instance(self, _step: Mapping[str, Any]) -> None:
        submission = to_xml(self._interview, ours=False)
        self._interview = from_xml(self._form, submission, self._load_context(), edit=True)
        self._known = {}

    def _expect(self, step: Mapping[str, Any]) -> None:
        for path in step.get("absent", ()):
            if self._exists(path):
                self._faults.append(f"{path} is still there")
            self._known = {key: held for key, held in self._known.items() if not key.startswith(path)}
        disputed: dict[str, dict[str, Any]] = step.get("disputed", {})
        for path, fields in disputed.items():
            for name in fields:
                self._known.get(path, {}).pop(name, None)
        for path, fields in step.get("nodes", {}).items():
            plain = self._first and not path.endswith("#range")
            held = self._known.setdefault(path, dict(_UNSTATED) if plain else {})
            for name in disputed.get(path, ()):
                held.pop(name, None)
            for name, wanted in fields.items():
                held[name] = wanted
                found = self._field(path, name)
                if found == wanted or _alike(found, wanted):
                    self.held += 1
                else:
                    self._faults.append(f"{path} {name}: expected {wanted!r}, found {found!r}")
                    held.pop(name)
        for path, held in self._known.items():
            listed = step.get("nodes", {}).get(path, {})
            for name, wanted in held.items():
                if name not in listed:
                    found = self._field(path, name)
                    if found != wanted and not _alike(found, wanted):
                        self._faults.append(f"{path} {name} changed from {wanted!r} to {found!r}")
        self._first = False
        if "xml_relevant_only" in step:
            fault = _xml_fault(step["xml_relevant_only"], to_xml(self._interview, ours=False))
            if fault:
                self._faults.append(fault)

    def _field(self, path: str, name: str) -> Any:
        try:
            if path.endswith("#range"):
                address = self._series(path.removesuffix("#range"))
                rows = self._interview.children(address)
                if name == "count":
                    return len(rows)
                return self._of_series(address, name)
            node = self._find(path)
        except (KeyError, IndexError):
            return "(no such node)"
        return self._of_node(node, name)

    def _of_series(self, address: str, name: str) -> Any:
        node = self._interview.node(address)
        return {"relevant": node.relevant, "readonly": node.readonly, "label": node.label}.get(name)

    def _of_node(self, node: Live, name: str) -> Any:
        if name == "value":
            if not node.spec.leaf:
                return None
            return node.text if self._scenario.get("known_web_forms_failure") else node.value()
        if name == "relevant":
            return node.relevant
        if name == "readonly":
            return node.readonly
        if name == "required":
            return node.required and node.relevant
        if name == "valid":
            fault = node.fault
            if fault in ("type", "choice"):
                return "required" if node.required else "ok"
            return fault or "ok"
        if name == "label":
            return self._interview.node(node.address).label
        return [[choice.value, choice.label] for choice in self._interview.choices(node.address)]

    def _exists(self, path: str) -> bool:
        try:
            self._find(path)
        except (KeyError, IndexError):
            return False
        return True

    def _find(self, path: str) -> Live:
        node: Node = self._interview.tree.document
        for step in path.strip("/").split("/"):
            if step.startswith("@"):
                node = node.attributes[step[1:]]
                continue
            match = _STEP.match(step)
            if match is None:
                raise KeyError(path)
            name = match["name"].rpartition(":")[2]
            node = node.named[name][int(match["place"] or 1) - 1]
        if not isinstance(node, Live):
            raise KeyError(path)
        return node

    def _series(self, path: str) -> str:
        above, _slash, name = path.rpartition("/")
        return f"{self._find(above).address}/{name.rpartition(':')[2]}"


def _alike(found: Any, wanted: Any) -> bool:
    """Ids and times of day differ from run to run; labels may differ in blanks; one engine writes large
    numbers with an exponent."""
    if isinstance(found, str) and isinstance(wanted, str):
        if _wild(wanted) is not None and _wild(wanted) == _wild(found):
            return True
        if _EXPONENT.match(wanted) and re.fullmatch(r"-?\d+(\.\d+)?", found):
            return math.isclose(float(found), float(wanted), rel_tol=1e-9)
        return " ".join(found.split()) == " ".join(wanted.split()) and found.strip() == wanted.strip()
    return False


def _wild(written: str) -> str | None:
    if written.startswith("uuid:") and (len(written) == 41 or written == "uuid:*"):
        return "uuid"
    if re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}|\*timestamp\*", written):
        return "timestamp"
    return None


def _xml_fault(wanted: str, found: bytes) -> str:
    one = _plain(etree.fromstring(wanted.encode()))
    other = _plain(etree.fromstring(found))
    if _same_tree(one, other):
        return ""
    return f"XML: expected {wanted[-700:]}, found {found.decode()[-700:]}"


def _plain(element: etree._Element) -> tuple[str, dict[str, str], str, list[Any]]:
    name = etree.QName(element)
    children = [_plain(child) for child in element if isinstance(child.tag, str)]
    written = "" if children else (element.text or "")
    return name.localname, {str(k): str(v) for k, v in element.attrib.items()}, written, children


def _same_tree(one: Any, other: Any) -> bool:
    if one[0] != other[0] or one[1].keys() != other[1].keys() or len(one[3]) != len(other[3]):
        return False
    texts = [(one[2], other[2]), *((one[1][key], other[1][key]) for key in one[1])]
    if not all(_same_text(wanted, found) for wanted, found in texts):
        return False
    return all(map(_same_tree, one[3], other[3]))


def _same_text(wanted: str, found: str) -> bool:
    return wanted == found or (_wild(wanted) is not None and _wild(wanted) == _wild(found))


def summary(outcome: Outcome) -> str:
    """The figures in a few lines, for a terminal."""
    rows: Iterable[tuple[str, Tally]] = (
        ("consensus", outcome.consensus),
        ("single", outcome.single),
        ("disputed", outcome.disputed),
        ("scenarios", outcome.scenarios),
        ("expectations", outcome.expectations),
    )
    return "\n".join(f"{name:12} {tally.passed:5} / {tally.total}" for name, tally in rows)
