"""Persons in the slots for privacy: who somebody may be, what is kept, forgetting, and for how long."""

from django.utils.translation import gettext_lazy as _

from core import registry
from stakeholders.models import Person
from stakeholders.services import forgetting, privacy, privacy_access, retention

registry.identity_sources.register(
    registry.IdentitySource(
        "stakeholders",
        privacy.find_persons,
        lambda: Person.objects.exclude(email="").values_list("email", flat=True).iterator(),
        order=10,
    )
)
registry.personal_data.register(
    registry.PersonalData("stakeholders", _("Registry of stakeholders"), privacy_access.personal_data, order=10)
)
registry.erasers.register(
    registry.Eraser(
        "stakeholders",
        privacy.erase,
        _("Registry of stakeholders"),
        privacy.kept,
        by_hand=forgetting.by_hand,
        order=10,
    )
)
registry.retentions.register(
    registry.Retention(
        privacy.RETENTION,
        _("Persons without a function"),
        _("after the last function, contact moment, meeting or change"),
        _("A stakeholder may come back in another function; after that we no longer need to know who it was."),
        due=lambda at: privacy.without_ties(at).count(),
        carry_out=privacy.forget_old_persons,
        order=10,
        days=730,
    )
)
registry.retentions.register(
    registry.Retention(
        retention.MOMENTS,
        _("Words, people and files of contact moments"),
        _("after the day of the contact"),
        _("So long we may have to account for what was said. That there was a contact stays counted."),
        due=lambda at: retention.old_moments(at).count(),
        carry_out=retention.forget_old_moments,
        order=11,
        days=2555,
    )
)
registry.retentions.register(
    registry.Retention(
        retention.MEETINGS,
        _("Minutes, participants and files of meetings"),
        _("after the meeting"),
        _("So long we may have to account for what was agreed. That there was a meeting stays counted."),
        due=lambda at: retention.old_meetings(at).count(),
        carry_out=retention.forget_old_meetings,
        order=12,
        days=2555,
    )
)
registry.retentions.register(
    registry.Retention(
        retention.WAITING_MAIL,
        _("Incoming mail that became no contact moment"),
        _("after it came in"),
        _("What nobody sorted in this time is of no organisation we know."),
        due=lambda at: retention.unsorted_mail(at).count(),
        carry_out=retention.remove_unsorted_mail,
        order=13,
        days=90,
    )
)
registry.retentions.register(
    registry.Retention(
        retention.NOTES,
        _("Notes on meeting sheets and remarks with answers to invitations"),
        _("after the last change or the meeting"),
        _("They serve one meeting."),
        due=retention.count_old_notes,
        carry_out=retention.remove_old_notes,
        order=14,
        days=365,
    )
)
