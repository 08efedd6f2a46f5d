# SPDX-License-Identifier: Apache-2.0
"""Reading a whole store to see whether it still is what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from enumerator.store.faults import storage_errors
from enumerator.store.revision import Dot
from enumerator.store.store import Store


@dataclass(frozen=True)
class Checked:
    """What was read, and what was wrong: pages that fail their check, revisions that break their log's chain,
    files whose bytes are not their hash's, and logs with forks.
    """

    revisions: int
    attachments: int
    pages: tuple[str, ...]
    chain: tuple[Dot, ...]
    files: tuple[str, ...]
    forks: tuple[Dot, ...]

    @property
    def sound(self) -> bool:
        """Whether the store is whole; a fork is somebody else's fault, not damage."""
        return not (self.pages or self.chain or self.files)


def check(store: Store, progress: Callable[[int, int], None] | None = None) -> Checked:
    """Read everything once. `progress` counts revisions and files.

    Damage is told in the result as far as it can be read; DamagedError or a database error where it cannot,
    StorageError where there is no room to finish what was written before.
    """
    db = store.db.conn
    # a full disk may have taken half a page of what the log of writes still holds: that is no damage, and
    # gone when the file has all of it
    with storage_errors(store.path):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    # the pages first: a page that fails makes SQLCipher refuse everything after it
    pages = tuple(str(row[0]) for row in db.execute("PRAGMA cipher_integrity_check").fetchall())
    if pages:
        return Checked(0, 0, pages, (), (), ())
    quick = db.execute("PRAGMA quick_check").fetchone()[0]
    revisions = int(db.execute("SELECT count(*) FROM journal").fetchone()[0])
    names = [str(row[0]) for row in db.execute("SELECT sha256 FROM attachment").fetchall()]
    total = revisions + len(names)
    report = progress or (lambda _done, _total: None)
    chain = store.journal.verify(lambda done, _all: report(done, total))
    files = []
    for number, name in enumerate(names, start=1):
        if not store.attachments.is_whole(name):
            files.append(name)
        report(revisions + number, total)
    return Checked(
        revisions,
        len(names),
        () if quick == "ok" else (str(quick),),
        chain,
        tuple(files),
        tuple(dot for dot, _raw in store.journal.forks()),
    )
