# SPDX-License-Identifier: Apache-2.0
"""What a computer has to take things in with, and which of it was used last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ui.capture.sources import Devices
from ui.capture.webcams import Webcams

CAMERA: Final = "camera"
MICROPHONE: Final = "microphone"
PHOTO_FOLDER: Final = "photo_folder"
RECEIVER: Final = "receiver"


def _nothing(_what: str) -> str:
    return ""


def _forgotten(_what: str, _choice: str) -> None:
    """Nobody keeps the choice."""


@dataclass(frozen=True)
class Equipment:
    """`cameras()` is asked when a camera is wanted; `recall(what)` and `remember(what, choice)` keep the
    device or folder chosen last ("" for none), where somebody keeps it."""

    cameras: Callable[[], Devices] = Webcams
    recall: Callable[[str], str] = _nothing
    remember: Callable[[str, str], None] = _forgotten
