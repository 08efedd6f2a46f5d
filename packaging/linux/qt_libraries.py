# SPDX-License-Identifier: Apache-2.0
"""Prints the Debian packages that Qt and the tests' second code reader need and that are not installed.

PySide6's wheels carry Qt itself but not what every desktop has: the OpenGL loader, fontconfig, X11's helpers.
"""

from __future__ import annotations

import ctypes.util
import importlib.util
import subprocess
from pathlib import Path

# shared library -> Debian package (the same in Ubuntu but for glib's t64 name, which apt resolves)
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libpulse.so.0": "libpulse0",
    "libXrandr.so.2": "libxrandr2",
    "libzstd.so.1": "libzstd1",
}
USED = ["Core", "Gui", "Widgets", "Svg", "PrintSupport", "DBus", "Multimedia"]
READER = ("zbar", "libzbar0")  # the library pyzbar loads, and its package
PLUGINS = [
    "platforms/libqoffscreen.so",
    "platforms/libqxcb.so",
    "imageformats/libqjpeg.so",
    "imageformats/libqsvg.so",
    "multimedia/libffmpegmediaplugin.so",
]


def qt_files() -> list[Path]:
    """The parts of PySide6 that the program loads."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return []
    root = Path(spec.submodule_search_locations[0])
    files = [next(iter(root.glob(f"Qt{name}.*so*")), root) for name in USED]
    files += [root / "Qt" / "plugins" / name for name in PLUGINS]
    return [path for path in files if path.is_file()]


def missing_libraries(paths: list[Path]) -> set[str]:
    """What the loader cannot find for these files."""
    lost: set[str] = set()
    for path in paths:
        told = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=False).stdout
        lost.update(line.split()[0] for line in told.splitlines() if "not found" in line)
    return lost


def missing_reader() -> set[str]:
    """The package of the second code reader, where its Python half is installed and its library is not."""
    library, package = READER
    wanted = importlib.util.find_spec("pyzbar") is not None and ctypes.util.find_library(library) is None
    return {package} if wanted else set()


if __name__ == "__main__":
    missing = {PACKAGES[name] for name in missing_libraries(qt_files()) if name in PACKAGES}
    print(" ".join(sorted(missing | missing_reader())))
