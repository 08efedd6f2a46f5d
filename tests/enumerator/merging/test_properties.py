# SPDX-License-Identifier: Apache-2.0
"""What holds for every history: random writers, edits, rows, settlements, undos, and revisions that never
arrive.

The names P1 to P9 are those of the merging properties: commutative, associative, idempotent, convergent,
without loss, without phantoms, monotone, exact in settling, independent of clocks.
"""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from enumerator.merging import View, settle, undo, view
from enumerator.merging.addresses import enclosing_rows
from enumerator.merging.graph import Graph
from enumerator.store.revision import Dot, Revision

from .conftest import RECORD, Notebook, everything

ANSWERS = ("/k/a", "/k/b", "/k/c")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "save",
                "save",
                "save",
                "hear",
                "hear",
                "add",
                "remove",
                "edit row",
                "move",
                "settle",
                "undo",
                "clear",
            ]
        ),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 9),
    ),
    min_size=4,
    max_size=28,
)
QUICK = settings(max_examples=50, deadline=None)


def play(steps: list[tuple[str, int, int, int]]) -> list[Notebook]:
    """Let four writers do what the steps say, with the real view, settlement and undo."""
    writers = [Notebook("abcd"[number], hour=number) for number in range(4)]
    first = ("00000001", "00000002", "00000003")
    writers[0].save(
        {"/k/a": "0", "/k/r#rows": " ".join(first)} | {f"/k/r[{row}]/n": "x" for row in first}
    )
    for writer in writers[1:3]:
        writer.hear(writers[0])
    for number, (act, who, other, pick) in enumerate(steps):
        _step(writers[who], writers[other], act, pick, number)
    return writers


def _step(writer: Notebook, other: Notebook, act: str, pick: int, number: int) -> None:
    seen = view(writer.revisions())
    rows = seen.values.get("/k/r#rows", "").split()
    if act == "hear":
        writer.hear(other)
    elif act == "save":
        writer.save({ANSWERS[pick % 3]: str(pick // 3)})
    elif act == "clear":
        writer.save({ANSWERS[pick % 3]: None})
    elif act == "add":
        row = f"{number:06x}{writer.name * 2}"
        writer.save(
            {"/k/r#rows": " ".join([*rows[: pick % 2], row, *rows[pick % 2 :]]), f"/k/r[{row}]/n": "new"}
        )
    elif act == "remove" and rows:
        row = rows[pick % len(rows)]
        inside = {a: None for a in seen.values if a.startswith(f"/k/r[{row}]")}
        writer.save({"/k/r#rows": " ".join(r for r in rows if r != row)} | inside)
    elif act == "edit row" and rows:
        writer.save({f"/k/r[{rows[pick % len(rows)]}]/n": str(pick)})
    elif act == "move" and len(rows) > 1:
        at = pick % (len(rows) - 1)
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
        writer.save({"/k/r#rows": " ".join(rows)})
    elif act == "settle" and seen.conflicts:
        conflict = seen.conflicts[pick % len(seen.conflicts)]
        settle(writer, RECORD, {conflict.address: conflict.sides[pick % len(conflict.sides)]})
    elif act == "undo" and len(writer.known) > 1:
        target = sorted(writer.known)[pick % len(writer.known)]
        if writer.known[target].act != "undo":
            _undo_once(writer, target)


def _undo_once(writer: Notebook, target: Dot) -> None:
    if not any(f"#undoes {target}" in revision.touched for revision in writer.revisions()):
        undo(writer, target)


def essence(seen: View) -> object:
    """Everything of a view but the order in which the sides of a conflict are listed."""
    conflicts = {
        (c.address, c.base, frozenset((s.answer, frozenset(r.dot for r in s.revisions)) for s in c.sides))
        for c in seen.conflicts
    }
    return seen.values, conflicts, seen.heads, seen.missing, seen.deleted


@QUICK
@given(STEPS, st.randoms(use_true_random=False))
def test_the_order_and_number_of_arrivals_change_nothing(steps: list, chance: random.Random) -> None:
    """P1 to P4: any order, any grouping, any repetition of the same revisions is the same view."""
    known = everything(play(steps))
    shuffled = known + chance.sample(known, k=len(known) // 2)
    chance.shuffle(shuffled)
    assert view(shuffled) == view(known)


@QUICK
@given(STEPS)
def test_no_accepted_answer_is_lost(steps: list) -> None:
    """P5: what somebody wrote counts, or is overwritten by somebody who knew, or stands in a conflict."""
    known = everything(play(steps))
    seen = view(known)
    graph = Graph(known)
    contested = {c.address: {r.dot for s in c.sides for r in s.revisions} for c in seen.conflicts}
    for revision in known:
        for address in revision.touched:
            if "#" in address or address.endswith("]"):
                continue
            later = [r for r in known if r.dot != revision.dot and graph.knew(r.dot, revision.dot)]
            overwritten = any(_overwrites(r, address, revision.dot, known) for r in later)
            in_dispute = any(
                revision.dot in contested.get(a, ()) for a in (address, *enclosing_rows(address))
            )
            assert overwritten or in_dispute or seen.values.get(address) == revision.values.get(address)


def _overwrites(later: Revision, address: str, earlier: Dot, known: list[Revision]) -> bool:
    """It wrote the answer, or the row around it, or took the earlier revision back."""
    undoes = {t for t in later.touched if t.startswith("#undoes")}
    return bool(
        address in later.touched
        or {*enclosing_rows(address)} & {*later.touched}
        or (enclosing_rows(address) and address not in later.values and "/k/r#rows" in later.touched)
        or f"#undoes {earlier}" in undoes
    )


@QUICK
@given(STEPS)
def test_a_plain_answer_is_exactly_the_causally_latest_writers(steps: list) -> None:
    """P6, and the definition itself, against a naive reading without chains, rows or bases."""
    steps = [step for step in steps if step[0] in ("save", "hear", "clear")]
    known = everything(play(steps))
    seen = view(known)
    past = {revision.dot: _past(revision, {r.dot: r for r in known}) for revision in known}
    for address in ANSWERS:
        writers = [r for r in known if address in r.touched or not r.parents]
        latest = [w for w in writers if not any(w.dot in past[o.dot] for o in writers if o.dot != w.dot)]
        latest = [w for w in latest if address in w.touched or address in w.values]
        values = {w.values.get(address) for w in latest}
        sides = {s.value for c in seen.conflicts if c.address == address for s in c.sides}
        if len(values) > 1:
            assert sides == values
        else:
            assert sides == set()
            assert seen.values.get(address) == (values.pop() if values else None)


def _past(revision: Revision, known: dict[Dot, Revision]) -> set[Dot]:
    found: set[Dot] = set()
    waiting = [*revision.parents]
    while waiting:
        dot = waiting.pop()
        if dot in known and dot not in found:
            found.add(dot)
            waiting.extend(known[dot].parents)
    return found


@QUICK
@given(STEPS, st.randoms(use_true_random=False))
def test_receiving_more_never_drops_a_value_without_a_reason(steps: list, chance: random.Random) -> None:
    """P7: a value that counted is still there, or disputed, or somebody who knew it wrote something else."""
    known = everything(play([step for step in steps if step[0] in ("save", "hear", "clear", "settle")]))
    part = [revision for revision in known if chance.random() < 0.7]
    if not part:
        return
    before, after = view(part), view(known)
    graph = Graph(known)
    disputed = {c.address: {s.value for s in c.sides} | {c.base} for c in after.conflicts}
    for address, value in before.values.items():
        if "#" in address or after.values.get(address) == value or value in disputed.get(address, ()):
            continue
        sayers = [r for r in known if r.values.get(address) == value]
        assert any(address in r.touched and any(graph.knew(r.dot, s.dot) for s in sayers) for r in known)


@QUICK
@given(STEPS, st.integers(0, 99))
def test_settling_ends_exactly_one_conflict_and_undoing_it_opens_it_again(steps: list, pick: int) -> None:
    """P8, and its undo."""
    writers = play(steps)
    reader = Notebook("0")
    reader.hear(*writers)
    before = view(reader.revisions())
    if not before.conflicts:
        return
    conflict = before.conflicts[pick % len(before.conflicts)]
    side = conflict.sides[pick % len(conflict.sides)]
    made = settle(reader, RECORD, {conflict.address: side})
    after = view(reader.revisions())
    left = {c.address for c in before.conflicts} - {conflict.address}
    now = {c.address for c in after.conflicts}
    kept = conflict.address.endswith("]") and side.value is not None
    assert left <= now
    # of a row that is kept, what differs inside, and its place among the others, is asked only now
    around = conflict.address.rpartition("[")[0] + "#rows"
    assert all(
        kept and (address == around or address.startswith(f"{conflict.address}/")) for address in now - left
    )
    assert made.values == after.values
    undo(reader, made.dot)
    again = view(reader.revisions())
    assert again.conflicts == before.conflicts
    assert again.values == before.values


@QUICK
@given(STEPS, st.randoms(use_true_random=False))
def test_clocks_change_nothing_but_the_listing(steps: list, chance: random.Random) -> None:
    """P9."""
    known = everything(play(steps))
    wrong = [
        replace(r, hlc=f"{chance.getrandbits(60):016x}", wall="1970-01-01T00:00:00+00:00") for r in known
    ]
    assert essence(view(wrong)) == essence(view(known))


@QUICK
@given(STEPS)
def test_everybody_who_has_everything_sees_the_same_whatever_way_it_came(steps: list) -> None:
    """P4 and P17: through a middleman or directly."""
    writers = play(steps)
    province, nation = Notebook("e"), Notebook("f")
    province.hear(*writers[:2])
    nation.hear(writers[2], writers[3])
    nation.hear(province)
    assert view(nation.revisions()) == view(everything(writers))


@QUICK
@given(STEPS)
def test_every_row_listed_once_and_every_answer_in_a_listed_row(steps: list) -> None:
    seen = view(everything(play(steps)))
    rows = seen.values.get("/k/r#rows", "").split()
    assert len(rows) == len(set(rows))
    named = {row for address in seen.values for row in enclosing_rows(address)}
    assert named <= {f"/k/r[{row}]" for row in rows}


ORDERS = st.lists(
    st.tuples(
        st.sampled_from(["hear", "hear", "move", "move", "save", "settle"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 9),
    ),
    min_size=4,
    max_size=28,
)


@QUICK
@given(ORDERS)
def test_an_order_is_read_as_an_answer_is(steps: list) -> None:
    """P5 and P8 for the order of a roster: it differs exactly where the latest who moved rows left them
    differently, and each of their orders is there to be chosen.
    """
    known = everything(play(steps))
    seen = view(known)
    past = {revision.dot: _past(revision, {r.dot: r for r in known}) for revision in known}
    movers = [r for r in known if "/k/r#rows" in r.touched]
    latest = [m for m in movers if not any(m.dot in past[o.dot] for o in movers if o.dot != m.dot)]
    orders = {m.values["/k/r#rows"] for m in latest}
    found = [c for c in seen.conflicts if c.address == "/k/r#rows"]
    if len(orders) == 1:
        assert not found
        assert seen.values["/k/r#rows"] in orders
    else:
        (conflict,) = found
        assert {side.value for side in conflict.sides} == orders
        assert {r.dot for side in conflict.sides for r in side.revisions} == {m.dot for m in latest}


@QUICK
@given(STEPS)
def test_rows_that_are_added_or_removed_are_no_difference_of_order(steps: list) -> None:
    seen = view(everything(play([step for step in steps if step[0] not in ("move", "undo")])))
    assert "/k/r#rows" not in {conflict.address for conflict in seen.conflicts}


@QUICK
@given(STEPS)
def test_no_order_that_somebody_gave_is_lost(steps: list) -> None:
    """P5: rows stand as whoever moved them last left them, or his order stands against another one."""
    known = everything(play([step for step in steps if step[0] != "undo"]))
    seen = view(known)
    graph = Graph(known)
    moved = [r for r in known if _moved(r, graph)]
    sides = {r.dot for c in seen.conflicts if c.address == "/k/r#rows" for s in c.sides for r in s.revisions}
    disputed = {c.address for c in seen.conflicts}
    now = [r for r in seen.values.get("/k/r#rows", "").split() if f"/k/r[{r}]" not in disputed]
    for revision in moved:
        later = [r for r in known if r.dot != revision.dot and graph.knew(r.dot, revision.dot)]
        if revision.dot in sides or any(_moved(r, graph) or len(r.parents) > 1 for r in later):
            continue
        left = [row for row in revision.values["/k/r#rows"].split() if row in now]
        assert [row for row in now if row in left] == left


def _moved(revision: Revision, graph: Graph) -> bool:
    """Whether it lists the rows that were there in another order; for who had one revision before him."""
    if len(revision.parents) != 1 or "/k/r#rows" not in revision.touched:
        return False
    before = graph.parents(revision)[0].values.get("/k/r#rows", "").split()
    after = revision.values.get("/k/r#rows", "").split()
    return [r for r in before if r in after] != [r for r in after if r in before]
