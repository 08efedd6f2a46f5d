# SPDX-License-Identifier: Apache-2.0
"""What was issued and printed, by whom and when; each batch opens with its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.cards.register import BatchRecord
from enumerator.messages import _
from enumerator.office.card_outputs import Output
from ui.office.look import when_words
from ui.widgets import Column, DataTable, EmptyState, QuietButton, column, row


class BatchesView(QWidget):
    """`open_wanted(batch)` by Enter or the button; `export_wanted` for the list as a table."""

    open_wanted = Signal(str)
    export_wanted = Signal()

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = workspace.store.clock
        self._names: Mapping[str, str] = {}
        self._went: Mapping[str, Sequence[Output]] = {}
        self.table = DataTable(
            [
                Column(
                    _("Issued"),
                    lambda batch: when_words(batch.wall, self._now()),
                    170,
                    sort=lambda batch: batch.wall,
                ),
                Column(_("By"), self._author, 140, 1, drop_below=560),
                Column(
                    _("Cards"),
                    lambda batch: str(len(batch.numbers)),
                    80,
                    right=True,
                    sort=lambda batch: len(batch.numbers),
                ),
                Column(_("Numbers"), _numbers, 220, 2, strong=True, wraps=True),
                Column(_("Printed or saved"), self._outputs, 150, 2, ink="ink-2", drop_below=640),
                Column(
                    _("Fingerprint of the PDF"),
                    lambda batch: batch.pdf_sha256[:16],
                    170,
                    ink="ink-2",
                    drop_below=860,
                ),
            ],
            name=_("Printed batches"),
            identity=lambda batch: batch.batch,
            empty=EmptyState(_("Nothing printed yet"), icon="print"),
        )
        words = _("Look at the pages, print, save…")
        self.open = QuietButton(words, icon="print", key="Return", key_works=False)
        self.open.clicked.connect(self._on_open)
        self.export = QuietButton(_("List as a table…"), icon="export")
        self.export.clicked.connect(self.export_wanted)
        self.table.opened.connect(lambda batch: self.open_wanted.emit(batch.batch))
        whole = column(spacing=12)
        whole.addWidget(self.table, 1)
        whole.addLayout(row(self.open, self.export, 1, spacing=8))
        self.setLayout(whole)

    def show_rows(
        self,
        batches: Sequence[BatchRecord],
        names: Mapping[str, str],
        went: Mapping[str, Sequence[Output]],
    ) -> None:
        """The batches, newest first; `went` is what became of their pages."""
        self._names, self._went = names, went
        self.table.show_rows(batches)
        for button in (self.open, self.export):
            button.setEnabled(bool(batches))

    def _author(self, batch: BatchRecord) -> str:
        return self._names.get(batch.author, batch.author)

    def _outputs(self, batch: BatchRecord) -> str:
        made = self._went.get(batch.batch, ())
        return when_words(made[-1].wall, self._now()) if made else _("not yet")

    def _on_open(self) -> None:
        batch: BatchRecord | None = self.table.current()
        if batch is not None:
            self.open_wanted.emit(batch.batch)


def _numbers(batch: BatchRecord) -> str:
    first, last = batch.numbers[0], batch.numbers[-1]
    return first if first == last else f"{first} – {last}"
