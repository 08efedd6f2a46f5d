# SPDX-License-Identifier: Apache-2.0
"""Erasing what is known of a household, because the law or the family wants it: two people, one reason, and
no way back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from enumerator.bundles.senders import ERASURE, office_logs
from enumerator.cards.register import Register
from enumerator.errors import UserError
from enumerator.identity.duties import duty_needed
from enumerator.identity.project import Duty
from enumerator.identity.staff import require
from enumerator.messages import _
from enumerator.office.colleagues import is_shared, second_person
from enumerator.registry.projection import refresh
from enumerator.store.database import writing
from enumerator.store.erasing import enact, is_erased
from enumerator.store.revision import Entry, new_record
from enumerator.workspace import Workspace

SECOND_DUTY = Duty.APPROVER
"""The duty of the second person, who types the second PIN."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One that was said: of which household, by which two people (ids), when (ISO with offset), and why."""

    household: str
    first: str
    second: str
    wall: str
    reason: str


def erase_household(
    workspace: Workspace,
    household: str,
    reason: str,
    second: str,
    pin: str,
    progress: Callable[[int, int], None] | None = None,
) -> Erasure:
    """Erase everything said of a household here, and with the next bundles everywhere.

    Logs stay verifiable. UserError without a reason, without a second person (id) with the duty and PIN, for
    a household that is not here, and while it holds a card that is good; then nothing is erased.
    """
    require(workspace.keys, duty_needed(ERASURE))
    if not reason.strip():
        raise UserError(
            _("A household is erased with a reason."),
            remedy=_("Write who asked for it and by which right, without names."),
        )
    if not is_shared(workspace):
        raise UserError(
            _("Erasing needs two people with a PIN."),
            remedy=_("Enter the people of the office on the page Staff first."),
        )
    store = workspace.store
    heads = store.journal.heads(household)
    if not heads or is_erased(store.db, household):
        raise UserError(_("The household is not in this data folder."), where=household)
    if any(card.household == household and card.state.is_live for card in Register(store.journal)):
        raise UserError(
            _("The household still holds a card that is good."),
            where=household,
            remedy=_("Revoke the card first, so that nobody takes it for good any more."),
        )
    other = second_person(workspace, second, pin, SECOND_DUTY)
    values = {"household": household, "first": workspace.keys.author, "second": other.id}
    gone = Entry(household, "household", {}, act="delete", touched=())
    with writing(store.db):
        (said, _tombstone) = store.append(
            Entry(new_record(), ERASURE, values, act="erase", reason=reason.strip()), gone
        )
        enact(store, office_logs(store, workspace.keys), progress)
    refresh(store, workspace.library)
    store.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Erasure(household, values["first"], values["second"], said.wall, said.reason)
