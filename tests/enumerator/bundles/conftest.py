# SPDX-License-Identifier: Apache-2.0
"""An office, two laptops and a stick."""

from __future__ import annotations

from tests.places import ani, budi, clock, make_laptop, make_office, ministry, office, stick

__all__ = ["ani", "budi", "clock", "make_laptop", "make_office", "ministry", "office", "stick"]
