# SPDX-License-Identifier: Apache-2.0
"""Designs of an office in a real journal, files of them, and single values changed in their text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.cards.designs import (
    DEFAULT_DESIGN,
    Design,
    design,
    designs,
    picture_for_card,
    read_design_file,
    remove_design,
    save_design,
    shipped_designs,
    write_design_file,
)
from enumerator.cards.retouch import with_value
from enumerator.cards.template import TemplateError
from enumerator.errors import UserError
from enumerator.store.journal import Writer
from enumerator.store.revision import new_log
from enumerator.store.store import Store, create_store

from .conftest import portrait

SHIPPED = shipped_designs()[0]
LOGO = portrait(3, (80, 80), "PNG")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    writer = Writer(new_log(), "office", Ed25519PrivateKey.generate().sign)
    return create_store(tmp_path / "office.db", bytes(range(32)), writer)


def own(name: str = "Dinas Sosial") -> Design:
    source = with_value(SHIPPED.source, "office", "logo", "logo.png")
    return Design("", name, source, {"logo.png": LOGO})


def test_a_new_office_has_what_is_shipped_the_usual_one_first(store: Store) -> None:
    assert [each.id for each in designs(store)] == ["default", "code-behind"]
    assert all(each.shipped for each in designs(store))


def test_a_saved_design_comes_back_with_its_pictures_and_can_be_changed(store: Store) -> None:
    kept = save_design(store, own())
    assert design(store, kept.id) == kept
    assert kept.template().pictures == {"logo.png": LOGO}
    other = Design(kept.id, kept.name, with_value(kept.source, "official", "name", "Siti"), kept.pictures)
    save_design(store, other)
    assert design(store, kept.id).template().official.name == "Siti"
    assert [each.name for each in designs(store)][:1] == ["Dinas Sosial"]


def test_saving_a_shipped_design_makes_one_of_the_office(store: Store) -> None:
    kept = save_design(store, SHIPPED)
    assert kept.id != SHIPPED.id
    assert len(designs(store)) == 3


def test_a_removed_design_is_not_offered_and_the_usual_one_stands_in(store: Store) -> None:
    kept = save_design(store, own())
    remove_design(store, kept)
    assert all(each.shipped for each in designs(store))
    assert design(store, kept.id).id == DEFAULT_DESIGN
    with pytest.raises(UserError, match="cannot be removed"):
        remove_design(store, SHIPPED)


def test_a_wrong_design_is_not_kept(store: Store) -> None:
    with pytest.raises(TemplateError) as caught:
        save_design(store, Design("", "Salah", SHIPPED.source.replace("radius = 0.9", "radius = -1", 1)))
    assert caught.value.line > 1
    assert len(designs(store)) == 2


def test_a_design_goes_into_a_file_and_back_with_its_pictures(tmp_path: Path) -> None:
    written = write_design_file(own(), tmp_path / "kartu.toml")
    assert {path.name for path in written} == {"kartu.toml", "logo.png"}
    back = read_design_file(tmp_path / "kartu.toml")
    assert (back.source, back.pictures) == (own().source, {"logo.png": LOGO})


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("", "language", "id+en"),
        ("official", "name", 'Dra. "Siti" \\ Rahayu # M.Si.'),
        ("words.id", "title", "Kartu\nKeluarga"),
        ("words.id", "brand_new", "baru"),
        ("shown", "photo", False),
        ("colours", "primary", "#123456"),
        ("letter.id", "body", "Satu.\n\nDua."),
    ],
)
def test_one_value_is_changed_and_nothing_else(table: str, key: str, value: str | bool) -> None:
    text = with_value(SHIPPED.source, table, key, value)
    was, now = tomllib.loads(SHIPPED.source), tomllib.loads(text)
    inside = was
    for part in filter(None, table.split(".")):
        inside = inside[part]
    inside[key] = value
    assert now == was
    comments = [line for line in SHIPPED.source.splitlines() if line.startswith("#")]
    assert [line for line in text.splitlines() if line.startswith("#")] == comments


def test_a_missing_table_or_top_entry_is_added_where_it_belongs() -> None:
    text = 'template = 1\nname = "x" # the name\n\n[colours]\nink = "#000000"\n\n[[front]]\ndraw = "box"\n'
    text = with_value(text, "office", "logo", "a.png")
    text = with_value(text, "", "language", "en")
    text = with_value(text, "", "name", "y")
    told = tomllib.loads(text)
    assert told["office"] == {"logo": "a.png"}
    assert (told["language"], told["name"]) == ("en", "y")
    assert "# the name" in text


def test_a_drawing_is_refused_with_what_to_do(tmp_path: Path) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'
    with pytest.raises(UserError, match="SVG") as refused:
        picture_for_card(svg, "lambang.svg")
    assert "PNG" in refused.value.remedy
    (tmp_path / "lambang.svg").write_bytes(svg)
    (tmp_path / "kartu.toml").write_text(with_value(SHIPPED.source, "office", "logo", "lambang.svg"), "utf-8")
    with pytest.raises(TemplateError, match="PNG") as wrong:
        read_design_file(tmp_path / "kartu.toml")
    assert wrong.value.line > 0
