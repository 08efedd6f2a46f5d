# SPDX-License-Identifier: Apache-2.0
"""Everything the program says has its Indonesian, with the same blanks to fill, in the file that is
shipped.
"""

from __future__ import annotations

import ast
import gettext
import re
import string
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE_FOLDER = ROOT / "resources" / "languages" / "id"
SPEAKERS = {"_": 1, "mark": 1, "n_": 1, "text": 1, "plural": 1}

sys.path.insert(0, str(ROOT / "packaging"))
import compile_messages  # noqa: E402 - a script beside the package, not in it


@pytest.fixture(scope="module")
def nodes() -> dict[str, list[ast.AST]]:
    """The code, read once: each file -> all nodes of its tree."""
    files = sorted([*(ROOT / "enumerator").rglob("*.py"), *(ROOT / "ui").rglob("*.py")])
    return {str(path.relative_to(ROOT)): list(ast.walk(ast.parse(path.read_text("utf-8")))) for path in files}


def spoken(nodes: dict[str, list[ast.AST]]) -> dict[str, set[str]]:
    """Each English text in the code -> the files that say it."""
    texts: dict[str, set[str]] = {}
    for path, within in nodes.items():
        for node in within:
            if (
                not isinstance(node, ast.Call)
                or not isinstance(node.func, ast.Name)
                or node.func.id not in SPEAKERS
            ):
                continue
            for argument in node.args[: SPEAKERS[node.func.id]]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    texts.setdefault(argument.value, set()).add(path)
    return texts


def fields(text: str) -> set[str]:
    """The names of the blanks in a text."""
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.fixture(scope="module")
def catalogue() -> gettext.GNUTranslations:
    return gettext.translation("pendata", LANGUAGE_FOLDER.parent, ["id"])  # type: ignore[return-value]


def test_every_text_in_the_code_has_its_indonesian(
    catalogue: gettext.GNUTranslations, nodes: dict[str, list[ast.AST]]
) -> None:
    """Named with the files that say it."""
    known = catalogue._catalog  # type: ignore[attr-defined]
    missing = {
        text: files
        for text, files in spoken(nodes).items()
        if text and text not in known and (text, 0) not in known
    }
    assert missing == {}


def test_a_translation_has_the_blanks_of_its_text(catalogue: gettext.GNUTranslations) -> None:
    """A wrong name in braces would fail only when the message is needed."""
    wrong = {}
    for key, words in catalogue._catalog.items():  # type: ignore[attr-defined]
        text = key[0] if isinstance(key, tuple) else key
        if text and fields(text) - {"n"} != fields(words) - {"n"}:
            wrong[text] = words
    assert wrong == {}


def test_the_shipped_catalogue_is_made_of_the_current_texts(tmp_path: Path) -> None:
    """Run `make messages` when this fails."""
    made = tmp_path / "pendata.mo"
    with made.open("wb") as file:
        compile_messages.write_mo(file, compile_messages.joined(LANGUAGE_FOLDER))
    assert made.read_bytes() == (LANGUAGE_FOLDER / "LC_MESSAGES" / "pendata.mo").read_bytes()


def test_no_words_are_kept_for_a_text_that_nobody_says(nodes: dict[str, list[ast.AST]]) -> None:
    """Those of click and Qt are said by these libraries."""
    said = {node.value for within in nodes.values() for node in within if isinstance(node, ast.Constant)}
    left: dict[str, list[str]] = {}
    libraries = {LANGUAGE_FOLDER / name for name in ("click.po", "qt.po")}
    for path in sorted(set(LANGUAGE_FOLDER.glob("*.po")) - libraries):
        for text in re.findall(r'^msgid (".+")$', path.read_text("utf-8"), re.MULTILINE):
            if ast.literal_eval(text) not in said:
                left.setdefault(path.name, []).append(text)
    assert left == {}


def test_no_text_waits_for_its_words() -> None:
    """No empty and no fuzzy translations in any room's file."""
    for path in LANGUAGE_FOLDER.glob("*.po"):
        text = path.read_text("utf-8")
        assert "#, fuzzy" not in text, path.name
        assert not re.search(r'msgid "[^"]+"\nmsgstr(\[0\])? ""\n(?!")', text), path.name
