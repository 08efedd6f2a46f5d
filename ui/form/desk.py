# SPDX-License-Identifier: Apache-2.0
"""An interview on screen: bars, outline, page and side panel, and the keys that work everywhere in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from enumerator.errors import UserError
from enumerator.forms import NoAnswer, Question, Repeat
from enumerator.interviews.editing import Edit, Editing
from enumerator.interviews.elsewhere import Doubles
from enumerator.interviews.navigation import Kind, Page, asks, plain_name
from enumerator.messages import _, n_
from ui import theme
from ui.form import spelling
from ui.form.go_to import GoTo
from ui.form.inputs.field import Asking
from ui.form.outline import Outline, crumb, page_title
from ui.form.page import FormPage
from ui.form.panes import Panes
from ui.form.problems import double_links
from ui.form.roster import cells_of, value_of
from ui.form.side_panel import Known, SidePanel
from ui.reporting import News
from ui.widgets.bar import Bar
from ui.widgets.button import PrimaryButton, QuietButton
from ui.widgets.pill import Status, StatusPill

MINUTE_MS: Final = 60_000
PAUSE_MS: Final = 700  # of rest at the keyboard


@dataclass(frozen=True)
class Sitting:
    """One interview being held: what is edited, and what its screen needs from outside.

    `saved` says how saving stands (words, and a colour role); `known` gives history and comment of an
    answer; `came` is told of each question one comes to; `met` are numbers of people in other households,
    with
    the family's name; `earlier` is the time
    already spent on it, in seconds.
    """

    editing: Editing
    asking: Asking
    back: str
    saved: Callable[[], tuple[str, str]] = lambda: (_("Saved"), "primary")
    known: Callable[[str], Known] = lambda _address: Known()
    came: Callable[[str], None] = lambda _address: None
    met: Mapping[str, str] = field(default_factory=dict)
    start_at: str = ""
    earlier: float = 0.0
    began: float = field(default_factory=monotonic)


class Desk(QWidget):
    """Everything typed is saved before it is shown as saved; leaving loses nothing."""

    close_requested = Signal()
    finish_requested = Signal()
    noticed = Signal(object)
    state_changed = Signal(str, str)
    detail_changed = Signal(str)
    right_changed = Signal(str)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.editing = sitting.editing
        self.interview = sitting.editing.interview
        self.progress = sitting.editing.progress
        self.place = ""
        self.doubles = Doubles(self.interview, sitting.met)
        self.page = FormPage(self.interview, self.progress, sitting.asking)
        self.outline = Outline(self.interview, self.progress)
        self.side = SidePanel(self.interview, self.progress, sitting.known)
        self.panes = Panes(self.outline, self.page, self.side)
        self.go_to_box = GoTo(self.interview, self.progress, self)
        self._make_bar()
        self._make_foot()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.panes, 1)
        whole.addWidget(self.foot)
        for strip in (self.bar, self.foot):
            # else what they say on a wide screen would keep the window from becoming narrow
            strip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._connect()
        self._bind_keys()
        self._minutes = QTimer(self, interval=MINUTE_MS)
        self._minutes.timeout.connect(self._show_duration)
        self._minutes.start()
        self.outline.refresh()
        self._show_problems()
        self._show_progress()
        self._show_duration()
        self._started = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._prepare_next)

    def _prepare_next(self) -> None:
        following = self._neighbour(1)
        if following is not None:
            self.page.prepare(following)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._started:
            # only now are the sizes known that scrolling needs
            self._started = True
            self.panes.adopt_size()
            self._start()

    # -- building --------------------------------------------------------------------------------------------

    def _make_bar(self) -> None:
        self.bar = Bar("")
        self.back_button = self.bar.add_back(self.sitting.back)
        self.pill = StatusPill()
        self.bar.show_chips(self.pill)
        self.sections_button = QuietButton(_("Sections"), icon="menu", key="F3", key_works=False)
        self.check_button = QuietButton(_("To check"), icon="warning", key="F4", key_works=False)
        self.language_button = QuietButton("", icon="language")
        self.language_button.setToolTip(_("Language of the questions (Ctrl+L)"))
        self.go_button = QuietButton(_("Go to…"), key="F6", key_works=False)
        for button in (self.sections_button, self.check_button, self.language_button, self.go_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.bar.add_widget(button)
        self.back_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.language_button.setVisible(len(self.interview.form.languages) > 1)
        self._show_language()

    def _make_foot(self) -> None:
        self.foot = QFrame()
        self.foot.setProperty("surface", "panel")
        self.foot.setProperty("edge", "top")
        self.foot.setFixedHeight(theme.control_height() + theme.px(20))
        self.previous_button = QuietButton(_("Previous"), icon="back", key="PgUp", key_works=False)
        self.save_button = QuietButton(_("Save and close"), key="Ctrl+S", key_works=False)
        self.next_button = PrimaryButton("", key="PgDown", key_works=False)
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.previous_button)
        row.addStretch(1)
        row.addWidget(self.save_button)
        row.addWidget(self.next_button)
        for button in (self.previous_button, self.save_button, self.next_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _connect(self) -> None:
        page, side = self.page, self.side
        page.answered.connect(self._on_answered)
        page.arrived.connect(self._on_arrived)
        page.departed.connect(self._on_departed)
        page.next_requested.connect(lambda _place: self.go_next())
        page.back_requested.connect(lambda _place: self.go_back())
        page.row_open_requested.connect(self.open_row)
        page.row_add_requested.connect(self.add_row)
        page.row_remove_requested.connect(self.remove_row)
        page.row_move_requested.connect(lambda row, to: self._show_edit(self.editing.move_row(row, to)))
        page.rows_pasted.connect(self.paste_rows)
        self.outline.page_requested.connect(self.open_page)
        self.outline.add_requested.connect(self.add_row)
        self.outline.left.connect(self.return_to_question)
        side.go_requested.connect(self.go_to)
        side.problems.go_requested.connect(lambda _address: self.panes.close_drawer())
        side.remarked.connect(lambda address, text: self._show_edit(self.editing.remark(address, text)))
        side.accepted.connect(lambda address, reason: self._show_edit(self.editing.accept(address, reason)))
        side.no_answer_requested.connect(self.put_no_answer)
        side.left.connect(self.return_to_question)
        self.go_to_box.chosen.connect(self.go_to)
        self.go_to_box.closed.connect(self.return_to_question)
        self.back_button.clicked.connect(self.save_and_close)
        self.save_button.clicked.connect(self.save_and_close)
        self.previous_button.clicked.connect(self.previous_page)
        self.next_button.clicked.connect(self.next_page)
        self.go_button.clicked.connect(self.open_go_to)
        self.sections_button.clicked.connect(self.toggle_outline)
        self.check_button.clicked.connect(self.toggle_side)
        self.language_button.clicked.connect(self._choose_language)
        self.panes.folds_changed.connect(self._show_folds)

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "F2": self.write_remark,
            "F3": self.toggle_outline,
            "F4": self.toggle_side,
            "F6": self.open_go_to,
            "F7": lambda: self.put_no_answer("dont_know"),
            "F8": lambda: self.put_no_answer("refused"),
            "F9": self.next_problem,
            "PgUp": self.previous_page,
            "PgDown": self.next_page,
            "Ctrl+N": self.add_row_here,
            "Ctrl+Del": self.remove_row_here,
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+Shift+Z": self.redo,
            "Ctrl+L": self.next_language,
            "Ctrl+S": self.save_and_close,
            "Ctrl+Return": self.finish,
            "Ctrl+Enter": self.finish,
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _start(self) -> None:
        place = self.sitting.start_at
        page = self.progress.page_of(place) if place else None
        if page is None or not self.progress.applies(page):
            shown = self.progress.shown()
            page = next(
                (p for p in shown if self.progress.tally(p.key).answered < self.progress.tally(p.key).asked),
                shown[0] if shown else None,
            )
            place = ""
        if page is not None:
            self.show_page(page, place or None)

    # -- answers ---------------------------------------------------------------------------------------------

    def _on_answered(self, address: str, value: object) -> None:
        field = self.page.field(address)
        if field is not None and not field.typed:
            self.editing.history.seal()
        if not isinstance(value, str):
            return
        try:
            edit = self.editing.answer(address, value or None)
        except UserError as refused:
            # the engine takes no such answer: say so, and show again what stands
            self.noticed.emit(News("warning", refused.what, refused.remedy))
            self.page.refresh(address)
            return
        self._show_edit(edit)

    def put_no_answer(self, kind: str) -> None:
        """Don't know, or refused, where the form allows it; again takes it back."""
        node = self.interview.node(self.place) if self.place else None
        if node is None or not isinstance(node.definition, Question) or not asks(node.definition):
            return
        if kind not in node.definition.allow:
            words = _("Don't know") if kind == "dont_know" else _("Refused")
            self._tell("info", _("This question does not offer “{answer}”.", answer=words))
            return
        given = NoAnswer(kind)
        self._show_edit(self.editing.answer(self.place, None if node.no_answer == given else given))
        self.editing.history.seal()

    def undo(self) -> None:
        """Take the last edit back, wherever it was."""
        self._show_step(self.editing.undo(), _("Nothing to undo."))

    def redo(self) -> None:
        """Do again what was undone last."""
        self._show_step(self.editing.redo(), _("Nothing to redo."))

    def _show_step(self, edit: Edit | None, otherwise: str) -> None:
        if edit is None:
            self._tell("info", otherwise)
            return
        self._show_edit(edit)
        self._go_near(edit.address)

    def _go_near(self, address: str) -> None:
        """To where a step happened; a row that is gone is looked for in its roster."""
        page = self.progress.page_of(address)
        if page is not None and page.container == address:
            self.show_page(page)
        elif page is not None:
            self.go_to(address)
        else:
            self.go_to(address.rpartition("[")[0])

    def _show_edit(self, edit: Edit) -> None:
        if (
            edit.shift.structure
            and self.page.page is not None
            and self.progress.page(self.page.page.key) is None
        ):
            # the row on screen is gone; whoever removed it says where to go
            self.page.forget()
            self.place = ""
            self.side.forget()
            self.outline.refresh()
        else:
            self.page.show_changes(edit.changes)
        if edit.shift.structure:
            self.outline.refresh()
            self._show_current()
        else:
            named = self.progress.page_of(edit.address) if self.progress.names(edit.address) else None
            self.outline.update_pages(edit.shift.pages | ({named.key} if named is not None else frozenset()))
            if named is not None and self.page.page is not None:
                self.page.show_crumb(crumb(self.interview, self.progress, self.page.page))
        if self._pause.isActive():
            self._pause.start()
        doubled = self.doubles.update(edit.changes)
        if edit.changes.problems or edit.shift.pages or edit.changes.labels or doubled:
            self._show_problems()
        self.side.refresh()
        self._show_progress()
        self.state_changed.emit(*self.sitting.saved())

    # -- moving ----------------------------------------------------------------------------------------------

    def show_page(self, page: Page, place: str | None = None) -> None:
        """Turn to a page and put the keyboard on `place`, or on the first open question."""
        self.page.show_page(page, crumb(self.interview, self.progress, page), self._way_on(page))
        self.outline.refresh()
        self._show_current()
        stop = place or self.progress.first_stop(page)
        if stop is None or not self.page.go_to(stop):
            self.place = ""
            self.side.show_question("")
            self.page.setFocus()
        self._pause.start()
        # a drawer that goes with the keyboard in it would throw the keyboard anywhere
        self.panes.close_drawer()
        self._show_folds()

    def _way_on(self, page: Page) -> str:
        """Under a row: how to add the next one, for whoever has just answered its last question."""
        if page.kind is not Kind.ROW or not self._may_add(page.series):
            return ""
        name = plain_name(self.interview.node(page.series).label) or _("a row")
        return _("Enter goes on · Ctrl+N: add {name}", name=name)

    def open_page(self, key: str) -> None:
        """Turn to a page by its key."""
        page = self.progress.page(key)
        if page is not None:
            self.show_page(page)

    def open_row(self, row: str) -> None:
        """Turn to a row of a roster."""
        page = self.progress.page_of(row)
        if page is not None:
            self.show_page(page)

    def go_to(self, address: str) -> bool:
        """Put the keyboard on a question, on whichever page it is; False if it is not to be seen now."""
        page = self.progress.page_of(address)
        if page is None or not self.progress.applies(page):
            return False
        if self.page.page is None or self.page.page.key != page.key:
            self.show_page(page, address)
        else:
            self.page.go_to(address)
            self.panes.close_drawer()
        return self.place == address

    def go_next(self) -> None:
        """To the next question; at the very end to the finish page."""
        after = self.progress.after(self.place) if self.place else None
        if after is not None:
            self.go_to(after)
        elif self.page.page is not None and not self.place:
            self.next_page()
        else:
            self.finish()

    def go_back(self) -> None:
        """To the question before."""
        before = self.progress.before(self.place) if self.place else None
        if before is not None:
            self.go_to(before)
        elif self.place:
            self.page.go_to(self.place)

    def next_page(self) -> None:
        """To the next section or row; after the last one to the finish page."""
        page = self._neighbour(1)
        if page is not None:
            self.show_page(page)
        else:
            self.finish()

    def previous_page(self) -> None:
        """To the section or row before."""
        page = self._neighbour(-1)
        if page is not None:
            self.show_page(page)

    def _neighbour(self, step: int) -> Page | None:
        shown = self.progress.shown()
        current = self.page.page
        keys = [page.key for page in shown]
        if current is None or current.key not in keys:
            return shown[0] if shown else None
        at = keys.index(current.key) + step
        return shown[at] if 0 <= at < len(shown) else None

    def next_problem(self) -> None:
        """To the next problem after this question, round the end."""
        self.page.leave()
        address = self.progress.next_problem(self.place)
        if address is None:
            self._tell("done", _("Nothing to check: no problem is left, and nothing needed is missing."))
            self.return_to_question()
        else:
            self.go_to(address)

    def return_to_question(self) -> None:
        """The keyboard back to the question it came from."""
        if self.place:
            self.page.go_to(self.place, again=True)
        self.panes.close_drawer()

    def open_go_to(self) -> None:
        """Choose a question to go to."""
        self.go_to_box.open(self.place)

    def toggle_outline(self) -> None:
        """To the outline with the keyboard, and back."""
        if self.outline.hasFocus():
            self.return_to_question()
            return
        self.panes.open_drawer("outline")
        self.outline.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_side(self) -> None:
        """To the side panel with the keyboard, and back."""
        if ("side" in self.panes.folded and self.panes.is_open("side")) or self.side.isAncestorOf(
            self.focusWidget() or self
        ):
            self.return_to_question()
            return
        self.panes.open_drawer("side")
        self.side.take_keyboard()

    def write_remark(self) -> None:
        """To the remark of this question, or to the reason that its warning asks for."""
        if self.place and asks(self.interview.node(self.place).definition):
            self.page.leave()
            self._show_problems()
            self.side.refresh()
            self.panes.open_drawer("side")
            self.side.take_keyboard()

    # -- rows ------------------------------------------------------------------------------------------------

    def add_row_here(self) -> None:
        """Add a row to the roster of this page."""
        page = self.page.page
        series = [page.series] if page is not None and page.series and page.kind is Kind.ROW else []
        series += [item.address for item in page.items if item.kind == "series"] if page is not None else []
        open_ones = [address for address in series if self._may_add(address)]
        if not open_ones:
            open_ones = [address for address in self.progress.series() if self._may_add(address)][:1]
        if open_ones:
            self.add_row(open_ones[0])
        else:
            self._tell("info", _("There is no list here to add to."))

    def add_row(self, series: str) -> None:
        """Add a row and go there."""
        if not self._may_add(series):
            return
        self.page.leave()
        edit = self.editing.add_row(series)
        self._show_edit(edit)
        page = self.progress.page_of(edit.address)
        if page is not None:
            self.show_page(page)

    def paste_rows(self, series: str, row: int, column: int, text: str) -> None:
        """Fill the table from a spreadsheet, from the cell under the cursor; rows are added where there are
        too few."""
        roster = self.page.roster(series)
        cells = cells_of(text)
        if roster is None or not cells:
            return
        definition = self.interview.node(series).definition
        columns = roster.columns()[column - 1 :]
        steps = 0
        while len(self.progress.rows(series)) < row + len(cells) and self._may_add(series):
            self._show_edit(self.editing.add_row(series))
            steps += 1
        for address, line in zip(self.progress.rows(series)[row:], cells, strict=False):
            for question, cell in zip(columns, line, strict=False):
                place = address + question.path[len(definition.path) :]
                node = self.interview.node(place)
                choices = self.interview.choices(place) if question.type == "select_one" else ()
                value = value_of(cell, question, choices, self.sitting.asking.clock().date())
                if value and node.relevant and not node.readonly and value != node.value:
                    self.editing.history.seal()
                    self._show_edit(self.editing.answer(place, value))
                    steps += 1
        self.editing.history.join(steps, series)
        self._tell(
            "info",
            n_(
                "{n} row pasted. Ctrl+Z takes it back.",
                "{n} rows pasted. Ctrl+Z takes them back.",
                len(cells),
            ),
        )

    def _may_add(self, series: str) -> bool:
        node = self.interview.node(series)
        definition = node.definition
        return (
            node.relevant
            and isinstance(definition, Repeat)
            and not definition.no_add_remove
            and definition.count is None
        )

    def remove_row_here(self) -> None:
        """Remove the row on screen, or the one under the cursor in the table."""
        page = self.page.page
        if page is not None and page.kind is Kind.ROW:
            self.remove_row(page.container)
            return
        roster = self.page.roster(self.place)
        if roster is not None and roster.current_row():
            self.remove_row(roster.current_row())

    def remove_row(self, row: str) -> None:
        """Remove a row, say which, and how to get it back."""
        page = self.progress.page_of(row)
        series = row.rpartition("[")[0]
        if page is None or not self._may_add(series):
            return
        name = page_title(self.interview, self.progress, page)
        at = self.progress.rows(series).index(row)
        here = self.page.page is not None and self.page.page.container.startswith(row)
        self.page.leave()
        self._show_edit(self.editing.remove_row(row))
        rows = self.progress.rows(series)
        if here and rows:
            self.open_row(rows[min(at, len(rows) - 1)])
        elif here:
            self.go_to(series)
        self._tell("warning", _("Removed: {name}. Ctrl+Z brings it back with all its answers.", name=name))

    # -- language --------------------------------------------------------------------------------------------

    def next_language(self) -> None:
        """The next language of the form, at the same question."""
        names = self.interview.form.languages
        if len(names) > 1:
            at = names.index(self.interview.language) if self.interview.language in names else -1
            self.speak(names[(at + 1) % len(names)])

    def speak(self, language: str) -> None:
        """Ask in another language of the form, at the same question."""
        place = self.place
        self.progress.update(self.interview.set_language(language))
        page = self.page.page
        if page is not None:
            self.page.show_crumb(crumb(self.interview, self.progress, page))
        self.page.show_all()
        self.outline.refresh()
        self._show_current()
        self._show_problems()
        self.side.show_question(place)
        self._show_language()

    def _choose_language(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self.interview.form.languages:
            action = menu.addAction(language_words(name))
            action.setCheckable(True)
            action.setChecked(name == self.interview.language)
            action.triggered.connect(lambda _on=False, n=name: self.speak(n))
        menu.popup(self.language_button.mapToGlobal(self.language_button.rect().bottomLeft()))

    def _show_language(self) -> None:
        language = self.interview.language
        code = language.rpartition("(")[2].rstrip(")").upper()
        self.language_button.setText(
            code if self.width() < theme.px(1100) and code else language_words(language)
        )
        self.language_button.updateGeometry()

    # -- leaving ---------------------------------------------------------------------------------------------

    def save_and_close(self) -> None:
        """Everything is saved already; go."""
        self.page.leave()
        self.side.show_question(self.place)
        self.close_requested.emit()

    def finish(self) -> None:
        """To the finish page."""
        self.page.leave()
        self.finish_requested.emit()

    # -- showing ---------------------------------------------------------------------------------------------

    def _show_title(self) -> None:
        """The title, cut short where the bar is narrow."""
        label = self.bar.title
        room = max(theme.px(140), self.width() - theme.px(690))
        label.setToolTip(self.title())
        self.bar.show_title(label.fontMetrics().elidedText(self.title(), Qt.TextElideMode.ElideRight, room))

    def title(self) -> str:
        """Whose interview it is."""
        name = self.progress.name_of(self.interview.form.root.path)
        return _("Household of {name}", name=name) if name else _("New household")

    def tell_all(self) -> None:
        """Say everything for the status line again, for one who listens only now."""
        self.state_changed.emit(*self.sitting.saved())
        self._show_number()
        self._show_duration()

    def _on_arrived(self, address: str) -> None:
        self.place = address
        self.side.show_question(address)
        self._show_number()
        self._show_problems()
        self.sitting.came(address)

    def _on_departed(self, _address: str) -> None:
        self.editing.history.seal()
        self._show_problems()

    def _show_problems(self) -> None:
        here = self.page.here
        hidden = here if here and here not in self.page.visited else ""
        self.side.problems.refresh(hidden, double_links(self.interview, self.progress, self.doubles.found()))
        self._show_folds()

    def _show_current(self) -> None:
        page = self.page.page
        self.outline.show_current(page.key if page is not None else "")
        following = self._neighbour(1)
        words = (
            _("Next: {page}", page=page_title(self.interview, self.progress, following))
            if following is not None
            else _("Finish…")
        )
        self.next_button.setText(_short(words).replace("&", "&&"))
        self.next_button.key = "PgDown" if following is not None else "Ctrl+Return"
        self.next_button.updateGeometry()
        self.previous_button.setEnabled(self._neighbour(-1) is not None)

    def _show_progress(self) -> None:
        total = self.progress.total()
        tone, icon = (
            ("primary", "done") if total.answered == total.asked and total.asked else ("amber", "draft")
        )
        self.pill.show_status(Status(_("Draft · {share}%", share=total.share), icon, tone))
        self._show_title()
        self._show_number()

    def _show_number(self) -> None:
        if self.place and self.progress.is_asked(self.place):
            number, of = self.progress.number(self.place)
            self.detail_changed.emit(_("Question {number} of {of} that apply", number=number, of=of))
        else:
            self.detail_changed.emit(
                n_("{n} question applies", "{n} questions apply", self.progress.total().asked)
            )

    def _show_duration(self) -> None:
        spent = self.sitting.earlier + monotonic() - self.sitting.began
        self.right_changed.emit(_("Duration {time}", time=spelling.duration_words(spent)))

    def _show_folds(self) -> None:
        """What the bar offers at this width: where a pane is folded, the button that opens it."""
        folded = self.panes.folded
        tight = self.width() < theme.px(1100)
        problems = len(self.progress.problems())
        self.sections_button.setVisible("outline" in folded)
        self.check_button.setVisible("side" in folded)
        self.check_button.setText(
            str(problems) if tight and problems else _("Check {n}", n=problems) if problems else _("Check")
        )
        self.check_button.setAccessibleName(_("Check {n}", n=problems))
        self.go_button.show_icon("search" if tight else "")
        self.go_button.setText("" if tight else _("Go to…"))
        self.sections_button.setText("" if tight else _("Sections"))
        for button in (self.check_button, self.go_button, self.sections_button):
            button.updateGeometry()
        self.language_button.setVisible(len(self.interview.form.languages) > 1)
        self._show_language()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_folds()
        self._show_title()

    def _tell(self, kind: str, text: str) -> None:
        self.noticed.emit(News(kind, text, ""))


def language_words(name: str) -> str:
    """`Bahasa Indonesia (id)` as `Bahasa Indonesia`."""
    return name.rpartition(" (")[0] or name


def _short(words: str, most: int = 34) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
