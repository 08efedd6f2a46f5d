# SPDX-License-Identifier: Apache-2.0
"""What commands take: files, folders and numbers, named in the language spoken now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from enumerator.messages import _

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def folder(*, exists: bool = False) -> click.Path:
    """A folder, which need not be there yet unless `exists`."""
    return click.Path(exists=exists, file_okay=False, path_type=Path)


def existing_folder() -> click.Path:
    """A folder that is there."""
    return click.Path(exists=True, file_okay=False, path_type=Path)


def existing_file() -> click.Path:
    """A file that is there."""
    return click.Path(exists=True, dir_okay=False, path_type=Path)


class _NewFile(click.Path):
    """A file to be written, whose folder must be there: told before the work, not after it."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; a usage error without its folder."""
        path = Path(str(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(_("The folder {name} is not there.", name=path.parent), param, ctx)
        return path


def new_file() -> click.Path:
    """A file to be written, in a folder that is there."""
    return _NewFile()


def existing() -> click.Path:
    """A file or folder that is there."""
    return click.Path(exists=True, path_type=Path)


def whole_number(least: int, most: int | None = None) -> click.IntRange:
    """A whole number between two bounds, both allowed."""
    kind = click.IntRange(least, most)
    kind.name = _("whole number")
    return kind


def data_folder() -> Decorator:
    """The argument `folder`: the data folder a command works on."""
    return click.argument("folder", type=folder(), metavar=_("FOLDER"))


def text_option(*names: str, **attributes: Any) -> Decorator:
    """An option that takes words."""
    return click.option(*names, metavar=_("TEXT"), **attributes)


def household_option(*names: str, **attributes: Any) -> Decorator:
    """An option that names a household by its id."""
    return click.option(*names, metavar="ID", **attributes)
