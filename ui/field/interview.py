# SPDX-License-Identifier: Apache-2.0
"""The interview as the enumerator holds it: opened from a draft or begun, saved at every edit, finished and
signed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from enumerator.errors import UserError
from enumerator.forms import Form
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.upgrading import Report, Upgrade, report_words, unplaced_report, upgrade
from enumerator.messages import _, n_
from enumerator.registry.known_here import KnownHere, Other, known_here
from ui.capture.equipment import Equipment
from ui.field.finish import FinishPage
from ui.field.interview_room import InterviewRoom, Person, begin_draft, forms_wanted
from ui.field.moved_draft import MovedDraft
from ui.field.opening import LARGE, OpeningPage
from ui.field.other_household import OtherHousehold
from ui.form.desk import Desk
from ui.form.inputs.field import Asking
from ui.form.sitting import Sitting
from ui.tasks import Progress, Task
from ui.widgets.moments import clock_words
from ui.widgets.requests import OpenInterview
from ui.widgets.screen import Screen


class InterviewScreen(Screen):
    """Opens on an `OpenInterview`; leaves by `close_requested`, with nothing unsaved."""

    takes_whole_window = True

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Interview"), parent)
        self.bar.hide()
        self.content.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedLayout()
        self.content.addLayout(self._stack)
        self.opening = OpeningPage(_("My assignments"))
        self.opening.cancelled.connect(self._on_cancelled)
        self._stack.addWidget(self.opening)
        self._loading: Task | None = None
        self._request = OpenInterview()
        self._drafts = Drafts(workspace.store)
        self._person = Person(workspace.keys.author, workspace.person_name)
        self.room: InterviewRoom | None = None
        self.desk: Desk | None = None
        self.finish_page: FinishPage | None = None

    # -- opening ---------------------------------------------------------------------------------------------

    def arrive(self, argument: object) -> None:
        """Open what was asked for; a UserError goes back to the list with its words.

        At once where the form is at hand. Where it is not, it is made ready in another thread meanwhile, and
        the page says whose interview it will be.
        """
        request = argument if isinstance(argument, OpenInterview) else OpenInterview(draft=str(argument))
        self._stop_loading()
        self._close()
        self._request = request
        library = self.workspace.library
        try:
            wanted = forms_wanted(self.workspace.store, self._drafts, library, request)
        except UserError as problem:
            self._give_up(problem)
            return
        self.opening.begin(self._whose(request))
        if missing := [each for each in wanted if not library.is_ready(each)]:
            self._stack.setCurrentWidget(self.opening)
            self._load(missing)
            return
        if self._is_large(request, wanted):
            self._stack.setCurrentWidget(self.opening)
            self._say_ready()
        self._open()

    def _whose(self, request: OpenInterview) -> str:
        if request.name:
            return _("Household of {name}", name=request.name)
        return _("Interview") if request.draft or request.household else _("New household")

    def _is_large(self, request: OpenInterview, hashes: list[str]) -> bool:
        asked = self._drafts.get(request.draft).total if request.draft else 0
        return max([asked, *(len(self.workspace.library.get(each).nodes) for each in hashes)]) >= LARGE

    def _load(self, hashes: list[str]) -> None:
        workspace = self.workspace

        def read(progress: Progress) -> list[Form]:
            forms = []
            with workspace.working() as own:
                for done, each in enumerate(hashes):
                    progress(done, len(hashes) + 1)
                    forms.append(own.library.get(each))
            progress(len(hashes), len(hashes) + 1)
            return forms

        task = Task(self, read).on_progress(self.opening.show_progress)
        task.on_success(lambda forms: self._on_loaded(task, forms)).on_failure(
            lambda error: self._on_not_loaded(task, error)
        )
        self._loading = task.start_soon()

    def _on_loaded(self, task: Task, forms: list[Form]) -> None:
        if self._loading is not task:
            return
        self._loading = None
        for form in forms:
            self.workspace.library.keep_ready(form)
        if self.opening.is_telling:
            self._say_ready()
        waited = self.opening.hasFocus()
        self._open()
        if waited and self.desk is not None:
            self.take_focus()

    def _on_not_loaded(self, task: Task, error: Exception) -> None:
        if self._loading is task:
            self._loading = None
            self._give_up(error)

    def _say_ready(self) -> None:
        """The questions are laid out in this thread: what is said must be on screen before."""
        self.opening.show_progress(1, 2)
        self.opening.show_lines()
        if self.isVisible():
            self.layout().activate()
            self.opening.repaint()

    def _on_cancelled(self) -> None:
        self._stop_loading()
        self.close_requested.emit()

    def _stop_loading(self) -> None:
        self.opening.end()
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    def _give_up(self, error: Exception) -> None:
        self.opening.end()
        self.show_error(error)
        self.close_requested.emit()

    def _open(self) -> None:
        """With every form at hand."""
        request, store, library = self._request, self.workspace.store, self.workspace.library
        try:
            draft = begin_draft(store, self._drafts, library, self._person, request)
            moved = upgrade(self._drafts, library, draft.id)
            draft = self._drafts.get(draft.id)
            room = InterviewRoom(store, self._drafts, library, self._person, draft)
        except UserError as problem:
            self._give_up(problem)
            return
        self._show(room, request.address or room.start_at())
        self.opening.end()
        self._tell_moved(room, moved)
        self.data_changed.emit()

    def _tell_moved(self, room: InterviewRoom, moved: Upgrade | None) -> None:
        """What became of the answers when the form was exchanged for a newer one, now or earlier."""
        if moved is not None:
            self.tell(
                "warning" if moved.report.changed or moved.report.unplaced else "info",
                _("This interview goes on with form version {version}.", version=room.draft.form.version),
                report_words(moved),
                action=_("What became of the answers"),
                act=lambda: self.show_moved(moved.report),
            )
        elif kept := unplaced_report(room.interview.answers(), room.interview.form).lines:
            self.tell(
                "info",
                n_(
                    "{n} answer of an older form version has no place here and is kept beside.",
                    "{n} answers of an older form version have no place here and are kept beside.",
                    kept,
                ),
                action=_("What became of the answers"),
                act=self.show_unplaced,
            )

    def _show(self, room: InterviewRoom, start_at: str) -> None:
        self.room = room
        store = self.workspace.store
        asking = Asking(
            room.interview, store.clock, store.attachments, room.media, self._equipment(), room.kelurahan
        )
        sitting = Sitting(
            room.editing,
            asking,
            _("My assignments"),
            saved=self._saved_words,
            known=room.known,
            note=room.note,
            start_at=start_at,
            earlier=room.earlier,
        )
        desk = Desk(sitting)
        desk.close_requested.connect(self._on_close)
        desk.finish_requested.connect(self.show_finish)
        desk.noticed.connect(self.noticed)
        desk.state_changed.connect(self.state_changed)
        desk.detail_changed.connect(self.detail_changed)
        desk.right_changed.connect(self.right_changed)
        desk.other_requested.connect(self.show_other)
        self.desk = desk
        self._stack.addWidget(desk)
        self._stack.setCurrentWidget(desk)
        desk.tell_all()
        self._learn_soon(room, desk)

    def _learn_soon(self, room: InterviewRoom, desk: Desk) -> None:
        """Read who is known in other households, beside the person's typing."""
        workspace, household = self.workspace, room.draft.household

        def read(_progress: Progress) -> KnownHere:
            with workspace.working() as own:
                return known_here(own.store, own.library, household, own.keys.author)

        Task(desk, read).on_success(desk.doubles.learn).on_failure(lambda _error: None).start_soon()

    def show_other(self, other: Other) -> None:
        """Another household as it is known here, only to be looked at."""
        form = (
            self.workspace.library.get(other.form.hash)
            if other.form is not None and other.form.hash in self.workspace.library
            else None
        )
        window = OtherHousehold(self, other, form)
        window.finished.connect(lambda _result: self.take_focus())
        window.open()

    def show_moved(self, report: Report) -> None:
        """What became of each answer when the draft was moved to a newer form."""
        if self.room is None:
            return
        window = MovedDraft(self, report, self.room.draft.form.version)
        window.finished.connect(lambda _result: self.take_focus())
        window.open()

    def show_unplaced(self) -> None:
        """The answers that are kept beside the form."""
        if self.room is not None:
            self.show_moved(unplaced_report(self.room.interview.answers(), self.room.interview.form))

    def _equipment(self) -> Equipment:
        """What was used last on this laptop is used again."""
        workspace = self.workspace

        def remember(what: str, choice: str) -> None:
            workspace.change_settings(equipment={**workspace.settings.equipment, what: choice})

        return Equipment(recall=lambda what: workspace.settings.equipment.get(what, ""), remember=remember)

    def take_focus(self) -> None:
        if self.finish_page is not None and self._stack.currentWidget() is self.finish_page:
            self.finish_page.take_focus()
        elif self.desk is not None:
            self.desk.return_to_question()
        else:
            self.opening.setFocus()

    def can_wait(self) -> bool:
        return self.desk is not None

    def stand_still(self) -> None:
        if self.desk is not None:
            self.desk.stand_still()

    def go_on(self) -> None:
        if self.desk is not None:
            self.desk.go_on()
            if self.room is not None and self._stack.currentWidget() is self.finish_page:
                self.room.note("finish page", "")

    def memory(self) -> object:
        """The same interview at the same question, after a change of language or size."""
        if self._loading is not None:
            return self._request
        if self.room is None or self.desk is None:
            return None
        name = self.room.household_name()
        return OpenInterview(draft=self.room.draft.id, address=self.desk.place, name=name)

    # -- finishing -------------------------------------------------------------------------------------------

    def show_finish(self) -> None:
        """The page that lists what is still to do, and signs."""
        if self.room is None or self.desk is None:
            return
        if self.finish_page is None:
            self.finish_page = FinishPage(self.room.editing, corrects=self.room.corrects)
            self.finish_page.go_requested.connect(self._back_to)
            self.finish_page.back_requested.connect(lambda: self._back_to(""))
            self.finish_page.sign_requested.connect(self._on_sign)
            self._stack.addWidget(self.finish_page)
        self.desk.tell_everything()
        self.desk.page.visited.update(self.room.editing.progress.missing())
        self.finish_page.refresh(self.desk.title(), self.desk.doubles.links())
        self.room.note("finish page", "")
        self._stack.setCurrentWidget(self.finish_page)
        self.finish_page.take_focus()

    def _back_to(self, address: str) -> None:
        if self.desk is None:
            return
        self._stack.setCurrentWidget(self.desk)
        self.desk.page.show_all()
        if not address or not self.desk.go_to(address):
            self.desk.return_to_question()

    def _on_sign(self, reason: str) -> None:
        room, desk = self.room, self.desk
        if room is None or desk is None:
            return
        if not room.try_again():
            self._tell_unsaved()
            return
        try:
            room.sign(reason)
        except UserError as problem:
            self.show_error(problem)
            return
        title = desk.title()
        self._close()
        self.data_changed.emit()
        self.tell(
            "done",
            _("{household} is finished and signed.", household=title),
            _("It goes to the office with the next bundle."),
        )
        self.close_requested.emit()

    # -- leaving ---------------------------------------------------------------------------------------------

    def may_leave(self) -> bool:
        """Everything typed is on the disk, or the person is told why not and stays."""
        self._stop_loading()
        if self.room is None or self.desk is None:
            return True
        self.desk.page.leave()
        if not self.room.try_again():
            self._tell_unsaved()
            return False
        self.room.note("close", self.desk.place)
        self.room.note_progress(self.desk.place)
        self.data_changed.emit()
        return True

    def _on_close(self) -> None:
        if self.may_leave():
            title = self.desk.title() if self.desk is not None else ""
            share = self.room.editing.progress.total().share if self.room is not None else 0
            self._close()
            self.tell(
                "info", _("{household} is kept as a draft, {share}% done.", household=title, share=share)
            )
            self.close_requested.emit()

    def _close(self) -> None:
        for widget in (self.desk, self.finish_page):
            if widget is not None:
                self._stack.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.room = self.desk = self.finish_page = None

    def _saved_words(self) -> tuple[str, str]:
        room = self.room
        if room is None:
            return "", "primary"
        if room.problem is not None:
            return _("NOT saved: {why}", why=room.problem.what), "red"
        return _("Saved at {time}", time=clock_words(room.saved_at)), "primary"

    def _tell_unsaved(self) -> None:
        if self.room is not None and self.room.problem is not None:
            problem = self.room.problem
            self.tell(
                "error", _("The last answers are not saved yet: {why}", why=problem.what), problem.remedy
            )
