# SPDX-License-Identifier: Apache-2.0
"""One household that a laptop and the office changed apart, in an office midway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image

from enumerator.bundles.pack import export_bundle
from enumerator.demo.run import PASSPHRASE
from enumerator.office.inbox import import_bundles
from enumerator.registry.projection import refresh
from enumerator.registry.search import households
from enumerator.store.revision import Entry, Revision
from enumerator.workspace import Workspace, open_workspace

ROSTER = "/data/anggota"
ROWS = f"{ROSTER}#rows"
FRONT = "/data/penutup/foto_depan"
_HASH = 64  # letters of a hash

Changes = Mapping[str, str | None]


def change(
    workspace: Workspace, record: str, changes: Changes, act: str = "correct", reason: str = ""
) -> Revision:
    """Give other answers (None clears one) on top of what this workspace has."""
    last = workspace.store.journal.revisions(record)[-1]
    values = {**last.values, **changes}
    kept = {address: text for address, text in values.items() if text is not None}
    files = workspace.store.attachments
    blobs = tuple(
        replace(files.put(files.read(sha), mime="image/jpeg"), name=text)
        for text in kept.values()
        if len(sha := text.partition(".")[0]) == _HASH and files.has(sha)
    )
    (made,) = workspace.store.append(
        Entry(record, "household", kept, act=act, reason=reason, form=last.form, blobs=blobs)
    )
    return made


def photo(workspace: Workspace, width: int, height: int, colour: str) -> str:
    """A picture in the workspace's store; the answer that names it."""
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "JPEG")
    return f"{workspace.store.attachments.put(file.getvalue(), mime='image/jpeg').sha256}.jpg"


class Parted:
    """`record` is a household with `rows` (ids) that both have; `meet` brings the laptop's work to the
    office.
    """

    def __init__(self, office: Workspace) -> None:
        self.office = office
        folder = next(iter(sorted(Path(office.folder.parent).glob("laptop*"))))
        self.laptop = open_workspace(folder, PASSPHRASE)
        mine = {each.dot for _at, each in self.laptop.store.journal.of_kind("household")}
        self.record, self.rows = next(
            (each.record, rows)
            for each in households(office.store, limit=200)
            if not each.conflicts and len(office.store.journal.revisions(each.record)) == 1
            if (last := office.store.journal.revisions(each.record)[-1]).dot in mine
            if len(rows := last.values.get(ROWS, "").split()) >= 3
        )

    def names(self) -> list[str]:
        values = self.office.store.journal.revisions(self.record)[0].values
        return [values[f"{ROSTER}[{row}]/nama"] for row in self.rows]

    def without(self, row: str) -> Changes:
        """What removes a row."""
        values = self.office.store.journal.revisions(self.record)[-1].values
        gone = {address: None for address in values if address.startswith(f"{ROSTER}[{row}]")}
        return gone | {ROWS: " ".join(each for each in self.rows if each != row)}

    def meet(self) -> None:
        path = export_bundle(self.laptop.store, self.laptop.keys, self.office.folder.parent).path
        self.laptop.close()
        for _path, outcome in import_bundles(self.office, [path]):
            assert not isinstance(outcome, Exception), outcome
        refresh(self.office.store, self.office.library)
