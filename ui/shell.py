# SPDX-License-Identifier: Apache-2.0
"""The window of an open workspace: rail, pages, notice, status line; the only place that joins pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from enumerator.identity.staff import duty_words, staff_of
from enumerator.messages import _, mark, spoken_language
from ui import theme
from ui.reporting import News, Reporter
from ui.tour import Tour
from ui.tour_stops import stops
from ui.widgets.button import QuietButton
from ui.widgets.card import column, row
from ui.widgets.glyph import Glyph
from ui.widgets.notice import Notice
from ui.widgets.rail import FOLD_BELOW, Rail
from ui.widgets.screen import Screen
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Text

FIELD: Final = frozenset({"enumerator"})
OFFICE: Final = frozenset({"office"})
BOTH: Final = FIELD | OFFICE
ASIDE: Final = frozenset({"help", "guide"})
"""Pages that one looks something up in, to come back to what was being done."""


@dataclass(frozen=True)
class Page:
    """A row of the wiring table. `screen` is "module:Class", imported when first shown; `roles` see it;
    off the `rail` it is reached from another page or by a key."""

    key: str
    words: str
    icon: str
    screen: str
    roles: frozenset[str]
    rail: bool = True


# The wiring table: every page of the program. A new screen is a row here.
PAGES: Final = (
    Page("assignments", mark("My assignments"), "tasks", "ui.field.assignments:Assignments", FIELD),
    Page(
        "interview", mark("Interview"), "interview", "ui.field.interview:InterviewScreen", FIELD, rail=False
    ),
    Page("bin", mark("Discarded drafts"), "remove", "ui.field.bin:Bin", FIELD, rail=False),
    Page("handover", mark("Send and receive"), "exchange", "ui.field.handover:Handover", FIELD),
    Page("inbox", mark("Incoming bundles"), "inbox", "ui.office.inbox:Inbox", OFFICE),
    Page("review", mark("Review"), "review", "ui.office.review:Review", OFFICE),
    Page("conflicts", mark("Conflicts"), "conflict", "ui.office.conflicts:Conflicts", OFFICE),
    Page("duplicates", mark("Duplicates"), "duplicate", "ui.office.duplicates:Duplicates", OFFICE),
    Page("households", mark("Household registry"), "household", "ui.office.households:Households", OFFICE),
    Page("programmes", mark("Eligibility"), "programme", "ui.office.programmes:Programmes", OFFICE),
    Page("cards", mark("Assistance cards"), "card", "ui.office.cards.page:Cards", OFFICE),
    Page("card-print", mark("Print cards"), "print", "ui.office.cards.sheets:PrintCards", OFFICE, rail=False),
    Page(
        "card-batch", mark("Pages of a batch"), "print", "ui.office.cards.batch:CardBatch", OFFICE, rail=False
    ),
    Page(
        "card-design", mark("Card design"), "theme", "ui.office.cards.design:CardDesign", OFFICE, rail=False
    ),
    Page("verify", mark("Check a card"), "verify", "ui.field.verify:VerifyCard", BOTH),
    Page("dashboard", mark("Monitoring"), "dashboard", "ui.office.dashboard:Dashboard", OFFICE),
    Page("staff", mark("Staff and forms"), "staff", "ui.office.staff:Staff", OFFICE),
    Page("audit", mark("Audit trail"), "audit", "ui.office.audit:Audit", OFFICE),
    Page("settings", mark("Settings"), "settings", "ui.field.settings:SettingsPage", BOTH),
    Page("help", mark("Help and keys"), "help", "ui.field.help:Help", BOTH),
    Page("guide", mark("Guide"), "help", "ui.field.guide:Guide", BOTH, rail=False),
)


def pages_for(role: str) -> tuple[Page, ...]:
    """The pages of a workspace, in the order of the rail."""
    return tuple(page for page in PAGES if role in page.roles)


def screen_class(page: Page) -> type[Screen]:
    """Import the screen of a page."""
    module, name = page.screen.split(":")
    found: type[Screen] = getattr(import_module(module), name)
    return found


class TrainingBanner(QFrame):
    """Loud on purpose: nothing entered here is about a real household."""

    left = Signal()

    def __init__(self, *, practice: bool = False) -> None:
        super().__init__()
        self.setProperty("surface", "training")
        words = Text(
            _("TRAINING: nothing here is about a real household, and nothing reaches the real data"), "label"
        )
        words.show_ink("badge-ink")
        line = row(1, Glyph("training", "badge-ink", 18), words, 1, spacing=10, margins=(16, 6, 16, 6))
        if practice:
            leave = QuietButton(_("End practice"), icon="back")
            leave.clicked.connect(self.left)
            line.addWidget(leave)
        self.setLayout(line)


class Shell(QWidget):
    """One open workspace on screen.

    It asks upward by `lock_requested`, `close_requested` (choose another data folder), `practice_requested`
    and `look_requested(change)`, where change is a dict of settings ("language", "theme", "text_scale").
    """

    lock_requested = Signal()
    close_requested = Signal()
    look_requested = Signal(dict)
    practice_requested = Signal()
    page_shown = Signal(str)

    def __init__(self, workspace: Any, reporter: Reporter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._reporter = reporter
        self._pages = {page.key: page for page in pages_for(workspace.role)}
        self._screens: dict[str, Screen] = {}
        self._stale: set[str] = set()
        self._status: dict[str, dict[str, tuple[str, ...]]] = {}
        self._trail: list[str] = []
        self._current = ""
        self.tour: Tour | None = None
        self.setProperty("surface", "ground")
        self.rail = self._make_rail()
        self.notice = Notice()
        self.status = StatusLine()
        self._stack = QStackedLayout()
        body = column(spacing=0)
        body.addLayout(self._stack, 1)
        room = QWidget()
        room.setLayout(column(self.notice, margins=(20, 0, 20, 12)))
        room.hide()
        self.notice.appeared.connect(room.setVisible)
        body.addWidget(room)
        body.addWidget(self.status)
        whole = row(self.rail, spacing=0)
        whole.addLayout(body, 1)
        outer = column(spacing=0)
        if workspace.training:
            banner = TrainingBanner(practice=self.workspace.settings.practice)
            banner.left.connect(self.close_requested)
            outer.addWidget(banner)
        outer.addLayout(whole, 1)
        self.setLayout(outer)
        reporter.noticed.connect(self.show_news)
        self._bind_keys()
        self.go(next(iter(self._pages)))
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self.count_waiting)
        self._counting.start(0)
        self._watching = self._watch() if workspace.role == "office" else None

    # -- building

    def _watch(self) -> Any:
        """The office's watched folder: news of it whatever page is shown."""
        from ui.office.watching import Watching

        watching = Watching(self.workspace, self)
        watching.noticed.connect(self.show_news)
        watching.arrived.connect(self._on_arrived)
        return watching

    def _on_arrived(self, arrivals: list[Any]) -> None:
        inbox: Any = self.screen("inbox")
        inbox.note(arrivals)
        self._on_data_changed("inbox")

    def _make_rail(self) -> Rail:
        rail = Rail(_("Pendata"), self.workspace.project_name)
        keys = {page: digit for digit, page in self._digits()}
        for page in self._pages.values():
            if page.rail:
                key = f" (Alt+{keys[page.key]})" if page.key in keys else ""
                rail.add(page.key, _(page.words), page.icon, _(page.words) + key)
        rail.show_person(self.workspace.person_name, self._role_words())
        rail.chosen.connect(self.go)
        return rail

    def _role_words(self) -> str:
        if self.workspace.role != "office":
            return _("Enumerator")
        keys = self.workspace.keys
        return duty_words(keys.duty).capitalize() if staff_of(keys) else _("Office")

    def _digits(self) -> Iterator[tuple[str, str]]:
        """The digit that goes to a page with Alt; the tenth has 0, as on the keyboard."""
        return zip("1234567890", (key for key, page in self._pages.items() if page.rail), strict=False)

    def _bind_keys(self) -> None:
        for digit, key in self._digits():
            self._bind(f"Alt+{digit}", lambda key=key: self.go(key))
        self._bind("F1", lambda: self.go("help"))
        self._bind("Ctrl+Alt+L", self.lock_requested.emit)
        self._language_key = self._bind("Ctrl+L", self._other_language)

    def _bind(self, keys: str, act: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(act)
        return shortcut

    def _other_language(self) -> None:
        self.look_requested.emit({"language": "en" if spoken_language() == "id" else "id"})

    # -- pages

    def current(self) -> str:
        """The key of the page on screen."""
        return self._current

    def screen(self, key: str) -> Screen:
        """The screen of a page, made at its first use."""
        if key not in self._screens:
            made = screen_class(self._pages[key])(self.workspace)
            self._screens[key] = made
            self._stale.add(key)
            self._stack.addWidget(made)
            self._join(key, made)
        return self._screens[key]

    def _join(self, key: str, screen: Screen) -> None:
        screen.noticed.connect(self.show_news)
        screen.count_changed.connect(lambda count: self.rail.show_count(key, count))
        screen.go_requested.connect(self.go)
        screen.close_requested.connect(self.go_back)
        screen.data_changed.connect(lambda: self._on_data_changed(key))
        screen.state_changed.connect(lambda words, role: self._on_status(key, "state", words, role))
        screen.detail_changed.connect(lambda words: self._on_status(key, "detail", words))
        screen.right_changed.connect(lambda words: self._on_status(key, "right", words))
        screen.look_requested.connect(self.look_requested)
        screen.leave_requested.connect(self.close_requested)
        screen.lock_requested.connect(self.lock_requested)
        screen.tour_requested.connect(self.show_tour)
        screen.practice_requested.connect(self.practice_requested)

    def go(self, key: str, argument: object = None) -> None:
        """Show a page, fresh; `argument` is for its `arrive`. An unknown page, or one that holds on,
        changes nothing."""
        before = self._current
        if key not in self._pages:
            return
        if before and key != before:
            waits = key in ASIDE and self.screen(before).can_wait()
            if not (waits or self._let_go(before, key)):
                return
            self.notice.pass_by()
            if waits:
                self.screen(before).stand_still()
            if waits or not self.screen(before).takes_whole_window:
                self._trail = [*self._trail[-8:], before]
        self._show(key, argument)

    def _let_go(self, page: str, to: str) -> bool:
        """Whether a page lets the person go on to another; what waited while help was read is left too."""
        if not self.screen(page).may_leave():
            return False
        for waiting in self._waiting() if to not in ASIDE else ():
            if not self.screen(waiting).may_leave():
                return False
            self._trail.remove(waiting)
        return True

    def _waiting(self) -> list[str]:
        return [page for page in self._trail if self.screen(page).takes_whole_window]

    def go_back(self) -> None:
        """To the page before this one."""
        back = self._trail.pop() if self._trail else next(iter(self._pages))
        self.screen(back).go_on()  # first: to be shown again is to arrive at a question again
        self._show(back, None)

    def _show(self, key: str, argument: object) -> None:
        screen = self.screen(key)
        if screen.takes_whole_window:
            self.notice.withdraw()
        self._current = key
        self._stack.setCurrentWidget(screen)
        self.rail.setVisible(not screen.takes_whole_window)
        self.rail.show_page(key)
        self._language_key.setEnabled(not screen.takes_whole_window)
        self._show_status(key)
        if key in self._stale:
            self._stale.discard(key)
            screen.refresh()
        if argument is not None:
            screen.arrive(argument)
            if self._current != key:  # it could not open what was asked and has sent the person back
                return
        screen.take_focus()
        self.page_shown.emit(key)

    def take_focus(self) -> None:
        """The keyboard to the page on screen."""
        self.screen(self._current).take_focus()

    def _on_data_changed(self, by: str) -> None:
        self._stale.update(key for key in self._screens if key != by)
        self._counting.start(0)

    def count_waiting(self) -> None:
        """Ask each page on the rail how much waits there."""
        for key, page in self._pages.items():
            if page.rail:
                self.rail.show_count(key, screen_class(page).waiting(self.workspace))

    def put_down(self) -> None:
        """Ask the workspace nothing more: it is about to be closed."""
        self._counting.stop()
        if self._watching is not None:
            self._watching.stop()

    def stand_still(self) -> None:
        """The window is being locked over the page on screen."""
        if self._current:
            self.screen(self._current).stand_still()

    def go_on(self) -> None:
        """The lock was opened by the same person."""
        if self._current:
            self.screen(self._current).go_on()

    def may_leave(self) -> bool:
        """Whether the page on screen lets go (everything typed is saved either way)."""
        pages = [*self._waiting(), self._current] if self._current else []
        return all(self.screen(page).may_leave() for page in pages)

    def memory(self) -> tuple[str, object]:
        """The page on screen and what it wants to know again after the window was built anew."""
        return self._current, self.screen(self._current).memory()

    def recall(self, memory: tuple[str, object]) -> None:
        """Return to where `memory` was taken; what the pages say at being made was said before."""
        key, argument = memory
        self.notice.close_notice()
        self.go(key, argument)

    # -- the first time

    def greet(self) -> None:
        """Show a person round who has never worked here."""
        # loaded with a workspace, not with the window
        from enumerator.interviews.assignments import has_begun

        workspace = self.workspace
        if workspace.role == "office" or workspace.settings.tour_seen:
            return
        if not has_begun(workspace.store, workspace.keys.author):
            self.show_tour()

    def show_tour(self) -> None:
        """Five steps over the parts of the first page and the rail."""
        if self.tour is not None:
            return
        self.go(next(iter(self._pages)))
        self.tour = Tour(self, stops(self.workspace.role, self.screen(self._current), self.rail.item))
        self.tour.ended.connect(self._on_tour_ended)
        self.tour.begin()

    def _on_tour_ended(self) -> None:
        self.tour = None
        if not self.workspace.settings.tour_seen:
            self.workspace.change_settings(tour_seen=True)
        self.take_focus()

    # -- news

    def show_news(self, news: News) -> None:
        """Tell it above the status line."""
        self.notice.tell(news.kind, news.text, news.detail, action=news.action, act=news.act)

    def _on_status(self, key: str, part: str, *words: str) -> None:
        self._status.setdefault(key, {})[part] = words
        if key == self._current:
            self._show_status(key)

    def _show_status(self, key: str) -> None:
        parts = self._status.get(key, {})
        self.status.show_state(*parts.get("state", (_("All data is on this laptop"), "primary")))
        self.status.show_detail(*parts.get("detail", ("",)))
        self.status.show_right(*parts.get("right", (_("No internet needed"),)))

    # -- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        folded = self.width() < theme.px(FOLD_BELOW)
        if folded != self.rail.folded:
            self.rail.fold(folded)
