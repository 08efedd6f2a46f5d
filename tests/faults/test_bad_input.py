# SPDX-License-Identifier: Apache-2.0
"""What is wrong with what a person gives the program is told in their language, and nothing is lost.

Each test goes through the command line with its exit codes, compares what the data folder holds before and
after, and then shows that the right input still works.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from enumerator.cli import main
from enumerator.interviews.library import UnknownFormError
from enumerator.messages import speak
from enumerator.office.settling import difference
from enumerator.store.revision import Entry, FormRef, new_record
from tests.site import PASSPHRASE, Site, found_site, site, state_of, whole_site

__all__ = ["site", "whole_site"]

ROOT = Path(__file__).resolve().parents[2]
FORM = ROOT / "resources" / "forms" / "kk_miskin_ekstrem.xlsx"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _indonesian_again() -> Iterator[None]:
    yield
    speak("id")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """One command: its exit code, output and errors."""

    def command(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return command


def workbook(path: Path, *rows: tuple[str | None, ...]) -> Path:
    """A form whose survey sheet has these rows under the usual columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (("type", "name", "label", "relevant"), *rows):
        sheet.append(row)
    settings = book.create_sheet("settings")
    settings.append(("form_id", "version"))
    settings.append(("uji", "1"))
    book.save(path)
    return path


def test_a_workbook_with_an_error_is_named_by_sheet_and_row(run: Run, tmp_path: Path) -> None:
    wrong = workbook(
        tmp_path / "salah.xlsx", ("text", "nama", "Nama", None), ("text", "desa", "Desa", "${namaa} = 'x'")
    )
    for command in (
        ("form", "check", wrong),
        ("office", "create", tmp_path / "kantor", "--name", "X", "--form", wrong),
    ):
        code, _out, told = run("--lang", "en", *command)
        assert code == 1
        assert "salah.xlsx" in told
        assert "survey" in told
        assert "row 3" in told
        assert "namaa" in told, "the cause"
        assert len(told.strip().splitlines()) >= 2, "and a remedy"
    assert not (tmp_path / "kantor").exists(), "no project was founded on it"
    right = workbook(tmp_path / "benar.xlsx", ("text", "nama", "Nama", None))
    code, out, _told = run("form", "check", right)
    assert code == 0
    assert "dapat dipakai" in out


def test_a_rules_workbook_with_an_error_leaves_the_rules_as_they_were(
    run: Run, site: Site, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(ROOT / "resources" / "programmes" / "semarang_2026.xlsx")
    sheet = book["program"]
    column = next(cell.column for cell in sheet[1] if cell.value == "layak_bila")
    sheet.cell(2, column).value = "${tidak_ada} > 3"
    book.save(tmp_path / "aturan.xlsx")
    before = state_of(site.office)
    code, _out, told = run("office", "assess", site.office, "--rules", tmp_path / "aturan.xlsx")
    assert code == 1
    assert "aturan.xlsx" in told
    assert "program" in told
    assert "tidak_ada" in told
    assert state_of(site.office) == before
    assert run("office", "assess", site.office)[0] == 0


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def altered(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize("spoil", [cut, altered, lambda _data: b"PK\x03\x04 something else"])
def test_a_spoilt_bundle_changes_nothing_and_stops_no_other(
    run: Run, site: Site, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    spoilt = tmp_path / "rusak.pendata"
    spoilt.write_bytes(spoil(site.unread.read_bytes()))
    before = state_of(site.office)
    code, _out, told = run("office", "import", site.office, spoilt)
    assert code == 1
    assert "rusak.pendata" in told
    assert len(told.strip().splitlines()) >= 2, "what happened and what to do"
    assert state_of(site.office) == before
    code, out, told = run("office", "import", site.office, spoilt, site.unread)
    assert code == 1
    assert "rusak.pendata" in told
    assert "Siti Aminah" in out, "the good one went in"
    assert state_of(site.office) != before


def test_a_bundle_of_another_project_is_refused(run: Run, site: Site, tmp_path: Path) -> None:
    other = found_site(tmp_path / "lain")
    foreign = next(other.stick.glob("*.pendata"))
    before = state_of(site.office)
    code, _out, told = run("office", "import", site.office, foreign)
    assert code == 1
    assert foreign.name in told
    assert "disegel" in told or "proyek" in told
    assert state_of(site.office) == before
    assert foreign.is_file(), "it was not touched"


def test_a_bundle_again_is_said_to_be_known(run: Run, site: Site) -> None:
    assert run("office", "import", site.office, site.unread)[0] == 0
    before = state_of(site.office)
    code, out, _told = run("office", "import", site.office, site.unread)
    assert code == 0
    assert "sudah diterima" in out
    assert state_of(site.office) == before


def test_a_wrong_passphrase_opens_nothing(run: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state_of(site.office)
    monkeypatch.setenv("PENDATA_PASSPHRASE", "bukan kata sandinya")
    code, out, told = run("office", "import", site.office, site.unread)
    assert code == 7
    assert out == ""
    assert "Kata sandi tidak membuka data ini." in told
    code, out, told = run("--lang", "en", "office", "review", site.office)
    assert code == 7
    assert out == ""
    assert "passphrase" in told
    monkeypatch.setenv("PENDATA_PASSPHRASE", PASSPHRASE)
    assert state_of(site.office) == before
    assert run("office", "review", site.office)[0] == 0


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
from enumerator.cli import main
sys.exit(main(sys.argv[1:]))
"""


def with_room_for(limit: int, *words: object) -> subprocess.CompletedProcess[str]:
    """One command in a process that may write no file longer than `limit` bytes, as on a full disk."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED.format(limit=limit), *map(str, words)],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PENDATA_PASSPHRASE": PASSPHRASE},
    )  # fmt: skip


full_disk = pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files is POSIX")


@full_disk
def test_a_full_disk_keeps_a_project_from_being_half_founded(run: Run, site: Site, tmp_path: Path) -> None:
    target = tmp_path / "baru"
    for limit in (1_000, 400_000):
        done = with_room_for(limit, "office", "create", target, "--name", "Kota")
        assert done.returncode in (3, 7), done.stderr
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) >= 2
        assert done.stdout == ""
        assert not target.exists(), sorted(target.iterdir())
    assert run("office", "create", target, "--name", "Kota")[0] == 0


@full_disk
def test_a_full_disk_takes_nothing_in_by_halves(run: Run, site: Site) -> None:
    before = state_of(site.office)
    done = with_room_for(8_192, "office", "import", site.office, site.unread)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "Disk" in done.stderr
    assert state_of(site.office) == before
    assert run("office", "import", site.office, site.unread)[0] == 0
    assert state_of(site.office) != before


@full_disk
def test_a_full_stick_gets_no_half_bundle(run: Run, site: Site, tmp_path: Path) -> None:
    stick = tmp_path / "penuh"
    stick.mkdir()
    before = state_of(site.laptop(0))
    done = with_room_for(2_000, "bundle", "export", site.laptop(0), "--to", stick)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) >= 2
    assert list(stick.glob("*.pendata")) == []
    assert state_of(site.laptop(0)) == before
    assert run("bundle", "export", site.laptop(0), "--to", stick)[0] == 0
    assert len(list(stick.glob("*.pendata"))) == 1


HOLD = """
import sys
from pathlib import Path
from enumerator.workspace import open_workspace
with open_workspace(Path(sys.argv[1]), sys.argv[2]):
    print("open", flush=True)
    sys.stdin.readline()
"""


def test_a_folder_in_use_is_left_to_the_other_window(run: Run, site: Site) -> None:
    before = state_of(site.office)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(site.office), PASSPHRASE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "open\n"
        for command in (("office", "import", site.office, site.unread), ("rebuild", site.office)):
            code, _out, told = run(*command)
            assert code == 5
            assert "kantor" in told
            assert "jendela lain" in told
        holder.stdin.write("\n")
        holder.stdin.flush()
        holder.wait()
    assert state_of(site.office) == before
    assert run("office", "import", site.office, site.unread)[0] == 0


def test_a_form_version_not_known_here_waits_for_its_form(run: Run, site: Site) -> None:
    """Work done with a version that a laptop, or an office restored from an old backup, has never seen."""
    unknown = FormRef("kk_miskin_ekstrem", "2099010101", "ab" * 32)
    with site.open_laptop(0) as laptop:
        answers = laptop.store.journal.revisions(site.records[0])[0].values
        (foreign,) = laptop.store.append(Entry(new_record(), "household", answers, form=unknown))
        with pytest.raises(UnknownFormError) as refused:
            laptop.library.get(unknown.hash)
        assert "versi formulir" in refused.value.what
        assert "Terima paket kirim" in refused.value.remedy
    site.send_up(0)
    bundles = sorted(site.stick.glob("*.pendata"))
    code, out, _told = run("office", "import", site.office, *bundles)
    assert code == 0, "it is taken in all the same"
    assert run("office", "review", site.office, "--approve-clean")[0] == 0
    code, out, _told = run("office", "review", site.office)
    assert foreign.record in out, "and waits, unread and not approved"
    assert run("office", "assess", site.office)[0] == 0
    before = state_of(site.office)
    code, _out, told = run("office", "review", site.office, "--approve", foreign.record)
    assert code == 7
    assert "versi formulir" in told
    with site.open_office() as office, pytest.raises(UnknownFormError):
        difference(office, foreign.record)
    assert state_of(site.office) == before
