# SPDX-License-Identifier: Apache-2.0
"""The window. Nothing may import this package but what starts it."""

from __future__ import annotations

import ctypes
import sys


def _keep_true_and_false() -> None:
    """Give True and False references to spare.

    PySide6 6.12 returns True from every `Signal.emit()` without taking a reference for it. Until Python
    3.12 made
    them immortal, that used up the references of True, and a long interview ended in "deallocating True or
    False".
    """
    if sys.version_info < (3, 12):
        for value in (True, False):
            ctypes.c_ssize_t.from_address(id(value)).value += 1 << 48


_keep_true_and_false()
