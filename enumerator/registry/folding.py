# SPDX-License-Identifier: Apache-2.0
"""Indonesian names and addresses brought to one spelling, so that a person is found however they are written.

Three things differ between a KTP, a KK and a tongue: titles and degrees (H., Hj., Alm., Drs., S.Pd), the
spelling before the reforms of 1947 and 1972 (Soeharto, Djoko, Tjipto, Sjahrir, Noer) that names keep, and
short forms (Moh., Abd., St.). `fold` undoes them for search and scoring; `sound` goes further, for grouping.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TITLES = frozenset(
    re.findall(
        r"\w+",
        """alm almh almarhum almarhumah bpk bapak ibu bu pak sdr sdri tn ny nyonya tuan
        h hj haji hajah kh ky kyai kiai ust ustadz ustadzah dr drs dra drg drh ir prof apt rr raden rm ngt bin
        binti se sh spd sag ssos skom sip skm stp amd amk mpd mh mm msi mt spdi""",
    )
)
_DEGREE = re.compile(
    r",\s*s\.?[a-z]\.?(?=\s|,|$)|(?:,|\s)\s*(?:[smab]|amd|sp|dipl)\.\s*[a-z]{1,4}(?:\.\s*[a-z]{1,3})*\.?(?=\s|,|$)"
)
_SHORT = {
    name: long
    for long, shorts in {
        "muhamad": """m md mhd moh moch mohamad mohammad mochamad mochammad muh much muchamad muchammad
            muhammad mohd mohammed muhammed mukhamad mukhammad""",
        "ahmad": "ach achmad akhmad akmad akh achmat ahmat",
        "abdul": "abd abdoel",
        "siti": "st sitti",
    }.items()
    for name in shorts.split()
}
_OLD_SPELLING = (
    ("oe", "u"), ("oo", "u"), ("dj", "j"), ("tj", "c"),
    ("sj", "sy"), ("nj", "ny"), ("lj", "ly"), ("ch", "kh"),
)  # fmt: skip
_SOUNDS = (
    ("kh", "h"), ("sy", "s"), ("dz", "z"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("gh", "g"),
    ("v", "p"), ("f", "p"), ("z", "s"), ("x", "ks"), ("q", "k"), ("y", "i"), ("ie", "i"),
)  # fmt: skip
_DOUBLE = re.compile(r"([a-z])\1+")
_WORDS = re.compile(r"[a-z0-9]+")
_NEIGHBOURHOOD = re.compile(
    r"\br\.?[tw](?![a-z])[^a-z0-9]*(?:r\.?w(?![a-z]))?[^a-z0-9]*[0-9]*(?:\s*/\s*[0-9]+)?"
)
_ADDRESS_SHORT = {
    "jl": "jalan", "jln": "jalan", "gg": "gang", "gng": "gang", "kp": "kampung", "kmp": "kampung", "no": "",
    "nomor": "", "nmr": "", "blk": "blok", "perum": "perumahan", "prm": "perumahan", "dsn": "dusun",
    "rt": "", "rw": "", "kel": "", "kec": "", "kota": "", "semarang": "",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """A name in one spelling: "Hj. Sitti NOERDJANAH, S.Pd." -> "siti nurjanah". Blank only for a blank."""
    plain = _plain(name)
    words = _WORDS.findall(_DEGREE.sub(" ", plain).replace("'", "").replace("`", ""))
    kept = [word for word in words if word not in _TITLES] or words
    folded = [_SHORT.get(word, word) if len(kept) > 1 else _LONG_ALONE.get(word, word) for word in kept]
    return " ".join(_single(_respell(word)) for word in folded)


def sound(name: str) -> str:
    """What is left of a name to the ear, to group candidates: consonant classes merged, vowels kept."""
    folded = fold(name)
    for written, heard in _SOUNDS:
        folded = folded.replace(written, heard)
    return _single(folded)


@lru_cache(maxsize=65_536)
def fold_address(address: str) -> str:
    """An address in one spelling, without RT and RW: "Jln. Melati No.12 RT 3/5" -> "jalan melati 12"."""
    words = (
        _ADDRESS_SHORT.get(word, word) for word in _WORDS.findall(_NEIGHBOURHOOD.sub(" ", _plain(address)))
    )
    return " ".join(word for word in words if word)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def _respell(word: str) -> str:
    for old, new in _OLD_SPELLING:
        word = word.replace(old, new)
    return word


def _single(text: str) -> str:
    return _DOUBLE.sub(r"\1", text)


# A lone "M" or "A" is somebody's whole recorded name, not a short form.
_LONG_ALONE = {short: long for short, long in _SHORT.items() if len(short) > 2}
