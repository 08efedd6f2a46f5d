# SPDX-License-Identifier: Apache-2.0
"""Answers joined from parallel edits, with what the form computes from them computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from enumerator.forms import Context, Form, Interview
from enumerator.merging.addresses import question_of
from enumerator.registry.projection import calculated


def recalculated(form: Form, values: Mapping[str, str], now: datetime) -> dict[str, str]:
    """`values` with every calculation of the form made again, and without answers that are not relevant any more.

    Everything a person said, and what the interview noted of itself (start, end, instanceID), stays as it was.
    """
    fresh = Interview.resume(form, values, Context(clock=lambda: now)).finished_answers()
    computed = calculated(form)
    kept = {address: values.get(address, "") for address in fresh if question_of(address) not in computed}
    made = {address: text for address, text in fresh.items() if question_of(address) in computed}
    return {address: text for address, text in {**kept, **made}.items() if text}
