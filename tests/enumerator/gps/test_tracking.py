# SPDX-License-Identifier: Apache-2.0
"""What sentences come to: a place with its accuracy, or why there is none."""

from __future__ import annotations

import pytest

from enumerator.gps.averaging import Averaging
from enumerator.gps.sentences import BadSentenceError, read_sentence
from enumerator.gps.tracking import Fix, Tracker
from tests.sky import GST, GSV, NO_FIX, RMC_VALID, RMC_VOID, gga, sentence


def fix_of(tracker: Tracker, line: bytes, now: float) -> Fix | None:
    seen = tracker.take(line, now)
    assert seen is not None
    return seen.fix


def place_of(tracker: Tracker, line: bytes, now: float) -> Fix:
    fix = fix_of(tracker, line, now)
    assert fix is not None
    return fix


def test_degrees_are_read_with_their_sides() -> None:
    fix = place_of(Tracker(), gga(), 0.0)
    assert fix.latitude == pytest.approx(-6.9930667, abs=1e-6)
    assert fix.longitude == pytest.approx(110.4203, abs=1e-6)
    assert fix.altitude == 12.3
    assert fix.accuracy == pytest.approx(6.0), "dilution 1.2 times 5 m"


def test_the_receivers_own_accuracy_goes_before_the_dilution_while_it_is_fresh() -> None:
    tracker = Tracker()
    assert tracker.take(GST, 10.0) is None
    assert place_of(tracker, gga(), 10.5).accuracy == pytest.approx(2.5)
    assert place_of(tracker, gga(), 20.0).accuracy == pytest.approx(6.0)


def test_without_satellites_there_is_no_place() -> None:
    seen = Tracker().take(NO_FIX, 0.0)
    assert seen is not None
    assert (seen.fix, seen.satellites, seen.read) == (None, 0, 1)


def test_a_position_that_the_receiver_calls_void_is_none() -> None:
    tracker = Tracker()
    tracker.take(RMC_VOID, 0.0)
    assert fix_of(tracker, gga(), 0.1) is None
    tracker.take(RMC_VALID, 1.0)
    assert fix_of(tracker, gga(), 1.1) is not None


@pytest.mark.parametrize(
    "line",
    [
        gga().replace(b"0659", b"0658"),
        gga()[:40],
        gga()[10:],
        b"\x00\xff\x10garbage\r\n",
        b"",
        sentence("GNGGA,023607.00,abc,S,x,E,1,08,1.2,12.3,M,45.6,M,,"),
        sentence("GNGGA,1"),
        b"$GPGSV,1,1,01,05,40,083,47*00\r\n",
    ],
)
def test_a_damaged_sentence_is_never_a_place(line: bytes) -> None:
    tracker = Tracker()
    seen = tracker.take(line, 0.0)
    assert seen is not None
    assert seen.fix is None
    assert seen.damaged == 1 or seen.read == 1
    assert fix_of(tracker, gga(), 1.0) is not None, "the next one is read again"


def test_a_wrong_checksum_is_named_damage() -> None:
    with pytest.raises(BadSentenceError):
        read_sentence(gga().replace(b"*", b"0*"))


def test_other_sentences_say_nothing_but_show_that_somebody_speaks() -> None:
    tracker = Tracker()
    assert tracker.take(GSV, 0.0) is None
    assert tracker.read == 1


def test_a_position_without_any_accuracy_is_not_taken() -> None:
    assert fix_of(Tracker(), gga(dilution=""), 0.0) is None


def near(north: float = 0.0, accuracy: float = 5.0, *, made_up: bool = False) -> Fix:
    """A fix so many metres to the north."""
    return Fix(-6.99 + north / 111_320, 110.42, 10.0, accuracy, made_up)


def test_surer_fixes_weigh_more_and_no_accuracy_is_claimed_that_none_had() -> None:
    average = Averaging()
    average.add(near(0.0, 4.0))
    made = average.add(near(6.0, 8.0))
    assert made is not None
    assert (made.latitude + 6.99) * 111_320 == pytest.approx(1.2, abs=0.01)
    assert 4.0 < made.accuracy < 8.0


def test_what_was_unsure_at_first_is_forgotten_once_it_is_sure() -> None:
    average = Averaging()
    average.add(near(30.0, 40.0))
    made = average.add(near(0.0, 4.0))
    assert made == near(0.0, 4.0)
    assert average.number == 1


def test_a_receiver_that_is_carried_off_begins_anew() -> None:
    average = Averaging()
    for _n in range(5):
        average.add(near(0.0))
    made = average.add(near(200.0))
    assert made is not None
    assert made.latitude == pytest.approx(near(200.0).latitude)
    assert average.number == 1


def test_simulated_positions_count_only_where_the_form_lets_them() -> None:
    assert place_of(Tracker(), gga(quality=8), 0.0).made_up
    strict, loose = Averaging(), Averaging(allow_made_up=True)
    assert strict.add(near(made_up=True)) is None
    assert strict.number == 0
    assert loose.add(near(made_up=True)) == near(made_up=True)
