# SPDX-License-Identifier: Apache-2.0
"""What is written about the program is true: commands, keys, columns and links, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from enumerator.cli import program
from enumerator.forms.xlsform import OUR_COLUMNS
from enumerator.messages import LANGUAGES, speak

ROOT = Path(__file__).resolve().parent.parent
HELP = ROOT / "resources" / "help"
KEY_NAMES = {"Return": "Enter", "PgDown": "PgDn", "Up": "↑", "Down": "↓"}


@pytest.fixture(autouse=True)
def _indonesian_again() -> Iterator[None]:
    yield
    speak("id")


def guide(language: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((HELP / language).glob("*.md")))


def commands(language: str) -> dict[str, click.Command]:
    """Every command that does something, by the words that call it."""
    speak(language)
    return dict(_below(program(), "enumerator"))


def _below(command: click.Command, words: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _below(inner, f"{words} {name}")
    else:
        yield words, command


def options(command: click.Command) -> dict[str, str]:
    return {
        each.opts[0]: each.help or ""
        for each in command.params
        if isinstance(each, click.Option) and each.opts[0] != "--help"
    }


def test_every_command_and_option_is_explained_in_both_languages() -> None:
    indonesian, english = commands("id"), commands("en")
    assert indonesian.keys() == english.keys()
    for words, command in english.items():
        assert command.help, words
        assert indonesian[words].help, words
        assert command.help != indonesian[words].help, f"{words}: not translated"
        told, also = options(command), options(indonesian[words])
        for option, text in told.items():
            assert text, f"{words} {option}"
            assert also[option], f"{words} {option}"
            assert text != also[option], f"{words} {option}: not translated"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_in_the_guide_and_none_besides(language: str) -> None:
    text = guide(language)
    known = commands(language)
    for words in known:
        assert f"`{words}`" in text, words
    groups = {words.rpartition(" ")[0] for words in known if words.count(" ") > 1}
    for words in re.findall(r"`(enumerator(?: [a-z][a-z-]*)+)", text):
        parts = words.split()
        while parts and " ".join(parts) not in known:
            parts.pop()
        assert parts or words in groups, f"{words} is no command"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_key_map_is_in_the_guide(language: str) -> None:
    from ui.field.help import KEY_MAP, OFFICE_KEYS

    text = (HELP / language / "keys.md").read_text("utf-8")
    written = set(re.findall(r"`([^`]+)`", text))
    for _heading, keys in (*KEY_MAP, OFFICE_KEYS):
        for caps, words in keys:
            for cap in caps:
                name = "+".join(KEY_NAMES.get(part, part) for part in cap.split("+"))
                assert name in written, f"{name}: {words}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_columns_are_explained(language: str) -> None:
    text = (HELP / language / "forms.md").read_text("utf-8")
    for column in (*OUR_COLUMNS, "block", "warn", "dont_know", "refused", "yes"):
        assert f"`{column}`" in text, column


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exit_code_is_explained(language: str) -> None:
    text = (HELP / language / "commands.md").read_text("utf-8")
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    used = {
        int(code)
        for path in (ROOT / "enumerator").rglob("*.py")
        for code in re.findall(r"^    exit_code = (\d+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert used | {0, 2, 130} <= told


def test_the_guide_has_the_same_pages_in_both_languages_and_no_dead_link() -> None:
    pages = {language: {path.name for path in (HELP / language).glob("*.md")} for language in LANGUAGES}
    assert pages["id"] == pages["en"]
    for path in HELP.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / link).is_file(), f"{path.name}: {link}"
        if path.name == "README.md":
            listed = set(re.findall(r"\(([a-z]+\.md)\)", path.read_text("utf-8")))
            assert listed == pages["id"] - {"README.md"}


def test_what_the_readme_tells_people_to_type_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    typed = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))
    assert typed
    assert typed <= targets
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link
    for words in re.findall(r"`enumerator ([a-z]+)", text):
        assert any(name.split()[1] == words for name in commands("en")), words
