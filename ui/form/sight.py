# SPDX-License-Identifier: Apache-2.0
"""What is in sight on a page: a question that is seen whole, a field that stays where the eye is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui import theme
from ui.form.question import QuestionView

Held = tuple[QWidget, int]


class Sight:
    """Scrolls `area`; `body` is the page that lies in it."""

    def __init__(self, area: QScrollArea) -> None:
        self._area = area

    def hold(self, body: QWidget | None) -> Held | None:
        """The field with the keyboard and where it is on screen."""
        widget = QApplication.focusWidget()
        if widget is None or body is None or not body.isAncestorOf(widget):
            return None
        return widget, widget.mapTo(self._area.viewport(), QPoint(0, 0)).y()

    def restore(self, body: QWidget | None, held: Held | None) -> None:
        """Put it back there, whatever has come or gone above it."""
        if held is None:
            return
        widget, before = held
        self._settle(body)
        moved = widget.mapTo(self._area.viewport(), QPoint(0, 0)).y() - before
        if moved:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + moved)

    def show_whole(self, body: QWidget | None, view: QuestionView) -> None:
        """Scroll so that the label and the problem line are seen along with the field."""
        if body is None:
            return
        self._settle(body)
        top = view.label.mapTo(body, QPoint(0, 0)).y() - theme.px(16)
        bottom = view.trouble.mapTo(body, QPoint(0, view.trouble.height())).y() + theme.px(16)
        bar = self._area.verticalScrollBar()
        seen = self._area.viewport().height()
        if top < bar.value():
            bar.setValue(max(0, top))
        elif bottom > bar.value() + seen:
            # well up the screen, so that what is asked next is seen as well
            bar.setValue(max(0, min(top, max(bottom - seen, top - seen // 4))))

    def show_beginning(self, body: QWidget, widget: QWidget) -> None:
        """Scroll so that the head of something long is seen, and what stands over it where that is little."""
        self._settle(body)
        top = widget.mapTo(body, QPoint(0, 0)).y() - theme.px(48)
        bottom = widget.mapTo(body, QPoint(0, widget.height())).y() + theme.px(16)
        bar = self._area.verticalScrollBar()
        seen = self._area.viewport().height()
        if top < bar.value() or bottom > bar.value() + seen:
            bar.setValue(max(0, min(top, bottom - seen) if top > seen // 4 else top))

    def follow(self, body: QWidget | None, widget: QWidget, row: QRect) -> None:
        """Scroll so that one row of a long table is seen, and the one after it."""
        if body is None or not body.isAncestorOf(widget):
            return
        top = widget.mapTo(body, row.topLeft()).y() - row.height()
        bottom = top + 3 * row.height()
        bar = self._area.verticalScrollBar()
        seen = self._area.viewport().height()
        if top < bar.value():
            # from the first row up to the head of the page
            bar.setValue(0 if top < seen // 4 else top)
        elif bottom > bar.value() + seen:
            bar.setValue(bottom - seen)

    @staticmethod
    def _settle(body: QWidget | None) -> None:
        """Let the layout take its new shape now rather than in the next round of events."""
        if body is None or body.layout() is None:
            return
        for again in range(4):
            before = body.height()
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            body.layout().activate()
            if again and body.height() == before:
                return
