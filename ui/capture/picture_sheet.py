# SPDX-License-Identifier: Apache-2.0
"""The newest pictures of a phone, a memory card or a folder, to choose one from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QImage, QImageReader, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from enumerator.messages import _
from ui import theme
from ui.capture.equipment import PHOTO_FOLDER, Equipment
from ui.capture.picture_folders import FoundPicture, camera_folders, newest
from ui.mailbox import Mailbox
from ui.widgets.moments import moment_words
from ui.widgets.sheet import Sheet
from ui.widgets.text import ElidedText, Text

THUMB: Final = QSize(150, 112)
LOOK_AGAIN_MS: Final = 2_000
PATH: Final = Qt.ItemDataRole.UserRole


class _Delegate(QStyledItemDelegate):
    """A thumbnail with the time under it; the chosen one on a tinted ground with a border."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(theme.px(THUMB.width() + 16), theme.px(THUMB.height() + 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = option.rect.adjusted(2, 2, -2, -2)
        painter.setPen(theme.colour("primary") if chosen else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary-soft" if chosen else "panel"))
        painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        icon = index.data(Qt.ItemDataRole.DecorationRole)  # type: ignore[attr-defined]
        room = QRect(box.topLeft(), THUMB * theme.scale()).translated(theme.px(6), theme.px(6))
        if isinstance(icon, QIcon) and not icon.isNull():
            made = icon.pixmap(room.size())
            place = QRect(0, 0, *(round(side / made.devicePixelRatio()) for side in made.size().toTuple()))
            place.moveCenter(room.center())
            painter.drawPixmap(place, made)
        else:
            painter.fillRect(room, theme.colour("chip"))
        painter.setFont(theme.font("strong" if chosen else "hint"))
        painter.setPen(theme.colour("primary-ink" if chosen else "ink-2"))
        words = QRect(room.left(), room.bottom() + theme.px(2), room.width(), theme.px(20))
        told = QFontMetrics(painter.font()).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()  # type: ignore[attr-defined]
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, told)
        painter.restore()


class _Grid(QListWidget):
    """Leaves Enter and letters to the sheet."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) or event.text().isalpha():
            event.ignore()
        else:
            super().keyPressEvent(event)


class PictureSheet(Sheet):
    """`picked(Path)`. The folder used last is looked at, else that of the phone or card that is plugged in;
    what is new there comes up by itself."""

    picked = Signal(object)

    def __init__(
        self,
        title: str,
        equipment: Equipment,
        owner: QWidget,
        *,
        clock: Callable[[], datetime],
        plugged: Callable[[], Sequence[Path]] = camera_folders,
    ) -> None:
        body = QWidget()
        super().__init__(title, body, owner, close_words=_("Cancel"))
        self._equipment = equipment
        self._plugged = plugged
        self._clock = clock
        self.folder: Path | None = None
        self._shown: tuple[FoundPicture, ...] = ()
        self._icons: dict[str, QIcon] = {}
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="thumbnails")
        self.where = ElidedText("", "hint", "ink-2")
        self.words = Text("", "body", "ink-2").wrapped()
        self.grid = _Grid()
        self.grid.setViewMode(QListWidget.ViewMode.IconMode)
        self.grid.setMovement(QListWidget.Movement.Static)
        self.grid.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.grid.setUniformItemSizes(True)
        self.grid.setIconSize(QSize(theme.px(THUMB.width()), theme.px(THUMB.height())))
        self.grid.setItemDelegate(_Delegate(self.grid))
        self.grid.setAccessibleName(_("Newest pictures"))
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.where)
        layout.addWidget(self.words)
        layout.addWidget(self.grid, 1)
        body.setFocusProxy(self.grid)
        body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.folder_button = self.offer(_("Another folder…"), "F", icon="folder")
        self.take_button = self.offer(_("Use this photo"), "Return", icon="done", primary=True)
        self.folder_button.clicked.connect(self._on_folder)
        self.take_button.clicked.connect(self._take)
        self.grid.itemDoubleClicked.connect(lambda _item: self._take())
        self._looking = self._over = False
        self._surveyed = Mailbox(self, self._on_surveyed)
        self._thumb = Mailbox(self, self._on_thumb)
        self._again = QTimer(self, interval=LOOK_AGAIN_MS)
        self._again.timeout.connect(self.look)
        self.closed.connect(self._stop)

    def open(self) -> None:
        super().open()
        self.look()
        self._again.start()

    def look(self) -> None:
        """Look at the folder again; whichever picture was chosen stays chosen."""
        if not self._looking:
            self._looking = True
            self._worker.submit(self._survey, self.folder, self._equipment.recall(PHOTO_FOLDER))

    def _survey(self, folder: Path | None, last: str) -> None:
        """In the worker, for a phone may take its time: which folder, and what is in it."""
        if folder is None or not folder.is_dir():
            folder = Path(last) if last and Path(last).is_dir() else next(iter(self._plugged()), None)
        found = newest(folder) if folder is not None else ()
        self._surveyed.post(folder, found)

    def _on_surveyed(self, folder: Path | None, found: tuple[FoundPicture, ...]) -> None:
        self._looking = False
        if self._over:
            return
        self.folder = folder
        self.where.setText(str(folder or ""))
        self.words.setText(self._state_words(found))
        self.words.setVisible(not found)
        self.grid.setVisible(bool(found))
        self.take_button.setEnabled(bool(found))
        if found != self._shown:
            self._show(found)

    def _state_words(self, found: tuple[FoundPicture, ...]) -> str:
        if found:
            return ""
        if self.folder is None:
            return _(
                "No phone or memory card is seen. Plug it in and unlock it (on the phone choose “File"
                " transfer”), or choose the folder that the pictures were copied to."
            )
        return _("There are no pictures in this folder yet. New ones come up here by themselves.")

    def _show(self, found: tuple[FoundPicture, ...]) -> None:
        now = self._clock()
        current = self.grid.currentItem()
        held = current.data(PATH) if current is not None and self.grid.currentRow() else ""
        self._shown = found
        self.grid.clear()
        for picture in found:
            key = f"{picture.path}|{picture.written}"
            item = QListWidgetItem(
                moment_words(datetime.fromtimestamp(max(0.0, picture.written), tz=now.tzinfo), now)
            )
            item.setData(PATH, str(picture.path))
            item.setToolTip(picture.path.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{picture.path.name}, {item.text()}")
            if key in self._icons:
                item.setIcon(self._icons[key])
            else:
                self._worker.submit(self._draw, key, picture.path)
            self.grid.addItem(item)
        at = next((n for n, picture in enumerate(found) if str(picture.path) == held), 0)
        self.grid.setCurrentRow(at if found else -1)
        if found and not self.grid.hasFocus() and self.isVisible():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self, key: str, path: Path) -> None:
        """In the worker: read the picture small."""
        reader = QImageReader(str(path))
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid():
            reader.setScaledSize(size.scaled(THUMB * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        picture = reader.read().scaled(
            THUMB * 2, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self._thumb.post(key, picture)

    def _on_thumb(self, key: str, picture: QImage) -> None:
        self._icons[key] = QIcon(QPixmap.fromImage(picture))
        path = key.rpartition("|")[0]
        for at in range(self.grid.count()):
            if self.grid.item(at).data(PATH) == path:
                self.grid.item(at).setIcon(self._icons[key])

    def _stop(self) -> None:
        self._over = True
        self._again.stop()
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _on_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.folder_button.text(), str(self.folder or ""))
        if chosen:
            self.choose_folder(Path(chosen))

    def choose_folder(self, folder: Path) -> None:
        """Look there, now and the next time."""
        self.folder = folder
        self._looking = False
        self._equipment.remember(PHOTO_FOLDER, str(folder))
        self.look()

    def _take(self) -> None:
        item = self.grid.currentItem()
        if item is None:
            return
        if self.folder is not None:
            self._equipment.remember(PHOTO_FOLDER, str(self.folder))
        path = Path(item.data(PATH))
        self.put_away()
        self.picked.emit(path)
