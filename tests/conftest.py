# SPDX-License-Identifier: Apache-2.0
"""What all tests share: where a submission is judged, hypothesis tries the same examples every time."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("judged", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("judged")
