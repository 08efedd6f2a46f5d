# SPDX-License-Identifier: Apache-2.0
"""The enumerators of a project: who has a kit, which laptops enrolled, when each was heard of."""

from __future__ import annotations

from dataclasses import dataclass, field

from enumerator.bundles.receipts import peers
from enumerator.bundles.senders import CERTIFICATE, KIT, REVOCATION, STAFF
from enumerator.bundles.tables import prepare
from enumerator.identity.certificates import Certificate
from enumerator.identity.faults import IdentityError
from enumerator.identity.project import Role
from enumerator.store.store import Store


@dataclass(frozen=True, slots=True)
class Laptop:
    """A laptop that was let in. `heard` is when its last bundle arrived, `number` that bundle's number, 0 for
    none; `revoked` the day from which it is not believed, blank while it is."""

    certificate: Certificate
    heard: str
    number: int
    revoked: str


@dataclass(frozen=True, slots=True)
class Enumerator:
    """A person with a kit; `area` is kelurahan or kecamatan codes, `expires` when the newest kit does."""

    person: str
    name: str
    area: str
    expires: str
    assigned: int
    laptops: tuple[Laptop, ...] = field(default=())


def enumerators(store: Store) -> tuple[Enumerator, ...]:
    """Everybody who was ever given a kit, by name."""
    laptops = _laptops(store)
    assigned = _assigned(store)
    newest: dict[str, dict[str, str]] = {}
    for _at, revision in store.journal.of_kind(KIT):
        if revision.values.get("role") != Role.OFFICE:
            newest[revision.values["person"]] = revision.values
    people = (
        Enumerator(
            person,
            kit["name"],
            kit.get("area", ""),
            kit["expires"],
            assigned.get(person, 0),
            tuple(laptops.get(person, ())),
        )
        for person, kit in newest.items()
    )
    return tuple(sorted(people, key=lambda each: (each.name.casefold(), each.person)))


def names_by_person(store: Store) -> dict[str, str]:
    """The name of everybody who may have written something: enumerators and the people of the office.

    An office that has told nobody's name yet is called by the project's.
    """
    names: dict[str, str] = {}
    for kind in (KIT, CERTIFICATE, STAFF):
        for _at, revision in store.journal.of_kind(kind):
            names[revision.values["person"]] = revision.values["name"]
    return names


def _laptops(store: Store) -> dict[str, list[Laptop]]:
    cuts: dict[str, str] = {}
    for _at, revision in store.journal.of_kind(REVOCATION):
        log = revision.values.get("log", "")
        cuts[log] = min(cuts.get(log, "9"), revision.values.get("revoked", ""))
    prepare(store.db)
    heard = {peer.log: peer for peer in peers(store)}
    found: dict[str, list[Laptop]] = {}
    for _at, revision in store.journal.of_kind(CERTIFICATE):
        try:
            certificate = Certificate.from_values(revision.values)
        except IdentityError:
            continue
        if certificate.role is not Role.ENUMERATOR:
            continue
        peer = heard.get(certificate.log)
        laptop = Laptop(
            certificate,
            peer.heard if peer else "",
            peer.number if peer else 0,
            cuts.get(certificate.log, ""),
        )
        found.setdefault(certificate.person, []).append(laptop)
    return found


def _assigned(store: Store) -> dict[str, int]:
    holders: dict[str, str] = {}
    for _at, revision in store.journal.of_kind("assignment"):
        holders[revision.record] = revision.values.get("enumerator", "")
    counts: dict[str, int] = {}
    for holder in holders.values():
        counts[holder] = counts.get(holder, 0) + 1
    return counts
