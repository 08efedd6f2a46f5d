# SPDX-License-Identifier: Apache-2.0
"""The form engine against the two reference engines on the same generated forms, in the same run.

`python -m benchmarks.forms [--quick] [--peers DIR]`. The rig of the peers (generator, JavaRosa and ODK Web
Forms harnesses) is copied from DIR, by default `shared/peers/xforms` beside the checkout, into a temporary
folder; a peer whose tools are missing is left out and said to be. Milliseconds are medians; what counts
are the ratios.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from enumerator.forms import Interview, load_form, parse_form

BESIDE = Path(__file__).resolve().parents[1].parent / "shared" / "peers" / "xforms"
FLAT = ("flat_100", "flat_1000", "flat_5000")
ROSTER = ("roster_1", "roster_10", "roster_30", "roster_50", "roster_200")
CHOICES = ("choices_1000", "choices_10000", "choices_100000")
Figures = dict[str, float]
ALL_PAIRS = (
    b'<bind nodeset="/data/member/older" type="int"'
    b' calculate="count(/data/member[age &gt; current()/../age])"/>'
)


def median(act: Callable[[int], object], times: int) -> float:
    """Median milliseconds of `act(0)`, `act(1)` ..."""
    spent = []
    for turn in range(times):
        start = time.perf_counter()
        act(turn)
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def flat(path: Path, folder: Path) -> Figures:
    """Load cold and from the cache, set a value with twenty dependents, toggle relevance."""
    cache = folder / "cache"
    cold = median(lambda _turn: Interview.begin(parse_form(path.read_bytes())), 3)
    load_form(path, cache=cache)
    cached = median(lambda _turn: Interview.begin(load_form(path, cache=cache)), 3)
    interview = Interview.begin(load_form(path, cache=cache))
    chain = median(lambda turn: interview.answer("/data/seed", str(10 + turn)), 60)
    relevance = median(lambda turn: interview.answer("/data/g0/q0", "30" if turn % 2 else "5"), 60)
    assert interview.node("/data/last").value == str((69 + 20) * 2)
    return {"load": cold, "load cached": cached, "set 20 dependents": chain, "toggle relevance": relevance}


def roster(path: Path, all_pairs: bool) -> Figures:
    """Set an age in a roster of thirty fields beside 970 questions, and add a row."""
    xml = path.read_bytes()
    start = time.perf_counter()
    interview = Interview.begin(parse_form(xml if all_pairs else xml.replace(ALL_PAIRS, b"")))
    load = (time.perf_counter() - start) * 1000
    rows = interview.children("/data/member")
    for turn, row in enumerate(rows):
        interview.answer(f"{row}/age", str(20 + turn % 50))
    age = median(lambda turn: interview.answer(f"{rows[0]}/age", "40" if turn % 2 else "10"), 20)
    add = median(lambda turn: interview.answer("/data/rows", str(len(rows) + 1 + turn)), 7)
    return {"load": load, "set age": age, "add row": add}


def growing(path: Path) -> Figures:
    """Add rows by hand up to two hundred."""
    interview = Interview.begin(parse_form(path.read_bytes().replace(ALL_PAIRS, b"")))
    spent: Figures = {}
    for row in range(len(interview.children("/data/member")), 201):
        took = median(lambda _turn: interview.add_repeat("/data/member"), 1)
        if row in (2, 10, 50, 100, 200):
            spent[f"add row {row}"] = took
    return spent


def choices(path: Path) -> Figures:
    """Open a form with a long list, filter it by another answer, search it while typing."""
    start = time.perf_counter()
    interview = Interview.begin(parse_form(path.read_bytes()))
    load = (time.perf_counter() - start) * 1000
    start = time.perf_counter()
    interview.answer("/data/region", "r99")
    assert interview.choices("/data/town")[0].label
    first = (time.perf_counter() - start) * 1000

    def choose(turn: int) -> int:
        interview.answer("/data/region", f"r{turn + 1}")
        return len(interview.choices("/data/town"))

    filtered = median(choose, 30)
    interview.search_choices("/data/town", "x")
    typed = median(lambda turn: interview.search_choices("/data/town", f"choice 1{turn}"), 20)
    return {"load": load, "first filter": first, "filter": filtered, "filter as you type": typed}


class Peers:
    """The reference engines, as far as their tools are here."""

    def __init__(self, rig: Path, folder: Path) -> None:
        self._folder = folder / "peers"
        shutil.copytree(rig, self._folder, copy_function=shutil.copyfile)
        self._folder.chmod(0o755)
        self.missing: list[str] = []
        self._jar = self._compile()
        self._node = self._install()

    def forms(self) -> Path:
        """The generated forms."""
        out = self._folder / "forms"
        subprocess.run([sys.executable, str(self._folder / "gen_forms.py"), str(out)], check=True)
        return out

    def _compile(self) -> Path | None:
        spec = importlib.util.find_spec("pyxform")
        jars = list(Path(str(spec.origin)).parent.rglob("ODK_Validate.jar")) if spec is not None else []
        if not jars or not shutil.which("javac"):
            self.missing.append("JavaRosa (no JDK)")
            return None
        done = subprocess.run(
            ["javac", "-cp", str(jars[0]), "BenchJR.java"], cwd=self._folder, capture_output=True, check=False
        )
        if done.returncode:
            self.missing.append("JavaRosa (its harness does not compile)")
            return None
        return jars[0]

    def _install(self) -> bool:
        if not shutil.which("npm"):
            self.missing.append("ODK Web Forms (no npm)")
            return False
        done = subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund"],
            cwd=self._folder,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            self.missing.append("ODK Web Forms (cannot be installed)")
        return not done.returncode

    def javarosa(self, path: Path) -> dict[str, object]:
        """JavaRosa's figures for a form."""
        if self._jar is None:
            return {}
        return self._run(["java", "-cp", f"{self._jar}:.", "BenchJR", str(path)])

    def webforms(self, path: Path, kind: str) -> dict[str, object]:
        """ODK Web Forms' figures for a form."""
        if not self._node:
            return {}
        return self._run(
            [
                "node",
                "--max-old-space-size=8000",
                "--stack-size=4000",
                "bench_engine.mjs",
                str(path),
                kind,
                "3",
            ]
        )

    def _run(self, command: list[str]) -> dict[str, object]:
        try:
            done = subprocess.run(
                command, cwd=self._folder, capture_output=True, text=True, check=False, timeout=240
            )
        except subprocess.TimeoutExpired:
            return {"err": "took more than four minutes"}
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        found: dict[str, object] = json.loads(lines[-1]) if lines else {"err": done.stderr[-200:]}
        return found


THEIRS = {
    "load": "load_ms",
    "load cached": "load_ms",
    "set 20 dependents": "set_chain20_ms",
    "toggle relevance": "set_relevance_ms",
    "set age": "set_age_ms",
    "add row": "add_row_ms",
    "filter": "filter_ms",
}


def table(name: str, ours: Figures, java: dict[str, object], web: dict[str, object]) -> Iterator[str]:
    """Our figures beside theirs, one line each."""
    for what, took in ours.items():
        cells = [f"{name:15} {what:20} {took:10.3f}"]
        for peer in (java, web):
            theirs = peer.get(THEIRS.get(what, ""))
            if isinstance(theirs, int | float) and theirs:
                cells.append(f"{theirs:12.3f} {took / theirs:7.3f}x")
            else:
                cells.append(f"{'-':>12} {'':8}")
        yield " ".join(cells)


TARGETS: tuple[tuple[str, str, str, float, str], ...] = (
    ("flat_1000", "set 20 dependents", "java", 1.0, "no slower than JavaRosa"),
    ("flat_5000", "set 20 dependents", "java", 1.0, "no slower than JavaRosa"),
    ("flat_1000", "load", "java", 0.5, "half of JavaRosa's load"),
    ("flat_5000", "load", "java", 0.5, "half of JavaRosa's load"),
    ("flat_1000", "load cached", "java", 0.25, "a quarter of JavaRosa's load"),
    ("flat_5000", "load cached", "java", 0.25, "a quarter of JavaRosa's load"),
    ("roster_30", "set age", "", 2.0, "under 2 ms"),
    ("roster_30", "add row", "", 1.0, "under 1 ms"),
    ("choices_100000", "load", "", 300.0, "under 0.3 s"),
    ("choices_100000", "filter as you type", "", 1.0, "under 1 ms"),
)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--peers", type=Path, default=BESIDE, help="folder with the peers' rig")
    arguments.add_argument("--quick", action="store_true", help="without ODK Web Forms, and small sizes only")
    given = arguments.parse_args()
    if not given.peers.is_dir():
        print(f"no rig at {given.peers}: the generated forms come from there")
        return 1
    with tempfile.TemporaryDirectory(prefix="forms-bench-") as made:
        return _measure(given.peers, Path(made), given.quick)


def _measure(rig: Path, folder: Path, quick: bool) -> int:
    peers = Peers(rig, folder)
    forms = peers.forms()
    for missing in peers.missing:
        print(f"left out: {missing}")
    print(
        f"{'form':15} {'':20} {'ours ms':>10} {'JavaRosa ms':>12} {'ratio':>8} {'Web Forms':>12} {'ratio':>8}"
    )
    ours: dict[str, Figures] = {}
    java: dict[str, dict[str, object]] = {}
    for name, kind, measure in _plan(folder, quick):
        path = forms / f"{name}.xml"
        ours[name] = measure(path)
        java[name] = peers.javarosa(path) if name != "roster_free" else {}
        slow = name in ("flat_5000", "roster_200", "choices_100000", "roster_free")
        web = {} if quick or slow else peers.webforms(path, kind)
        print("\n".join(table(name, ours[name], java[name], web)), flush=True)
    return _judge(ours, java)


def _plan(folder: Path, quick: bool) -> Iterator[tuple[str, str, Callable[[Path], Figures]]]:
    for name in FLAT[:2] if quick else FLAT:
        yield name, "flat", lambda path: flat(path, folder)
    for name in ROSTER[:3] if quick else ROSTER:
        yield name, "roster", _both_rosters
    yield "roster_free", "rosterfree", growing
    for name in CHOICES[:2] if quick else CHOICES:
        yield name, "choices", choices


def _both_rosters(path: Path) -> Figures:
    pairs = roster(path, all_pairs=True)
    return {
        **roster(path, all_pairs=False),
        "set age, all pairs": pairs["set age"],
        "add row, all pairs": pairs["add row"],
    }


def _judge(ours: dict[str, Figures], java: dict[str, dict[str, object]]) -> int:
    print("\ntargets (architecture, targets)")
    for form, what, against, limit, words in TARGETS:
        took = ours.get(form, {}).get(what)
        theirs = java.get(form, {}).get(THEIRS.get(what, "")) if against else 1.0
        if took is None or not isinstance(theirs, int | float):
            print(f"  -     {form} {what}: not measured")
            continue
        share = took / theirs
        verdict = "met   " if share <= limit else "MISSED"
        print(f"  {verdict} {form} {what}: {share:.2f} of at most {limit} ({words})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
