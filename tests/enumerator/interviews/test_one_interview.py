# SPDX-License-Identifier: Apache-2.0
"""One interview with the real engine: typed, interrupted, gone on with, finished, returned and corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.forms.definition import Form
from enumerator.forms.interview import Changes, Context, Interview
from enumerator.forms.loading import load_form
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import UnfinishedError, finish
from enumerator.interviews.reviews import take_up
from enumerator.store.journal import Writer
from enumerator.store.revision import new_log
from enumerator.store.store import Store, create_store, open_store

KEY = bytes(32)
WRITER = Writer(new_log(), "me", Ed25519PrivateKey.generate().sign)
FORM = """
| survey |               |         |        |          |            |          |
|        | type          | name    | label  | required | constraint | severity |
|        | text          | nama    | Nama   | yes      |            |          |
|        | integer       | umur    | Umur   |          | . < 120    |          |
|        | integer       | belanja | Rp     |          | . < 90     | warn     |
|        | begin_repeat  | anggota | Orang  |          |            |          |
|        | text          | sebutan | Nama   |          |            |          |
|        | end_repeat    |         |        |          |            |          |
| settings |             |         |        |          |            |          |
|        | form_id       | form_title | version |      |            |          |
|        | kk            | KK      | 1      |          |            |          |
"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    path = tmp_path_factory.mktemp("form") / "kk.md"
    path.write_text(FORM, "utf-8")
    return load_form(path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = create_store(tmp_path / "a.db", KEY, WRITER)
    yield opened
    opened.close()


def context() -> Context:
    return Context(clock=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


def test_what_was_typed_is_there_after_an_interruption_and_in_the_end_signed(
    store: Store, form: Form
) -> None:
    drafts = Drafts(store)
    draft = drafts.begin(form)
    interview = Interview.begin(form, context())
    root = "/" + form.root.path.strip("/").split("/")[0] if form.root.path else "/data"

    def typed(changes: Changes) -> None:
        drafts.save(draft.id, changes.answers)

    drafts.save(draft.id, interview.answers())
    typed(interview.answer(f"{root}/umur", "200"))
    typed(interview.answer(f"{root}/belanja", "95"))
    row = interview.add_repeat(f"{root}/anggota")
    assert row.created is not None
    typed(row)
    typed(interview.answer(f"{row.created}/sebutan", "Budi"))
    store.close()

    again = open_store(store.path, KEY, WRITER)
    drafts = Drafts(again)
    resumed = Interview.resume(form, drafts.open(draft.id), context())
    assert resumed.answers() == interview.answers()
    with pytest.raises(UnfinishedError) as caught:
        finish(again, drafts, draft.id, resumed)
    assert [problem.address for problem in caught.value.problems] == [
        f"{root}/{q}" for q in ("nama", "umur", "belanja")
    ]
    typed(resumed.answer(f"{root}/nama", "Siti"))
    typed(resumed.answer(f"{root}/umur", "20"))
    typed(resumed.accept(f"{root}/belanja", "Sudah ditanyakan dua kali"))
    said = finish(again, drafts, draft.id, resumed)
    assert said.values[f"{root}/belanja#reason"] == "Sudah ditanyakan dua kali"
    assert said.values[f"{row.created}/sebutan"] == "Budi"
    assert (said.form.hash if said.form else "") == form.hash

    draft = take_up(again, drafts, said.record, form)
    corrected = Interview.resume(form, drafts.open(draft.id), context())
    typed(corrected.answer(f"{root}/umur", "21"))
    second = finish(again, drafts, draft.id, corrected, reason="Umur salah")
    assert second.parents == (said.dot,)
    assert f"{root}/umur" in second.touched
    assert f"{root}/nama" not in second.touched
    again.close()
