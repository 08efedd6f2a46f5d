# SPDX-License-Identifier: Apache-2.0
"""Commands and groups whose help is in the language spoken now, with every summary told to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from enumerator.messages import _

_WHOLE_SENTENCE = 400  # letters; click would cut a summary to one line


class Command(click.Command):
    """A command with its usage line and summary in our words."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        attributes.setdefault("options_metavar", _("[OPTIONS]"))
        super().__init__(*args, **attributes)

    def get_short_help_str(self, limit: int = _WHOLE_SENTENCE) -> str:
        """The first sentence of the help, whole; the list of commands wraps it."""
        return super().get_short_help_str(_WHOLE_SENTENCE)


class Group(click.Group):
    """A group of commands with its usage line and summary in our words."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        attributes.setdefault("options_metavar", _("[OPTIONS]"))
        attributes.setdefault("subcommand_metavar", _("COMMAND [ARGUMENTS]..."))
        super().__init__(*args, **attributes)

    def get_short_help_str(self, limit: int = _WHOLE_SENTENCE) -> str:
        """The first sentence of the help, whole; the list of commands wraps it."""
        return super().get_short_help_str(_WHOLE_SENTENCE)


def command(name: str, help: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a function the command `name`, explained by `help`."""
    return click.command(name, cls=Command, help=help)


def group(name: str, help: str, *commands: click.Command) -> Group:
    """A group that does nothing itself but hold `commands`."""
    return Group(name, help=help, commands=list(commands))
