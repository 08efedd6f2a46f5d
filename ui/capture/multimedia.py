# SPDX-License-Identifier: Apache-2.0
"""Loads QtMultimedia when a camera, a microphone or playback is first asked for, and says plainly where it
cannot be had."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

from PySide6.QtCore import QLoggingCategory

from enumerator.errors import UserError
from enumerator.messages import _


def check_recording() -> None:
    """RuntimeError where QtMultimedia is there but the plugin behind it is not, as when it was left out of
    the frozen program; nothing where the operating system lacks what it needs."""
    try:
        kinds = multimedia().QMediaFormat
    except UserError:
        return
    if not kinds().supportedFileFormats(kinds.ConversionMode.Encode):
        raise RuntimeError("QtMultimedia has no plugin to record with")


def multimedia() -> ModuleType:
    """PySide6.QtMultimedia; UserError where a library of the system that it needs is missing."""
    # Qt lists every library it looked for and did not find; nobody in the field can use that
    QLoggingCategory.setFilterRules("qt.multimedia*=false")
    try:
        return import_module("PySide6.QtMultimedia")
    except ImportError as problem:
        remedy = _("Attach a file instead.")
        if sys.platform.startswith("linux"):
            remedy = _("Install the package libpulse0, or attach a file instead.")
        raise UserError(
            _("Camera and sound cannot be used: a part of the operating system is missing."), remedy=remedy
        ) from problem
