# SPDX-License-Identifier: Apache-2.0
"""What a form may ask for that is not performed here: told when the form is loaded, never passed over in
silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from enumerator.messages import _

from .definition import FormWarning, Group, Part, Question, Setting
from .markup import attribute, elements

_PERFORMED = frozenset(
    [
        "minimal",
        "autocomplete",
        "search",
        "quick",
        "quickcompact",
        "likert",
        "vertical",
        "list",
        "list-nolabel",
        "label",
        "columns",
        "compact",
        "image-map",
        "rating",
        "no-ticks",
        "no-calendar",
        "counter",
        "bearing",
        "masked",
        "thousands-sep",
        "multiline",
        "numbers",
        "month-year",
        "year",
        "signature",
        "draw",
        "annotate",
        "new",
        "new-front",
        "selfie",
        "placement-map",
        "keep-position",
        *(f"w{width}" for width in range(1, 13)),
    ]
)
"""Appearances that change what the screen does."""
_MET_ANYWAY = frozenset(
    [
        "field-list",
        "table-list",
        "pages",
        "theme-grid",
        "columns-pack",
        "columns-flex",
        "horizontal",
        "horizontal-compact",
        "no-buttons",
        "picker",
        "summary",
        "hide-input",
        "url",
    ]
)
"""Appearances that ask for what this screen does in any case: all questions of a group on one page, choices
side by side, numbers of a scale typed."""
_WITH_A_NUMBER = re.compile(r"(columns|compact|quickcompact|horizontal)-\d+\Z")
_ACTIONS = {"setgeopoint": "start-geopoint", "recordaudio": "background-audio"}


def unmet(nodes: Iterable[Part], settings: Iterable[Setting], model: etree._Element) -> Iterator[FormWarning]:
    """A warning for each appearance, action and submission wish that nothing here fulfils."""
    for part in nodes:
        for written in part.appearance.lower().split() if isinstance(part, (Question, Group)) else ():
            plain = written.partition("(")[0]
            if plain in _PERFORMED or plain in _MET_ANYWAY or _WITH_A_NUMBER.match(plain):
                continue
            yield FormWarning(
                _("The appearance “{name}” is not known here; it is asked in the usual way.", name=written),
                part.path,
            )
        if isinstance(part, Question) and part.parameters.get("autoplay"):
            yield FormWarning(_("Nothing is played by itself (autoplay); a button plays it."), part.path)
    for setting in settings:
        if setting.kind != "setvalue":
            name = _ACTIONS.get(setting.kind, setting.kind)
            yield FormWarning(
                _("“{name}” is not recorded by this program; it stays blank.", name=name), setting.target
            )
    for submission in elements(model, "submission"):
        if attribute(submission, "base64RsaPublicKey"):
            yield FormWarning(
                _("The form's own encryption (public_key) is not used; bundles are encrypted instead.")
            )
        if attribute(submission, "action"):
            yield FormWarning(
                _("The form's address (submission_url) is not used; nothing is sent by network.")
            )
