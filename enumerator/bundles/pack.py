# SPDX-License-Identifier: Apache-2.0
"""Writing a bundle: everything its receiver has not confirmed, signed, sealed, durable on the medium, or
nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, groupby
from pathlib import Path

import msgspec

from enumerator.bundles.content import (
    Content,
    Destination,
    Selection,
    content_for,
    credentials_for,
    destination_of,
)
from enumerator.bundles.frames import FORMAT, MAGIC, Chunk, Frame, Kind, Packer, lines, plain
from enumerator.bundles.manifest import (
    CarriedHead,
    Credentials,
    Holdings,
    Manifest,
    Part,
    Party,
    credentials_body,
    heads_body,
    portions,
)
from enumerator.bundles.medium import CountingFile, Progress, write_whole
from enumerator.bundles.receipts import Sent, own_holdings, peer
from enumerator.bundles.selection import for_enumerator
from enumerator.bundles.senders import Senders
from enumerator.bundles.streams import FrameSource
from enumerator.bundles.tables import prepare
from enumerator.identity.certificates import Certificate, CertificateRequest
from enumerator.identity.keys import Keys
from enumerator.identity.signing import fingerprint
from enumerator.store.database import writing
from enumerator.store.forks import is_own_name
from enumerator.store.mark import note_sent
from enumerator.store.revision import Blob
from enumerator.store.store import Store

SUFFIX = ".pendata"
SIGNED = b"pendata-bundle-v1\0"
LARGEST_VOLUME = 3_900_000_000
_HEADS_PER_FRAME = 4000


@dataclass(frozen=True)
class Packed:
    """What was written. `paths` has more than one file when a stick's largest file would not hold it all."""

    bundle_id: str
    paths: tuple[Path, ...]
    receiver: str
    revisions: int
    attachments: int
    size: int
    number: int

    @property
    def path(self) -> Path:
        """The first file."""
        return self.paths[0]


def export_bundle(
    store: Store,
    keys: Keys,
    folder: Path,
    *,
    to: Certificate | None = None,
    select: Selection = for_enumerator,
    request: CertificateRequest | None = None,
    limit: int = LARGEST_VOLUME,
    progress: Progress | None = None,
) -> Packed:
    """Write a bundle into `folder` for the office that enrolled us (`to` None), another one, or a laptop.

    An office gets whole logs with their writers' own signatures. A laptop gets the records that `select`
    names, for which this office vouches. `request` is a new laptop's certificate request (by default the
    one in the data folder, until the office has answered). MediumError when the folder does not take it;
    then no file remains and nothing is noted as sent.
    """
    prepare(store.db)
    senders = Senders.of(store, keys)
    if to is None and keys.office is not None:
        to = Certificate.from_values(keys.office)
    destination = destination_of(store, keys, senders, to)
    known = peer(store, destination.key)
    theirs = known.holdings if known else Holdings()
    content = content_for(store, keys, senders, destination, to, theirs, select)
    credentials = credentials_for(store, keys, senders, to, request)
    return _Export(store, keys, destination, content, credentials, folder, limit, progress).run()


class _Export:
    """One export: its files, one after the other."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        destination: Destination,
        content: Content,
        credentials: Credentials,
        folder: Path,
        limit: int,
        progress: Progress | None,
    ) -> None:
        self._store = store
        self._keys = keys
        self._destination = destination
        self._content = content
        self._credentials = credentials
        self._folder = folder
        self._limit = limit
        self._progress = progress
        self._packer = Packer()
        self._export = secrets.token_hex(8)
        self._made = store.clock().isoformat(timespec="seconds")
        last = store.db.execute("SELECT max(number) FROM bundle WHERE way = 'out'").fetchone()[0]
        self._number = (last or 0) + 1
        self._total = sum(part.last - part.first + 1 for part in content.parts) + len(content.extract)
        self._done = 0
        self._blobs: dict[str, Blob] = {}
        self._waiting: list[Blob] = []

    def run(self) -> Packed:
        written: list[tuple[Manifest, Path, int]] = []
        try:
            while not written or self._waiting:
                written.append(self._write_volume(len(written) + 1))
            self._note(written)
        except BaseException:
            for _manifest, path, _size in written:
                path.unlink(missing_ok=True)
            raise
        return Packed(
            bundle_id=written[0][0].bundle,
            paths=tuple(path for _manifest, path, _size in written),
            receiver=self._destination.name,
            revisions=self._total,
            attachments=len(self._blobs),
            size=sum(size for _manifest, _path, size in written),
            number=self._number,
        )

    def _write_volume(self, volume: int) -> tuple[Manifest, Path, int]:
        manifest = self._manifest(volume)
        path = self._folder / self._name(manifest)
        size = 0

        def fill(out: CountingFile) -> None:
            nonlocal size
            out.write(MAGIC)
            frames = self._signed(self._frames(manifest, out))
            self._keys.seal(FrameSource(frames), out, [self._destination.sealing])
            size = out.size

        write_whole(path, fill)
        return manifest, path, size

    def _frames(self, manifest: Manifest, out: CountingFile) -> Iterator[Frame]:
        yield manifest.frame()
        for portion in portions(self._credentials):
            yield self._packer.compressed(Kind.KEYS, credentials_body(portion))
        if manifest.volume == 1:
            yield from self._revision_frames()
            self._waiting = list(self._blobs.values())
        first = True
        while self._waiting:
            blob = self._waiting[0]
            if (not first or manifest.volume == 1) and out.size + blob.size > self._limit:
                return
            first = False
            yield from self._blob_frames(self._waiting.pop(0))

    def _revision_frames(self) -> Iterator[Frame]:
        self._blobs.update(self._content.blobs)
        heads = tuple(
            CarriedHead(head.log, head.seq, head.hash, head.signature.hex()) for head in self._content.heads
        )
        for at in range(0, len(heads), _HEADS_PER_FRAME):
            yield self._packer.compressed(Kind.HEADS, heads_body(heads[at : at + _HEADS_PER_FRAME]))
        for part in self._content.parts:
            for body in lines(self._noting(self._raws(part))):
                yield self._packer.compressed(Kind.REVISIONS, body)
        for body in lines(self._noting(self._extract())):
            yield self._packer.compressed(Kind.EXTRACT, body)

    def _raws(self, part: Part) -> Iterable[bytes]:
        journal = self._store.journal
        branch = journal.branches.path(part.log, part.end)
        if branch:
            return (variant.raw for variant in branch)
        ours = next((run for run in journal.runs(part.log) if run.first <= part.last <= run.last), None)
        if ours is None or part.first >= ours.first:
            return journal.raw(part.log, part.first, part.last)
        way = (variant.raw for variant in journal.branches.path(part.log, ours.before))
        return chain(way, journal.raw(part.log, ours.first, part.last))

    def _extract(self) -> Iterator[bytes]:
        """The chosen revisions; stretches of one log are read at once."""
        numbered = enumerate(self._content.extract)
        for (log, _offset), stretch in groupby(numbered, lambda item: (item[1].log, item[1].seq - item[0])):
            dots = [dot for _index, dot in stretch]
            if is_own_name(dots[0]):
                found = (self._store.journal.branches.raw(dot) for dot in dots)
                yield from (raw for raw in found if raw is not None)
            else:
                yield from self._store.journal.raw(log, dots[0].seq, dots[-1].seq)

    def _noting(self, raws: Iterable[bytes]) -> Iterator[bytes]:
        """Pass revisions on, noting the attachments they speak of."""
        for raw in raws:
            for blob in blobs_of(raw):
                if blob.sha256 not in self._blobs and self._store.attachments.has(blob.sha256):
                    self._blobs[blob.sha256] = blob
            self._done += 1
            if self._progress and self._done % 256 == 0:
                self._progress(self._done, self._total)
            yield raw

    def _blob_frames(self, blob: Blob) -> Iterator[Frame]:
        offset, size = 0, self._store.attachments.size(blob.sha256)
        for piece in self._store.attachments.parts(blob.sha256):
            yield Chunk(blob.sha256, offset, size, blob.mime, piece).frame()
            offset += len(piece)
        if size == 0:
            yield Chunk(blob.sha256, 0, 0, blob.mime, b"").frame()

    def _signed(self, frames: Iterable[Frame]) -> Iterator[bytes]:
        """The frames' bytes, closed by the trailer over all of them."""
        digest = hashlib.sha256()
        for frame in frames:
            encoded = frame.encode()
            digest.update(encoded)
            yield encoded
        signature = self._keys.sign(SIGNED + digest.digest())
        yield plain(Kind.TRAILER, digest.digest() + signature).encode()

    def _manifest(self, volume: int) -> Manifest:
        keys = self._keys
        first = volume == 1
        return Manifest(
            format=FORMAT,
            bundle=secrets.token_hex(16),
            set=self._export,
            volume=volume,
            number=self._number,
            project=keys.project.id,
            project_name=keys.project.name,
            training=keys.project.training,
            purpose="up" if self._destination.whole_logs else "down",
            made=self._made,
            sender=Party(keys.author, keys.person.name, keys.role.value, keys.log, fingerprint(keys.public)),
            to=(self._destination.sealing, keys.recipient),
            receiver=self._destination.log,
            parts=self._content.parts if first else (),
            extract=len(self._content.extract) if first else 0,
            holdings=own_holdings(self._store, self._holdings_for()),
            program=_program(),
        )

    def _holdings_for(self) -> Collection[str] | None:
        """A laptop is told about its own logs; an office about everything."""
        return None if self._destination.whole_logs else self._destination.logs

    def _name(self, manifest: Manifest) -> str:
        volume = f"-{manifest.volume}" if manifest.volume > 1 else ""
        day = self._made[:10].replace("-", "")
        sender, receiver = self._keys.log[:4], self._destination.log[:4]
        return f"{day}-{sender}-{receiver}-{self._number:04d}-{self._export[:4]}{volume}{SUFFIX}"

    def _own_last(self) -> int:
        return max((part.last for part in self._content.parts if part.log == self._keys.log), default=0)

    def _note(self, written: list[tuple[Manifest, Path, int]]) -> None:
        if last := self._own_last():
            note_sent(self._store.path.parent, self._keys.log, last)
        with writing(self._store.db):
            for manifest, path, size in written:
                about = Sent(self._total, len(self._blobs), size, manifest.parts)
                self._store.db.execute(
                    "INSERT INTO bundle VALUES (?, 'out', ?, ?, ?, ?, ?, ?, ?, ?, 'done', ?)",
                    (
                        manifest.bundle,
                        manifest.set,
                        manifest.volume,
                        manifest.number,
                        self._destination.key,
                        self._destination.name,
                        manifest.made,
                        manifest.made,
                        path.name,
                        msgspec.json.encode(about).decode(),
                    ),
                )


class _Blobs(msgspec.Struct, gc=False):
    blobs: tuple[Blob, ...] = ()


_blobs = msgspec.json.Decoder(_Blobs)


def blobs_of(raw: bytes) -> tuple[Blob, ...]:
    """The attachments a revision speaks of, without reading the rest of it."""
    return () if b'"blobs":[]' in raw else _blobs.decode(raw).blobs


@cache
def _program() -> str:
    try:
        return version("pendata")
    except PackageNotFoundError:
        return ""
