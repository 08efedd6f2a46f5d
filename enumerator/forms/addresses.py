# SPDX-License-Identifier: Apache-2.0
"""Addresses and generic paths, and where the texts and rows of a growing tree come from."""

from __future__ import annotations

from collections.abc import Mapping

from .answers import as_default
from .definition import Form, Repeat
from .live import Sources
from .model import Spec
from .world import Context


def generic(address: str) -> str:
    """An address without its row ids."""
    if "[" not in address:
        return address
    base, mark, screen = address.partition("#")
    return "/".join(step.partition("[")[0] for step in base.split("/")) + mark + screen


def beside(address: str, path: str) -> str:
    """The address of the generic `path` in the same rows as `address`."""
    if "[" not in address:
        return path
    base, mark, screen = path.partition("#")
    steps = base.split("/")
    for place, step in enumerate(address.partition("#")[0].split("/")):
        if place >= len(steps) or step.partition("[")[0] != steps[place]:
            break
        steps[place] = step
    return "/".join(steps) + mark + screen


def defaults(form: Form, context: Context) -> Sources:
    """The form's own defaults, and new row ids."""
    specs = form.model.specs

    def text(address: str, written: str) -> str:
        spec = specs.get(generic(address)) if written else None
        return written if spec is None else as_default(written, spec.bind.type)

    def rows(_address: str, spec: Spec, count: int) -> list[str]:
        repeat = spec.definition
        fixed = isinstance(repeat, Repeat) and repeat.no_add_remove and not repeat.count
        return [context.new_id() for _row in range(max(count, 1) if fixed else count)]

    return text, rows


def kept(form: Form, answers: Mapping[str, str]) -> Sources:
    """The values and rows of flat answers; attributes that are no answers stay as the form writes them."""
    specs = form.model.specs

    def text(address: str, written: str) -> str:
        found = answers.get(address)
        if found is not None:
            return found
        if address.rpartition("/")[2].startswith("@"):
            spec = specs.get(generic(address))
            return written if spec is None or not spec.answered else ""
        return ""

    def rows(address: str, _spec: Spec, _count: int) -> list[str]:
        return answers.get(f"{address}#rows", "").split()

    return text, rows
