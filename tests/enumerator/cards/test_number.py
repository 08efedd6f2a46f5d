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
    block_of,
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


def with_symbols(chosen: dict[int, str]) -> str:
    """A right number with those symbols at those places; the others make the check right."""
    free = next(place for place in range(12) if place not in chosen)
    for symbol in ALPHABET:
        symbols = "".join({**dict.fromkeys(range(12), "7"), **chosen, free: symbol}[at] for at in range(12))
        if is_number(symbols):
            return symbols
    raise AssertionError("no symbol makes the check right")


def test_every_wrong_symbol_is_caught_whatever_stood_there() -> None:
    """Every place, every right symbol, every wrong one."""
    for place in range(12):
        for right in ALPHABET:
            number = with_symbols({place: right})
            for wrong in set(ALPHABET) - {right}:
                assert not is_number(number[:place] + wrong + number[place + 1 :])


def test_every_exchange_of_two_symbols_is_caught_also_of_distant_ones() -> None:
    """Every pair of places, every pair of symbols; the neighbours among them are what people exchange."""
    tried = 0
    for first in range(12):
        for second in range(first + 1, 12):
            for one in ALPHABET:
                for other in ALPHABET:
                    if one == other:
                        continue
                    values = [ALPHABET.index(one), ALPHABET.index(other)]
                    weights = [12 - first, 12 - second]
                    before = weights[0] * values[0] + weights[1] * values[1]
                    after = weights[0] * values[1] + weights[1] * values[0]
                    assert (before - after) % 31
                    tried += 1
    assert tried == 66 * 31 * 30
    for number in map(compact, sample(200)):
        for first in range(11):
            if number[first] != number[first + 1]:
                exchanged = number[:first] + number[first + 1] + number[first] + number[first + 2 :]
                assert not is_number(exchanged)


def test_two_places_that_never_met_draw_numbers_apart() -> None:
    """Restored offices and laptops have a block by the name of their log, never that of the office itself."""
    logs = [f"{n:032x}" for n in range(4_000)]
    blocks = [block_of(log) for log in logs]
    assert 0 not in blocks
    assert all(0 < block < BLOCKS for block in blocks)
    assert block_of(logs[0]) == block_of(logs[0])
    assert len(set(blocks)) > 930  # of 960: spread over all of them, as chance does


def test_even_in_the_same_block_ten_thousand_numbers_each_hardly_ever_meet() -> None:
    """31 to the sixth: the odds for one of 10,000 to be among another 10,000 are one in nine; over two blocks
    drawn at random, one in 8,500. The register shows the two households when it does happen."""
    possible = 31**6
    assert 10_000 * 10_000 / possible < 1 / 8
    assert 10_000 * 10_000 / possible / 960 < 1 / 8_500
    one = {Numbers("SMG", 7).draw(()) for _ in range(2_000)}
    assert len(one) == 2_000


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
