# SPDX-License-Identifier: Apache-2.0
"""Pictures that labels and choices name are missed by name and place while they are not there."""

from __future__ import annotations

from pathlib import Path

from enumerator.forms import load_form

FORM = """
| survey   |                   |       |       |              |
|          | type              | name  | label | media::image |
|          | text              | nama  | Nama  | rumah.png    |
|          | select_one atap   | atap  | Atap  |              |
| choices  |                   |       |       |              |
|          | list_name         | name  | label | media::image |
|          | atap              | seng  | Seng  | seng.png     |
|          | atap              | lain  | Lain  |              |
"""


def missing(path: Path, media: Path, cache: Path | None = None) -> list[str]:
    form = load_form(path, media=media, cache=cache)
    return [f"{each.where}: {each.what}" for each in form.warnings if ".png" in each.what]


def test_missing_pictures_are_named_until_they_are_there(tmp_path: Path) -> None:
    path, media, cache = tmp_path / "kk.md", tmp_path / "media", tmp_path / "cache"
    path.write_text(FORM, "utf-8")
    media.mkdir()
    first = missing(path, media)
    assert len(first) == 2
    assert any("survey" in each and "rumah.png" in each for each in first)
    assert any("atap" in each and "seng.png" in each for each in first)
    assert len(missing(path, media, cache)) == len(missing(path, media, cache)) == 2
    for name in ("rumah.png", "seng.png"):
        (media / name).write_bytes(b"png")
    assert missing(path, media, cache) == []
