# SPDX-License-Identifier: Apache-2.0
"""Erasing a household: two people, nothing of it left anywhere, every chain still good (property P18)."""

from __future__ import annotations

import pytest

from enumerator.bundles.senders import ERASURE
from enumerator.errors import UserError
from enumerator.identity.faults import IdentityError
from enumerator.identity.project import Duty
from enumerator.identity.staff import WrongPinError
from enumerator.interviews.drafts import Drafts
from enumerator.merging import view
from enumerator.office.colleagues import add_colleague, colleagues, let_sit
from enumerator.office.erasing import erase_household
from enumerator.registry import matching
from enumerator.registry.projection import rebuild
from enumerator.registry.review import return_
from enumerator.registry.search import household, households
from enumerator.store.revision import is_stub
from enumerator.store.sqlite import DatabaseError
from enumerator.workspace import Workspace
from tests.site import NAMES, PASSPHRASE, Site, correct, site, whole_site

__all__ = ["site", "whole_site"]


def staffed(office: Workspace) -> str:
    """A supervisor sits here; the id of an approver."""
    add_colleague(office, PASSPHRASE, "Wati", Duty.SUPERVISOR, "998877")
    wati = next(each.person for each in colleagues(office) if each.name == "Wati")
    approver = add_colleague(office, PASSPHRASE, "Ratna", Duty.APPROVER, "112233").person
    let_sit(office, wati, "998877")
    return approver


def traces(workspace: Workspace, words: set[str]) -> dict[str, str]:
    """Where any of the words stands in any table, in the journal's rows, or in any attachment."""
    found = {}
    journal, db = workspace.store.journal, workspace.store.db
    for log in journal.logs():
        for raw in journal.raw(log):
            for word in words:
                if word.encode() in raw:
                    found[word + "@journal"] = log
    for (table,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in db.conn.execute(f"SELECT * FROM [{table}]").fetchall():
            for word in words:
                if any(word in cell for cell in row if isinstance(cell, str)):
                    found[word + "@" + table] = table
    return found


def words_of(workspace: Workspace, record: str) -> set[str]:
    found = household(workspace.store, record)
    return {found.head_name, found.head_nik, found.no_kk} - {""}


def test_erasing_needs_two_people_and_a_reason(site: Site) -> None:
    record = site.records[1]
    with site.open_office() as office:
        with pytest.raises(UserError):
            erase_household(office, record, "Permintaan keluarga", "", "")
        ratna = staffed(office)
        wati = office.keys.author
        position = office.store.journal.position()
        for reason, second, pin, error in (
            (" ", ratna, "112233", UserError),
            ("Permintaan keluarga", ratna, "000999", WrongPinError),
            ("Permintaan keluarga", wati, "998877", UserError),
        ):
            with pytest.raises(error):
                erase_household(office, record, reason, second, pin)
        rini = next(each for each in colleagues(office) if each.by_passphrase)
        let_sit(office, rini.person, PASSPHRASE)
        joko = add_colleague(office, PASSPHRASE, "Joko", Duty.OPERATOR, "445566").person
        let_sit(office, joko, "445566")
        with pytest.raises(IdentityError):
            erase_household(office, record, "Permintaan keluarga", ratna, "112233")
        assert office.store.journal.position() == position + 1, "only that Joko came"
        assert household(office.store, record) is not None


def test_nothing_of_an_erased_household_is_left_and_the_chains_hold(site: Site) -> None:
    record, other = site.records[1], site.records[2]
    with site.open_office() as office:
        matching.refresh(office.store)
        return_(office.store, record, "Nomor telepon 0812-KENANGA keliru")
        words = words_of(office, record) | {"KENANGA"}
        assert {where.partition("@")[0] for where in traces(office, words)} == words
        kept = {each.record for each in households(office.store, limit=100)} - {record}
        photos = office.store.db.conn.execute("SELECT count(*) FROM attachment").fetchone()
        ratna = staffed(office)
        said = erase_household(office, record, "Permintaan tertulis, UU 27/2022", ratna, "112233")
        assert traces(office, words) == {}
        assert office.store.db.conn.execute("SELECT count(*) FROM attachment").fetchone() < photos
        assert office.store.journal.verify() == ()
        assert household(office.store, record) is None
        assert view(office.store.journal.revisions(record)).deleted
        assert {each.record for each in households(office.store, limit=100)} == kept
        assert household(office.store, other) is not None
        ((_at, kept_of_it),) = office.store.journal.of_kind(ERASURE)
        assert (kept_of_it.values["household"], kept_of_it.reason) == (record, said.reason)
        rebuild(office.store, office.library)
        assert household(office.store, record) is None
        assert traces(office, words) == {}
        with pytest.raises(UserError):
            erase_household(office, record, "Lagi", ratna, "112233")


def test_an_erasure_reaches_the_laptop_and_nothing_comes_back(site: Site) -> None:
    record = site.records[1]
    with site.open_office() as office:
        words = words_of(office, record)
        ratna = staffed(office)
    with site.open_laptop(0) as laptop:
        correct(laptop, record, {"/data/lokasi/alamat": "Gang KENANGA 7"})
        Drafts(laptop.store).begin(laptop.library.get(laptop.library.newest().hash), record)
        assert traces(laptop, words)
    with site.open_office() as office:
        let_sit(office, next(e.person for e in colleagues(office) if e.name == "Wati"), "998877")
        erase_household(office, record, "Permintaan tertulis", ratna, "112233")
    site.send_up(0)  # before the laptop has heard of it
    site.take_in()
    with site.open_office() as office:
        assert traces(office, words | {"KENANGA"}) == {}
        assert household(office.store, record) is None
        assert office.store.journal.verify() == ()
    site.send_back()
    with site.open_laptop(0) as laptop:
        assert traces(laptop, words | {"KENANGA"}) == {}
        assert laptop.store.journal.verify() == ()
        assert [draft for draft in Drafts(laptop.store).list() if draft.household == record] == []
        assert any(is_stub(raw) for raw in laptop.store.journal.raw(laptop.keys.log))
    site.send_up(0)
    site.take_in()
    with site.open_office() as office:
        assert office.store.journal.verify() == ()


def test_the_database_itself_refuses_to_change_what_was_not_erased(site: Site) -> None:
    record = site.records[1]
    with site.open_office() as office:
        ratna = staffed(office)
        erase_household(office, record, "Permintaan tertulis", ratna, "112233")
        of_it = f"record IN (SELECT id FROM record WHERE name = '{record}')"
        for statement in (
            "UPDATE journal SET body = x'00' WHERE position = 1",
            f"UPDATE journal SET seq = seq + 1000 WHERE {of_it}",
            "DELETE FROM erased",
            "UPDATE erased SET household = 'x'",
        ):
            with pytest.raises(DatabaseError, match="never"):
                office.store.db.conn.execute(statement)


def test_no_index_of_words_holds_anything_of_it(site: Site) -> None:
    record = site.records[1]
    with site.open_office() as office:
        found = household(office.store, record)
        told = (each.head_name for each in households(office.store, limit=100) if each != found)
        others = " ".join((*told, *NAMES))
        rare = [word for word in found.head_name.split() if word not in others] or [found.head_nik]
        ratna = staffed(office)
        assert _holds(office, rare[0])
        erase_household(office, record, "Permintaan tertulis", ratna, "112233")
        assert not _holds(office, rare[0])
        assert not _holds(office, found.head_nik)


def _holds(office: Workspace, word: str) -> bool:
    """Whether any table, those of the indexes included, holds the word; all but the dictionary."""
    db = office.store.db.conn
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in db.execute(f"SELECT * FROM [{table}]").fetchall() if table != "dictionary" else ():
            cells = (cell if isinstance(cell, bytes) else str(cell).encode() for cell in row)
            if any(word.lower().encode() in cell.lower() for cell in cells):
                return True
    return False
