# SPDX-License-Identifier: Apache-2.0
"""How far our log had been sent, written beside the database: so that a restored older copy is noticed."""

from __future__ import annotations

import json
from pathlib import Path

from enumerator.disk import force, put_in_place
from enumerator.store.durable import sync_folder
from enumerator.store.faults import storage_errors
from enumerator.store.journal import Journal

FILE_NAME = "sent.json"


def note_sent(folder: Path, log: str, seq: int) -> None:
    """Remember that revisions of `log` up to `seq` have left the laptop."""
    marks = read_marks(folder)
    marks[log] = max(seq, marks.get(log, 0))
    path = folder / FILE_NAME
    part = path.with_name(FILE_NAME + ".part")
    with storage_errors(path):
        with part.open("w", encoding="utf-8") as stream:
            json.dump(marks, stream)
            stream.flush()
            force(stream.fileno())
        put_in_place(part, path)
        sync_folder(folder)


def read_marks(folder: Path) -> dict[str, int]:
    """How far each of our logs was sent; nothing when the file is missing or unreadable."""
    try:
        content = json.loads((folder / FILE_NAME).read_text("utf-8"))
        return {str(log): int(seq) for log, seq in content.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def is_behind(folder: Path, journal: Journal, log: str) -> bool:
    """Whether the database is older than what was sent from it; then `log` must not be written further."""
    state = journal.logs().get(log)
    return read_marks(folder).get(log, 0) > (state.last if state else 0)
