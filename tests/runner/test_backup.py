"""Backup and restore: everything comes back, nothing secret leaves, nothing is overwritten."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from accounts.models import User
from accounts.roles import COMMUNICATIONS, MANAGER
from core.backup import archive, database
from core.backup.services import make_backup
from core.backup.state import backup_state, check_backup
from core.erasing import note_erasure
from ind_reputation.runner.pytest_database import copy_template
from kpis.models import MonthlyReport
from kpis.services import reporting
from tests.conftest import create_person
from tests.kpis.factories import OCTOBER, an_ordinary_month

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def installation(settings: Any, tmp_path: Path) -> Path:
    """A data directory of its own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.fixture
def filled(installation: Path) -> Path:
    """An installation with a person, a session and two attachments."""
    User.objects.create_user("anna@ind.example", "Anna de Vries", "correct-horse-battery-staple")
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('key-of-a-session', 'data', now())")
    media = installation / "data" / "media"
    (media / "jobs").mkdir(parents=True)
    (media / "jobs" / "lijst café.csv").write_bytes(b"naam;plaats\n" * 1000)
    (media / "empty").write_bytes(b"")
    keys = installation / "data" / "keys"
    keys.mkdir()
    (keys / "wave-1").write_text("the-key-that-stays-here")
    return installation


@pytest.fixture
def empty_again(installation: Path) -> Callable[[], None]:
    """Makes this process's database and files those of a fresh installation."""

    def empty() -> None:
        name = connections["default"].settings_dict["NAME"]
        connections.close_all()
        copy_template(name)
        media = installation / "data" / "media"
        if media.exists():
            media.rename(installation / "media-before")

    return empty


def rows() -> dict[str, int]:
    with database.connect_as_owner() as connection:
        return database.count_rows(connection, database.tables(connection))


def test_a_restore_brings_back_every_row_and_file_and_only_sessions_are_gone(filled: Path, empty_again: Any) -> None:
    before = rows()
    backup = filled / "one.backup"
    call_command("backup", "--out", str(backup))
    empty_again()
    call_command("restore", str(backup))
    after = rows()
    assert before["django_session"] == 1
    assert after == {**before, "django_session": 0}
    anna = User.objects.get(email="anna@ind.example")
    assert anna.check_password("correct-horse-battery-staple")
    media, kept = filled / "data" / "media", filled / "media-before"
    assert {path.relative_to(media): path.read_bytes() for path in archive.files_below(media)} == {
        path.relative_to(kept): path.read_bytes() for path in archive.files_below(kept)
    }
    # The application's role has its rights again, and still no others.
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, has_schema_privilege('public', 'CREATE')")
        assert cursor.fetchone() == ("ind_app", False)
    again = filled / "two.backup"
    call_command("backup", "--out", str(again))
    assert archive.read_manifest(again).rows == archive.read_manifest(backup).rows


def test_a_monthly_report_is_byte_for_byte_the_same_after_a_restore(filled: Path, empty_again: Any) -> None:
    communications, manager = create_person(COMMUNICATIONS), create_person(MANAGER)
    an_ordinary_month(communications)
    draft = reporting.draft_report(month=OCTOBER, at=AT)
    reporting.approve_report(report=draft, by=manager, at=AT)
    assert reporting.mail_report(report_id=draft.pk, at=AT)

    def rendered() -> tuple[bytes, bytes, str]:
        """The file that was mailed, the same report rendered anew from what is stored, and the kept hash."""
        report = MonthlyReport.objects.get()
        assert report.approved_at
        anew = reporting.render(
            snapshot=report.snapshot, version=report.version, at=report.approved_at, changes=report.changes
        )
        call_command("monthly_report", "--month", "2026-10", "--out", str(filled / "report.pdf"))
        return (filled / "report.pdf").read_bytes(), anew, report.pdf_sha256

    before = rendered()
    backup = filled / "one.backup"
    call_command("backup", "--out", str(backup))
    empty_again()
    assert not MonthlyReport.objects.exists()
    call_command("restore", str(backup))
    after = rendered()
    assert after == before
    mailed, anew, kept = after
    assert mailed.startswith(b"%PDF-")
    assert hashlib.sha256(mailed).hexdigest() == hashlib.sha256(anew).hexdigest() == kept


def test_a_restore_says_how_many_sealed_answers_need_their_keys(
    filled: Path, empty_again: Any, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BACKUP_SEALED_TABLES = ["accounts_user"]
    make_backup(out=filled / "one.backup", at=AT)
    empty_again()
    call_command("restore", str(filled / "one.backup"))
    assert "1 sealed answers and signals can only be read with the keys" in capsys.readouterr().out


def test_a_restore_says_how_many_erasures_are_newer_than_the_backup(
    filled: Path, empty_again: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    note_erasure(hashes=["a"], request=1, at=AT - timedelta(days=1))
    make_backup(out=filled / "one.backup", at=AT)
    for number in (2, 3):
        note_erasure(hashes=["b"], request=number, at=AT + timedelta(days=number))
    with (filled / "data" / "backups" / "erasures.jsonl").open("a") as file:
        file.write("a damaged line\n")
    empty_again()
    call_command("restore", str(filled / "one.backup"))
    said = capsys.readouterr().out
    assert "2 persons were erased after this backup was made and are back: run replay_erasures" in said


def test_a_restore_of_a_backup_newer_than_every_erasure_does_not_speak_of_them(
    filled: Path, empty_again: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    note_erasure(hashes=["a"], request=1, at=AT - timedelta(days=1))
    make_backup(out=filled / "one.backup", at=AT)
    empty_again()
    call_command("restore", str(filled / "one.backup"))
    assert "replay_erasures" not in capsys.readouterr().out


def test_the_tables_named_in_the_settings_exist(settings: Any) -> None:
    named = {*settings.BACKUP_EXCLUDED_TABLES, *settings.BACKUP_SEALED_TABLES}
    with database.connect_as_owner() as connection:
        assert named - set(database.tables(connection)) == set()


def test_a_backup_holds_no_key_and_no_session_and_is_for_its_owner_only(filled: Path) -> None:
    backup = filled / "one.backup"
    make_backup(out=backup, at=AT)
    content = backup.read_bytes()
    assert b"the-key-that-stays-here" not in content
    assert "django_session" in archive.read_manifest(backup).left_out
    assert "django_session" not in archive.read_manifest(backup).rows
    assert backup.stat().st_mode & 0o077 == 0
    with tarfile.open(backup) as tar:
        assert sorted(tar.getnames()) == ["database.dump", "manifest.json", "media/empty", "media/jobs/lijst café.csv"]


def test_an_installation_with_users_or_files_is_never_overwritten(filled: Path, empty_again: Any) -> None:
    backup = filled / "one.backup"
    make_backup(out=backup, at=AT)
    with pytest.raises(CommandError, match="files in"):
        call_command("restore", str(backup))
    empty_again()
    User.objects.create_user("boris@ind.example", "Boris", "correct-horse-battery-staple")
    with pytest.raises(CommandError, match="has users"):
        call_command("restore", str(backup))
    assert [user.email for user in User.objects.all()] == ["boris@ind.example"]


def test_a_changed_byte_is_noticed_before_anything_is_written(filled: Path, empty_again: Any) -> None:
    backup = filled / "one.backup"
    make_backup(out=backup, at=AT)
    content = bytearray(backup.read_bytes())
    content[content.index(b"naam;plaats") + 3] ^= 1
    backup.write_bytes(content)
    empty_again()
    with pytest.raises(CommandError, match=r"damaged: media/jobs/lijst café\.csv"):
        call_command("restore", str(backup))
    assert not User.objects.exists()
    assert not (filled / "data" / "media").exists()


@pytest.mark.parametrize("content", [b"", b"no tar at all", b"\0" * 20_000])
def test_a_file_that_is_no_backup_is_refused(installation: Path, content: bytes) -> None:
    (installation / "x").write_bytes(content)
    with pytest.raises(CommandError, match="not a complete backup"):
        call_command("restore", str(installation / "x"))
    with pytest.raises(CommandError, match="not a complete backup"):
        call_command("restore", str(installation / "is-not-there"))


def test_a_cut_off_backup_is_refused(filled: Path, empty_again: Any) -> None:
    backup = filled / "one.backup"
    make_backup(out=backup, at=AT)
    backup.write_bytes(backup.read_bytes()[:-12_000])
    empty_again()
    with pytest.raises(CommandError, match="not a complete backup"):
        call_command("restore", str(backup))


def rewritten(backup: Path, change: dict[str, Any]) -> Path:
    """A copy of the backup with another manifest."""
    target = backup.with_suffix(".changed")
    with tarfile.open(backup) as old, tarfile.open(target, "w") as new:
        for entry in old:
            file = old.extractfile(entry)
            assert file
            content = file.read()
            if entry.name == archive.MANIFEST:
                content = json.dumps({**json.loads(content), **change}).encode()
                entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    return target


def test_a_backup_of_a_newer_product_or_server_is_refused(filled: Path, empty_again: Any) -> None:
    backup = filled / "one.backup"
    make_backup(out=backup, at=AT)
    empty_again()
    for change, words in (
        ({"migrations": ["core.9999_from_the_future"]}, "newer version of the product"),
        ({"server_major": 99}, "comes from PostgreSQL 99"),
        ({"format": 2}, "cannot read"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("restore", str(rewritten(backup, change)))
    assert not User.objects.exists()


def test_an_existing_file_is_never_overwritten_and_a_failure_leaves_no_half_file(filled: Path, settings: Any) -> None:
    backup = filled / "backups" / "one.backup"
    make_backup(out=backup, at=AT)
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", "--out", str(backup))
    settings.DATABASE_OWNER_URL = settings.DATABASE_OWNER_URL.replace("ind_test_", "is_not_there_")
    with pytest.raises(Exception, match="does not exist"):
        make_backup(out=filled / "backups" / "two.backup", at=AT)
    assert [path.name for path in (filled / "backups").iterdir()] == ["one.backup"]


def test_the_state_tells_age_size_and_the_last_proven_restore(
    filled: Path, empty_again: Any, time_machine: Any
) -> None:
    assert check_backup()[0] == "error"
    backup = filled / "data" / "backups" / "one.backup"
    time_machine.move_to(AT, tick=False)
    make_backup(out=backup, at=AT)
    assert check_backup()[0] == "warning"
    empty_again()
    call_command("restore", str(backup))
    state = backup_state()
    assert (state.made_at, state.size, state.proven_at) == (AT, backup.stat().st_size, AT)
    assert check_backup()[0] == "ok"
    time_machine.move_to(AT + timedelta(days=3), tick=False)
    assert check_backup()[0] == "error"
