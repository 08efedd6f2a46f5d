# SPDX-License-Identifier: Apache-2.0
"""Sound and films are recorded, heard again, kept, removed and brought back; all by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from enumerator.errors import UserError
from enumerator.store.journal import Writer
from enumerator.store.revision import new_log
from enumerator.store.store import Store, create_store
from tests.ui.capture.cameras import Plugged, one, plain
from tests.ui.capture.sounds import Humming, tone
from ui.capture import recording as recording_module
from ui.capture.equipment import Equipment
from ui.capture.multimedia import check_recording, multimedia
from ui.capture.play_sheet import PlaySheet
from ui.capture.record_sheet import RecordSheet
from ui.capture.sources import Device, Devices, Sound
from ui.form.inputs.recording import Recording

from .conftest import CTRL, Hand, Hold

FORM = """
| survey | | | | | |
| | type | name | label | appearance | parameters |
| | audio | suara | Pernyataan | | quality=low |
| | video | film | Keadaan rumah | | |
| | text | akhir | Akhir | | |
"""
# the machine that tests has neither a sound nor a graphics card
pytestmark = pytest.mark.qt_log_ignore("PulseAudio", "No RHI backend", "No audio device", extend=True)


@pytest.fixture(autouse=True)
def _with_multimedia() -> None:
    try:
        multimedia()
        check_recording()
    except UserError as problem:
        pytest.skip(problem.what)
    except RuntimeError as problem:
        pytest.skip(str(problem))  # the plugin is linked to a library that this system lacks


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(
        tmp_path / "pendata.db",
        bytes(32),
        Writer(new_log(), "uji", lambda _m: b""),
        lambda: datetime.now().astimezone(),
    )
    yield made
    made.close()


def with_(microphone: Humming | None = None, camera: Plugged | None = None) -> Equipment:
    """A computer with these."""
    heard = Devices({Device("mik", "Mikrofon"): lambda: microphone} if microphone is not None else {})
    seen = one(camera) if camera is not None else Devices()
    return Equipment(cameras=lambda: seen, microphones=lambda: heard)


def field(hand: Hand, name: str = "suara") -> Recording:
    found = hand.desk.page.field(f"/data/{name}")
    assert isinstance(found, Recording)
    return found


def recorder(hand: Hand, name: str = "suara") -> RecordSheet:
    sheet = field(hand, name).sheet
    assert isinstance(sheet, RecordSheet)
    return sheet


def record(hand: Hand, qtbot: QtBot, name: str = "suara", seconds: str = "0:00") -> None:
    """Begin with Enter, let some time go by, end with Enter."""
    sheet = recorder(hand, name)
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "MB" in sheet.state.text(), timeout=8_000)
    qtbot.wait(400)
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.use_button.isVisible, timeout=8_000)


def test_sound_is_recorded_heard_and_kept_with_four_keys(hold: Hold, store: Store, qtbot: QtBot) -> None:
    microphone = Humming()
    hand = hold(FORM, attachments=store.attachments, equipment=with_(microphone))
    hand.type("1")
    assert "Enter" in recorder(hand).state.text()
    record(hand, qtbot)
    assert not microphone.used
    assert max(recorder(hand).level.levels) > 0.3
    player = recorder(hand).player
    hand.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.playing, timeout=8_000)
    qtbot.waitUntil(lambda: player.bar.maximum() > 500, timeout=8_000)
    hand.press(Qt.Key.Key_Return)
    name = hand.draft["/data/suara"]
    assert name.endswith(".m4a")
    data = store.attachments.read(Path(name).stem)
    assert data[4:8] == b"ftyp"
    assert b"moov" in data
    assert hand.at == "suara"
    assert field(hand).play_button.isVisible()


def test_a_recording_is_played_in_its_field_and_removed_and_brought_back(
    hold: Hold, store: Store, qtbot: QtBot
) -> None:
    hand = hold(FORM, attachments=store.attachments, equipment=with_(Humming()))
    hand.type("1")
    record(hand, qtbot)
    hand.press(Qt.Key.Key_Return)
    name = hand.draft["/data/suara"]
    hand.type(field(hand).play_button.key)
    qtbot.waitUntil(lambda: field(hand).player.playing, timeout=8_000)
    assert field(hand).play_button.text() == "Jeda"
    hand.press(Qt.Key.Key_Delete)
    assert not field(hand).player.playing
    assert "/data/suara" not in hand.draft
    hand.press(Qt.Key.Key_Z, CTRL)
    assert hand.draft["/data/suara"] == name


def test_a_film_is_recorded_with_its_sound_and_seen(hold: Hold, store: Store, qtbot: QtBot) -> None:
    camera = Plugged()
    equipment = with_(Humming(), camera)
    hand = hold(FORM, attachments=store.attachments, equipment=equipment, start_at="/data/film")
    frames = QTimer(interval=60)
    frames.timeout.connect(
        lambda: camera.frame.emit(plain(Qt.GlobalColor.darkGreen, 320, 241)) if camera.used else None
    )
    frames.start()
    hand.type("1")
    qtbot.waitUntil(recorder(hand, "film").start_button.isEnabled)
    record(hand, qtbot, "film")
    assert not camera.used
    hand.press(Qt.Key.Key_Return)
    frames.stop()
    name = hand.draft["/data/film"]
    assert name.endswith(".mp4")
    hand.type(field(hand, "film").play_button.key)
    sheet = field(hand, "film").sheet
    assert isinstance(sheet, PlaySheet)
    view = sheet.player.view
    assert view is not None
    qtbot.waitUntil(lambda: not view.picture.isNull(), timeout=8_000)
    assert (view.picture.width(), view.picture.height()) == (320, 240)
    hand.press(Qt.Key.Key_Escape)
    assert hand.at == "film"


def test_recording_again_and_escape_keep_the_answer_as_it_was(hold: Hold, store: Store, qtbot: QtBot) -> None:
    microphone = Humming()
    hand = hold(FORM, attachments=store.attachments, equipment=with_(microphone))
    hand.type("1")
    record(hand, qtbot)
    hand.press(Qt.Key.Key_Backspace)
    assert recorder(hand).start_button.isVisible()
    hand.press(Qt.Key.Key_Return)
    assert microphone.used
    hand.press(Qt.Key.Key_Escape)
    assert not microphone.used
    assert "/data/suara" not in hand.draft


def test_what_is_written_to_outlives_a_screen_that_is_closed_midway(
    hold: Hold, store: Store, qtbot: QtBot
) -> None:
    hand = hold(FORM, attachments=store.attachments, equipment=with_(Humming()))
    hand.type("1")
    sheet = recorder(hand)
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "MB" in sheet.state.text(), timeout=8_000)
    running = sheet.recording
    assert running is not None
    written = running._file
    shiboken6.delete(running)
    assert shiboken6.isValid(written)
    qtbot.wait(500)  # the encoder ends in a thread of its own


def test_it_stops_by_itself_at_the_largest_size(
    hold: Hold, store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording_module, "MOST_SOUND", 2_000)
    hand = hold(FORM, attachments=store.attachments, equipment=with_(Humming()))
    hand.type("1").press(Qt.Key.Key_Return)
    qtbot.waitUntil(recorder(hand).use_button.isVisible, timeout=15_000)


def test_a_microphone_pulled_out_midway_keeps_what_it_heard(hold: Hold, store: Store, qtbot: QtBot) -> None:
    microphone = Humming()
    hand = hold(FORM, attachments=store.attachments, equipment=with_(microphone))
    hand.type("1").press(Qt.Key.Key_Return)
    sheet = recorder(hand)
    qtbot.waitUntil(lambda: "MB" in sheet.state.text(), timeout=8_000)
    qtbot.wait(300)
    microphone.failed.emit("Mikrofon berhenti.")
    qtbot.waitUntil(sheet.use_button.isVisible, timeout=8_000)
    hand.press(Qt.Key.Key_Return)
    assert hand.draft["/data/suara"].endswith(".m4a")


def test_without_a_microphone_a_file_is_offered(hold: Hold, store: Store, tmp_path: Path) -> None:
    hand = hold(FORM, attachments=store.attachments, equipment=with_())
    hand.type("1")
    assert "Tidak ada mikrofon" in recorder(hand).state.text()
    assert not recorder(hand).start_button.isEnabled()
    assert recorder(hand).file_button.isVisible()
    hand.press(Qt.Key.Key_Escape)
    sound = tmp_path / "pernyataan.mp3"
    sound.write_bytes(b"ID3 suara")
    field(hand).take_file(sound)
    assert hand.draft["/data/suara"].endswith(".mp3")


def test_what_cannot_be_played_is_said_and_kept(
    hold: Hold, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    hand = hold(FORM, attachments=store.attachments, equipment=with_())
    sound = tmp_path / "rusak.mp3"
    sound.write_bytes(b"bukan suara")
    field(hand).take_file(sound)
    hand.type(field(hand).play_button.key)
    qtbot.waitUntil(field(hand).player.words.isVisible, timeout=8_000)
    assert "/data/suara" in hand.draft


def test_a_file_that_is_too_large_is_refused_with_its_size(
    hold: Hold, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.form.inputs.attachment.LARGEST", 1_000)
    hand = hold(FORM, attachments=store.attachments, equipment=with_())
    large = tmp_path / "besar.mp3"
    large.write_bytes(bytes(1_001))
    field(hand).take_file(large)
    assert "lebih besar" in field(hand)._words.text()
    assert "/data/suara" not in hand.draft


def test_loudness_is_that_of_the_loudest_sample() -> None:
    assert tone(0, 0.5).level() == pytest.approx(0.488, abs=0.01)
    assert Sound(b"\x00\x00" * 4, 16_000).level() == 0
    assert Sound(b"\x00\x00\x00\x3f", 16_000, floats=True).level() == 0.5
    assert Sound(b"", 16_000).level() == 0
