# SPDX-License-Identifier: Apache-2.0
"""A training project of this laptop's own: there at once, kept apart, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from enumerator.bundles.pack import export_bundle
from enumerator.bundles.unpack import import_bundle
from enumerator.errors import UserError
from enumerator.interviews.assignments import tasks_of
from enumerator.office.practice import FOLDER, open_practice
from enumerator.workspace import create_office_workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    open_practice(home).close()
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "home")
    return tmp_path / "home"


def test_it_is_a_training_project_with_households_and_a_form(home: Path) -> None:
    with open_practice(home) as workspace:
        assert workspace.training
        assert workspace.settings.practice
        assert workspace.role == "enumerator"
        tasks = tasks_of(workspace.store, workspace.keys.author)
        assert len(tasks) == 6
        assert workspace.library.newest() is not None


def test_of_its_office_nothing_is_left_and_the_next_time_it_is_the_same(home: Path) -> None:
    assert [path.name for path in (home / FOLDER).iterdir()] == ["laptop"]
    with open_practice(home) as workspace:
        first = workspace.keys.author
    with open_practice(home) as workspace:
        assert workspace.keys.author == first


def test_its_bundle_is_refused_by_a_real_office(home: Path, tmp_path: Path) -> None:
    with open_practice(home) as workspace:
        (tmp_path / "stick").mkdir()
        export_bundle(workspace.store, workspace.keys, tmp_path / "stick")
    (bundle,) = (tmp_path / "stick").iterdir()
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Kota", "sawah hijau pagi sekali")
    with office, pytest.raises(UserError):
        import_bundle(office.store, office.keys, bundle)
