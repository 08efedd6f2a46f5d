# SPDX-License-Identifier: Apache-2.0
"""The outlines of the city's places on a plane, for every map that is drawn."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from enumerator.registry.places import KECAMATAN_BOUNDARIES, KELURAHAN_BOUNDARIES

METRES: Final = 111_320.0
"""Of one degree of latitude, and so of one unit of the plane."""


@dataclass(frozen=True)
class Area:
    """A place's outline, in degrees scaled so that both axes are equally long on the ground, north up."""

    code: str
    name: str
    outline: QPainterPath


def on_plane(latitude: float, longitude: float) -> QPointF:
    """Where a position (degrees, WGS 84) is on the plane of the outlines."""
    return QPointF(longitude * math.cos(math.radians(latitude)), -latitude)


def on_ground(point: QPointF) -> tuple[float, float]:
    """The latitude and longitude of a point of the plane."""
    return -point.y(), point.x() / math.cos(math.radians(point.y()))


@cache
def areas(kecamatan: str = "") -> tuple[Area, ...]:
    """The kecamatan of the city, or the kelurahan of one."""
    file = KELURAHAN_BOUNDARIES if kecamatan else KECAMATAN_BOUNDARIES
    found = []
    for feature in json.loads(file.read_text("utf-8"))["features"]:
        told = feature["properties"]
        if not kecamatan or told["kode_kecamatan"] == kecamatan:
            found.append(Area(told["kode"], told["nama"], _outline(feature["geometry"])))
    return tuple(found)


@cache
def kelurahan() -> tuple[Area, ...]:
    """All kelurahan of the city."""
    features = json.loads(KELURAHAN_BOUNDARIES.read_text("utf-8"))["features"]
    return tuple(
        Area(each["properties"]["kode"], each["properties"]["nama"], _outline(each["geometry"]))
        for each in features
    )


def kelurahan_of(code: str) -> Area | None:
    """The kelurahan of a code, with or without points; None for one that is not of this city."""
    digits = code.replace(".", "")
    return next((area for area in kelurahan() if area.code.replace(".", "") == digits), None)


def kelurahan_at(latitude: float, longitude: float) -> Area | None:
    """The kelurahan a position lies in; None outside the city."""
    point = on_plane(latitude, longitude)
    return next((area for area in kelurahan() if area.outline.contains(point)), None)


def _outline(geometry: Mapping[str, Any]) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in _rings(geometry):
        path.addPolygon(QPolygonF([on_plane(y, x) for x, y, *_rest in ring]))
        path.closeSubpath()
    return path


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    parts = geometry["coordinates"]
    for polygon in [parts] if geometry["type"] == "Polygon" else parts:
        yield from polygon
