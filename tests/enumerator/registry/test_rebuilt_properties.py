# SPDX-License-Identifier: Apache-2.0
"""P12 of the sync plan: whatever happened and whenever the lists were brought up to date, throwing them away
and reading the journal again gives the same lists.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from enumerator.errors import UserError
from enumerator.forms.definition import Form
from enumerator.merging import custodians, open_conflicts, refresh_conflicts, settle, undo, view
from enumerator.registry import matching
from enumerator.registry.assigning import Target, assign, give_on
from enumerator.registry.pairs import decide_different, merge, unmerge
from enumerator.registry.projection import HOUSEHOLDS, rebuild, refresh
from enumerator.registry.recalculation import calculated
from enumerator.registry.review import approve, return_
from enumerator.registry.tables import clear
from enumerator.store.database import writing
from enumerator.store.store import Store
from tests.families import Families, Known, laptop

AREA, HEAD = "/data/lokasi/rt", "/data/lokasi/nama_kk"
NAMES = ("Slamet Riyadi", "Slamet Riyady", "Joko Widagdo")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "survey", "survey", "edit", "edit apart", "edit apart", "move", "delete", "approve",
                "send back", "merge", "unmerge", "different", "settle", "undo", "assign", "give on",
                "look", "look",
            ]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=4,
    max_size=24,
)
LISTS = (
    "household", "deleted_household", "person", "number", "review", "pair", "merged", "matched", "block",
    "candidate_pair", "open_conflict", "custody",
)  # fmt: skip


class Office:
    """A journal with its lists. Parallel edits are told apart by their parents, as from several laptops."""

    def __init__(self, store: Store, form: Form) -> None:
        self.store, self.forms = store, Known({form.hash: form})
        self.families = Families(form)
        self.records: list[str] = []
        self.assignments: list[str] = []

    def look(self) -> None:
        refresh(self.store, self.forms)
        refresh_conflicts(self.store, self.forms)
        matching.refresh(self.store)
        custodians.refresh(self.store)

    def do(self, act: str, pick: int, other: int) -> None:
        if act == "survey" or not self.records:
            name = NAMES[pick % 3]
            kk = f"33749912081500{pick % 4:02d}"
            self.records.append(self.families.add(self.store, name=name, no_kk=kk))
        elif act == "look":
            self.look()
        else:
            with suppress(UserError):  # such as approving while answers differ
                getattr(self, act.replace(" ", "_"))(self.records[pick % len(self.records)], other)

    def edit(self, record: str, other: int, *, apart: bool = False, **answers: str) -> None:
        known = self.store.journal.revisions(record)
        seen = view(known[: max(1, len(known) - other % 3)] if apart else known)
        values = {**seen.values, **(answers or {(AREA, HEAD)[other % 2]: f"{NAMES[other % 3]}"})}
        self.store.append(self.families.entry(values, record, parents=seen.heads))

    def edit_apart(self, record: str, other: int) -> None:
        self.edit(record, other, apart=True)

    def move(self, record: str, other: int) -> None:
        known = self.store.journal.revisions(record)
        rows = view(known).values.get("/data/anggota#rows", "").split()
        turned = " ".join(rows[other % 3 :] + rows[: other % 3])
        self.edit(record, other, apart=True, **{"/data/anggota#rows": turned})

    def delete(self, record: str, _other: int) -> None:
        self.store.append(self.families.entry({}, record, act="delete"))

    def approve(self, record: str, _other: int) -> None:
        self.look()
        approve(self.store, record, "Sesuai")

    def send_back(self, record: str, _other: int) -> None:
        self.look()
        return_(self.store, record, "Lengkapi", {HEAD: "Lihat KTP"})

    def merge(self, record: str, other: int) -> None:
        merge(self.store, record, self._another(record, other), "Keluarga yang sama")

    def unmerge(self, record: str, other: int) -> None:
        unmerge(self.store, record, self._another(record, other), "Keliru")

    def different(self, record: str, other: int) -> None:
        decide_different(self.store, record, self._another(record, other), "Berbeda")

    def _another(self, record: str, other: int) -> str:
        found = [each for each in self.records if each != record] or [record]
        return found[other % len(found)]

    def settle(self, record: str, other: int) -> None:
        form = self.families.form
        found = view(self.store.journal.revisions(record), calculated=calculated(form)).conflicts
        if found:
            conflict = found[other % len(found)]
            side = conflict.sides[other % len(conflict.sides)]
            settle(self.store.journal, record, {conflict.address: side}, calculated=calculated(form))

    def undo(self, record: str, other: int) -> None:
        known = self.store.journal.revisions(record)
        undo(self.store.journal, known[other % len(known)].dot, calculated=calculated(self.families.form))

    def assign(self, record: str, other: int) -> None:
        target = Target(NAMES[0], "33.74.02.1003", "33.74.02", household=record)
        self.assignments += [made.record for made in assign(self.store, [target], f"petugas-{other % 2}")]

    def give_on(self, _record: str, other: int) -> None:
        if self.assignments:
            chosen = self.assignments[other % len(self.assignments)]
            give_on(self.store, [chosen], f"petugas-{other % 3}", "Sakit")

    def lists(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every list, without the numbers the database gave them."""
        db = self.store.db.conn
        names = dict(db.execute("SELECT id, record FROM household").fetchall())
        found = {}
        for table in LISTS:
            described = db.execute(f"SELECT * FROM {table}")
            columns = [column[0] for column in described.description]
            found[table] = sorted(
                (
                    tuple(
                        names.get(value, value) if column == "household" else value
                        for column, value in zip(columns, row, strict=True)
                        if column != "id"
                    )
                    for row in described.fetchall()
                ),
                key=str,
            )
        return found

    def searched(self) -> dict[str, list[str]]:
        """Whom the search finds, which has an index of its own."""
        return {
            word: [
                record
                for (record,) in self.store.db.conn.execute(
                    "SELECT record FROM household WHERE id IN"
                    " (SELECT rowid FROM household_search WHERE words MATCH ?) ORDER BY record",
                    (word,),
                )
            ]
            for word in ("slamet", "joko", "melati", "widagdo")
        }

    def forget(self) -> None:
        """Throw every list away."""
        with writing(self.store.db):
            clear(self.store.db, HOUSEHOLDS)
            clear(self.store.db, matching.MATCHING)
            for table in ("open_conflict", "custody"):
                self.store.db.execute(f"DELETE FROM {table}")
            self.store.db.execute("UPDATE open_conflict_position SET position = 0, branches = 0")
            self.store.db.execute("UPDATE custody_position SET position = 0")


@pytest.fixture
def questionnaire(form: Form) -> Callable[[], Form]:
    """The form behind a short name, for a failure is told with all that a test was given."""
    return lambda: form


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(steps=[("survey", 0, 0), ("delete", 0, 0), ("look", 0, 0), ("edit", 0, 0)])
@given(steps=STEPS)
def test_p12_lists_made_again_are_the_lists_that_were_kept_up(
    questionnaire: Callable[[], Form], steps: list
) -> None:
    form = questionnaire()
    with tempfile.TemporaryDirectory(prefix="pendata-rebuilt-") as name:
        store = laptop(Path(name) / "kantor", "kantor")
        try:
            office = Office(store, form)
            for step in steps:
                office.do(*step)
            office.look()
            kept, found = office.lists(), office.searched()
            office.forget()
            assert not any(office.lists().values()), "the lists were thrown away"
            office.look()
            assert office.lists() == kept
            assert office.searched() == found
            rebuild(store, office.forms)
            assert office.lists() == kept
            assert {each.record: each.addresses for each in open_conflicts(store, office.forms)} == {
                record: addresses
                for record in office.records
                if (
                    addresses := tuple(
                        each.address
                        for each in custodians.Custodians(store)
                        .standing(record, calculated=calculated(form))
                        .view.conflicts
                    )
                )
            }
        finally:
            store.close()
