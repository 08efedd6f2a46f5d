# SPDX-License-Identifier: Apache-2.0
"""What an interview costs on screen: a real key press until the window has settled and is painted, and
turning pages.

`python -m benchmarks.interview [QUESTIONS MEMBERS]` fills a form of 970 questions and 30 members of 30 fields
unless told otherwise; each edit is saved into a real encrypted store. The limit is one frame of a 60 Hz
screen.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.store import KEY
from enumerator.forms import Context, Form, Interview, load_form
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.editing import Editing
from enumerator.interviews.pages import Kind, Page
from enumerator.store.journal import Writer
from enumerator.store.revision import new_log
from enumerator.store.store import create_store
from ui import theme
from ui.form.desk import Desk
from ui.form.inputs.field import Asking
from ui.form.sitting import Sitting
from ui.widgets.focus_ring import FocusRing

FRAME_MS = 1000 / 60
SECTIONS = 24
FIELDS = 30
TURNS = 30


def workbook(path: Path, questions: int) -> Path:
    """Sections of mixed questions, a fifth of them under a condition, and a roster with sums over it."""
    lines = ["| survey | | | | | | |", "| | type | name | label | relevant | constraint | calculation |"]
    lines += [
        "| | begin_group | mula | A. Mula | | | |",
        "| | integer | ambang | Ambang | | | |",
        "| | end_group | | | | | |",
    ]
    lines.append("| | begin_repeat | anggota | B. Anggota | | | |")
    kinds = ("text", "integer", "select_one yt", "date", "select_one hub")
    for n in range(FIELDS):
        kind = "text" if n == 0 else kinds[n % 5]
        label = "Nama" if n == 0 else f"Soal {n} tentang ${{nama}}"
        limit = ". &gt; 0".replace("&gt;", ">") if kind == "integer" else ""
        lines.append(f"| | {kind} | {'nama' if n == 0 else f'a{n}'} | {label} | | {limit} | |")
    lines.append("| | end_repeat | | | | | |")
    each = max(1, questions // SECTIONS)
    for section in range(SECTIONS):
        lines.append(f"| | begin_group | s{section} | {chr(67 + section % 20)}. Bagian {section} | | | |")
        for n in range(each):
            when = f"${{ambang}} > {n}" if n % 5 == 4 else ""
            lines.append(f"| | {kinds[n % 5]} | s{section}q{n} | Soal {n} bagian {section} | {when} | | |")
        lines.append("| | end_group | | | | | |")
    lines.append("| | calculate | jumlah | | | | sum(${a1}) + count(${anggota}) |")
    lines += [
        "| choices | | | |",
        "| | list_name | name | label |",
        "| | yt | 1 | Ya |",
        "| | yt | 2 | Tidak |",
    ]
    lines += [f"| | hub | {n} | Hubungan {n} |" for n in range(1, 13)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def answers(members: int) -> dict[str, str]:
    """Members with a name each."""
    ids = [f"{n:08x}" for n in range(1, members + 1)]
    names = {f"/data/anggota[{row}]/nama": f"Anggota {row[-2:]}" for row in ids}
    return {"/data/anggota#rows": " ".join(ids), **names}


def open_desk(app: QApplication, form: Form, members: int, drafts: Drafts) -> Desk:
    """An interview on screen over a draft on the disk."""
    draft = drafts.begin(form, None, answers(members))
    interview = Interview.resume(form, drafts.open(draft.id), Context())
    editing = Editing(interview, lambda lines, at, deed: drafts.save(draft.id, lines, address=at, what=deed))
    asking = Asking(interview, lambda: drafts._store.clock())
    desk = Desk(Sitting(editing, asking, "Tugas saya"))
    desk.resize(1366, 740)
    desk.show()
    desk.activateWindow()
    settle(app)
    return desk


def leave(desk: Desk) -> None:
    """Close an interview and let its widgets go."""
    desk.close()
    desk.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(app: QApplication) -> None:
    """Until nothing is left to do, and what has changed is drawn."""
    app.processEvents()
    app.processEvents()


@dataclass(frozen=True, order=True)
class Taken:
    """Milliseconds until the screen had settled: by the clock, and of the processor alone, which other
    programs on the
    machine do not change."""

    wall: float
    cpu: float


def timed(act: Callable[[], object], app: QApplication) -> Taken:
    """From the act to the settled screen."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    settle(app)
    return Taken((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def press(key: Qt.Key) -> None:
    """One key where the keyboard is."""
    widget = QApplication.focusWidget()
    if widget is not None:
        QTest.keyClick(widget, key)


def prepared_turn(app: QApplication, desk: Desk, page: Page) -> Taken:
    """Turn to a page that was built while nobody pressed a key."""
    desk.page.prepare(page)
    settle(app)
    return timed(lambda: desk.show_page(page), app)


def report(what: str, taken: list[Taken], limit: float) -> None:
    """Median and 95th percentile against the limit."""
    walls = sorted(each.wall for each in taken)
    median, late = statistics.median(walls), walls[int(len(walls) * 0.95) - 1]
    cpu = statistics.median(each.cpu for each in taken)
    print(
        f"{what:44} {median:7.1f} ms  p95 {late:7.1f}  cpu {cpu:6.1f}"
        f"  limit {limit:6.1f}  {median / limit:5.2f} (cpu {cpu / limit:4.2f})"
    )


def measure(app: QApplication, form: Form, members: int, drafts: Drafts) -> None:
    """One long interview."""
    opened: list[Desk] = []
    opening = timed(lambda: opened.append(open_desk(app, form, members, drafts)), app)
    desk = opened[0]
    report("open the interview", [opening], 1000)
    rows = [page for page in desk.progress.pages if page.kind is Kind.ROW]
    desk.show_page(rows[len(rows) // 2])
    desk.go_to(f"{rows[len(rows) // 2].container}/nama")
    settle(app)
    keys = [Qt.Key.Key_A, Qt.Key.Key_B, Qt.Key.Key_C, Qt.Key.Key_Backspace]
    report(
        "a letter in a name that 29 labels repeat",
        [timed(lambda k=k: press(k), app) for k in keys * 10],
        FRAME_MS,
    )
    desk.go_to(f"{rows[len(rows) // 2].container}/a1")
    settle(app)
    digits = [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace]
    report(
        "a digit in a number summed over the roster",
        [timed(lambda k=k: press(k), app) for k in digits * 10],
        FRAME_MS,
    )
    report(
        "Enter to the next question",
        [timed(lambda: press(Qt.Key.Key_Return), app) for _ in range(20)],
        FRAME_MS,
    )
    desk.go_to("/data/mula/ambang")
    settle(app)
    report(
        "a digit that shows or hides 190 questions",
        [timed(lambda k=k: press(k), app) for k in digits * 5],
        FRAME_MS,
    )
    desk.show_page(rows[0])
    settle(app)
    report(
        "turn to the next member",
        [timed(lambda: press(Qt.Key.Key_PageDown), app) for _ in range(min(20, len(rows) - 1))],
        100,
    )
    sections = [page for page in desk.progress.pages if page.kind is Kind.SECTION][2:]
    report(
        "turn to a section for the first time",
        [timed(lambda p=p: desk.show_page(p), app) for p in sections[:6]],
        100,
    )
    report(
        "turn to a section again",
        [timed(lambda p=p: desk.show_page(p), app) for p in sections[:6]],
        100,
    )
    ahead = sections[6:11]
    report("turn to a section built in a pause", [prepared_turn(app, desk, page) for page in ahead], 100)
    report("add a member", [timed(lambda: desk.rows.add("/data/anggota"), app) for _ in range(5)], 100)
    leave(desk)


def main() -> int:
    """Print one run, with a fourth interview in a row to see that nothing adds up."""
    questions, members = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else (970, 30)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 1
    theme.apply_theme(app)
    FocusRing(app)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        form = load_form(workbook(folder / "besar.md", questions))
        store = create_store(folder / "pendata.db", KEY, Writer(new_log(), "bench", lambda _message: b""))
        drafts = Drafts(store)
        print(
            f"{questions} questions, {members} members of {FIELDS} fields,"
            " every edit saved (SQLCipher, synchronous=FULL)"
        )
        measure(app, form, members, drafts)
        for _again in range(2):
            leave(open_desk(app, form, members, drafts))
        print("\nthe fourth interview in a row")
        measure(app, form, members, drafts)
        store.close()
    print(f"\nmost memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
