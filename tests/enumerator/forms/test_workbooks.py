# SPDX-License-Identifier: Apache-2.0
"""Workbooks as offices write them: read as they are meant, each repair told, or refused by sheet and row."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from enumerator.errors import UserError
from enumerator.forms import Context, Form, Interview, NoAnswer, Question, load_form
from enumerator.messages import speak

Rows = list[list[object]]
Make = Callable[..., Form]
MORNING = datetime(2026, 1, 2, 8, 30)  # noqa: DTZ001 - the cells of a workbook know no zone
HEAD: Rows = [["type", "name", "label"]]
YES_NO: Rows = [["list_name", "name", "label"], ["yn", "y", "Ya"], ["yn", "n", "Tidak"]]


@pytest.fixture
def book(tmp_path: Path) -> Make:
    """A Form from the cells of a real .xlsx."""

    def make(survey: Rows, choices: Rows | None = None, settings: Rows | None = None, **more: object) -> Form:
        workbook = Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.title = str(more.get("survey_name", "survey"))
        for row in survey:
            sheet.append(row)
        named = (("choices", choices), ("settings", settings), ("entities", more.get("entities")))
        for title, rows in named:
            if isinstance(rows, list):
                sheet = workbook.create_sheet(title)
                for row in rows:
                    sheet.append(row)
        path = tmp_path / "form.xlsx"
        workbook.save(path)
        return load_form(path)

    return make


def types(form: Form) -> dict[str, str]:
    """Name and type of every question."""
    return {
        part.name: part.type
        for part in form.nodes.values()
        if isinstance(part, Question) and "/meta/" not in part.path
    }


def told(form: Form, *, row: int, sheet: str = "survey") -> list[str]:
    """The warnings about one row."""
    places = (f"lembar {sheet}, baris {row}", f"sheet {sheet}, row {row}")
    return [each.what for each in form.warnings if each.where.partition(":")[0] in places]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("begin group", "end group"),
        ("begin_group", "end_group"),
        ("Begin Group", "End Group"),
        ("begingroup", "endgroup"),
        ("BEGIN_GROUP", "end  group"),
        ("begin-group", "end-group"),
        ("begin group", "end repeat"),
    ],
)
def test_groups_in_any_spelling(book: Make, begin: str, end: str) -> None:
    form = book([*HEAD, [begin, "g", "G"], ["text", "a", "A"], [end]])
    assert "/data/g/a" in form.nodes


@pytest.mark.parametrize(
    "written",
    [
        "select_one yn",
        "select one yn",
        "select one from yn",
        "select_one from yn",
        "select1 yn",
        "Select_One yn",
        "selectone yn",
        "select_one_yn",
        "select-one yn",
        "select_one  yn ",
        "select_one\u00a0yn",
    ],
)
def test_one_choice_in_any_spelling(book: Make, written: str) -> None:
    form = book([*HEAD, [written, "q", "Q"]], YES_NO)
    assert types(form) == {"q": "select_one"}
    assert [each.label for each in Interview.begin(form).choices("/data/q")] == ["Ya", "Tidak"]


@pytest.mark.parametrize("written", ["select multiple yn", "select_many yn", "select all that apply from yn"])
def test_several_choices_in_any_spelling(book: Make, written: str) -> None:
    assert types(book([*HEAD, [written, "q", "Q"]], YES_NO)) == {"q": "select_multiple"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("int", "integer"),
        ("number", "decimal"),
        ("Text", "text"),
        ("gps", "geopoint"),
        ("photo", "image"),
        ("signature", "image"),
        ("long text", "text"),
        ("qrcode", "barcode"),
        ("datetime", "dateTime"),
        ("checkbox", "acknowledge"),
        ("hidden string", "hidden"),
        ("sensor_statistic light_level", "hidden"),
        ("simserial", "hidden"),
    ],
)
def test_types_of_other_dialects(book: Make, written: str, read: str) -> None:
    form = book([*HEAD, [written, "q", "Q"]])
    assert types(form) == {"q": read}


@pytest.mark.parametrize(
    "header",
    [
        ["Type", "Name", "Label"],
        ["TYPE", "NAME", "LABEL"],
        [" type ", "name ", " label"],
        ["type", "name", "Caption"],
        ["type", "name", "label::Indonesia (id)"],
        ["type", "name", "label (Indonesia)"],
        ["type", "name", "label Indonesia"],
        ["type", "name", "label :: Indonesia"],
    ],
)
def test_columns_in_any_spelling(book: Make, header: list[object]) -> None:
    form = book([header, ["text", "q", "Nama"]])
    assert Interview.begin(form).node("/data/q").label == "Nama"


@pytest.mark.parametrize("column", ["list_name", "list name", "List Name", "listname", "list", "list-name"])
def test_the_column_of_lists_in_any_spelling(book: Make, column: str) -> None:
    form = book([*HEAD, ["select_one yn", "q", "Q"]], [[column, "name", "label"], ["yn", "y", "Ya"]])
    assert len(Interview.begin(form).choices("/data/q")) == 1


@pytest.mark.parametrize("above", [[[]], [["Survei rumah tangga 2026"]], [[], ["Judul"], []]])
def test_titles_above_the_columns(book: Make, above: Rows) -> None:
    form = book([*above, *HEAD, ["text", "q", "Q"]])
    assert types(form) == {"q": "text"}
    with pytest.raises(UserError) as refused:
        book([*above, *HEAD, ["text", "q", "Q"], ["wizardry", "r", "R"]])
    assert refused.value.where.endswith(str(len(above) + 3))


@pytest.mark.parametrize("name", ["Survey ", "SURVEY", "Sheet1", "Kuesioner", "surveys"])
def test_the_survey_under_another_name(book: Make, name: str) -> None:
    assert types(book([*HEAD, ["text", "q", "Q"]], survey_name=name)) == {"q": "text"}


def test_cells_that_are_no_text(book: Make) -> None:
    head = ["type", "name", "label", "default", "required"]
    form = book(
        [
            head,
            ["date", "a", "A", date(2026, 1, 2), True],
            ["dateTime", "b", "B", MORNING, False],
            ["decimal", "c", 1.0, 0.1, "X"],
            ["integer", "d", 2, 5.0, "ya"],
            ["select_one 7", "e", "E", 1.0, "tidak"],
        ],
        [["list_name", "name", "label"], [7, 1.0, "Satu"], [7, 2, "Dua"]],
    )
    interview = Interview.begin(form)
    values = {name: interview.node(f"/data/{name}").value for name in "abcde"}
    assert values["a"] == "2026-01-02"
    assert values["b"].startswith("2026-01-02T08:30")
    assert (values["c"], values["d"], values["e"]) == ("0.1", "5", "1")
    assert [interview.node(f"/data/{name}").required for name in "abcde"] == [True, False, True, True, False]
    assert interview.node("/data/e").shown_value == "Satu"


def test_expressions_as_other_languages_write_them(book: Make) -> None:
    rules = [
        "${a}=='x'",
        "${a} <> 'y'",
        "${ a } = 'x' AND ${a} != ''",
        "NOT(${a}='y')",
        "a = 'x'",
        "${A} = ‘x’",
        "${a}=\u00a0'x'",
        "selected(${a}, 'x'))",
        "string-length(${a})≥1 && ${a}='x'",
    ]
    rows = [["text", f"q{place}", "Q", rule] for place, rule in enumerate(rules)]
    form = book([["type", "name", "label", "relevant"], ["text", "a", "A"], *rows])
    interview = Interview.begin(form)
    interview.answer("/data/a", "x")
    assert [interview.node(f"/data/q{place}").relevant for place in range(len(rules))] == [True] * len(rules)
    interview.answer("/data/a", "y")
    assert not any(interview.node(f"/data/q{place}").relevant for place in range(len(rules)))
    assert told(form, row=3)
    assert told(form, row=7)


def test_names_that_cannot_be_used(book: Make) -> None:
    form = book(
        [
            ["type", "name", "label", "relevant"],
            ["text", "nama kepala", "Nama"],
            ["text", "1a", "Halo ${nama kepala}", "${nama kepala} != ''"],
        ]
    )
    interview = Interview.begin(form)
    interview.answer("/data/nama_kepala", "Siti")
    assert interview.node("/data/_1a").relevant
    assert interview.node("/data/_1a").label == "Halo Siti"
    assert told(form, row=2)


def test_names_that_differ_in_capitals_are_two_questions(book: Make) -> None:
    form = book(
        [
            ["type", "name", "label", "relevant"],
            ["text", "a", "A"],
            ["text", "A", "B"],
            ["text", "c", "C", "${A}='x'"],
        ]
    )
    interview = Interview.begin(form)
    interview.answer("/data/A", "x")
    assert interview.node("/data/c").relevant


def test_rows_that_ask_nothing(book: Make) -> None:
    form = book(
        [
            *HEAD,
            ["# bagian satu"],
            ["", "", "Hanya judul"],
            ["begin group", "", "G"],
            ["note", "", "Catatan"],
            ["note", "n", ""],
            ["calculate", "k", ""],
            ["text", "q", ""],
            ["end group"],
        ]
    )
    found = types(form)
    assert found == {"note_5": "note", "n": "hidden", "k": "hidden", "q": "text"}
    assert Interview.begin(form).node("/data/group_4/q").label == "q"
    assert all(told(form, row=row) for row in (2, 3, 4, 5, 6, 7, 8))


def test_choices_and_their_columns(book: Make) -> None:
    form = book(
        [*HEAD, ["select_multiple yn", "q", "Q"]],
        [
            ["list_name", "name", "label", "kode wilayah", "1x", "order"],
            ["yn", "ya besar", "Ya", "a", "b", 1],
            ["yn", "t", "", "a", "b", 2],
        ],
    )
    interview = Interview.begin(form)
    assert [(each.value, each.label) for each in interview.choices("/data/q")] == [
        ("ya_besar", "Ya"),
        ("t", "t"),
    ]
    assert told(form, row=2, sheet="choices")


def test_a_table_of_scores(book: Make) -> None:
    form = book(
        [
            ["type", "name", "label", "kobo--score-choices"],
            ["begin_score", "s", "Nilai", "yn"],
            ["score__row", "s1", "Satu"],
            ["score__row", "s2", "Dua"],
            ["end_score"],
            ["text", "z", "Z"],
        ],
        YES_NO,
    )
    assert types(form) == {"s_header": "select_one", "s1": "select_one", "s2": "select_one", "z": "text"}
    interview = Interview.begin(form)
    interview.answer("/data/s/s2", "y")
    assert interview.node("/data/s/s2").shown_value == "Ya"


def test_a_table_of_ranks_takes_each_once(book: Make) -> None:
    form = book(
        [
            ["type", "name", "label", "kobo--rank-items", "kobo--rank-constraint-message"],
            ["begin_rank", "r", "Urutan", "yn", "Sudah dipilih"],
            ["rank__level", "r1", "Pertama"],
            ["rank__level", "r2", "Kedua"],
            ["end_rank"],
        ],
        YES_NO,
    )
    interview = Interview.begin(form)
    interview.answer("/data/r/r1", "y")
    interview.answer("/data/r/r2", "y")
    assert [each.message for each in interview.problems()] == ["Sudah dipilih"]


def test_a_matrix_asks_every_item(book: Make) -> None:
    form = book(
        [
            ["type", "name", "label", "kobo--matrix_list"],
            ["begin_kobomatrix", "m", "Aset", "aset"],
            ["integer", "n", "Jumlah"],
            ["select_one yn", "ok", "Baik?"],
            ["end_kobomatrix"],
            ["text", "z", "Z"],
        ],
        [*YES_NO, ["aset", "tv", "Televisi"], ["aset", "hp", "Ponsel"]],
    )
    assert {"/data/m/m_tv/m_tv_n", "/data/m/m_hp/m_hp_ok", "/data/z"} <= set(form.nodes)
    assert Interview.begin(form).node("/data/m/m_tv").label == "Televisi"


REFUSED: dict[str, tuple[Rows, Rows | None, str, int]] = {
    "never ended": ([*HEAD, ["begin group", "g", "G"], ["text", "a", "A"]], None, "g", 2),
    "never begun": ([*HEAD, ["text", "a", "A"], ["end group"]], None, "", 3),
    "no type": ([*HEAD, ["", "a", "A"]], None, "", 2),
    "no name": ([*HEAD, ["text", "", "A"]], None, "", 2),
    "unknown type": ([*HEAD, ["text", "a", "A"], ["wizardry", "b", "B"]], None, "wizardry", 3),
    "no list": ([*HEAD, ["select_one nihil", "a", "A"]], YES_NO, "nihil", 2),
    "no choices": ([*HEAD, ["text", "b", "B"], ["select_one yn", "a", "A"]], None, "choices", 3),
    "choice without a value": ([*HEAD, ["select_one yn", "a", "A"]], [*YES_NO, ["yn", "", "X"]], "", 4),
    "reference to nothing": (
        [["type", "name", "label", "relevant"], ["text", "nama", "A"], ["text", "b", "B", "${nma} = 1"]],
        None,
        "nma",
        3,
    ),
    "nothing in a label": ([*HEAD, ["text", "b", "Halo ${nihil}"]], None, "nihil", 2),
    "two of one name": (
        [
            ["type", "name", "label", "relevant"],
            ["begin group", "g", "G"],
            ["text", "x", "X"],
            ["end group"],
            ["begin group", "h", "H"],
            ["text", "x", "X"],
            ["end group"],
            ["text", "b", "B", "${x} = 1"],
        ],
        None,
        "x",
        8,
    ),
    "quote": (
        [["type", "name", "label", "relevant"], ["text", "a", "A"], ["text", "b", "B", "${a}='x"]],
        None,
        "'x",
        3,
    ),
    "parenthesis": (
        [["type", "name", "label", "relevant"], ["text", "a", "A"], ["text", "b", "B", "selected(${a},'x'"]],
        None,
        "",
        3,
    ),
    "itself": ([["type", "name", "label", "calculation"], ["calculate", "a", "", "${a} + 1"]], None, "", 2),
    "circle": (
        [
            ["type", "name", "label", "calculation"],
            ["calculate", "a", "", "${b}"],
            ["calculate", "b", "", "${a}"],
        ],
        None,
        "",
        2,
    ),
    "function": (
        [["type", "name", "label", "calculation"], ["calculate", "a", "", "sume(1)"]],
        None,
        "sume",
        2,
    ),
    "parameter": (
        [["type", "name", "label", "parameters"], ["image", "a", "A", "max-pixels=x"]],
        None,
        "max-pixels",
        2,
    ),
    "unknown parameter": (
        [["type", "name", "label", "parameters"], ["image", "a", "A", "x=1"]],
        None,
        "x",
        2,
    ),
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused_by_sheet_and_row(book: Make, case: str, language: str) -> None:
    survey, choices, named, row = REFUSED[case]
    speak(language)
    try:
        with pytest.raises(UserError) as refused:
            book(survey, choices)
    finally:
        speak("id")
    error = refused.value
    assert named in error.what
    number = "row" if language == "en" else "baris"
    assert f"{number} {row}" in error.where
    assert error.remedy
    assert "xlsform.org" not in str(error)
    english = ("invalid", "must", "the 'survey'")
    assert language == "en" or not any(word in str(error) for word in english)


def test_a_circle_through_rows_and_one_through_choices(book: Make) -> None:
    with pytest.raises(UserError) as refused:
        book(
            [
                ["type", "name", "label", "calculation"],
                ["begin repeat", "r", "R"],
                ["calculate", "x", "", "${y}"],
                ["calculate", "y", "", "${x}"],
                ["end repeat"],
            ]
        )
    assert "baris 3" in refused.value.where
    with pytest.raises(UserError) as refused:
        book(
            [["type", "name", "label", "choice_filter"], ["select_one yn", "q", "Q", "name = ${q}"]],
            YES_NO,
        )
    assert "/data/q" in refused.value.where


def test_a_reference_to_nothing_comes_with_the_name_that_was_meant(book: Make) -> None:
    with pytest.raises(UserError) as refused:
        book([["type", "name", "label", "relevant"], ["text", "nama", "A"], ["text", "b", "B", "${nma} = 1"]])
    assert "${nama}" in refused.value.remedy


def test_twenty_thousand_rows_of_choices_are_read_in_a_few_seconds(book: Make) -> None:
    rows: Rows = [["list_name", "name", "label"]]
    rows += [["desa", f"d{number}", f"Desa {number}"] for number in range(20_000)]
    survey: Rows = [*HEAD, ["select_one desa", "q", "Q"]]
    begun = time.monotonic()
    form = book(survey, rows)
    assert len(Interview.begin(form).choices("/data/q")) == 20_000
    assert time.monotonic() - begun < 60


def test_our_columns_survive_beside_others(book: Make, context: Context) -> None:
    form = book(
        [
            ["type", "name", "label", "Severity", "allow", "Sensitive", "constraint"],
            ["integer", "u", "Umur", "warn", "dont_know, refused", "ya", ". < 120"],
        ]
    )
    question = form.nodes["/data/u"]
    assert isinstance(question, Question)
    assert (question.severity, set(question.allow), question.sensitive) == (
        "warn",
        {"dont_know", "refused"},
        True,
    )
    interview = Interview.begin(form, context)
    interview.answer("/data/u", NoAnswer.REFUSED)
    assert interview.answers()["/data/u#no-answer"] == "refused"


CELLS = st.sampled_from(
    [
        *(
            "",
            "",
            "text",
            "integer",
            "select_one yn",
            "select_multiple yn or_other",
            "rank yn",
            "calculate",
            "note",
        ),
        *(
            "begin_group",
            "begin repeat",
            "end_group",
            "end repeat",
            "begin_score",
            "end_score",
            "audit",
            "range",
        ),
        *(
            "select_one_from_file x.csv",
            "select_one_external yn",
            "geopoint",
            "hidden string",
            "#",
            "csv-external",
        ),
        *(
            "a",
            "b",
            "A",
            "1a",
            "my name",
            "meta",
            "${a}",
            "${b} + 1",
            "${ a",
            "a = 1",
            "${a} == 'x' AND NOT(${b})",
        ),
        *(
            "yes",
            "x",
            "ya",
            "true()",
            "1 +",
            "count(${a})",
            "pulldata('x', 'y', 'z', ${a})",
            "once(${a})",
            "||",
            "é",
        ),
        *(
            "search('x')",
            "field-list",
            "start=1 end=0 step=0",
            "max-pixels=1",
            "instance('x')/root/item",
            "]]>",
            "<b>",
        ),
    ]
)
COLUMNS = (
    "type",
    "name",
    "label",
    "relevant",
    "calculation",
    "required",
    "appearance",
    "parameters",
    "choice_filter",
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=7),
    st.lists(CELLS, max_size=4),
)
def test_any_workbook_is_read_or_refused(rows: list[list[str]], choices: list[str]) -> None:
    """Whatever stands in the cells: a form that begins, or a UserError with its remedy."""
    table = [f"| survey | {' | ' * len(COLUMNS)}", f"| | {' | '.join(COLUMNS)} |"]
    table += [f"| | {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    table += ["| choices | | | |", "| | list_name | name | label |", "| | yn | y | Ya |"]
    table += [f"| | yn | {cell.replace('|', '/')} | L |" for cell in choices]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.md"
        path.write_text("\n".join(table), "utf-8")
        form, refused = None, None
        try:
            form = load_form(path)
        except UserError as error:
            refused = error
        if form is not None:
            Interview.begin(form)
        else:
            assert refused is not None
            assert refused.what
            assert refused.remedy
