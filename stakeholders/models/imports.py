"""A list that is being imported with choices: the run, its rows as staged, and how columns were matched before."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Job

from .fields import plain_key


class ListKind(models.TextChoices):
    """What a list is about."""

    ORGANISATIONS = "organisations", _("Organisations")
    PERSONS = "persons", _("Persons")


class RowState(models.TextChoices):
    """What importing a row would do; `ask`: a person must say whether it is somebody we know."""

    READ = "read", _("read")
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    ASK = "ask", _("perhaps known already")
    PROBLEM = "problem", _("problem")


class Decision(models.TextChoices):
    """What a person decided about a row."""

    NONE = "", _("not decided")
    UPDATE = "update", _("it is the same: update it")
    NEW = "new", _("it is another one: make it new")
    SKIP = "skip", _("leave this row out")


class ImportRun(models.Model):
    """One list of one colleague, from upload to import."""

    class State(models.TextChoices):
        READING = "reading", _("is being read")
        MAPPING = "mapping", _("columns to be matched")
        COMPARING = "comparing", _("is being compared")
        READY = "ready", _("ready to look at")
        DONE = "done", _("imported")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ListKind.choices)
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.READING)
    headers: Any = models.JSONField(_("headers"), default=list, help_text=_("The first line of the file."))
    mapping: Any = models.JSONField(_("columns"), default=dict, help_text=_("Our column by the place of theirs."))
    counts: Any = models.JSONField(_("counts"), default=dict)
    seen_event = models.BigIntegerField(
        default=0, help_text=_("The last change in the registry that the comparison knew.")
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", help_text=_("The run this file corrects.")
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("import of a list")
        verbose_name_plural = _("imports of lists")
        ordering = ["-created_at"]
        permissions = [("import_lists", "Can import lists of organisations and persons with a choice per row")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False) | (~Q(state="done") & Q(finished_at=None)),
                name="stakeholders_importrun_done_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"

    @property
    def is_about_persons(self) -> bool:
        """Whether the rows are persons."""
        return self.kind == ListKind.PERSONS


class ImportRow(models.Model):
    """One row of a list: what stands there, what it would do, and what was decided. Removed after the import."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    cells: Any = models.JSONField(_("cells"), default=list, help_text=_("As they stand in the file."))
    values: Any = models.JSONField(_("values"), default=dict, help_text=_("What they mean, by our columns."))
    title = models.CharField(_("name"), max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True)
    web_domain = models.CharField(max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RowState.choices, default=RowState.READ)
    problems: Any = models.JSONField(_("problems"), default=list)
    changes: Any = models.JSONField(_("changes"), default=list, help_text=_("Label, old and new value."))
    matched_id = models.PositiveBigIntegerField(null=True, help_text=_("The record this row is certainly about."))
    candidates: Any = models.JSONField(default=list, help_text=_("Likely the same: record, likeness, reasons."))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    target_id = models.PositiveBigIntegerField(null=True, help_text=_("The record to update, as decided."))
    look_again = models.BooleanField(default=False, help_text=_("Its comparison changed after it was shown."))
    match_key = plain_key("title")

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of a list")
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["run", "line"], name="stakeholders_importrow_line_once"),
            models.CheckConstraint(
                condition=Q(decision="update", target_id__isnull=False)
                | (~Q(decision="update") & Q(target_id__isnull=True)),
                name="stakeholders_importrow_update_has_target",
            ),
        ]
        indexes = [
            models.Index(fields=["run", "state", "line"], name="stakeholders_importrow_state"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.title}"


class ImportMapping(models.Model):
    """How the columns of a list with these headers were matched the last time."""

    kind = models.CharField(_("kind"), max_length=20, choices=ListKind.choices)
    header_key = models.CharField(max_length=64, help_text=_("Hash of the headers, in any order."))
    mapping: Any = models.JSONField(_("columns"), help_text=_("Our column by their header."))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("matched columns")
        verbose_name_plural = _("matched columns")
        constraints = [
            models.UniqueConstraint(fields=["kind", "header_key"], name="stakeholders_importmapping_headers_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.header_key[:8]}"
