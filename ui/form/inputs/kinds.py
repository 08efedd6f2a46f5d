# SPDX-License-Identifier: Apache-2.0
"""Which input a question gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from enumerator.forms import Interview, Node, Question
from ui.form.inputs.acknowledge import Acknowledge
from ui.form.inputs.attachment import Attachment
from ui.form.inputs.barcode import Barcode
from ui.form.inputs.choices import OneChoice, SeveralChoices, columns_of
from ui.form.inputs.date import DateLine, DateTimeLine, MonthLine, TimeLine, YearLine
from ui.form.inputs.field import Asking, Field
from ui.form.inputs.heads import Heads
from ui.form.inputs.image_map import ImageMap
from ui.form.inputs.number import Number
from ui.form.inputs.photo import Photo
from ui.form.inputs.pick import Pick, PickSeveral
from ui.form.inputs.position import Point, Points
from ui.form.inputs.range import Range
from ui.form.inputs.ranking import Ranking
from ui.form.inputs.recording import Recording
from ui.form.inputs.shown import Shown
from ui.form.inputs.signature import Drawing, Signature
from ui.form.inputs.text import IdNumber, TextBlock, TextLine, is_id_number

FEW: Final = 9  # more than this and a list to search is quicker than a wall of buttons
SEVERAL: Final = 30
NARROWED: Final = 1000
_ONE_LIST: Final = {"minimal", "autocomplete", "search", "map"}
_BUTTONS: Final = {
    "quick",
    "likert",
    "columns",
    "columns-pack",
    "compact",
    "quickcompact",
    "horizontal",
    "full",
    "vertical",
    "list",
    "list-nolabel",
    "no-buttons",
}

Make = Callable[[str, Question, Asking], Field]
_PLAIN: Final[dict[str, Make]] = {
    "integer": Number,
    "decimal": Number,
    "time": TimeLine,
    "dateTime": DateTimeLine,
    "range": Range,
    "rank": Ranking,
    "geopoint": Point,
    "geotrace": Points,
    "geoshape": Points,
    "audio": Recording,
    "video": Recording,
    "file": Attachment,
    "barcode": Barcode,
    "acknowledge": Acknowledge,
}


def make_field(node: Node, asking: Asking) -> Field:
    """The input for the question of `node`, empty."""
    question = node.definition
    if not isinstance(question, Question):
        raise TypeError(f"{node.address} is no question")
    return _kind(question, node, asking)(node.address, question, asking)


def _kind(question: Question, node: Node, asking: Asking) -> Make:
    if question.calculated or (node.readonly and question.type not in ("image", "select_multiple")):
        return Shown
    if question.type == "text":
        return _text(question)
    if question.type == "image":
        if "signature" in question.appearances:
            return Signature
        return Drawing if "draw" in question.appearances else Photo
    if question.type == "date":
        return (
            MonthLine
            if "month-year" in question.appearances
            else YearLine
            if "year" in question.appearances
            else DateLine
        )
    if question.type in ("select_one", "select_multiple"):
        return _choice(question, node, asking)
    return _PLAIN.get(question.type, TextLine)


def _text(question: Question) -> Make:
    if is_id_number(question):
        return IdNumber
    many = "multiline" in question.appearances or int(question.parameters.get("rows") or 1) > 1
    return TextBlock if many else TextLine


def _choice(question: Question, node: Node, asking: Asking) -> Make:
    if "label" in question.appearances:
        return Heads
    if "image-map" in question.appearances:
        return ImageMap
    if question.type == "select_multiple":
        many = (
            list_length(question, node.address, asking.interview) > SEVERAL
            or "autocomplete" in question.appearances
        )
        return PickSeveral if many else SeveralChoices
    return Pick if is_picked(question, node.address, asking.interview) else OneChoice


def is_picked(question: Question, address: str, interview: Interview) -> bool:
    """Whether one of the choices is picked from a list, and not by a button of its own."""
    if _ONE_LIST & question.appearances:
        return True
    if _BUTTONS & question.appearances or columns_of(question):
        return False
    length = list_length(question, address, interview)
    if FEW < length <= SEVERAL:
        # pictures are seen on buttons only
        return not any(choice.media.get("image") for choice in interview.choices(address))
    return length > FEW


def list_length(question: Question, address: str, interview: Interview) -> int:
    """How many choices there can be; a list that other answers narrow counts as long, for its length comes
    and goes."""
    if question.itemset is None:
        return len(question.choices)
    return NARROWED if "[" in question.itemset.nodeset else len(interview.choices(address))
