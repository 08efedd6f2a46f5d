# SPDX-License-Identifier: Apache-2.0
"""What an enrolment kit carries so that work can begin before the first bundle: forms, and a person's
assignments.

The office signs the whole kit, so the laptop believes the assignments as it would in a bundle.
"""

from __future__ import annotations

from collections.abc import Mapping

from enumerator.interviews.assignments import KIND
from enumerator.interviews.library import FormFiles, FormLibrary
from enumerator.store.revision import decode
from enumerator.store.store import Store

_FORMS = "forms/"
_ASSIGNMENTS = "assignments/"


def kit_files(store: Store, library: FormLibrary, person: str) -> dict[str, bytes]:
    """The newest version of each form, and every revision of the person's assignments, by file name."""
    return _form_files(library) | _assignment_files(store, person)


def take_kit_files(store: Store, library: FormLibrary, files: Mapping[str, bytes]) -> None:
    """Keep on the laptop what the kit carried."""
    for name, xform in files.items():
        if not name.startswith(_FORMS) or not name.endswith("/form.xml"):
            continue
        home = name.removesuffix("form.xml")
        media = {
            other.removeprefix(home + "media/"): content
            for other, content in files.items()
            if other.startswith(home + "media/")
        }
        library.keep_from_kit(FormFiles(xform, files.get(home + "workbook", b""), media))
    for name in sorted(name for name in files if name.startswith(_ASSIGNMENTS)):
        raw = files[name]
        store.journal.receive(decode(raw).dot.log, [raw])


def _form_files(library: FormLibrary) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for ref in {ref.id: library.newest(ref.id) for ref in library.refs()}.values():
        if ref is None:
            continue
        made_of = library.files(ref.hash)
        files[f"{_FORMS}{ref.hash}/form.xml"] = made_of.xform
        files[f"{_FORMS}{ref.hash}/workbook"] = made_of.workbook
        for name, content in made_of.media.items():
            files[f"{_FORMS}{ref.hash}/media/{name}"] = content
    return files


def _assignment_files(store: Store, person: str) -> dict[str, bytes]:
    """Each revision in its exact bytes; the names keep the order of a log."""
    mine = {
        revision.record
        for _at, revision in store.journal.of_kind(KIND)
        if revision.values.get("enumerator") == person
    }
    files = {}
    for record in mine:
        for revision in store.journal.revisions(record):
            dot = revision.dot
            (raw,) = store.journal.raw(dot.log, dot.seq, dot.seq)
            files[f"{_ASSIGNMENTS}{dot.log}-{dot.seq:012}"] = raw
    return files
