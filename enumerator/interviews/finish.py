# SPDX-License-Identifier: Apache-2.0
"""Finishing an interview: checked, signed into the journal, and the draft closed, in one transaction."""

from __future__ import annotations

import csv
import io
import mimetypes
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from enumerator.errors import UserError
from enumerator.forms import Form
from enumerator.interviews import audit
from enumerator.interviews.drafts import Drafts, Event
from enumerator.messages import _, n_
from enumerator.store.attachments import Attachments
from enumerator.store.database import writing
from enumerator.store.revision import Blob, Entry, FormRef, Revision
from enumerator.store.store import Store

KIND = "household"
PARADATA_NAME = "paradata.csv"
PARADATA_MIME = "text/csv"
_MEDIA = re.compile(r"([0-9a-f]{64})\.[A-Za-z0-9]{1,8}")


class Finding(Protocol):
    """A problem of an interview, as the form engine tells it."""

    @property
    def address(self) -> str: ...


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def hash(self) -> str: ...


class Held(Protocol):
    """What finishing needs of a live interview."""

    @property
    def form(self) -> _Named: ...
    def problems(self) -> Sequence[Finding]: ...
    def finished_answers(self) -> Mapping[str, str]: ...


class UnfinishedError(UserError):
    """Answers that are wrong, missing, or doubtful without a reason: `problems`, in form order."""

    exit_code = 8

    def __init__(self, problems: Sequence[Finding]) -> None:
        super().__init__(
            n_(
                "One answer must be put right or explained before the interview is finished.",
                "{n} answers must be put right or explained before the interview is finished.",
                len(problems),
            ),
            where=problems[0].address,
            remedy=_("Go through the list of problems; it leads to each question."),
        )
        self.problems = tuple(problems)


def finish(
    store: Store, drafts: Drafts, draft: str, interview: Held, *, reason: str = "", user: str = ""
) -> Revision:
    """Write the interview into the journal as a revision of its household and close the draft, or do nothing.

    A first interview is act `save`, one that builds on earlier revisions `correct`, with `reason`. The
    paradata goes along as an attachment, and once more as audit.csv where the form asks for that; `user` is
    then the name of whoever held it. UnfinishedError, DraftTakenError, StorageError.
    """
    # a warning that was accepted with a reason is no problem any more, so whatever is left blocks
    answers = interview.finished_answers()
    problems = [*interview.problems(), *_unexplained(answers)]
    if problems:
        drafts.note_event(draft, "finish error", problems[0].address)
        raise UnfinishedError(problems)
    held = drafts.get(draft)
    values = {address: text for address, text in answers.items() if text}
    with writing(store.db):
        drafts.note_event(draft, "finish")
        events = drafts.events(draft)
        trails = [store.attachments.put(_paradata(events), name=PARADATA_NAME, mime=PARADATA_MIME)]
        form = interview.form
        wish = audit.wish_of(form) if isinstance(form, Form) else None
        if wish is not None:
            lines = audit.audit_lines(events, values, reason=reason)
            table = audit.audit_csv(lines, wish, user)
            trails.append(store.attachments.put(table, name=audit.NAME, mime=PARADATA_MIME))
            values[wish.path] = audit.NAME
        (revision,) = store.append(
            Entry(
                record=held.household,
                kind=KIND,
                values=values,
                act="correct" if held.parents else "save",
                reason=reason,
                parents=held.parents,
                form=FormRef(form.id, form.version, form.hash),
                blobs=(*_media(store.attachments, values), *trails),
            )
        )
        drafts.close(draft)
    return revision


@dataclass(frozen=True, slots=True)
class _Unexplained:
    """A doubtful answer whose reason says nothing."""

    address: str


def _unexplained(answers: Mapping[str, str]) -> list[Finding]:
    reasons = (address for address, text in answers.items() if address.endswith("#reason") and text.isspace())
    return [_Unexplained(address.removesuffix("#reason")) for address in reasons]


def _media(attachments: Attachments, values: Mapping[str, str]) -> tuple[Blob, ...]:
    """The photos and files that answers name, each once."""
    blobs: dict[str, Blob] = {}
    for address, text in values.items():
        match = _MEDIA.fullmatch(text)
        if match is None:
            continue
        sha256 = match[1]
        if not attachments.has(sha256):
            raise UserError(
                _("The photo or file of one answer is missing."),
                where=address,
                remedy=_("Take or choose it again in that question."),
            )
        mime = attachments.mime(sha256) or mimetypes.guess_type(text)[0] or "application/octet-stream"
        blobs.setdefault(sha256, Blob(sha256, attachments.size(sha256), mime, text))
    return tuple(blobs.values())


def _paradata(events: Iterable[Event]) -> bytes:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("wall", "elapsed", "what", "address", "was", "value"))
    writer.writerows(
        (
            event.wall.isoformat(timespec="milliseconds"),
            f"{event.elapsed:.3f}",
            event.what,
            event.address,
            event.was,
            event.value,
        )
        for event in events
    )
    return table.getvalue().encode()
