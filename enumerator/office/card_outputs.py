# SPDX-License-Identifier: Apache-2.0
"""Where the pages of a batch went: the PDF while it is being printed, and who printed or saved it when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from enumerator.cards.register import BatchRecord
from enumerator.messages import _, mark
from enumerator.office.cards import card_office
from enumerator.registry.staff import names_by_person
from enumerator.reports.tables import write_table
from enumerator.store.revision import Entry, Revision, new_record
from enumerator.store.store import Store
from enumerator.workspace import Workspace

OUTPUT = "card_output"
"""Kind of record: pages of a batch went to a printer or into a file."""
PRINTER, SAVED, ISSUED = "printer", "file", "issued"
_WAYS = {
    PRINTER: mark("printed"),
    SAVED: mark("saved as a PDF"),
    ISSUED: mark("issued"),
}
_FOLDER = "printing"


@dataclass(frozen=True, slots=True)
class Output:
    """Pages `first` to `last` of a batch, by whom and when (ISO), which way and to where."""

    batch: str
    way: str
    where: str
    first: int
    last: int
    author: str
    wall: str


def note_output(workspace: Workspace, batch: str, way: str, where: str, first: int, last: int) -> None:
    """Enter that pages went out; it is said before they do, so that none goes unsaid."""
    values = {"batch": batch, "way": way, "where": where, "first": str(first), "last": str(last)}
    workspace.store.append(Entry(new_record(), OUTPUT, values, act="print"))


def outputs(store: Store) -> dict[str, tuple[Output, ...]]:
    """By batch, oldest first."""
    found: dict[str, list[Output]] = {}
    for _position, said in store.journal.of_kind(OUTPUT):
        made = _output(said)
        found.setdefault(made.batch, []).append(made)
    return {batch: tuple(made) for batch, made in found.items()}


def spoken_way(way: str) -> str:
    """What was done, in the language spoken now."""
    return _(_WAYS[way]) if way in _WAYS else way


def write_printed_list(workspace: Workspace, path: Path) -> int:
    """What was printed by whom and when, as .xlsx or .csv: a row for each batch and each printing of it."""
    header = [
        _("When"), _("What"), _("By"), _("Batch"), _("Cards"), _("First number"), _("Last number"),
        _("Pages"), _("Where to"), _("Fingerprint of the PDF"),
    ]  # fmt: skip
    return write_table(path, header, _rows(workspace), title=_("Printed batches"))


def _rows(workspace: Workspace) -> Iterator[list[str | int]]:
    names, went = names_by_person(workspace.store), outputs(workspace.store)
    for batch in card_office(workspace).register.batches():
        yield [
            *(_shown(batch.wall), spoken_way(ISSUED), names.get(batch.author, batch.author)),
            *_about(batch),
            *("", batch.values.get("file", ""), batch.pdf_sha256),
        ]
        for made in went.get(batch.batch, ()):
            yield [
                *(_shown(made.wall), spoken_way(made.way), names.get(made.author, made.author)),
                *_about(batch),
                *(f"{made.first}–{made.last}", made.where, batch.pdf_sha256),
            ]


def _about(batch: BatchRecord) -> tuple[str, int, str, str]:
    numbers = batch.numbers
    return batch.batch[:8], len(numbers), numbers[0], numbers[-1]


def _shown(wall: str) -> str:
    return wall[:16].replace("T", " ")


def _output(said: Revision) -> Output:
    values = said.values
    return Output(
        values["batch"],
        values["way"],
        values["where"],
        int(values["first"]),
        int(values["last"]),
        said.author,
        said.wall,
    )


class Spool:
    """PDFs of batches while somebody looks at or prints them, in the data folder; they hold names and photos
    in the clear, so `clear` them when nobody does any more.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._folder = workspace.folder / _FOLDER

    def file(self, name: str) -> Path:
        """Where the PDF of that name lies."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        return self._folder / name

    def clear(self) -> None:
        """Remove all of them; one that another program still reads stays until the next time."""
        for path in self._folder.glob("*.pdf*"):
            try:
                path.unlink()
            except OSError:
                continue
