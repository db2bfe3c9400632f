"""Lines of "Does everything work?" about the house itself: each a plain sentence and what to do."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Heartbeat, Job, Mailing, OutgoingMail
from .registry import HealthCheck, health_checks

State = tuple[str, str]

_ALIVE = timedelta(minutes=5)
_LATE = timedelta(minutes=10)
_RECENT = timedelta(days=7)


def check_database() -> State:
    """The database answers, and says its version."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version')")
            version = cursor.fetchone()[0].split()[0]
    except DatabaseError:
        return "error", _("The database does not answer. Start it, then load this page again.")
    return "ok", _("PostgreSQL %(version)s answers.") % {"version": version}


def check_migrations() -> State:
    """The structure of the database is that of the code."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return "error", _("The database is older than the program. Run `./run manage prepare`.")
    return "ok", _("The database fits the program.")


def check_valkey() -> State:
    """The queue and cache answer."""
    key = "health-check"
    cache.set(key, "ok", 10)
    if cache.get(key) == "ok":
        return "ok", _("Valkey answers.")
    return "warning", _("Valkey does not answer. Nothing is lost, but work is done late. Start it again.")


def check_worker() -> State:
    """Beat queues and a worker works: both show in the heartbeat."""
    seen = Heartbeat.objects.filter(name="worker").values_list("seen_at", flat=True).first()
    if seen and timezone.now() - seen < _ALIVE:
        return "ok", _("Background work is done.")
    if seen is None:
        return "error", _("No background work was ever seen. Start the worker and beat.")
    moment = formats.date_format(timezone.localtime(seen), "SHORT_DATETIME_FORMAT")
    return "error", _("No background work since %(moment)s. Start the worker and beat again.") % {"moment": moment}


def check_schedule() -> State:
    """No entry of the schedule is paused."""
    from django_celery_beat.models import PeriodicTask

    paused = list(PeriodicTask.objects.filter(enabled=False).order_by("name").values_list("name", flat=True))
    if paused:
        return "warning", _("Paused: %(names)s. Switch it on again when the reason is gone.") % {
            "names": ", ".join(paused)
        }
    return "ok", _("Everything in the schedule is on.")


def check_mail() -> State:
    """Mail goes out, and nothing is uncertain or refused."""
    now = timezone.now()
    late = Mailing.objects.filter(
        state__in=[Mailing.State.WAITING, Mailing.State.SENDING], send_at__lt=now - _LATE
    ).count()
    if late:
        return "error", ngettext(
            "%(n)d mailing should have gone out. Look at background work and at the mail server.",
            "%(n)d mailings should have gone out. Look at background work and at the mail server.",
            late,
        ) % {"n": late}
    recent = OutgoingMail.objects.filter(mailing__created_at__gte=now - _RECENT)
    uncertain = recent.filter(state=OutgoingMail.State.UNCERTAIN).count()
    refused = recent.filter(state__in=[OutgoingMail.State.FAILED, OutgoingMail.State.BOUNCED]).count()
    if uncertain or refused:
        return "warning", _(
            "This week %(uncertain)d uncertain and %(refused)d not delivered. Look at Outgoing mail."
        ) % {"uncertain": uncertain, "refused": refused}
    last = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).order_by("-sent_at").first()
    if last is None or last.sent_at is None:
        return "ok", _("Nothing has been mailed yet. Try it with a test mail.")
    moment = formats.date_format(timezone.localtime(last.sent_at), "SHORT_DATETIME_FORMAT")
    return "ok", _("The last mail went out on %(moment)s.") % {"moment": moment}


def check_jobs() -> State:
    """Work that people started is not stuck and did not fail."""
    now = timezone.now()
    stuck = Job.objects.filter(state=Job.State.WAITING, created_at__lt=now - _LATE).count()
    if stuck:
        return "error", ngettext(
            "%(n)d job has waited for more than ten minutes. Look at background work.",
            "%(n)d jobs have waited for more than ten minutes. Look at background work.",
            stuck,
        ) % {"n": stuck}
    failed = Job.objects.filter(state=Job.State.FAILED, finished_at__gte=now - timedelta(days=1)).count()
    if failed:
        return "warning", ngettext(
            "%(n)d job failed since yesterday. Its starter sees why on the page of the job.",
            "%(n)d jobs failed since yesterday. Their starters see why on the page of the job.",
            failed,
        ) % {"n": failed}
    return "ok", _("No job waits too long and none failed since yesterday.")


for _order, (_name, _label, _check) in enumerate(
    [
        ("database", gettext_lazy("Database"), check_database),
        ("migrations", gettext_lazy("Version of the database"), check_migrations),
        ("valkey", gettext_lazy("Queue and cache"), check_valkey),
        ("worker", gettext_lazy("Background work"), check_worker),
        ("schedule", gettext_lazy("Schedule"), check_schedule),
        ("mail", gettext_lazy("Mail"), check_mail),
        ("jobs", gettext_lazy("Jobs"), check_jobs),
    ]
):
    health_checks.register(HealthCheck(f"core.{_name}", _label, _check, order=_order))
