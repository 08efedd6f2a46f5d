# SPDX-License-Identifier: Apache-2.0
"""Passphrases that are wrong, guessed or forgotten (catalogue E1, E2, E3): guessing lets nobody in,
nothing is wiped, and a kill while a new one is set costs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.places import WIB
from enumerator.identity.enrolment import enrol
from enumerator.identity.faults import IdentityError, WaitError, WrongPassphraseError
from enumerator.identity.kit import make_kit
from enumerator.identity.office import create_office
from enumerator.identity.project import new_person
from enumerator.identity.remote_recovery import accept_answer, answer_wish, read_wish, write_wish
from enumerator.identity.unlock import change_passphrase, recover, unlock
from enumerator.store.faults import StorageError
from enumerator.store.journal import Writer
from enumerator.store.revision import Entry
from enumerator.store.sqlite import DatabaseError, connect
from enumerator.store.store import Store, create_store, open_store

from .bundle_trials import in_child

OLD, NEW = "lima ekor kerbau menyeberang", "pagar hijau tiga kelapa"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=WIB)
ROUNDS = int(os.environ.get("PENDATA_FAULT_ROUNDS", "1"))
KILLS = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")


class Laptop:
    """A laptop with one interview, its office's sheets, and what they lie in."""

    def __init__(self, folder: Path) -> None:
        self.office = create_office(folder / "office", "Verval", OLD)
        kit = make_kit(self.office.keys, folder / "kit", new_person("Siti"), files={}, now=NOW)
        self.folder = folder / "laptop"
        self.keys = enrol(self.folder, kit.path, kit.code, OLD, clock=lambda: NOW).keys
        store = self.store(self.folder, create=True)
        store.append(Entry("h1", "household", {"/data/nama": "Budi"}))
        store.close()

    @property
    def sheets(self) -> tuple[str, str]:
        return self.office.sheets.first, self.office.sheets.second

    def store(self, folder: Path, *, create: bool = False) -> Store:
        writer = Writer(self.keys.log, self.keys.author, self.keys.sign)
        return (create_store if create else open_store)(folder / "pendata.db", self.keys.db_key, writer)


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    return Laptop(tmp_path_factory.mktemp("keys"))


def content_of(folder: Path) -> dict[str, str]:
    """Every file of the folder but the count of attempts."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith("attempts")
    }


def test_e1_any_number_of_wrong_passphrases_wipes_nothing_and_the_waits_grow(laptop: Laptop) -> None:
    before, now, told, waits = content_of(laptop.folder), [NOW], set(), []
    for number in range(12):
        try:
            unlock(laptop.folder, f"salah {number}", clock=lambda: now[0])
        except WaitError as error:
            waits.append(error.seconds)
            now[0] += timedelta(seconds=error.seconds)
        except WrongPassphraseError as error:
            told.add(str(error))
    assert len(told) == 1
    assert len(waits) >= 4
    assert waits == sorted(set(waits))
    assert content_of(laptop.folder) == before
    now[0] += timedelta(hours=1)
    assert unlock(laptop.folder, OLD, clock=lambda: now[0]).db_key == laptop.keys.db_key


def test_e2_a_guess_is_dear_and_the_file_itself_knows_no_passphrase(laptop: Laptop) -> None:
    """At least 64 MiB and three passes a guess, measured; the database has a random key of 256 bits, not one
    that a passphrase makes.
    """
    stretch = json.loads((laptop.folder / "vault.json").read_text("utf-8"))["passphrase"]["stretch"]
    assert stretch["memory_kib"] >= 64 * 1024
    assert stretch["passes"] >= 3
    started, guesses = time.perf_counter(), 0
    while time.perf_counter() - started < 1.0:
        with pytest.raises(WrongPassphraseError):
            unlock(laptop.folder, f"tebakan {guesses}", clock=lambda: NOW)
        (laptop.folder / "attempts.json").unlink()  # who guesses a copy does not count
        guesses += 1
    assert guesses < 40, "a second of one core"
    for guess in (OLD, NEW, laptop.keys.db_key.hex()):
        connection = connect(str(laptop.folder / "pendata.db"))
        connection.execute(f"PRAGMA key = '{guess}'")
        with pytest.raises(DatabaseError):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.close()
    store = laptop.store(laptop.folder)
    assert store.journal.records("household") == ("h1",)
    store.close()


@pytest.mark.parametrize(("field", "weak"), [("memory_kib", 8), ("passes", 1), ("memory_kib", 1 << 30)])
def test_e2_c11_a_vault_that_asks_for_cheap_guesses_or_all_memory_is_refused(
    laptop: Laptop, tmp_path: Path, field: str, weak: int
) -> None:
    shutil.copytree(laptop.folder, tmp_path / "copy")
    vault = json.loads((tmp_path / "copy" / "vault.json").read_text("utf-8"))
    vault["passphrase"]["stretch"][field] = weak
    (tmp_path / "copy" / "vault.json").write_text(json.dumps(vault), "utf-8")
    with pytest.raises(IdentityError):
        unlock(tmp_path / "copy", OLD)


def test_e3_a_forgotten_passphrase_is_recovered_offline_by_a_wish_and_an_answer(
    laptop: Laptop, tmp_path: Path
) -> None:
    folder = tmp_path / "laptop"
    shutil.copytree(laptop.folder, folder)
    write_wish(folder, NEW, tmp_path / "wish")
    answer_wish(laptop.office.keys, read_wish(tmp_path / "wish"), *laptop.sheets, tmp_path / "answer")
    keys = accept_answer(folder, tmp_path / "answer", NEW)
    assert keys.db_key == laptop.keys.db_key
    store = laptop.store(folder)
    assert store.journal.revisions("h1")[0].values == {"/data/nama": "Budi"}
    store.close()
    assert unlock(folder, NEW).db_key == keys.db_key
    with pytest.raises(WrongPassphraseError):
        unlock(folder, OLD)


@KILLS
@pytest.mark.parametrize("how", ["sheets", "answer", "change"])
def test_e3_a_kill_while_a_new_passphrase_is_set_leaves_the_old_or_the_new_one(
    laptop: Laptop, tmp_path: Path, how: str
) -> None:
    chance, killed, opened = random.Random(how), 0, set()
    for turn in range(ROUNDS):
        folder = tmp_path / f"laptop-{turn}"
        shutil.copytree(laptop.folder, folder)
        write_wish(folder, NEW, tmp_path / "wish")
        answer_wish(laptop.office.keys, read_wish(tmp_path / "wish"), *laptop.sheets, tmp_path / "answer")
        ways = {
            "sheets": lambda folder=folder: recover(folder, *laptop.sheets, NEW),
            "answer": lambda folder=folder: accept_answer(folder, tmp_path / "answer", NEW),
            "change": lambda folder=folder: change_passphrase(folder, OLD, NEW),
        }
        status = in_child(ways[how], kill_after=chance.uniform(0.0, 0.9) if turn else 0.0)
        killed += status == -signal.SIGKILL
        for words in (OLD, NEW):
            try:
                keys = unlock(folder, words)
            except WrongPassphraseError:
                continue
            opened.add(words)
            assert keys.db_key == laptop.keys.db_key
            break
        else:
            raise AssertionError("neither passphrase opens it")
        ways["sheets"]()
        assert unlock(folder, NEW).db_key == laptop.keys.db_key
        store = laptop.store(folder)
        assert store.journal.verify() == ()
        store.close()
    assert killed > 0
    assert opened <= {OLD, NEW}


def test_e1_another_projects_key_opens_nothing_and_changes_nothing(laptop: Laptop, tmp_path: Path) -> None:
    stranger = create_office(tmp_path / "stranger", "Lain", OLD)
    before = content_of(laptop.folder)
    with pytest.raises((StorageError, DatabaseError)):
        open_store(laptop.folder / "pendata.db", stranger.keys.db_key)
    assert content_of(laptop.folder) == before
