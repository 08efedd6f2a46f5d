# SPDX-License-Identifier: Apache-2.0
"""People, laptops, offices and forms of a project: one page, one view for each (`page` joins them)."""

from ui.office.staff.page import Staff

__all__ = ["Staff"]
