# SPDX-License-Identifier: Apache-2.0
"""Printing killed at whatever step: no card on paper that the journal does not know, and none of its cards
lost."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from enumerator.cards.issue import CardOffice
from enumerator.cards.register import State
from enumerator.cards.render import page_count, render_page
from enumerator.cards.scan import decode_image
from enumerator.cards.trust import Revocations, Trust, TrustedKey
from enumerator.cards.verify import verify_code
from tests.faults.card_victim import HOUSEHOLDS, ISSUER, PDF, issue_all, now, open_cards

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("PENDATA_CARD_KILLS", "4"))
"""How many steps are tried, and how many more of those that touch the file; 0 is every one."""
_DPI = 150

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process to kill")


def killed(home: Path) -> list[Path]:
    """The folders in which a process was killed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.card_victim", str(home), str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=7_200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    folders = [path for path in home.iterdir() if path.name.isdigit()]
    assert len(folders) == int(done.stdout)
    return folders


def numbers_on_paper(path: Path) -> set[str]:
    """The numbers of the genuine cards in a file."""
    trust = Trust((TrustedKey.of(ISSUER),), Revocations(now()))
    fronts = (render_page(path, n, _DPI, grey=True) for n in range(0, page_count(path), 2))
    verdicts = [verify_code(text, trust, now()) for page in fronts for text in decode_image(page)]
    return {each.credential.number for each in verdicts if each.credential is not None}


def look_at(folder: Path, office: CardOffice) -> str:
    """What the kill left: nothing, a batch without its file, or all; fails on anything else."""
    printed = {card.number: card for card in office.register.in_state(State.PRINTED)}
    batches = office.register.batches()
    (other,) = {path.name for path in folder.iterdir() if "kartu" in path.name and path.name != PDF} or {""}
    if other and b"%PDF" in (folder / other).read_bytes():
        assert printed, "a part of a PDF is there whose cards nobody entered"
    if (folder / PDF).exists():
        (batch,) = batches
        assert hashlib.sha256((folder / PDF).read_bytes()).hexdigest() == batch.pdf_sha256
        assert numbers_on_paper(folder / PDF) == set(batch.numbers) == set(printed)
        return "all"
    if not batches:
        assert not printed
        return "nothing"
    (batch,) = batches
    assert set(batch.numbers) == set(printed)
    office.redraw(batch.batch, folder / PDF)
    assert numbers_on_paper(folder / PDF) == set(printed)
    return "without its file"


def test_a_kill_prints_no_unknown_card_and_loses_no_printed_one(tmp_path: Path) -> None:
    outcomes = []
    for folder in killed(tmp_path / "steps"):
        store, office = open_cards(folder)
        outcomes.append(look_at(folder, office))
        issue_all(office, folder / PDF)
        for household in HOUSEHOLDS:
            (card,) = office.register.of_household(household)
            assert card.state is State.PRINTED
        assert numbers_on_paper(folder / PDF) == {card.number for card in office.register}
        assert not list(folder.glob(f"{PDF}.part")) or outcomes[-1] == "all"
        store.close()
    print({outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))})
    assert set(outcomes) == {"nothing", "without its file", "all"}
