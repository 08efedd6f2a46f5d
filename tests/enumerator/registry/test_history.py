# SPDX-License-Identifier: Apache-2.0
"""An auditor asks who changed this answer, when and why, and gets one list."""

from __future__ import annotations

from enumerator.registry.history import changes

ADDRESS = "/data/penutup/catatan"


def test_every_change_of_an_answer_is_told_with_who_when_and_why(store, families):
    record = families.add(store, **{ADDRESS: "Rumah miring"})
    store.append(
        families.entry(
            families.values(**{ADDRESS: "Rumah hampir roboh"}), record, act="correct", reason="Foto kedua"
        )
    )
    found = changes(store, record, ADDRESS, names={"kantor": "Bu Rahma"})
    assert [(each.before, each.after) for each in found] == [
        ((), "Rumah miring"),
        (("Rumah miring",), "Rumah hampir roboh"),
    ]
    last = found[-1]
    assert (last.author, last.author_name, last.act, last.reason) == (
        "kantor",
        "Bu Rahma",
        "correct",
        "Foto kedua",
    )
    assert last.wall > found[0].wall
    assert last.in_force


def test_taking_an_answer_back_is_a_change_too(store, families):
    record = families.add(store, **{ADDRESS: "Rumah miring"})
    store.append(families.entry(families.values(), record))
    assert [each.after for each in changes(store, record, ADDRESS)] == ["Rumah miring", ""]


def test_without_an_address_all_answers_are_told(store, families):
    record = families.add(store)
    store.append(families.entry(families.values(rt="9"), record))
    told = changes(store, record)
    assert [each.address for each in told][-1] == "/data/lokasi/rt"
    assert len(told) > 20
