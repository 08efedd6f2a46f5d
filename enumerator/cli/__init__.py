# SPDX-License-Identifier: Apache-2.0
"""The same work from a terminal, in Indonesian or English: `enumerator --lang en --help`."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from enumerator import __version__
from enumerator.cli.command import Group
from enumerator.cli.screens import Screens
from enumerator.errors import Cancelled, UserError
from enumerator.messages import DEFAULT_LANGUAGE, LANGUAGES, _, folder, speak
from enumerator.store.faults import StorageError, explain
from enumerator.store.sqlite import DatabaseError
from enumerator.streams import make_streams_safe

USAGE = 2
STOPPED = 130


def main(arguments: Sequence[str] | None = None, screens: Screens | None = None) -> int:
    """Run one command and return its exit code.

    0 done, 2 wrong usage, 130 stopped, else the UserError's own: 3 storage, 4 too new, 5 in use, 7 keys,
    bundles or forms, 8 kept aside, 9 stick or folder, 1 anything else (told in the guide).

    `screens` draws pictures and opens the window; without it the commands that need a window say so.
    """
    make_streams_safe()
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak(chosen_language(words))
    try:
        done: Any = program().main(words, prog_name="enumerator", standalone_mode=False, obj=screens)
        return done if isinstance(done, int) else 0
    except UserError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, Cancelled, KeyboardInterrupt):
        click.echo(_("Stopped. Nothing was left half done."), err=True)
        return STOPPED
    except (OSError, DatabaseError) as error:
        told = _from_the_disk(error)
        if told is None:
            raise
        click.echo(str(told), err=True)
        return told.exit_code


def _from_the_disk(error: Exception) -> UserError | None:
    """What a complaint of the disk or of the system means; None where it is a defect of the program."""
    path = Path(str(getattr(error, "filename", None) or "."))
    told = explain(error, path)
    if told is not None or not isinstance(error, OSError) or error.filename is None:
        return told
    return StorageError(
        _("{name} cannot be read or written: {reason}", name=path.name, reason=error.strerror or str(error)),
        where=str(path),
        remedy=_("Check that it is there and that you may use it, then try again."),
    )


def chosen_language(words: Sequence[str]) -> str:
    """What `--lang` asks for, else PENDATA_LANG, else Indonesian; known before the help is written."""
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == "--lang":
            asked = value if equals else (words[place + 1] if place + 1 < len(words) else "")
            return asked if asked in LANGUAGES else DEFAULT_LANGUAGE
    asked = os.environ.get("PENDATA_LANG", DEFAULT_LANGUAGE)
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def _speak(language: str) -> None:
    """Let click's own words ("Usage:", "Options:") come from our catalogue too."""
    speak(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("pendata", str(folder()))
    gettext.textdomain("pendata")


def program() -> click.Group:
    """All commands, with help in the language spoken now."""
    from enumerator.cli import bundle, card, data, demo, enrolment, form, office, verify, workbench

    @click.group(
        cls=Group,
        help=_(
            "Survey households in extreme poverty without a network, and bring help to the right families."
        ),
        context_settings={"help_option_names": ["-h", "--help"]},
        invoke_without_command=True,
    )
    @click.version_option(__version__, message="Pendata %(version)s", help=_("Show the version and exit."))
    @click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=DEFAULT_LANGUAGE,
        expose_value=False,
        help=_("Language of all texts."),
    )
    @click.option(
        "--self-test", "testing", is_flag=True, help=_("Try every part of the program once, and exit.")
    )
    @click.pass_context
    def enumerator(context: click.Context, testing: bool) -> None:
        if testing:
            context.exit(_self_test(context.obj))
        if context.invoked_subcommand is None:
            click.echo(context.get_help())

    for room in (office, enrolment, form, bundle, card, verify, data, workbench, demo):
        for command in room.commands():
            enumerator.add_command(command)
    return enumerator


def _self_test(screens: Screens | None) -> int:
    from enumerator.selftest import self_test

    done = self_test(screens.check_window if screens is not None else None)
    for part in done:
        click.echo(f"[{'x' if part.wrong else '+'}] {part.what}" + (f": {part.wrong}" if part.wrong else ""))
    if done[-1].wrong:
        click.echo(_("The program does not work here as it should."), err=True)
        return 1
    click.echo(_("Everything works."))
    return 0
