# SPDX-License-Identifier: Apache-2.0
"""Help, usage errors and the version speak Indonesian, or English when asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from enumerator.cli import USAGE, main, program
from enumerator.cli.passphrase import passphrase
from enumerator.errors import UserError
from enumerator.messages import speak
from tests.enumerator.cli.conftest import Run


def every_command(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from every_command(inner, (*words, name))


ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Show this|exit\.|required|default|TEXT|FILE|DIRECTORY|COMMAND)\b"
)


def help_of(whole: click.Command, words: tuple[str, ...]) -> str:
    context = click.Context(whole, info_name="enumerator")
    for word in words:
        assert isinstance(context.command, click.Group)
        context = click.Context(context.command.commands[word], info_name=word, parent=context)
    return context.command.get_help(context)


def test_the_help_of_every_command_is_indonesian_and_english(run: Run) -> None:
    commands = list(every_command(program()))
    assert len(commands) > 60
    assert run("--lang", "id", "--help")[1].startswith("Cara pakai: enumerator")
    indonesian = program()
    for words in commands:
        told = help_of(indonesian, words)
        assert told.startswith("Cara pakai: enumerator")
        assert not ENGLISH.search(told), (words, ENGLISH.search(told))
    assert run("--lang", "en", "--help")[1].startswith("Usage: enumerator")
    english = program()
    for words in commands:
        told = help_of(english, words)
        assert told.startswith("Usage: enumerator")
        assert "Pilihan" not in told


def test_the_environment_chooses_the_language_and_the_option_overrides_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENDATA_LANG", "en")
    assert run("--help")[1].startswith("Usage:")
    assert run("--lang", "id", "--help")[1].startswith("Cara pakai:")
    assert run("--lang=id", "--help")[1].startswith("Cara pakai:")
    monkeypatch.setenv("PENDATA_LANG", "xx")
    assert run("--help")[1].startswith("Cara pakai:")


def test_without_words_the_help_is_shown(run: Run) -> None:
    code, out, _err = run()
    assert code == 0
    assert "Perintah:" in out


def test_the_version_is_told(run: Run) -> None:
    code, out, _err = run("--version")
    assert code == 0
    assert re.fullmatch(r"Pendata \d+\.\d+\.\d+\n", out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("terbang",), "Tidak ada perintah 'terbang'."),
        (("verify", "--terbang"), "Tidak ada pilihan '--terbang'."),
        (("verify",), "Belum diisi: 'KODE'."),
        (("office", "create", "x"), "Pilihan wajib belum diisi: '--name'"),
        (("form", "check", "tidak-ada.xlsx"), "Berkas 'tidak-ada.xlsx' tidak ada."),
        (("demo", "--families", "3"), "3 di luar batas"),
        (("demo", "--families", "banyak"), "'banyak' bukan bilangan bulat."),
        (("--lang", "jw"), "'jw' tidak termasuk 'id', 'en'."),
        (("office", "cards", "x", "--out", "tidak-ada/kartu.pdf"), "Folder tidak-ada tidak ada."),
        (("verify", "x", "y", "--folder", "."), "Ada isian yang berlebih (y)"),
    ],
)
def test_wrong_usage_is_explained_in_indonesian(run: Run, words: tuple[str, ...], said: str) -> None:
    code, out, err = run(*words)
    assert code == USAGE
    assert out == ""
    assert err.startswith("Cara pakai: enumerator")
    assert "Kesalahan: " in err
    assert said in err


def test_a_file_holds_the_passphrase_for_scripts(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "rahasia.txt"
    path.write_text("kata sandi percobaan\nbaris lain\n", "utf-8")
    monkeypatch.delenv("PENDATA_PASSPHRASE", raising=False)
    monkeypatch.setenv("PENDATA_PASSPHRASE_FILE", str(path))
    assert passphrase() == "kata sandi percobaan"
    path.unlink()
    with pytest.raises(UserError):
        passphrase()


def test_without_a_terminal_the_passphrase_is_read_or_missed(
    monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    import io

    monkeypatch.delenv("PENDATA_PASSPHRASE", raising=False)
    monkeypatch.delenv("PENDATA_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO("dari pipa\n"))
    assert passphrase() == "dari pipa"
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    speak("en")
    with pytest.raises(UserError, match="no terminal"):
        passphrase()


def test_a_person_who_stops_is_told_that_nothing_is_half_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("enumerator.cli.workbench.screens_of", stopped)
    assert main(["open"]) == 130
    assert "setengah jadi" in capsys.readouterr().err


def test_a_command_that_needs_the_window_says_so_without_one(run: Run) -> None:
    code, _out, err = run("open")
    assert code == 1
    assert "jendela" in err
