# SPDX-License-Identifier: Apache-2.0
"""How interviews were held, as a table: what happened on which question, from when to when, by whom.

The columns are those of ODK's audit.csv, after the names of household and revision; so what reads an audit
export of ODK Central reads this. Lines are as `interviews.audit` makes them of each interview's own events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from enumerator.interviews.audit import Line, audit_lines, read_paradata
from enumerator.interviews.finish import KIND, PARADATA_NAME
from enumerator.reports.tables import Cell, write_table
from enumerator.store.revision import Revision
from enumerator.store.store import Store

Progress = Callable[[int, int], None]
HEADER = (
    "household", "instance ID", "event", "node", "start", "end", "old-value", "new-value", "user",
    "change-reason",
)  # fmt: skip


def write_paradata(
    store: Store, path: Path, names: Mapping[str, str], progress: Progress | None = None
) -> int:
    """Every finished interview whose events are here, into a .csv or .xlsx; how many lines.

    `names` are people by their ids. An interview whose file has not arrived yet is left out. UserError when
    the table cannot be written.
    """
    return write_table(path, HEADER, _rows(store, names, progress), title="audit")


def _rows(store: Store, names: Mapping[str, str], progress: Progress | None) -> Iterator[tuple[Cell, ...]]:
    total = len(store.journal.records(KIND))
    for number, record in enumerate(store.journal.records(KIND), start=1):
        for revision in store.journal.revisions(record):
            user = names.get(revision.author, revision.author)
            for line in interview_lines(store, revision):
                yield _row(record, revision, line, user)
        if progress is not None:
            progress(number, total)


def interview_lines(store: Store, revision: Revision) -> tuple[Line, ...]:
    """The lines of one finished interview, none where its events are not here."""
    trail = next((blob for blob in revision.blobs if blob.name == PARADATA_NAME), None)
    if trail is None or not store.attachments.has(trail.sha256):
        return ()
    events = read_paradata(store.attachments.read(trail.sha256))
    return audit_lines(events, revision.values, reason=revision.reason)


def _row(record: str, revision: Revision, line: Line, user: str) -> tuple[Cell, ...]:
    instance = next(
        (text for address, text in revision.values.items() if address.endswith("/meta/instanceID")),
        str(revision.dot),
    )
    return (
        record, instance, line.event, line.node, line.start, line.end, line.was, line.value, user,
        line.reason,
    )  # fmt: skip
