# SPDX-License-Identifier: Apache-2.0
"""Forms from the field: they load, are filled to the end by a random respondent, and open again unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enumerator.errors import UserError
from enumerator.forms import Context, Form, Interview, load_form
from enumerator.forms.submission import from_xml, to_xml
from tests.enumerator.forms.respondent import Respondent

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "forms"
NO_FORMS = {
    "openg2p_safety_net_program_form.xml": "a web page, not an XForm",
    "hot_buildings.xls": "names a list of choices that is nowhere in the workbook",
}


def paths() -> Iterator[Path]:
    """The forms at hand."""
    if FOLDER.is_dir():
        yield from (path for path in sorted(FOLDER.iterdir()) if path.suffix in (".xlsx", ".xls", ".xml"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@pytest.mark.parametrize("path", [*paths()] or [None], ids=lambda path: path.name if path else "none")
def test_a_form_from_the_field_is_filled_and_opens_again(path: Path | None, cache: Path) -> None:
    if path is None:
        pytest.skip(f"no forms at {FOLDER}")
    if path.name in NO_FORMS:
        with pytest.raises(UserError) as refused:
            load_form(path)
        assert refused.value.remedy or refused.value.where or refused.value.what
        return
    form = load_form(path, cache=cache)
    for seed in (1, 2):
        _fill(form, seed)


def _fill(form: Form, seed: int) -> None:
    context = Context(clock=lambda: datetime(2026, 11, 24, 9, 30, tzinfo=UTC), seed=seed)
    interview = Interview.begin(form, context)
    done = Respondent(seed).fill(interview)
    assert done.questions
    kept = interview.answers()
    resumed = Interview.resume(form, kept, replace(context, seed=99))
    assert resumed.answers() == kept
    assert resumed.problems() == interview.problems()
    written = to_xml(interview)
    assert to_xml(from_xml(form, written, replace(context, seed=98))) == written
    for problem in interview.problems():
        assert problem.message


def test_nine_in_ten_of_them_run() -> None:
    found = list(paths())
    if not found:
        pytest.skip(f"no forms at {FOLDER}")
    assert len([path for path in found if path.name not in NO_FORMS]) / len(found) >= 0.9
