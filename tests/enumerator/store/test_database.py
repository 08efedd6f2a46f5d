# SPDX-License-Identifier: Apache-2.0
"""Creating, opening and refusing a store."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from enumerator.errors import UserError
from enumerator.store.database import TooNewError, create_database, open_database, writing
from enumerator.store.faults import DamagedError, explain
from enumerator.store.lock import FolderLock, InUseError
from enumerator.store.revision import Entry
from enumerator.store.sqlite import Database, DatabaseError
from enumerator.store.store import create_store, open_store

KEY = bytes(range(32))


def pragma(db: Database, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_file_is_encrypted_and_kept_as_carefully_as_promised(tmp_path: Path) -> None:
    db = create_database(tmp_path / "a.db", KEY)
    db.execute("INSERT INTO fact VALUES ('canary', 'RAHASIA-KELUARGA')")
    assert pragma(db, "journal_mode") == "wal"
    assert pragma(db, "synchronous") == 2
    assert pragma(db, "foreign_keys") == 1
    assert pragma(db, "trusted_schema") == 0
    assert db.execute("PRAGMA cipher_integrity_check").fetchall() == []
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert b"RAHASIA" not in content
        assert not content.startswith(b"SQLite format 3")
    db.close()


def test_every_table_of_ours_is_strict(tmp_path: Path) -> None:
    db = create_database(tmp_path / "a.db", KEY)
    loose = [table.name for table in db.tables if not table.strict and not table.name.startswith("_sqlite")]
    assert loose == []
    db.close()


def test_a_wrong_key_and_a_foreign_file_are_told_alike(tmp_path: Path) -> None:
    create_database(tmp_path / "a.db", KEY).close()
    (tmp_path / "b.db").write_bytes(b"not a database at all, a letter to grandmother " * 400)
    with pytest.raises(DamagedError) as wrong_key:
        open_database(tmp_path / "a.db", bytes(32))
    with pytest.raises(DamagedError) as foreign:
        open_database(tmp_path / "b.db", KEY)
    assert wrong_key.value.what == foreign.value.what.replace("b.db", "a.db")
    assert wrong_key.value.remedy


def test_a_missing_or_emptied_file_never_starts_fresh(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.db"):
        open_database(tmp_path / "none.db", KEY)
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "empty.db").touch()
    with pytest.raises(DamagedError):
        open_database(tmp_path / "empty.db", KEY)
    assert (tmp_path / "empty.db").stat().st_size == 0


def test_an_existing_store_is_never_written_over(tmp_path: Path) -> None:
    create_database(tmp_path / "a.db", KEY).close()
    with pytest.raises(FileExistsError):
        create_database(tmp_path / "a.db", KEY)


def test_what_an_interrupted_creation_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "a.db.new").write_bytes(b"half")
    (tmp_path / "a.db.new-wal").write_bytes(b"half")
    create_database(tmp_path / "a.db", KEY).close()
    assert not list(tmp_path.glob("*.new*"))


def test_a_file_of_a_later_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = create_database(path, KEY)
    db["_sqlite_migrations"].insert({"migration_set": "store", "name": "m999_later", "applied_at": ""})
    db.close()
    with pytest.raises(TooNewError) as caught:
        open_database(path, KEY)
    assert caught.value.remedy


def test_a_failed_write_leaves_nothing_and_the_next_one_works(tmp_path: Path) -> None:
    db = create_database(tmp_path / "a.db", KEY)

    def fail_after(name: str) -> None:
        with writing(db):
            db.execute("INSERT INTO fact VALUES (?, '1')", (name,))
            raise KeyError

    with pytest.raises(KeyError):
        fail_after("a")
    with writing(db), pytest.raises(KeyError):
        fail_after("b")
    with writing(db):
        db.execute("INSERT INTO fact VALUES ('c', '1')")
    assert [row["name"] for row in db["fact"].rows] == ["c"]
    db.close()


def test_a_second_instance_is_told_where_the_first_is(tmp_path: Path) -> None:
    with FolderLock(tmp_path / "data"):
        with pytest.raises(InUseError):
            FolderLock(tmp_path / "data")
        script = (
            "import sys, pathlib; from enumerator.store.lock import FolderLock;"
            "FolderLock(pathlib.Path(sys.argv[1]))"
        )
        other = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "data")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert other.returncode != 0
        assert "InUseError" in other.stderr
    FolderLock(tmp_path / "data").release()


def test_the_lock_of_a_killed_process_is_free_again(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib, signal; from enumerator.store.lock import FolderLock;"
        "lock = FolderLock(pathlib.Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    FolderLock(tmp_path).release()


def test_a_second_connection_reads_while_the_first_writes(tmp_path: Path) -> None:
    create_store(tmp_path / "a.db", KEY).close()
    one = open_store(tmp_path / "a.db", KEY)
    seen: list[int] = []

    def read() -> None:
        other = open_store(tmp_path / "a.db", KEY)
        seen.append(other.journal.position())
        other.close()

    with writing(one.db):
        one.attachments.put(b"x")
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert seen == [0]
    one.close()


def test_a_store_may_be_handed_to_another_thread(tmp_path: Path) -> None:
    one = create_store(tmp_path / "a.db", KEY)
    thread = threading.Thread(target=lambda: one.attachments.put(b"x"))
    thread.start()
    thread.join()
    assert one.db.conn.execute("SELECT count(*) FROM attachment").fetchone()[0] == 1
    one.close()


def test_what_comes_up_while_reading_can_be_explained(tmp_path: Path) -> None:
    store = create_store(tmp_path / "a.db", KEY)
    for n in range(50):
        store.attachments.put(bytes([n]) * 5000)
    store.close()
    content = bytearray((tmp_path / "a.db").read_bytes())
    for page in range(6, len(content) // 8192):
        content[page * 8192 + 100] ^= 1
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises((UserError, DatabaseError)) as caught:  # noqa: PT012 - whichever read meets it first
        damaged = open_store(tmp_path / "a.db", KEY)
        damaged.db.execute("SELECT * FROM attachment").fetchall()
        damaged.db.execute("SELECT * FROM attachment_part").fetchall()
    explained = (
        caught.value if isinstance(caught.value, UserError) else explain(caught.value, tmp_path / "a.db")
    )
    assert isinstance(explained, DamagedError)
    assert explain(ValueError("ours"), tmp_path) is None


def test_nobody_else_imports_sqlite() -> None:
    root = Path(__file__).resolve().parents[3]
    guilty = [
        str(file.relative_to(root))
        for folder in ("enumerator", "ui")
        for file in (root / folder).rglob("*.py")
        if file.name != "sqlite.py"
        for line in file.read_text("utf-8").splitlines()
        if line.startswith(("import sqlite", "from sqlite", "import sqlcipher", "from sqlcipher"))
    ]
    assert guilty == []


def test_an_entry_needs_a_writer(tmp_path: Path) -> None:
    one = create_store(tmp_path / "a.db", KEY)
    with pytest.raises(ValueError, match="read"):
        one.append(Entry("h", "household", {}))
    one.close()
