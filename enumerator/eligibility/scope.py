# SPDX-License-Identifier: Apache-2.0
"""What the names in the rules mean in one form, and what the form itself says about its blanks."""

from __future__ import annotations

from collections.abc import Collection

from enumerator.eligibility.answers import Answers, Place
from enumerator.eligibility.expression import Evaluate, compile_expression, scalar, truth
from enumerator.eligibility.values import UNKNOWN, Range, Truth, Unknown, both, text_of
from enumerator.forms.definition import Form, Question, Repeat
from enumerator.forms.expressions.faults import ExpressionError
from enumerator.messages import spoken_language

_LABEL = 60
_NUMBERS = frozenset({"int", "integer", "decimal", "range"})


class FormScope:
    """One form's questions by name and path, with the rules' own names beside them.

    A question's name is its own where the form has it once; elsewhere the rules must write the whole path.
    """

    def __init__(self, form: Form, named: Collection[str] = ()) -> None:
        self.form = form
        self.root = form.root.path
        self._named = frozenset(named)
        self._paths: dict[str, str | None] = {}
        for path, node in form.nodes.items():
            if "#" not in path and "@" not in path:
                self._paths[node.name] = None if node.name in self._paths else path
        self._conditions: dict[str, Evaluate | None] = {}
        self._calculations: dict[str, Evaluate | None] = {}

    def path_of(self, name: str) -> str | None:
        """The path of the one node of that name."""
        return self._paths.get(name)

    def is_named(self, name: str) -> bool:
        """Whether the rules know this name."""
        return name in self._named

    def question_names(self) -> set[str]:
        """The names of the form's questions and rosters."""
        return {node.name for node in self.form.nodes.values() if isinstance(node, Question | Repeat)}

    def has(self, path: str) -> bool:
        """Whether the form has this node."""
        return path in self.form.model.specs

    def is_roster(self, path: str) -> bool:
        """Whether the node is a roster."""
        return isinstance(self.form.nodes.get(path), Repeat)

    def is_number(self, path: str) -> bool:
        """Whether the question is declared a number."""
        node = self.form.nodes.get(path)
        return isinstance(node, Question) and node.bind_type in _NUMBERS

    def applies(self, answers: Answers, place: Place) -> Truth:
        """Whether the form asks a place: its own condition and those of everything around it."""
        if place not in answers.asked:
            condition = self._condition(place.path)
            own = truth(condition(answers, place, place), answers, self) if condition else True
            around = self.applies(answers, place.parent()) if place.path != self.root else True
            answers.asked[place] = both((own, around))
        return answers.asked[place]

    def derives(self, answers: Answers, place: Place) -> str | Unknown | None:
        """A calculated value: unknown when something it is made of is missing, else what the form stored."""
        node = self.form.nodes.get(place.path)
        if not isinstance(node, Question) or not node.calculated:
            return None
        if self.applies(answers, place) is False:
            return ""
        stored = answers.values.get(place.address, "")
        calculation = self._calculation(place.path)
        if calculation is None:
            return stored
        value = scalar(calculation(answers, place, place), answers)
        if isinstance(value, Unknown | Range):
            return UNKNOWN
        return stored or text_of(value)

    def label(self, path: str) -> str:
        """The question as it is worded in the user's language, its name where it has no words."""
        node = self.form.nodes.get(path)
        if node is None:
            return path.rpartition("/")[2]
        spoken = f"({spoken_language()})"
        language = next(
            (each for each in self.form.languages if each.endswith(spoken)), self.form.default_language
        )
        words = "".join(part for part in node.label.words(language) if isinstance(part, str))
        plain = " ".join(words.replace("*", "").split()).rstrip(" :?.")
        return f"{plain[:_LABEL]}…" if len(plain) > _LABEL else plain or node.name

    def _condition(self, path: str) -> Evaluate | None:
        if path not in self._conditions:
            self._conditions[path] = self._compiled(self._bind_text(path, "relevant"), path)
        return self._conditions[path]

    def _calculation(self, path: str) -> Evaluate | None:
        if path not in self._calculations:
            self._calculations[path] = self._compiled(self._bind_text(path, "calculate"), path)
        return self._calculations[path]

    def _bind_text(self, path: str, aspect: str) -> str:
        spec = self.form.model.specs.get(path)
        return "" if spec is None else str(getattr(spec.bind, aspect)).strip()

    def _compiled(self, source: str, path: str) -> Evaluate | None:
        """None where there is nothing, or more than the rules' dialect can read."""
        if not source:
            return None
        try:
            return compile_expression(source, self, path)
        except ExpressionError:
            return None
