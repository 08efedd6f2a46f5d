# SPDX-License-Identifier: Apache-2.0
"""Templates: the one that is shipped, and how a wrong one is refused with its line."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

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
        for entry in kind.model_fields.keys() - {"draw", "x", "y", "when", "items"}:
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
