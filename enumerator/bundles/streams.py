# SPDX-License-Identifier: Apache-2.0
"""Sealed files as streams of frames, in constant memory, in both directions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Full, Queue
from typing import BinaryIO, Protocol

from enumerator.bundles.frames import MAGIC, Frame, FrameParser
from enumerator.bundles.medium import medium_errors
from enumerator.bundles.refusals import BundleError, cut_short, not_a_bundle, not_for_us
from enumerator.identity.sealing import SealError

Opener = Callable[[BinaryIO, "Sink"], None]
"""Decrypts from the file into the sink; raises when the file is not sealed to us or not as it was sealed."""

_SMALL = 1024 * 1024
_AHEAD = 8
_PATIENCE = 0.005
_LONG_PATIENCE = 0.1


class Sink(Protocol):
    """Where decrypted pieces go."""

    def write(self, piece: bytes) -> int: ...

    def flush(self) -> None: ...


class FrameSource:
    """Frames as something to read from, for the encryption, which asks for bytes as it needs them."""

    def __init__(self, frames: Iterable[bytes]) -> None:
        self._frames = iter(frames)
        self._waiting = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; empty at the end."""
        if not self._waiting:
            self._waiting = memoryview(next(self._frames, b""))
        if size < 0:
            rest = bytes(self._waiting) + b"".join(self._frames)
            self._waiting = memoryview(b"")
            return rest
        piece, self._waiting = self._waiting[:size], self._waiting[size:]
        return bytes(piece)


@contextmanager
def opened_frames(path: Path, decrypt: Opener) -> Iterator[Iterator[Frame]]:
    """The frames of a bundle file, decrypted ahead by a second thread, which ends with the context.

    UserError when the file is no bundle, is cut short or changed; what the opener raises passes through. The
    iterator is exhausted only after the very last byte has been authenticated. A small file is decrypted at
    once, before anything of it is given.
    """
    with medium_errors(path), path.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC:
            raise not_a_bundle(path)
        if path.stat().st_size <= _SMALL:
            yield _at_once(path, stream, decrypt)
            return
        ahead = _Ahead(path, stream, decrypt)
        try:
            yield ahead.frames()
        finally:
            ahead.stop()


def _at_once(path: Path, stream: BinaryIO, decrypt: Opener) -> Iterator[Frame]:
    content, parser = _Collected(), FrameParser()
    try:
        decrypt(stream, content)
    except SealError as error:
        raise _refusal(path, error) from error
    frames = list(parser.feed(b"".join(content.pieces)))
    parser.finish()
    return iter(frames)


class _Collected:
    """Takes decrypted pieces."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""


def _refusal(path: Path, error: SealError) -> BundleError:
    strange = "matching keys" in str(error.__cause__)
    return not_for_us(path) if strange else cut_short()


class _Stopped(Exception):  # noqa: N818 - never leaves this module
    """The reader has seen enough."""


class _Ahead:
    """Decrypts in its own thread, a few frames ahead of who reads them."""

    def __init__(self, path: Path, stream: BinaryIO, decrypt: Opener) -> None:
        self._path = path
        self._queue: Queue[Frame | BaseException | None] = Queue(_AHEAD)
        self._stop = threading.Event()
        self._parser = FrameParser()
        self._thread = threading.Thread(target=self._run, args=(stream, decrypt), daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:  # all that Python says when the system has no thread for us
            raise MemoryError from error

    def frames(self) -> Iterator[Frame]:
        while True:
            found = self._next()
            if found is None:
                return
            if isinstance(found, BaseException):
                raise found
            yield found

    def _next(self) -> Frame | BaseException | None:
        """What comes next. MemoryError when the thread died before it could even say why."""
        while True:
            lives = self._thread.is_alive()
            try:
                return self._queue.get(timeout=_LONG_PATIENCE)
            except Empty:
                if not lives:
                    raise MemoryError from None

    def stop(self) -> None:
        self._stop.set()
        while self._thread.is_alive():
            with suppress(Empty):
                self._queue.get_nowait()
            self._thread.join(_PATIENCE)

    def write(self, piece: bytes) -> int:
        """Called by the decryption with the next plain bytes."""
        for frame in self._parser.feed(piece):
            self._put(frame)
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def _run(self, stream: BinaryIO, decrypt: Opener) -> None:
        with suppress(_Stopped):
            self._put(self._decrypted(stream, decrypt))

    def _decrypted(self, stream: BinaryIO, decrypt: Opener) -> BaseException | None:
        """Decrypt to the end; what went wrong is handed to the reading thread."""
        try:
            decrypt(stream, self)
            self._parser.finish()
        except _Stopped:
            raise
        except SealError as error:
            return _refusal(self._path, error)
        except BaseException as error:
            return error
        return None

    def _put(self, item: Frame | BaseException | None) -> None:
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=_LONG_PATIENCE)
            except Full:
                continue
            return
        raise _Stopped
