# SPDX-License-Identifier: Apache-2.0
"""The states in which the field's screens are drawn beyond their first look; `ui.pictures` gives the window.

Each is drawn over a copy of a sample laptop, so that what is done for one picture is not in the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from enumerator.demo.families import draw_large_family
from enumerator.demo.respondent import answer_family
from enumerator.forms import Context, Interview
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.library import FormFiles
from enumerator.registry.places import load_places
from ui.field.task_rows import read_lines
from ui.widgets import OpenInterview

Staged = Callable[[Any], Any]
CTRL: Final = Qt.KeyboardModifier.ControlModifier
NONE: Final = Qt.KeyboardModifier.NoModifier
KELURAHAN: Final = "33.74.04.1001"
LONG: Final = "Raden Mas Soerjosoemarno Hadiningrat Kusumonegoro Prawiro"


def press(stage: Any, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, words: str = "") -> None:
    """A key, and then what is typed."""
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    stage.rest()
    if words:
        QTest.keyClicks(QApplication.focusWidget(), words)
        stage.rest()


# -- home, and sending


def _search(words: str, laptop: str = "laptop") -> Staged:
    def stage_it(stage: Any) -> Any:
        window = stage.work(getattr(stage.samples, laptop), "assignments")
        screen = window.shell.screen("assignments")
        screen.search.setFocus()
        QTest.keyClicks(screen.search, words)
        screen.search._tell()
        return window

    return stage_it


def _crowd(stage: Any) -> Any:
    """A laptop that was given 1,024 households."""
    return stage.work(stage.samples.crowded_laptop, "assignments")


def _empty_bin(stage: Any) -> Any:
    return stage.work(stage.samples.empty_laptop, "bin")


def _nothing_to_send(stage: Any) -> Any:
    return stage.work(stage.samples.empty_laptop, "handover")


def _unconfirmed(stage: Any) -> Any:
    """After a bundle has gone out that the office has not answered yet."""
    from enumerator.bundles.pack import export_bundle

    laptop = stage.lend(stage.samples.spare())
    with laptop.working() as own:
        export_bundle(own.store, own.keys, stage.home)
    return stage.work(laptop, "handover")


def _receiving(stage: Any) -> Any:
    from enumerator.messages import n_
    from ui.widgets import ProgressPanel

    window = stage.work(stage.samples.laptop, "handover")
    panel = ProgressPanel(
        n_("Receiving the bundle", "Receiving {n} bundles", 3), window.shell.screen("handover")
    )
    panel.show_now()
    panel.show_progress(1_377, 2_048)
    return window


# -- the interview


def _whole(laptop: Any, members: int, name: str, seed: int = 7) -> dict[str, str]:
    """The answers of a whole interview."""
    form = laptop.library.get(laptop.library.newest().hash)
    family = draw_large_family(members, seed, load_places().kelurahan[KELURAHAN])
    held = Interview.begin(form, Context(clock=laptop.store.clock))
    answer_family(held, family)
    saves = next(each.saves for each in form.entities if each.dataset == "household")
    held.answer(saves["head_name"], name)
    held.answer(f"{held.children(_series(laptop))[0]}/nama", name)
    return held.answers()


def _series(laptop: Any) -> str:
    form = laptop.library.get(laptop.library.newest().hash)
    return str(next(each.container for each in form.entities if each.dataset == "member"))


def _household(laptop: Any, what: str) -> str:
    form = laptop.library.get(laptop.library.newest().hash)
    return str(next(each.saves for each in form.entities if each.dataset == "household")[what])


def _held(
    answers: Callable[[Any], Mapping[str, str]],
    then: Callable[[Any, Any], None] = lambda _stage, _window: None,
    at: Callable[[Any], str] = lambda laptop: _household(laptop, "kecamatan"),
) -> Staged:
    """A draft with these answers, open; `then` brings it further."""

    def stage_it(stage: Any) -> Any:
        laptop = stage.lend(stage.samples.spare())
        draft = Drafts(laptop.store).begin(laptop.library.newest(), prefill=answers(laptop))
        window = stage.work(laptop, "interview", OpenInterview(draft=draft.id, address=at(laptop)))
        stage.wait()
        then(stage, window)
        stage.rest()
        return window

    return stage_it


def _family(members: int, name: str = "Agus Riyanto") -> Callable[[Any], Mapping[str, str]]:
    return lambda laptop: _whole(laptop, members, name)


def _mistyped(laptop: Any) -> Mapping[str, str]:
    """A family whose cards were copied in a hurry, and whose interview was broken off."""
    answers, series = _whole(laptop, 6, "Agus Riyanto"), _series(laptop)
    rows = answers[f"{series}#rows"].split()
    for at, row in enumerate(rows[1:5]):
        answers[f"{series}[{row}]/nik"] = answers[f"{series}[{row}]/nik"][: 15 - at % 2]
    kept = ("/data/lokasi", series)
    return {key: text for key, text in answers.items() if key.startswith(kept) or key.count("/") < 3}


def _to_roster(stage: Any, window: Any) -> None:
    press(stage, Qt.Key.Key_PageDown)


def _to_finish(stage: Any, window: Any) -> None:
    press(stage, Qt.Key.Key_Return, CTRL)


def _go_to(stage: Any, window: Any) -> None:
    press(stage, Qt.Key.Key_F6, words="lantai")


def _remark(stage: Any, window: Any) -> None:
    press(stage, Qt.Key.Key_F2, words="Menurut KK; di KTP tertulis Gayamsari Selatan")


def _next_problem(stage: Any, window: Any) -> None:
    press(stage, Qt.Key.Key_F9)


def _taken(stage: Any, window: Any) -> None:
    """Another window has opened the same draft meanwhile."""
    screen = window.shell.screen("interview")
    Drafts(screen.workspace.store).open(screen.room.draft.id)
    QTest.keyClicks(QApplication.focusWidget(), "G")
    screen.may_leave()


def _returned(stage: Any) -> Any:
    """The office has asked about a birth date."""
    laptop = stage.lend(stage.samples.spare())
    line = next(each for each in read_lines(laptop) if each.name == "Suparmi")
    address = next(iter(line.row.comments))
    window = stage.work(laptop, "interview", OpenInterview(household=line.household, address=address))
    stage.wait()
    return window


def _newer(stage: Any) -> Any:
    """A draft that goes on in the form version that came yesterday."""
    laptop = stage.lend(stage.samples.spare())
    old = laptop.library.newest()
    draft = Drafts(laptop.store).begin(old, prefill=_mistyped(laptop))
    xform = laptop.library.files(old.hash).xform.replace(
        f'version="{old.version}"'.encode(), b'version="2026120101"', 1
    )
    laptop.library.keep_from_kit(FormFiles(xform, b"", laptop.library.files(old.hash).media))
    window = stage.work(laptop, "interview", OpenInterview(draft=draft.id))
    stage.wait()
    return window


def _opening(stage: Any) -> Any:
    """While the form is made ready."""
    window = stage.work(stage.samples.laptop, "assignments")
    screen = window.shell.screen("interview")
    window.shell.go("interview")
    screen._close()
    screen.opening.begin(screen._whose(OpenInterview(name="Agus Riyanto")))
    screen.opening.end()
    screen.opening.show_progress(0, 2)
    screen.opening.show_lines()
    screen._stack.setCurrentWidget(screen.opening)
    return window


FIELD: Final[tuple[tuple[str, Staged], ...]] = (
    ("assignments-nohit", _search("zulkarnaen")),
    ("assignments-crowd", _crowd),
    ("assignments-crowd-search", _search("siti", "crowded_laptop")),
    ("bin-empty", _empty_bin),
    ("handover-nothing", _nothing_to_send),
    ("handover-unconfirmed", _unconfirmed),
    ("handover-receiving", _receiving),
    ("interview-opening", _opening),
    ("interview-roster", _held(_family(6), _to_roster)),
    ("interview-twenty", _held(_family(20), _to_roster)),
    ("interview-longnames", _held(_family(6, LONG), _to_roster)),
    ("interview-problems", _held(_mistyped, _next_problem)),
    ("interview-goto", _held(_mistyped, _go_to)),
    ("interview-remark", _held(_mistyped, _remark)),
    ("interview-taken", _held(_mistyped, _taken, lambda laptop: _household(laptop, "address"))),
    ("interview-returned", _returned),
    ("interview-newer", _newer),
    ("finish-blocked", _held(_mistyped, _to_finish)),
    ("finish-ready", _held(_family(6), _to_finish)),
)
