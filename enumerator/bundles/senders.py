# SPDX-License-Identifier: Apache-2.0
"""Whom a bundle may come from, what each may say, and how a new laptop is let in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from enumerator.bundles.refusals import QuarantinedError, out_of_scope, unknown_sender
from enumerator.identity.certificates import Certificate, CertificateRequest, issue
from enumerator.identity.faults import IdentityError
from enumerator.identity.keys import Keys
from enumerator.identity.project import Role
from enumerator.identity.signing import fingerprint, verify
from enumerator.identity.trust import Trust
from enumerator.store.journal import SignedHead
from enumerator.store.revision import Entry, head_message
from enumerator.store.store import Store

CERTIFICATE = "certificate"
REVOCATION = "revocation"
KIT = "kit"

OFFICE_KINDS = frozenset(
    {CERTIFICATE, REVOCATION, KIT, "project", "form", "rules", "review", "decision", "desil", "pair", "card"}
)
"""Kinds of record that only an office may write."""


@dataclass(frozen=True)
class Sender:
    """Who stands behind a log: whose key signs it, what it may say, and after which revision it is not
    believed.
    """

    log: str
    person: str
    name: str
    role: Role
    signing: bytes
    cut: int | None = None

    def check_scope(self, author: str, kind: str) -> None:
        """QuarantinedError when the log speaks for another person, or on a matter of the office."""
        if self.role is Role.ENUMERATOR and (author != self.person or kind in OFFICE_KINDS):
            raise out_of_scope(self.name, kind if author == self.person else author)


class Senders:
    """All senders that this data folder believes, from its own journal, the project, and what a bundle
    brings.
    """

    def __init__(
        self, keys: Keys, certificates: Iterable[dict[str, str]], revocations: Iterable[dict[str, str]]
    ) -> None:
        self._keys = keys
        self._certificates = list(certificates)
        self._revocations = list(revocations)
        self._trust = self._gathered()

    @classmethod
    def of(cls, store: Store, keys: Keys) -> Senders:
        """What the journal says."""
        certificates = (revision.values for _at, revision in store.journal.of_kind(CERTIFICATE))
        revocations = (revision.values for _at, revision in store.journal.of_kind(REVOCATION))
        return cls(keys, certificates, revocations)

    def learn(self, certificates: Iterable[dict[str, str]], revocations: Iterable[dict[str, str]]) -> None:
        """Add what a bundle brings; anything the office did not sign is passed over."""
        self._certificates.extend(certificates)
        self._revocations.extend(revocations)
        self._trust = self._gathered()

    @property
    def project_log(self) -> str:
        """The log of the project's office."""
        return self._keys.project.log

    def certificate(self, log: str) -> Certificate | None:
        """The certificate of a log."""
        return self._trust.certificates.get(log)

    def certificates(self) -> tuple[Certificate, ...]:
        """All of them."""
        return tuple(self._trust.certificates.values())

    def find(self, log: str) -> Sender | None:
        """Who stands behind the log; None when nobody vouches for it."""
        project, own = self._keys.project, self._keys
        if log == project.log:
            return Sender(
                log, own.author if own.log == log else "", project.name, Role.OFFICE, project.signing
            )
        certificate = self._trust.certificates.get(log)
        if certificate is None:
            return None
        cut = self._trust.cuts.get(log)
        return Sender(log, certificate.person, certificate.name, certificate.role, certificate.signing, cut)

    def name(self, log: str) -> str:
        """What to call a log's writer."""
        found = self.find(log)
        return found.name if found else log[:8]

    def vouched(self, head: SignedHead) -> bool:
        """Whether the log's own key signed this head."""
        found = self.find(head.log)
        message = head_message(head.log, head.seq, head.hash)
        return found is not None and verify(found.signing, message, head.signature)

    def _gathered(self) -> Trust:
        return Trust.gathered(self._keys.project, self._certificates, self._revocations)


def admit(store: Store, keys: Keys, senders: Senders, request: CertificateRequest) -> Certificate:
    """The certificate for a new laptop's request, not yet written anywhere. QuarantinedError with the
    reason when the request does not hold, or when this data folder cannot let anybody in.
    """
    print_of = fingerprint(request.signing)
    if keys.role is not Role.OFFICE:
        raise unknown_sender(request.name, print_of)
    used = frozenset(certificate.kit for certificate in senders.certificates())
    try:
        return issue(keys, request, store.clock(), used=used)
    except IdentityError as error:
        raise QuarantinedError(error.what, where=print_of, remedy=error.remedy) from error


def certificate_entry(certificate: Certificate) -> Entry:
    """The record by which a certificate enters the journal; the record is named after the log."""
    return Entry(certificate.log, CERTIFICATE, certificate.to_values(), act="enrol")


def kit_entry(kit: str, person: str, name: str, expires: str, area: str) -> Entry:
    """The record by which the office remembers a kit it made, without its code."""
    values = {"kit": kit, "person": person, "name": name, "expires": expires, "area": area}
    return Entry(f"kit-{kit}", KIT, values, act="make")
