# SPDX-License-Identifier: Apache-2.0
"""Other programs open our PDFs without a word of complaint (`python -m benchmarks.card_viewers`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.card_viewers import make_papers, viewers

LOOKS = viewers()
KINDS = ("8 a sheet, long edge", "single cards with bleed", "letters", "previews", "lists to sign")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_papers(tmp_path_factory.mktemp("papers"))


@pytest.mark.parametrize("viewer", LOOKS)
def test_no_program_complains_of_our_pdfs(papers: dict[str, Path], viewer: str) -> None:
    look = LOOKS[viewer]
    if look is None:
        pytest.skip(f"{viewer} is not installed")
    for kind in KINDS:
        said = look(papers[kind])
        assert said.complaints == (), kind
        assert said.loose_fonts == (), kind
        assert said.title is None or said.title.startswith(("Kartu", "Daftar")), said.title
        assert said.language in (None, "id")


def test_every_kind_of_paper_comes_out_the_same_again(papers: dict[str, Path], tmp_path: Path) -> None:
    again = make_papers(tmp_path)
    assert {kind: path.read_bytes() for kind, path in again.items()} == {
        kind: path.read_bytes() for kind, path in papers.items()
    }
