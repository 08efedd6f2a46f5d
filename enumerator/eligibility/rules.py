# SPDX-License-Identifier: Apache-2.0
"""The rules of an office, read from its workbook: lines, parameters, criteria, conditions, programmes.

Nothing here is a constant of the program. Every amount has a date and a source, so that the rules of any day
can be told. The sheets and their columns are explained on the workbook's own sheet "petunjuk".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from enumerator.eligibility.workbook import Row, Workbook
from enumerator.errors import UserError
from enumerator.messages import _, mark, spoken_language

RESERVED = frozenset(
    {
        "kriteria", "kriteria_min", "kriteria_maks", "ambang_kriteria",
        "pengeluaran_per_orang", "garis", "desil", "tidak_tahu",
    }
)  # fmt: skip
"""Names the program itself gives a meaning in expressions; `tidak_tahu` is a value that is not known."""

SCHEDULES = {"sekali": "once", "bulanan": "monthly", "triwulanan": "quarterly", "tahunan": "yearly"}
UNITS = {"rupiah": "rupiah", "paket": "package", "layanan": "service"}
_YES_NO = {"ya": True, "tidak": False, "": False}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the workbook something stands, for errors: workbook, sheet and row."""

    workbook: str
    sheet: str
    row: int

    def wrong(self, column: str, cause: str, remedy: str) -> UserError:
        """An error at one cell of this row."""
        return Row(self.workbook, self.sheet, self.row, {}).wrong(column, cause, remedy)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in the two languages of the program."""

    indonesian: str
    english: str

    def __str__(self) -> str:
        return (self.english if spoken_language() == "en" else "") or self.indonesian


@dataclass(frozen=True, slots=True)
class Line:
    """A poverty line: Rp per person per month, from a day on, by its source."""

    kind: str
    area: str
    period: str
    valid_from: date
    standard: str
    per_month: float
    source: str
    note: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number of the rules, from a day on (until a day, where one is given)."""

    name: str
    amount: float
    unit: str
    valid_from: date
    valid_to: date | None
    source: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the criteria: counted with its weight where its expression is true of the household."""

    code: str
    wording: Wording
    expression: str
    weight: float
    source: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Condition:
    """A named condition that programmes build on, told in words as a reason."""

    name: str
    wording: Wording
    expression: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Programme:
    """What may be given to whom: `amount` in `unit` at each turn of the `schedule`; no `quota`, no limit."""

    code: str
    wording: Wording
    qualifies: str
    priority: str
    quota: int | None
    amount: float | None
    unit: str
    schedule: str
    valid_from: date
    valid_to: date | None
    source: str
    origin: Origin

    def runs_on(self, day: date) -> bool:
        """Whether the programme is held on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Rules:
    """A workbook's rules. `version` (the office's own and the bytes' hash) names them in every assessment."""

    code: str
    version: str
    title: Wording
    threshold: float
    spending: str
    assessed_when: str
    poor_when: str
    line_kind: str
    line_area: str
    lines: tuple[Line, ...]
    parameters: tuple[Parameter, ...]
    criteria: tuple[Criterion, ...]
    conditions: tuple[Condition, ...]
    programmes: tuple[Programme, ...]
    data: bytes
    setting_rows: Mapping[str, Origin]

    @property
    def origin(self) -> Origin:
        """The workbook."""
        return self.setting_rows["kode"]

    def line(self, on: date) -> Line | None:
        """The line held against spending on that day: the latest of those in use."""
        held = [
            line
            for line in self.lines
            if line.in_use
            and (line.kind, line.area) == (self.line_kind, self.line_area)
            and line.valid_from <= on
        ]
        return max(held, key=lambda line: line.valid_from, default=None)

    def amounts(self, on: date) -> dict[str, float]:
        """The parameters that hold on that day, by name."""
        held = [each for each in self.parameters if each.valid_from <= on and (each.valid_to or on) >= on]
        return {each.name: each.amount for each in sorted(held, key=lambda each: each.valid_from)}

    def in_force(self, on: date) -> str:
        """The rules that hold on that day, as a short text: equal as long as they judge in the same way."""
        running = [each.code for each in self.programmes if each.runs_on(on)]
        day = on.isoformat() if any("today(" in each for each in self._expressions()) else ""
        held = repr((self.line(on), sorted(self.amounts(on).items()), running, day))
        return f"{self.version}/{hashlib.sha256(held.encode()).hexdigest()[:8]}"

    def _expressions(self) -> Iterable[str]:
        yield from (self.spending, self.assessed_when, self.poor_when)
        yield from (each.expression for each in self.criteria)
        yield from (each.expression for each in self.conditions)
        yield from (text for each in self.programmes for text in (each.qualifies, each.priority))

    def programme(self, code: str) -> Programme | None:
        """The programme of that code."""
        return next((each for each in self.programmes if each.code == code), None)


def load(path: Path) -> Rules:
    """Read a rules workbook; UserError names sheet, row, cause and remedy."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("The rules workbook {name} cannot be opened.", name=path.name),
            where=str(path),
            remedy=_("Check that the file is there and not open in another program."),
        ) from error
    return read(data, path.name)


def read(data: bytes, name: str) -> Rules:
    """Read the rules from a workbook's bytes; `name` is said in errors."""
    book = Workbook(data, name)
    settings = {row.text("nama", needed=True): row for row in book.rows("aturan", ("nama", "nilai"))}

    def setting(key: str) -> Row:
        if key not in settings:
            raise UserError(
                _("The setting “{name}” is missing.", name=key),
                where=_("{workbook}, sheet “{sheet}”", workbook=name, sheet="aturan"),
                remedy=_("Add a row with this name and its value."),
            )
        return settings[key]

    version = setting("versi").text("nilai", needed=True)
    rules = Rules(
        code=setting("kode").text("nilai", needed=True),
        version=f"{version}+{hashlib.sha256(data).hexdigest()[:8]}",
        title=Wording(setting("judul").text("nilai", needed=True), _optional(settings, "judul_en")),
        threshold=setting("ambang_kriteria").number_of("nilai", needed=True) or 0.0,
        spending=setting("pengeluaran_per_orang").text("nilai", needed=True),
        assessed_when=setting("dinilai_bila").text("nilai", needed=True),
        poor_when=setting("miskin_bila").text("nilai", needed=True),
        line_kind=setting("jenis_garis").text("nilai", needed=True),
        line_area=setting("wilayah_garis").text("nilai", needed=True),
        lines=tuple(_line(row) for row in book.rows("garis", _LINE_COLUMNS)),
        parameters=tuple(_parameter(row) for row in book.rows("parameter", _PARAMETER_COLUMNS)),
        criteria=tuple(_criterion(row) for row in book.rows("kriteria", _CRITERION_COLUMNS)),
        conditions=tuple(_condition(row) for row in book.rows("syarat", _CONDITION_COLUMNS)),
        programmes=tuple(_programme(row) for row in book.rows("program", _PROGRAMME_COLUMNS)),
        data=data,
        setting_rows={key: _origin(row) for key, row in settings.items()},
    )
    _check_names(rules)
    if rules.line(date.max) is None:
        raise UserError(
            _("No line of kind “{kind}” for “{area}” is in use.", kind=rules.line_kind, area=rules.line_area),
            where=_("{workbook}, sheet “{sheet}”", workbook=name, sheet="garis"),
            remedy=_("Write “ya” in the column “dipakai” of the line that holds."),
        )
    return rules


_LINE_COLUMNS = (
    "jenis", "wilayah", "periode", "berlaku_dari", "standar", "rp_per_kapita_per_bulan", "dipakai", "sumber",
)  # fmt: skip
_PARAMETER_COLUMNS = ("nama", "nilai", "satuan", "berlaku_dari", "berlaku_sampai", "sumber")
_CRITERION_COLUMNS = ("kode", "nama", "nama_en", "terpenuhi_bila", "bobot", "sumber")
_CONDITION_COLUMNS = ("kode", "nama", "nama_en", "terpenuhi_bila")
_PROGRAMME_COLUMNS = (
    "kode", "nama", "nama_en", "layak_bila", "urutan", "kuota", "jumlah", "satuan", "jadwal", "berlaku_dari",
    "berlaku_sampai", "sumber",
)  # fmt: skip
_NAMES_MUST_DIFFER = mark(
    "Give it another name; names of parameters, criteria and conditions may not repeat."
)


def _optional(settings: dict[str, Row], key: str) -> str:
    return settings[key].text("nilai") if key in settings else ""


def _origin(row: Row) -> Origin:
    return Origin(row.workbook, row.sheet, row.number)


def _wording(row: Row) -> Wording:
    return Wording(row.text("nama", needed=True), row.text("nama_en"))


def _line(row: Row) -> Line:
    return Line(
        kind=row.text("jenis", needed=True),
        area=row.text("wilayah", needed=True),
        period=row.text("periode", needed=True),
        valid_from=row.date_of("berlaku_dari", needed=True) or date.min,
        standard=row.text("standar"),
        per_month=_positive(row, "rp_per_kapita_per_bulan"),
        source=row.text("sumber", needed=True),
        note=row.text("catatan"),
        in_use=bool(row.one_of("dipakai", _YES_NO)),
    )


def _parameter(row: Row) -> Parameter:
    return Parameter(
        name=row.text("nama", needed=True),
        amount=row.number_of("nilai", needed=True) or 0.0,
        unit=row.text("satuan"),
        valid_from=row.date_of("berlaku_dari", needed=True) or date.min,
        valid_to=row.date_of("berlaku_sampai"),
        source=row.text("sumber", needed=True),
        origin=_origin(row),
    )


def _criterion(row: Row) -> Criterion:
    return Criterion(
        code=row.text("kode", needed=True),
        wording=_wording(row),
        expression=row.text("terpenuhi_bila", needed=True),
        weight=_positive(row, "bobot"),
        source=row.text("sumber", needed=True),
        origin=_origin(row),
    )


def _condition(row: Row) -> Condition:
    return Condition(
        name=row.text("kode", needed=True),
        wording=_wording(row),
        expression=row.text("terpenuhi_bila", needed=True),
        origin=_origin(row),
    )


def _programme(row: Row) -> Programme:
    quota = row.number_of("kuota")
    if quota is not None and (quota < 0 or not quota.is_integer()):
        raise row.wrong("kuota", _("A quota is a whole number."), _("Leave it blank for no limit."))
    return Programme(
        code=row.text("kode", needed=True),
        wording=_wording(row),
        qualifies=row.text("layak_bila", needed=True),
        priority=row.text("urutan", needed=True),
        quota=None if quota is None else int(quota),
        amount=row.number_of("jumlah"),
        unit=row.one_of("satuan", UNITS, default="layanan"),
        schedule=row.one_of("jadwal", SCHEDULES, default="sekali"),
        valid_from=row.date_of("berlaku_dari", needed=True) or date.min,
        valid_to=row.date_of("berlaku_sampai"),
        source=row.text("sumber", needed=True),
        origin=_origin(row),
    )


def _positive(row: Row, column: str) -> float:
    number = row.number_of(column, needed=True)
    if number is None or number <= 0:
        raise row.wrong(column, _("The number must be more than zero."), _("Correct it."))
    return number


def _check_names(rules: Rules) -> None:
    """Each name means one thing; a parameter may stand in several rows, for different days."""
    parameters = {each.name: each.origin for each in rules.parameters}
    taken = set(RESERVED)
    for column, name, origin in _named(rules, parameters):
        if name in taken:
            raise origin.wrong(
                column, _("The name “{name}” is already taken.", name=name), _(_NAMES_MUST_DIFFER)
            )
        if not name.replace("_", "").isalnum() or not name.isascii() or name[0].isdigit():
            raise origin.wrong(
                column,
                _("“{name}” cannot be used as a name.", name=name),
                _("Use letters, digits and underscores, and begin with a letter."),
            )
        taken.add(name)
    codes: set[str] = set()
    for programme in rules.programmes:
        if programme.code in codes:
            raise programme.origin.wrong(
                "kode",
                _("The programme “{name}” is there twice.", name=programme.code),
                _("Keep one of them."),
            )
        codes.add(programme.code)


def _named(rules: Rules, parameters: dict[str, Origin]) -> Iterable[tuple[str, str, Origin]]:
    yield from (("nama", name, origin) for name, origin in parameters.items())
    yield from (("kode", each.code, each.origin) for each in rules.criteria)
    yield from (("kode", each.name, each.origin) for each in rules.conditions)
