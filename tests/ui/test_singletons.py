# SPDX-License-Identifier: Apache-2.0
"""The program outlives what PySide6 does to None and True on Python 3.11."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

import ui


class _Sender(QObject):
    said = Signal(str)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal here")
def test_none_and_true_have_references_to_spare(qapp: QApplication) -> None:
    """A hundred thousand calls and signals are a long day's work, and far from what is spare."""
    sender, widget = _Sender(), QWidget()
    for _turn in range(100_000):
        sender.said.emit("")
        widget.setEnabled(True)
    assert sys.getrefcount(None) > ui.SPARE // 2
    assert sys.getrefcount(True) > ui.SPARE // 2
