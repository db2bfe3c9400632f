"""What each role may do in this room."""

from accounts.roles import COMMUNICATIONS, MANAGER, PROGRAMME_MANAGER, RESEARCHER
from core.registry import RoleGrant, role_grants

_VIEW = ("kpis.view_dashboard", "kpis.view_monthlyreport", "kpis.add_kpicomment", "kpis.add_reportcomment")
_STEER = ("kpis.change_kpitarget", "kpis.add_goal", "kpis.add_trendevent")

role_grants.register(RoleGrant("kpis:communications", COMMUNICATIONS, (*_VIEW, *_STEER, "kpis.change_monthlyreport")))
role_grants.register(
    RoleGrant("kpis:programme_manager", PROGRAMME_MANAGER, (*_VIEW, *_STEER, "kpis.change_monthlyreport"))
)
role_grants.register(RoleGrant("kpis:researcher", RESEARCHER, (*_VIEW, "kpis.change_kpitarget", "kpis.add_goal")))
role_grants.register(RoleGrant("kpis:manager", MANAGER, (*_VIEW, "kpis.add_trendevent", "kpis.approve_monthlyreport")))
