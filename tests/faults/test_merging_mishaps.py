# SPDX-License-Identifier: Apache-2.0
"""What people and clocks do to one household at several places (catalogue D4, D7, D9, D10, E6, E10, E11,
E12): real journals and bundles, nothing lost, every question asked once.
"""

from __future__ import annotations

import ast
import os
import random
import signal
import sys
import time
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from benchmarks.places import WIB, Clock, Ministry, Place, writer_of
from benchmarks.simulate.founding import found
from benchmarks.simulate.sticks import exchange
from benchmarks.simulate.world import World
from enumerator.bundles.senders import ERASURE, certificate_entry
from enumerator.errors import UserError
from enumerator.identity.certificates import office_certificate
from enumerator.interviews.editing import one_spelling
from enumerator.merging import WHOLE_RECORD, settle, view
from enumerator.registry.folding import fold
from enumerator.registry.pairs import merge, merged_into, shown_for, unmerge
from enumerator.registry.projection import refresh
from enumerator.registry.search import Wanted, count, households
from enumerator.store.erasing import enact
from enumerator.store.journal import Writer
from enumerator.store.revision import Dot, Entry, Revision, is_stub, new_record
from enumerator.store.store import Store, create_store, open_store

from .bundle_trials import in_child

ROUNDS = int(os.environ.get("PENDATA_FAULT_ROUNDS", "1"))
ROOT = Path(__file__).resolve().parents[2]
RUNS = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle", "eval", "exec", "compile", "__import__"}
KILLS = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")


def known_to(office: Place, laptop: Place, house: str, stick: Path) -> None:
    """The laptop gets the household."""
    task = {"household": house, "enumerator": laptop.keys.author}
    office.store.append(Entry(new_record(), "assignment", task, act="assign"))
    laptop.take(office.pack(stick, office.certificate_of(laptop)).path)


def sides(place: Place, house: str) -> dict[str, set[tuple[str | None, str]]]:
    """Per difference who says what."""
    return {
        conflict.address: {(side.value, r.author) for side in conflict.sides for r in side.revisions}
        for conflict in view(place.store.journal.revisions(house)).conflicts
    }


# -- D7: what letters can be


@pytest.mark.parametrize(
    "text",
    [
        "ﻣﺮﻳﻢ \u202e10 nakam\u202c",
        "a" + "\u0301" * 1_000_000,
        "👩\u200d👩\u200d👧\u200d👦",
        "Раulа",  # Cyrillic that looks like Latin
        "\ufeff\u200b\u00ad",
        "\x01\x1b[31m\x7f",
        "'; DROP TABLE journal; --",
    ],
    ids=["turned round", "a million marks", "joined", "look-alike", "invisible", "control", "sql"],
)
def test_d7_any_text_arrives_exactly_and_harms_nobody(
    office: Place, ani: Place, stick: Path, text: str
) -> None:
    said = ani.survey(nama=text)
    office.take(ani.pack(stick).path)
    assert office.look(said.record)["/kk/nama"] == text
    assert office.store.journal.verify() == ()
    refresh(office.store, {})
    fold(text)


@pytest.mark.parametrize("text", ["Sri\0Mulyani", "Sri \ud83d", "\udc00"], ids=["nul", "half", "other half"])
def test_d7_what_no_file_can_hold_is_refused_with_its_place_and_leaves_nothing(ani: Place, text: str) -> None:
    with pytest.raises(UserError) as told:
        ani.survey(lantai="tanah", nama=text)
    assert told.value.where == "/kk/nama"
    assert told.value.remedy
    assert ani.store.journal.position() == 0


def test_d7_letters_written_in_two_ways_are_no_difference(office: Place, ani: Place, stick: Path) -> None:
    composed, apart = "Andr\u00e9 \u00c5sa", unicodedata.normalize("NFD", "Andr\u00e9 \u00c5sa")
    assert composed != apart
    assert one_spelling(apart) == one_spelling(f"\u202a{composed}\u202c") == composed
    house = new_record()
    office.survey(record=house, nama=one_spelling(composed))
    ani.survey(record=house, nama=one_spelling(apart))
    office.take(ani.pack(stick).path)
    assert sides(office, house) == {}
    assert fold(composed) == fold(apart) == "andre asa"


# -- D9: giants


def revision(log: str, seq: int, values: dict[str, str], parents: list[Revision], *touched: str) -> Revision:
    dots = tuple(parent.dot for parent in parents)
    return Revision(
        dot=Dot(log, seq), prev="", record="r", kind="household", act="save", parents=dots,
        hlc=f"{seq:016x}", wall="", author=log, values=values, touched=touched,
    )  # fmt: skip


def seconds(revisions: list[Revision]) -> float:
    started = time.process_time()
    view(revisions)
    return time.process_time() - started


def test_d9_a_roster_of_500_is_read_within_200_milliseconds() -> None:
    rows = [f"{number:08x}" for number in range(500)]
    values = {"/k/a#rows": " ".join(rows)} | {f"/k/a[{row}]/{q}": "x" for row in rows for q in "abcd"}
    base = revision("a", 1, values, [])
    some = [f"/k/a[{row}]/a" for row in rows[::2]]
    other = [f"/k/a[{row}]/b" for row in rows[::3]]
    apart = [
        revision("a", 2, values | dict.fromkeys(some, "9"), [base], *some),
        revision("b", 1, values | dict.fromkeys(other, "t"), [base], *other),
    ]
    assert min(seconds([base, *apart]) for _time in range(3)) < 0.2
    assert view([base, *apart]).conflicts == ()


def test_d9_a_long_history_costs_in_proportion() -> None:
    def history(length: int) -> list[Revision]:
        made = [revision("a", 1, {"/k/x": "0"}, [])]
        for seq in range(2, length + 1):
            made.append(revision("a", seq, {"/k/x": str(seq)}, made[-1:], "/k/x"))
        return made

    short, long = history(3_000), history(30_000)
    assert view(long).values == {"/k/x": "30000"}
    assert seconds(long) < 25 * min(seconds(short) for _time in range(3)) + 0.2


def test_d9_a_thousand_heads_are_one_question_with_every_side() -> None:
    base = revision("a", 1, {"/k/x": "0"}, [])
    heads = [revision(f"{n:032x}", 1, {"/k/x": str(n)}, [base], "/k/x") for n in range(1000)]
    (conflict,) = view([base, *heads]).conflicts
    assert {side.value for side in conflict.sides} == {str(n) for n in range(1000)}
    assert min(seconds([base, *heads]) for _time in range(2)) < 2.0
    every = revision("z", 1, {"/k/x": "ok"}, [base, *heads], "/k/x")
    assert view([base, *heads, every]).conflicts == ()


def crossing(rounds: int, who: str = "ab") -> list[Revision]:
    """Everybody writes, round after round, having read what all wrote in the round before."""
    made = before = [revision("a", 1, {"/k/x": "0"}, [])]
    for seq in range(2, rounds + 2):
        before = [revision(each, seq, {"/k/x": f"{each}{seq}"}, before, "/k/x") for each in who]
        made = [*made, *before]
    return made


def test_d9_a_history_that_crosses_itself_is_one_question() -> None:
    (conflict,) = view(crossing(300)).conflicts
    assert {side.value for side in conflict.sides} == {"a301", "b301"}
    (conflict,) = view(crossing(40, "hgfedcba")).conflicts
    assert {side.value for side in conflict.sides} == {f"{each}41" for each in "abcdefgh"}


def test_d9_reading_a_history_that_crosses_itself_takes_time_by_its_length() -> None:
    short, long = crossing(100), crossing(2000)
    assert seconds(long) < 40 * min(seconds(short) for _time in range(3)) + 0.2


# -- E6: clocks

START = datetime(2026, 11, 12, 9, 0, tzinfo=WIB)
CLOCKS: dict[str, tuple[datetime, datetime]] = {
    "1970": (datetime(1970, 1, 1, tzinfo=WIB), datetime(1970, 1, 2, tzinfo=WIB)),
    "2099": (datetime(2099, 1, 1, tzinfo=WIB), START),
    "backwards": (START + timedelta(days=3), START - timedelta(days=30)),
    "another zone": (
        START.astimezone(timezone(timedelta(hours=9))),
        START.astimezone(timezone(timedelta(hours=-11))),
    ),
    "an hour twice": (
        datetime(2026, 11, 1, 1, 30, tzinfo=timezone(timedelta(hours=-4))),
        datetime(2026, 11, 1, 1, 10, tzinfo=timezone(timedelta(hours=-5))),
    ),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_e6_a_wrong_clock_changes_neither_what_is_saved_nor_what_is_agreed(
    ministry: Ministry, tmp_path: Path, name: str
) -> None:
    house = new_record()
    right, _suspect = story(ministry, tmp_path / "right", house, (START, START))
    wrong, suspect = story(ministry, tmp_path / "wrong", house, CLOCKS[name])
    assert wrong == right
    assert right["sides"] == {"/kk/lantai": {("semen", "Ani"), ("ubin", "Budi")}}
    if name in ("1970", "2099", "backwards"):
        assert suspect, "somebody is told that a clock is doubtful"
    if name == "another zone":
        assert not suspect


def story(
    ministry: Ministry, folder: Path, house: str, clocks: tuple[datetime, datetime]
) -> tuple[dict[str, object], bool]:
    """Ani and Budi edit one household apart, their clocks set to the first, then to the second of two times;
    what the office sees, and whether a revision is marked as of doubtful time.
    """
    clock = {who: Clock() for who in ("kantor", "Ani", "Budi")}
    office_keys = ministry.office("kantor", False)
    keys = {"kantor": (office_keys, None)} | {n: ministry.laptop(office_keys, n) for n in ("Ani", "Budi")}
    place = {}
    for who, (own, request) in keys.items():
        home = folder / who
        store = create_store(home / "pendata.db", own.db_key, writer_of(own), clock[who])
        place[who] = Place(home, own, store, request)
    office, ani, budi = place["kantor"], place["Ani"], place["Budi"]
    office.store.append(certificate_entry(office_certificate(office.keys, clock["kantor"]())))
    stick = folder / "stick"
    stick.mkdir()
    ani.survey(record=house, lantai="tanah", air="sumur")
    office.take(ani.pack(stick).path)
    office.take(budi.pack(stick).path)
    known_to(office, budi, house, stick)
    for moment in clocks:
        clock["Ani"].now = clock["Budi"].now = moment
        ani.survey(record=house, air=f"ledeng {moment is clocks[1]}")
    ani.survey(record=house, lantai="semen")
    budi.survey(record=house, lantai="ubin")
    for laptop in (budi, ani):
        office.take(laptop.pack(stick).path)
    revisions = office.store.journal.revisions(house)
    by_log: dict[str, list[Revision]] = {}
    for each in sorted(revisions, key=lambda each: each.dot):
        by_log.setdefault(each.dot.log, []).append(each)
    for written in by_log.values():
        readings = [each.hlc for each in written]
        assert readings == sorted(set(readings)), "the hybrid clock runs forwards"
    names = {own.author: who for who, (own, _request) in keys.items()}
    seen = {at: {(v, names[who]) for v, who in said} for at, said in sides(office, house).items()}
    told = {"values": office.look(house), "sides": seen}
    for each in place.values():
        each.store.close()
    return told, any(each.clock_suspect for each in revisions)


# -- E10: deleted, merged, taken apart


@pytest.mark.parametrize("keep", [True, False])
def test_e10_deleting_against_editing_stays_visible_until_a_person_decides(
    office: Place, ani: Place, stick: Path, keep: bool
) -> None:
    house = ani.survey(lantai="tanah").record
    office.take(ani.pack(stick).path)
    office.store.append(Entry(house, "household", {}, act="delete", touched=(), reason="pindah"))
    assert view(office.store.journal.revisions(house)).deleted
    ani.survey(record=house, lantai="semen")
    office.take(ani.pack(stick).path)
    seen = view(office.store.journal.revisions(house))
    assert not seen.deleted
    assert seen.values["/kk/lantai"] == "semen"
    (conflict,) = seen.conflicts
    assert conflict.address == WHOLE_RECORD
    settle(office.store.journal, house, {WHOLE_RECORD: conflict.sides[0 if keep else 1]}, "sudah ditanya")
    known_to(office, ani, house, stick)
    for place in (office, ani):
        after = view(place.store.journal.revisions(house))
        assert after.conflicts == ()
        assert after.deleted is not keep
        assert len(place.store.journal.revisions(house)) == 4, "all four words are there for ever"


def test_e10_what_is_written_of_a_merged_household_is_there_and_after_taking_apart(
    office: Place, ani: Place, stick: Path
) -> None:
    kept, merged = (ani.survey(lantai=floor).record for floor in ("tanah", "bambu"))
    office.take(ani.pack(stick).path)
    refresh(office.store, {})
    merge(office.store, kept, merged, "NIK sama")
    refresh(office.store, {})
    assert shown_for(office.store, merged) == kept
    ani.survey(record=merged, lantai="ubin")
    office.take(ani.pack(stick).path)
    refresh(office.store, {})
    assert office.look(merged) == {"/kk/lantai": "ubin"}
    assert merged_into(office.store, kept) == (merged,)
    unmerge(office.store, kept, merged, "ternyata dua keluarga")
    refresh(office.store, {})
    assert shown_for(office.store, merged) == merged
    assert (office.look(kept), office.look(merged)) == ({"/kk/lantai": "tanah"}, {"/kk/lantai": "ubin"})


# -- E11: two offices decide


@pytest.fixture
def two_offices(tmp_path: Path) -> Iterator[World]:
    world = found(11, tmp_path, laptops=1, offices=2, crashes=0.0)
    yield world
    world.close()


def test_e11_settling_otherwise_elsewhere_is_one_new_question_and_no_game_of_ball(two_offices: World) -> None:
    world = two_offices
    one, other = world.offices
    house = new_record()

    def say(place: Place, text: str) -> None:
        entry = Entry(house, "household", {"/kk/lantai": text}, parents=parents, touched=("/kk/lantai",))
        place.store.journal.append(entry)

    def meet() -> None:
        exchange(world, one, other)
        exchange(world, other, one)

    def asked(place: Place) -> list[set[str | None]]:
        seen = view(place.store.journal.revisions(house))
        return [{side.value for side in conflict.sides} for conflict in seen.conflicts]

    parents: tuple[Dot, ...] = ()
    say(one, "tanah")
    meet()
    parents = view(one.store.journal.revisions(house)).heads
    say(one, "semen")
    say(other, "ubin")
    meet()
    assert asked(one) == asked(other) == [{"semen", "ubin"}]
    settle(one.store.journal, house, {"/kk/lantai": "semen"}, "dilihat sendiri")
    settle(other.store.journal, house, {"/kk/lantai": "ubin"}, "menurut RT")
    assert asked(one) == asked(other) == []
    meet()
    assert asked(one) == asked(other) == [{"semen", "ubin"}], "once, with what each office decided"
    before = len(one.store.journal.revisions(house))
    for _time in range(5):
        meet()
    assert len(one.store.journal.revisions(house)) == len(other.store.journal.revisions(house)) == before
    settle(other.store.journal, house, {"/kk/lantai": "keramik"}, "berdua")
    meet()
    assert asked(one) == asked(other) == []
    for place in (one, other):
        assert view(place.store.journal.revisions(house)).values == {"/kk/lantai": "keramik"}
        assert {r.values["/kk/lantai"] for r in place.store.journal.revisions(house)} == {
            "tanah", "semen", "ubin", "keramik",
        }  # fmt: skip


def test_e11_settling_alike_at_two_offices_is_no_question(two_offices: World) -> None:
    world = two_offices
    one, other = world.offices
    house = new_record()
    (base,) = one.store.journal.append(Entry(house, "household", {"/kk/air": "sumur"}, parents=()))
    exchange(world, one, other)
    for place, text in ((one, "ledeng"), (other, "sungai")):
        entry = Entry(house, "household", {"/kk/air": text}, parents=(base.dot,), touched=("/kk/air",))
        place.store.journal.append(entry)
    exchange(world, one, other)
    exchange(world, other, one)
    for place in (one, other):
        settle(place.store.journal, house, {"/kk/air": "ledeng"}, "sama")
    exchange(world, one, other)
    exchange(world, other, one)
    assert [view(place.store.journal.revisions(house)).conflicts for place in (one, other)] == [(), ()]


# -- E12: erased by law

SECRET = "Kenari 7 RT 3"


def erasing(store: Store, house: str) -> None:
    """As an office does it."""
    store.append(
        Entry(new_record(), ERASURE, {"household": house}, act="erase", reason="permintaan"),
        Entry(house, "household", {}, act="delete", touched=()),
    )
    enact(store, lambda _log: True)


def said_in(store: Store, log: str) -> list[bytes]:
    return [raw for raw in store.journal.raw(log) if SECRET.encode() in raw]


def test_e12_what_is_erased_is_gone_the_chain_holds_and_late_word_of_it_is_not_kept(
    office: Place, ani: Place, stick: Path
) -> None:
    house = ani.survey(alamat=SECRET, lantai="tanah").record
    other = ani.survey(alamat="Merpati 2").record
    office.take(ani.pack(stick).path)
    assert said_in(office.store, ani.keys.log)
    erasing(office.store, house)
    ani.survey(record=house, alamat=f"{SECRET} lama", lantai="ubin")  # it has not heard of it yet
    office.take(ani.pack(stick).path)
    assert said_in(office.store, ani.keys.log) == []
    assert office.store.journal.verify() == ()
    assert view(office.store.journal.revisions(house)).deleted
    assert office.look(other)["/kk/alamat"] == "Merpati 2"
    ani.take(office.pack(stick, office.certificate_of(ani)).path)
    assert said_in(ani.store, ani.keys.log) == []
    assert ani.store.journal.verify() == ()
    assert sum(is_stub(raw) for raw in ani.store.journal.raw(ani.keys.log)) == 2
    assert office.take(ani.pack(stick).path).new == 0


@KILLS
def test_e12_a_killed_erasure_is_nothing_or_all_and_ends_when_repeated(tmp_path: Path) -> None:
    log, key = "ab" * 16, bytes(32)
    writer = Writer(log, "kantor", lambda _message: bytes(64))
    store = create_store(tmp_path / "whole" / "a.db", key, writer)
    houses = [new_record() for _house in range(400)]
    store.append(*(Entry(house, "household", {"/kk/alamat": f"{SECRET} {house}"}) for house in houses))
    store.close()
    content = (tmp_path / "whole" / "a.db").read_bytes()
    chance, killed, wrong = random.Random(12), 0, 0
    for turn in range(3 * ROUNDS):
        path = tmp_path / f"{turn}" / "a.db"
        path.parent.mkdir()
        path.write_bytes(content)

        def work(path: Path = path) -> None:
            open_one = open_store(path, key, writer)
            for house in houses[:40]:
                erasing(open_one, house)

        killed += in_child(work, kill_after=chance.uniform(0.01, 0.6)) == -signal.SIGKILL
        store = open_store(path, key, writer)
        stubs = sum(map(is_stub, store.journal.raw(log)))
        wrong += store.journal.verify() != () or stubs + len(said_in(store, log)) != len(houses)
        for house in houses[:40]:
            erasing(store, house)
        wrong += len(said_in(store, log)) != len(houses) - 40 or store.journal.verify() != ()
        store.close()
    assert wrong == 0
    assert killed > 0


# -- D4, D10: what is data stays data


@pytest.mark.parametrize(
    "text", ['"', "NEAR(a b, 2)", "a* OR b", "x' OR '1'='1", "); DROP TABLE journal; --", "n:*", "\\"]
)
def test_d4_whatever_is_searched_for_or_answered_is_only_text(
    office: Place, ani: Place, stick: Path, text: str
) -> None:
    ani.survey(nama=text)
    office.take(ani.pack(stick).path)
    refresh(office.store, {})
    assert count(office.store) == 1
    households(office.store, Wanted(text=text))
    assert office.store.journal.verify() == ()


def test_d10_nothing_that_is_read_is_ever_run() -> None:
    """No module of the core can load code from data: no pickle and its like, no eval, no exec."""
    found = []
    for path in sorted((ROOT / "enumerator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {
                ast.Import: lambda n: [each.name for each in n.names],
                ast.ImportFrom: lambda n: [n.module or ""],
                ast.Call: lambda n: [n.func.id] if isinstance(n.func, ast.Name) else [],
            }.get(type(node), lambda _n: [])(node)
            found += [f"{path.name}: {name}" for name in names if name.split(".")[0] in RUNS]
    assert found == []
