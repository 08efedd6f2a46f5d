# SPDX-License-Identifier: Apache-2.0
"""A training project on one laptop: an office founded for the moment, its kit, and a few invented households.

It has a project of its own, so nothing of it can come among real data: bundles of training are refused by
every real office, and the other way round.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from enumerator.identity.vault import has_vault
from enumerator.messages import _
from enumerator.office.prepare import FORM, media_beside
from enumerator.registry.assigning import read_targets
from enumerator.registry.places import load_places
from enumerator.store.store import local_now
from enumerator.workspace import (
    Clock,
    Workspace,
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
    open_workspace,
)

FOLDER = "latihan"
ASSIGNMENTS = Path(__file__).resolve().parent.parent.parent / "resources" / "practice" / "tugas.csv"
SECRET = "latihan pendata saja"
"""No secret: what is practised with belongs to nobody, and whoever opens it need not type it."""


def open_practice(home: Path, *, clock: Clock = local_now) -> Workspace:
    """The training project of this laptop, made at its first use.

    It lies in `home`/latihan, where data folders are not looked for. StorageError when it cannot be written;
    UserError when it is open in another window.
    """
    folder = home / FOLDER / "laptop"
    if not has_vault(folder):
        _make(home / FOLDER, folder, clock)
    workspace = open_workspace(folder, SECRET, clock=clock)
    if not workspace.settings.practice:
        workspace.change_settings(practice=True)
    return workspace


def _make(place: Path, folder: Path, clock: Clock) -> None:
    """Founded in a folder that is gone afterwards: of the office only what the kit says is needed."""
    begun = place / "kantor"
    for half_made in (begun, folder):
        shutil.rmtree(half_made, ignore_errors=True)
    office, _sheets = create_office_workspace(
        begun, _("Practice"), SECRET, person=_("Practice office"), training=True, clock=clock
    )
    with office:
        office.library.publish(FORM, media_beside(FORM))
        targets = read_targets(ASSIGNMENTS, load_places())
        kit = make_enrolment_kit(office, place, _("Practice enumerator"), targets=targets)
    with enrol_workspace(folder, kit.path, kit.code, SECRET, clock=clock):
        pass
    kit.path.unlink()
    shutil.rmtree(begun)
