"""Whether this process lives and whether it can serve; for load balancers and the launcher."""

from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from core.access import public
from core.models import Heartbeat


@public
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
def ready(request: HttpRequest) -> JsonResponse:
    """503 without a database; without Valkey or a worker the answer is 200 and `degraded`."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        beat = Heartbeat.objects.filter(name="worker", seen_at__gt=timezone.now() - timedelta(minutes=5)).exists()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    cache.set("healthz", "ok", 10)
    valkey = cache.get("healthz") == "ok"
    parts = {"database": "ok", "valkey": "ok" if valkey else "unreachable", "worker": "ok" if beat else "not seen"}
    return JsonResponse({"status": "ok" if valkey and beat else "degraded", **parts})
