# SPDX-License-Identifier: Apache-2.0
"""Cards as an office prints them: its own name and numbers, every kind of paper, previews that are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from enumerator.cards.designs import Design, save_design, shipped_designs
from enumerator.cards.layout import Duplex, Sides
from enumerator.cards.register import State
from enumerator.cards.render import page_count, render_page
from enumerator.cards.retouch import with_value
from enumerator.cards.scan import decode_file, decode_page
from enumerator.cards.verify import verify_code
from enumerator.eligibility.adopting import SHIPPED
from enumerator.eligibility.deciding import decide
from enumerator.errors import Cancelled, UserError
from enumerator.office.assessing import adopt_rules, assess_households
from enumerator.office.card_preview import AT_ONCE, proof, write_proof
from enumerator.office.card_printing import (
    PAPERS,
    Printing,
    Wanted,
    batch_of,
    counterfoils,
    distribution_list,
    issue_cards,
)
from enumerator.office.card_settings import (
    CardSettings,
    card_settings,
    issuers,
    save_card_settings,
    usual_settings,
)
from enumerator.office.card_steps import redraw
from enumerator.office.card_trust import card_trust
from enumerator.office.cards import card_office, cards_due
from enumerator.office.reviewing import review_households
from enumerator.workspace import Workspace
from tests.site import Site
from tests.workbooks import lasting_rules


@pytest.fixture
def decided(office: Workspace, site: Site, tmp_path: Path) -> Workspace:
    """Two households with a decision."""
    adopt_rules(office, lasting_rules(SHIPPED, tmp_path))
    review_households(office, site.records[:2], "Lengkap.")
    assess_households(office)
    for record in site.records[:2]:
        decide(office.store, record, "pelatihan", eligible="yes", reason="Hasil musyawarah kelurahan.")
    return office


def wanted(office: Workspace) -> Wanted:
    return Wanted(due=cards_due(office))


@pytest.mark.parametrize("paper", PAPERS)
def test_a_preview_shows_the_pages_of_every_paper_and_leaves_no_card(decided: Workspace, paper: str) -> None:
    shown = proof(decided, wanted(decided), Printing(paper=paper))
    pages = {"single": 4, "letter": 2}.get(paper, 2)
    assert page_count(shown.pdf) == pages
    assert (shown.first, shown.pages) == (0, pages)
    trust, now = card_trust(decided), decided.store.clock()
    codes = [text for n in range(pages) for text in decode_page(shown.pdf, n, 200)]
    assert codes
    assert not any(verify_code(text, trust, now).accepted for text in codes)
    assert list(card_office(decided).register) == []


@pytest.mark.parametrize(
    "printing",
    [
        Printing(start=3),
        Printing(paper="a4-10", duplex=Duplex.SHORT_EDGE, start=10),
        Printing(paper="single", sides=Sides.BACK),
        Printing(paper="letter"),
    ],
    ids=["8", "10", "single", "letter"],
)
def test_every_page_of_a_long_preview_can_be_seen_and_is_the_one_of_the_whole(
    decided: Workspace, tmp_path: Path, printing: Printing
) -> None:
    many = Wanted(due=tuple(wanted(decided).due[n % 2] for n in range(2 * AT_ONCE + 5)))
    whole = tmp_path / "contoh.pdf"
    drawn = write_proof(decided, many, printing, whole)
    assert drawn.cards == len(many)
    page, seen = 0, 0
    while page < drawn.pages:
        part = proof(decided, many, printing, page)
        held = page_count(part.pdf)
        assert (part.first, part.pages) == (page, drawn.pages)
        for n in (0, held - 1):
            ours, theirs = render_page(part.pdf, n, 40), render_page(whole, part.first + n, 40)
            assert ours.tobytes() == theirs.tobytes()
        inside = proof(decided, many, printing, page + held - 1)
        assert inside.first == part.first
        page, seen = page + held, seen + 1
    assert page == drawn.pages
    assert seen >= 3


def test_a_run_in_every_paper_is_a_batch_with_its_papers(decided: Workspace, tmp_path: Path) -> None:
    printing = Printing(paper="a4-10", duplex=Duplex.SHORT_EDGE, start=9)
    batch = issue_cards(decided, wanted(decided), printing, tmp_path / "kartu.pdf")
    assert page_count(tmp_path / "kartu.pdf") == 2
    record = batch_of(decided, batch.batch)
    assert distribution_list(decided, record, tmp_path / "daftar.pdf", language="id") >= 1
    made = tmp_path / "register.pdf"
    assert counterfoils(decided, record, made, printed_by="Budi", language="id") == 1
    letters = issue_cards(
        decided,
        Wanted(cards=tuple(card_office(decided).register)),
        Printing(paper="letter"),
        tmp_path / "surat.pdf",
    )
    assert redraw(decided, letters.batch, tmp_path / "lagi.pdf").sha256 == letters.drawn.sha256


def test_a_cancelled_run_leaves_the_households_waiting_as_they_were(
    decided: Workspace, tmp_path: Path
) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        issue_cards(decided, wanted(decided), Printing(), tmp_path / "kartu.pdf", stop)
    assert [due.card for due in cards_due(decided)] == [None, None]
    assert not (tmp_path / "kartu.pdf").exists()


def test_a_second_card_needs_the_reason_of_a_supervisor(decided: Workspace, tmp_path: Path) -> None:
    first = wanted(decided)
    issue_cards(decided, first, Printing(), tmp_path / "kartu.pdf")
    with pytest.raises(UserError, match=r"already|sudah"):
        issue_cards(decided, first, Printing(), tmp_path / "lagi.pdf")
    second = replace(first, reason="Dua kepala keluarga di satu rumah.")
    issue_cards(decided, second, Printing(), tmp_path / "lagi.pdf")
    assert len(card_office(decided).register.in_state(State.PRINTED)) == 4


def test_what_was_chosen_is_remembered_but_not_where_the_sheet_began() -> None:
    chosen = Printing("a4-10", Duplex.SHORT_EDGE, Sides.FRONT, 7, (0.5, -1.0), "abc")
    assert Printing.of(chosen.values()) == replace(chosen, start=1)
    assert Printing.of({"paper": "a3", "shift": "far"}) == Printing()


def test_the_design_of_the_office_is_printed_with(decided: Workspace, tmp_path: Path) -> None:
    shipped = shipped_designs()[0]
    source = with_value(shipped.source, "words.id", "title", "Kartu Keluarga Tangguh")
    own = save_design(decided.store, Design("", "Tangguh", source))
    save_card_settings(decided, replace(card_settings(decided), design=own.id))
    batch = issue_cards(decided, wanted(decided), Printing(), tmp_path / "kartu.pdf")
    assert "Kartu Keluarga Tangguh" in batch_of(decided, batch.batch).values["template"]


@pytest.mark.parametrize(
    ("project", "prefix"),
    [
        ("Kota Semarang", "SMG"),
        ("Pendataan Kabupaten Demak 2026", "DMK"),
        ("Kota Solo", "SXX"),
        ("Kota Bandung", "BNG"),
        ("Latihan", "ATN"),
        ("2026", "KRT"),
    ],
)
def test_the_name_of_the_area_gives_the_beginning_of_numbers(project: str, prefix: str) -> None:
    assert usual_settings(project) == CardSettings(f"DINSOS-{prefix}", prefix)


def test_an_office_signs_under_its_own_name_and_its_old_cards_still_verify(
    decided: Workspace, tmp_path: Path
) -> None:
    first, second = (Wanted(due=(due,)) for due in cards_due(decided))
    issue_cards(decided, first, Printing(), tmp_path / "lama.pdf")
    before = card_settings(decided)
    save_card_settings(decided, CardSettings("SOSIAL-DMK", "DMK", months=24))
    batch = issue_cards(decided, second, Printing(), tmp_path / "baru.pdf")
    assert batch.numbers[0].startswith("DMK-")
    trust, now = card_trust(decided), decided.store.clock()
    for name, issuer in (("lama.pdf", before.issuer), ("baru.pdf", "SOSIAL-DMK")):
        (text,) = set(decode_file(tmp_path / name))
        verdict = verify_code(text, trust, now)
        assert verdict.accepted
        assert verdict.credential is not None
        assert verdict.credential.iss == issuer
    assert issuers(decided.store, decided.project_name)[0] == "SOSIAL-DMK"


@pytest.mark.parametrize(
    "wrong",
    [
        CardSettings("dinsos", "SMG"),
        CardSettings("DINSOS-SMG", "SOL"),
        CardSettings("DINSOS-SMG", "SMG", months=0),
    ],
)
def test_settings_that_cannot_be_used_are_refused(office: Workspace, wrong: CardSettings) -> None:
    with pytest.raises(UserError):
        save_card_settings(office, wrong)
