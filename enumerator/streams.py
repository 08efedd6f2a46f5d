# SPDX-License-Identifier: Apache-2.0
"""Standard streams that can always be written to: a windowed program on Windows has none, and a pipe there
speaks an old code page."""

from __future__ import annotations

import io
import sys
from typing import TextIO, cast


def make_streams_safe() -> None:
    """Let missing streams lead nowhere, and show as `?` what the code page of the output does not have."""
    if sys.stdin is None:
        sys.stdin = io.StringIO()
    if sys.stdout is None:
        sys.stdout = cast(TextIO, _Nowhere())
    if sys.stderr is None:
        sys.stderr = cast(TextIO, _Nowhere())
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="replace")


class _Nowhere(io.TextIOBase):
    """Takes everything. Windows' own NUL will not do: it says that it is a terminal, and then is asked."""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return len(text)
