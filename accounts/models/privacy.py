"""Requests of people about their own data: to see it, or to have it erased."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is asked (GDPR, articles 15 and 17)."""

    ACCESS = "access", _("see the data")
    ERASURE = "erasure", _("erase the data")


class AskedBy(models.TextChoices):
    """Who asked."""

    PERSON = "person", _("the person")
    REPRESENTATIVE = "representative", _("somebody on behalf of the person")
    AGENCY = "agency", _("we ourselves, because the data are no longer needed")


class Ground(models.TextChoices):
    """On what ground it is asked."""

    ACCESS = "access", _("right to see the data (article 15)")
    NOT_NEEDED = "not_needed", _("no longer needed (article 17, 1a)")
    CONSENT = "consent", _("consent taken back (article 17, 1b)")
    OBJECTION = "objection", _("objection (article 17, 1c)")
    UNLAWFUL = "unlawful", _("should not have been kept (article 17, 1d)")
    OBLIGATION = "obligation", _("a law says that they must go (article 17, 1e)")


class RequestState(models.TextChoices):
    """How far it is."""

    OPEN = "open", _("to prepare")
    PREPARING = "preparing", _("being prepared")
    PREPARED = "prepared", _("to decide")
    ERASING = "erasing", _("being erased")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


ALLOWED_MOVES = {
    RequestState.OPEN: {RequestState.PREPARING, RequestState.REFUSED, RequestState.WITHDRAWN},
    RequestState.PREPARING: {RequestState.PREPARED, RequestState.OPEN},
    RequestState.PREPARED: {
        RequestState.PREPARING,
        RequestState.ERASING,
        RequestState.DONE,
        RequestState.REFUSED,
        RequestState.WITHDRAWN,
    },
    RequestState.ERASING: {RequestState.DONE, RequestState.PREPARED, RequestState.PREPARING},
    RequestState.DONE: set(),
    RequestState.REFUSED: set(),
    RequestState.WITHDRAWN: set(),
}
FINISHED = (RequestState.DONE, RequestState.REFUSED, RequestState.WITHDRAWN)


class PrivacyRequest(models.Model):
    """One request. Who it is about is known while it is open; afterwards a keyed hash is all that is left.

    Its history is the access log, which names its number: recorded history would keep what is erased.
    """

    kind = models.CharField(_("request"), max_length=8, choices=Kind.choices)
    asked_by = models.CharField(_("who asked"), max_length=14, choices=AskedBy.choices, default=AskedBy.PERSON)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground.choices)
    identity_check = models.CharField(
        _("how do we know who asks"),
        max_length=200,
        help_text=_("For example: mail from the known address, answered by telephone. Do not copy an identity card."),
    )
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("answer by"), help_text=_("One month after it was asked; at most two more."))
    extended_reason = models.CharField(_("why it takes longer"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    other_words = models.TextField(
        _("other spellings"),
        max_length=1000,
        blank=True,
        help_text=_("One on each line: another address, a nickname, a surname that stands alone."),
    )
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("handled by")
    )
    created_at = models.DateTimeField(_("recorded"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    answer = models.CharField(_("why refused or withdrawn"), max_length=500, blank=True)
    outcome = models.JSONField(
        _("what was done"), default=dict, blank=True, help_text=_("Kinds and counts, and why; nobody.")
    )
    hashes = ArrayField(
        models.CharField(max_length=64),
        verbose_name=_("keyed hashes"),
        default=list,
        blank=True,
        help_text=_("Of the addresses and names, made when it was finished."),
    )

    class Meta:
        verbose_name = _("privacy request")
        verbose_name_plural = _("privacy requests")
        ordering = ["due_on", "pk"]
        permissions = [("handle_privacy_requests", "Can handle privacy requests and retention")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "refused", "withdrawn"], finished_at__isnull=False)
                | (~Q(state__in=["done", "refused", "withdrawn"]) & Q(finished_at=None)),
                name="accounts_privacyrequest_finished_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(email="", name="", phone="", other_words=""),
                name="accounts_privacyrequest_finished_names_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(finished_at=None) | ~Q(email="", name=""),
                name="accounts_privacyrequest_is_about_somebody",
                violation_error_message=_("Give an e-mail address or a name."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(answer=""),
                name="accounts_privacyrequest_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")), name="accounts_privacyrequest_due_after_asked"
            ),
            models.CheckConstraint(
                condition=Q(kind="access", ground="access") | (Q(kind="erasure") & ~Q(ground="access")),
                name="accounts_privacyrequest_ground_fits",
                violation_error_message=_("This ground does not fit what is asked."),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="accounts_privacy_due")]

    def __str__(self) -> str:
        return str(_("Request %(number)s") % {"number": self.pk})

    def get_absolute_url(self) -> str:
        """The page of the request."""
        return reverse("accounts:privacy-request", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        """Whether nothing more is to be done."""
        return self.finished_at is not None

    def is_overdue(self, today: date) -> bool:
        """Whether the legal term has passed."""
        return not self.is_finished and self.due_on < today

    @property
    def extra_words(self) -> list[str]:
        """The other spellings, one by one."""
        return [line.strip() for line in self.other_words.splitlines() if line.strip()]


class PrivacyFile(models.Model):
    """What a job made for a request: the package for the person, or the look ahead. In no backup; lives short."""

    request = models.OneToOneField(PrivacyRequest, on_delete=models.CASCADE, related_name="file")
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("gone after"))
    chosen = models.JSONField(_("who it is about"), default=list, help_text=_("Ticked places, as source and number."))
    look = models.JSONField(_("look ahead"), default=dict)
    package = models.BinaryField(_("package"), null=True)
    code_hash = models.CharField(_("hash of the code"), max_length=64, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    downloads = models.PositiveSmallIntegerField(_("times fetched"), default=0)

    class Meta:
        verbose_name = _("file of a privacy request")
        verbose_name_plural = _("files of privacy requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="accounts_privacyfile_expires_after_made"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.made_at:%Y-%m-%d}"
