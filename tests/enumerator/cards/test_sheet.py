# SPDX-License-Identifier: Apache-2.0
"""The sheet as a printer sees it: measured in the rendered page, read back by scanners, the same bytes each
time.
"""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from enumerator.cards.design import Template
from enumerator.cards.holder import Card, Programme
from enumerator.cards.layout import (
    LAYOUTS,
    SHEET_OF_8,
    SHEET_OF_10,
    SINGLE,
    Duplex,
    Layout,
    Sides,
    crop_lines,
)
from enumerator.cards.render import page_count, render_page
from enumerator.cards.samples import SAMPLES, sample_card
from enumerator.cards.scan import decode_file, decode_image, decode_page
from enumerator.cards.sheet import draw_sheet
from enumerator.cards.template import FOLDER, load_template
from enumerator.cards.trust import Trust
from enumerator.cards.verify import Outcome, verify_code
from enumerator.errors import Cancelled, UserError

from .conftest import NOW, holder, portrait

DPI = 600
MAKE = Callable[..., Card]


@pytest.fixture(scope="module")
def template() -> Template:
    return load_template()


@pytest.fixture(scope="module")
def eight(make_card: MAKE) -> list[Card]:
    return [make_card(holder(f"s{n}", f"CONTOH NOMOR {n}", photo=portrait(n))) for n in range(8)]


def drawn(cards: list[Card], template: Template, layout: Layout = SHEET_OF_8, language: str = "id") -> bytes:
    out = io.BytesIO()
    draw_sheet(cards, template, out, layout=layout, language=language)
    return out.getvalue()


def millimetres(image: Image.Image) -> tuple[float, float, float, float]:
    """Where everything that is not white is: left, top, right, bottom."""
    box = ImageChops.invert(image.convert("L")).point(lambda value: 255 if value > 100 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = (edge / DPI * 25.4 for edge in box)
    return left, top, right, bottom


def cut_out(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    edges = tuple(round(edge / 25.4 * DPI) for edge in (left, top, right, bottom))
    return image.crop(edges)  # type: ignore[arg-type]


@pytest.mark.parametrize("dpi", [300, 150])
def test_every_code_on_the_sheet_is_read_and_verifies(
    eight: list[Card], template: Template, trust: Trust, dpi: int
) -> None:
    found = decode_page(drawn(eight, template), 0, dpi)
    assert sorted(found) == sorted(card.credential for card in eight)
    assert all(verify_code(text, trust, NOW).outcome is Outcome.VALID for text in found)


def test_the_codes_of_a_sheet_of_ten_and_of_single_cards_are_read_too(
    eight: list[Card], template: Template
) -> None:
    assert len(decode_page(drawn([*eight, *eight[:2]], template, SHEET_OF_10), 0)) == 10
    assert decode_page(drawn(eight[:1], template, SINGLE), 0) == [eight[0].credential]


def test_the_card_and_its_code_have_the_size_of_the_standard(eight: list[Card], template: Template) -> None:
    page = render_page(drawn(eight[:1], template, SINGLE), 0, DPI)
    assert page.width / DPI * 25.4 == pytest.approx(85.60, abs=0.05)
    assert page.height / DPI * 25.4 == pytest.approx(53.98, abs=0.05)
    left, top, right, bottom = millimetres(cut_out(page, 52, 12.2, 85.6, 43.5))
    assert right - left == pytest.approx(69 * 0.40, abs=0.1)
    assert bottom - top == pytest.approx(69 * 0.40, abs=0.1)
    assert 52 + right == pytest.approx(84.2 - 1.6, abs=0.1)


def test_crop_marks_point_at_the_cut_and_the_colour_reaches_the_bleed(
    eight: list[Card], template: Template
) -> None:
    page = render_page(drawn(eight, template), 0, DPI)
    place = SHEET_OF_8.front(0, template.card)
    above = millimetres(cut_out(page, place.x - 1.9, place.y - 4.2, place.x + 1, place.y - 2.1))
    assert place.x - 1.9 + (above[0] + above[2]) / 2 == pytest.approx(place.x, abs=0.1)
    beside = millimetres(cut_out(page, place.x - 4.2, place.y - 1.9, place.x - 2.1, place.y + 1))
    assert place.y - 1.9 + (beside[1] + beside[3]) / 2 == pytest.approx(place.y, abs=0.1)
    header = millimetres(cut_out(page, place.x - 3.5, place.y + 2, place.x + 40, place.y + 10))
    assert place.x - 3.5 + header[0] == pytest.approx(place.x - 2.0, abs=0.1)


def test_cards_stand_at_equal_distances_and_inside_what_printers_print(template: Template) -> None:
    for layout in (SHEET_OF_8, SHEET_OF_10):
        places = [layout.front(n, template.card) for n in range(layout.per_page)]
        assert min(place.x for place in places) - 2 >= 5
        assert min(place.y for place in places) - 2 >= 5
        assert max(place.x + 85.60 for place in places) + 2 <= 205
        assert max(place.y + 53.98 for place in places) + 2 <= 292


def test_where_cards_touch_there_are_marks_only_around_all_of_them(template: Template) -> None:
    form = template.card
    for layout, expected in ((SHEET_OF_8, 8 * 8), (SHEET_OF_10, 2 * 4 + 2 * 10)):
        places = [layout.front(n, form) for n in range(layout.per_page)]
        lines = [line for place in places for line in crop_lines(place, form, places)]
        assert len(lines) == expected
        for x1, y1, x2, y2 in lines:
            for place in places:
                beside = max(x1, x2) <= place.x or min(x1, x2) >= place.x + form.width
                above = max(y1, y2) <= place.y or min(y1, y2) >= place.y + form.height
                assert beside or above


@pytest.fixture(scope="module")
def lone_backs(eight: list[Card], template: Template) -> list[Image.Image]:
    """The backs of the first three cards, each drawn on a page of its own."""
    alone = replace(SINGLE, sides=Sides.BACK)
    return [render_page(drawn([card], template, alone), 0, DPI) for card in eight[:3]]


@pytest.mark.parametrize("duplex", [Duplex.LONG_EDGE, Duplex.SHORT_EDGE])
@pytest.mark.parametrize("layout", [SHEET_OF_8, SHEET_OF_10])
def test_backs_lie_behind_their_fronts_when_the_paper_is_turned(
    eight: list[Card], template: Template, lone_backs: list[Image.Image], layout: Layout, duplex: Duplex
) -> None:
    data = drawn(eight[:3], template, replace(layout, duplex=duplex))
    backs = render_page(data, 1, DPI)
    turned = (
        Image.Transpose.FLIP_LEFT_RIGHT if duplex is Duplex.LONG_EDGE else Image.Transpose.FLIP_TOP_BOTTOM
    )
    through_the_paper = backs.transpose(turned)
    for position, single in enumerate(lone_backs):
        place = layout.front(position, template.card)
        seen = cut_out(through_the_paper, place.x, place.y, place.x + 85.6, place.y + 53.98)
        upright = seen.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        difference = ImageChops.difference(
            upright.convert("L").resize((856, 540)), single.convert("L").resize((856, 540))
        )
        assert sum(difference.histogram()[100:]) < 856 * 540 * 0.002


def test_the_first_sheet_may_be_part_used(eight: list[Card], template: Template) -> None:
    data = drawn(eight[:5], template, replace(SHEET_OF_8, start=6))
    assert page_count(data) == 4
    assert len(decode_page(data, 0)) == 3
    assert len(decode_page(data, 2)) == 2
    with pytest.raises(ValueError, match="positions 1 to 8"):
        replace(SHEET_OF_8, start=9)


def test_the_same_cards_give_the_same_bytes(eight: list[Card], template: Template) -> None:
    for layout in LAYOUTS.values():
        assert drawn(eight, template, layout) == drawn(eight, template, layout)


def test_the_hash_is_that_of_the_file(eight: list[Card], template: Template, tmp_path: Path) -> None:
    import hashlib

    target = tmp_path / "kartu.pdf"
    result = draw_sheet(eight, template, target)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == result.sha256
    assert (result.cards, result.pages, result.notes) == (8, 2, ())


def test_fonts_are_embedded_and_title_and_language_are_set(eight: list[Card], template: Template) -> None:
    data = drawn(eight, template)
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_value("Title") == template.name
    assert b"/Lang" in data
    names = {name.split(b" ")[0].strip() for name in data.split(b"/BaseFont /")[1:]}
    assert names
    assert data.count(b"/FontFile2") == data.count(b"/Type /FontDescriptor") > 0
    assert all(b"+Inter" in name for name in names)


def test_the_text_can_be_searched_and_copied(eight: list[Card], template: Template) -> None:
    text = pypdfium2.PdfDocument(drawn(eight[:1], template, SINGLE))[0].get_textpage().get_text_range()
    assert eight[0].number in text
    assert "CONTOH NOMOR 0" in text


def test_a_long_name_is_whole_on_the_card(make_card: MAKE, template: Template) -> None:
    name = "R. Ng. CONTOH SASTRADIHARDJA KUSUMANINGRAT WIDYOPUSPITO"
    data = drawn([make_card(holder("l1", name))], template, SINGLE)
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert name in " ".join(text.split())


def test_a_name_beyond_all_measure_is_reported(make_card: MAKE, template: Template) -> None:
    card = make_card(holder("l2", "CONTOH " + "SASTRADIHARDJA" * 12))
    result = draw_sheet([card], template, io.BytesIO(), layout=SINGLE)
    assert card.number in {note.number for note in result.notes}


def test_a_missing_or_broken_photo_becomes_a_silhouette(make_card: MAKE, template: Template) -> None:
    bare = make_card(holder("p1", photo=None))
    broken = replace(bare, holder=holder("p1", photo=b"broken"))
    out, spoilt = io.BytesIO(), io.BytesIO()
    assert draw_sheet([bare], template, out, layout=SINGLE).notes == ()
    assert len(draw_sheet([broken], template, spoilt, layout=SINGLE).notes) == 1
    assert out.getvalue() == spoilt.getvalue()


def test_a_card_without_numbers_address_or_programmes_is_drawn_without_gaps(
    make_card: MAKE, template: Template
) -> None:
    card = make_card(holder("m1", nik="", kk="", address="", programmes=(), birth_date=None, sex=""))
    data = drawn([card], template, SINGLE)
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "NIK" not in text
    assert decode_page(data, 0) == [card.credential]


def test_programmes_that_find_no_room_are_counted(make_card: MAKE, template: Template) -> None:
    many = tuple(Programme(f"P{n}", f"Program {n}") for n in range(7))
    data = drawn([make_card(holder("m2", programmes=many))], template, SINGLE)
    face = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    shown = sum(f"Program {n}" in face for n in range(7))
    assert f"+{7 - shown}" in face


def test_a_training_card_says_contoh_on_both_sides(make_card: MAKE, template: Template) -> None:
    data = drawn([make_card(holder("t1", "SUPARMI"), training=True)], template, SINGLE)
    for page in pypdfium2.PdfDocument(data):
        assert "CONTOH" in page.get_textpage().get_text_range()
    assert len(decode_page(data, 0, 150)) == 1


def test_a_preview_is_marked_and_its_code_is_none(make_card: MAKE, template: Template, trust: Trust) -> None:
    preview = replace(make_card(holder("t2")), preview=True)
    data = drawn([preview], template, SINGLE)
    for page in pypdfium2.PdfDocument(data):
        assert "TIDAK BERLAKU" in page.get_textpage().get_text_range()
    assert all(verify_code(text, trust, NOW).outcome is Outcome.NOT_A_CARD for text in decode_page(data, 0))


@pytest.mark.parametrize("language", ["en", "id+en"])
def test_a_card_speaks_english_or_both(eight: list[Card], template: Template, language: str) -> None:
    data = drawn(eight[:1], template, SINGLE, language)
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "Head of household" in text
    assert ("Kepala keluarga" in text) is (language == "id+en")


@pytest.mark.parametrize("language", ["id", "en", "id+en", "en+id"])
@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_every_shipped_design_holds_what_it_says_in_one_language_or_two(file: Path, language: str) -> None:
    made = [sample_card(kind, "SMG", NOW.date()) for kind in SAMPLES]
    out = io.BytesIO()
    assert draw_sheet(made, load_template(file), out, layout=SINGLE, language=language).notes == ()


def test_the_lines_of_a_numbered_text_stand_behind_its_number(eight: list[Card], template: Template) -> None:
    page = pypdfium2.PdfDocument(drawn(eight[:1], template, SINGLE, "id+en"))[1].get_textpage()
    whole = page.get_text_range()
    own, other = (page.get_charbox(whole.index(text))[0] for text in ("Laporkan", "Report a loss"))
    number = page.get_charbox(whole.index("3."))[0]
    assert own == pytest.approx(other, abs=0.4)
    assert own - number == pytest.approx(2.7 / 25.4 * 72, abs=0.5)


def test_cancelling_leaves_no_file(eight: list[Card], template: Template, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        draw_sheet(eight, template, tmp_path / "kartu.pdf", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(eight: list[Card], template: Template, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"kartu\.pdf"):
        draw_sheet(eight, template, tmp_path / "none" / "kartu.pdf")


def test_no_card_is_no_sheet(template: Template, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        draw_sheet([], template, tmp_path / "kartu.pdf")
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_number_of_cards(
    eight: list[Card], template: Template, tmp_path: Path
) -> None:
    def peak(count: int) -> int:
        def stream() -> Iterator[Card]:
            for n in range(count):
                yield replace(eight[n % 8], holder=replace(eight[n % 8].holder, photo=portrait(n)))

        tracemalloc.start()
        draw_sheet(stream(), template, tmp_path / "kartu.pdf")
        _now, top = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return top

    few = peak(32)
    assert peak(256) < few + 3_000_000


def test_codes_are_read_from_a_picture_file_and_a_pdf(
    eight: list[Card], template: Template, tmp_path: Path
) -> None:
    pdf, png = tmp_path / "a.pdf", tmp_path / "a.png"
    draw_sheet(eight[:1], template, pdf)
    render_page(pdf, 0, 200).save(png)
    assert decode_file(pdf) == decode_file(png) == [eight[0].credential]
    png.write_bytes(b"nothing")
    with pytest.raises(UserError, match=r"a\.png"):
        decode_file(png)


def test_a_picture_without_a_code_holds_none() -> None:
    assert decode_image(Image.new("RGB", (200, 200), "white")) == []
