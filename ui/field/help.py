# SPDX-License-Identifier: Apache-2.0
"""Help: the key map on one page, the same keys everywhere, and how the work goes in five steps."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from enumerator.messages import _, mark
from ui import theme
from ui.form.keys import KEYS
from ui.widgets import Card, KeyHint, Screen, Text, column, row, scrolled


def _interview_keys() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The first key of each row of the interview's table; rows that say the same share a line."""
    lines: dict[str, tuple[str, ...]] = {}
    for key in KEYS:
        caps = key.keys if not key.act else key.keys[:1]
        lines[key.words] = (*lines.get(key.words, ()), *caps)
    return tuple((caps, words) for words, caps in lines.items())


# (heading, ((keys, what they do), ...)): the key map; resources/help tells the same at length
KEY_MAP: Final = (
    (mark("In an interview"), _interview_keys()),
    (
        mark("Everywhere"),
        (
            (("Alt+1", "5"), mark("Go to a page")),
            (("Ctrl+N",), mark("New interview")),
            (("Ctrl+F",), mark("Search")),
            (("Return",), mark("Open the chosen row")),
            (("Ctrl+Del",), mark("Discard the chosen draft (kept for 30 days)")),
            (("Ctrl+K",), mark("Note a visit without an interview")),
            (("Ctrl+1", "7"), mark("Sort the list by a column, again backwards")),
            (("Alt+Return",), mark("Do what a notice offers")),
            (("Ctrl+L",), mark("Language of the screens")),
            (("Ctrl+Alt+L",), mark("Lock the screen")),
            (("F1",), mark("This page")),
            (("Esc",), mark("Close a notice or a panel; nothing is ever lost by it")),
        ),
    ),
)

OFFICE_KEYS: Final = (
    mark("In the office"),
    (
        (("Ctrl+O",), mark("Incoming bundles: choose files")),
        (("Ctrl+E",), mark("Send to the laptops, or export what is shown")),
        (("Ctrl+Return",), mark("Approve, save the outcome, or decide: eligible")),
        (("Ctrl+R",), mark("Review: send back to the enumerator")),
        (("F2",), mark("Review: comment on the answer")),
        (("F9",), mark("Next answer with a remark, a warning or a comment")),
        (("1", "4"), mark("Conflicts, duplicates: choose a side or a decision")),
        (("R",), mark("Conflicts: back to the enumerator")),
        (("F5",), mark("Eligibility: assess")),
        (("Ctrl+Shift+Return",), mark("Eligibility: decide: not eligible")),
        (("Ctrl+P",), mark("Cards: issue and print; forms: publish; monitoring: the report")),
        (("Ctrl+D",), mark("Cards: their design")),
        (("Ctrl+S",), mark("Cards: save the pages as a PDF, or keep the design")),
        (("Ctrl+K",), mark("Check a card: the camera")),
        (("Ctrl+M",), mark("Monitoring: map or table")),
        (("Ctrl+J",), mark("Household: its audit trail")),
        (("Ctrl+N",), mark("Staff: make an enrolment kit")),
        (("Ctrl+T",), mark("Staff: assign a list")),
        (("Ctrl+1", "3"), mark("The views of a page")),
    ),
)

# from … to …
SPANS: Final = (("1", "9"), ("Ctrl+1", "7"), ("Alt+1", "5"), ("Alt+1", "0"), ("1", "4"), ("Ctrl+1", "3"))
# its pages, and the list of assignments
FIELD_ONLY: Final = (("Alt+1", "5"), ("Ctrl+N",), ("Ctrl+Del",), ("Ctrl+K",), ("Ctrl+1", "7"))

OFFICE_STEPS: Final = (
    mark("Incoming bundles: drop the enumerators' sticks. What is missing or kept aside is said at once."),
    mark("Conflicts and duplicates first: both sides stand beside one another, one key decides."),
    mark("Review: Ctrl+Enter approves and goes on, Ctrl+R sends back with your comments."),
    mark("Eligibility: F5 assesses by the rules; people decide, each time with a reason."),
    mark("Cards: issue and print. Then send every laptop its bundle, with receipts and what came back."),
)

STEPS: Final = (
    mark("Choose a household under My assignments and press Enter, or begin a new one with Ctrl+N."),
    mark("Answer with the keyboard: Enter leads on, digits choose an answer. Every answer is saved at once."),
    mark("What is wrong or missing is listed at the right (F4). F9 leads from one to the next."),
    mark("Finish with Ctrl+Enter. The household is then ready to be sent."),
    mark("At the end of the day: Send and receive, to a stick or folder. Bring it to the office."),
)


class Help(Screen):
    """Read only; Esc goes back."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Help and keys"), parent)
        self.guide = self.bar.add_action(_("&Guide"), icon="help")
        self.guide.clicked.connect(lambda: self.go_requested.emit("guide", None))
        self.tour = self.bar.add_action(_("Look &round"), icon="play")
        self.tour.clicked.connect(self.tour_requested)
        self.practice = self.bar.add_action(_("Prac&tice"), icon="training")
        self.practice.clicked.connect(self.practice_requested)
        if workspace.settings.practice:
            self.practice.hide()
        back = self.bar.add_action(_("Back"), key="Esc")
        back.clicked.connect(self.close_requested)
        office = workspace.role == "office"
        heading, keys = KEY_MAP[1]
        pages = ((("Alt+1", "0"), mark("Go to a page")),)  # the office has ten and more
        shared = (heading, pages + tuple(line for line in keys if line[0] not in FIELD_ONLY))
        groups = (OFFICE_KEYS, shared) if office else KEY_MAP
        inside, everywhere = (self._map(heading, keys) for heading, keys in groups)
        right = column(self._steps(OFFICE_STEPS if office else STEPS), everywhere, 1, spacing=14)
        left = column(inside, 1, spacing=14)
        content = QWidget()
        content.setLayout(row(left, right, spacing=14, margins=(4, 4, 4, 4)))
        content.layout().setStretch(0, 1)
        content.layout().setStretch(1, 1)
        self.area = scrolled(content, _("Help and keys"))
        self.content.addWidget(self.area, 1)

    def _map(self, heading: str, keys: tuple[tuple[tuple[str, ...], str], ...]) -> Card:
        card = Card(padding=18, spacing=10)
        card.body.addWidget(Text(_(heading), "section"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(7))
        grid.setColumnStretch(1, 1)
        for number, (caps, words) in enumerate(keys):
            hints = row(*(KeyHint(cap) for cap in caps), spacing=4)
            if caps in SPANS:
                hints.insertWidget(1, Text("–", "hint", "ink-2"))
            grid.addLayout(hints, number, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(Text(_(words)).wrapped(), number, 1)
        card.body.addLayout(grid)
        return card

    def _steps(self, steps: tuple[str, ...]) -> Card:
        card = Card(padding=18, spacing=10)
        card.body.addWidget(Text(_("A day's work in five steps"), "section"))
        for number, words in enumerate(steps, start=1):
            line = row(spacing=10)
            line.addWidget(Text(f"{number}.", "strong", "primary-ink"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Text(_(words)).wrapped(), 1)
            card.body.addLayout(line)
        return card

    def take_focus(self) -> None:
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)
