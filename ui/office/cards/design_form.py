# SPDX-License-Identifier: Apache-2.0
"""A card design as a form: logo, colours, official, fields and wording; each field changes one value of its
text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QColorDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from enumerator.cards.design import Template
from enumerator.messages import _, mark
from ui import theme
from ui.office.asking import ask_file
from ui.widgets import DropDown, ElidedText, QuietButton, Text, TickBox, column, row

LANGUAGES: Final = {
    "id": mark("Indonesian"),
    "en": mark("English"),
    "id+en": mark("Indonesian and English"),
    "en+id": mark("English and Indonesian"),
}
SWITCHES: Final = {
    "photo": mark("Photo"),
    "address": mark("Address"),
    "numbers": mark("NIK and No. KK (masked)"),
    "marks": mark("Programme marks"),
    "programmes": mark("Programmes on the back"),
    "kk_name": mark("Name on the KK, where it differs"),
    "complaints": mark("Where to complain"),
    "barcode": mark("Number as a barcode"),
    "pattern": mark("Fine lines in the ground"),
}
COLOURS: Final = {
    "primary": mark("Main colour"),
    "accent": mark("Accent"),
    "ink": mark("Texts"),
    "ink2": mark("Small texts"),
}
WORDS: Final = {
    "authority": mark("Authority"),
    "title": mark("Title of the card"),
    "name": mark("Before the name"),
    "number": mark("Before the number"),
    "address": mark("Before the address"),
    "scan": mark("Under the code"),
    "valid_until": mark("Valid until"),
    "issued": mark("Issued"),
    "rights": mark("Heading of the rights"),
    "term1": mark("Right 1"),
    "term2": mark("Right 2"),
    "term3": mark("Right 3"),
    "programmes": mark("Before the programmes"),
    "kk_name": mark("Before the name on the KK"),
    "complaints": mark("Before the complaints office"),
    "complaints_to": mark("Complaints office"),
    "role": mark("Title of the official"),
    "found": mark("For whoever finds it"),
}
_HIDDEN: Final = ("sample", "preview", "sex_l", "sex_p")
_LABEL: Final = 112
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LANGUAGE_NAMES: Final = {"id": mark("Indonesian"), "en": mark("English")}


class DesignForm(QWidget):
    """`changed(table, key, value)` for one value, `picture_wanted(key, Path | None)` for "logo" and
    "signature".

    `show_template` fills it; a field the keyboard is in is left alone.
    """

    changed = Signal(str, str, object)
    picture_wanted = Signal(str, object)

    def __init__(self, template: Template, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shape = shape_of(template)
        self.lines: dict[tuple[str, str], QLineEdit] = {}
        self.ticks: dict[str, TickBox] = {}
        self.swatches: dict[str, Swatch] = {}
        self.pictures: dict[str, PictureField] = {}
        self.language = DropDown()
        for key, words in LANGUAGES.items():
            self.language.addItem(_(words), key)
        self.language.activated.connect(
            lambda _at: self.changed.emit("", "language", self.language.currentData())
        )
        whole = column(spacing=8)
        whole.setContentsMargins(*(theme.px(4),) * 4)
        self._head(whole, _("Office"))
        whole.addWidget(self._picture("logo", _("Logo")))
        self._head(whole, _("Official"))
        whole.addLayout(self._pair(_("Name"), self._line("official", "name")))
        whole.addLayout(self._pair(_("NIP"), self._line("official", "id")))
        whole.addWidget(self._picture("signature", _("Signature")))
        self._head(whole, _("Colours"))
        whole.addLayout(self._colours(template))
        self._head(whole, _("What stands on the card"))
        whole.addLayout(self._switches(template))
        self._head(whole, _("Wording"))
        whole.addLayout(self._pair(_("Language of the card"), self.language))
        whole.addLayout(self._wording(template))
        whole.addStretch(1)
        self.setLayout(whole)
        self.show_template(template)

    def show_template(self, template: Template) -> None:
        """What the template says."""
        values: dict[tuple[str, str], str] = {
            ("official", "name"): template.official.name,
            ("official", "id"): template.official.id,
        }
        values |= {
            (f"words.{language}", word): text
            for language, words in template.words.items()
            for word, text in words.items()
        }
        values |= {("colours", name): code for name, code in template.colours.items()}
        for place, line in self.lines.items():
            text = values.get(place, "").replace("\n", "\\n")
            if not line.hasFocus() and line.text() != text:
                line.setText(text)
        for name, swatch in self.swatches.items():
            swatch.show_colour(template.colours.get(name, ""))
        for name, tick in self.ticks.items():
            tick.setChecked(template.shown.get(name, True))
        self.language.setCurrentIndex(self.language.findData(template.language))
        self.pictures["logo"].show_file(template.office.logo)
        self.pictures["signature"].show_file(template.official.signature)

    # -- building

    def _head(self, whole: QVBoxLayout, words: str) -> None:
        whole.addSpacing(theme.px(8))
        whole.addWidget(Text(words, "section"))

    def _pair(self, label: str, field: QWidget) -> QHBoxLayout:
        words = Text(label, "body", "ink-2")
        words.setFixedWidth(theme.px(_LABEL))
        words.setBuddy(field)
        field.setAccessibleName(label)
        line = row(words, spacing=10)
        line.addWidget(field, 1)
        return line

    def _line(self, table: str, key: str) -> QLineEdit:
        line = QLineEdit()
        self.lines[table, key] = line
        line.textEdited.connect(
            lambda text: self.changed.emit(table, key, text.replace("\\n", "\n"))
        )
        return line

    def _picture(self, key: str, label: str) -> QWidget:
        field = PictureField(label)
        self.pictures[key] = field
        field.wanted.connect(lambda path: self.picture_wanted.emit(key, path))
        return field

    def _colours(self, template: Template) -> QGridLayout:
        grid = _grid()
        plain = [name for name, code in template.colours.items() if _HEX.fullmatch(code) and name in COLOURS]
        for number, name in enumerate(plain):
            line, swatch = self._line("colours", name), Swatch(_(COLOURS[name]))
            line.setAccessibleName(_(COLOURS[name]))
            line.setMaxLength(7)
            line.setFixedWidth(theme.px(92))
            self.swatches[name] = swatch
            swatch.chosen.connect(self._pick_colour(name))
            around = column(Text(_(COLOURS[name]), "body", "ink-2"), spacing=2)
            around.addLayout(row(swatch, line, spacing=6))
            grid.addLayout(around, number // 2, number % 2)
        grid.setColumnStretch(2, 1)
        return grid

    def _pick_colour(self, name: str) -> Callable[[str], None]:
        def chosen(code: str) -> None:
            self.lines["colours", name].setText(code)
            self.changed.emit("colours", name, code)

        return chosen

    def _switches(self, template: Template) -> QGridLayout:
        grid = _grid()
        for number, name in enumerate(template.shown):
            tick = TickBox(_(SWITCHES[name]) if name in SWITCHES else name)
            self.ticks[name] = tick
            tick.clicked.connect(lambda on, name=name: self.changed.emit("shown", name, on))
            grid.addWidget(tick, number // 2, number % 2)
        return grid

    def _wording(self, template: Template) -> QGridLayout:
        grid = _grid()
        for at, language in enumerate(template.words, 1):
            named = _(_LANGUAGE_NAMES[language]) if language in _LANGUAGE_NAMES else language
            grid.addWidget(Text(named, "label"), 0, at)
            grid.setColumnStretch(at, 1)
        used = [word for word in next(iter(template.words.values())) if word not in _HIDDEN]
        for number, word in enumerate(used, 1):
            label = _(WORDS[word]) if word in WORDS else word
            words = Text(label, "body", "ink-2").wrapped()
            words.setFixedWidth(theme.px(_LABEL))
            grid.addWidget(words, number, 0)
            for at, language in enumerate(template.words, 1):
                line = self._line(f"words.{language}", word)
                line.setAccessibleName(f"{label}, {language}")
                grid.addWidget(line, number, at)
        return grid


def shape_of(template: Template) -> tuple[object, ...]:
    """What fields a form of it has; another shape needs another form."""
    plain = tuple(name for name, code in template.colours.items() if _HEX.fullmatch(code))
    words: Mapping[str, Mapping[str, str]] = template.words
    return (tuple(template.shown), plain, tuple((language, tuple(words[language])) for language in words))


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(10))
    grid.setVerticalSpacing(theme.px(6))
    return grid


class Swatch(QAbstractButton):
    """A colour; pressed, it lets choose another."""

    chosen = Signal(str)

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self._code = ""
        self.setFixedSize(theme.control_height(), theme.control_height())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Choose the colour: {name}", name=label))
        self.clicked.connect(self._ask)

    def show_colour(self, code: str) -> None:
        self._code = code
        self.update()

    def pick_colour(self) -> QColor:
        """The dialog; an invalid colour when the person thinks better of it."""
        return QColorDialog.getColor(QColor(self._code), self, self._label)

    def _ask(self) -> None:
        colour = self.pick_colour()
        if colour.isValid():
            self.chosen.emit(colour.name())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("primary" if self.hasFocus() else "line-strong"))
        painter.setBrush(QColor(self._code) if _HEX.fullmatch(self._code) else theme.colour("panel"))
        radius = theme.px(6)
        inside = self.rect().toRectF().adjusted(3.5, 3.5, -3.5, -3.5)
        painter.drawRoundedRect(inside, radius, radius)


class PictureField(QWidget):
    """Which picture there is, another, or none: `wanted(Path | None)`."""

    wanted = Signal(object)

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        words = Text(label, "body", "ink-2")
        words.setFixedWidth(theme.px(_LABEL))
        self.file = ElidedText("", "body")
        self.choose = QuietButton(_("Choose a picture…"), icon="folder")
        self.choose.setAccessibleName(f"{label}: {_('Choose a picture…')}")
        self.choose.clicked.connect(self._ask)
        self.away = QuietButton(_("Remove"), icon="remove")
        self.away.setAccessibleName(f"{label}: {_('Remove')}")
        self.away.clicked.connect(lambda: self.wanted.emit(None))
        line = row(words, self.choose, self.away, spacing=10)
        line.addWidget(self.file, 1)
        self.setLayout(line)
        self.setFocusProxy(self.choose)

    def show_file(self, name: str) -> None:
        self.file.setText(name or _("none"))
        self.away.setVisible(bool(name))

    def pick_file(self) -> Path | None:
        """The file dialog."""
        return ask_file(self, self._label, _("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.svg)")

    def _ask(self) -> None:
        path = self.pick_file()
        if path is not None:
            self.wanted.emit(path)
