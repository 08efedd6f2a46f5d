# SPDX-License-Identifier: Apache-2.0
"""Who is due what of one programme, by rank, within the quota and on the waiting list."""

from __future__ import annotations

from enumerator.messages import _
from enumerator.programmes.catalogue import amount_words
from enumerator.programmes.due import Due
from ui.office.look import grouped_number, kelurahan_name, period_words, rt_rw
from ui.widgets import Column, DataTable, EmptyState, Status


class DueList(DataTable):
    """Shows rows of `enumerator.programmes.due`."""

    def __init__(self) -> None:
        super().__init__(
            _columns(),
            name=_("Due"),
            identity=lambda each: (each.programme, each.household),
            type_ahead=lambda each: each.head_name,
            empty=EmptyState(
                _("Nobody is due anything yet"),
                _("Decide on the proposals first; whoever is decided eligible stands here by priority."),
                icon="programme",
            ),
        )


def _columns() -> list[Column]:
    return [
        Column(_("Status"), lambda each: due_status(each).word, 136, status=due_status),
        Column(_("Rank"), lambda each: str(each.rank), 64, right=True, sort=lambda each: each.rank),
        Column(_("Head of household"), lambda each: each.head_name, 140, 1, strong=True, wraps=True),
        Column(_("No. KK"), lambda each: grouped_number(each.masked_kk), 178, drop_below=820),
        Column(_("Place"), due_place, 170, 3, ink="ink-2", drop_below=640, wraps=True),
        Column(_("Aid"), lambda each: amount_words(each.amount, each.unit), 120, right=True),
        Column(
            _("Period"),
            lambda each: period_words(each.period),
            140,
            sort=lambda each: each.period,
            drop_below=720,
        ),
    ]


def due_place(each: Due) -> str:
    """ "Bandarharjo, RT 02 RW 03"."""
    parts = (kelurahan_name(each.kelurahan), rt_rw(each.rt, each.rw))
    return ", ".join(part for part in parts if part)


def due_status(each: Due) -> Status:
    """Whether it is within the quota, and what speaks against paying it out now."""
    if each.doubtful:
        return Status(_("Possible double"), "duplicate", "amber")
    if each.stale:
        return Status(_("Look again"), "warning", "amber")
    if each.within_quota:
        return Status(_("Due"), "done-circle", "primary")
    return Status(_("Waiting list"), "clock", "grey")
