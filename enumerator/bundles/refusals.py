# SPDX-License-Identifier: Apache-2.0
"""Why a bundle is not taken in, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from enumerator.errors import UserError
from enumerator.messages import _


class BundleError(UserError):
    """A bundle that cannot be used. Nothing of it was taken in."""

    exit_code = 7


class QuarantinedError(BundleError):
    """A whole bundle by somebody this project does not know, or no longer trusts: kept aside for a person."""

    exit_code = 8


class SealedToOthersError(BundleError):
    """The bundle is for somebody else."""


class OwnBundleError(BundleError):
    """The bundle was made here, for somebody else."""


class MediumError(UserError):
    """The stick, card or folder does not take or give what it should."""

    exit_code = 9


@contextmanager
def memory_errors() -> Iterator[None]:
    """What too little memory does to us, in words."""
    try:
        yield
    except MemoryError as error:
        raise UserError(
            _("This computer has too little free memory for the bundle. Nothing is lost."),
            remedy=_("Close other programs, then take the bundle in again."),
        ) from error


def not_a_bundle(path: Path) -> BundleError:
    """The file is something else."""
    return BundleError(
        _("{name} is not a bundle of this program.", name=path.name),
        where=str(path),
        remedy=_("Choose a file whose name ends in .pendata."),
    )


def cut_short() -> BundleError:
    """The file ends before its end, or bytes in it changed: age cannot tell these apart."""
    return BundleError(
        _("The bundle is incomplete or was damaged on the way. Nothing was imported."),
        remedy=_("Copy it once more from the laptop that made it. What it holds is still safe there."),
    )


def altered(detail: str) -> BundleError:
    """The content contradicts itself or its signature; `detail` is for whoever looks into it."""
    return BundleError(
        _("The bundle was changed after it was made. Nothing was imported."),
        where=detail,
        remedy=_("Ask for a new bundle from the same laptop, and report this to the supervisor."),
    )


def not_for_us(path: Path) -> SealedToOthersError:
    """It is sealed to other keys than ours."""
    return SealedToOthersError(
        _("The bundle {name} is sealed for somebody else.", name=path.name),
        where=str(path),
        remedy=_("Take it to the office or laptop it was made for, or ask for one made for you."),
    )


def own_bundle() -> OwnBundleError:
    """It was made in this data folder, for somebody else."""
    return OwnBundleError(
        _("This bundle was made here; there is nothing in it to take in."),
        remedy=_("Take it to the office or laptop it was made for."),
    )


def other_project(theirs: str, ours: str) -> BundleError:
    """It belongs to another project."""
    return BundleError(
        _(
            "The bundle belongs to the project {theirs}, this data folder to {ours}.",
            theirs=theirs,
            ours=ours,
        ),
        remedy=_("Open the data folder of that project to import it. Nothing was imported."),
    )


def training_and_real() -> BundleError:
    """A training project's bundle in a real one, or the other way round."""
    return BundleError(
        _("Training data and real data are never mixed. Nothing was imported."),
        remedy=_("Import this bundle in the data folder of its own project."),
    )


def newer_format(path: Path) -> BundleError:
    """Made by a later version of the program."""
    return BundleError(
        _("The bundle {name} was made by a newer version of the program.", name=path.name),
        where=str(path),
        remedy=_("Install the newer version, then import it. The file was not touched."),
    )


def unknown_sender(name: str, fingerprint: str) -> QuarantinedError:
    """Signed with keys nobody vouches for."""
    return QuarantinedError(
        _("The bundle comes from a laptop this project does not know: {name}.", name=name or "?"),
        where=_("Fingerprint {fingerprint}", fingerprint=fingerprint),
        remedy=_("It was set aside. Enrol the laptop, then import the bundle again."),
    )


def revoked_office(name: str) -> QuarantinedError:
    """An office that the project has revoked vouches for something."""
    return QuarantinedError(
        _("The office {name} is revoked.", name=name),
        remedy=_("The bundle was set aside. Ask the project's own office before anything is taken in."),
    )


def out_of_scope(name: str, what: str) -> QuarantinedError:
    """A device speaks for somebody else or on a matter of the office."""
    return QuarantinedError(
        _("The laptop of {name} wrote something it has no right to: {what}.", name=name, what=what),
        remedy=_("The bundle was set aside. Check the laptop before anything from it is taken in."),
    )
