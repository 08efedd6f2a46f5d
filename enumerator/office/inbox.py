# SPDX-License-Identifier: Apache-2.0
"""Taking bundles in: every file is tried, one that is no good stops none of the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from enumerator.bundles.pack import SUFFIX, Packed, export_bundle
from enumerator.bundles.refusals import OwnBundleError, SealedToOthersError
from enumerator.bundles.report import Report
from enumerator.bundles.unpack import import_bundle
from enumerator.disk import is_clutter
from enumerator.errors import UserError
from enumerator.office.card_trust import publish_card_list
from enumerator.office.reviewing import waiting_for_review
from enumerator.registry import matching
from enumerator.registry.projection import Status, refresh
from enumerator.registry.staff import enumerators
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]
Outcome = Report | UserError
_MANY = 10_000_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much there is to decide: households to review, those of them whose answers differ between
    laptops, and pairs that may be one household.
    """

    reviews: int
    differences: int
    pairs: int


def waiting(workspace: Workspace, progress: Progress | None = None) -> Waiting:
    """Counted after the registry has read and compared what is new; `progress` counts households compared."""
    found = waiting_for_review(workspace)
    matching.refresh(workspace.store, progress)
    differing = sum(each.status == Status.CONFLICT for each in found)
    return Waiting(len(found), differing, len(matching.candidates(workspace.store, limit=_MANY)))


def bundles_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files named, and the bundles in the folders named, oldest name first."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        found += [file for file in inside if file == path or not is_clutter(file.name)]
    return tuple(dict.fromkeys(found))


def import_bundles(
    workspace: Workspace, paths: Iterable[Path], progress: Progress | None = None
) -> Iterator[tuple[Path, Outcome]]:
    """Import file after file and say what became of each; then the registry reads what is new.

    A stick carries bundles for many: those in a folder that are sealed for others, or were made here, are
    passed over. `progress` counts bytes over all files. What was taken in stays when it is cancelled.
    """
    named = tuple(paths)
    yield from _import_each(workspace, bundles_in(named), named, progress)


def import_arrived(
    workspace: Workspace, files: Iterable[Path], progress: Progress | None = None
) -> tuple[tuple[Path, Outcome], ...]:
    """Import what has arrived in a watched folder. Nobody asked for each file: what is sealed for others, was
    made here, or was taken in before is passed over.
    """
    found = _import_each(workspace, tuple(files), (), progress)
    return tuple(
        (path, outcome) for path, outcome in found if isinstance(outcome, UserError) or not outcome.already
    )


def _import_each(
    workspace: Workspace, files: Sequence[Path], named: Collection[Path], progress: Progress | None
) -> Iterator[tuple[Path, Outcome]]:
    sizes = [path.stat().st_size if path.is_file() else 0 for path in files]
    total, before = max(sum(sizes), 1), 0
    for path, size in zip(files, sizes, strict=True):
        outcome = _import_one(workspace, path, _part(progress, before, size, total))
        before += size
        if path in named or not isinstance(outcome, SealedToOthersError | OwnBundleError):
            yield path, outcome
    refresh(workspace.store, workspace.library)
    if progress is not None:
        progress(total, total)


def _import_one(workspace: Workspace, path: Path, progress: Progress | None) -> Outcome:
    try:
        return import_bundle(workspace.store, workspace.keys, path, progress)
    except UserError as error:
        return error


def _part(progress: Progress | None, before: int, size: int, total: int) -> Progress | None:
    """One file's progress as a part of the whole."""
    if progress is None:
        return None
    return lambda done, of: progress(before + size * done // max(of, 1), total)


def export_to_laptops(
    workspace: Workspace, folder: Path, progress: Progress | None = None
) -> tuple[Packed, ...]:
    """One bundle for every enrolled laptop that is still believed: its assignments, reviews, forms, and
    the list of cards called back."""
    laptops = [
        laptop for person in enumerators(workspace.store) for laptop in person.laptops if not laptop.revoked
    ]
    if laptops:
        publish_card_list(workspace)
    packed = []
    for number, laptop in enumerate(laptops, start=1):
        packed.append(export_bundle(workspace.store, workspace.keys, folder, to=laptop.certificate))
        if progress is not None:
            progress(number, len(laptops))
    return tuple(packed)
