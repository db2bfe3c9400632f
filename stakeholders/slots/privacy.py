"""Persons in the slots for privacy: who somebody may be, what is kept, forgetting, and for how long."""

from django.utils.translation import gettext_lazy as _

from core import registry
from stakeholders.models import Person
from stakeholders.services import privacy

registry.identity_sources.register(
    registry.IdentitySource(
        "stakeholders",
        privacy.find_persons,
        lambda: Person.objects.exclude(email="").values_list("email", flat=True).iterator(),
        order=10,
    )
)
registry.personal_data.register(
    registry.PersonalData("stakeholders", _("Registry of stakeholders"), privacy.personal_data, order=10)
)
registry.erasers.register(
    registry.Eraser("stakeholders", privacy.erase, _("Registry of stakeholders"), privacy.kept, order=10)
)
registry.retentions.register(
    registry.Retention(
        privacy.RETENTION,
        _("Persons without a function"),
        _("after the last function or change"),
        _("A stakeholder may come back in another function; after that we no longer need to know who it was."),
        due=lambda at: privacy.without_ties(at).count(),
        carry_out=privacy.forget_old_persons,
        order=10,
        days=730,
    )
)
