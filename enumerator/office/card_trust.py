# SPDX-License-Identifier: Apache-2.0
"""Whom this project's cards are believed from, and how the list of those called back reaches every laptop.

The office writes its signed list into the journal as a record of its own kind whenever bundles for laptops
are made; the newest one goes into each of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.bundles.selection import CARD_LIST
from enumerator.cards.checkfile import CheckFile, pack_check, read_check
from enumerator.cards.credential import Issuer
from enumerator.cards.output import appearing
from enumerator.cards.register import CardRecord, Register
from enumerator.cards.trust import Revocations, Trust, TrustedKey, Withdrawal
from enumerator.cards.trustlist import TrustListError, pack_trust, read_trust
from enumerator.errors import UserError
from enumerator.identity.keys import Keys
from enumerator.identity.project import Project
from enumerator.messages import _
from enumerator.office.card_keys import believed_keys
from enumerator.office.card_settings import card_settings, issuers
from enumerator.office.cards import programmes_on_cards
from enumerator.store.database import writing
from enumerator.store.revision import Blob, Entry, Revision, new_record
from enumerator.workspace import Workspace

RENEWED_AFTER = timedelta(days=1)
"""An unchanged list is written again after this long, so that a laptop can tell that it is still right."""
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Arrived:
    position: int
    lists: tuple[Blob, ...]


def issuer_of(keys: Keys, name: str) -> Issuer:
    """This office as it signs lists of cards, with the key that every laptop knows."""
    return Issuer.of_key(name, Ed25519PrivateKey.from_private_bytes(keys.secrets.signing))


def own_keys(project: Project, names: Iterable[str]) -> tuple[TrustedKey, ...]:
    """The project's own key, under every name its office has signed with."""
    return tuple(TrustedKey(name, project.signing) for name in names)


def publish_card_list(workspace: Workspace) -> Revision | None:
    """Write the list of keys and cards called back, when it has changed or is older than RENEWED_AFTER.

    None when nothing was written, as in an office that is not the project's own: its word on cards is not
    believed anywhere.
    """
    store, keys = workspace.store, workspace.keys
    if keys.public != keys.project.signing:
        return None
    now, known = store.clock(), CardKnowledge(workspace)
    trust, told = known.trust(), known.list_of_the_office()
    written = told.revocations.as_of if told is not None else None
    if told is not None and written is not None and now - written < RENEWED_AFTER:
        same = (told.keys, dict(told.revocations.cards)) == (trust.keys, dict(trust.revocations.cards))
        if same:
            return None
    with writing(store.db):
        blob = store.attachments.put(
            pack_trust(trust, issuer_of(keys, card_settings(workspace).issuer), now),
            name="card-list",
            mime="application/cose",
        )
        values = {"as_of": now.isoformat(timespec="seconds"), "cards": str(len(trust.revocations.cards))}
        (revision,) = store.append(Entry(new_record(), CARD_LIST, values, act="list", blobs=(blob,)))
    return revision


def write_check_file(workspace: Workspace, target: Path) -> CheckFile:
    """The file with which anyone checks this project's cards, as of now; UserError outside the project's own
    office, whose word alone is believed.
    """
    store, keys = workspace.store, workspace.keys
    if keys.public != keys.project.signing:
        raise UserError(
            _("Only the project's own office can write the list to check cards with."),
            remedy=_("Ask that office for it."),
        )
    data = pack_check(
        card_trust(workspace),
        issuer_of(keys, card_settings(workspace).issuer),
        store.clock(),
        project=workspace.project_name,
        training=workspace.training,
        programmes=programmes_on_cards(workspace),
    )
    with appearing(target) as out:
        out.write(data)
    return read_check(data)


class CardKnowledge:
    """What is known here about cards. Reading all cards takes a while: keep one and `refresh` it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._register = Register(workspace.store.journal)
        self._list: Trust | None = None
        self._ahead: datetime | None = None
        """The date of the latest list, when that has not come yet by our clock."""
        self._arrived = _Arrived(0, ())
        self._read_lists()

    def refresh(self) -> None:
        """Take in what has arrived since the last time."""
        self._register.refresh()
        self._read_lists()

    def trust(self) -> Trust:
        """What a check believes. The office knows its own list as of now; a laptop has the newest one that
        came with a bundle, and a card called back by any record it holds is called back.
        """
        workspace = self._workspace
        store = workspace.store
        own = believed_keys(store, workspace.keys, issuers(store, workspace.project_name))
        if workspace.role == "office":
            return Trust(own, self._register.revocations(store.clock()))
        told = self._list
        if told is None:
            return Trust(own, Revocations(), seen=self._ahead)
        listed = told.revocations
        if listed.as_of is None:
            return told
        held = self._register.revocations(listed.as_of).cards
        listed_keys = {(key.iss, key.kid) for key in told.keys}
        newer = tuple(key for key in own if (key.iss, key.kid) not in listed_keys)
        revocations = Revocations(listed.as_of, {**held, **listed.cards})
        return Trust((*told.keys, *newer), revocations, seen=self._ahead)

    def list_of_the_office(self) -> Trust | None:
        """The newest list in the journal, as the office signed it; None when none has come."""
        return self._list

    def card(self, number: str) -> CardRecord | None:
        """The card of that number, where its record is here."""
        return self._register.get(number)

    def withdrawal(self, number: str) -> Withdrawal | None:
        """Why the card of that number is no longer good; None when nothing is known against it."""
        return self.trust().revocations.cards.get(number)

    def _read_lists(self) -> None:
        store, lists = self._workspace.store, list(self._arrived.lists)
        position = self._arrived.position
        for at, revision in store.journal.of_kind(CARD_LIST, since=position):
            position = at
            lists += revision.blobs
        waiting = []
        for blob in lists:
            # one that is not here comes with another volume or a later bundle
            here = store.attachments.has(blob.sha256)
            if not here or not self._take(store.attachments.read(blob.sha256)):
                waiting.append(blob)
        self._arrived = _Arrived(position, tuple(waiting))

    def _take(self, data: bytes) -> bool:
        """False when it cannot be judged yet: it is dated ahead of our clock, so that one clock is wrong."""
        try:
            told = read_trust(data, self._workspace.keys.project.signing)
        except TrustListError:
            return True  # somebody else's word; the list in use stays
        as_of = told.revocations.as_of
        if as_of is None:
            return True
        self._ahead = as_of if as_of > self._workspace.store.clock() + _AHEAD else None
        if self._ahead is not None:
            return False
        before = self._list.revocations.as_of if self._list is not None else None
        if before is None or as_of >= before:
            self._list = told
        return True


def card_trust(workspace: Workspace) -> Trust:
    """What a check of this project's cards believes now, for whoever asks once."""
    return CardKnowledge(workspace).trust()
