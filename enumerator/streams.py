# SPDX-License-Identifier: Apache-2.0
"""Standard streams that can always be written to: a windowed program on Windows has none, and a pipe there
speaks an old code page."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TextIO, cast


def make_streams_safe() -> None:
    """Let missing streams lead nowhere, and show as `?` what the code page of the output does not have."""
    if sys.stdin is None:
        sys.stdin = _nowhere("r")
    if sys.stdout is None:
        sys.stdout = _nowhere("w")
    if sys.stderr is None:
        sys.stderr = _nowhere("w")
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="replace")


def _nowhere(mode: str) -> TextIO:
    return cast(TextIO, Path(os.devnull).open(mode, encoding="utf-8"))
