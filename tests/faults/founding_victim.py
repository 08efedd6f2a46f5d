# SPDX-License-Identifier: Apache-2.0
"""Founds a data folder and is killed at a chosen step: the n-th time it opens, renames or removes a file
there, or runs another line of the code that founds."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import enumerator.workspace as founding

PHRASE = "tiga kerbau biru"


class Death:
    """Counts steps inside `folder` and kills the process at step `at`; 0 lets it live."""

    def __init__(self, folder: Path, at: int) -> None:
        self._folder, self._at, self.steps = str(folder), at, 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.rename", "os.remove", "os.mkdir") and self._folder in str(arguments[0]):
            self.step()

    def on_line(self, frame: FrameType, event: str, _argument: object) -> Any:
        if frame.f_code.co_filename != founding.__file__:
            return None
        if event == "line":
            self.step()
        return self.on_line


def main(folder: Path, at: int, kit: str, code: str) -> None:
    death = Death(folder, at)
    sys.addaudithook(death.on_event)
    sys.settrace(death.on_line)
    if kit:
        founding.enrol_workspace(folder, Path(kit), code, PHRASE).close()
    else:
        founding.create_office_workspace(folder, "Kota", PHRASE, person="Budi")[0].close()
    sys.settrace(None)
    print(death.steps)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *(sys.argv[3:] or ("", "")))
