# SPDX-License-Identifier: Apache-2.0
"""The rules an office works by: adopted into the journal with their workbook, so every version is kept."""

from __future__ import annotations

from pathlib import Path

from enumerator.eligibility import rules as workbooks
from enumerator.eligibility.assessment import BoundRules
from enumerator.eligibility.rules import Rules
from enumerator.eligibility.tables import named_record
from enumerator.forms.definition import Form
from enumerator.store.revision import Entry, Revision
from enumerator.store.store import Store

KIND = "rules"
SHIPPED = Path(__file__).resolve().parent.parent.parent / "resources" / "programmes" / "semarang_2026.xlsx"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def adopt(store: Store, path: Path, form: Form, *, reason: str = "") -> Rules:
    """Work by this workbook from now on.

    UserError naming sheet, row, cause and remedy when it is wrong or asks for what the form does not have;
    then the rules stay as they were. The same workbook again changes nothing.
    """
    rules = workbooks.load(path)
    BoundRules(rules, form)
    latest = _latest(store)
    if latest is None or latest.values.get("version") != rules.version:
        with store.db.atomic():
            blob = store.attachments.put(rules.data, name=path.name, mime=_WORKBOOK)
            values = {"code": rules.code, "version": rules.version, "workbook": blob.sha256}
            record = named_record(KIND, rules.code)
            store.append(Entry(record, KIND, values, act="adopt", reason=reason, blobs=(blob,)))
    return rules


def current(store: Store) -> Rules:
    """The rules adopted last, those that come with the program where none was."""
    latest = _latest(store)
    if latest is None:
        return workbooks.load(SHIPPED)
    name = latest.blobs[0].name if latest.blobs else SHIPPED.name
    return workbooks.read(store.attachments.read(latest.values["workbook"]), name)


def _latest(store: Store) -> Revision | None:
    """The newest rules; of two offices' at once the later. Every assessment names the version it used."""
    heads = [head for record in store.journal.records(KIND) for head in store.journal.heads(record)]
    return max(heads, key=lambda head: (head.hlc, head.dot), default=None)
