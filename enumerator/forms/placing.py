# SPDX-License-Identifier: Apache-2.0
"""What stands where in the body: whether each control has a place among the answers and rows it names.

A body may group its controls otherwise than the answers are grouped. Rows are the exception, for there a
control would not know which row it asks: what a repeat shows belongs to its rows, and what belongs to the
rows of a repeat is shown in it. JavaRosa refuses anything else. A question that stands outside of its rows is
read by Web Forms; here it is kept with a warning and not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from enumerator.errors import UserError
from enumerator.messages import _

from .compiling import Expressions, expression_fault
from .definition import FormWarning, Group, Part, Question, Repeat
from .expressions.faults import ExpressionError
from .expressions.syntax import Path
from .model import Spec


def misplaced(root: Group, specs: Mapping[str, Spec]) -> frozenset[str]:
    """The questions of a repeat that are shown outside of its rows, where nobody can be asked.

    UserError for anything else that is shown where it cannot be answered.
    """
    return frozenset(_misplaced_in(root, "", specs))


def _misplaced_in(group: Group, repeat: str, specs: Mapping[str, Spec]) -> Iterator[str]:
    """`repeat` is the path of the innermost repeat that shows this group, "" for none."""
    for part in group.children:
        spec = specs.get(part.path)
        if spec is not None and _has_no_row(part, spec, repeat):
            yield part.path
        if isinstance(part, Group):
            yield from _misplaced_in(part, part.path if isinstance(part, Repeat) else repeat, specs)


def _has_no_row(part: Part, spec: Spec, repeat: str) -> bool:
    if isinstance(part, Repeat) and spec.parent is None:
        raise UserError(
            _("The form repeats “{path}”, which holds all its answers.", path=part.path),
            where=part.path,
            remedy=_("Put what repeats into a group of its own."),
        )
    if isinstance(part, Question) and not spec.leaf:
        raise UserError(
            _("“{path}” is asked like a question and holds other answers.", path=part.path),
            where=part.path,
            remedy=_("Show it as a group, or let the question have an answer of its own."),
        )
    own = _repeat_above(spec.parent if isinstance(part, Repeat) else spec)
    if own == repeat:
        return False
    if own and isinstance(part, Question):
        return True
    if own:
        raise UserError(
            _(
                "“{path}” belongs to the rows of “{row}” and is shown outside of them.",
                path=spec.path,
                row=own,
            ),
            where=spec.path,
            remedy=_("Move it into the repeat, or its answer out of the rows."),
        )
    raise UserError(
        _("“{path}” is shown in the rows of “{row}”, of which it is no part.", path=spec.path, row=repeat),
        where=spec.path,
        remedy=_("Move it out of the repeat, or its answer into the rows."),
    )


def without(group: Group, hidden: frozenset[str]) -> Group:
    """The group without the questions at these paths, in itself and in the groups inside."""
    children = [
        without(part, hidden) if isinstance(part, Group) else part
        for part in group.children
        if isinstance(part, Group) or part.path not in hidden
    ]
    return replace(group, children=tuple(children))


def groups_in(group: Group) -> Iterator[Group]:
    """Every group inside a group."""
    for part in group.children:
        if isinstance(part, Group):
            yield part
            yield from groups_in(part)


def not_asked(path: str) -> FormWarning:
    """The warning for a question that `misplaced` found."""
    return FormWarning(
        _("“{path}” is shown outside of the rows it belongs to, and is not asked.", path=path), path
    )


def _repeat_above(spec: Spec | None) -> str:
    while spec is not None and not spec.repeat:
        spec = spec.parent
    return spec.path if spec is not None else ""


def check_columns(part: Part, expressions: Expressions, spec: Spec) -> None:
    """UserError where the value or the label of a list of choices is no path from a choice (ODK XForms,
    itemset)."""
    itemset = part.itemset if isinstance(part, Question) else None
    if itemset is None:
        return
    for kind, source in (("value", itemset.value), ("label", itemset.label)):
        if not source:
            continue
        try:
            read = expressions.read(source, (*spec.names, "#item"))
        except ExpressionError as error:
            raise expression_fault(part.path, kind, source, error) from error
        if not isinstance(read, Path):
            raise UserError(
                _("The {kind} of the choices has to be the name of a column.", kind=kind),
                where=_("{path}, {aspect}: {source}", path=part.path, aspect=kind, source=source),
                remedy=_("Write the name of the column that holds it."),
            )
