# SPDX-License-Identifier: Apache-2.0
"""A folder that takes long to make, made once for all processes of a run of the tests."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE_S = 300.0


def prepared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that `make(folder)` fills; whoever asks copies it and leaves it as it is.

    The first process that asks makes it, the others wait for it. What could not be made is made again by the
    next who asks, so that each test fails of the cause.
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, making = base / name, base / f"{name}.being-made"
    until = time.monotonic() + PATIENCE_S
    while not folder.is_dir():
        try:
            making.mkdir()
        except FileExistsError:
            if time.monotonic() > until:
                raise TimeoutError(f"{making} was never finished") from None
            time.sleep(0.05)
            continue
        if folder.is_dir():  # it was finished between the two looks
            making.rmdir()
            break
        try:
            make(making / "it")
            (making / "it").rename(folder)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return folder
