# SPDX-License-Identifier: Apache-2.0
"""Differences that are not of one word against another: an order, a row or a household gone, a photo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from enumerator.demo.midway import Midway
from enumerator.merging.view import WHOLE_RECORD
from enumerator.office.settling import difference, differences
from enumerator.registry.search import household
from tests.ui.office.parted import FRONT, ROSTER, ROWS, Parted, change, photo
from ui.office.asking import AskWords
from ui.office.conflicts import Conflicts
from ui.office.photos import PhotoView

CTRL = Qt.KeyboardModifier.ControlModifier


def shown(page: Conflicts, record: str) -> dict[str, list[str]]:
    """What each side of each open line says, in words."""
    page.open.list.select(record)
    return {
        line.address: [
            line.said[writer.log].words for writer in page.open.evidence._writers() if writer.log in line.said
        ]
        for line in page.open.evidence._lines_open()
    }


def standing(midway: Midway, record: str) -> dict[str, str]:
    return difference(midway.office, record).view.values


def test_two_orders_of_one_roster_are_read_by_name_settled_by_a_key_and_opened_again(
    qtbot, midway: Midway, opened
) -> None:
    parted = Parted(midway.office)
    first, second, *rest = parted.rows
    names = parted.names()
    change(parted.laptop, parted.record, {ROWS: " ".join([second, first, *rest])})
    change(parted.office, parted.record, {ROWS: " ".join([*rest, second, first])})
    parted.meet()
    page = opened(Conflicts(midway.office))
    said = shown(page, parted.record)
    assert list(said) == [ROWS]
    orders = {
        tuple(name.split("\N{NO-BREAK SPACE}", 1)[1] for name in words.split(" · ")) for words in said[ROWS]
    }
    assert orders == {
        (names[1], names[0], *names[2:]),
        (*names[2:], names[1], names[0]),
    }
    (line,) = page.open.evidence._lines_open()
    assert line.base.startswith(f"1\N{NO-BREAK SPACE}{names[0]} · 2")
    assert line.label == "Urutan baris"
    assert not line.other
    wanted = line.said[page.open.evidence._writers()[1].log].side.value
    page.open.evidence.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_2)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert standing(midway, parted.record)[ROWS] == wanted
    assert parted.record not in [each.record for each in differences(midway.office)]
    page.views.buttons["done"].setFocus()
    qtbot.keyClick(page.views.buttons["done"], Qt.Key.Key_Space)
    assert page.done.table.current().record == parted.record
    qtbot.keyClick(page, Qt.Key.Key_Z, CTRL)
    (asked,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    qtbot.keyClicks(asked.fields["reason"].field, "Salah pilih")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert [found.address for found in difference(midway.office, parted.record).view.conflicts] == [ROWS]
    assert standing(midway, parted.record)[ROWS] == " ".join(parted.rows)


def test_a_row_removed_here_and_edited_there_tells_what_was_edited(qtbot, midway: Midway, opened) -> None:
    parted = Parted(midway.office)
    row = parted.rows[-1]
    address = f"{ROSTER}[{row}]"
    change(parted.laptop, parted.record, {f"{address}/nama": "Nama Yang Dibetulkan"})
    change(parted.office, parted.record, parted.without(row), reason="Sudah pindah")
    parted.meet()
    page = opened(Conflicts(midway.office))
    said = shown(page, parted.record)
    assert list(said) == [address]
    assert any("Nama Yang Dibetulkan" in words for words in said[address])
    assert any("Sudah pindah" in words for words in said[address])
    (line,) = page.open.evidence._lines_open()
    number = next(
        n for n, w in enumerate(page.open.evidence._writers(), 1) if line.said[w.log].side.value is None
    )
    qtbot.keyClick(page, Qt.Key(Qt.Key.Key_0 + number))
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    values = standing(midway, parted.record)
    assert row not in values[ROWS].split()
    assert not [each for each in values if each.startswith(address)]
    assert parted.record not in [each.record for each in differences(midway.office)]


def test_a_household_deleted_here_and_edited_there_stays_until_a_key_decides(
    qtbot, midway: Midway, opened
) -> None:
    parted = Parted(midway.office)
    change(parted.laptop, parted.record, {"/data/lokasi/alamat": "Jalan Yang Baru 7"})
    change(parted.office, parted.record, {}, act="delete", reason="Tercatat dua kali")
    parted.meet()
    page = opened(Conflicts(midway.office))
    said = shown(page, parted.record)
    assert list(said) == [WHOLE_RECORD]
    assert any("Jalan Yang Baru 7" in words for words in said[WHOLE_RECORD])
    assert any("Tercatat dua kali" in words for words in said[WHOLE_RECORD])
    (line,) = page.open.evidence._lines_open()
    keeps = next(n for n, w in enumerate(page.open.evidence._writers(), 1) if line.said[w.log].side.value)
    qtbot.keyClick(page, Qt.Key(Qt.Key.Key_0 + keeps))
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert standing(midway, parted.record)["/data/lokasi/alamat"] == "Jalan Yang Baru 7"
    assert household(midway.office.store, parted.record) is not None


def test_a_household_can_be_deleted_against_an_edit_too(qtbot, midway: Midway, opened) -> None:
    parted = Parted(midway.office)
    change(parted.laptop, parted.record, {"/data/lokasi/alamat": "Jalan Yang Baru 7"})
    change(parted.office, parted.record, {}, act="delete")
    parted.meet()
    page = opened(Conflicts(midway.office))
    shown(page, parted.record)
    (line,) = page.open.evidence._lines_open()
    goes = next(n for n, w in enumerate(page.open.evidence._writers(), 1) if not line.said[w.log].side.value)
    qtbot.keyClick(page, Qt.Key(Qt.Key.Key_0 + goes))
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert difference(midway.office, parted.record).view.deleted
    assert parted.record not in [each.record for each in differences(midway.office)]


def test_two_photos_stand_side_by_side_with_size_and_time(qtbot, midway: Midway, opened) -> None:
    parted = Parted(midway.office)
    mine = photo(parted.laptop, 640, 480, "green")
    yours = photo(parted.office, 320, 240, "blue")
    change(parted.laptop, parted.record, {FRONT: mine})
    change(parted.office, parted.record, {FRONT: yours})
    parted.meet()
    page = opened(Conflicts(midway.office))
    assert list(shown(page, parted.record)) == [FRONT]
    (line,) = page.open.evidence._lines_open()
    assert {said.photo for said in line.said.values()} == {mine, yours}
    words = [each.text() for each in page.open.evidence.findChildren(QLabel) if "kB" in each.text()]
    assert any("640\u00a0×\u00a0480" in each for each in words)
    assert any("320\u00a0×\u00a0240" in each for each in words)
    page.open.evidence.setFocus()
    qtbot.keyClick(page.open.evidence, Qt.Key.Key_P)
    (large,) = [each for each in page.findChildren(PhotoView) if each.isVisible()]
    told = [each.text() for each in large.findChildren(QLabel)]
    assert sum("kB" in each for each in told) >= 2
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    number = next(n for n, w in enumerate(page.open.evidence._writers(), 1) if line.said[w.log].photo == mine)
    qtbot.keyClick(page, Qt.Key(Qt.Key.Key_0 + number))
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert standing(midway, parted.record)[FRONT] == mine
