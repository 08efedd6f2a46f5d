# SPDX-License-Identifier: Apache-2.0
"""Templates: the one that is shipped, and how a wrong one is refused with its line."""

from __future__ import annotations

import io
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image

from enumerator.cards import design
from enumerator.cards.template import DEFAULT, FOLDER, TemplateError, load_template, read_template

GOOD = DEFAULT.read_text(encoding="utf-8")


def refused(text: str, folder: Path = DEFAULT.parent) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        read_template(text, "kartu.toml", folder)
    return caught.value


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_every_shipped_template_is_right(file: Path) -> None:
    template = load_template(file)
    assert (template.card.width, template.card.height) == (85.60, 53.98)
    assert (template.card.bleed, template.card.safe) == (2.0, 3.0)
    assert set(template.words) == {"id", "en"}
    assert template.words["id"].keys() == template.words["en"].keys()


def test_a_slip_of_syntax_is_found_at_its_line() -> None:
    text = GOOD.replace('style = "name"', "style = name", 1)
    assert f"line {line_of(text, 'style = name')}" in refused(text).where


@pytest.mark.parametrize(
    ("was", "wrong", "told"),
    [
        ('colour = "fine"', 'colour = "fein"', "“fein” is not among [colours]"),
        ('style = "title"', 'style = "titel"', "“titel” is not among [styles]"),
        ('text = "{number}"\nstyle = "number"\n', 'text = "{nomor}"\nstyle = "number"\n', "no field {nomor}"),
        ('text = "{word.title}"', 'text = "{word.judul}"', "the word “judul” is missing"),
        ('when = "photo"\nx = 3.6', 'when = "photo"\nx = 2.6', "closer to the cut than 3.0 mm"),
        ("radius = 0.9", 'radius = "big"', "not the kind of value"),
        ("radius = 0.9", "radius = -1", "≥ 0"),
        ('draw = "photo"', 'draw = "foto"', "choose one of"),
        ("radius = 0.9", "raduis = 0.9", "no such entry"),
        ('text = "{number_plain}"', 'text = "{number_plain"', "brace is not closed"),
        ('when = "photo"', 'when = "foto"', "“foto” is not among [shown]"),
        ('soft = "primary 12%"', 'soft = "primary twelve"', "another colour and its share"),
        ('language = "id"', 'language = "jv"', "choose one of"),
        ('d = "M12 0.6 L23', 'd = "M12 0.6 A23', "M L H V C Q Z"),
        ('d = "M12 0.6 L23', 'd = "L12 0.6 L23', "begins with M"),
        ("x = 12.4\ny = 4.95", "x = 12.4\ny = 3.2", "closer to the cut"),
        (
            "x = 21.2\ny = 14.2\nw = 30.4",
            "x = 21.2\ny = 14.2\nw = 50",
            "lies on the code, which takes 32.4 mm",
        ),
        ('draw = "photo"\n', "# a photo\n", "the entry draw is missing"),
        ('text = "{name}"', 'text = "{name!r}"', "the name of a field alone, not {name!r}"),
        ('text = "{name}"', 'text = "{nam}"', "did you mean “name”?"),
        ('title = "Kartu', 'title = "\\u0007Kartu', "cannot be printed"),
        ("w = 70", "w = inf", "not the kind of value"),
        ("w = 70", "w = 1e300", "≤ 300"),
        ('primary = "#0b6b5d"', "primary = #0b6b5d", "a text stands in quotes"),
        ('primary = "#0b6b5d"', 'primary = "#0b6b5d', "not closed with a quote"),
        ("template = 1", "template = 1\ntemplate = 1", "twice"),
        ("template = 1", "template = 2", "newer version"),
        ("[card]", "card]", "no [table]"),
    ],
)
def test_a_wrong_entry_is_refused_with_line_place_and_remedy(was: str, wrong: str, told: str) -> None:
    text = GOOD.replace(was, wrong, 1)
    assert text != GOOD
    error = refused(text)
    line = int(error.where.split("line ")[1].split(" ")[0].rstrip(","))
    assert told in error.what
    assert abs(line - line_of(text, wrong)) <= wrong.count("\n") + 1
    assert "kartu.toml" in error.where
    assert error.remedy


def test_a_wrong_block_of_a_stack_is_found_where_it_stands() -> None:
    text = GOOD.replace('style = "number"\n\n', 'style = "nummer"\n\n', 1)
    assert f"line {line_of(text, 'nummer')} " in refused(text).where


def test_a_picture_that_is_not_there_is_named() -> None:
    text = GOOD.replace('signature = ""', 'signature = "tanda.png"')
    error = refused(text)
    assert "tanda.png" in error.what
    assert f"line {line_of(text, 'tanda.png')} " in error.where


def test_a_picture_outside_the_folder_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "cards").mkdir()
    text = GOOD.replace('signature = ""', 'signature = "../secret.png"')
    assert "../secret.png" in refused(text, tmp_path / "cards").what


def test_a_newer_schema_is_refused() -> None:
    assert "line 3" in refused(GOOD.replace("template = 1", "template = 2", 1)).where


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"tidak\.toml"):
        load_template(tmp_path / "tidak.toml")


def test_the_readme_names_every_element_field_and_entry() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for kind in get_args(get_args(design.Element)[0]):
        (name,) = get_args(kind.model_fields["draw"].annotation)
        row = next(line for line in readme.splitlines() if line.startswith(f'| `"{name}"`'))
        for entry in kind.model_fields.keys() - {"draw", "x", "y", "when", "background", "items"}:
            assert f"`{entry}`" in row, (name, entry)
    for field in design.CARD_FIELDS:
        assert f"`{{{field}}}`" in readme
    parts = (design.Style, design.Format, design.Letter, design.Office, design.Official, design.Item)
    for entry in [entry for part in parts for entry in part.model_fields]:
        assert f"`{entry}`" in readme


def test_what_is_switched_off_is_not_drawn_and_a_tint_follows_its_colour() -> None:
    plain = read_template(GOOD, "kartu.toml", {})
    assert plain.is_shown("photo")
    assert plain.is_shown("!logo")
    assert not plain.is_shown("signature")
    other = read_template(GOOD.replace("photo = true", "photo = false", 1), "kartu.toml", {})
    assert not other.is_shown("photo")
    red = read_template(GOOD.replace('primary = "#0b6b5d"', 'primary = "#ff0000"', 1), "kartu.toml", {})
    assert red.colour("soft") == pytest.approx((1, 0.88, 0.88))


def test_a_logo_that_is_no_picture_is_refused_at_its_line() -> None:
    text = GOOD.replace('logo = ""', 'logo = "logo.png"')
    with pytest.raises(TemplateError, match="not a PNG or JPEG") as caught:
        read_template(text, "kartu.toml", {"logo.png": b"GIF89a"})
    assert caught.value.line == line_of(text, 'logo = "logo.png"')


def test_a_card_without_a_code_is_refused() -> None:
    code = '[[front]]\ndraw = "code"\nx = 84.2\ny = 11.6\n'
    assert code in GOOD
    assert "without it nobody can check" in refused(GOOD.replace(code, "")).what


def test_a_batch_is_made_again_though_a_later_version_would_refuse_its_template() -> None:
    text = GOOD.replace("x = 12.4\ny = 4.95", "x = 12.4\ny = 3.2", 1)
    assert read_template(text, "kartu.toml", {}, printed=True).front


@pytest.mark.parametrize("save", ["utf-8-sig", "crlf"])
def test_a_template_saved_by_any_editor_is_read_and_its_lines_still_counted(
    tmp_path: Path, save: str
) -> None:
    wrong = GOOD.replace('style = "title"', 'style = "titel"', 1)
    path = tmp_path / "kartu.toml"
    for text in (GOOD, wrong):
        path.write_bytes(text.replace("\n", "\r\n").encode() if save == "crlf" else text.encode(save))
        if text == GOOD:
            assert load_template(path).name == "Kartu Bantuan Keluarga"
    with pytest.raises(TemplateError) as caught:
        load_template(path)
    assert caught.value.line == line_of(wrong, 'style = "titel"')


def test_a_template_that_is_not_utf_8_is_refused_with_the_line_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "kartu.toml"
    path.write_bytes(GOOD.replace('name = "Kartu', 'name = "K\xe4rtu', 1).encode("latin-1", "replace"))
    with pytest.raises(TemplateError, match="UTF-8") as caught:
        load_template(path)
    assert caught.value.line == line_of(GOOD, 'name = "Kartu')
    assert "save it as UTF-8" in caught.value.remedy


def test_a_picture_of_too_many_dots_is_refused_by_its_head_alone() -> None:
    out = io.BytesIO()
    Image.new("1", (5000, 20)).save(out, "PNG")
    text = GOOD.replace('logo = ""', 'logo = "logo.png"')
    with pytest.raises(TemplateError, match="larger than 4000 dots") as caught:
        read_template(text, "kartu.toml", {"logo.png": out.getvalue()})
    assert caught.value.line == line_of(text, 'logo = "logo.png"')


@pytest.mark.parametrize(
    ("was", "wrong", "lies", "over"),
    [
        ("x = 2\ny = 40.9\n", "x = 2\ny = 33\n", 'draw = "barcode"', "a text, from 4.0 and 25.3"),
        ("x = 4\ny = 46.7\n", "x = 4\ny = 44.6\n", 'text = "{number_plain}"', "the bar code, from 4.4"),
        ("x = 50\ny = 7.3\n", "x = 50\ny = 12.6\n", "x = 4\ny = 9.6", "the number, from 50.0"),
        ("w = 15.6\nh = 20.8\n", "w = 15.6\nh = 24\n", 'draw = "marks"', "the photo, from 3.6 and 14.2"),
        ("x = 21.2\ny = 14.2\n", "x = 17.2\ny = 14.2\n", 'draw = "stack"', "the photo, from 3.6 and 14.2"),
    ],
    ids=["bar code on a text", "number on the bar code", "text on a number", "marks on the photo", "names"],
)
def test_nothing_lies_on_a_photo_a_bar_code_or_a_number(was: str, wrong: str, lies: str, over: str) -> None:
    text = GOOD.replace(was, wrong, 1)
    assert text != GOOD
    error = refused(text)
    assert f"it lies over {over}" in error.what
    assert "background = true" in error.what
    assert abs(error.line - line_of(text, lies)) <= 5


def test_what_is_declared_as_background_may_lie_below() -> None:
    wrong = GOOD.replace("w = 15.6\nh = 20.8\n", "w = 15.6\nh = 24\n", 1)
    refused(wrong)
    read_template(wrong.replace('draw = "photo"\n', 'draw = "photo"\nbackground = true\n', 1), "k", FOLDER)


def test_what_is_switched_off_lies_on_nothing() -> None:
    wrong = GOOD.replace("w = 15.6\nh = 20.8\n", "w = 15.6\nh = 24\n", 1)
    read_template(wrong.replace("marks = true", "marks = false", 1), "k", FOLDER)


def test_not_even_a_background_lies_on_the_code() -> None:
    wrong = GOOD.replace(
        "x = 21.2\ny = 14.2\nw = 30.4", "background = true\nx = 21.2\ny = 14.2\nw = 50", 1
    )
    assert "lies on the code" in refused(wrong).what


def test_cards_that_were_printed_are_made_again_whatever_lies_on_what() -> None:
    wrong = GOOD.replace("w = 15.6\nh = 20.8\n", "w = 15.6\nh = 24\n", 1)
    assert read_template(wrong, "kartu.toml", FOLDER, printed=True).front
