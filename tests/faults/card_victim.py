# SPDX-License-Identifier: Apache-2.0
"""Asks for, approves and prints cards and is killed at a chosen step, once for every step chosen.

A step is a file opened, renamed or removed in the folder, or a line of the code that issues, writes the file
or writes the journal. Each killed process is forked off here and works in a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.cards import issue, output, planned, press
from enumerator.cards.credential import Issuer
from enumerator.cards.holder import CardHolder, Programme
from enumerator.cards.issue import CardOffice
from enumerator.cards.layout import SINGLE
from enumerator.cards.planned import Request
from enumerator.cards.register import State
from enumerator.cards.template import load_template
from enumerator.store import database, journal
from enumerator.store.journal import Writer
from enumerator.store.store import Store, create_store, open_store

KEY = bytes(range(32))
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
ISSUER = Issuer.of_key("DINSOS-SMG", SECRET)
HOUSEHOLDS = ("rumah-1", "rumah-2")
PDF = "kartu.pdf"
_TOLD = "steps.txt"
_TRACED = {module.__file__ for module in (issue, planned, output, press, journal, database)}
_TOUCHING = ("unseen", "reserve", "show")
_TEMPLATE = load_template()


def now() -> datetime:
    return datetime(2026, 11, 24, 8, tzinfo=UTC)


def open_cards(folder: Path) -> tuple[Store, CardOffice]:
    """The store in that folder and its office."""
    store = open_store(folder / "office.db", KEY, Writer("ab" * 16, "kantor", SECRET.sign), now)
    return store, CardOffice(store, ISSUER, "SMG")


def issue_all(office: CardOffice, target: Path) -> None:
    """A card asked for before, then all that are not printed in one step."""
    register = office.register
    if not register.of_household(HOUSEHOLDS[0]):
        office.request(_request(HOUSEHOLDS[0]))
    wanted: list[Request | str] = []
    for household in HOUSEHOLDS:
        (card,) = register.of_household(household) or (None,)
        if card is None or card.state is not State.PRINTED:
            wanted.append(card.number if card else _request(household))
    if wanted:
        office.issue(wanted, _TEMPLATE, target, layout=SINGLE)


def _request(household: str) -> Request:
    return Request(CardHolder(household, f"CONTOH {household}", programmes=(Programme("BLT", "BLT"),)))


class Death:
    """Counts steps in `folder` and kills this process at step `at`; 0 lets it live."""

    def __init__(self, folder: Path, at: int) -> None:
        self._folder, self._at, self.steps = str(folder), at, 0
        self.of_file: list[int] = []

    def step(self, *, of_file: bool = True) -> None:
        self.steps += 1
        if of_file:
            self.of_file.append(self.steps)
        if self.steps == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.rename", "os.remove") and self._folder in str(arguments[0]):
            self.step()

    def on_line(self, frame: FrameType, event: str, _argument: object) -> Any:
        if frame.f_code.co_filename not in _TRACED:
            return None
        if event == "line":
            self.step(of_file=frame.f_code.co_name in _TOUCHING)
        return self.on_line


def work(folder: Path, at: int) -> Death:
    """Issue and print in that folder; what was counted."""
    store, office = open_cards(folder)
    death = Death(folder, at)
    sys.addaudithook(death.on_event)
    sys.settrace(death.on_line)
    issue_all(office, folder / PDF)
    sys.settrace(None)
    store.close()
    return death


def main(home: Path, kills: int) -> None:
    """Killed at `kills` steps spread over all of them, and at as many of those that touch the file;
    for 0 at every step. Prints how often that was."""
    blank = home / "blank"
    blank.mkdir(parents=True)
    create_store(blank / "office.db", KEY, Writer("ab" * 16, "kantor", SECRET.sign), now).close()
    shutil.copytree(blank, home / "hidup")
    _forked(home / "hidup", 0)
    steps, *of_file = map(int, (home / "hidup" / _TOLD).read_text().split())
    places = {*spread(range(1, steps + 1), kills), *spread(of_file, kills)}
    for at in sorted(places):
        shutil.copytree(blank, home / str(at))
        if _forked(home / str(at), at) != -signal.SIGKILL:
            raise SystemExit(f"step {at} was not reached")
    print(len(places))


def spread(steps: Sequence[int], wanted: int) -> list[int]:
    """So many of the steps, evenly from the first to the last; all of them for 0."""
    if not wanted or wanted >= len(steps):
        return list(steps)
    return [steps[n * (len(steps) - 1) // max(1, wanted - 1)] for n in range(wanted)]


def _forked(folder: Path, at: int) -> int:
    """Minus the signal that ended the process, or 0; one that lives says what it counted."""
    child = os.fork()
    if not child:
        death = work(folder, at)
        (folder / _TOLD).write_text(" ".join(map(str, (death.steps, *death.of_file))))
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
