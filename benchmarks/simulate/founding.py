# SPDX-License-Identifier: Apache-2.0
"""How a world begins: a project, its offices, its laptops, who surveys whom, and what is known before."""

from __future__ import annotations

from pathlib import Path

from benchmarks.simulate.even_seals import EvenKeys
from benchmarks.simulate.people import QUESTIONS, ROSTER
from benchmarks.simulate.places import DB_KEY, Place
from benchmarks.simulate.sticks import exchange
from benchmarks.simulate.world import CRASHES, World
from enumerator.bundles.senders import certificate_entry
from enumerator.identity.certificates import Certificate, office_certificate
from enumerator.identity.keys import Keys
from enumerator.identity.project import Person, Project, Role
from enumerator.identity.sealing import recipient_of
from enumerator.identity.signing import public_of
from enumerator.identity.vault import Secrets
from enumerator.store.revision import Entry

HOUSEHOLDS_PER_LAPTOP = 2
_HEARD = 0.7


def found(seed: int, folder: Path, laptops: int, offices: int, crashes: float = CRASHES) -> World:
    """A world in which nothing has happened yet but that everybody was let in and got households."""
    world = World(seed, folder, crashes)
    root = _project_office(world)
    world.offices.append(world.place("office-0", root))
    world.write(world.root, certificate_entry(office_certificate(root, world.now)))
    for number in range(1, offices):
        world.offices.append(_enrol(world, f"office-{number}", Role.OFFICE))
    for number in range(laptops):
        world.laptops.append(_enrol(world, f"laptop-{number:02d}", Role.ENUMERATOR))
    for number in range(laptops * HOUSEHOLDS_PER_LAPTOP):
        _assign(world, world.laptops[number % laptops])
    return world


def equip(world: World) -> None:
    """The first office knows a little of every assigned household, and most have heard of it."""
    for household in world.households:
        rows = [world.chance.hex(8) for _row in range(world.chance.randint(1, 3))]
        values = {f"/kk/{question}": f"{world.chance.randint(1, 4)}" for question in QUESTIONS[:2]}
        values |= {f"{ROSTER}[{row}]/nama": f"orang {row}" for row in rows}
        values[f"{ROSTER}#rows"] = " ".join(rows)
        world.write(world.root, Entry(household, "household", values, act="save"))
    for place in (*world.offices[1:], *world.laptops):
        if world.chance.happens(_HEARD):
            exchange(world, world.root, place)


def _project_office(world: World) -> Keys:
    chance = world.chance
    secrets = Secrets(db_key=DB_KEY, signing=chance.secret(), sealing=chance.sealing())
    log = chance.hex(32)
    project = Project(
        id=chance.hex(32),
        name="Simulasi",
        training=False,
        signing=public_of(secrets.signing),
        sealing=recipient_of(secrets.sealing),
        recovery=recipient_of(chance.sealing()),
        log=log,
    )
    return _keys(world, Role.OFFICE, project, "office-0", log, secrets)


def _enrol(world: World, name: str, role: Role) -> Place:
    chance, root = world.chance, world.root
    secrets = Secrets(db_key=DB_KEY, signing=chance.secret(), sealing=chance.sealing())
    project = root.keys.project
    keys = _keys(world, role, project, name, chance.hex(32), secrets)
    unsigned = Certificate(
        project=project.id,
        role=role,
        log=keys.log,
        person=keys.author,
        name=name,
        signing=keys.public,
        sealing=keys.recipient,
        issued=world.now.isoformat(timespec="seconds"),
    )
    word = root.keys.sign(unsigned.message("pendata-certificate-v1", "signature"))
    certificate = unsigned.model_copy(update={"signature": word})
    world.certificates[keys.log] = certificate
    world.write(root, certificate_entry(certificate))
    return world.place(name, keys)


def _keys(world: World, role: Role, project: Project, name: str, log: str, secrets: Secrets) -> Keys:
    person = Person(id=world.chance.hex(16), name=name)
    return EvenKeys(role, project, person, log, log, "", secrets)


def _assign(world: World, laptop: Place) -> None:
    household = world.name()
    world.households.append(household)
    world.assigned.setdefault(laptop.keys.device, []).append(household)
    values = {"household": household, "enumerator": laptop.keys.author}
    world.write(world.root, Entry(world.name(), "assignment", values, act="assign"))
