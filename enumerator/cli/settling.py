# SPDX-License-Identifier: Apache-2.0
"""`enumerator office conflicts|duplicates`: what people decide about two truths and double households."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, household_option, text_option
from enumerator.cli.progress import bar
from enumerator.errors import UserError
from enumerator.merging.open_conflicts import refresh as refresh_conflicts
from enumerator.merging.settle import Choice
from enumerator.messages import _, n_
from enumerator.office.differing import ShownDifference, Writer, show_difference
from enumerator.office.settling import (
    Difference,
    Settlement,
    difference,
    differences,
    settle_household,
    settlements,
    take_back,
)
from enumerator.registry import matching
from enumerator.registry.pairs import decide_different, merge, unmerge
from enumerator.registry.projection import refresh
from enumerator.registry.search import household
from enumerator.registry.staff import names_by_person
from enumerator.store.store import Store
from enumerator.workspace import Workspace

_MANY = 100_000


def commands() -> list[click.Command]:
    """What belongs to the group `office`."""
    return [_conflicts(), _duplicates()]


def _conflicts() -> click.Command:
    @command(
        "conflicts", _("List what laptops answered differently; settle it, or open a settlement again.")
    )
    @data_folder()
    @household_option("--household", "record", default="", help=_("This household alone."))
    @text_option("--take", default="", help=_("Settle: take the answers of this person."))
    @text_option("--value", default=None, help=_("Settle: another answer to the one named by --answer."))
    @text_option("--answer", "addresses", multiple=True, help=_("These answers only (may be repeated)."))
    @click.option("--settled", is_flag=True, help=_("List what was settled."))
    @text_option("--take-back", "dot", default="", help=_("Open this settlement again."))
    @text_option("--reason", default="", help=_("Why."))
    def conflicts(
        folder: Path,
        record: str,
        take: str,
        value: str | None,
        addresses: tuple[str, ...],
        settled: bool,
        dot: str,
        reason: str,
    ) -> None:
        with open_office(folder) as office:
            refresh(office.store, office.library)
            refresh_conflicts(office.store, office.library)
            if dot:
                take_back(office, _settlement_called(office, dot), reason)
            if take or value is not None:
                found = _difference_of(office, record)
                settle_household(office, record, _choices(office, found, take, value, addresses), reason)
            if settled:
                for each in settlements(office):
                    _show_settlement(office, each)
            else:
                for shown in _wanted(office, record):
                    _show_difference(office, shown)

    return conflicts


def _wanted(office: Workspace, record: str) -> list[ShownDifference]:
    return [show_difference(office, each) for each in differences(office) if record in ("", each.record)]


def _difference_of(office: Workspace, record: str) -> Difference:
    if not any(each.record == record for each in differences(office)):
        raise UserError(
            _("There is no difference to settle in this household."),
            where=record,
            remedy=_("Name one of the list with --household; without --take the list is shown."),
        )
    return difference(office, record)


def _choices(
    office: Workspace, found: Difference, take: str, value: str | None, addresses: tuple[str, ...]
) -> dict[str, Choice]:
    """What is decided, by address: another value for one answer, or what one person said to each."""
    open_ones = {each.address for each in found.view.conflicts}
    wanted = set(addresses) or open_ones
    if unknown := wanted - open_ones:
        raise UserError(
            _("This difference is no longer open."),
            where=min(unknown),
            remedy=_("Look at the list again: somebody settled it, or new work arrived."),
        )
    if value is not None:
        if len(addresses) != 1:
            raise UserError(
                _("It is not said which answer the value belongs to."),
                remedy=_("Name exactly one with --answer."),
            )
        return {addresses[0]: value}
    shown = show_difference(office, found)
    log = _log_of(office, shown.writers, take)
    return {
        line.address: line.said[log].side
        for line in shown.conflicts
        if line.address in wanted and log in line.said
    }


def _log_of(office: Workspace, writers: tuple[Writer, ...], name: str) -> str:
    names = names_by_person(office.store)
    found = [
        each.log
        for each in writers
        if name.strip().casefold() in (each.author.casefold(), names.get(each.author, "").casefold())
    ]
    if len(found) == 1:
        return found[0]
    by_log = [each.log for each in writers if each.log.startswith(name.strip())]
    if len(by_log) == 1:
        return by_log[0]
    listed = ", ".join(f"{names.get(each.author, each.author)} ({each.log[:8]})" for each in writers)
    raise UserError(
        _("{name} is not exactly one of those who answered.", name=name),
        remedy=_("They are: {names}.", names=listed),
    )


def _show_difference(office: Workspace, shown: ShownDifference) -> None:
    names = names_by_person(office.store)
    head = shown.household.head_name if shown.household else ""
    click.echo("  ".join(filter(None, (shown.record, head))))
    by_log = {each.log: names.get(each.author, each.author) for each in shown.writers}
    for line in shown.conflicts:
        click.echo(f"  {line.address}")
        click.echo("    " + " · ".join(filter(None, (line.label, line.section))))
        click.echo("    " + _("Before: {words}", words=line.base))
        for log, said in line.said.items():
            click.echo(f"    {by_log[log]} ({log[:8]}): {said.words}")
    if shown.joined:
        click.echo(
            "  "
            + n_(
                "{n} answer came together by itself.",
                "{n} answers came together by themselves.",
                len(shown.joined),
            )
        )


def _settlement_called(office: Workspace, dot: str) -> Settlement:
    found = [each for each in settlements(office, _MANY) if str(each.revision.dot) == dot]
    if not found:
        raise UserError(
            _("There is no settlement {dot} in force.", dot=dot),
            remedy=_("List them with --settled; each line begins with its name."),
        )
    return found[0]


def _show_settlement(office: Workspace, each: Settlement) -> None:
    names = names_by_person(office.store)
    revision = each.revision
    head = each.known.head_name if each.known else ""
    decided = n_("{n} answer", "{n} answers", each.decided)
    who = names.get(revision.author, revision.author)
    words = (str(revision.dot), each.record, head, decided, who, revision.wall, revision.reason)
    click.echo("  ".join(filter(None, words)))


def _duplicates() -> click.Command:
    @command(
        "duplicates",
        _("List households that may be one; merge them, say that they are different, or take them apart."),
    )
    @data_folder()
    @click.option("--pair", nargs=2, default=("", ""), metavar="ID ID", help=_("The two households."))
    @click.option(
        "--merge", "deed", flag_value="merge", help=_("They are one; the first is shown for both.")
    )
    @click.option("--different", "deed", flag_value="different", help=_("They are two families."))
    @click.option("--apart", "deed", flag_value="apart", help=_("Take them apart again."))
    @click.option("--decided", is_flag=True, help=_("List the pairs that were decided."))
    @text_option("--reason", default="", help=_("Why."))
    def duplicates(
        folder: Path, pair: tuple[str, str], deed: str | None, decided: bool, reason: str
    ) -> None:
        if deed and not all(pair):
            raise UserError(
                _("It is not said which households are meant."), remedy=_("Name both with --pair.")
            )
        with open_office(folder) as office:
            store = office.store
            refresh(store, office.library)
            matching.refresh(store, bar(_("Comparing households")))
            if deed:
                _decide(store, pair, deed, reason)
                refresh(store, office.library)
            for each in matching.candidates(store, decided=decided, limit=_MANY):
                if set(filter(None, pair)) <= {each.a, each.b}:
                    _show_pair(store, each)

    return duplicates


def _decide(store: Store, pair: tuple[str, str], deed: str, reason: str) -> None:
    for record in pair:
        if household(store, record) is None:
            raise UserError(
                _("There is no such household."), where=record, remedy=_("List the pairs without --pair.")
            )
    {"merge": merge, "different": decide_different, "apart": unmerge}[deed](store, *pair, reason)


def _show_pair(store: Store, each: matching.Candidate) -> None:
    heads = [found.head_name if (found := household(store, record)) else "" for record in (each.a, each.b)]
    state = ""
    if each.survivor:
        state = _("merged into {record}", record=each.survivor)
    elif each.verdict:
        state = _("different families") if each.verdict == "different" else _("said to be the same")
    click.echo("  ".join(filter(None, (each.a, each.b, f"{round(each.score * 100)} %", state))))
    click.echo("  " + " · ".join([*dict.fromkeys(heads), *(reason.words for reason in each.reasons)]))
