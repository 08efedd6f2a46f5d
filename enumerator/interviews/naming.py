# SPDX-License-Identifier: Apache-2.0
"""What a row, an interview or a section is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from enumerator.forms import Form, Group, Question, Repeat

NAMES: Final = ("head_name", "full_name", "name")  # properties of an entity that name it


def plain_name(label: str) -> str:
    """A label without the letter or number of its section: `B. Anggota keluarga` is `anggota keluarga`."""
    bare = re.sub(r"^(?:[A-Z]|[IVX]+|\d+)[.)]\s+", "", label.strip())
    return bare[:1].lower() + bare[1:] if bare[1:2].islower() else bare


def naming_paths(form: Form, container: str) -> tuple[str, ...]:
    """The questions that may name a container: what its entity saves as a name, else its texts called a name,
    else its first text."""
    for mapping in form.entities:
        if mapping.container == container:
            saved = [mapping.saves[name] for name in NAMES if name in mapping.saves]
            if saved:
                return tuple(saved)
    group = form.nodes.get(container, form.root)
    texts = [q for q in _questions(group) if q.type == "text" and q.asked and "numbers" not in q.appearances]
    named = [q for q in texts if re.search(r"nama|name", q.name)]
    return tuple(q.path for q in (named or texts)[:1])


def _questions(group: object) -> Iterator[Question]:
    for child in group.children if isinstance(group, Group) else ():
        if isinstance(child, Question):
            yield child
        elif not isinstance(child, Repeat):
            yield from _questions(child)
