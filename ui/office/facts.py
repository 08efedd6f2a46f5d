# SPDX-License-Identifier: Apache-2.0
"""Facts under each other, now among the building blocks."""

from ui.widgets.facts import Facts

__all__ = ["Facts"]
