# SPDX-License-Identifier: Apache-2.0
"""The program checks itself where it was installed: every part of the main job once, in a folder that is
thrown away.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from enumerator.bundles.pack import export_bundle
from enumerator.bundles.unpack import import_bundle
from enumerator.cards.scan import decode_page
from enumerator.cards.verify import Outcome, verify_code
from enumerator.demo.families import SURVEYED, draw_family
from enumerator.demo.respondent import answer_family
from enumerator.forms import Context, Interview
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.messages import _
from enumerator.office.assessing import assess_households
from enumerator.office.card_trust import card_trust
from enumerator.office.cards import print_cards
from enumerator.office.prepare import prepare_office
from enumerator.office.reviewing import review_households
from enumerator.registry.places import load_places
from enumerator.workspace import Workspace, create_office_workspace, enrol_workspace, make_enrolment_kit

_PASSPHRASE = "uji diri sekali pakai"


def _on_that_day() -> datetime:
    """A day of the year the shipped rules are for, whenever the test is run."""
    return datetime.combine(SURVEYED, time(9)).astimezone()


@dataclass(frozen=True)
class Tested:
    """One part: whether it works, and what was wrong."""

    what: str
    wrong: str = ""


class SelfTest:
    """Run the parts in order; each needs what the one before it made."""

    def __init__(self, folder: Path, check_window: Callable[[], None] | None) -> None:
        self._folder = folder
        self._check_window = check_window
        self._office: Workspace | None = None
        self._laptop: Workspace | None = None

    def run(self) -> tuple[Tested, ...]:
        """All parts up to the first that fails."""
        parts: list[tuple[str, Callable[[], None]]] = [
            (_("open an encrypted store, load the form and the rules"), self._open),
            (_("enrol a laptop and answer the form"), self._answer),
            (_("pack and unpack a bundle"), self._carry),
            (_("review, assess, draw a card and verify its code"), self._print),
        ]
        if self._check_window is not None:
            parts.append((_("show the window"), self._check_window))
        done = []
        try:
            for what, part in parts:
                try:
                    part()
                except Exception as error:  # whatever is wrong, say it
                    done.append(Tested(what, f"{type(error).__name__}: {error}"))
                    break
                done.append(Tested(what))
        finally:
            for workspace in (self._laptop, self._office):
                if workspace is not None:
                    workspace.close()
        return tuple(done)

    def _open(self) -> None:
        self._office, _sheets = create_office_workspace(
            self._folder / "office", "Pendata", _PASSPHRASE, training=True, clock=_on_that_day
        )
        prepare_office(self._office)

    def _answer(self) -> None:
        assert self._office is not None
        kit = make_enrolment_kit(self._office, self._folder, "Petugas")
        self._laptop = enrol_workspace(
            self._folder / "laptop", kit.path, kit.code, _PASSPHRASE, clock=_on_that_day
        )
        store, library = self._laptop.store, self._laptop.library
        newest = library.newest()
        assert newest is not None
        drafts = Drafts(store)
        draft = drafts.begin(newest)
        family = draw_family(1, next(iter(load_places().kelurahan.values())), on=SURVEYED)
        interview = Interview.begin(library.get(newest.hash), Context(clock=_on_that_day))
        filling = answer_family(interview, family)
        for name, data in filling.photos.items():
            store.attachments.put(data, name=name)
        drafts.save(draft.id, interview.answers())
        finish(store, drafts, draft.id, interview)

    def _carry(self) -> None:
        assert self._office is not None
        assert self._laptop is not None
        packed = export_bundle(self._laptop.store, self._laptop.keys, self._folder)
        report = import_bundle(self._office.store, self._office.keys, packed.path)
        if report.new != packed.revisions or not report.admitted:
            raise AssertionError(f"{packed.revisions} entries were sent, {report.new} arrived")

    def _print(self) -> None:
        assert self._office is not None
        review_households(self._office, clean=True)
        assess_households(self._office, decide=True)
        pdf = self._folder / "cards.pdf"
        print_cards(self._office, pdf)
        (code,) = decode_page(pdf, 0)
        verdict = verify_code(code, card_trust(self._office), self._office.store.clock())
        if verdict.outcome is not Outcome.TRAINING:
            raise AssertionError(verdict.reason)


def self_test(check_window: Callable[[], None] | None = None) -> tuple[Tested, ...]:
    """Every part once, in a temporary folder; the last one says what is wrong, if anything is."""
    with tempfile.TemporaryDirectory(prefix="pendata-self-test-") as folder:
        return SelfTest(Path(folder), check_window).run()
