# SPDX-License-Identifier: Apache-2.0
"""Answers corrected on a later visit, by more than one laptop, so that some of them disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from enumerator.demo.families import Answer, Family
from enumerator.demo.numbers import telephone
from enumerator.demo.respondent import SERIES
from enumerator.forms.interview import Interview


@dataclass(frozen=True, slots=True)
class Correction:
    """A new answer to the question `path`; where `member` (from 0) is given, the path is below that row."""

    path: str
    value: str
    reason: str
    member: int | None = None


def draw_corrections(family: Family, laptop: int) -> tuple[Correction, ...]:
    """What laptop `laptop` (0, 1, ...) corrects on a later visit; the same for the same family and laptop.

    All laptops correct the same question (telephone or floor area) and find different values there, so two of
    them disagree. Beside it, each corrects something that the next one leaves alone.
    """
    shared = Random(f"{family.seed}:visit")
    own = Random(f"{family.seed}:visit:{laptop}")
    contested = _phone(own) if shared.random() < 0.5 else _area(family.answers["luas_lantai"], laptop)
    others = [each for position, each in enumerate(_alone(shared, family)) if position % 2 == laptop % 2]
    return (contested, own.choice(others))


def apply_corrections(interview: Interview, corrections: Sequence[Correction]) -> tuple[str, ...]:
    """Give the new answers, each with its reason as a remark; the addresses that changed."""
    rows = interview.children(SERIES)
    touched = []
    for correction in corrections:
        if correction.member is None:
            address = correction.path
        else:
            address = f"{rows[correction.member]}/{correction.path}"
        interview.answer(address, correction.value)
        interview.remark(address, correction.reason)
        touched.append(address)
    return tuple(touched)


def _phone(rng: Random) -> Correction:
    return Correction("/data/lokasi/responden_keluarga/telepon", telephone(rng), "Nomor baru dari tetangga.")


def _area(before: Answer, laptop: int) -> Correction:
    area = int(before) + 2 + 3 * laptop
    return Correction("/data/perumahan/luas_lantai", str(area), "Diukur ulang dengan meteran.")


def _alone(rng: Random, family: Family) -> list[Correction]:
    """Corrections that do not touch each other; even positions for one laptop, odd for the other."""
    said, head = family.answers, family.head
    most_urgent = rng.choice([code for code in ("1", "3", "5", "7", "8") if code != said["prioritas"]])
    insured = "2" if head.answers["jamkes"] == "1" else "1"
    rice = "/data/pengeluaran/pangan_mingguan/pangan_beras"
    return [
        Correction("/data/lokasi/alamat", f"{family.address}, belakang musala", "Patokan ditambahkan."),
        Correction("/data/kebutuhan/prioritas", most_urgent, "Keluarga berubah pikiran."),
        Correction(rice, _more(said["pangan_beras"]), "Beras pemberian dihitung juga."),
        Correction("jaminan/jamkes", insured, "Menurut kartu JKN.", family.members.index(head)),
    ]


def _more(amount: Answer) -> str:
    return str(int(amount) + 5_000)
