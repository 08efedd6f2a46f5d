# SPDX-License-Identifier: Apache-2.0
"""Every file that the program makes has a name that Windows takes, however people and projects are called."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PureWindowsPath

import pytest

from enumerator.disk import is_reserved
from enumerator.workspace import create_office_workspace, make_enrolment_kit
from tests.site import Site, whole_site
from ui.start.create import folder_for

__all__ = ["whole_site"]

FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}
# C:\Users\…\AppData\Local\Pendata\ takes some 60 of the 260 characters that a path may have
LONGEST_BELOW = 150
ODD = ("CON", "aux", "nul.", "Siti: “A/B” <x>?*| .", "  ", "Ḥasan ʿAlī", "王秀英", "..", "x" * 200, "a\tb")


def problems(name: str) -> list[str]:
    """What Windows has against the name of one file or folder."""
    found = [f"holds {letter!r}" for letter in sorted(FORBIDDEN & set(name))]
    if name.endswith((".", " ")):
        found.append("ends in a dot or a blank")
    if is_reserved(name):
        found.append("is a device")
    if len(name) > 100:
        found.append("is too long")
    if PureWindowsPath(name).name != name:
        found.append("is not one name")
    return found


def problems_below(folder: Path) -> dict[str, list[str]]:
    """The same for all that lies below a folder, with names that differ by capitals alone."""
    inside = [path.relative_to(folder) for path in sorted(folder.rglob("*"))]
    found = {str(path): problems(path.name) for path in inside}
    twice = Counter(str(path).casefold() for path in inside)
    for path in inside:
        if len(str(path)) > LONGEST_BELOW:
            found[str(path)].append("lies too deep")
        if twice[str(path).casefold()] > 1:
            found[str(path)].append("differs from another by capitals alone")
    return {path: each for path, each in found.items() if each}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("a:b", True), ("con", True), ("x.", True), ("y ", True), ("z" * 101, True), ("a-b.pendata", False)],
)
def test_a_bad_name_is_found(tmp_path: Path, name: str, wrong: bool) -> None:
    assert bool(problems(name)) is wrong


def test_the_whole_job_makes_only_names_that_windows_takes(whole_site: Site) -> None:
    assert problems_below(whole_site.folder) == {}
    assert len(list(whole_site.folder.rglob("*"))) > 10


@pytest.mark.parametrize("project", ODD)
def test_a_project_may_be_called_anything(tmp_path: Path, project: str) -> None:
    folder = folder_for(tmp_path, project)
    assert folder.parent == tmp_path
    assert problems(folder.name) == []
    folder.mkdir()
    (folder / "something").touch()
    assert problems(folder_for(tmp_path, project).name) == []
    assert folder_for(tmp_path, project) != folder


def test_a_person_may_be_called_anything(tmp_path: Path) -> None:
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Kota: Malang?", "frasa sandi panjang")
    kits = tmp_path / "kits"
    kits.mkdir()
    with office:
        office.change_settings(backup_folder=str(tmp_path))
        for name in (each for each in ODD if each.strip()):
            make_enrolment_kit(office, kits, name)
        office.back_up()
    assert problems_below(tmp_path) == {}
    assert len(list(kits.iterdir())) == len(ODD) - 1
