# SPDX-License-Identifier: Apache-2.0
"""Whom we believe: certificates, log openings and revocations, weighed against the office's key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar

from enumerator.identity.certificates import (
    Certificate,
    LogOpening,
    Revocation,
    is_genuine,
    is_genuine_opening,
    is_genuine_revocation,
)
from enumerator.identity.faults import IdentityError
from enumerator.identity.project import Project, Role

_Statement = TypeVar("_Statement", Certificate, LogOpening, Revocation)


class Standing(StrEnum):
    """How a device stands at a place in its log."""

    TRUSTED = "trusted"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trust:
    """The genuine certificate behind each log, and the cut of each revoked one."""

    certificates: Mapping[str, Certificate]
    cuts: Mapping[str, int]

    @classmethod
    def gathered(
        cls,
        project: Project,
        certificates: Iterable[Mapping[str, str]],
        revocations: Iterable[Mapping[str, str]] = (),
        openings: Iterable[Mapping[str, str]] = (),
        offices: Iterable[bytes] = (),
    ) -> Self:
        """From the values of records, oldest first; what is not rightly signed is passed over.

        The first certificate of a log holds: nobody can take over a log by a later one. The earliest cut
        holds. `offices` are the keys of further offices (`office_keys`): they may let laptops in and take
        laptops' word away, but neither make offices nor take an office's word away.
        """
        signers = (project.signing, *offices)
        held: dict[str, Certificate] = {}
        for certificate in _readable(Certificate, project, certificates):
            may = signers if certificate.role is Role.ENUMERATOR else (project.signing,)
            if any(is_genuine(certificate, key) for key in may):
                held.setdefault(certificate.log, certificate)
        devices = dict(held)
        for opening in _readable(LogOpening, project, openings):
            device = devices.get(opening.device)
            if device is not None and is_genuine_opening(opening, device):
                held.setdefault(opening.log, device)
        cuts: dict[str, int] = {}
        for revocation in _readable(Revocation, project, revocations):
            about = held.get(revocation.log)
            is_laptop = about is None or about.role is Role.ENUMERATOR
            may = signers if is_laptop and revocation.log != project.log else (project.signing,)
            if any(is_genuine_revocation(revocation, key) for key in may):
                cuts[revocation.log] = min(revocation.cut, cuts.get(revocation.log, revocation.cut))
        return cls(held, cuts)

    def standing(self, log: str, seq: int = 0) -> Standing:
        """Whether revision `seq` of the log is believed; 0 asks whether the log is known."""
        certificate = self.certificates.get(log)
        if certificate is None:
            return Standing.UNKNOWN
        cut = self.cuts.get(log, 0 if certificate.log in self.cuts else None)
        return Standing.REVOKED if cut is not None and seq > cut else Standing.TRUSTED

    def signing(self, log: str) -> bytes | None:
        """The key that signs this log's heads."""
        certificate = self.certificates.get(log)
        return certificate.signing if certificate else None


def office_keys(project: Project, certificates: Iterable[Mapping[str, str]]) -> tuple[bytes, ...]:
    """The public keys of the offices that the project's own office has made, without its own."""
    found = {
        each.signing: None
        for each in _readable(Certificate, project, certificates)
        if each.role is Role.OFFICE and each.signing != project.signing and is_genuine(each, project.signing)
    }
    return tuple(found)


def withdrawn_keys(
    project: Project, certificates: Iterable[Mapping[str, str]], revocations: Iterable[Mapping[str, str]]
) -> tuple[bytes, ...]:
    """The keys of further offices that the project's own office has revoked, as when one was stolen."""
    cut = {
        each.log
        for each in _readable(Revocation, project, revocations)
        if is_genuine_revocation(each, project.signing)
    }
    return office_keys(project, (each for each in certificates if each.get("log") in cut))


def is_word_of(keys: Iterable[bytes], project: Project, word: Mapping[str, str]) -> bool:
    """Whether one of the keys signed this certificate or revocation of the project."""
    return any(
        any(is_genuine(each, key) for each in _readable(Certificate, project, [word]))
        or any(is_genuine_revocation(each, key) for each in _readable(Revocation, project, [word]))
        for key in keys
    )


def _readable(
    kind: type[_Statement], project: Project, told: Iterable[Mapping[str, str]]
) -> Iterable[_Statement]:
    for values in told:
        try:
            statement = kind.from_values(dict(values))
        except IdentityError:
            continue
        if statement.project == project.id:
            yield statement
