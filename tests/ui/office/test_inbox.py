# SPDX-License-Identifier: Apache-2.0
"""Taking bundles in and sending to the laptops: what is new, known, missing or no good, each said in its
line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from enumerator.demo.midway import Midway
from enumerator.registry.search import Wanted, count
from ui.office.inbox import Inbox


def statuses(page: Inbox) -> list[str]:
    return [page.table.model.row_at(n).status().word for n in range(page.table.shown())]


def test_a_stick_is_taken_in_whole_and_what_is_no_good_stops_nothing(
    qtbot, midway: Midway, opened, tmp_path: Path
) -> None:
    page = opened(Inbox(midway.office))
    before = count(midway.office.store, Wanted(status="received", merged=True))
    broken = midway.stick / "rusak.pendata"
    broken.write_bytes(b"this is no bundle")
    with qtbot.waitSignal(page.noticed, timeout=30_000) as told:
        page.receive([midway.stick])
    assert told.args[0].kind == "warning"
    words = statuses(page)
    assert words[0] == "Tidak terpakai"
    assert "Diterima" in words
    assert "Sudah ada" in words
    assert page.table.current().refusal is not None
    assert "rusak.pendata" in page.detail.trouble_words.text()
    assert count(midway.office.store, Wanted(status="received", merged=True)) > before


def test_the_same_stick_again_changes_nothing_and_says_so(qtbot, midway: Midway, opened) -> None:
    page = opened(Inbox(midway.office))
    with qtbot.waitSignal(page.noticed, timeout=30_000):
        page.receive([midway.stick])
    position = midway.office.store.journal.position()
    with qtbot.waitSignal(page.noticed, timeout=30_000) as told:
        page.receive([midway.stick])
    assert told.args[0].kind == "info"
    assert midway.office.store.journal.position() == position


def test_files_may_be_dropped(qtbot, midway: Midway, opened) -> None:
    page = opened(Inbox(midway.office))
    newest = max(midway.stick.glob("*.pendata"), key=lambda path: path.stat().st_mtime_ns)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(newest))])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(page.noticed, timeout=30_000):
        page.zone.dropEvent(drop)
    assert statuses(page)


def test_every_laptop_gets_a_bundle_of_its_own(
    qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch
) -> None:
    page = opened(Inbox(midway.office))
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(page, "pick_folder", lambda: out)
    with qtbot.waitSignal(page.noticed, timeout=30_000) as told:
        qtbot.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert told.args[0].kind == "done"
    assert len(list(out.glob("*.pendata"))) == 3
    assert statuses(page)[:3] == ["Terkirim"] * 3


def test_an_empty_folder_is_no_error(qtbot, midway: Midway, opened, tmp_path: Path) -> None:
    page = opened(Inbox(midway.office))
    with qtbot.waitSignal(page.noticed) as told:
        page.receive([tmp_path / "midway" / "kits"])
    assert told.args[0].kind == "info"
