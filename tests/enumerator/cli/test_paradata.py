# SPDX-License-Identifier: Apache-2.0
"""How the interviews were held, from the command line into a table that ODK's tools read."""

from __future__ import annotations

import csv

from tests.enumerator.cli.conftest import Run
from tests.site import Site


def test_the_times_of_all_interviews_go_into_one_table(run: Run, site: Site) -> None:
    run("office", "import", site.office, site.unread)
    target = site.stick / "audit.csv"
    code, out, _err = run("office", "paradata", site.office, target)
    assert code == 0
    assert "audit.csv" in out
    with target.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0])[1:6] == ["instance ID", "event", "node", "start", "end"]
    finished = [line for line in lines if line["event"] == "form finalize"]
    assert len(finished) == 4
    assert "Siti Aminah" in {line["user"] for line in finished}
    assert all(line["start"].isdigit() for line in lines)
