# SPDX-License-Identifier: Apache-2.0
"""Moving, checking, rows, undo and languages in an interview, all from the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from enumerator.interviews.navigation import Mark

from .conftest import ALT, CTRL, SHIFT, Hand, Hold

FAMILY = """
| survey | | | | | | | | | | |
| | type | name | label::id | label::en | relevant | required | constraint | constraint_message::id | severity | allow |
| | begin_group | lokasi | A. Lokasi | A. Place | | | | | | |
| | text | kepala | Nama kepala keluarga | Head of family | | yes | | | | |
| | integer | uang | Penghasilan (Rp) | Income (Rp) | | | . < 5000000 | Tinggi sekali. Benar? | warn | |
| | select_one yt | usaha | Punya usaha? | Any business? | | yes | | | | dont_know refused |
| | text | usaha_apa | Usaha apa? | Which business? | ${usaha} = '1' | | | | | |
| | integer | umur | Umur kepala | Age of the head | | | . < 120 | Umur tidak mungkin. Periksa. | block | |
| | end_group | | | | | | | | | |
| | begin_repeat | anggota | B. Anggota keluarga | B. Family members | | | | | | |
| | text | nama | Nama | Name | | yes | | | | |
| | select_one yt | sekolah | Apakah ${nama} sekolah? | Is ${nama} at school? | | yes | | | | |
| | integer | kelas | Kelas berapa ${nama}? | Which class? | ${sekolah} = '1' | | | | | |
| | end_repeat | | | | | | | | | |
| | begin_group | akhir | C. Penutup | C. End | | | | | | |
| | text | catatan | Catatan | Notes | | | | | | |
| | end_group | | | | | | | | | |
| choices | | | | |
| | list_name | name | label::id | label::en |
| | yt | 1 | Ya | Yes |
| | yt | 2 | Tidak | No |
"""  # noqa: E501 - a line of a form is a line
ONE_ROW = {"/data/anggota#rows": "aaaa0001", "/data/anggota[aaaa0001]/nama": "Siti"}
ROWS = {
    "/data/anggota#rows": "aaaa0001 aaaa0002 aaaa0003",
    "/data/anggota[aaaa0001]/nama": "Agus",
    "/data/anggota[aaaa0002]/nama": "Sri",
    "/data/anggota[aaaa0003]/nama": "Bima",
}


def names(hand: Hand) -> list[str]:
    return [entry.title for entry in hand.desk.outline.lines()]


def rows(hand: Hand) -> list[str]:
    return [hand.value(f"{row}/nama") for row in hand.desk.progress.rows("/data/anggota")]


def test_enter_goes_through_the_questions_and_shift_enter_back(hold: Hold) -> None:
    hand = hold(FAMILY)
    hand.enter("Agus").enter("100000").enter("2")
    assert hand.at == "umur"
    hand.press(Qt.Key.Key_Return, SHIFT)
    assert hand.at == "usaha"
    assert hand.draft["/data/lokasi/kepala"] == "Agus"


def test_enter_never_leaves_the_interview(hold: Hold) -> None:
    hand = hold(FAMILY, start_at="/data/akhir/catatan")
    left: list[bool] = []
    finishing: list[bool] = []
    hand.desk.close_requested.connect(lambda: left.append(True))
    hand.desk.finish_requested.connect(lambda: finishing.append(True))
    hand.enter("selesai")
    assert left == []
    assert finishing == [True]
    assert hand.draft["/data/akhir/catatan"] == "selesai"


def test_every_edit_is_saved_as_it_is_typed(hold: Hold) -> None:
    hand = hold(FAMILY)
    for upto in range(1, 5):
        hand.type("Agus"[upto - 1])
        assert hand.draft["/data/lokasi/kepala"] == "Agus"[:upto]
    assert hand.deeds == ["answer"] * 4


def test_a_question_appears_below_and_nothing_above_it_moves(hold: Hold) -> None:
    hand = hold(FAMILY, start_at="/data/lokasi/usaha")
    view = hand.desk.page.view("/data/lokasi/usaha")
    assert view is not None
    assert view.field is not None
    before = view.field.mapTo(hand.desk, QPoint(0, 0))
    assert not hand.visible("/data/lokasi/usaha_apa")
    hand.type("1")
    assert hand.visible("/data/lokasi/usaha_apa")
    assert view.field.mapTo(hand.desk, QPoint(0, 0)) == before
    hand.type("2")
    assert not hand.visible("/data/lokasi/usaha_apa")
    assert view.field.mapTo(hand.desk, QPoint(0, 0)) == before


def test_the_field_being_answered_stays_in_place_when_something_above_it_grows(hold: Hold) -> None:
    lines = "\n".join(f"| | text | t{n} | Soal {n} | | |" for n in range(12))
    form = f"""
| survey | | | | | |
| | type | name | label | relevant | appearance |
| | text | atas | Muncul nanti | ${{bawah}} = 'x' | multiline |
{lines}
| | text | bawah | Bawah | | |
| | text | a | Sesudah | | multiline |
| | text | b | Sesudah | | multiline |
| | text | c | Sesudah | | multiline |
| | text | d | Sesudah | | multiline |
"""
    hand = hold(form, start_at="/data/bawah")
    view = hand.desk.page.view("/data/bawah")
    assert view is not None
    assert view.field is not None
    before = view.field.mapTo(hand.desk, QPoint(0, 0))
    hand.type("x")
    assert hand.visible("/data/atas")
    assert view.field.mapTo(hand.desk, QPoint(0, 0)) == before


def test_a_problem_waits_until_the_field_is_left_and_moves_nothing(hold: Hold) -> None:
    hand = hold(FAMILY, start_at="/data/lokasi/umur")
    hand.type("400")
    assert hand.trouble("/data/lokasi/umur") == ("", "")
    assert hand.desk.side.problems.links() == ()
    view = hand.desk.page.view("/data/lokasi/umur")
    assert view is not None
    height = view.trouble.height()
    hand.press(Qt.Key.Key_Return, SHIFT)
    assert hand.trouble("/data/lokasi/umur") == ("problem", "Umur tidak mungkin. Periksa.")
    assert [link.title for link in hand.desk.side.problems.links()] == ["Umur tidak mungkin."]
    assert view.trouble.height() == height


def test_a_required_question_left_blank_is_said_quietly_and_blocks_no_movement(hold: Hold) -> None:
    hand = hold(FAMILY)
    hand.enter()
    assert hand.at == "uang"
    assert hand.trouble("/data/lokasi/kepala")[0] == "open"
    assert hand.desk.side.problems.links() == ()


def test_a_warning_is_accepted_with_a_reason_by_f2(hold: Hold) -> None:
    hand = hold(FAMILY, start_at="/data/lokasi/uang")
    hand.enter("9000000")
    assert hand.trouble("/data/lokasi/uang")[0] == "warning"
    hand.press(Qt.Key.Key_Return, SHIFT).press(Qt.Key.Key_F2).enter("Baru menjual sawah")
    assert hand.draft["/data/lokasi/uang#reason"] == "Baru menjual sawah"
    assert hand.at == "uang"
    hand.enter()
    assert hand.trouble("/data/lokasi/uang") == ("accepted", "Diterima: Baru menjual sawah")


def test_f2_writes_a_remark_and_comes_back(hold: Hold) -> None:
    hand = hold(FAMILY)
    hand.type("Agus").press(Qt.Key.Key_F2).enter("menurut KK")
    assert hand.draft["/data/lokasi/kepala#remark"] == "menurut KK"
    assert hand.at == "kepala"
    hand.type(" Riyanto")
    assert hand.value("/data/lokasi/kepala").endswith("Riyanto")


def test_escape_in_a_remark_loses_nothing(hold: Hold) -> None:
    hand = hold(FAMILY)
    hand.press(Qt.Key.Key_F2).type("dari tetangga").press(Qt.Key.Key_Escape)
    assert hand.draft["/data/lokasi/kepala#remark"] == "dari tetangga"
    assert hand.at == "kepala"


def test_f7_and_f8_are_answers_of_their_own_where_the_form_allows(hold: Hold) -> None:
    hand = hold(FAMILY, start_at="/data/lokasi/usaha")
    hand.press(Qt.Key.Key_F7)
    assert hand.draft["/data/lokasi/usaha#no-answer"] == "dont_know"
    hand.press(Qt.Key.Key_F8)
    assert hand.draft["/data/lokasi/usaha#no-answer"] == "refused"
    hand.press(Qt.Key.Key_F8)
    assert "/data/lokasi/usaha#no-answer" not in hand.draft
    hand.press(Qt.Key.Key_F7).type("1")
    assert hand.value("/data/lokasi/usaha") == "1"
    assert "/data/lokasi/usaha#no-answer" not in hand.draft


def test_f7_where_it_is_not_allowed_says_so_and_changes_nothing(hold: Hold) -> None:
    hand = hold(FAMILY)
    hand.press(Qt.Key.Key_F7)
    assert "/data/lokasi/kepala#no-answer" not in hand.draft
    assert "Tidak tahu" in hand.news[-1].text


def test_page_down_and_page_up_turn_the_sections(hold: Hold) -> None:
    hand = hold(FAMILY, ONE_ROW)
    hand.press(Qt.Key.Key_PageDown)
    assert hand.desk.place == "/data/anggota"
    hand.press(Qt.Key.Key_PageDown)
    assert hand.at == "sekolah"
    hand.press(Qt.Key.Key_PageDown)
    assert hand.at == "catatan"
    hand.press(Qt.Key.Key_PageUp).press(Qt.Key.Key_PageUp).press(Qt.Key.Key_PageUp)
    assert hand.desk.page.page is not None
    assert hand.desk.page.page.container == "/data/lokasi"


def test_ctrl_n_adds_a_member_and_the_outline_follows_the_name(hold: Hold) -> None:
    hand = hold(FAMILY, ONE_ROW, start_at="/data/anggota[aaaa0001]/nama")
    hand.press(Qt.Key.Key_N, CTRL).type("Bima")
    assert names(hand) == [
        "A. Lokasi",
        "B. Anggota keluarga",
        "1 Siti",
        "2 Bima",
        "Tambah anggota keluarga",
        "C. Penutup",
    ]
    hand.enter().type("1")
    assert hand.visible(f"{hand.desk.progress.rows('/data/anggota')[1]}/kelas")
    assert len(hand.draft["/data/anggota#rows"].split()) == 2


def test_enter_on_an_empty_roster_adds_the_first_row(hold: Hold) -> None:
    hand = hold(FAMILY, {"/data/anggota#rows": ""}, start_at="/data/lokasi/umur")
    hand.enter("40")
    assert hand.desk.place == "/data/anggota"
    hand.enter()
    assert hand.at == "nama"
    hand.type("Agus")
    assert rows(hand) == ["Agus"]


def test_ctrl_delete_removes_the_row_by_name_and_ctrl_z_brings_all_of_it_back(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS, start_at="/data/anggota[aaaa0002]/nama")
    kept = dict(hand.draft)
    hand.press(Qt.Key.Key_Delete, CTRL)
    assert rows(hand) == ["Agus", "Bima"]
    assert "Sri" in hand.news[-1].text
    assert "/data/anggota[aaaa0002]/nama" not in hand.draft
    hand.press(Qt.Key.Key_Z, CTRL)
    assert rows(hand) == ["Agus", "Sri", "Bima"]
    assert hand.draft == kept
    assert hand.desk.page.page is not None
    assert hand.desk.page.page.container == "/data/anggota[aaaa0002]"


def test_undo_and_redo_go_field_by_field_across_pages(hold: Hold) -> None:
    hand = hold(FAMILY, ONE_ROW)
    hand.enter("Agus").enter("100").press(Qt.Key.Key_PageDown).press(Qt.Key.Key_PageDown).type("1")
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.value("/data/anggota[aaaa0001]/sekolah") == ""
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.at == "uang"
    assert hand.value("/data/lokasi/uang") == ""
    assert hand.shown("/data/lokasi/uang") == ""
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.shown("/data/lokasi/kepala") == ""
    hand.press(Qt.Key.Key_Y, CTRL).press(Qt.Key.Key_Y, CTRL)
    assert hand.draft["/data/lokasi/kepala"] == "Agus"
    assert hand.draft["/data/lokasi/uang"] == "100"


def test_each_choice_is_undone_by_itself_and_typed_letters_together(hold: Hold) -> None:
    hand = hold(FAMILY, start_at="/data/lokasi/usaha")
    hand.type("1").type("2")
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.value("/data/lokasi/usaha") == "1"
    hand.press(Qt.Key.Key_F6).enter("kepala").type("Agus").press(Qt.Key.Key_Z, CTRL)
    assert hand.value("/data/lokasi/kepala") == ""


def test_f6_goes_to_a_question_by_word_by_name_and_by_number(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS)
    hand.press(Qt.Key.Key_F6).enter("sekolah bima")
    assert hand.desk.place == "/data/anggota[aaaa0003]/sekolah"
    hand.press(Qt.Key.Key_F6).enter("umur")
    assert hand.at == "umur"
    hand.press(Qt.Key.Key_F6).enter("1")
    assert hand.at == "kepala"
    hand.press(Qt.Key.Key_F6).type("sek").press(Qt.Key.Key_Escape)
    assert hand.at == "kepala"


def test_f9_goes_from_problem_to_problem_and_round(hold: Hold) -> None:
    hand = hold(FAMILY, {**ROWS, "/data/lokasi/umur": "400", "/data/lokasi/uang": "9000000"})
    hand.press(Qt.Key.Key_F9)
    assert hand.at == "uang"
    hand.press(Qt.Key.Key_F9)
    assert hand.at == "umur"
    hand.press(Qt.Key.Key_F9)
    assert hand.at == "uang"


def test_ctrl_l_asks_in_the_other_language_at_the_same_question(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS, start_at="/data/anggota[aaaa0002]/sekolah")
    hand.press(Qt.Key.Key_L, CTRL)
    view = hand.desk.page.view("/data/anggota[aaaa0002]/sekolah")
    assert view is not None
    assert "Is Sri at school?" in view.label.text()
    assert view.field is not None
    assert [b.text() for b in view.field.buttons] == ["Yes", "No"]  # type: ignore[attr-defined]
    assert hand.desk.place == "/data/anggota[aaaa0002]/sekolah"
    hand.type("2")
    assert hand.value("/data/anggota[aaaa0002]/sekolah") == "2"
    assert names(hand)[0] == "A. Place"


def test_a_name_typed_in_a_row_is_spoken_in_its_other_questions(hold: Hold) -> None:
    hand = hold(FAMILY, ONE_ROW, start_at="/data/anggota[aaaa0001]/nama")
    hand.type("Dewi")
    view = hand.desk.page.view("/data/anggota[aaaa0001]/sekolah")
    assert view is not None
    assert "Apakah Dewi sekolah?" in view.label.text()


def test_the_way_on_names_the_whole_section_where_there_is_room(hold: Hold) -> None:
    foot = hold(FAMILY).desk.foot
    long = "B. Periksa daftar anggota keluarga & yang tinggal sementara"
    foot.resize(1366, foot.height())
    foot.show_way(long, has_before=True)
    assert foot.next_button.text() == f"Berikutnya: {long}".replace("&", "&&")
    foot.resize(980, foot.height())
    assert foot.next_button.text() == long.replace("&", "&&")
    foot.resize(640, foot.height())
    assert foot.next_button.text().startswith("B. Periksa")
    assert foot.next_button.text().endswith("…")
    assert foot.layout().sizeHint().width() <= foot.width()


def test_a_scroll_bar_makes_no_name_of_the_outline_shorter(hold: Hold) -> None:
    outline = hold(FAMILY).desk.outline

    def right() -> int:
        option = QStyleOptionViewItem()
        outline.initViewItemOption(option)
        option.rect = outline.visualRect(outline.model().index(0, 0))
        return int(outline.itemDelegate()._right(option))

    outline.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    QApplication.processEvents()
    without, wide = right(), outline.viewport().width()
    outline.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    QApplication.processEvents()
    assert outline.viewport().width() < wide
    assert right() == without <= outline.viewport().width()


def test_ctrl_s_saves_and_closes(hold: Hold) -> None:
    hand = hold(FAMILY)
    left: list[bool] = []
    hand.desk.close_requested.connect(lambda: left.append(True))
    hand.type("Ag").press(Qt.Key.Key_S, CTRL)
    assert left == [True]
    assert hand.draft["/data/lokasi/kepala"] == "Ag"


def test_a_row_is_added_by_the_short_word_of_its_form_where_the_whole_one_is_long(hold: Hold) -> None:
    hand = hold(FAMILY, ONE_ROW)
    adder = next(entry for entry in hand.desk.outline.lines() if entry.adds)
    assert (adder.title, adder.short) == ("Tambah anggota keluarga", "Tambah anggota")
    hand.press(Qt.Key.Key_L, CTRL)
    adder = next(entry for entry in hand.desk.outline.lines() if entry.adds)
    assert adder.short == ""  # the form's word is not in the label of this language


def test_labels_of_two_questions_in_a_row_begin_at_the_same_height(hold: Hold) -> None:
    hand = hold(
        """
| survey | | | | |
| | type | name | label::id | hint::id |
| | integer | luas | Luas lantai | Ukur atau perkirakan panjang kali lebar yang dipakai sehari-hari. |
| | integer | umur | Umur | |
"""
    )
    luas, umur = (hand.desk.page.view(f"/data/{name}") for name in ("luas", "umur"))
    assert luas.label.y() == umur.label.y()
    assert luas.label.height() > umur.label.height()
    assert luas.field.y() == umur.field.y()


def test_marks_say_done_open_and_problem_in_words_too(hold: Hold) -> None:
    hand = hold(FAMILY, ONE_ROW)
    hand.enter("Agus").enter().enter("2").enter("400")
    lines = {entry.title: entry for entry in hand.desk.outline.lines()}
    assert lines["A. Lokasi"].tally.mark is Mark.PROBLEM
    assert lines["A. Lokasi"].words == "A. Lokasi, 1 kesalahan"
    hand.press(Qt.Key.Key_F9).type("40").press(Qt.Key.Key_PageDown)
    lines = {entry.title: entry for entry in hand.desk.outline.lines()}
    assert lines["A. Lokasi"].tally.mark is Mark.DONE
    assert lines["1 Siti"].tally.mark is Mark.OPEN
    assert lines["1 Siti"].words == "1 Siti, 1 dari 2 terjawab"


def test_on_a_narrow_screen_the_panes_are_drawers(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS, size=(911, 480))
    assert not hand.desk.outline.isVisible()
    assert not hand.desk.side.isVisible()
    hand.press(Qt.Key.Key_F3)
    assert hand.desk.outline.isVisible()
    hand.press(Qt.Key.Key_Down).press(Qt.Key.Key_Down).enter()
    assert hand.desk.place == "/data/anggota[aaaa0001]/sekolah"
    assert not hand.desk.outline.isVisible()
    hand.press(Qt.Key.Key_F4).type("catatan di laci").press(Qt.Key.Key_Escape)
    assert not hand.desk.side.isVisible()
    assert hand.desk.place == "/data/anggota[aaaa0001]/sekolah"
    assert hand.draft["/data/anggota[aaaa0001]/sekolah#remark"] == "catatan di laci"


def test_the_table_of_a_roster_is_typed_into_and_reordered(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS, start_at="/data/anggota")
    hand.press(Qt.Key.Key_Down).press(Qt.Key.Key_Down, ALT)
    assert rows(hand) == ["Agus", "Bima", "Sri"]
    assert hand.draft["/data/anggota#rows"] == "aaaa0001 aaaa0003 aaaa0002"
    hand.press(Qt.Key.Key_Z, CTRL)
    assert rows(hand) == ["Agus", "Sri", "Bima"]


def test_a_long_roster_opens_at_its_head_and_follows_the_cursor_to_its_end(hold: Hold) -> None:
    ids = [f"aaaa{number:04}" for number in range(1, 25)]
    many = {f"/data/anggota[{each}]/nama": f"Nama {each[-2:]}" for each in ids}
    hand = hold(FAMILY, {**many, "/data/anggota#rows": " ".join(ids)}, start_at="/data/anggota")
    table = hand.desk.page._body.rosters["/data/anggota"].table
    port = hand.desk.page.viewport()

    def in_sight() -> bool:
        box = table.visualRect(table.currentIndex())
        top = table.viewport().mapTo(port, box.topLeft()).y()
        return top >= 0 and top + box.height() <= port.height()

    assert table.currentIndex().row() == 0
    assert in_sight()
    assert hand.desk.page._body.crumb.mapTo(port, hand.desk.page._body.crumb.rect().topLeft()).y() >= 0
    for _row in range(23):
        hand.press(Qt.Key.Key_Down)
        assert in_sight(), table.currentIndex().row()


def test_typing_on_a_cell_edits_it(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS, start_at="/data/anggota")
    hand.type("D").type("ewi").press(Qt.Key.Key_Return)
    assert rows(hand) == ["Dewi", "Sri", "Bima"]
    assert hand.draft["/data/anggota[aaaa0001]/nama"] == "Dewi"


def test_enter_on_a_row_of_the_table_opens_it(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS, start_at="/data/anggota")
    hand.press(Qt.Key.Key_Down).enter()
    assert hand.desk.place == "/data/anggota[aaaa0002]/sekolah"


def test_under_a_row_stands_how_to_add_the_next(hold: Hold) -> None:
    hand = hold(FAMILY, ONE_ROW, start_at="/data/anggota[aaaa0001]/nama")
    body = hand.desk.page._body
    assert body is not None
    assert body.way_on.text() == "Enter lanjut · Ctrl+N: tambah anggota keluarga"
    hand.press(Qt.Key.Key_PageDown)
    assert hand.desk.page._body is not None
    assert hand.desk.page._body.way_on.isHidden()


def test_a_block_from_a_spreadsheet_is_pasted_and_undone_as_one(hold: Hold) -> None:
    hand = hold(FAMILY, ONE_ROW, start_at="/data/anggota")
    before = dict(hand.draft)
    QGuiApplication.clipboard().setText("Agus\tya\t3\r\nSri\t2\t\nBima\tYa\t10\n")
    hand.press(Qt.Key.Key_V, CTRL)
    assert rows(hand) == ["Agus", "Sri", "Bima"]
    last = hand.desk.progress.rows("/data/anggota")[2]
    assert (hand.value(f"{last}/sekolah"), hand.value(f"{last}/kelas")) == ("1", "10")
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.draft == before
    assert rows(hand) == ["Siti"]
    hand.press(Qt.Key.Key_Y, CTRL)
    assert rows(hand) == ["Agus", "Sri", "Bima"]


def test_a_column_is_headed_without_the_name_of_a_row(hold: Hold) -> None:
    hand = hold(FAMILY, ROWS, start_at="/data/anggota")
    roster = hand.desk.page.roster("/data/anggota")
    assert roster is not None
    model = roster.table.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads == ["No.", "Nama", "Apakah sekolah", "Kelas berapa"]
