# SPDX-License-Identifier: Apache-2.0
"""The keys that cards are signed with: each office's own, its successors, and from when to when each signs.

The first key of an office is the one it signs its statements with, which every laptop knows from its kit.
Each successor is derived from that secret, so nothing new has to be kept, and is told in the journal; laptops
hear of it with the list of cards called back. A retired key still vouches for the cards of its time; nothing
that a withdrawn one signed is believed any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from enumerator.bundles.senders import Senders
from enumerator.cards.credential import Issuer
from enumerator.cards.number import OFFICE_BLOCK, block_of
from enumerator.cards.trust import TrustedKey
from enumerator.errors import UserError
from enumerator.identity.keys import Keys
from enumerator.identity.project import Role
from enumerator.messages import _
from enumerator.store.revision import Entry
from enumerator.store.store import Store
from enumerator.workspace import Workspace

CARD_KEY = "card_key"
"""Kind of record: what an office says of one of its card keys."""
_DERIVATION = b"pendata-card-key-v1\0"


@dataclass(frozen=True, slots=True)
class CardKey:
    """A key of the office that `office` (its device) names; `number` counts its keys from 0.

    It signs cards from `since` to `until` (None: no limit). `reason` is why it ended.
    """

    office: str
    number: int
    public: bytes
    since: datetime | None = None
    until: datetime | None = None
    withdrawn: bool = False
    reason: str = ""

    @property
    def record(self) -> str:
        """Under which name the journal tells of it."""
        return f"card-key-{self.office}-{self.number}"

    def values(self) -> dict[str, str]:
        """As the journal tells it."""
        return {
            "office": self.office,
            "number": str(self.number),
            "public": self.public.hex(),
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "withdrawn": "yes" if self.withdrawn else "",
        }

    @classmethod
    def told(cls, values: dict[str, str], reason: str) -> CardKey:
        """The way back."""
        since, until = values.get("since", ""), values.get("until", "")
        return cls(
            values["office"],
            int(values["number"]),
            bytes.fromhex(values["public"]),
            datetime.fromisoformat(since) if since else None,
            datetime.fromisoformat(until) if until else None,
            values.get("withdrawn") == "yes",
            reason,
        )


def card_keys(store: Store, keys: Keys) -> tuple[CardKey, ...]:
    """All keys of all offices of the project, office by office, the oldest first."""
    senders = Senders.of(store, keys)
    found = {first.record: first for first in _first_keys(senders, keys)}
    for _position, revision in store.journal.of_kind(CARD_KEY):
        key = CardKey.told(revision.values, revision.reason)
        sender = senders.find(revision.dot.log)
        # an office speaks of its own keys and of no other's
        if sender is not None and sender.role is Role.OFFICE and sender.device == key.office:
            found[key.record] = key
    root = keys.project.log
    return tuple(sorted(found.values(), key=lambda key: (key.office != root, key.office, key.number)))


def _first_keys(senders: Senders, keys: Keys) -> Iterator[CardKey]:
    yield CardKey(keys.project.log, 0, keys.project.signing)
    for certificate in senders.certificates():
        if certificate.role is Role.OFFICE and certificate.log != keys.project.log:
            sender = senders.find(certificate.log)
            revoked = sender is not None and sender.cut is not None
            yield CardKey(certificate.log, 0, certificate.signing, withdrawn=revoked)


def believed_keys(store: Store, keys: Keys, names: Iterable[str]) -> tuple[TrustedKey, ...]:
    """Every key under every name its office has signed with, as a check wants them."""
    known = card_keys(store, keys)
    return tuple(
        TrustedKey(name, key.public, valid_from=key.since, valid_until=key.until, withdrawn=key.withdrawn)
        for name in names
        for key in known
    )


def card_issuer(workspace: Workspace, name: str) -> Issuer:
    """This office as it signs cards now, under that name; a restored copy of it draws numbers of its own."""
    keys = workspace.keys
    block = OFFICE_BLOCK if keys.log == keys.project.log else block_of(keys.log)
    # a credential is signed as COSE says (RFC 9052), which leaves no room for our own purpose before it
    return Issuer.of_key(name, _secret(keys, current_key(workspace).number), block=block)


def current_key(workspace: Workspace) -> CardKey:
    """The key this office signs with now."""
    own = [key for key in card_keys(workspace.store, workspace.keys) if key.office == workspace.keys.device]
    return own[-1] if own else CardKey(workspace.keys.device, 0, workspace.keys.public)


def rotate_card_key(workspace: Workspace, reason: str, *, withdraw: bool = False) -> CardKey:
    """Sign with a new key from now on. The old one vouches for its cards still, unless it is withdrawn: then
    none of its cards is believed any more and all must be replaced. UserError without a reason.
    """
    if not reason.strip():
        raise UserError(_("Say why the key is changed."), remedy=_("Write why, in a few words."))
    now, old = workspace.store.clock().replace(microsecond=0), current_key(workspace)
    number = old.number + 1
    public = _secret(workspace.keys, number).public_key().public_bytes_raw()
    ended = replace(old, until=now, withdrawn=withdraw)
    fresh = CardKey(old.office, number, public, since=now)
    workspace.store.append(
        Entry(old.record, CARD_KEY, ended.values(), act="withdraw" if withdraw else "retire", reason=reason),
        Entry(fresh.record, CARD_KEY, fresh.values(), act="begin", reason=reason),
    )
    return fresh


def _secret(keys: Keys, number: int) -> Ed25519PrivateKey:
    if number == 0:
        return Ed25519PrivateKey.from_private_bytes(keys.secrets.signing)
    derive = HKDF(SHA256(), 32, salt=None, info=_DERIVATION + str(number).encode())
    return Ed25519PrivateKey.from_private_bytes(derive.derive(keys.secrets.signing))
