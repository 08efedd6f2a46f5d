# SPDX-License-Identifier: Apache-2.0
"""Every theme gives every role, and every text can be read on its ground."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from ui import icons, theme

READ_ON = (
    [
        ("ink", ground)
        for ground in (
            "panel",
            "ground",
            "hover",
            "chip",
            "primary-soft",
            "amber-soft",
            "red-soft",
            "blue-soft",
        )
    ]
    + [("ink-2", ground) for ground in ("panel", "ground", "hover", "chip", "primary-soft")]
    + [(f"{tone}-ink", f"{tone}-soft") for tone in ("primary", "amber", "red", "blue", "grey")]
    + [
        ("primary-ink", "panel"),
        ("primary", "panel"),
        ("primary", "ground"),
        ("red", "panel"),
        ("red", "ground"),
        ("blue", "panel"),
    ]
    + [("rail-ink", "rail"), ("rail-ink", "rail-on"), ("rail-ink-2", "rail"), ("badge-ink", "badge")]
    + [("on-primary", "primary"), ("on-primary", "primary-hover"), ("amber-ink", "panel")]
)


@pytest.mark.parametrize("name", theme.NAMES)
def test_every_theme_gives_the_roles_of_the_light_one(name: str) -> None:
    assert set(theme.load(name).colours) == set(theme.load("light").colours)


@pytest.mark.parametrize("name", theme.NAMES)
def test_every_text_can_be_read_on_its_ground(name: str) -> None:
    """4.5:1, and 7:1 in the sun."""
    colours, least = theme.load(name).colours, 7.0 if name == "sunlight" else 4.5
    weak = {(ink, on): theme.contrast(colours[ink], colours[on]) for ink, on in READ_ON}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < least} == {}


def test_the_style_sheet_leaves_no_name_unfilled_and_grows_with_the_text() -> None:
    sheet = theme.stylesheet(theme.load("dark"), 1.5)
    assert "@" not in sheet
    assert "min-height: 51px" in sheet
    assert "border: 1px" in sheet


def test_no_rule_gives_combo_boxes_spin_boxes_or_check_marks_a_border() -> None:
    """One such rule makes Qt give up drawing the whole control."""
    for selectors, body in re.findall(r"([^{}]+)\{([^}]*)\}", theme.stylesheet(theme.load("light"), 1.0)):
        if re.search(r"QComboBox|QCheckBox|QRadioButton|QSpinBox", selectors):
            assert "border" not in body


def test_a_theme_reaches_the_palette_and_back(qapp: QApplication) -> None:
    theme.apply_theme(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.load("dark").colours["ground"]
    theme.apply_theme(qapp, "sunlight", 2.0)
    assert theme.control_height() == 88
    assert theme.font("body").pixelSize() == 28


def test_a_problem_reddens_a_field_without_moving_its_text(qtbot, qapp: QApplication) -> None:
    field = QLineEdit("Suparmi")
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    qapp.processEvents()
    before = field.sizeHint(), field.cursorRect().topLeft()
    theme.set_property(field, "problem", True)
    qapp.processEvents()
    assert (field.sizeHint(), field.cursorRect().topLeft()) == before


def test_every_icon_can_be_drawn_in_a_role() -> None:
    tint = theme.colour("primary")
    assert len(icons.names()) >= 40
    for name in icons.names():
        drawn = icons.pixmap(name, tint, 20, 2.0).toImage()
        dots = [drawn.pixelColor(x, y) for x in range(40) for y in range(40)]
        solid = [dot for dot in dots if dot.alpha() == 255]
        assert solid, name
        assert all(abs(dot.red() - tint.red()) + abs(dot.green() - tint.green()) < 4 for dot in solid), name


def test_an_icon_follows_the_theme_without_being_made_anew(qapp: QApplication) -> None:
    made = icons.icon("sent", "primary")

    def tints() -> set[str]:
        drawn = made.pixmap(20, 20).toImage()
        return {
            drawn.pixelColor(x, y).name()
            for x in range(20)
            for y in range(20)
            if drawn.pixelColor(x, y).alpha() == 255
        }

    assert theme.load("light").colours["primary"] in tints()
    theme.apply_theme(qapp, "dark")
    assert theme.load("dark").colours["primary"] in tints()
