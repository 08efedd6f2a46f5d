# SPDX-License-Identifier: Apache-2.0
"""The number of a card: its shape, its check, and what is made of what people type."""

from __future__ import annotations

import random

import pytest

from enumerator.cards.number import (
    ALPHABET,
    BLOCKS,
    NumberError,
    Numbers,
    check_symbol,
    compact,
    grouped,
    read_number,
)
from enumerator.errors import UserError


def sample(count: int, seed: int = 1) -> list[str]:
    source = random.Random(seed)
    return [Numbers("SMG", source.randrange(BLOCKS)).draw((), source.randrange) for _ in range(count)]


def is_number(symbols: str) -> bool:
    try:
        read_number(symbols)
    except NumberError:
        return False
    return True


def test_a_number_looks_like_the_one_in_the_design() -> None:
    (number,) = sample(1)
    assert [len(part) for part in number.split("-")] == [3, 4, 4, 1]
    assert number.startswith("SMG-")


def test_no_symbol_can_be_taken_for_another() -> None:
    assert not set("01ILO") & set(ALPHABET)
    assert len(set(ALPHABET)) == 31


def test_every_wrong_symbol_is_caught() -> None:
    for number in map(compact, sample(25)):
        for place in range(12):
            for symbol in set(ALPHABET) - {number[place]}:
                assert not is_number(number[:place] + symbol + number[place + 1 :])


def test_every_exchange_of_two_symbols_is_caught_also_of_distant_ones() -> None:
    for number in map(compact, sample(200)):
        for first in range(12):
            for second in range(first + 1, 12):
                if number[first] != number[second]:
                    symbols = list(number)
                    symbols[first], symbols[second] = symbols[second], symbols[first]
                    assert not is_number("".join(symbols))


def test_laptops_with_different_blocks_never_draw_the_same_number() -> None:
    same_luck = [Numbers("SMG", block).draw((), random.Random(7).randrange) for block in range(BLOCKS)]
    assert len(set(same_luck)) == BLOCKS


def test_an_issuer_never_draws_a_number_it_has_given() -> None:
    numbers = iter([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3])
    first = Numbers("SMG").draw((), lambda _n: 2)
    assert Numbers("SMG").draw({first}, lambda _n: next(numbers)) != first


def test_a_block_that_is_used_up_says_so() -> None:
    first = Numbers("SMG").draw((), lambda _n: 2)
    with pytest.raises(UserError):
        Numbers("SMG").draw({first}, lambda _n: 2)


def test_no_number_spells_a_word() -> None:
    for number in sample(2000):
        letters = "".join("x" if symbol.isalpha() else " " for symbol in compact(number)[3:11])
        assert "xxx" not in letters


def test_small_letters_spaces_and_missing_hyphens_are_forgiven() -> None:
    (number,) = sample(1)
    assert read_number(f"  {number.lower().replace('-', ' ')} ") == number
    assert read_number(compact(number)) == number
    assert grouped(compact(number)) == number


@pytest.mark.parametrize("wrong", ["SMG-7K4M-29QO-3", "SMG-7K4M-29Q1-3"])
def test_a_symbol_that_no_number_has_is_named(wrong: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(wrong)
    assert wrong[12] in caught.value.what


def test_too_few_symbols_are_counted() -> None:
    with pytest.raises(NumberError) as caught:
        read_number("SMG-7K4M")
    assert "7" in caught.value.what


def test_the_check_symbol_makes_the_weighted_sum_a_multiple_of_31() -> None:
    symbols = "SMG7K4M29QX"
    values = [ALPHABET.index(symbol) for symbol in symbols + check_symbol(symbols)]
    assert sum(weight * value for weight, value in zip(range(12, 0, -1), values, strict=True)) % 31 == 0


def test_a_prefix_with_a_forbidden_letter_is_refused() -> None:
    with pytest.raises(UserError):
        Numbers("SOL")
