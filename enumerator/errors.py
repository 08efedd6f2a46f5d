# SPDX-License-Identifier: Apache-2.0
"""What a person can act on. Every other exception is a defect of the program."""

from __future__ import annotations


class UserError(Exception):
    """Something outside the program is wrong, told in the user's language.

    `what` says what happened and names the thing, `where` gives the place (file, sheet and row, question),
    `remedy` the next step. `exit_code` is what the command line returns.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.where, self.remedy) if part)


class Cancelled(Exception):  # noqa: N818 - a wish of the person, not an error
    """The person stopped a long piece of work; nothing half-done is left behind."""
