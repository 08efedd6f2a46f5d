# SPDX-License-Identifier: Apache-2.0
"""Names for invented people: common Indonesian and Javanese given names, put together at random."""

from __future__ import annotations

from random import Random

MALE, FEMALE = "1", "2"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Before about 1970 Javanese people mostly have one name; later two given names are usual.
_OLD_MEN = _words(
    "Ngatiman Parjono Sukimin Kasmadi Sutrimo Wagimin Jumadi Rusmin Samijo Tukiran Karsono Sunaryo"
    " Mulyono Ngadiran Sarimin Supardi Kasiran Wakidi Marsudi Poniman Sukardi Rebo Jasmani Kusnan Paidi"
    " Saelan Darmuji Slamet"
)
_OLD_WOMEN = _words(
    "Ngatinah Sumirah Kasmirah Tukinem Wagiyem Sukinah Rubiyem Saminah Parsiyem Jumirah Sutinah Ngatmi"
    " Rukmini Painem Warsini Karsinah Mursinah Sarinem Supini Mujinah Katinem Poniyem Lasmi Suwarni"
    " Kustinah Ponirah Darsini Siyem"
)
_MEN = _words(
    "Agus Bambang Budi Dwi Eko Heri Joko Teguh Wahyu Yanto Arif Nur Ahmad Muhammad Rudi Slamet Tri"
    " Hendra Fajar Imam Rizal Dimas Bayu Galih Yusuf Adi Andi Catur Edi Feri"
)
_MEN_SECOND = _words(
    "Santosa Riyanto Setyawan Purnomo Saputra Hidayat Kurniawan Susilo Prasetyo Wicaksono Nugroho"
    " Wibisono Utomo Firmansyah Maulana Handoko Sulistyo Haryono Ramadhan Permana Wijayanto Mustofa"
    " Rohmat Supriyadi Cahyono Anwar"
)
_WOMEN = _words(
    "Sri Siti Dewi Endang Wahyu Nur Rini Yuni Tri Dwi Eka Ani Retno Sulis Ratna Indah Lilis Umi Tuti"
    " Fitri Novi Ayu Lina Mega Wulan Erna Nanik Puji Heni Rina"
)
_WOMEN_SECOND = _words(
    "Lestari Rahayu Handayani Astuti Wahyuni Rahmawati Puspitasari Kusumawati Setyaningsih Mulyani"
    " Wulandari Nurjanah Hidayati Kurniasih Susanti Utami Aminah Khasanah Fatimah Maryati Purwanti"
    " Ningsih Yuliana Suryani Isnaini Fauziah"
)
_BOYS = _words(
    "Rafi Alif Bima Daffa Fadil Gilang Hafiz Ilham Kevin Naufal Raka Reza Satria Zaki Aditya Farhan"
    " Rangga Vino Arya Dani Ridho Azka Fahri Iqbal"
)
_GIRLS = _words(
    "Aulia Bunga Citra Dinda Fira Intan Keisha Laras Nabila Nadia Putri Rara Salsa Tiara Zahra Aisyah"
    " Kirana Melati Naila Safira Vina Annisa Cantika Anggun"
)

WELL_KNOWN = frozenset(
    {
        "Andi Wijayanto",
        "Arya Saputra",
        "Dewi Lestari",
        "Endang Rahayu",
        "Hendra Kurniawan",
        "Hendra Setyawan",
        "Iqbal Ramadhan",
        "Joko Anwar",
        "Joko Susilo",
        "Lilis Suryani",
        "Nur Hidayati",
        "Rini Wulandari",
        "Siti Aminah",
        "Sri Mulyani",
        "Teguh Santosa",
        "Tri Utami",
    }
)
"""Names that the lists could make and that the public knows somebody by: never drawn."""

_ONE_NAME_BEFORE = 1966
_MODERN_FROM = 1999


def draw_name(rng: Random, sex: str, birth_year: int) -> str:
    """A name that a person of this sex and age may have; not one that is known to belong to somebody."""
    man = sex == MALE
    if birth_year < _ONE_NAME_BEFORE:
        return rng.choice(_OLD_MEN if man else _OLD_WOMEN)
    young = birth_year >= _MODERN_FROM
    if man:
        firsts, seconds = _BOYS if young else _MEN, _MEN_SECOND
    else:
        firsts, seconds = _GIRLS if young else _WOMEN, _WOMEN_SECOND
    while (name := f"{rng.choice(firsts)} {rng.choice(seconds)}") in WELL_KNOWN:
        continue
    return name
