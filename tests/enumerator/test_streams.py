# SPDX-License-Identifier: Apache-2.0
"""What is told reaches whoever can be told, whatever streams the program was started with."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from enumerator.cli import main
from enumerator.streams import make_streams_safe

ROOT = Path(__file__).resolve().parents[2]


def test_a_program_without_streams_works_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    code = main(["--help"])
    assert code == 0
    assert sys.stdin.readline() == ""
    assert sys.stderr.write("to nobody") == 9
    assert not any(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)), "nobody is asked"


def test_what_an_old_code_page_lacks_is_shown_as_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="cp1252"))
    make_streams_safe()
    sys.stdout.write("Rp600.000 → Ḥasan · selesai")
    sys.stdout.flush()
    assert out.getvalue().decode("cp1252") == "Rp600.000 ? ?asan · selesai"


def test_a_stream_that_forgives_already_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", errors="backslashreplace")
    monkeypatch.setattr(sys, "stdout", kept)
    make_streams_safe()
    assert sys.stdout is kept
    assert kept.errors == "backslashreplace"


@pytest.mark.parametrize(("language", "encoding"), [("id", "cp1252"), ("en", "ascii")])
def test_help_can_be_piped_in_any_code_page(language: str, encoding: str) -> None:
    told = subprocess.run(
        [
            *(sys.executable, "-c", "import sys; from enumerator.cli import main; sys.exit(main())"),
            *("--lang", language, "verify", "--help"),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert b"verify" in told.stdout
