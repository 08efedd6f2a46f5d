# SPDX-License-Identifier: Apache-2.0
"""What a bundle holds, shown without taking it in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from enumerator.bundles.inspect import Contents, inspect_bundle
from enumerator.bundles.kinds import kind_in_words
from enumerator.messages import _, n_
from ui import theme
from ui.tasks import Progress
from ui.widgets.button import PrimaryButton
from ui.widgets.card import column, row
from ui.widgets.facts import Facts
from ui.widgets.moments import moment_words
from ui.widgets.screen import Screen
from ui.widgets.text import Text

_WIDTH = 480


class BundleContents(QDialog):
    """Sender, time, what is in it by kind; Enter or Esc closes."""

    def __init__(self, parent: QWidget, name: str, contents: Contents, now: datetime) -> None:
        super().__init__(parent)
        title = _("What is in {name}", name=name)
        self.setWindowTitle(title)
        self.setProperty("surface", "panel")
        self.setMinimumWidth(theme.px(_WIDTH))
        self.facts = Facts()
        self.facts.show_facts(facts_of(contents, now))
        close = PrimaryButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        hint = _("Nothing of it was taken in by looking.")
        whole = column(Text(title, "section").wrapped(), Text(hint, "body", "ink-2").wrapped(), spacing=8)
        whole.addSpacing(theme.px(6))
        whole.addWidget(self.facts)
        whole.addSpacing(theme.px(10))
        whole.addStretch(1)
        whole.addLayout(row(1, close))
        whole.setContentsMargins(*(theme.px(22),) * 4)
        self.setLayout(whole)
        close.setFocus()
        self.finished.connect(lambda _result: self.deleteLater())


def facts_of(contents: Contents, now: datetime) -> list[tuple[str, str]]:
    """(label, words) of everything that can be told."""
    manifest = contents.manifest
    facts = [
        (_("From"), f"{manifest.sender.name} · #{manifest.number}"),
        (_("Made"), moment_words(datetime.fromisoformat(manifest.made), now)),
        (_("Project"), manifest.project_name + (f" ({_('training')})" if manifest.training else "")),
    ]
    counts = [f"{kind_in_words(kind)}: {count}" for kind, count in contents.revisions.items()]
    facts.append((_("Entries"), "\n".join(counts) or "0"))
    if contents.attachments:
        size = max(1, round(contents.attachment_bytes / 1000))
        words = n_("{n} file, {size} kB", "{n} files, {size} kB", contents.attachments, size=size)
        facts.append((_("Photos and files"), words))
    facts.append((_("Key of the laptop"), manifest.sender.key))
    return facts


def look_inside(screen: Screen, path: Path) -> None:
    """Read the file off the GUI thread, then show what is in it."""
    keys, now = screen.workspace.keys, screen.workspace.store.clock()

    def work(progress: Progress) -> Contents:
        return inspect_bundle(path, keys, progress)

    screen.run(_("Reading the bundle"), work).on_success(
        lambda contents: BundleContents(screen, path.name, contents, now).open()
    )
