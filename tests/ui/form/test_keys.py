# SPDX-License-Identifier: Apache-2.0
"""The key map tells the truth, and keys that mean two things mean the right one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from ui.field.help import KEY_MAP
from ui.form.keys import KEYS
from ui.form.pause import Stopwatch

from .conftest import ALT, CTRL, Hand, Hold
from .test_desk import FAMILY, ROWS

NOTES = """
| survey | | | | | |
| | type | name | label | appearance | relevant |
| | select_one yt | ada | Ada orang? | | |
| | begin_repeat | anggota | Anggota | | ${ada} = '1' |
| | text | nama | Nama | | |
| | text | cerita | Cerita | multiline | |
| | end_repeat | | | | |
| | text | akhir | Akhir | | |
| choices | | | |
| | list_name | name | label |
| | yt | 1 | Ya |
| | yt | 2 | Tidak |
"""
STORY = "/data/anggota[aaaa0001]/cerita"
TOLD = {
    "/data/ada": "1",
    "/data/anggota#rows": "aaaa0001 aaaa0002",
    "/data/anggota[aaaa0001]/nama": "Agus",
    STORY: "satu dua",
}


def bound(hand: Hand) -> set[str]:
    """Every key that is bound on the interview's screen, by its name."""
    return {shortcut.key().toString() for shortcut in hand.desk.findChildren(QShortcut)}


def test_every_key_of_the_map_is_bound_and_every_bound_key_is_on_the_map(hold: Hold) -> None:
    hand = hold(FAMILY)
    keys = {QKeySequence(key).toString() for row in KEYS if row.act for key in row.keys}
    assert bound(hand) == keys
    _heading, told = KEY_MAP[0]
    on_the_map = {cap for caps, _words in told for cap in caps}
    first = {row.keys[0] for row in KEYS}
    assert first <= on_the_map


def test_the_keys_the_page_listens_to_do_what_the_map_says(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS, start_at="/data/lokasi/kepala")
    hand.enter("Agus")
    assert hand.at == "uang"
    hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert hand.at == "kepala"
    hand.desk.go_to("/data/lokasi/usaha")
    hand.type("2")
    assert hand.value("/data/lokasi/usaha") == "2"
    hand.desk.go_to("/data/anggota")
    hand.press(Qt.Key.Key_Down, ALT)
    assert hand.desk.progress.rows("/data/anggota")[1].endswith("[aaaa0001]")
    hand.press(Qt.Key.Key_Up, ALT)
    assert hand.desk.progress.rows("/data/anggota")[0].endswith("[aaaa0001]")


def test_ctrl_delete_in_running_text_takes_a_word_and_no_row(hold: Hold) -> None:
    hand = hold(NOTES, TOLD, start_at=STORY)
    hand.press(Qt.Key.Key_Home, CTRL).press(Qt.Key.Key_Delete, CTRL)
    assert len(hand.desk.progress.rows("/data/anggota")) == 2
    assert hand.value(STORY).strip() == "dua"
    hand.desk.go_to("/data/anggota[aaaa0001]/nama")
    hand.press(Qt.Key.Key_Delete, CTRL)
    assert len(hand.desk.progress.rows("/data/anggota")) == 1


def test_ctrl_z_while_a_remark_is_written_undoes_its_letters_and_no_answer(hold: Hold) -> None:
    hand = hold(FAMILY)
    hand.enter("Agus").press(Qt.Key.Key_F2).type("menurut KK")
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.value("/data/lokasi/kepala") == "Agus"
    assert hand.desk.side.remark.toPlainText() != "menurut KK"
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.value("/data/lokasi/kepala") == ""


def test_a_rest_covers_the_screen_and_nothing_typed_gets_through(hold: Hold) -> None:
    hand = hold(FAMILY)
    hand.type("Agus").press(Qt.Key.Key_J, CTRL)
    cover = hand.desk.rests.cover
    assert cover.isVisible()
    assert cover.size() == hand.desk.size()
    hand.type("xyz").press(Qt.Key.Key_PageDown).press(Qt.Key.Key_Z, CTRL).press(Qt.Key.Key_Delete, CTRL)
    assert hand.value("/data/lokasi/kepala") == "Agus"
    assert cover.isVisible()
    hand.press(Qt.Key.Key_Return)
    assert not cover.isVisible()
    assert hand.at == "kepala"
    hand.type("o")
    assert hand.value("/data/lokasi/kepala") == "Aguso"


def test_the_time_of_a_rest_is_not_counted() -> None:
    seconds = [10.0]
    watch = Stopwatch(60, 10.0, lambda: seconds[0])
    seconds[0] = 20
    watch.rest()
    seconds[0] = 500
    assert watch.seconds() == 70
    watch.go_on()
    seconds[0] = 505
    assert watch.seconds() == 75


def test_an_empty_roster_that_does_not_apply_offers_no_row_until_it_does(hold: Hold) -> None:
    hand = hold(NOTES, {"/data/anggota#rows": ""}, start_at="/data/ada")
    titles = [entry.adds for entry in hand.desk.outline.lines() if entry.adds]
    assert titles == []
    hand.type("2").press(Qt.Key.Key_N, CTRL)
    assert hand.desk.progress.rows("/data/anggota") == ()
    hand.type("1")
    QApplication.processEvents()
    assert [entry.adds for entry in hand.desk.outline.lines() if entry.adds] == ["/data/anggota"]
    hand.press(Qt.Key.Key_N, CTRL)
    assert len(hand.desk.progress.rows("/data/anggota")) == 1


def test_a_count_that_differs_from_the_roster_is_not_doubted_while_the_roster_is_filled(hold: Hold) -> None:
    form = FAMILY.replace(
        "| | text | kepala | Nama kepala keluarga",
        "| | integer | orang | Orang | People | | | . = count(${anggota}) | Jumlah berbeda. | warn | |\n"
        "| | text | kepala | Nama kepala keluarga",
    )
    hand = hold(form, {"/data/anggota#rows": ""}, start_at="/data/lokasi/orang")
    hand.enter("2")
    assert hand.trouble("/data/lokasi/orang") == ("", "")
    hand.press(Qt.Key.Key_N, CTRL).type("Agus")
    assert hand.desk.side.problems.links() == ()
    hand.press(Qt.Key.Key_N, CTRL).type("Sri").press(Qt.Key.Key_N, CTRL).type("Bima")
    assert hand.desk.side.problems.links() == ()
    hand.desk.go_to("/data/akhir/catatan")
    (link,) = hand.desk.side.problems.links()
    assert link.address == "/data/lokasi/orang"


SECRETS = """
| survey | | | | | |
| | type | name | label | appearance | sensitive |
| | begin_repeat | anggota | Anggota | | |
| | text | nama | Nama | | |
| | text | nik | NIK | numbers | yes |
| | end_repeat | | | | |
"""


def test_a_sensitive_number_is_masked_in_the_table_and_whole_where_it_is_typed(hold: Hold) -> None:
    row = "/data/anggota[aaaa0001]"
    told = {"/data/anggota#rows": "aaaa0001", f"{row}/nama": "Siti", f"{row}/nik": "3374050101480001"}
    hand = hold(SECRETS, told, start_at="/data/anggota")
    roster = hand.desk.page.roster("/data/anggota")
    assert roster is not None
    assert roster.table.model().index(0, 2).data() == "3374 •••• •••• 0001"
    hand.press(Qt.Key.Key_Return)
    hand.desk.go_to(f"{row}/nik")
    assert hand.shown(f"{row}/nik") == "3374 0501 0148 0001"


def test_rows_copied_from_a_spreadsheet_become_rows_and_one_undo_takes_them_all_back(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS, start_at="/data/anggota")
    QGuiApplication.clipboard().setText("Wati\tYa\nDedi\tTidak\nEko\t1\nFitri\t2\n")
    hand.press(Qt.Key.Key_Down).press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_V, CTRL)
    rows = hand.desk.progress.rows("/data/anggota")
    assert [hand.value(f"{row}/nama") for row in rows] == ["Agus", "Sri", "Wati", "Dedi", "Eko", "Fitri"]
    assert [hand.value(f"{row}/sekolah") for row in rows][2:] == ["1", "2", "1", "2"]
    hand.press(Qt.Key.Key_Z, CTRL)
    rows = hand.desk.progress.rows("/data/anggota")
    assert [hand.value(f"{row}/nama") for row in rows] == ["Agus", "Sri", "Bima"]
