# SPDX-License-Identifier: Apache-2.0
"""Widths and heights of text, measured once for each kind and text size: a page asks for them thousands of
times."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetrics

from ui import theme
from ui.widgets.key_hint import cap_size


@lru_cache(maxsize=64)
def _font(kind: str, _scale: float) -> QFont:
    return theme.font(kind)


@lru_cache(maxsize=64)
def _metrics(kind: str, scale: float) -> QFontMetrics:
    return QFontMetrics(_font(kind, scale))


@lru_cache(maxsize=512)
def _cap(keys: str, _scale: float) -> int:
    return cap_size(keys).width()


def font(kind: str) -> QFont:
    """The type for a kind of text, to paint with and not to change."""
    return _font(kind, theme.scale())


def metrics(kind: str) -> QFontMetrics:
    """The measures of a kind of text at the present size."""
    return _metrics(kind, theme.scale())


def cap_width(keys: str) -> int:
    """The width of a key cap."""
    return _cap(keys, theme.scale())
