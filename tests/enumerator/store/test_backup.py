# SPDX-License-Identifier: Apache-2.0
"""Backups: made while open, checked, rotated, put back, and refused when damaged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.errors import UserError
from enumerator.store.backup import MANIFEST, back_up, backups, is_due, restore, settle_restored, was_restored
from enumerator.store.journal import Writer
from enumerator.store.mark import is_behind, note_sent, read_marks
from enumerator.store.revision import Entry, new_log
from enumerator.store.store import Store, create_store, open_store

KEY = bytes(range(32))


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def laptop(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    writer = Writer(new_log(), "a1", Ed25519PrivateKey.generate().sign)
    opened = create_store(tmp_path / "data" / "store.db", KEY, writer, clock)
    (tmp_path / "data" / "vault.json").write_text('{"a": 1}', "utf-8")
    opened.append(*(Entry(f"h{n}", "household", {"/data/n": f"RAHASIA {n}"}) for n in range(20)))
    opened.attachments.put(b"foto" * 1000)
    yield opened
    opened.close()


def test_a_backup_put_back_holds_everything(laptop: Store, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    made = back_up(laptop, tmp_path / "stick", progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (3, 3)
    restore(made.path, tmp_path / "new")
    again = open_store(tmp_path / "new" / "store.db", KEY)
    log = laptop.journal.logs()
    assert again.journal.logs() == log
    assert again.journal.verify() == ()
    assert [r for _p, r in again.journal.of_kind()] == [r for _p, r in laptop.journal.of_kind()]
    assert again.db.conn.execute("SELECT count(*) FROM attachment_part").fetchone()[0] == 1
    assert (tmp_path / "new" / "vault.json").read_text("utf-8") == '{"a": 1}'
    again.close()


def test_a_backup_is_as_unreadable_as_the_original(laptop: Store, tmp_path: Path) -> None:
    made = back_up(laptop, tmp_path / "stick")
    for file in made.path.iterdir():
        assert b"RAHASIA" not in file.read_bytes()
        assert b"household" not in file.read_bytes()


def test_only_the_newest_are_kept(laptop: Store, tmp_path: Path, clock: Clock) -> None:
    for _day in range(5):
        back_up(laptop, tmp_path / "stick", keep=3)
        clock.now += timedelta(days=1)
    kept = backups(tmp_path / "stick")
    assert [backup.made.day for backup in kept] == [28, 27, 26]
    assert len(list((tmp_path / "stick").iterdir())) == 3


def test_a_backup_is_due_once_a_day(laptop: Store, tmp_path: Path, clock: Clock) -> None:
    assert is_due(tmp_path / "stick", clock.now)
    back_up(laptop, tmp_path / "stick")
    assert not is_due(tmp_path / "stick", clock.now + timedelta(hours=23))
    assert is_due(tmp_path / "stick", clock.now + timedelta(hours=24))


def test_a_backup_that_fails_leaves_the_older_ones_and_no_rubbish(
    laptop: Store, tmp_path: Path, clock: Clock
) -> None:
    first = back_up(laptop, tmp_path / "stick")

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    clock.now += timedelta(days=1)
    with pytest.raises(KeyboardInterrupt):
        back_up(laptop, tmp_path / "stick", progress=stop)
    assert [path.name for path in (tmp_path / "stick").iterdir()] == [first.path.name]


@pytest.mark.parametrize("name", ["store.db", "vault.json", MANIFEST])
def test_a_damaged_backup_is_refused_and_nothing_is_put_back(
    laptop: Store, tmp_path: Path, name: str
) -> None:
    made = back_up(laptop, tmp_path / "stick")
    content = bytearray((made.path / name).read_bytes())
    content[len(content) // 2] ^= 0x11
    (made.path / name).write_bytes(content[: None if name != MANIFEST else 20])
    with pytest.raises(UserError):
        restore(made.path, tmp_path / "new")
    assert not (tmp_path / "new").exists() or not any((tmp_path / "new").iterdir())


def test_a_manifest_that_names_paths_is_refused(laptop: Store, tmp_path: Path) -> None:
    made = back_up(laptop, tmp_path / "stick")
    (tmp_path / "stick" / "evil.json").write_text("x", "utf-8")
    manifest = json.loads((made.path / MANIFEST).read_text("utf-8"))
    manifest["files"]["../evil.json"] = "00"
    (made.path / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(UserError):
        restore(made.path, tmp_path / "new")


def test_data_is_never_written_over(laptop: Store, tmp_path: Path) -> None:
    made = back_up(laptop, tmp_path / "stick")
    with pytest.raises(UserError):
        restore(made.path, tmp_path / "data")
    assert laptop.journal.verify() == ()


def test_an_interrupted_restore_can_be_repeated(laptop: Store, tmp_path: Path) -> None:
    made = back_up(laptop, tmp_path / "stick")
    restore(made.path, tmp_path / "new")
    (tmp_path / "new" / "vault.json").unlink()
    (tmp_path / "new" / "store.db").write_bytes(b"half")
    restore(made.path, tmp_path / "new")
    open_store(tmp_path / "new" / "store.db", KEY).close()


def test_a_restored_folder_says_so_until_a_new_log_has_begun(laptop: Store, tmp_path: Path) -> None:
    restore(back_up(laptop, tmp_path / "stick").path, tmp_path / "new")
    assert was_restored(tmp_path / "new")
    assert not was_restored(tmp_path / "data")
    settle_restored(tmp_path / "new")
    assert not was_restored(tmp_path / "new")


def test_a_database_older_than_what_was_sent_is_noticed(laptop: Store, tmp_path: Path) -> None:
    writer = laptop.journal.writer
    assert writer is not None
    folder = tmp_path / "data"
    note_sent(folder, writer.log, 20)
    note_sent(folder, writer.log, 7)
    assert read_marks(folder) == {writer.log: 20}
    assert not is_behind(folder, laptop.journal, writer.log)
    note_sent(folder, writer.log, 21)
    assert is_behind(folder, laptop.journal, writer.log)
    (folder / "sent.json").write_text("[1", "utf-8")
    assert not is_behind(folder, laptop.journal, writer.log)
