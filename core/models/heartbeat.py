"""Signs of life of background processes, for "Does everything work?"."""

from django.db import models


class Heartbeat(models.Model):
    """The last moment at which a named thing was seen to work (beat, worker, backup, proven restore)."""

    name = models.CharField(max_length=60, unique=True)
    seen_at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
