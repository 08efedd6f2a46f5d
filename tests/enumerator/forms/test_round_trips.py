# SPDX-License-Identifier: Apache-2.0
"""Live interview to flat answers and back, and to OpenRosa XML and back, over random forms and edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from enumerator.forms import Context, Interview, parse_form
from enumerator.forms.submission import from_xml, to_xml
from tests.enumerator.forms.random_forms import edit, forms

WIB = timezone(timedelta(hours=7))
CONTEXT = Context(clock=lambda: datetime(2026, 11, 24, 9, 30, tzinfo=WIB), seed=1)


def changed(one: dict[str, object], other: dict[str, object]) -> dict[str, object]:
    """Where two states differ."""
    return {key: (one.get(key), other.get(key)) for key in {*one, *other} if one.get(key) != other.get(key)}


def state(interview: Interview) -> dict[str, object]:
    """All that a screen could see."""
    found: dict[str, object] = {"problems": interview.problems(), "answers": interview.answers()}
    for address, live in interview.tree.by_address.items():
        if live.spec.definition is None:
            continue
        node = interview.node(address)
        found[address] = (node.value, node.relevant, node.required, node.readonly, node.label, node.no_answer)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms(), st.data())
def test_an_interview_resumed_from_its_flat_answers_is_the_same(xml: str, data: st.DataObject) -> None:
    interview = Interview.begin(parse_form(xml.encode()), CONTEXT)
    for _edit in range(data.draw(st.integers(0, 12))):
        edit(interview, data)
    resumed = Interview.resume(interview.form, interview.answers(), replace(CONTEXT, seed=2))
    differences = changed(state(interview), state(resumed))
    assert not differences, differences


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms(), st.data())
def test_what_edits_report_as_changed_is_all_that_changed(xml: str, data: st.DataObject) -> None:
    """Replaying `Changes.answers` over the first answers gives the last ones: no change goes unreported."""
    interview = Interview.begin(parse_form(xml.encode()), CONTEXT)
    disk = dict(interview.answers())
    for _edit in range(data.draw(st.integers(1, 8))):
        watched = Watched(interview)
        edit(watched, data)  # type: ignore[arg-type]
        for key, text in watched.reported.items():
            if text is None:
                disk.pop(key, None)
            else:
                disk[key] = text
    differences = changed(dict(disk), dict(interview.answers()))
    assert not differences, differences


class Watched:
    """An interview that writes down what its edits report."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self.reported: dict[str, str | None] = {}

    def __getattr__(self, name: str) -> object:
        held = getattr(self._interview, name)
        if name not in (
            "answer",
            "remark",
            "accept",
            "add_repeat",
            "remove_repeat",
            "restore_repeat",
            "move_repeat",
        ):
            return held

        def call(*arguments: object, **more: object) -> object:
            changes = held(*arguments, **more)
            self.reported.update(changes.answers)
            return changes

        return call


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms(), st.data())
def test_a_submission_opens_again_to_the_same_submission(xml: str, data: st.DataObject) -> None:
    interview = Interview.begin(parse_form(xml.encode()), CONTEXT)
    for _edit in range(data.draw(st.integers(0, 10))):
        edit(interview, data)
    for address in list(interview.notes.unread):  # text of the wrong type: no such interview is finished
        interview.answer(address, None)
    finished = interview.finished_answers()
    written = to_xml(interview)
    again = from_xml(interview.form, written, CONTEXT)
    differences = changed(dict(finished), dict(again.finished_answers()))
    assert not differences, (written, differences)
    assert to_xml(again) == written


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms(), st.data())
def test_a_submission_has_the_elements_of_the_form_and_no_others(xml: str, data: st.DataObject) -> None:
    """In the order of the instance; without our attributes it is what any OpenRosa server expects."""
    interview = Interview.begin(parse_form(xml.encode()), CONTEXT)
    for _edit in range(data.draw(st.integers(0, 10))):
        edit(interview, data)
    interview.finalize()
    plain = etree.fromstring(to_xml(interview, ours=False))
    assert b"pendata" not in etree.tostring(plain)
    specs = interview.form.model.specs
    for element in plain.iter():
        path = "/" + "/".join(
            step.tag.rpartition("}")[2] for step in [*reversed(list(element.iterancestors())), element]
        )
        assert path in specs
        order = [
            specs[path].children.index(specs[path].named[child.tag.rpartition("}")[2]]) for child in element
        ]
        assert order == sorted(order)
