# SPDX-License-Identifier: Apache-2.0
"""From the preview of a run to paper: options by keys, cancelled runs, and pages measured as a printer got
them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from enumerator.cards.layout import Duplex, Sides
from enumerator.cards.register import State
from enumerator.cards.render import page_count, page_size, render_page
from enumerator.cards.scan import decode_page
from enumerator.cards.verify import verify_code
from enumerator.demo.midway import Midway
from enumerator.errors import Cancelled
from enumerator.office.card_outputs import PRINTER, SAVED, Spool, outputs
from enumerator.office.card_printing import Printing, Wanted, batch_of, issue_cards
from enumerator.office.card_trust import card_trust
from enumerator.office.cards import card_office, cards_due
from ui.office.cards.batch import CardBatch
from ui.office.cards.opened import OpenBatch
from ui.office.cards.printer import print_pdf, printer_for
from ui.office.cards.sheets import PrintCards

CTRL = Qt.KeyboardModifier.ControlModifier
MM = 72 / 25.4


def waiting(midway: Midway) -> Wanted:
    return Wanted(due=tuple(due for due in cards_due(midway.office) if due.card is None))


@pytest.fixture
def page(qtbot, midway: Midway, opened) -> PrintCards:
    made = opened(PrintCards(midway.office))
    made.arrive(waiting(midway))
    qtbot.waitUntil(lambda: made.pages.sheet.picture is not None, timeout=20_000)
    made.take_focus()
    return made


@pytest.fixture
def batch(qtbot, midway: Midway, opened) -> CardBatch:
    (known,) = card_office(midway.office).register.batches()
    made = opened(CardBatch(midway.office))
    made.arrive(OpenBatch(known.batch))
    qtbot.waitUntil(lambda: made.pages.sheet.picture is not None, timeout=20_000)
    return made


def to_file(printer: QPrinter, path: Path) -> bool:
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(300)
    return True


def test_paper_sides_and_start_are_chosen_by_keys_and_the_preview_follows(
    qtbot, page: PrintCards, midway: Midway
) -> None:
    options = page.options
    assert page.pages.count == 2
    tiles = options.paper.tiles
    tiles["a4-8"].setFocus()
    qtbot.keyClick(tiles["a4-8"], Qt.Key.Key_Right)
    assert options.printing().paper == "a4-10"
    options.start.setFocus()
    qtbot.keyClick(options.start, Qt.Key.Key_End)
    assert options.printing().start == 10
    qtbot.waitUntil(lambda: page.pages.count == 4, timeout=20_000)
    options.sides.setFocus()
    qtbot.keyClick(options.sides, Qt.Key.Key_Down)
    assert options.printing().duplex is Duplex.SHORT_EDGE
    for _time in range(2):
        qtbot.keyClick(options.sides, Qt.Key.Key_Down)
    assert options.printing().sides is Sides.FRONT
    qtbot.waitUntil(lambda: page.pages.count == 2, timeout=20_000)
    remembered = Printing.of(midway.office.settings.card_printing)
    assert (remembered.paper, remembered.sides, remembered.start) == ("a4-10", Sides.FRONT, 1)


@pytest.mark.parametrize("paper", ["single", "letter"])
def test_every_paper_has_its_preview(qtbot, page: PrintCards, midway: Midway, paper: str) -> None:
    cards = len(waiting(midway))
    tile = page.options.paper.tiles[paper]
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_Space)
    pages = 2 * cards if paper == "single" else cards
    qtbot.waitUntil(lambda: page.pages.count == pages, timeout=20_000)


def test_the_pages_are_turned_and_made_larger_by_keys(qtbot, page: PrintCards) -> None:
    area = page.pages.area
    qtbot.keyClick(area, Qt.Key.Key_PageDown)
    assert page.pages.page == 1
    qtbot.keyClick(area, Qt.Key.Key_PageDown)
    assert page.pages.page == 1
    qtbot.keyClick(area, Qt.Key.Key_Home)
    assert page.pages.page == 0
    before = page.pages.sheet.picture.width()
    qtbot.keyClick(area, Qt.Key.Key_Plus, CTRL)
    qtbot.waitUntil(lambda: page.pages.sheet.picture.width() > before, timeout=20_000)
    qtbot.keyClick(area, Qt.Key.Key_0, CTRL)
    qtbot.waitUntil(lambda: page.pages.sheet.picture.width() == before, timeout=20_000)


def test_the_last_of_many_pages_is_drawn_when_somebody_turns_there(
    qtbot, page: PrintCards, midway: Midway
) -> None:
    due = waiting(midway).due
    page.arrive(Wanted(due=tuple(due[n % len(due)] for n in range(250))))
    qtbot.waitUntil(lambda: page.pages.count == 64, timeout=20_000)
    qtbot.waitUntil(lambda: "64" in page.pages.area.accessibleDescription(), timeout=20_000)
    shown = page.pages.area.accessibleDescription()
    qtbot.keyClick(page.pages.area, Qt.Key.Key_End)
    assert page.pages.page == 63
    qtbot.waitUntil(lambda: page.pages.area.accessibleDescription() != shown, timeout=20_000)
    assert page.pages.area.accessibleDescription().count("64") == 2
    qtbot.keyClick(page.pages.area, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: page.pages.area.accessibleDescription() == shown, timeout=20_000)


def test_nothing_is_issued_before_the_key_and_all_of_it_after(
    qtbot, page: PrintCards, midway: Midway
) -> None:
    before = len(list(card_office(midway.office).register))
    with qtbot.waitSignal(page.go_requested, timeout=60_000) as told:
        qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    where, opened_batch = told.args
    assert where == "card-batch"
    assert opened_batch.pdf.exists()
    made = batch_of(midway.office, opened_batch.batch)
    register = card_office(midway.office).register
    assert {register.get(number).state for number in made.numbers} == {State.PRINTED}
    assert len(list(register)) == before + len(made.numbers)
    assert not [due for due in cards_due(midway.office) if due.card is None]


def test_a_run_stopped_in_the_middle_leaves_all_as_it_was(
    qtbot, page: PrintCards, midway: Midway, monkeypatch
) -> None:
    before = [card.number for card in card_office(midway.office).register]
    waited = len(waiting(midway))

    def stopped(own: object, wanted: Wanted, printing: Printing, target: Path, progress: object) -> object:
        def stop(done: int, _total: int) -> None:
            if done:
                raise Cancelled

        return issue_cards(own, wanted, printing, target, stop)

    monkeypatch.setattr("ui.office.cards.sheets.issue_cards", stopped)
    with qtbot.waitSignal(page.noticed, timeout=60_000) as told:
        qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    assert told.args[0].kind == "info"
    assert [card.number for card in card_office(midway.office).register] == before
    assert len(waiting(midway)) == waited
    assert not list(Spool(midway.office).file("x").parent.glob("*.pdf*"))


def test_pages_go_to_the_printer_in_their_real_size(
    qtbot, batch: CardBatch, midway: Midway, tmp_path: Path, monkeypatch
) -> None:
    paper = tmp_path / "kertas.pdf"
    printers = []

    def chosen(printer: QPrinter, first: int, last: int) -> bool:
        printers.append((printer.fullPage(), first, last))
        return to_file(printer, paper)

    monkeypatch.setattr(batch, "pick_printer", chosen)
    with qtbot.waitSignal(batch.noticed, timeout=60_000) as told:
        qtbot.keyClick(batch, Qt.Key.Key_P, CTRL)
    assert told.args[0].kind == "done"
    assert printers == [(True, 1, 2)]
    width, height = page_size(paper, 0)
    assert (width / MM, height / MM) == pytest.approx((210, 297), abs=0.2)
    assert page_count(paper) == 2
    theirs, ours = render_page(paper, 0, 150, grey=True), render_page(batch._pdf, 0, 150, grey=True)
    found = [each.point(lambda grey: 255 if grey < 225 else 0).getbbox() for each in (theirs, ours)]
    assert found[0] == pytest.approx(found[1], abs=1.5)
    trust, now = card_trust(midway.office), midway.office.store.clock()
    verdicts = [verify_code(text, trust, now) for text in decode_page(paper, 0)]
    assert len(verdicts) == 5
    assert all(verdict.credential is not None for verdict in verdicts)
    ((went,),) = outputs(midway.office.store).values()
    assert (went.way, went.first, went.last) == (PRINTER, 1, 2)


@pytest.mark.parametrize(
    ("duplex", "mode"),
    [
        (Duplex.LONG_EDGE, QPrinter.DuplexMode.DuplexLongSide),
        (Duplex.SHORT_EDGE, QPrinter.DuplexMode.DuplexShortSide),
        (Duplex.NONE, QPrinter.DuplexMode.DuplexNone),
    ],
)
def test_the_printer_is_told_how_to_turn_the_paper(
    midway: Midway, monkeypatch, duplex: Duplex, mode: QPrinter.DuplexMode
) -> None:
    told = []
    monkeypatch.setattr(QPrinter, "setDuplex", lambda _printer, wanted: told.append(wanted))
    printer_for(midway.sheet, duplex)
    assert told == [mode]


def test_without_a_printer_the_way_out_is_said(qtbot, batch: CardBatch, monkeypatch) -> None:
    monkeypatch.setattr("ui.office.cards.batch.has_printer", lambda: False)
    with qtbot.waitSignal(batch.noticed, timeout=5_000) as told:
        qtbot.keyClick(batch, Qt.Key.Key_P, CTRL)
    assert (told.args[0].kind, told.args[0].act) == ("warning", batch.ask_save)


def test_only_the_pages_asked_for_are_printed(
    qtbot, batch: CardBatch, tmp_path: Path, monkeypatch
) -> None:
    paper = tmp_path / "kertas.pdf"
    monkeypatch.setattr(batch, "pick_printer", lambda printer, first, last: to_file(printer, paper))
    batch.first.selectAll()
    qtbot.keyClicks(batch.first, "2")
    with qtbot.waitSignal(batch.noticed, timeout=60_000):
        qtbot.keyClick(batch, Qt.Key.Key_P, CTRL)
    assert page_count(paper) == 1
    batch.last.selectAll()
    qtbot.keyClicks(batch.last, "1")
    with qtbot.waitSignal(batch.noticed, timeout=10_000) as told:
        qtbot.keyClick(batch, Qt.Key.Key_P, CTRL)
    assert told.args[0].kind == "error"


def test_a_card_printer_gets_pages_of_the_size_of_a_card(midway: Midway, tmp_path: Path) -> None:
    cards = tuple(card_office(midway.office).register)
    pdf = tmp_path / "satuan.pdf"
    issue_cards(midway.office, Wanted(cards=cards), Printing(paper="single"), pdf)
    printer = printer_for(pdf, Duplex.NONE)
    to_file(printer, tmp_path / "kertas.pdf")
    seen = []
    assert print_pdf(pdf, printer, 1, 2, lambda done, total: seen.append((done, total))) == 2
    assert seen == [(0, 2), (1, 2)]
    width, height = page_size(tmp_path / "kertas.pdf", 0)
    assert (width / MM, height / MM) == pytest.approx((85.6, 53.98), abs=0.2)


def test_a_stopped_printing_sends_no_further_page(midway: Midway, tmp_path: Path) -> None:
    pdf = tmp_path / "satuan.pdf"
    cards = tuple(card_office(midway.office).register)
    issue_cards(midway.office, Wanted(cards=cards), Printing(paper="single"), pdf)
    printer, paper = printer_for(pdf, Duplex.NONE), tmp_path / "kertas.pdf"
    to_file(printer, paper)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_pdf(pdf, printer, 1, 10, stop)
    assert not paper.exists() or page_count(paper) == 2


def test_the_pdf_is_saved_as_it_was_issued_and_gone_from_the_folder_afterwards(
    qtbot, batch: CardBatch, midway: Midway, tmp_path: Path, monkeypatch
) -> None:
    target = tmp_path / "simpan.pdf"
    monkeypatch.setattr(batch, "pick_target", lambda name: target)
    with qtbot.waitSignal(batch.noticed, timeout=20_000):
        qtbot.keyClick(batch, Qt.Key.Key_S, CTRL)
    assert target.read_bytes() == midway.sheet.read_bytes()
    ((went,),) = outputs(midway.office.store).values()
    assert (went.way, went.where) == (SAVED, "simpan.pdf")
    held = batch._pdf
    assert held.exists()
    assert batch.may_leave()
    assert not held.exists()


@pytest.mark.parametrize("which", ["listing", "counterfoil"])
def test_the_papers_of_a_batch_are_drawn(
    qtbot, batch: CardBatch, tmp_path: Path, monkeypatch, which: str
) -> None:
    target = tmp_path / "daftar.pdf"
    monkeypatch.setattr(batch, "pick_target", lambda name: target)
    button = getattr(batch, which)
    button.setFocus()
    with qtbot.waitSignal(batch.noticed, timeout=20_000):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    assert "SMG-" in text
