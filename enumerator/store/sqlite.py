# SPDX-License-Identifier: Apache-2.0
"""SQLite as this program uses it: the encrypted build, under the name by which sqlite-utils looks for it.

Every module that needs sqlite-utils or the classes of SQLite's exceptions imports them from here, and
nowhere else. The interpreter's own `sqlite3` is never used for data: its SQLite has the WAL-reset fault and
cannot encrypt.
"""

from __future__ import annotations

import sys
from typing import Any

import sqlcipher3
import sqlcipher3.dbapi2

# sqlite-utils prefers a module called pysqlite3 over the interpreter's own.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)

import sqlite_utils.utils  # noqa: E402
from sqlite_utils import Database, Migrations  # noqa: E402

__all__ = ["Database", "DatabaseError", "IntegrityError", "Migrations", "OperationalError", "connect"]

OLDEST_SAFE_VERSION = (3, 51, 3)

if vars(sqlite_utils.utils)["sqlite3"] is not sqlcipher3:
    raise ImportError(
        "sqlite_utils was imported before enumerator.store.sqlite and uses an SQLite without encryption"
    )
if sqlcipher3.dbapi2.sqlite_version_info < OLDEST_SAFE_VERSION:
    raise ImportError(
        f"SQLite {sqlcipher3.dbapi2.sqlite_version} can damage a database in WAL mode; need 3.51.3"
    )

DatabaseError: type[Exception] = sqlcipher3.dbapi2.DatabaseError
OperationalError: type[Exception] = sqlcipher3.dbapi2.OperationalError
IntegrityError: type[Exception] = sqlcipher3.dbapi2.IntegrityError


def connect(path: str) -> Any:
    """A bare connection; transactions are begun and ended by name only."""
    return sqlcipher3.dbapi2.connect(path, isolation_level=None, check_same_thread=False)
