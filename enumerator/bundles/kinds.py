# SPDX-License-Identifier: Apache-2.0
"""The kinds of record as a person calls them."""

from __future__ import annotations

from enumerator.messages import _, mark

_WORDS = {
    "arrival": mark("decisions about bundles kept aside"),
    "assignment": mark("assignments"),
    "card": mark("cards"),
    "card_batch": mark("batches of cards"),
    "card_design": mark("card designs"),
    "card_output": mark("printings of cards"),
    "card_settings": mark("how cards are issued"),
    "card_key": mark("card keys"),
    "card_list": mark("lists of cards called back"),
    "certificate": mark("laptops let in"),
    "decision": mark("decisions"),
    "desil": mark("desil"),
    "form": mark("forms"),
    "graduation": mark("graduations"),
    "household": mark("household answers"),
    "kit": mark("enrolment kits"),
    "log": mark("new logs"),
    "pair": mark("decisions about double data"),
    "recovery": mark("recoveries of a passphrase"),
    "reveal": mark("numbers looked at in full"),
    "review": mark("reviews"),
    "revocation": mark("laptops revoked"),
    "rules": mark("rules"),
}


def kind_in_words(kind: str) -> str:
    """In the language spoken now; a kind of a later version keeps its own name."""
    return _(_WORDS[kind]) if kind in _WORDS else kind
