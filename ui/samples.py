# SPDX-License-Identifier: Apache-2.0
"""Invented data for pictures and tests: an office, a laptop with households in every state, and codes of
cards."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.bundles.pack import export_bundle
from enumerator.bundles.senders import office_logs
from enumerator.bundles.unpack import import_bundle
from enumerator.cards.credential import Issuer, make_credential
from enumerator.cards.holder import CardHolder, Programme
from enumerator.cards.issue import CardOffice
from enumerator.cards.number import Numbers
from enumerator.cards.planned import Request
from enumerator.demo.families import draw_family, draw_large_family
from enumerator.demo.midway import Midway, make_midway
from enumerator.demo.respondent import answer_family
from enumerator.forms import Context, Interview
from enumerator.identity.recovery import RecoverySheets
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.library import FormLibrary
from enumerator.registry.assigning import Target, assign
from enumerator.registry.places import load_places
from enumerator.registry.staff import enumerators
from enumerator.store.revision import Entry, FormRef, new_record
from enumerator.store.store import open_store
from enumerator.workspace import Workspace, create_office_workspace, enrol_workspace, make_enrolment_kit
from ui.start.doors import KnownFolder

SECRET: Final = "tiga kerbau biru"
_ZONE: Final = timezone(timedelta(hours=7))
_FORM: Final = Path(__file__).resolve().parent.parent / "resources" / "forms" / "kk_miskin_ekstrem.xlsx"
_KECAMATAN, _KELURAHAN = "33.74.04", "33.74.04.1001"

CROWD: Final = 1024
_JUDGED: Final = ("returned", "approved", "received")

# name, end of No. KK, address, RT, RW, members, state, hours ago, words
HOUSEHOLDS: Final = (
    (
        "Suparmi",
        "0012",
        "Jl. Purwosari IV/12",
        "002",
        "003",
        5,
        "returned",
        49,
        "Tanggal lahir anggota 3 tidak cocok dengan NIK",
    ),
    ("Joko Susilo", "0087", "Jl. Purwosari IV/19", "002", "003", 3, "returned", 48, "Foto rumah buram"),
    (
        "Ngatini",
        "0101",
        "Jl. Tambak Dalam 7",
        "004",
        "003",
        1,
        "returned",
        72,
        "Mungkin ganda dengan Ngatinah (RT 05)",
    ),
    ("Agus Riyanto", "0143", "Jl. Tambak Dalam 11", "004", "003", 6, "draft", 1, ""),
    ("Dwi Lestari", "0147", "Jl. Tambak Dalam 12A", "004", "003", 4, "draft", 20, ""),
    ("Maryati", "0150", "Jl. Tambak Dalam 14", "004", "003", 4, "finished", 2, ""),
    ("Slamet Widodo", "0162", "Gg. Kenanga 3", "005", "003", 7, "finished", 25, ""),
    ("Kasmini", "0171", "Gg. Kenanga 5", "005", "003", 2, "approved", 76, ""),
    ("Wagiman", "", "Gg. Kenanga 8", "005", "003", 0, "", 0, "Laporan warga: atap rubuh"),
    ("Sutinah", "0188", "Gg. Kenanga 11", "005", "003", 0, "", 0, "Data awal tersedia"),
    (
        "Raden Mas Soerjosoemarno Hadiningrat Kusumonegoro",
        "0190",
        "Gg. Kenanga 12 belakang mushola Al-Ikhlas",
        "005",
        "003",
        0,
        "",
        0,
        "",
    ),
    ("Painem", "0204", "Gg. Mawar 2", "006", "004", 0, "", 0, ""),
    ("Tukiman", "0213", "Gg. Mawar 4", "006", "004", 0, "", 0, ""),
    ("Sri Handayani", "0220", "Gg. Mawar 9", "006", "004", 0, "", 0, ""),
    ("Parto Wiyono", "0231", "Jl. Tambak Rejo 21", "001", "005", 0, "", 0, ""),
    ("Lasmi", "0245", "Jl. Tambak Rejo 23", "001", "005", 0, "", 0, ""),
)


class _Clock:
    """A clock that can be set, so that the same things always happened at the same time."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 12, tzinfo=_ZONE)

    def __call__(self) -> datetime:
        return self.now


class Samples:
    """Built once in a folder, by the real way of a stick; the workspaces are open until the `with` ends."""

    project = "Kota Semarang"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = _Clock()
        self.office, self.sheets = self._office()
        self.form = self.office.library.publish(_FORM)
        self.laptop = self._laptop("Sri Wahyuni", "laptop")
        self.empty_laptop = self._laptop("Andi Prasetyo", "laptop-baru")
        self._to_judge: list[dict[str, str]] = []
        self._stick = folder / "stick"
        self._stick.mkdir()
        self._fill()
        self.codes = self._codes()

    def __enter__(self) -> Samples:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for workspace in (self.office, self.laptop, self.empty_laptop):
            workspace.close()
        if "midway" in self.__dict__:
            self.midway.office.close()
        if "crowded_laptop" in self.__dict__:
            self.crowded_laptop.close()

    @cached_property
    def midway(self) -> Midway:
        """An office in the middle of its work; made when it is first asked for, as it takes some seconds."""
        return make_midway(self.folder / "midway")

    @cached_property
    def crowded_laptop(self) -> Workspace:
        """A laptop that was given 1,024 households; made when it is first asked for."""
        place, day = load_places().kelurahan[_KELURAHAN], self.clock.now.date()
        targets = []
        for number in range(CROWD):
            head = draw_family(number, place, on=day).head
            targets.append(
                Target(
                    head_name=head.name,
                    kelurahan=_KELURAHAN,
                    kecamatan=_KECAMATAN,
                    address=f"Gg. Melati {number % 16 + 1} No. {number // 16 + 1}",
                    rw=f"{number // 171 + 1:03}",
                    rt=f"{number // 28 % 6 + 1:03}",
                    no_kk=f"33749915031{number + 1000:05}",
                )
            )
        kit = make_enrolment_kit(self.office, self.folder / "kits", "Dewi Anggraini", targets=targets)
        return enrol_workspace(self.folder / "laptop-penuh", kit.path, kit.code, SECRET, clock=self.clock)

    @contextmanager
    def spare(self) -> Iterator[Workspace]:
        """A copy of the laptop, for what would change it."""
        laptop = self.laptop
        folder = Path(mkdtemp(dir=self.folder))
        for path in laptop.store.path.parent.glob(f"{laptop.store.path.name}*"):
            shutil.copy(path, folder)
        store = open_store(
            folder / laptop.store.path.name, laptop.keys.db_key, laptop.store.journal.writer, self.clock
        )
        library = FormLibrary(store, office_logs(store, laptop.keys))
        library.keep_ready(laptop.library.get(self.form.hash))
        try:
            yield replace(laptop, folder=folder, store=store, library=library)
        finally:
            store.close()
            shutil.rmtree(folder, ignore_errors=True)

    def folders(self) -> list[KnownFolder]:
        """As the start shows them."""
        return [
            KnownFolder(Path("semarang-2026"), self.project, "Sri Wahyuni", "enumerator", False),
            KnownFolder(Path("kantor-dinsos"), self.project, "Budi Santoso", "office", False),
            KnownFolder(Path("latihan"), "Latihan pendataan", "Sri Wahyuni", "enumerator", True),
        ]

    def _office(self) -> tuple[Workspace, RecoverySheets]:
        return create_office_workspace(
            self.folder / "kantor", self.project, SECRET, person="Budi Santoso", clock=self.clock
        )

    def _laptop(self, name: str, folder: str) -> Workspace:
        kit = make_enrolment_kit(self.office, self.folder / "kits", name, area=_KELURAHAN)
        return enrol_workspace(self.folder / folder, kit.path, kit.code, SECRET, clock=self.clock)

    def _fill(self) -> None:
        """The office gives out the work, a first part goes up and is judged, the rest stays on the laptop."""
        today = self.clock.now
        self.clock.now = today - timedelta(days=4)
        self._carry_up()
        targets = [
            Target(
                head_name=name,
                kelurahan=_KELURAHAN,
                kecamatan=_KECAMATAN,
                address=address,
                rw=rw,
                rt=rt,
                no_kk=f"337499150312{end}" if end else "",
                note=words if not state else "",
            )
            for name, end, address, rt, rw, _members, state, _ago, words in HOUSEHOLDS
        ]
        given = assign(self.office.store, targets, self.laptop.keys.author)
        tasks = {revision.values["head_name"]: revision.values for revision in given}
        self._carry_down()
        for late in (False, True):
            for name, _end, _address, _rt, _rw, members, state, ago, words in HOUSEHOLDS:
                if (state in _JUDGED) is not late and state:
                    self.clock.now = today - timedelta(hours=ago)
                    self._survey(tasks[name], name, members, state, words)
            if not late:
                self.clock.now = today - timedelta(hours=40)
                self._carry_up()
                self._judge()
                self._carry_down()
        self.clock.now = today

    def _survey(self, task: dict[str, str], name: str, members: int, state: str, words: str) -> None:
        household, answers, comments = task["household"], self._answers(task, name, members), {}
        if words.startswith("Tanggal lahir anggota 3"):
            answers = self._whole(task, name, members)
            comments = {f"comment:{self._third_born(answers)}": "Di KK tertulis lain. Lihat akta lahirnya."}
        if state == "draft":
            drafts = Drafts(self.laptop.store)
            draft = drafts.begin(self.form, household, self._half_way(task, name, members))
            drafts.note_progress(draft.id, done=73, total=118, problems=2, address="")
            return
        (held,) = self.laptop.store.append(Entry(household, "household", answers, form=self._ref()))
        if state in _JUDGED:
            self._to_judge.append(
                {"household": household, "heads": str(held.dot), "verdict": state, "comment": words}
                | comments
            )

    def _third_born(self, answers: dict[str, str]) -> str:
        """Where the third member's birth date stands."""
        entities = self.laptop.library.get(self.form.hash).entities
        series = next(entity.container for entity in entities if entity.dataset == "member")
        row = answers[f"{series}#rows"].split()[2]
        return f"{series}[{row}]/tgl_lahir"

    def _half_way(self, task: dict[str, str], name: str, members: int) -> dict[str, str]:
        """The answers of an interview broken off after the members, with the second one's NIK mistyped."""
        held, series = self._held(task, name, members)
        rows = held.children(series)
        held.answer(f"{rows[1]}/nik", held.node(f"{rows[1]}/nik").value[:15])
        kept = ("/data/lokasi", series)
        return {
            address: value
            for address, value in held.answers().items()
            if address.startswith(kept) or address.count("/") < 3
        }

    def _whole(self, task: dict[str, str], name: str, members: int) -> dict[str, str]:
        """The answers of a whole interview."""
        return self._held(task, name, members)[0].finished_answers()

    def _held(self, task: dict[str, str], name: str, members: int) -> tuple[Interview, str]:
        form = self.laptop.library.get(self.form.hash)
        place = load_places().kelurahan[_KELURAHAN]
        family = draw_large_family(members, 7, place, on=self.clock.now.date())
        held = Interview.begin(form, Context(clock=self.clock))
        answer_family(held, family)
        saves = next(entity.saves for entity in form.entities if entity.dataset == "household")
        for key in ("address", "rw", "rt", "head_name", "no_kk"):
            held.answer(saves[key], task[key] if key != "head_name" else name)
        series = next(entity.container for entity in form.entities if entity.dataset == "member")
        rows = held.children(series)
        held.answer(f"{rows[0]}/nama", name)
        return held, series

    def _judge(self) -> None:
        self.office.store.append(*(Entry(new_record(), "review", review) for review in self._to_judge))

    def _carry_up(self) -> None:
        with self.laptop.working() as laptop:
            packed = export_bundle(laptop.store, laptop.keys, self._stick)
        import_bundle(self.office.store, self.office.keys, packed.path)

    def _carry_down(self) -> None:
        (certificate,) = (
            laptop.certificate for one in enumerators(self.office.store) for laptop in one.laptops
        )
        with self.office.working() as office:
            packed = export_bundle(office.store, office.keys, self._stick, to=certificate)
        import_bundle(self.laptop.store, self.laptop.keys, packed.path)

    def _ref(self) -> FormRef:
        return FormRef(self.form.id, self.form.version, self.form.hash)

    def _answers(self, task: dict[str, str], name: str, members: int) -> dict[str, str]:
        form = self.laptop.library.get(self.form.hash)
        saves = next(entity.saves for entity in form.entities if entity.dataset == "household")
        told = {**task, "head_name": name}
        answers = {saves[key]: told[key] for key in saves if told.get(key)}
        member = next(entity.container for entity in form.entities if entity.dataset == "member")
        answers[f"{member}#rows"] = " ".join(f"{number:08x}" for number in range(1, members + 1))
        return answers

    def _codes(self) -> dict[str, str]:
        """Texts of codes by the light they get at the office; a laptop has no list of revoked cards yet."""
        keys, now, year = self.office.keys, self.clock(), timedelta(days=365)
        issuer = Issuer.of_key("DINSOS-SMG", Ed25519PrivateKey.from_private_bytes(keys.secrets.signing))
        self.cards = cards = CardOffice(self.office.store, issuer, "SMG", training=False)
        (asked,) = cards.request(Request(replace(self._holder, household="keluarga-lain")))
        (known,) = cards.approve(asked.number)

        def code(begun: datetime, training: bool = False) -> str:
            return make_credential(
                self._holder, number, issuer, issued_at=begun, expires_at=begun + year, training=training
            )

        number = Numbers("SMG").draw({known.number}, random.Random(4).randrange)
        return {
            "green": code(now - timedelta(days=3)),
            "amber": code(now - timedelta(days=3), training=True),
            "red": code(now - 2 * year),
        }

    _holder = CardHolder(
        household="contoh",
        name="Kasmini",
        birth_date=date(1961, 4, 12),
        sex="P",
        kelurahan_code=_KELURAHAN,
        programmes=(Programme("BLT", "BLT"), Programme("PANGAN", "Bantuan pangan")),
    )
