# SPDX-License-Identifier: Apache-2.0
"""The life of a card in a real journal, and what a crash, a cancelled run or a second wish leaves behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.cards.credential import Issuer
from enumerator.cards.issue import CardOffice
from enumerator.cards.layout import SHEET_OF_8, SINGLE
from enumerator.cards.number import read_number
from enumerator.cards.output import Unseen
from enumerator.cards.planned import Request
from enumerator.cards.register import CardError, Register, State
from enumerator.cards.scan import decode_page
from enumerator.cards.template import load_template, read_template
from enumerator.cards.trust import Trust, TrustedKey, Withdrawal
from enumerator.cards.verify import Outcome, verify_code
from enumerator.errors import Cancelled, UserError
from enumerator.store.journal import Writer
from enumerator.store.revision import Entry, new_log
from enumerator.store.store import Store, create_store

from .conftest import ISSUED, holder, portrait

TEMPLATE = load_template()


class Clock:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.now = ISSUED

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    writer = Writer(new_log(), "office", Ed25519PrivateKey.generate().sign)
    return create_store(tmp_path / "office.db", bytes(range(32)), writer, clock)


@pytest.fixture
def office(store: Store, issuer: Issuer) -> CardOffice:
    return CardOffice(store, issuer, "SMG")


def approved(office: CardOffice, *households: str) -> list[str]:
    requests = [
        Request(holder(name, f"CONTOH {name}", photo=portrait(n))) for n, name in enumerate(households)
    ]
    numbers = [record.number for record in office.request(*requests)]
    office.approve(*numbers)
    return numbers


def printed(office: CardOffice, folder: Path, *households: str) -> list[str]:
    numbers = approved(office, *households)
    office.issue(numbers, TEMPLATE, folder / "kartu.pdf")
    return numbers


def test_a_card_goes_from_request_to_delivery(
    office: CardOffice, store: Store, issuer: Issuer, clock: Clock, tmp_path: Path
) -> None:
    (asked,) = office.request(Request(holder()))
    assert asked.state is State.REQUESTED
    assert read_number(asked.number) == asked.number
    (signed,) = office.approve(asked.number)
    assert (signed.state, signed.valid_until) == (State.APPROVED, date(2027, 11, 24))
    batch = office.issue([asked.number], TEMPLATE, tmp_path / "kartu.pdf")
    (text,) = decode_page(tmp_path / "kartu.pdf", 0)
    trust = Trust((TrustedKey.of(issuer),), office.register.revocations(clock.now))
    assert verify_code(text, trust, clock.now).outcome is Outcome.VALID
    assert office.deliver(asked.number, "tanda tangan").state is State.DELIVERED
    acts = [revision.act for revision in office.register.history(asked.number)]
    assert acts == ["request", "approve", "print", "deliver"]
    record = office.register.get(asked.number)
    assert record is not None
    assert record.values["batch"] == batch.batch
    assert record.values["proof"] == "tanda tangan"
    assert (record.values["name"], record.values["kk_name"]) == ("CONTOH SUPARMI", "CONTOH SUPARMI")


def test_the_register_tells_what_was_printed_by_whom_and_when(office: CardOffice, tmp_path: Path) -> None:
    numbers = printed(office, tmp_path, "a", "b", "c")
    (batch,) = office.register.batches()
    assert list(batch.numbers) == numbers
    assert batch.pdf_sha256 == hashlib.sha256((tmp_path / "kartu.pdf").read_bytes()).hexdigest()
    assert batch.author == "office"
    assert batch.wall.startswith("2026-11-24T08:00")


class _Photo(bytes):
    """A photo that notes when nobody holds it any more."""

    noted: list[int]

    def __del__(self) -> None:
        self.noted.append(len(self))


def test_a_run_that_is_drawn_up_one_by_one_holds_no_photo_the_store_has(
    office: CardOffice, tmp_path: Path
) -> None:
    let_go: list[int] = []
    at_each: list[int] = []

    def wanted() -> Iterator[Request]:
        for number in range(6):
            at_each.append(len(let_go))
            photo = _Photo(portrait(number))
            photo.noted = let_go
            yield Request(holder(f"rumah-{number}", photo=photo))
            del photo

    batch = office.issue(wanted(), TEMPLATE, tmp_path / "kartu.pdf")
    assert len(batch.numbers) == 6
    assert at_each == [0, 1, 2, 3, 4, 5] or at_each == [0, 0, 1, 2, 3, 4]


def test_another_register_reads_the_same_from_the_journal(
    office: CardOffice, store: Store, tmp_path: Path
) -> None:
    printed(office, tmp_path, "a", "b")
    assert list(Register(store.journal)) == list(office.register)


def test_a_household_gets_no_second_card(office: CardOffice) -> None:
    approved(office, "a")
    with pytest.raises(CardError, match="CONTOH a"):
        office.request(Request(holder("b")), Request(holder("a"), reason="kartu lama rusak"))
    assert len(list(office.register)) == 1


def test_a_household_named_twice_in_one_list_is_refused(office: CardOffice) -> None:
    with pytest.raises(CardError):
        office.request(Request(holder("a")), Request(holder("a")))
    assert list(office.register) == []


def test_a_supervisor_may_give_a_reason_for_a_second_card(store: Store, issuer: Issuer) -> None:
    office = CardOffice(store, issuer, "SMG", supervisor=True)
    approved(office, "a")
    with pytest.raises(CardError):
        office.request(Request(holder("a"), reason="  "))
    (second,) = office.request(Request(holder("a"), reason="dua rumah"))
    assert second.serial == 2
    assert office.register.history(second.number)[0].reason == "dua rumah"


def test_a_cancelled_run_leaves_neither_file_nor_entry(
    office: CardOffice, store: Store, tmp_path: Path
) -> None:
    numbers = approved(office, *"abcdefghij")
    before = store.journal.position()

    def stop(done: int, total: int) -> None:
        assert total == 10
        if done > 8:
            raise Cancelled

    with pytest.raises(Cancelled):
        office.issue(numbers, TEMPLATE, tmp_path / "kartu.pdf", progress=stop)
    assert store.journal.position() == before
    assert [path.suffix for path in tmp_path.iterdir() if "kartu" in path.name] == []
    office.issue(numbers, TEMPLATE, tmp_path / "kartu.pdf")
    assert len(office.register.in_state(State.PRINTED)) == 10


def test_a_journal_that_refuses_leaves_no_file(office: CardOffice, store: Store, tmp_path: Path) -> None:
    numbers = approved(office, "a")
    store.db.conn.execute(
        "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(Exception, match="full"):
        office.issue(numbers, TEMPLATE, tmp_path / "kartu.pdf")
    assert not list(tmp_path.glob("kartu*"))
    assert office.register.in_state(State.PRINTED) == ()


def test_a_pdf_lost_in_a_crash_is_made_again_byte_for_byte(office: CardOffice, tmp_path: Path) -> None:
    numbers = approved(office, "a", "b", "c")
    target = tmp_path / "kartu.pdf"
    batch = office.issue(numbers, TEMPLATE, target, layout=SINGLE, language="id+en")
    lost = target.read_bytes()
    target.unlink()
    office.deliver(numbers[0], "tanda tangan")
    assert office.redraw(batch.batch, target).sha256 == batch.drawn.sha256
    assert target.read_bytes() == lost


def test_letters_are_a_batch_like_any_other(office: CardOffice, tmp_path: Path) -> None:
    numbers = approved(office, "a", "b")
    target = tmp_path / "surat.pdf"
    batch = office.issue(numbers, TEMPLATE, target, letters=True)
    sent = target.read_bytes()
    assert batch.drawn.pages == 2
    assert len(decode_page(target, 1)) == 1
    office.redraw(batch.batch, target)
    assert target.read_bytes() == sent


def test_a_batch_that_comes_out_different_is_refused(
    office: CardOffice, store: Store, tmp_path: Path
) -> None:
    numbers = approved(office, "a")
    batch = office.issue(numbers, TEMPLATE, tmp_path / "kartu.pdf")
    store.db.conn.execute("DELETE FROM attachment")
    with pytest.raises(CardError, match=batch.batch):
        office.redraw(batch.batch, tmp_path / "again.pdf")
    assert not (tmp_path / "again.pdf").exists()


def test_a_lost_card_is_replaced_and_both_say_so(
    office: CardOffice, issuer: Issuer, clock: Clock, tmp_path: Path
) -> None:
    (old,) = printed(office, tmp_path, "a")
    office.deliver(old, "foto")
    office.report_lost(old, "hilang di pasar")
    new = office.replace(old, holder("a", "CONTOH BARU"), "hilang")
    before = office.register.get(old)
    assert before is not None
    assert (before.state, before.values["replaced_by"]) == (State.REPLACED, new.number)
    assert (new.values["replaces"], new.serial, new.state) == (old, 2, State.REQUESTED)
    listed = office.register.revocations(clock.now)
    assert listed.cards == {old: Withdrawal.REPLACED}
    verdict = verify_code(before.values["credential"], Trust((TrustedKey.of(issuer),), listed), clock.now)
    assert verdict.outcome is Outcome.REPLACED


def test_revoking_needs_a_reason_and_is_final(office: CardOffice, tmp_path: Path) -> None:
    (number,) = printed(office, tmp_path, "a")
    with pytest.raises(CardError):
        office.revoke(number, " ")
    office.revoke(number, "data ganda")
    for step in (lambda: office.deliver(number, "x"), lambda: office.report_lost(number)):
        with pytest.raises(CardError):
            step()
    approved(office, "a")


def test_cards_past_their_last_day_expire_and_no_others(
    office: CardOffice, clock: Clock, tmp_path: Path
) -> None:
    (old,) = printed(office, tmp_path, "a")
    clock.now += timedelta(days=200)
    (new,) = approved(office, "b")
    assert office.expire(date(2027, 11, 24)) == ()
    assert [record.number for record in office.expire(date(2027, 11, 25))] == [old]
    record = office.register.get(new)
    assert record is not None
    assert record.state is State.APPROVED


def test_of_two_things_said_at_once_the_stricter_holds(
    store: Store, office: CardOffice, clock: Clock, tmp_path: Path
) -> None:
    (number,) = printed(office, tmp_path, "a")
    record = office.register.get(number)
    assert record is not None
    for state in ("revoked", "delivered"):
        store.append(Entry(number, "card", {**record.values, "state": state}, parents=(record.dot,)))
    office.register.refresh()
    assert office.register.revocations(clock.now).cards == {number: Withdrawal.REVOKED}


def test_a_preview_is_no_card(office: CardOffice, store: Store) -> None:
    before = store.journal.position()
    (card,) = office.preview(holder())
    assert card.preview
    assert card.credential == ""
    with pytest.raises(UserError):
        read_number(card.number)
    assert store.journal.position() == before


def test_a_card_may_be_printed_again(office: CardOffice, tmp_path: Path) -> None:
    numbers = printed(office, tmp_path, "a", "b")
    again = office.issue(numbers[:1], TEMPLATE, tmp_path / "lagi.pdf", layout=SHEET_OF_8)
    assert [batch.batch for batch in office.register.batches()][-1] == again.batch
    assert len(office.register.batches()) == 2


def test_an_unknown_number_is_named(office: CardOffice) -> None:
    with pytest.raises(CardError, match="SMG-7K4M-29QX-3"):
        office.deliver("SMG-7K4M-29QX-3", "x")


def test_cards_are_asked_for_approved_and_printed_in_one_step(
    office: CardOffice, store: Store, tmp_path: Path
) -> None:
    (waiting,) = office.request(Request(holder("h9", "CONTOH MENUNGGU")))
    batch = office.issue([Request(holder("h1")), waiting.number], TEMPLATE, tmp_path / "kartu.pdf")
    assert [office.register.get(number).state for number in batch.numbers] == [State.PRINTED] * 2
    acts = [revision.act for revision in office.register.history(batch.numbers[0])]
    assert acts == ["request", "approve", "print"]
    assert len(decode_page(tmp_path / "kartu.pdf", 0)) == 2
    assert Register(store.journal).batches()[0].numbers == batch.numbers


def test_a_card_called_back_while_it_is_drawn_is_not_approved_over_that(
    office: CardOffice, tmp_path: Path
) -> None:
    (waiting,) = office.request(Request(holder("h9", "CONTOH MENUNGGU")))

    def revoke(_done: int, _total: int) -> None:
        if office.register.in_state(State.REQUESTED):
            office.revoke(waiting.number, "CONTOH: salah orang")

    with pytest.raises(CardError, match=waiting.number):
        office.issue([waiting.number], TEMPLATE, tmp_path / "kartu.pdf", progress=revoke)
    assert office.register.get(waiting.number).state is State.REVOKED
    assert not list(tmp_path.glob("*.pdf*"))


def test_a_long_run_is_entered_whole_and_in_its_order(office: CardOffice, tmp_path: Path) -> None:
    wanted = [Request(holder(f"h{n}", f"CONTOH {n}")) for n in range(450)]
    batch = office.issue(wanted, TEMPLATE, tmp_path / "kartu.pdf")
    names = [office.register.get(number).name for number in batch.numbers]
    assert names == [f"CONTOH {n}" for n in range(450)]
    assert {each.state for each in office.register} == {State.PRINTED}
    redrawn = office.redraw(batch.batch, tmp_path / "lagi.pdf")
    assert redrawn.sha256 == batch.drawn.sha256


def test_a_run_cancelled_in_the_middle_leaves_no_card_and_no_file(office: CardOffice, tmp_path: Path) -> None:
    (waiting,) = office.request(Request(holder("h9", "CONTOH MENUNGGU")))

    def stop(done: int, _total: int) -> None:
        if done > 8:
            raise Cancelled

    wanted = [Request(holder(f"h{n}", f"CONTOH {n}")) for n in range(20)]
    with pytest.raises(Cancelled):
        office.issue([*wanted[:9], waiting.number, *wanted[10:]], TEMPLATE, tmp_path / "k.pdf", progress=stop)
    office.register.refresh()
    assert [card.number for card in office.register] == [waiting.number]
    assert office.register.get(waiting.number).state is State.REQUESTED
    assert not any("k.pdf" in path.name for path in tmp_path.iterdir())


def test_a_household_that_got_a_card_while_others_were_drawn_gets_no_second(
    office: CardOffice, store: Store, issuer: Issuer, tmp_path: Path
) -> None:
    other = CardOffice(store, issuer, "SMG")

    def meanwhile(_done: int, _total: int) -> None:
        other.request(Request(holder("h1")))

    with pytest.raises(CardError, match="already has card"):
        office.issue([Request(holder("h1"))], TEMPLATE, tmp_path / "kartu.pdf", progress=meanwhile)
    assert len(list(Register(store.journal))) == 1
    assert not (tmp_path / "kartu.pdf").exists()


def test_a_batch_keeps_the_pictures_of_its_template(office: CardOffice, tmp_path: Path) -> None:
    logo = portrait(7, (64, 64), "PNG")
    text = TEMPLATE.source.replace('logo = ""', 'logo = "logo.png"')
    template = read_template(text, "kartu", {"logo.png": logo})
    batch = office.issue([Request(holder())], template, tmp_path / "kartu.pdf")
    again = tmp_path / "lagi.pdf"
    assert office.redraw(batch.batch, again).sha256 == batch.drawn.sha256
    assert again.read_bytes() == (tmp_path / "kartu.pdf").read_bytes()


def test_households_that_turn_out_to_be_one_hold_two_cards_until_somebody_decides(
    store: Store, issuer: Issuer, tmp_path: Path
) -> None:
    together = {"a": ("a",), "b": ("b",)}
    office = CardOffice(store, issuer, "SMG", together=together.__getitem__)
    first, second = printed(office, tmp_path, "a", "b")
    today = ISSUED.date()
    assert office.register.doubts(today) == ()
    together |= {"a": ("a", "b"), "b": ("a", "b")}
    (doubt,) = office.register.doubts(today)
    assert doubt.households == ("a", "b")
    assert [card.number for card in doubt.cards] == [first, second]
    office.revoke(second, "keluarga yang sama")
    assert office.register.doubts(today) == ()
    with pytest.raises(CardError):
        office.request(Request(holder("b")))


def test_a_second_card_that_a_supervisor_allowed_is_no_doubt(store: Store, issuer: Issuer) -> None:
    office = CardOffice(store, issuer, "SMG", supervisor=True)
    (first,) = approved(office, "a")
    office.request(Request(holder("a"), reason="dua rumah"))
    assert office.register.doubts(ISSUED.date()) == ()
    office.revoke(first, "salah cetak")
    assert office.register.doubts(ISSUED.date()) == ()


def test_one_number_for_two_households_is_shown(store: Store, office: CardOffice) -> None:
    (number,) = approved(office, "a")
    record = office.register.get(number)
    assert record is not None
    store.append(Entry(number, "card", {**record.values, "household": "z"}, parents=()))
    office.register.refresh()
    (doubt,) = office.register.doubts(ISSUED.date())
    assert set(doubt.households) == {"a", "z"}


def test_a_card_past_its_last_day_stands_in_no_new_ones_way(
    office: CardOffice, clock: Clock, tmp_path: Path
) -> None:
    printed(office, tmp_path, "a")
    clock.now += timedelta(days=400)
    (new,) = office.request(Request(holder("a")))
    assert new.serial == 2


def test_a_card_called_back_while_it_is_drawn_is_not_printed(
    store: Store, issuer: Issuer, office: CardOffice, tmp_path: Path
) -> None:
    numbers = approved(office, "a", "b")

    def revoke_meanwhile(done: int, _total: int) -> None:
        if done == 2:
            CardOffice(store, issuer, "SMG").revoke(numbers[1], "data ganda")

    with pytest.raises(CardError, match=numbers[1]):
        office.issue(numbers, TEMPLATE, tmp_path / "kartu.pdf", progress=revoke_meanwhile)
    assert not list(tmp_path.glob("kartu*"))
    assert office.register.in_state(State.PRINTED) == ()


def test_a_file_that_cannot_appear_after_all_leaves_a_batch_that_can_be_made_again(
    office: CardOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = approved(office, "a")

    def pulled_out(_file: Unseen) -> None:
        raise OSError(5, "stick gone")

    monkeypatch.setattr(Unseen, "show", pulled_out)
    with pytest.raises(CardError) as told:
        office.issue(numbers, TEMPLATE, tmp_path / "kartu.pdf")
    (batch,) = office.register.batches()
    assert batch.batch in told.value.remedy
    assert not list(tmp_path.glob("kartu*"))
    assert office.redraw(batch.batch, tmp_path / "kartu.pdf").sha256 == batch.pdf_sha256
