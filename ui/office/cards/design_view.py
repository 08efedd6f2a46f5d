# SPDX-License-Identifier: Apache-2.0
"""Both sides of a design drawn on a sample, off the GUI thread; what is wrong is said above the last right
picture."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Final

from PIL import Image
from PySide6.QtCore import Signal

from enumerator.cards.design import Template
from enumerator.cards.designs import Design
from enumerator.cards.layout import SINGLE
from enumerator.cards.render import page_count, render_page
from enumerator.cards.samples import BARE, FULL, ORDINARY, sample_card
from enumerator.cards.sheet import draw_sheet
from enumerator.cards.template import TemplateError
from enumerator.errors import UserError
from enumerator.messages import _, mark
from ui.office.cards.looks import PdfView
from ui.tasks import Progress, Task
from ui.widgets import Card, DropDown, QuietButton, Text, Tinted, row

SAMPLES: Final = {
    ORDINARY: mark("An ordinary card"),
    FULL: mark("Long name, many programmes"),
    BARE: mark("No photo, no numbers"),
}
_DPI: Final = 220


@dataclass(frozen=True)
class _Drawn:
    """A design that is right, as it looks."""

    template: Template
    pages: tuple[Image.Image, ...]
    notes: tuple[str, ...]


class DesignView(Card):
    """`draw(design, prefix, today)`; `drawn(Template)` when it is right, `wrong(line)` when it is not.

    `go_wanted(line)` for the button, `sample_chosen` when another is to be drawn.
    """

    drawn = Signal(object)
    wrong = Signal(int)
    go_wanted = Signal(int)
    sample_chosen = Signal()

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=10)
        self._wish = 0
        self._line = 0
        self.sample = DropDown()
        for key, words in SAMPLES.items():
            self.sample.addItem(_(words), key)
        self.sample.activated.connect(lambda _at: self.sample_chosen.emit())
        self.sample.setAccessibleName(_("Sample"))
        self.state = Text("", "hint", "ink-2")
        self.trouble = Tinted("red", padding=12)
        self.problem = Text("", "body", "red-ink").wrapped()
        self.go_to = QuietButton(_("Go to the line"), icon="next", key="F9")
        self.go_to.clicked.connect(lambda: self.go_wanted.emit(self._line))
        self.trouble.body.addWidget(self.problem)
        self.trouble.body.addLayout(row(self.go_to, 1))
        self.trouble.hide()
        self.notes = Text("", "hint", "amber-ink").wrapped()
        self.notes.hide()
        self.view = PdfView()
        self.body.addLayout(row(self.sample, 1, self.state, spacing=10))
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.view, 1)

    def draw(self, made: Design, prefix: str, today: date) -> None:
        """Soon; the newest wish wins, and what was shown stays until then."""
        self._wish += 1
        wish, kind = self._wish, self.sample.currentData()

        def work(_progress: Progress) -> _Drawn | None:
            if wish != self._wish:
                return None
            template, out = made.template(), io.BytesIO()
            card = sample_card(kind, prefix, today)
            sheet = draw_sheet([card], template, out, layout=SINGLE, language=template.language)
            pdf = out.getvalue()
            pages = tuple(render_page(pdf, number, _DPI) for number in range(page_count(pdf)))
            return _Drawn(template, pages, tuple(dict.fromkeys(note.text for note in sheet.notes)))

        task = Task(self, work)
        task.on_success(lambda found: self._shown(wish, found))
        task.on_failure(lambda error: self._failed(wish, error))
        task.start_soon()

    def _shown(self, wish: int, found: _Drawn | None) -> None:
        if wish != self._wish or found is None:
            return
        self._line = 0
        self.trouble.hide()
        self.view.show_pages(found.pages, _("Front and back of the card"))
        self.notes.setText("\n".join(found.notes))
        self.notes.setVisible(bool(found.notes))
        self.drawn.emit(found.template)

    def _failed(self, wish: int, error: Exception) -> None:
        if wish != self._wish:
            return
        if not isinstance(error, UserError):
            raise error
        self._line = error.line if isinstance(error, TemplateError) else 0
        words = [error.what, error.where, error.remedy]
        self.problem.setText("\n".join(word for word in words if word))
        self.go_to.setVisible(self._line > 0)
        self.trouble.show()
        self.notes.hide()
        self.wrong.emit(self._line)
