# SPDX-License-Identifier: Apache-2.0
"""What all tests share: where a submission is judged, hypothesis tries the same examples every time; what is
slow on purpose is worked out once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# a busy machine is no fault: nothing here is a timed test
settings.register_profile("at-home", deadline=None)
settings.register_profile("judged", derandomize=True, deadline=None)
settings.load_profile("judged" if os.environ.get("CI") else "at-home")


@pytest.fixture(scope="session", autouse=True)
def _remembering() -> Iterator[None]:
    from tests.remembering import remembering  # tests of a single room need not load the others at once

    with remembering():
        yield
