# SPDX-License-Identifier: Apache-2.0
"""All answers of a form's interviews as tables: one row for an interview, one for each roster row, and the
remarks.

The four kinds of no answer stay apart: `[not_relevant]`, `[dont_know]`, `[refused]`, and a blank cell for
what was asked and not answered. Answers to sensitive questions are masked.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from openpyxl import Workbook

from enumerator.disk import put_in_place
from enumerator.errors import UserError
from enumerator.forms import Form, Interview
from enumerator.forms.definition import Question, Repeat
from enumerator.forms.viewing import Node
from enumerator.messages import _
from enumerator.registry.nik import mask
from enumerator.reports.tables import Cell, safe_text, text_cell

NOT_RELEVANT = "[not_relevant]"
INTERVIEWS, REMARKS = "", "#remarks"
_HIDDEN = "••••"
_SHORTEST_NUMBER = 10
_LONGEST_TITLE = 31


class _Out(Protocol):
    """Where rows go, by the name of their table."""

    def open(self, table: str, header: list[str]) -> None: ...

    def row(self, table: str, cells: list[Cell]) -> None: ...


def write_answers(path: Path, form: Form, interviews: Iterable[tuple[str, Interview]]) -> int:
    """Write the interviews of `form`, each with the name of its record, as .xlsx (a sheet for each table) or
    as .csv (`NAME.csv` and `NAME-ROSTER.csv` beside it); how many interviews. All of it or nothing.

    UserError for another ending, or when it cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise UserError(
            _("Tables are written as .xlsx or .csv, not as {name}.", name=path.name),
            remedy=_("Choose a name that ends in .xlsx or .csv."),
        )
    try:
        with (
            tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}.") as folder,
            ExitStack() as opened,
        ):
            out: _Sheets | _Files = _Sheets() if kind == ".xlsx" else _Files(Path(folder), path.stem, opened)
            count = _write(out, form, interviews)
            if isinstance(out, _Sheets):
                out.book.save(Path(folder) / path.name)
            opened.close()
            for file in sorted(Path(folder).iterdir()):
                put_in_place(file, path.parent / file.name)
    except OSError as error:
        raise UserError(
            _("The table {name} cannot be written.", name=path.name),
            where=str(error.strerror or error),
            remedy=_("Check the free space, or close the file if it is open in another program."),
        ) from error
    return count


def _write(out: _Out, form: Form, interviews: Iterable[tuple[str, Interview]]) -> int:
    tables = tables_of(form)
    for table, questions in tables.items():
        keys = ["record"] if table == INTERVIEWS else ["record", "parent", "row"]
        base = len(table or form.root.path) + 1
        out.open(table, [*keys, *(question.path[base:] for question in questions)])
    out.open(REMARKS, ["record", "address", "kind", "text"])
    count = 0
    for record, interview in interviews:
        count += 1
        cells = _Cells(interview)
        for table, questions in tables.items():
            if table == INTERVIEWS:
                out.row(table, [record, *(cells.at(question.path) for question in questions)])
                continue
            for parent, address, row in _rows_of(interview, table):
                inside = [address + question.path[len(table) :] for question in questions]
                out.row(table, [record, parent, row, *(cells.at(each) for each in inside)])
        for key, text in sorted(interview.answers().items()):
            address, mark_, kind = key.rpartition("#")
            if mark_ and kind in ("remark", "reason", "unplaced"):
                out.row(REMARKS, [record, address, kind, cells.masked(text)])
    return count


def tables_of(form: Form) -> dict[str, list[Question]]:
    """The questions by the path of the roster that they stand in, "" for those of the interview itself."""
    found: dict[str, list[Question]] = {INTERVIEWS: []}
    for path, part in form.nodes.items():
        if isinstance(part, Repeat):
            found[path] = []
    for part in form.nodes.values():
        if isinstance(part, Question) and part.type != "note":
            above = (path for path in found if path and part.path.startswith(f"{path}/"))
            found[max(above, key=len, default=INTERVIEWS)].append(part)
    return found


def _rows_of(interview: Interview, series: str) -> Iterator[tuple[str, str, str]]:
    """The id of the row around it, the address and the id of each row of a series, in all rows around it."""
    for address, live in interview.tree.by_address.items():
        if live.row and live.spec.path == series and live.relevant:
            around = [step for step in address.split("/")[:-1] if "[" in step]
            parent = around[-1].partition("[")[2].removesuffix("]") if around else ""
            yield parent, address, live.row


class _Cells:
    """The cells of one interview."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        held = (live for live in interview.tree.by_address.values() if _is_sensitive(live.spec.definition))
        self._numbers = {live.text for live in held if _is_number(live.text)}

    def at(self, address: str) -> Cell:
        """What stands in the table for the answer at an address."""
        if address not in self._interview.tree.by_address:
            return None
        node = self._interview.node(address)
        if not node.relevant:
            return NOT_RELEVANT
        if node.no_answer is not None:
            return f"[{node.no_answer.value}]"
        return self._value(node) if node.value else None

    def _value(self, node: Node) -> Cell:
        question, value = node.definition, node.value
        if _is_sensitive(question):
            return mask(value) if _is_number(value) else _HIDDEN
        if isinstance(question, Question) and question.bind_type in ("int", "decimal"):
            try:
                return int(value) if question.bind_type == "int" else float(value)
            except ValueError:
                return value
        return self.masked(value)

    def masked(self, text: str) -> str:
        """A text in which a number is repeated, as calculations do, says it masked too."""
        for number in self._numbers:
            if number in text:
                text = text.replace(number, mask(number))
        return text


def _is_sensitive(part: object) -> bool:
    return isinstance(part, Question) and part.sensitive


def _is_number(text: str) -> bool:
    return text.isdigit() and len(text) >= _SHORTEST_NUMBER


class _Sheets:
    """Tables as sheets of one workbook."""

    def __init__(self) -> None:
        self.book = Workbook(write_only=True)
        self._sheets: dict[str, Any] = {}

    def open(self, table: str, header: list[str]) -> None:
        name = {INTERVIEWS: _("Interviews"), REMARKS: _("Remarks")}.get(table, table.rpartition("/")[2])
        taken = {sheet.title.lower() for sheet in self._sheets.values()}
        title, number = name[:_LONGEST_TITLE], 2
        while title.lower() in taken:
            title, number = f"{name[: _LONGEST_TITLE - 3]}_{number}", number + 1
        sheet = self._sheets[table] = self.book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append(header)

    def row(self, table: str, cells: list[Cell]) -> None:
        sheet = self._sheets[table]
        sheet.append([text_cell(sheet, each) if isinstance(each, str) else each for each in cells])


class _Files:
    """Tables as files beside each other."""

    def __init__(self, folder: Path, stem: str, opened: ExitStack) -> None:
        self._folder = folder
        self._stem = stem
        self._opened = opened
        self._writers: dict[str, Any] = {}

    def open(self, table: str, header: list[str]) -> None:
        ending = (
            ""
            if table == INTERVIEWS
            else f"-{table.strip('/#').partition('/')[2].replace('/', '-') or 'remarks'}"
        )
        path = self._folder / f"{self._stem}{ending}.csv"
        file = self._opened.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
        self._writers[table] = csv.writer(file)
        self._writers[table].writerow(header)

    def row(self, table: str, cells: list[Cell]) -> None:
        self._writers[table].writerow([safe_text(each) if isinstance(each, str) else each for each in cells])
