# SPDX-License-Identifier: Apache-2.0
"""Where the body shows what: controls that stand elsewhere than their answers, and those that cannot."""

from __future__ import annotations

import pytest

from enumerator.errors import UserError
from enumerator.forms import Context, Form, Interview, parse_form
from enumerator.forms.submission import from_xml, to_xml
from enumerator.interviews.navigation import Progress
from tests.enumerator.forms.respondent import Respondent

WHOLE = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa"><h:head><model><instance><data id="t">{instance}</data>'
    "</instance>{model}</model></h:head><h:body>{body}</h:body></h:html>"
)
LIST = "<instance id='towns'><root><item><name>a</name><label>A</label></item></root></instance>"


def asked(path: str) -> str:
    return f"<input ref='{path}'><label>{path}</label></input>"


def repeated(path: str, *inside: str) -> str:
    return f"<group><repeat nodeset='{path}'>{''.join(inside)}</repeat></group>"


def form(instance: str, body: str, model: str = "") -> Form:
    return parse_form(WHOLE.format(instance=instance, model=model, body=body).encode())


def choosing(value: str, label: str) -> str:
    return (
        "<select1 ref='/data/a'><label>a</label><itemset nodeset=\"instance('towns')/root/item\">"
        f'<value ref="{value}"/><label ref="{label}"/></itemset></select1>'
    )


@pytest.mark.parametrize(
    ("instance", "body", "meant"),
    [
        ("<z/><r><x/></r>", repeated("/data/r", asked("/data/r/x"), asked("/data/z")), "/data/z"),
        (
            "<r><x/></r><s><y/></s>",
            repeated("/data/r", asked("/data/r/x"), repeated("/data/s", asked("/data/s/y"))),
            "/data/s",
        ),
        (
            "<r><x/><s><y/></s></r>",
            repeated("/data/r", asked("/data/r/x")) + repeated("/data/r/s", asked("/data/r/s/y")),
            "/data/r/s",
        ),
        ("<x/><y/>", repeated("/data/x", asked("/data/y")), "/data/y"),
        ("<x/>", repeated("/data", asked("/data/x")), "/data"),
        ("<g><x/></g>", asked("/data/g"), "/data/g"),
    ],
)
def test_what_has_no_row_or_no_answer_of_its_own_is_refused_by_name(
    instance: str, body: str, meant: str
) -> None:
    with pytest.raises(UserError) as refused:
        form(instance, body)
    assert refused.value.where == meant
    assert refused.value.remedy


def test_a_question_of_a_row_that_stands_outside_of_the_rows_is_told_and_not_asked() -> None:
    body = repeated("/data/r", asked("/data/r/x")) + asked("/data/r/y")
    read = form("<r><x/><y/></r>", body)
    assert [each.where for each in read.warnings] == ["/data/r/y"]
    interview = Interview.begin(read, Context(seed=1))
    Respondent(1).fill(interview)
    assert interview.children() == ("/data/r",)
    assert not [address for address in interview.answers() if address.endswith("/y")]


@pytest.mark.parametrize(
    ("value", "label"),
    [("name", "translate(label)"), ("name", "nothing(label)"), ("name", "label["), ("concat(name)", "label")],
)
def test_the_columns_of_a_list_are_looked_at_when_the_form_is_read(value: str, label: str) -> None:
    with pytest.raises(UserError) as refused:
        form("<a/>", choosing(value, label), LIST)
    assert "/data/a" in refused.value.where


def test_groups_may_be_shown_otherwise_than_their_answers_are_grouped() -> None:
    inner = f"<group ref='/data/h'><label>h</label>{asked('/data/h/y')}</group>"
    body = f"<group ref='/data/g'><label>g</label>{asked('/data/g/x')}{inner}</group>"
    interview = Interview.begin(form("<g><x/></g><h><y/></h>", body), Context(seed=1))
    assert interview.children("/data/g") == ("/data/g/x", "/data/h")
    assert Respondent(1).fill(interview).questions == 2
    assert Progress(interview).total().answered == 2


def test_groups_in_rows_may_be_shown_otherwise_too() -> None:
    inner = f"<group ref='/data/r/h'><label>h</label>{asked('/data/r/h/y')}</group>"
    body = repeated(
        "/data/r", f"<group ref='/data/r/g'><label>g</label>{asked('/data/r/g/x')}{inner}</group>"
    )
    interview = Interview.begin(form("<r><g><x/></g><h><y/></h></r>", body), Context(seed=1))
    row = interview.add_repeat("/data/r").created
    assert row is not None
    assert interview.children(f"{row}/g") == (f"{row}/g/x", f"{row}/h")


def test_a_group_has_no_text_of_its_own_so_nothing_can_hold_itself() -> None:
    held = form(
        "<g><x/><y/></g>", asked("/data/g/x"), "<bind nodeset='/data/g/y' calculate=\"concat(.., '!')\"/>"
    )
    interview = Interview.begin(held)
    for text in ("a", "b", "c"):
        interview.answer("/data/g/x", text)
    assert interview.node("/data/g/y").value == "!"


def test_what_an_action_sets_stays_when_the_interview_is_opened_again_even_if_it_is_no_choice() -> None:
    choices = "".join(f"<item><label>{n}</label><value>{n}</value></item>" for n in (10, 11))
    body = (
        "<setvalue event='odk-instance-first-load' ref='/data/s' value='12'/>"
        f"<select1 ref='/data/s'><label>s</label>{choices}</select1>"
    )
    chosen = form("<s/>", body)
    interview = Interview.begin(chosen)
    assert interview.answers()["/data/s"] == "12"
    assert Interview.resume(chosen, interview.answers()).answers() == interview.answers()
    assert to_xml(from_xml(chosen, to_xml(interview))) == to_xml(interview)


def test_the_name_of_a_choice_follows_the_answers_its_label_shows() -> None:
    body = (
        f"{asked('/data/owner')}<select1 ref='/data/s'><label>s</label>"
        "<item><label><output value='/data/owner'/>'s house</label><value>own</value></item></select1>"
    )
    named = form(
        "<owner/><s/><called/>",
        body,
        "<bind nodeset='/data/called' calculate=\"jr:choice-name(/data/s, '/data/s')\"/>",
    )
    interview = Interview.begin(named)
    interview.answer("/data/s", "own")
    interview.answer("/data/owner", "Padi")
    assert interview.node("/data/called").value == "Padi's house"
