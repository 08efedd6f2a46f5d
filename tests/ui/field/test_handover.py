# SPDX-License-Identifier: Apache-2.0
"""A bundle goes out to a stick, the office takes it in, its answer comes back; trouble is said in place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from enumerator.bundles.pack import export_bundle
from enumerator.bundles.unpack import import_bundle
from enumerator.identity.certificates import Certificate
from enumerator.interviews.assignments import Status
from enumerator.registry.staff import enumerators
from ui.field.carried import sendings
from ui.field.handover import Handover
from ui.field.task_rows import read_lines
from ui.reporting import News
from ui.samples import Samples
from ui.widgets.bundle_contents import BundleContents


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Samples]:
    """Data of one's own, for tests that send and receive."""
    with Samples(tmp_path / "samples") as made:
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def page(qtbot, samples: Samples) -> Handover:
    return shown(qtbot, samples)


def shown(qtbot, samples: Samples) -> Handover:
    made = Handover(samples.laptop)
    qtbot.addWidget(made)
    made.resize(1150, 720)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    made.take_focus()
    return made


def heard(page: Handover) -> list[News]:
    told: list[News] = []
    page.noticed.connect(told.append)
    return told


def send(qtbot, page: Handover) -> None:
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def states(samples: Samples) -> dict[str, Status]:
    return {line.name: line.status for line in read_lines(samples.laptop)}


def test_what_is_ready_goes_to_the_stick_and_waits_for_the_office(qtbot, own: Samples, stick: Path) -> None:
    page, samples = shown(qtbot, own), own
    assert page.ready.text() == "2"
    told = heard(page)
    qtbot.keyClicks(page.folder.field, str(stick))
    send(qtbot, page)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told[0].kind == "done"
    assert [path.suffix for path in stick.iterdir()] == [".pendata"]
    assert states(samples)["Maryati"] is Status.SENT
    assert page.ready.text() == "0"
    assert "belum dikonfirmasi" in page.open_words.text()
    assert page.history.current().confirmed is False
    assert samples.laptop.settings.exchange_folder == str(stick)


def test_the_office_s_answer_confirms_what_was_sent(qtbot, own: Samples, stick: Path) -> None:
    page, samples = shown(qtbot, own), own
    page.folder.field.setText(str(stick))
    told = heard(page)
    send(qtbot, page)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    office = samples.office
    for path in list(stick.iterdir()):
        import_bundle(office.store, office.keys, path)
        path.unlink()
    (certificate,) = _certificates(samples)
    export_bundle(office.store, office.keys, stick, to=certificate)
    told.clear()
    page.refresh()
    assert page.found.text() == "1"
    qtbot.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert states(samples)["Maryati"] is Status.RECEIVED
    assert page.found.text() == "0"
    sent = next(
        page.history.model.row_at(n) for n in range(page.history.shown()) if page.history.model.row_at(n).out
    )
    assert sent.confirmed


def _certificates(samples: Samples) -> list[Certificate]:
    return [laptop.certificate for one in enumerators(samples.office.store) for laptop in one.laptops]


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Pilih tujuannya"), ("/tidak/ada/di/sini", "Folder ini tidak ada")]
)
def test_a_missing_folder_is_said_beside_its_field(qtbot, page: Handover, typed: str, words: str) -> None:
    page.folder.field.setText(typed)
    send(qtbot, page)
    assert page.folder.problem.text().startswith(words)
    assert page.folder.field.hasFocus()


def test_a_damaged_bundle_is_named_and_changes_nothing(
    qtbot, page: Handover, samples: Samples, stick: Path
) -> None:
    (stick / "rusak.pendata").write_bytes(b"PDB1 bukan paket" * 40)
    told, before = heard(page), states(samples)
    page.receive([stick / "rusak.pendata"])
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told[0].kind == "error"
    assert "rusak.pendata" in f"{told[0].text} {told[0].detail}"
    assert states(samples) == before


def test_nothing_new_in_the_folder_is_said_so(qtbot, page: Handover, stick: Path) -> None:
    told = heard(page)
    page.folder.field.setText(str(stick))
    qtbot.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert [news.text for news in told] == ["Tidak ada paket kirim baru di folder ini."]


def test_a_stick_that_is_plugged_in_shows_what_is_on_it_by_itself(
    qtbot, own: Samples, tmp_path: Path
) -> None:
    page, stick = shown(qtbot, own), tmp_path / "flashdisk"
    page.folder.field.setText(str(stick))
    page._look_again()
    page._show_found()
    assert "tidak ada" in page.found_words.text()
    (certificate,) = _certificates(own)
    stick.mkdir()
    export_bundle(own.office.store, own.office.keys, stick, to=certificate)
    page._look_again()
    assert page.found.text() == "1"
    assert page._looking.isActive()
    page.hide()
    assert not page._looking.isActive()


def test_one_bad_file_stops_none_of_the_others(qtbot, own: Samples, stick: Path) -> None:
    page = shown(qtbot, own)
    (certificate,) = _certificates(own)
    export_bundle(own.office.store, own.office.keys, stick, to=certificate)
    (stick / "00-rusak.pendata").write_bytes(b"bukan paket")
    before = len([one for one in sendings(own.laptop) if not one.out])
    told = heard(page)
    page.receive(sorted(stick.iterdir()))
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told[0].kind == "error"
    assert len([one for one in sendings(own.laptop) if not one.out]) == before + 1


def test_a_look_into_a_bundle_by_its_key(qtbot, own: Samples, stick: Path, monkeypatch) -> None:
    page = shown(qtbot, own)
    (certificate,) = _certificates(own)
    path = export_bundle(own.office.store, own.office.keys, stick, to=certificate).path
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_about: (str(path), ""))
    qtbot.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.findChild(BundleContents) is not None, timeout=20_000)
    page.findChild(BundleContents).close()
    assert not [one for one in sendings(own.laptop) if one.file == path.name]
