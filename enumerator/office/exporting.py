# SPDX-License-Identifier: Apache-2.0
"""The office's answers as files for other programs: tables, or one OpenRosa submission for each household."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from enumerator.errors import UserError
from enumerator.forms import Form, Interview
from enumerator.forms.submission import to_xml
from enumerator.merging.custodians import Custodians
from enumerator.messages import _
from enumerator.office.reading import opened
from enumerator.registry.recalculation import standing
from enumerator.registry.tables import ready
from enumerator.reports.answers import write_answers
from enumerator.reports.tables import appearing
from enumerator.store.revision import Entry, new_record
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]
_REVEAL = "reveal"


def forms_with_answers(workspace: Workspace) -> list[tuple[Form, int]]:
    """Each form version that households were asked with, and how many; the one most used first."""
    ready(workspace.store.db)
    found = workspace.store.db.conn.execute(
        "SELECT form_hash, count(*) FROM household WHERE form_known = 1 GROUP BY form_hash ORDER BY 2 DESC"
    )
    return [(workspace.library.get(form_hash), int(count)) for form_hash, count in found.fetchall()]


def export_answers(
    workspace: Workspace,
    path: Path,
    form: Form,
    *,
    in_full: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write all households asked with `form`; how many. `.xlsx` and `.csv` are tables with sensitive answers
    masked; `.zip` holds an OpenRosa submission for each household, which cannot be masked: only with
    `in_full`, and that is entered in the journal.

    UserError for another ending, for a .zip without `in_full`, or when the file cannot be written.
    """
    if path.suffix.lower() != ".zip":
        return write_answers(path, form, _interviews(workspace, form, progress))
    if not in_full:
        raise UserError(
            _("The file {name} would hold every number of people in full.", name=path.name),
            remedy=_("Say that this is wanted, or choose .xlsx or .csv."),
        )
    return _write_submissions(workspace, path, form, progress)


def _records(workspace: Workspace, form: Form) -> list[str]:
    ready(workspace.store.db)
    found = workspace.store.db.conn.execute(
        "SELECT record FROM household WHERE form_hash = ? ORDER BY first_wall, record", (form.hash,)
    )
    return [str(record) for (record,) in found.fetchall()]


def _interviews(
    workspace: Workspace, form: Form, progress: Progress | None
) -> Iterator[tuple[str, Interview]]:
    records = _records(workspace, form)
    custodians = Custodians(workspace.store)
    for done, record in enumerate(records):
        if progress is not None:
            progress(done, len(records))
        now = standing(form, custodians.accepted(record))
        yield record, opened(form, now.values, workspace)
    if progress is not None:
        progress(len(records), len(records))


def _write_submissions(workspace: Workspace, path: Path, form: Form, progress: Progress | None) -> int:
    written: list[str] = []
    with appearing(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("form.xml", form.xml)
        for record, interview in _interviews(workspace, form, progress):
            archive.writestr(f"{record}/submission.xml", to_xml(interview))
            written.append(record)
    if written:
        values = {"household": " ".join(written), "address": "/"}
        workspace.store.append(Entry(new_record(), _REVEAL, values, act=_REVEAL, reason=path.name))
    return len(written)
