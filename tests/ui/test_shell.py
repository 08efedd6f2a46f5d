# SPDX-License-Identifier: Apache-2.0
"""The window of a workspace: which pages it has, how one goes between them, and what it tells."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.errors import UserError
from enumerator.messages import speak
from ui import theme
from ui.field.help import Help
from ui.field.task_rows import read_lines
from ui.reporting import Reporter
from ui.samples import Samples
from ui.shell import PAGES, Shell, TrainingBanner, pages_for, screen_class
from ui.widgets import KeyHint, OpenInterview, Screen

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shell(qtbot, samples: Samples) -> Shell:
    made = Shell(samples.laptop, Reporter())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return made


def press(qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_page_of_the_table_is_a_screen(page) -> None:
    assert issubclass(screen_class(page), Screen)


@pytest.mark.parametrize("role", ["enumerator", "office"])
def test_a_role_has_its_pages_and_each_only_once(role: str) -> None:
    keys = [page.key for page in pages_for(role)]
    assert len(set(keys)) == len(keys)
    assert {"verify", "settings", "help"} <= set(keys)
    assert ("assignments" in keys) == (role == "enumerator")


def test_alt_and_a_digit_go_to_a_page_and_f1_to_help_and_back(qtbot, shell: Shell) -> None:
    press(qtbot, Qt.Key.Key_3, ALT)
    assert shell.current() == "verify"
    assert shell.rail.items["verify"].isChecked()
    press(qtbot, Qt.Key.Key_F1)
    assert shell.current() == "help"
    press(qtbot, Qt.Key.Key_Escape)
    assert shell.current() == "verify"


def test_every_page_takes_the_keyboard(qtbot, shell: Shell) -> None:
    for key in ("assignments", "handover", "verify", "settings", "help"):
        shell.go(key)
        assert shell.screen(key).isAncestorOf(QApplication.focusWidget()), key


def test_ctrl_l_asks_for_the_other_language(qtbot, shell: Shell) -> None:
    with qtbot.waitSignal(shell.look_requested) as asked:
        press(qtbot, Qt.Key.Key_L, CONTROL)
    assert asked.args == [{"language": "en"}]


def test_a_setting_acts_at_once(qtbot, shell: Shell) -> None:
    shell.go("settings")
    button = shell.screen("settings").theme.buttons["sunlight"]
    with qtbot.waitSignal(shell.look_requested) as asked:
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.args == [{"theme": "sunlight"}]


def test_an_error_of_a_page_is_told_above_the_status_line(shell: Shell) -> None:
    shell.screen("handover").show_error(UserError("Paket kirim terpotong.", remedy="Minta dikirim ulang."))
    assert shell.notice.text() == "Paket kirim terpotong."
    shell.notice.close_notice()


def test_news_of_one_page_does_not_follow_to_the_next_but_an_error_does(shell: Shell) -> None:
    shell.go("handover")
    shell.screen("handover").tell("done", "Paket kirim sudah ada di flashdisk.")
    shell.go("verify")
    assert shell.notice.text() == ""
    shell.screen("verify").tell("error", "Gambar tidak terbaca.")
    shell.go("handover")
    assert shell.notice.text() == "Gambar tidak terbaca."
    shell.notice.close_notice()


def test_the_offer_to_go_on_ends_when_an_interview_is_open(shell: Shell) -> None:
    offer = "Wawancara dengan Agus Riyanto belum selesai."
    assert shell.notice.text() == offer
    shell.go("handover")
    assert shell.notice.text() == offer
    line = next(line for line in read_lines(shell.workspace) if line.name == "Agus Riyanto")
    shell.go("interview", OpenInterview(draft=line.row.draft))
    assert shell.notice.text() == ""
    shell.go_back()
    assert shell.notice.text() == ""


def test_the_offer_to_go_on_is_not_made_again_after_a_change_of_language(qtbot, samples: Samples) -> None:
    first = Shell(samples.laptop, Reporter())
    second = Shell(samples.laptop, Reporter())
    for made in (first, second):
        qtbot.addWidget(made)
    second.recall(first.memory())
    assert second.notice.text() == ""
    second.go("handover")
    second.go("assignments")
    assert second.notice.text() == ""


def test_alt_0_goes_to_the_tenth_page_of_the_office(qtbot, samples: Samples) -> None:
    shell = Shell(samples.office, Reporter())
    qtbot.addWidget(shell)
    with qtbot.waitExposed(shell):
        shell.show()
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(qtbot, Qt.Key.Key_0, ALT)
    assert shell.current() == "staff"
    assert shell.rail.items["staff"].toolTip() == "Petugas & formulir (Alt+0)"


@pytest.mark.parametrize(("role", "first", "last"), [("enumerator", "Alt+1", "5"), ("office", "Alt+1", "0")])
def test_the_key_map_names_the_pages_there_are(
    qtbot, samples: Samples, role: str, first: str, last: str
) -> None:
    on_rail = sum(page.rail for page in pages_for(role))
    assert last == (str(on_rail) if on_rail < 10 else "0")
    page = Help(samples.office if role == "office" else samples.laptop)
    qtbot.addWidget(page)
    caps = [hint.keys for hint in page.findChildren(KeyHint)]
    assert caps[caps.index(first) + 1] == last


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_name_on_the_rail_is_cut_by_a_count(qtbot, samples: Samples, language: str) -> None:
    speak(language)
    shell = Shell(samples.office, Reporter())
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitExposed(shell):
        shell.show()
    for key, item in shell.rail.items.items():
        item.show_count(1500)
        assert item.width() >= item.needs(), key


def test_the_status_line_speaks_for_the_page_on_screen(shell: Shell) -> None:
    shell.screen("handover").state_changed.emit("Menulis", "amber")
    assert shell.status.state() == "Semua data ada di laptop ini"
    shell.go("handover")
    assert shell.status.state() == "Menulis"


def test_the_rail_folds_where_the_window_is_narrow(qtbot, shell: Shell) -> None:
    assert not shell.rail.folded
    shell.resize(911, 512)
    qtbot.waitUntil(lambda: shell.rail.folded)


@pytest.mark.parametrize(("scale", "width", "height"), [(1.5, 1366, 768), (1.0, 911, 512)])
@pytest.mark.parametrize("kind", ["light", "sunlight"])
def test_the_rail_of_the_office_forces_no_height(
    qtbot, qapp: QApplication, samples: Samples, kind: str, scale: float, width: int, height: int
) -> None:
    theme.apply_theme(qapp, kind, scale)
    shell = Shell(samples.office, Reporter())
    qtbot.addWidget(shell)
    shell.resize(width, height)
    with qtbot.waitExposed(shell):
        shell.show()
    qtbot.waitUntil(lambda: shell.rail.folded)
    assert shell.rail.minimumSizeHint().height() <= height
    last = list(shell.rail.items.values())[-1]
    assert last.geometry().bottom() < height


def test_nothing_is_cut_off_at_150_percent_on_a_small_laptop(
    qtbot, qapp: QApplication, samples: Samples
) -> None:
    """1366x768 at 150 %: every page still fits in width; what is higher scrolls."""
    theme.apply_theme(qapp, "light", 1.5)
    shell = Shell(samples.laptop, Reporter())
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitExposed(shell):
        shell.show()
    for key in ("assignments", "handover", "verify", "settings", "help"):
        shell.go(key)
        qapp.processEvents()
        screen = shell.screen(key)
        assert screen.width() + shell.rail.width() <= 1366, key
        assert screen.bar.sizeHint().width() <= screen.width(), key


@pytest.mark.parametrize("finishing", [False, True])
def test_from_help_looked_up_in_an_interview_esc_leads_back_to_the_question(
    qtbot, samples: Samples, finishing: bool
) -> None:
    with samples.spare() as laptop:
        shell = Shell(laptop, Reporter())
        qtbot.addWidget(shell)
        with qtbot.waitExposed(shell):
            shell.show()
        shell.activateWindow()
        line = next(line for line in read_lines(laptop) if line.name == "Agus Riyanto")
        shell.go("interview", OpenInterview(line.row.draft))
        interview = shell.screen("interview")
        qtbot.waitUntil(lambda: interview.desk is not None and bool(interview.desk.place))
        desk, place = interview.desk, interview.desk.place
        if finishing:
            press(qtbot, Qt.Key.Key_Return, CONTROL)
        press(qtbot, Qt.Key.Key_F1)
        assert shell.current() == "help"
        assert desk.rests.watch.stands
        shell.go("guide")
        press(qtbot, Qt.Key.Key_Escape)
        assert shell.current() == "help"
        press(qtbot, Qt.Key.Key_Escape)
        assert shell.current() == "interview"
        assert interview.desk is desk
        assert not desk.rests.watch.stands
        if finishing:
            assert interview.finish_page.isVisible()
            press(qtbot, Qt.Key.Key_Escape)
        assert desk.place == place
        assert desk.isAncestorOf(QApplication.focusWidget())
        press(qtbot, Qt.Key.Key_F1)
        press(qtbot, Qt.Key.Key_1, ALT)  # on to another page: then the interview is left
        assert shell.current() == "assignments"
        press(qtbot, Qt.Key.Key_F1)
        press(qtbot, Qt.Key.Key_Escape)
        assert shell.current() == "assignments"
        shell.put_down()
        shell.hide()


def test_a_training_project_is_loud(qtbot, samples: Samples) -> None:
    quiet = samples.laptop
    loud = SimpleNamespace(
        role="enumerator",
        training=True,
        project_name=quiet.project_name,
        person_name=quiet.person_name,
        store=quiet.store,
        keys=quiet.keys,
        library=quiet.library,
        settings=quiet.settings,
        folder=quiet.folder,
    )
    shell = Shell(loud, Reporter())
    qtbot.addWidget(shell)
    shell.show()
    banner = shell.findChild(TrainingBanner)
    assert banner is not None
    assert banner.isVisible()


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(
    qtbot, samples: Samples, windows_shown: list[QWidget]
) -> None:
    """Such a window would take the keyboard away for good."""
    shell = Shell(samples.laptop, Reporter())
    qtbot.addWidget(shell)
    shell.show()
    for page in pages_for("enumerator"):
        if page.rail:
            shell.go(page.key)
    assert windows_shown == [shell]
