"""What each role may do in this room."""

from accounts.roles import COMMUNICATIONS, MANAGER, PROGRAMME_MANAGER, RESEARCHER
from core.registry import RoleGrant, role_grants

_VIEW = ("kpis.view_dashboard", "kpis.view_monthlyreport", "kpis.add_kpicomment", "kpis.add_reportcomment")
_GOALS = ("kpis.change_kpitarget", "kpis.add_goal", "kpis.change_goal")
_EVENTS = ("kpis.add_trendevent", "kpis.change_trendevent")
_STEER = (*_GOALS, *_EVENTS)

role_grants.register(RoleGrant("kpis:communications", COMMUNICATIONS, (*_VIEW, *_STEER, "kpis.change_monthlyreport")))
role_grants.register(
    RoleGrant("kpis:programme_manager", PROGRAMME_MANAGER, (*_VIEW, *_STEER, "kpis.change_monthlyreport"))
)
role_grants.register(RoleGrant("kpis:researcher", RESEARCHER, (*_VIEW, *_GOALS)))
role_grants.register(RoleGrant("kpis:manager", MANAGER, (*_VIEW, *_EVENTS, "kpis.approve_monthlyreport")))
