# SPDX-License-Identifier: Apache-2.0
"""The doors of the start screens, made of the core's functions, and the data folders of this laptop.

The first window needs little of the core; the rest (database, forms, bundles) is loaded when a door is used,
or while the person types the passphrase.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from enumerator.disk import file_word
from enumerator.errors import UserError
from enumerator.identity.sheets import sheets_kept
from enumerator.identity.vault import has_vault, read_vault
from enumerator.settings import data_home, usual_home
from ui.start.create import folder_for
from ui.start.doors import (
    AskOffice,
    Doors,
    FoundBackup,
    KnownFolder,
    NewLaptop,
    NewOffice,
    OfficeAnswer,
    Progress,
    Recovery,
    Sitter,
)

if TYPE_CHECKING:
    from enumerator.identity.recovery import RecoverySheets
    from enumerator.workspace import Workspace

_ELSEWHERE: Final = "folders.json"


def doors() -> Doors:
    """The real ones."""
    return Doors(
        find=find_folders,
        open=_open,
        create=_create,
        enrol=_enrol,
        recover=_recover,
        check=_check,
        home=data_home,
        ask_office=_ask_office,
        take_answer=_take_answer,
        has_asked=_has_asked,
        backups=_backups,
        restore=_restore,
        usual=usual_home,
        concern=_concern,
        move=_move,
        practise=_practise,
        redraw=_redraw,
        kept=sheets_kept,
        sitters=_sitters,
        sit=_sit,
    )


def known_folder(path: Path) -> KnownFolder:
    """What stands open on a data folder; its name alone when it is none (opening it will say so)."""
    try:
        vault = read_vault(path)
    except UserError:
        return KnownFolder(path, path.name, "", "", False)
    return KnownFolder(path, vault.project.name, vault.person.name, vault.role.value, vault.project.training)


def find_folders() -> list[KnownFolder]:
    """The data folders in the usual place, and those opened elsewhere before that are still there."""
    home = data_home()
    inside = [path for path in sorted(home.iterdir()) if path.is_dir()] if home.is_dir() else []
    return [known_folder(path) for path in dict.fromkeys([*inside, *_elsewhere(home)]) if has_vault(path)]


def _elsewhere(home: Path) -> list[Path]:
    try:
        return [Path(path) for path in json.loads((home / _ELSEWHERE).read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _remember(folder: Path) -> None:
    home = data_home()
    if folder.resolve().parent == home.resolve():
        return
    paths = dict.fromkeys([str(folder.resolve()), *map(str, _elsewhere(home))])
    home.mkdir(parents=True, exist_ok=True)
    (home / _ELSEWHERE).write_text(json.dumps(list(paths)[:20]), "utf-8")


def _open(folder: Path, passphrase: str) -> Workspace:
    from enumerator.workspace import open_workspace

    workspace = open_workspace(folder, passphrase)
    _make_ready(workspace)
    _remember(folder)
    return workspace


def _make_ready(workspace: Workspace) -> None:
    """Read here, beside the window, the forms that the first page of a laptop will ask for."""
    from enumerator.interviews.drafts import Drafts

    if workspace.role != "enumerator":
        return
    for form in {draft.form.hash for draft in Drafts(workspace.store).list()}:
        if form in workspace.library:
            workspace.library.get(form)


def _create(wish: NewOffice) -> tuple[Workspace, RecoverySheets]:
    from enumerator.workspace import create_office_workspace

    made = create_office_workspace(
        wish.folder,
        wish.project,
        wish.passphrase,
        person=wish.person,
        training=wish.training,
        hold_sheets=True,
    )
    _remember(wish.folder)
    return made


def _enrol(wish: NewLaptop) -> Workspace:
    from enumerator.identity.kit import kit_face
    from enumerator.workspace import enrol_workspace

    folder = folder_for(wish.home, kit_face(wish.kit).project)
    workspace = enrol_workspace(folder, wish.kit, wish.code, wish.passphrase)
    _remember(folder)
    return workspace


def _recover(wish: Recovery) -> Workspace:
    from enumerator.workspace import recover_workspace

    workspace = recover_workspace(wish.folder, wish.first, wish.second, wish.passphrase)
    _remember(wish.folder)
    return workspace


def _ask_office(wish: AskOffice) -> Path:
    from enumerator.identity.remote_recovery import WISH_SUFFIX, write_wish
    from enumerator.store.lock import FolderLock

    vault = read_vault(wish.folder)
    path = wish.to / f"{file_word(vault.person.name, 'laptop')}-{vault.device[:4]}{WISH_SUFFIX}"
    with FolderLock(wish.folder):
        write_wish(wish.folder, wish.passphrase, path)
    return path


def _take_answer(given: OfficeAnswer) -> Workspace:
    from enumerator.workspace import accept_recovery

    workspace = accept_recovery(given.folder, given.answer, given.passphrase)
    _remember(given.folder)
    return workspace


def _has_asked(folder: Path) -> bool:
    from enumerator.identity.remote_recovery import has_wish

    return has_wish(folder)


def _backups(folder: Path) -> list[FoundBackup]:
    from enumerator.store.backup import found_in

    found = []
    for backup in found_in(folder):
        inside = known_folder(backup.path)
        found.append(FoundBackup(backup.path, backup.made, inside.project, inside.person))
    return found


def _restore(backup: Path) -> KnownFolder:
    from enumerator.store.backup import restore

    folder = folder_for(data_home(), known_folder(backup).project)
    restore(backup, folder)
    return known_folder(folder)


def _concern(folder: Path) -> str:
    from enumerator.store.place import concern, concern_words

    found = concern(folder)
    return concern_words(found) if found is not None else ""


def _move(folder: Path) -> KnownFolder:
    from enumerator.store.moving import move_data

    to = folder_for(usual_home(), read_vault(folder).project.name)
    move_data(folder, to)
    _remember(to)
    return known_folder(to)


def _practise() -> Workspace:
    from enumerator.office.practice import open_practice

    return open_practice(data_home())


def _check(workspace: Workspace, passphrase: str) -> object:
    from enumerator.identity.unlock import unlock

    return unlock(workspace.folder, passphrase)


def _redraw(folder: Path, passphrase: str) -> RecoverySheets | None:
    from enumerator.identity.sheets import are_awaited, redraw_sheets
    from enumerator.store.lock import FolderLock

    if not are_awaited(folder):
        return None
    with FolderLock(folder):
        return redraw_sheets(folder, passphrase)


def _sitters(workspace: Workspace) -> list[Sitter]:
    from enumerator.identity.staff import duty_words
    from enumerator.office.colleagues import colleagues, is_shared

    if not is_shared(workspace):
        return []
    return [
        Sitter(each.person, each.name, duty_words(each.duty), each.by_passphrase)
        for each in colleagues(workspace)
    ]


def _sit(workspace: Workspace, person: str, secret: str) -> None:
    from enumerator.office.colleagues import let_sit

    let_sit(workspace, person, secret)


def load_ahead(_progress: Progress) -> None:
    """Load what a door will need, off the GUI thread."""
    import enumerator.workspace  # noqa: F401 - loaded for its sake
