"""What search knows of a record: the words it is found by, and what a hit shows."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _


class PlainWords(Func):
    """Words of a text in lower case without accents and signs, by the immutable function of the migration."""

    function = "core_plain_words"
    output_field = models.TextField()


class PlainNames(Func):
    """The same of two texts together."""

    function = "core_plain_names"
    output_field = models.TextField()


class SearchVector(Func):
    """The words of a document with their weights, by the immutable function of the migration."""

    function = "core_search_vector"
    output_field = SearchVectorField()


class SearchDocument(models.Model):
    """One findable record. Written by triggers only (core.search.documents), never by the application."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    title = models.TextField()
    names = models.TextField(default="")  # other names that count as much as the title: abbreviation, address
    detail = models.TextField(default="")  # shown under the title, and searched
    body = models.TextField(default="")  # searched, shown as the piece around a hit
    happened_on = models.DateField(null=True)  # of what happened on a day: the latest comes first
    is_active = models.BooleanField(default=True)  # archived records come last
    title_key = models.GeneratedField(
        expression=PlainWords(F("title")), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    name_key = models.GeneratedField(
        expression=PlainNames(F("title"), F("names")),
        output_field=models.TextField(),
        db_persist=True,
    )
    vector = models.GeneratedField(
        expression=SearchVector(F("title"), F("names"), F("detail"), F("body")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="core_searchdocument_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"
