# SPDX-License-Identifier: Apache-2.0
"""Pausing the garbage collector while thousands of long-lived parts are made at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look again and again through parts that are no garbage.

    What was made counts as old afterwards, so that it is not looked through at once either.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
