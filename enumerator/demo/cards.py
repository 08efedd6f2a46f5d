# SPDX-License-Identifier: Apache-2.0
"""Reading every code back from the printed pages, as a stranger with a camera would, and checking it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from enumerator.cards.render import page_count
from enumerator.cards.scan import decode_page
from enumerator.cards.trust import Trust
from enumerator.cards.verify import Outcome, verify_code
from enumerator.demo.teams import Team, tick
from enumerator.office.card_trust import card_trust
from enumerator.office.cards import cards_due
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]
_DPI = 300


@dataclass(frozen=True, slots=True)
class Read:
    """`due` households should have a card, `codes` different codes were read, of which `genuine` verify;
    `forged` codes verified although one symbol of theirs had been changed."""

    due: int
    codes: int
    genuine: int
    forged: int


@dataclass(frozen=True)
class _Part:
    pdf: Path
    pages: tuple[int, ...]
    trust: Trust
    now: datetime


def check_cards(office: Workspace, pdf: Path, team: Team, progress: Progress) -> Read:
    """Render each page, decode and verify each code; and verify each once more with one symbol changed."""
    pages = page_count(pdf)
    trust, now = card_trust(office), office.store.clock()
    chunk = max(1, -(-pages // (team.processes * 4)))
    parts = [
        _Part(pdf, tuple(range(first, min(first + chunk, pages))), trust, now)
        for first in range(0, pages, chunk)
    ]
    results = team.run(_read, parts, pages, progress)
    codes = {number for result in results for number in result[0]}
    return Read(
        due=len(cards_due(office)),
        codes=len(codes),
        genuine=sum(result[1] for result in results),
        forged=sum(result[2] for result in results),
    )


def _read(part: _Part) -> tuple[list[str], int, int]:
    codes: list[str] = []
    genuine = forged = 0
    for page in part.pages:
        tick()
        for text in decode_page(part.pdf, page, _DPI):
            codes.append(text)
            verdict = verify_code(text, part.trust, part.now)
            genuine += verdict.outcome is Outcome.TRAINING
            altered = verify_code(_changed(text), part.trust, part.now)
            forged += altered.accepted or altered.outcome is Outcome.TRAINING
    return codes, genuine, forged


def _changed(text: str) -> str:
    """One symbol in the middle replaced by another of the alphabet."""
    at = len(text) // 2
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
