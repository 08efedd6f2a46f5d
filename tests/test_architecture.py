# SPDX-License-Identifier: Apache-2.0
"""The house rules that no single room can keep: layers, a core without Qt, one licence line a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    path
    for folder in ("enumerator", "ui", "packaging", "benchmarks", "tests")
    for path in (ROOT / folder).rglob("*.py")
)


def test_the_import_contracts_hold() -> None:
    """Layers of pyproject.toml: an answer flows one way, the core knows no Qt, screens do not know each
    other.
    """
    told = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout


def test_the_core_does_not_load_qt_at_run_time() -> None:
    """An import inside a function escapes the contracts, not this."""
    program = (
        "import enumerator.cli, pkgutil, importlib, sys, enumerator\n"
        "for m in pkgutil.walk_packages(enumerator.__path__, 'enumerator.'):\n"
        "    m.name.endswith('__main__') or importlib.import_module(m.name)\n"
        "print([m for m in sys.modules if m.startswith('PySide6')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


def test_every_source_file_names_its_licence() -> None:
    """One SPDX line, the first of the file."""
    without = [
        str(p.relative_to(ROOT))
        for p in SOURCES
        if not p.read_text("utf-8").startswith("# SPDX-License-Identifier: Apache-2.0")
    ]
    assert without == []


def test_every_module_says_what_a_reader_finds_there() -> None:
    """A docstring at the top of every module that holds code."""
    import ast

    silent = []
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        if tree.body and not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
    assert silent == []


def test_nothing_names_a_registry_host_or_a_path_of_one_machine() -> None:
    """Requirements are pinned by hash and come from wherever the machine's own client gets them."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "http" not in text
        assert "--hash=sha256:" in text
