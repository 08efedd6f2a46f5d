# SPDX-License-Identifier: Apache-2.0
"""An interview as the screens use it: edits, what they change, problems, rows, languages, flat answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from enumerator.errors import UserError
from enumerator.forms import Changes, Context, Form, Interview, NoAnswer, Question, Repeat

HOUSEHOLD = """
| survey | | | | | | | | | | |
| | type | name | label::Indonesia (id) | label::English (en) | relevant | constraint | required | severity \
| allow | sensitive |
| | text | nik | NIK kepala keluarga | NIK of the head | | regex(., '[0-9]{16}') | yes | | refused | yes |
| | integer | umur | Umur ${nama} | Age of ${nama} | | . < 110 | | warn | dont_know refused | |
| | text | nama | Nama | Name | | | | | | |
| | begin_group | kerja | Pekerjaan | Work | ${umur} > 17 | | | | | |
| | text | tempat | Tempat kerja | Place of work | | | yes | | | |
| | end_group | | | | | | | | | |
| | begin_repeat | anggota | Anggota | Member | | | | | | |
| | text | nm | Nama anggota | Name | | | | | | |
| | select_one kelamin | jk | Jenis kelamin | Sex | | | | | | |
| | end_repeat | | | | | | | | | |
| choices | | | | | | | | | | |
| | list_name | name | label::Indonesia (id) | label::English (en) | | | | | | |
| | kelamin | l | Laki-laki | Male | | | | | | |
| | kelamin | p | Perempuan | Female | | | | | | |
"""

SCHOOLS = """
| survey | | | |
| | type | name | label |
| | select_one jenjang | jenjang | Jenjang |
| choices | | | |
| | list_name | name | label |
| | jenjang | 2 | SDLB |
| | jenjang | 3 | SD |
| | jenjang | 13 | SMA |
| | jenjang | 14 | MA |
| | jenjang | 15 | MAK |
"""


@pytest.fixture
def form(xlsform: Callable[..., Form]) -> Form:
    return xlsform(HOUSEHOLD)


@pytest.fixture
def interview(form: Form, context: Context) -> Interview:
    return Interview.begin(form, context)


def test_our_columns_reach_the_question(form: Form) -> None:
    nik, umur = form.nodes["/data/nik"], form.nodes["/data/umur"]
    assert isinstance(nik, Question)
    assert isinstance(umur, Question)
    assert (nik.severity, nik.allow, nik.sensitive) == ("block", frozenset({"refused"}), True)
    assert (umur.severity, umur.allow, umur.sensitive) == ("warn", frozenset({"dont_know", "refused"}), False)
    assert b"https://pendata.id/xforms" in form.xml


def test_children_are_what_is_shown_in_order(interview: Interview) -> None:
    shown = ("/data/nik", "/data/umur", "/data/nama", "/data/kerja", "/data/anggota")
    assert interview.children() == shown
    assert interview.children("/data/kerja") == ("/data/kerja/tempat",)
    (row,) = interview.children("/data/anggota")
    assert interview.children(row) == (f"{row}/nm", f"{row}/jk")
    assert isinstance(interview.node("/data/anggota").definition, Repeat)


def test_an_edit_says_what_it_changed_and_nothing_more(interview: Interview) -> None:
    changes = interview.answer("/data/umur", "40")
    assert changes.values == {"/data/umur"}
    assert changes.relevance == {"/data/kerja", "/data/kerja/tempat"}
    assert changes.answers["/data/umur"] == "40"
    assert interview.answer("/data/umur", "40").values == frozenset()


def test_relevance_goes_down_and_problems_follow(interview: Interview) -> None:
    interview.answer("/data/umur", "10")
    assert not interview.node("/data/kerja/tempat").relevant
    changes = interview.answer("/data/umur", "20")
    assert changes.relevance == {"/data/kerja", "/data/kerja/tempat"}
    assert changes.problems == {"/data/kerja/tempat"}
    kinds = [(problem.address, problem.kind) for problem in interview.problems()]
    assert kinds == [("/data/nik", "required"), ("/data/kerja/tempat", "required")]


def test_labels_show_answers_in_the_active_language(interview: Interview) -> None:
    changes = interview.answer("/data/nama", "Siti")
    assert "/data/umur" in changes.labels
    assert interview.node("/data/umur").label == "Umur Siti"
    interview.set_language("English (en)")
    assert interview.language == "English (en)"
    assert interview.node("/data/umur").label == "Age of Siti"
    row = interview.children("/data/anggota")[0]
    assert [choice.label for choice in interview.choices(f"{row}/jk")] == ["Male", "Female"]


def test_a_warning_passes_with_a_reason_until_the_answer_changes(interview: Interview) -> None:
    interview.answer("/data/umur", "111")
    problem = interview.node("/data/umur").problem
    assert problem is not None
    assert problem.severity == "warn"
    changes = interview.accept("/data/umur", "akta kelahiran diperiksa")
    assert changes.answers == {"/data/umur#reason": "akta kelahiran diperiksa"}
    assert interview.node("/data/umur").problem is None
    assert Interview.resume(interview.form, interview.answers()).node("/data/umur").problem is None
    interview.answer("/data/umur", "112")
    assert interview.node("/data/umur").problem is not None
    assert interview.node("/data/umur").reason == ""


def test_a_block_does_not_pass_with_a_reason(interview: Interview) -> None:
    interview.answer("/data/nik", "123")
    interview.accept("/data/nik", "begitu adanya")
    assert interview.node("/data/nik").problem is not None


def test_the_four_kinds_of_no_answer_stay_apart(interview: Interview) -> None:
    interview.answer("/data/umur", "10")
    interview.answer("/data/nik", NoAnswer.REFUSED)
    assert interview.node("/data/nik").problem is None
    interview.answer("/data/umur", NoAnswer.DONT_KNOW)
    flat = interview.finished_answers()
    assert flat["/data/nik#no-answer"] == "refused"
    assert flat["/data/umur#no-answer"] == "dont_know"
    assert not interview.node("/data/kerja/tempat").relevant
    assert "/data/nama" not in flat
    resumed = Interview.resume(interview.form, interview.answers())
    assert resumed.node("/data/umur").no_answer is NoAnswer.DONT_KNOW
    changes = resumed.answer("/data/umur", "30")
    assert changes.answers["/data/umur#no-answer"] is None
    assert resumed.node("/data/umur").no_answer is None


def test_text_of_another_type_is_kept_flagged_and_blank_to_others(interview: Interview) -> None:
    interview.answer("/data/umur", "tiga puluh")
    node = interview.node("/data/umur")
    assert (node.value, node.problem and node.problem.kind) == ("tiga puluh", "type")
    assert not interview.node("/data/kerja").relevant
    resumed = Interview.resume(interview.form, interview.answers())
    assert resumed.node("/data/umur").value == "tiga puluh"
    resumed.answer("/data/umur", "30")
    assert resumed.node("/data/umur").problem is None


def test_a_value_that_is_no_choice_is_kept_and_flagged(interview: Interview) -> None:
    row = interview.children("/data/anggota")[0]
    interview.answer(f"{row}/jk", "x")
    problem = interview.node(f"{row}/jk").problem
    assert problem is not None
    assert problem.kind == "choice"
    assert interview.answers()[f"{row}/jk"] == "x"


def test_rows_are_added_moved_removed_and_restored(interview: Interview) -> None:
    first = interview.children("/data/anggota")[0]
    second = interview.add_repeat("/data/anggota").created or ""
    front = interview.add_repeat("/data/anggota", at=0).created or ""
    assert interview.children("/data/anggota") == (front, first, second)
    interview.answer(f"{second}/nm", "Budi")
    interview.remark(f"{second}/nm", "anak angkat")
    changes = interview.move_repeat(second, 0)
    assert interview.children("/data/anggota") == (second, front, first)
    assert changes.rows == {"/data/anggota"}
    removed = interview.remove_repeat(second)
    assert removed.answers[f"{second}/nm"] is None
    assert interview.children("/data/anggota") == (front, first)
    assert removed.removed is not None
    back = interview.restore_repeat(removed.removed)
    assert back.created == second
    assert interview.children("/data/anggota") == (second, front, first)
    assert interview.node(f"{second}/nm").value == "Budi"
    assert interview.node(f"{second}/nm").remark == "anak angkat"


def test_changed_answers_replayed_over_a_draft_give_the_draft(interview: Interview) -> None:
    """What `Changes.answers` says is enough to keep a draft on disk."""
    disk = dict(interview.answers())

    def keep(changes: Changes) -> None:
        for key, text in changes.answers.items():
            if text is None:
                disk.pop(key, None)
            else:
                disk[key] = text

    keep(interview.answer("/data/umur", "200"))
    keep(interview.accept("/data/umur", "benar"))
    row = interview.add_repeat("/data/anggota")
    keep(row)
    keep(interview.answer(f"{row.created}/jk", "p"))
    keep(interview.answer("/data/nik", NoAnswer.REFUSED))
    keep(interview.answer("/data/umur", "20"))
    keep(interview.remark("/data/nama", "x"))
    keep(interview.remove_repeat(interview.children("/data/anggota")[0]))
    assert disk == interview.answers()


def test_choices_can_be_searched_by_words(interview: Interview) -> None:
    row = interview.children("/data/anggota")[0]
    assert [choice.value for choice in interview.search_choices(f"{row}/jk", "laki")] == ["l"]
    assert [choice.value for choice in interview.search_choices(f"{row}/jk", "LAKI lak")] == ["l"]
    assert interview.search_choices(f"{row}/jk", "zzz") == []


def test_a_choice_that_is_called_as_typed_comes_before_those_that_only_contain_it(
    xlsform: Callable[..., Form], context: Context
) -> None:
    asked = Interview.begin(xlsform(SCHOOLS), context)
    for typed, found in (("sd", ["3", "2"]), ("MA", ["14", "15", "13"]), ("3", ["3", "13"])):
        assert [c.value for c in asked.search_choices("/data/jenjang", typed)] == found
    assert [c.value for c in asked.search_choices("/data/jenjang", "m", limit=2)] == ["14", "15"]


def test_unknown_addresses_are_defects_of_the_caller(interview: Interview) -> None:
    for call in (
        lambda: interview.node("/data/tidak_ada"),
        lambda: interview.answer("/data/kerja", "x"),
        lambda: interview.add_repeat("/data/kerja"),
        lambda: interview.remove_repeat("/data/nama"),
        lambda: interview.set_language("Jawa"),
    ):
        with pytest.raises(KeyError):
            call()


def test_metadata_comes_from_the_context(begin: Callable[..., Interview]) -> None:
    interview = begin(
        "<s/><e/><d/><u/><t/>",
        '<bind nodeset="/data/s" jr:preload="timestamp" jr:preloadParams="start"/>'
        '<bind nodeset="/data/e" jr:preload="timestamp" jr:preloadParams="end"/>'
        '<bind nodeset="/data/d" jr:preload="property" jr:preloadParams="deviceid"/>'
        '<bind nodeset="/data/u" jr:preload="property" jr:preloadParams="username"/>'
        '<bind nodeset="/data/t" jr:preload="date" jr:preloadParams="today"/>',
    )
    answers = interview.answers()
    assert answers["/data/s"] == "2026-11-24T09:30:00.000+07:00"
    assert (answers["/data/d"], answers["/data/u"], answers["/data/t"]) == ("laptop-7", "siti", "2026-11-24")
    assert "/data/e" not in answers
    assert interview.finished_answers()["/data/e"] == "2026-11-24T09:30:00.000+07:00"


def test_a_ranking_must_be_complete(begin: Callable[..., Interview]) -> None:
    items = "".join(f"<item><label>{x}</label><value>{x}</value></item>" for x in "abc")
    interview = begin("<r/>", "", f'<odk:rank ref="/data/r">{items}</odk:rank>')
    interview.answer("/data/r", "c a b")
    with pytest.raises(UserError):
        interview.answer("/data/r", "c a")
    assert interview.node("/data/r").value == "c a b"


def test_a_cumulative_row_to_row_calculation_is_no_circle(begin: Callable[..., Interview]) -> None:
    interview = begin(
        '<r jr:template=""><v/><s/></r>',
        '<bind nodeset="/data/r/v" type="int"/><bind nodeset="/data/r/s" type="int" calculate="../v +'
        ' coalesce(indexed-repeat(/data/r/s, /data/r, position(..) - 1), 0)"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat>',
    )
    for value in ("1", "2", "3", "4"):
        row = interview.add_repeat("/data/r").created
        interview.answer(f"{row}/v", value)
    sums = [interview.answers()[f"{row}/s"] for row in interview.children("/data/r")]
    assert sums == ["1", "3", "6", "10"]
    interview.answer(f"{interview.children('/data/r')[0]}/v", "11")
    sums = [interview.answers()[f"{row}/s"] for row in interview.children("/data/r")]
    assert sums == ["11", "13", "16", "20"]


def test_groups_only_for_the_screen_have_addresses(begin: Callable[..., Interview]) -> None:
    interview = begin(
        "<a/><b/>",
        "",
        '<group appearance="field-list"><label>Halaman</label>'
        '<input ref="/data/a"/><input ref="/data/b"/></group>',
    )
    (page,) = interview.children()
    assert interview.node(page).label == "Halaman"
    assert interview.children(page) == ("/data/a", "/data/b")


def test_nested_rows_each_live_in_their_own_row(begin: Callable[..., Interview]) -> None:
    interview = begin(
        '<o jr:template=""><n/><i jr:template=""><v/><seen/></i><total/></o>',
        '<bind nodeset="/data/o/i/seen" calculate="concat(../../n, ../v)"/>'
        '<bind nodeset="/data/o/total" type="int" calculate="sum(../i/v)"/>',
        '<repeat nodeset="/data/o"><input ref="/data/o/n"/><repeat nodeset="/data/o/i">'
        '<input ref="/data/o/i/v"/></repeat></repeat>',
    )
    for name in ("a", "b"):
        outer = interview.add_repeat("/data/o").created
        interview.answer(f"{outer}/n", name)
        for value in ("1", "2"):
            inner = interview.add_repeat(f"{outer}/i").created
            interview.answer(f"{inner}/v", value)
    first, second = interview.children("/data/o")
    answers = interview.answers()
    assert [answers[f"{row}/seen"] for row in interview.children(f"{second}/i")] == ["b1", "b2"]
    assert answers[f"{first}/total"] == "3"
    interview.answer(f"{interview.children(f'{first}/i')[0]}/v", "10")
    assert interview.answers()[f"{first}/total"] == "12"
    assert interview.answers()[f"{second}/total"] == "3"


def test_a_screen_group_inside_a_row_has_an_address_there(begin: Callable[..., Interview]) -> None:
    interview = begin(
        "<r><a/></r>",
        "",
        '<repeat nodeset="/data/r"><group appearance="field-list"><label>Hal</label><input ref="/data/r/a"/>'
        "</group></repeat>",
    )
    (row,) = interview.children("/data/r")
    (page,) = interview.children(row)
    assert interview.node(page).label == "Hal"
    assert interview.children(page) == (f"{row}/a",)


def test_a_missing_translation_shows_another_language(xlsform: Callable[..., Form]) -> None:
    form = xlsform(
        """
        | survey | | | | |
        | | type | name | label::Indonesia (id) | label::English (en) |
        | | text | a | Nama | |
        | | text | b | Umur | Age |
        """
    )
    interview = Interview.begin(form)
    interview.set_language("English (en)")
    assert interview.node("/data/a").label == "Nama"
    assert interview.node("/data/b").label == "Age"


def test_problems_are_in_the_order_of_the_form_and_of_its_rows(begin: Callable[..., Interview]) -> None:
    interview = begin(
        '<z/><r jr:template=""><b/><a/></r><q/>',
        "".join(f'<bind nodeset="/data/{path}" required="true()"/>' for path in ("q", "r/a", "r/b", "z")),
        '<input ref="/data/q"/><input ref="/data/z"/><repeat nodeset="/data/r"><input ref="/data/r/a"/>'
        '<input ref="/data/r/b"/></repeat>',
    )
    last = interview.add_repeat("/data/r").created
    first = interview.add_repeat("/data/r", at=0).created
    addresses = [problem.address for problem in interview.problems()]
    assert addresses == ["/data/z", f"{first}/b", f"{first}/a", f"{last}/b", f"{last}/a", "/data/q"]


def test_what_the_form_has_and_the_engine_does_not_is_told(xform: Callable[..., Form]) -> None:
    form = xform(
        "<a/>",
        '<bind nodeset="/data/a" type="hologram"/><setvalue event="on-full-moon" ref="/data/a">x</setvalue>',
        '<input ref="/data/a"/><carousel/>',
    )
    for word in ("hologram", "on-full-moon", "carousel"):
        assert any(word in warning.what for warning in form.warnings)


@pytest.mark.parametrize("rule", ['jr:count="/data/n"', 'jr:noAddRemove="true()"'])
def test_rows_that_the_form_counts_are_not_added_or_removed_by_hand(
    begin: Callable[..., Interview], rule: str
) -> None:
    interview = begin(
        "<n>2</n><r><a/></r>",
        '<bind nodeset="/data/n" type="int"/>',
        f'<repeat nodeset="/data/r" {rule}><input ref="/data/r/a"/></repeat>',
    )
    before = interview.children("/data/r")
    assert before
    with pytest.raises(UserError):
        interview.add_repeat("/data/r")
    with pytest.raises(UserError):
        interview.remove_repeat(before[0])
    assert interview.children("/data/r") == before
