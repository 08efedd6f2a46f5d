# SPDX-License-Identifier: Apache-2.0
"""What a form points at and does not have: paths to nothing, lists and columns that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from enumerator.errors import UserError
from enumerator.messages import _

from .definition import FormWarning
from .expressions.parser import parse
from .expressions.rows import lone_child
from .expressions.scope import Names, parts_of
from .expressions.syntax import Binary, Call, Expression, Literal, NameTest, Path, Step
from .model import Spec
from .secondary import Secondary


class Reader(NamedTuple):
    """An expression where it stands: on which node, as what, in which words."""

    spec: Spec
    kind: str
    source: str

    def where(self) -> str:
        return _("{path}, {aspect}: {source}", path=self.spec.path, aspect=self.kind, source=self.source)


class Astray(NamedTuple):
    """A path that leads to nothing. A `word` is one bare name, below which nothing was ever meant."""

    reader: Reader
    names: Names
    word: bool


def nothing_there(path: str, specs: Mapping[str, Spec], where: str = "") -> UserError:
    """The refusal of a path to nothing, with the path that was perhaps meant."""
    meant = likely(path, specs)
    return UserError(
        _("The form refers to “{path}”, which is not among its answers.", path=path),
        where=where,
        remedy=(
            _("Write “{path}” if that is meant, or add the question.", path=meant)
            if meant
            else _("Correct the name, or add the question.")
        ),
    )


def likely(path: str, specs: Mapping[str, Spec]) -> str:
    """The one path of the form that has the same last name, or nearly; "" when none stands out."""
    name = path.rpartition("/")[2]
    by_name: dict[str, list[str]] = {}
    for each, spec in specs.items():
        by_name.setdefault(spec.name, []).append(each)
    found = by_name.get(name) or by_name.get(
        next(iter(get_close_matches(name, list(by_name), n=1, cutoff=0.75)), ""), []
    )
    return found[0] if len(found) == 1 else ""


def check_paths(astray: Iterable[Astray], specs: Mapping[str, Spec]) -> Iterator[FormWarning]:
    """UserError for the first path to nothing.

    A bare word such as `null` or a choice without its quotes reads as blank in the reference engines, and
    forms in use have it: a warning, unless it is the name of a question, which is meant then.
    """
    for reader, names, word in astray:
        path = "/" + "/".join(names)
        if not word or any(spec.name == names[-1] for spec in specs.values()):
            raise nothing_there(path, specs, reader.where())
        yield FormWarning(
            _(
                "“{word}” in an expression is no question and not in quotes; it is read as blank.",
                word=names[-1],
            ),
            reader.where(),
        )


FROM_ELSEWHERE = frozenset({"contact-summary", "user-contact-summary"})
"""Data that the Community Health Toolkit hands to its forms; there is none of it here."""


def check_lists(readers: Iterable[Reader], secondary: Secondary) -> Iterator[FormWarning]:
    """UserError when an expression reads a list that the form does not name, or a column that is not in its
    file. A column that only `pulldata` asks for is a warning: Collect gives blank, and forms in use do it."""
    for reader in readers:
        for name, columns, declared in _lists(parse(reader.source)):
            if declared and name in FROM_ELSEWHERE and name not in secondary.names:
                secondary.expect_nothing(name)
                yield FormWarning(
                    _("“{name}” is filled in by another program; it is blank here.", name=name),
                    reader.where(),
                )
            if declared and name not in secondary.names:
                meant = next(iter(get_close_matches(name, list(secondary.names), n=1, cutoff=0.6)), "")
                raise UserError(
                    _("There is no list or data named “{name}”.", name=name),
                    where=reader.where(),
                    remedy=(
                        _("Write “{name}” if that is meant, or add the list.", name=meant)
                        if meant
                        else _("Correct the name, or add the list.")
                    ),
                )
            if not declared:
                secondary.expect(name)
            secondary.check(
                name,
                [each for each in columns if not each.startswith("__")],
                reader.where(),
                strict=declared,
            )


def _lists(expression: Expression) -> Iterator[tuple[str, list[str], bool]]:
    """Each list that is read, the columns that are read of it, and whether the form has to declare it."""
    for part in parts_of(expression):
        if isinstance(part, Path) and isinstance(part.start, Call) and part.start.name == "instance":
            if (name := _literal(part.start, 0)) is not None:
                yield name, _columns(part.steps), True
        elif isinstance(part, Call) and (name := _literal(part, 0)) is not None:
            if part.name == "instance":
                yield name, [], True
            elif part.name == "pulldata":
                columns = [_literal(part, place) for place in (1, 2)]
                yield name.removesuffix(".csv"), [each for each in columns if each and each[0] != "@"], False


def choice_names(expression: Expression) -> Iterator[str]:
    """The path of each question whose choices are named by `jr:choice-name`, as written."""
    for part in parts_of(expression):
        if isinstance(part, Call) and part.name == "jr:choice-name" and (path := _literal(part, 1)):
            yield path.strip()


def _literal(call: Call, place: int) -> str | None:
    argument = call.arguments[place] if place < len(call.arguments) else None
    return argument.text if isinstance(argument, Literal) else None


def _columns(steps: tuple[Step, ...]) -> list[str]:
    """The columns that `root/item[column = x]/column` names."""
    if len(steps) < 2:
        return []
    found = [name for predicate in steps[1].predicates for name in _compared(predicate)]
    if len(steps) == 3 and steps[2].axis == "child" and isinstance(steps[2].test, NameTest):
        found.append(steps[2].test.name)
    return [name for name in found if name != "*"]


def _compared(predicate: Expression) -> Iterator[str]:
    if isinstance(predicate, Binary):
        for side in (predicate.left, predicate.right):
            name = lone_child(side)
            if name is not None:
                yield name
            yield from _compared(side)
