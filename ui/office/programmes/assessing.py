# SPDX-License-Identifier: Apache-2.0
"""Assessing the approved households, with deciles from a table and by new rules where they are handed in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.assessing import AssessedHouseholds, adopt_rules, assess_households
from ui.office.asking import ask_file
from ui.office.programmes.trouble import Trouble
from ui.tasks import Progress
from ui.widgets import Screen


class Assessing(QObject):
    """Works for its page, which runs what is long and tells the news; `changed` after it, faults in
    `trouble`.
    """

    changed = Signal()

    def __init__(self, page: Screen, trouble: Trouble) -> None:
        super().__init__(page)
        self._page, self._trouble = page, trouble

    def assess(self, desil: Path | None = None) -> None:
        """Assess all approved households; what has not changed is not assessed again."""
        workspace = self._page.workspace

        def work(progress: Progress) -> AssessedHouseholds:
            with workspace.working() as own:
                return assess_households(own, desil=desil, progress=progress)

        task = self._page.run(_("Assessing the approved households"), work)
        task.on_success(self._assessed).on_failure(self._wrong)

    def _assessed(self, done: AssessedHouseholds) -> None:
        self.changed.emit()
        if done.skipped_desil:
            count = len(done.skipped_desil)
            self._trouble.show_rows(
                n_("{n} row of the file was set aside.", "{n} rows of the file were set aside.", count),
                done.skipped_desil,
            )
        self._page.tell(
            "done",
            n_("{n} household is assessed.", "{n} households are assessed.", done.households),
            _("By rules {version}. These are proposals; people decide.", version=done.rules_version),
        )

    def _wrong(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._trouble.show_error(error)

    def pick_file(self, title: str, kinds: str) -> Path | None:
        """A file to read."""
        return ask_file(self._page, title, kinds)

    def ask_desil(self) -> None:
        """The deciles that BPS computed, from a table."""
        path = self.pick_file(_("Table with NIK or No. KK, and desil"), "*.csv *.xlsx")
        if path is not None:
            self._trouble.hide()
            self.assess(path)

    def ask_rules(self) -> None:
        """Another version of the rules; nothing is adopted that is not right."""
        path = self.pick_file(_("Workbook of the rules"), "*.xlsx")
        if path is not None:
            self.adopt(path)

    def adopt(self, path: Path) -> None:
        """Check the workbook against the form, adopt it, and assess by it."""
        workspace = self._page.workspace
        self._trouble.hide()

        def work(_progress: Progress) -> str:
            with workspace.working() as own:
                return adopt_rules(own, path)

        task = self._page.run(_("Checking the rules"), work, can_cancel=False)
        task.on_success(lambda _version: self.assess()).on_failure(self._wrong)
