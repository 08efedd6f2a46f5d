# SPDX-License-Identifier: Apache-2.0
"""When two values, texts or submissions count as the same: ids and times differ from run to run."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection
from datetime import timedelta, timezone
from typing import Any

from lxml import etree

ZONES = {"GMT": timezone.utc, "UTC": timezone.utc, "America/Phoenix": timezone(timedelta(hours=-7))}  # noqa: UP017
PHOENIX = ZONES["America/Phoenix"]
_EXPONENT = re.compile(r"-?\d\.\d+E-?\d+\Z")


def alike(found: Any, wanted: Any) -> bool:
    """Ids and times of day differ from run to run; labels may differ in blanks; one engine writes large
    numbers with an exponent."""
    if isinstance(found, str) and isinstance(wanted, str):
        if _wild(wanted) is not None and _wild(wanted) == _wild(found):
            return True
        if _EXPONENT.match(wanted) and re.fullmatch(r"-?\d+(\.\d+)?", found):
            return math.isclose(float(found), float(wanted), rel_tol=1e-9)
        return " ".join(found.split()) == " ".join(wanted.split()) and found.strip() == wanted.strip()
    return False


def _wild(written: str) -> str | None:
    if written.startswith("uuid:") and (len(written) == 41 or written == "uuid:*"):
        return "uuid"
    if re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}|\*timestamp\*", written):
        return "timestamp"
    return None


def xml_fault(wanted: str, found: bytes, disputed: Collection[str] = ()) -> str:
    """How a submission differs from the expected one; "" when it does not.

    At `disputed` paths (`/data/row[2]/x`, as `without_prefixes` writes them) any text will do; that the
    element is there is expected all the same.
    """
    one = etree.fromstring(wanted.encode())
    other = etree.fromstring(found)
    if _name(one) == _name(other) and _same(one, other, f"/{_name(one)}", disputed):
        return ""
    return f"XML: expected {wanted[-700:]}, found {found.decode()[-700:]}"


def without_prefixes(path: str) -> str:
    """A path of the corpus by local names, the first of several left unnumbered."""
    return re.sub(r"(?<=/)[\w.-]+:", "", path).replace("[1]", "")


def _same(one: etree._Element, other: etree._Element, path: str, disputed: Collection[str]) -> bool:
    """Whether two elements of one name have the same attributes, text and children."""
    if one.attrib.keys() != other.attrib.keys():
        return False
    if not all(
        f"{path}/@{_local(key)}" in disputed or _same_text(str(text), str(other.attrib[key]))
        for key, text in one.attrib.items()
    ):
        return False
    mine, theirs = _children(one), _children(other)
    if [_name(each) for each in mine] != [_name(each) for each in theirs]:
        return False
    if not mine:
        return path in disputed or _same_text(one.text or "", other.text or "")
    seen: Counter[str] = Counter()
    for wanted, found in zip(mine, theirs, strict=True):
        name = _name(wanted)
        seen[name] += 1
        place = f"[{seen[name]}]" if seen[name] > 1 else ""
        if not _same(wanted, found, f"{path}/{name}{place}", disputed):
            return False
    return True


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _name(element: etree._Element) -> str:
    return _local(element.tag)


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _same_text(wanted: str, found: str) -> bool:
    return wanted == found or (_wild(wanted) is not None and _wild(wanted) == _wild(found))
