# SPDX-License-Identifier: Apache-2.0
"""The office's figures in one look: families by place, how far they are, and whether aid reaches those
meant."""

from __future__ import annotations

from dataclasses import dataclass

from enumerator.cards.register import State
from enumerator.eligibility.adopting import current
from enumerator.office.cards import card_office
from enumerator.programmes.due import entitled
from enumerator.registry.places import load_places
from enumerator.registry.projection import refresh
from enumerator.reports.figures import (
    PlaceFigures,
    ProgrammeFigures,
    Totals,
    by_kecamatan,
    by_kelurahan,
    by_programme,
    totals,
)
from enumerator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Whether aid reaches those meant, as far as handed-over cards tell: households decided eligible
    within the quota that have a card in hand, that have none yet, and card holders that nobody decided
    for any more."""

    served: int
    waiting: int
    not_eligible: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the dashboard shows; `places` are kecamatan, or the kelurahan of one."""

    totals: Totals
    places: tuple[PlaceFigures, ...]
    poor: int
    unsure: int
    assessed: int
    accuracy: Accuracy
    programmes: tuple[ProgrammeFigures, ...]


def overview(workspace: Workspace, kecamatan: str = "") -> Overview:
    """The figures of the whole office, with the places of one kecamatan or of the city."""
    store, places = workspace.store, load_places()
    refresh(store, workspace.library)
    districts = by_kecamatan(store, places)
    shown = by_kelurahan(store, places, kecamatan) if kecamatan else districts
    return Overview(
        totals(store),
        shown,
        sum(each.poor for each in districts),
        sum(each.unsure for each in districts),
        sum(each.poor + each.not_poor + each.unsure for each in districts),
        accuracy(workspace),
        by_programme(store, current(store)),
    )


def accuracy(workspace: Workspace) -> Accuracy:
    """Compare who is entitled with who holds a card."""
    meant = set(entitled(workspace.store, current(workspace.store)))
    delivered = card_office(workspace).register.in_state(State.DELIVERED)
    holders = {card.household for card in delivered}
    return Accuracy(len(meant & holders), len(meant - holders), len(holders - meant))
