# SPDX-License-Identifier: Apache-2.0
"""Making a new project ready for work: the form that is asked and the rules that are applied."""

from __future__ import annotations

from pathlib import Path

from enumerator.eligibility.adopting import SHIPPED
from enumerator.office.assessing import adopt_rules
from enumerator.store.revision import FormRef
from enumerator.workspace import Workspace

RESOURCES = Path(__file__).resolve().parent.parent.parent / "resources"
FORM = RESOURCES / "forms" / "kk_miskin_ekstrem.xlsx"


def prepare_office(workspace: Workspace, form: Path | None = None, rules: Path | None = None) -> FormRef:
    """Publish a form and a rules workbook, the shipped ones unless others are named.

    UserError with sheet, row, cause and remedy when one of them is not right.
    """
    ref = workspace.library.publish(form or FORM)
    adopt_rules(workspace, rules or SHIPPED)
    return ref
