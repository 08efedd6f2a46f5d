# SPDX-License-Identifier: Apache-2.0
"""The world as the expressions of one interview see it: its lists, its clock, its chance and its language."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from .definition import Form
from .expressions.context import ENGLISH, MONTHS, Rows, World
from .live import Tree
from .markup import PREFIXES
from .tree import Node

if TYPE_CHECKING:
    from .choices import Choosing

_INDONESIAN_MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
_INDONESIAN = (
    ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"),
    ("Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"),
)


def new_row_id() -> str:
    """Eight random hex characters, the name of a new roster row."""
    return secrets.token_hex(4)


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Context:
    """Who asks, on what device, at what time. `last_saved` are the flat answers of the interview saved last.

    `seed` makes chance repeatable; `properties` answer any further `jr:preload` property.
    """

    clock: Callable[[], datetime] = _now
    device_id: str = ""
    username: str = ""
    email: str = ""
    phone: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    last_saved: Mapping[str, str] | None = None
    seed: int | None = None
    new_id: Callable[[], str] = new_row_id

    def property(self, name: str) -> str:
        """The value behind `jr:preload="property"`."""
        known = {
            "deviceid": self.device_id,
            "username": self.username,
            "email": self.email,
            "phonenumber": self.phone,
            "phone number": self.phone,
        }
        return self.properties.get(name) or known.get(name, "")


class InterviewWorld(World):
    """What the form has, in the language that is active."""

    def __init__(self, form: Form, context: Context) -> None:
        self.namespaces = PREFIXES
        self.zone: tzinfo | None = None
        self.language = form.default_language
        self._form = form
        self._context = context
        self._chance = random.Random(context.seed)
        self._seeds: dict[Node, int] = {}
        self._last_saved: list[Node] | None = None
        self.choosing: Choosing | None = None
        present = context.clock()
        self.began = present
        if present.tzinfo is not None and context.clock is not _now:
            self.zone = present.tzinfo

    def now(self) -> datetime:
        return self._context.clock()

    def random(self) -> random.Random:
        return self._chance

    def instance(self, name: str) -> list[Node] | None:
        secondary = self._form.model.secondary
        if secondary.is_last_saved(name):
            if self._last_saved is None:
                self._last_saved = [_saved(self._form, self._context.last_saved or {})]
            return self._last_saved
        return secondary.document(name)

    def rows(self, name: str) -> Rows | None:
        return self._form.model.secondary.table(name)

    def translation(self, text_id: str) -> str:
        text = self._form.model.translations.get(text_id)
        if text is None:
            return ""
        return "".join(part for part in text.words(self.language) if isinstance(part, str))

    def choice_label(self, value: str, path: str, node: Node) -> str:
        return "" if self.choosing is None else self.choosing.label_of(value, path, node)

    def order_seed(self, node: Node) -> int | None:
        """One order per node and interview, however often the choices are looked at."""
        if node not in self._seeds:
            self._seeds[node] = self._chance.getrandbits(30)
        return self._seeds[node]

    def language_words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return _INDONESIAN if self._indonesian() else ENGLISH

    def month_name(self, month: int) -> str:
        return _INDONESIAN_MONTHS[month - 1] if self._indonesian() else MONTHS[month - 1]

    def _indonesian(self) -> bool:
        name = self.language.lower()
        return "(id)" in name or name in ("id", "in") or "indonesia" in name


def _saved(form: Form, answers: Mapping[str, str]) -> Node:
    """The instance of an earlier interview; blank where there was none (trap 34)."""
    sources = (
        lambda address, _written: answers.get(address, ""),
        lambda address, _spec, _count: answers.get(f"{address}#rows", "").split(),
    )
    return Tree(form.model.seed, sources, sources).document
