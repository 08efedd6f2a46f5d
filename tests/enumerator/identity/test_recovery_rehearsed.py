# SPDX-License-Identifier: Apache-2.0
"""The recovery an office should rehearse: a passphrase is forgotten, two sheets are typed, the interviews are
there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from enumerator.identity.enrolment import enrol
from enumerator.identity.faults import IdentityError, WrongPassphraseError
from enumerator.identity.kit import make_kit
from enumerator.identity.office import create_office
from enumerator.identity.project import new_person
from enumerator.identity.remote_recovery import accept_answer, answer_wish, has_wish, read_wish, write_wish
from enumerator.identity.unlock import recover, unlock
from enumerator.interviews.drafts import Drafts
from enumerator.store.faults import DamagedError
from enumerator.store.journal import Writer
from enumerator.store.revision import Entry, FormRef
from enumerator.store.store import create_store, open_store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OLD, NEW = "lima ekor kerbau menyeberang", "pagar hijau tiga kelapa"


def test_a_forgotten_passphrase_costs_a_visit_and_not_one_answer(tmp_path: Path) -> None:
    office = create_office(tmp_path / "office", "Verval", OLD)
    kit = make_kit(office.keys, tmp_path / "kit", new_person("Siti"), files={}, now=NOW)
    keys = enrol(tmp_path / "laptop", kit.path, kit.code, OLD, clock=lambda: NOW).keys
    store = create_store(tmp_path / "laptop" / "a.db", keys.db_key, Writer(keys.log, keys.author, keys.sign))
    (said,) = store.append(Entry("h1", "household", {"/data/nama": "Budi"}))
    draft = Drafts(store).begin(FormRef("kk", "1", "00"), "h2", {"/data/nama": "Sri"})
    store.close()
    with pytest.raises(WrongPassphraseError):
        unlock(tmp_path / "laptop", "sudah saya lupakan")

    opened = recover(tmp_path / "laptop", office.sheets.first, office.sheets.second, NEW)

    again = open_store(
        tmp_path / "laptop" / "a.db", opened.db_key, Writer(opened.log, opened.author, opened.sign)
    )
    assert again.journal.revisions("h1") == (said,)
    assert Drafts(again).open(draft.id) == {"/data/nama": "Sri"}
    (noted,) = again.append(
        Entry(opened.device, "recovery", {"device": opened.device}, reason="Kata sandi lupa")
    )
    assert noted.dot.seq == 2
    again.close()
    assert unlock(tmp_path / "laptop", NEW).db_key == keys.db_key


def test_a_forgotten_passphrase_is_recovered_by_two_files_without_a_visit(tmp_path: Path) -> None:
    office = create_office(tmp_path / "office", "Verval", OLD)
    sheets = (office.sheets.first, office.sheets.second)
    kit = make_kit(office.keys, tmp_path / "kit", new_person("Siti"), files={}, now=NOW)
    keys = enrol(tmp_path / "laptop", kit.path, kit.code, OLD, clock=lambda: NOW).keys
    write_wish(tmp_path / "laptop", NEW, tmp_path / "wish")
    assert unlock(tmp_path / "laptop", OLD).db_key == keys.db_key
    assert has_wish(tmp_path / "laptop")

    wish = read_wish(tmp_path / "wish")
    assert (wish.person, wish.device) == ("Siti", keys.log)
    with pytest.raises(IdentityError):
        answer_wish(office.keys, wish, sheets[0], sheets[0], tmp_path / "answer")
    answer_wish(office.keys, wish, *sheets, tmp_path / "answer")

    with pytest.raises(WrongPassphraseError):
        accept_answer(tmp_path / "laptop", tmp_path / "answer", "bukan yang dipilih")
    opened = accept_answer(tmp_path / "laptop", tmp_path / "answer", NEW)
    assert opened.secrets == keys.secrets
    assert unlock(tmp_path / "laptop", NEW).db_key == keys.db_key
    assert not has_wish(tmp_path / "laptop")
    with pytest.raises(IdentityError):
        accept_answer(tmp_path / "laptop", tmp_path / "answer", NEW)


def test_an_answer_opens_only_the_laptop_and_the_wish_it_was_made_for(tmp_path: Path) -> None:
    office = create_office(tmp_path / "office", "Verval", OLD)
    stranger = create_office(tmp_path / "stranger", "Lain", OLD)
    for name in ("siti", "budi"):
        kit = make_kit(office.keys, tmp_path / "kit", new_person(name), files={}, now=NOW)
        enrol(tmp_path / name, kit.path, kit.code, OLD, clock=lambda: NOW)
        write_wish(tmp_path / name, NEW, tmp_path / f"{name}.wish")
    sheets = (office.sheets.first, office.sheets.second)
    answer_wish(office.keys, read_wish(tmp_path / "siti.wish"), *sheets, tmp_path / "answer")
    with pytest.raises(IdentityError):
        accept_answer(tmp_path / "budi", tmp_path / "answer", NEW)
    with pytest.raises(IdentityError):
        answer_wish(stranger.keys, read_wish(tmp_path / "siti.wish"), *sheets, tmp_path / "none")
    write_wish(tmp_path / "siti", NEW, tmp_path / "later.wish")
    with pytest.raises(IdentityError):
        accept_answer(tmp_path / "siti", tmp_path / "answer", NEW)
    (tmp_path / "rubbish").write_text("{}", "utf-8")
    with pytest.raises(IdentityError):
        accept_answer(tmp_path / "siti", tmp_path / "rubbish", NEW)
    with pytest.raises(IdentityError):
        read_wish(tmp_path / "rubbish")
    unlock(tmp_path / "siti", OLD)


def test_what_wraps_the_key_is_useless_without_the_vault(tmp_path: Path) -> None:
    office = create_office(tmp_path / "office", "Verval", OLD)
    create_store(tmp_path / "office" / "a.db", office.keys.db_key).close()
    stranger = create_office(tmp_path / "stranger", "Verval", OLD)
    with pytest.raises(DamagedError):
        open_store(tmp_path / "office" / "a.db", stranger.keys.db_key)
