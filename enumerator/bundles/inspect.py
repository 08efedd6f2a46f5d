# SPDX-License-Identifier: Apache-2.0
"""What a bundle holds, told without importing it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import msgspec

from enumerator.bundles.frames import Chunk, Kind
from enumerator.bundles.manifest import Manifest
from enumerator.bundles.medium import Progress
from enumerator.bundles.streams import opened_frames
from enumerator.bundles.verify import peek, split
from enumerator.identity.keys import Keys


@dataclass(frozen=True, slots=True)
class Contents:
    """A bundle's manifest and what follows it; `revisions` counts by kind of record. Nothing of it is
    proven here.
    """

    manifest: Manifest
    size: int
    revisions: dict[str, int]
    records: int
    attachments: int
    attachment_bytes: int


class _Head(msgspec.Struct, gc=False):
    record: str
    kind: str


_head = msgspec.json.Decoder(_Head)


def inspect_bundle(path: Path, keys: Keys, progress: Progress | None = None) -> Contents:
    """Read the whole file and count. UserError when it is no bundle, not sealed to us, cut short or
    altered.
    """
    size = path.stat().st_size
    manifest = peek(path, keys)
    kinds: Counter[str] = Counter()
    records: set[str] = set()
    attachments = attachment_bytes = seen = 0
    with opened_frames(path, keys.open) as frames:
        for frame in frames:
            if frame.kind in (Kind.REVISIONS, Kind.EXTRACT):
                for raw in split(frame):
                    head = _head.decode(raw)
                    kinds[head.kind] += 1
                    records.add(head.record)
            elif frame.kind == Kind.BLOB:
                chunk = Chunk.read(frame)
                attachments += chunk.offset == 0
                attachment_bytes += len(chunk.body)
            seen += len(frame.body)
            if progress:
                progress(min(seen, size), size)
    return Contents(manifest, size, dict(sorted(kinds.items())), len(records), attachments, attachment_bytes)
