# SPDX-License-Identifier: Apache-2.0
"""`enumerator card`: the life of cards from a terminal."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from enumerator.cards.register import State
from enumerator.cards.scan import decode_file
from enumerator.cards.verify import Outcome, verify_code
from enumerator.eligibility.adopting import SHIPPED
from enumerator.eligibility.deciding import decide
from enumerator.office.assessing import adopt_rules, assess_households
from enumerator.office.card_trust import card_trust
from enumerator.office.cards import card_office
from enumerator.office.reviewing import review_households
from tests.enumerator.cards.conftest import portrait
from tests.enumerator.cli.conftest import Run
from tests.site import Site
from tests.workbooks import lasting_rules


@pytest.fixture
def decided(site: Site, tmp_path: Path) -> Site:
    """Two households approved and decided upon."""
    with site.open_office() as office:
        adopt_rules(office, lasting_rules(SHIPPED, tmp_path))
        review_households(office, site.records[:2], "Lengkap.")
        assess_households(office)
        for record in site.records[:2]:
            decide(office.store, record, "pangan", eligible="yes", reason="Hasil musyawarah kelurahan.")
    return site


def states(site: Site) -> dict[str, State]:
    with site.open_office() as office:
        return {card.number: card.state for card in card_office(office).register}


def test_a_card_lives_its_whole_life_at_a_terminal(run: Run, decided: Site, tmp_path: Path) -> None:
    folder, pdf = decided.office, tmp_path / "kartu.pdf"
    code, out, _err = run("card", "print", folder, "--out", tmp_path / "contoh.pdf", "--preview")
    assert code == 0
    assert "Pratinjau" in out
    assert states(decided) == {}
    assert run("card", "print", folder, "--out", pdf, "--start", "3")[0] == 0
    first, second = states(decided)
    assert set(states(decided).values()) == {State.PRINTED}
    assert run("card", "print", folder, "--out", tmp_path / "lagi.pdf")[0] == 1

    code, out, _err = run("card", "batches", folder)
    batch = out.split()[0]
    assert hashlib.sha256(pdf.read_bytes()).hexdigest() in out
    assert "Budi" in out
    assert run("card", "again", folder, batch[:8], "--out", tmp_path / "sama.pdf")[0] == 0
    assert (tmp_path / "sama.pdf").read_bytes() == pdf.read_bytes()
    papers = (tmp_path / "register.pdf", tmp_path / "daftar.pdf")
    assert run("card", "papers", folder, batch[:8], "--counterfoils", papers[0], "--list", papers[1])[0] == 0
    assert all(paper.read_bytes().startswith(b"%PDF") for paper in papers)

    photo = tmp_path / "serah.jpg"
    photo.write_bytes(portrait())
    typed = first.lower().replace("-", "")
    assert run("card", "deliver", folder, typed, "--proof", "Daftar 12", "--photo", photo)[0] == 0
    assert run("card", "lost", folder, first, "--reason", "Jatuh di pasar")[0] == 0
    code, out, _err = run("card", "replace", folder, first, "--reason", "Hilang")
    assert code == 0
    (third,) = set(states(decided)) - {first, second}
    assert run("card", "print", folder, "--out", tmp_path / "baru.pdf")[0] == 0
    assert states(decided) == {first: State.REPLACED, second: State.PRINTED, third: State.PRINTED}
    assert run("card", "revoke", folder, second, "--reason", "Data ganda")[0] == 0

    code, out, _err = run("card", "show", folder, first)
    for told in ("diajukan", "disetujui", "tercetak", "diserahkan", "Daftar 12", "Jatuh di pasar", "diganti"):
        assert told in out, told
    code, out, _err = run("card", "list", folder, "--out", tmp_path / "register.csv")
    assert "3 kartu." in out
    assert (tmp_path / "register.csv").read_text("utf-8-sig").count("\n") >= 4
    with decided.open_office() as office:
        now = office.store.clock()
        found = {
            verdict.credential.number: verdict.outcome
            for name in ("kartu.pdf", "baru.pdf")
            for text in decode_file(tmp_path / name)
            if (verdict := verify_code(text, card_trust(office), now)).credential
        }
    assert found == {first: Outcome.REPLACED, second: Outcome.REVOKED, third: Outcome.VALID}


def test_a_second_card_needs_a_reason(run: Run, decided: Site, tmp_path: Path) -> None:
    folder, record = decided.office, decided.records[0]
    assert run("card", "print", folder, "--out", tmp_path / "a.pdf", "--household", record)[0] == 0
    again = ("card", "print", folder, "--out", tmp_path / "b.pdf", "--household", record)
    code, _out, err = run(*again)
    assert code == 1
    assert "sudah punya kartu" in err
    assert run(*again, "--reason", "Dua rumah")[0] == 0
    assert len(states(decided)) == 2
    assert "dua kali" not in run("card", "list", folder)[1]


def test_printed_cards_are_printed_again_by_their_number(run: Run, decided: Site, tmp_path: Path) -> None:
    folder = decided.office
    run("card", "print", folder, "--out", tmp_path / "a.pdf")
    number = next(iter(states(decided)))
    again = ("--number", number, "--paper", "single", "--out", tmp_path / "b.pdf")
    assert run("card", "print", folder, *again)[0] == 0
    assert "2 kelompok cetak." in run("card", "batches", folder)[1]


def test_the_key_is_changed_and_told(run: Run, decided: Site) -> None:
    code, out, _err = run("card", "key", decided.office)
    assert code == 0
    assert "dipakai" in out
    assert run("card", "key", decided.office, "--withdraw")[0] == 2
    code, out, _err = run("card", "key", decided.office, "--change", "--reason", "Tahunan")
    assert code == 0
    assert re.search(r"-0 .*dipensiunkan  Tahunan", out)
    assert re.search(r"-1 .*dipakai", out)


def test_nothing_expires_before_its_day(run: Run, decided: Site, tmp_path: Path) -> None:
    run("card", "print", decided.office, "--out", tmp_path / "a.pdf")
    assert "0 kartu habis" in run("card", "expire", decided.office)[1]


@pytest.mark.parametrize("wrong", ["SMG-0000", "SMG-7K4M-29QX-4"])
def test_a_mistyped_number_is_explained(run: Run, decided: Site, wrong: str) -> None:
    code, _out, err = run("card", "show", decided.office, wrong)
    assert code == 1
    assert err


def test_anyone_checks_a_card_with_the_offices_list_alone(run: Run, decided: Site, tmp_path: Path) -> None:
    folder, pdf, first = decided.office, tmp_path / "kartu.pdf", tmp_path / "satu.pendata-check"
    assert run("card", "print", folder, "--out", pdf)[0] == 0
    code, out, _err = run("card", "check-list", folder, "--out", first)
    assert code == 0
    key = out.strip().splitlines()[-1].split()[-1]
    code, out, err = run("verify", pdf, "--list", first)
    assert code == 0
    assert key in err
    assert run("verify", pdf, "--list", first, "--folder", folder)[0] == 0
    assert run("card", "key", folder, "--change", "--withdraw", "--reason", "CONTOH: dicuri")[0] == 0
    second = tmp_path / "dua.pendata-check"
    assert run("card", "check-list", folder, "--out", second)[0] == 0
    assert run("verify", pdf, "--list", second)[0] == 1
    damaged = tmp_path / "rusak.pendata-check"
    damaged.write_bytes(first.read_bytes()[:-9])
    assert run("verify", pdf, "--list", damaged)[0] == 1
    assert run("verify", pdf)[0] == 2
