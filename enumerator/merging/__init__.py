# SPDX-License-Identifier: Apache-2.0
"""Two truths about one record: how they join by themselves, where they differ, how a person settles it."""

from enumerator.merging.calculated import Calculated
from enumerator.merging.custodians import Custodians
from enumerator.merging.custody import Branch, Standing, standing
from enumerator.merging.history import Change, history
from enumerator.merging.open_conflicts import OpenConflict, open_conflicts
from enumerator.merging.open_conflicts import refresh as refresh_conflicts
from enumerator.merging.settle import RESOLVE, UNDO, settle, undo
from enumerator.merging.view import WHOLE_RECORD, Answer, Conflict, Joined, Side, View, view

__all__ = [
    "RESOLVE",
    "UNDO",
    "WHOLE_RECORD",
    "Answer",
    "Branch",
    "Calculated",
    "Change",
    "Conflict",
    "Custodians",
    "Joined",
    "OpenConflict",
    "Side",
    "Standing",
    "View",
    "history",
    "open_conflicts",
    "refresh_conflicts",
    "settle",
    "standing",
    "undo",
    "view",
]
