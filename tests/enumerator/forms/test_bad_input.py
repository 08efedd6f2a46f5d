# SPDX-License-Identifier: Apache-2.0
"""Forms that cannot be meant: refused at load by place, cause and remedy, without a crash or a hang."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from enumerator.errors import UserError
from enumerator.forms import Form, Interview, load_form, parse_form
from enumerator.forms.expressions.compiler import Compiler
from enumerator.forms.expressions.context import Context as Place
from enumerator.forms.expressions.context import World
from enumerator.forms.expressions.faults import ExpressionError
from enumerator.forms.expressions.parser import parse
from enumerator.forms.expressions.values import text
from tests.enumerator.forms.documents import document_of

SELECT_OF_NOTHING = (
    "<select1 ref='/data/a'><itemset nodeset=\"instance('nothing')/root/item\"><value ref='name'/>"
    "</itemset></select1>"
)
GOOD = (
    b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    b' xmlns:jr="http://openrosa.org/javarosa"><h:head><model><instance><data id="t"><a/><b/>'
    b'<r jr:template=""><c/></r></data></instance><bind nodeset="/data/a" type="int" constraint=". &gt; 0"/>'
    b'<bind nodeset="/data/b" calculate="sum(/data/r/c)" relevant="/data/a = 1"/></model></h:head><h:body>'
    b'<input ref="/data/a"><label>A</label></input><repeat nodeset="/data/r">'
    b'<input ref="/data/r/c"/></repeat></h:body></h:html>'
)


@pytest.mark.parametrize(
    ("binds", "named"),
    [
        (
            '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>',
            "/data/a",
        ),
        ('<bind nodeset="/data/a" calculate=". + 1"/>', "/data/a"),
        ('<bind nodeset="/data/a" relevant=". = 1"/>', "/data/a"),
        ('<bind nodeset="/data/a" calculate="1 +"/>', "/data/a"),
        ('<bind nodeset="/data/a" calculate="(1"/>', "/data/a"),
        ('<bind nodeset="/data/a" constraint="[1]"/>', "/data/a"),
        ('<bind nodeset="/data/a" relevant="nothing-like-it(1)"/>', "/data/a"),
        ('<bind nodeset="/data/a" calculate="substr(\'x\')"/>', "/data/a"),
        (f'<bind nodeset="/data/a" calculate="{"(" * 500}1{")" * 500}"/>', "/data/a"),
    ],
    ids=[
        "circle",
        "own value",
        "own relevance",
        "cut short",
        "open",
        "no axis",
        "unknown",
        "too few",
        "too deep",
    ],
)
def test_expressions_that_cannot_be_meant(xform: Callable[..., Form], binds: str, named: str) -> None:
    with pytest.raises(UserError) as refused:
        xform("<a/><b/>", binds, '<input ref="/data/a"/>')
    assert named in refused.value.where
    assert refused.value.remedy


@pytest.mark.parametrize(
    "body",
    ['<input ref="/data/nothing"/>', '<repeat nodeset="/data/nothing"/>', '<input bind="nothing"/>'],
)
def test_references_to_nothing(xform: Callable[..., Form], body: str) -> None:
    with pytest.raises(UserError) as refused:
        xform("<a/>", "", body)
    assert "nothing" in refused.value.what


@pytest.mark.parametrize(
    ("rule", "meant"),
    [
        ('relevant="/data/nma = 1"', "/data/nama"),
        ('relevant="../nma = 1"', "/data/nama"),
        ('calculate="current()/../nma"', "/data/nama"),
        ('constraint=". &gt; count(/data/nma)"', "/data/nama"),
        ('required="/data/g/nama = 1"', "/data/nama"),
        ('readonly="/data/@nothing = 1"', ""),
        ('calculate="if(true(), 1, /data/nowhere)"', ""),
        ('calculate="/data/nama/below"', ""),
        ('calculate="nama + 1"', "/data/nama"),
        ("calculate=\"instance('desaa')/root/item[name = 'x']/label\"", "desa"),
    ],
)
def test_an_expression_that_reads_nothing_is_refused(
    xform: Callable[..., Form], rule: str, meant: str
) -> None:
    lists = '<instance id="desa"><root><item><name>x</name><label>X</label></item></root></instance>'
    with pytest.raises(UserError) as refused:
        xform("<a/><nama/><g><umur/></g>", f'<bind nodeset="/data/a" {rule}/>', "", lists=lists)
    assert refused.value.where.startswith("/data/a, ")
    assert meant in refused.value.remedy


@pytest.mark.parametrize(
    "body",
    [
        '<input ref="/data/a"><label><output value="/data/nothing"/></label></input>',
        '<input ref="/data/a"><setvalue ref="/data/nothing" event="xforms-value-changed" value="1"/></input>',
        '<input ref="/data/a"><setvalue ref="/data/a" event="odk-new-repeat" value="/data/no"/></input>',
        '<group><repeat nodeset="/data/g" jr:count="/data/nothing"/></group>',
        SELECT_OF_NOTHING,
        '<select1 ref="/data/a"><itemset nodeset="/data/nothing"><value ref="x"/></itemset></select1>',
    ],
)
def test_labels_actions_counts_and_choices_that_read_nothing_are_refused(
    xform: Callable[..., Form], body: str
) -> None:
    with pytest.raises(UserError) as refused:
        xform("<a/><g><x/></g>", "", body)
    assert "no" in refused.value.what
    assert refused.value.where
    assert refused.value.remedy


def test_a_word_without_its_quotes_is_blank_and_told(begin: Callable[..., Interview]) -> None:
    """`null` in the WHO's verbal autopsy, a choice without quotes in others: Collect reads blank."""
    interview = begin("<a/><b>x</b>", '<bind nodeset="/data/a" calculate="if(/data/b = \'x\', null, 1)"/>')
    assert interview.node("/data/a").value == ""
    (warning,) = interview.form.warnings
    assert "null" in warning.what
    assert warning.where.startswith("/data/a, calculate")


def test_data_that_another_program_would_fill_in_is_blank_and_told(begin: Callable[..., Interview]) -> None:
    calculation = "if(instance('contact-summary')/context/parity != '', 1, 'none')"
    interview = begin("<a/>", f'<bind nodeset="/data/a" calculate="{calculation}"/>')
    assert interview.node("/data/a").value == "none"
    assert any("contact-summary" in warning.what for warning in interview.form.warnings)


def test_an_unknown_function_is_named_with_the_one_that_was_meant(xform: Callable[..., Form]) -> None:
    with pytest.raises(UserError) as refused:
        xform("<a/>", '<bind nodeset="/data/a" calculate="count-selectd(\'a\')"/>')
    assert "count-selectd" in refused.value.what
    assert "count-selected()" in refused.value.remedy


def test_entities_are_refused_and_never_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("rahasia", encoding="utf-8")
    external = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "'
        + b"ha" * 50
        + b'">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(8))
        + b"]>"
    )
    for declared, used in ((external, b"&e;"), (bomb, b"&i;")):
        start = time.perf_counter()
        with pytest.raises(UserError) as refused:
            parse_form(declared + GOOD.replace(b"<a/>", b"<a>" + used + b"</a>"))
        assert "rahasia" not in str(refused.value)
        assert time.perf_counter() - start < 2


def test_lists_never_leave_the_media_folder(xform: Callable[..., Form], tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("name,label\nx,rahasia\n", encoding="utf-8")
    folder = tmp_path / "media"
    folder.mkdir()
    for name in ("../outside.csv", str(tmp_path / "outside.csv"), "..%2Foutside.csv"):
        page = GOOD.replace(
            b"</instance>", f'</instance><instance id="l" src="jr://file-csv/{name}"/>'.encode()
        )
        form = parse_form(page, media=folder)
        assert form.model.secondary.table("l") is None
        assert form.warnings


def test_a_workbook_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as large:
        large.truncate(50 * 1024 * 1024)
    with pytest.raises(UserError) as refused:
        load_form(path)
    assert "large.xlsx" in refused.value.what


def test_a_workbook_that_unpacks_without_end(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _block in range(420):
            part.write(b"\0" * 1024 * 1024)
    with pytest.raises(UserError):
        load_form(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0 torn", b"\x00" * 4096])
@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_damaged_workbooks(tmp_path: Path, content: bytes, ending: str) -> None:
    path = tmp_path / f"torn.{ending}"
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        load_form(path)
    assert refused.value.remedy


def test_files_that_are_no_forms(tmp_path: Path) -> None:
    for name, content in (
        ("a.pdf", b"%PDF"),
        ("b.xml", b"<not"),
        ("c.xml", b"<html/>"),
        ("d.csv", b"\xff\xfe\x00"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UserError):
            load_form(path)
    with pytest.raises(UserError):
        load_form(tmp_path / "absent.xlsx")


def test_a_fault_in_a_workbook_is_told_by_sheet_and_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "A"], ["wizardry", "b", "B"]):
        sheet.append(row)
    path = tmp_path / "form.xlsx"
    book.save(path)
    with pytest.raises(UserError) as refused:
        load_form(path)
    assert "wizardry" in refused.value.what
    assert refused.value.remedy


def test_a_fault_that_only_the_engine_finds_is_told_by_sheet_and_row_too(
    xlsform: Callable[..., Form],
) -> None:
    table = """
        | survey | | | | |
        | | type | name | label | calculation |
        | | begin_group | g | G | |
        | | calculate | a | | {expression} |
        | | calculate | b | | ${{a}} |
        | | end_group | | | |
        """
    for expression, named in (
        ("magic(1)", "magic"),
        ("${b} + 1", ""),
        ("/data/g/misspelt", "misspelt"),
    ):
        with pytest.raises(UserError) as refused:
            xlsform(table.format(expression=expression))
        assert named in refused.value.what
        assert any(f" {row}: " in refused.value.where for row in (3, 4))


def test_a_list_in_another_encoding(xform: Callable[..., Form]) -> None:
    lists = '<instance id="l" src="jr://file-csv/l.csv"/>'
    body = (
        '<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item"><value ref="name"/>'
        '<label ref="label"/></itemset></select1>'
    )
    with pytest.raises(UserError) as refused:
        xform("<a/>", "", body, lists=lists, media={"l.csv": "name,label\nk,Café\n".encode("latin-1")})
    assert "l.csv" in refused.value.what
    with pytest.raises(UserError) as refused:
        xform("<a/>", "", body, lists=lists, media={"l.csv": b"name,title\nk,K\n"})
    assert "label" in refused.value.what
    assert refused.value.where == "/data/a"
    filtered = body.replace("root/item", "root/item[kec = 'x']")
    with pytest.raises(UserError) as refused:
        xform("<a/>", "", filtered, lists=lists, media={"l.csv": b"name,label\nk,K\n"})
    assert "kec" in refused.value.what


def test_a_column_that_only_pulldata_asks_for_is_told(begin: Callable[..., Interview]) -> None:
    """Collect gives blank, and a form in use has it."""
    calculation = "pulldata('l', 'kec', 'name', 'k')"
    media = {"l.csv": b"name,label\nk,K\n"}
    interview = begin("<a/>", f'<bind nodeset="/data/a" calculate="{calculation}"/>', media=media)
    assert interview.node("/data/a").value == ""
    assert any("kec" in warning.what for warning in interview.form.warnings)
    with pytest.raises(UserError):
        begin(
            "<a/>",
            f'<bind nodeset="/data/a" calculate="{calculation}"/>',
            media={"l.csv": "name,kec\nk,é\n".encode("latin-1")},
        )


def test_rows_of_unequal_length_are_read_and_a_longer_one_is_told(begin: Callable[..., Interview]) -> None:
    lists = '<instance id="l" src="jr://file-csv/l.csv"/>'
    body = (
        "<select1 ref='/data/a'><itemset nodeset=\"instance('l')/root/item\"><value ref='name'/>"
        "<label ref='label'/></itemset></select1>"
    )
    media = {"l.csv": b"name,label,kec\na,A\nb,B,1,surplus\n"}
    interview = begin("<a/>", "", body, lists=lists, media=media)
    assert [(each.value, each.label) for each in interview.choices("/data/a")] == [("a", "A"), ("b", "B")]
    (warning,) = interview.form.warnings
    assert "l.csv" in warning.what
    assert "3" in warning.where


def test_an_older_xform_takes_its_choices_from_itemsets_csv(begin: Callable[..., Interview]) -> None:
    query = "instance('desa')/root/item[kec = /data/k]"
    content = b"list_name,name,label,kec\ndesa,a,Desa A,1\ndesa,b,Desa B,2\nx,c,C,1\n"
    interview = begin(
        "<k>1</k><d/>", "", f'<input ref="/data/d" query="{query}"/>', media={"itemsets.csv": content}
    )
    assert [(each.value, each.label) for each in interview.choices("/data/d")] == [("a", "Desa A")]
    missing = begin("<k>1</k><d/>", "", f'<input ref="/data/d" query="{query}"/>')
    assert any("itemsets.csv" in warning.what for warning in missing.form.warnings)


def test_a_count_without_end_stops_somewhere(begin: Callable[..., Interview]) -> None:
    interview = begin(
        '<n/><r jr:template=""><a/></r>',
        '<bind nodeset="/data/n" type="int"/>',
        '<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n">'
        '<input ref="/data/r/a"/></repeat>',
    )
    interview.answer("/data/n", "2000000000")
    assert len(interview.children("/data/r")) == 2000


TOKENS = st.sampled_from(
    [
        "/",
        "//",
        ".",
        "..",
        "@",
        "(",
        ")",
        "[",
        "]",
        ",",
        "|",
        "+",
        "-",
        "*",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "and",
        "or",
        "div",
        "mod",
        "1",
        "0",
        "2.5",
        ".5",
        "'x'",
        '"y"',
        "''",
        "a",
        "b",
        "data",
        "*",
        "node()",
        "text()",
        "position()",
        "last()",
        "current()",
        "instance('l')",
        "/data/a",
        "../b",
        "child::",
        "parent::",
        "ancestor::",
        "self::",
        "count(",
        "sum(",
        "if(",
        "concat(",
        "string(",
        "number(",
        "date(",
        "today()",
        "now()",
        "round(",
        "substr(",
        "selected(",
        "regex(",
        "coalesce(",
        "once(",
        "join(",
        "min(",
        "max(",
        "int(",
        "not(",
        "true()",
        "false()",
        "translate(",
        "format-date(",
        "decimal-date-time(",
        "randomize(",
        "indexed-repeat(",
        "area(",
        "digest(",
        "jr:choice-name(",
        "x:y",
        "-1",
        "1e5",
        "$v",
        "#",
        "!",
        "é",
    ]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TOKENS, max_size=14).map(" ".join) | st.text(max_size=40))
def test_no_text_breaks_the_expression_compiler(source: str) -> None:
    """Any text is either an expression with a value or an ExpressionError."""
    document, world = document_of("<data><a>1</a><b/><a>2020-01-01</a></data>"), World()
    try:
        value = Compiler(world).value(parse(source))(Place(document.children[0], document, world))
        text(value)
    except (ExpressionError, OverflowError):
        return


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(GOOD)), st.integers(0, 60), st.binary(max_size=12) | TOKENS.map(str.encode))
def test_no_damage_to_a_form_breaks_the_loader(at: int, cut: int, put: bytes) -> None:
    """Any damaged form is either refused or begins."""
    try:
        Interview.begin(parse_form(GOOD[:at] + put + GOOD[at + cut :]))
    except UserError:
        return


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)+b", "(.*,){12}P", "(?:a?){60}a{60}b"])
def test_a_pattern_that_tries_for_ever_is_given_up(pattern: str) -> None:
    """Regular expressions with exponentially many ways to fail, on a text that fits none of them."""
    calculation = f"regex(/data/a, '{pattern}')"
    form = parse_form(
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>'
        b'<instance><data id="t"><a/><b/></data></instance><bind nodeset="/data/a" type="string"/>'
        + f'<bind nodeset="/data/b" calculate="{calculation}"/>'.encode()
        + b'</model></h:head><h:body><input ref="/data/a"/></h:body></h:html>'
    )
    interview = Interview.begin(form)
    begun = time.monotonic()
    interview.answer("/data/a", "a" * 60 + "," * 40)
    assert time.monotonic() - begun < 5
    assert interview.node("/data/b").value != "true"
    assert interview.node("/data/a").value == "a" * 60 + "," * 40


@pytest.mark.parametrize("cell", ["ZZ1048576", "XFD900000"])
def test_a_sheet_with_one_cell_far_out_is_refused_before_it_fills_the_memory(
    tmp_path: Path, cell: str
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "A"]):
        sheet.append(row)
    sheet[cell] = "x"
    book.save(tmp_path / "far.xlsx")
    begun = time.monotonic()
    with pytest.raises(UserError) as refused:
        load_form(tmp_path / "far.xlsx")
    assert cell in refused.value.what
    assert refused.value.remedy
    assert time.monotonic() - begun < 10


def test_a_stray_cell_in_the_last_row_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "A"]):
        sheet.append(row)
    sheet["A1048576"] = "wizardry"
    book.save(tmp_path / "stray.xlsx")
    begun = time.monotonic()
    with pytest.raises(UserError) as refused:
        load_form(tmp_path / "stray.xlsx")
    assert "1048576" in refused.value.where
    assert time.monotonic() - begun < 20


def test_one_long_text_in_very_many_cells_is_refused(tmp_path: Path) -> None:
    """A few megabytes that would become many gigabytes."""
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 60_000)
    )
    with zipfile.ZipFile(tmp_path / "long.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>")
        archive.writestr(
            "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"
        )
    with pytest.raises(UserError) as refused:
        load_form(tmp_path / "long.xlsx")
    assert "long.xlsx" in refused.value.what
