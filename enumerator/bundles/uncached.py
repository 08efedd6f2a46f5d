# SPDX-License-Identifier: Apache-2.0
"""Reading a file from its medium, past what the operating system still remembers of it."""

from __future__ import annotations

import hashlib
import mmap
import os
import sys
from pathlib import Path
from typing import IO

_BLOCK = 1024 * 1024


def digest_on_medium(path: Path) -> str:
    """SHA-256 in hex of the file as the medium holds it; OSError when it does not give it back.

    Where the system cannot be told to forget (a network drive, some file systems), of what it remembers.
    """
    digest, left = hashlib.sha256(), path.stat().st_size
    # a page of memory of its own, for Windows reads past its cache into nothing else
    with _opened(path) as stream, mmap.mmap(-1, _BLOCK) as block:
        while left > 0:
            count = stream.readinto(block)  # type: ignore[attr-defined]
            if not count:
                break
            digest.update(block[:count])
            left -= count
    return digest.hexdigest()


def _opened(path: Path) -> IO[bytes]:
    if sys.platform == "win32":
        return _opened_on_windows(path)
    stream = path.open("rb", buffering=0)
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(stream.fileno(), fcntl.F_NOCACHE, 1)
    elif hasattr(os, "posix_fadvise"):
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return stream


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _GENERIC_READ, _SHARE_ALL, _OPEN_EXISTING = 0x80000000, 0x7, 3
    _NO_BUFFERING = 0x20000000

    def _opened_on_windows(path: Path) -> IO[bytes]:
        """`CreateFileW` with FILE_FLAG_NO_BUFFERING: reads are of whole sectors into whole pages."""
        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        create.restype = wintypes.HANDLE
        create.argtypes = (
            *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
            *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
        )
        handle = create(str(path), _GENERIC_READ, _SHARE_ALL, None, _OPEN_EXISTING, _NO_BUFFERING, None)
        if handle in (None, wintypes.HANDLE(-1).value):
            raise ctypes.WinError(ctypes.get_last_error())
        return os.fdopen(msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY), "rb", buffering=0)
