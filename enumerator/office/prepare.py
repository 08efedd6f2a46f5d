# SPDX-License-Identifier: Apache-2.0
"""Making a new project ready for work: the form that is asked and the rules that are applied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from enumerator.eligibility import rules as workbooks
from enumerator.eligibility.adopting import SHIPPED
from enumerator.eligibility.assessment import BoundRules
from enumerator.errors import UserError
from enumerator.forms import Form, load_form
from enumerator.identity.recovery import RecoverySheets
from enumerator.office.assessing import adopt_rules
from enumerator.store.revision import FormRef
from enumerator.workspace import Workspace, create_office_workspace, untouched_on_failure

RESOURCES = Path(__file__).resolve().parent.parent.parent / "resources"
FORM = RESOURCES / "forms" / "kk_miskin_ekstrem.xlsx"


def media_beside(path: Path) -> Path | None:
    """The media folder that by custom lies beside a form: NAME-media or NAME_media."""
    for name in (f"{path.stem}-media", f"{path.stem}_media"):
        if (path.parent / name).is_dir():
            return path.parent / name
    return None


def check_parts(form: Path | None, rules: Path | None) -> None:
    """UserError with sheet, row, cause and remedy when a form or rules workbook is wrong, or they do not fit.

    For whoever is about to found a project on them; the shipped ones need no check.
    """
    if form is None and rules is None:
        return
    chosen = form or FORM
    loaded = load_form(chosen, media=media_beside(chosen))
    if rules is not None:
        BoundRules(workbooks.load(rules), loaded)


def prepare_office(workspace: Workspace, form: Path | None = None, rules: Path | None = None) -> FormRef:
    """Publish a form and a rules workbook, the shipped ones unless others are named.

    The shipped rules are left out where another form does not ask what they need. UserError with sheet, row,
    cause and remedy when a named part is not right.
    """
    chosen = form or FORM
    ref = workspace.library.publish(chosen, media_beside(chosen))
    if rules is not None or form is None or _fit_shipped_rules(workspace.library.get(ref.hash)):
        adopt_rules(workspace, rules or SHIPPED)
    return ref


@dataclass(frozen=True)
class Founded:
    """A new project, open and ready; the sheets are kept nowhere else."""

    workspace: Workspace
    sheets: RecoverySheets
    form: FormRef


def found_office(
    folder: Path,
    name: str,
    passphrase: str,
    *,
    person: str = "",
    training: bool = False,
    form: Path | None = None,
    rules: Path | None = None,
) -> Founded:
    """A project with form and rules, whole or not at all: an error leaves the folder as it was.

    Errors as `create_office_workspace` and `prepare_office`.
    """
    with untouched_on_failure(folder):
        workspace, sheets = create_office_workspace(
            folder, name, passphrase, person=person, training=training
        )
        try:
            return Founded(workspace, sheets, prepare_office(workspace, form, rules))
        except BaseException:
            workspace.close()
            raise


def _fit_shipped_rules(form: Form) -> bool:
    try:
        BoundRules(workbooks.load(SHIPPED), form)
    except UserError:
        return False
    return True
