# SPDX-License-Identifier: Apache-2.0
"""The main job from the command line: found, enrol, carry, assign, review, assess, print, verify."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from enumerator.office.staffing import revoke_laptop
from enumerator.registry.search import households
from enumerator.registry.staff import enumerators
from enumerator.workspace import open_workspace
from tests.enumerator.cli.conftest import Run
from tests.site import NAMES, PASSPHRASE, Site
from tests.workbooks import lasting_rules

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "resources" / "programmes" / "semarang_2026.xlsx"
FORM = ROOT / "resources" / "forms" / "kk_miskin_ekstrem.xlsx"


def test_from_an_empty_folder_to_an_enrolled_laptop(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENDATA_PASSPHRASE", PASSPHRASE)
    office, laptop, stick = tmp_path / "kantor", tmp_path / "laptop", tmp_path / "stick"
    stick.mkdir()
    code, out, _err = run("office", "create", office, "--name", "Kota Semarang", "--person", "Budi")
    assert code == 0
    assert "Kota Semarang" in out
    assert len(re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", out)) == 2, "both recovery sheets"
    code, out, _err = run("bundle", "export", office, "--to", stick)
    assert code == 0
    assert "Belum ada laptop" in out
    code, out, _err = run("kit", office, "--name", "Siti", "--area", "33.74.02", "--out", stick)
    assert code == 0
    secret = re.search(r": ((?:[0-9A-Z]+-)+[0-9A-Z]+)$", out, re.MULTILINE)
    assert secret is not None
    (kit,) = stick.glob("*.pendata-kit")
    code, out, _err = run("enrol", laptop, kit, "--code", secret[1].lower())
    assert code == 0
    assert out == "Siti terdaftar dalam Kota Semarang.\n"
    code, out, _err = run("bundle", "export", laptop, "--to", stick)
    assert code == 0
    (bundle,) = stick.glob("*.pendata")
    assert str(bundle) in out
    code, out, _err = run("bundle", "inspect", office, bundle)
    assert code == 0
    assert "Dari Siti" in out
    assert "Proyek: Kota Semarang" in out
    code, out, _err = run("office", "import", office, stick)
    assert code == 0
    assert "Laptop baru diterima: Siti." in out


def test_a_kit_for_a_place_that_does_not_exist_is_refused(run: Run, site: Site) -> None:
    code, _out, err = run("kit", site.office, "--name", "X", "--area", "33.74.02 12.34", "--out", site.stick)
    assert code == 1
    assert "12.34" in err


@pytest.mark.parametrize(
    "command", [("kit", "--name", "X", "--out", "."), ("office", "review"), ("office", "assess")]
)
def test_the_offices_commands_refuse_a_laptops_folder(run: Run, site: Site, command: tuple[str, ...]) -> None:
    at = 2 if command[0] == "office" else 1
    code, out, err = run(*command[:at], site.laptop(0), *command[at:])
    assert code == 1
    assert out == ""
    assert "folder data petugas" in err


def test_import_tells_what_waits(run: Run, site: Site) -> None:
    code, out, _err = run("office", "import", site.office, site.unread)
    assert code == 0
    assert "Siti Aminah" in out
    assert "4 keluarga menunggu pemeriksaan." in out
    assert "0 keluarga dengan perbedaan isian" in out
    assert re.search(r"^\d+ pasangan yang mungkin data ganda\.$", out, re.MULTILINE)


def test_differences_are_counted_when_they_come_in(run: Run, site: Site) -> None:
    from tests.site import correct

    rice = "/data/pengeluaran/pangan_mingguan/pangan_beras"
    for number, text in enumerate(("91000", "35000")):
        with site.open_laptop(number) as laptop:
            correct(laptop, site.records[0], {rice: text})
        site.send_up(number)
    code, out, _err = run("office", "import", site.office, site.stick)
    assert code == 0
    assert "1 keluarga mempunyai perbedaan isian antarlaptop." in out
    assert "1 keluarga dengan perbedaan isian yang perlu diselesaikan." in out
    code, out, _err = run("office", "review", site.office)
    assert f"{site.records[0]}  dengan perbedaan isian" in out


def test_a_list_is_assigned_by_name_or_id_and_reaches_the_laptop(
    run: Run, site: Site, tmp_path: Path
) -> None:
    rows = tmp_path / "daftar.csv"
    rows.write_text("kepala_keluarga,kelurahan\nSlamet,33.74.02.1005\nRatna,33.74.02.1005\n", "utf-8")
    code, out, _err = run("office", "assign", site.office, rows, "--to", NAMES[1].upper())
    assert code == 0
    assert out == f"2 keluarga ditugaskan kepada {NAMES[1]}.\n"
    code, _out, err = run("office", "assign", site.office, rows, "--to", "Tidak Ada")
    assert code == 1
    assert NAMES[0] in err, "those there are"
    home = tmp_path / "pulang"
    home.mkdir()
    assert run("bundle", "export", site.office, "--to", home)[0] == 0
    code, out, _err = run("bundle", "import", site.laptop(1), home)
    assert code == 0, "the bundle for the other laptop is passed over"
    assert "entri baru dari" in out


def test_what_was_kept_aside_is_listed_and_decided_about(run: Run, site: Site, tmp_path: Path) -> None:
    with open_workspace(site.office, PASSPHRASE) as office:
        for person in enumerators(office.store):
            revoke_laptop(office, person.laptops[0], "Hilang")
    watched = tmp_path / "kiriman"
    watched.mkdir()
    shutil.copy(site.unread, watched)
    code, out, _err = run("bundle", "watch", site.office, watched, "--every", "1", "--looks", "2")
    assert code == 0
    assert "Disisihkan" in out
    code, out, _err = run("bundle", "aside", site.office)
    assert code == 0
    assert "menunggu keputusan" in out
    bundle = out.split()[0]
    assert run("bundle", "reject", site.office, bundle[:8], "--reason", "Belum jelas")[0] == 0
    assert "dibiarkan tersisih" in run("bundle", "aside", site.office)[1]
    code, out, _err = run("bundle", "accept", site.office, bundle, "--reason", "Sudah jelas")
    assert code == 0
    assert "entri baru dari" in out
    assert "Tidak ada paket" in run("bundle", "aside", site.office)[1]
    assert run("bundle", "accept", site.office, bundle, "--reason", "Lagi")[0] == 1


def test_an_empty_list_is_refused(run: Run, site: Site, tmp_path: Path) -> None:
    rows = tmp_path / "kosong.csv"
    rows.write_text("kepala_keluarga,kelurahan\n", "utf-8")
    code, _out, err = run("office", "assign", site.office, rows, "--to", NAMES[0])
    assert code == 1
    assert "kosong.csv" in err


def test_review_assess_cards_verify(run: Run, site: Site, tmp_path: Path) -> None:
    returned, *others = site.records
    code, out, _err = run(
        "office", "review", site.office, "--return", returned, "--comment", "Foto kurang jelas."
    )
    assert code == 0
    assert f"Dikembalikan: {returned}" in out
    code, out, _err = run("office", "review", site.office, "--approve", others[0], "--comment", "Lengkap.")
    assert code == 0
    assert "1 keluarga disetujui." in out
    code, out, _err = run("office", "review", site.office, "--approve-clean")
    assert code == 0
    listed = tmp_path / "daftar.xlsx"
    code, out, _err = run(
        "office",
        "assess",
        site.office,
        "--rules",
        lasting_rules(RULES, tmp_path),
        "--decide",
        "--out",
        listed,
    )
    assert code == 0
    assert re.search(r"^[12] keluarga dinilai\.", out)
    assert out.index("BLT") < out.index("Bantuan pangan") < out.index("Pelatihan"), "as in the workbook"
    assert openpyxl.load_workbook(listed).active is not None
    pdf = tmp_path / "kartu.pdf"
    code, out, err = run("office", "cards", site.office, "--out", pdf)
    assert code == 0, err
    assert "kartu dicetak" in out
    code, out, _err = run("verify", pdf, "--folder", site.office)
    assert code == 0
    assert "SMG-" in out
    assert "Program: " in out
    code, again, _err = run("verify", pdf, "--folder", site.office, "--revocations")
    assert code == 0
    assert "asli dan berlaku" in again
    codes = tmp_path / "kode.txt"
    from enumerator.cards.scan import decode_file

    (text, *_more) = decode_file(pdf)
    codes.write_text(text + "\n" + text[:-3] + "000\n", "utf-8")
    assert run("verify", text, "--folder", site.office)[0] == 0
    code, out, _err = run("verify", codes, "--folder", site.office)
    assert code == 1
    assert len(re.findall(r"^\[[!+x]\]", out, re.MULTILINE)) == 2


def test_a_household_that_is_not_here_cannot_be_returned(run: Run, site: Site) -> None:
    code, _out, err = run("office", "review", site.office, "--return", "tidak-ada", "--comment", "x")
    assert code == 1
    assert "tidak-ada" in err
    code, _out, err = run("office", "review", site.office, "--return", site.records[0])
    assert code == 1
    assert "alasan" in err


def test_a_card_nobody_decided_on_is_not_printed(run: Run, site: Site, tmp_path: Path) -> None:
    pdf = tmp_path / "kartu.pdf"
    code, _out, err = run("office", "cards", site.office, "--out", pdf)
    assert code == 1
    assert "menunggu kartu" in err
    code, _out, err = run("office", "cards", site.office, "--out", pdf, "--household", site.records[0])
    assert code == 1
    assert site.records[0] in err
    assert not pdf.exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bukan.pdf", b"bukan PDF", 1),
        ("bukan.png", b"bukan gambar", 1),
        ("kosong.txt", b"\n\n", 3),
        ("biner.txt", b"\xff\xfe\x00\x81", 3),
        ("lain.xlsx", b"PK", 3),
    ],
)
def test_a_file_without_a_code_is_named(
    run: Run, whole_site: Site, tmp_path: Path, name: str, content: bytes, code: int
) -> None:
    (tmp_path / name).write_bytes(content)
    found, out, err = run("verify", tmp_path / name, "--folder", whole_site.office)
    assert found == code
    assert out == ""
    assert name in err


def test_what_is_no_card_is_said_so(run: Run, whole_site: Site) -> None:
    code, out, _err = run("verify", "SEMBARANG", "--folder", whole_site.office)
    assert code == 1
    assert "bukan kode kartu" in out
    code, _out, err = run("verify", "tidak-ada.png", "--folder", whole_site.office)
    assert code == 3
    assert "tidak-ada.png" in err


def test_the_lists_are_made_anew_with_the_same_households(run: Run, site: Site) -> None:
    with site.open_office() as office:
        before = {each.record for each in households(office.store)}
    code, out, _err = run("rebuild", site.office)
    assert code == 0
    assert "3 keluarga dibaca." in out
    with site.open_office() as office:
        assert {each.record for each in households(office.store)} == before


def test_the_shipped_form_can_be_checked_and_shown(run: Run) -> None:
    code, out, err = run("form", "check", FORM)
    assert code == 0
    assert "dapat dipakai" in out
    assert err == ""
    code, out, _err = run("--lang", "en", "form", "show", FORM)
    assert code == 0
    assert "kk_miskin_ekstrem" in out.splitlines()[0]
    assert re.search(r"^  \* anggota", out, re.MULTILINE), "a repeat"
    assert re.search(r"tanda_tangan: image +\[", out), "a question with a condition"


def test_recorded_cases_are_counted(run: Run, tmp_path: Path) -> None:
    for name in ("xpath.jsonl", "scenarios.jsonl"):
        (tmp_path / name).write_text("", "utf-8")
    (tmp_path / "contexts.json").write_text("{}", "utf-8")
    code, out, _err = run("form", "conformance", tmp_path, "--json")
    assert code == 0
    assert json.loads(out)["failed"] == []


def test_the_program_tests_itself(run: Run) -> None:
    code, out, _err = run("--self-test")
    assert code == 0
    assert out.count("[+]") == 4
    assert "Semuanya berjalan." in out
