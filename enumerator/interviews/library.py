# SPDX-License-Identifier: Apache-2.0
"""The forms a data folder knows, by the hash of their XForm; each is parsed once.

The office publishes a form as a record of kind `form`: values id, version, title, hash; its blobs are the
XForm, the workbook it was compiled from, and its media. A laptop that has only its enrolment kit keeps the
kit's forms in a table of its own until the office's record arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from enumerator.disk import is_clutter
from enumerator.errors import UserError
from enumerator.forms import Form, load_form, parse_form
from enumerator.forms.compiled import key_of, pack, unpack
from enumerator.forms.media import media_of
from enumerator.messages import _
from enumerator.store.database import migrate, writing
from enumerator.store.revision import Blob, Entry, FormRef, Revision, new_record
from enumerator.store.sqlite import Database, Migrations
from enumerator.store.store import Store

XFORM = "application/xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_FOLDER = "media/"
XFORM_NAME = "form.xml"

_TABLES = Migrations("library")
_blobs = msgspec.json.Decoder(tuple[Blob, ...])


@_TABLES()
def m001_kit_forms(db: Database) -> None:
    """The forms that an enrolment kit brought."""
    db.execute(
        "CREATE TABLE kit_form (hash TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL,"
        " blobs TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )


@_TABLES()
def m002_compiled_forms(db: Database) -> None:
    """Forms made ready to run, by what they were made of: a cache, inside the encrypted file too."""
    db.execute("CREATE TABLE compiled_form (key TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID")


@dataclass(frozen=True, slots=True)
class FormFiles:
    """What a form is made of: the XForm, the workbook (empty when there was none) and its media, as bytes."""

    xform: bytes
    workbook: bytes
    media: Mapping[str, bytes]


class UnknownFormError(UserError):
    """An interview was held with a form that has not arrived here."""

    exit_code = 7


class FormLibrary:
    """The forms of one store: published by this office, received from it, or brought by the kit."""

    def __init__(self, store: Store, of_the_office: Callable[[str], bool]) -> None:
        """Forms are believed only from logs that `of_the_office` knows; it has more than one after a
        restore.
        """
        self._store = store
        self._of_the_office = of_the_office
        self._parsed: dict[str, Form] = {}
        self._known: dict[str, tuple[FormRef, tuple[Blob, ...]]] = {}
        self._seen = 0
        migrate(store.db, _TABLES)
        for hash_, id_, version, blobs in store.db.execute("SELECT hash, id, version, blobs FROM kit_form"):
            self._known[hash_] = (FormRef(id_, version, hash_), _blobs.decode(blobs))

    def publish(self, path: Path, media: Path | None = None) -> FormRef:
        """Make a workbook or XForm a form of this project; the same again changes nothing.

        UserError with sheet, row, cause and remedy when it is not right.
        """
        return self.publish_loaded(load_form(path, media=media), path, media)

    def publish_loaded(self, form: Form, path: Path, media: Path | None = None) -> FormRef:
        """Publish what was loaded from `path`; the same form with other media is said again, with these."""
        beside = (
            {
                file.name: file.read_bytes()
                for file in sorted(media.iterdir())
                if file.is_file() and not is_clutter(file.name)
            }
            if media
            else {}
        )
        workbook = path.read_bytes() if path.suffix.lower() != ".xml" else b""
        ref = FormRef(form.id, form.version, form.hash)
        if form.hash not in self or self.files(form.hash).media != beside:
            with writing(self._store.db):
                blobs = self._put(form, FormFiles(form.xml, workbook, beside))
                values = {"id": form.id, "version": form.version, "title": form.title, "hash": form.hash}
                self._store.append(Entry(new_record(), "form", values, form=ref, blobs=blobs))
        return ref

    def keep_from_kit(self, files: FormFiles) -> FormRef:
        """Keep a form that came with the kit, which the office signed; it is not said in our journal."""
        form = parse_form(files.xform, media=files.media)
        ref = FormRef(form.id, form.version, form.hash)
        with writing(self._store.db):
            blobs = self._put(form, files)
            self._store.db.execute(
                "INSERT OR IGNORE INTO kit_form VALUES (?, ?, ?, ?)",
                (form.hash, form.id, form.version, msgspec.json.encode(blobs).decode()),
            )
        self._known.setdefault(form.hash, (ref, blobs))
        return ref

    def __contains__(self, form_hash: object) -> bool:
        self._look()
        return form_hash in self._known

    def get(self, form_hash: str) -> Form:
        """The form with this hash; UnknownFormError when it has not arrived."""
        if form_hash not in self._parsed:
            if form_hash not in self:
                raise UnknownFormError(
                    _("This laptop does not know the form version used here ({hash}).", hash=form_hash[:8]),
                    remedy=_("Import the newest bundle of the office, then try again. Nothing was changed."),
                )
            self._parsed[form_hash] = self._ready(self.files(form_hash))
        return self._parsed[form_hash]

    def is_ready(self, form_hash: str) -> bool:
        """Whether `get` answers at once."""
        return form_hash in self and form_hash in self._parsed

    def keep_ready(self, form: Form) -> None:
        """Take over a form that another connection to the same store has made ready."""
        if form.hash in self:
            self._parsed.setdefault(form.hash, form)

    def _ready(self, files: FormFiles) -> Form:
        """The form, from what was compiled before where there is that."""
        key = key_of(files.xform, ".xml")
        row = self._store.db.execute("SELECT data FROM compiled_form WHERE key = ?", (key,)).fetchone()
        form = unpack(row[0], media_of(files.media)) if row is not None else None
        if form is None:
            form = parse_form(files.xform, media=files.media)
            # somebody else may be writing, or the disk be full: the form is ready all the same
            with suppress(UserError), writing(self._store.db):
                self._store.db.execute(
                    "INSERT OR REPLACE INTO compiled_form VALUES (?, ?)", (key, pack(form))
                )
        return form

    def files(self, form_hash: str) -> FormFiles:
        """What a known form is made of."""
        self._look()
        read = self._store.attachments.read
        workbook, media, xform = b"", {}, b""
        for blob in self._known[form_hash][1]:
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
        return tuple(ref for ref, _blobs_of_it in self._known.values())

    def newest(self, form_id: str = "") -> FormRef | None:
        """The form with the highest version (of this id, or of the last form that arrived)."""
        refs = self.refs()
        wanted = form_id or (refs[-1].id if refs else "")
        return max((ref for ref in refs if ref.id == wanted), key=lambda ref: ref.version, default=None)

    def _put(self, form: Form, files: FormFiles) -> tuple[Blob, ...]:
        put = self._store.attachments.put
        blobs = [put(files.xform, name=XFORM_NAME, mime=XFORM)]
        if files.workbook:
            blobs.append(put(files.workbook, name=f"{form.id}.xlsx", mime=WORKBOOK))
        for name, content in sorted(files.media.items()):
            blobs.append(put(content, name=MEDIA_FOLDER + name, mime="application/octet-stream"))
        self._parsed[form.hash] = form
        return tuple(blobs)

    def _look(self) -> None:
        """Take note of forms that have arrived since the last look."""
        position = self._store.journal.position()
        if position == self._seen:
            return
        for _at, revision in self._store.journal.of_kind("form", since=self._seen):
            self._note(revision)
        self._seen = position

    def _note(self, revision: Revision) -> None:
        if revision.form is not None and self._of_the_office(revision.dot.log):
            known = self._known.get(revision.form.hash)
            if known is not None and known[1] != revision.blobs:
                self._parsed.pop(revision.form.hash, None)  # it came again with other media
            self._known[revision.form.hash] = (revision.form, revision.blobs)
