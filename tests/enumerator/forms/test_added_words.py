# SPDX-License-Identifier: Apache-2.0
"""What pyxform adds for `or_other` is asked in the language of the form, and stays what it is in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from enumerator.forms import Context, Form, Interview
from enumerator.messages import DEFAULT_LANGUAGE, speak

PLAIN = """
| survey | | | |
| | type | name | label |
| | select_one air or_other | air | Sumber air minum |
| choices | | | |
| | list_name | name | label |
| | air | 1 | Ledeng |
"""
NAMED = """
| survey | | | | |
| | type | name | label::Indonesia (id) | label::English (en) |
| | select_one air or_other | air | Sumber air minum | Drinking water |
| choices | | | | |
| | list_name | name | label::Indonesia (id) | label::English (en) |
| | air | 1 | Ledeng | Piped |
"""
OWN = PLAIN + "| | air | other | Other |\n| | air | lain | Other |\n"


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    speak(DEFAULT_LANGUAGE)
    yield
    speak(DEFAULT_LANGUAGE)


def words(interview: Interview) -> tuple[str, str, str]:
    """The last choice, the question that is added for it, and the answer as it is read."""
    interview.answer("/data/air", "other")
    read = interview.node("/data/air").shown_value
    return interview.choices("/data/air")[-1].label, interview.node("/data/air_other").label, read


def test_a_form_without_languages_is_asked_in_that_of_the_screens(
    xlsform: Callable[..., Form], context: Context
) -> None:
    interview = Interview.begin(xlsform(PLAIN), context)
    assert words(interview) == ("Lainnya", "Sebutkan.", "Lainnya")
    speak("en")
    assert words(interview) == ("Other", "Specify other.", "Other")


def test_a_form_with_languages_is_asked_in_the_one_it_is_asked_in(
    xlsform: Callable[..., Form], context: Context
) -> None:
    interview = Interview.begin(xlsform(NAMED), context)
    interview.set_language("English (en)")
    assert words(interview) == ("Other", "Specify other.", "Other")
    interview.set_language("Indonesia (id)")
    assert words(interview) == ("Lainnya", "Sebutkan.", "Lainnya")


def test_it_is_found_by_what_is_read_and_by_what_is_in_the_file(
    xlsform: Callable[..., Form], context: Context
) -> None:
    interview = Interview.begin(xlsform(PLAIN), context)
    for typed in ("lain", "other"):
        (found,) = interview.search_choices("/data/air", typed)
        assert (found.value, found.label) == ("other", "Lainnya")


def test_only_the_added_choice_is_said_in_other_words(
    xlsform: Callable[..., Form], context: Context
) -> None:
    interview = Interview.begin(xlsform(OWN.replace("or_other", "")), context)
    said = {choice.value: choice.label for choice in interview.choices("/data/air")}
    assert said["lain"] == "Other"
