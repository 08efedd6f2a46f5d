# SPDX-License-Identifier: Apache-2.0
"""What a form asks for and nothing here does: told at load, by sheet and row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from enumerator.forms import Form, Interview, Question

Make = Callable[..., Form]


@pytest.mark.parametrize(
    ("kind", "appearance"),
    [
        ("integer", "ex:org.example.counter"),
        ("date", "ethiopian"),
        ("text", "printer"),
        ("range", "analog-scale"),
    ],
)
def test_an_appearance_that_the_screen_has_not(xlsform: Make, kind: str, appearance: str) -> None:
    form = xlsform(
        f"""
        | survey | | | | |
        | | type | name | label | appearance |
        | | text | a | A | |
        | | {kind} | b | B | {appearance} |
        """
    )
    (warning,) = form.warnings
    assert appearance in warning.what
    assert " 3: /data/b" in warning.where


@pytest.mark.parametrize(
    ("kind", "appearance"),
    [
        ("image", "signature"),
        ("image", "annotate new"),
        ("text", "multiline"),
        ("text", "numbers"),
        ("date", "month-year"),
        ("date", "no-calendar"),
        ("integer", "thousands-sep counter"),
        ("decimal", "bearing"),
        ("text", "masked"),
        ("range", "rating"),
        ("range", "vertical no-ticks"),
        ("geopoint", "placement-map"),
    ],
)
def test_an_appearance_that_the_screen_has(xlsform: Make, kind: str, appearance: str) -> None:
    form = xlsform(
        f"""
        | survey | | | | |
        | | type | name | label | appearance |
        | | begin_group | g | G | field-list |
        | | {kind} | b | B | {appearance} |
        | | end_group | | | |
        """
    )
    assert form.warnings == ()


def test_what_runs_in_the_background_elsewhere(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | | | |
        | | type | name | label | trigger | parameters |
        | | start-geopoint | mulai | | | |
        | | background-audio | suara | | | quality=voice-only |
        | | text | a | A | | |
        | | background-geopoint | tempat | | ${a} | |
        """
    )
    told = {warning.where.rpartition("/")[2]: warning.where for warning in form.warnings}
    assert {name: where.split(":")[0].split()[-1] for name, where in told.items()} == {
        "mulai": "2",
        "suara": "3",
        "tempat": "5",
    }
    interview = Interview.begin(form)
    interview.answer("/data/a", "x")
    assert interview.node("/data/tempat").value == ""


def test_an_audit_question_says_what_is_to_be_logged(xlsform: Make) -> None:
    wishes = "track-changes=true identify-user=true location-priority=balanced location-min-interval=60"
    form = xlsform(
        f"""
        | survey | | | | |
        | | type | name | label | parameters |
        | | audit | audit | | {wishes} location-max-age=120 |
        | | text | a | A | |
        """
    )
    question = form.nodes["/data/meta/audit"]
    assert isinstance(question, Question)
    assert question.type == "audit"
    assert question.parameters["track-changes"] == "true"
    assert question.parameters["identify-user"] == "true"
    assert question.parameters["location-priority"] == "balanced"
    assert question.parameters["location-max-age"] == "120"


def test_encryption_and_address_of_another_server(xlsform: Make) -> None:
    form = xlsform(
        """
        | survey | | | | |
        | | type | name | label | |
        | | text | a | A | |
        | settings | | | | |
        | | form_title | form_id | public_key | submission_url |
        | | F | f | MIIBIjAN | https://example.org/submit |
        """
    )
    assert (
        len([each for each in form.warnings if "public_key" in each.what or "submission_url" in each.what])
        == 2
    )
