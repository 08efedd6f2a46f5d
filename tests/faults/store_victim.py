# SPDX-License-Identifier: Apache-2.0
"""A short day's work that tells after each step that it is on the disk; run while the system refuses a call.
"""

from __future__ import annotations

import sys
from pathlib import Path

from enumerator.errors import UserError
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.store.revision import Entry
from enumerator.store.store import open_store
from tests.faults.store_trials import FORM, KEY, WRITER, Interviewed


def main(path: Path) -> None:
    """`said N` after each step that returned, `refused` when a person would be told."""
    try:
        store = open_store(path, KEY, WRITER)
        drafts = Drafts(store)
        for n in range(4):
            draft = drafts.begin(FORM, f"h{n}", {"/data/n": "0"})
            drafts.save(draft.id, {"/data/n": str(n)})
            print(f"draft h{n}", flush=True)
            finish(store, drafts, draft.id, Interviewed({"/data/n": str(n)}))
            print(f"said h{n}", flush=True)
            store.append(Entry(f"r{n}", "review", {"household": f"h{n}"}))
            print(f"said r{n}", flush=True)
        store.close()
    except UserError as error:
        print("refused" if error.remedy else "mute", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
