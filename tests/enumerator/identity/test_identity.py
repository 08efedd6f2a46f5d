# SPDX-License-Identifier: Apache-2.0
"""From a new project to an enrolled laptop, and what is refused on the way."""

from __future__ import annotations

import errno
import io
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from enumerator.identity import files, symbols
from enumerator.identity.certificates import (
    CertificateRequest,
    issue,
    office_certificate,
    open_log,
    request_message,
    revoke,
)
from enumerator.identity.enrolment import Enrolled, enrol, pending_request
from enumerator.identity.epoch import begin_new_log
from enumerator.identity.faults import IdentityError, WaitError, WrongPassphraseError
from enumerator.identity.keys import Keys
from enumerator.identity.kit import MadeKit, kit_face, make_kit, open_kit
from enumerator.identity.office import CreatedOffice, create_office
from enumerator.identity.passphrase import WeakPassphraseError
from enumerator.identity.project import Duty, Role, new_person
from enumerator.identity.rest import RestWatch
from enumerator.identity.sealing import SealError
from enumerator.identity.signing import sign, verify
from enumerator.identity.staff import WrongPinError, add_staff, require, sign_in, staff_of
from enumerator.identity.trust import Standing, Trust
from enumerator.identity.unlock import change_passphrase, recover, unlock

WORDS = "pagar hijau tiga kelapa"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> CreatedOffice:
    return create_office(tmp_path_factory.mktemp("office"), "Verval 2026", WORDS, person="Ibu Rini")


def a_kit(office: CreatedOffice, folder: Path, **changes: object) -> MadeKit:
    settings: dict[str, object] = {"files": {"form.xml": b"<x/>"}, "now": NOW, "area": "33.74.02"} | changes
    return make_kit(office.keys, folder / "siti.pendata-kit", new_person("Siti"), **settings)  # type: ignore[arg-type]


def enrolled(office: CreatedOffice, folder: Path) -> Enrolled:
    kit = a_kit(office, folder)
    return enrol(folder / "laptop", kit.path, kit.code, WORDS, clock=Clock())


def test_what_was_locked_with_a_passphrase_opens_with_it(tmp_path: Path) -> None:
    made = create_office(tmp_path / "a", "Verval", WORDS, person="Rini", training=True)
    keys = unlock(tmp_path / "a", WORDS)
    assert (keys.db_key, keys.log, keys.author) == (made.keys.db_key, made.keys.log, made.keys.author)
    assert (keys.role, keys.project.training, keys.person.name) == (Role.OFFICE, True, "Rini")


def test_no_secret_stands_in_the_vault_or_in_a_representation(tmp_path: Path) -> None:
    keys = create_office(tmp_path / "a", "Verval", WORDS).keys
    made = create_office(tmp_path / "b", "Verval", WORDS)
    assert made.sheets.first not in repr(made)
    for text in ((tmp_path / "a" / "vault.json").read_text("utf-8"), repr(keys)):
        assert keys.db_key.hex() not in text
        assert keys.secrets.signing.hex() not in text
        assert keys.secrets.sealing not in text


def test_a_wrong_passphrase_is_always_told_in_the_same_words(tmp_path: Path) -> None:
    create_office(tmp_path / "a", "Verval", WORDS)
    told = set()
    for wrong in ("", WORDS + " ", WORDS.upper(), "x" * 10_000):
        with pytest.raises(WrongPassphraseError) as caught:
            unlock(tmp_path / "a", wrong, clock=Clock())
        told.add(str(caught.value))
        (tmp_path / "a" / "attempts.json").unlink()
    assert len(told) == 1


def test_guessing_is_slowed_and_the_right_one_still_works_after_the_wait(tmp_path: Path) -> None:
    folder, clock = tmp_path / "a", Clock()
    create_office(folder, "Verval", WORDS)
    for _attempt in range(3):
        with pytest.raises(WrongPassphraseError):
            unlock(folder, "wrong wrong", clock=clock)
    with pytest.raises(WaitError) as caught:
        unlock(folder, WORDS, clock=clock)
    clock.now += timedelta(seconds=caught.value.seconds)
    with pytest.raises(WrongPassphraseError):
        unlock(folder, "wrong wrong", clock=clock)
    with pytest.raises(WaitError) as longer:
        unlock(folder, WORDS, clock=clock)
    assert longer.value.seconds > caught.value.seconds
    clock.now += timedelta(seconds=longer.value.seconds)
    unlock(folder, WORDS, clock=clock)
    assert not (folder / "attempts.json").exists()


@pytest.mark.parametrize("weak", ["", "pendek", "aaaaaaaaaaaa", "12345678", "Indonesia", "abababababab"])
def test_a_passphrase_a_stranger_would_guess_is_refused(tmp_path: Path, weak: str) -> None:
    with pytest.raises(WeakPassphraseError):
        create_office(tmp_path / "a", "Verval", weak)
    assert not (tmp_path / "a").exists()


def test_the_same_passphrase_composed_or_decomposed_is_the_same(tmp_path: Path) -> None:
    create_office(tmp_path / "a", "Verval", "caf\u00e9 pagi hari")
    unlock(tmp_path / "a", "cafe\u0301 pagi hari")


def test_changing_the_passphrase_changes_only_the_way_in(tmp_path: Path) -> None:
    before = create_office(tmp_path / "a", "Verval", WORDS).keys
    change_passphrase(tmp_path / "a", WORDS, "jendela biru dua kapal")
    with pytest.raises(WrongPassphraseError):
        unlock(tmp_path / "a", WORDS)
    assert unlock(tmp_path / "a", "jendela biru dua kapal").secrets == before.secrets


@pytest.mark.parametrize("swapped", [False, True])
def test_a_forgotten_passphrase_is_recovered_with_the_two_sheets(
    office: CreatedOffice, tmp_path: Path, swapped: bool
) -> None:
    keys = enrolled(office, tmp_path).keys
    first, second = office.sheets.first, office.sheets.second
    if swapped:
        first, second = second, first
    opened = recover(tmp_path / "laptop", first.lower().replace("-", " "), second, "jendela biru dua kapal")
    assert opened.secrets == keys.secrets
    assert unlock(tmp_path / "laptop", "jendela biru dua kapal").db_key == keys.db_key
    with pytest.raises(WrongPassphraseError):
        unlock(tmp_path / "laptop", WORDS)


def test_one_sheet_alone_or_a_slip_or_another_projects_sheets_open_nothing(
    office: CreatedOffice, tmp_path: Path
) -> None:
    enrolled(office, tmp_path)
    sheets = office.sheets
    other = create_office(tmp_path / "other", "Lain", WORDS).sheets
    slip = ("A" if sheets.second[0] != "A" else "B") + sheets.second[1:]
    for first, second in (
        (sheets.first, sheets.first),
        (sheets.first, slip),
        (sheets.first, ""),
        (other.first, other.second),
        (sheets.first, other.second),
    ):
        with pytest.raises(IdentityError):
            recover(tmp_path / "laptop", first, second, "jendela biru dua kapal")
    unlock(tmp_path / "laptop", WORDS)


def test_every_single_slip_on_a_sheet_is_noticed() -> None:
    chance = random.Random(5)
    missed = 0
    for _round in range(200):
        secret = chance.randbytes(16)
        text = symbols.written(secret, "sheet 1")
        assert symbols.read(text, 16, "sheet 1") == secret
        place = chance.choice([at for at, symbol in enumerate(text) if symbol != "-"])
        wrong = chance.choice([symbol for symbol in "0123456789ABCDEFGHJKMNPQ" if symbol != text[place]])
        try:
            symbols.read(text[:place] + wrong + text[place + 1 :], 16, "sheet 1")
        except symbols.SlipError:
            continue
        missed += 1
    assert missed <= 2  # a check of ten bits lets one slip in a thousand pass


def test_a_project_is_never_made_over_another(office: CreatedOffice, tmp_path: Path) -> None:
    create_office(tmp_path / "a", "Verval", WORDS)
    before = (tmp_path / "a" / "vault.json").read_bytes()
    with pytest.raises(IdentityError):
        create_office(tmp_path / "a", "Lain", WORDS)
    kit = a_kit(office, tmp_path)
    with pytest.raises(IdentityError):
        enrol(tmp_path / "a", kit.path, kit.code, WORDS, clock=Clock())
    assert (tmp_path / "a" / "vault.json").read_bytes() == before


def test_a_damaged_or_weakened_vault_is_refused(tmp_path: Path) -> None:
    create_office(tmp_path / "a", "Verval", WORDS)
    path = tmp_path / "a" / "vault.json"
    whole = path.read_text("utf-8")
    weaker, other = whole.replace("65536", "8"), whole.replace('"sealed": "', '"sealed": "00')
    for bad in ("", "{}", whole[:-40], weaker, other):
        path.write_text(bad, "utf-8")
        with pytest.raises(IdentityError):
            unlock(tmp_path / "a", WORDS, clock=Clock())
        (tmp_path / "a" / "attempts.json").unlink(missing_ok=True)
    path.write_text(whole, "utf-8")
    unlock(tmp_path / "a", WORDS)


def test_a_kit_opens_with_its_code_and_carries_what_was_put_in(office: CreatedOffice, tmp_path: Path) -> None:
    kit = a_kit(office, tmp_path)
    assert kit_face(kit.path).project == "Verval 2026"
    opened = open_kit(kit.path, kit.code.lower().replace("-", " "), clock=Clock())
    assert opened.project == office.keys.project
    assert opened.terms == kit.terms
    assert opened.files == {"form.xml": b"<x/>"}


def test_nothing_inside_a_kit_is_readable_without_the_code(office: CreatedOffice, tmp_path: Path) -> None:
    kit = a_kit(office, tmp_path, files={"tugas.json": b"RAHASIA-KELUARGA" * 20})
    content = kit.path.read_bytes()
    assert b"RAHASIA" not in content
    assert b"Siti" not in content
    assert kit.code.replace("-", "").encode() not in content


def test_a_kit_is_refused_with_words_when_it_cannot_be_used(office: CreatedOffice, tmp_path: Path) -> None:
    kit = a_kit(office, tmp_path)
    other = a_kit(office, tmp_path / "..").code
    with pytest.raises(IdentityError) as mistyped:
        open_kit(kit.path, kit.code[:-1] + ("0" if kit.code[-1] != "0" else "1"), clock=Clock())
    with pytest.raises(IdentityError) as wrong:
        open_kit(kit.path, other, clock=Clock())
    with pytest.raises(IdentityError) as expired:
        open_kit(kit.path, kit.code, clock=Clock(NOW + timedelta(days=15)))
    assert len({mistyped.value.what, wrong.value.what, expired.value.what}) == 3
    whole = bytearray(kit.path.read_bytes())
    for damage in (whole[:-1], b"", b"PK\x03\x04 something else", bytes(whole[:-9]) + b"x" * 9):
        kit.path.write_bytes(damage)
        with pytest.raises(IdentityError):
            open_kit(kit.path, kit.code, clock=Clock())


def test_the_face_of_a_kit_cannot_be_changed(office: CreatedOffice, tmp_path: Path) -> None:
    kit = a_kit(office, tmp_path)
    kit.path.write_bytes(kit.path.read_bytes().replace(b'"training":false', b'"training":true'))
    with pytest.raises(IdentityError):
        open_kit(kit.path, kit.code, clock=Clock())


def test_an_enrolled_laptop_gets_its_certificate_by_its_first_request(
    office: CreatedOffice, tmp_path: Path
) -> None:
    laptop = enrolled(office, tmp_path)
    assert laptop.keys.role is Role.ENUMERATOR
    assert laptop.keys.area == "33.74.02"
    assert pending_request(tmp_path / "laptop") == laptop.request
    certificate = issue(office.keys, laptop.request, NOW)
    assert (certificate.name, certificate.area, certificate.log) == ("Siti", "33.74.02", laptop.keys.log)
    trust = Trust.gathered(office.keys.project, [certificate.to_values()])
    assert trust.standing(laptop.keys.log, 1) is Standing.TRUSTED
    assert trust.signing(laptop.keys.log) == laptop.keys.public


def test_a_request_is_bound_to_the_kit_the_code_and_its_words(office: CreatedOffice, tmp_path: Path) -> None:
    laptop = enrolled(office, tmp_path)
    other = create_office(tmp_path / "other", "Lain", WORDS).keys
    request = laptop.request
    with pytest.raises(IdentityError):
        issue(other, request, NOW)
    with pytest.raises(IdentityError):
        issue(office.keys, request, NOW, used=frozenset({request.kit}))
    later = "2099-01-01T00:00:00+00:00"
    for field, value in (("name", "Budi"), ("area", ""), ("expires", later), ("kit", "00" * 8)):
        forged = request.model_copy(update={field: value})
        resigned = forged.model_copy(update={"signature": _signed_request(laptop.keys, forged)})
        for attempt in (forged, resigned):
            with pytest.raises(IdentityError):
                issue(office.keys, attempt, NOW)


def _signed_request(keys: Keys, request: CertificateRequest) -> bytes:
    return keys.sign(request_message(request))


def test_a_revoked_laptop_is_believed_up_to_the_cut_and_no_further(
    office: CreatedOffice, tmp_path: Path
) -> None:
    laptop = enrolled(office, tmp_path)
    certificate = issue(office.keys, laptop.request, NOW).to_values()
    revocation = revoke(office.keys, laptop.keys.log, 40, NOW, "Laptop hilang").to_values()
    trust = Trust.gathered(office.keys.project, [certificate], [revocation])
    assert trust.standing(laptop.keys.log, 40) is Standing.TRUSTED
    assert trust.standing(laptop.keys.log, 41) is Standing.REVOKED
    forged = revocation | {"last_trusted": "1"}
    assert Trust.gathered(office.keys.project, [certificate], [forged]).cuts == {}


def test_a_restored_laptop_goes_on_in_a_new_log_that_is_believed(
    office: CreatedOffice, tmp_path: Path
) -> None:
    laptop = enrolled(office, tmp_path)
    certificate = issue(office.keys, laptop.request, NOW).to_values()
    fresh, opening = begin_new_log(tmp_path / "laptop", laptop.keys, NOW, "Dipulihkan dari cadangan")
    assert fresh.log != laptop.keys.log
    again = unlock(tmp_path / "laptop", WORDS)
    assert (again.log, again.device) == (fresh.log, laptop.keys.log)
    project = office.keys.project
    trust = Trust.gathered(project, [certificate], openings=[opening.to_values()])
    assert trust.standing(fresh.log, 9) is Standing.TRUSTED
    assert trust.signing(fresh.log) == laptop.keys.public
    revocation = revoke(office.keys, laptop.keys.log, 40, NOW, "Hilang").to_values()
    cut = Trust.gathered(project, [certificate], [revocation], [opening.to_values()])
    assert cut.standing(laptop.keys.log, 40) is Standing.TRUSTED
    assert cut.standing(fresh.log, 1) is Standing.REVOKED
    spared = revoke(office.keys, fresh.log, 3, NOW, "Hilang").to_values()
    both = Trust.gathered(project, [certificate], [revocation, spared], [opening.to_values()])
    assert [both.standing(fresh.log, seq) for seq in (3, 4)] == [Standing.TRUSTED, Standing.REVOKED]


def test_nobody_opens_a_log_for_somebody_else(office: CreatedOffice, tmp_path: Path) -> None:
    laptop = enrolled(office, tmp_path)
    certificate = issue(office.keys, laptop.request, NOW).to_values()
    forged = open_log(replace(office.keys, device=laptop.keys.device), "ab" * 16, NOW, "").to_values()
    taken = open_log(laptop.keys, office.keys.log, NOW, "").to_values()
    own = office_certificate(office.keys, NOW).to_values()
    trust = Trust.gathered(office.keys.project, [own, certificate], openings=[forged, taken])
    assert trust.standing("ab" * 16) is Standing.UNKNOWN
    assert trust.signing(office.keys.log) == office.keys.public


def test_forged_and_foreign_certificates_are_passed_over(office: CreatedOffice, tmp_path: Path) -> None:
    laptop = enrolled(office, tmp_path)
    good = issue(office.keys, laptop.request, NOW).to_values()
    foreign = office_certificate(create_office(tmp_path / "other", "Lain", WORDS).keys, NOW).to_values()
    forgeries = [good | {"name": "Budi"}, good | {"role": "office"}, {"name": "Budi"}, foreign]
    assert Trust.gathered(office.keys.project, forgeries).certificates == {}
    own = office_certificate(office.keys, NOW).to_values()
    assert set(Trust.gathered(office.keys.project, [own, good]).certificates) == {
        office.keys.log,
        laptop.keys.log,
    }


def test_a_signature_for_one_purpose_is_none_for_another(office: CreatedOffice) -> None:
    signature = office.keys.sign(b"pendata-card-v1\0abc")
    assert verify(office.keys.public, b"pendata-card-v1\0abc", signature)
    assert not verify(office.keys.public, b"pendata-bundle-v1\0abc", signature)
    assert not verify(office.keys.public, b"pendata-card-v1\0abd", signature)
    assert not verify(bytes(32), b"pendata-card-v1\0abc", signature)
    for bad in (b"abc", b"pendata-card-v1 abc", b""):
        with pytest.raises(ValueError, match="purpose"):
            sign(office.keys.secrets.signing, bad)


def test_what_is_sealed_opens_for_the_receiver_and_the_sender_only(
    office: CreatedOffice, tmp_path: Path
) -> None:
    laptop = enrolled(office, tmp_path).keys
    stranger = create_office(tmp_path / "other", "Lain", WORDS).keys
    content = random.Random(1).randbytes(3_000_000)
    sealed = io.BytesIO()
    laptop.seal(io.BytesIO(content), sealed, [office.keys.recipient])
    for keys in (office.keys, laptop):
        opened = io.BytesIO()
        keys.open(io.BytesIO(sealed.getvalue()), opened)
        assert opened.getvalue() == content
    with pytest.raises(SealError):
        stranger.open(io.BytesIO(sealed.getvalue()), io.BytesIO())


@pytest.mark.parametrize("damage", ["cut", "flipped", "longer", "empty"])
def test_a_damaged_seal_is_noticed(office: CreatedOffice, damage: str) -> None:
    sealed = io.BytesIO()
    office.keys.seal(io.BytesIO(bytes(200_000)), sealed, [])
    whole = sealed.getvalue()
    bad = {
        "cut": whole[:-1],
        "flipped": whole[:150_000] + bytes([whole[150_000] ^ 1]) + whole[150_001:],
        "longer": whole + b"x",
        "empty": b"",
    }[damage]
    with pytest.raises(SealError):
        office.keys.open(io.BytesIO(bad), io.BytesIO())


class _Broken(io.BytesIO):
    def write(self, _content: object) -> int:
        raise OSError(28, "full")


def test_what_the_disk_says_while_sealing_comes_through_as_it_is(office: CreatedOffice) -> None:
    sealed = io.BytesIO()
    office.keys.seal(io.BytesIO(bytes(200_000)), sealed, [])
    with pytest.raises(OSError, match="full") as caught:
        office.keys.seal(io.BytesIO(bytes(200_000)), _Broken(), [])
    assert caught.value.errno == 28
    with pytest.raises(OSError, match="full"):
        office.keys.open(io.BytesIO(sealed.getvalue()), _Broken())


def test_a_kit_for_which_a_stick_has_no_room_leaves_nothing_there(
    office: CreatedOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "force", full)
    with pytest.raises(IdentityError):
        make_kit(office.keys, tmp_path / "a.pendata-kit", new_person("Ani"), files={}, now=datetime.now(UTC))
    assert list(tmp_path.iterdir()) == []


def test_a_kit_for_a_stick_that_is_gone_is_told_in_words(office: CreatedOffice, tmp_path: Path) -> None:
    with pytest.raises(IdentityError) as caught:
        make_kit(office.keys, tmp_path / "gone" / "a.pendata-kit", new_person("Siti"), files={}, now=NOW)
    assert caught.value.remedy


def test_people_at_the_office_speak_in_their_own_name_by_pin(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    create_office(folder, "Verval", WORDS, person="Rini")
    keys = add_staff(folder, WORDS, "Pak Joko", Duty.SUPERVISOR, "120344")
    ((joko, duty),) = staff_of(keys)
    assert duty is Duty.SUPERVISOR
    his = sign_in(unlock(folder, WORDS), folder, joko.id, "120344", clock=Clock())
    assert (his.author, his.log) == (joko.id, keys.log)
    require(his, Duty.OPERATOR)
    with pytest.raises(IdentityError):
        require(his, Duty.APPROVER)
    with pytest.raises(WrongPinError):
        sign_in(keys, folder, joko.id, "120345", clock=Clock())
    with pytest.raises(WrongPinError):
        sign_in(keys, folder, "00" * 8, "120344", clock=Clock())
    with pytest.raises(IdentityError):
        add_staff(folder, WORDS, "Ani", Duty.OPERATOR, "111111")


def test_a_new_pin_replaces_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    create_office(folder, "Verval", WORDS)
    add_staff(folder, WORDS, "Joko", Duty.OPERATOR, "120344")
    keys = add_staff(folder, WORDS, "Joko", Duty.APPROVER, "998877")
    ((joko, duty),) = staff_of(keys)
    assert duty is Duty.APPROVER
    with pytest.raises(WrongPinError):
        sign_in(keys, folder, joko.id, "120344", clock=Clock())
    assert sign_in(keys, folder, joko.id, "998877", clock=Clock()).person == joko


def test_the_screen_locks_after_rest_and_not_while_somebody_types() -> None:
    seconds = [0.0]
    watch = RestWatch(10, lambda: seconds[0])
    seconds[0] = 599
    assert not watch.due()
    watch = RestWatch(10, lambda: seconds[0])  # as the window does at every touch
    seconds[0] = 1198
    assert not watch.due()
    seconds[0] = 1199
    assert watch.due()
