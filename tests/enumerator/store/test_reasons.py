# SPDX-License-Identifier: Apache-2.0
"""What Windows says of a stick means the same to a person as what Linux says."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from enumerator.bundles.medium import medium_errors
from enumerator.bundles.refusals import MediumError
from enumerator.store.faults import from_os, reason


def windows(number: int) -> OSError:
    """As Windows raises it: for most of these the C library's number is "no access"."""
    error = OSError(errno.EACCES, "refused")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        (19, errno.EROFS), (21, errno.ENODEV), (1167, errno.ENODEV), (23, errno.EIO), (1117, errno.EIO),
        (32, errno.EBUSY), (33, errno.EBUSY), (112, errno.ENOSPC), (39, errno.ENOSPC), (5, errno.EACCES),
    ],
)  # fmt: skip
def test_each_refusal_has_its_reason(number: int, meant: int) -> None:
    assert reason(windows(number)) == meant


def test_without_a_word_from_windows_the_number_stands() -> None:
    assert reason(OSError(errno.ENOSPC, "full")) == errno.ENOSPC
    assert reason(OSError("nothing known")) == 0


def told(tmp_path: Path, error: OSError) -> MediumError:
    with pytest.raises(MediumError) as caught, medium_errors(tmp_path / "paket.pendata"):
        raise error
    return caught.value


def test_a_stick_that_is_not_ready_is_gone_and_not_protected(tmp_path: Path) -> None:
    assert "tercabut" in str(told(tmp_path, windows(21)))


def test_a_file_open_elsewhere_is_said_to_be_in_use(tmp_path: Path) -> None:
    assert "program lain" in str(told(tmp_path, windows(32)))


def test_a_protected_stick_is_protected(tmp_path: Path) -> None:
    assert told(tmp_path, windows(19)).what == told(tmp_path, OSError(errno.EROFS, "read-only")).what


@pytest.mark.parametrize("number", [errno.EACCES, errno.EINVAL])
def test_a_refusal_without_a_reason_means_gone_once_the_folder_is_gone(tmp_path: Path, number: int) -> None:
    assert "tercabut" in str(told(tmp_path / "STICK", OSError(number, "refused")))
    assert "tercabut" not in str(told(tmp_path, OSError(number, "refused")))


def test_the_store_tells_of_a_lost_disk(tmp_path: Path) -> None:
    assert from_os(windows(1167), tmp_path) is not None
    assert from_os(windows(32), tmp_path) is not None
