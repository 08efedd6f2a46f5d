# SPDX-License-Identifier: Apache-2.0
"""What happened in a run, line by line: the same lines whenever the seed is run again."""

from __future__ import annotations

import hashlib


class Diary:
    """Lines, and one short word for all of them."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, *words: object) -> None:
        """Add a line."""
        self.lines.append(" ".join(map(str, words)))

    def fingerprint(self) -> str:
        """Sixteen hex digits that differ when any line does."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()[:16]
