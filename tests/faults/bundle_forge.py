# SPDX-License-Identifier: Apache-2.0
"""What an attacker can do with a bundle: open it where a key is at hand, change it, seal it anew."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

from enumerator.bundles.frames import MAGIC, Frame, FrameParser, Kind, plain
from enumerator.bundles.pack import SIGNED
from enumerator.identity.keys import Keys
from enumerator.identity.sealing import seal


def frames_of(path: Path, keys: Keys) -> list[Frame]:
    """All frames of a bundle that the keys open."""
    plain_text = io.BytesIO()
    with path.open("rb") as stream:
        stream.read(len(MAGIC))
        keys.open(stream, plain_text)
    parser = FrameParser()
    found = list(parser.feed(plain_text.getvalue()))
    parser.finish()
    return found


def sealed(path: Path, frames: list[Frame], *recipients: str, after: bytes = b"") -> Path:
    """Write frames as a bundle sealed for the recipients, which needs nobody's secret."""
    with path.open("wb") as out:
        out.write(MAGIC)
        seal(io.BytesIO(b"".join(frame.encode() for frame in frames) + after), out, recipients)
    return path


def signed(frames: list[Frame], sign: Callable[[bytes], bytes]) -> list[Frame]:
    """The frames without their trailer, closed by one of `sign`."""
    body = [frame for frame in frames if frame.kind != Kind.TRAILER]
    digest = hashlib.sha256(b"".join(frame.encode() for frame in body)).digest()
    return [*body, plain(Kind.TRAILER, digest + sign(SIGNED + digest))]
