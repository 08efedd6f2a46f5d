# SPDX-License-Identifier: Apache-2.0
"""The office's decisions killed (SIGKILL) at any step: all of a decision is there, or nothing, and done again
it is whole.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import command_victim
from tests.site import NAMES, PASSPHRASE, Site, correct, site, whole_site

__all__ = ["site", "whole_site"]

KILLS = int(os.environ.get("PENDATA_COMMAND_KILLS", "1"))
ROOT = Path(__file__).resolve().parents[2]
STREET = "/data/lokasi/alamat"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs fork and signals")


def killed(site: Site, **commands: list[str]) -> dict[str, dict[str, int]]:
    """How often each command left what, when killed KILLS times from its first step to its last."""
    done = subprocess.run(
        [sys.executable, "-m", command_victim.__name__, str(site.folder), site.office.name, str(KILLS)],
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PENDATA_PASSPHRASE": PASSPHRASE},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, int]] = json.loads(done.stdout.splitlines()[-1])
    return found


def check(outcomes: dict[str, dict[str, int]]) -> None:
    """Nothing but nothing and all."""
    for name, found in outcomes.items():
        assert set(found) <= {"nothing", "all"}, name
        assert sum(found.values()) == KILLS, name


def test_a1_a_settlement_that_is_killed_is_there_or_can_be_done_again(site: Site) -> None:
    for number, street in enumerate(("Jalan Melati 1", "Jalan Mawar 2")):
        with site.open_laptop(number) as laptop:
            correct(laptop, site.records[0], {STREET: street})
        site.send_up(number)
    site.take_in()
    take = ["--household", site.records[0], "--take", NAMES[1], "--reason", "Sudah ditanyakan"]
    check(killed(site, settle=["office", "conflicts", "@/kantor", *take]))


def test_a1_what_an_office_decides_is_there_or_can_be_done_again(site: Site) -> None:
    one, other = site.records[:2]
    why = ["--reason", "Sudah ditanyakan"]
    office = {
        "merge": ["duplicates", "@/kantor", "--pair", one, other, "--merge", *why],
        "approve": ["review", "@/kantor", "--approve-clean", "--comment", "Lengkap"],
        "give back": ["review", "@/kantor", "--return", one, "--comment", "Alamat kurang"],
        "give": ["give", "@/kantor", "--from", NAMES[0], "--to", NAMES[1], "--all", *why],
        "revoke": ["laptops", "@/kantor", "--revoke", NAMES[0], *why],
        "import": ["import", "@/kantor", "@/unread.pendata"],
    }
    check(killed(site, **{name: ["office", *words] for name, words in office.items()}))
