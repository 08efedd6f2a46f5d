# SPDX-License-Identifier: Apache-2.0
"""Forms under test, written inside the tests: as XLSForm tables or as the parts of an XForm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from enumerator.forms import Context, Form, Interview, load_form, parse_form

WIB = timezone(timedelta(hours=7))
PAGE = (
    '<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"'
    ' xmlns:odk="http://www.opendatakit.org/xforms" xmlns:pendata="https://pendata.id/xforms">'
    "<h:head><h:title>T</h:title>"
    '<model>{itext}<instance><data id="t" version="1">{instance}</data></instance>{lists}{binds}'
    "</model></h:head>"
    "<h:body>{body}</h:body></h:html>"
)

MakeForm = Callable[..., Form]
Begin = Callable[..., Interview]


def _now() -> datetime:
    return datetime(2026, 11, 24, 9, 30, tzinfo=WIB)


@pytest.fixture
def context() -> Context:
    """A fixed clock in western Indonesia, and chance from one seed."""
    return Context(clock=_now, device_id="laptop-7", username="siti", seed=5)


@pytest.fixture
def xform() -> MakeForm:
    """A Form from the parts of an XForm."""

    def make(
        instance: str,
        binds: str = "",
        body: str = "",
        *,
        lists: str = "",
        itext: str = "",
        media: dict[str, bytes] | None = None,
    ) -> Form:
        page = PAGE.format(instance=instance, binds=binds, body=body, lists=lists, itext=itext)
        return parse_form(page.encode(), media=media)

    return make


@pytest.fixture
def begin(xform: MakeForm, context: Context) -> Begin:
    """An Interview with the parts of an XForm."""

    def make(*parts: str, **more: object) -> Interview:
        return Interview.begin(xform(*parts, **more), context)

    return make


@pytest.fixture
def xlsform(tmp_path: Path) -> MakeForm:
    """A Form from an XLSForm written as a Markdown table."""

    def make(table: str, name: str = "form", media: dict[str, str] | None = None) -> Form:
        path = tmp_path / f"{name}.md"
        path.write_text("\n".join(line.strip() for line in table.strip().splitlines()), encoding="utf-8")
        for file, text in (media or {}).items():
            folder = tmp_path / f"{name}-media"
            folder.mkdir(exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        return load_form(path)

    return make
