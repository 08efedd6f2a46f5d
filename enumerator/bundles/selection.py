# SPDX-License-Identifier: Apache-2.0
"""Which records a laptop gets: its own assignments and what became of its work, and what everybody needs."""

from __future__ import annotations

from collections.abc import Iterable

from enumerator.identity.certificates import Certificate
from enumerator.identity.project import Role
from enumerator.store.store import Store

FOR_EVERYBODY = ("project", "form")


def for_enumerator(store: Store, certificate: Certificate) -> Iterable[str]:
    """The person's assignments with their households as they stand, the reviews of those and of whatever
    the person surveyed, the certificates of the device and of offices, revocations of the device, and forms.
    """
    chosen = {certificate.log}
    chosen.update(
        record for record, role in _values_of(store, "certificate", "role") if role == Role.OFFICE.value
    )
    for kind in FOR_EVERYBODY:
        chosen.update(store.journal.records(kind))
    for record, log in _values_of(store, "revocation", "log"):
        if log == certificate.log:
            chosen.add(record)
    mine = (certificate.person, certificate.log)
    households: set[str] = set()
    for _at, revision in store.journal.of_kind("assignment"):
        if revision.values.get("enumerator") in mine:
            chosen.add(revision.record)
            households.add(revision.values.get("household", ""))
    chosen.update(households)
    for record, household in _values_of(store, "review", "household"):
        if household in households or _surveyed_by(store, household, mine):
            chosen.add(record)
    chosen.discard("")
    return chosen


def _values_of(store: Store, kind: str, address: str) -> Iterable[tuple[str, str]]:
    return (
        (revision.record, revision.values.get(address, "")) for _at, revision in store.journal.of_kind(kind)
    )


def _surveyed_by(store: Store, household: str, who: tuple[str, str]) -> bool:
    return any(r.author in who or r.dot.log in who for r in store.journal.revisions(household))
