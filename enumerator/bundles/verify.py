# SPDX-License-Identifier: Apache-2.0
"""Reading a whole bundle before anything of it is believed: structure, sender, signature, every hash and
chain. What was read of a bundle of ordinary size is kept, so that nothing is read twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from enumerator.bundles.frames import Chunk, Frame, Kind
from enumerator.bundles.kept import Kept, Packing
from enumerator.bundles.manifest import (
    Credentials,
    Manifest,
    NewerFormat,
    Part,
    read_credentials,
    read_heads,
    read_manifest,
)
from enumerator.bundles.medium import Progress
from enumerator.bundles.pack import SIGNED
from enumerator.bundles.refusals import (
    altered,
    newer_format,
    other_project,
    own_bundle,
    revoked_office,
    training_and_real,
    unknown_sender,
)
from enumerator.bundles.senders import Sender, Senders, admit
from enumerator.bundles.streams import opened_frames
from enumerator.identity.certificates import Certificate, CertificateRequest
from enumerator.identity.faults import IdentityError
from enumerator.identity.keys import Keys
from enumerator.identity.project import Role
from enumerator.identity.signing import fingerprint, verify
from enumerator.store.erasing import is_erased
from enumerator.store.journal import Arrived, ChainError, SignedHead
from enumerator.store.revision import is_stub
from enumerator.store.slices import Slice, check_statement, read_slice
from enumerator.store.store import Store

_ORDER: dict[int, int] = {
    kind: place
    for place, kind in enumerate(
        (Kind.HEADER, Kind.KEYS, Kind.HEADS, Kind.REVISIONS, Kind.EXTRACT, Kind.BLOB, Kind.TRAILER)
    )
}
_SMALL_REVISIONS = 50_000
_SMALL_BYTES = 256 * 1024 * 1024
LARGEST_ATTACHMENT = 2 * 1024 * 1024 * 1024


@dataclass(frozen=True)
class Verified:
    """What is known about a bundle once all of it was read and found whole and genuine.

    `arrived` are the revisions of its parts, in order, None where they must be read again; `more` says
    whether there are frames behind them that must be.
    """

    manifest: Manifest
    sender: Sender
    senders: Senders
    admitted: Certificate | None
    heads: dict[str, SignedHead]
    size: int
    arrived: tuple[Arrived, ...] | None
    more: bool

    @property
    def is_small(self) -> bool:
        """Whether all of it fits into one transaction."""
        return _is_small(self.manifest, self.size)


def _is_small(manifest: Manifest, size: int) -> bool:
    revisions = manifest.extract + sum(part.last - part.first + 1 for part in manifest.parts)
    return revisions <= _SMALL_REVISIONS and size <= _SMALL_BYTES


def peek(path: Path, keys: Keys) -> Manifest:
    """The manifest alone, which costs the same for a file of any size. Nothing about it is proven yet.

    UserError when the file is no bundle, not sealed to us, or of a later format.
    """
    with opened_frames(path, keys.open) as frames:
        return _manifest_of(path, next(frames, None))


def verify_bundle(
    path: Path, store: Store, keys: Keys, progress: Progress | None = None, *, believe: bool = False
) -> Verified:
    """Read the whole file and write nothing. `believe` is a person's word for a bundle that was kept aside:
    the new laptop behind it is let in without a fitting kit, and may have written in another's name.

    BundleError when it is cut short, altered, another project's, or of a later format; QuarantinedError
    when nobody vouches for its sender, or the sender speaks for others.
    """
    size = path.stat().st_size
    with opened_frames(path, keys.open) as frames:
        manifest = _manifest_of(path, first := next(frames, None))
        check_project(manifest, keys)
        assert first is not None
        with Packing(store.journal.packer) as packing:
            kept = Kept(packing, wanted=_is_small(manifest, size))
            check = _Check(manifest, store, keys, first, kept, believe)
            for frame in frames:
                check.take(frame)
                if progress:
                    progress(min(check.seen, size), size)
            return check.finish(size)


def check_project(manifest: Manifest, keys: Keys) -> None:
    """BundleError when it is not of our project, or not sealed by its sender for us."""
    if manifest.training != keys.project.training:
        raise training_and_real()
    if manifest.project != keys.project.id:
        raise other_project(manifest.project_name, keys.project.name)
    if manifest.sender.log in (keys.log, keys.device):
        raise own_bundle()
    if keys.recipient not in manifest.to:
        raise altered("sealed to somebody its sender did not name")


def _manifest_of(path: Path, frame: Frame | None) -> Manifest:
    if frame is None:
        raise altered("no manifest")
    try:
        return read_manifest(frame)
    except NewerFormat as error:
        raise newer_format(path) from error


class _Check:
    """Takes the frames in order and refuses at the first thing that is not as it should be."""

    def __init__(
        self, manifest: Manifest, store: Store, keys: Keys, first: Frame, kept: Kept, believe: bool
    ) -> None:
        self._manifest = manifest
        self._store = store
        self._keys = keys
        self._senders = Senders.of(store, keys)
        self._sender: Sender | None = None
        self._request: CertificateRequest | None = None
        self._admitted: Certificate | None = None
        self._heads: dict[str, SignedHead] = {}
        self._chain = _Chain(manifest.parts, self._heads)
        self._blob = _WholeBlob()
        self._kept = kept
        self._believe = believe
        self._more = False
        self._extracted = 0
        self._digest = hashlib.sha256(first.encode())
        self._closed = False
        self._before = first.kind
        self._keyed = False
        self.seen = len(first.body)

    def take(self, frame: Frame) -> None:
        if self._closed:
            raise altered("frames after the end")
        if frame.kind not in _ORDER or _ORDER[frame.kind] < _ORDER[self._before]:
            raise altered(f"frame {frame.kind} out of its place")
        self._before = frame.kind
        self.seen += len(frame.body)
        if frame.kind == Kind.TRAILER:
            self._close(frame)
            return
        self._digest.update(frame.prefix())
        self._digest.update(frame.body)
        if frame.kind == Kind.KEYS:
            self._learn(frame)
        elif frame.kind == Kind.HEADS:
            self._take_heads(frame)
        elif frame.kind == Kind.REVISIONS:
            self._take_revisions(split(frame))
        elif frame.kind == Kind.EXTRACT:
            self._take_extract(frame)
        elif frame.kind == Kind.BLOB:
            self._more = True
            self._blob.take(Chunk.read(frame))
        else:
            raise altered("a second manifest")

    def finish(self, size: int) -> Verified:
        if not self._closed:
            raise altered("no trailer")
        return Verified(
            self._manifest,
            self._known_sender(),
            self._senders,
            self._admitted,
            self._heads,
            size,
            self._kept.arrived(),
            self._more,
        )

    def _learn(self, frame: Frame) -> None:
        self._keyed = True
        brought = read_credentials(frame)
        if self._believe:
            self._senders.learn(brought)
        else:
            self._senders.hear(brought, self._manifest.sender.log)
        if brought.request is not None:
            try:
                self._request = CertificateRequest.from_values(brought.request)
            except IdentityError as error:
                raise altered("certificate request") from error

    def _known_sender(self) -> Sender:
        """The sender, found when the first frame after the keys asks for it."""
        if not self._keyed:
            raise altered("no keys")
        if self._sender is None:
            self._sender = self._find_sender()
        return self._sender

    def _find_sender(self) -> Sender:
        named = self._manifest.sender
        found = self._senders.find(named.log)
        if found is None and self._request is not None:
            self._admitted = admit(
                self._store, self._keys, self._senders, self._request, vouched=self._believe
            )
            self._senders.learn(Credentials((self._admitted.to_values(),)))
            found = self._senders.find(named.log)
        if found is None:
            raise unknown_sender(named.name, named.key)
        if fingerprint(found.signing) != named.key:
            raise altered("sender's key")
        return found

    def _take_revisions(self, raws: list[bytes]) -> None:
        """One frame's revisions: of one part, in its order, chained, and within what their writer may say."""
        part = self._chain.part()
        writer = self._writer(part.log)
        try:
            arrived = read_slice(part.log, raws)
        except ChainError as error:
            raise altered(f"{error.what} {error.where}") from error
        for author, kind in sorted(arrived.spoken):
            writer.check_scope(author, kind, believed=self._believe)
        if self._known_sender().role is not Role.OFFICE:
            self._check_erased(raws, arrived.subjects)
        self._chain.take(arrived)
        self._kept.add(arrived, raws)

    def _check_erased(self, raws: list[bytes], subjects: list[tuple[str, str]]) -> None:
        """A laptop may leave out what its revisions say only where an office had it erased."""
        for raw, (record, _kind) in zip(raws, subjects, strict=True):
            if is_stub(raw) and not is_erased(self._store.db, record):
                raise altered("an erased revision that no office has erased")

    def _writer(self, log: str) -> Sender:
        sender = self._known_sender()
        if log == sender.log:
            return sender
        found = self._senders.find(log)
        if found is None:
            raise unknown_sender(log[:8], "")
        if sender.role is not Role.OFFICE and found.device != sender.device:
            raise altered("a laptop carries another's log")
        return found

    def _take_heads(self, frame: Frame) -> None:
        self._known_sender()
        for carried in read_heads(frame):
            try:
                head = SignedHead(carried.log, carried.seq, carried.hash, bytes.fromhex(carried.signature))
            except ValueError as error:
                raise altered("head") from error
            self._writer(head.log)
            if not self._senders.vouched(head):
                raise altered(f"signature of log {head.log[:8]}")
            self._heads[head.hash] = head

    def _take_extract(self, frame: Frame) -> None:
        if self._known_sender().role is not Role.OFFICE or self._keys.role is Role.OFFICE:
            raise altered("an extract that nobody may send us")
        if self._known_sender().cut is not None and not self._believe:
            raise revoked_office(self._manifest.sender.name)
        self._more = True
        for raw in split(frame):
            try:
                check_statement(raw)
            except ChainError as error:
                raise altered(f"{error.what} {error.where}") from error
            self._extracted += 1

    def _close(self, frame: Frame) -> None:
        digest = self._digest.digest()
        body = frame.content()
        if len(body) != 96 or body[:32] != digest:
            raise altered("digest")
        if not verify(self._known_sender().signing, SIGNED + digest, body[32:]):
            raise altered("signature of the bundle")
        self._chain.finish()
        self._blob.finish()
        if self._extracted != self._manifest.extract:
            raise altered("number of revisions")
        self._closed = True


@dataclass
class _Chain:
    """Follows the announced parts, one after the other, each up to its signed head."""

    parts: tuple[Part, ...]
    heads: dict[str, SignedHead]
    _part: int = 0
    _next: int = 0
    _hash: str = ""

    def part(self) -> Part:
        """The part that is being read."""
        if self._part >= len(self.parts):
            raise altered("revisions that were not announced")
        return self.parts[self._part]

    def take(self, arrived: Slice) -> None:
        part = self.part()
        if not self._next:
            self._next, self._hash = part.first, arrived.before
        if arrived.first != self._next:
            raise altered(f"revision {part.log}:{arrived.first} out of its place")
        if arrived.before != self._hash:
            raise altered(f"revision {part.log}:{arrived.first} does not follow the one before")
        if arrived.last > part.last:
            raise altered("more revisions than announced")
        self._next, self._hash = arrived.last + 1, arrived.end
        if arrived.last == part.last:
            head = self.heads.get(arrived.end)
            if head is None or (head.log, head.seq) != (part.log, part.last) or arrived.end != part.end:
                raise altered(f"log {part.log[:8]} is not signed up to {part.last}")
            self._part, self._next = self._part + 1, 0

    def finish(self) -> None:
        if self._part != len(self.parts):
            raise altered("fewer revisions than announced")


@dataclass
class _WholeBlob:
    """Checks that an attachment's pieces follow each other and make the file that its hash names."""

    _first: Chunk | None = None
    _at: int = 0
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def take(self, chunk: Chunk) -> None:
        if self._first is None:
            self._first, self._at, self._digest = chunk, 0, hashlib.sha256()
        first = self._first
        if chunk.size > LARGEST_ATTACHMENT:
            raise altered("attachment is too large")
        if (chunk.sha256, chunk.size, chunk.offset) != (first.sha256, first.size, self._at):
            raise altered("attachment's pieces are out of order")
        self._digest.update(chunk.body)
        self._at += len(chunk.body)
        if self._at == first.size:
            if self._digest.hexdigest() != first.sha256:
                raise altered("attachment is not what its hash says")
            self._first = None

    def finish(self) -> None:
        if self._first is not None:
            raise altered("attachment is not complete")


def split(frame: Frame) -> list[bytes]:
    """The revisions of a frame."""
    return frame.content().split(b"\n")
