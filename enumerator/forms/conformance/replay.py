# SPDX-License-Identifier: Apache-2.0
"""One scenario replayed: a form, steps, and what every step is expected to leave behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from enumerator.errors import UserError
from enumerator.forms.definition import Form
from enumerator.forms.interview import Interview
from enumerator.forms.live import Live
from enumerator.forms.submission import from_xml, read_answers, to_xml
from enumerator.forms.tree import Node
from enumerator.forms.world import Context
from enumerator.forms.xform import parse_form

from .comparing import PHOENIX, alike, without_prefixes, xml_fault

_STEP = re.compile(r"(?P<name>[^\[]+?)(?:\[(?P<place>\d+)\])?\Z")
_UNSTATED = {"relevant": True, "readonly": False, "required": False, "valid": "ok"}


class Replay:
    """One scenario being replayed; `run` gives what went wrong."""

    def __init__(self, folder: Path, scenario: Mapping[str, Any]) -> None:
        self._folder = folder
        self._scenario = scenario
        self._faults: list[str] = []
        self._known: dict[str, dict[str, Any]] = {}
        self._disputed: set[str] = set()
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
            clock=lambda: datetime.now(PHOENIX),
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
        self._known, self._disputed = {}, set()
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
        self._disputed = {_after_removal(path, step["path"]) for path in self._disputed}
        self._known = {path: held for path, held in self._known.items() if not path.startswith(f"{series}[")}

    def _set_language(self, step: Mapping[str, Any]) -> None:
        self._interview.set_language(step["value"])

    def _new_instance(self, _step: Mapping[str, Any]) -> None:
        self._interview = Interview.begin(self._form, self._load_context())
        self._known, self._disputed = {}, set()

    def _save_restore(self, _step: Mapping[str, Any]) -> None:
        answers = read_answers(self._form, to_xml(self._interview, ours=False))
        self._interview = Interview.resume(self._form, answers, self._load_context())
        self._known = {}

    def _edit_instance(self, _step: Mapping[str, Any]) -> None:
        submission = to_xml(self._interview, ours=False)
        self._interview = from_xml(self._form, submission, self._load_context(), edit=True)
        self._known = {}

    def _expect(self, step: Mapping[str, Any]) -> None:
        listed: dict[str, dict[str, Any]] = step.get("nodes", {})
        self._expect_gone(step.get("absent", ()))
        self._set_disputes_aside(step.get("disputed", {}), listed)
        for path, fields in listed.items():
            self._expect_listed(path, fields)
        self._expect_the_rest_unchanged(listed)
        self._first = False
        if "xml_relevant_only" in step:
            disputed = {without_prefixes(path) for path in self._disputed}
            fault = xml_fault(step["xml_relevant_only"], to_xml(self._interview, ours=False), disputed)
            if fault:
                self._faults.append(fault)

    def _expect_gone(self, absent: Iterable[str]) -> None:
        for path in absent:
            if self._exists(path):
                self._faults.append(f"{path} is still there")
            self._known = {key: held for key, held in self._known.items() if not key.startswith(path)}

    def _set_disputes_aside(
        self, disputed: Mapping[str, Mapping[str, Any]], listed: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """A field on which the engines differ is not asserted, neither now nor later, until it is listed.

        A disputed value is not asserted in the submission either: only what changes is listed, so a value
        that nothing has changed since is as disputed as before.
        """
        self._disputed -= {path for path, fields in listed.items() if "value" in fields}
        for path, fields in disputed.items():
            if "value" in fields:
                self._disputed.add(path)
            if path in listed or path in self._known:
                held = self._known.setdefault(path, self._unstated(path))
                for name in fields:
                    held.pop(name, None)

    def _unstated(self, path: str) -> dict[str, Any]:
        return dict(_UNSTATED) if self._first and not path.endswith("#range") else {}

    def _expect_listed(self, path: str, fields: Mapping[str, Any]) -> None:
        held = self._known.setdefault(path, self._unstated(path))
        for name, wanted in fields.items():
            held[name] = wanted
            found = self._field(path, name)
            if found == wanted or alike(found, wanted):
                self.held += 1
            else:
                self._faults.append(f"{path} {name}: expected {wanted!r}, found {found!r}")
                held.pop(name)

    def _expect_the_rest_unchanged(self, listed: Mapping[str, Mapping[str, Any]]) -> None:
        for path, held in self._known.items():
            for name, wanted in held.items():
                if name not in listed.get(path, {}):
                    found = self._field(path, name)
                    if found != wanted and not alike(found, wanted):
                        self._faults.append(f"{path} {name} changed from {wanted!r} to {found!r}")

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


def _after_removal(path: str, removed: str) -> str:
    """Where the node at `path` is found once the row at `removed` is taken out."""
    series, _bracket, place = removed.rstrip("]").rpartition("[")
    match = re.match(re.escape(series) + r"\[(\d+)\]", path)
    if match is None or int(match[1]) <= int(place):
        return path
    return f"{series}[{int(match[1]) - 1}]{path[match.end() :]}"
