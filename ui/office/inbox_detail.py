# SPDX-License-Identifier: Apache-2.0
"""One bundle of the inbox: its figures, its gaps, and the decision about what was kept aside."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from enumerator.messages import _
from ui.office.inbox_rows import Line
from ui.widgets import Card, QuietButton, Text, Tinted, column, scrolled
from ui.widgets.facts import Facts
from ui.widgets.moments import moment_words


class Detail(Card):
    """`accepted`, `rejected` and `looked(line)` where something waits for the person."""

    accepted = Signal(object)
    rejected = Signal(object)
    looked = Signal(object)

    def __init__(self) -> None:
        super().__init__(padding=14, spacing=8)
        self._line: Line | None = None
        self.title = Text("", "section").wrapped()
        self.when = Text("", "body", "ink-2").wrapped()
        self.trouble = Tinted("amber")
        self.trouble_words = Text("", "body").wrapped()
        self.trouble.body.addWidget(self.trouble_words)
        self.facts = Facts()
        self.accept = QuietButton(_("Take it in all the same…"), icon="received")
        self.reject = QuietButton(_("Leave it aside for good…"), icon="remove")
        self.look = QuietButton(_("Look inside"), icon="search")
        self.accept.clicked.connect(lambda: self.accepted.emit(self._line))
        self.reject.clicked.connect(lambda: self.rejected.emit(self._line))
        self.look.clicked.connect(lambda: self.looked.emit(self._line))
        inside = QWidget()
        buttons = column(self.accept, self.reject, self.look, spacing=8)
        inside.setLayout(column(self.title, self.when, self.trouble, buttons, self.facts, 1, spacing=10))
        area = scrolled(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for button in (self.accept, self.reject, self.look):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        area.setAccessibleName(_("The chosen bundle"))
        self.body.addWidget(area, 1)

    def show_line(self, line: Line | None, now: datetime) -> None:
        self._line = line
        self.setEnabled(line is not None)
        kept = line is not None and line.carried is not None and line.carried.kept is not None
        self.accept.setVisible(line is not None and line.aside and kept)
        self.reject.setVisible(line is not None and line.waits and kept)
        self.look.setVisible(line is not None and (kept or line.refused_path is not None))
        if line is None:
            self.title.setText(_("Nothing chosen"))
            self.when.setText("")
            self.trouble.hide()
            self.facts.show_facts(())
            return
        named = line.party if line.refusal is None else line.file
        self.title.setText(f"{named} · #{line.number}" if line.number else named)
        self.when.setText(moment_words(line.when, now))
        trouble = trouble_words(line)
        self.trouble.show_tone("red" if line.refusal else "grey" if line.rejected else "amber")
        self.trouble_words.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.facts.show_facts(_facts(line))


def trouble_words(line: Line) -> str:
    """What a person has to know or to decide about, one thing a line."""
    if line.refusal is not None:
        return "\n".join(part for part in (line.refusal.what, line.refusal.remedy) if part)
    report = line.report
    if report is None:
        return ""
    parts = [part.reason for part in report.quarantined]
    parts += [str(gap) for gap in report.holes]
    if report.forked:
        parts.append(_("The laptop's folder was copied: two laptops wrote under one name."))
    if line.rejected and line.decision is not None:
        parts.append(_("Left aside for good: {reason}", reason=line.decision.reason))
    return "\n".join(dict.fromkeys(parts))


def _facts(line: Line) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    report = line.report
    if report is not None:
        facts += [
            (_("New entries"), str(report.new)),
            (_("Known already"), str(report.known)),
            (_("Households that differ"), str(len(report.conflicts))),
            (_("Photos and files"), str(report.attachments)),
        ]
        if report.awaiting:
            facts.append((_("Photos still to come"), str(report.awaiting)))
        if report.admitted:
            facts.append((_("New laptop let in"), report.admitted))
        waits = sum(part.last - part.first + 1 for part in report.quarantined if part.last)
        if waits:
            facts.append((_("Entries that wait"), str(waits)))
    if line.decision is not None and not line.rejected:
        facts.append((_("Taken in because"), line.decision.reason))
    sent = line.carried.sent if line.carried else None
    if sent is not None:
        facts += [(_("Entries"), str(sent.revisions)), (_("Photos and files"), str(sent.attachments))]
    facts.append((_("File"), line.file.replace("-", "-\u200b")))  # so that a long name breaks its line
    return facts
