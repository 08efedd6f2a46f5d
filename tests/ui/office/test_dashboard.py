# SPDX-License-Identifier: Apache-2.0
"""The map, whose labels never lie over one another, and figures that tie with the registry."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from enumerator.demo.midway import Midway
from enumerator.registry.places import load_places
from enumerator.registry.search import count
from ui import theme
from ui.office.dashboard import Dashboard
from ui.office.map import Map, areas, legend, step_of

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, midway: Midway, opened) -> Dashboard:
    made = opened(Dashboard(midway.office))
    qtbot.waitUntil(lambda: made._figures is not None, timeout=20_000)
    return made


@pytest.mark.parametrize("size", [(900, 620), (700, 480), (460, 300), (300, 200)])
@pytest.mark.parametrize("kecamatan", ["", "33.74.02", "33.74.06", "33.74.12"])
def test_no_label_lies_over_another_or_leaves_the_map(qtbot, size: tuple[int, int], kecamatan: str) -> None:
    drawn = Map()
    qtbot.addWidget(drawn)
    drawn.resize(*size)
    drawn.show_values({area.code: 100 + n for n, area in enumerate(areas(kecamatan))}, kecamatan)
    labels = drawn.labels()
    assert labels
    for one, other in combinations(labels, 2):
        assert not one.box.intersects(other.box), (one.lines, other.lines)
    for label in labels:
        assert drawn.rect().toRectF().contains(label.box)


def test_at_a_usual_size_every_kecamatan_has_its_name_and_number(qtbot) -> None:
    drawn = Map()
    qtbot.addWidget(drawn)
    drawn.resize(680, 560)
    drawn.show_values({area.code: 7 for area in areas()})
    assert {label.code for label in drawn.labels()} == set(load_places().kecamatan)
    assert all(
        " ".join(label.lines[:-1]) == load_places().kecamatan[label.code].name for label in drawn.labels()
    )


@pytest.mark.parametrize("top", [1, 3, 7, 13, 100, 847])
def test_the_legend_says_which_numbers_have_which_colour(top: int) -> None:
    steps = {step for step, _words in legend(top)}
    assert {step_of(value, top) for value in range(top + 1)} == steps
    assert step_of(top, top) == 5
    assert step_of(0, top) == 0


@pytest.mark.parametrize("name", ["light", "dark", "sunlight"])
def test_numbers_can_be_read_on_every_step_of_the_scale(qtbot, qapp, name: str) -> None:
    theme.apply_theme(qapp, name, 1.0)
    drawn = Map()
    qtbot.addWidget(drawn)
    for step in range(6):
        ground = drawn._colour(step)
        assert theme.contrast(drawn._ink(ground).name(), ground.name()) >= 4.5


def test_the_places_add_up_to_the_registry(page: Dashboard, midway: Midway) -> None:
    total = count(midway.office.store)
    assert sum(place.households for place in page._figures.places) == total
    assert page.states.rows["Keluarga"] == str(total)
    told = page._figures.accuracy
    assert told.served == 0  # no card has been handed over yet
    assert told.waiting > 0


def test_enter_goes_into_a_kecamatan_and_escape_comes_back(qtbot, page: Dashboard) -> None:
    assert page.map.hasFocus()
    code = page.map.current()
    qtbot.keyClick(page.map, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: {place.code[:8] for place in page._figures.places} == {code}, timeout=20_000)
    assert page.map.hasFocus()
    qtbot.keyClick(page.map, Qt.Key.Key_Escape)
    whole = len(load_places().kecamatan)
    qtbot.waitUntil(lambda: len(page._figures.places) == whole, timeout=20_000)


def test_the_same_figures_stand_in_a_table(qtbot, page: Dashboard) -> None:
    qtbot.keyClick(page, Qt.Key.Key_M, CTRL)
    assert page.table.view.hasFocus()
    assert page.table.shown() == len(load_places().kecamatan)


def test_the_figures_are_exported_by_place(qtbot, page: Dashboard, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "angka.xlsx"
    monkeypatch.setattr(page, "pick_target", lambda name: target)
    with qtbot.waitSignal(page.noticed, timeout=20_000):
        qtbot.keyClick(page, Qt.Key.Key_E, CTRL)
    places = load_places()
    assert load_workbook(target).active.max_row == 1 + len(places.kecamatan) + len(places.kelurahan)


def test_until_it_is_counted_the_page_shows_no_numbers(qtbot, midway: Midway, opened) -> None:
    page = opened(Dashboard(midway.office))
    page.take_focus()
    assert page._figures is None
    assert page._loading.isVisible()
    assert not page.map.isVisible()
    assert not page.poor_figure.isVisible()
    qtbot.waitUntil(lambda: page.map.isVisible(), timeout=20_000)
    assert page.map.hasFocus()
    assert "Enter" in page.where.text()


def test_the_outline_of_the_chosen_place_is_drawn_over_the_grounds_of_labels(qtbot) -> None:
    drawn = Map()
    qtbot.addWidget(drawn)
    drawn.resize(680, 560)
    drawn.show_values({area.code: 0 for area in areas()})
    drawn.show()
    drawn.setFocus()
    qtbot.waitUntil(drawn.hasFocus)
    for label in [each for each in drawn.labels() if not each.whole]:
        drawn._at = label.code
        picture = drawn.grab().toImage()
        path = drawn._laid.paths[label.code]
        points = [path.pointAtPercent(step / 400) for step in range(400)]
        covered = [point for point in points if label.box.contains(point)]
        dark = sum(picture.pixelColor(point.toPoint()).lightness() < 110 for point in covered)
        assert dark >= len(covered) * 0.5
