# SPDX-License-Identifier: Apache-2.0
"""A laptop that was lost on a day is believed up to that day, by what had arrived and by its own clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from enumerator.bundles.pack import export_bundle
from enumerator.bundles.unpack import import_bundle
from enumerator.errors import UserError
from enumerator.office.revoking import last_trusted, moment_from
from enumerator.office.staffing import revoke_laptop
from enumerator.registry.staff import enumerators
from enumerator.store.backup import back_up, restore
from enumerator.store.revision import Entry
from enumerator.workspace import (
    Workspace,
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
    open_workspace,
)

PHRASE = "tiga kerbau biru"
DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=7)))


class Clock:
    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Pair:
    office: Workspace
    laptop: Workspace
    at_office: Clock
    at_laptop: Clock
    folder: Path

    def write(self, moment: datetime, times: int = 1) -> None:
        self.at_laptop.now = moment
        for _time in range(times):
            self.laptop.store.append(Entry("h1", "household", {"/data/n": f"{moment}"}))

    def bring(self, moment: datetime) -> None:
        """To the office, where it arrives at that moment, and the office writes something then."""
        packed = export_bundle(self.laptop.store, self.laptop.keys, self.folder)
        self.at_office.now = moment
        import_bundle(self.office.store, self.office.keys, packed.path)
        self.office.store.append(Entry("r1", "review", {"household": "h1"}))

    def believed(self, until: datetime) -> int:
        keys = self.office.keys
        return last_trusted(self.office.store.journal, self.laptop.keys.log, {keys.log}, until)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    at_office, at_laptop = Clock(), Clock()
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Kota", PHRASE, clock=at_office)
    kit = make_enrolment_kit(office, tmp_path, "Sri")
    laptop = enrol_workspace(tmp_path / "laptop", kit.path, kit.code, PHRASE, clock=at_laptop)
    made = Pair(office, laptop, at_office, at_laptop, tmp_path / "stick")
    made.folder.mkdir()
    yield made
    made.laptop.close()
    office.close()


def test_the_laptops_own_clock_says_what_was_written_by_then(pair: Pair) -> None:
    pair.write(MONDAY, 3)
    pair.write(MONDAY + DAY, 2)
    pair.bring(MONDAY + 2 * DAY)
    assert pair.believed(MONDAY - DAY) == 0
    assert pair.believed(MONDAY) == 3
    assert pair.believed(MONDAY + DAY / 2) == 3
    assert pair.believed(MONDAY + DAY) == 5


def test_what_had_arrived_by_then_is_believed_whatever_its_clock_says(pair: Pair) -> None:
    pair.write(MONDAY + 900 * DAY, 4)
    pair.bring(MONDAY + DAY)
    pair.write(MONDAY + 901 * DAY, 2)
    pair.bring(MONDAY + 3 * DAY)
    assert pair.believed(MONDAY) == 0
    assert pair.believed(MONDAY + 2 * DAY) == 4
    assert pair.believed(MONDAY + 3 * DAY) == 6


def test_a_clock_set_back_after_the_loss_makes_nothing_older(pair: Pair) -> None:
    pair.write(MONDAY, 2)
    pair.write(MONDAY + 2 * DAY, 1)
    pair.write(MONDAY - 30 * DAY, 3)
    pair.bring(MONDAY + 3 * DAY)
    assert pair.believed(MONDAY + DAY) == 2


def test_a_laptop_never_heard_of_is_not_believed_at_all(pair: Pair) -> None:
    assert pair.believed(MONDAY) == 0


def test_revoking_with_a_day_cuts_every_log_of_the_laptop(pair: Pair, tmp_path: Path) -> None:
    pair.write(MONDAY, 2)
    copy = back_up(pair.laptop.store, tmp_path / "cadangan")
    pair.bring(MONDAY)
    pair.laptop.close()
    restore(copy.path, tmp_path / "lagi")
    pair.at_laptop.now = MONDAY + DAY
    pair.laptop = open_workspace(tmp_path / "lagi", PHRASE, clock=pair.at_laptop)
    pair.write(MONDAY + DAY, 2)
    pair.write(MONDAY + 3 * DAY, 1)
    pair.bring(MONDAY + 4 * DAY)
    (person,) = enumerators(pair.office.store)
    revoke_laptop(pair.office, person.laptops[0], "Dicuri.", MONDAY + 2 * DAY)
    cuts = {
        revision.values["log"]: revision.values["last_trusted"]
        for _at, revision in pair.office.store.journal.of_kind("revocation")
    }
    # the second log begins with its opening
    assert cuts == {pair.laptop.keys.device: "2", pair.laptop.keys.log: "3"}
    (person,) = enumerators(pair.office.store)
    assert person.laptops[0].revoked


def test_without_a_day_everything_that_has_arrived_is_believed(pair: Pair) -> None:
    pair.write(MONDAY + 900 * DAY, 4)
    pair.bring(MONDAY)
    (person,) = enumerators(pair.office.store)
    word = revoke_laptop(pair.office, person.laptops[0], "Rusak.")
    assert word.values["last_trusted"] == "4"


def test_a_moment_is_read_as_it_is_written_by_hand() -> None:
    now = MONDAY
    assert moment_from("", now) == now
    assert moment_from(" 22-11-2026 14.30 ", now) == now.replace(day=22, hour=14, minute=30)
    assert moment_from("1/11/2026", now) == now.replace(day=1, hour=0)
    for wrong in ("kemarin", "31-11-2026", "24-11-2026", "22-11-2026 25:00"):
        with pytest.raises(UserError) as told:
            moment_from(wrong, now)
        assert told.value.remedy
