# SPDX-License-Identifier: Apache-2.0
"""The building blocks: what a key does to them, what they tell, and that none moves its neighbours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from enumerator.errors import UserError
from enumerator.messages import speak
from ui import theme
from ui.reporting import DefectDialog, Reporter, defect_report
from ui.widgets import (
    Bar,
    Button,
    ElidedText,
    Labelled,
    Meter,
    Notice,
    Passphrase,
    PrimaryButton,
    ProgressPanel,
    QuietButton,
    Rail,
    SearchBox,
    StatTile,
    Text,
)
from ui.widgets.ask import Ask
from ui.widgets.focus_ring import FocusRing
from ui.widgets.moments import masked_number
from ui.widgets.progress_panel import grouped, remaining


@pytest.fixture
def page(qtbot) -> QWidget:
    made = QWidget()
    made.setLayout(QVBoxLayout())
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def put(page: QWidget, *widgets: QWidget) -> None:
    for widget in widgets:
        page.layout().addWidget(widget)
    QApplication.processEvents()


# -- buttons


def test_a_button_does_its_key_and_shows_it(qtbot, page: QWidget) -> None:
    button = PrimaryButton("Wawancara baru", key="Ctrl+N")
    put(page, button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert button.sizeHint().width() > PrimaryButton("Wawancara baru").sizeHint().width()


def test_enter_presses_the_button_with_the_keyboard_but_not_where_it_goes_on(qtbot, page: QWidget) -> None:
    back, on = QuietButton("Kembali"), PrimaryButton("Buat proyek", key="Return")
    put(page, back)
    pressed: list[str] = []
    back.clicked.connect(lambda: pressed.append("back"))
    on.clicked.connect(lambda: pressed.append("on"))
    back.setFocus()
    qtbot.keyClick(back, Qt.Key.Key_Return)
    assert pressed == ["back"]
    page.setProperty("enter", "goes on")
    qtbot.keyClick(back, Qt.Key.Key_Enter)
    assert pressed == ["back"]
    page.setProperty("enter", None)
    put(page, on)  # its key is Enter wherever the keyboard is
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert pressed == ["back", "on"]


def test_a_chosen_button_is_no_wider_than_before(page: QWidget) -> None:
    button = Button("Perempuan")
    button.setCheckable(True)
    put(page, button)
    before = button.sizeHint()
    button.setChecked(True)
    assert button.sizeHint() == before


# -- search


def test_the_search_box_tells_a_moment_after_the_last_key(qtbot, page: QWidget) -> None:
    box = SearchBox("Cari")
    put(page, box)
    told: list[str] = []
    box.searched.connect(told.append)
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert box.hasFocus()
    qtbot.keyClicks(box, "suparmi")
    qtbot.waitUntil(lambda: told == ["suparmi"])
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert told == ["suparmi", ""]
    with qtbot.waitSignal(box.left_down):
        qtbot.keyClick(box, Qt.Key.Key_Down)


# -- rail


def test_the_rail_is_walked_with_arrows_and_pressed_with_enter(qtbot, page: QWidget) -> None:
    rail = Rail("Pendata", "Kota Semarang")
    for key in ("satu", "dua"):
        rail.add(key, key, "tasks")
    put(page, rail)
    rail.show_page("satu")
    rail.items["satu"].setFocus()
    qtbot.keyClick(rail.items["satu"], Qt.Key.Key_Down)
    assert rail.items["dua"].hasFocus()
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.keyClick(rail.items["dua"], Qt.Key.Key_Return)
    assert chosen.args == ["dua"]


def test_tab_comes_to_the_page_one_is_on(qtbot, page: QWidget) -> None:
    rail, line = Rail("Pendata", "Kota Semarang"), QLineEdit()
    for key in ("satu", "dua", "tiga"):
        rail.add(key, key, "tasks")
    put(page, line, rail)
    rail.show_page("dua")
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert rail.items["dua"].hasFocus()
    qtbot.keyClick(rail.items["dua"], Qt.Key.Key_Tab)
    assert line.hasFocus()


def test_the_rail_folds_to_icons_and_says_its_counts(page: QWidget) -> None:
    rail = Rail("Pendata", "Kota Semarang")
    item = rail.add("satu", "Tugas saya", "tasks")
    put(page, rail)
    rail.show_count("satu", 3)
    assert item.accessibleDescription() == "3 menunggu"
    rail.fold(True)
    assert rail.width() == theme.px(64)
    rail.fold(False)
    assert rail.width() == theme.px(216)


# -- notices and errors


def test_a_user_error_is_a_notice_that_stays_until_escape(qtbot, page: QWidget) -> None:
    reporter, notice = Reporter(), Notice()
    put(page, notice)
    reporter.noticed.connect(lambda news: notice.tell(news.kind, news.text, news.detail))
    reporter.report(UserError("Paket kirim terpotong.", where="kirim-41", remedy="Minta dikirim ulang."))
    assert notice.text() == "Paket kirim terpotong."
    assert "kirim-41. Minta dikirim ulang." in notice.accessibleName()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert notice.text() == ""


def test_a_notice_leaves_escape_to_what_the_page_does_with_it(qtbot, page: QWidget) -> None:
    notice, button, gone = Notice(), QuietButton("Kembali", key="Esc"), []
    put(page, notice, button)
    button.clicked.connect(lambda: gone.append(1))
    notice.tell("done", "Tersimpan.")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Escape)
    assert gone == [1]
    assert notice.text() == "Tersimpan."


def test_a_notice_can_offer_one_action(qtbot, page: QWidget) -> None:
    notice, done = Notice(), []
    put(page, notice)
    notice.tell("done", "Tersimpan", action="Urungkan", act=lambda: done.append(True))
    notice._action.click()
    assert done == [True]
    assert notice.text() == ""


def test_a_defect_is_told_with_a_report_without_long_numbers(qtbot, page: QWidget) -> None:
    reporter, found = Reporter(), []
    reporter.defect_found.connect(found.append)
    error = KeyError("3374991503120012")
    reporter.report(error)
    assert found == [error]
    report = defect_report(error)
    assert "KeyError" in report
    assert "3374991503120012" not in report
    dialog = DefectDialog(error, page)
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == report


# -- long work


def test_a_progress_panel_says_how_far_and_is_cancelled_with_escape(qtbot, page: QWidget) -> None:
    panel = ProgressPanel("Menulis paket", page)
    panel.show_now()
    panel.show_progress(312, 1024)
    assert panel._how_far.text().startswith("312 dari 1.024")
    with qtbot.waitSignal(panel.cancelled):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    panel.finish()


def test_the_keyboard_goes_back_to_where_it_was_after_long_work(qtbot, page: QWidget) -> None:
    field = QLineEdit()
    put(page, field)
    field.setFocus()
    panel = ProgressPanel("Menulis paket", page)
    panel.show_now()
    assert not field.hasFocus()
    panel.finish()
    assert field.hasFocus()


def test_quick_work_shows_no_panel(page: QWidget) -> None:
    panel = ProgressPanel("Menulis paket", page)
    QApplication.processEvents()
    assert not panel.isVisible()
    panel.finish()


# -- small things


def test_a_problem_under_a_field_moves_nothing(page: QWidget) -> None:
    first, second = Labelled("Nama", QLineEdit()), Labelled("Sandi", Passphrase())
    put(page, first, second)
    before = second.geometry(), first.field.geometry()
    first.show_problem("Ketik nama Anda.")
    QApplication.processEvents()
    assert (second.geometry(), first.field.geometry()) == before
    assert first.field.property("problem") is True
    assert first.field.accessibleDescription() == "Ketik nama Anda."


def test_a_tile_speaks_its_figure(page: QWidget) -> None:
    tile = StatTile("Selesai")
    put(page, tile)
    tile.show_value("31", "dari 48 keluarga", share=31 / 48)
    assert tile.accessibleName() == "Selesai: 31 dari 48 keluarga"
    assert tile.meter.isVisible()
    assert isinstance(tile.meter, Meter)


def test_words_that_do_not_fit_are_whole_in_the_tooltip(page: QWidget) -> None:
    label = ElidedText("Raden Mas Soerjosoemarno Hadiningrat Kusumonegoro dari Jalan Tambak Dalam")
    put(page, label)
    label.setFixedWidth(90)
    label.grab()
    assert label.toolTip() == label.text()


def test_names_are_never_taken_for_markup(page: QWidget) -> None:
    label = Text("<b>Suparmi</b>")
    put(page, label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_bar_keeps_title_and_action_where_it_is_narrow(page: QWidget) -> None:
    bar = Bar("Tugas saya")
    bar.show_chips("Kel. Tambakrejo", "RW 03")
    bar.add_search("Cari nama, NIK, KK, alamat")
    primary = bar.set_primary("Wawancara baru", key="Ctrl+N")
    put(page, bar)
    QApplication.processEvents()
    assert primary.width() >= primary.sizeHint().width()
    assert bar.title.width() >= bar.title.sizeHint().width()


def test_the_focus_ring_stands_outside_the_field_and_moves_with_it(
    qtbot, qapp: QApplication, page: QWidget
) -> None:
    ring = FocusRing(qapp)
    first, second = QLineEdit(), QLineEdit()
    put(page, first, second)
    before = first.geometry()
    first.setFocus()
    assert first.geometry() == before
    assert ring._ring.geometry().contains(first.geometry())
    second.setFocus()
    assert ring._ring.geometry().contains(second.geometry())
    page.resize(500, 400)
    qtbot.waitUntil(lambda: ring._ring.geometry().contains(second.geometry()))
    second.deleteLater()
    qtbot.waitUntil(lambda: ring._ring is None or ring._on is not second)
    qapp.focusChanged.disconnect(ring._follow)


def test_a_question_is_answered_with_the_verb_or_left_with_escape(qtbot, page: QWidget) -> None:
    done: list[str] = []
    ask = Ask(page, "Buka lagi?", "Isian menjadi draf.", yes="Buka lagi", no="Biarkan").then(
        lambda: done.append("ya")
    )
    qtbot.keyClick(ask, Qt.Key.Key_Escape)
    assert done == []
    ask = Ask(page, "Buka lagi?", "Isian menjadi draf.", yes="Buka lagi", no="Biarkan").then(
        lambda: done.append("ya")
    )
    qtbot.keyClick(ask, Qt.Key.Key_Return)
    assert done == ["ya"]


def test_numbers_are_grouped_and_masked_as_they_are_written_here() -> None:
    assert grouped(1024) == "1.024"
    assert masked_number("3374991503120012") == "3374 •••• •••• 0012"
    assert masked_number("") == ""
    assert remaining(12) == "kira-kira 12 detik lagi"
    assert remaining(180) == "kira-kira 3 menit lagi"
    speak("en")
    assert grouped(1024) == "1,024"


def test_a_question_is_as_high_as_its_words_and_no_higher(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    asked = Ask(page, "Hapus?", "Data yang sudah diterima tetap berlaku. " * 4, yes="Hapus", no="Batal")
    asked.then(lambda: None)
    layout = asked.layout()
    assert layout is not None
    assert asked.height() == layout.totalHeightForWidth(asked.width())
