# SPDX-License-Identifier: Apache-2.0
"""Places a data folder had better not lie in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from enumerator.store.place import Concern, _mounted_concern, concern

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
/dev/sdb1 /media/rini/STICK vfat rw 0 0
//server/data /mnt/kantor cifs rw 0 0
/dev/sdc1 /media/rini/MY\\040DISK exfat rw 0 0
tmpfs /mnt/kantor/cache tmpfs rw 0 0
"""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="reads a Linux table of mounts")
@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/rini/data", None),
        ("/media/rini/STICK/data", Concern.STICK),
        ("/media/rini/STICKS", None),
        ("/media/rini/MY DISK/a", Concern.STICK),
        ("/mnt/kantor/data", Concern.NETWORK),
        ("/mnt/kantor/cache/data", None),
    ],
)
def test_the_innermost_mount_decides(tmp_path: Path, folder: str, expected: Concern | None) -> None:
    table = tmp_path / "mounts"
    table.write_text(MOUNTS, "utf-8")
    assert _mounted_concern(Path(folder), table) is expected


def test_a_folder_kept_in_step_by_something_else_is_named(tmp_path: Path) -> None:
    assert concern(tmp_path / "OneDrive - Dinas Sosial" / "data") is Concern.IN_STEP
    assert concern(tmp_path / "Dropbox") is Concern.IN_STEP


def test_an_ordinary_folder_raises_no_concern(tmp_path: Path) -> None:
    assert concern(tmp_path / "data") is None
