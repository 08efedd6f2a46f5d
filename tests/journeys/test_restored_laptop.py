# SPDX-License-Identifier: Apache-2.0
"""A laptop breaks after its work was sent; an older backup is restored elsewhere, and nothing is lost or told
twice.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from enumerator.bundles.pack import export_bundle
from enumerator.bundles.unpack import import_bundle
from enumerator.store.backup import back_up, restore
from enumerator.store.revision import Entry
from enumerator.workspace import (
    Workspace,
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
    open_workspace,
)

PHRASE = "lima ekor kerbau menyeberang"


def survey(laptop: Workspace, household: str, name: str) -> None:
    laptop.store.append(Entry(household, "household", {"/data/nama": name}))


def names(place: Workspace) -> dict[str, set[str]]:
    journal = place.store.journal
    return {
        record: {head.values["/data/nama"] for head in heads}
        for record, heads in journal.heads_by_record("household").items()
    }


@pytest.mark.parametrize("way", ["restored from a backup", "an old copy of the database put back"])
def test_work_goes_on_after_an_older_copy_is_put_back(tmp_path: Path, way: str) -> None:
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Verval", PHRASE, person="Rini")
    kit = make_enrolment_kit(office, tmp_path, "Siti")
    laptop = enrol_workspace(tmp_path / "laptop", kit.path, kit.code, PHRASE)
    survey(laptop, "h1", "Budi")
    backup = back_up(laptop.store, tmp_path / "stick" / "cadangan")
    survey(laptop, "h2", "Sri")
    sent = export_bundle(laptop.store, laptop.keys, tmp_path / "stick")
    for path in sent.paths:
        import_bundle(office.store, office.keys, path)
    old_log = laptop.keys.log
    laptop.close()

    if way == "restored from a backup":
        shutil.rmtree(tmp_path / "laptop")
        restore(backup.path, tmp_path / "laptop")
    else:
        for file in (tmp_path / "laptop").glob("pendata.db*"):
            file.unlink()
        shutil.copy(backup.path / "pendata.db", tmp_path / "laptop" / "pendata.db")

    again = open_workspace(tmp_path / "laptop", PHRASE)
    assert again.keys.log != old_log
    assert names(again) == {"h1": {"Budi"}}
    survey(again, "h3", "Tini")
    again.close()
    again = open_workspace(tmp_path / "laptop", PHRASE)
    survey(again, "h1", "Budiman")
    sent = export_bundle(again.store, again.keys, tmp_path / "stick")
    for path in sent.paths:
        report = import_bundle(office.store, office.keys, path)
        assert not report.quarantined
    assert names(office) == {"h1": {"Budiman"}, "h2": {"Sri"}, "h3": {"Tini"}}
    assert office.store.journal.forks() == ()
    assert office.store.journal.verify() == ()
    again.close()
    office.close()
