"""What happens after closing: the rest is filed or destroyed, order is wiped out, and every secret is destroyed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import environ
import psycopg
import structlog
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from psycopg import sql
from psycopg.conninfo import make_conninfo

from core.key_files import destroy
from core.models import OutgoingMail
from measurements.choices import State
from measurements.models import Answer, ConfidentialAnswer, Draft, FilingKey, FrameMember, SealedAnswer, Wave

from . import secrets
from .filing import LARGEST_BATCH, lock_filing, waiting_answers, write_batch

log = structlog.get_logger("ind.closing")

# Frame and invitations are deleted at the latest so long after closing; counts stay.
FRAME_KEPT = timedelta(days=90)
_REWRITTEN = ("measurements_answer", "measurements_confidentialanswer", "measurements_invitation")
_VACUUMED = (*_REWRITTEN, "measurements_sealedanswer", "measurements_draft")


def settle_wave(*, wave_id: int) -> bool:
    """Settle a closed wave, whatever was done of it before; False when it needs no settling or somebody is at it.

    A wave that ends with fewer answers than its floor is destroyed unopened.
    """
    wave = Wave.objects.select_related("instrument_version").get(pk=wave_id)
    if wave.state != State.CLOSED or wave.is_settled:
        return False
    days = list(FilingKey.objects.filter(wave=wave).values_list("day", flat=True))
    if not _file_the_rest(wave):
        return False
    for path in [secrets.filing_key_file(wave.key_name, day) for day in days] + _stray_keys(wave):
        destroy(path)
    secrets.destroy_wave_secrets(wave.key_name)
    rewrite_in_random_order(wave_id=wave.pk)
    Wave.objects.filter(pk=wave.pk).update(is_settled=True, done_count=_filed(wave))
    return True


def settle_closed_waves() -> list[int]:
    """Settle every closed wave that is not; returns the ids of those that were."""
    closed = Wave.objects.filter(state=State.CLOSED, is_settled=False).values_list("pk", flat=True)
    settled = []
    for pk in closed:
        try:
            if settle_wave(wave_id=pk):
                settled.append(pk)
        except IntegrityError:
            log.warning("late_answer_at_closing", wave=pk)  # tried again by the next sweep
        except Exception as error:
            # The other waves go on. The kind of error only: its words could be those of a respondent.
            log.error("wave_not_settled", wave=pk, error=type(error).__name__)
    return settled


@transaction.atomic
def _file_the_rest(wave: Wave) -> bool:
    """File or destroy all that waits, drop drafts and public keys. A late answer makes this fail and start anew."""
    if not lock_filing(wave.pk):
        return False
    waiting = waiting_answers(wave)
    if _filed(wave) + len(waiting.readable) >= wave.floor:
        _write_or_destroy(wave, waiting.readable)
    if waiting.lost:
        Wave.objects.filter(pk=wave.pk).update(lost_count=F("lost_count") + len(waiting.lost))
    SealedAnswer.objects.filter(pk__in=[*waiting.readable, *waiting.lost])._raw_delete("default")
    Draft.objects.filter(wave=wave)._raw_delete("default")
    FilingKey.objects.filter(wave=wave)._raw_delete("default")
    return True


def _write_or_destroy(wave: Wave, ids: list[UUID]) -> None:
    """Write what waits; when damaged boxes bring the wave below its floor, nothing of it stays written."""
    before = transaction.savepoint()
    for start in range(0, len(ids), LARGEST_BATCH):
        write_batch(wave, ids[start : start + LARGEST_BATCH])
    if _filed(wave) >= wave.floor:
        transaction.savepoint_commit(before)
    else:
        transaction.savepoint_rollback(before)


def rewrite_in_random_order(*, wave_id: int) -> None:
    """Write answers and done-marks once more in random order as the owner, and vacuum the old rows away.

    After this neither place nor transaction of a row says anything about when it was written.
    """
    with psycopg.connect(owner_connection(), autocommit=True) as owner:
        with owner.transaction():
            for table in map(sql.Identifier, _REWRITTEN):
                owner.execute(
                    sql.SQL(
                        "CREATE TEMPORARY TABLE shuffled ON COMMIT DROP AS "
                        "SELECT * FROM {} WHERE wave_id = %s ORDER BY gen_random_uuid()"
                    ).format(table),
                    [wave_id],
                )
                owner.execute(sql.SQL("DELETE FROM {} WHERE wave_id = %s").format(table), [wave_id])
                owner.execute(sql.SQL("INSERT INTO {} SELECT * FROM shuffled").format(table))
                owner.execute("DROP TABLE shuffled")
        for table in map(sql.Identifier, _VACUUMED):
            owner.execute(sql.SQL("VACUUM {}").format(table))


def owner_connection() -> str:
    """How to connect as the owner of the tables; without a separate owner as the application itself."""
    own = connection.settings_dict
    parsed = environ.Env.db_url_config(settings.DATABASE_OWNER_URL) if settings.DATABASE_OWNER_URL else own
    named = {
        "host": parsed["HOST"],
        "port": parsed["PORT"],
        "user": parsed["USER"],
        "password": parsed["PASSWORD"],
        **{key: value for key, value in parsed.get("OPTIONS", {}).items() if key in ("host", "sslmode")},
    }
    return make_conninfo(dbname=own["NAME"], **{key: value for key, value in named.items() if value})


@transaction.atomic
def remove_frame(*, wave: Wave) -> int:
    """Delete frame, invitations, key table and the mails of a settled wave; returns how many people. Counts stay."""
    people = FrameMember.objects.filter(wave=wave).count()
    OutgoingMail.objects.filter(mailing__reference=f"measurements.Wave:{wave.pk}").delete()
    FrameMember.objects.filter(wave=wave).delete()
    return people


def remove_old_frames(*, at: datetime) -> int:
    """Delete the frames of waves that closed long enough ago."""
    before = timezone.localdate(at) - FRAME_KEPT
    old = Wave.objects.filter(is_settled=True, closed_on__lte=before, members__isnull=False).distinct()
    return sum(remove_frame(wave=wave) for wave in old)


def _filed(wave: Wave) -> int:
    table = ConfidentialAnswer if wave.is_confidential else Answer
    return table._default_manager.filter(wave=wave).count()


def _stray_keys(wave: Wave) -> list[Path]:
    """Private keys whose public half never came into the database or went before."""
    return list((Path(settings.KEYS_DIR) / "filing").glob(f"{wave.key_name}-*"))
