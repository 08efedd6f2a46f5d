# SPDX-License-Identifier: Apache-2.0
"""The map, whose labels never lie over one another, and figures that tie with the registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QLineF, Qt

from enumerator.demo.midway import Midway
from enumerator.office.monitoring import Monitoring
from enumerator.registry.places import load_places
from enumerator.registry.search import count
from enumerator.reports.months import month_before, month_of
from ui import theme
from ui.office.asking import AskWords
from ui.office.dashboard import Dashboard
from ui.office.look import period_words
from ui.office.map import Map, areas, legend, step_of
from ui.office.trend import Mark, Trend

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


@pytest.mark.parametrize("size", [(620, 560), (676, 610), (760, 700)])
def test_no_line_from_a_name_to_its_kecamatan_crosses_another(qtbot, size: tuple[int, int]) -> None:
    drawn = Map()
    qtbot.addWidget(drawn)
    drawn.resize(*size)
    drawn.show_values({area.code: n for n, area in enumerate(areas(""))})
    lines = [QLineF(label.box.center(), label.leader) for label in drawn.labels() if label.leader]
    for one, other in combinations(lines, 2):
        assert one.intersects(other)[0] != QLineF.IntersectionType.BoundedIntersection


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
    assert page.side.states.rows["Keluarga"] == str(total)
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
    assert not page.side.poor_figure.isVisible()
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


def past(months: int) -> list[str]:
    """The months before this one, the nearest first."""
    this = month_of(datetime.now().astimezone().date())
    return [month_before(this, back) for back in range(1, months + 1)]


def with_past(found: Monitoring) -> Monitoring:
    """The same figures, as if there had been two months before."""
    last, before = past(2)
    now = found.points[-1]
    points = (replace(now, month=before, poor=30), replace(now, month=last, poor=20), now)
    return replace(found, points=points, change=now.poor - 20)


def test_the_page_says_how_the_count_moved(page: Dashboard) -> None:
    page._wish += 1
    page._shown(page._wish, with_past(page._found))
    poor = page._figures.poor
    assert page.side.change.text() == f"▼ {20 - poor} lebih sedikit daripada {period_words(past(1)[0])}"
    assert [mark.count for mark in page.side.trend.marks()] == [30, 20, poor]
    assert page.month.count() == 3
    assert page.month.currentText() == period_words(page._found.month)


def test_the_first_month_has_nothing_to_be_held_against(page: Dashboard) -> None:
    assert page.side.change.text() == ""


def test_keys_go_to_the_month_before_and_back(qtbot, page: Dashboard, monkeypatch) -> None:
    asked: list[str] = []

    def counted(_workspace, kecamatan="", month=""):
        asked.append(month)
        told = with_past(known)
        return replace(told, month=month or told.points[-1].month)

    known = page._found
    monkeypatch.setattr("ui.office.dashboard.monitoring", counted)
    page.refresh()
    qtbot.waitUntil(lambda: page.month.count() == 3, timeout=20_000)
    last, before = past(2)
    qtbot.keyClick(page.map, Qt.Key.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: page._found.month == last, timeout=20_000)
    assert not page._found.is_now
    page.side.trend.setFocus()
    qtbot.keyClick(page.side.trend, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: page._found.month == before, timeout=20_000)
    assert page.side.trend.hasFocus()
    qtbot.keyClick(page.side.trend, Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: page._found.month == last, timeout=20_000)
    assert page.memory() == ("", last)
    qtbot.mouseClick(page.side.trend, Qt.MouseButton.LeftButton, pos=page.side.trend.place(2).toPoint())
    qtbot.waitUntil(lambda: page._found.is_now, timeout=20_000)
    assert asked == ["", last, before, last, ""]
    assert page.memory() is None


def test_the_report_is_asked_for_and_written(qtbot, page: Dashboard, tmp_path: Path, monkeypatch) -> None:
    names: list[str] = []

    def target(name: str) -> Path:
        names.append(name)
        return tmp_path / name

    monkeypatch.setattr(page, "pick_target", target)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    (asked,) = page.findChildren(AskWords)
    asked.fields["readers"].field.setCurrentIndex(1)
    with qtbot.waitSignal(page.noticed, timeout=30_000) as told:
        qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert told.args[0].kind == "done"
    assert names == [f"laporan-pemantauan-{page._found.month}-publik.pdf"]
    assert (tmp_path / names[0]).read_bytes().startswith(b"%PDF")


def test_the_goal_and_every_count_stand_within_the_line(qtbot) -> None:
    drawn = Trend("Keluarga")
    qtbot.addWidget(drawn)
    drawn.resize(300, 132)
    drawn.show_marks([Mark(f"2026-{n:02}", 1500 - 100 * n) for n in range(1, 12)], "2026-11", "2026-12")
    places = [drawn.place(at) for at in range(11)]
    assert all(drawn.rect().toRectF().contains(place) for place in places)
    assert places[-1].x() < drawn._room().right()  # the goal lies ahead
    assert [place.y() for place in places] == sorted(place.y() for place in places)
    assert "November 2026 400" in drawn.accessibleName()
