# SPDX-License-Identifier: Apache-2.0
"""Evidence side by side: what two laptops say, what joined, and two households held against each other."""

from __future__ import annotations

import pytest

from enumerator.forms import Context, Interview
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.interviews.reviews import take_up
from enumerator.office.changes import happenings
from enumerator.office.comparing import compare_households, masked_apart, open_pairs
from enumerator.office.differing import joined_count, show_difference
from enumerator.office.settling import difference, differences, settle_household
from enumerator.workspace import Workspace
from tests.site import Site, correct, form_of

AREA = "/data/perumahan/luas_lantai"
RICE = "/data/pengeluaran/pangan_mingguan/pangan_beras"
ADDRESS = "/data/lokasi/alamat"


@pytest.fixture
def parted(site: Site) -> Site:
    """The first household, corrected on both laptops: one answer differently, and one more each."""
    for number, answers in enumerate(
        ({AREA: "40", RICE: "91000"}, {AREA: "44", ADDRESS: "Jalan Melati 3, sebelah warung"})
    ):
        with site.open_laptop(number) as laptop:
            correct(laptop, site.records[0], answers)
        site.send_up(number)
    site.take_in()
    return site


def test_what_differs_is_shown_with_what_was_known_and_who_said_it(parted: Site) -> None:
    with parted.open_office() as office:
        (found,) = differences(office)
        shown = show_difference(office, found)
    (line,) = shown.conflicts
    assert line.label.startswith("Luas lantai")
    assert line.section == "C. Perumahan"
    assert [line.said[writer.log].words for writer in shown.writers] == ["40", "44"]
    assert line.base not in ("40", "44", "–")
    assert shown.base is not None
    assert shown.base.log == shown.writers[0].log


def test_what_joined_by_itself_is_told_without_what_the_form_computes(parted: Site) -> None:
    with parted.open_office() as office:
        found = difference(office, parted.records[0])
        shown = show_difference(office, found)
    assert {line.address for line in shown.joined} == {RICE, ADDRESS}
    assert joined_count(found) == 2
    assert {line.outcome for line in shown.joined} == {"91.000", "Jalan Melati 3, sebelah warung"}


def test_the_history_words_each_change_and_tells_why(parted: Site) -> None:
    with parted.open_office() as office:
        told = happenings(office, parted.records[0])
    by_what = {(each.what, each.after): each for each in told}
    area = next(
        each for (what, after), each in by_what.items() if what.startswith("Luas lantai") and after == "44"
    )
    assert area.before
    assert area.why == "Dibetulkan menurut struk."
    assert sum(1 for each in told if each.what == "Wawancara pertama") == 1
    assert [each.wall for each in told] == sorted((each.wall for each in told), reverse=True)


def test_a_row_removed_here_and_edited_there_is_a_persons_choice(site: Site) -> None:
    record = site.records[0]
    with site.open_office() as office:
        row = office.store.journal.revisions(record)[-1].values["/data/anggota#rows"].split()[-1]
    address = f"/data/anggota[{row}]"
    with site.open_laptop(0) as laptop:
        remove_member(laptop, record, address)
    with site.open_laptop(1) as laptop:
        correct(laptop, record, {f"{address}/nama": "Nama Yang Dibetulkan"})
    for number in (0, 1):
        site.send_up(number)
    site.take_in()
    with site.open_office() as office:
        shown = show_difference(office, difference(office, record))
        line = next(each for each in shown.conflicts if each.address == address)
        assert {said.words for said in line.said.values()} == {
            "baris dihapus. Pindah.",
            "baris tetap ada, diubah. Nama lengkap sesuai KTP/KK: Nama Yang Dibetulkan",
        }
        assert line.label.startswith("Anggota ")
        removing = next(said.side for said in line.said.values() if said.side.value is None)
        choices = {each.address: next(iter(each.said.values())).side for each in shown.conflicts}
        settle_household(office, record, {**choices, address: removing}, "Sudah pindah.")
        after = office.store.journal.revisions(record)[-1]
    assert row not in after.values["/data/anggota#rows"].split()
    assert not any(key.startswith(address) for key in after.values)


def remove_member(laptop: Workspace, record: str, address: str) -> None:
    form, drafts = form_of(laptop), Drafts(laptop.store)
    draft = take_up(laptop.store, drafts, record, form)
    interview = Interview.resume(form, drafts.open(draft.id), Context(clock=laptop.store.clock))
    interview.remove_repeat(address)
    interview.answer(
        "/data/lokasi/kartu_keluarga/jumlah_anggota", str(len(interview.children("/data/anggota")))
    )
    drafts.save(draft.id, {key: None for key in drafts.answers(draft.id) if key.startswith(address)})
    drafts.save(draft.id, interview.answers())
    finish(laptop.store, drafts, draft.id, interview, reason="Pindah.")


def test_two_households_are_compared_line_by_line(site: Site) -> None:
    with site.open_office() as office:
        found = compare_households(office, site.records[0], site.records[1])
        assert found is not None
        same = compare_households(office, site.records[0], site.records[0])
        assert compare_households(office, site.records[0], "nobody") is None
        assert open_pairs(office) == 0
    assert same is not None
    assert not any(line.differs for line in same.lines)
    assert any(line.differs for line in found.lines)
    assert found.same > 0


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("3374990101900001", "3374990101900001", ("3374••••••••0001", "3374••••••••0001")),
        ("3374990101900001", "3374990201900001", ("3374•••1••••0001", "3374•••2••••0001")),
        ("3374990101900001", "", ("3374••••••••0001", "")),
    ],
)
def test_masked_numbers_show_only_the_digits_in_which_they_differ(
    one: str, other: str, shown: tuple[str, str]
) -> None:
    assert masked_apart(one, other) == shown
