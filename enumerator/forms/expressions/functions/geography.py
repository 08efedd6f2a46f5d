# SPDX-License-Identifier: Apache-2.0
"""Areas, distances and fences on the earth (trap 30)."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

from enumerator.forms.expressions.context import Context
from enumerator.forms.expressions.values import NAN, Value, text, visible

from .registry import Functions

functions = Functions()
_RADIUS = 6_378_100.0


class Point(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


def _point(written: str) -> Point | None:
    parts = written.split()
    if not 2 <= len(parts) <= 4:
        return None
    try:
        latitude, longitude, *_rest = map(float, parts)
    except ValueError:
        return None
    return Point(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _points(written: list[str]) -> list[Point] | None:
    """The points of one or several geopoints, geotraces or geoshapes; None when one is not a point."""
    found: list[Point] = []
    for each in written:
        for part in each.strip().rstrip(";").split(";"):
            if not part.strip():
                continue
            point = _point(part)
            if point is None:
                return None
            found.append(point)
    return found


def _written(values: tuple[Value, ...]) -> list[str]:
    found: list[str] = []
    for value in values:
        found += [node.value() for node in visible(value)] if isinstance(value, list) else [text(value)]
    return found


@functions.add("area", "v")
def area(_context: Context, shape: Value) -> float:
    """Square metres inside a closed shape, on a sphere, to two decimals."""
    points = _points(_written((shape,)))
    if points is None or len(points) < 3:
        return 0.0 if points is not None else NAN
    total = 0.0
    for one, other in zip(points, points[1:] + points[:1], strict=True):
        total += math.radians(other.longitude - one.longitude) * (
            2 + math.sin(math.radians(one.latitude)) + math.sin(math.radians(other.latitude))
        )
    return round(abs(total * _RADIUS * _RADIUS / 2), 2)


@functions.add("enclosed-area", "v")
def enclosed_area(context: Context, shape: Value) -> float:
    return area(context, shape)  # type: ignore[no-any-return]


@functions.add("distance", "v", rest="v")
def distance(_context: Context, *places: Value) -> float:
    """Metres along the points, to two decimals."""
    points = _points(_written(places))
    if points is None:
        return NAN
    return round(sum(_between(one, other) for one, other in pairwise(points)), 2)


def _between(one: Point, other: Point) -> float:
    north = math.radians(other.latitude - one.latitude) / 2
    east = math.radians(other.longitude - one.longitude) / 2
    chord = math.sin(north) ** 2 + (
        math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude)) * math.sin(east) ** 2
    )
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(chord)))


@functions.add("geofence", "vv")
def geofence(_context: Context, place: Value, fence: Value) -> bool:
    """Whether the point lies inside the closed shape."""
    where, border = _points(_written((place,))), _points(_written((fence,)))
    if not where or len(where) != 1:
        return False
    if not border or len(border) < 4 or border[0] != border[-1]:
        return False
    point, inside = where[0], False
    for one, other in pairwise(border):
        if (one.latitude > point.latitude) != (other.latitude > point.latitude):
            share = (point.latitude - one.latitude) / (other.latitude - one.latitude)
            if point.longitude < one.longitude + share * (other.longitude - one.longitude):
                inside = not inside
    return inside


@functions.add("intersects", "v")
def intersects(_context: Context, shape: Value) -> bool:
    """Whether a trace or shape crosses itself."""
    points = _points(_written((shape,)))
    if points is None or len(points) < 4:
        return False
    edges = [(one, other) for one, other in pairwise(points) if one != other]
    closed = points[0] == points[-1]
    for first in range(len(edges)):
        for second in range(first + 2, len(edges)):
            if closed and first == 0 and second == len(edges) - 1:
                continue
            if _cross(edges[first], edges[second]):
                return True
    return False


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    sides = [_side(*one, other[0]), _side(*one, other[1]), _side(*other, one[0]), _side(*other, one[1])]
    return sides[0] * sides[1] <= 0 and sides[2] * sides[3] <= 0 and any(sides)


def _side(start: Point, end: Point, point: Point) -> float:
    return (end.longitude - start.longitude) * (point.latitude - start.latitude) - (
        end.latitude - start.latitude
    ) * (point.longitude - start.longitude)
