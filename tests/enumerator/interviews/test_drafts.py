# SPDX-License-Identifier: Apache-2.0
"""Drafts: saved at each edit, taken up where they were left, thrown away and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from enumerator.errors import UserError
from enumerator.interviews.drafts import Drafts, DraftTakenError, NoDraftError
from enumerator.store.revision import Dot, FormRef
from enumerator.store.store import Store, create_store, open_store

KEY = bytes(32)
FORM = FormRef("kk", "1", "ab" * 32)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = create_store(tmp_path / "a.db", KEY, clock=clock)
    yield opened
    opened.close()


def test_each_edit_is_there_after_reopening_and_so_is_the_place(store: Store, clock: Clock) -> None:
    drafts = Drafts(store)
    draft = drafts.begin(FORM, "h1", {"/data/rt": "001"}, [Dot("ab" * 16, 3)])
    drafts.save(draft.id, {"/data/nama": "Siti"})
    clock.now += timedelta(minutes=5)
    drafts.save(draft.id, {"/data/nama": "Sitti", "/data/rt": None}, address="/data/nama")
    store.close()
    again = Drafts(open_store(store.path, KEY))
    found = again.get(draft.id)
    assert again.open(draft.id) == {"/data/nama": "Sitti"}
    assert (found.household, found.form, found.parents) == ("h1", FORM, (Dot("ab" * 16, 3),))
    assert (found.last_address, found.saved, found.begun) == ("/data/nama", clock.now, draft.begun)


def test_saving_tells_the_time_it_was_done(store: Store, clock: Clock) -> None:
    drafts = Drafts(store)
    assert drafts.save(drafts.begin(FORM).id, {"/data/nama": "Siti"}) == clock.now


def test_the_list_shows_the_latest_first_with_what_is_done(store: Store, clock: Clock) -> None:
    drafts = Drafts(store)
    first, second = drafts.begin(FORM, "h1"), drafts.begin(FORM, "h2")
    clock.now += timedelta(minutes=1)
    drafts.save(first.id, {"/data/nama": "Siti"})
    drafts.note_progress(first.id, done=30, total=120, problems=2, address="/data/rumah/atap")
    assert [draft.id for draft in drafts.list()] == [first.id, second.id]
    shown = drafts.list()[0]
    assert (shown.share, shown.problems, shown.last_address) == (0.25, 2, "/data/rumah/atap")
    assert drafts.of_household("h2") == (second,)


def test_two_hands_never_write_into_one_draft(store: Store) -> None:
    one, two = Drafts(store), Drafts(store)
    draft = one.begin(FORM)
    one.save(draft.id, {"/data/nama": "Siti"})
    assert two.open(draft.id) == {"/data/nama": "Siti"}
    with pytest.raises(DraftTakenError):
        one.save(draft.id, {"/data/nama": "Budi"})
    two.save(draft.id, {"/data/nama": "Sitti"})
    assert one.answers(draft.id) == {"/data/nama": "Sitti"}
    one.open(draft.id)
    one.save(draft.id, {"/data/nama": "Sri"})


def test_the_bin_keeps_for_thirty_days(store: Store, clock: Clock) -> None:
    drafts = Drafts(store)
    draft = drafts.begin(FORM, "h1", {"/data/nama": "Siti"})
    drafts.discard(draft.id)
    assert drafts.list() == ()
    with pytest.raises(NoDraftError):
        drafts.save(draft.id, {"/data/nama": "x"})
    with pytest.raises(NoDraftError):
        drafts.open(draft.id)
    clock.now += timedelta(days=29)
    assert drafts.empty_old_bin() == 0
    assert drafts.take_back(draft.id).binned is None
    assert drafts.open(draft.id) == {"/data/nama": "Siti"}
    drafts.discard(draft.id)
    clock.now += timedelta(days=31)
    assert drafts.empty_old_bin() == 1
    assert drafts.bin() == ()
    assert store.db.conn.execute("SELECT count(*) FROM draft_answer").fetchone()[0] == 0
    assert store.db.conn.execute("SELECT count(*) FROM draft_event").fetchone()[0] == 0


def test_a_household_has_one_draft_at_a_time_and_none_is_lost_when_another_comes_back(store: Store) -> None:
    drafts = Drafts(store)
    first, elsewhere = drafts.begin(FORM, "h1"), drafts.begin(FORM, "h2")
    drafts.discard(first.id)
    second = drafts.begin(FORM, "h1")
    drafts.take_back(first.id)
    assert {draft.id for draft in drafts.list()} == {first.id, elsewhere.id}
    assert [draft.id for draft in drafts.bin()] == [second.id]


def test_where_the_keyboard_is_is_where_one_goes_on(store: Store) -> None:
    drafts = Drafts(store)
    draft = drafts.begin(FORM)
    drafts.note_place(draft.id, "/data/rumah/atap", done=3, total=9, problems=1)
    found = drafts.get(draft.id)
    assert (found.last_address, found.done, found.total, found.problems) == ("/data/rumah/atap", 3, 9, 1)
    assert drafts.events(draft.id)[-1].what == "question"


def test_a_draft_that_never_was_is_told_in_words(store: Store) -> None:
    for act in (Drafts(store).open, Drafts(store).answers, Drafts(store).get, Drafts(store).discard):
        with pytest.raises(NoDraftError) as caught:
            act("none")
        assert caught.value.remedy


def test_paradata_keep_wall_clock_and_a_clock_that_cannot_be_set(store: Store, clock: Clock) -> None:
    seconds = [100.0]
    drafts = Drafts(store, elapsed=lambda: seconds[0])
    draft = drafts.begin(FORM)
    seconds[0] += 4.5
    clock.now -= timedelta(days=2)
    drafts.save(draft.id, {"/data/nama": "Siti"})
    seconds[0] += 1
    drafts.note_event(draft.id, "language", "id")
    told = [(event.elapsed, event.what, event.address) for event in drafts.events(draft.id)]
    assert told == [(0.0, "begin", ""), (4.5, "answer", "/data/nama"), (5.5, "language", "id")]
    assert drafts.events(draft.id)[1].wall == clock.now


@pytest.mark.parametrize("text", ["Siti\x00", "a\x1bb", "\ud83d", "nama\udcff", "\ufffe"])
def test_a_character_that_cannot_be_kept_is_refused_with_its_place(store: Store, text: str) -> None:
    drafts = Drafts(store)
    draft = drafts.begin(FORM, "h1", {"/data/nama": "Siti"})
    with pytest.raises(UserError) as caught:
        drafts.save(draft.id, {"/data/nama": text})
    assert caught.value.where == "/data/nama"
    assert drafts.answers(draft.id) == {"/data/nama": "Siti"}


@pytest.mark.parametrize(
    "text", ["dua\nbaris\tdan tab", "😀 é ᬅ", "'; DROP TABLE draft; --", "\u202egnilriw", "a" * 100_000]
)
def test_any_other_text_comes_back_as_it_was(store: Store, text: str) -> None:
    drafts = Drafts(store)
    draft = drafts.begin(FORM)
    drafts.save(draft.id, {"/data/nama": text})
    assert drafts.answers(draft.id) == {"/data/nama": text}


def test_a_save_that_fails_half_way_leaves_the_draft_as_it_was(store: Store) -> None:
    broken = False

    def elapsed() -> float:
        if broken:
            raise OSError(5, "the clock is gone")
        return 0.0

    drafts = Drafts(store, elapsed=elapsed)
    draft = drafts.begin(FORM, "h1", {"/data/nama": "Siti"})
    broken = True
    with pytest.raises(UserError):
        drafts.save(draft.id, {"/data/nama": "Budi"})
    assert drafts.answers(draft.id) == {"/data/nama": "Siti"}
    assert len(drafts.events(draft.id)) == 1
