# SPDX-License-Identifier: Apache-2.0
"""The forms of the project: which version is asked, and publishing another; a faulty workbook says where."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from enumerator.errors import UserError
from enumerator.forms import Form, load_form
from enumerator.forms.definition import FormWarning
from enumerator.messages import _, n_
from enumerator.office.prepare import media_beside
from enumerator.office.staffing import PublishedForm, forms
from ui import theme
from ui.office.asking import ask_file
from ui.office.look import when_words
from ui.tasks import Progress
from ui.widgets import Column, DataTable, EmptyState, QuietButton, Screen, Status, Text, Tinted, column, row

_DOUBTS_HEIGHT = 168  # pixels at 100 %; more lines are scrolled to


class Doubts(Tinted):
    """What was repaired or has no effect in a form just published, by sheet and row; read with the arrows."""

    def __init__(self) -> None:
        super().__init__("amber")
        self.heading = Text("", "label", "amber-ink").wrapped()
        self.lines = Text("", "body").wrapped()
        self.lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea()
        self.area.setWidget(self.lines)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.viewport().setAutoFillBackground(False)
        self.lines.setAutoFillBackground(False)
        self.area.setMaximumHeight(theme.px(_DOUBTS_HEIGHT))
        self.body.addWidget(self.heading)
        self.body.addWidget(self.area)
        self.hide()

    def show_warnings(self, title: str, warnings: tuple[FormWarning, ...]) -> None:
        """Nothing is shown where there is nothing to say."""
        number = len(warnings)
        self.heading.setText(
            n_(
                "{title} is published; {n} thing to look at:",
                "{title} is published; {n} things to look at:",
                number,
                title=title,
            )
        )
        told = [f"{each.where}: {each.what}" if each.where else each.what for each in warnings]
        self.lines.setText("\n".join(told))
        self.area.setAccessibleName(" ".join((self.heading.text(), *told)))
        self.area.verticalScrollBar().setValue(0)
        self.setVisible(bool(warnings))


class FormsView(QWidget):
    """Works for its page, which runs what is long and tells the news. `changed` after a form was published,
    `wanted` when this view has something to show.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page, self._now = page, page.workspace.store.clock
        empty = EmptyState(
            _("No form yet"),
            _("Publish an XLSForm workbook. Errors are told by sheet and row."),
            icon="form",
            action=_("Publish a form…"),
        )
        empty.acted.connect(self.ask_form)
        self.table = DataTable(
            self._columns(), name=_("Forms"), identity=lambda form: form.ref.hash, empty=empty
        )
        self.trouble = Tinted("red")
        self._what = Text("", "label", "red-ink").wrapped()
        self._where = Text("", "strong").wrapped()
        self._remedy = Text("", "body").wrapped()
        for words in (self._what, self._where, self._remedy):
            self.trouble.body.addWidget(words)
        self.trouble.hide()
        self.doubts = Doubts()
        # the page binds the key, which works from the other views as well
        self.publish = QuietButton(_("Publish a form…"), icon="form", key="Ctrl+P", key_works=False)
        self.publish.clicked.connect(self.ask_form)
        hint = Text(
            _("New interviews use the newest version; households already visited keep theirs."),
            "hint",
            "ink-2",
        ).wrapped()
        whole = column(spacing=12)
        whole.addWidget(self.trouble)
        whole.addWidget(self.doubts)
        whole.addWidget(self.table, 1)
        line = row(self.publish, spacing=14)
        line.addWidget(hint, 1)
        whole.addLayout(line)
        self.setLayout(whole)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Status"), lambda form: form_status(form).word, 150, status=form_status),
            Column(_("Title"), lambda form: form.title or form.ref.id, 200, 3, strong=True, wraps=True),
            Column(_("Version"), lambda form: form.ref.version, 130),
            Column(
                _("Published"),
                lambda form: when_words(form.wall, self._now()),
                160,
                sort=lambda form: form.wall,
            ),
            Column(
                _("Households"),
                lambda form: str(form.households),
                110,
                right=True,
                sort=lambda form: form.households,
            ),
            Column(_("Fingerprint"), lambda form: form.ref.hash[:12], 130, ink="ink-2", drop_below=960),
        ]

    def refresh(self) -> int:
        """Read again; how many there are."""
        found = forms(self._page.workspace)
        self.table.show_rows(found)
        return len(found)

    def take_focus(self) -> None:
        self.table.take_focus()

    def ask_form(self) -> None:
        """The workbook to publish."""
        path = self.pick_form()
        if path is not None:
            self.publish_form(path)

    def pick_form(self) -> Path | None:
        """An XLSForm workbook or XForm."""
        return ask_file(self, _("Form to publish"), "*.xlsx *.xls *.xml *.md *.csv")

    def publish_form(self, path: Path) -> None:
        """Compile it and make it a form of the project; what is wrong is shown in place, by sheet and row."""
        workspace = self._page.workspace
        self.trouble.hide()
        self.doubts.hide()
        self.wanted.emit()

        def work(_progress: Progress) -> Form:
            media = media_beside(path)
            form = load_form(path, media=media)
            with workspace.working() as own:
                own.library.publish_loaded(form, path, media)
            return form

        task = self._page.run(_("Checking and publishing the form"), work, can_cancel=False)
        task.on_success(self._published).on_failure(self._not_published)

    def _published(self, form: Form) -> None:
        self.changed.emit()
        self.table.select(form.hash)
        self.doubts.show_warnings(form.title or form.id, form.warnings)
        self._page.tell(
            "done",
            _("The form {name}, version {version}, is published.", name=form.id, version=form.version),
        )

    def _not_published(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        for label, words in (
            (self._what, error.what),
            (self._where, error.where),
            (self._remedy, error.remedy),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self.trouble.setAccessibleName(str(error))
        self.trouble.show()


def form_status(form: PublishedForm) -> Status:
    """The version new interviews use, or an earlier one."""
    if form.newest:
        return Status(_("In use"), "done-circle", "primary")
    return Status(_("Earlier version"), "history", "grey")
