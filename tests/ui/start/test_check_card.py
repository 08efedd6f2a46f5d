# SPDX-License-Identifier: Apache-2.0
"""Checking cards at the start and at the locked screen, with an office's list and no passphrase."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.cards.checkfile import SUFFIX, held_checks, pack_check
from enumerator.cards.credential import Issuer, make_credential
from enumerator.cards.holder import CardHolder, Programme
from enumerator.cards.number import Numbers
from enumerator.cards.trust import Revocations, Trust, TrustedKey, Withdrawal
from enumerator.settings import Settings
from enumerator.workspace import create_office_workspace
from ui.app import Window
from ui.entrance import doors
from ui.start.check_card import CheckCard

NOW = datetime.now(UTC)
ISSUER = Issuer.of_key("DINSOS-SMG", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PENDATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def window(qtbot, home: Path):
    made = Window(doors(), Settings(language="en"), home)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    yield made
    made.close()


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def code() -> str:
    holder = CardHolder("h1", "CONTOH SUPARMI", programmes=(Programme("BLT", "BLT"),))
    return make_credential(
        holder, "SMG-7K4M-29QX-3", ISSUER, issued_at=NOW - timedelta(days=1), expires_at=NOW + timedelta(99)
    )


def listed(folder: Path, at: datetime = NOW, cards=None) -> Path:
    trust = Trust((TrustedKey.of(ISSUER),), Revocations(at, cards or {}))
    path = folder / f"kartu-{at:%d}{SUFFIX}"
    names = {"BLT": "Bantuan tunai"}
    path.write_bytes(
        pack_check(trust, ISSUER, at, project="Kota CONTOH", training=False, programmes=names)
    )
    return path


def opened(qtbot, window: Window) -> CheckCard:
    qtbot.keyClick(focus(), Qt.Key.Key_6)
    step = window.start.step
    assert isinstance(step, CheckCard)
    qtbot.waitUntil(step.line.hasFocus)
    return step


def test_an_offices_list_is_taken_in_after_a_look_at_its_key_and_checks_cards(
    qtbot, window: Window, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, path = opened(qtbot, window), listed(tmp_path)
    qtbot.keyClicks(step.line, code())
    qtbot.keyClick(step.line, Qt.Key.Key_Return)
    assert "tidak dikenal" in step.result.reason.text()
    monkeypatch.setattr(CheckCard, "pick_list", lambda _self: path)
    qtbot.keyClick(step.line, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert step.question.isVisible()
    assert not held_checks(home)
    qtbot.waitUntil(step.refuse.hasFocus)
    qtbot.keyClick(step.refuse, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert step.believe.hasFocus()
    qtbot.keyClick(step.believe, Qt.Key.Key_Space)
    assert [each.project for each in held_checks(home)] == ["Kota CONTOH"]
    assert "Kota CONTOH" in step.held.text()
    qtbot.waitUntil(step.line.hasFocus)
    qtbot.keyClicks(step.line, code())
    qtbot.keyClick(step.line, Qt.Key.Key_Return)
    assert step.result.headline.text() == "Asli dan berlaku"
    qtbot.keyClick(step.line, Qt.Key.Key_Space)
    assert not step.result.isVisible()
    qtbot.keyClick(step.line, Qt.Key.Key_Escape)
    assert window.start.step is None


def test_a_list_that_is_refused_is_not_kept(
    qtbot, window: Window, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = opened(qtbot, window)
    step.take_in(listed(tmp_path))
    qtbot.waitUntil(step.refuse.hasFocus)
    qtbot.keyClick(step.refuse, Qt.Key.Key_Space)
    assert not held_checks(home)
    assert not step.question.isVisible()


def test_a_typed_number_is_red_when_its_card_was_called_back_and_never_green(
    qtbot, window: Window, tmp_path: Path
) -> None:
    step = opened(qtbot, window)
    step.take_in(listed(tmp_path))
    step.believe.click()
    number = Numbers("SMG").draw(())
    step.check(number)
    assert step.result.headline.text() == "Periksa dulu"
    step.take_in(listed(tmp_path, NOW + timedelta(days=1), {number: Withdrawal.REVOKED}))
    step.check(number.replace("-", "").lower())
    assert "dicabut" in step.result.reason.text()


def test_a_damaged_list_is_named_and_the_old_one_stays(
    qtbot, window: Window, home: Path, tmp_path: Path
) -> None:
    step = opened(qtbot, window)
    step.take_in(listed(tmp_path))
    step.believe.click()
    wrong = tmp_path / ("rusak" + SUFFIX)
    wrong.write_bytes(b"x")
    step.take_in(wrong)
    assert step.trouble.isVisible()
    assert len(held_checks(home)) == 1


def test_a_card_is_checked_while_the_workspace_is_locked(
    qtbot, window: Window, home: Path, tmp_path: Path
) -> None:
    workspace, _sheets = create_office_workspace(home / "kantor", "Kota CONTOH", "tiga kerbau", person="R")
    window.open(workspace)
    window.lock_now()
    qtbot.waitUntil(lambda: window.lock is not None)
    lock = window.lock
    lock.check_card.click()
    step = window.findChild(CheckCard)
    assert step is not None
    qtbot.waitUntil(step.line.hasFocus)
    qtbot.keyClick(step.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: lock.isVisible())
    assert window.lock is lock
    assert not window.shell.isVisible()
