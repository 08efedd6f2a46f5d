# SPDX-License-Identifier: Apache-2.0
"""The program's test of itself says which part fails, and stops there."""

from __future__ import annotations

import pytest

from enumerator.cli import main
from enumerator.selftest import self_test


def broken() -> None:
    raise RuntimeError("no display")


def test_all_parts_work_and_a_window_that_does_not_is_named() -> None:
    done = self_test(broken)
    assert [each.wrong for each in done[:-1]] == [""] * 4
    assert done[-1].wrong == "RuntimeError: no display"


def test_the_first_part_that_fails_ends_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_form(*_arguments: object) -> None:
        raise FileNotFoundError("kk_miskin_ekstrem.xlsx")

    monkeypatch.setattr("enumerator.selftest.prepare_office", no_form)
    assert main(["--self-test"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("[x] ")
    assert "kk_miskin_ekstrem.xlsx" in told.out
    assert len(told.out.splitlines()) == 1
    assert "belum berjalan" in told.err
