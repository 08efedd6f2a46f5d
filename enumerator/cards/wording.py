# SPDX-License-Identifier: Apache-2.0
"""The texts of a template with their `{fields}` filled in for a card, in one language or two."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import lru_cache

from enumerator.cards.design import CARD_FIELDS, Template
from enumerator.cards.holder import Card
from enumerator.cards.number import compact

_DATE = "%d-%m-%Y"
_TOGETHER = re.compile(r"\b(RT|RW|No\.|Gg\.|Blok) (?=\S)|(?<=\d) (?=RW\b)")
_NO_BREAK = "\u00a0"
_SEX = {"L": "sex_l", "P": "sex_p"}
_NUMBERED = re.compile(r"\d+\.\s+")
BELOW = "below."
"""Before the name of a word: its second language on a line below, without the number of the first."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a text: literals and names in turn; `varies` when it speaks of the card."""

    parts: tuple[tuple[str, str | None], ...]
    varies: bool


@lru_cache(maxsize=1024)
def _parsed(text: str) -> tuple[_Line, ...]:
    lines = []
    for line in text.split("\n"):
        parts = tuple((literal, name) for literal, name, _spec, _conversion in string.Formatter().parse(line))
        lines.append(_Line(parts, any(name in CARD_FIELDS for _literal, name in parts)))
    return tuple(lines)


def kept_together(address: str) -> str:
    """The address with no-break spaces inside RT 02 RW 03 and other pairs that belong on one line."""
    return _TOGETHER.sub(lambda found: found[0].strip() + _NO_BREAK, address)


def varies(text: str) -> bool:
    """Whether the text differs from card to card."""
    return any(line.varies for line in _parsed(text))


class Wording:
    """The words of a template in `language`: "id", "en", or two joined as "id+en"."""

    def __init__(self, template: Template, language: str) -> None:
        languages = [name for name in language.split("+") if name in template.words] or [
            next(iter(template.words))
        ]
        first, *others = languages
        self._words: dict[str, str] = {}
        for word, text in template.words[first].items():
            told = [text] + [template.words[other][word] for other in others if word in template.words[other]]
            told = list(dict.fromkeys(told))
            self._words[f"word.{word}"] = " / ".join(told)
            below = [told[0], *(_NUMBERED.sub("", other) for other in told[1:])]
            self._words[f"{BELOW}word.{word}"] = "\n".join(below)
        self._words["official.name"] = template.official.name
        self._words["official.id"] = template.official.id

    def word(self, name: str) -> str:
        """A word of the template, "" where it has none of that name."""
        return self._words.get(f"word.{name}", "")

    def of_card(self, card: Card) -> dict[str, str]:
        """What the fields say for a card, with the fixed words."""
        holder = card.holder
        same = " ".join(holder.kk_name.split()).casefold() == " ".join(holder.name.split()).casefold()
        return self._words | {
            "name": holder.name,
            "kk_name": "" if same else holder.kk_name,
            "number": card.number,
            "number_plain": compact(card.number),
            "birth_date": f"{holder.birth_date:{_DATE}}" if holder.birth_date else "",
            "sex": self.word(_SEX[holder.sex]) if holder.sex else "",
            "address": kept_together(holder.address),
            "kelurahan": holder.kelurahan.replace(" ", _NO_BREAK),
            "kelurahan_code": holder.kelurahan_code,
            "kecamatan": holder.kecamatan.replace(" ", _NO_BREAK),
            "nik": holder.nik,
            "kk": holder.kk,
            "programmes": ", ".join(programme.label for programme in holder.programmes),
            "issued": f"{card.issued:{_DATE}}",
            "valid_until": f"{card.valid_until:{_DATE}}",
            "serial": str(card.serial),
        }

    def fixed(self, text: str, *, below: bool = False) -> str:
        """A text without card fields."""
        return filled(text, self._words, below=below)


def filled(text: str, values: dict[str, str], *, below: bool = False) -> str:
    """The text for a card; a line whose card fields are all blank is left out. `below`: where there are two
    languages, the second stands on a line of its own.
    """
    if below:
        text = text.replace("{word.", "{" + BELOW + "word.")
    lines = []
    for line in _parsed(text):
        if line.varies and not any(values[name] for _literal, name in line.parts if name in CARD_FIELDS):
            continue
        lines.append("".join(literal + (values[name] if name else "") for literal, name in line.parts))
    return "\n".join(lines)
