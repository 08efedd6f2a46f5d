# SPDX-License-Identifier: Apache-2.0
"""The 38 semantic traps between ODK engines, each as decided in enumerator/forms/README.md, by number."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from enumerator.errors import UserError
from enumerator.forms import Context, Interview, parse_form
from enumerator.forms.expressions.compiler import Compiler
from enumerator.forms.expressions.context import Context as Place
from enumerator.forms.expressions.context import World
from enumerator.forms.expressions.faults import EvaluationError
from enumerator.forms.expressions.parser import parse
from enumerator.forms.expressions.values import Value, text, truth
from enumerator.forms.submission import from_xml, to_xml
from tests.enumerator.forms.documents import document_of

Begin = Callable[..., Interview]
WIB = timezone(timedelta(hours=7))


class _World(World):
    zone = WIB

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 9, 30, tzinfo=WIB)


def value(expression: str, xml: str = "<data/>") -> Value:
    """What an expression gives at the root element."""
    document, world = document_of(xml), _World()
    return Compiler(world).value(parse(expression))(Place(document.children[0], document, world))


def said(expression: str, xml: str = "<data/>") -> str:
    """The same, as text."""
    return text(value(expression, xml))


def is_no_number(expression: str, xml: str = "<data/>") -> bool:
    """Whether it gives NaN."""
    found = value(expression, xml)
    return isinstance(found, float) and math.isnan(found)


def test_trap_1_a_blank_is_no_number() -> None:
    blank = "<data><a/></data>"
    assert value("a > 0", blank) is False
    assert value("a <= 0", blank) is False
    assert value("a != 5", blank) is True
    assert is_no_number("number('  ')")
    assert is_no_number("number('1.1e6')")


def test_trap_2_not_a_number_is_kept_as_blank(begin: Begin) -> None:
    assert said("string(number('x'))") == "NaN"
    interview = begin("<a/><b/>", '<bind nodeset="/data/b" type="int" calculate="/data/a + 1"/>')
    assert interview.answers().get("/data/b") is None


def test_trap_3_a_bare_reference_counts_by_its_type(begin: Begin) -> None:
    binds = '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/q" relevant="/data/n"/>'
    interview = begin("<n>0</n><q/>", binds, '<input ref="/data/n"/><input ref="/data/q"/>')
    assert not interview.node("/data/q").relevant
    interview.answer("/data/n", "2")
    assert interview.node("/data/q").relevant
    text_bind = '<bind nodeset="/data/n" type="string"/><bind nodeset="/data/q" relevant="/data/n"/>'
    assert begin("<n>false</n><q/>", text_bind).node("/data/q").relevant


def test_trap_4_comparing_sets_of_nodes_asks_whether_any_pair_agrees() -> None:
    several = "<data><a>1</a><a>2</a><b>2</b></data>"
    assert value("a = 2", several) is True
    assert value("a != 2", several) is True
    assert value("a = b", several) is True


def test_trap_5_numbers_are_equal_to_a_trillionth() -> None:
    assert value("6.1 - 7.8 = -1.7") is True
    assert value("0.1 + 0.2 = 0.3") is True
    assert value("1 = 1.000001") is False


def test_trap_6_text_that_is_a_date_is_a_date_and_days_are_whole() -> None:
    assert value("today() > '2026-11-23'") is True
    assert value("today() = '2026-11-24'") is True
    assert value("number(date('1970-01-02'))") == 1
    assert value("'2020-01-01' < '2021-01-01'") is True
    assert value("now() > today()") is True


def test_trap_7_a_fraction_of_a_day_is_no_part_of_a_date() -> None:
    assert said("date(2.75)") == "1970-01-03"
    assert said("date('nonsense')") == ""
    assert said("date(0)") == "1970-01-01"


def test_trap_8_moments_are_kept_as_they_were_written(begin: Begin) -> None:
    interview = begin("<m>2026-04-22T14:30:00.123Z</m>", '<bind nodeset="/data/m" type="dateTime"/>')
    assert interview.node("/data/m").value == "2026-04-22T14:30:00.123Z"


def test_trap_9_halves_round_up() -> None:
    assert value("round(-1.5)") == -1
    assert value("round(2.5)") == 3
    assert value("round(12345.12345, 2)") == 12345.12
    assert value("round(12345, -2)") == 12300
    assert is_no_number("round('4,6')")


def test_trap_10_blanks_are_left_out_of_sums_and_extremes() -> None:
    half = "<data><a>1</a><a/><a>3</a></data>"
    assert value("sum(a)", half) == 4
    assert value("max(a)", half) == 3
    assert value("min(a)", half) == 1
    assert value("max(a)", "<data><a>-5</a><a>-2</a></data>") == -2
    assert is_no_number("max(a)", "<data><a/></data>")


ROSTER = '<n jr:template=""><p/><age/></n>'
ROSTER_BODY = '<repeat nodeset="/data/n"><input ref="/data/n/age"/></repeat>'


def test_trap_11_position_of_a_row_is_its_place_among_its_like(begin: Begin) -> None:
    interview = begin(
        "<other/>" + ROSTER, '<bind nodeset="/data/n/p" type="int" calculate="position(..)"/>', ROSTER_BODY
    )
    rows = [interview.add_repeat("/data/n").created for _row in range(3)]
    assert [interview.answers()[f"{row}/p"] for row in rows] == ["1", "2", "3"]
    interview.remove_repeat(str(rows[0]))
    assert [interview.answers()[f"{row}/p"] for row in rows[1:]] == ["1", "2"]
    assert said("a[position() = 2]", "<data><a>x</a><b/><a>y</a></data>") == "y"


def test_trap_12_indexed_repeat_reads_from_the_root_and_knows_no_row_nought() -> None:
    rows = "<data><r><v>a</v></r><r><v>b</v></r></data>"
    assert said("indexed-repeat(/data/r/v, /data/r, 2)", rows) == "b"
    for index in ("0", "3", "''", "-1"):
        assert said(f"indexed-repeat(/data/r/v, /data/r, {index})", rows) == ""


def test_trap_13_an_absolute_path_through_its_own_row_stays_in_the_row(begin: Begin) -> None:
    interview = begin(
        '<n jr:template=""><age/><next/><older/></n><total/>',
        '<bind nodeset="/data/n/next" type="int" calculate="/data/n/age + 1"/>'
        '<bind nodeset="/data/n/older" type="int" calculate="count(/data/n[age &gt; current()/../age])"/>'
        '<bind nodeset="/data/total" type="int" calculate="sum(/data/n/age)"/>',
        ROSTER_BODY,
    )
    for age in ("10", "20", "30"):
        row = interview.add_repeat("/data/n").created
        interview.answer(f"{row}/age", age)
    rows, answers = interview.children("/data/n"), interview.answers()
    assert [answers[f"{row}/next"] for row in rows] == ["11", "21", "31"]
    assert [answers[f"{row}/older"] for row in rows] == ["2", "1", "0"]
    assert answers["/data/total"] == "60"


def test_trap_14_current_is_the_node_the_expression_belongs_to(begin: Begin) -> None:
    lists = (
        '<instance id="l"><root><item><name>a</name><in>x</in></item>'
        "<item><name>b</name><in>y</in></item></root></instance>"
    )
    body = (
        '<select1 ref="/data/g/pick"><itemset nodeset="instance(\'l\')/root/item[in = current()/../area]">'
        '<value ref="name"/><label ref="name"/></itemset></select1>'
    )
    interview = begin("<g><area>y</area><pick/></g>", "", body, lists=lists)
    assert [choice.value for choice in interview.choices("/data/g/pick")] == ["b"]


def test_trap_15_what_is_not_relevant_reads_blank_and_is_in_no_set(begin: Begin) -> None:
    interview = begin(
        "<on>1</on><a>5</a><b>7</b><sum/><seen/><count/>",
        '<bind nodeset="/data/a" type="int" relevant="/data/on = 1"/>'
        "<bind nodeset=\"/data/seen\" calculate=\"concat('[', /data/a, ']')\"/>"
        '<bind nodeset="/data/count" type="int" calculate="count(/data/a | /data/b)"/>'
        '<bind nodeset="/data/sum" type="int" calculate="sum(/data/a | /data/b)"/>',
        '<input ref="/data/on"/><input ref="/data/a"/><input ref="/data/b"/>',
    )
    assert interview.answers()["/data/sum"] == "12"
    interview.answer("/data/on", "0")
    answers = interview.answers()
    assert (answers["/data/seen"], answers["/data/count"], answers["/data/sum"]) == ("[]", "1", "7")
    assert answers["/data/a"] == "5"
    assert "/data/a" not in interview.finished_answers()
    assert b"<a>" not in to_xml(interview)
    interview.answer("/data/on", "1")
    assert interview.answers()["/data/seen"] == "[5]"


def test_trap_15_a_first_load_default_waits_for_its_question(begin: Begin) -> None:
    interview = begin(
        "<on/><q/>",
        '<bind nodeset="/data/q" relevant="/data/on = 1"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/q" value="\'ready\'"/>',
        '<input ref="/data/on"/><input ref="/data/q"/>',
    )
    interview.answer("/data/on", "1")
    assert interview.node("/data/q").value == "ready"


def test_trap_16_a_calculation_rests_while_not_relevant_and_overwrites_edits(begin: Begin) -> None:
    interview = begin(
        "<a>1</a><on>0</on><c/>",
        '<bind nodeset="/data/c" type="int" relevant="/data/on = 1" calculate="/data/a * 10"/>',
        '<input ref="/data/a"/><input ref="/data/on"/><input ref="/data/c"/>',
    )
    assert "/data/c" not in interview.answers()
    interview.answer("/data/on", "1")
    assert interview.node("/data/c").value == "10"
    interview.answer("/data/c", "99")
    assert interview.node("/data/c").value == "99"
    interview.answer("/data/a", "2")
    assert interview.node("/data/c").value == "20"


def test_trap_17_a_wrong_answer_is_kept_and_flagged_and_blanks_are_not_judged(begin: Begin) -> None:
    interview = begin(
        "<a/>",
        '<bind nodeset="/data/a" type="int" constraint=". &lt; 10" required="true()"/>',
        '<input ref="/data/a"/>',
    )
    assert [problem.kind for problem in interview.problems()] == ["required"]
    interview.answer("/data/a", "12")
    assert interview.node("/data/a").value == "12"
    assert [problem.kind for problem in interview.problems()] == ["constraint"]
    interview.answer("/data/a", "9")
    assert interview.problems() == ()


def test_trap_18_required_and_readonly_are_expressions_and_are_inherited(begin: Begin) -> None:
    interview = begin(
        "<lock>0</lock><g><a>x</a></g>",
        '<bind nodeset="/data/g" readonly=" /data/lock = 1 "/>'
        '<bind nodeset="/data/g/a" required=" true() "/>',
        '<input ref="/data/lock"/><group ref="/data/g"><input ref="/data/g/a"/></group>',
    )
    assert interview.node("/data/g/a").required
    assert not interview.node("/data/g/a").readonly
    changes = interview.answer("/data/lock", "1")
    assert interview.node("/data/g/a").readonly
    assert "/data/g/a" in changes.readonly


def test_trap_19_a_choice_that_goes_takes_its_answer_and_brings_it_back(begin: Begin) -> None:
    lists = (
        '<instance id="l"><root><item><name>a</name><in>x</in></item><item><name>b</name><in>y</in></item>'
        "<item><name>c</name><in>x</in></item></root></instance>"
    )
    body = (
        '<input ref="/data/area"/><select ref="/data/pick">'
        "<itemset nodeset=\"instance('l')/root/item[in = /data/area]\">"
        '<value ref="name"/><label ref="name"/></itemset></select>'
    )
    interview = begin("<area>x</area><pick/>", "", body, lists=lists)
    interview.answer("/data/pick", "c a")
    assert interview.node("/data/pick").value == "a c"
    interview.answer("/data/area", "y")
    assert interview.node("/data/pick").value == ""
    resumed = Interview.resume(interview.form, interview.answers())
    for one in (interview, resumed):
        one.answer("/data/area", "x")
        assert one.node("/data/pick").value == "a c"


ITEXT = (
    '<itext><translation lang="Bahasa Indonesia (id)" default="true()"><text id="y"><value>Ya</value></text>'
    '<text id="n"><value>Tidak</value></text></translation><translation lang="English (en)"><text id="y">'
    '<value>Yes</value></text><text id="n"><value>No</value></text></translation></itext>'
)
YES_NO = (
    "<item><label ref=\"jr:itext('y')\"/><value>1</value></item>"
    "<item><label ref=\"jr:itext('n')\"/><value>0</value></item>"
)


def test_trap_20_choice_name_follows_the_language(begin: Begin) -> None:
    interview = begin(
        "<q>1</q><told/>",
        """<bind nodeset="/data/told" calculate="jr:choice-name( /data/q ,' /data/q ')"/>""",
        f'<select1 ref="/data/q">{YES_NO}</select1>',
        itext=ITEXT,
    )
    assert interview.answers()["/data/told"] == "Ya"
    interview.set_language("English (en)")
    assert interview.answers()["/data/told"] == "Yes"
    interview.answer("/data/q", "")
    assert "/data/told" not in interview.answers()


def test_trap_21_once_and_chance_are_settled_once(begin: Begin) -> None:
    interview = begin(
        "<a/><dice/>",
        '<bind nodeset="/data/dice" calculate="once(concat(random(), /data/a))"/>',
        '<input ref="/data/a"/>',
    )
    thrown = interview.answers()["/data/dice"]
    interview.answer("/data/a", "5")
    assert interview.answers()["/data/dice"] == thrown


def test_trap_22_a_seeded_order_is_the_same_everywhere_and_an_unseeded_one_while_filling(
    begin: Begin,
) -> None:
    letters = "<data>" + "".join(f"<a>{letter}</a>" for letter in "ABCDEFG") + "</data>"
    assert said("join('', randomize(a, 42))", letters) == said("join('', randomize(a, 42))", letters)
    assert said("join('', randomize(a, 42))", letters) != said("join('', randomize(a, 43))", letters)
    assert said("count(randomize(a))", letters) == "7"
    items = "".join(f"<item><name>{n}</name></item>" for n in range(20))
    body = (
        '<select1 ref="/data/q"><itemset nodeset="randomize(instance(\'l\')/root/item)"><value ref="name"/>'
        '<label ref="name"/></itemset></select1>'
    )
    interview = begin("<q/>", "", body, lists=f'<instance id="l"><root>{items}</root></instance>')
    first = [choice.value for choice in interview.choices("/data/q")]
    assert first == [choice.value for choice in interview.choices("/data/q")]
    assert sorted(first, key=int) == [str(n) for n in range(20)] != first


def test_trap_23_selections_and_cuts() -> None:
    assert value("selected('a b c', ' b ')") is True
    assert value("selected('', '')") is True
    assert value("selected('ab', 'a')") is False
    assert said("selected-at('a b c', 0)") == "a"
    assert said("selected-at('a b c', 9)") == ""
    assert value("count-selected('')") == 0
    assert said("join(',', a, 'z')", "<data><a>1</a><a>2</a></data>") == "1,2,z"
    assert said("substr('hello', 1, 3)") == "el"
    assert said("substr('hello', -2)") == "lo"


def test_trap_24_checklists_and_booleans_from_text() -> None:
    assert value("checklist(-1, 2, true(), true(), false())") is True
    assert value("checklist(2, -1, true(), false())") is False
    assert value("weighted-checklist(5, -1, true(), 3, true(), 2)") is True
    assert value("boolean-from-string('TRUE')") is True
    assert value("boolean-from-string(1)") is True
    assert value("boolean-from-string('yes')") is False


def test_trap_25_only_the_branch_taken_is_evaluated() -> None:
    assert said("if(true(), 'a', no-such-function())") == "a"
    assert value("if(true(), a, 0) + 1", "<data><a>4</a></data>") == 5
    assert said("coalesce('', 7)") == "7"
    with pytest.raises(EvaluationError):
        value("if(false(), 'a', no-such-function())")


def test_trap_26_a_pattern_matches_the_whole_text() -> None:
    assert value("regex('12345', '[0-9]{3}')") is False
    assert value("regex('12345', '[0-9]{5}')") is True
    assert value("regex('12345', '^[0-9]+$')") is True


def test_trap_27_month_names_speak_the_language_of_the_form(begin: Begin) -> None:
    assert said("format-date('2026-05-01', '%e %b %Y %n %%')") == "1 May 2026 5 %"
    assert said("format-date('', '%Y')") == ""
    interview = begin(
        "<d>2026-05-01</d><told/>",
        '<bind nodeset="/data/told" calculate="format-date(/data/d, \'%e %B %Y\')"/>',
        itext=ITEXT,
    )
    assert interview.answers()["/data/told"] == "1 Mei 2026"
    interview.set_language("English (en)")
    assert interview.answers()["/data/told"] == "1 May 2026"


def test_trap_28_a_time_of_day_is_local() -> None:
    assert is_no_number("decimal-time('24:00:00.000+07:00')")
    assert value("decimal-time('06:00:00.000+07:00')") == 0.25
    assert value("decimal-time('23:00:00.000Z')") == 0.25


def test_trap_29_digests() -> None:
    assert said("digest('abc', 'MD5', 'hex')") == "900150983cd24fb0d6963f7d28e17f72"
    assert said("digest('abc', 'SHA-1', 'base64')") == said("digest('abc', 'SHA-1')")
    with pytest.raises(EvaluationError):
        value("digest('abc', 'SHA-3')")


def test_trap_30_areas_and_distances_are_told_to_the_centimetre() -> None:
    assert value("distance('0 0 0 0; 0 1 0 0')") == 111318.85
    assert value("area('0 0;0 1;1 1;1 0;0 0')") == pytest.approx(1.2391e10, rel=1e-3)
    assert value("geofence('0.5 0.5', '0 0;0 1;1 1;1 0;0 0')") is True
    assert value("geofence('2 2', '0 0;0 1;1 1;1 0;0 0')") is False
    assert value("intersects('0 0;1 1;0 1;1 0')") is True


COUNTED = '<repeat nodeset="/data/n" jr:count="/data/c"><input ref="/data/n/a"/></repeat>'


def test_trap_31_counted_rows_come_at_once_and_are_set_aside_when_too_many(begin: Begin) -> None:
    binds = (
        '<bind nodeset="/data/c" type="int"/>'
        '<setvalue event="odk-new-repeat" ref="/data/n/made" value="concat(\'row \', position(..))"/>'
    )
    interview = begin('<c>2</c><n jr:template=""><a/><made/></n>', binds, f'<input ref="/data/c"/>{COUNTED}')
    first, second = interview.children("/data/n")
    assert interview.answers()[f"{second}/made"] == "row 2"
    interview.answer(f"{second}/a", "kept")
    interview.answer("/data/c", "1")
    assert interview.children("/data/n") == (first,)
    assert b"kept" not in to_xml(interview)
    resumed = Interview.resume(interview.form, interview.answers())
    for one in (interview, resumed):
        one.answer("/data/c", "2")
        assert one.node(f"{second}/a").value == "kept"
    for nothing in ("", "-3", "0"):
        interview.answer("/data/c", nothing)
        assert interview.children("/data/n") == ()


def test_trap_32_first_load_happens_once_and_until_it_recomputes_a_calculation_yields(begin: Begin) -> None:
    interview = begin(
        "<a/><b/><c/><seen/>",
        '<bind nodeset="/data/b" calculate="concat(/data/c, \'!\')"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/a">set</setvalue>'
        '<setvalue event="odk-instance-first-load" ref="/data/b">set</setvalue>',
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/seen" value="/data/a"/>'
        '</input><input ref="/data/c"/>',
    )
    assert interview.answers()["/data/a"] == "set"
    assert interview.answers()["/data/b"] == "set"
    interview.answer("/data/c", "now")
    assert interview.answers()["/data/b"] == "now!"
    interview.answer("/data/a", "edited")
    assert interview.answers()["/data/seen"] == "edited"
    interview.answer("/data/a", "")
    assert "/data/seen" not in interview.answers()
    assert "/data/a" not in Interview.resume(interview.form, interview.answers()).answers()


def test_trap_33_a_template_is_no_row_and_gives_new_rows_their_defaults(begin: Begin) -> None:
    interview = begin(
        '<n jr:template=""><a>from template</a></n><n><a>first</a></n><count/>',
        '<bind nodeset="/data/count" type="int" calculate="count(/data/n)"/>',
        '<repeat nodeset="/data/n"><input ref="/data/n/a"/></repeat>',
    )
    assert interview.answers()["/data/count"] == "1"
    row = interview.add_repeat("/data/n").created
    assert interview.node(f"{row}/a").value == "from template"
    plain = begin("<n><a>first</a></n>", "", '<repeat nodeset="/data/n"><input ref="/data/n/a"/></repeat>')
    assert plain.node(f"{plain.add_repeat('/data/n').created}/a").value == "first"


def test_trap_34_without_a_last_interview_its_answers_are_blank(begin: Begin, context: Context) -> None:
    lists = '<instance id="__last-saved" src="jr://instance/last-saved"/>'
    binds = (
        '<setvalue event="odk-instance-first-load" ref="/data/a" value="instance(\'__last-saved\')/data/a"/>'
    )
    first = begin("<a/>", binds, '<input ref="/data/a"/>', lists=lists)
    assert first.node("/data/a").value == ""
    first.answer("/data/a", "Semarang")
    again = Interview.begin(first.form, replace(context, last_saved=first.answers()))
    assert again.node("/data/a").value == "Semarang"


def test_trap_34_a_missing_file_is_told_and_reads_blank(begin: Begin) -> None:
    lists = '<instance id="towns" src="jr://file-csv/towns.csv"/>'
    body = (
        '<select1 ref="/data/t"><itemset nodeset="instance(\'towns\')/root/item"><value ref="name"/>'
        '<label ref="label"/></itemset></select1>'
    )
    interview = begin("<t/>", "", body, lists=lists)
    assert len(interview.choices("/data/t")) == 0
    assert any("towns.csv" in warning.what for warning in interview.form.warnings)


def test_trap_35_an_edit_gets_a_new_id_and_remembers_the_old(begin: Begin, context: Context) -> None:
    interview = begin("<a>1</a>")
    old = interview.answers()["/data/meta/instanceID"]
    other = replace(context, seed=8)
    edited = from_xml(interview.form, to_xml(interview), other, edit=True).answers()
    assert edited["/data/meta/deprecatedID"] == old
    assert edited["/data/meta/instanceID"] != old


@pytest.mark.parametrize(
    "content",
    [
        b'\xef\xbb\xbfname,label\r\na,Satu\r\nb,"Dua\nbaris"\r\n',
        b'name;label\na;Satu\nb;"Dua\nbaris"\n',
        b'name\tlabel\na\tSatu\nb\t"Dua\nbaris"',
    ],
)
def test_trap_36_csv_lists_of_every_make(begin: Begin, content: bytes) -> None:
    lists = '<instance id="l" src="jr://file-csv/l.csv"/>'
    body = (
        '<select1 ref="/data/q"><itemset nodeset="instance(\'l\')/root/item"><value ref="name"/>'
        '<label ref="label"/></itemset></select1>'
    )
    interview = begin("<q/>", "", body, lists=lists, media={"l.csv": content})
    assert [(choice.value, choice.label) for choice in interview.choices("/data/q")] == [
        ("a", "Satu"),
        ("b", "Dua\nbaris"),
    ]


def test_trap_37_blanks_anywhere_and_operators_as_names() -> None:
    assert value("1or1") is True
    assert value("1 and1") is True
    assert value("-  1 + 2") == 1
    assert value(" /data/a [ . > 1 ] ", "<data><a>2</a></data>") != []
    assert said("div div div", "<data><div>6</div></data>") == "1"
    assert value("or or and", "<data><or/><and/></data>") is True


def test_trap_38_an_unknown_function_is_found_when_the_form_loads(begin: Begin) -> None:
    with pytest.raises(UserError) as refused:
        begin("<a/>", '<bind nodeset="/data/a" calculate="if(true(), 1, magic())"/>')
    assert "magic" in refused.value.what
    assert "/data/a" in refused.value.where


def test_boolean_answers_say_yes_in_every_spelling_of_a_comparison(begin: Begin) -> None:
    interview = begin(
        "<b/><says/>",
        '<bind nodeset="/data/b" type="boolean" calculate="1 = 1"/>'
        '<bind nodeset="/data/says" calculate="/data/b = \'true\' and /data/b = true() and /data/b = 1"/>',
    )
    assert interview.answers()["/data/says"] == "true"
    assert truth("x") is True


def test_parse_form_reads_what_the_page_holds() -> None:
    with pytest.raises(UserError):
        parse_form(b"<html/>")
