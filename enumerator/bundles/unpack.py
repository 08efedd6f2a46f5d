# SPDX-License-Identifier: Apache-2.0
"""Importing a bundle: copied to the local inbox, verified whole, then applied in batches that may be
repeated at will.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from enumerator.bundles.applying import Applying
from enumerator.bundles.manifest import Manifest
from enumerator.bundles.medium import Progress, copy_whole, medium_errors
from enumerator.bundles.pack import SUFFIX
from enumerator.bundles.receipts import hear
from enumerator.bundles.refusals import BundleError, QuarantinedError, altered, memory_errors
from enumerator.bundles.report import Aside, Report, gaps
from enumerator.bundles.senders import Senders
from enumerator.bundles.tables import prepare
from enumerator.bundles.verify import Verified, check_project, peek, verify_bundle
from enumerator.errors import UserError
from enumerator.identity.keys import Keys
from enumerator.merging import refresh_conflicts
from enumerator.store.database import writing
from enumerator.store.erasing import enact
from enumerator.store.journal import ChainError
from enumerator.store.lock import LOCK_NAME, FolderLock, InUseError
from enumerator.store.store import Store

if TYPE_CHECKING:
    from enumerator.forms.definition import Form
    from enumerator.interviews.library import FormLibrary

INBOX = "inbox"
ASIDE = "aside"
_PATIENCE = 0.05


def import_bundle(
    store: Store, keys: Keys, path: Path, progress: Progress | None = None, *, believe: bool = False
) -> Report:
    """Take a bundle in. Any number of times, in any order, from any folder: the result is the same.

    `progress` counts bytes of the three passes (copy, verify, apply). Cancelling a bundle of ordinary size
    leaves nothing of it; of a very large one whole batches stay, and the rest follows when it is imported
    again or the folder is opened next. A bundle of somebody unknown, or of a revoked laptop, is kept aside
    with the reason, which the report names; `believe` takes in what was set aside, by a person's decision:
    late work of a revoked or copied laptop, a new laptop without a fitting kit, work in another's name.
    UserError when the file cannot be used at all, or memory does not suffice; nothing is taken then.
    """
    with memory_errors():
        return _import(store, keys, path, progress, believe)


def _import(store: Store, keys: Keys, path: Path, progress: Progress | None, believe: bool) -> Report:
    prepare(store.db)
    manifest = peek(path, keys)
    check_project(manifest, keys)
    known = _known(store, manifest, believe)
    if known is not None:
        return known
    copy = _inbox(store, manifest.bundle)
    steps = _Steps(progress, path.stat().st_size)
    with _alone(copy.parent):
        known = _known(store, manifest, believe)
        if known is not None:
            return known
        copy_whole(path, copy, steps.step(0))
        report = _take_in(store, keys, copy, path.name, steps, believe)
        if not report.quarantined:
            _aside(store, manifest.bundle).unlink(missing_ok=True)
        return report


def resume_imports(store: Store, keys: Keys, progress: Progress | None = None) -> tuple[Report, ...]:
    """Finish what a crash interrupted and remove what it left lying about; call it when a data folder is
    opened.
    """
    prepare(store.db)
    inbox = _inbox(store, "").parent
    if not inbox.is_dir():
        return ()
    with _alone(inbox):
        reports = []
        begun = store.db.execute(
            "SELECT id, file FROM bundle WHERE way = 'in' AND state = 'begun' ORDER BY at"
        )
        for bundle, name in begun.fetchall():
            copy = _inbox(store, bundle)
            if copy.is_file():
                steps = _Steps(progress, copy.stat().st_size)
                with suppress(BundleError), memory_errors():
                    reports.append(_take_in(store, keys, copy, name, steps, believe=False))
        for left_over in inbox.iterdir():
            if left_over.is_file() and left_over.name != LOCK_NAME:
                left_over.unlink()
    return tuple(reports)


@contextmanager
def _alone(inbox: Path) -> Iterator[None]:
    """One import at a time in a data folder; a second one, on another thread, waits for the first."""
    with medium_errors(inbox / LOCK_NAME):
        inbox.mkdir(parents=True, exist_ok=True)
    while True:
        try:
            lock = FolderLock(inbox)
        except InUseError:
            time.sleep(_PATIENCE)
            continue
        break
    with lock:
        yield


def _take_in(store: Store, keys: Keys, copy: Path, name: str, steps: _Steps, believe: bool) -> Report:
    try:
        verified = verify_bundle(copy, store, keys, steps.step(1), believe=believe)
    except QuarantinedError as error:
        return _set_aside(store, peek(copy, keys), copy, name, error)
    except UserError:
        copy.unlink(missing_ok=True)
        raise
    except BaseException:
        copy.unlink(missing_ok=True)  # cancelled: nothing was taken yet
        raise
    applied = Applying(store, keys, verified, believe)
    try:
        if verified.is_small:
            return _all_at_once(store, verified, applied, copy, name, steps.step(2))
        _note(store, verified.manifest, name, "begun", "")
        applied.run(copy, steps.step(2))
    except ChainError as error:
        copy.unlink(missing_ok=True)
        _forget(store, verified.manifest)
        raise altered(str(error)) from error
    with writing(store.db):
        report = _conclude(store, verified, applied, copy, name)
    copy.unlink(missing_ok=True)
    return report


def _all_at_once(
    store: Store, verified: Verified, applied: Applying, copy: Path, name: str, progress: Progress
) -> Report:
    """A bundle of ordinary size is one transaction: all of it or, when cancelled or killed, nothing."""
    try:
        with writing(store.db):
            applied.run(copy, progress)
            return _conclude(store, verified, applied, copy, name)
    finally:
        copy.unlink(missing_ok=True)


def _conclude(store: Store, verified: Verified, applied: Applying, copy: Path, name: str) -> Report:
    """What belongs to the last of a bundle: differences, receipts, the report. Inside the transaction."""
    manifest = verified.manifest
    enact(store, verified.senders.is_office)
    conflicts = refresh_conflicts(store, _Forms(store, verified.senders))
    store.db.execute(
        "DELETE FROM awaited WHERE sha256 IN (SELECT sha256 FROM attachment)"
        " OR sha256 IN (SELECT sha256 FROM erased_attachment)"
    )
    awaiting = store.db.execute("SELECT count(*) FROM awaited").fetchone()[0]
    hear(store, manifest)
    report = Report(
        bundle_id=manifest.bundle,
        sender=manifest.sender,
        purpose=manifest.purpose,
        new=applied.counts.new,
        known=applied.counts.known,
        forked=applied.counts.forked,
        attachments=applied.attachments,
        awaiting=awaiting,
        conflicts=conflicts,
        holes=gaps(store, verified.senders, {part.log for part in manifest.parts}),
        quarantined=tuple(applied.aside),
        admitted=verified.admitted.name if verified.admitted else "",
    )
    if report.quarantined:
        _move_aside(store, manifest.bundle, copy)
    _note(store, manifest, name, "aside" if report.quarantined else "done", _encode(report))
    return report


class _Forms:
    """The forms of the store, asked for only where a record differs: the form engine takes long to load."""

    def __init__(self, store: Store, senders: Senders) -> None:
        self._about = store, senders.is_office

    @cached_property
    def _library(self) -> FormLibrary:
        from enumerator.interviews.library import FormLibrary

        return FormLibrary(*self._about)

    def __contains__(self, form_hash: object) -> bool:
        return form_hash in self._library

    def get(self, form_hash: str) -> Form:
        return self._library.get(form_hash)


def _set_aside(store: Store, manifest: Manifest, copy: Path, name: str, error: QuarantinedError) -> Report:
    """Keep a whole bundle for a person to decide about."""
    sender = manifest.sender
    report = Report(
        bundle_id=manifest.bundle,
        sender=sender,
        purpose=manifest.purpose,
        quarantined=(Aside(sender.log, sender.name, 0, 0, str(error)),),
    )
    _move_aside(store, manifest.bundle, copy)
    _note(store, manifest, name, "aside", _encode(report))
    return report


def _move_aside(store: Store, bundle: str, copy: Path) -> None:
    kept = _aside(store, bundle)
    kept.parent.mkdir(parents=True, exist_ok=True)
    copy.replace(kept)


def _aside(store: Store, bundle: str) -> Path:
    return store.path.parent / INBOX / ASIDE / f"{bundle}{SUFFIX}"


def _known(store: Store, manifest: Manifest, believe: bool) -> Report | None:
    """The report of an earlier import of the same bundle, if that import still stands."""
    row = store.db.execute(
        "SELECT state, at, report FROM bundle WHERE id = ? AND way = 'in'", (manifest.bundle,)
    ).fetchone()
    if row is None or row[0] == "begun":
        return None
    report = msgspec.json.decode(row[2], type=Report)
    if row[0] == "aside" and (believe or report.quarantined[0].first == 0):
        return None
    return replace(report, already=row[1])


def _note(store: Store, manifest: Manifest, name: str, state: str, report: str) -> None:
    at = store.clock().isoformat(timespec="seconds")
    sender = manifest.sender
    with writing(store.db):
        store.db.execute(
            "INSERT OR REPLACE INTO bundle VALUES (?, 'in', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                manifest.bundle,
                manifest.set,
                manifest.volume,
                manifest.number,
                sender.key,
                sender.name,
                manifest.made,
                at,
                name,
                state,
                report,
            ),
        )


def _forget(store: Store, manifest: Manifest) -> None:
    with writing(store.db):
        store.db.execute("DELETE FROM bundle WHERE id = ? AND way = 'in'", (manifest.bundle,))


def _encode(report: Report) -> str:
    return msgspec.json.encode(report).decode()


def _inbox(store: Store, bundle: str) -> Path:
    return store.path.parent / INBOX / f"{bundle}{SUFFIX}"


@dataclass(frozen=True)
class _Steps:
    """Three passes over the file as one line of progress."""

    progress: Progress | None
    size: int

    def step(self, number: int) -> Progress:
        def report(done: int, total: int) -> None:
            if self.progress:
                part = done * self.size // max(total, 1)
                self.progress(number * self.size + part, 3 * self.size)

        return report
