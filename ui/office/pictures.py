# SPDX-License-Identifier: Apache-2.0
"""The states in which the office's screens are drawn; `ui.pictures` gives the window and the sample office.

A stage has `work(workspace, page)`, which gives the window, and `samples.midway`, an office at work.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ui.office.more_pictures import MORE


def _page(key: str) -> Callable[[Any], Any]:
    return lambda stage: stage.work(stage.samples.midway.office, key)


def _new(page: str) -> Callable[[Any], Any]:
    """A page of an office that has just been founded."""

    def stage_it(stage: Any) -> Any:
        from enumerator.workspace import create_office_workspace

        office, _sheets = create_office_workspace(
            Path(tempfile.mkdtemp(dir=stage.home)) / "kantor",
            "Kota Semarang",
            "tiga kerbau biru",
            person="Budi Santoso",
        )
        window = stage.work(office, page)
        stage.wait()
        return window

    return stage_it


def _counting(stage: Any) -> Any:
    """Before the figures are there."""
    window = stage.work(stage.samples.midway.office, "dashboard")
    screen = window.shell.screen("dashboard")
    screen._stack.setCurrentWidget(screen._loading)
    return window


def _reviewed(stage: Any) -> Any:
    """After the last decision."""
    window = stage.work(stage.samples.midway.office, "review")
    screen = window.shell.screen("review")
    screen.table.show_rows(())
    screen._show(None)
    screen.bar.show_chips()
    screen.clean.setEnabled(False)
    return window


def _kit(stage: Any) -> Any:
    """The code of a kit that was just made."""
    from enumerator.identity.certificates import KitTerms
    from enumerator.identity.kit import MadeKit
    from enumerator.identity.project import Person

    window = stage.work(stage.samples.midway.office, "staff")
    screen = window.shell.screen("staff")
    terms = KitTerms("kit", Person(id="contoh", name="Lestari"), "2026-12-24T09:00:00+07:00")
    screen.code.show_kit(
        MadeKit(stage.home / "lestari-4f2a.pendata-kit", "7KM2-9QXD-4WTA-B3E", terms), "Lestari"
    )
    return window


def _form_error(stage: Any) -> Any:
    """A workbook that is not right."""
    from enumerator.errors import UserError
    from enumerator.messages import _

    window = stage.work(stage.samples.midway.office, "staff")
    screen = window.shell.screen("staff")
    screen.views.show_view("forms")
    screen.forms._not_published(
        UserError(
            _("The list {name} has no household.", name="kk_2027.xlsx"),
            where="survey, 14",
            remedy=_("Write one household per row under the column names."),
        )
    )
    return window


_DOUBTFUL = """
| survey   |                   |         |                |              |
|          | type              | name    | label          | media::image |
|          | start-geopoint    | tempat  |                |              |
|          | text              | nama    | Nama           | rumah.png    |
|          | select_one dusun  | dusun   | Dusun          |              |
|          | text              | catatan | Catatan        | peta.png     |
| choices  |                   |         |                |              |
|          | list_name         | name    | label          | media::image |
|          | dusun             | 1       | Krajan         | krajan.png   |
|          | dusun             | 2       | Sidomulyo      | sidomulyo.png |
| settings |                   |         |                |              |
|          | form_title        | form_id | version        |              |
|          | Pendataan 2027    | kk_2027 | 1              |              |
"""


def _form_doubts(stage: Any) -> Any:
    """A form that was published with things to look at."""
    from enumerator.forms import load_form

    window = stage.work(stage.samples.midway.office, "staff")
    screen = window.shell.screen("staff")
    screen.views.show_view("forms")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kk_2027.md"
        path.write_text(_DOUBTFUL, "utf-8")
        form = load_form(path)
    screen.forms.doubts.show_warnings(form.title, form.warnings)
    return window


def _staff(view: str) -> Callable[[Any], Any]:
    def stage_it(stage: Any) -> Any:
        window = stage.work(stage.samples.midway.office, "staff")
        window.shell.screen("staff").views.show_view(view)
        return window

    return stage_it


def _staff_asked(stage: Any) -> Any:
    """Entering a colleague."""
    from ui.office.asking import AskWords

    window = _staff("colleagues")(stage)
    window.shell.screen("staff").colleagues.ask_add()
    stage.wait()
    return window.findChildren(AskWords)[-1]


def _inbox(stage: Any) -> Any:
    """After an import: one new bundle, others known, one file that is no bundle."""
    window = stage.work(stage.samples.midway.office, "inbox")
    screen = window.shell.screen("inbox")
    broken = stage.home / "20261124-rusak.pendata"
    broken.write_bytes(b"PK\x03\x04 not a bundle")
    screen.receive([stage.samples.midway.stick, broken])
    stage.wait()
    return window


def _review(stage: Any) -> Any:
    """A household with comments on two answers."""
    window = stage.work(stage.samples.midway.office, "review")
    screen = window.shell.screen("review")
    answers = screen.card.answers
    if answers.next_noted() and (line := answers.current()):
        answers.comment(line.address, "Mohon ditanyakan lagi: apakah sudah termasuk uang lembur?")
    return window


def _review_top(stage: Any) -> Any:
    return stage.work(stage.samples.midway.office, "review")


def _cards(view: str) -> Callable[[Any], Any]:
    def stage_it(stage: Any) -> Any:
        window = stage.work(stage.samples.midway.office, "cards")
        window.shell.screen("cards").views.show_view(view)
        stage.wait()
        return window

    return stage_it


def _card_print(paper: str) -> Callable[[Any], Any]:
    """Cards about to be issued, on some paper."""

    def stage_it(stage: Any) -> Any:
        from enumerator.office.card_printing import Printing, Wanted
        from enumerator.office.cards import cards_due

        office = stage.samples.midway.office
        due = tuple(each for each in cards_due(office) if each.card is None)
        window = stage.work(office, "card-print", Wanted(due=due))
        screen = window.shell.screen("card-print")
        screen.options.show_printing(Printing(paper=paper, start=3), "default")
        screen._draw()
        stage.wait()
        return window

    return stage_it


def _card_batch(stage: Any) -> Any:
    """The pages of what was issued."""
    from enumerator.office.cards import card_office
    from ui.office.cards.opened import OpenBatch

    office = stage.samples.midway.office
    batch = card_office(office).register.batches()[0].batch
    window = stage.work(office, "card-batch", OpenBatch(batch))
    stage.wait()
    return window


def _card_design(view: str) -> Callable[[Any], Any]:
    """The form, or the text with a line that is wrong."""

    def stage_it(stage: Any) -> Any:
        window = stage.work(stage.samples.midway.office, "card-design")
        screen = window.shell.screen("card-design")
        stage.wait()
        if view == "text":
            text = screen.source.toPlainText()
            screen.source.setPlainText(text.replace('style = "title"', 'style = "titel"'))
            screen._late.stop()
            screen._draw()
            stage.wait()
            screen.shown.go_to.click()
        return window

    return stage_it


def _conflicts(stage: Any) -> Any:
    """One of two answers chosen."""
    window = stage.work(stage.samples.midway.office, "conflicts")
    window.shell.screen("conflicts").open.evidence.choose_number(1)
    return window


def _conflict_view(view: str) -> Callable[[Any], Any]:
    def stage_it(stage: Any) -> Any:
        window = stage.work(stage.samples.midway.office, "conflicts")
        window.shell.screen("conflicts").views.show_view(view)
        return window

    return stage_it


def _another_answer(stage: Any) -> Any:
    """Neither side is right: the form's own input."""
    window = stage.work(stage.samples.midway.office, "conflicts")
    window.shell.screen("conflicts").open.evidence.ask_other()
    stage.wait()
    return window


def _decided(stage: Any) -> Any:
    """A pair that was merged."""
    window = stage.work(stage.samples.midway.office, "duplicates")
    screen = window.shell.screen("duplicates")
    if screen.list.shown() > 2:
        screen.merge_into(0)
    screen.show_decided(True)
    return window


def _programmes(view: str) -> Callable[[Any], Any]:
    def stage_it(stage: Any) -> Any:
        window = stage.work(stage.samples.midway.office, "programmes")
        screen = window.shell.screen("programmes")
        screen.views.show_view(view)
        if view == "households":
            screen.proposals.filters["yes"].click()
        return window

    return stage_it


def _households(view: str) -> Callable[[Any], Any]:
    def stage_it(stage: Any) -> Any:
        window = stage.work(stage.samples.midway.office, "households")
        screen = window.shell.screen("households")
        if view in ("history", "assessment"):
            wanted = "conflict" if view == "history" else "approved"
            screen.status.setCurrentIndex(screen.status.findData(wanted))
            screen._read()
        screen.views.show_view(view)
        return window

    return stage_it


def _audit(stage: Any) -> Any:
    window = stage.work(stage.samples.midway.office, "audit")
    stage.wait()
    return window


def _dashboard(kecamatan: str, measure: str) -> Callable[[Any], Any]:
    def stage_it(stage: Any) -> Any:
        window = stage.work(stage.samples.midway.office, "dashboard", kecamatan or None)
        stage.wait()
        screen = window.shell.screen("dashboard")
        screen.measure.setCurrentIndex(screen.measure.findData(measure))
        screen._show_places()
        return window

    return stage_it


def _with_past(told: Any, month: str = "") -> Any:
    """The sample's figures as if families had been surveyed for ten months, and a goal had been set."""
    from dataclasses import replace

    from enumerator.reports.months import month_before

    now = told.points[-1]
    counts = (61, 58, 57, 49, 44, 41, 33, 29, 21)
    earlier = [
        replace(now, month=month_before(now.month, len(counts) - at), poor=count, handed=at)
        for at, count in enumerate(counts)
    ]
    points = (*earlier, now)
    chosen = month or now.month
    at = [each.month for each in points].index(chosen)
    figures = replace(told.figures, poor=points[at].poor)
    handed = {str(each.wording): 4 - n for n, each in enumerate(told.figures.programmes[:3])}
    return replace(
        told,
        month=chosen,
        figures=figures,
        points=points,
        change=points[at].poor - points[at - 1].poor,
        handed=handed,
        ever=36,
        target=month_before(now.month, -3),
    )


def _dashboard_months(earlier: int) -> Callable[[Any], Any]:
    """A line of months, with the present month or an earlier one chosen."""

    def stage_it(stage: Any) -> Any:
        from enumerator.reports.months import month_before

        window = _dashboard("", "poor")(stage)
        screen = window.shell.screen("dashboard")
        month = month_before(screen._found.month, earlier)
        screen._shown(screen._wish, _with_past(screen._found, month))
        return window

    return stage_it


def _dashboard_report(stage: Any) -> Any:
    """Which report is wanted."""
    from ui.office.asking import AskWords

    window = _dashboard_months(0)(stage)
    window.shell.screen("dashboard").ask_report()
    stage.wait()
    return window.findChildren(AskWords)[-1]


def _dashboard_table(stage: Any) -> Any:
    window = _dashboard_months(0)(stage)
    window.shell.screen("dashboard").as_table.setChecked(True)
    return window


OFFICE: Final = (
    ("dashboard-months", _dashboard_months(0)),
    ("dashboard-earlier", _dashboard_months(4)),
    ("dashboard-table", _dashboard_table),
    ("dashboard-report", _dashboard_report),
    ("dashboard-city", _dashboard("", "households")),
    ("dashboard-kecamatan", _dashboard("33.74.02", "households")),
    ("households-answers", _households("answers")),
    ("households-people", _households("people")),
    ("households-history", _households("history")),
    ("households-assessment", _households("assessment")),
    ("audit-all", _audit),
    ("help-office", _page("help")),
    ("programmes-overview", _programmes("overview")),
    ("programmes-households", _programmes("households")),
    ("programmes-due", _programmes("due")),
    ("duplicates-open", _page("duplicates")),
    ("duplicates-decided", _decided),
    ("conflicts-open", _page("conflicts")),
    ("conflicts-chosen", _conflicts),
    ("conflicts-other", _another_answer),
    ("conflicts-late", _conflict_view("late")),
    ("conflicts-settled", _conflict_view("done")),
    ("cards-due", _cards("due")),
    ("cards-register", _cards("cards")),
    ("cards-batches", _cards("batches")),
    ("card-print-sheets", _card_print("a4-8")),
    ("card-print-letters", _card_print("letter")),
    ("card-batch-pages", _card_batch),
    ("card-design-form", _card_design("form")),
    ("card-design-text", _card_design("text")),
    ("review-queue", _review_top),
    ("review-comment", _review),
    ("inbox-received", _inbox),
    ("staff-people", _page("staff")),
    ("staff-colleagues", _staff("colleagues")),
    ("staff-colleague-asked", _staff_asked),
    ("staff-offices", _staff("offices")),
    ("staff-kit", _kit),
    ("staff-forms", _form_error),
    ("staff-form-doubts", _form_doubts),
    ("staff-new-office", _new("staff")),
    ("inbox-new-office", _new("inbox")),
    ("dashboard-counting", _counting),
    ("review-done", _reviewed),
    *MORE,
)
