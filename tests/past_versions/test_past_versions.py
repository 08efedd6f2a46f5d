# SPDX-License-Identifier: Apache-2.0
"""What earlier versions wrote opens in this one: data folders, drafts, bundles, kits, recovery sheets."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from enumerator.bundles.unpack import import_bundle
from enumerator.forms import Context, Interview
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.merging import view
from enumerator.store.check import check
from enumerator.workspace import Workspace, enrol_workspace, open_workspace, recover_workspace
from tests.past_versions.make import HERE, state_of

VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / "expected.json").is_file())
LATER = datetime(2026, 11, 3, 9, 0, tzinfo=timezone(timedelta(hours=7)))


class Sample:
    """A copy of one version's sample, to be written on."""

    def __init__(self, version: str, folder: Path) -> None:
        shutil.copytree(HERE / version, folder)
        self.folder = folder
        self.expected: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))

    def open(self, name: str) -> Workspace:
        return open_workspace(self.folder / name, self.expected["passphrase"], clock=lambda: LATER)


@pytest.fixture(params=VERSIONS)
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Sample:
    return Sample(request.param, tmp_path / "sample")


def test_there_is_a_sample_of_at_least_one_version() -> None:
    assert VERSIONS


@pytest.mark.parametrize("name", ["office", "laptop"])
def test_a_data_folder_opens_with_everything_that_was_in_it(sample: Sample, name: str) -> None:
    with sample.open(name) as workspace:
        assert json.loads(json.dumps(state_of(workspace))) == sample.expected[name]
        assert check(workspace.store).sound
        assert workspace.training
        assert workspace.project_name == "Contoh lama"


def test_an_interview_broken_off_goes_on_and_is_finished(sample: Sample) -> None:
    with sample.open("laptop") as laptop:
        drafts = Drafts(laptop.store)
        (draft,) = drafts.list()
        assert drafts.answers(draft.id) == sample.expected["draft"]
        form = laptop.library.get(draft.form.hash)
        interview = Interview.resume(form, drafts.open(draft.id), Context(clock=laptop.store.clock))
        revision = finish(laptop.store, drafts, draft.id, interview)
        assert revision.values["/data/umur"] == "68"
        assert revision.parents


def test_bundles_that_were_on_the_way_are_taken_in(sample: Sample) -> None:
    first, second = sample.expected["households"]
    with sample.open("office") as office, sample.open("laptop") as laptop:
        for place, name in ((office, "up.pendata"), (laptop, "down.pendata")):
            report = import_bundle(place.store, place.keys, sample.folder / name)
            assert not report.quarantined
            assert not report.holes
        merged = view(office.store.journal.revisions(first))
        assert merged.values["/data/nama"] == "Tini"
        assert not merged.conflicts
        assert view(office.store.journal.revisions(second)).values["/data/umur"] == "67"
        reviews = [revision.values["comment"] for _at, revision in laptop.store.journal.of_kind("review")]
        assert reviews == ["Umur?"]


def test_a_kit_that_lay_in_a_drawer_enrols(sample: Sample, tmp_path: Path) -> None:
    kit, code = sample.folder / "spare.pendata-kit", sample.expected["code"]
    with enrol_workspace(tmp_path / "andi", kit, code, "sapi merah muda", clock=lambda: LATER) as laptop:
        assert laptop.person_name == "Andi"
        assert len(tuple(laptop.library.refs())) == 1


def test_recovery_sheets_that_were_printed_open_the_laptop(sample: Sample) -> None:
    first, second = sample.expected["sheets"]
    with recover_workspace(sample.folder / "laptop", first, second, "sapi merah muda") as laptop:
        assert laptop.person_name == "Sri"
