# SPDX-License-Identifier: Apache-2.0
"""The corpus runner on a small corpus of its own: what is disputed is not asserted, everything else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from enumerator.forms.conformance import Replay, run_corpus

_FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Small</h:title><model>
 <instance><data id="small"><a>1</a><sum/><row jr:template=""><x/></row></data></instance>
 <bind nodeset="/data/a" type="int"/><bind nodeset="/data/sum" type="int" calculate="/data/a * 2"/>
 <bind nodeset="/data/row/x" type="int" calculate="position(..)"/>
 </model></h:head><h:body><input ref="/data/a"/><group ref="/data/row"><repeat nodeset="/data/row">
 <input ref="/data/row/x"/></repeat></group></h:body></h:html>"""
_META = "<meta><instanceID>uuid:*</instanceID></meta>"

Step = dict[str, Any]
_LOAD: Step = {"op": "load"}


def _submission(inside: str) -> str:
    return f'<data id="small">{inside}{_META}</data>'


def _disputed(path: str) -> Step:
    return {
        "op": "expect",
        "nodes": {},
        "disputed": {path: {"value": {"web-forms": "7", "javarosa": "8"}}},
    }


def _expected(xml: str, **nodes: Any) -> Step:
    return {
        "op": "expect",
        "nodes": {f"/data/{name}": each for name, each in nodes.items()},
        "xml_relevant_only": xml,
    }


def _faults(folder: Path, *steps: Step) -> list[str]:
    (folder / "small.xml").write_text(_FORM, encoding="utf-8")
    return Replay(folder, {"id": "small", "form": "small.xml", "steps": [_LOAD, *steps]}).run()


def test_a_disputed_value_is_any_text_in_the_submission(tmp_path: Path) -> None:
    xml = _expected(_submission("<a>1</a><sum>9</sum>"))
    assert _faults(tmp_path, xml) != []
    assert _faults(tmp_path, _disputed("/data/sum"), xml) == []


def test_a_disputed_value_stays_disputed_after_further_answers(tmp_path: Path) -> None:
    steps = (_disputed("/data/sum"), {"op": "set", "path": "/data/a", "value": "3"})
    assert _faults(tmp_path, *steps, _expected(_submission("<a>3</a><sum/>"), a={"value": "3"})) == []


def test_once_the_value_is_listed_it_is_asserted_again(tmp_path: Path) -> None:
    listed = {"op": "expect", "nodes": {"/data/sum": {"value": "2"}}}
    xml = _expected(_submission("<a>1</a><sum>9</sum>"))
    (fault,) = _faults(tmp_path, _disputed("/data/sum"), listed, xml)
    assert fault.startswith("XML")


@pytest.mark.parametrize("inside", ["<a>1</a>", "<a>1</a><total>2</total>", "<a>9</a><sum>9</sum>"])
def test_the_element_and_all_others_are_asserted_all_the_same(tmp_path: Path, inside: str) -> None:
    assert _faults(tmp_path, _disputed("/data/sum"), _expected(_submission(inside))) != []


def test_a_dispute_moves_with_its_row(tmp_path: Path) -> None:
    rows = [{"op": "add_repeat", "path": "/data/row"}] * 3
    steps = (*rows, _disputed("/data/row[3]/x"), {"op": "remove_repeat", "path": "/data/row[1]"})
    inside = "<a>1</a><sum>2</sum><row><x>{}</x></row><row><x>{}</x></row>"
    assert _faults(tmp_path, *steps, _expected(_submission(inside.format(1, 9)))) == []
    assert _faults(tmp_path, *steps, _expected(_submission(inside.format(9, 2)))) != []


def test_another_field_in_dispute_leaves_the_value_asserted(tmp_path: Path) -> None:
    relevance = {"op": "expect", "nodes": {}, "disputed": {"/data/sum": {"relevant": {"javarosa": False}}}}
    assert _faults(tmp_path, relevance, _expected(_submission("<a>1</a><sum>9</sum>"))) != []


def test_the_sum_tells_what_failed(tmp_path: Path) -> None:
    (tmp_path / "small.xml").write_text(_FORM, encoding="utf-8")
    right = {"op": "expect", "nodes": {"/data/a": {"value": "1"}}}
    wrong = {"op": "expect", "nodes": {"/data/a": {"value": "2"}}}
    scenarios = [
        {"id": "right", "form": "small.xml", "steps": [_LOAD, right]},
        {"id": "wrong", "form": "small.xml", "steps": [_LOAD, wrong]},
    ]
    lines = "\n".join(map(json.dumps, scenarios))
    (tmp_path / "scenarios.jsonl").write_text(lines, encoding="utf-8")
    told = run_corpus(tmp_path).as_json()
    assert told["failed"] == ["wrong"]
    assert told["scenarios"] == {
        "passed": 1,
        "total": 2,
        "expectations_passed": 1,
        "expectations_total": 2,
    }
