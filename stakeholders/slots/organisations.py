"""Histories of organisations, persons and managed lists in the slots of the house."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.history import register_history
from core.registry import HistoryPart
from stakeholders import access


def _membership(name: str, item: str, label: Any) -> HistoryPart:
    return HistoryPart(f"stakeholders.{name}Membership", owner="organisation_id", shown=(item,), label=label)


register_history(
    "stakeholders.Organisation",
    permission=access.HISTORY,
    parts=(
        _membership("Kind", "organisationkind", _("kind")),
        _membership("Domain", "domain", _("domain")),
        _membership("Topic", "topic", _("topic")),
        _membership("Tag", "tag", _("tag")),
        HistoryPart("stakeholders.ContactPoint", "organisation_id", ("label",), _("contact point")),
        HistoryPart(
            "stakeholders.Standing",
            "organisation_id",
            ("on", "interest", "influence", "attitude"),
            _("place in the matrix"),
        ),
    ),
)
register_history(
    "stakeholders.Person",
    permission=access.HISTORY,
    parts=(
        HistoryPart("stakeholders.Position", "person_id", ("title", "organisation"), _("function")),
        HistoryPart("stakeholders.ContactChannel", "person_id", ("kind", "value"), _("way to reach")),
        HistoryPart("stakeholders.FieldBasis", "person_id", ("field", "legal_basis", "source"), _("ground")),
    ),
)
for _model in ("OrganisationKind", "Domain", "Topic", "Tag"):
    register_history(f"stakeholders.{_model}", permission=access.LISTS)
