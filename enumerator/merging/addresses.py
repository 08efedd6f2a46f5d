# SPDX-License-Identifier: Apache-2.0
"""How an address is taken apart: the answer it belongs to, the roster rows around it, the question it
answers.
"""

from __future__ import annotations

import re
from functools import lru_cache

ROWS = "#rows"
ORDER = "#order"
NO_ANSWER = "#no-answer"
REASON = "#reason"

_INSTANCE = re.compile(r"\[[^\]]*\]")


def answer_of(address: str) -> str:
    """The answer that `address` is a part of: an answer, its kind of no-answer and the reason for accepting
    it are one.
    """
    if address.endswith(NO_ANSWER):
        return address[: -len(NO_ANSWER)]
    if address.endswith(REASON):
        return address[: -len(REASON)]
    return address


@lru_cache(maxsize=1 << 16)
def enclosing_rows(address: str) -> tuple[str, ...]:
    """The roster rows that `address` lies in, outermost first; the address of a row counts as inside
    itself.
    """
    return tuple(address[: found.end()] for found in _INSTANCE.finditer(address))


def series_of(row: str) -> str:
    """The roster that the row stands in."""
    return row[: row.rindex("[")]


def instance_of(row: str) -> str:
    """The row's own id."""
    return row[row.rindex("[") + 1 : -1]


def is_row(address: str) -> bool:
    """Whether the address names a whole roster row."""
    return address.endswith("]")


@lru_cache(maxsize=1 << 16)
def question_of(address: str) -> str:
    """The address without instance ids and without a `#` part: the path of its question in the form."""
    return _INSTANCE.sub("", address.partition("#")[0])
