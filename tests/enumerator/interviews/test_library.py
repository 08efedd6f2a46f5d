# SPDX-License-Identifier: Apache-2.0
"""The forms a data folder knows: published, received from the office only, brought by the kit, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.errors import UserError
from enumerator.interviews.library import FormLibrary, UnknownFormError
from enumerator.store.journal import Writer
from enumerator.store.revision import Entry, new_log, new_record
from enumerator.store.store import Store, create_store

FORM = """
| survey   |         |         |         |
|          | type    | name    | label   |
|          | text    | nama    | Nama    |
|          | integer | umur    | {label} |
| settings |         |         |         |
|          | form_id | form_title | version |
|          | kk      | KK      | {version} |
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = create_store(
        tmp_path / "a.db", bytes(32), Writer(new_log(), "kantor", Ed25519PrivateKey.generate().sign)
    )
    yield opened
    opened.close()


@pytest.fixture
def library(store: Store) -> FormLibrary:
    assert store.journal.writer is not None
    log = store.journal.writer.log
    return FormLibrary(store, lambda name: name == log)


def write(folder: Path, version: str, label: str = "Umur") -> Path:
    path = folder / f"kk-{version}.md"
    path.write_text(FORM.format(version=version, label=label), "utf-8")
    return path


def test_a_published_form_is_known_by_its_hash_with_its_workbook(
    library: FormLibrary, tmp_path: Path
) -> None:
    path = write(tmp_path, "1")
    ref = library.publish(path)
    assert ref.hash in library
    assert library.get(ref.hash).version == "1"
    files = library.files(ref.hash)
    assert files.workbook == path.read_bytes()
    assert b"umur" in files.xform


def test_the_same_again_changes_nothing(library: FormLibrary, store: Store, tmp_path: Path) -> None:
    first = library.publish(write(tmp_path, "1"))
    position = store.journal.position()
    assert library.publish(write(tmp_path, "1")) == first
    assert store.journal.position() == position


def test_the_newest_version_is_asked_and_the_older_ones_stay(library: FormLibrary, tmp_path: Path) -> None:
    refs = [library.publish(write(tmp_path, version)) for version in ("1", "3", "2")]
    newest = library.newest()
    assert newest is not None
    assert newest.version == "3"
    assert library.refs() == tuple(refs)
    assert all(library.get(ref.hash) for ref in refs), "drafts of old versions need them"


def test_a_form_with_a_fault_is_not_published(library: FormLibrary, store: Store, tmp_path: Path) -> None:
    position = store.journal.position()
    path = write(tmp_path, "1", label="${tidak_ada}")
    with pytest.raises(UserError) as refused:
        library.publish(path)
    assert "tidak_ada" in str(refused.value)
    assert store.journal.position() == position
    assert library.refs() == ()


def test_a_form_that_has_not_arrived_is_named_and_remedied(library: FormLibrary) -> None:
    with pytest.raises(UnknownFormError) as refused:
        library.get("ab" * 32)
    assert "abababab" in refused.value.what
    assert refused.value.remedy
    assert library.newest() is None


def test_only_the_office_publishes(library: FormLibrary, store: Store, tmp_path: Path) -> None:
    """A laptop's own record of the kind `form` makes no form."""
    ref = library.publish(write(tmp_path, "1"))
    elsewhere = FormLibrary(store, "another log".__eq__)
    assert ref.hash not in elsewhere
    store.append(Entry(new_record(), "form", {"id": "kk"}, form=None))
    assert library.refs() == (ref,), "and a record without a form is passed over"


def test_a_form_from_the_kit_is_known_before_the_offices_word_and_after_a_restart(
    library: FormLibrary, store: Store, tmp_path: Path
) -> None:
    ref = library.publish(write(tmp_path, "1"))
    files = library.files(ref.hash)
    other = create_store(tmp_path / "b.db", bytes(32))
    laptop = FormLibrary(other, "the office's log".__eq__)
    assert laptop.keep_from_kit(files) == ref
    again = FormLibrary(other, "the office's log".__eq__)
    assert again.get(ref.hash).title == "KK"
    assert again.files(ref.hash).workbook == files.workbook
    other.close()


def test_media_travel_with_the_form(library: FormLibrary, tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.mkdir()
    (media / "desa.csv").write_bytes(b"name,label\n1,Satu\n")
    ref = library.publish(write(tmp_path, "1"), media)
    assert library.files(ref.hash).media == {"desa.csv": b"name,label\n1,Satu\n"}


def test_the_same_form_with_other_media_is_said_again(library: FormLibrary, tmp_path: Path) -> None:
    path, media = write(tmp_path, "1"), tmp_path / "media"
    media.mkdir()
    ref = library.publish(path, media)
    (media / "desa.csv").write_text("name,label\n1,Satu\n", "utf-8")
    assert library.publish(path, media) == ref
    assert set(library.files(ref.hash).media) == {"desa.csv"}
    assert library.refs() == (ref,)
