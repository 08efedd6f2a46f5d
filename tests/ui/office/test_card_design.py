# SPDX-License-Identifier: Apache-2.0
"""A design is changed by form and by text, drawn as one types, kept, and refused at its line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from enumerator.cards.designs import designs, shipped_designs
from enumerator.cards.template import load_template
from enumerator.demo.midway import Midway
from enumerator.office.card_settings import card_settings
from ui.office.cards.design import CardDesign

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, midway: Midway, opened) -> CardDesign:
    made = opened(CardDesign(midway.office))
    qtbot.waitUntil(lambda: made._form is not None and len(made.shown.view.pages) == 2, timeout=20_000)
    return made


def logo(path: Path, colour: str = "red") -> Path:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "PNG")
    path.write_bytes(out.getvalue())
    return path


def redrawn(qtbot, page: CardDesign, act) -> None:
    """Do something and wait until the front looks otherwise."""
    before = page.shown.view.pages[0].toImage()
    act()
    qtbot.waitUntil(lambda: page.shown.view.pages[0].toImage() != before, timeout=20_000)


def save(qtbot, page: CardDesign) -> None:
    with qtbot.waitSignal(page.noticed, timeout=5_000) as told:
        qtbot.keyClick(page, Qt.Key.Key_S, CTRL)
    assert told.args[0].kind == "done"


def test_wording_typed_in_the_form_is_drawn_at_once_and_kept_for_the_office(
    qtbot, page: CardDesign, midway: Midway
) -> None:
    line = page._form.lines["words.id", "title"]
    line.setFocus()
    line.selectAll()
    redrawn(qtbot, page, lambda: qtbot.keyClicks(line, "Kartu Keluarga Tangguh"))
    assert 'title = "Kartu Keluarga Tangguh"' in page.source.toPlainText()
    save(qtbot, page)
    (own,) = [each for each in designs(midway.office.store) if not each.shipped]
    assert own.template().words["id"]["title"] == "Kartu Keluarga Tangguh"
    assert page.choice.currentData() == own.id
    qtbot.waitUntil(lambda: page.use.isEnabled(), timeout=5_000)
    page.use.setFocus()
    qtbot.keyClick(page.use, Qt.Key.Key_Space)
    assert card_settings(midway.office).design == own.id


def test_official_fields_and_language_are_chosen_by_keys(qtbot, page: CardDesign) -> None:
    form = page._form
    line = form.lines["official", "name"]
    line.setFocus()
    qtbot.keyClicks(line, "Dra. Siti Rahayu")
    tick = form.ticks["photo"]
    tick.setFocus()
    redrawn(qtbot, page, lambda: qtbot.keyClick(tick, Qt.Key.Key_Space))
    form.language.setFocus()
    for _time in range(2):
        qtbot.keyClick(form.language, Qt.Key.Key_Down)
    template = page._made.template()
    assert template.official.name == "Dra. Siti Rahayu"
    assert template.shown["photo"] is False
    assert template.language == "id+en"


def test_a_logo_is_chosen_shown_and_taken_away(qtbot, page: CardDesign, tmp_path: Path, monkeypatch) -> None:
    field = page._form.pictures["logo"]
    monkeypatch.setattr(field, "pick_file", lambda: logo(tmp_path / "lambang kota.png"))
    field.choose.setFocus()
    redrawn(qtbot, page, lambda: qtbot.keyClick(field.choose, Qt.Key.Key_Space))
    assert page._made.template().office.logo == "logo.png"
    save(qtbot, page)
    qtbot.waitUntil(lambda: page._form.pictures["logo"].away.isVisible(), timeout=20_000)
    away = page._form.pictures["logo"].away
    away.setFocus()
    redrawn(qtbot, page, lambda: qtbot.keyClick(away, Qt.Key.Key_Space))
    assert page._made.template().office.logo == ""


def test_a_drawing_as_logo_is_made_a_picture_with_clear_ground(
    qtbot, page: CardDesign, tmp_path: Path
) -> None:
    drawing = tmp_path / "lambang.svg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">'
        '<circle cx="5" cy="5" r="5" fill="red"/></svg>'
    )
    page.set_picture("logo", drawing)
    made = Image.open(io.BytesIO(page._made.template().pictures["logo.png"]))
    assert made.size == (1000, 500)
    assert made.convert("RGBA").getpixel((250, 250)) == (255, 0, 0, 255)
    assert made.convert("RGBA").getpixel((900, 250))[3] == 0


def test_a_drawing_that_is_none_is_named(qtbot, page: CardDesign, tmp_path: Path) -> None:
    wrong = tmp_path / "lambang.svg"
    wrong.write_text("<svg ")
    with qtbot.waitSignal(page.noticed) as told:
        page.set_picture("logo", wrong)
    assert "lambang.svg" in told.args[0].text
    assert "PNG" in told.args[0].detail


def test_what_is_no_picture_is_named(qtbot, page: CardDesign, tmp_path: Path) -> None:
    wrong = tmp_path / "logo.docx"
    wrong.write_bytes(b"PK not a picture")
    with qtbot.waitSignal(page.noticed, timeout=5_000) as told:
        page.set_picture("logo", wrong)
    assert "logo.docx" in told.args[0].text
    assert not page.is_changed()


def test_a_new_main_colour_changes_its_tints_with_it(qtbot, page: CardDesign, monkeypatch) -> None:
    swatch = page._form.swatches["primary"]
    monkeypatch.setattr(swatch, "pick_colour", lambda: QColor("#7a1f3d"))
    swatch.setFocus()
    redrawn(qtbot, page, lambda: qtbot.keyClick(swatch, Qt.Key.Key_Space))
    template = page._made.template()
    assert template.colours["primary"] == "#7a1f3d"
    assert template.colour("soft")[0] > 0.9


def test_a_wrong_line_is_marked_with_its_remedy_and_the_last_picture_stays(qtbot, page: CardDesign) -> None:
    shown = page.shown.view.pages[0].toImage()
    text = page.source.toPlainText()
    wrong = text.replace('style = "title"', 'style = "titel"')
    line = wrong[: wrong.index("titel")].count("\n") + 1
    page.views.show_view("text")
    page.source.setFocus()
    page.source.setPlainText(wrong)
    qtbot.waitUntil(page.shown.trouble.isVisible, timeout=20_000)
    assert "“title”?" in page.shown.problem.text()
    assert f"{line}" in page.shown.problem.text()
    assert page.shown.view.pages[0].toImage() == shown
    qtbot.keyClick(page, Qt.Key.Key_F9)
    assert page.source.textCursor().blockNumber() == line - 1
    with qtbot.waitSignal(page.noticed, timeout=5_000) as told:
        qtbot.keyClick(page, Qt.Key.Key_S, CTRL)
    assert told.args[0].kind == "error"
    page.source.setPlainText(text)
    qtbot.waitUntil(lambda: not page.shown.trouble.isVisible(), timeout=20_000)


def test_another_design_is_chosen_and_what_was_not_kept_brought_back(qtbot, page: CardDesign) -> None:
    line = page._form.lines["official", "name"]
    line.setFocus()
    qtbot.keyClicks(line, "Siti")
    news = []
    page.noticed.connect(news.append)
    page.choice.setFocus()
    redrawn(qtbot, page, lambda: qtbot.keyClick(page.choice, Qt.Key.Key_Down))
    assert page._made.id == "code-behind"
    news[-1].act()
    assert page._made.template().official.name == "Siti"


def test_a_changed_design_goes_back_to_what_was_shipped(qtbot, page: CardDesign) -> None:
    tick = page._form.ticks["barcode"]
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert page.is_changed()
    qtbot.waitUntil(page.reset.isEnabled, timeout=5_000)
    page.reset.setFocus()
    qtbot.keyClick(page.reset, Qt.Key.Key_Space)
    assert page._made.source == shipped_designs()[0].source
    assert not page.is_changed()


def test_a_design_is_removed_and_can_be_brought_back(qtbot, page: CardDesign, midway: Midway) -> None:
    page.set_value("official", "name", "Siti")
    save(qtbot, page)
    page.away.setFocus()
    with qtbot.waitSignal(page.noticed, timeout=5_000) as told:
        qtbot.keyClick(page.away, Qt.Key.Key_Space)
    assert all(each.shipped for each in designs(midway.office.store))
    told.args[0].act()
    save(qtbot, page)
    assert any(not each.shipped for each in designs(midway.office.store))


def test_a_design_is_written_to_a_file_and_taken_in_again(
    qtbot, page: CardDesign, tmp_path: Path, monkeypatch
) -> None:
    page.set_picture("signature", logo(tmp_path / "ttd.png", "blue"))
    target = tmp_path / "kartu.toml"
    monkeypatch.setattr(page, "pick_target", lambda name: target)
    page.write_out.setFocus()
    with qtbot.waitSignal(page.noticed, timeout=5_000):
        qtbot.keyClick(page.write_out, Qt.Key.Key_Space)
    assert load_template(target).official.signature == "signature.png"
    page.choose("default")
    monkeypatch.setattr(page, "pick_file", lambda: target)
    page.take_in.setFocus()
    qtbot.keyClick(page.take_in, Qt.Key.Key_Space)
    assert page._made.template().official.signature == "signature.png"
    assert page.is_changed()


def test_a_wrong_file_is_opened_at_its_line_with_a_way_back(
    qtbot, page: CardDesign, tmp_path: Path, monkeypatch
) -> None:
    before = page._made
    wrong = tmp_path / "salah.toml"
    wrong.write_text(shipped_designs()[0].source.replace("radius = 0.9", "radius = -1", 1), encoding="utf-8")
    monkeypatch.setattr(page, "pick_file", lambda: wrong)
    with qtbot.waitSignal(page.noticed, timeout=5_000) as told:
        page.ask_take_in()
    assert told.args[0].kind == "error"
    assert page.source.line_words(page.source.textCursor().blockNumber() + 1) == "radius = -1"
    qtbot.waitUntil(page.shown.trouble.isVisible, timeout=20_000)
    told.args[0].act()
    assert page._made == before


@pytest.mark.parametrize("sample", ["full", "bare"])
def test_other_samples_are_drawn(qtbot, page: CardDesign, sample: str) -> None:
    page.shown.sample.setFocus()

    def turn() -> None:
        while page.shown.sample.currentData() != sample:
            qtbot.keyClick(page.shown.sample, Qt.Key.Key_Down)

    redrawn(qtbot, page, turn)
