# SPDX-License-Identifier: Apache-2.0
"""From a draft to a signed revision, to a returned interview, and back; and what the list says meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.errors import UserError
from enumerator.interviews import assignments
from enumerator.interviews.assignments import Status
from enumerator.interviews.drafts import Drafts, DraftTakenError
from enumerator.interviews.finish import UnfinishedError, finish
from enumerator.interviews.reviews import take_up
from enumerator.store.journal import Writer
from enumerator.store.revision import Dot, Entry, FormRef, Revision, new_log, new_record
from enumerator.store.store import Store, create_store

KEY = bytes(32)
FORM = FormRef("kk", "1", "ab" * 32)
ME, COLLEAGUE, OFFICE = "me", "colleague", "office"


@dataclass(frozen=True)
class Found:
    address: str


@dataclass
class Answered:
    """An interview as finishing sees it."""

    answers: dict[str, str]
    found: list[Found] = field(default_factory=list)
    form: FormRef = FORM

    def problems(self) -> list[Found]:
        return self.found

    def finished_answers(self) -> dict[str, str]:
        return self.answers


def writer(author: str) -> Writer:
    return Writer(new_log(), author, Ed25519PrivateKey.generate().sign)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = create_store(
        tmp_path / "a.db", KEY, writer(ME), lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    )
    yield opened
    opened.close()


@pytest.fixture
def drafts(store: Store) -> Drafts:
    return Drafts(store)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    opened = create_store(tmp_path / "office.db", KEY, writer(OFFICE))
    yield opened
    opened.close()


def carry(giver: Store, taker: Store) -> None:
    for log, state in giver.journal.logs().items():
        taker.journal.receive(log, giver.journal.raw(log), state.head)


def held(store: Store, drafts: Drafts, household: str = "h1", **answers: str) -> Revision:
    draft = drafts.begin(FORM, household)
    values = {f"/data/{name}": text for name, text in answers.items()} or {"/data/nama": "Siti"}
    drafts.save(draft.id, values)
    return finish(store, drafts, draft.id, Answered(values))


def assign(office: Store, household: str, enumerator: str = ME, **values: str) -> Revision:
    (said,) = office.append(
        Entry(
            new_record(),
            "assignment",
            {"household": household, "enumerator": enumerator, **values},
            act="assign",
        )
    )
    return said


def review(office: Store, household: str, verdict: str, comment: str = "", **comments: str) -> None:
    heads = " ".join(str(head.dot) for head in office.journal.heads(household))
    values = {"household": household, "heads": heads, "verdict": verdict, "comment": comment}
    values |= {f"comment:/data/{name}": text for name, text in comments.items()}
    office.append(Entry(new_record(), "review", values))


def statuses(store: Store, drafts: Drafts, **confirmed: object) -> dict[str, Status]:
    return {row.task.household: row.status for row in assignments.rows(store, drafts, ME, **confirmed)}  # type: ignore[arg-type]


def test_a_finished_interview_is_a_revision_and_no_draft_any_more(store: Store, drafts: Drafts) -> None:
    said = held(store, drafts, nama="Siti", rt="001")
    assert store.journal.revisions("h1") == (said,)
    assert (said.kind, said.act, said.parents, said.form, said.author) == ("household", "save", (), FORM, ME)
    assert said.values == {"/data/nama": "Siti", "/data/rt": "001"}
    assert drafts.list() == ()


def test_blank_answers_are_left_out(store: Store, drafts: Drafts) -> None:
    draft = drafts.begin(FORM)
    assert finish(store, drafts, draft.id, Answered({"/data/a": "1", "/data/b": ""})).values == {
        "/data/a": "1"
    }


def test_problems_stand_in_the_way(store: Store, drafts: Drafts) -> None:
    draft = drafts.begin(FORM)
    with pytest.raises(UnfinishedError) as caught:
        finish(store, drafts, draft.id, Answered({"/data/a": "1"}, [Found("/data/b"), Found("/data/c")]))
    assert [problem.address for problem in caught.value.problems] == ["/data/b", "/data/c"]
    assert (store.journal.position(), len(drafts.list())) == (0, 1)


def test_a_doubtful_answer_whose_reason_says_nothing_stands_in_the_way(store: Store, drafts: Drafts) -> None:
    draft = drafts.begin(FORM)
    with pytest.raises(UnfinishedError) as caught:
        finish(store, drafts, draft.id, Answered({"/data/a": "1", "/data/a#reason": "  "}))
    assert caught.value.where == "/data/a"
    assert [event.what for event in drafts.events(draft.id)] == ["begin", "finish error"]


def test_the_photos_an_interview_names_and_its_paradata_go_along(store: Store, drafts: Drafts) -> None:
    photo = store.attachments.put(b"JPEG", mime="image/jpeg")
    draft = drafts.begin(FORM)
    drafts.save(draft.id, {"/data/foto": f"{photo.sha256}.jpg"})
    said = finish(
        store, drafts, draft.id, Answered({"/data/foto": f"{photo.sha256}.jpg", "/data/nama": "Siti"})
    )
    picture, trail = said.blobs
    assert (picture.sha256, picture.size, picture.mime) == (photo.sha256, 4, "image/jpeg")
    table = store.attachments.read(trail.sha256).decode().splitlines()
    assert table[0] == "wall,elapsed,what,address,was,value"
    assert [line.split(",")[2:4] for line in table[1:]] == [
        ["begin", ""],
        ["answer", "/data/foto"],
        ["finish", ""],
    ]


def test_a_missing_photo_is_told_and_nothing_is_half_done(store: Store, drafts: Drafts) -> None:
    draft = drafts.begin(FORM)
    with pytest.raises(UserError) as caught:
        finish(store, drafts, draft.id, Answered({"/data/foto": "00" * 32 + ".jpg"}))
    assert caught.value.where == "/data/foto"
    assert store.journal.position() == 0
    assert [event.what for event in drafts.events(draft.id)] == ["begin"]
    assert store.db.conn.execute("SELECT count(*) FROM attachment").fetchone()[0] == 0


def test_a_draft_taken_elsewhere_is_not_finished_here(store: Store, drafts: Drafts) -> None:
    draft = drafts.begin(FORM)
    Drafts(store).open(draft.id)
    with pytest.raises(DraftTakenError):
        finish(store, drafts, draft.id, Answered({"/data/a": "1"}))
    assert store.journal.position() == 0


def test_the_list_follows_a_household_from_assignment_to_approval(
    store: Store, drafts: Drafts, office: Store
) -> None:
    assign(office, "h1", head_name="Siti", rt="002", due="2026-12-01")
    carry(office, store)
    (row,) = assignments.rows(store, drafts, ME)
    assert (row.status, row.task.head_name, row.task.due, row.assigned) == (
        Status.NOT_STARTED,
        "Siti",
        "2026-12-01",
        True,
    )
    draft = drafts.begin(FORM, "h1")
    drafts.note_progress(draft.id, done=1, total=4, problems=3, address="/data/a")
    (row,) = assignments.rows(store, drafts, ME)
    assert (row.status, row.share, row.problems, row.draft) == (Status.DRAFT, 0.25, 3, draft.id)
    said = finish(store, drafts, draft.id, Answered({"/data/a": "1"}))
    assert statuses(store, drafts) == {"h1": Status.FINISHED}
    assert statuses(store, drafts, sent=lambda dot: dot == said.dot) == {"h1": Status.SENT}
    seen = {"sent": lambda _dot: True, "received": lambda dot: dot == said.dot}
    assert statuses(store, drafts, **seen) == {"h1": Status.RECEIVED}
    carry(store, office)
    review(office, "h1", "approved")
    carry(office, store)
    assert statuses(store, drafts, **seen) == {"h1": Status.APPROVED}


def test_a_returned_interview_is_taken_up_with_its_answers_and_the_offices_words(
    store: Store, drafts: Drafts, office: Store
) -> None:
    first = held(store, drafts, nama="Siti", umur="8")
    carry(store, office)
    review(office, "h1", "returned", "Mohon periksa umur", umur="Delapan tahun?")
    carry(office, store)
    (row,) = assignments.rows(store, drafts, ME)
    assert (row.status, row.comment, row.comments) == (
        Status.RETURNED,
        "Mohon periksa umur",
        {"/data/umur": "Delapan tahun?"},
    )
    draft = take_up(store, drafts, "h1", FORM)
    assert drafts.open(draft.id) == first.values
    assert take_up(store, drafts, "h1", FORM).id == draft.id
    (row,) = assignments.rows(store, drafts, ME)
    assert (row.status, row.comment) == (Status.DRAFT, "Mohon periksa umur")
    second = finish(
        store, drafts, draft.id, Answered(first.values | {"/data/umur": "80"}), reason="Salah ketik umur"
    )
    assert (second.act, second.parents, second.touched) == ("correct", (first.dot,), ("/data/umur",))
    assert second.reason == "Salah ketik umur"
    (row,) = assignments.rows(store, drafts, ME)
    assert (row.status, row.comment) == (Status.FINISHED, "")


def test_the_latest_verdict_on_what_stands_now_counts(store: Store, drafts: Drafts, office: Store) -> None:
    held(store, drafts)
    carry(store, office)
    review(office, "h1", "returned", "salah")
    review(office, "h1", "approved")
    carry(office, store)
    assert statuses(store, drafts) == {"h1": Status.APPROVED}


def test_only_ones_own_households_are_listed(store: Store, drafts: Drafts, office: Store) -> None:
    assign(office, "h1")
    assign(office, "h2", COLLEAGUE)
    office.append(Entry("h9", "household", {"/data/nama": "lain"}))
    carry(office, store)
    held(store, drafts, "found", nama="Budi")
    assert statuses(store, drafts) == {"h1": Status.NOT_STARTED, "found": Status.FINISHED}
    assert [row.assigned for row in assignments.rows(store, drafts, ME)] == [True, False]


def test_a_household_given_to_somebody_else_leaves_the_list_unless_it_was_worked_on(
    store: Store, drafts: Drafts, office: Store
) -> None:
    first, second = assign(office, "h1"), assign(office, "h2")
    held(store, drafts, "h1")
    for said in (first, second):
        office.append(Entry(said.record, "assignment", said.values | {"enumerator": COLLEAGUE}, act="assign"))
    carry(office, store)
    assert statuses(store, drafts) == {"h1": Status.FINISHED}


def test_a_withdrawn_assignment_leaves_the_list(store: Store, drafts: Drafts, office: Store) -> None:
    said = assign(office, "h1")
    office.append(Entry(said.record, "assignment", said.values, act="withdraw"))
    carry(office, store)
    assert statuses(store, drafts) == {}


def test_a_visit_to_a_household_others_surveyed_before_is_not_started(
    store: Store, drafts: Drafts, office: Store
) -> None:
    office.append(Entry("h1", "household", {"/data/nama": "Siti"}))
    assign(office, "h1")
    carry(office, store)
    assert statuses(store, drafts) == {"h1": Status.NOT_STARTED}
    draft = take_up(store, drafts, "h1", FORM)
    assert drafts.answers(draft.id) == {"/data/nama": "Siti"}


def test_a_household_with_differences_is_not_taken_up_blindly(store: Store, drafts: Drafts) -> None:
    (base,) = store.append(Entry("h1", "household", {"/data/a": "1"}))
    for text in ("2", "3"):
        store.append(Entry("h1", "household", {"/data/a": text}, parents=(base.dot,)))
    with pytest.raises(UserError):
        take_up(store, drafts, "h1", FORM)
    heads = tuple(head.dot for head in store.journal.heads("h1"))
    assert isinstance(heads[0], Dot)
    assert take_up(store, drafts, "h1", FORM, values={"/data/a": "2"}, parents=heads).parents == heads
