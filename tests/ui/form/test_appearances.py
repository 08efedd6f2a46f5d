# SPDX-License-Identifier: Apache-2.0
"""Every appearance that means something on a laptop does it, by real keys."""

from __future__ import annotations

import io
from time import perf_counter

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from ui.form.inputs.choices import Choices
from ui.form.inputs.heads import Heads
from ui.form.inputs.image_map import ImageMap
from ui.form.inputs.number import Number
from ui.form.inputs.pick import Pick
from ui.form.inputs.range import Range
from ui.form.inputs.stars import Stars
from ui.form.media_bar import MediaBar
from ui.widgets.look_sheet import LookSheet

from .conftest import ALT, CTRL, SHIFT, Hand, Hold

NUMBERS = """
| survey | | | | | |
| | type | name | label | appearance | parameters |
| | text | sandi | Kata kunci | masked | |
| | integer | anak | Jumlah anak | counter | |
| | decimal | arah | Arah | bearing | |
| | date | tgl | Tanggal | no-calendar | |
| | range | nilai | Nilai | rating | start=1 end=5 step=1 |
| | range | tegak | Tinggi | vertical | start=0 end=10 step=5 placeholder=5 |
| | range | polos | Polos | no-ticks | start=0 end=10 step=1 |
| | range | pilih | Pilih | picker | start=-2 end=2 step=1 |
| | range | pecah | Pecahan | | start=0.0 end=1.0 step=0.25 |
| | text | akhir | Akhir | | |
"""


def test_a_masked_answer_is_seen_only_while_it_is_typed(hold: Hold) -> None:
    hand = hold(NUMBERS)
    hand.enter("rahasia")
    assert hand.value("/data/sandi") == "rahasia"
    field = hand.desk.page.field("/data/sandi")
    assert field is not None
    assert field.line.echoMode() == QLineEdit.EchoMode.PasswordEchoOnEdit  # type: ignore[attr-defined]
    assert "rahasia" not in field.line.displayText()  # type: ignore[attr-defined]


def test_a_counter_counts_by_arrows_and_buttons_and_not_below_nought(hold: Hold) -> None:
    hand = hold(NUMBERS, start_at="/data/anak")
    hand.press(Qt.Key.Key_Down)
    assert hand.value("/data/anak") == "0"
    hand.press(Qt.Key.Key_Up).press(Qt.Key.Key_Up).press(Qt.Key.Key_Down)
    assert hand.value("/data/anak") == "1"
    hand.press(Qt.Key.Key_Z, CTRL)
    hand.press(Qt.Key.Key_A, CTRL)
    hand.enter("7")
    assert hand.value("/data/anak") == "7"


def test_arrows_do_not_change_a_number_that_is_no_counter(hold: Hold) -> None:
    hand = hold(NUMBERS, start_at="/data/arah")
    hand.type("45,5").press(Qt.Key.Key_Up)
    assert hand.value("/data/arah") == "45.5"
    field = hand.desk.page.field("/data/arah")
    assert isinstance(field, Number)
    assert field.unit.text() == "°"


def test_a_date_without_a_calendar_is_typed_alone(hold: Hold) -> None:
    hand = hold(NUMBERS, start_at="/data/tgl")
    field = hand.desk.page.field("/data/tgl")
    assert field is not None
    assert field.opener.isHidden()  # type: ignore[attr-defined]
    hand.enter("17031985")
    assert hand.value("/data/tgl") == "1985-03-17"


def test_stars_are_given_by_digit_arrows_and_mouse(hold: Hold) -> None:
    hand = hold(NUMBERS, start_at="/data/nilai")
    field = hand.desk.page.field("/data/nilai")
    assert isinstance(field, Range)
    assert isinstance(field.scale, Stars)
    hand.type("4")
    assert hand.value("/data/nilai") == "4"
    hand.press(Qt.Key.Key_Up)
    assert hand.value("/data/nilai") == "5"
    hand.press(Qt.Key.Key_Up)
    assert hand.value("/data/nilai") == "5"
    QTest.mouseClick(field.scale, Qt.MouseButton.LeftButton, pos=QPoint(field.scale.width() // 5 + 5, 10))
    assert hand.value("/data/nilai") == "2"
    assert field.scale._full == 2


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("tegak", "10", "10"),
        ("polos", "7", "7"),
        ("pilih", "-1", "-1"),
        ("pecah", "0,75", "0.75"),
    ],
)
def test_every_shape_of_a_range_is_typed(hold: Hold, name: str, typed: str, value: str) -> None:
    hand = hold(NUMBERS, start_at=f"/data/{name}")
    hand.enter(typed)
    assert hand.value(f"/data/{name}") == value
    assert hand.trouble(f"/data/{name}")[0] == ""


def test_a_slider_stands_upright_rests_where_the_form_says_and_shows_ticks_if_wanted(hold: Hold) -> None:
    hand = hold(NUMBERS)
    upright, plain = (hand.desk.page.field(f"/data/{name}") for name in ("tegak", "polos"))
    assert isinstance(upright, Range)
    assert isinstance(plain, Range)
    assert upright.scale.height() > upright.scale.width()
    assert upright.scale.value() == 1  # type: ignore[union-attr]
    assert upright.scale.tickPosition() != plain.scale.tickPosition()  # type: ignore[union-attr]
    assert hand.value("/data/tegak") == "", "a resting slider is no answer"


LISTS = (
    """
| survey | | | | | |
| | type | name | label | appearance | parameters |
| | select_one huruf | dua | Dua kolom | columns-2 | |
| | select_multiple huruf | kolom | Kolom | columns | |
| | select_one huruf | rapat | Rapat | columns-pack | |
| | select_one huruf | tegak | Tegak | vertical | |
| | select_one puas | puas | Puas | likert | |
| | select_one huruf or_other | lain | Lainnya | | |
| | select_one huruf | acak | Acak | | randomize=true seed=7 |
| | begin_group | tabel | Seberapa sering | table-list | |
| | select_one puas | makan | Makan daging | | |
| | select_one puas | sakit | Berobat | | |
| | end_group | | | | |
| | text | akhir | Akhir | | |
| choices | | | |
| | list_name | name | label |
| | puas | 1 | Tidak pernah |
| | puas | 2 | Kadang |
| | puas | 3 | Selalu |
"""
    + "\n".join(f"| | huruf | h{n} | Huruf {'A' * n} |" for n in range(1, 6))
)


def boxes(hand: Hand, name: str) -> list[tuple[int, int, int]]:
    """Left, top and width of each button."""
    field = hand.desk.page.field(f"/data/{name}")
    assert isinstance(field, Choices)
    return [(b.x(), b.y(), b.width()) for b in field.buttons]


def test_choices_stand_in_as_many_columns_as_asked(hold: Hold) -> None:
    hand = hold(LISTS)
    two = boxes(hand, "dua")
    assert len({x for x, _y, _w in two}) == 2
    assert len({width for _x, _y, width in two}) == 1
    hand.type("3")
    assert hand.value("/data/dua") == "h3"


def test_columns_are_equal_and_packed_ones_are_not(hold: Hold) -> None:
    hand = hold(LISTS, start_at="/data/kolom")
    assert len({width for _x, _y, width in boxes(hand, "kolom")}) == 1
    assert len({width for _x, _y, width in boxes(hand, "rapat")}) == 6
    hand.type("1").type("4")
    assert hand.value("/data/kolom") == "h1 h4"


def test_upright_choices_stand_below_each_other(hold: Hold) -> None:
    hand = hold(LISTS, start_at="/data/tegak")
    assert len({y for _x, y, _w in boxes(hand, "tegak")}) == 6
    hand.press(Qt.Key.Key_Down).press(Qt.Key.Key_Space)
    assert hand.value("/data/tegak") == "h2"


def test_a_likert_scale_is_one_row_of_equal_steps(hold: Hold) -> None:
    hand = hold(LISTS, start_at="/data/puas")
    row = boxes(hand, "puas")
    assert len({y for _x, y, _w in row}) == 1
    assert len({width for _x, _y, width in row}) == 1
    hand.type("3").enter()
    assert hand.value("/data/puas") == "3"
    assert hand.at == "lain"


def test_another_answer_is_specified_in_words(hold: Hold) -> None:
    hand = hold(LISTS, start_at="/data/lain")
    assert not hand.visible("/data/lain_other")
    hand.type("6").enter()
    assert hand.value("/data/lain") == "other"
    assert hand.at == "lain_other"
    hand.enter("Huruf Jawa")
    assert hand.draft["/data/lain_other"] == "Huruf Jawa"


def test_choices_in_random_order_are_chosen_by_the_digit_shown(hold: Hold) -> None:
    hand = hold(LISTS, start_at="/data/acak")
    field = hand.desk.page.field("/data/acak")
    assert isinstance(field, Choices)
    third = field.buttons[2]
    hand.type(third.cap)
    assert hand.value("/data/acak") == third.value


def test_a_grid_says_its_words_once_and_each_line_is_answered_by_digit(hold: Hold) -> None:
    hand = hold(LISTS, start_at="/data/tabel/makan")
    heads = [view.field for view in hand.desk.page._body.views.values() if isinstance(view.field, Heads)]  # type: ignore[union-attr]
    assert [head.labels for head in heads] == [("Tidak pernah", "Kadang", "Selalu")]
    assert hand.at == "makan"
    hand.type("3").enter()
    assert hand.value("/data/tabel/makan") == "3"
    assert hand.at == "sakit"
    hand.press(Qt.Key.Key_Return, SHIFT)
    assert hand.at == "makan"
    view = hand.desk.page.view("/data/tabel/makan")
    assert view is not None
    assert view.field is not None
    assert view.label.geometry().right() < view.field.geometry().left()
    names = [b.accessibleName() for b in view.field.buttons]  # type: ignore[attr-defined]
    assert names == ["Tidak pernah", "Kadang", "Selalu"]


def test_the_words_over_a_grid_are_no_question(hold: Hold) -> None:
    hand = hold(LISTS)
    asked = [address for address in hand.desk.progress.questions() if "/tabel/" in address]
    assert [address.rpartition("/")[2] for address in asked] == ["makan", "sakit"]


def png(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "brown").save(out, "PNG")
    return out.getvalue()


PICTURES = (
    """
| survey | | | | | | | |
| | type | name | label | appearance | media::image | media::audio | media::big-image |
| | select_one atap | atap | Jenis atap | | atap.png | tanya.mp3 | besar.png |
| | select_one tubuh | sakit | Bagian yang sakit | image-map | tubuh.svg | | |
| | select_multiple tubuh | bekas | Bekas luka | image-map | tubuh.svg | | |
| | note | catatan | **Penting** | | | tanya.mp3 | |
| | text | akhir | Akhir | | | | |
| choices | | | | | |
| | list_name | name | label | media::image | media::big-image |
"""
    + "\n".join(
        f"| | atap | {n} | Atap {n} | a{n}.png | {'besar.png' if n == 2 else ''} |" for n in range(1, 13)
    )
    + """
| | tubuh | kepala | Kepala | | |
| | tubuh | kaki | Kaki | | |
"""
)
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 200" width="100" height="200">
<circle id="kepala" cx="50" cy="30" r="25" fill="#ccc"/>
<rect id="kaki" x="30" y="120" width="40" height="70"/></svg>"""
FILES = {
    **{f"a{n}.png": png((60, 40)) for n in range(1, 13)},
    "atap.png": png((80, 40)),
    "besar.png": png((800, 600)),
    "tanya.mp3": b"bukan suara",
    "tubuh.svg": SVG,
}


def test_many_choices_with_pictures_stay_buttons_and_are_chosen_by_digits(hold: Hold) -> None:
    hand = hold(PICTURES, media=FILES)
    field = hand.desk.page.field("/data/atap")
    assert isinstance(field, Choices)
    assert not field.buttons[11].picture.isNull()
    hand.type("12")
    assert hand.value("/data/atap") == "12"


def test_the_large_picture_of_a_choice_opens_with_alt_down(hold: Hold) -> None:
    hand = hold(PICTURES, media=FILES)
    field = hand.desk.page.field("/data/atap")
    assert isinstance(field, Choices)
    hand.type("2").press(Qt.Key.Key_Down, ALT)
    assert isinstance(field.sheet, LookSheet)
    assert field.sheet.isVisible()
    hand.press(Qt.Key.Key_Escape)
    assert hand.value("/data/atap") == "2"
    assert hand.at == "atap"


def test_what_belongs_to_a_question_is_reached_with_shift_tab(hold: Hold) -> None:
    hand = hold(PICTURES, media=FILES)
    view = hand.desk.page.view("/data/atap")
    assert view is not None
    bar = view.bar
    assert isinstance(bar, MediaBar)
    assert bar.audio.isVisible()
    assert not bar.video.isVisible()
    hand.press(Qt.Key.Key_Backtab, SHIFT)
    assert bar.large.hasFocus()
    hand.press(Qt.Key.Key_Space)
    assert isinstance(bar.sheet, LookSheet)
    hand.press(Qt.Key.Key_Return)
    assert bar.large.hasFocus()


def test_a_file_of_the_form_that_is_missing_is_not_offered(hold: Hold) -> None:
    hand = hold(PICTURES, media={name: data for name, data in FILES.items() if name != "besar.png"})
    view = hand.desk.page.view("/data/atap")
    assert view is not None
    assert view.bar is not None
    assert not view.bar.large.isVisible()


def test_a_part_of_a_drawing_is_a_choice_by_mouse_and_by_digit(hold: Hold) -> None:
    hand = hold(PICTURES, start_at="/data/sakit", media=FILES)
    field = hand.desk.page.field("/data/sakit")
    assert isinstance(field, ImageMap)
    head = QPoint(field.drawing.width() // 2, field.drawing.height() * 30 // 200)
    foot = QPoint(field.drawing.width() // 2, field.drawing.height() * 150 // 200)
    QTest.mouseClick(field.drawing, Qt.MouseButton.LeftButton, pos=head)
    assert hand.value("/data/sakit") == "kepala"
    hand.type("2")
    assert hand.value("/data/sakit") == "kaki"
    hand.desk.go_to("/data/bekas")
    both = hand.desk.page.field("/data/bekas")
    assert isinstance(both, ImageMap)
    for place in (head, foot):
        QTest.mouseClick(both.drawing, Qt.MouseButton.LeftButton, pos=place)
    assert hand.value("/data/bekas") == "kepala kaki"


def test_without_its_drawing_the_choices_are_still_there(hold: Hold) -> None:
    hand = hold(PICTURES, start_at="/data/sakit", media={})
    field = hand.desk.page.field("/data/sakit")
    assert isinstance(field, ImageMap)
    assert not field.drawing.isVisible()
    hand.type("1")
    assert hand.value("/data/sakit") == "kepala"


MANY = """
| survey | | | | |
| | type | name | label | appearance |
| | select_one_from_file rt.csv | rt | RT | minimal |
| | select_one_from_file rt.csv | cari | Cari | autocomplete |
| | select_multiple_from_file rt.csv | banyak | Banyak | minimal |
| | text | akhir | Akhir | |
"""


def test_one_of_a_hundred_thousand_is_picked_by_a_few_letters(hold: Hold) -> None:
    rows = "".join(f"k{n},Kelurahan {n // 500} RT {n:06}\n" for n in range(100_000))
    hand = hold(MANY, media={"rt.csv": b"name,label\n" + rows.encode()})
    hand.type("R")
    field = hand.desk.page.field("/data/rt")
    assert isinstance(field, Pick)
    began = perf_counter()
    hand.type("T 0999")
    slow = perf_counter() - began
    assert field.is_open()
    hand.type("99").press(Qt.Key.Key_Return)
    assert hand.value("/data/rt") == "k99999"
    assert hand.at == "cari"
    assert slow < 6, "six keys, each well under a second even on a busy machine"
    hand.enter("099998")
    assert hand.value("/data/cari") == "k99998"
    hand.type("099997").press(Qt.Key.Key_Return).type("000001").press(Qt.Key.Key_Return)
    assert hand.value("/data/banyak") == "k1 k99997"
