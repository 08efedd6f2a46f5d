# SPDX-License-Identifier: Apache-2.0
"""Files get their names though somebody holds them for a moment, as a virus scanner on Windows does."""

from pathlib import Path

import pytest

from enumerator.disk import force, is_clutter, is_reserved, put_in_place


def held(winerror: int) -> PermissionError:
    error = PermissionError(13, "held by another program")
    error.winerror = winerror  # type: ignore[attr-defined]
    return error


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[PermissionError]:
    """What Windows says to the next renamings, one after the other; then it lets them pass."""
    refusals: list[PermissionError] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop(0)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return refusals


def test_a_file_held_for_a_moment_gets_its_name_in_the_end(
    tmp_path: Path, scanned: list[PermissionError]
) -> None:
    part, target, pauses = tmp_path / "a.part", tmp_path / "a", list[float]()
    part.write_bytes(b"new")
    target.write_bytes(b"old")
    scanned += [held(5), held(32), held(33)]
    put_in_place(part, target, sleep=pauses.append)
    assert target.read_bytes() == b"new"
    assert not part.exists()
    assert len(pauses) == 3
    assert pauses == sorted(pauses)


def test_a_file_held_for_good_is_told_after_less_than_two_seconds(
    tmp_path: Path, scanned: list[PermissionError]
) -> None:
    part, target, pauses = tmp_path / "a.part", tmp_path / "a", list[float]()
    part.write_bytes(b"new")
    target.write_bytes(b"old")
    scanned += [held(32)] * 50
    with pytest.raises(PermissionError):
        put_in_place(part, target, sleep=pauses.append)
    assert sum(pauses) < 2
    assert (part.read_bytes(), target.read_bytes()) == (b"new", b"old")


def test_what_is_forbidden_for_good_is_told_at_once(tmp_path: Path, scanned: list[PermissionError]) -> None:
    part, pauses = tmp_path / "a.part", list[float]()
    part.write_bytes(b"new")
    scanned.append(PermissionError(13, "not yours"))
    with pytest.raises(PermissionError):
        put_in_place(part, tmp_path / "a", sleep=pauses.append)
    assert pauses == []


def test_a_folder_gets_its_name_too(tmp_path: Path) -> None:
    part = tmp_path / ".kept.part"
    part.mkdir()
    (part / "a").write_bytes(b"a")
    put_in_place(part, tmp_path / "kept")
    assert (tmp_path / "kept" / "a").read_bytes() == b"a"


def test_bytes_are_forced_down(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as stream:
        stream.write(b"a")
        stream.flush()
        force(stream.fileno())
    with pytest.raises((OSError, ValueError)):
        force(-1)


@pytest.mark.parametrize("name", [".DS_Store", "._2026-paket.pendata", "Thumbs.db", "desktop.ini"])
def test_what_file_browsers_leave_behind_is_known(name: str) -> None:
    assert is_clutter(name)
    assert not is_clutter("2026-paket.pendata")


@pytest.mark.parametrize("name", ["con", "CON", "Nul.pdf", "com1", "LPT9.tar.gz", "aux "])
def test_names_that_windows_keeps_for_devices_are_known(name: str) -> None:
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["kontrak", "con-2", "com", "com10", "nul-a1b2.pendata", "kota-malang"])
def test_all_other_names_may_be_used(name: str) -> None:
    assert not is_reserved(name)
