# SPDX-License-Identifier: Apache-2.0
"""What an interview remembers beside the values: refusals, remarks, reasons, and answers kept for later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

SUBMITTED = "submitted"


class NoAnswer(StrEnum):
    """Asked, and not answered: a value of its own beside blank and not relevant."""

    DONT_KNOW = "dont_know"
    REFUSED = "refused"


class Notes:
    """By address. `unread` is text that is no answer to its question, `withheld` an answer whose choices
    are away, `edited` marks what a person put in place of a calculation, `unplaced` what an older form
    version asked."""

    def __init__(self) -> None:
        self.no_answers: dict[str, NoAnswer] = {}
        self.remarks: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        self.unread: dict[str, str] = {}
        self.withheld: dict[str, str] = {}
        self.edited: dict[str, str] = {}
        self.unplaced: dict[str, str] = {}
        self.to_set_apart: set[str] = set()

    def take(self, answers: Mapping[str, str]) -> None:
        """Remember the notes among flat answers."""
        kinds = {
            "remark": self.remarks,
            "reason": self.reasons,
            "withheld": self.withheld,
            "edited": self.edited,
        }
        for key, text in answers.items():
            address, mark, kind = key.rpartition("#")
            if not mark:
                continue
            if kind in kinds:
                kinds[kind][address] = text
            elif kind == "no-answer":
                self.no_answers[address] = NoAnswer(text)
            elif kind == "unplaced":
                self.unplaced[key] = text
            elif kind == "unread":
                self.to_set_apart.add(address)

    def forget(self, addresses: Iterable[str]) -> None:
        """Let go of everything at the addresses."""
        kept = (self.no_answers, self.remarks, self.reasons, self.unread, self.withheld, self.edited)
        for address in addresses:
            for notes in kept:
                notes.pop(address, None)

    def write(self, address: str, flat: dict[str, str]) -> None:
        """Add the notes at an address to flat answers."""
        if address in self.no_answers:
            flat[f"{address}#no-answer"] = self.no_answers[address].value
        if address in self.unread:
            flat[f"{address}#unread"] = "1"
        for kind, notes in (
            ("reason", self.reasons),
            ("withheld", self.withheld),
            ("edited", self.edited),
            ("remark", self.remarks),
        ):
            if address in notes:
                flat[f"{address}#{kind}"] = notes[address]
