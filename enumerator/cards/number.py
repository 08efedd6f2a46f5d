# SPDX-License-Identifier: Apache-2.0
"""The number of a card, as SMG-7K4M-29QX-3: how one is drawn, checked and read from what a person types.

Three symbols name the office, two the block of whoever issues (the office gives every issuing laptop its
own, so that laptops which never meet never draw the same number), six are random, one is the check symbol.
The alphabet has 31 symbols, a prime: with a different weight at every place the weighted sum modulo 31
catches every wrong symbol and every exchange of two. 0, 1, I, L and O are not in it, and a number never
spells a word of three letters.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Container
from dataclasses import dataclass

from enumerator.errors import UserError
from enumerator.messages import _

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BLOCKS = len(ALPHABET) ** 2
OFFICE_BLOCK = 0
_PREFIX, _BODY = 3, 8
_LENGTH = _PREFIX + _BODY + 1
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_ATTEMPTS = 10_000
_BLOCK_DOMAIN = b"pendata-card-block-v1\0"


class NumberError(UserError):
    """What was typed is not the number of a card; the message says which symbol or that the check fails."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A source of new numbers for one issuer: `prefix` of three symbols, `block` from 0 (the office) to
    960.
    """

    prefix: str
    block: int = OFFICE_BLOCK

    def __post_init__(self) -> None:
        if len(self.prefix) != _PREFIX or not set(self.prefix) <= set(ALPHABET):
            raise UserError(
                _("{prefix} cannot begin a card number.", prefix=self.prefix),
                remedy=_("Choose three of these symbols: {symbols}", symbols=ALPHABET),
            )
        if not 0 <= self.block < BLOCKS:
            raise ValueError(f"block {self.block} is not between 0 and {BLOCKS - 1}")

    def draw(self, taken: Container[str], below: Callable[[int], int] = secrets.randbelow) -> str:
        """A new number that is not in `taken` (the numbers this issuer gave before).

        `below(n)` returns an int from 0 to n - 1. UserError when the block is as good as used up.
        """
        high, low = divmod(self.block, len(ALPHABET))
        start = ALPHABET[high] + ALPHABET[low]
        for _attempt in range(_ATTEMPTS):
            body = start + "".join(ALPHABET[below(len(ALPHABET))] for _place in range(_BODY - 2))
            number = grouped(self.prefix + body + check_symbol(self.prefix + body))
            if not _spells(body) and number not in taken:
                return number
        raise UserError(
            _("No card number is left in this block."), remedy=_("Ask the office for a new block.")
        )


def block_of(log: str) -> int:
    """The block, from 1 to 960, of an issuer that writes that log and was given none by the office.

    Two of them that never meet have the same one once in 960 times; the six symbols after it are drawn from
    887 million.
    """
    digest = hashlib.sha256(_BLOCK_DOMAIN + log.encode()).digest()
    return int.from_bytes(digest[:8], "big") % (BLOCKS - 1) + 1


def check_symbol(symbols: str) -> str:
    """The symbol that makes the weighted sum of the eleven `symbols` and itself a multiple of 31."""
    total = sum(
        weight * _VALUE[symbol] for weight, symbol in zip(range(_LENGTH, 1, -1), symbols, strict=True)
    )
    return ALPHABET[-total % len(ALPHABET)]


def grouped(symbols: str) -> str:
    """The twelve symbols as people read them: SMG-7K4M-29QX-3."""
    return f"{symbols[:3]}-{symbols[3:7]}-{symbols[7:11]}-{symbols[11:]}"


def compact(number: str) -> str:
    """The number without hyphens, as machines read it: SMG7K4M29QX3."""
    return number.replace("-", "")


def read_number(text: str) -> str:
    """The number in `text`, grouped; small letters, spaces and hyphens anywhere are forgiven.

    NumberError when it is too short or long, holds a symbol no number has, or fails its check.
    """
    symbols = "".join(text.split()).replace("-", "").upper()
    for symbol in symbols:
        if symbol not in _VALUE:
            raise NumberError(
                _("{symbol} is not used in card numbers.", symbol=symbol),
                remedy=_("Compare with the card: 0, 1, I, L and O never occur."),
            )
    if len(symbols) != _LENGTH:
        raise NumberError(
            _("A card number has {expected} symbols; this one has {n}.", expected=_LENGTH, n=len(symbols)),
            remedy=_("Read it again from the card."),
        )
    if check_symbol(symbols[:-1]) != symbols[-1]:
        raise NumberError(
            _(
                "{number} is not a card number: one symbol is wrong or two are exchanged.",
                number=grouped(symbols),
            ),
            remedy=_("Read it again from the card."),
        )
    return grouped(symbols)


def _spells(body: str) -> bool:
    letters = 0
    for symbol in body:
        letters = letters + 1 if symbol.isalpha() else 0
        if letters == 3:
            return True
    return False
