# SPDX-License-Identifier: Apache-2.0
"""Freezes the program for the machine this runs on, lets it test itself, and says how large it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
MEGABYTE = 1_000_000


def freeze() -> Path:
    """Draw the icon and run PyInstaller; the folder with the program."""
    subprocess.run([sys.executable, str(ROOT / "packaging" / "app_icon.py")], cwd=ROOT, check=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += [
        "--distpath",
        str(DIST),
        "--workpath",
        str(ROOT / "build" / "frozen"),
        str(ROOT / "packaging" / "enumerator.spec"),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    return DIST / "pendata"


def self_test(folder: Path) -> None:
    """The frozen program checks itself, away from the sources and without a display."""
    program = folder / ("enumerator.exe" if os.name == "nt" else "enumerator")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as out:
        demo = ["demo", "--families", "16", "--out", str(Path(out) / "demo")]
        for words in (["--self-test"], demo):
            subprocess.run([str(program), "--lang", "en", *words], cwd=out, env=environment, check=True)


def pack(folder: Path) -> Path:
    """One compressed file to carry to another machine, of the kind that its file browser opens."""
    if os.name == "nt":
        return Path(shutil.make_archive(str(folder), "zip", folder.parent, folder.name))
    if sys.platform == "darwin":
        folder = folder.parent / "Pendata.app"
    target = folder.with_name(folder.stem + ".tar.xz")
    with tarfile.open(target, "w:xz", preset=3) as archive:
        archive.add(folder, arcname=folder.name)
    return target


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    built = freeze()
    self_test(built)
    packed = pack(built)
    print(f"{built.relative_to(ROOT)}: {size(built) / MEGABYTE:.0f} MB")
    print(f"{packed.relative_to(ROOT)}: {packed.stat().st_size / MEGABYTE:.0f} MB")
