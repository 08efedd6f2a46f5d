# SPDX-License-Identifier: Apache-2.0
"""Makes the sample of this version: `python -m tests.past_versions.make`. Run once for each version that is
given out, never again for one that was: a later program must open what an earlier one wrote.

A training project with fixed names, times and answers. Keys, salts and therefore the bytes are new each time
it is run; what is in them is not, and stands in expected.json.
"""

from __future__ import annotations

import json
import shutil
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from enumerator import __version__
from enumerator.bundles.pack import export_bundle
from enumerator.bundles.unpack import import_bundle
from enumerator.forms import Context, Form, Interview
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.interviews.reviews import take_up
from enumerator.office.inbox import export_to_laptops
from enumerator.registry.assigning import Target, assign
from enumerator.registry.places import load_places
from enumerator.registry.staff import enumerators
from enumerator.store.revision import Entry
from enumerator.workspace import (
    Workspace,
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
)

HERE = Path(__file__).resolve().parent
PASSPHRASE = "kata sandi contoh lama"
_KELURAHAN = next(iter(load_places().kelurahan.values()))
_PHOTO = bytes(range(256)) * 40
_FORM = """\
| survey |             |         |           |            |
|        | type        | name    | label     | constraint |
|        | text        | nama    | Nama      |            |
|        | integer     | umur    | Umur      | . < 120    |
|        | begin_repeat| anggota | Anggota   |            |
|        | text        | panggil | Panggilan |            |
|        | end_repeat  |         |           |            |
|        | image       | foto    | Foto      |            |
| settings |            |            |         |
|          | form_id    | form_title | version |
|          | contoh     | Contoh     | 1       |
"""


class _Clock:
    """Goes on by a minute whenever it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 8, 0, tzinfo=timezone(timedelta(hours=7)))

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def make(target: Path) -> None:
    """office/ and laptop/ (data folders), a kit, bundles that are not taken in yet, and expected.json."""
    clock, work = _Clock(), target / "work"
    work.mkdir(parents=True)
    office, sheets = create_office_workspace(
        target / "office", "Contoh lama", PASSPHRASE, person="Budi", training=True, clock=clock
    )
    (work / "contoh.md").write_text(_FORM, "utf-8")
    form = office.library.get(office.library.publish(work / "contoh.md").hash)
    kit = make_enrolment_kit(office, work, "Sri")
    spare = make_enrolment_kit(office, work, "Andi")
    laptop = enrol_workspace(target / "laptop", kit.path, kit.code, PASSPHRASE, clock=clock)
    _carry(laptop, office, work)
    (person,) = (each for each in enumerators(office.store) if each.name == "Sri")
    area = (_KELURAHAN.code, _KELURAHAN.kecamatan.code)
    (given,) = assign(office.store, [Target("Tini", *area)], person.person)
    down = export_to_laptops(office, work)[0].path
    import_bundle(laptop.store, laptop.keys, down)
    first = _interview(laptop, form, given.values["household"], {"/data/nama": "Tini", "/data/umur": "41"})
    second = _interview(laptop, form, None, {"/data/nama": "Parto", "/data/umur": "67"})
    _carry(laptop, office, work)
    office.store.append(
        Entry(
            "review-1",
            "review",
            {"household": second, "heads": "", "verdict": "returned", "comment": "Umur?"},
            act="returned",
        )
    )
    drafts = Drafts(laptop.store)
    draft = take_up(laptop.store, drafts, second, form)
    drafts.save(draft.id, {"/data/umur": "68"})
    up = export_bundle(laptop.store, laptop.keys, work).path
    back = export_to_laptops(office, work)[0].path

    up.rename(target / "up.pendata")
    back.rename(target / "down.pendata")
    spare.path.rename(target / "spare.pendata-kit")
    expected = {
        "passphrase": PASSPHRASE,
        "sheets": [sheets.first, sheets.second],
        "code": spare.code,
        "office": state_of(office),
        "laptop": state_of(laptop),
        "draft": drafts.answers(draft.id),
        "households": [first, second],
    }
    for workspace in (office, laptop):
        workspace.close()
    for rest in ("in-use", "pendata.db-wal", "pendata.db-shm"):
        for folder in ("office", "laptop"):
            (target / folder / rest).unlink(missing_ok=True)
    for folder in ("office", "laptop"):
        shutil.rmtree(target / folder / "inbox", ignore_errors=True)
    shutil.rmtree(work)
    (target / "expected.json").write_text(
        json.dumps(expected, indent=1, sort_keys=True, ensure_ascii=False), "utf-8"
    )


def state_of(workspace: Workspace) -> dict[str, object]:
    """What the journal says, by record, and the sizes of the attachments by hash."""
    journal, attachments = workspace.store.journal, workspace.store.attachments
    records: dict[str, object] = {}
    blobs: dict[str, int] = {}
    for _position, revision in journal.of_kind():
        records[f"{revision.kind} {revision.record} {revision.dot}"] = revision.values
        blobs |= {
            blob.sha256: attachments.size(blob.sha256)
            for blob in revision.blobs
            if attachments.has(blob.sha256)
        }
    heads = {
        log: [state.last, state.head.hash if state.head else ""] for log, state in journal.logs().items()
    }
    return {"records": records, "heads": heads, "blobs": blobs}


def _interview(laptop: Workspace, form: Form, household: str | None, answers: dict[str, str]) -> str:
    drafts = Drafts(laptop.store)
    draft = drafts.begin(form, household)
    interview = Interview.begin(form, Context(clock=laptop.store.clock))
    for address, text in answers.items():
        interview.answer(address, text)
    row = interview.add_repeat("/data/anggota").created
    interview.answer(f"{row}/panggil", "Bapak")
    blob = laptop.store.attachments.put(_PHOTO, name="foto.jpg", mime="image/jpeg")
    interview.answer("/data/foto", f"{blob.sha256}.jpg")
    drafts.save(draft.id, interview.answers())
    return finish(laptop.store, drafts, draft.id, interview).record


def _carry(sender: Workspace, receiver: Workspace, folder: Path) -> None:
    packed = export_bundle(sender.store, sender.keys, folder)
    import_bundle(receiver.store, receiver.keys, packed.path)


if __name__ == "__main__":
    chosen = HERE / (sys.argv[1] if len(sys.argv) > 1 else __version__)
    if chosen.exists():
        sys.exit(f"{chosen.name} is there already, and stays as it was written.")
    make(chosen)
