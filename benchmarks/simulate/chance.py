# SPDX-License-Identifier: Apache-2.0
"""Everything that is drawn in a run, from the seed alone."""

from __future__ import annotations

import itertools
import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from enumerator.identity import bech32


class Chance(random.Random):
    """The dice of one run."""

    def hex(self, digits: int) -> str:
        """A name of so many hex digits."""
        return f"{self.getrandbits(4 * digits):0{digits}x}"

    def secret(self) -> bytes:
        """A signing key."""
        return self.randbytes(32)

    def sealing(self) -> str:
        """A sealing key, in age's text form."""
        return bech32.encode("age-secret-key-", self.randbytes(32)).upper()

    def happens(self, probability: float) -> bool:
        """Whether something of this probability does."""
        return self.random() < probability

    def place_in(self, length: int) -> int:
        """A place within so many; costs one draw, however many they are."""
        return int(self.random() * length)


@contextmanager
def names_drawn(seed: int) -> Iterator[None]:
    """The names that the program itself draws, of bundles and records, come from the seed too."""
    chance, ticks = random.Random(f"{seed}:names"), itertools.count(1_750_000_000_000_000_000, 1_000_000)
    with (
        patch.object(secrets, "token_hex", lambda size=32: chance.randbytes(size).hex()),
        patch.object(secrets, "randbits", chance.getrandbits),
        patch.object(time, "time_ns", lambda: next(ticks)),
    ):
        yield
