# SPDX-License-Identifier: Apache-2.0
"""The strip over an interview (whose it is, how far, what the panes hold) and the one under it (back, save,
on)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from enumerator.interviews.navigation import Tally
from enumerator.messages import _
from ui import theme
from ui.widgets.bar import Bar
from ui.widgets.button import PrimaryButton, QuietButton
from ui.widgets.pill import Status, StatusPill

TIGHT = 1100  # below this width the buttons of the bar say less
_MOST_OF_FOOT = 0.55  # of the lower strip, which the way on may take


class TopStrip(Bar):
    """`language_chosen` carries the form's own name of the language that was chosen from the menu."""

    language_chosen = Signal(str)

    def __init__(self, back: str, languages: tuple[str, ...]) -> None:
        super().__init__("")
        self._languages = languages
        self._language = ""
        self._whole_title = ""
        self._shown: object = None
        self.back_button = self.add_back(back)
        self.pill = StatusPill()
        self.show_chips(self.pill)
        self.sections_button = QuietButton(_("Sections"), icon="menu", key="F3", key_works=False)
        self.check_button = QuietButton(_("To check"), icon="warning", key="F4", key_works=False)
        self.language_button = QuietButton("", icon="language")
        self.language_button.setToolTip(_("Language of the questions (Ctrl+L)"))
        self.go_button = QuietButton(_("Go to…"), key="F6", key_works=False)
        self.language_button.clicked.connect(self._offer_languages)
        for button in (self.sections_button, self.check_button, self.language_button, self.go_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.add_widget(button)
        self.back_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keep_narrow(self)

    def show_progress(self, total: Tally) -> None:
        """How much of the interview is answered."""
        whole = total.answered == total.asked and total.asked
        tone, icon = ("primary", "done") if whole else ("amber", "draft")
        self.pill.show_status(Status(_("Draft · {share}%", share=total.share), icon, tone))

    def show_whose(self, title: str) -> None:
        """The title, cut short where the bar is narrow."""
        self._whole_title = title
        room = max(theme.px(140), self.width() - theme.px(690))
        self.title.setToolTip(title)
        self.show_title(self.title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room))

    def show_language(self, language: str) -> None:
        """The language of the questions, by its code where there is little room."""
        self._language = language
        code = language.rpartition("(")[2].rstrip(")").upper()
        self.language_button.setText(code if self._is_tight() and code else language_words(language))
        self.language_button.setVisible(len(self._languages) > 1)
        self.language_button.updateGeometry()

    def show_folds(self, folded: Iterable[str], problems: int) -> None:
        """Where a pane is folded, the button that opens it."""
        shown = frozenset(folded), problems, self.width(), theme.scale()
        if shown == self._shown:
            return  # asked at every key
        self._shown = shown
        tight = self._is_tight()
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
        self.show_language(self._language)
        self.show_whose(self._whole_title)

    def _is_tight(self) -> bool:
        return self.width() < theme.px(TIGHT)

    def _offer_languages(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._languages:
            action = menu.addAction(language_words(name))
            action.setCheckable(True)
            action.setChecked(name == self._language)
            action.triggered.connect(lambda _on=False, n=name: self.language_chosen.emit(n))
        menu.popup(self.language_button.mapToGlobal(self.language_button.rect().bottomLeft()))


class Foot(QFrame):
    """To the section before, away, and on to the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setProperty("edge", "top")
        self.setFixedHeight(theme.control_height() + theme.px(20))
        self._following = ""
        self.previous_button = QuietButton(_("Previous"), icon="back", key="PgUp", key_works=False)
        self.save_button = QuietButton(_("Save and close"), key="Ctrl+S", key_works=False)
        self.next_button = PrimaryButton("", key="PgDown", key_works=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.previous_button)
        row.addStretch(1)
        row.addWidget(self.save_button)
        row.addWidget(self.next_button)
        for button in (self.previous_button, self.save_button, self.next_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keep_narrow(self)

    def show_way(self, following: str, *, has_before: bool) -> None:
        """What comes next, "" for the finish page."""
        self._following = following
        self.next_button.key = "PgDown" if following else "Ctrl+Return"
        self.previous_button.setEnabled(has_before)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room, the name of the section alone, then as much of it as fits."""
        title = self._following
        whole = _("Next: {page}", page=title) if title else _("Finish…")
        for words in (whole, title, *(_short(title, most) for most in range(len(title) - 1, 8, -1))):
            if words:
                self.next_button.setText(words.replace("&", "&&"))
                self.next_button.updateGeometry()
                if self._has_room():
                    return

    def _has_room(self) -> bool:
        wanted, room = self.layout().sizeHint().width(), self.width()
        return wanted <= room and self.next_button.sizeHint().width() <= room * _MOST_OF_FOOT


def keep_narrow(strip: QWidget) -> None:
    """What a strip says on a wide screen must not keep the window from becoming narrow."""
    strip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


def language_words(name: str) -> str:
    """`Bahasa Indonesia (id)` as `Bahasa Indonesia`."""
    return name.rpartition(" (")[0] or name


def _short(words: str, most: int) -> str:
    return words[: most - 1].rstrip() + "…"
