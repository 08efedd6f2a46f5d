# SPDX-License-Identifier: Apache-2.0
"""States of the office's screens that come up rarely, put there as plain data: nothing is written for
them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from msgspec import structs

LONG: Final = "Raden Mas Soerjosoemarno Hadiningrat Kusumonegoro Adiwinata"
_FAR: Final = "Gang Kenanga Raya No. 12A, belakang musala Al-Ikhlas, sebelah warung Bu Painem, masuk 40 meter"
MANY: Final = 1024
_BUNDLES = 48


def _screen(stage: Any, page: str, argument: object = None) -> tuple[Any, Any]:
    """The window at a page of the office at work, and the page."""
    window = stage.work(stage.samples.midway.office, page, argument)
    stage.wait()
    return window, window.shell.screen(page)


def _busy(page: str, words: Callable[[], str], done: int = 312, total: int = MANY) -> Callable[[Any], Any]:
    """Long work on a page."""

    def stage_it(stage: Any) -> Any:
        from ui.widgets import ProgressPanel

        window, screen = _screen(stage, page)
        panel = ProgressPanel(words(), screen)
        panel.show_now()
        panel.show_progress(done, total)
        return window

    return stage_it


def _taking_in() -> str:
    from enumerator.messages import n_

    return n_("Taking in {n} bundle", "Taking in {n} bundles", _BUNDLES)


def _exporting() -> str:
    from enumerator.messages import _

    return _("Writing the answers")


def _failed(page: str) -> Callable[[Any], Any]:
    """Something that could not be done, with what to do about it."""

    def stage_it(stage: Any) -> Any:
        from enumerator.errors import UserError
        from enumerator.messages import _

        window, screen = _screen(stage, page)
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        error = UserError(
            _("The table {name} cannot be written.", name="keluarga-20261124.xlsx"),
            where=str(full),
            remedy=_("Check the free space, or close the file if it is open in another program."),
        )
        error.__cause__ = full
        screen.show_error(error)
        stage.rest()
        return window

    return stage_it


def _dialog(page: str, act: Callable[[Any], object]) -> Callable[[Any], Any]:
    """What a page asks for before it does something."""

    def stage_it(stage: Any) -> Any:
        window, screen = _screen(stage, page)
        return _asked(stage, window, lambda: act(screen))

    return stage_it


def _asked(stage: Any, window: Any, act: Callable[[], object]) -> Any:
    """The dialogue that opens, or the window where none does."""
    from PySide6.QtWidgets import QDialog

    act()
    stage.wait()
    found = [each for each in window.findChildren(QDialog) if each.isVisible()]
    return found[-1] if found else window


def _rows(table: Any) -> list[Any]:
    """What a table shows."""
    return [table.model.row_at(number) for number in range(table.shown())]


# -- incoming bundles


def _inbox_waiting(stage: Any) -> Any:
    """A gap, a bundle set aside, and a folder that is watched."""
    from enumerator.bundles.report import Aside, Gap, Report
    from enumerator.messages import _
    from enumerator.office.received import Carried
    from ui.office.inbox_rows import Line

    window, screen = _screen(stage, "inbox")
    now = screen._now()
    party = next(line.report.sender for line in _rows(screen.table) if line.report is not None)
    known = _rows(screen.table)
    stranger = structs.replace(party, name="Laptop 3f9c1a20")
    reason = _("The bundle comes from a laptop this project does not know: {name}.", name="3f9c1a20")
    aside = Report("b-aside", stranger, quarantined=(Aside("3f9c1a20", stranger.name, 0, 0, reason),))
    gap = Gap("e578257a", "Andi Prasetyo", 39, 41)
    holed = Report("b-gap", party, new=12, known=3, holes=(gap,))

    def line(key: str, report: Report, state: str, name: str, number: int) -> Line:
        when = now - timedelta(minutes=7 * number)
        carried = Carried(
            key, False, number, name, when, f"20261124-{key}.pendata", state, report, None, Path(key)
        )
        return Line(key, name, number, when, carried.file, carried=carried)

    screen.table.show_rows(
        [
            line("b-aside", aside, "aside", stranger.name, 1),
            line("b-gap", holed, "done", "Andi Prasetyo", 42),
            *known,
        ]
    )
    screen.table.select("b-aside")
    screen._gaps_words.setText(
        _("Not arrived yet. {gaps}. Ask for the earlier bundle; the laptop still has it.", gaps=str(gap))
    )
    screen.gaps.show()
    screen.watch.show_folder(str(stage.home))
    return window


# -- registry


def _crowd(long: bool) -> Callable[[Any], Any]:
    """As many households as the program is made for; or names and addresses that are too long."""

    def stage_it(stage: Any) -> Any:
        from enumerator.messages import n_
        from ui.office.look import number_words

        window, screen = _screen(stage, "households")
        rows = _rows(screen.table)
        if long:
            rows = [replace(each, head_name=LONG, address=_FAR) for each in rows]
        else:
            rows += [replace(rows[at % len(rows)], record=f"{at:032x}") for at in range(len(rows), MANY)]
        screen.table.show_rows(rows)
        if not long:
            words = n_("{n} household", "{n} households", MANY)
            screen.found.setText(words.replace(str(MANY), number_words(MANY)))
        stage.rest()
        return window

    return stage_it


def _review_long(stage: Any) -> Any:
    window, screen = _screen(stage, "review")
    rows = [
        replace(each, household=replace(each.household, head_name=LONG, address=_FAR))
        for each in _rows(screen.table)
    ]
    screen.table.show_rows(rows)
    stage.rest()
    return window


# -- differences


def _no_differences(stage: Any) -> Any:
    window, screen = _screen(stage, "conflicts")
    screen.open._stack.setCurrentIndex(1)
    screen.views.show_count("open", 0)
    screen._show_actions()
    screen.save.setEnabled(False)
    screen.back.setEnabled(False)
    screen.bar.show_chips()
    return window


# what the questionnaire calls them
_FORM_WORDS: Final = {
    "id": ("Anggota keluarga", "Foto rumah tampak depan", "I. Penutup"),
    "en": ("Family members", "Photo of the front of the house", "I. Closing"),
}


def _difference(kind: str) -> Callable[[Any], Any]:
    """Other things two sides may say: a row or a household removed, an order, photos, large amounts."""

    def stage_it(stage: Any) -> Any:
        from enumerator.messages import _, spoken_language
        from enumerator.office.differing import BETWEEN, show_difference

        window, screen = _screen(stage, "conflicts")
        pane = screen.open
        shown = show_difference(stage.samples.midway.office, pane.current())
        line, logs = shown.conflicts[0], [each.log for each in shown.writers]
        photo = None
        members, front, closing = _FORM_WORDS[spoken_language()]

        def said(first: str, second: str, **more: str) -> dict[str, Any]:
            texts = (first, second)
            return {
                log: replace(line.said.get(log) or next(iter(line.said.values())), words=words, **more)
                for log, words in zip(logs, texts, strict=False)
            }

        if kind == "row":
            line = replace(
                line, address="/data/anggota[1]", label=f"{members}: Siti Rahayu", section=f"B. {members}",
                base=_("there"), said=said(_("removes the row"), _("keeps and edits the row")), other=False,
            )  # fmt: skip
        elif kind == "household":
            line = replace(
                line, label=_("The whole household"), section="", base=_("there"), other=False,
                said=said(_("deletes the household"), _("keeps the household")),
            )  # fmt: skip
        elif kind == "order":
            line = replace(
                line, label=_("Order of the rows"), section=f"B. {members}", order=True, other=False,
                base=BETWEEN.join(("1 Suparmi", "2 Joko", "3 Ngatini")),
                said=said(
                    BETWEEN.join(("1 Joko", "2 Suparmi", "3 Ngatini")),
                    BETWEEN.join(("1 Suparmi", "2 Ngatini", "3 Joko")),
                ),
            )  # fmt: skip
        else:
            from enumerator.demo.families import draw_family
            from enumerator.demo.photos import SECTION, photos_for
            from enumerator.registry.places import load_places
            from ui.office.photos import Photo

            place = next(iter(load_places().kelurahan.values()))
            pictures = {
                name: photos_for(draw_family(seed, place))[f"{SECTION}/foto_depan"]
                for seed, name in enumerate("abc")
            }

            def photo(address: str, label: str, file: str) -> Photo:
                return Photo(address, label, pictures[file])

            line = replace(
                line, label=front, section=closing, base="", base_photo="a", other=False,
                said={
                    log: replace(each, photo=name)
                    for (log, each), name in zip(said("", "").items(), ("b", "c"), strict=False)
                },
            )  # fmt: skip
        shown = replace(shown, conflicts=(line,), joined=shown.joined[:2])
        pane.evidence.show_difference(shown, pane._names, pane._laptops, pane._now(), photo)
        pane._show_keys(len(shown.writers))
        stage.rest()
        return window

    return stage_it


def _settled(stage: Any) -> Any:
    """Differences that people decided, one of them without a reason."""
    from enumerator.office.settling import Settlement

    window, screen = _screen(stage, "conflicts")
    office = stage.samples.midway.office
    now, pane = screen.done._now(), screen.done
    known = [(each, office.store.journal.revisions(each.record)[-1]) for each in _some_households(stage, 3)]
    reasons = ("Dikonfirmasi lewat telepon dengan kepala keluarga.", "", "Menurut foto rumah 14 November.")
    rows = [
        Settlement(
            replace(
                last, act="resolve", wall=(now - timedelta(hours=5 * at)).isoformat(),
                author=office.keys.author, reason=reason,
            ),
            each,
            1 + at,
        )
        for at, ((each, last), reason) in enumerate(zip(known, reasons, strict=True))
    ]  # fmt: skip
    screen.views.show_view("done")
    pane.table.show_rows(rows)
    screen.views.show_count("done", len(rows))
    return window


def _some_households(stage: Any, count: int) -> list[Any]:
    from enumerator.registry.search import Wanted, households

    return list(households(stage.samples.midway.office.store, Wanted())[:count])


# -- people and settings


def _colleagues(stage: Any) -> Any:
    """An office several people share."""
    from enumerator.identity.project import Duty
    from enumerator.messages import _
    from enumerator.office.colleagues import Colleague

    window, screen = _screen(stage, "staff")
    screen.views.show_view("colleagues")
    rows = _rows(screen.colleagues.table)
    more = (("Ratna Dewi", Duty.SUPERVISOR), ("Joko Susilo", Duty.OPERATOR), (LONG, Duty.APPROVER))
    rows += [Colleague(name, name, duty) for name, duty in more]
    rows.append(Colleague("x", "Hartono", Duty.OPERATOR, retired=True))
    screen.colleagues.table.show_rows(rows)
    screen.colleagues._hint.setText(
        _("Whoever sits down signs in with name and PIN; Ctrl+Alt+L locks for the next one.")
    )
    screen.views.show_count("colleagues", len(rows) - 1)
    return window


def _other_offices(stage: Any) -> Any:
    """Three more offices, one not heard of yet, one no longer believed."""
    from enumerator.office.offices import Office

    window, screen = _screen(stage, "staff")
    screen.views.show_view("offices")
    offices = screen.offices
    heard = (screen.visits._now() - timedelta(days=1)).isoformat()
    rows = [
        *_rows(offices.table),
        Office("Kecamatan Tembalang", "3b90c1d2", "33.74.10", None, False, heard, 12),
        Office("Kecamatan Genuk", "77aa01fe", "33.74.05", None, False),
        Office("Kecamatan Tugu", "e01c55aa", "33.74.16", None, False, heard, 3, revoked=True),
    ]
    offices.table.show_rows(rows)
    offices.table.select("3b90c1d2")
    screen.views.show_count("offices", len(rows))
    return window


def _another_laptop(stage: Any) -> Any:
    """The code of a kit for somebody whose laptop is replaced."""
    from enumerator.identity.certificates import KitTerms
    from enumerator.identity.kit import MadeKit
    from enumerator.identity.project import Person

    window, screen = _screen(stage, "staff")
    person, _laptop = _rows(screen.enumerators.table)[0]
    expires = (screen.visits._now() + timedelta(days=30)).isoformat()
    terms = KitTerms("kit", Person(id=person.person, name=person.name), expires)
    path = stage.home / f"{person.name.lower().replace(' ', '-')}-91c0.pendata-kit"
    screen.code.show_kit(MadeKit(path, "Q4TN-72WC-K9HA-5XD", terms), person.name)
    return window


def _operator(page: str) -> Callable[[Any], Any]:
    """What somebody sees who may not do it."""

    def stage_it(stage: Any) -> Any:
        from enumerator.identity.project import Duty

        office = stage.samples.midway.office
        keys = office.keys
        office.keys = replace(keys, duty=Duty.OPERATOR)
        try:
            window, _page = _screen(stage, page)
        finally:
            office.keys = keys
        return window

    return stage_it


def _visits(stage: Any) -> Any:
    """Whom nobody met."""
    from enumerator.interviews.visits import Outcome, Visit
    from enumerator.office.field_work import FieldVisit

    window, screen = _screen(stage, "staff")
    now = screen.visits._now()
    people = [person.person for person, _laptop in _rows(screen.enumerators.table)]
    told = (
        ("Painem", Outcome.ABSENT, 1, 1, "Ke pasar sampai siang.", False),
        ("Tukiman", Outcome.APPOINTMENT, 1, 2, "Sore, setelah pukul 16.", False),
        (LONG, Outcome.ABSENT, 9, -2, "", False),
        ("Lasmi", Outcome.REFUSED, 2, None, "Tidak berkenan.", False),
        ("Parto Wiyono", Outcome.MOVED, 3, None, "Pindah ke Demak.", False),
        ("Sutinah", Outcome.EMPTY, 4, None, "", False),
        ("Wagiman", Outcome.ABSENT, 5, None, "", True),
    )
    rows = [
        FieldVisit(
            Visit(f"h{at}", outcome, now - timedelta(days=ago),
                  now.date() + timedelta(days=again) if again is not None else None, note),
            people[at % len(people)], name, "", "33.74.02.1005", "003", "002", 1 + at % 3, met,
            again is not None and again < 0,
        )
        for at, (name, outcome, ago, again, note, met) in enumerate(told)
    ]  # fmt: skip
    screen.views.show_view("visits")
    screen.visits.table.show_rows(rows)
    screen.views.show_count("visits", 3)
    return window


def _locked(stage: Any) -> Any:
    window, _page = _screen(stage, "review")
    window.lock_now()
    return window


def _answer_trail(stage: Any) -> Any:
    """Who changed one answer."""
    window, screen = _screen(stage, "households")
    screen.status.setCurrentIndex(screen.status.findData("conflict"))
    screen._read()
    screen._ask_answer()
    stage.wait()
    return window


def _rules_refused(stage: Any) -> Any:
    """A rules workbook that is not right."""
    from enumerator.errors import UserError
    from enumerator.messages import _

    window, screen = _screen(stage, "programmes")
    screen.trouble.show_error(
        UserError(
            _("The file {name} cannot be opened.", name="aturan_2027.xlsx"),
            where="parameter, 4",
            remedy=_("Check that the file is there and not open in another program."),
        )
    )
    return window


def _undecided(stage: Any) -> Any:
    """Proposals of a programme about which nobody has decided yet."""
    window, screen = _screen(stage, "programmes")
    screen._open_programme("modal")
    return window


def _decision(stage: Any) -> Any:
    """What is asked before a decision against the proposal."""
    window = _undecided(stage)
    return _asked(stage, window, lambda: window.shell.screen("programmes").ask_decision("no"))


def _erase(screen: Any) -> None:
    screen.deeds.ask_erase()


def _erase_asked(stage: Any) -> Any:
    """An erasure that a second person has to confirm."""
    from unittest.mock import patch

    from enumerator.identity.project import Duty
    from enumerator.office.colleagues import Colleague

    window, screen = _screen(stage, "households")
    second = (Colleague("r", "Ratna Dewi", Duty.APPROVER),)
    with (
        patch("ui.office.household_deeds.colleagues", lambda _workspace: second),
        patch("ui.office.household_deeds.is_shared", lambda _workspace: True),
    ):
        return _asked(stage, window, screen.deeds.ask_erase)


def _settings(stage: Any) -> Any:
    """With the choices of the look that is drawn."""
    from unittest.mock import patch

    with patch("ui.field.settings.read_settings", lambda _home: stage.settings):
        window, _page = _screen(stage, "settings")
    return window


MORE: Final = (
    ("inbox-waiting", _inbox_waiting),
    ("inbox-busy", _busy("inbox", _taking_in, 17, _BUNDLES)),
    ("inbox-error", _failed("inbox")),
    ("households-busy", _busy("households", _exporting)),
    ("households-long", _crowd(long=True)),
    ("households-crowd", _crowd(long=False)),
    ("households-answer", _answer_trail),
    ("households-erase", _dialog("households", _erase)),
    ("households-erase-asked", _erase_asked),
    ("review-long", _review_long),
    ("review-return", _dialog("review", lambda screen: screen.ask_return())),
    ("review-operator", _operator("review")),
    ("conflicts-none", _no_differences),
    ("conflicts-row", _difference("row")),
    ("conflicts-household", _difference("household")),
    ("conflicts-order", _difference("order")),
    ("conflicts-photos", _difference("photos")),
    ("conflicts-settled-some", _settled),
    ("staff-crowd", _colleagues),
    ("staff-offices-others", _other_offices),
    ("staff-another-laptop", _another_laptop),
    ("staff-operator", _operator("staff")),
    ("staff-visits", _visits),
    ("staff-enrol", _dialog("staff", lambda screen: screen.enumerators.ask_kit())),
    ("staff-revoke", _dialog("staff", lambda screen: screen.enumerators.ask_revoke())),
    ("staff-target", _dialog("staff", lambda screen: screen.enumerators.ask_target())),
    ("staff-pin", _dialog("staff", lambda screen: screen.colleagues.ask_pin())),
    ("programmes-refused", _rules_refused),
    ("programmes-undecided", _undecided),
    ("programmes-decision", _decision),
    ("dashboard-error", _failed("dashboard")),
    ("settings-office", _settings),
    ("lock-office", _locked),
)
