"""A link between any two records of the house, in one table."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked()
class Link(models.Model):
    """Says that two records belong together and why; `from` is the one on whose page it was made."""

    from_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    from_id = models.PositiveBigIntegerField()
    to_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    to_id = models.PositiveBigIntegerField()
    source = GenericForeignKey("from_type", "from_id")
    target = GenericForeignKey("to_type", "to_id")
    note = models.CharField(
        _("why"), max_length=200, blank=True, help_text=_("What connects the two, in a few words.")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_type", "from_id", "to_type", "to_id"], name="core_link_once"),
            models.CheckConstraint(
                condition=~Q(from_type=F("to_type"), from_id=F("to_id")), name="core_link_not_to_itself"
            ),
        ]
        indexes = [models.Index(fields=["to_type", "to_id"], name="core_link_target")]

    def __str__(self) -> str:
        return f"{self.from_type_id}:{self.from_id} → {self.to_type_id}:{self.to_id}"
