# SPDX-License-Identifier: Apache-2.0
"""Pictures and guidance that belong to the form stand where they help."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from pytestqt.qtbot import QtBot

from enumerator.forms import Context, Interview, load_form
from enumerator.interviews.editing import Editing
from ui.form.desk import Desk
from ui.form.inputs.field import Asking
from ui.form.sitting import Sitting

from .conftest import NOW

FORM = """
| survey | | | | | |
| | type | name | label | guidance_hint | media::image |
| | select_one lantai | lantai | Jenis lantai | Lihat seluruh rumah. | lantai.png |
| choices | | | | |
| | list_name | name | label | media::image |
| | lantai | 1 | Keramik | keramik.png |
| | lantai | 2 | Tanah | |
"""


def png(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "brown").save(out, "PNG")
    return out.getvalue()


def test_pictures_of_question_and_choice_are_shown_and_guidance_is_beside(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "form.md").write_text(FORM, "utf-8")
    files = {"lantai.png": png((200, 100)), "keramik.png": png((50, 50))}
    interview = Interview.begin(load_form(tmp_path / "form.md"), Context(clock=lambda: NOW))
    desk = Desk(
        Sitting(
            Editing(interview, lambda _lines, _at, _deed: None),
            Asking(interview, lambda: NOW, media=files.get),
            "Tugas saya",
        )
    )
    qtbot.addWidget(desk)
    desk.resize(1366, 740)
    with qtbot.waitExposed(desk):
        desk.show()
    view = desk.page.view("/data/lantai")
    assert view is not None
    assert view.label.height() > 100
    assert view.field is not None
    tile, earth = view.field.buttons  # type: ignore[attr-defined]
    assert tile.height() > 72
    assert earth.height() < 50
    assert "Lihat seluruh rumah." in desk.side._guidance._line.text()
