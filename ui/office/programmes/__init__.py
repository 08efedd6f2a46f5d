# SPDX-License-Identifier: Apache-2.0
"""Eligibility on one page, one view for each step (`page` joins them)."""

from ui.office.programmes.page import Programmes

__all__ = ["Programmes"]
