# SPDX-License-Identifier: Apache-2.0
"""A family's house, goods, aid and needs, and what it answers about them; poorer in all things together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from enumerator.demo import numbers, spending
from enumerator.demo.lives import Person, is_present, is_pupil
from enumerator.demo.structure import HEAD, MALE
from enumerator.demo.trades import HILLS, draw_income
from enumerator.forms.interview import NoAnswer
from enumerator.registry.places import Kelurahan as Place

Answer = str | NoAnswer
YES, NO = "1", "2"

_STREETS = (
    "Anggrek",
    "Bakung",
    "Bugenvil",
    "Cempaka",
    "Dahlia",
    "Flamboyan",
    "Kamboja",
    "Kenanga",
    "Lavender",
    "Mawar",
    "Melati",
    "Seruni",
    "Teratai",
    "Wijayakusuma",
)
_REMARKS = (
    "Rumah berada di gang sempit, masuk dari samping musala.",
    "Kepala keluarga baru kehilangan pekerjaan dua bulan lalu.",
    "Responden meminta kunjungan ulang pada sore hari bila ada pertanyaan.",
    "Atap dapur bocor, terlihat dari luar.",
    "Rumah tergenang rob beberapa kali dalam sebulan.",
    "Anak bungsu sedang sakit saat wawancara.",
)
_ASIDES = {
    "telepon": "Nomor milik tetangga sebelah rumah.",
    "luas_lantai": "Diukur dengan langkah, bagian belakang terkunci.",
    "penghasilan_kepala": "Tidak tetap, tergantung cuaca dan pesanan.",
    "pangan_beras": "Sebagian beras dari bantuan.",
}


@dataclass(frozen=True, slots=True)
class Home:
    """Where the family lives, and everything it answers as a family, by question name."""

    rw: str
    rt: str
    address: str
    answers: dict[str, Answer] = field(repr=False)
    reasons: dict[str, str] = field(repr=False)
    remarks: dict[str, str] = field(repr=False)


def settle(rng: Random, place: Place, welfare: float, people: Sequence[Person], no_kk: str, on: date) -> Home:
    """The home of these people in `place`.

    `reasons` are those given for answers that a soft check doubts, `remarks` what the enumerator noted beside
    an answer; both by question name.
    """
    present = [person for person in people if is_present(person.role)]
    head = next(person for person in present if person.role.relation == HEAD)
    rw, rt = f"{rng.randint(1, 14):02d}", f"{rng.randint(1, 9):02d}"
    street = f"{rng.choice(('Jalan', 'Gang'))} {rng.choice(_STREETS)} {rng.randint(1, 12)}"
    address = f"{street} No. {rng.randint(1, 98)}"
    house = _house(rng, welfare, len(present))
    goods = _goods(rng, welfare, house, present, head)
    answers: dict[str, Answer] = {
        "kecamatan": place.kecamatan.code,
        "kelurahan": place.code,
        "rw": rw,
        "rt": rt,
        "alamat": address,
        "nama_kk": head.name,
        "jumlah_anggota": str(len(present)),
        "titik_lokasi": _position(rng, place),
        **_visit(rng, head, present, no_kk),
        **house,
        **_spending(rng, welfare, house, present),
        **_table(rng, welfare),
        **goods,
        **_aid(rng, welfare, house, present, place, on),
        **_needs(rng, welfare, house, present),
    }
    return Home(rw, rt, address, answers, _reasons(goods), _remarks(rng))


def _visit(rng: Random, head: Person, present: Sequence[Person], no_kk: str) -> Mapping[str, Answer]:
    adults = [person for person in present if person.age >= 17]
    speaker = rng.choice(adults[:3]) if adults else head
    reach = rng.random()
    phone: Answer = numbers.telephone(rng)
    if reach < 0.08:
        phone = NoAnswer.DONT_KNOW
    elif reach < 0.12:
        phone = NoAnswer.REFUSED
    return {
        "hasil": "1",
        "responden": speaker.name,
        "hubungan_responden": speaker.role.relation,
        "telepon": phone,
        "bahasa_wawancara": _one_of(rng, {"1": 3, "2": 2, "3": 5}),
        "dasar_pemrosesan": "1",
        "persetujuan": YES,
        "cara_persetujuan": _one_of(rng, {"1": 7, "2": 2, "3": 1}),
        "no_kk": NoAnswer.DONT_KNOW if rng.random() < 0.01 else no_kk,
        "kode_kk": _one_of(rng, {"0": 90, "1": 6, "2": 4}),
        "anggota_lengkap": YES,
        "yakin_pasangan": YES,
        "yakin_hubungan": YES,
        "catatan": rng.choice(_REMARKS) if rng.random() < 0.2 else "",
    }


def _position(rng: Random, place: Place) -> str:
    latitude = place.latitude + rng.uniform(-0.002, 0.002)
    longitude = place.longitude + rng.uniform(-0.002, 0.002)
    return f"{latitude:.6f} {longitude:.6f} 0.0 {rng.uniform(4, 18):.1f}"


def _house(rng: Random, welfare: float, people: int) -> dict[str, Answer]:
    """Material by welfare; each draw is 'poor' with a chance that falls as welfare rises."""

    def poor(at_worst: float, at_best: float = 0.03) -> bool:
        return rng.random() < at_worst + (at_best - at_worst) * min(1.0, welfare * 1.25)

    tenure = _one_of(rng, {"1": 52, "2": 24, "3": 24})
    area = max(9, round(people * rng.uniform(4.2, 7.8) if poor(0.92, 0.2) else people * rng.uniform(8, 14)))
    house: dict[str, Answer] = {
        "status_bangunan": tenure,
        "bukti_tanah": _one_of(rng, {"1": 4, "5": 4, "3": 1, "6": 3}),
        "luas_lantai": str(min(area, 160)),
    }
    house |= _shell(rng, poor(0.85), poor(0.92), poor(0.5))
    house |= _water_and_waste(rng, bad_water=poor(0.5), bad_toilet=poor(0.95, 0.15))
    power = "4" if poor(0.05, 0) else "2" if poor(0.4, 0.05) else "1"
    fuels = {"10": 6, "9": 1, "7": 1} if poor(0.42, 0.02) else {"4": 94, "12": 4, "2": 2}
    return house | {
        "penerangan": power,
        "daya_1": _one_of(rng, {"1": 4, "2": 3 if welfare < 0.4 else 6}),
        "bahan_bakar": _one_of(rng, fuels),
        "risiko_lingkungan": _one_of(rng, {"0": 60, "1": 14, "2": 12, "1 4": 6, "5": 8}),
    }


def _shell(rng: Random, bad_floor: bool, bad_wall: bool, bad_roof: bool) -> dict[str, Answer]:
    floors = {"8": 8, "7": 1, "5": 2} if bad_floor else {"6": 6, "2": 3, "4": 2}
    walls = {"1": 7, "3": 4, "4": 3, "6": 1} if bad_wall else {"1": 9, "2": 1, "3": 1}
    return {
        "lantai": _one_of(rng, floors),
        "lantai_murah": YES,
        "dinding": _one_of(rng, walls),
        "dinding_plester": NO if bad_wall else YES,
        "dinding_murah": YES if bad_wall else NO,
        "atap": _one_of(rng, {"4": 2, "3": 3}) if bad_roof else "2",
    }


def _water_and_waste(rng: Random, *, bad_water: bool, bad_toilet: bool) -> dict[str, Answer]:
    water = {"6": 6, "8": 1, "9": 1} if bad_water else {"3": 5, "4": 4, "2": 3, "5": 2}
    bowl = _one_of(rng, {"1": 5, "4": 1}) if bad_toilet else "1"
    pit = "4" if bowl == "4" else _one_of(rng, {"1": 5, "4": 2, "3": 1})
    return {
        "air_minum": _one_of(rng, water),
        "jarak_tinja": _one_of(rng, {"1": 5, "2": 4, "3": 1}),
        "bab": _one_of(rng, {"2": 6, "4": 4, "6": 2, "3": 1}) if bad_toilet else "1",
        "kloset": bowl,
        "tinja": pit,
    }


def _spending(
    rng: Random, welfare: float, house: Mapping[str, Answer], present: Sequence[Person]
) -> Mapping[str, Answer]:
    smokers = any(person.role.sex == MALE and person.age >= 17 for person in present) and rng.random() < 0.6
    amounts = spending.share_out(
        rng,
        welfare,
        len(present),
        renting=house["status_bangunan"] == "2",
        pupils=sum(is_pupil(person) for person in present),
        smokers=smokers,
    )
    answers: dict[str, Answer] = {name: str(amount) for name, amount in amounts.items()}
    if rng.random() < 0.02:
        answers["biaya_lain"] = NoAnswer.DONT_KNOW
    return {**answers, "yakin_pengeluaran": YES}


def _table(rng: Random, welfare: float) -> Mapping[str, Answer]:
    short = rng.random() < 0.97 - welfare
    return {
        "makan_sehari": _one_of(rng, {"2": 12, "1": 1}) if short else "3",
        "lauk_mingguan": _one_of(rng, {"0": 1, "1": 2}) if short else str(rng.randint(1, 5)),
        "pakaian_setahun": _one_of(rng, {"0": 1, "1": 2}) if short else str(rng.randint(1, 4)),
        "lapar_tidak_makan": YES if short and rng.random() < 0.12 else NO,
        "sanggup_berobat": NO if rng.random() < 0.88 - 0.9 * welfare else YES,
        "tempat_berobat": _one_of(rng, {"1": 70, "5": 18, "2": 6, "3": 6}),
    }


def _goods(
    rng: Random, welfare: float, house: Mapping[str, Answer], present: Sequence[Person], head: Person
) -> dict[str, Answer]:
    powered = house["penerangan"] != "4"

    def has(chance: float, *, needs_power: bool = False) -> str:
        drawn = rng.random() < chance
        return YES if drawn and (powered or not needs_power) else NO

    fisher = any(person.trade is not None and person.trade.industry == "4" for person in present)
    land = has(0.03 + 0.05 * welfare)
    answers: dict[str, Answer] = {
        "aset_a": YES if house["bahan_bakar"] in ("2", "3") else NO,
        "aset_b": has(0.1 + 0.7 * welfare, needs_power=True),
        "aset_c": NO,
        "aset_d": NO,
        "aset_e": NO,
        "aset_f": has(0.1 + 0.4 * welfare, needs_power=True),
        "aset_g": has(0.01 + 0.05 * welfare),
        "aset_h": has(0.01 + 0.06 * welfare, needs_power=True),
        "aset_i": has(0.12 + 0.8 * welfare),
        "aset_j": has(0.3),
        "aset_k": NO,
        "aset_l": YES if fisher and rng.random() < 0.5 else NO,
        "aset_m": YES if fisher and rng.random() < 0.15 else NO,
        "aset_n": has(0.55 + 0.4 * welfare),
        "punya_lahan": land,
        "luas_lahan": str(rng.randrange(60, 900, 20)),
        "punya_rumah_lain": has(0.01),
        "ternak_sapi": "0",
        "ternak_kerbau": "0",
        "ternak_kuda": "0",
        "ternak_babi": "0",
        "ternak_kambing": str(rng.randint(1, 4)) if rng.random() < 0.03 else "0",
    }
    return {**answers, **_money(rng, welfare, answers, present, head)}


def _money(
    rng: Random, welfare: float, goods: Mapping[str, Answer], present: Sequence[Person], head: Person
) -> Mapping[str, Answer]:
    others = sum(draw_income(rng, person.trade, welfare) for person in present if person is not head)
    own = draw_income(rng, head.trade, welfare)
    saleable = YES in (goods["aset_g"], goods["aset_i"], goods["aset_m"]) or goods["ternak_kambing"] != "0"
    scrap = saleable and rng.random() < 0.04
    account = _one_of(rng, {"2": 45 + 40 * welfare, "4": 45, "3": 4})
    debt = rng.random() < 0.45
    return {
        "internet": "3" if goods["aset_n"] == YES else "0",
        "rekening": account,
        "penghasilan_kepala": _money_said(rng, 0.015, NoAnswer.REFUSED, own),
        "penghasilan_lain": _money_said(rng, 0.02, NoAnswer.DONT_KNOW, others),
        "sumber_penghasilan": _main_source(head, own, others),
        "tabungan_500": YES if account != "4" and rng.random() < 0.3 * welfare else NO,
        "barang_500": NO if scrap or (not saleable and rng.random() < 0.9) else YES,
        "punya_utang": YES if debt else NO,
        "sumber_utang": _one_of(rng, {"1": 30, "2": 25, "1 2": 15, "4": 12, "3": 12, "5": 6}),
        "jumlah_utang": _money_said(rng, 0.05, NoAnswer.REFUSED, rng.randrange(100_000, 4_000_000, 50_000)),
    }


def _main_source(head: Person, own: int, others: int) -> str:
    if own == 0 and others == 0:
        return "4"
    if own >= others and head.trade is not None:
        if head.trade.industry in ("1", "2", "4"):
            return "3"
        return "2" if head.trade.business else "1"
    return "1"


def _aid(
    rng: Random,
    welfare: float,
    house: Mapping[str, Answer],
    present: Sequence[Person],
    place: Place,
    on: date,
) -> Mapping[str, Answer]:
    old_or_young = any(person.age >= 60 or person.age <= 18 for person in present)
    chances = {
        "a": 0.5 - 0.4 * welfare,
        "b": (0.32 if old_or_young else 0.05) * (1.1 - welfare),
        "c": 0.02,
        "d": 0.35 if house["penerangan"] == "1" and house["daya_1"] == "1" else 0.0,
        "e": 0.14,
        "f": 0.02 if place.kecamatan.code in HILLS else 0.0,
        "g": 0.8 if house["bahan_bakar"] == "4" else 0.0,
    }
    answers: dict[str, Answer] = {}
    for letter, chance in chances.items():
        answers[f"prog_{letter}"] = YES if rng.random() < chance else NO
        answers[f"prog_{letter}_bulan"] = _month_before(on, rng.randint(1, 11))
    answers["prog_e_bentuk"] = rng.choice(("Permakanan lansia", "Bantuan sembako", "Kursi roda"))
    answers["bantuan_lain"] = YES if rng.random() < 0.12 else NO
    answers["bantuan_lain_sebut"] = rng.choice(("Baznas", "Santunan masjid", "Beras dari RW"))
    return answers


def _month_before(on: date, months: int) -> str:
    number = on.year * 12 + on.month - 1 - months
    return date(number // 12, number % 12 + 1, 1).isoformat()


def _needs(
    rng: Random, welfare: float, house: Mapping[str, Answer], present: Sequence[Person]
) -> Mapping[str, Answer]:
    health = [
        code
        for code, wanted in (
            ("1", any(person.answers.get("jamkes") == "0" for person in present)),
            ("2", any(person.answers.get("kronis") not in (None, "1") for person in present)),
            ("3", any(person.disabled for person in present)),
            ("6", any(person.age <= 4 for person in present) and rng.random() < 0.5),
            ("8", any(person.age >= 70 for person in present) and rng.random() < 0.5),
        )
        if wanted
    ]
    schooling = [
        code
        for code, wanted in (
            ("1", any(is_pupil(person) for person in present)),
            ("2", any("sebab_putus" in person.answers for person in present)),
            ("4", any(4 <= person.age <= 6 for person in present)),
        )
        if wanted
    ]
    works = [
        code
        for code, wanted in (
            ("1", house["lantai"] == "8" or house["dinding_murah"] == YES),
            ("2", house["bab"] != "1"),
            ("3", house["air_minum"] in ("6", "8", "9")),
            ("4", house["penerangan"] != "1"),
        )
        if wanted
    ]
    papers = [code for code, wanted in (("1", rng.random() < 0.04), ("3", rng.random() < 0.08)) if wanted]
    trainee = [person for person in present if 17 <= person.age <= 50]
    training = " ".join(sorted(rng.sample(("1", "2", "3", "4", "6", "8", "10"), rng.randint(1, 2)), key=int))
    wants_business = bool(trainee) and rng.random() < 0.5
    return {
        "butuh_kesehatan": " ".join(health) or "0",
        "butuh_pendidikan": " ".join(schooling) or "0",
        "butuh_prasarana": " ".join(works) or "0",
        "butuh_adminduk": " ".join(papers) or "0",
        "prioritas": _one_of(rng, {"1": 24, "2": 26, "3": 10, "4": 10, "5": 12, "6": 10, "7": 8}),
        "keterampilan_dimiliki": _one_of(rng, {"0": 50, "2": 18, "4": 16, "1": 10, "9": 6}),
        "minat_pelatihan": training if trainee and rng.random() < 0.7 else "0",
        "calon_peserta": rng.choice(trainee).name if trainee else "",
        "hambatan_kerja": _one_of(rng, {"0": 26, "2": 20, "4": 20, "5": 16, "3": 12, "7": 6}),
        "minat_usaha": YES if wants_business else NO,
        "jenis_usaha": _one_of(rng, {"1": 26, "2": 38, "3": 8, "4": 14, "5": 14}),
        "kebutuhan_modal": str(rng.randrange(500_000, 6_000_000, 500_000)),
        "setuju_rujukan": YES if rng.random() < 0.98 else NO,
    }


def _reasons(goods: Mapping[str, Answer]) -> dict[str, str]:
    """Why an answer that a soft check doubts is right all the same, by question name."""
    if goods["barang_500"] == NO:
        return {"barang_500": "Motor sudah rusak dan tidak laku dijual."}
    return {}


def _remarks(rng: Random) -> dict[str, str]:
    return {name: text for name, text in _ASIDES.items() if rng.random() < 0.04}


def _one_of(rng: Random, weights: Mapping[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _money_said(rng: Random, silent: float, silence: NoAnswer, amount: int) -> Answer:
    return silence if rng.random() < silent else str(amount)
