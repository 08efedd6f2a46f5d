# SPDX-License-Identifier: Apache-2.0
"""Base45 as RFC 9285 has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enumerator.cards.base45 import decode, encode


@pytest.mark.parametrize(
    ("plain", "encoded"),
    [
        (b"AB", "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
        (b"", ""),
    ],
)
def test_the_examples_of_the_rfc(plain: bytes, encoded: str) -> None:
    assert encode(plain) == encoded
    assert decode(encoded) == plain


@given(st.binary(max_size=200))
def test_what_is_encoded_comes_back(data: bytes) -> None:
    assert decode(encode(data)) == data


@pytest.mark.parametrize("text", ["GGW", "A", "::", "ab", "AB\u00e9", ":::", "BB8A"])
def test_what_is_not_base45_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base45"):
        decode(text)
