# SPDX-License-Identifier: Apache-2.0
"""How positions are typed, as phones, receivers and maps show them, and how they are written; no Qt.

A value is `latitude longitude altitude accuracy` in degrees (WGS 84) and metres, as XForms writes a geopoint.
"""

from __future__ import annotations

import re
from typing import Final

from enumerator.gps.points import point_of
from enumerator.messages import _
from ui.form.spelling import Marks, number_shown

# in Indonesian: U utara, S selatan, T timur, B barat; LS lintang selatan, BT bujur timur
_SIDES: Final = {"N": 1, "E": 1, "U": 1, "T": 1, "S": -1, "W": -1, "B": -1}
_COMMA: Final = r"[+−-]?\d+(?:[.,]\d+)?"
_POINT: Final = r"[+−-]?\d+(?:\.\d+)?"


def _pair(number: str) -> re.Pattern[str]:
    near = rf"(?:\s*[,;\s]?\s*±?\s*({number})\s*m?)?"
    return re.compile(rf"\s*(?:geo:)?({number})\s*[,;\s]\s*({number}){near}\s*")


# first with a comma between the numbers, which leaves the point within them
_PAIRS: Final = (_pair(_POINT), _pair(_COMMA))
_SIDE: Final = r"(L[US]|B[TB]|[NSEWUTB])"
_TURN: Final = (
    r"(?P<degrees>\d+(?:[.,]\d+)?)\s*°?\s*"
    r"(?:(?P<minutes>\d+(?:[.,]\d+)?)\s*['′’]\s*)?(?:(?P<seconds>\d+(?:[.,]\d+)?)\s*(?:[\"″”]|''|′′)\s*)?"
)
_BEFORE: Final = re.compile(rf"(?P<side>{_SIDE})\s*{_TURN}", re.IGNORECASE)
_AFTER: Final = re.compile(rf"{_TURN}(?P<side>{_SIDE})", re.IGNORECASE)


def position_shown(value: str, how: Marks) -> str:
    """`-6.99 110.42 0 4.5` as `-6.99, 110.42 ± 4,5 m`; what is no position stays as it is.

    Degrees keep the point in every language, for the comma stands between them and maps are asked with it.
    """
    parts = value.split()
    point = point_of(value)
    if point is None:
        return value
    near = f" ± {number_shown(f'{point.accuracy:g}', how)} m" if point.accuracy else ""
    return f"{parts[0]}, {parts[1]}{near}"


def position_read(text: str) -> str:
    """A typed or pasted position as a value; what cannot be read comes back as it was typed.

    `-6.99, 110.42`, `-6,99 110,42`, `6°59'35"S 110°25'13"T`, `6° 59.58' LS, 110° 25.22' BT`,
    `geo:-6.99,110.42`.
    """
    found = _PAIRS[0].fullmatch(text) or _PAIRS[1].fullmatch(text)
    if found:
        lat, lon = (part.replace("−", "-").replace(",", ".") for part in (found[1], found[2]))
        near = (found[3] or "0").replace(",", ".")
        return _written(float(lat), float(lon), lat, lon, float(near)) or text.strip()
    turned = _turned(text)
    if turned is None:
        return text.strip()
    lat_number, lon_number = turned
    return _written(lat_number, lon_number, str(lat_number), str(lon_number), 0.0) or text.strip()


def _turned(text: str) -> tuple[float, float] | None:
    """Degrees with sides, in either order."""
    said: dict[bool, float] = {}
    rest = text.strip().strip(".")
    pattern = _BEFORE if rest[:1].isalpha() else _AFTER
    for _time in range(2):
        found = pattern.match(rest)
        if found is None:
            return None
        side = found["side"].upper()
        north = side[0] == "L" or side in ("N", "S", "U")
        minutes, seconds = (float((found[name] or "0").replace(",", ".")) for name in ("minutes", "seconds"))
        if minutes >= 60 or seconds >= 60:
            return None
        degrees = float(found["degrees"].replace(",", ".")) + minutes / 60 + seconds / 3600
        said[north] = round(_SIDES[side[-1]] * degrees, 7)
        rest = rest[found.end() :].lstrip(" ,;")
    return (said[True], said[False]) if len(said) == 2 and not rest else None


def _written(lat: float, lon: float, lat_text: str, lon_text: str, near: float) -> str:
    if abs(lat) > 90 or abs(lon) > 180:
        return ""
    return f"{lat_text} {lon_text} 0.0 {near}"


def length_words(metres: float, how: Marks) -> str:
    """`340 m`, `1,25 km`."""
    if metres < 1_000:
        return f"{round(metres)} m"
    return f"{number_shown(f'{metres / 1_000:.2f}', how)} km"


def area_words(square: float, how: Marks) -> str:
    """`120 m²`, `1,25 ha`."""
    if square < 10_000:
        return f"{number_shown(str(round(square)), how)} m²"
    return _("{area} ha", area=number_shown(f"{square / 10_000:.2f}", how))
