# SPDX-License-Identifier: Apache-2.0
"""What all tests share: where a submission is judged, hypothesis tries the same examples every time; what is
slow on purpose is worked out once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("judged", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("judged")


@pytest.fixture(scope="session", autouse=True)
def _remembering() -> Iterator[None]:
    from tests.remembering import remembering  # tests of a single room need not load the others at once

    with remembering():
        yield
