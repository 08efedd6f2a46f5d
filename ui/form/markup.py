# SPDX-License-Identifier: Apache-2.0
"""The little markup that authors write into labels and hints (XLSForm's Markdown and a few HTML tags), as
rich text; everything else is shown as it was typed."""

from __future__ import annotations

import html
import re
from typing import Final

_MARKED: Final = re.compile(r"[*_#<&\n\[\\]")
_TAGS: Final = "b|strong|i|em|u|s|sub|sup|small|big|p|ul|ol|li|center"
_KEPT: Final = re.compile(rf"&lt;(/?)({_TAGS})&gt;", re.IGNORECASE)
# colours would fight with the theme
_STYLED: Final = re.compile(r"</?(?:span|font|div)\b[^>]*>", re.IGNORECASE)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING: Final = re.compile(r"<(/?)h[1-6]>", re.IGNORECASE)
_LINK: Final = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
_BOLD: Final = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*|__(\S(?:.*?\S)?)__")
_ITALIC: Final = re.compile(r"(?<![\w*])\*(\S(?:.*?\S)?)\*(?![\w*])|(?<![\w_])_(\S(?:.*?\S)?)_(?![\w_])")
_TITLE: Final = re.compile(r"^[ ]{0,3}#{1,6}[ ]+(.+?)[ ]*#*$", re.MULTILINE)
_BULLET: Final = re.compile(r"^[ ]{0,3}[*+-][ ]+(?=\S)", re.MULTILINE)
_ESCAPED: Final = re.compile(r"\\([*_#\[\]()\\-])")
_AWAY: Final = 0xE000  # private signs stand for escaped ones meanwhile


def words_html(text: str) -> str:
    """A form's text as rich text: **bold**, _italic_, # headings, - lists, [links](address), line breaks and
    the tags b, i, u, sub, sup and their like. A link shows its address, for there is no internet."""
    if not _MARKED.search(text):
        return text
    away: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        away.append(found[1])
        return chr(_AWAY + len(away) - 1)

    plain = _ESCAPED.sub(put_away, _STYLED.sub("", _BREAK.sub("\n", text)))
    safe = html.escape(_HEADING.sub(r"<\1b>", plain), quote=False)
    safe = _TITLE.sub(r"<b>\1</b>", safe)
    safe = _BULLET.sub("• ", safe)
    safe = _LINK.sub(lambda m: m[1] if m[1] == m[2] else f"{m[1]} ({m[2]})", safe)
    safe = _BOLD.sub(lambda m: f"<b>{m[1] or m[2]}</b>", safe)
    safe = _ITALIC.sub(lambda m: f"<i>{m[1] or m[2]}</i>", safe)
    safe = _KEPT.sub(r"<\1\2>", safe)
    for at, sign in enumerate(away):
        safe = safe.replace(chr(_AWAY + at), html.escape(sign, quote=False))
    return safe.replace("\n", "<br>")
