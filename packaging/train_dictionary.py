# SPDX-License-Identifier: Apache-2.0
"""Train the dictionary that makes journal rows small, on the journal of a training project.

`python packaging/train_dictionary.py DATA_FOLDER PASSPHRASE [TARGET]`, where DATA_FOLDER is for instance
the office's of `enumerator demo`. A dictionary carries fragments of what it was trained on, so only a
training project's made-up families may go in here. Old stores keep the dictionary they were written with.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import zstandard

from enumerator.store.compression import LEVEL, SHIPPED
from enumerator.workspace import open_workspace

DICTIONARY_BYTES = 64 * 1024
OF_EACH_KIND = 600
SEED = 2026


def samples(folder: Path, passphrase: str) -> list[bytes]:
    """Rows of every kind, shuffled; SystemExit unless they are about nobody."""
    with open_workspace(folder, passphrase) as workspace:
        if not workspace.training:
            raise SystemExit("only the journal of a training project may be used")
        journal = workspace.store.journal
        by_kind: dict[str, list[bytes]] = {}
        for log in journal.logs():
            for raw in journal.raw(log):
                by_kind.setdefault(raw.partition(b'"kind":"')[2].partition(b'"')[0].decode(), []).append(raw)
    chance = random.Random(SEED)
    chosen = [raw for rows in by_kind.values() for raw in chance.sample(rows, min(len(rows), OF_EACH_KIND))]
    chance.shuffle(chosen)
    return chosen


def main() -> int:
    """Write the dictionary, trained on four fifths, and say how small it makes the rest."""
    rows = samples(Path(sys.argv[1]), sys.argv[2])
    target = Path(sys.argv[3]) if len(sys.argv) > 3 else SHIPPED
    cut = len(rows) * 4 // 5
    dictionary = zstandard.train_dictionary(DICTIONARY_BYTES, rows[:cut])
    target.write_bytes(dictionary.as_bytes())
    unseen = rows[cut:]
    writer = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary, write_checksum=True)
    small = sum(len(writer.compress(raw)) for raw in unseen)
    plain = sum(len(zstandard.ZstdCompressor(level=LEVEL).compress(raw)) for raw in unseen)
    print(f"{len(rows)} rows; {sum(map(len, unseen))} -> {small} bytes (without a dictionary {plain})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
