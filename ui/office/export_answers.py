# SPDX-License-Identifier: Apache-2.0
"""All answers of the office as tables: a file for each form that households were asked with."""

from __future__ import annotations

from pathlib import Path

from enumerator.messages import _, n_
from enumerator.office.exporting import export_answers, forms_with_answers
from ui.tasks import Progress
from ui.widgets.screen import Screen


def export_to(screen: Screen, target: Path) -> None:
    """Write the tables under a progress panel; sensitive answers are masked. A second form, or version, goes
    into a file of its own beside the first."""
    workspace = screen.workspace

    def work(progress: Progress) -> int:
        with workspace.working() as own:
            count = 0
            for number, (form, _households) in enumerate(forms_with_answers(own)):
                ending = "" if number == 0 else f"-{form.id}-{form.version}"
                path = target.with_stem(f"{target.stem}{ending}")
                count += export_answers(own, path, form, progress=progress)
            return count

    screen.run(_("Writing the answers"), work).on_success(
        lambda count: screen.tell(
            "done",
            n_("{n} household is in {file}", "{n} households are in {file}", count, file=target.name),
            _("Sensitive answers are masked."),
        )
    )
