# SPDX-License-Identifier: Apache-2.0
"""Files are read back whole from their medium, whatever their length."""

import hashlib
from pathlib import Path

import pytest

from enumerator.bundles.uncached import digest_on_medium


@pytest.mark.parametrize("length", [0, 1, 511, 4096, 1024 * 1024, 1024 * 1024 + 1, 3_333_333])
def test_every_byte_is_read_back(tmp_path: Path, length: int) -> None:
    content = bytes(place * 31 % 251 for place in range(length))
    file = tmp_path / "paket — Ḥasan.pendata.part"
    file.write_bytes(content)
    assert digest_on_medium(file) == hashlib.sha256(content).hexdigest()
    file.rename(tmp_path / "renamed")  # nothing holds it any more


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        digest_on_medium(tmp_path / "gone")
