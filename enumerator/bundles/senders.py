# SPDX-License-Identifier: Apache-2.0
"""Whom a bundle may come from, what each may say, and how a new laptop is let in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from enumerator.bundles.manifest import Credentials
from enumerator.bundles.refusals import QuarantinedError, out_of_scope, unknown_sender
from enumerator.identity.certificates import Certificate, CertificateRequest, issue
from enumerator.identity.faults import IdentityError
from enumerator.identity.keys import Keys
from enumerator.identity.project import Duty, Person, Role
from enumerator.identity.signing import fingerprint, verify
from enumerator.identity.trust import Trust, is_word_of, office_keys, withdrawn_keys
from enumerator.store.journal import SignedHead
from enumerator.store.revision import Entry, head_message
from enumerator.store.store import Store

CERTIFICATE = "certificate"
REVOCATION = "revocation"
KIT = "kit"
OPENING = "log"
STAFF = "staff"
ERASURE = "erasure"
ARRIVAL = "arrival"
"""What a person decided about a bundle that was kept aside."""

OFFICE_KINDS = frozenset(
    {
        CERTIFICATE,
        REVOCATION,
        KIT,
        STAFF,
        ERASURE,
        ARRIVAL,
        "project",
        "form",
        "rules",
        "review",
        "decision",
        "desil",
        "pair",
        "card",
        "card_key",
        "card_list",
        "card_design",
        "card_output",
        "card_settings",
    }
)
"""Kinds of record that only an office may write."""


@dataclass(frozen=True)
class Sender:
    """Who stands behind a log: which device writes it, whose key signs it, what it may say, and after which
    revision it is not believed.
    """

    log: str
    device: str
    person: str
    name: str
    role: Role
    signing: bytes
    cut: int | None = None

    def check_scope(self, author: str, kind: str, *, believed: bool = False) -> None:
        """QuarantinedError when the log speaks on a matter of the office, or for another person, which only
        somebody's word for it makes believed.
        """
        if self.role is Role.OFFICE:
            return
        if kind in OFFICE_KINDS:
            raise out_of_scope(self.name, kind)
        if author != self.person and not believed:
            raise out_of_scope(self.name, author)


class Senders:
    """All senders that this data folder believes, from its own journal, the project, and what a bundle
    brings.
    """

    def __init__(self, keys: Keys, words: Credentials) -> None:
        self._keys = keys
        self._words = words
        self._index = _Index(words)
        self._known: dict[str, Trust] = {}
        self._office_keys: tuple[bytes, ...] | None = None

    @classmethod
    def of(cls, store: Store, keys: Keys) -> Senders:
        """What the journal says."""

        def values(kind: str) -> tuple[dict[str, str], ...]:
            return tuple(revision.values for _at, revision in store.journal.of_kind(kind))

        return cls(keys, Credentials(values(CERTIFICATE), values(REVOCATION), values(OPENING)))

    def learn(self, words: Credentials) -> None:
        """Add what a bundle brings; anything not rightly signed is passed over."""
        self._add(words)

    def hear(self, words: Credentials, by: str) -> None:
        """As `learn`, of a bundle by the writer of log `by`. What a revoked office seems to have said, and
        was not known yet, is passed over unless an office that is believed vouches for it: its key may be
        stolen.
        """
        known, project = self._words, self._keys.project
        stolen = withdrawn_keys(
            project, known.certificates + words.certificates, known.revocations + words.revocations
        )
        if stolen:
            before = {*map(_as_key, known.certificates), *map(_as_key, known.revocations)}

            def unspoilt(brought: tuple[dict[str, str], ...]) -> tuple[dict[str, str], ...]:
                return tuple(w for w in brought if _as_key(w) in before or not is_word_of(stolen, project, w))

            self._add(Credentials(unspoilt(words.certificates), unspoilt(words.revocations), words.openings))
            if not self.is_office(by):
                return
        self._add(words)

    def _add(self, words: Credentials) -> None:
        known = self._words
        self._words = Credentials(
            known.certificates + words.certificates,
            known.revocations + words.revocations,
            known.openings + words.openings,
        )
        self._index = _Index(self._words)
        self._known.clear()
        self._office_keys = None

    @property
    def words(self) -> Credentials:
        """Everything that was told, genuine or not."""
        return self._words

    def certificate(self, log: str) -> Certificate | None:
        """The certificate of the device that writes a log."""
        return self._trust(log).certificates.get(log)

    def certificates(self) -> tuple[Certificate, ...]:
        """All devices' certificates."""
        logs = dict.fromkeys(word.get("log", "") for word in self._words.certificates)
        return tuple(found for log in logs if (found := self.certificate(log)) and found.log == log)

    def used_kits(self) -> frozenset[str]:
        """The kits that somebody was let in with."""
        return frozenset(word.get("kit", "") for word in self._words.certificates)

    def logs_of(self, device: str) -> frozenset[str]:
        """All logs that a device writes or has written."""
        opened = self._index.opened_by.get(device, ())
        return frozenset({device, *(log for log in opened if self._is_of(log, device))})

    def find(self, log: str) -> Sender | None:
        """Who stands behind the log; None when nobody vouches for it."""
        trust = self._trust(log)
        found = trust.certificates.get(log)
        if found is None:
            project = self._keys.project
            if log != project.log:
                return None
            return Sender(log, log, "", project.name, Role.OFFICE, project.signing)
        cut = trust.cuts.get(log, 0 if found.log in trust.cuts else None)
        return Sender(log, found.log, found.person, found.name, found.role, found.signing, cut)

    def is_office(self, log: str) -> bool:
        """Whether an office of the project writes the log, and is believed."""
        found = self.find(log)
        return found is not None and found.role is Role.OFFICE and found.cut is None

    def name(self, log: str) -> str:
        """What to call a log's writer."""
        found = self.find(log)
        return found.name if found else log[:8]

    def vouched(self, head: SignedHead) -> bool:
        """Whether the log's own key signed this head."""
        found = self.find(head.log)
        message = head_message(head.log, head.seq, head.hash)
        return found is not None and verify(found.signing, message, head.signature)

    def _is_of(self, log: str, device: str) -> bool:
        found = self.certificate(log)
        return found is not None and found.log == device

    def _offices(self) -> tuple[bytes, ...]:
        """The keys of the further offices, weighed once."""
        if self._office_keys is None:
            told = (word for word in self._words.certificates if word.get("role") == Role.OFFICE)
            self._office_keys = office_keys(self._keys.project, told)
        return self._office_keys

    def _trust(self, log: str) -> Trust:
        """What concerns one log, weighed when first asked for: signatures are the dearest thing here."""
        if log not in self._known:
            index = self._index
            openings = index.openings.get(log, [])
            logs = {log, *(opening.get("device", "") for opening in openings)}
            self._known[log] = Trust.gathered(
                self._keys.project,
                [word for each in logs for word in index.certificates.get(each, ())],
                [word for each in logs for word in index.revocations.get(each, ())],
                openings,
                self._offices(),
            )
        return self._known[log]


class _Index:
    """Words by the log they are about, each group in the order in which it was told."""

    def __init__(self, words: Credentials) -> None:
        self.certificates = _grouped(words.certificates, "log")
        self.revocations = _grouped(words.revocations, "log")
        self.openings = _grouped(words.openings, "log")
        self.opened_by = {
            device: [word.get("log", "") for word in group]
            for device, group in _grouped(words.openings, "device").items()
        }


def _as_key(word: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(word.items()))


def _grouped(words: Iterable[dict[str, str]], name: str) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for word in words:
        groups.setdefault(word.get(name, ""), []).append(word)
    return groups


def office_logs(store: Store, keys: Keys) -> Callable[[str], bool]:
    """Says of a log whether an office of the project writes it, by what the journal knows when asked."""

    return lambda log: Senders.of(store, keys).is_office(log)


def admit(
    store: Store, keys: Keys, senders: Senders, request: CertificateRequest, *, vouched: bool = False
) -> Certificate:
    """The certificate for a new laptop's request, not yet written anywhere; `vouched` when a person decided
    to let it in. QuarantinedError with the reason when the request does not hold, or when this data folder
    cannot let anybody in.
    """
    print_of = fingerprint(request.signing)
    if keys.role is not Role.OFFICE:
        raise unknown_sender(request.name, print_of)
    try:
        return issue(keys, request, store.clock(), used=senders.used_kits(), vouched=vouched)
    except IdentityError as error:
        raise QuarantinedError(error.what, where=print_of, remedy=error.remedy) from error


def certificate_entry(certificate: Certificate) -> Entry:
    """The record by which a certificate enters the journal; the record is named after the log."""
    return Entry(certificate.log, CERTIFICATE, certificate.to_values(), act="enrol")


def staff_entry(person: Person, duty: Duty, act: str, *, retired: bool = False, reason: str = "") -> Entry:
    """The record by which everybody knows a person of the office, without the PIN; named after the person."""
    values = {"person": person.id, "name": person.name, "duty": duty.value}
    return Entry(person.id, STAFF, values | ({"retired": "yes"} if retired else {}), act=act, reason=reason)


def kit_entry(
    kit: str, person: str, name: str, expires: str, area: str, role: Role = Role.ENUMERATOR
) -> Entry:
    """The record by which the office remembers a kit it made, without its code."""
    values = {"kit": kit, "person": person, "name": name, "expires": expires, "area": area}
    if role is Role.OFFICE:
        values["role"] = role.value
    return Entry(f"kit-{kit}", KIT, values, act="make")
