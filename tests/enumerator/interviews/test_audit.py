# SPDX-License-Identifier: Apache-2.0
"""The paradata of an interview as ODK's audit.csv: the columns a form asks for, times nobody can set back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.forms import Context, Form, Interview, load_form
from enumerator.interviews import audit
from enumerator.interviews.audit import Line, audit_lines, read_paradata, wish_of
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.editing import Editing
from enumerator.interviews.finish import PARADATA_NAME, finish
from enumerator.store.journal import Writer
from enumerator.store.revision import Revision, new_log
from enumerator.store.store import Store, create_store

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AT = int(START.timestamp() * 1000)
ROW = "aaaa0001"
NOBODY = {"/data/anggota#rows": ""}
PLAIN = "| | text | nama | Nama | | |"


def form_of(tmp_path: Path, audited: str) -> Form:
    path = tmp_path / "kk.md"
    path.write_text(
        f"""
| survey | | | | | |
| | type | name | label | parameters | |
{audited}
| | text | nama | Nama | | |
| | begin_repeat | anggota | Orang | | |
| | text | sebutan | Nama | | |
| | end_repeat | | | | |
""",
        "utf-8",
    )
    return load_form(path)


@dataclass
class Hours:
    """A wall clock that can be set, and a clock that only runs."""

    now: datetime = START
    ran: float = 1000.0

    def __call__(self) -> datetime:
        return self.now

    def elapsed(self) -> float:
        return self.ran

    def pass_by(self, seconds: float) -> None:
        self.ran += seconds
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def store(tmp_path: Path, hours: Hours) -> Iterator[Store]:
    writer = Writer(new_log(), "me", Ed25519PrivateKey.generate().sign)
    opened = create_store(tmp_path / "a.db", bytes(32), writer, hours)
    yield opened
    opened.close()


def hold(store: Store, form: Form, hours: Hours, *, set_back: float = 0) -> Revision:
    """Two names typed, one corrected at once, a row, a rest, and the end."""
    drafts = Drafts(store, elapsed=hours.elapsed)
    draft = drafts.begin(form)
    interview = Interview.resume(form, NOBODY, Context(clock=hours, new_id=lambda: ROW))
    wish = wish_of(form)
    tracked = wish is not None and wish.changes
    editing = Editing(
        interview,
        lambda lines, at, deed: drafts.save(draft.id, lines, address=at, what=deed, tracked=tracked) and None,
    )
    drafts.open(draft.id)
    drafts.note_event(draft.id, "question", "/data/nama")
    hours.pass_by(2)
    editing.answer("/data/nama", "Sit")
    hours.pass_by(1)
    editing.answer("/data/nama", "Siti")
    hours.pass_by(1)
    hours.now -= timedelta(seconds=set_back)
    row = editing.add_row("/data/anggota").address
    drafts.note_event(draft.id, "question", f"{row}/sebutan")
    hours.pass_by(3)
    editing.answer(f"{row}/sebutan", "Bima")
    drafts.note_event(draft.id, "pause", f"{row}/sebutan")
    hours.pass_by(600)
    drafts.note_event(draft.id, "resume", f"{row}/sebutan")
    drafts.note_event(draft.id, "jump", f"{row}/sebutan")
    drafts.note_event(draft.id, "finish page")
    hours.pass_by(4)
    return finish(store, drafts, draft.id, interview, reason="Menurut KK", user="Sri")


def lines_of(store: Store, revision: Revision) -> tuple[Line, ...]:
    trail = next(blob for blob in revision.blobs if blob.name == PARADATA_NAME)
    return audit_lines(read_paradata(store.attachments.read(trail.sha256)), revision.values)


def table_of(store: Store, revision: Revision) -> list[dict[str, str]]:
    blob = next(blob for blob in revision.blobs if blob.name == audit.NAME)
    return list(csv.DictReader(io.StringIO(store.attachments.read(blob.sha256).decode())))


def test_a_form_that_asks_for_an_audit_gets_its_file_and_names_it(
    store: Store, tmp_path: Path, hours: Hours
) -> None:
    said = hold(store, form_of(tmp_path, "| | audit | audit | | | |"), hours)
    table = table_of(store, said)
    assert list(table[0]) == ["event", "node", "start", "end"]
    assert said.values["/data/meta/audit"] == "audit.csv"
    events = [line["event"] for line in table]
    assert events == [
        "form start", "question", "add repeat", "question", "form exit", "form resume", "jump", "end screen",
        "form finalize",
    ]  # fmt: skip
    assert [line["node"] for line in table[1:4]] == [
        "/data/nama", "/data/anggota[1]", "/data/anggota[1]/sebutan",
    ]  # fmt: skip
    assert (table[1]["start"], table[1]["end"]) == (str(AT), str(AT + 4000))
    assert table[0]["end"] == ""


def test_a_form_without_an_audit_has_no_such_file_but_its_times(
    store: Store, tmp_path: Path, hours: Hours
) -> None:
    said = hold(store, form_of(tmp_path, PLAIN.replace("nama", "lain")), hours)
    assert [blob.name for blob in said.blobs] == [PARADATA_NAME]
    assert "/data/meta/audit" not in said.values
    spent = [(x.node, x.end - x.start) for x in lines_of(store, said) if x.event == "question"]
    assert spent == [("/data/nama", 4000), ("/data/anggota[1]/sebutan", 3000)]


def test_changes_user_and_reason_are_columns_where_the_form_asks_for_them(
    store: Store, tmp_path: Path, hours: Hours
) -> None:
    wanted = "identify-user=true track-changes=true track-changes-reasons=on-form-edit"
    asks = f"| | audit | audit | | {wanted} | |"
    table = table_of(store, hold(store, form_of(tmp_path, asks), hours))
    assert list(table[0]) == [
        "event", "node", "start", "end", "old-value", "new-value", "user", "change-reason",
    ]  # fmt: skip
    typed = [(line["node"], line["old-value"], line["new-value"]) for line in table if line["new-value"]]
    assert typed == [("/data/nama", "", "Siti"), ("/data/anggota[1]/sebutan", "", "Bima")]
    assert {line["user"] for line in table} == {"Sri"}
    assert table[-1]["event"] == "change reason"
    assert table[-1]["change-reason"] == "Menurut KK"


def test_answers_are_not_kept_in_the_paradata_unless_the_form_asks_for_it(
    store: Store, tmp_path: Path, hours: Hours
) -> None:
    said = hold(store, form_of(tmp_path, "| | audit | audit | | identify-user=true | |"), hours)
    assert not any(line.value or line.was for line in lines_of(store, said))
    for blob in said.blobs:
        assert b"Siti" not in store.attachments.read(blob.sha256)


def test_a_form_that_asks_for_positions_has_their_columns(
    store: Store, tmp_path: Path, hours: Hours
) -> None:
    asks = (
        "| | audit | audit | | location-priority=balanced location-min-interval=60 location-max-age=120 | |"
    )
    table = table_of(store, hold(store, form_of(tmp_path, asks), hours))
    assert list(table[0])[4:] == ["latitude", "longitude", "accuracy"]


def test_a_clock_that_is_set_back_moves_no_time_and_is_told(
    store: Store, tmp_path: Path, hours: Hours
) -> None:
    said = hold(store, form_of(tmp_path, PLAIN.replace("nama", "lain")), hours, set_back=86_400)
    lines = lines_of(store, said)
    starts = [line.start for line in lines]
    assert starts == sorted(starts)
    (changed,) = (line for line in lines if line.event == "clock changed")
    assert changed.end is not None
    assert round((changed.end - changed.start) / 1000) == -86_400
