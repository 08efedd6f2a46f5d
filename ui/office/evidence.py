# SPDX-License-Identifier: Apache-2.0
"""The evidence of one household: what was known, what each laptop says, and what comes of it, left to
right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from enumerator.merging.view import Answer, Side
from enumerator.messages import _, n_
from enumerator.office.differing import BETWEEN, DifferenceLine, Said, ShownDifference, Writer
from ui import theme
from ui.office.look import when_words
from ui.office.photos import Photo, Thumb, size_words
from ui.widgets import Button, Card, Text, clear, column, row, rule

_JOINED_SHOWN = 4
_FITS = 11  # letters that a button shows beside its key
_SHARES = (20, 16, 21, 21)  # question, base, each side, outcome


class _Row(QFrame):
    """One line of evidence; `pressed` when the mouse goes to it."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()


class Choice(Button):
    """One side of a difference, with the key that takes it."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__(words, key=key, key_works=False)
        self.setCheckable(True)
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class Evidence(Card):
    """`show_difference(shown, ...)`. Keys: up and down move, 1 and 2 (and so on) choose and go on to the
    next one, P shows the pictures of a line.

    `decided` whenever a choice was made; `choices()` are the sides, or other answers, by address.
    `other_wanted(line)` when none of the sides is right; `photos_opened(Photos)` when those of a line are
    looked at, side by side.
    """

    decided = Signal()
    other_wanted = Signal(object)
    photos_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=1, spacing=0)
        self._shown: ShownDifference | None = None
        self._chosen: dict[str, Side | Answer] = {}
        self._photo: Callable[[str, str, str], Photo] | None = None
        self._buttons: dict[str, dict[str, Choice]] = {}
        self._outcomes: dict[str, Text] = {}
        self._frames: dict[str, QFrame] = {}
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lines = column(spacing=0)
        self.body.addLayout(self._lines)
        self.setAccessibleName(_("Differences of one household"))

    # -- showing

    def show_difference(
        self,
        shown: ShownDifference,
        names: Mapping[str, str],
        laptops: Mapping[str, str],
        now: datetime,
        photo: Callable[[str, str, str], Photo] | None = None,
    ) -> None:
        """A household's differences; nothing is chosen yet. `photo(address, label, file)` is a picture."""
        clear(self._lines)
        self._photo = photo
        self._shown = shown
        self._chosen, self._buttons, self._outcomes, self._frames = {}, {}, {}, {}
        self._at = 0

        def named(writer: Writer) -> str:
            return names.get(writer.author, laptops.get(writer.log, writer.log[:8]))

        self._now = now
        self._named = {writer.log: named(writer) for writer in shown.writers}
        self._heads = {
            writer.log: _head(named(writer), laptops.get(writer.log, ""), writer, now)
            for writer in shown.writers
        }
        before = when_words(shown.base.wall, now) if shown.base else ""
        known = f"{_('Before')}\n{before}" if before else _("Before")
        self._add_line(
            [_("Answer"), known, *self._heads.values(), _("Outcome")],
            "small",
            "ink-2",
        )
        for line in shown.conflicts:
            self._add_conflict(line)
        for line in shown.joined[:_JOINED_SHOWN]:
            self._lines.addWidget(self._joined_row(line))
        self._add_rest(shown.joined[_JOINED_SHOWN:])
        self._mark()

    def _add_rest(self, lines: Sequence[DifferenceLine]) -> None:
        """The answers joined by themselves beyond the first few, behind a button that counts them."""
        self._joined = QWidget()
        self._joined.setLayout(column(*(self._joined_row(line) for line in lines), spacing=0))
        self._joined.hide()
        words = n_("{n} other answer joined by itself", "{n} other answers joined by themselves", len(lines))
        self.more = Button(words, kind="plain", icon="down")
        self.more.clicked.connect(self._show_joined)
        foot = QFrame()
        foot.setLayout(column(rule(), row(self.more, 1, margins=(4, 4, 4, 4)), spacing=0))
        self._lines.addWidget(foot)
        self._lines.addWidget(self._joined)
        foot.setVisible(bool(lines))

    def _show_joined(self) -> None:
        shown = self._joined.isHidden()
        self._joined.setVisible(shown)
        self.more.show_icon("up" if shown else "down")

    def _grid(self) -> tuple[_Row, QGridLayout]:
        frame = _Row()
        grid = QGridLayout(frame)
        grid.setContentsMargins(theme.px(14), theme.px(9), theme.px(14), theme.px(9))
        grid.setHorizontalSpacing(theme.px(8))
        sides = len(self._shown.writers) if self._shown else 2
        shares = (_SHARES[0], _SHARES[1], *([_SHARES[2]] * sides), _SHARES[3])
        for number, share in enumerate(shares):
            grid.setColumnStretch(number, share)
            grid.setColumnMinimumWidth(number, theme.px(84))
        return frame, grid

    def _add_line(self, words: list[str], kind: str, ink: str) -> None:
        frame, grid = self._grid()
        for number, text in enumerate(words):
            grid.addWidget(_cell(text, kind, ink), 0, number, Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(frame)
        self._lines.addWidget(rule())

    def _add_conflict(self, line: DifferenceLine) -> None:
        frame, grid = self._grid()
        named = column(_cell(line.label, "strong", "ink"), spacing=1)
        if line.section:
            named.addWidget(_cell(line.section, "hint", "ink-2"))
        grid.addLayout(named, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self._add_base(grid, line)
        self._buttons[line.address] = {}
        for number, writer in enumerate(self._writers()):
            said = line.said.get(writer.log)
            if said is None:
                grid.addWidget(_cell("–", "body", "ink-2"), 0, 2 + number)
                continue
            short = len(said.words) <= _FITS
            button = Choice(
                said.words if short and not said.photo else _("Choose"), str(number + 1)
            )
            button.setAccessibleName(f"{line.label}: {said.words}")
            button.clicked.connect(lambda _on, line=line, said=said: self.choose(line, said))
            self._buttons[line.address][writer.log] = button
            side = column(button, spacing=4)
            if not short and not said.photo:
                side.insertWidget(0, _cell(_spread(line, said.words), "body", "ink"))
            if said.photo:
                side.insertLayout(0, self._thumb(line, said.photo, when_words(said.wall, self._now)))
            grid.addLayout(side, 0, 2 + number, Qt.AlignmentFlag.AlignVCenter)
        outcome = _cell(_("Choose one"), "strong", "red-ink")
        self._outcomes[line.address] = outcome
        last = column(outcome, spacing=6)
        if line.other:
            other = Choice(_("Other…"), "V")
            other.setCheckable(False)
            other.setToolTip(_("Another answer than these (V)"))
            other.clicked.connect(lambda _on=False, line=line: self._ask_other(line))
            last.addWidget(other)
        grid.addLayout(last, 0, 2 + len(self._writers()), Qt.AlignmentFlag.AlignVCenter)
        self._frames[line.address] = frame
        frame.pressed.connect(lambda address=line.address: self._go_to(address))
        self._lines.addWidget(frame)
        self._lines.addWidget(rule())

    def _add_base(self, grid: QGridLayout, line: DifferenceLine) -> None:
        if not line.base_photo or self._photo is None:
            grid.addWidget(_cell(_spread(line, line.base), "body", "ink-2"), 0, 1)
            return
        grid.addLayout(self._thumb(line, line.base_photo, ""), 0, 1, Qt.AlignmentFlag.AlignVCenter)

    def _thumb(self, line: DifferenceLine, file: str, when: str) -> QVBoxLayout:
        """A picture as large as a row allows, with its size and when it came; it opens all of the line."""
        if self._photo is None:
            return column()
        photo = self._photo(line.address, line.label, file)
        thumb = Thumb(photo)
        thumb.clicked.connect(lambda _on=False: self._open_photos(line))
        words = " · ".join(filter(None, (when, size_words(photo))))
        return column(row(thumb, 1), _cell(words, "hint", "ink-2"), spacing=2)

    def _joined_row(self, line: DifferenceLine) -> QWidget:
        frame, grid = self._grid()
        label = column(_cell(line.label, "body", "ink-2"), _cell(line.section, "hint", "ink-2"), spacing=1)
        grid.addLayout(label, 0, 0)
        grid.addWidget(_cell(line.base, "body", "ink-2"), 0, 1)
        for number, writer in enumerate(self._writers()):
            said = line.said.get(writer.log)
            grid.addWidget(
                _cell(said.words if said else "–", "body", "ink" if said else "ink-2"), 0, 2 + number
            )
        grid.addWidget(
            _cell(_("{outcome} · by itself", outcome=line.outcome), "body", "ink-2"),
            0,
            2 + len(self._writers()),
        )
        whole = QWidget()
        whole.setLayout(column(rule(), frame, spacing=0))
        return whole

    def _writers(self) -> tuple[Writer, ...]:
        return self._shown.writers if self._shown else ()

    # -- choosing

    def choices(self) -> dict[str, Side | Answer]:
        """What was chosen so far, by address."""
        return dict(self._chosen)

    def left(self) -> int:
        """How many differences still wait for a choice."""
        return len(self._shown.conflicts) - len(self._chosen) if self._shown else 0

    def choose(self, line: DifferenceLine, said: Said) -> None:
        """Take one side."""
        self._chosen[line.address] = said.side
        for log, button in self._buttons[line.address].items():
            button.setChecked(line.said[log].side == said.side)
            button.update()
        writer = next(each for each in self._writers() if line.said.get(each.log) is said)
        self._show_outcome(line, _("as {name}", name=self._named[writer.log]) if line.order else said.words)

    def choose_other(self, address: str, answer: Answer, words: str) -> None:
        """Take another answer than those of the sides, and go on to the next open one."""
        line = next(line for line in self._lines_open() if line.address == address)
        self._chosen[address] = answer
        for button in self._buttons[address].values():
            button.setChecked(False)
            button.update()
        self._show_outcome(line, words)
        self.go_to_open()

    def ask_other(self) -> None:
        """Another answer for the line the keyboard is on, where there may be one."""
        lines = self._lines_open()
        if lines and lines[self._at].other:
            self.other_wanted.emit(lines[self._at])

    def _ask_other(self, line: DifferenceLine) -> None:
        self._go_to(line.address)
        self.other_wanted.emit(line)

    def _show_outcome(self, line: DifferenceLine, words: str) -> None:
        outcome = self._outcomes[line.address]
        outcome.setText(words)
        outcome.show_ink("ink")
        self._at = self._lines_open().index(line)
        self._mark()
        self.decided.emit()

    def choose_number(self, number: int) -> None:
        """Take side `number` (from 1) of the line the keyboard is on, and go on to the next open one."""
        lines = self._lines_open()
        writers = self._writers()
        if not lines or not 1 <= number <= len(writers):
            return
        line = lines[self._at]
        said = line.said.get(writers[number - 1].log)
        if said is None:
            return
        self.choose(line, said)
        self.go_to_open()

    def go_to_open(self) -> bool:
        """To the next difference without a choice; False when there is none."""
        lines = self._lines_open()
        for step in range(len(lines)):
            at = (self._at + step) % len(lines)
            if lines[at].address not in self._chosen:
                self._at = at
                self._mark()
                return True
        return False

    def has_other(self) -> bool:
        """Whether a line takes another answer than those of the sides."""
        return any(line.other for line in self._lines_open())

    def has_photos(self) -> bool:
        """Whether a line has pictures to look at."""
        return any(
            line.base_photo or any(said.photo for said in line.said.values()) for line in self._lines_open()
        )

    def _lines_open(self) -> list[DifferenceLine]:
        return list(self._shown.conflicts) if self._shown else []

    def _open_photos(self, line: DifferenceLine) -> None:
        """What was before and what each says, beside one another."""
        shown: dict[str, Photo] = {}
        if self._photo is None:
            return
        if line.base_photo:
            photo = self._photo(line.address, line.label, line.base_photo)
            shown[line.base_photo] = replace(photo, caption=_("Before"))
        for writer in self._writers():
            said = line.said.get(writer.log)
            if said is not None and said.photo:
                photo = self._photo(line.address, line.label, said.photo)
                shown[said.photo] = replace(photo, caption=self._heads[writer.log].replace("\n", " · "))
        if shown:
            self.photos_opened.emit(tuple(shown.values()))

    def _go_to(self, address: str) -> None:
        self._at = next(n for n, line in enumerate(self._lines_open()) if line.address == address)
        self.setFocus()
        self._mark()

    def _mark(self) -> None:
        for number, line in enumerate(self._lines_open()):
            here = number == self._at and len(self._frames) > 0
            theme.set_property(self._frames[line.address], "tone", "primary" if here else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._lines_open())
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and count:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._at = max(0, min(count - 1, self._at + step))
            self._mark()
        elif event.key() == Qt.Key.Key_P and count:
            self._open_photos(self._lines_open()[self._at])
        else:
            super().keyPressEvent(event)


def _head(name: str, laptop: str, writer: Writer, now: datetime) -> str:
    """Who said it, when, and on which laptop where that is not the person's own."""
    device = laptop if laptop and laptop != name else writer.log[:4]
    return f"{name}\n{when_words(writer.wall, now)}\n{_('laptop {name}', name=device)}"


def _spread(line: DifferenceLine, words: str) -> str:
    """The rows of an order below one another."""
    return words.replace(BETWEEN, "\n") if line.order else words


def _cell(words: str, kind: str, ink: str) -> Text:
    made = Text(words, kind, ink).wrapped()
    made.setMinimumWidth(1)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made
