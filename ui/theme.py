# SPDX-License-Identifier: Apache-2.0
"""Colours, type and measures of the window: a theme is a file of named colours, turned into a palette
and a little QSS."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

RESOURCES: Final = Path(__file__).resolve().parent.parent / "resources"
NAMES: Final = ("light", "dark", "sunlight")
DEFAULT: Final = "light"
BASE_PIXELS: Final = 14  # 10.5 pt at 96 dpi; pixels, so that type and layout keep together on every platform
FAMILY: Final = "Inter"
# kind -> (share of the base size, weight)
KINDS: Final = {
    "body": (1.0, QFont.Weight.Normal),
    "strong": (1.0, QFont.Weight.DemiBold),
    "label": (1.0, QFont.Weight.DemiBold),
    "section": (1.15, QFont.Weight.DemiBold),
    "title": (1.3, QFont.Weight.DemiBold),
    "hint": (0.9, QFont.Weight.Normal),
    "small": (0.86, QFont.Weight.Medium),
    "key": (0.78, QFont.Weight.DemiBold),
    "figure": (1.72, QFont.Weight.Bold),
    "display": (2.4, QFont.Weight.Bold),
}


@dataclass(frozen=True)
class Theme:
    """One theme as its file gives it; `colours` maps each role to `#rrggbb`."""

    name: str
    dark: bool
    control_height: int
    colours: dict[str, str]


@cache
def load(name: str) -> Theme:
    """The theme in `resources/themes/NAME.toml`."""
    data = tomllib.loads((RESOURCES / "themes" / f"{name}.toml").read_text("utf-8"))
    return Theme(data["name"], data["dark"], data["control_height"], data["colours"])


class _News(QObject):
    """Tells painted widgets that the look has changed."""

    changed = Signal()


class _Look:
    """The one look of the process, set by `apply_theme`."""

    theme: Theme | None = None
    scale = 1.0
    news: _News | None = None


def current() -> Theme:
    """The theme on screen now."""
    if _Look.theme is None:
        _Look.theme = load(DEFAULT)
    return _Look.theme


def scale() -> float:
    """1.0 at 100 % text size."""
    return _Look.scale


def news() -> _News:
    """`news().changed` fires after every change of theme or size."""
    if _Look.news is None:
        _Look.news = _News()
    return _Look.news


def colour(role: str) -> QColor:
    """The colour that plays `role` in the theme on screen; KeyError for a role no theme knows."""
    return QColor(current().colours[role])


def px(pixels: float) -> int:
    """A length given at 100 %, at the size on screen."""
    return round(pixels * _Look.scale)


def control_height() -> int:
    """The height of a field or button: 36, in the sunlight theme 44, times the text size."""
    return px(current().control_height)


def font(kind: str = "body", *, tabular: bool = False) -> QFont:
    """The type for a kind of text (see `KINDS`); `tabular` gives every digit the same width."""
    size, weight = KINDS[kind]
    made = QFont(FAMILY)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    made.setPixelSize(max(9, round(BASE_PIXELS * size * _Look.scale)))
    made.setWeight(weight)
    return made


@cache
def _families() -> frozenset[str]:
    """The families of the bundled fonts, loaded once."""
    found: set[str] = set()
    for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
        found.update(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path))))
    return frozenset(found)


def palette(theme: Theme) -> QPalette:
    """What Fusion draws with: combo boxes, menus, check marks, disabled states."""
    tint = {role: QColor(value) for role, value in theme.colours.items()}
    roles = QPalette.ColorRole
    made = QPalette()
    for role, name in {
        roles.Window: "ground",
        roles.WindowText: "ink",
        roles.Base: "panel",
        roles.AlternateBase: "hover",
        roles.Text: "ink",
        roles.PlaceholderText: "ink-3",
        roles.Button: "panel",
        roles.ButtonText: "ink",
        roles.BrightText: "on-primary",
        roles.Highlight: "primary-soft",
        roles.HighlightedText: "ink",
        roles.Accent: "primary",
        roles.Link: "blue",
        roles.LinkVisited: "blue",
        roles.ToolTipBase: "ink",
        roles.ToolTipText: "panel",
        roles.Light: "panel",
        roles.Midlight: "hover",
        roles.Mid: "line-strong",
        roles.Dark: "line-strong",
        roles.Shadow: "line-strong",
    }.items():
        made.setColor(role, tint[name])
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, tint["ink-3"])
    return made


def stylesheet(theme: Theme, size: float) -> str:
    """`resources/style.qss` with `@role` and the pixels (all but hairlines) filled in."""
    text = (RESOURCES / "style.qss").read_text("utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    kinds = "\n".join(
        f'QLabel[kind="{kind}"] {{ font-size: {max(9, round(BASE_PIXELS * share * size))}px; '
        f"font-weight: {int(weight)}; }}"
        for kind, (share, weight) in KINDS.items()
    )
    inks = "\n".join(f'QLabel[ink="{role}"] {{ color: {value}; }}' for role, value in theme.colours.items())
    text = text.replace("@control-height", f"{theme.control_height - 2}px")
    text = re.sub(r"@([a-z0-9-]+)", lambda found: theme.colours[found[1]], text)
    text = re.sub(r"\b(\d+)px", lambda found: f"{_scaled(int(found[1]), size)}px", text)
    return "\n".join((text, kinds, inks))


def _scaled(pixels: int, size: float) -> int:
    return pixels if pixels <= 1 else round(pixels * size)


def apply_theme(app: QApplication, name: str = DEFAULT, size: float = 1.0) -> Theme:
    """Dress the whole application: Fusion, palette, type and the few QSS rules; `size` 1.0 to 2.0."""
    _families()
    theme = load(name)
    _Look.theme, _Look.scale = theme, size
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    # macOS lets Tab pass by everything but text, unless a person changes a setting of the system
    app.styleHints().setTabFocusBehavior(Qt.TabFocusBehavior.TabFocusAllControls)
    app.setPalette(palette(theme))
    app.setFont(font())
    app.setStyleSheet(stylesheet(theme, size))
    for widget in app.allWidgets():
        widget.update()
    news().changed.emit()
    return theme


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and draw again only if it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two `#rrggbb` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: str) -> float:
    channels = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
