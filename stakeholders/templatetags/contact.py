"""Contact on the pages of organisations and persons: last contact and rhythm."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from core.periods import local_date
from stakeholders.access_contact import RECORD, VIEW_CONTACT
from stakeholders.models import Organisation, Person
from stakeholders.queries.contact import moments_of_person, rhythm_states

register = template.Library()
_FEW = 10


@register.inclusion_tag("stakeholders/moments/_organisation.html", takes_context=True)
def organisation_contact(context: dict[str, Any], organisation: Organisation) -> dict[str, Any]:
    """Last contact and rhythm of an organisation."""
    user = context["request"].user
    if not user.has_perm(VIEW_CONTACT):
        return {}
    states = rhythm_states(
        organisations=Organisation.objects.filter(pk=organisation.pk), on=local_date(timezone.now())
    )
    return {
        "organisation": organisation,
        "rhythm": states[organisation.pk],
        "can_edit": user.has_perm("stakeholders.edit_registry"),
    }


@register.inclusion_tag("stakeholders/moments/_person.html", takes_context=True)
def person_contact(context: dict[str, Any], person: Person) -> dict[str, Any]:
    """The latest contact moments of a person, with the button to record one."""
    user = context["request"].user
    if not user.has_perm(VIEW_CONTACT):
        return {}
    return {
        "person": person,
        "moments": list(moments_of_person(person_id=person.pk, limit=_FEW)),
        "can_record": user.has_perm(RECORD) and not person.is_archived,
    }
