# SPDX-License-Identifier: Apache-2.0
"""Interviews as OpenRosa XML, and entities."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from enumerator.errors import UserError
from enumerator.forms import Context, Form, Interview
from enumerator.forms.submission import from_xml, read_answers, to_xml

ENTITIES = """
| survey | | | | | |
| | type | name | label | save_to | relevant |
| | text | kk | Nomor KK | no_kk | |
| | text | kepala | Kepala | head | |
| | text | catatan | Catatan | | ${kk} != '' |
| | begin_repeat | anggota | Anggota | | |
| | text | nik | NIK | | |
| | end_repeat | | | | |
| entities | | | | | |
| | list_name | label | create_if | | |
| | keluarga | concat(${kk}, ' ', ${kepala}) | ${kk} != '' | | |
"""


@pytest.fixture
def form(xlsform: Callable[..., Form]) -> Form:
    return xlsform(ENTITIES)


def test_a_submission_has_what_is_relevant_in_the_order_of_the_form(form: Form, context: Context) -> None:
    interview = Interview.begin(form, context)
    interview.answer("/data/kepala", "Siti & Budi")
    row = interview.children("/data/anggota")[0]
    interview.answer(f"{row}/nik", "3374")
    interview.add_repeat("/data/anggota")
    root = etree.fromstring(to_xml(interview))
    names = [etree.QName(child).localname for child in root]
    assert names == ["kk", "kepala", "anggota", "anggota", "meta"]
    assert root.get("id") == form.id
    assert "Siti &amp; Budi" in to_xml(interview).decode()


def test_a_submission_opens_to_the_same_answers(form: Form, context: Context) -> None:
    interview = Interview.begin(form, context)
    interview.answer("/data/kk", "3374010101010001")
    interview.answer("/data/catatan", "halo\n<dunia>")
    again = from_xml(form, to_xml(interview), context)
    plain = {key: text for key, text in interview.answers().items() if "anggota" not in key}
    assert {key: text for key, text in again.answers().items() if "anggota" not in key} == plain
    assert to_xml(again) == to_xml(interview)


def test_answers_of_another_form_are_refused(form: Form) -> None:
    for xml in (b"<other/>", b"<data><kk/><umur>3</umur></data>", b"<data", b"<!DOCTYPE a []><data/>"):
        with pytest.raises(UserError):
            read_answers(form, xml)


def test_entities_map_answers_to_properties(form: Form, context: Context) -> None:
    (mapping,) = form.entities
    assert mapping.dataset == "keluarga"
    assert mapping.container == "/data"
    assert mapping.saves == {"no_kk": "/data/kk", "head": "/data/kepala"}
    interview = Interview.begin(form, context)
    assert interview.answers().get(mapping.create, "") in ("", "false")
    interview.answer("/data/kk", "3374")
    interview.answer("/data/kepala", "Siti")
    answers = interview.finished_answers()
    assert answers[mapping.create] in ("true", "1")
    assert answers[mapping.label] == "3374 Siti"
    assert answers[mapping.id].startswith("uuid:") or len(answers[mapping.id]) == 36


def test_entities_of_rows_belong_to_their_repeat(xlsform: Callable[..., Form], context: Context) -> None:
    form = xlsform(
        """
        | survey | | | | |
        | | type | name | label | save_to |
        | | begin_repeat | anggota | Anggota | |
        | | text | nik | NIK | nik |
        | | end_repeat | | | |
        | entities | | | | |
        | | list_name | label | | |
        | | orang | ${nik} | | |
        """
    )
    (mapping,) = form.entities
    assert mapping.container == "/data/anggota"
    assert mapping.saves == {"nik": "/data/anggota/nik"}
    interview = Interview.begin(form, context)
    first = interview.children("/data/anggota")[0]
    second = interview.add_repeat("/data/anggota").created or ""
    ids = [interview.answers()[mapping.id.replace("/data/anggota", row, 1)] for row in (first, second)]
    assert ids[0] != ids[1]
    resumed = Interview.resume(form, interview.answers(), context)
    assert resumed.answers() == interview.answers()
