# SPDX-License-Identifier: Apache-2.0
"""A prepared folder is made once, by whoever asks first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.worlds import prepared


@pytest.fixture
def factory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.TempPathFactory:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    return pytest.TempPathFactory(tmp_path / "base", 3, "all", lambda *_words: None, _ispytest=True)


def test_of_several_who_ask_at_once_one_makes_it(factory: pytest.TempPathFactory) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        folder.mkdir()
        made.append(folder)
        (folder / "what").write_text("it", "utf-8")

    factory.getbasetemp()
    with ThreadPoolExecutor(4) as pool:
        folders = list(pool.map(lambda _n: prepared(factory, "world", make), range(8)))
    assert len(made) == 1
    assert {(folder / "what").read_text("utf-8") for folder in folders} == {"it"}


def test_what_failed_is_tried_again(factory: pytest.TempPathFactory) -> None:
    def fail(folder: Path) -> None:
        folder.mkdir()
        raise OSError("the disk is full")

    for _turn in range(2):
        with pytest.raises(OSError, match="full"):
            prepared(factory, "world", fail)
    assert prepared(factory, "world", Path.mkdir).is_dir()
