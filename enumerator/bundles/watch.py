# SPDX-License-Identifier: Apache-2.0
"""A folder or stick looked through for bundles that have not been imported yet, once or again and again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from enumerator.bundles.manifest import Manifest
from enumerator.bundles.medium import medium_errors
from enumerator.bundles.pack import SUFFIX
from enumerator.bundles.refusals import SealedToOthersError
from enumerator.bundles.tables import prepare
from enumerator.bundles.verify import peek
from enumerator.disk import is_clutter
from enumerator.errors import UserError
from enumerator.identity.keys import Keys
from enumerator.store.store import Store


@dataclass(frozen=True, slots=True)
class Found:
    """A file that looks like a bundle. `refusal` says why it cannot be used; then there is no manifest."""

    path: Path
    manifest: Manifest | None
    refusal: str = ""


class Arrivals:
    """Bundles as they arrive in a folder, each told once it is whole.

    A copy in progress grows: a file counts when two looks in a row find it alike. It is told again only when
    it has changed, as when a copy that broke off is made once more.
    """

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[int, int]] = {}
        self._told: dict[Path, tuple[int, int]] = {}

    def look(self, folder: Path) -> tuple[Path, ...]:
        """The files that are whole and were not told yet, by name. MediumError when the folder is not
        there.
        """
        now: dict[Path, tuple[int, int]] = {}
        with medium_errors(folder / "-"):
            for path in sorted(folder.iterdir()):
                if _is_bundle(path):
                    found = path.stat()
                    now[path] = (found.st_size, found.st_mtime_ns)
        whole = [path for path, form in now.items() if form[0] and self._seen.get(path) == form]
        fresh = tuple(path for path in whole if self._told.get(path) != now[path])
        self._seen = now
        self._told.update((path, now[path]) for path in fresh)
        return fresh


def unseen_bundles(store: Store, keys: Keys, folder: Path) -> tuple[Found, ...]:
    """The bundles in `folder` (not below it) that were neither imported nor made here, oldest first.

    Bundles sealed to somebody else are left out: a stick may carry several laptops' files. Damaged ones are
    named. MediumError when the folder cannot be read.
    """
    prepare(store.db)
    with medium_errors(folder / "-"):
        paths = sorted(path for path in folder.iterdir() if _is_bundle(path))
    known = {row[0] for row in store.db.execute("SELECT id FROM bundle WHERE state <> 'begun'")}
    found = [_look(path, keys) for path in paths]
    fresh = [
        one for one in found if one is not None and (one.manifest is None or one.manifest.bundle not in known)
    ]
    return tuple(sorted(fresh, key=_age))


def _is_bundle(path: Path) -> bool:
    named = path.name.casefold().endswith(SUFFIX) and not is_clutter(path.name)
    return named and path.is_file()


def _look(path: Path, keys: Keys) -> Found | None:
    try:
        manifest = peek(path, keys)
    except SealedToOthersError:
        return None
    except UserError as error:
        return Found(path, None, str(error))
    return Found(path, manifest) if keys.log != manifest.sender.log else None


def _age(found: Found) -> tuple[str, str]:
    return (found.manifest.made if found.manifest else "~", found.path.name)
