# SPDX-License-Identifier: Apache-2.0
"""Positions, lines and shapes as XForms writes them, and how long and large they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

METRES: Final = 111_320.0  # of one degree of latitude


@dataclass(frozen=True)
class Point:
    """One position: degrees (WGS 84), metres above the sea, accuracy in metres (0 where nobody knows)."""

    latitude: float
    longitude: float
    altitude: float = 0.0
    accuracy: float = 0.0


def point_of(value: str) -> Point | None:
    """The position of a value `latitude longitude altitude accuracy`; None when it is none."""
    try:
        numbers = [float(part) for part in value.split()]
    except ValueError:
        return None
    if len(numbers) not in (2, 3, 4) or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        return None
    return Point(*numbers)


def points_of(value: str) -> tuple[Point, ...]:
    """The positions of a line or shape, with semicolons between them; what cannot be read is left out."""
    return tuple(point for part in value.split(";") if (point := point_of(part)) is not None)


def value_of_point(point: Point) -> str:
    """A position as a value, to a centimetre."""
    where = f"{round(point.latitude, 7)} {round(point.longitude, 7)}"
    return f"{where} {round(point.altitude, 1)} {round(point.accuracy, 1)}"


def value_of_points(points: Sequence[Point], *, closed: bool = False) -> str:
    """A line as a value; a shape is `closed`, and ends where it began."""
    whole = [*points]
    if closed and len(whole) > 2 and whole[0] != whole[-1]:
        whole.append(whole[0])
    return "; ".join(value_of_point(point) for point in whole)


def distance(one: Point, other: Point) -> float:
    """Metres between two positions, by the haversine formula."""
    lat, other_lat = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    across = math.cos(lat) * math.cos(other_lat) * math.sin(turn / 2) ** 2
    half = math.sin((other_lat - lat) / 2) ** 2 + across
    return 2 * 6_371_008.8 * math.asin(min(1.0, math.sqrt(half)))


def length(points: Sequence[Point]) -> float:
    """Metres along a line."""
    return sum(distance(one, other) for one, other in pairwise(points))


def area(points: Sequence[Point]) -> float:
    """Square metres within a shape no larger than a town, by the shoelace formula on a plane."""
    if len(points) < 3:
        return 0.0
    wide = math.cos(math.radians(points[0].latitude))
    # from the first point, so that nothing is lost to large numbers
    plane = [
        (
            (point.longitude - points[0].longitude) * METRES * wide,
            (point.latitude - points[0].latitude) * METRES,
        )
        for point in points
    ]
    turned = [*plane[1:], plane[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(plane, turned, strict=True))) / 2
