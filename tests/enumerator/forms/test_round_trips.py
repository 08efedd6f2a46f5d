# SPDX-License-Identifier: Apache-2.0
"""Live interview to flat answers and back, and to OpenRosa XML and back, over random forms and edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enumerator.forms import Context, Interview, NoAnswer, Question, Repeat, parse_form
from enumerator.forms.submission import from_xml, to_xml

WIB = timezone(timedelta(hours=7))
CONTEXT = Context(clock=lambda: datetime(2026, 11, 24, 9, 30, tzinfo=WIB), seed=1)
TYPES = ("int", "decimal", "string", "date", "select")
TEXTS = st.sampled_from(
    ["", "0", "1", "5", "17", "-3", "2.5", "2026-01-31", "a", "b", "a b", "halo dunia", "\t<&>é"]
)
PAGE = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:pendata="https://pendata.id/xforms"><h:head><h:title>T</h:title>'
    '<model><instance><data id="t" version="1">{instance}</data></instance>{binds}</model></h:head>'
    "<h:body>{body}</h:body></h:html>"
)


@st.composite
def forms(draw: st.DrawFn) -> str:
    """XForm XML with a few questions, some in rows, that depend on those before them."""
    binds: list[str] = []
    names: list[str] = []

    def question(path: str, earlier: list[str]) -> str:
        kind = draw(st.sampled_from(TYPES))
        other = draw(st.sampled_from(earlier)) if earlier else ""
        rule = ""
        if other:
            rule = draw(
                st.sampled_from(
                    [
                        "",
                        f"relevant=\"{other} != ''\"",
                        f'relevant="{other} &gt; 3"',
                        f'required="{other} = 1"',
                        f'readonly="{other} = 5"',
                        f"calculate=\"concat({other}, '!')\"",
                        f'calculate="{other} + 1"',
                        f'constraint=". != {other}"',
                    ]
                )
            )
        allow = draw(st.sampled_from(["", ' pendata:allow="refused dont_know"', ' pendata:severity="warn"']))
        bound = "string" if kind == "select" else kind
        binds.append(f'<bind nodeset="{path}" type="{bound}" {rule}{allow}/>')
        names.append(path)
        if kind == "select":
            items = "".join(f"<item><label>{x}</label><value>{x}</value></item>" for x in "ab")
            return f'<select ref="{path}">{items}</select>'
        return f'<input ref="{path}"/>'

    instance, body, top = "", "", []
    for place in range(draw(st.integers(2, 5))):
        instance += f"<q{place}>{draw(st.sampled_from(['', '', '1', '5']))}</q{place}>"
        body += question(f"/data/q{place}", top)
        top.append(f"/data/q{place}")
    inner, rows, own = "", "", list(top)
    for place in range(draw(st.integers(1, 3))):
        inner += f"<r{place}/>"
        rows += question(f"/data/rep/r{place}", own)
        own.append(f"/data/rep/r{place}")
    count = draw(st.sampled_from(["", "", ' jr:count="if(/data/q0 &gt; 3, 3, /data/q0)"']))
    instance += f'<rep jr:template="">{inner}</rep><sum/>'
    body += f'<repeat nodeset="/data/rep"{count}>{rows}</repeat>'
    binds.append('<bind nodeset="/data/sum" type="string" calculate="join(\'-\', /data/rep/r0)"/>')
    return PAGE.format(instance=instance, binds="".join(binds), body=body)


def edit(interview: Interview, data: st.DataObject) -> None:
    """One random edit."""
    form = interview.form
    rows = list(interview.children("/data/rep"))
    act = data.draw(
        st.sampled_from(["answer"] * 6 + ["row", "remove", "move", "no answer", "remark", "accept"])
    )
    counted = any(isinstance(part, Repeat) and part.count for part in form.nodes.values())
    tops = [
        path
        for path, part in form.nodes.items()
        if isinstance(part, Question) and part.asked and "/rep/" not in path
    ]
    inner = [path.rpartition("/")[2] for path in form.nodes if path.startswith("/data/rep/")]
    addresses = tops + [f"{row}/{name}" for row in rows for name in inner]
    if act == "row" and not counted:
        interview.add_repeat("/data/rep", at=data.draw(st.integers(0, len(rows))))
    elif act == "remove" and rows and not counted:
        removed = interview.remove_repeat(data.draw(st.sampled_from(rows))).removed
        if removed is not None and data.draw(st.booleans()):
            interview.restore_repeat(removed)
    elif act == "move" and rows:
        interview.move_repeat(data.draw(st.sampled_from(rows)), data.draw(st.integers(0, len(rows))))
    else:
        address = data.draw(st.sampled_from(addresses))
        if act == "no answer":
            interview.answer(address, data.draw(st.sampled_from(list(NoAnswer))))
        elif act == "remark":
            interview.remark(address, data.draw(TEXTS))
        elif act == "accept":
            interview.accept(address, data.draw(TEXTS))
        else:
            interview.answer(address, data.draw(TEXTS))


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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    interview.finalize()
    written = to_xml(interview)
    again = to_xml(from_xml(interview.form, written, CONTEXT))
    assert again == written, (written, again)
