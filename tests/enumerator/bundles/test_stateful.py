# SPDX-License-Identifier: Apache-2.0
"""Any sequence of saves, exports, carried, lost and repeated bundles, settlements and restored backups,
found by hypothesis and shrunk to the shortest that fails; the places and the final check are the
simulator's.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from benchmarks.simulate.checks import check
from benchmarks.simulate.founding import found
from benchmarks.simulate.mishaps import restored
from benchmarks.simulate.months import come_home
from benchmarks.simulate.people import save
from benchmarks.simulate.places import Place
from benchmarks.simulate.sticks import receive, send
from enumerator.merging import open_conflicts, settle, view

WHO = st.integers(0, 2)
WHERE = st.integers(0, 1)
HOUSEHOLD = st.integers(0, 3)
PICK = st.integers(0, 9)


class Survey(RuleBasedStateMachine):
    """Three laptops, two offices, four households, one heap of sticks."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pendata-stateful-"))
        self.world = found(0, self.folder, laptops=3, offices=2, crashes=0.0)

    @rule(who=WHO, household=HOUSEHOLD, question=st.sampled_from("ab"), value=st.sampled_from("12"))
    def answer(self, who: int, household: int, question: str, value: str) -> None:
        self._save(self.world.laptops[who], household, {f"/kk/{question}": value})

    @rule(who=WHO, household=HOUSEHOLD, row=st.sampled_from("xyz"), keep=st.booleans())
    def change_rows(self, who: int, household: int, row: str, keep: bool) -> None:
        rows = self._rows(self.world.laptops[who], household)
        if keep and row not in rows:
            self._save(
                self.world.laptops[who],
                household,
                {"/kk/r#rows": " ".join([*rows, row]), f"/kk/r[{row}]/n": f"laptop {who}"},
            )
        elif not keep and row in rows:
            left = " ".join(other for other in rows if other != row)
            self._save(self.world.laptops[who], household, {"/kk/r#rows": left}, without=f"/kk/r[{row}]")

    @rule(who=WHO, household=HOUSEHOLD, row=st.sampled_from("xyz"), value=st.sampled_from("12"))
    def edit_row(self, who: int, household: int, row: str, value: str) -> None:
        if row in self._rows(self.world.laptops[who], household):
            self._save(self.world.laptops[who], household, {f"/kk/r[{row}]/n": value})

    @rule(who=WHO, where=WHERE)
    def send_up(self, who: int, where: int) -> None:
        send(self.world, self.world.laptops[who], self.world.offices[where])

    @rule(who=WHO)
    def send_down(self, who: int) -> None:
        send(self.world, self.world.offices[0], self.world.laptops[who])

    @rule(first=st.booleans())
    def send_across(self, first: bool) -> None:
        one, other = self.world.offices
        send(self.world, *((one, other) if first else (other, one)))

    @precondition(lambda self: self.world.mail)
    @rule(pick=PICK, again=st.booleans())
    def carry(self, pick: int, again: bool) -> None:
        number = pick % len(self.world.mail)
        path, receiver = self.world.mail[number]
        receive(self.world, path, receiver)
        if not again:
            del self.world.mail[number]

    @precondition(lambda self: self.world.mail)
    @rule(pick=PICK)
    def lose(self, pick: int) -> None:
        del self.world.mail[pick % len(self.world.mail)]

    @rule(where=WHERE, pick=PICK)
    def settle_one(self, where: int, pick: int) -> None:
        office = self.world.offices[where]
        waiting = open_conflicts(office.store)
        if waiting:
            record = waiting[pick % len(waiting)].record
            conflict = view(office.store.journal.revisions(record)).conflicts[0]
            side = conflict.sides[pick % len(conflict.sides)]
            self.world.acknowledge(office, settle(office.store.journal, record, {conflict.address: side}))
            assert conflict.address not in {
                c.address for c in view(office.store.journal.revisions(record)).conflicts
            }

    @rule(who=WHO)
    def go_on_from_an_older_copy(self, who: int) -> None:
        place = self.world.laptops[who]
        backup = self.world.twin(place)
        self.world.retired.append(place)
        self.world.laptops[who] = restored(self.world, backup, place.name)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            come_home(self.world)
            check(self.world)
        finally:
            self.world.close()
            shutil.rmtree(self.folder)

    def _rows(self, place: Place, household: int) -> list[str]:
        seen = view(place.store.journal.revisions(self.world.households[household]))
        return seen.values.get("/kk/r#rows", "").split()

    def _save(self, place: Place, household: int, changes: dict[str, str], without: str = "/none") -> None:
        record = self.world.households[household]
        seen = view(place.store.journal.revisions(record))
        kept = {a: text for a, text in seen.values.items() if not a.startswith(without)}
        save(self.world, place, record, seen, kept | changes)


Survey.TestCase.settings = settings(max_examples=6, stateful_step_count=25, deadline=None)
TestSurvey = Survey.TestCase
