# SPDX-License-Identifier: Apache-2.0
"""An office, two laptops and sticks in real folders, with interviews held on them, for tests of the whole."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import pytest

from enumerator.demo.families import SURVEYED, draw_family
from enumerator.demo.respondent import answer_family
from enumerator.forms import Context, Form, Interview
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.interviews.reviews import take_up
from enumerator.office.inbox import export_to_laptops, import_bundles
from enumerator.office.prepare import found_office
from enumerator.registry.assigning import Target, assign
from enumerator.registry.places import load_places
from enumerator.registry.staff import enumerators
from enumerator.store.revision import Revision, new_record
from enumerator.workspace import Workspace, enrol_workspace, make_enrolment_kit, open_workspace
from tests.worlds import prepared

PASSPHRASE = "kata sandi percobaan"
NAMES = ("Siti Aminah", "Joko Susilo")
KELURAHAN = "33.74.02.1005"


@dataclass(frozen=True)
class Site:
    """`office` and `laptop` are data folders; `stick` carries work in, `back` brings word home."""

    folder: Path

    @property
    def office(self) -> Path:
        return self.folder / "kantor"

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    def laptop(self, number: int) -> Path:
        return self.folder / f"laptop-{number + 1}"

    def back(self, number: int) -> Path:
        return self.folder / f"kembali-{number + 1}"

    def open_office(self) -> Workspace:
        return open_workspace(self.office, PASSPHRASE)

    def open_laptop(self, number: int) -> Workspace:
        return open_workspace(self.laptop(number), PASSPHRASE)

    @property
    def records(self) -> tuple[str, ...]:
        """The households at the office: the first is on both laptops too."""
        return tuple((self.folder / "records.txt").read_text("utf-8").split())

    @property
    def unread(self) -> Path:
        """A bundle of the first laptop that the office has not taken in, with one household."""
        return self.folder / "unread.pendata"

    def send_up(self, number: int) -> Path:
        """The laptop's work onto the stick; the file."""
        from enumerator.bundles.pack import export_bundle

        with self.open_laptop(number) as laptop:
            return export_bundle(laptop.store, laptop.keys, self.stick).path

    def take_in(self) -> None:
        """What lies on the stick into the office."""
        with self.open_office() as office:
            for _path, outcome in import_bundles(office, [self.stick]):
                if isinstance(outcome, Exception):
                    raise outcome

    def send_back(self) -> None:
        """The office's word to each laptop, by a folder of its own, and taken in there."""
        with self.open_office() as office:
            for packed in export_to_laptops(office, self.stick):
                home = self.back(NAMES.index(packed.receiver))
                home.mkdir(exist_ok=True)
                for path in packed.paths:
                    path.rename(home / path.name)
        for number in range(len(NAMES)):
            with self.open_laptop(number) as laptop:
                for _path, outcome in import_bundles(laptop, [self.back(number)]):
                    if isinstance(outcome, Exception):
                        raise outcome

    def give(self, household: str, number: int) -> str:
        """Assign a household (blank: a new one) to a laptop's person; the household's id."""
        with self.open_office() as office:
            person = next(each for each in enumerators(office.store) if each.name == NAMES[number])
            target = Target("Kepala", KELURAHAN, KELURAHAN[:8], household=household or new_record())
            (given,) = assign(office.store, [target], person.person)
            return given.values["household"]


def found_site(folder: Path) -> Site:
    """Founded, enrolled, let in."""
    site = Site(folder)
    site.stick.mkdir(parents=True)
    with found_office(site.office, "Kota Semarang", PASSPHRASE, person="Budi").workspace as office:
        kits = [make_enrolment_kit(office, folder / "kits", name) for name in NAMES]
    for number, kit in enumerate(kits):
        enrol_workspace(site.laptop(number), kit.path, kit.code, PASSPHRASE).close()
        site.send_up(number)
    site.take_in()
    return site


def made_site(folder: Path) -> Site:
    """Three households at the office, the first on both laptops, and a fourth in a bundle not taken in."""
    site = found_site(folder)
    records = []
    for number, seeds in enumerate(((1, 5), (8,))):
        with site.open_laptop(number) as laptop:
            records += [survey(laptop, seed).record for seed in seeds]
        site.send_up(number)
    (folder / "records.txt").write_text(" ".join(records), "utf-8")
    site.take_in()
    site.give(records[0], 1)
    site.send_back()
    with site.open_laptop(0) as laptop:
        survey(laptop, 13)
    site.send_up(0).rename(site.unread)
    return site


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Made once for all tests, which leave it as it is."""
    return Site(prepared(tmp_path_factory, "site", made_site))


@pytest.fixture
def site(whole_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A copy for one test, with the passphrase where a script keeps it."""
    monkeypatch.setenv("PENDATA_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("PENDATA_LANG", raising=False)
    shutil.copytree(whole_site.folder, tmp_path / "site")
    return Site(tmp_path / "site")


def state_of(folder: Path) -> object:
    """All that a data folder holds: its journal's heads, its drafts, its attachments."""
    with open_workspace(folder, PASSPHRASE) as workspace:
        store = workspace.store
        logs = {log: (state.last, state.head) for log, state in store.journal.logs().items()}
        drafts = store.db.conn.execute("SELECT count(*) FROM draft").fetchone()
        attachments = store.db.conn.execute("SELECT count(*) FROM attachment").fetchone()
        return logs, drafts, attachments


def form_of(workspace: Workspace) -> Form:
    """The newest form."""
    newest = workspace.library.newest()
    assert newest is not None
    return workspace.library.get(newest.hash)


def survey(laptop: Workspace, seed: int, household: str = "") -> Revision:
    """Interview an invented family and finish."""
    form, drafts = form_of(laptop), Drafts(laptop.store)
    draft = drafts.begin(form, household or None)
    family = draw_family(seed, load_places().kelurahan[KELURAHAN], on=SURVEYED)
    interview = Interview.begin(form, Context(clock=_morning))
    filling = answer_family(interview, family)
    for name, data in filling.photos.items():
        laptop.store.attachments.put(data, name=name)
    drafts.save(draft.id, interview.answers())
    return finish(laptop.store, drafts, draft.id, interview)


def correct(laptop: Workspace, household: str, answers: Mapping[str, str]) -> Revision:
    """Take a household up again, give other answers by address, and finish."""
    form, drafts = form_of(laptop), Drafts(laptop.store)
    draft = take_up(laptop.store, drafts, household, form)
    interview = Interview.resume(form, drafts.open(draft.id), Context(clock=_morning))
    for address, text in answers.items():
        interview.answer(address, text)
    drafts.save(draft.id, interview.answers())
    return finish(laptop.store, drafts, draft.id, interview, reason="Dibetulkan menurut struk.")


def _morning() -> datetime:
    return datetime.combine(SURVEYED, time(9)).astimezone()
