# SPDX-License-Identifier: Apache-2.0
"""The bytes of a revision: canonical, complete, and read back as they were meant."""

from __future__ import annotations

import json
import string
import uuid
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enumerator.store.revision import (
    Blob,
    Dot,
    FormRef,
    Revision,
    decode,
    encode,
    head_message,
    new_record,
    revision_hash,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DOTS = st.builds(Dot, st.text("0123456789abcdef", min_size=32, max_size=32), st.integers(1, 2**53))
ADDRESSES = st.text(string.ascii_lowercase + "/[]#-", min_size=1, max_size=12)
REVISIONS = st.builds(
    Revision,
    dot=DOTS,
    prev=st.text("0123456789abcdef", max_size=64),
    record=TEXT,
    kind=TEXT,
    act=TEXT,
    parents=st.lists(DOTS, max_size=3).map(tuple),
    hlc=st.text("0123456789abcdef", min_size=16, max_size=16),
    wall=TEXT,
    author=TEXT,
    values=st.dictionaries(ADDRESSES, TEXT, max_size=6),
    touched=st.lists(ADDRESSES, max_size=6, unique=True).map(sorted).map(tuple),
    reason=TEXT,
    clock_suspect=st.booleans(),
    form=st.none() | st.builds(FormRef, TEXT, TEXT, TEXT),
    blobs=st.lists(st.builds(Blob, TEXT, st.integers(0, 2**40), TEXT, TEXT), max_size=2).map(tuple),
    v=st.just(1),
)


@given(REVISIONS)
def test_what_is_written_is_read_back_and_written_alike_again(revision: Revision) -> None:
    raw = encode(revision)
    assert decode(raw) == revision
    assert encode(decode(raw)) == raw


@given(REVISIONS)
def test_the_bytes_are_json_with_sorted_names_and_no_spaces(revision: Revision) -> None:
    told = json.loads(encode(revision))
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    # below U+0020 and at DEL the two writers escape in their own ways
    if plain.isascii() and all(byte >= 0x20 and byte != 0x7F for byte in plain) and b"\\u" not in plain:
        assert encode(revision) == plain


def test_a_first_save_does_not_list_its_addresses_twice() -> None:
    values = {f"/data/q{n}": "1" for n in range(50)}
    full = Revision(
        Dot("ab" * 16, 1), "", "r", "household", "save", (), "0" * 16, "", "a", values, tuple(sorted(values))
    )
    assert encode(full).count(b"/data/q7") == 1
    assert decode(encode(full)) == full


@given(REVISIONS, st.data())
def test_any_change_of_a_byte_changes_the_hash(revision: Revision, data: st.DataObject) -> None:
    raw = bytearray(encode(revision))
    place = data.draw(st.integers(0, len(raw) - 1))
    before = revision_hash(bytes(raw))
    raw[place] ^= 1
    assert revision_hash(bytes(raw)) != before


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"null", b'{"dot":1}', b"\xff", b"[" * 100_000])
def test_what_is_no_revision_is_refused(raw: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, RecursionError)):
        decode(raw)


def test_fields_of_a_later_version_do_not_hinder_reading() -> None:
    plain = Revision(Dot("ab" * 16, 1), "", "r", "household", "save", (), "0" * 16, "", "a", {"/data/a": "1"})
    later = encode(plain)[:-1] + b',"zeal":{"a":[1,2]}}'
    assert decode(later) == plain


def test_a_dot_is_written_and_read() -> None:
    assert Dot.parse(str(Dot("ab" * 16, 7))) == Dot("ab" * 16, 7)
    with pytest.raises(ValueError, match="invalid literal"):
        Dot.parse("ab")


def test_record_names_are_uuids_that_sort_by_time() -> None:
    names = [new_record() for _n in range(2000)]
    assert len(set(names)) == len(names)
    assert all(uuid.UUID(name).version == 7 for name in names)
    assert all(earlier[:13] <= later[:13] for earlier, later in pairwise(names))


def test_head_messages_differ_by_log_place_and_hash() -> None:
    heads = [("ab", 1, "00"), ("ab", 10, "0"), ("a", 1, "00"), ("ab", 1, "01")]
    assert len({head_message(*head) for head in heads}) == 4
