# SPDX-License-Identifier: Apache-2.0
"""Rows made small: zstd with a dictionary of what our records have in common.

The dictionary was trained on made-up records (`packaging/train_dictionary.py`), so it holds nothing of
anybody. A frame names the dictionary it was made with, and the database keeps every one it ever used: a
later program with a better dictionary reads old rows, and an old database needs no file beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import zstandard

from enumerator.store.database import file_of
from enumerator.store.faults import damaged
from enumerator.store.sqlite import Database

LEVEL = 3
LARGEST_ROW = 16 * 1024 * 1024
_MANY = 128
SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "store" / "rows.zdict"


class RowCompression:
    """Compresses with the shipped dictionary, decompresses with the one a row was made with."""

    def __init__(self, db: Database, *, shipped_first: bool = False) -> None:
        """`shipped_first` for a damaged database, whose own dictionary may be what is damaged."""
        self._db = db
        self._readers: dict[int, zstandard.ZstdDecompressor] = {}
        if shipped_first:
            body = SHIPPED.read_bytes()
            self._readers[zstandard.ZstdCompressionDict(body).dict_id()] = _reader_with(body)
        self._writer: zstandard.ZstdCompressor | None = None
        self._shipped: zstandard.ZstdCompressionDict | None = None
        self._dictionary = b""
        self._number = 0

    def begin(self) -> None:
        """Call inside each transaction that stores rows, so that the dictionary is stored with them."""
        if self._writer is None:
            self._writer = self._new_writer()
        if self._db.conn.execute("SELECT 1 FROM dictionary WHERE id = ?", (self._number,)).fetchone() is None:
            self._db.conn.execute(
                "INSERT INTO dictionary (id, body) VALUES (?, ?)", (self._number, self._dictionary)
            )

    def compress(self, raw: bytes) -> bytes:
        """The row as it is stored; after `begin`."""
        assert self._writer is not None
        return self._writer.compress(raw)

    def compress_all(self, raws: list[bytes]) -> list[bytes]:
        """Many rows at once, on two processors where there are; after `begin`."""
        if len(raws) < _MANY:
            return [self.compress(raw) for raw in raws]
        assert self._writer is not None
        rows = self._writer.multi_compress_to_buffer([*raws], threads=min(2, os.cpu_count() or 1))
        return [rows[index].tobytes() for index in range(len(rows))]

    def packer(self) -> Callable[[list[bytes]], list[bytes]]:
        """As `compress_all`, for any one other thread, before `begin` too."""
        writer = self._new_writer()

        def pack(raws: list[bytes]) -> list[bytes]:
            rows = writer.multi_compress_to_buffer([*raws], threads=1)
            return [rows[index].tobytes() for index in range(len(rows))]

        return pack

    def _new_writer(self) -> zstandard.ZstdCompressor:
        if self._shipped is None:
            self._dictionary = SHIPPED.read_bytes()
            self._shipped = zstandard.ZstdCompressionDict(self._dictionary)
            self._shipped.precompute_compress(level=LEVEL)
            self._number = self._shipped.dict_id()
        return zstandard.ZstdCompressor(level=LEVEL, dict_data=self._shipped, write_checksum=True)

    def decompress(self, body: bytes) -> bytes:
        """DamagedError when it does not come out as it went in.

        SQLCipher may hand out a page of zeros once before it reports that the page was altered; the frame's
        own checksum notices that.
        """
        try:
            parameters = zstandard.get_frame_parameters(body)
            if not 0 <= parameters.content_size <= LARGEST_ROW:
                raise damaged(file_of(self._db))
            reader = self._readers.get(parameters.dict_id)
            if reader is None:
                reader = self._readers[parameters.dict_id] = self._reader(parameters.dict_id)
            return reader.decompress(body, max_output_size=LARGEST_ROW)
        except zstandard.ZstdError as error:
            raise damaged(file_of(self._db)) from error

    def _reader(self, dictionary_id: int) -> zstandard.ZstdDecompressor:
        if dictionary_id == 0:
            return zstandard.ZstdDecompressor()
        row = self._db.conn.execute("SELECT body FROM dictionary WHERE id = ?", (dictionary_id,)).fetchone()
        if row is None:
            raise damaged(file_of(self._db))
        return _reader_with(row[0])


def _reader_with(dictionary: bytes) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=zstandard.ZstdCompressionDict(dictionary))
