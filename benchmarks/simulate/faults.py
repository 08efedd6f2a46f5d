# SPDX-License-Identifier: Apache-2.0
"""The one word for everything a run must never find."""

from __future__ import annotations


class LostError(AssertionError):
    """Something that must never happen did."""
