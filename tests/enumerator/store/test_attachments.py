# SPDX-License-Identifier: Apache-2.0
"""Files kept under their hash."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from enumerator.store.attachments import PART_BYTES, AttachmentError
from enumerator.store.store import Store, create_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = create_store(tmp_path / "a.db", bytes(32))
    yield opened
    opened.close()


@pytest.mark.parametrize("size", [0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES + 17])
def test_a_file_comes_back_byte_for_byte(store: Store, size: int) -> None:
    content = random.Random(size).randbytes(size)
    blob = store.attachments.put(content, name="foto.jpg", mime="image/jpeg")
    assert (blob.sha256, blob.size, blob.mime) == (hashlib.sha256(content).hexdigest(), size, "image/jpeg")
    assert store.attachments.read(blob.sha256) == content
    assert b"".join(store.attachments.parts(blob.sha256)) == content
    assert store.attachments.size(blob.sha256) == size
    assert store.attachments.mime(blob.sha256) == "image/jpeg"


def test_streams_and_pieces_of_any_size_are_the_same_file(store: Store) -> None:
    content = random.Random(1).randbytes(2 * PART_BYTES + 500)
    pieces = (content[at : at + 300_001] for at in range(0, len(content), 300_001))
    first = store.attachments.put(io.BytesIO(content))
    assert store.attachments.put(pieces).sha256 == first.sha256
    assert store.db.conn.execute("SELECT count(*) FROM attachment").fetchone()[0] == 1
    assert store.db.conn.execute("SELECT count(*) FROM attachment_part").fetchone()[0] == 3


def test_a_stream_can_be_sought_in(store: Store) -> None:
    content = random.Random(2).randbytes(2 * PART_BYTES + 500)
    with store.attachments.open(store.attachments.put(content).sha256) as stream:
        stream.seek(PART_BYTES - 3)
        assert stream.read(7) == content[PART_BYTES - 3 : PART_BYTES + 4]
        stream.seek(-5, io.SEEK_END)
        assert stream.read() == content[-5:]


def test_a_file_that_is_not_the_one_announced_leaves_nothing(store: Store) -> None:
    with pytest.raises(AttachmentError):
        store.attachments.put(b"other", name="foto.jpg", expect="00" * 32)
    assert store.db.conn.execute("SELECT count(*) FROM attachment_part").fetchone()[0] == 0


def test_a_missing_file_is_told_in_words(store: Store) -> None:
    assert not store.attachments.has("00" * 32)
    with pytest.raises(AttachmentError) as caught:
        store.attachments.read("00" * 32)
    assert caught.value.remedy


def test_a_hostile_name_never_becomes_a_path(store: Store, tmp_path: Path) -> None:
    before = sorted(p.name for p in tmp_path.iterdir())
    store.attachments.put(b"x", name="../../etc/passwd")
    store.attachments.put(b"y", name="C:\\CON")
    assert sorted(p.name for p in tmp_path.iterdir()) == before
