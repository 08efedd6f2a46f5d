# SPDX-License-Identifier: Apache-2.0
"""Whom we believe: certificates and revocations, weighed against the office's key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar

from enumerator.identity.certificates import Certificate, Revocation, is_genuine, is_genuine_revocation
from enumerator.identity.faults import IdentityError
from enumerator.identity.project import Project

_Kind = TypeVar("_Kind", Certificate, Revocation)


class Standing(StrEnum):
    """How a device stands at a place in its log."""

    TRUSTED = "trusted"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trust:
    """The genuine certificates by log, and the cut of each revoked one."""

    certificates: dict[str, Certificate]
    cuts: dict[str, int]

    @classmethod
    def gathered(
        cls,
        project: Project,
        certificates: Iterable[dict[str, str]],
        revocations: Iterable[dict[str, str]] = (),
    ) -> Self:
        """From the values of records, oldest first; what is not signed by the project's office is passed
        over.

        The first certificate of a log holds: nobody can take over a log by a later one. The earliest cut
        holds.
        """
        held: dict[str, Certificate] = {}
        cuts: dict[str, int] = {}
        for values in certificates:
            certificate = _read(Certificate, values)
            if certificate and certificate.project == project.id and is_genuine(certificate, project.signing):
                held.setdefault(certificate.log, certificate)
        for values in revocations:
            revocation = _read(Revocation, values)
            if (
                revocation
                and revocation.project == project.id
                and is_genuine_revocation(revocation, project.signing)
            ):
                cuts[revocation.log] = min(revocation.cut, cuts.get(revocation.log, revocation.cut))
        return cls(held, cuts)

    def standing(self, log: str, seq: int = 0) -> Standing:
        """Whether revision `seq` of the log is believed."""
        if log not in self.certificates:
            return Standing.UNKNOWN
        return Standing.REVOKED if log in self.cuts and seq > self.cuts[log] else Standing.TRUSTED

    def signing(self, log: str) -> bytes | None:
        """The key that signs this log's heads."""
        certificate = self.certificates.get(log)
        return certificate.signing if certificate else None


def _read(kind: type[_Kind], values: dict[str, str]) -> _Kind | None:
    try:
        return kind.from_values(values)
    except IdentityError:
        return None
