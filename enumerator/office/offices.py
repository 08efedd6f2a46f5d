# SPDX-License-Identifier: Apache-2.0
"""The offices of a project: who they are, when each was heard of, and the bundles between them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from enumerator.bundles.pack import Packed, export_bundle
from enumerator.bundles.receipts import peers
from enumerator.bundles.senders import REVOCATION, Senders
from enumerator.bundles.tables import prepare
from enumerator.errors import UserError
from enumerator.identity.certificates import Certificate, revoke
from enumerator.identity.duties import duty_needed
from enumerator.identity.kit import MadeKit
from enumerator.identity.project import Role
from enumerator.identity.staff import require
from enumerator.messages import _
from enumerator.store.revision import Entry, new_record
from enumerator.workspace import Workspace, is_project_office, make_enrolment_kit


@dataclass(frozen=True, slots=True)
class Office:
    """An office; `certificate` None is the project's own before it was heard of. `here` is this computer's;
    `heard` when its last bundle arrived, `number` that bundle's number."""

    name: str
    log: str
    area: str
    certificate: Certificate | None
    here: bool
    heard: str = ""
    number: int = 0
    revoked: bool = False


def offices(workspace: Workspace) -> tuple[Office, ...]:
    """All offices, the project's own first, then by name."""
    store, keys = workspace.store, workspace.keys
    senders = Senders.of(store, keys)
    prepare(store.db)
    heard = {peer.log: peer for peer in peers(store)}
    found: dict[str, Office] = {}
    for each in senders.certificates():
        if each.role is Role.OFFICE:
            sender = senders.find(each.log)
            peer = heard.get(each.log)
            found[each.log] = Office(
                each.name,
                each.log,
                each.area,
                each,
                each.log == keys.device,
                peer.heard if peer else "",
                peer.number if peer else 0,
                sender is not None and sender.cut is not None,
            )
    root = keys.project.log
    found.setdefault(root, Office(keys.project.name, root, "", None, root == keys.device))
    if keys.device not in found:
        found[keys.device] = Office(keys.person.name, keys.device, keys.area, None, True)
    return tuple(
        sorted(found.values(), key=lambda each: (each.log != root, each.name.casefold(), each.log))
    )


def make_office_kit(workspace: Workspace, folder: Path, name: str, *, area: str = "") -> MadeKit:
    """A kit that makes another office of this project; `name` is the office's or its administrator's.

    Errors as `make_enrolment_kit`; needs the administrator of the office that founded the project.
    """
    require(workspace.keys, duty_needed("revocation"))
    return make_enrolment_kit(workspace, folder, name, area=area, role=Role.OFFICE)


def export_to_office(workspace: Workspace, office: Office, folder: Path) -> Packed:
    """A bundle with all logs that office has not confirmed. UserError for ourselves or a revoked office."""
    if office.here:
        raise UserError(_("This is the office you sit in."), remedy=_("Choose another office."))
    if office.revoked:
        raise UserError(_("The office {name} is revoked.", name=office.name))
    if office.certificate is None and not is_project_office(workspace.keys):
        return export_bundle(workspace.store, workspace.keys, folder)
    return export_bundle(workspace.store, workspace.keys, folder, to=office.certificate)


def revoke_office(workspace: Workspace, office: Office, reason: str) -> None:
    """The office is not believed any more, as when its computer was stolen.

    What has arrived of it stays, and so do the laptops that it let in until now; what comes later waits for a
    person, and what its key signs from now on is nobody's. Needs the administrator of the office that founded
    the project. UserError without a reason, for that office itself, and when it is revoked already.
    """
    require(workspace.keys, duty_needed("revocation"))
    store, keys = workspace.store, workspace.keys
    if not is_project_office(keys) or office.certificate is None or office.log == keys.project.log:
        raise UserError(
            _("Only the office that founded the project can revoke another office."), where=office.name
        )
    if not reason.strip():
        raise UserError(
            _("An office is revoked with a reason."), remedy=_("Write what happened, such as lost or stolen.")
        )
    if office.revoked:
        raise UserError(_("The office {name} is revoked.", name=office.name))
    states, now = store.journal.logs(), store.clock()
    logs = (office.log, *sorted(Senders.of(store, keys).logs_of(office.log) - {office.log}))
    words = [
        revoke(keys, each, states[each].contiguous if each in states else 0, now, reason.strip())
        for each in logs
    ]
    store.append(
        *(
            Entry(new_record(), REVOCATION, word.to_values(), act="revoke", reason=reason.strip())
            for word in words
        )
    )


def office_called(workspace: Workspace, name: str) -> Office:
    """The office with this name, or whose log begins so; blank is the only other one. UserError that lists
    them when it is not exactly one.
    """
    others = [each for each in offices(workspace) if not each.here]
    wanted = name.strip().casefold()
    found = [each for each in others if wanted in ("", each.name.casefold()) or each.log.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{each.name} ({each.log[:8]})" for each in others)
    raise UserError(
        _("There is no single office called {name}.", name=name or "–"),
        remedy=_("Known: {names}.", names=names or "–"),
    )
