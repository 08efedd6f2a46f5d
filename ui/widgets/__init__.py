# SPDX-License-Identifier: Apache-2.0
"""The building blocks of every screen, all in one look."""

from ui.widgets.bar import Bar
from ui.widgets.button import Button, IconButton, PrimaryButton, QuietButton
from ui.widgets.card import Card, Tinted, clear, column, row, rule, scrolled
from ui.widgets.drop_down import DropDown
from ui.widgets.empty_state import EmptyState
from ui.widgets.glyph import Glyph
from ui.widgets.key_hint import KeyHint
from ui.widgets.labelled import Labelled, Passphrase
from ui.widgets.notice import Notice
from ui.widgets.pill import Chip, Status, StatusPill
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.rail import Rail
from ui.widgets.requests import OpenInterview
from ui.widgets.screen import Screen
from ui.widgets.search_box import SearchBox
from ui.widgets.stat_tile import Meter, StatTile
from ui.widgets.status_line import StatusLine
from ui.widgets.table import Column, DataTable
from ui.widgets.text import ElidedText, Text
from ui.widgets.tick_box import TickBox

__all__ = [
    "Bar",
    "Button",
    "Card",
    "Chip",
    "Column",
    "DataTable",
    "DropDown",
    "ElidedText",
    "EmptyState",
    "Glyph",
    "IconButton",
    "KeyHint",
    "Labelled",
    "Meter",
    "Notice",
    "OpenInterview",
    "Passphrase",
    "PrimaryButton",
    "ProgressPanel",
    "QuietButton",
    "Rail",
    "Screen",
    "SearchBox",
    "StatTile",
    "Status",
    "StatusLine",
    "StatusPill",
    "Text",
    "TickBox",
    "Tinted",
    "clear",
    "column",
    "row",
    "rule",
    "scrolled",
]
