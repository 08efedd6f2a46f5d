# SPDX-License-Identifier: Apache-2.0
"""Going on in a new log, when the old one may have been written further than we know.

That is so after a backup was restored: what the laptop wrote since may be at the office already, and writing
the same places again would make two truths of one log.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from enumerator.identity.certificates import LogOpening, open_log
from enumerator.identity.keys import Keys
from enumerator.identity.vault import read_vault, write_vault


def begin_new_log(folder: Path, keys: Keys, now: datetime, reason: str) -> tuple[Keys, LogOpening]:
    """The same keys with a new log, and the word that vouches for it.

    The caller writes that word as the first record of the new log (kind `log`, record the new log's name).
    """
    fresh = replace(keys, log=secrets.token_hex(16))
    write_vault(folder, read_vault(folder).model_copy(update={"log": fresh.log}))
    return fresh, open_log(keys, fresh.log, now, reason)
