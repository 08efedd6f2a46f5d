# SPDX-License-Identifier: Apache-2.0
"""The lives of a family's members, and what is said about them: papers, schooling, work, health."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from enumerator.demo import numbers, trades
from enumerator.demo.names import draw_name
from enumerator.demo.structure import FEMALE, HEAD, HERE, MALE, MARRIED, NEW, PARENT, SPOUSE, Role
from enumerator.demo.trades import Trade
from enumerator.forms.interview import NoAnswer
from enumerator.registry.places import Kelurahan as Place

Answer = str | NoAnswer
NEVER, ATTENDING, LEFT = "1", "2", "3"
PRIMARY, ISLAMIC_PRIMARY, JUNIOR, SENIOR, VOCATIONAL, DIPLOMA = "3", "4", "8", "13", "15", "18"
NO_CERTIFICATE, COMPLETED = "23", "8"
_WG = ("wg_lihat", "wg_dengar", "wg_jalan", "wg_ingat", "wg_rawat", "wg_bicara")
_WG_FROM_TWO = _WG[:3]


@dataclass(frozen=True, slots=True)
class Person:
    """A member with everything drawn; `trade` is the main work, None for who does not work."""

    role: Role
    name: str
    birth: date
    age: int
    nik: str
    trade: Trade | None
    disabled: bool
    answers: dict[str, Answer] = field(default_factory=dict, repr=False)


def live(
    seed: int, structure: tuple[Role, ...], place: Place, welfare: float, on: date
) -> tuple[Person, ...]:
    """One person for each role, in order, as on the day `on`."""
    people: list[Person] = []
    alone = len(structure) == 1
    for position, role in enumerate(structure):
        rng = Random(f"{seed}:member:{position}")
        birth = _birth(rng, role.age, on)
        name = _new_name(rng, role.sex, birth.year, {person.name for person in people})
        schooling = _schooling(rng, role, welfare)
        health = _health(rng, role, alone=alone)
        disabled = any(health.get(each) in ("3", "4") for each in _WG)
        student = schooling["sekolah"] == ATTENDING
        trade = _trade(rng, role, place, welfare, student=student, disabled=disabled)
        answers: dict[str, Answer] = {
            "nama": name,
            "keberadaan": role.presence,
            "jk": role.sex,
            "kawin": role.marital,
            "hubungan": role.relation,
            **_identity(rng, role),
            **schooling,
            **_work(rng, role, trade),
            **health,
            **_insurance(rng, role, welfare, trade, student=student),
        }
        number = numbers.nik(seed, position, _number_birth(rng, role, birth), role.sex)
        answers["nik"] = _said_nik(rng, role, number)
        answers.update(_said_birth(rng, role, birth))
        people.append(Person(role, name, birth, role.age, number, trade, disabled, answers))
    return tuple(people)


def _birth(rng: Random, age: int, on: date) -> date:
    """A birth date that makes the person exactly `age` years old on the day `on`."""
    year, last = on.year - age, monthrange(on.year - age, on.month)[1]
    birthday = date(year, on.month, min(on.day, last))
    return birthday - timedelta(days=rng.randint(3, 330))


def _new_name(rng: Random, sex: str, year: int, taken: set[str]) -> str:
    while True:
        name = draw_name(rng, sex, year)
        if name not in taken:
            return name


def _said_nik(rng: Random, role: Role, number: str) -> Answer:
    if role.age == 0 and rng.random() < 0.5:
        return NoAnswer.DONT_KNOW  # not on the family card yet
    if rng.random() < 0.01:
        return NoAnswer.REFUSED
    return number


def _said_birth(rng: Random, role: Role, birth: date) -> Mapping[str, Answer]:
    if role.age >= 65 and rng.random() < 0.12:
        return {"tgl_lahir": NoAnswer.DONT_KNOW, "umur_kira": str(role.age)}
    return {"tgl_lahir": birth.isoformat(), "yakin_lahir": "1"}


def _number_birth(rng: Random, role: Role, birth: date) -> date:
    """The birth date in the NIK: for one old person in fifty not the real one, as on many first cards."""
    if role.age >= 45 and rng.random() < 0.02:
        return birth.replace(day=birth.day % 28 + 1)
    return birth


def _identity(rng: Random, role: Role) -> Mapping[str, Answer]:
    if role.age >= 17:
        papers = "1 4" if role.age < 45 or rng.random() < 0.4 else "4"
        if rng.random() < 0.03:
            papers = "0"
    else:
        papers = rng.choices(("1", "1 2", "0"), (50, 42, 8))[0]
    pregnant = role.sex == FEMALE and role.marital == MARRIED and 20 <= role.age <= 40 and rng.random() < 0.06
    return {"kartu_id": papers, "hamil": "1" if pregnant else "2"}


def _schooling(rng: Random, role: Role, welfare: float) -> dict[str, Answer]:
    age = role.age
    if age < 7:
        return {"sekolah": NEVER}
    if age <= 18:
        return _child_schooling(rng, age, welfare)
    level = _adult_level(rng, age, welfare)
    if level is None:
        return {"sekolah": NEVER}
    if level == "":
        return _schooled(LEFT, PRIMARY, str(rng.randint(1, 5)), NO_CERTIFICATE)
    return _schooled(LEFT, level, COMPLETED, level)


def _child_schooling(rng: Random, age: int, welfare: float) -> dict[str, Answer]:
    primary = rng.choices((PRIMARY, ISLAMIC_PRIMARY), (4, 1))[0]
    left = age >= 13 and rng.random() < (0.05 if age < 16 else 0.35) * (1.3 - welfare)
    reason = rng.choices(("1", "2", "6", "4"), (60, 25, 10, 5))[0]
    if left:
        level = primary if age < 16 else JUNIOR
        return {**_schooled(LEFT, level, COMPLETED, level), "sebab_putus": reason}
    if age <= 12:
        return _schooled(ATTENDING, primary, str(age - 6), NO_CERTIFICATE)
    if age <= 15:
        return _schooled(ATTENDING, JUNIOR, str(age - 12), primary)
    return _schooled(ATTENDING, rng.choice((SENIOR, VOCATIONAL)), str(age - 15), JUNIOR)


def _adult_level(rng: Random, age: int, welfare: float) -> str | None:
    """The level an adult completed; "" for primary school left early, None for no school at all."""
    if age >= 60:
        weights = (24, 34, 32, 7, 3, 0, 0)
    elif age >= 40:
        weights = (4, 18, 42, 22, 8, 6, 0)
    else:
        weights = (1, 5, 24, 36, 18, 15, 1)
    push = [1, 1, 1, 1 + welfare, 1 + 2 * welfare, 1 + 2 * welfare, 1 + 3 * welfare]
    levels = (None, "", PRIMARY, JUNIOR, SENIOR, VOCATIONAL, DIPLOMA)
    return rng.choices(levels, [weight * more for weight, more in zip(weights, push, strict=True)])[0]


def _schooled(state: str, level: str, grade: str, certificate: str) -> dict[str, Answer]:
    return {"sekolah": state, "jenjang": level, "kelas": grade, "ijazah": certificate}


def _trade(
    rng: Random, role: Role, place: Place, welfare: float, *, student: bool, disabled: bool
) -> Trade | None:
    if role.age < 16 or student:
        return None
    chance = {HEAD: 0.92, SPOUSE: 0.45, PARENT: 0.25}.get(role.relation, 0.62)
    if role.age >= 60:
        chance *= max(0.1, (85 - role.age) / 32)
    if disabled:
        chance *= 0.35
    if rng.random() >= chance:
        return None
    return trades.draw_trade(rng, place.kecamatan.code, man=role.sex == MALE, welfare=welfare)


def _work(rng: Random, role: Role, trade: Trade | None) -> dict[str, Answer]:
    answers: dict[str, Answer] = {
        "bekerja": "1" if trade else "2",
        "npwp": "2" if rng.random() < 0.02 else "3",
        "punya_usaha": "2",
    }
    if trade is None:
        return answers
    answers |= {
        "jam_kerja": str(rng.randint(*trade.hours)),
        "lapangan_usaha": trade.industry,
        "uraian_kerja": trade.words,
        "status_kerja": trade.status,
    }
    if trade.business:
        unpaid = rng.choices((0, 1), (3, 1))[0]
        answers |= {
            "punya_usaha": "1",
            "jumlah_usaha": "1",
            "lapangan_usaha_utama": trade.industry,
            "pekerja_dibayar": "0",
            "pekerja_tidak_dibayar": str(unpaid),
            "izin_usaha": rng.choices(("11", "4"), (9, 1))[0],
            "omzet": NoAnswer.REFUSED if rng.random() < 0.04 else rng.choices(("1", "2"), (6, 1))[0],
            "internet_usaha": rng.choices(("0", "1", "1 4"), (7, 2, 1))[0],
        }
    return answers


def _health(rng: Random, role: Role, *, alone: bool) -> dict[str, Answer]:
    age = role.age
    chance = 0.03 if age < 40 else 0.07 if age < 60 else 0.22
    disabled = age >= 2 and rng.random() < chance
    troubled = rng.choice(_WG if age >= 5 else _WG_FROM_TWO) if disabled else ""
    answers: dict[str, Answer] = {}
    for domain in _WG:
        mild = rng.random() < (0.02 if age < 45 else 0.18 if age < 65 else 0.4)
        level = rng.choice(("3", "4")) if domain == troubled else "2" if mild else "1"
        answers[domain] = level
    sad = rng.choices(("4", "3", "2"), (70, 26, 4))[0]
    answers |= {
        "gizi": rng.choices(("3", "2", "1", "8"), (70, 14, 6, 10))[0],
        "sulit_d": "3" if age >= 65 and rng.random() < 0.15 else "4",
        "sulit_e": "4",
        "sulit_f": "4",
        "sulit_j": NoAnswer.REFUSED if rng.random() < 0.005 else sad,
        "perawat": "3" if alone else "1",
    }
    ill = rng.random() < (0.02 if age < 18 else 0.1 if age < 45 else 0.3 if age < 60 else 0.5)
    if ill:
        answers["kronis"] = rng.choices(("2", "3", "4", "5", "6", "8", "13"), (34, 22, 10, 6, 16, 5, 7))[0]
        answers["berobat_rutin"] = rng.choices(("1", "2"), (3, 2))[0]
    else:
        answers["kronis"] = "1"
    return answers


def _insurance(
    rng: Random, role: Role, welfare: float, trade: Trade | None, *, student: bool
) -> dict[str, Answer]:
    employed = trade is not None and trade.status == "4"
    health = rng.choices(("1", "0", "2", "99"), (70, 18 - 8 * welfare, 8 + 12 * welfare, 3))[0]
    return {
        "jamkes": "4" if employed and rng.random() < 0.3 else health,
        "prakerja": "1" if 18 <= role.age <= 40 and rng.random() < 0.03 else "2",
        "kur": "1" if trade is not None and trade.business and rng.random() < 0.06 else "2",
        "umi": "1" if trade is not None and trade.business and rng.random() < 0.05 else "2",
        "pip": "1" if student and rng.random() < 0.4 else "2",
        "jamnaker": "1 2" if employed and rng.random() < 0.25 else "0",
    }


def is_present(role: Role) -> bool:
    """Whether the person lives with the family (REGSOSEK 404, codes 1 and 5)."""
    return role.presence in (HERE, NEW)


def is_pupil(person: Person) -> bool:
    """Whether the person goes to school and lives with the family."""
    return person.answers.get("sekolah") == ATTENDING and is_present(person.role)
