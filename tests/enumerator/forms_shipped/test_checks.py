# SPDX-License-Identifier: Apache-2.0
"""The shipped questionnaire as it is filled in: skips, hard and soft checks, sums, the fourteen criteria."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from enumerator.forms.definition import Form
from enumerator.forms.interview import Interview, NoAnswer
from enumerator.forms.loading import load_form
from enumerator.forms.world import Context

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=timezone(timedelta(hours=7)))
HEAD_NIK = "3374991506800001"  # a man born on 15-06-1980
WIFE_NIK = "3374996302830002"  # a woman born on 23-02-1983
NO_KK = "3374990101200001"


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(ROOT / "resources" / "forms" / "kk_miskin_ekstrem.xlsx")


@pytest.fixture(scope="module")
def address_of(form: Form) -> Mapping[str, str]:
    return {path.rpartition("/")[2]: path for path in form.nodes}


class Visit:
    """One interview, with questions called by name."""

    def __init__(self, form: Form, addresses: Mapping[str, str]) -> None:
        self.interview = Interview.begin(form, Context(clock=lambda: NOW))
        self._addresses = addresses
        self.rows = list(self.interview.children("/data/anggota"))

    def address(self, name: str, row: int | None = None) -> str:
        path = self._addresses[name]
        return path if row is None else path.replace("/data/anggota", self.rows[row], 1)

    def say(self, row: int | None = None, /, **answers: str | NoAnswer) -> Visit:
        for name, value in answers.items():
            self.interview.answer(self.address(name, row), value)
        return self

    def another(self) -> int:
        created = self.interview.add_repeat("/data/anggota").created
        assert created is not None
        self.rows.append(created)
        return len(self.rows) - 1

    def value(self, name: str, row: int | None = None) -> str:
        return self.interview.node(self.address(name, row)).value

    def shown(self, name: str, row: int | None = None) -> bool:
        return self.interview.node(self.address(name, row)).relevant

    def objection(self, name: str, row: int | None = None) -> str | None:
        """The severity of what is wrong there, if anything is beside being blank."""
        problem = self.interview.node(self.address(name, row)).problem
        return problem.severity if problem is not None and problem.kind != "required" else None


@pytest.fixture
def visit(form: Form, address_of: Mapping[str, str]) -> Visit:
    """An interview with consent, with a head of family in the first row."""
    started = Visit(form, address_of)
    started.say(
        kecamatan="33.74.02", kelurahan="33.74.02.1005", rw="05", rt="03", alamat="Gang Mawar 3 No. 2"
    )
    started.say(
        nama_kk="Agus Riyanto", hasil="1", dasar_pemrosesan="1", persetujuan="1", cara_persetujuan="1"
    )
    if not started.rows:
        started.another()
    started.say(0, nama="Agus Riyanto", nik=HEAD_NIK, keberadaan="1", jk="1", tgl_lahir="1980-06-15")
    return started.say(0, kawin="2", hubungan="1")


@pytest.fixture
def wife(visit: Visit) -> int:
    row = visit.another()
    visit.say(row, nama="Sri Lestari", nik=WIFE_NIK, keberadaan="1", jk="2", tgl_lahir="1983-02-23")
    visit.say(row, kawin="2", hubungan="2")
    return row


def test_only_the_place_is_asked_until_there_is_consent(form: Form, address_of: Mapping[str, str]) -> None:
    started = Visit(form, address_of)
    assert not started.shown("perumahan")
    assert started.say(hasil="1", persetujuan="1").shown("perumahan")
    assert not started.say(hasil="4").shown("perumahan")


def test_a_refusal_to_be_interviewed_must_be_recorded_as_the_result(visit: Visit) -> None:
    assert visit.say(persetujuan="2").objection("persetujuan") == "block"
    assert not visit.say(hasil="4").shown("persetujuan")


def test_an_interview_broken_off_may_be_finished_with_what_there_is(visit: Visit) -> None:
    blank = [problem for problem in visit.interview.problems() if problem.kind == "required"]
    assert len(blank) > 60
    visit.say(hasil="2", responden="Agus Riyanto")
    assert visit.interview.problems() == ()


def test_the_kelurahan_are_those_of_the_chosen_kecamatan(visit: Visit) -> None:
    offered = visit.interview.choices(visit.address("kelurahan"))
    assert len(offered) == 9
    assert all(choice.value.startswith("33.74.02.") for choice in offered)


@pytest.mark.parametrize(
    ("nik", "well_formed"),
    [
        (HEAD_NIK, True),
        ("3374990100800001", False),  # month 0
        ("3374993106800001", False),  # 31 June
        ("3374993006800001", True),
        ("3374997006800001", True),  # a woman, 30 June
        ("3374997106800001", False),  # a woman, 31 June
        ("3374992902800001", True),  # leap year
        ("3374992902810001", False),
        ("3374996902000001", True),  # a woman, 29 February 2000
        ("3374993206800001", False),
        ("3374994006800001", False),
        ("3374998106800001", False),
        ("3374991506800000", False),
        ("337499150680001", False),
        ("33749915068000011", False),
        ("3374-99150680001", False),
        ("0374991506800001", False),
    ],
)
def test_a_nik_must_be_well_formed(visit: Visit, nik: str, well_formed: bool) -> None:
    assert (visit.say(0, nik=nik).objection("nik", 0) is None) == well_formed


def test_a_nik_that_says_another_sex_or_birth_date_is_doubted_not_refused(visit: Visit) -> None:
    assert visit.objection("jk", 0) is None
    assert visit.say(0, jk="2").objection("jk", 0) == "warn"
    assert not visit.say(0, jk="1").shown("yakin_lahir", 0)
    assert visit.say(0, tgl_lahir="1981-06-15").shown("yakin_lahir", 0)
    assert visit.say(0, yakin_lahir="2").objection("yakin_lahir", 0) == "warn"
    assert visit.say(0, yakin_lahir="1").objection("yakin_lahir", 0) is None


def test_the_same_nik_twice_in_a_family_is_refused_on_both(visit: Visit, wife: int) -> None:
    visit.say(wife, nik=HEAD_NIK)
    assert (visit.objection("nik", 0), visit.objection("nik", wife)) == ("block", "block")
    visit.say(wife, nik=WIFE_NIK)
    assert (visit.objection("nik", 0), visit.objection("nik", wife)) == (None, None)


def test_two_members_without_a_nik_are_not_the_same(visit: Visit, wife: int) -> None:
    visit.say(0, nik=NoAnswer.DONT_KNOW).say(wife, nik=NoAnswer.DONT_KNOW)
    assert (visit.objection("nik", 0), visit.objection("nik", wife)) == (None, None)


@pytest.mark.parametrize(
    ("number", "well_formed"),
    [(NO_KK, True), ("3374994101200001", False), ("3374990101200000", False), ("337499010120001", False)],
)
def test_a_family_card_number_has_a_date_without_forty_added(
    visit: Visit, number: str, well_formed: bool
) -> None:
    assert (visit.say(no_kk=number).objection("no_kk") is None) == well_formed


def test_the_family_card_number_is_not_a_nik(visit: Visit) -> None:
    assert visit.say(no_kk=HEAD_NIK).objection("nik", 0) == "block"


def test_there_is_one_head_of_family(visit: Visit, wife: int) -> None:
    visit.say(anggota_lengkap="1")
    assert visit.objection("anggota_lengkap") is None
    visit.say(wife, hubungan="1")
    assert (visit.objection("hubungan", 0), visit.objection("hubungan", wife)) == ("block", "block")
    assert visit.objection("anggota_lengkap") == "block"
    visit.say(wife, hubungan="2").say(0, hubungan="3")
    assert visit.objection("anggota_lengkap") == "block"


def test_a_second_spouse_is_asked_about(visit: Visit, wife: int) -> None:
    assert not visit.shown("yakin_pasangan")
    other = visit.another()
    visit.say(other, nama="Dewi Lestari", keberadaan="1", jk="2", kawin="2", hubungan="2")
    assert visit.shown("yakin_pasangan")


def test_a_spouse_must_be_married(visit: Visit, wife: int) -> None:
    assert visit.say(wife, kawin="1").objection("hubungan", wife) == "block"


@pytest.mark.parametrize(
    ("relation", "born", "doubted"),
    [
        ("3", "2005-01-01", False),
        ("3", "1970-01-01", True),
        ("6", "1955-01-01", False),
        ("6", "1979-01-01", True),
    ],
)
def test_an_age_that_does_not_fit_the_relation_is_asked_about(
    visit: Visit, relation: str, born: str, doubted: bool
) -> None:
    row = visit.another()
    visit.say(row, nama="Bima Riyanto", nik=NoAnswer.DONT_KNOW, keberadaan="1", jk="1", tgl_lahir=born)
    visit.say(row, kawin="1", hubungan=relation)
    assert visit.shown("yakin_hubungan", row) == doubted


@pytest.mark.parametrize(
    ("born", "age"), [("1980-11-16", "46"), ("1980-11-17", "45"), ("2026-11-16", "0"), ("1924-02-29", "102")]
)
def test_age_is_counted_in_full_years(visit: Visit, born: str, age: str) -> None:
    visit.say(0, tgl_lahir=born)
    assert visit.value("umur", 0) == age
    assert visit.value("umur_dtsen", 0) == str(min(int(age), 98))


def test_an_age_is_estimated_where_the_birth_date_is_not_known(visit: Visit) -> None:
    visit.say(0, tgl_lahir=NoAnswer.DONT_KNOW)
    assert visit.shown("umur_kira", 0)
    assert visit.say(0, umur_kira="70").value("umur", 0) == "70"


def test_a_birth_date_to_come_is_refused(visit: Visit) -> None:
    assert visit.say(0, tgl_lahir="2026-11-17").objection("tgl_lahir", 0) == "block"


def test_pregnancy_is_asked_of_women_of_10_to_54_who_have_married(visit: Visit, wife: int) -> None:
    assert visit.shown("hamil", wife)
    assert not visit.shown("hamil", 0)
    assert not visit.say(wife, kawin="1").shown("hamil", wife)
    assert not visit.say(wife, kawin="2", tgl_lahir="1971-02-23").shown("hamil", wife)


def test_schooling_and_work_are_asked_from_the_age_of_five_nutrition_until_four(visit: Visit) -> None:
    visit.say(0, tgl_lahir="2021-11-17")
    assert (visit.shown("pendidikan", 0), visit.shown("gizi", 0)) == (False, True)
    visit.say(0, tgl_lahir="2021-11-16")
    assert (visit.shown("pendidikan", 0), visit.shown("gizi", 0)) == (True, False)


def test_of_a_member_who_moved_away_nothing_more_is_asked(visit: Visit, wife: int) -> None:
    visit.say(wife, keberadaan="3")
    assert not any(visit.shown(name, wife) for name in ("jk", "kawin", "pendidikan", "kesehatan"))
    assert visit.value("jumlah_tinggal") == "1"


def test_the_washington_group_scale_is_turned_round_for_regsosek(visit: Visit) -> None:
    visit.say(0, wg_lihat="1", wg_dengar="4", wg_jalan="2", wg_ingat="1", wg_rawat="1", wg_bicara="1")
    turned = [visit.value(f"sulit_{letter}", 0) for letter in "abc"]
    assert turned == ["4", "1", "3"]
    assert visit.value("disabilitas", 0) == "1"
    assert visit.say(0, wg_dengar="2").value("disabilitas", 0) == "0"


def test_several_answers_are_summed_as_regsosek_codes_them(visit: Visit) -> None:
    assert visit.say(0, kartu_id="1 4").value("kartu_id_kode", 0) == "5"
    assert visit.say(0, jamkes="1 8").value("jamkes_kode", 0) == "9"
    assert visit.say(0, jamkes="99").value("jamkes_kode", 0) == "99"
    assert visit.say(0, jamkes="").value("jamkes_kode", 0) == ""


def test_none_is_not_chosen_beside_another_answer(visit: Visit) -> None:
    assert visit.say(butuh_kesehatan="0 1").objection("butuh_kesehatan") == "block"
    assert visit.say(butuh_kesehatan="1 2").objection("butuh_kesehatan") is None


def test_goods_that_need_electricity_are_doubted_without_it(visit: Visit) -> None:
    assert visit.say(penerangan="4", aset_b="1").objection("aset_b") == "warn"
    assert visit.say(penerangan="1").objection("aset_b") is None


@pytest.mark.parametrize(
    ("fuel", "cylinder", "doubted"),
    [("4", "1", True), ("3", "2", True), ("2", "1", False), ("4", "2", False)],
)
def test_a_big_gas_cylinder_goes_with_cooking_on_it(
    visit: Visit, fuel: str, cylinder: str, doubted: bool
) -> None:
    assert (visit.say(bahan_bakar=fuel, aset_a=cylinder).objection("aset_a") == "warn") == doubted


@pytest.mark.parametrize(
    ("month", "right"),
    [("2026-11-01", True), ("2025-11-01", True), ("2025-10-01", False), ("2026-12-01", False)],
)
def test_aid_was_last_received_within_twelve_months(visit: Visit, month: str, right: bool) -> None:
    visit.say(prog_b="1", prog_b_bulan=month)
    assert (visit.objection("prog_b_bulan") is None) == right


FOOD = {"pangan_beras": "70000", "pangan_hewani": "35000", "pangan_nabati": "21000", "pangan_sayur": "14000"}
FOOD |= {"pangan_bumbu": "14000", "pangan_jadi": "14000", "pangan_rokok": "0"}
MONTHLY = dict.fromkeys(
    ("biaya_sewa", "biaya_listrik", "biaya_air", "biaya_bahan_bakar", "biaya_transpor", "biaya_pulsa"),
    "20000",
)
MONTHLY |= dict.fromkeys(
    ("biaya_sekolah", "biaya_kesehatan", "biaya_kebersihan", "biaya_iuran", "biaya_lain"), "10000"
)
YEARLY = {"tahunan_pakaian": "240000", "tahunan_rumah": "0", "tahunan_acara": "120000"}


def test_spending_per_person_is_summed_from_week_month_and_year(visit: Visit, wife: int) -> None:
    visit.say(**FOOD, **MONTHLY, **YEARLY)
    assert visit.value("pangan_bulan") == "720000"  # 168,000 a week
    assert visit.value("nonpangan_bulan") == "200000"  # 170,000 and a twelfth of 360,000
    assert visit.value("pengeluaran_kapita") == "460000"


def test_spending_is_unknown_not_low_when_an_amount_is_missing(visit: Visit) -> None:
    visit.say(**FOOD, **MONTHLY, **YEARLY).say(biaya_lain=NoAnswer.DONT_KNOW)
    assert visit.value("pengeluaran_kapita") == ""
    assert not visit.shown("yakin_pengeluaran")


def test_unusual_spending_is_doubted(visit: Visit) -> None:
    visit.say(**FOOD, **MONTHLY, **YEARLY).say(yakin_pengeluaran="1")
    assert visit.objection("yakin_pengeluaran") is None
    assert visit.say(pangan_beras="2000000").objection("yakin_pengeluaran") == "warn"
    assert visit.say(pangan_beras="2000001").objection("pangan_beras") == "block"


Answers = Mapping[str, str]
POOR: Answers = {
    "luas_lantai": "7", "lantai": "8", "dinding": "4", "bab": "6", "penerangan": "4", "air_minum": "6",
    "bahan_bakar": "10", "lauk_mingguan": "1", "pakaian_setahun": "1", "makan_sehari": "2",
    "sanggup_berobat": "2", "penghasilan_kepala": "599999", "tabungan_500": "2", "barang_500": "2",
}  # fmt: skip
BETTER: Answers = {
    "luas_lantai": "8", "lantai": "2", "dinding": "2", "bab": "1", "penerangan": "1", "air_minum": "3",
    "bahan_bakar": "4", "lauk_mingguan": "2", "pakaian_setahun": "2", "makan_sehari": "3",
    "sanggup_berobat": "1", "penghasilan_kepala": "600000", "tabungan_500": "2", "barang_500": "1",
}  # fmt: skip


def criteria(visit: Visit) -> list[str]:
    return [visit.value(f"k{number}") for number in range(1, 15)]


def test_with_nothing_known_none_to_all_of_the_criteria_may_be_met(visit: Visit) -> None:
    assert criteria(visit) == [""] * 14
    assert (visit.value("n_kriteria_min"), visit.value("n_kriteria_max")) == ("0", "14")


def test_all_fourteen_criteria_can_be_met(visit: Visit) -> None:
    visit.say(0, sekolah="1", bekerja="2").say(**POOR)
    assert criteria(visit) == ["1"] * 14
    assert (visit.value("n_kriteria_min"), visit.value("n_kriteria_max")) == ("14", "14")


def test_none_of_the_criteria_can_be_met(visit: Visit) -> None:
    visit.say(0, sekolah="3", jenjang="8", ijazah="8", bekerja="1", lapangan_usaha="12", status_kerja="1")
    assert criteria(visit.say(**BETTER)) == ["0"] * 14
    assert (visit.value("n_kriteria_min"), visit.value("n_kriteria_max")) == ("0", "0")


def test_answers_not_given_widen_the_range(visit: Visit) -> None:
    visit.say(0, sekolah="1", bekerja="2").say(**POOR)
    visit.say(sanggup_berobat=NoAnswer.REFUSED, lantai="9", luas_lantai=NoAnswer.DONT_KNOW)
    assert [number for number, met in enumerate(criteria(visit), 1) if met == ""] == [1, 2, 11]
    assert (visit.value("n_kriteria_min"), visit.value("n_kriteria_max")) == ("11", "14")


Change = Callable[[Visit], object]


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (2, lambda visit: visit.say(lantai="5", lantai_murah="1")),
        (3, lambda visit: visit.say(dinding="1", dinding_plester="2")),
        (3, lambda visit: visit.say(dinding="3", dinding_murah="1")),
        (4, lambda visit: visit.say(bab="2")),
        (6, lambda visit: visit.say(air_minum="10")),
        (7, lambda visit: visit.say(bahan_bakar="7")),
        (12, lambda visit: visit.say(0, lapangan_usaha="1", status_kerja="6")),  # farm labourer
        (12, lambda visit: visit.say(0, lapangan_usaha="4")),  # fisher
        (12, lambda visit: visit.say(0, lapangan_usaha="11", status_kerja="7")),  # building labourer
        (12, lambda visit: visit.say(punya_lahan="2").say(0, lapangan_usaha="2")),  # grower without land
        (13, lambda visit: visit.say(0, ijazah="3")),
    ],
)
def test_a_criterion_is_met_in_every_way_the_rule_names(visit: Visit, number: int, change: Change) -> None:
    visit.say(0, sekolah="3", jenjang="8", ijazah="8", bekerja="1", lapangan_usaha="12", status_kerja="1")
    visit.say(**BETTER)
    change(visit)
    assert [which for which, met in enumerate(criteria(visit), 1) if met == "1"] == [number]


def test_a_head_of_family_who_has_not_been_asked_about_leaves_work_and_schooling_unknown(
    visit: Visit,
) -> None:
    visit.say(**BETTER)
    assert (visit.value("k12"), visit.value("k13")) == ("", "")


def test_the_entities_name_the_family_and_its_members(form: Form, visit: Visit, wife: int) -> None:
    mappings = {mapping.dataset: mapping for mapping in form.entities}
    assert set(mappings) == {"household", "member"}
    assert {"no_kk", "head_name", "kelurahan", "spending_per_capita", "photo_head"} <= set(
        mappings["household"].saves
    )
    assert {"full_name", "nik", "sex", "birth_date", "relation", "presence"} <= set(mappings["member"].saves)
    answers = visit.interview.finished_answers()
    assert answers["/data/meta/entity/label"] == "Agus Riyanto, RT 03 RW 05"
    assert answers[f"{visit.rows[wife]}/meta/entity/label"] == "Sri Lestari"


def test_texts_are_in_both_languages_with_the_members_name_in_them(visit: Visit) -> None:
    label = visit.interview.node(visit.address("jk", 0)).label
    assert label == "Jenis kelamin Agus Riyanto"
    visit.interview.set_language("English (en)")
    assert visit.interview.node(visit.address("jk", 0)).label == "Sex of Agus Riyanto"
