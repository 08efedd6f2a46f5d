# SPDX-License-Identifier: Apache-2.0
"""Late work in an office midway: a laptop corrects a household that was given to somebody else."""

from __future__ import annotations

from pathlib import Path

from enumerator.bundles.pack import export_bundle
from enumerator.demo.run import PASSPHRASE
from enumerator.office.inbox import import_bundles
from enumerator.office.late import give_work, holders_of
from enumerator.office.reading import opened
from enumerator.registry.search import households
from enumerator.registry.staff import enumerators
from enumerator.workspace import Workspace, open_workspace
from tests.site import correct


def make_late(office: Workspace) -> str:
    """The record of the household."""
    laptop_folder = next(iter(sorted(Path(office.folder.parent).glob("laptop*"))))
    with open_workspace(laptop_folder, PASSPHRASE) as laptop:
        mine = laptop.keys.author
        record, tasks = next(
            (each.record, tasks)
            for each in households(office.store, limit=200)
            if each.conflicts == 0 and (tasks := tasks_of(office, each.record, mine)) and each.author == mine
        )
        revision = laptop.store.journal.revisions(record)[-1]
        form = laptop.library.get(revision.form.hash)
        interview = opened(form, revision.values, laptop)
        address = next(
            address
            for address in revision.values
            if "perumahan" in address and getattr(form.nodes.get(address), "type", "") == "select_one"
        )
        other = next(c.value for c in interview.choices(address) if c.value != revision.values[address])
        correct(laptop, record, {address: other})
        to = next(each.person for each in enumerators(office.store) if each.person != mine)
        give_work(office, tasks, to, "Sakit")
        bundle = export_bundle(laptop.store, laptop.keys, office.folder.parent).path
    for _path, outcome in import_bundles(office, [bundle]):
        assert not isinstance(outcome, Exception), outcome
    return record


def tasks_of(office: Workspace, record: str, person: str) -> tuple[str, ...]:
    return tuple(task for task, who in holders_of(office, record).items() if who == person)
