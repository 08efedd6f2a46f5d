# SPDX-License-Identifier: Apache-2.0
"""The window. Nothing may import this package but what starts it."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

SPARE: Final = 1 << 48


def _keep_singletons() -> None:
    """Give None, True and their like references to spare.

    PySide6 6.12 returns them without taking a reference: None from every call without a result, True from
    every
    `Signal.emit()`. From Python 3.12 on they are immortal; on 3.11 their references run out in the middle
    of an
    interview, and the process ends in "deallocating None".
    """
    if sys.version_info < (3, 12):
        for value in (None, True, False, NotImplemented, Ellipsis):
            ctypes.c_ssize_t.from_address(id(value)).value += SPARE


_keep_singletons()
