# SPDX-License-Identifier: Apache-2.0
"""How the work in the field goes, as the office sees it: the week's target of each enumerator, and visits
that came to no interview.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from enumerator.interviews.assignments import KIND as ASSIGNMENT
from enumerator.interviews.assignments import Task, asked_per_week, tasks_of
from enumerator.interviews.visits import FINAL, Visit, all_visits
from enumerator.registry.tables import ready
from enumerator.store.store import Store
from enumerator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Week:
    """One enumerator's week: `done` counts the households written since Monday that have arrived here;
    `target` is 0 where the office has set none.
    """

    done: int
    target: int

    @property
    def words(self) -> str:
        """ "4 / 10", or "4" without a target."""
        return f"{self.done} / {self.target}" if self.target else str(self.done)


@dataclass(frozen=True, slots=True)
class FieldVisit:
    """A household's latest visit. `times` counts all of them; `met` says that it was interviewed since,
    `late` that the day of the next one has passed without.
    """

    visit: Visit
    author: str
    head_name: str
    address: str
    kelurahan: str
    rw: str
    rt: str
    times: int
    met: bool
    late: bool

    @property
    def open(self) -> bool:
        """Whether somebody has still to go there."""
        return not self.met and (self.visit.outcome not in FINAL or self.visit.again is not None)


def weeks(workspace: Workspace, people: Iterable[str]) -> dict[str, Week]:
    """Each enumerator's week, by person."""
    store = workspace.store
    today = store.clock().date()
    monday = (today - timedelta(days=today.weekday())).isoformat()
    ready(store.db)
    done = dict(
        store.db.conn.execute(
            "SELECT author, count(*) FROM household WHERE substr(first_wall, 1, 10) >= ? GROUP BY author",
            (monday,),
        ).fetchall()
    )
    return {
        person: Week(int(done.get(person, 0)), asked_per_week(tasks_of(store, person).values()))
        for person in people
    }


def field_visits(workspace: Workspace) -> tuple[FieldVisit, ...]:
    """The latest visit to every household that was visited without an interview: those to be gone to again
    first, by the day; then the others, the latest first.
    """
    store = workspace.store
    today = store.clock().date()
    latest: dict[str, tuple[str, Visit]] = {}
    times: Counter[str] = Counter()
    for author, visit in all_visits(store):
        times[visit.household] += 1
        known = latest.get(visit.household)
        if known is None or known[1].when <= visit.when:
            latest[visit.household] = (author, visit)
    tasks, written = _tasks(store), _written(store)
    found = [
        _shown(author, visit, tasks.get(name), written.get(name, ""), times[name], today)
        for name, (author, visit) in latest.items()
    ]
    far = date.max
    return tuple(
        sorted(
            found,
            key=lambda each: (
                not each.open,
                (each.visit.again or far) if each.open else far,
                -each.visit.when.timestamp(),
            ),
        )
    )


def _shown(
    author: str, visit: Visit, task: Task | None, written: str, times: int, today: date
) -> FieldVisit:
    known = task or Task(visit.household, author)
    met = bool(written) and datetime.fromisoformat(written) >= visit.when
    late = not met and visit.again is not None and visit.again < today
    return FieldVisit(
        visit, author, known.head_name, known.address, known.kelurahan, known.rw, known.rt, times, met, late
    )


def _tasks(store: Store) -> Mapping[str, Task]:
    fields = Task.__dataclass_fields__.keys()
    found: dict[str, Task] = {}
    for heads in store.journal.heads_by_record(ASSIGNMENT).values():
        for head in heads:
            values = {name: text for name, text in head.values.items() if name in fields}
            task = Task(**{"household": head.record, "enumerator": "", **values})
            found[task.household] = task
    return found


def _written(store: Store) -> dict[str, str]:
    ready(store.db)
    return dict(store.db.conn.execute("SELECT record, wall FROM household").fetchall())
