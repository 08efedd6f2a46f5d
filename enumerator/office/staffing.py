# SPDX-License-Identifier: Apache-2.0
"""People and forms of a project, in single steps: take a laptop's word away, give out work, list the
forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from enumerator.bundles.senders import REVOCATION, Senders
from enumerator.errors import UserError
from enumerator.identity.certificates import revoke
from enumerator.messages import _
from enumerator.office.revoking import last_trusted
from enumerator.registry.assigning import assign, read_targets
from enumerator.registry.places import Places, load_places
from enumerator.registry.staff import Enumerator, Laptop, enumerators
from enumerator.registry.tables import ready
from enumerator.store.revision import Entry, FormRef, Revision, new_record
from enumerator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PublishedForm:
    """A form of the project: `wall` says when it was published (ISO with offset), `households` how many
    were held with it, `newest` whether new interviews use it."""

    ref: FormRef
    title: str
    wall: str
    households: int
    newest: bool


def revoke_laptop(
    workspace: Workspace, laptop: Laptop, reason: str, until: datetime | None = None
) -> Revision:
    """The laptop is not believed any more; what has arrived of it stays, what comes later waits for a person.

    `until` is when it was last in good hands (`revoking.last_trusted`); None is now. Each log that the laptop
    writes or has written gets its own cut. UserError without a reason, or when it is revoked already.
    """
    if not reason.strip():
        raise UserError(
            _("A laptop is revoked with a reason."), remedy=_("Write what happened, such as lost or stolen.")
        )
    if laptop.revoked:
        raise UserError(_("This laptop is revoked already."), where=laptop.certificate.name)
    store, log = workspace.store, laptop.certificate.log
    keys, now = workspace.keys, store.clock()
    states, own = store.journal.logs(), {keys.device, keys.log}
    others = Senders.of(store, keys).logs_of(log) - {log}
    words = []
    for each in (log, *sorted(others)):
        last = states[each].last if each in states else 0
        if until is not None and until < now:
            last = last_trusted(store.journal, each, own, until)
        words.append(revoke(keys, each, last, now, reason.strip()).to_values())
    revision, *_rest = store.append(
        *(Entry(new_record(), REVOCATION, word, act="revoke", reason=reason.strip()) for word in words)
    )
    return revision


def person_called(workspace: Workspace, name: str) -> Enumerator:
    """The enumerator with this name or id; UserError with those there are when it is not exactly one."""
    people = enumerators(workspace.store)
    wanted = name.strip().casefold()
    found = [each for each in people if wanted in (each.name.casefold(), each.person.casefold())]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{each.name} ({each.person})" for each in found or people)
    if found:
        raise UserError(
            _("More than one enumerator is called {name}.", name=name),
            remedy=_("Write the id instead: {names}.", names=listed),
        )
    raise UserError(
        _("There is no enumerator {name}.", name=name),
        remedy=_("Known: {names}.", names=listed) if people else _("Make an enrolment kit first."),
    )


def checked_area(area: str, places: Places) -> str:
    """The codes of an area, each known; UserError that names the one that is not."""
    codes = area.replace(",", " ").split()
    for code in codes:
        if code not in places.kecamatan and code not in places.kelurahan:
            raise UserError(
                _("There is no kecamatan or kelurahan with the code {code}.", code=code),
                remedy=_("Write codes such as 33.74.02 or 33.74.02.1005, separated by spaces."),
            )
    return " ".join(codes)


def assign_list(workspace: Workspace, path: Path, person: str) -> int:
    """Give all households of a CSV or XLSX list to one person; how many. UserError names file and row."""
    targets = read_targets(path, load_places())
    if not targets:
        raise UserError(
            _("The list {name} has no household.", name=path.name),
            where=str(path),
            remedy=_("Write one household per row under the column names."),
        )
    return len(assign(workspace.store, targets, person))


def forms(workspace: Workspace) -> tuple[PublishedForm, ...]:
    """All forms, the newest version of each first."""
    store = workspace.store
    ready(store.db)
    walls: dict[str, tuple[str, str]] = {}
    for _at, revision in store.journal.of_kind("form"):
        if revision.form is not None:
            walls.setdefault(revision.form.hash, (revision.wall, revision.values.get("title", "")))
    used = dict(
        store.db.conn.execute("SELECT form_hash, count(*) FROM household GROUP BY form_hash").fetchall()
    )
    found = []
    for ref in workspace.library.refs():
        wall, title = walls.get(ref.hash, ("", ""))
        newest = workspace.library.newest(ref.id)
        is_newest = newest is not None and newest.hash == ref.hash
        found.append(PublishedForm(ref, title, wall, used.get(ref.hash, 0), is_newest))
    return tuple(sorted(found, key=lambda form: (form.ref.id, form.ref.version), reverse=True))


def area_words(area: str, places: Places) -> str:
    """The names of an area's kecamatan and kelurahan codes; blank for everywhere."""
    names: list[str] = []
    for code in area.split():
        place = places.kecamatan.get(code) or places.kelurahan.get(code)
        names.append(place.name if place else code)
    return ", ".join(names)


def laptops_of(people: Iterable[Enumerator]) -> tuple[tuple[Enumerator, Laptop | None], ...]:
    """One row for every laptop, and one for every person who has none yet."""
    return tuple(
        (person, laptop) for person in people for laptop in (person.laptops or (None,))
    )
