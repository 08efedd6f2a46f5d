# SPDX-License-Identifier: Apache-2.0
"""A household and its people as its answers tell, through the form's own mapping of answers to entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from enumerator.forms.definition import EntityMapping, Form, Repeat
from enumerator.registry.nik import compact

HOUSEHOLD_DATASETS = ("household", "keluarga")
MEMBER_DATASETS = ("member", "anggota", "person")
HEAD = "1"  # relation to the head of the household, REGSOSEK question 409
_PRESENT = ("", "1", "5")  # REGSOSEK question 404: lives here, or new in the household
_ROWS = "#rows"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a household: `row` is the id of the roster row, `birth` an ISO date or blank.

    `sex` is "1" man, "2" woman; `relation` as the form codes it, "1" the head; `present` lives there now.
    """

    row: str
    name: str
    nik: str
    sex: str
    birth: str
    relation: str
    present: bool
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_head(self) -> bool:
        """Whether this is the head of the household."""
        return self.relation == HEAD


@dataclass(frozen=True, slots=True)
class Family:
    """What a household's answers say of it. `spending` is Rp per person per month, None where not known."""

    no_kk: str
    head_name: str
    head_nik: str
    address: str
    kecamatan: str
    kelurahan: str
    rw: str
    rt: str
    phone: str
    spending: float | None
    latitude: float | None
    longitude: float | None
    photo: str
    visit: str
    members: tuple[Member, ...]
    properties: Mapping[str, str]


def read_family(form: Form, values: Mapping[str, str]) -> Family:
    """The household and its members from flat answers. What the form does not map stays blank."""
    saved: dict[str, str] = {}
    members: list[Member] = []
    for mapping in form.entities:
        if mapping.dataset in MEMBER_DATASETS:
            members += (_member(row, saves) for row, saves in _rows(form, mapping, values))
        elif mapping.dataset in HOUSEHOLD_DATASETS:
            saved |= {name: values[path] for name, path in mapping.saves.items() if values.get(path)}
    head = next((each for each in members if each.is_head and each.present), None)
    latitude, longitude = _point(saved.get("geometry", ""))
    return Family(
        no_kk=compact(saved.get("no_kk", "")),
        head_name=(head.name if head else "") or saved.get("head_name", ""),
        head_nik=(head.nik if head else "") or compact(saved.get("head_nik", "")),
        address=saved.get("address", ""),
        kecamatan=saved.get("kecamatan", ""),
        kelurahan=saved.get("kelurahan", ""),
        rw=saved.get("rw", ""),
        rt=saved.get("rt", ""),
        phone=saved.get("phone", ""),
        spending=_number(saved.get("spending_per_capita", "")),
        latitude=latitude,
        longitude=longitude,
        photo=saved.get("photo_head", ""),
        visit=saved.get("visit_result", ""),
        members=tuple(members),
        properties=saved,
    )


def number_paths(form: Form) -> dict[str, str]:
    """Question path -> "kk" or "nik", of the questions that hold such numbers."""
    found: dict[str, str] = {}
    for mapping in form.entities:
        if mapping.dataset in HOUSEHOLD_DATASETS and "no_kk" in mapping.saves:
            found[mapping.saves["no_kk"]] = "kk"
        if mapping.dataset in MEMBER_DATASETS and "nik" in mapping.saves:
            found[mapping.saves["nik"]] = "nik"
    return found


def _rows(
    form: Form, mapping: EntityMapping, values: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """(row id, property -> answer) of every row of the roster the mapping belongs to."""
    for address, row in _instances(form, mapping.container, values):
        saves = {}
        for name, path in mapping.saves.items():
            if not path.startswith(mapping.container + "/"):
                continue
            answer = values.get(address + path[len(mapping.container) :], "")
            if answer:
                saves[name] = answer
        yield row, saves


def _instances(form: Form, container: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(address, own row id) of every row of a roster, which may stand inside other rosters."""
    addresses = [("", "")]
    done = ""
    for step in container.strip("/").split("/"):
        done += f"/{step}"
        addresses = [(f"{address}/{step}", row) for address, row in addresses]
        if isinstance(form.nodes.get(done), Repeat):
            addresses = [
                (f"{address}[{row}]", row)
                for address, _row in addresses
                for row in values.get(address + _ROWS, "").split()
            ]
    return iter(addresses)


def _member(row: str, saved: dict[str, str]) -> Member:
    return Member(
        row=row,
        name=saved.get("full_name", ""),
        nik=compact(saved.get("nik", "")),
        sex=saved.get("sex", ""),
        birth=saved.get("birth_date", "")[:10],
        relation=saved.get("relation", ""),
        present=saved.get("presence", "") in _PRESENT,
        properties=saved,
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _point(text: str) -> tuple[float | None, float | None]:
    """Latitude and longitude of a geopoint ("-6.98 110.42 0 5")."""
    parts = [_number(part) for part in text.split()[:2]]
    return (parts[0], parts[1]) if len(parts) == 2 else (None, None)
