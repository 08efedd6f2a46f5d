# SPDX-License-Identifier: Apache-2.0
"""Going on with a draft in the newest version of its form: nothing is dropped, and what became of it is
told.
"""

from __future__ import annotations

from enumerator.interviews.drafts import Drafts
from enumerator.interviews.library import FormLibrary
from enumerator.interviews.migrate import Migration, migrate
from enumerator.messages import _, n_


def upgrade(drafts: Drafts, library: FormLibrary, draft: str) -> Migration | None:
    """Move the draft to the newest version; None where it stands there already, or its own form is unknown.

    NoDraftError when the draft is gone or in the bin.
    """
    held = drafts.get(draft)
    newest = library.newest(held.form.id)
    if newest is None or newest.version <= held.form.version or held.form.hash not in library:
        return None
    found = migrate(drafts.open(draft), library.get(held.form.hash), library.get(newest.hash))
    drafts.move_to(draft, newest, found.answers)
    return found


def report_words(found: Migration) -> str:
    """What became of the answers, in one line of the user's language."""
    told = [n_("{n} answer carried", "{n} answers carried", len(found.carried))]
    if found.changed:
        names = ", ".join(dict.fromkeys(_name(each.address) for each in found.changed))
        told.append(_("question differs now: {names}", names=names))
    if found.unplaced:
        kept = ", ".join(f"{_name(address)}: {text}" for address, text in found.unplaced.items())
        told.append(_("no place any more, kept beside: {answers}", answers=kept))
    return "; ".join(told) + "."


def _name(address: str) -> str:
    return address.rpartition("/")[2]
