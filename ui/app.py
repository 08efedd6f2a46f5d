# SPDX-License-Identifier: Apache-2.0
"""main(): the application with its look, language and crash handler, and the window that holds start,
lock and work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from enumerator.disk import ask_no_questions
from enumerator.identity.rest import RestWatch
from enumerator.messages import _, speak
from enumerator.settings import Settings, data_home, read_settings, write_settings
from enumerator.streams import make_streams_safe
from ui import icons, tasks, theme
from ui.backups import Backups
from ui.qt_words import QtWords
from ui.reporting import DefectDialog, Reporter
from ui.shell import Shell
from ui.start.doors import Doors
from ui.start.frame import Framed
from ui.start.lock import Lock
from ui.start.sign_in import SignIn
from ui.start.start import Start
from ui.sweeping import Sweeper
from ui.widgets.focus_ring import FocusRing
from ui.widgets.progress_panel import ProgressPanel

_TOUCHES: Final = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
)


class Window(QWidget):
    """The one window: the start screens, then a workspace, covered by the lock when the person rests."""

    def __init__(self, doors: Doors, settings: Settings, home: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self.settings, self._home = doors, settings, home
        self.reporter = Reporter(self)
        self.reporter.defect_found.connect(self._show_defect)
        self.workspace: Any = None
        self.start: Start | None = None
        self.shell: Shell | None = None
        self.lock: Lock | SignIn | None = None
        self.sign_in: SignIn | None = None
        self.backups: Backups | None = None
        self._leaving = False
        self._stack = QStackedLayout(self)
        self.setProperty("surface", "ground")
        self.setMinimumSize(640, 420)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.lock_now)
        self._watch: RestWatch | None = None
        self.show_start()

    # -- start

    def show_start(self) -> None:
        """The start screens; an open workspace is closed."""
        self._close_workspace()
        self._clear()
        self.start = Start(self._doors)
        self.start.opened.connect(self.open)
        self._show(self.start)
        self.setWindowTitle("Pendata")
        self.start.take_focus()

    def show_practice(self) -> None:
        """The training project in place of the open workspace."""
        self.show_start()
        if self.start is not None:
            self.start.practise()

    def open(self, workspace: Any) -> None:
        """Work in this workspace; where several people share it, first ask who sits here."""
        self._clear()
        self.workspace = workspace
        people = self._doors.sitters(workspace)
        if not people:
            self._begin_work()
            return
        before = workspace.settings.last_person or workspace.keys.author
        self.sign_in = SignIn(
            _("Welcome"),
            workspace.project_name,
            people,
            before,
            lambda person, secret: self._doors.sit(workspace, person, secret),
            just_opened=True,
        )
        self.sign_in.signed_in.connect(lambda _nothing: self._begin_work())
        self.sign_in.leave_requested.connect(self.show_start)
        self._show(Framed(self.sign_in))
        self.sign_in.take_focus()

    def _begin_work(self) -> None:
        self._clear()
        workspace = self.workspace
        self.backups = Backups(workspace, self)
        self.backups.noticed.connect(lambda news: self.shell is not None and self.shell.show_news(news))
        self.backups.settings_wanted.connect(
            lambda: self.shell is not None and self.shell.go("settings")
        )
        self._build_shell(None)
        if self.shell is not None:
            self.shell.greet()
        self.setWindowTitle(f"{workspace.project_name} · Pendata")
        self._restart_rest()

    def _build_shell(self, memory: tuple[str, object] | None) -> None:
        self.shell = Shell(self.workspace, self.reporter)
        self.shell.lock_requested.connect(self.lock_now)
        self.shell.close_requested.connect(lambda: self._leave(self.show_start))
        self.shell.look_requested.connect(self.change_look)
        self.shell.practice_requested.connect(lambda: self._leave(self.show_practice))
        self._show(self.shell)
        if memory is not None:
            self.shell.recall(memory)
        self.shell.take_focus()

    # -- look

    def change_look(self, change: dict[str, object]) -> None:
        """New settings: a theme is put on, a language or size builds the pages anew at the same place."""
        before = self.settings
        self.settings = before.model_copy(update=change)
        write_settings(self._home, self.settings)
        wear(self.settings)
        self._restart_rest()
        if (before.language, before.text_scale) == (self.settings.language, self.settings.text_scale):
            return
        if self.shell is not None:
            memory = self.shell.memory()
            self._clear()
            self._build_shell(memory)
        else:
            self.show_start()

    # -- lock

    def lock_now(self) -> None:
        """Cover everything until the passphrase or a PIN is typed."""
        if self.shell is None or self.lock is not None or self.workspace.settings.practice:
            return
        self.shell.stand_still()
        self.lock = self._make_lock()
        self.lock.check_requested.connect(self.check_while_locked)
        cover = Framed(self.lock)
        self._stack.addWidget(cover)
        self._stack.setCurrentWidget(cover)
        self.lock.take_focus()

    def _make_lock(self) -> Lock | SignIn:
        """The passphrase again, or, where several people share the computer, whoever sits down next."""
        workspace = self.workspace
        people = self._doors.sitters(workspace)
        if not people:
            lock = Lock(
                workspace.project_name,
                workspace.person_name,
                lambda secret: self._doors.check(workspace, secret),
            )
            lock.opened.connect(self._unlocked)
            return lock
        author = workspace.keys.author
        sign_in = SignIn(
            _("Locked"),
            workspace.project_name,
            people,
            author,
            lambda person, secret: self._doors.sit(workspace, person, secret),
        )
        sign_in.signed_in.connect(lambda _nothing: self._sat_down(author))
        sign_in.leave_requested.connect(lambda: self._leave(self.show_start))
        return sign_in

    def check_while_locked(self) -> None:
        """Cards can be checked with the lists of offices; nothing of the workspace is shown for it."""
        # only here: reading codes takes a while to load, and is seldom wanted
        from ui.start.check_card import CheckCard

        locked, step = self._stack.currentWidget(), CheckCard(self._doors.home())
        cover = Framed(step)

        def back() -> None:
            self._stack.setCurrentWidget(locked)
            self._stack.removeWidget(cover)
            cover.deleteLater()
            if self.lock is not None:
                self.lock.take_focus()

        step.back_requested.connect(back)
        self._stack.addWidget(cover)
        self._stack.setCurrentWidget(cover)
        step.take_focus()

    def _sat_down(self, before: str) -> None:
        """The same person goes on where the page was; another one begins at the first page."""
        if self.workspace.keys.author == before:
            self._unlocked(None)
            return
        if self.shell is not None:
            self.shell.put_down()
        self._clear()
        self._build_shell(None)
        self._restart_rest()

    def _unlocked(self, _nothing: object) -> None:
        cover = self._stack.currentWidget()
        self.lock = None
        if self.shell is not None:
            self.shell.go_on()  # first: to be shown again is to arrive at a question again
            self._stack.setCurrentWidget(self.shell)
            self.shell.take_focus()
        self._stack.removeWidget(cover)
        cover.deleteLater()
        self._restart_rest()

    def _restart_rest(self) -> None:
        if self.shell is not None and self.lock is None:
            self._rest.start(self.settings.lock_after_minutes * 60_000)
            self._watch = RestWatch(self.settings.lock_after_minutes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Installed on the application by `main`: any key or movement is work, not rest."""
        if event.type() not in _TOUCHES or self.shell is None or self.lock is not None:
            return False
        if self._watch is not None and self._watch.due():
            self.lock_now()  # the timer stands still while a laptop sleeps
        else:
            self._restart_rest()
        return self.lock is not None

    # -- ends

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.shell is not None and not self.shell.may_leave():
            event.ignore()
            return
        if self._has_to_back_up():
            event.ignore()
            self._leave(self.close)
            return
        self._close_workspace()
        event.accept()

    def _has_to_back_up(self) -> bool:
        return (
            not self._leaving
            and self.workspace is not None
            and self.backups is not None
            and self.backups.is_wanted_on_closing()
        )

    def _leave(self, then: Callable[[], object]) -> None:
        """`then()`, after the backup on closing where one is wanted; a second wish to close does not wait."""
        if not self._has_to_back_up() or self.backups is None:
            then()
            return
        self._leaving = True
        panel = ProgressPanel(_("Making the backup before closing"), self)
        panel.show_now()

        def ended() -> None:
            panel.finish()
            then()
            self._leaving = False

        task = self.backups.make(ended)
        task.on_progress(panel.show_progress)
        panel.cancelled.connect(task.cancel)

    def _close_workspace(self) -> None:
        self._rest.stop()
        if self.shell is not None:
            self.shell.put_down()
        if self.backups is not None:
            self.backups.stop()
        if self.workspace is not None:
            if (typing := self.focusWidget()) is not None:
                typing.clearFocus()  # what a field does when the keyboard leaves it needs the store
            tasks.end_all()
            self.workspace.close()
            self.workspace = None
        if self.backups is not None:
            self.backups.deleteLater()
            self.backups = None

    def _clear(self) -> None:
        self.start = self.shell = self.lock = self.sign_in = None
        while (widget := self._stack.widget(0)) is not None:
            self._stack.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _show(self, widget: QWidget) -> None:
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def _show_defect(self, error: BaseException) -> None:
        DefectDialog(error, self).open()


def wear(settings: Settings) -> None:
    """Speak the language and put on the theme and size of the settings."""
    app = QApplication.instance()
    speak(settings.language)
    if isinstance(app, QApplication):
        theme.apply_theme(app, settings.theme, settings.text_scale / 100)


def make_application(arguments: Sequence[str], settings: Settings) -> QApplication:
    """The QApplication, dressed."""
    app = QApplication(list(arguments))
    app.setApplicationName("Pendata")
    app.setApplicationDisplayName("Pendata")
    app.setDesktopFileName("pendata")
    wear(settings)
    app.setWindowIcon(icons.icon("household", "primary"))
    FocusRing(app)
    app.installTranslator(QtWords(app))
    return app


def main(folder: Path | None = None) -> int:
    """Run the program until its window is closed; a data folder is asked for its passphrase at once."""
    from ui.entrance import doors, known_folder, load_ahead

    make_streams_safe()
    ask_no_questions()
    home = data_home()
    settings = read_settings(home)
    app = make_application(sys.argv[:1], settings)
    window = Window(doors(), settings, home)
    app.installEventFilter(window)
    give_back = window.reporter.catch_all()
    sweeper = Sweeper(app)
    if folder is not None and window.start is not None:
        window.start.ask_passphrase(known_folder(folder))
    window.resize(1366, 768)
    window.show()
    tasks.Task(window, load_ahead).start_soon()
    try:
        return app.exec()
    finally:
        tasks.end_all()
        sweeper.stop()
        give_back()


def show_once() -> None:
    """Show the first window and close it again, to prove that it can be (see `--self-test`)."""
    from ui.entrance import doors

    app = QApplication.instance() or make_application(sys.argv[:1], Settings())
    window = Window(doors(), Settings(), data_home())
    window.show()
    app.processEvents()
    drawn = window.grab()
    window.close()
    if drawn.isNull() or window.start is None:
        raise RuntimeError("the first window stayed empty")


if __name__ == "__main__":
    sys.exit(main())
