# SPDX-License-Identifier: Apache-2.0
"""Which questions a form computes: parallel edits leave them different, and no person has to choose between
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from enumerator.store.revision import FormRef

if TYPE_CHECKING:
    from enumerator.forms.definition import Form


class Forms(Protocol):
    """The forms at hand, by the hash of their XForm."""

    def __contains__(self, form_hash: object) -> bool: ...
    def get(self, form_hash: str) -> Form: ...


class Calculated:
    """Answers for each form once. Without forms at hand nothing counts as calculated."""

    def __init__(self, forms: Forms | None) -> None:
        self._forms = forms
        self._known: dict[str, frozenset[str]] = {}

    def of(self, form: FormRef | None) -> frozenset[str]:
        """The paths, without instance ids, of the questions that the form computes."""
        if form is None or self._forms is None or form.hash not in self._forms:
            return frozenset()
        if form.hash not in self._known:
            from enumerator.forms.definition import Question  # the engine takes long to load

            nodes = self._forms.get(form.hash).nodes
            self._known[form.hash] = frozenset(
                path for path, node in nodes.items() if isinstance(node, Question) and node.calculated
            )
        return self._known[form.hash]
