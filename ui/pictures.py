# SPDX-License-Identifier: Apache-2.0
"""Pictures of every screen, in states, languages, themes and sizes: `python -m ui.pictures FOLDER [WORD
...]`.

Each is named screen-state-language-theme-scale.png; words after the folder choose those whose name holds one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.errors import UserError
from enumerator.interviews.drafts import Drafts
from enumerator.settings import Settings
from enumerator.workspace import Workspace
from ui import tasks
from ui.app import Window, make_application, wear
from ui.field.pictures import FIELD
from ui.form.pictures import INPUTS
from ui.office.pictures import OFFICE
from ui.reporting import Reporter
from ui.samples import Samples
from ui.shell import Shell, pages_for
from ui.start.doors import Doors, FoundBackup, KnownFolder
from ui.sweeping import Sweeper
from ui.widgets import OpenInterview

T = TypeVar("T")

Look = tuple[str, str, int, tuple[int, int]]
PROCESSES: Final = 2
PART: Final = "PENDATA_PICTURES_PART"
SCREEN: Final = (1366, 768)
# language, theme, percent, logical size of the window: every combination, and the smallest window
LOOKS: Final[tuple[Look, ...]] = (
    *(
        (language, theme, percent, SCREEN)
        for language in ("id", "en")
        for theme in ("light", "dark", "sunlight")
        for percent in (100, 150)
    ),
    ("id", "light", 100, (911, 512)),
)


@dataclass(frozen=True)
class Picture:
    """A screen in a state: `stage` brings the window there."""

    name: str
    stage: Callable[[Stage], QWidget]


class Stage:
    """A window over sample data, in one look."""

    def __init__(self, samples: Samples, settings: Settings, size: tuple[int, int], home: Path) -> None:
        self.samples = samples
        self.settings = settings
        self.size = size
        self.home = home
        self.window: Window | None = None
        self._standing: list[QWidget] = []
        self._lent = ExitStack()

    def lend(self, thing: AbstractContextManager[T]) -> T:
        """Something that is open until the picture is put away."""
        return self._lent.enter_context(thing)

    def stand(self, widget: QWidget) -> None:
        """A widget in place of the window."""
        self._standing.append(widget)
        widget.resize(*self.size)
        widget.show()
        widget.activateWindow()
        QTest.qWaitForWindowActive(widget, 2_000)
        settle()

    @staticmethod
    def rest() -> None:
        """Let everything be laid out and painted."""
        settle()

    def open(
        self, folders: Sequence[KnownFolder] = (), concern: Callable[[Path], str] = lambda _folder: ""
    ) -> Window:
        """A window at its start."""
        doors = Doors(
            find=lambda: list(folders),
            open=lambda _folder, _secret: None,
            create=lambda _wish: (None, None),
            enrol=lambda _wish: None,
            recover=lambda _wish: None,
            check=lambda _workspace, _secret: None,
            home=lambda: self.home,
            ask_office=lambda _wish: self.home,
            take_answer=lambda _answer: None,
            has_asked=lambda _folder: False,
            backups=lambda _folder: [],
            restore=lambda _backup: KnownFolder(self.home, "", "", "", False),
            usual=lambda: self.home,
            concern=concern,
            move=lambda folder: KnownFolder(folder, "", "", "", False),
        )
        window = Window(doors, self.settings, self.home)
        window.resize(*self.size)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 2_000)
        self.window = window
        settle()
        return window

    def work(self, workspace: Workspace, page: str, argument: object = None) -> Window:
        """A window at a page of a workspace, which stays open afterwards."""
        window = self.open()
        if not workspace.settings.tour_seen:
            workspace.change_settings(tour_seen=True)
        window.open(workspace)
        settle()
        assert window.shell is not None
        window.shell.notice.close_notice()
        window.shell.go(page, argument)
        settle()
        return window

    def wait(self) -> None:
        """Until no work is left off the GUI thread, that which its outcome begins included."""
        for _round in range(3):
            settle()
            tasks.wait_for_all(60_000)
        settle()

    def put_away(self) -> None:
        """Close the window but not the workspace."""
        for widget in self._standing:
            widget.close()
            widget.deleteLater()
            settle()
        if self.window is not None:
            self.window.workspace = None
            self.window.close()
            self.window.deleteLater()
            settle()
        tasks.wait_for_all(60_000)
        self._lent.close()


def settle() -> None:
    """Let everything be laid out and painted."""
    for _round in range(4):
        QApplication.processEvents()
        QApplication.sendPostedEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# -- the start


def _first(stage: Stage) -> QWidget:
    return stage.open()


def _folders(stage: Stage) -> QWidget:
    return stage.open(stage.samples.folders())


def _create(stage: Stage) -> QWidget:
    window = stage.open()
    assert window.start is not None
    window.start.choose.create_requested.emit()
    settle()
    step = window.start.step
    assert step is not None
    step.submit()  # type: ignore[attr-defined]
    return window


def _enrol(stage: Stage) -> QWidget:
    window = stage.open()
    assert window.start is not None
    window.start.choose.enrol_requested.emit()
    return window


def _unlock(stage: Stage) -> QWidget:
    from enumerator.identity.faults import WrongPassphraseError
    from enumerator.messages import _

    window = stage.open(stage.samples.folders())
    assert window.start is not None
    window.start.ask_passphrase(stage.samples.folders()[0])
    settle()
    step = window.start.step
    assert step is not None
    step.show_error(
        WrongPassphraseError(
            _("The passphrase does not open this data."),
            remedy=_("Check capital letters and try again. If it is forgotten, the office can help."),
        )
    )
    return window


def _poor_place(stage: Stage) -> QWidget:
    """A data folder on a stick."""
    from enumerator.store.place import Concern, concern_words

    window = stage.open(stage.samples.folders(), lambda _folder: concern_words(Concern.STICK))
    assert window.start is not None
    window.start.ask_passphrase(stage.samples.folders()[0])
    return window


def _recover(stage: Stage) -> QWidget:
    window = stage.open(stage.samples.folders())
    assert window.start is not None
    window.start._recover(stage.samples.folders()[0])
    return window


def _request(stage: Stage) -> QWidget:
    """A request that was just written."""
    from ui.start.ask_office import WriteRequest

    window = stage.open(stage.samples.folders())
    assert window.start is not None
    window.start._request(stage.samples.folders()[0])
    step = window.start.step
    assert isinstance(step, WriteRequest)
    step.show_written(Path("sri-wahyuni-4f2a.pendata-recovery"))
    return window


def _answer(stage: Stage) -> QWidget:
    window = stage.open(stage.samples.folders())
    assert window.start is not None
    window.start._answer(stage.samples.folders()[0])
    return window


def _restore(stage: Stage) -> QWidget:
    """Two copies on a stick."""
    from ui.start.restore import RestoreBackup

    window = stage.open()
    assert window.start is not None
    window.start.choose.restore_requested.emit()
    step = window.start.step
    assert isinstance(step, RestoreBackup)
    step.place.field.line.setText("/media/sri/CADANGAN")
    now = stage.samples.clock()
    step.show_copies(
        [
            FoundBackup(Path(str(days)), now - timedelta(days=days), stage.samples.project, "Sri Wahyuni")
            for days in (1, 2)
        ]
    )
    return window


def _sheets(stage: Stage) -> QWidget:
    from ui.start.sheets import KeepSheets

    window = stage.open()
    assert window.start is not None
    window.start._show(KeepSheets(None, stage.samples.project, stage.samples.sheets))
    return window


def _locked(stage: Stage) -> QWidget:
    window = stage.work(stage.samples.laptop, "assignments")
    window.lock_now()
    return window


# -- the field


def _assignments(stage: Stage) -> QWidget:
    return stage.work(stage.samples.laptop, "assignments")


def _assignments_visits(stage: Stage) -> QWidget:
    """A week with a target, somebody not at home yesterday, and an appointment."""
    from enumerator.interviews.visits import Outcome, note_visit, visits_by_household
    from ui.field.task_rows import read_lines

    laptop = stage.samples.laptop
    today = stage.samples.clock().date()
    laptop.change_settings(week_target=12)
    if not visits_by_household(laptop.store, laptop.keys.author):
        by_name = {line.name: line.household for line in read_lines(laptop)}
        note_visit(laptop.store, by_name["Painem"], Outcome.ABSENT, again=today, note="di pasar sampai siang")
        again = today + timedelta(days=1)
        note_visit(laptop.store, by_name["Tukiman"], Outcome.APPOINTMENT, again=again)
        note_visit(laptop.store, by_name["Lasmi"], Outcome.EMPTY)
    window = stage.work(laptop, "assignments")
    laptop.change_settings(week_target=0)
    return window


def _note_visit(stage: Stage) -> QWidget:
    from ui.field.assignments import Assignments
    from ui.field.note_visit import NoteVisit

    window = stage.work(stage.samples.laptop, "assignments")
    assert window.shell is not None
    screen = window.shell.screen("assignments")
    assert isinstance(screen, Assignments)
    screen.table.select(next(line.household for line in screen._lines if line.name == "Sutinah"))
    screen.note_visit()
    settle()
    return screen.findChildren(NoteVisit)[0]


def _assignments_resume(stage: Stage) -> QWidget:
    """As the laptop opens in the morning: the interview broken off last is offered."""
    window = stage.open()
    window.open(stage.samples.laptop)
    return window


def _tour(step: int) -> Callable[[Stage], QWidget]:
    def stage_it(stage: Stage) -> QWidget:
        window = stage.work(stage.samples.empty_laptop if step == 0 else stage.samples.laptop, "assignments")
        assert window.shell is not None
        window.shell.show_tour()
        tour = window.shell.tour
        assert tour is not None
        for _again in range(step):
            tour.go_on()
        settle()
        return window

    return stage_it


def _bin(stage: Stage) -> QWidget:
    """One discarded draft; it is taken back afterwards, for the other pictures."""
    from ui.field.task_rows import read_lines

    drafts = Drafts(stage.samples.laptop.store)
    draft = next(line.row.draft for line in read_lines(stage.samples.laptop) if line.row.draft)
    drafts.discard(draft)
    window = stage.work(stage.samples.laptop, "bin")
    drafts.take_back(draft)
    return window


def _assignments_empty(stage: Stage) -> QWidget:
    return stage.work(stage.samples.empty_laptop, "assignments")


def _assignments_found(stage: Stage) -> QWidget:
    from ui.field.assignments import Assignments

    window = stage.work(stage.samples.laptop, "assignments")
    assert window.shell is not None
    screen = window.shell.screen("assignments")
    assert isinstance(screen, Assignments)
    screen.search.setText("tambak")
    screen.search.textEdited.emit("tambak")
    screen.search._tell()
    return window


def _handover(stage: Stage) -> QWidget:
    return stage.work(stage.samples.laptop, "handover")


def _handover_error(stage: Stage) -> QWidget:
    from enumerator.messages import _

    window = stage.work(stage.samples.laptop, "handover")
    assert window.shell is not None
    window.shell.screen("handover").show_error(
        UserError(_("This folder is not there. Is the stick plugged in?"), where="/media/USB")
    )
    return window


def _handover_busy(stage: Stage) -> QWidget:
    from enumerator.messages import _
    from ui.widgets import ProgressPanel

    window = stage.work(stage.samples.laptop, "handover")
    assert window.shell is not None
    panel = ProgressPanel(_("Writing the bundle for the office"), window.shell.screen("handover"))
    panel.show_now()
    panel.show_progress(312, 1024)
    return window


def _check_card(answer: str) -> Callable[[Stage], QWidget]:
    def stage_it(stage: Stage) -> QWidget:
        from enumerator.office.card_trust import write_check_file
        from ui.start.check_card import CheckCard

        window = stage.open()
        assert window.start is not None
        window.start.check_cards()
        step = window.start.step
        assert isinstance(step, CheckCard)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "kartu.pendata-check"
            write_check_file(stage.samples.office, path)
            step.take_in(path)
            if answer == "green":
                step.believe.click()
                step.check(stage.samples.codes["green"])
        return window

    return stage_it


def _verify(answer: str) -> Callable[[Stage], QWidget]:
    def stage_it(stage: Stage) -> QWidget:
        from ui.field.verify import VerifyCard

        window = stage.work(stage.samples.office if answer == "green" else stage.samples.laptop, "verify")
        assert window.shell is not None
        screen = window.shell.screen("verify")
        assert isinstance(screen, VerifyCard)
        if answer:
            screen.line.setText(stage.samples.codes[answer])
            screen.check(stage.samples.codes[answer])
        return window

    return stage_it


def _interview(stage: Stage) -> QWidget:
    """A draft, open at its first question."""
    laptop = stage.samples.laptop
    draft = Drafts(laptop.store).list()[-1]
    entities = laptop.library.get(draft.form.hash).entities
    household = next(entity.saves for entity in entities if entity.dataset == "household")
    return stage.work(laptop, "interview", OpenInterview(draft=draft.id, address=household["kecamatan"]))


def _interview_page(forward: int) -> Callable[[Stage], QWidget]:
    def stage_it(stage: Stage) -> QWidget:
        window = _interview(stage)
        for _time in range(forward):
            QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_PageDown)
            settle()
        return window

    return stage_it


def _interview_rest(stage: Stage) -> QWidget:
    window = _interview(stage)
    QTest.keyClick(
        QApplication.focusWidget() or window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier
    )
    settle()
    return window


def _interview_double(stage: Stage) -> QWidget:
    """A member with the name and birth date of somebody in a finished household."""
    from enumerator.registry.known_here import KnownHere, Other, Somebody
    from ui.field.interview import InterviewScreen

    window = _interview_page(2)(stage)
    assert window.shell is not None
    screen = window.shell.screen("interview")
    assert isinstance(screen, InterviewScreen)
    assert screen.desk is not None
    stage.wait()
    desk = screen.desk
    page = desk.page.page
    assert page is not None
    named = desk.interview.node(f"{page.container}/nama").value
    born = desk.interview.node(f"{page.container}/tgl_lahir").value
    other = Other("h", "Karto Wiyono", address="Jl. Purwosari IV/3", rw="003", rt="005")
    desk.doubles.learn(KnownHere([Somebody(named, born, other)]))
    settle()
    return window


def _interview_finish(stage: Stage) -> QWidget:
    window = _interview(stage)
    QTest.keyClick(
        QApplication.focusWidget() or window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    settle()
    return window


def _page(key: str) -> Callable[[Stage], QWidget]:
    return lambda stage: stage.work(stage.samples.laptop, key)


PICTURES: Final = (
    Picture("start-first", _first),
    Picture("start-folders", _folders),
    Picture("start-create", _create),
    Picture("start-enrol", _enrol),
    Picture("start-unlock", _unlock),
    Picture("start-sheets", _sheets),
    Picture("start-place", _poor_place),
    Picture("start-recover", _recover),
    Picture("start-request", _request),
    Picture("start-answer", _answer),
    Picture("start-restore", _restore),
    Picture("start-check-ask", _check_card("ask")),
    Picture("start-check-green", _check_card("green")),
    Picture("lock-locked", _locked),
    Picture("assignments-list", _assignments),
    Picture("assignments-visits", _assignments_visits),
    Picture("assignments-note-visit", _note_visit),
    Picture("assignments-resume", _assignments_resume),
    Picture("assignments-empty", _assignments_empty),
    Picture("tour-list", _tour(0)),
    *(Picture(f"tour-step{step + 1}", _tour(step)) for step in range(1, 5)),
    Picture("bin-draft", _bin),
    Picture("assignments-search", _assignments_found),
    Picture("handover-ready", _handover),
    Picture("handover-error", _handover_error),
    Picture("handover-busy", _handover_busy),
    Picture("verify-empty", _verify("")),
    Picture("verify-green", _verify("green")),
    Picture("verify-amber", _verify("amber")),
    Picture("verify-red", _verify("red")),
    Picture("settings-page", _page("settings")),
    Picture("help-page", _page("help")),
    Picture("interview-first", _interview),
    Picture("interview-member", _interview_page(2)),
    Picture("interview-housing", _interview_page(7)),
    Picture("interview-finish", _interview_finish),
    Picture("interview-rest", _interview_rest),
    Picture("interview-double", _interview_double),
    *(Picture(name, stage) for name, stage in FIELD),
    *(Picture(name, stage) for name, stage in INPUTS),
    *(Picture(name, stage) for name, stage in OFFICE),
)


@contextmanager
def _staged(samples: Samples, settings: Settings, size: tuple[int, int], home: Path) -> Iterator[Stage]:
    stage = Stage(samples, settings, size, home)
    try:
        yield stage
    finally:
        stage.put_away()


def draw(
    folder: Path,
    words: Sequence[str] = (),
    pictures: Sequence[Picture] = PICTURES,
    tell: Callable[[str], None] = lambda _name: None,
    looks: Sequence[Look] = LOOKS,
) -> list[Path]:
    """Draw the pictures whose name holds one of the words (all without words); returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    with (
        swept(),
        tempfile.TemporaryDirectory(prefix="pendata-pictures-") as place,
        Samples(Path(place)) as samples,
    ):
        for language, theme, percent, size in looks:
            settings = Settings(language=language, theme=theme, text_scale=percent)
            wear(settings)
            where = "" if size == SCREEN else f"-{size[0]}x{size[1]}"
            for picture in pictures:
                name = f"{picture.name}-{language}-{theme}-{percent}{where}.png"
                if words and not any(word in name for word in words):
                    continue
                with _staged(samples, settings, size, Path(place)) as stage:
                    widget = picture.stage(stage)
                    settle()
                    widget.grab().save(str(folder / name))
                    drawn.append(folder / name)
                    tell(name)
    return drawn


def picture_workspace(workspace: Workspace, folder: Path) -> tuple[Path, ...]:
    """The pages of an open workspace as PNG files, in the order of the rail; nothing in it is changed."""
    folder.mkdir(parents=True, exist_ok=True)
    with swept():
        return tuple(_pages(workspace, folder))


def _pages(workspace: Workspace, folder: Path) -> list[Path]:
    wear(Settings())
    shell = Shell(workspace, Reporter())
    shell.resize(1366, 768)
    shell.show()
    stations: list[tuple[str, object]] = [(page.key, None) for page in pages_for(workspace.role) if page.rail]
    stations += [("interview", OpenInterview(draft=draft.id)) for draft in Drafts(workspace.store).list()[:1]]
    drawn = []
    for number, (key, argument) in enumerate(stations, start=1):
        shell.go(key, argument)
        settle()
        path = folder / f"{number:02}-{key}.png"
        shell.grab().save(str(path))
        drawn.append(path)
    shell.close()
    shell.deleteLater()
    settle()
    return drawn


@contextmanager
def swept() -> Iterator[None]:
    """An application in which, as in the program, no worker's thread collects parts of closed windows."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = make_application(["pendata"], Settings())
    sweeper = Sweeper(app)
    try:
        yield
    finally:
        sweeper.stop()


def draw_in_parts(folder: Path, words: Sequence[str]) -> int:
    """All looks, some in each of several processes; 0 when every one of them drew its part."""
    parts = min(PROCESSES, os.cpu_count() or 1)
    made = [
        subprocess.Popen(
            [sys.executable, "-m", "ui.pictures", str(folder), *words],
            env={**os.environ, PART: f"{part} {parts}"},
        )
        for part in range(parts)
    ]
    return max(process.wait() for process in made)


if __name__ == "__main__":
    place, wanted = Path(sys.argv[1] if len(sys.argv) > 1 else "build/pictures"), sys.argv[2:]
    if PART not in os.environ:
        sys.exit(draw_in_parts(place, wanted))
    at, of = map(int, os.environ[PART].split())
    draw(place, wanted, tell=lambda name: print(name, flush=True), looks=LOOKS[at::of])
