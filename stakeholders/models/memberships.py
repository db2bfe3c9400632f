"""History of what organisations have of the managed lists: additions and removals, by the database."""

from core.history import tracked_membership

from .organisation import Organisation


@tracked_membership(app_label="stakeholders", model_name="KindMembershipEvent")
class KindMembership(Organisation.kinds.through):  # type: ignore[name-defined,misc]
    """One kind of one organisation."""

    class Meta:
        proxy = True


@tracked_membership(app_label="stakeholders", model_name="DomainMembershipEvent")
class DomainMembership(Organisation.domains.through):  # type: ignore[name-defined,misc]
    """One domain of one organisation."""

    class Meta:
        proxy = True


@tracked_membership(app_label="stakeholders", model_name="TopicMembershipEvent")
class TopicMembership(Organisation.topics.through):  # type: ignore[name-defined,misc]
    """One topic on which one organisation wants to be consulted."""

    class Meta:
        proxy = True


@tracked_membership(app_label="stakeholders", model_name="TagMembershipEvent")
class TagMembership(Organisation.tags.through):  # type: ignore[name-defined,misc]
    """One tag of one organisation."""

    class Meta:
        proxy = True
