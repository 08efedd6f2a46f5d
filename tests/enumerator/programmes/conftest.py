# SPDX-License-Identifier: Apache-2.0
"""The registry's store, form and families serve here too."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_path = Path(__file__).resolve().parent.parent / "registry" / "conftest.py"
_spec = importlib.util.spec_from_file_location("registry_fixtures", _path)
assert _spec is not None
assert _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
sys.modules["registry_fixtures"] = _fixtures
_spec.loader.exec_module(_fixtures)

_english = _fixtures._english
families = _fixtures.families
form = _fixtures.form
forms = _fixtures.forms
store = _fixtures.store
