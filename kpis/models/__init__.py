"""Models of the KPI room."""

from .event import KpiComment, TrendEvent
from .goal import Goal, KpiTarget
from .report import MonthlyReport, ReportComment, ReportMove
from .value import FillState, KpiValue, Trend

__all__ = [
    "FillState",
    "Goal",
    "KpiComment",
    "KpiTarget",
    "KpiValue",
    "MonthlyReport",
    "ReportComment",
    "ReportMove",
    "Trend",
    "TrendEvent",
]
