# SPDX-License-Identifier: Apache-2.0
"""Trials that need a process of their own: killed at any moment, out of room, without permission.

Run as `python store_trials.py TRIAL FOLDER ROUNDS SEED`; prints what happened as JSON. Everything is imported
before the first fork, so a round costs milliseconds.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.errors import UserError
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.store import database
from enumerator.store.backup import back_up, backups, restore
from enumerator.store.journal import Writer
from enumerator.store.migrations import STORE
from enumerator.store.revision import Entry, FormRef
from enumerator.store.salvage import salvage
from enumerator.store.sqlite import Database, DatabaseError
from enumerator.store.store import Store, create_store, open_store

KEY = bytes(range(32))
FORM = FormRef("kk", "1", "ab" * 32)
WRITER = Writer("ab" * 16, "a1", Ed25519PrivateKey.from_private_bytes(bytes(32)).sign)


class Interviewed:
    """The least that finishing asks of an interview."""

    form = FORM

    def __init__(self, answers: dict[str, str]) -> None:
        self._answers = answers

    def problems(self) -> list[object]:
        return []

    def finished_answers(self) -> dict[str, str]:
        return self._answers


def span_of(work: Callable[[Callable[[str], None]], None]) -> float:
    """Seconds that `work` takes in a child when nobody kills it; kills are spread over about as long."""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            work(lambda _text: None)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter() - start


def killed(work: Callable[[Callable[[str], None]], None], after: float) -> list[str]:
    """Run `work` in a child that is killed after so many seconds; the acknowledgements it gave until then."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            work(lambda text: os.write(writer, text.encode() + b"\n") and None)
        finally:
            os._exit(0)
    os.close(writer)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as stream:
        lines = stream.read().decode().split("\n")
    return lines[:-1]


def is_sound(store: Store) -> bool:
    for (sha256,) in store.db.execute("SELECT sha256 FROM attachment").fetchall():
        store.attachments.read(sha256)
    return (
        store.journal.verify() == ()
        and not store.db.execute("PRAGMA cipher_integrity_check").fetchall()
        and store.db.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        and store.db.execute("PRAGMA foreign_key_check").fetchone() is None
    )


def saving(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """Answers saved and interviews finished, killed at any moment: nothing acknowledged may be missing."""
    path = folder / "store.db"
    create_store(path, KEY, WRITER).close()
    lost = phantoms = unsound = acknowledged = 0
    span = 0.0
    for turn in range(rounds):
        household = f"h{turn}"

        def work(tell: Callable[[str], None], household: str = household, interviews: int = 1000) -> None:
            store = open_store(path, KEY, WRITER)
            drafts = Drafts(store)
            for interview in range(interviews):
                draft = drafts.begin(FORM, f"{household}-{interview}")
                for n in range(4):
                    drafts.save(draft.id, {"/data/n": str(n), f"/data/q{n}": "1"})
                    tell(f"answer {draft.household} {n}")
                finish(store, drafts, draft.id, Interviewed({"/data/n": "done"}))
                tell(f"finish {draft.household}")

        if turn % 10 == 0:
            span = span_of(partial(work, household="span", interviews=8))
        told = killed(work, chance.uniform(0, span))
        acknowledged += len(told)
        store = open_store(path, KEY, WRITER)
        unsound += not is_sound(store)
        finished = {line.split()[1] for line in told if line.startswith("finish")}
        answers = {line.split()[1]: int(line.split()[2]) for line in told if line.startswith("answer")}
        journal = {name for name in store.journal.records("household") if name.startswith(household + "-")}
        drafts = Drafts(store)
        for name, last in answers.items():
            open_here = drafts.of_household(name)
            saved = int(drafts.answers(open_here[0].id)["/data/n"]) if open_here else -1
            lost += name not in journal and saved < last
            phantoms += saved > last + 1
        lost += len(finished - journal)
        phantoms += len(journal - finished) > 1
        for draft in drafts.list():
            drafts.discard(draft.id)
        store.close()
    return {
        "kills": rounds,
        "acknowledged": acknowledged,
        "lost": lost,
        "phantoms": phantoms,
        "unsound": unsound,
    }


def receiving(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """A slice taken in and killed: all or nothing, and again it is all."""
    source = create_store(folder / "source.db", KEY, WRITER)
    source.append(*(Entry(f"h{n}", "household", {"/data/n": str(n)}) for n in range(600)))
    raws, head = list(source.journal.raw(WRITER.log)), source.journal.logs()[WRITER.log].head
    half = unsound = whole = 0
    span = 0.0
    for turn in range(rounds):
        path = folder / f"{turn}.db"
        create_store(path, KEY).close()

        def work(tell: Callable[[str], None], path: Path = path) -> None:
            open_store(path, KEY).journal.receive(WRITER.log, raws, head)
            tell("done")

        if turn % 10 == 0:
            create_store(folder / f"span{turn}.db", KEY).close()
            span = span_of(partial(work, path=folder / f"span{turn}.db"))
        told = killed(work, chance.uniform(0, 1.2 * span))
        store = open_store(path, KEY)
        held = store.journal.position()
        half += held not in (0, len(raws)) or (bool(told) and not held)
        whole += held == len(raws)
        store.journal.receive(WRITER.log, raws, head)
        unsound += not is_sound(store) or store.journal.logs() != source.journal.logs()
        store.close()
    return {"kills": rounds, "whole": whole, "partial": half, "unsound": unsound}


def creating(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """Killed while a store comes into being: there is none, or a whole one; the next attempt succeeds."""
    broken, span = 0, 0.0
    for turn in range(rounds):
        path = folder / f"{turn}.db"

        def work(_tell: Callable[[str], None], path: Path = path) -> None:
            create_store(path, KEY)

        if turn % 10 == 0:
            span = span_of(partial(work, path=folder / f"span{turn}.db"))
        killed(work, chance.uniform(0, 1.2 * span))
        try:
            store = open_store(path, KEY) if path.exists() else create_store(path, KEY)
            broken += not is_sound(store)
            store.close()
        except UserError:
            broken += 1
    return {"kills": rounds, "broken": broken}


def upgrading(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """Killed while an older store is brought up to date: old or new afterwards, and new in the end."""
    fresh = create_store(folder / "fresh.db", KEY)
    wanted = schema_of(fresh.db)
    fresh.close()
    broken, span = 0, 0.0
    for turn in range(rounds):
        path = folder / f"{turn}.db"
        old = database._connected(path, KEY)
        STORE.apply(old, stop_before=chance.choice(["m002_attachments", "m003_drafts"]))
        old.close()
        if turn == 0:
            shutil.copy(path, folder / "span.db")
            span = span_of(lambda _tell: open_store(folder / "span.db", KEY) and None)
        killed(lambda _tell, path=path: open_store(path, KEY) and None, chance.uniform(0, 1.2 * span))
        store = open_store(path, KEY)
        broken += schema_of(store.db) != wanted or not is_sound(store)
        store.close()
    return {"kills": rounds, "broken": broken}


def schema_of(db: Database) -> set[tuple[str, str]]:
    return set(db.conn.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())


def copying(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """Killed while a backup is made and put back: every backup that shows is whole."""
    moment = [datetime(2026, 1, 1, tzinfo=UTC)]
    store = create_store(folder / "data" / "store.db", KEY, WRITER, lambda: moment[0])
    (folder / "data" / "vault.json").write_text("{}", "utf-8")
    store.append(*(Entry(f"h{n}", "household", {"/data/n": str(n)}) for n in range(300)))
    store.close()
    back = restored = broken = 0
    span = putting = 0.0
    for turn in range(rounds):
        moment[0] += timedelta(days=1)

        def copy(_tell: Callable[[str], None]) -> None:
            back_up(
                open_store(folder / "data" / "store.db", KEY, WRITER, lambda: moment[0]), folder / "stick"
            )

        if turn % 10 == 0:
            span = span_of(copy)
            moment[0] += timedelta(days=1)
        killed(copy, chance.uniform(0, 1.2 * span))
        back += any(path.name.endswith(f"{moment[0]:%Y%m%d-%H%M%S}") for path in (folder / "stick").iterdir())
        newest = backups(folder / "stick")[0]
        target = folder / f"new{turn}"
        if turn % 10 == 0:
            putting = span_of(
                lambda _tell, newest=newest, turn=turn: restore(newest.path, folder / f"span{turn}")
            )
        killed(
            lambda _tell, newest=newest, target=target: restore(newest.path, target),
            chance.uniform(0, 1.2 * putting),
        )
        try:
            if not (target / "vault.json").exists():
                restore(newest.path, target)
            again = open_store(target / "store.db", KEY)
            restored += is_sound(again) and again.journal.position() == 300
            again.close()
        except UserError:
            broken += 1
    rubbish = len([path for path in (folder / "stick").iterdir() if path.name.startswith(".")])
    return {"kills": 2 * rounds, "backups": back, "rubbish": rubbish, "restored": restored, "broken": broken}


def filling(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """No file may grow beyond a limit, another in each round: the refusal is told, nothing is lost."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    silent = lost = unsound = refused = 0
    for turn in range(rounds):
        path = folder / f"{turn}.db"
        create_store(path, KEY, WRITER).close()
        limit = path.stat().st_size + chance.randrange(1, 600_000)

        def work(tell: Callable[[str], None], path: Path = path, limit: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            try:
                store = open_store(path, KEY, WRITER)
                for n in range(10_000):
                    store.append(Entry(f"h{n}", "household", {f"/data/{q}": f"{n * q}" for q in range(60)}))
                    tell(str(n))
                    if n % 5 == 0:
                        store.attachments.put(os.urandom(20_000))
            except UserError as error:
                tell(f"refused {bool(error.what and error.remedy)}")
            except BaseException as error:
                tell(f"bug {error!r}")

        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            work(lambda text, writer=writer: os.write(writer, text.encode() + b"\n") and None)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as stream:
            told = stream.read().decode().split()
        os.waitpid(child, 0)
        refused += "refused" in told
        silent += told[-2:] != ["refused", "True"]
        acknowledged = [int(text) for text in told if text.isdigit()]
        store = open_store(path, KEY, WRITER)
        unsound += not is_sound(store)
        lost += store.journal.position() < len(acknowledged)
        store.append(Entry("after", "household", {"/data/n": "1"}))
        store.close()
    return {"limits": rounds, "refused": refused, "silent": silent, "lost": lost, "unsound": unsound}


def flipping(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """Single bits flipped anywhere in the file: noticed, every one."""
    path = folder / "store.db"
    store = create_store(path, KEY, WRITER)
    store.append(*(Entry(f"h{n}", "household", {"/data/n": str(n) * 20}) for n in range(200)))
    store.attachments.put(random.Random(1).randbytes(100_000))
    store.close()
    whole, unnoticed = path.read_bytes(), 0
    for _turn in range(rounds):
        place = chance.randrange(len(whole) * 8)
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        other = folder / "flipped.db"
        other.write_bytes(flipped)
        try:
            damaged = open_store(other, KEY, WRITER)
            unnoticed += is_sound(damaged)
            damaged.close()
        except (UserError, DatabaseError):
            pass
        for file in folder.glob("flipped.db*"):
            file.unlink()
    return {"flips": rounds, "unnoticed": unnoticed}


def salvaging(folder: Path, rounds: int, chance: random.Random) -> dict[str, int]:
    """Several pages ruined at once: what is salvaged is true, and most of it is."""
    path = folder / "store.db"
    store = create_store(path, KEY, WRITER)
    for start in range(0, 2000, 100):
        entries = (
            Entry(f"h{n}", "household", {f"/data/q{q}": str(n * q) for q in range(40)})
            for n in range(start, start + 100)
        )
        store.append(*entries)
    photos = [store.attachments.put(random.Random(n).randbytes(30_000)).sha256 for n in range(20)]
    drafts = Drafts(store)
    answers = {f"/data/q{q}": str(q) for q in range(40)}
    for n in range(10):
        drafts.begin(FORM, f"d{n}", answers)
    store.close()
    whole = path.read_bytes()
    hopeless = revisions = attachments = kept_answers = unreadable = false = 0
    for turn in range(rounds):
        ruined = bytearray(whole)
        for _page in range(3):
            ruined[chance.randrange(8192, len(whole))] ^= 0x5A
        (folder / "ruined.db").write_bytes(ruined)
        target = create_store(folder / f"{turn}.db", KEY, WRITER)
        try:
            saved = salvage(folder / "ruined.db", KEY, target)
        except UserError:
            hopeless += 1
            target.close()
            continue
        revisions, attachments = revisions + saved.revisions, attachments + saved.attachments
        kept_answers, unreadable = kept_answers + saved.answers, unreadable + saved.unreadable
        false += not is_sound(target)
        false += any(
            r.values["/data/q2"] != str(int(r.record[1:]) * 2) for _at, r in target.journal.of_kind()
        )
        false += sum(target.attachments.has(photo) for photo in photos) != saved.attachments
        false += any(
            Drafts(target).answers(draft.id).items() - answers.items() for draft in Drafts(target).list()
        )
        target.close()
    return {
        "rounds": rounds,
        "hopeless": hopeless,
        "revisions_of_1000": revisions // (2 * rounds),
        "attachments_of_1000": attachments * 50 // rounds,
        "answers_of_1000": kept_answers * 1000 // 400 // rounds,
        "false": false,
    }


def forbidden(folder: Path, rounds: int, _chance: random.Random) -> dict[str, int]:
    """A folder one may not write in, as an ordinary user: told in words."""
    create_store(folder / "data" / "store.db", KEY, WRITER).close()
    shutil.copytree(folder / "data", folder / "own")
    (folder / "data").chmod(0o555)
    (folder / "data" / "store.db").chmod(0o444)
    folder.chmod(0o555)
    told = 0
    for _turn in range(rounds):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            if os.geteuid() == 0:
                os.setuid(65534)
            for act in (
                lambda: open_store(folder / "data" / "store.db", KEY, WRITER).append(
                    Entry("h", "household", {})
                ),
                lambda: create_store(folder / "data" / "other.db", KEY),
                lambda: create_store(folder / "new" / "store.db", KEY),
            ):
                try:
                    act()
                    os.write(writer, b"allowed\n")
                except UserError as error:
                    os.write(writer, b"told\n" if error.remedy else b"mute\n")
                except BaseException as error:
                    os.write(writer, f"{error!r}\n".encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as stream:
            lines = stream.read().decode().splitlines()
        os.waitpid(child, 0)
        told += lines.count("told")
        if set(lines) != {"told"}:
            print(lines, file=sys.stderr)
    folder.chmod(0o755)
    (folder / "data").chmod(0o755)
    return {"attempts": 3 * rounds, "told": told}


TRIALS = {
    trial.__name__: trial
    for trial in (saving, receiving, creating, upgrading, copying, filling, flipping, salvaging, forbidden)
}

if __name__ == "__main__":
    name, place, count, seed = sys.argv[1:]
    Path(place).mkdir(parents=True, exist_ok=True)
    print(json.dumps(TRIALS[name](Path(place), int(count), random.Random(int(seed)))))
