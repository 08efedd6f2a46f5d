# SPDX-License-Identifier: Apache-2.0
"""Runs commands of the terminal in copies of a data folder and is killed at chosen steps of each.

A step is a statement that SQLite is given, a flush to the disk, or a file opened, renamed or removed in the
folder. Every run is a process of its own, forked off here.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from enumerator.cli import main as run_command
from enumerator.cli import program
from enumerator.identity.unlock import unlock
from enumerator.store import database
from enumerator.store.revision import decode
from enumerator.store.store import open_store
from enumerator.workspace import STORE_NAME
from tests.faults.card_victim import spread
from tests.site import PASSPHRASE

HERE = "@"
_TOLD = "steps.txt"
Said = Counter[str]


class Death:
    """Counts steps and kills this process at step `at`; 0 lets it live."""

    def __init__(self, folder: Path, at: int) -> None:
        self._folder, self._at, self.steps = str(folder), at, 0

    def step(self, *_statement: object) -> None:
        self.steps += 1
        if self.steps == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.rename", "os.remove") and self._folder in str(arguments[0]):
            self.step()

    def watch(self) -> None:
        """From now on in this process."""
        connect, flush = database.connect, os.fsync

        def watched(path: str) -> Any:
            connection = connect(path)
            connection.set_trace_callback(self.step)
            return connection

        def flushed(file: int) -> None:
            self.step()
            flush(file)

        database.connect, os.fsync = watched, flushed  # type: ignore[assignment]
        sys.addaudithook(self.on_event)


def forked(folder: Path, words: Sequence[str], at: int = 0) -> int:
    """Run one command; its exit code, or minus the signal that ended it. One that lives says its steps."""
    child = os.fork()
    if not child:
        code = 99
        try:
            death = Death(folder, at)
            death.watch()
            code = run_command([word.replace(HERE, str(folder)) for word in words])
            (folder.parent / _TOLD).write_text(str(death.steps))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Trial:
    """One command, over and over, in copies of `site`; `office` is the data folder inside it."""

    def __init__(self, site: Path, home: Path, office: str, words: Sequence[str]) -> None:
        self._site, self._folder, self._office, self._words = site, home / "copy", office, words
        self._key = unlock(site / office, PASSPHRASE).db_key
        self._before = self._fresh()
        if code := forked(self._folder, words):
            raise SystemExit(f"{words} ended with {code}")
        self.steps = int((home / _TOLD).read_text())
        self._after = self.said()

    def killed(self, at: int) -> str:
        """What a kill at this step left, "nothing" or "all" of it, once it was done again to the end;
        anything else is what is wrong.
        """
        self._fresh()
        if forked(self._folder, self._words, at) != -signal.SIGKILL:
            return f"{at} was not reached"
        left = self.said()
        again = forked(self._folder, self._words)
        if left not in (self._before, self._after):
            return f"{at}: a part of it, {left - self._before}"
        if left == self._before and (again or self.said() != self._after):
            return f"{at}: again ends with {again}, {self.said() - self._before}"
        if self.said() - self._after > self._after - self._before:
            return f"{at}: more than once again, {self.said() - self._after}"
        return "all" if left == self._after else "nothing"

    def said(self) -> Said:
        """Every revision at the office, by kind and act, once all of the file was found whole."""
        opened = open_store(self._folder / self._office / STORE_NAME, self._key)
        try:
            if opened.db.execute("PRAGMA cipher_integrity_check").fetchall() or opened.journal.verify():
                raise SystemExit(f"{self._words} left a damaged store")
            raws = (raw for log in opened.journal.logs() for raw in opened.journal.raw(log))
            return Counter(f"{said.kind} {said.act}" for said in map(decode, raws))
        finally:
            opened.close()

    def _fresh(self) -> Said:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._site, self._folder)
        return self.said()


def main(site: Path, office: str, kills: int) -> None:
    """Commands come as JSON, by name, a "@" for the folder; prints as JSON how often what was left."""
    program()  # what all commands need is read once, here, and not in every process that dies
    home = site.parent / "killed"
    home.mkdir()
    outcomes = {}
    for name, words in json.load(sys.stdin).items():
        trial = Trial(site, home, office, words)
        outcomes[name] = Counter(trial.killed(at) for at in spread(range(1, trial.steps + 1), kills))
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
