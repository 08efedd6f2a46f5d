# SPDX-License-Identifier: Apache-2.0
"""What a computer has to take things in with, and which of it was used last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ui.capture.microphones import Microphones
from ui.capture.sources import Devices
from ui.capture.webcams import Webcams

if TYPE_CHECKING:
    from ui.geo.gps_watch import GpsWatch

CAMERA: Final = "camera"
MICROPHONE: Final = "microphone"
PHOTO_FOLDER: Final = "photo_folder"
RECEIVER: Final = "receiver"


def _gps() -> GpsWatch:
    # only here, because most interviews are done without a receiver
    from enumerator.gps.receiver import ports
    from ui.geo.gps_watch import GpsWatch

    return GpsWatch(ports)


def _nothing(_what: str) -> str:
    return ""


def _forgotten(_what: str, _choice: str) -> None:
    """Nobody keeps the choice."""


@dataclass(frozen=True)
class Equipment:
    """`cameras()` and `microphones()` are asked when one is wanted, `gps()` for a receiver; `recall(what)`
    and `remember(what, choice)` keep the device or folder chosen last ("" for none), where somebody keeps it.
    """

    cameras: Callable[[], Devices] = Webcams
    microphones: Callable[[], Devices] = Microphones
    gps: Callable[[], GpsWatch] = _gps
    recall: Callable[[str], str] = _nothing
    remember: Callable[[str, str], None] = _forgotten
