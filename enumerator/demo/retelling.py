# SPDX-License-Identifier: Apache-2.0
"""The same family told again: as another enumerator would record it, or as a visit that ended at the door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from types import MappingProxyType

from enumerator.demo.families import Answer, Family, Member
from enumerator.forms.interview import NoAnswer

NOBODY_HOME, REFUSED, MOVED = "3", "4", "5"
_REMARK = {
    NOBODY_HOME: "Tiga kali didatangi, rumah kosong. Menurut tetangga bekerja di luar kota.",
    REFUSED: "Responden tidak bersedia diwawancarai.",
    MOVED: "Menurut Ketua RT keluarga sudah pindah.",
}
_SHORTER = (("Jalan ", "Jl. "), ("Gang ", "Gg. "))
_SPELLINGS = (
    ("Muhammad", "Mohamad"),
    ("Ahmad", "Achmad"),
    ("Joko", "Djoko"),
    ("Yusuf", "Jusuf"),
    ("Nur", "Noer"),
    ("Su", "Soe"),
    ("Bu", "Boe"),
    ("ya", "ia"),
    ("u", "oe"),
    ("ti", "ty"),
)


def retell(family: Family, seed: int) -> Family:
    """The family once more, as if found a second time and recorded with other spellings and gaps.

    In a third of cases the numbers are the same, in a third the identity cards could not be shown, in a
    third one was read wrongly. The people, their ages and the house are the same: a duplicate to be found.
    """
    rng = Random(f"{seed}:retelling:{family.seed}")
    change = rng.choice((_same_numbers, _cards_not_shown, _one_digit_read_wrongly))
    members = tuple(change(rng, _respelt(rng, member), member is family.head) for member in family.members)
    head = members[family.members.index(family.head)]
    spoke = next((i for i, each in enumerate(family.members) if each.name == family.answers["responden"]), 0)
    address = family.address
    for long, short in _SHORTER:
        address = address.replace(long, short)
    answers: dict[str, Answer] = {
        **family.answers,
        "alamat": address,
        "nama_kk": head.name,
        "responden": members[spoke].name,
        "telepon": NoAnswer.DONT_KNOW,
        "luas_lantai": str(int(family.answers["luas_lantai"]) + 1),
    }
    if change is _cards_not_shown:
        answers["no_kk"] = NoAnswer.DONT_KNOW
    return replace(
        family, seed=seed, address=address, members=members, answers=MappingProxyType(answers), remarks={}
    )


def not_interviewed(family: Family, result: str) -> Family:
    """The family as a visit with `result` (NOBODY_HOME, REFUSED or MOVED) leaves it: a place and a remark."""
    return replace(
        family, answers=MappingProxyType({**family.answers, "hasil": result, "catatan": _REMARK[result]})
    )


_Change = Callable[[Random, Member, bool], Member]


def _respelt(rng: Random, member: Member) -> Member:
    if rng.random() < 0.4:
        return member
    for written, other in _SPELLINGS:
        if written in member.name:
            return _renamed(member, member.name.replace(written, other, 1))
    return member


def _renamed(member: Member, name: str) -> Member:
    return replace(member, name=name, answers=MappingProxyType({**member.answers, "nama": name}))


def _numbered(member: Member, answer: Answer) -> Member:
    return replace(member, answers=MappingProxyType({**member.answers, "nik": answer}))


def _same_numbers(_rng: Random, member: Member, _is_head: bool) -> Member:
    return member


def _cards_not_shown(_rng: Random, member: Member, _is_head: bool) -> Member:
    return _numbered(member, NoAnswer.DONT_KNOW)


def _one_digit_read_wrongly(rng: Random, member: Member, is_head: bool) -> Member:
    if not is_head:
        return member
    last = (int(member.nik[-1]) + rng.randint(1, 9)) % 10
    number = f"{member.nik[:-1]}{last}"
    return _numbered(member, f"{member.nik[:-2]}11" if number.endswith("0000") else number)
