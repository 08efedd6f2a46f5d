# SPDX-License-Identifier: Apache-2.0
"""Qt's own dialogs and menus speak the language of the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit

from enumerator.messages import speak
from ui.qt_words import QtWords

CATALOGUE = Path(__file__).resolve().parents[2] / "resources" / "languages" / "id" / "qt.po"
ROOMS = (
    "QAbstractFileIconProvider",
    "QAbstractSpinBox",
    "QColorDialog",
    "QDialogButtonBox",
    "QFileDialog",
    "QFileSystemModel",
    "QGnomeTheme",
    "QLineEdit",
    "QPageSetupWidget",
    "QPlatformTheme",
    "QPrintDialog",
    "QPrintPropertiesDialog",
    "QPrintPropertiesWidget",
    "QPrintSettingsOutput",
    "QPrintWidget",
    "QScrollBar",
    "QWidgetTextControl",
    "MAC_APPLICATION_MENU",
)


@pytest.fixture
def words(qapp: QApplication) -> Iterator[QtWords]:
    made = QtWords(qapp)
    assert qapp.installTranslator(made)
    yield made
    qapp.removeTranslator(made)
    speak("id")


def said_by(line: QLineEdit) -> set[str]:
    """The items of its menu, without their keys."""
    menu = line.createStandardContextMenu()
    return {action.text().partition("\t")[0] for action in menu.actions()}


def test_the_menu_of_a_field_speaks_indonesian_and_english_by_choice(qtbot, words: QtWords) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    assert {"&Urungkan", "&Salin", "T&empel", "Pilih semua"} <= said_by(line)
    speak("en")
    assert {"&Undo", "&Copy", "&Paste", "Select All"} <= said_by(line)


def test_a_file_is_asked_for_in_indonesian(qtbot, words: QtWords, tmp_path: Path) -> None:
    dialog = QFileDialog(None, "Simpan", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    said = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"&Cari di:", "&Nama berkas:", "&Jenis berkas:"} <= said


def test_every_text_of_the_catalogue_is_one_that_qt_says() -> None:
    """Asked of Qt's own German, which knows all of them."""
    german = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not german.load("qtbase_de", folder):
        pytest.skip("Qt was installed without its own translations")
    with CATALOGUE.open("rb") as file:
        texts = [message.id for message in read_po(file) if message.id]
    assert [text for text in texts if not any(german.translate(room, text) for room in ROOMS)] == []
