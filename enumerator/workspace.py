# SPDX-License-Identifier: Apache-2.0
"""One data folder, opened: keys, store, forms and settings, handed to every screen and command.

The folder holds `vault.json` (wrapped keys), `pendata.db` (everything else, encrypted), `settings.json`, an
`inbox` for bundles being read, and a lock that keeps a second instance out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from enumerator.bundles.receipts import needs_new_log
from enumerator.bundles.senders import (
    OPENING,
    Senders,
    certificate_entry,
    kit_entry,
    office_logs,
    staff_entry,
)
from enumerator.bundles.unpack import resume_imports
from enumerator.disk import file_word
from enumerator.errors import UserError
from enumerator.identity.certificates import Certificate, office_certificate, open_log
from enumerator.identity.duties import permit_of
from enumerator.identity.enrolment import REQUEST_NAME, draw_laptop, settle_laptop
from enumerator.identity.epoch import begin_new_log
from enumerator.identity.founding import MARK, begin_founding, end_founding, is_unfinished
from enumerator.identity.keys import Keys
from enumerator.identity.kit import SUFFIX, MadeKit, make_kit
from enumerator.identity.office import draw_office, refuse_used
from enumerator.identity.project import Person, Role, new_person
from enumerator.identity.recovery import RecoverySheets
from enumerator.identity.remote_recovery import accept_answer
from enumerator.identity.sheets import await_sheets
from enumerator.identity.unlock import recover, unlock
from enumerator.identity.vault import FILE_NAME as VAULT_NAME
from enumerator.identity.vault import read_vault, write_vault
from enumerator.interviews.kit_files import kit_files, take_kit_files
from enumerator.interviews.library import FormLibrary
from enumerator.messages import _
from enumerator.registry.assigning import Target, assign
from enumerator.settings import Settings, read_settings, write_settings
from enumerator.store.backup import Backup, back_up, settle_restored, was_restored
from enumerator.store.faults import StorageError, storage_errors
from enumerator.store.journal import Writer
from enumerator.store.lock import FolderLock, InUseError
from enumerator.store.mark import is_behind
from enumerator.store.revision import Entry, new_record
from enumerator.store.store import Store, create_store, local_now, open_store

STORE_NAME = "pendata.db"
RECOVERY = "recovery"
"""Kind of record: a data folder was opened without its passphrase, and a new one was set."""

Clock = Callable[[], datetime]


@dataclass
class Workspace:
    """What an open data folder offers. Close it when done; `with` does."""

    folder: Path
    keys: Keys
    store: Store
    library: FormLibrary
    settings: Settings
    lock: FolderLock

    @property
    def role(self) -> str:
        """ "office" or "enumerator"."""
        return self.keys.role.value

    @property
    def training(self) -> bool:
        """Whether nothing here is about real households."""
        return self.keys.project.training

    @property
    def project_name(self) -> str:
        """The project's name, as the office gave it."""
        return self.keys.project.name

    @property
    def person_name(self) -> str:
        """Who sits here."""
        return self.keys.person.name

    def hand_over(self, keys: Keys) -> None:
        """Another person sits here from now on; `keys` are ours in his hands (`identity.staff.sign_in`)."""
        self.keys = keys
        self.store.journal.hand_over(_writer(keys))

    def change_settings(self, **changes: object) -> Settings:
        """Note a choice, on disk at once."""
        self.settings = Settings.model_validate({**self.settings.model_dump(), **changes})
        write_settings(self.folder, self.settings)
        return self.settings

    def backup_place(self) -> Path | None:
        """Where the copies of this data folder lie, inside the folder that the person chose; None before
        that.
        """
        chosen = self.settings.backup_folder
        return Path(chosen) / f"{self.folder.name}-{self.keys.device[:6]}" if chosen else None

    def back_up(self, progress: Callable[[int, int], None] | None = None) -> Backup:
        """Copy everything into the backup place; StorageError when none is chosen or it does not take it."""
        place = self.backup_place()
        if place is None or not place.parent.is_dir():
            raise StorageError(
                _("The folder for backups is not there."),
                where=self.settings.backup_folder,
                remedy=_("Plug the stick in, or choose another folder in Settings."),
            )
        try:
            return back_up(self.store, place, progress=progress)
        except OSError as error:  # such as a stick that is pulled out
            raise StorageError(
                _("The backup could not be written."),
                where=str(place),
                remedy=_("Check the stick or disk, then try again. ({reason})", reason=error.strerror),
            ) from error

    @contextmanager
    def working(self) -> Iterator[Workspace]:
        """The same workspace over a connection of its own, for work on another thread."""
        store = open_store(self.store.path, self.keys.db_key, self.store.journal.writer, self.store.clock)
        try:
            yield Workspace(
                self.folder,
                self.keys,
                store,
                FormLibrary(store, office_logs(store, self.keys)),
                self.settings,
                self.lock,
            )
        finally:
            store.close()

    def close(self) -> None:
        """Let go of the folder."""
        self.store.close()
        self.lock.release()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def create_office_workspace(
    folder: Path,
    project_name: str,
    passphrase: str,
    *,
    person: str = "",
    training: bool = False,
    area: str = "",
    clock: Clock = local_now,
    hold_sheets: bool = False,
) -> tuple[Workspace, RecoverySheets]:
    """A new project with the office's keys; print the sheets, they are kept nowhere. With `hold_sheets` the
    folder remembers that they are to be put away (`identity.sheets.sheets_kept` says that they are).

    IdentityError when the folder holds a project, WeakPassphraseError, InUseError, StorageError.
    """
    with _founding(folder) as lock:
        made = draw_office(project_name, passphrase, person=person, training=training, area=area)
        workspace = _opened(folder, made.keys, lock, clock, new=True)
        try:
            workspace.store.append(
                certificate_entry(office_certificate(made.keys, clock())),
                staff_entry(made.keys.person, made.keys.duty, "found"),
            )
            if hold_sheets:
                await_sheets(folder)
            write_vault(folder, made.vault)
        except BaseException:
            workspace.store.close()
            raise
    return workspace, made.sheets


def enrol_workspace(
    folder: Path, kit: Path, code: str, passphrase: str, *, clock: Clock = local_now
) -> Workspace:
    """A laptop's or a further office's data folder from a kit; the forms inside it are known at once.

    IdentityError when kit or code are wrong, WeakPassphraseError, InUseError, StorageError.
    """
    with _founding(folder) as lock:
        enrolled = draw_laptop(kit, code, passphrase, clock=clock)
        workspace = _opened(folder, enrolled.keys, lock, clock, new=True)
        try:
            take_kit_files(workspace.store, workspace.library, enrolled.files)
            if enrolled.keys.role is Role.OFFICE:
                workspace.store.append(staff_entry(enrolled.keys.person, enrolled.keys.duty, "found"))
            settle_laptop(folder, enrolled)
        except BaseException:
            workspace.store.close()
            raise
    return workspace


def open_workspace(folder: Path, passphrase: str, *, clock: Clock = local_now) -> Workspace:
    """Open a data folder.

    IdentityError when there is no project in it, InUseError when another instance has it,
    WrongPassphraseError, WaitError, TooNewError, StorageError.
    """
    read_vault(folder)  # before a lock is left in a folder that is not ours
    lock = FolderLock(folder)
    try:
        keys = unlock(folder, passphrase, clock=clock)
        end_founding(folder)
        workspace = _in_a_log_of_its_own(_opened(folder, keys, lock, clock))
        resume_imports(workspace.store, workspace.keys)
        return workspace
    except BaseException:
        lock.release()
        raise


def recover_workspace(
    folder: Path, first: str, second: str, new: str, *, clock: Clock = local_now
) -> Workspace:
    """Open with the office's two recovery sheets and set the passphrase `new`; the journal notes it.

    Errors as `recover` and `open_workspace`.
    """
    return _recovered(folder, "sheets", lambda: recover(folder, first, second, new), clock)


def accept_recovery(folder: Path, answer: Path, new: str, *, clock: Clock = local_now) -> Workspace:
    """Open with the office's answer to this laptop's request; the journal notes it.

    Errors as `accept_answer` and `open_workspace`.
    """
    return _recovered(folder, "answer", lambda: accept_answer(folder, answer, new), clock)


def _recovered(folder: Path, way: str, opened: Callable[[], Keys], clock: Clock) -> Workspace:
    read_vault(folder)
    lock = FolderLock(folder)
    try:
        keys = opened()
        workspace = _in_a_log_of_its_own(_opened(folder, keys, lock, clock))
        try:
            values = {"way": way, "device": keys.device, "person": keys.person.id}
            workspace.store.append(Entry(new_record(), RECOVERY, values, act="recover"))
        except BaseException:
            workspace.store.close()
            raise
    except BaseException:
        lock.release()
        raise
    return workspace


def _in_a_log_of_its_own(workspace: Workspace) -> Workspace:
    """After a restored backup the old log may have been written further than we know: go on in a new one."""
    folder, keys, store = workspace.folder, workspace.keys, workspace.store
    behind = is_behind(folder, store.journal, keys.log) or needs_new_log(store, keys)
    if was_restored(folder) or behind:
        store.close()
        keys, _opening = begin_new_log(folder, keys, store.clock(), "restored")
        workspace = _opened(folder, keys, workspace.lock, store.clock)
        store = workspace.store
    if keys.log != keys.device and keys.log not in store.journal.logs():
        opening = open_log(keys, keys.log, store.clock(), "restored")
        store.append(Entry(keys.log, OPENING, opening.to_values(), act="open"))
    settle_restored(folder)
    return workspace


def make_enrolment_kit(
    workspace: Workspace,
    folder: Path,
    name: str,
    *,
    area: str = "",
    again: str = "",
    targets: Iterable[Target] = (),
    role: Role = Role.ENUMERATOR,
) -> MadeKit:
    """A kit for one person into `folder`; the code is shown once and stored nowhere.

    `area` is kelurahan or kecamatan codes, space separated. `again` is the id of a person who has enrolled
    before and gets another laptop. `targets` are assigned to the person first; the kit carries them. With
    the `role` of an office it makes another office of the same project, whose administrator the person is.
    StorageError when the folder cannot be written; UserError where this office may not make such a kit.
    """
    permit_of(workspace.keys)(kit_entry("", "", "", "", "", role))
    office = _own_certificate(workspace, role)
    person = Person(id=again, name=name.strip()) if again else new_person(name)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file_word(person.name, person.id)}-{person.id[:4]}{SUFFIX}"
    assign(workspace.store, targets, person.id)
    made = make_kit(
        workspace.keys,
        path,
        person,
        files=kit_files(workspace.store, workspace.library, person.id),
        now=workspace.store.clock(),
        area=area,
        role=role,
        office=office,
    )
    terms = made.terms
    workspace.store.append(kit_entry(terms.kit, person.id, person.name, terms.expires, area, role))
    return made


def is_project_office(keys: Keys) -> bool:
    """Whether this is the office that founded the project, and not a further one."""
    return keys.device == keys.project.log


def _own_certificate(workspace: Workspace, role: Role) -> Certificate | None:
    """What shows a laptop that a further office speaks for the project; None for the project's own office."""
    keys = workspace.keys
    if is_project_office(keys):
        return None
    if role is Role.OFFICE:
        raise UserError(
            _("Only the office that founded the project can make another office."),
            remedy=_("Ask {project} for the kit.", project=keys.project.name),
        )
    found = Senders.of(workspace.store, keys).certificate(keys.device)
    if found is None:
        raise UserError(
            _("This office has not been let in yet."),
            remedy=_("Send a bundle to {project} and take in its answer first.", project=keys.project.name),
        )
    return found


@contextmanager
def untouched_on_failure(folder: Path) -> Iterator[None]:
    """Founding something in `folder`: what goes wrong leaves the folder as it was, to be tried again."""
    existed, before = folder.is_dir(), _names(folder)
    try:
        with storage_errors(folder / STORE_NAME):
            yield
    except InUseError:
        raise  # what appears there meanwhile is somebody else's
    except BaseException:
        for name in sorted(_names(folder) - before, key=_removed_when):
            with suppress(OSError):
                (folder / name).unlink()
        if not existed:
            with suppress(OSError):
                folder.rmdir()
        raise


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()} if folder.is_dir() else set()


def _removed_when(name: str) -> int:
    """The key file first and the mark last: broken off in between, the rest still belongs to nobody."""
    return {VAULT_NAME: 0, MARK: 2}.get(name, 1)


@contextmanager
def _founding(folder: Path) -> Iterator[FolderLock]:
    """The folder, locked and marked as unfinished until the key file, which is written last, is in it."""
    with untouched_on_failure(folder):
        lock = FolderLock(folder)
        try:
            refuse_used(folder)
            if is_unfinished(folder):
                _clear_away(folder)
            elif (folder / STORE_NAME).exists():
                raise UserError(
                    _("The folder {name} holds data already; it is not written over.", name=folder.name),
                    where=str(folder),
                    remedy=_("Choose an empty folder, or move the old data away first."),
                )
            begin_founding(folder)
            yield lock
            end_founding(folder)
        except BaseException:
            lock.release()
            raise


def _clear_away(folder: Path) -> None:
    """Remove what a founding that was killed has left; the keys to it were never on the disk."""
    for pattern in (f"{STORE_NAME}*", f"{REQUEST_NAME}*", f"{VAULT_NAME}.part"):
        for path in folder.glob(pattern):
            path.unlink()


def _writer(keys: Keys) -> Writer:
    return Writer(keys.log, keys.author, keys.sign, permit_of(keys))


def _opened(folder: Path, keys: Keys, lock: FolderLock, clock: Clock, *, new: bool = False) -> Workspace:
    writer = _writer(keys)
    path = folder / STORE_NAME
    store = (create_store if new else open_store)(path, keys.db_key, writer, clock)
    try:
        library = FormLibrary(store, office_logs(store, keys))
    except BaseException:
        store.close()
        raise
    return Workspace(folder, keys, store, library, read_settings(folder), lock)
