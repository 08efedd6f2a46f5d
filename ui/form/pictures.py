# SPDX-License-Identifier: Apache-2.0
"""The states in which inputs are drawn: every kind of question, empty, filled, and with its sheet open;
`ui.pictures` gives the look and the place."""

from __future__ import annotations

import math
import os
import tempfile
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPolygonF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from enumerator.forms import Context, Interview, load_form
from enumerator.gps.receiver import Port, Receiver
from enumerator.gps.tracking import Fix, Seen
from enumerator.interviews.editing import Editing
from enumerator.messages import _
from enumerator.store.journal import Writer
from enumerator.store.revision import new_log
from enumerator.store.store import Store, create_store
from ui.capture.camera import jpeg_bytes
from ui.capture.equipment import PHOTO_FOLDER, Equipment
from ui.capture.sources import Device, Devices, FrameSource, Sound, SoundSource
from ui.form.desk import Desk, Sitting
from ui.form.inputs.field import Asking
from ui.geo.gps_watch import GpsWatch

NOW: Final = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=7)))

TITLED: Final = """
| settings | |
| | form_title |
| | Contoh isian |
"""
NUMBERS: Final = """
| survey | | | | | | |
| | type | name | label | hint | appearance | parameters |
| | text | kepala | Nama kepala keluarga | | | |
| | integer | uang | Pengeluaran sebulan (Rp) | | thousands-sep | |
| | integer | anak | Jumlah anak | | counter | |
| | text | nik | NIK kepala keluarga | 16 angka | numbers | |
| | date | lahir | Tanggal lahir | | | |
| | date | bulan | Bulan terakhir menerima bantuan | | month-year | |
| | time | jam | Jam mulai | | | |
| | text | sandi | Kata kunci | | masked | |
| | range | nilai | Nilai layanan | 1 buruk, 5 baik | rating | start=1 end=5 step=1 |
| | range | puas | Seberapa yakin | | | start=0 end=10 step=1 |
| | range | tegak | Tinggi air banjir (cm) | | vertical | start=0 end=200 step=10 tick_interval=50 |
| | barcode | kode | Kode pada kartu | | | |
| | text | akhir | Akhir | | | |
"""
NUMBERED: Final = {
    "/data/kepala": "Agus Riyanto",
    "/data/uang": "1250000", "/data/anak": "3", "/data/nik": "33740552031", "/data/lahir": "1985-03-17",
    "/data/bulan": "2026-03-01", "/data/jam": "08:30:00.000", "/data/sandi": "melati", "/data/nilai": "4",
    "/data/puas": "7", "/data/tegak": "60", "/data/kode": "PKH-0042",
}  # fmt: skip

CHOICES: Final = """
| survey | | | | | | |
| | type | name | label | hint | appearance | media::image |
| | select_one atap | atap | Jenis atap terluas | | columns-2 | |
| | select_multiple aset | aset | Barang yang dimiliki | | columns | |
| | select_one sering | puas | Seberapa sering kekurangan makan? | | likert | |
| | begin_group | tabel | Dalam sebulan terakhir, seberapa sering … | | table-list | |
| | select_one sering | daging | makan daging, ayam, atau ikan? | | | |
| | select_one sering | sakit | tidak berobat karena tidak ada biaya? | | | |
| | select_one sering | utang | berutang untuk membeli makanan? | | | |
| | end_group | | | | | |
| | rank aset | urut | Urutkan menurut pentingnya | | | |
| | select_multiple tubuh | sakit2 | Bagian tubuh yang sakit | | image-map | tubuh.svg |
| | text | akhir | Akhir | | | |
| choices | | | | |
| | list_name | name | label | media::image |
| | atap | 1 | Genteng tanah liat | a1.png |
| | atap | 2 | Seng | a2.png |
| | atap | 3 | Asbes | a3.png |
| | atap | 4 | Ijuk, rumbia, atau daun-daunan lain | a4.png |
| | aset | a | Sepeda motor | |
| | aset | b | Televisi | |
| | aset | c | Tabung gas 5,5 kg atau lebih | |
| | aset | d | Emas | |
| | sering | 1 | Tidak pernah | |
| | sering | 2 | Jarang | |
| | sering | 3 | Sering | |
| | sering | 4 | Setiap hari | |
| | tubuh | kepala | Kepala | |
| | tubuh | badan | Badan | |
| | tubuh | kaki | Kaki | |
"""
CHOSEN: Final = {
    "/data/atap": "2", "/data/aset": "a c", "/data/puas": "3", "/data/tabel/daging": "1",
    "/data/tabel/sakit": "2", "/data/urut": "c a d b", "/data/sakit2": "kepala",
}  # fmt: skip
BODY: Final = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 200" width="120" height="200">
<g fill="#e8d3b8" stroke="#6b4a33" stroke-width="2"><circle id="kepala" cx="60" cy="30" r="22"/>
<rect id="badan" x="38" y="54" width="44" height="66" rx="10"/>
<rect id="kaki" x="42" y="122" width="36" height="70" rx="8"/></g></svg>"""

JOBS: Final = (
    "Petani padi", "Petani jagung", "Petani sayur", "Nelayan", "Buruh tani", "Buruh bangunan", "Buruh cuci",
    "Buruh pabrik", "Pedagang sayur", "Pedagang kelontong", "Penjahit", "Pengemudi ojek", "Pengemudi becak",
    "Pemulung", "Tukang kayu", "Tukang batu", "Pengrajin", "Guru honorer", "Pensiunan", "Tidak bekerja",
)  # fmt: skip
WORDS: Final = "\n".join(
    (
        "| survey | | | | | |",
        "| | type | name | label | hint | appearance |",
        "| | text | nama | Nama kepala keluarga | Sesuai KTP | |",
        "| | text | cerita | Ceritakan keadaan rumah | Yang terlihat dari luar | multiline |",
        "| | select_one kerja | kerja | Pekerjaan utama | | minimal |",
        "| | date | lahir | Tanggal lahir | | |",
        "| | select_one air or_other | air | Sumber air minum | | |",
        "| | file | surat | Surat keterangan tidak mampu | | |",
        "| | text | akhir | Akhir | | |",
        "| choices | | | |",
        "| | list_name | name | label |",
        *(f"| | kerja | {number} | {job} |" for number, job in enumerate(JOBS, 1)),
        "| | air | 1 | Ledeng |",
        "| | air | 2 | Sumur |",
        "| | air | 3 | Mata air |",
    )
)
SAID: Final = {
    "/data/nama": "Agus Riyanto", "/data/cerita": "Dinding bambu, atap seng.\nLantai tanah di dapur.",
    "/data/kerja": "5", "/data/lahir": "1985-03-17", "/data/air": "other", "/data/air_other": "Air hujan",
}  # fmt: skip

PLACES: Final = """
| survey | | | | | | |
| | type | name | label | hint | appearance | parameters |
| | geopoint | titik | Titik lokasi rumah | Di depan pintu | | capture-accuracy=5 warning-accuracy=20 |
| | geotrace | jalur | Jalan dari gang ke rumah | | | |
| | geoshape | petak | Batas tanah | | | |
| | text | akhir | Akhir | | | |
"""
SOUNDS: Final = """
| survey | | | | | | |
| | type | name | label | hint | appearance | parameters |
| | audio | suara | Pernyataan persetujuan | Bacakan kalimatnya, lalu rekam jawabannya | | quality=low |
| | video | film | Keadaan rumah | Berjalan pelan dari pintu ke dapur | | |
| | text | akhir | Akhir | | | |
"""
HOME: Final = "33.74.01.1001"

MEDIA: Final = """
| survey | | | | | | |
| | type | name | label | hint | appearance | parameters |
| | image | rumah | Foto rumah dari depan | Seluruh muka rumah terlihat | | max-pixels=800 |
| | image | tanda | Foto atap, tandai yang bocor | | annotate | |
| | image | ttd | Tanda tangan responden | | signature | |
| | image | denah | Denah letak rumah | Jalan, gang, rumah ibadah | draw | |
| | barcode | kode | Kode pada kartu | | | |
| | file | surat | Surat keterangan tidak mampu | | | |
| | text | akhir | Akhir | | | |
"""


def scene(width: int = 1200, height: int = 900, sun: int = 0) -> QImage:
    """A house as a child draws it."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sky = QLinearGradient(0, 0, 0, height * 0.7)
    sky.setColorAt(0, QColor("#7fb2d9"))
    sky.setColorAt(1, QColor("#dfe9ee"))
    painter.fillRect(made.rect(), sky)
    painter.fillRect(0, int(height * 0.7), width, height, QColor("#7c8f5a"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#f6d365"))
    painter.drawEllipse(QPointF(width * (0.15 + 0.2 * sun), height * 0.18), height * 0.07, height * 0.07)
    painter.setBrush(QColor("#d9c3a0"))
    painter.drawRect(int(width * 0.3), int(height * 0.45), int(width * 0.4), int(height * 0.33))
    painter.setBrush(QColor("#9a4a33"))
    painter.drawPolygon(
        QPolygonF([QPointF(width * x, height * y) for x, y in ((0.26, 0.46), (0.5, 0.26), (0.74, 0.46))])
    )
    painter.setBrush(QColor("#6b4a33"))
    painter.drawRect(int(width * 0.46), int(height * 0.56), int(width * 0.08), int(height * 0.22))
    painter.end()
    return made


class _Frames(FrameSource):
    """A camera that sees the house."""

    def start(self) -> None:
        self.frame.emit(scene(1280, 720))


class _Speech(SoundSource):
    """Somebody speaks: words with pauses between them."""

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._timer = QTimer(self, interval=50)
        self._timer.timeout.connect(self._speak)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _speak(self) -> None:
        word = max(0.03, math.sin(self._at / 3.1) * math.sin(self._at / 9.0) * 0.8)
        samples = array("h", (int(word * 30_000 * math.sin(n * 0.17)) for n in range(800)))
        self.sound.emit(Sound(samples.tobytes(), 16_000))
        self._at += 1


class _Sky(Receiver):
    """A receiver that has just found four places near each other."""

    def start(self) -> None:
        fixes = [Fix(-6.98370 + 0.00001 * at, 110.41869, 12.0, 7.4, False) for at in range(4)]
        for at, fix in enumerate((None, *fixes)):
            self._heard(Seen(fix, 4 + at, at + 1, 0))


def _equipment(folder: Path) -> Equipment:
    """Two cameras, and a memory card with pictures."""
    card = folder / "KARTU" / "DCIM" / "100MEDIA"
    card.mkdir(parents=True, exist_ok=True)
    for at in range(7):
        path = card / f"IMG_{at}.jpg"
        path.write_bytes(jpeg_bytes(scene(400 if at % 3 else 300, 300 if at % 3 else 400, at % 4)))
        written = (NOW - timedelta(hours=9 * at, minutes=7)).timestamp()
        os.utime(path, (written, written))
    devices = {Device("a", "Integrated Webcam"): _Frames, Device("b", "USB Camera"): _Frames}
    kept = {PHOTO_FOLDER: str(card)}
    return Equipment(
        cameras=lambda: Devices(devices),
        microphones=lambda: Devices({Device("m", "Mikrofon laptop"): _Speech}),
        gps=lambda: GpsWatch(lambda: (Port("/dev/ttyACM0", "u-blox 7 (/dev/ttyACM0)"),), _Sky),
        recall=lambda what: kept.get(what, ""),
        remember=lambda _what, _choice: None,
    )


@contextmanager
def _store(folder: Path) -> Iterator[Store]:
    writer = Writer(new_log(), "gambar", lambda _m: b"")
    made = create_store(folder / "gambar.db", bytes(32), writer, lambda: NOW)
    yield made
    made.close()


def asked(
    markdown: str,
    place: str,
    then: Callable[[Any, Desk], None] = lambda _stage, _desk: None,
    answers: Mapping[str, str] | None = None,
    media: Callable[[], Mapping[str, bytes]] = dict,
) -> Callable[[Any], Any]:
    """An interview of the form, open at a question; `then` brings it further."""

    def stage_it(stage: Any) -> Any:
        folder = Path(tempfile.mkdtemp(dir=stage.home))
        (folder / "form.md").write_text(markdown + TITLED, "utf-8")
        form = load_form(folder / "form.md")
        context = Context(clock=lambda: NOW)
        interview = Interview.resume(form, dict(answers or {}), context)
        store = stage.lend(_store(folder))
        asking = Asking(
            interview,
            lambda: NOW,
            store.attachments,
            media=media().get,
            equipment=_equipment(folder),
            kelurahan=lambda: HOME,
        )
        desk = Desk(
            Sitting(Editing(interview, lambda _l, _a, _d: None), asking, _("My assignments"), start_at=place)
        )
        stage.stand(desk)
        then(stage, desk)
        return desk

    return stage_it


def _press(stage: Any, *keys: Qt.Key | str) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        if isinstance(key, str):
            QTest.keyClicks(focused, key)
        else:
            QTest.keyClick(focused, key)
        stage.rest()


def _photographed(stage: Any, desk: Desk) -> None:
    for name in ("rumah", "tanda"):
        field: Any = desk.page.field(f"/data/{name}")
        field.take_bytes(jpeg_bytes(scene()), "photo.jpg")
    pad: Any = desk.page.field("/data/ttd")
    _scribble(pad.pad)
    stage.rest()


def _scribble(pad: Any) -> None:
    middle = pad.rect().center()
    points = [middle + QPointF(x * 8 - 90, 13 * ((x * 7) % 5 - 2)).toPoint() for x in range(22)]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])


def _marking(stage: Any, desk: Desk) -> None:
    _photographed(stage, desk)
    photo: Any = desk.page.field("/data/tanda")
    photo.open_marking()
    _scribble(photo.sheet.canvas)


def _no_camera(stage: Any, desk: Desk) -> None:
    field: Any = desk.page.field("/data/rumah")
    equipment = Equipment(Devices)
    object.__setattr__(field.asking, "equipment", equipment)
    _press(stage, "1")


def _waiting(keys: str) -> Callable[[Any, Desk], None]:
    """Press these, and wait for what comes from another thread."""

    def then(stage: Any, _desk: Desk) -> None:
        _press(stage, *keys)
        QTest.qWait(900)

    return then


def _mapped(stage: Any, desk: Desk) -> None:
    field: Any = desk.page.field("/data/petak")
    field.ways.open(by_receiver=False)
    stage.rest()
    _press(stage, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    sheet = field.ways.sheet
    middle = sheet.map.rect().center()
    for x, y in ((-150, -90), (60, -120), (140, 30), (-90, 80)):
        QTest.mouseClick(sheet.map, Qt.MouseButton.LeftButton, pos=middle + QPoint(x, y))
    stage.rest()


def _outside(_stage: Any, desk: Desk) -> None:
    field: Any = desk.page.field("/data/titik")
    field.put("-7.02 110.42 0.0 45.0")
    field.ways.open(by_receiver=False)


def _listening(_stage: Any, desk: Desk) -> None:
    field: Any = desk.page.field("/data/titik")
    field.ways.open(by_receiver=True)
    QTest.qWait(300)


def _recording(stage: Any, desk: Desk) -> None:
    _press(stage, "1", Qt.Key.Key_Return)
    QTest.qWait(4_000)


def _recorded(stage: Any, desk: Desk) -> None:
    _recording(stage, desk)
    _press(stage, Qt.Key.Key_Return)
    field: Any = desk.page.field("/data/suara")
    for _time in range(40):
        QTest.qWait(50)
        if field.sheet.use_button.isVisible():
            break
    _press(stage, Qt.Key.Key_Return)


def _listed(stage: Any, _desk: Desk) -> None:
    _press(stage, "buruh")


def _calendar(stage: Any, desk: Desk) -> None:
    field: Any = desk.page.field("/data/lahir")
    field.open_calendar()


def _filed(stage: Any, desk: Desk) -> None:
    field: Any = desk.page.field("/data/surat")
    field.take_bytes(b"%PDF-1.4 " + bytes(23_400), "surat-keterangan.pdf")


def _signed(stage: Any, desk: Desk) -> None:
    pad: Any = desk.page.field("/data/ttd")
    _scribble(pad.pad)


def _code(stage: Any, desk: Desk) -> None:
    field: Any = desk.page.field("/data/kode")
    field.open_camera()


PLACED: Final = {
    "/data/titik": "-7.02 110.42 12.0 45.0",
    "/data/jalur": "-6.9837 110.4187 0 0; -6.9841 110.4189 0 0; -6.9843 110.4195 0 0",
    "/data/petak": "-6.9837 110.4187 0 0; -6.9837 110.4189 0 0; -6.9839 110.4189 0 0; -6.9837 110.4187 0 0",
}

def _pictures() -> Mapping[str, bytes]:
    """What belongs to the form of choices."""
    roofs = {f"a{at + 1}.png": jpeg_bytes(scene(160, 120, at)) for at in range(4)}
    return {**roofs, "tubuh.svg": BODY}


INPUTS: Final = (
    ("inputs-words-filled", asked(WORDS, "/data/nama", answers=SAID)),
    ("inputs-words-list", asked(WORDS, "/data/kerja", _listed, SAID)),
    ("inputs-words-calendar", asked(WORDS, "/data/lahir", _calendar, SAID)),
    ("inputs-words-other", asked(WORDS, "/data/air_other", answers=SAID)),
    ("inputs-words-file", asked(WORDS, "/data/surat", _filed, SAID)),
    ("inputs-signature-drawn", asked(MEDIA, "/data/ttd", _signed)),
    ("inputs-numbers-filled", asked(NUMBERS, "/data/anak", answers=NUMBERED)),
    ("inputs-numbers-low", asked(NUMBERS, "/data/tegak", answers=NUMBERED)),
    ("inputs-choices-filled", asked(CHOICES, "/data/atap", answers=CHOSEN, media=_pictures)),
    ("inputs-choices-grid", asked(CHOICES, "/data/tabel/sakit", answers=CHOSEN, media=_pictures)),
    ("inputs-choices-low", asked(CHOICES, "/data/sakit2", answers=CHOSEN, media=_pictures)),
    ("inputs-photo-empty", asked(MEDIA, "/data/rumah")),
    ("inputs-photo-taken", asked(MEDIA, "/data/rumah", _photographed)),
    ("inputs-photo-camera", asked(MEDIA, "/data/rumah", _waiting("1"))),
    ("inputs-photo-nocamera", asked(MEDIA, "/data/rumah", _no_camera)),
    ("inputs-photo-card", asked(MEDIA, "/data/rumah", _waiting("2"))),
    ("inputs-photo-marks", asked(MEDIA, "/data/tanda", _marking)),
    ("inputs-drawing-empty", asked(MEDIA, "/data/denah")),
    ("inputs-place-filled", asked(PLACES, "/data/titik", answers=PLACED)),
    ("inputs-place-gps", asked(PLACES, "/data/titik", _listening)),
    ("inputs-place-shape", asked(PLACES, "/data/petak", _mapped)),
    ("inputs-place-outside", asked(PLACES, "/data/titik", _outside)),
    ("inputs-sound-empty", asked(SOUNDS, "/data/suara")),
    ("inputs-sound-recording", asked(SOUNDS, "/data/suara", _recording)),
    ("inputs-sound-recorded", asked(SOUNDS, "/data/suara", _recorded)),
    ("inputs-film-ready", asked(SOUNDS, "/data/film", _waiting("1"))),
    ("inputs-code-camera", asked(MEDIA, "/data/kode", _code)),
)
