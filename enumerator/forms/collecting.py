# SPDX-License-Identifier: Apache-2.0
"""Pausing the garbage collector while thousands of long-lived parts are made at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LARGE = 100_000
"""Bytes of an XForm from which it is worth while."""


@contextmanager
def uncollected(*, lasting: bool = False) -> Iterator[None]:
    """Without the garbage collector, which would look again and again through parts that are no garbage.

    What is `lasting` (a large form, not an interview) counts as old afterwards, so that it is not looked
    through at once either; whoever makes hundreds of them would wait long for the memory of those let go.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if lasting:
                gc.freeze()
                gc.unfreeze()
            gc.enable()
