# SPDX-License-Identifier: Apache-2.0
"""What is slow on purpose and gives the same for the same is worked out once in a process of tests.

Nothing is made easier: a key is stretched as hard as in the program, the questionnaire is compiled as it is
there. Only the second time the answer of the first is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from enumerator.forms import loading
from enumerator.forms.definition import Form
from enumerator.identity import passphrase
from enumerator.messages import spoken_language

QUESTIONNAIRE = Path(__file__).resolve().parents[1] / "resources" / "forms" / "kk_miskin_ekstrem.xlsx"


@cache
def _derived(secret: bytes, **terms: object) -> bytes:
    return Argon2id(**terms).derive(secret)  # type: ignore[arg-type]


class _Stretching:
    """Argon2id that remembers what it was asked."""

    def __init__(self, **terms: object) -> None:
        self._terms = terms

    def derive(self, secret: bytes) -> bytes:
        return _derived(secret, **self._terms)


@contextmanager
def remembering() -> Iterator[None]:
    """As long as tests run."""
    shipped = QUESTIONNAIRE.read_bytes()
    compile_ = loading._form_of

    @cache
    def compiled(_language: str) -> Form:
        return compile_(QUESTIONNAIRE, shipped, None)

    def form_of(path: Path, content: bytes, media: Path | None) -> Form:
        if content == shipped and media is None and path.name == QUESTIONNAIRE.name:
            return compiled(spoken_language())
        return compile_(path, content, media)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "Argon2id", _Stretching)
        patch.setattr(loading, "_form_of", form_of)
        yield
