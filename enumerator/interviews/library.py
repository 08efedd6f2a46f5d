# SPDX-License-Identifier: Apache-2.0
"""The forms a store knows, by the hash of their XForm; each is parsed once.

A form is a record of kind `form`: values id, version, title, hash; its blobs are the XForm, the workbook it
was compiled from, and its media.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from enumerator.errors import UserError
from enumerator.forms.definition import Form
from enumerator.forms.xform import parse_form
from enumerator.forms.loading import load_form
from enumerator.messages import _
from enumerator.store.database import writing
from enumerator.store.revision import Blob, Entry, FormRef, Revision, new_record
from enumerator.store.store import Store

XFORM = "application/xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_FOLDER = "media/"
XFORM_NAME = "form.xml"


@dataclass(frozen=True)
class FormFiles:
    """What a form is made of, as bytes: the XForm, the workbook (empty when there was none) and its media."""

    xform: bytes
    workbook: bytes
    media: Mapping[str, bytes]


class UnknownFormError(UserError):
    """An interview was held with a form that has not arrived here."""

    exit_code = 7


class FormLibrary:
    """The forms of one store, published or received."""

    def __init__(self, store: Store, believed: frozenset[str]) -> None:
        """`believed` are the logs whose forms are taken: nobody else may bring a form in."""
        self._store = store
        self._believed = believed
        self._parsed: dict[str, Form] = {}
        self._blobs: dict[str, tuple[Blob, ...]] = {}
        self._refs: dict[str, FormRef] = {}
        self._seen = 0

    def publish(self, path: Path, media: Path | None = None) -> FormRef:
        """Compile a workbook or XForm and make it a form of this project; once is enough.

        UserError with sheet, row, cause and remedy when it is not right.
        """
        form = load_form(path, media=media)
        beside = (
            {file.name: file.read_bytes() for file in sorted(media.iterdir()) if file.is_file()}
            if media
            else {}
        )
        workbook = path.read_bytes() if path.suffix.lower() != ".xml" else b""
        return self.add(FormFiles(form.xml, workbook, beside))

    def add(self, files: FormFiles) -> FormRef:
        """Write a form into the journal, unless it is there."""
        form = parse_form(files.xform, media=files.media)
        ref = FormRef(form.id, form.version, form.hash)
        if form.hash in self:
            return ref
        with writing(self._store.db):
            put = self._store.attachments.put
            blobs = [put(files.xform, name=XFORM_NAME, mime=XFORM)]
            if files.workbook:
                blobs.append(put(files.workbook, name=f"{form.id}.xlsx", mime=WORKBOOK))
            blobs += [
                put(content, name=MEDIA_FOLDER + name, mime="application/octet-stream")
                for name, content in sorted(files.media.items())
            ]
            self._store.append(
                Entry(
                    new_record(),
                    "form",
                    {"id": form.id, "version": form.version, "title": form.title, "hash": form.hash},
                    form=ref,
                    blobs=tuple(blobs),
                )
            )
        self._parsed[form.hash] = form
        return ref

    def __contains__(self, form_hash: object) -> bool:
        self._look()
        return form_hash in self._refs

    def get(self, form_hash: str) -> Form:
        """The form with this hash; UnknownFormError when it has not arrived."""
        if form_hash not in self._parsed:
            if form_hash not in self:
                raise UnknownFormError(
                    _("This laptop does not know the form version used here ({hash}).", hash=form_hash[:8]),
                    remedy=_("Import the newest bundle of the office, then try again. Nothing was changed."),
                )
            files = self.files(form_hash)
            self._parsed[form_hash] = parse_form(files.xform, media=files.media)
        return self._parsed[form_hash]

    def files(self, form_hash: str) -> FormFiles:
        """What a published form is made of."""
        self._look()
        read = self._store.attachments.read
        workbook, media, xform = b"", {}, b""
        for blob in self._blobs[form_hash]:
            if blob.name == XFORM_NAME:
                xform = read(blob.sha256)
            elif blob.name.startswith(MEDIA_FOLDER):
                media[blob.name.removeprefix(MEDIA_FOLDER)] = read(blob.sha256)
            else:
                workbook = read(blob.sha256)
        return FormFiles(xform, workbook, media)

    def refs(self) -> tuple[FormRef, ...]:
        """All forms, in the order they arrived."""
        self._look()
        return tuple(self._refs.values())

    def newest(self, form_id: str = "") -> FormRef | None:
        """The form with the highest version (of this id, or of the last form that arrived)."""
        refs = self.refs()
        wanted = form_id or (refs[-1].id if refs else "")
        return max((ref for ref in refs if ref.id == wanted), key=lambda ref: ref.version, default=None)

    def _look(self) -> None:
        """Take note of forms that have arrived since the last look."""
        position = self._store.journal.position()
        if position == self._seen:
            return
        for _at, revision in self._store.journal.of_kind("form", since=self._seen):
            self._note(revision)
        self._seen = position

    def _note(self, revision: Revision) -> None:
        if revision.form is not None and revision.dot.log in self._believed:
            self._refs[revision.form.hash] = revision.form
            self._blobs[revision.form.hash] = revision.blobs
