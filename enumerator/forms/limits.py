# SPDX-License-Identifier: Apache-2.0
"""How large a form's files may be, and what is said of larger ones."""

from __future__ import annotations

from pathlib import Path

from enumerator.errors import UserError
from enumerator.messages import _

LARGEST_FILE = 40 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024


def too_large(path: Path) -> UserError:
    """The refusal of a file no form needs."""
    return UserError(
        _("The file “{name}” is too large for a form.", name=path.name),
        remedy=_("Move long lists and pictures to files beside the form."),
    )
