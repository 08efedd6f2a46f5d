# SPDX-License-Identifier: Apache-2.0
"""The program `enumerator`: with words after it a command, without any the window; Qt is loaded only for a
window.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from enumerator.cli import main as command_line
from enumerator.messages import speak, spoken_language
from enumerator.workspace import Workspace


class Window:
    """What the command line may ask of the screens (`enumerator.cli.screens.Screens`)."""

    def take_pictures(self, workspace: Workspace, folder: Path) -> tuple[Path, ...]:
        """The main screens of a workspace as PNG files."""
        _stay_offscreen()
        from ui.pictures import picture_workspace

        before = spoken_language()
        try:
            return picture_workspace(workspace, folder)
        finally:
            speak(before)  # the screens speak the workspace's language, the terminal goes on in its own

    def check_window(self) -> None:
        """Make the first window, show it offscreen, close it; and see that a camera could be used."""
        _stay_offscreen()
        from ui.app import show_once
        from ui.capture.multimedia import check_recording

        before = spoken_language()
        try:
            show_once()
            check_recording()
        finally:
            speak(before)

    def open_window(self, folder: Path | None) -> int:
        """The program itself."""
        from ui.app import main

        return main(folder)


def _stay_offscreen() -> None:
    """Pictures need no display, and must not open one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # the offscreen platform warns that it has no window manager
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")


def main() -> int:
    """`enumerator` in a terminal; the frozen program started by a double click opens its window."""
    window = Window()
    if getattr(sys, "frozen", False) and len(sys.argv) == 1:
        return window.open_window(None)
    return command_line(screens=window)


if __name__ == "__main__":
    sys.exit(main())
