# SPDX-License-Identifier: Apache-2.0
"""The shipped form and an interview on the day the invented families are visited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from enumerator.demo.families import SURVEYED
from enumerator.forms.definition import Form
from enumerator.forms.interview import Interview
from enumerator.forms.loading import load_form
from enumerator.forms.world import Context

FORM = Path(__file__).resolve().parents[3] / "resources" / "forms" / "kk_miskin_ekstrem.xlsx"
WIB = timezone(timedelta(hours=7))


@pytest.fixture(scope="session")
def form() -> Form:
    return load_form(FORM)


@pytest.fixture(scope="session")
def begin(form: Form) -> Callable[[], Interview]:
    context = Context(clock=lambda: datetime.combine(SURVEYED, time(9, 30), WIB))
    return lambda: Interview.begin(form, context)
