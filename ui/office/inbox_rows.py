# SPDX-License-Identifier: Apache-2.0
"""The lines of the bundle list: what came in and went out, and files of this sitting that were no good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from enumerator.bundles.report import Report
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.aside import REJECT, Decision
from enumerator.office.received import Carried
from ui.widgets import Status


@dataclass(frozen=True)
class Line:
    """One bundle, or one file that could not be used (`refusal`); `again` where it had come before;
    `decision` what a person said about one that was kept aside.
    """

    key: str
    party: str
    number: int
    when: datetime
    file: str
    carried: Carried | None = None
    refusal: UserError | None = None
    again: bool = False
    decision: Decision | None = None

    @property
    def report(self) -> Report | None:
        """What became of it, where it came in."""
        return self.carried.report if self.carried else None

    @property
    def rejected(self) -> bool:
        """Whether a person decided to leave it aside."""
        return self.aside and self.decision is not None and self.decision.act == REJECT

    @property
    def waits(self) -> bool:
        """Whether a person still has to decide."""
        return self.aside and not self.rejected

    @property
    def refused_path(self) -> Path | None:
        """Where a file lies that could not be used."""
        return Path(self.key) if self.refusal is not None else None

    @property
    def aside(self) -> bool:
        """Whether something of it was not taken in."""
        return self.carried is not None and self.carried.state == "aside"

    def status(self) -> Status:
        """Icon, word and colour."""
        if self.refusal is not None:
            return Status(_("Not usable"), "error", "red")
        if self.rejected:
            return Status(_("Left aside"), "remove", "grey")
        if self.aside:
            return Status(_("Kept aside"), "warning", "amber")
        if self.carried is not None and self.carried.out:
            return Status(_("Sent"), "sent", "grey")
        if self.again:
            return Status(_("Known already"), "done", "grey")
        if self.report is not None and self.report.holes:
            return Status(_("With a gap"), "warning", "amber")
        return Status(_("Received"), "received", "primary")

    def figure(self, name: str) -> str:
        """A count of the report, a dash where there is none."""
        report = self.report
        if report is None:
            sent = self.carried.sent if self.carried else None
            return str(sent.revisions) if sent is not None and name == "new" else "–"
        value = getattr(report, name)
        return str(value if isinstance(value, int) else len(value))

    def contents(self) -> str:
        """In a few words, for the list."""
        if self.refusal is not None:
            return self.refusal.what
        if self.carried is not None and self.carried.out:
            sent = self.carried.sent
            if sent is None:
                return ""
            return n_("{n} entry", "{n} entries", sent.revisions) if sent.revisions else _("receipts only")
        report = self.report
        if report is None:
            return ""
        if report.quarantined:
            return report.quarantined[0].reason.split("\n")[0]
        parts = [n_("{n} new", "{n} new", report.new)] if report.new else []
        if report.known:
            parts.append(n_("{n} known", "{n} known", report.known))
        if report.conflicts:
            parts.append(n_("{n} household differs", "{n} households differ", len(report.conflicts)))
        parts += [str(gap) for gap in report.holes]
        if report.admitted:
            parts.append(_("new laptop: {name}", name=report.admitted))
        return " · ".join(parts) or _("receipts only")


@dataclass(frozen=True)
class Arrival:
    """One file of an import that has just run, with what became of it."""

    path: Path
    outcome: Report | UserError


def lines_of(
    history: Sequence[Carried],
    refused: Sequence[tuple[Path, UserError, datetime]],
    again: set[str],
    decisions: Mapping[str, Decision],
) -> tuple[Line, ...]:
    """The files that were no good first, then the history, the latest first."""
    bad = [Line(str(path), "–", 0, when, path.name, refusal=error) for path, error, when in reversed(refused)]
    known = [
        Line(
            one.bundle,
            one.party,
            one.number,
            one.when,
            one.file,
            carried=one,
            again=one.bundle in again,
            decision=decisions.get(one.bundle),
        )
        for one in history
    ]
    return (*bad, *known)


def summary(arrivals: Sequence[Arrival]) -> tuple[str, str, str]:
    """(kind, words, detail) of the notice after an import."""
    reports = [one.outcome for one in arrivals if isinstance(one.outcome, Report)]
    refused = [one for one in arrivals if isinstance(one.outcome, UserError)]
    new = sum(report.new for report in reports if not report.already)
    aside = sum(1 for report in reports if report.quarantined)
    holes = [str(gap) for report in reports for gap in report.holes]
    fresh = [report.admitted for report in reports if report.admitted and not report.already]
    admitted = [_("new laptop: {name}", name=name) for name in fresh]
    parts = [n_("{n} new entry", "{n} new entries", new)] if new or not admitted else []
    words = n_("{n} bundle: ", "{n} bundles: ", len(reports)) + " · ".join(parts + admitted)
    if not reports:
        words = _("Nothing was taken in")
    if refused:
        # why stands beside the list, where the first of them is chosen
        return "warning", words, n_("{n} file was not usable.", "{n} files were not usable.", len(refused))
    if aside:
        return (
            "warning",
            words,
            n_(
                "{n} bundle was kept aside for you to look at.",
                "{n} bundles were kept aside for you to look at.",
                aside,
            ),
        )
    if holes:
        return "warning", words, "; ".join(dict.fromkeys(holes))
    if not new and not admitted:
        return "info", _("Nothing new: all of this was here already."), ""
    return "done", words, _("New households wait under Review.") if new else ""
