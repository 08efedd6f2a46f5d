# SPDX-License-Identifier: Apache-2.0
"""What a command asks of the window, and what comes back."""

from __future__ import annotations

from pathlib import Path

from enumerator.cli import main
from enumerator.workspace import Workspace


class Window:
    """Stands where the screens stand, and notes what it was asked."""

    def __init__(self) -> None:
        self.opened: list[Path | None] = []

    def take_pictures(self, workspace: Workspace, folder: Path) -> tuple[Path, ...]:
        return ()

    def check_window(self) -> None:
        """Nothing is wrong with it."""

    def open_window(self, folder: Path | None) -> int:
        self.opened.append(folder)
        return 4


def test_open_hands_the_folder_over_and_the_windows_code_back(tmp_path: Path) -> None:
    window = Window()
    assert main(["open", str(tmp_path)], window) == 4
    assert main(["open"], window) == 4
    assert window.opened == [tmp_path, None]
    assert main(["open", str(tmp_path / "tidak-ada")], window) == 2
    assert len(window.opened) == 2
