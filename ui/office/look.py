# SPDX-License-Identifier: Apache-2.0
"""How the office's screens word and colour things: states of households, places, money, people, times."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from PySide6.QtCore import QDate, QLocale

from enumerator.messages import _, mark, n_, spoken_language
from enumerator.registry.places import load_places
from enumerator.registry.projection import Status as State
from enumerator.registry.search import Household
from enumerator.registry.staff import names_by_person
from ui.widgets import Status
from ui.widgets.moments import moment_words

# state -> word, icon, tone
HOUSEHOLD_LOOKS: Final = {
    State.CONFLICT: (mark("Differences"), "conflict", "amber"),
    State.RECEIVED: (mark("Received"), "received", "blue"),
    State.RETURNED: (mark("Returned"), "returned", "red"),
    State.APPROVED: (mark("Approved"), "approved", "primary"),
}
VERDICT_LOOKS: Final = {
    "yes": (mark("Eligible"), "done-circle", "primary"),
    "uncertain": (mark("Not certain"), "unknown", "amber"),
    "no": (mark("Not eligible"), "close", "grey"),
}


def household_status(status: str) -> Status:
    """The state of a household as icon, word and colour."""
    word, icon, tone = HOUSEHOLD_LOOKS[State(status)]
    return Status(_(word), icon, tone)


def verdict_status(verdict: str) -> Status:
    """Eligible, not certain or not eligible as icon, word and colour."""
    word, icon, tone = VERDICT_LOOKS[verdict]
    return Status(_(word), icon, tone)


def head_words(household: Household) -> str:
    """The head's name, or that nobody has told it."""
    return household.head_name or _("(no name yet)")


def short_number(number: str) -> str:
    """RT and RW as they stand on houses: "003" is "03"."""
    return f"{int(number):02d}" if number.isdecimal() else number


def rt_rw(rt: str, rw: str) -> str:
    """ "RT 02 RW 03", which stays on one line."""
    parts = (
        _("RT {rt}", rt=short_number(rt)) if rt else "",
        _("RW {rw}", rw=short_number(rw)) if rw else "",
    )
    return " ".join(part for part in parts if part).replace(" ", "\u00a0")


def kelurahan_name(code: str) -> str:
    """The kelurahan's name; the code where it is not known."""
    place = load_places().kelurahan.get(code)
    return place.name if place else code


def kecamatan_name(code: str) -> str:
    """The kecamatan's name; the code where it is not known."""
    place = load_places().kecamatan.get(code)
    return place.name if place else code


def place_words(household: Household) -> str:
    """ "Bandarharjo, RT 02 RW 03"."""
    parts = (kelurahan_name(household.kelurahan), rt_rw(household.rt, household.rw))
    return ", ".join(part for part in parts if part)


def address_words(household: Household) -> str:
    """The address with RT, RW, kelurahan and kecamatan, as on an envelope."""
    kelurahan = kelurahan_name(household.kelurahan)
    parts = (
        household.address,
        rt_rw(household.rt, household.rw),
        _("Kel. {name}", name=kelurahan) if kelurahan else "",
        _("Kec. {name}", name=kecamatan_name(household.kecamatan)) if household.kecamatan else "",
    )
    return ", ".join(part for part in parts if part)


def number_words(number: float) -> str:
    """1024 as "1.024" in Indonesian, "1,024" in English."""
    text = f"{number:,.0f}"
    return text.replace(",", ".") if spoken_language() == "id" else text


def money_words(amount: float | None) -> str:
    """An amount in rupiah; a dash where it is not known."""
    return "–" if amount is None else f"Rp{number_words(amount)}"


def share_words(part: int, whole: int) -> str:
    """ "62%", a dash of nothing."""
    return f"{round(100 * part / whole)}%" if whole else "–"


def when_words(iso: str, now: datetime) -> str:
    """An ISO time as people say it; "" for never."""
    return moment_words(datetime.fromisoformat(iso), now) if iso else ""


def date_words(day: date | str | None) -> str:
    """A day in full, "8 Desember 2026", also from an ISO day or time; a dash for none."""
    if isinstance(day, str):
        day = date.fromisoformat(day[:10]) if day else None
    if day is None:
        return "–"
    return _dated(day, "d MMMM yyyy")


def period_words(period: str, *, short: bool = False) -> str:
    """The turn of a programme: a month in words, "November 2026" or "Nov 2026"; a quarter or a year as it
    is; a dash for once."""
    try:
        return _dated(date.fromisoformat(f"{period}-01"), "MMM yyyy" if short else "MMMM yyyy")
    except ValueError:
        return period or "–"


def _dated(day: date, pattern: str) -> str:
    spoken = QLocale.Language.Indonesian if spoken_language() == "id" else QLocale.Language.English
    return QLocale(spoken).toString(QDate(day.year, day.month, day.day), pattern)


def grouped_number(masked: str) -> str:
    """A masked NIK or No. KK by four, as it stands on the card: "3374 •••• •••• 0012"; a dash for none."""
    return " ".join(masked[at : at + 4] for at in range(0, len(masked), 4)) or "–"


def people_words(count: int) -> str:
    """ "4 people"."""
    return n_("{n} person", "{n} people", count)


def author_names(workspace: Any) -> dict[str, str]:
    """The name of everybody who may have written something, by the id in the journal."""
    return {**names_by_person(workspace.store), workspace.keys.author: workspace.keys.person.name}


def log_words(names: dict[str, str], log: str) -> str:
    """A laptop by its owner's name, else by the beginning of its log."""
    return names.get(log, log[:8])


def laptop_names(workspace: Any) -> dict[str, str]:
    """Whose laptop writes each log."""
    from enumerator.bundles.senders import Senders

    senders = Senders.of(workspace.store, workspace.keys)
    return {log: senders.name(log) for log in workspace.store.journal.logs()}
