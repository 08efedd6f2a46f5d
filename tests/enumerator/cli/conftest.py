# SPDX-License-Identifier: Apache-2.0
"""One command at a time, as typed at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from enumerator.cli import main
from enumerator.messages import speak
from tests.site import site, whole_site

__all__ = ["site", "whole_site"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _indonesian_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("PENDATA_LANG", raising=False)
    yield
    speak("id")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The exit code, the output and the errors of one command."""

    def command(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return command
