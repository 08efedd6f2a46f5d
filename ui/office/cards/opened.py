# SPDX-License-Identifier: Apache-2.0
"""What one card page hands to another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OpenBatch:
    """A batch by its name, and its PDF where it was only just drawn."""

    batch: str
    pdf: Path | None = None
